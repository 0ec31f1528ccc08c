"""Answer what a numbered formula counts, from where the documents spell it out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.models import Document
from corpus.references import Kind
from corpus.text import search_text
from index.models import Item, Listing
from index.places import Places
from index.structure.dividing import fold
from index.structure.enumerations import Definition, define, lists_of
from index.structure.formulas import Formula, FormulaQuestion, parse_formula, read_formula
from index.structure.listings import heading

__all__ = ["Definitions"]

_MOST = 3
_ABOUT = re.compile(r"[里中的]+$|^[这该本]")


class Definitions:
    """The numbered formulas of some documents; what cannot be verified is not answered."""

    def __init__(self, documents: Sequence[Document], places: Places) -> None:
        self._documents = documents
        self._places = places

    def answer(self, question: str, documents: Sequence[str]) -> tuple[Listing, ...]:
        """List what a formula counts, for each document that spells it out; empty where none."""
        asked = read_formula(question)
        if asked is None:
            return ()
        chosen = [document for document in self._documents if document.id in documents]
        found = [listing for document in chosen for listing in self._in(asked, document)]
        found = found or list(self._elsewhere(asked, chosen))
        if not found and not self._named(asked.formula, chosen):
            found = list(self._of_another_number(asked, chosen))
        return tuple(found[:_MOST])

    def _in(self, asked: FormulaQuestion, document: Document) -> Iterator[Listing]:
        definitions = self._define(asked.formula, document)
        if definitions:
            listing = self._listing(asked.formula, definitions)
            if self._is_about(asked.before, document, listing):
                yield listing

    def _define(self, formula: Formula, document: Document) -> list[Definition]:
        """Find a formula whole, or each of the formulas that it is made of."""
        whole = define(formula, document)
        if whole:
            return [whole]
        parts = [define(part, document) for part in formula.parts]
        found = [part for part in parts if part is not None]
        return found if len(found) == len(parts) else []

    def _elsewhere(
        self, asked: FormulaQuestion, documents: Sequence[Document]
    ) -> Iterator[Listing]:
        for document in documents:
            found = lists_of(asked.formula, document) if not asked.formula.parts else None
            if found:
                yield self._listing(asked.formula, [found])
                return

    def _of_another_number(
        self, asked: FormulaQuestion, documents: Sequence[Document]
    ) -> Iterator[Listing]:
        """Answer 四个始终坚持 where the documents have five, and say so by `asked`."""
        pattern = asked.formula.any_number
        if pattern is None:
            return
        for document in documents:
            for name in dict.fromkeys(m.group() for m in pattern.finditer(fold(document.text))):
                other = parse_formula(re.sub(r"[“”\"‘’' ]", "", name))
                found = list(self._in(replace(asked, formula=other), document)) if other else []
                if found:
                    yield replace(found[0], asked=asked.formula.count)
                    break

    def _named(self, formula: Formula, documents: Sequence[Document]) -> bool:
        return any(formula.pattern.search(fold(document.text)) for document in documents)

    def _listing(self, formula: Formula, definitions: Sequence[Definition]) -> Listing:
        document = definitions[0].document
        entries = (item for each in definitions for item in self._items(each))
        items = tuple({item.start: item for item in entries}.values())
        place = self._places.at(document.id, definitions[0].name[0])
        return Listing(place, items, ((Kind.ANY, len(items)),), formula=formula.name)

    def _items(self, definition: Definition) -> Iterator[Item]:
        document = definition.document
        for section in definition.sections:
            place = self._places.section(document.id, section.reference)
            start, text = heading(document, section)
            yield Item(place, text, start)
        for start, end in definition.spans:
            place = self._places.at(document.id, start)
            yield Item(place, document.text[start:end], start)

    def _is_about(self, before: str, document: Document, listing: Listing) -> bool:
        """Tell whether what the question says before the formula fits where it stands."""
        subject = _ABOUT.sub("", before)
        around = " ".join((document.title, *listing.place.path, listing.place.text))
        folded = "".join(search_text(around).split())
        return subject in folded
