"""Word's paragraph styles: heading levels and the lists that styles number."""

import re
from collections.abc import Callable, Iterator

from corpus.readers.archive import Element
from corpus.readers.numbering import Numbering, W, integer, value

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]", re.IGNORECASE)
_BODY_TEXT = 9


class Styles:
    """What the paragraphs of a document inherit; built from word/styles.xml."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for element in [] if root is None else root.iter(f"{W}style"):
            if element.get(f"{W}type", "paragraph") == "paragraph":
                key = element.get(f"{W}styleId", "")
                self._styles[key] = element
                if element.get(f"{W}default") in {"1", "true", "on"}:
                    self._default = key

    def level(self, paragraph: Element) -> int:
        """Give the heading level, 1 to 9, or 0 for body text."""
        own = value(paragraph, "pPr/outlineLvl")
        if own:
            return _outline_level(own)
        for style in self._chain(paragraph):
            heading = _HEADING.fullmatch(value(style, "name"))
            if heading:
                return int(heading.group(1))
            outline = value(style, "pPr/outlineLvl")
            if outline:
                return _outline_level(outline)
        return 0

    def is_contents(self, paragraph: Element) -> bool:
        """Tell a line of the table of contents."""
        return any(_CONTENTS.fullmatch(value(s, "name")) for s in self._chain(paragraph))

    def list_and_depth(self, paragraph: Element, numbering: Numbering) -> tuple[str, int]:
        """Give the list that numbers a paragraph and the level on it; an empty list is none."""
        sources = [paragraph, *self._chain(paragraph)]
        number = _first(sources, lambda source: value(source, "pPr/numPr/numId"))
        if number in {"", "0"}:
            return "", 0
        depth = value(paragraph, "pPr/numPr/ilvl")
        if depth:
            return number, integer(depth)
        for style in sources[1:]:
            if value(style, "pPr/numPr/numId"):
                key = style.get(f"{W}styleId", "")
                own = integer(value(style, "pPr/numPr/ilvl"))
                return number, own or numbering.level_of_style(number, key)
        return number, 0

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        """Walk from a paragraph's style to what it is based on."""
        key, seen = value(paragraph, "pPr/pStyle", self._default), set[str]()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = value(self._styles[key], "basedOn")


def _outline_level(text: str) -> int:
    level = integer(text, _BODY_TEXT)
    return level + 1 if 0 <= level < _BODY_TEXT else 0


def _first(sources: list[Element], read: Callable[[Element], str]) -> str:
    return next(filter(None, map(read, sources)), "")
