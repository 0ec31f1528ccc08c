"""Plain text: find its encoding, join its lines where an editor has wrapped them."""

import codecs
import re
from collections.abc import Sequence

from charset_normalizer import from_bytes

from corpus.errors import BrokenDocument
from corpus.models import Paragraph, Source
from corpus.readers.lines import (
    NARROWEST,
    WIDEST,
    Line,
    ends_sentence,
    is_wide,
    join_wrapped,
    right_margin,
    width,
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it starts with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年"
    "這個國時來們對發為會從與學說，。、；：！？“”（）《》\u3000"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_FEWEST_LINES = 8


def read(name: str, data: bytes) -> Source:
    lines = _LINE_END.split(decode(name, data))
    printed = _measured(lines)
    texts = join_wrapped(printed) if is_wrapped(printed) else lines
    return Source(name, tuple(Paragraph(text) for text in texts))


def decode(name: str, data: bytes, declared: str | None = None) -> str:
    """Decode bytes in UTF-8, UTF-16, GB18030, Big5 or what they seem to be in.

    Raises BrokenDocument where they are no text.
    """
    text = _by_mark(data) or _by_name(data, declared) or _by_name(data, "utf-8")
    text = text if text is not None else _by_likeness(data)
    if text is None or len(_CONTROL.findall(text)) > 2 + len(text) / 100:
        raise BrokenDocument(name, "it is no text in any encoding known here")
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _by_name(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    wider = "gb18030" if encoding.lower() in {"gb2312", "gbk", "gb_2312-80"} else encoding
    try:
        return data.decode(wider)
    except (UnicodeError, LookupError):
        return None


def _by_likeness(data: bytes) -> str | None:
    """Decode as what reads most like Chinese, a few damaged bytes allowed, or else guess."""
    unicode = data.decode("utf-8", "replace")
    if unicode.count("\ufffd") * 10 <= len(_NOT_ASCII.findall(unicode)):
        return unicode
    best = max((data.decode(e, "replace") for e in ("gb18030", "big5hkscs")), key=_likeness)
    if _likeness(best) > 0:
        return best
    guess = from_bytes(data).best()
    return None if guess is None else str(guess)


def _likeness(text: str) -> float:
    wide = _NOT_ASCII.findall(text)
    common = sum(c in _COMMON for c in wide)
    return (common - 5 * text.count("\ufffd")) / max(1, len(wide)) - 0.05


def _measured(lines: Sequence[str]) -> list[Line]:
    measured, gap = [], False
    for line in lines:
        text = line.rstrip()
        if text:
            body = text.lstrip()
            left = width(text[: -len(body)].replace("\t", "\u3000\u3000"))
            measured.append(Line(body, left, left + width(body), gap))
        gap = not text
    return measured


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether an editor broke the lines: most are full, and stop within a sentence."""
    if len(lines) < _FEWEST_LINES:
        return False
    measure = right_margin(lines)
    if not NARROWEST <= measure <= WIDEST:
        return False
    full = [x for x in lines if measure - x.right <= (3 if is_wide(x.text[-1]) else 6)]
    broken = [x for x in full if not ends_sentence(x.text)]
    prose = [x for x in full if re.search(r"[，。；、,.;]", x.text)]
    enough = len(full) >= len(lines) / 2 and len(broken) >= len(full) * 0.6
    return enough and len(prose) >= len(full) / 2
