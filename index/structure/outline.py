"""Answer questions about the structure from the outline: how many, which ones, what is in it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.errors import UnknownReference
from corpus.markers import find_marker
from corpus.models import Document, Section
from corpus.references import Kind, parse
from corpus.text import search_text
from index.models import Item, Listing, Place
from index.places import Places, clauses
from index.structure.asking import StructureQuestion, read_question
from index.structure.listings import heading

__all__ = ["Structure"]

_MOST = 20
"""A longer list without titles is given by the sections around its entries."""
_COUNTED_AS = {
    Kind.GRAND: Kind.PART, Kind.SECTION: Kind.POINT, Kind.ITEM: Kind.POINT,
    Kind.SUBITEM: Kind.POINT, Kind.INSERTED: Kind.ARTICLE, Kind.DECIMAL: Kind.DIVISION,
    Kind.HEADING: Kind.DIVISION,
}  # fmt: skip
_ALL = {
    "", "全文", "文件", "材料", "文章", "文档", "全书", "书", "全篇", "篇", "内容", "资料",
    "学习材料", "文中", "正文",
}  # fmt: skip
_THIS = ("这一", "这", "该", "本", "整", "全")
_MEASURES = ("份", "篇", "个", "部", "本", "次")


class Structure:
    """The outlines of some documents, asked in words."""

    def __init__(self, documents: Sequence[Document], places: Places) -> None:
        self._documents = {document.id: document for document in documents}
        self._places = places

    def answer(self, question: str, documents: Sequence[str]) -> tuple[Listing, ...]:
        """List what a question about the structure asks for, in each document that has it.

        Empty where it is no such question; UnknownReference where it names no place there is.
        """
        missing: UnknownReference | None = None
        for reading in read_question(question):
            try:
                listings = tuple(self._listings(reading, documents))
            except UnknownReference as unknown:
                missing = missing or unknown
                continue
            if listings:
                return _best(listings)
        if missing:
            raise missing
        return ()

    def outline(
        self, place: Place, unit: Kind | None = None, *, deep: bool = False
    ) -> Listing | None:
        """List the sections of a place, None where it has none.

        `unit` is the kind of section to count, `deep` goes two levels down.
        """
        listing = self._list(place, StructureQuestion("", unit, deep=deep))
        return listing if listing.items else None

    def _listings(self, asked: StructureQuestion, documents: Sequence[str]) -> Iterator[Listing]:
        for place in self._meant(asked, documents):
            listing = self._list(place, asked)
            if listing.items or (asked.counting and place.reference.steps):
                yield listing

    def _meant(self, asked: StructureQuestion, documents: Sequence[str]) -> Iterator[Place]:
        """Find the places that `where` names: 第二部分, 工会法第三章, 总则, or whole documents."""
        for cut in range(len(asked.where) + 1):
            named = [d for d in documents if self._is_called(d, asked.where[:cut])]
            found = list(self._within(named, asked.where[cut:], asked)) if named else []
            if found:
                yield from found
                return

    def _within(
        self, documents: Sequence[str], where: str, asked: StructureQuestion
    ) -> Iterator[Place]:
        if not where:
            yield from (self._places.whole(document) for document in documents)
            return
        reference = parse(where)
        if reference is None:
            if asked.counting:
                yield from self._titled(documents, where)
            return
        places = self._places.find(reference, documents)
        if not places and reference.steps[0].kind is not Kind.ANY:
            raise UnknownReference(where, self._places.nearest(reference, documents))
        yield from places

    def _titled(self, documents: Sequence[str], title: str) -> Iterator[Place]:
        for document in documents:
            for section in self._documents[document].walk():
                if section.title and _bare(section.title) == _bare(title):
                    yield from self._places.find(section.reference, [document])

    def _is_called(self, document: str, name: str) -> bool:
        """Tell whether 讲话, 这份报告 or 广东报告 may name a document.

        It ends as the title does, and all of it stands there in its order.
        """
        for word in (*_THIS, *_MEASURES):
            name = name.removeprefix(word)
        name = _bare(name).removesuffix("的").removesuffix("中").removesuffix("里")
        if name in _ALL:
            return True
        title = _bare(self._documents[document].title)
        rest = iter(title)
        return len(name) > 1 and title.endswith(name[-1:]) and all(c in rest for c in name)

    def _list(self, place: Place, asked: StructureQuestion) -> Listing:
        document = self._documents[place.document]
        section = document.section(place.reference)
        if asked.unit is Kind.CLAUSE:
            items = tuple(self._clauses(place))
        elif section is None and place.reference.steps:
            items = ()
        elif asked.deep:
            items = tuple(self._tree(document, _inside(document, section)))
        else:
            items = tuple(self._items(document, section, asked))
        kinds = Counter(_kind(item, asked.unit) for item in items if not item.level)
        if items and items[0].inside:
            kinds = Counter({asked.unit or Kind.POINT: sum(item.inside for item in items)})
        counts = tuple(kinds.items())
        return Listing(place, items, counts, asked.asked, unit=asked.unit, deep=asked.deep)

    def _items(
        self, document: Document, section: Section | None, asked: StructureQuestion
    ) -> Iterator[Item]:
        children = _inside(document, section)
        inner = [one for top in children for one in top.walk() if _is_counted(one, asked.unit)]
        if not inner or asked.unit in (None, Kind.PART):
            inner = list(children)
        if len(inner) > _MOST and inner != list(children) and not any(s.title for s in inner):
            for child in children:
                count = sum(one in inner for one in child.walk())
                yield self._item(document, child, inside=count)
            return
        for one in inner:
            yield self._item(document, one)

    def _tree(self, document: Document, sections: Sequence[Section]) -> Iterator[Item]:
        for section in sections:
            yield self._item(document, section)
            for inner in section.sections:
                if inner.title:
                    yield self._item(document, inner, level=1)

    def _item(
        self, document: Document, section: Section, *, level: int = 0, inside: int = 0
    ) -> Item:
        place = self._places.section(document.id, section.reference)
        start, text = heading(document, section)
        return Item(place, text, start, level, inside)

    def _clauses(self, place: Place) -> Iterator[Item]:
        """List the paragraphs (款) of an article, short or long."""
        if not place.reference.steps or place.reference.steps[-1].kind is not Kind.ARTICLE:
            return
        for number, text in enumerate(clauses(place.text), 1):
            address = place.reference.child(Kind.CLAUSE, number)
            marker = find_marker(text) if number == 1 else None
            start = place.passages[0].start + place.text.find(text)
            for found in self._places.find(address, [place.document]):
                yield Item(found, text[marker.end :] if marker else text, start)


def _best(listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """Leave out places without a list where others have one, and of the wrong count likewise."""
    kept = [listing for listing in listings if listing.items] or list(listings)
    right = [listing for listing in kept if listing.asked == listing.count]
    return tuple(right or kept)


def _inside(document: Document, section: Section | None) -> Sequence[Section]:
    """Give the sections of a place; a heading over the whole document is no level of its own."""
    if section is not None:
        return section.sections
    sections = document.sections
    while len(sections) == 1 and sections[0].sections:
        sections = sections[0].sections
    return sections


def _is_counted(section: Section, unit: Kind | None) -> bool:
    last = section.reference.steps[-1].kind
    return unit is not None and _COUNTED_AS.get(last, last) is unit


def _kind(item: Item, unit: Kind | None) -> Kind:
    steps = item.place.reference.steps
    if unit is Kind.CLAUSE or not steps:
        return unit or Kind.POINT
    return _COUNTED_AS.get(steps[-1].kind, steps[-1].kind)


def _bare(title: str) -> str:
    """Fold a title to compare it: no spaces, quotation marks or closing brackets."""
    folded = "".join(search_text(title).split()).strip('《》〈〉“”"「」')
    head, _, tail = folded.rpartition("(")
    return head if head and tail.endswith(")") else folded
