"""Sentences, quotations and titles as the outline sees them."""

import re

TITLE_LIMIT = 80
"""A heading's title has at most this many characters; a longer first sentence is text."""

_WINDOW = 2000
_TITLE_LENGTH = 30
_QUOTES = ("‘’", "“”", "《》", "「」", "『』")
_BRACKETS = ("（）", "()")
_SENTENCE_END = re.compile(r"[。！？!?；;]|(?<=[a-z)])\.(?=\s|$)")
_ENDS = tuple("。！？!?；;：:，,、…")


def _patterns(pairs: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"{re.escape(p[0])}[^{re.escape(p)}\n]*{re.escape(p[1])}") for p in pairs
    )


_QUOTATIONS = _patterns(_QUOTES)
_ASIDES = _patterns((*_QUOTES[:3], *_BRACKETS, *_QUOTES[3:]))


def mask_quotations(text: str, *, brackets: bool = True) -> str:
    """Blank out what stands in quotation marks, titles and brackets; the length stays.

    A mark without its partner is left, so that one slip of the pen does not swallow the rest.
    """
    for pattern in _ASIDES if brackets else _QUOTATIONS:
        text = pattern.sub(lambda found: "□" * len(found.group()), text)
    return text


def first_sentence_end(text: str, start: int = 0, stop: int | None = None) -> int:
    """Give the offset just behind the first sentence, quotations kept whole.

    That is `stop`, the end of the text if none is given, where no sentence ends before it.
    """
    stop = len(text) if stop is None else stop
    found = _SENTENCE_END.search(mask_quotations(text[start : min(stop, start + _WINDOW)]))
    return start + found.end() if found else stop


def is_title_like(text: str, limit: int = TITLE_LIMIT) -> bool:
    """Tell whether a paragraph could be a title: short and no sentence."""
    if not 0 < len(text) <= limit or text.endswith(_ENDS):
        return False
    return "。" not in mask_quotations(text) and re.search(r"[a-z]\.$", text) is None


def shorten(text: str) -> str:
    """Make a title of running text: its first clause, or its first characters."""
    sentence = text[: first_sentence_end(text)].rstrip("。！？!?；;.")
    for stop in ("：", "，"):
        head = sentence.split(stop)[0]
        if len(sentence) > 2 * _TITLE_LENGTH and 2 <= len(head) <= _TITLE_LENGTH:
            return head
    return sentence if len(sentence) <= 2 * _TITLE_LENGTH else sentence[:_TITLE_LENGTH] + "…"


def defines(sentence: str) -> bool:
    """Tell an entry of a list of terms (`术语：…`) from a heading."""
    head, colon, rest = sentence.partition("：")
    return bool(colon and rest) and len(head) <= _TITLE_LENGTH
