"""Markdown: headings with their level, text without markup, nothing of the text eaten."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.cleaning import Reason
from corpus.models import Cut, Paragraph, Source
from corpus.readers.lines import HARD, WIDEST, ends_sentence, join_all, join_soft, tidy
from corpus.readers.plain import decode
from corpus.readers.scripts import subscript, superscript
from corpus.readers.tables import row_text
from corpus.readers.web import BLOCKS, INLINES, paragraphs_of_html

_FRONT_MATTER = re.compile(r"---\s*\n((?:[\w-]+\s*:.*\n|[ \t]+.*\n|-\s.*\n)+)---\s*(?:\n|$)")
_GLUED_HEADING = re.compile(r"^(#{2,6})(?=[一-鿿（“《])", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_INNER_END = re.compile(r"[。！？；][^”’」』）》]")
_TAG = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9-]*)")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[#/.]|[\w-]+\.[a-z]", re.IGNORECASE)
_LONGEST_UNDERLINED = 60
_SCRIPTS = {"<sup</sup": superscript, "<sub</sub": subscript}


def read(name: str, data: bytes) -> Source:
    text = decode(name, data).removeprefix("\ufeff").replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    cuts = [Cut(front.group(1), Reason.METADATA)] if front else []
    tokens = _parse(text[front.end() :] if front else text)
    walk = _Walk(cuts, lines_are_paragraphs=_has_whole_paragraphs(tokens))
    return Source(name, tuple(walk.paragraphs(tokens)), tuple(cuts))


def _parse(text: str) -> list[Token]:
    """Parse CommonMark with tables, kinder to Chinese.

    Indented text is no code, `##标题` is a heading and `[注]: 说明` defines no link.
    """
    text = _GLUED_HEADING.sub(r"\1 ", text)
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(text, environment)
    targets = [r["href"] for r in environment.get("references", {}).values()]
    if all(_ADDRESS.match(target) for target in targets):
        return tokens
    return parser.disable("reference").parse(text)


def _has_whole_paragraphs(tokens: Sequence[Token]) -> bool:
    """Tell that a file has a paragraph on each line, without the blank lines between."""
    texts = [token.content for token in tokens if token.type == "inline"]
    broken = [line for text in texts for line in text.split("\n")[:-1]]
    whole = [x for x in broken if len(x) > WIDEST and ends_sentence(x) and _INNER_END.search(x)]
    return len(whole) > max(1, len(broken) / 10)


class _Walk:
    """The way through the block tokens: which heading, list item or table row is open."""

    def __init__(self, cuts: list[Cut], *, lines_are_paragraphs: bool) -> None:
        self.cuts = cuts
        self.lines_are_paragraphs = lines_are_paragraphs
        self.level = 0
        self.underlined = False
        self.number = ""
        self.row: list[str] | None = None

    def paragraphs(self, tokens: Sequence[Token]) -> Iterator[Paragraph]:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self.level = int(token.tag[1:])
                    self.underlined = token.markup in {"=", "-"}
                case "list_item_open":
                    self.number = f"{token.info}{token.markup} " if token.info else ""
                case "tr_open":
                    self.row = []
                case "tr_close":
                    yield Paragraph(row_text(self.row or []))
                    self.row = None
                case "inline":
                    yield from self._inline(token)
                    self.level = 0
                case "fence" | "code_block":
                    if not token.info.isascii():  # no language has such a name: it is text
                        yield Paragraph(tidy(token.info))
                    yield Paragraph(tidy(" ".join(token.content.split())))
                case "html_block":
                    yield from self._html(token.content)

    def _inline(self, token: Token) -> Iterator[Paragraph]:
        text = "".join(self._texts(token.children or []))
        if self.row is not None:
            self.row.append(text)
        elif self.level:
            title = join_all(text)
            yield Paragraph(title, 0 if self._is_ruled_text(title) else self.level)
        else:
            parts = text.split("\n") if self.lines_are_paragraphs else [text]
            for joined in chain.from_iterable(map(join_soft, parts)):
                yield Paragraph(self.number + joined.strip())
                self.number = ""

    def _is_ruled_text(self, text: str) -> bool:
        """Tell that a ruler stands under a paragraph by chance, and makes no heading of it."""
        return self.underlined and (ends_sentence(text) or len(text) > _LONGEST_UNDERLINED)

    def _texts(self, children: Sequence[Token]) -> Iterator[str]:
        for place, token in enumerate(children):
            match token.type:
                case "softbreak":
                    yield "\n"
                case "hardbreak":
                    yield HARD
                case "html_inline":
                    yield self._inline_html(token.content)
                case "em_open" | "em_close" if _is_product(children, place):
                    yield token.markup
                case "image":
                    pass
                case "text":
                    yield _written(children, place)
                case _:
                    yield token.content

    def _inline_html(self, markup: str) -> str:
        """Drop a tag or comment, keep `<X>` that only looks like one."""
        if markup.startswith("<!"):
            self.cuts.append(Cut(markup, Reason.COMMENT))
            return ""
        tag = _TAG.match(markup)
        if tag and tag.group(1).lower() == "br":
            return HARD
        return "" if tag and tag.group(1).lower() in BLOCKS | INLINES else markup

    def _html(self, markup: str) -> Iterator[Paragraph]:
        for comment in _COMMENT.findall(markup):
            self.cuts.append(Cut(comment, Reason.COMMENT))
        rest = _COMMENT.sub("", markup)
        tags = {tag.lower() for tag in _TAG.findall(rest)}
        if tags <= BLOCKS | INLINES:
            yield from paragraphs_of_html(rest, self.cuts)
        else:
            yield from map(Paragraph, rest.splitlines())


def _written(children: Sequence[Token], place: int) -> str:
    """Give a text, as superscript or subscript between their tags; a link there marks a note."""
    text, around = children[place].content, children[max(0, place - 2) : place + 3]
    beside = [*children[max(0, place - 1) : place], *children[place + 1 : place + 2]]
    tags = "".join(tag.group().lower() for t in beside if (tag := _TAG.match(t.content)))
    marked = [around[0].type, around[-1].type] == ["link_open", "link_close"]
    return text if marked else _SCRIPTS.get(tags, str)(text)


def _is_product(children: Sequence[Token], place: int) -> bool:
    """Tell that the stars of 2*3*4 multiply: digits stand on both their sides."""
    if children[place].markup != "*":
        return False
    before = children[place - 1].content[-1:] if place else ""
    after = children[place + 1].content[:1] if place + 1 < len(children) else ""
    return before.isdigit() and after.isdigit()
