"""What a paragraph of a Word document holds: its text, and what stands apart from it."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from corpus.readers.archive import Element
from corpus.readers.lines import HARD
from corpus.readers.numbering import W, value
from corpus.readers.scripts import subscript, superscript

ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "sectPr")}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = {f"{W}tab": " ", f"{W}br": HARD, f"{W}cr": HARD, f"{W}noBreakHyphen": "-",
               f"{W}ptab": " "}  # fmt: skip
_NOTE_MARKS = {FOOTNOTE, ENDNOTE}
_SCRIPTS = {"superscript": superscript, "subscript": subscript}
_MATH_SCRIPTS = {f"{_MATH}sup": "superscript", f"{_MATH}sub": "subscript"}
_OFF = {"0", "false", "off"}


@dataclass
class Inside:
    """What one paragraph holds: its text with the script of each piece, what stands apart."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    references: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Join the pieces; what is raised or lowered together is one number, or none."""
        runs = groupby(self.pieces, key=itemgetter(0))
        joined = ((script, "".join(text for _, text in run)) for script, run in runs)
        return "".join(_SCRIPTS.get(script, str)(text) for script, text in joined)


def gather(parent: Element, inside: Inside) -> None:
    """Add what the children of an element hold, in their order."""
    for child in parent:
        tag = child.tag
        if tag in {f"{W}t", f"{_MATH}t"}:
            inside.pieces.append((_script(parent), child.text or ""))
        elif tag in _CHARACTERS:
            inside.pieces.append((_script(parent), _CHARACTERS[tag]))
        elif tag == f"{W}txbxContent":
            inside.boxes.append(child)
        elif tag in _NOTE_MARKS:
            inside.references.append(child)
        elif tag == ALTERNATIVES:
            gather(chosen(child), inside)
        elif tag not in UNSEEN and not _is_hidden(child):
            gather(child, inside)


def chosen(alternatives: Element) -> Element:
    """Take the first of several forms of the same content."""
    return next(iter(alternatives), alternatives)


def _script(run: Element) -> str:
    """Tell superscript and subscript; the mark of a note is neither."""
    if run.tag == f"{_MATH}r":
        return next((_MATH_SCRIPTS[a.tag] for a in run.iterancestors(*_MATH_SCRIPTS)), "")
    marked = _is_raised_link(run.getparent()) or any(child.tag in _NOTE_MARKS for child in run)
    return "" if marked else value(run, "rPr/vertAlign")


def _is_raised_link(parent: Element) -> bool:
    link = parent.tag == f"{W}hyperlink"
    return link and all(value(run, "rPr/vertAlign") == "superscript" for run in parent)


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return vanish is not None and value(run, "rPr/vanish", "1") not in _OFF
