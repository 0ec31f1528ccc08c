"""Set apart what is no part of a document: advertisements, licence notes, page residue.

Only blocks at the beginning and the end go, and a table of contents; each is listed as a cut.
What may be text stays. A line that names the source stays too where the body follows it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import groupby, takewhile
from operator import itemgetter

from corpus.boilerplate import (
    ADVERTISING,
    CONTACT,
    LICENCE,
    LICENCE_START,
    NUMBERED,
    TOPICS,
    TRADE,
    announces,
    is_closing_promotion,
    is_contents_line,
    is_contents_title,
    is_document,
    is_promotion,
    is_residue_before,
    is_residue_behind,
    is_title,
)
from corpus.models import Cut, Paragraph, Source


class Reason(StrEnum):
    """Why something was cut."""

    ADVERTISEMENT = "advertisement"
    LICENCE = "licence note"
    RESIDUE = "web page residue"
    COMMENT = "comment"
    METADATA = "metadata"
    CONTENTS = "table of contents"
    PAGE_NUMBER = "page number"
    RUNNING_HEADER = "running header"
    RUNNING_FOOTER = "running footer"


_LONGEST_BLOCK = 20
_LONGEST_NOTE = 40
_NOTE_CHARACTERS = 1500
_WIDEST_GAP = 4
_FEWEST_CONTENTS = 3


def clean(source: Source) -> Source:
    """Move what is no part of the document from its paragraphs to its cuts.

    Every paragraph is kept or in one cut. To clean again changes nothing. A document that
    would lose all its text keeps it.
    """
    while (cleaned := _clean_once(source)) != source:
        source = cleaned
    return source


def _clean_once(source: Source) -> Source:
    """Make the first cut there is."""
    for find in (_leading, _contents, _trailing):
        start, end, reason = find(source.paragraphs)
        block, rest = source.paragraphs[start:end], source.paragraphs[:start]
        rest += source.paragraphs[end:]
        if block and rest:
            cut = Cut("\n".join(paragraph.text for paragraph in block), reason)
            return replace(source, paragraphs=rest, cuts=(*source.cuts, cut))
    return source


_Found = tuple[int, int, Reason]


def _leading(paragraphs: Sequence[Paragraph]) -> _Found:
    """Find what stands before the title."""
    residue = _run(paragraphs, is_residue_before)
    if residue:
        return 0, residue, Reason.RESIDUE
    return 0, _advertised(paragraphs), Reason.ADVERTISEMENT


def _trailing(paragraphs: Sequence[Paragraph]) -> _Found:
    """Find what stands behind the end."""
    size, backwards = len(paragraphs), paragraphs[::-1]
    licence = _licence_start(paragraphs)
    if licence < size:
        return licence, size, Reason.LICENCE
    residue = _run(backwards, is_residue_behind)
    if residue:
        return size - residue, size, Reason.RESIDUE
    return size - _advertised_behind(backwards), size, Reason.ADVERTISEMENT


def _advertised_behind(backwards: Sequence[Paragraph]) -> int:
    """Count the paragraphs of an advertisement at the end, last first: two lines and no others.

    It names what is sold, and no heading or numbered line stands before it whose text it may be.
    """
    length = _run(backwards[:_LONGEST_BLOCK], is_closing_promotion)
    block, before = backwards[:length], backwards[length : length + 1]
    if length < 2 or any(map(announces, before)):
        return 0
    sold = any(TRADE.search(paragraph.text) for paragraph in block)
    return length if sold and _is_sure(backwards, length, ADVERTISING) else 0


def _contents(paragraphs: Sequence[Paragraph]) -> _Found:
    """Find a table of contents: lines that lead to page numbers."""
    flags = enumerate(map(is_contents_line, paragraphs))
    for leads, run in groupby(flags, key=itemgetter(1)):
        places = [place for place, _ in run]
        if leads and len(places) >= _FEWEST_CONTENTS:
            start = places[0]
            titled = start > 0 and is_contents_title(paragraphs[start - 1])
            return start - titled, places[-1] + 1, Reason.CONTENTS
    return 0, 0, Reason.CONTENTS


def _advertised(paragraphs: Sequence[Paragraph]) -> int:
    """Count the paragraphs of an advertisement at the beginning.

    Lines between its lines count too, but only where a title follows: one of them may be it.
    """
    plain = _promoted_run(paragraphs, ADVERTISING, CONTACT)
    last = gap = 0
    for place, paragraph in enumerate(paragraphs[:_LONGEST_BLOCK]):
        if is_document(paragraph) or gap > _WIDEST_GAP:
            break
        promoted = is_promotion(paragraph)
        last, gap = (place + 1, 0) if promoted else (last, gap + 1)
    titled = last < len(paragraphs) and is_title(paragraphs[last])
    sure = titled and _is_sure(paragraphs, last, ADVERTISING, CONTACT)
    return max(plain, last if sure else 0)


def _promoted_run(paragraphs: Sequence[Paragraph], *signs: re.Pattern[str]) -> int:
    """Count the promoting lines at the beginning, none where they may be the document's own."""
    length = _run(paragraphs[:_LONGEST_BLOCK], is_promotion)
    return length if _is_sure(paragraphs, length, *signs) else 0


def _is_sure(paragraphs: Sequence[Paragraph], end: int, *signs: re.Pattern[str]) -> bool:
    """Tell that the first paragraphs advertise, and that the rest is about something else.

    One of them must have one of the signs.
    """
    block, rest = paragraphs[:end], paragraphs[end:]
    topics = {topic for p in block for topic in TOPICS.findall(p.text)}
    alike = sum(any(topic in p.text for topic in topics) for p in rest)
    sure = any(sign.search(p.text) for sign in signs for p in block)
    return sure and alike * 3 <= len(rest)


def _licence_start(paragraphs: Sequence[Paragraph]) -> int:
    """Find where a licence note begins that goes on to the end; len(paragraphs) if nowhere."""
    size = len(paragraphs)
    spoken_of = 0
    for place, paragraph in enumerate(paragraphs):
        if place >= max(1, size - _LONGEST_NOTE) and _is_licence(paragraphs[place:]):
            return place
        spoken_of += LICENCE.search(paragraph.text) is not None
        if spoken_of > 1:
            break
    return size


def _is_licence(note: Sequence[Paragraph]) -> bool:
    if not LICENCE_START.match(note[0].text):
        return False
    if any(paragraph.level or NUMBERED.match(paragraph.text) for paragraph in note):
        return False
    text = "\n".join(paragraph.text for paragraph in note)
    return LICENCE.search(text) is not None and len(text) <= _NOTE_CHARACTERS


def _run(paragraphs: Sequence[Paragraph], test: Callable[[Paragraph], bool]) -> int:
    """Count the paragraphs at the beginning that pass a test."""
    return len(list(takewhile(test, paragraphs)))
