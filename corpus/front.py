"""What frames a text: its title, the salutation, a table of contents, the signature at its end."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.addresses import Kind
from corpus.blocks import Block
from corpus.prose import is_title_like

_ADDRESSED = (
    r"(?:(?:尊敬|[亲親][爱愛])的[^，,。；：:！!、]{1,16}|各位[^，,。；：:！!、]{1,12}|全[体體][^，,。；：:！!、]{1,12}"
    r"|(?:同志|同事|朋友|同[学學]|老[师師]|女士|先生|[战戰]友|[乡鄉][亲親]|工友|[职職]工|青年)(?:朋友)?[们們])"
)
_SALUTATION = re.compile(rf"{_ADDRESSED}(?:[、，, ]\s*{_ADDRESSED})*\s*[：:！!]")
_ADDRESSEE = re.compile(
    r"[^。；]{0,200}(?:各|局|委|办|厅|部门?|单位|公司|政府|院|校|支部|处|中心|会|员工|社区)[^。；]{0,30}[：:]"
)
_CONTENTS = re.compile(r"目[\s　]*[录次]")
_PAGE = re.compile(r"[\s　.．·…—\-]*[0-9]*$")
_DATE = re.compile(
    r"[（(]?\s*(?:[0-9０-９]{4}|[〇零○一二三四五六七八九]{4})\s*年\s*\S{1,3}\s*月(?:\s*\S{1,3}\s*日)?\s*[）)]?"
)
_METADATA = re.compile(
    r"(?:[来來]源|作者|文[号號]|[发發](?:布|文)(?:时间|時間|日期|字号)|[点點][击擊][数數量]|浏览(?:次数|量))\s*[：:].{1,80}"
    r"|[（(〔\[].{2,120}[）)〕\]]|.{0,20}[〔\[（(][0-9]{4}[〕\]）)]\s*(?:第\s*)?[0-9]+\s*号"
    r"|.{0,4}[0-9]{4}年.{0,60}(?:通过|修正|修订|公布|发布|施行|批准)"
)
_GENRE = re.compile(
    r"(?:意见|通知|决定|讲话|报告|办法|规定|方案|条例|纲要|细则|公告|批复|函|纪要|规划|总结|汇报|发言|致辞|要点|计划)"
    r"(?:[（(].{1,12}[）)])?$"
)
_LISTED = re.compile(r"[0-9]{1,2}[.．、]")
_LONGEST_RUN = 5
_LONGEST_SIGNATURE = 4


@dataclass(frozen=True, slots=True)
class Front:
    """The title, None where the text has none, and how many blocks stand before the text."""

    title: str | None
    count: int


def read_front(blocks: Sequence[Block]) -> Front:
    """Find the title and what stands between it and the text."""
    title, index = _read_title(blocks)
    if index:
        index = _skip_lines(blocks, index)
    while index < len(blocks) - 1 and is_salutation(blocks[index]):
        index += 1
    return Front(title, _skip_contents(blocks, index))


def is_salutation(block: Block) -> bool:
    return block.marker is None and _SALUTATION.fullmatch(block.text) is not None


def find_tails(blocks: Sequence[Block]) -> set[int]:
    """Find the lines of signatures and lists of appendices, at the end and before appendices."""
    ends = [at for at, block in enumerate(blocks) if _is_appendix(block)]
    tails = set().union(*(_signature(blocks, end) for end in [*ends, len(blocks)]))
    _settle_appendices(blocks, tails)
    for at, block in enumerate(blocks):
        if block.marker is None and re.match(r"附\s*件[\s　]*[0-9]?[\s　]*[：:]", block.text):
            tails |= _listing(blocks, at)
    for at in tails:
        blocks[at].marker = None
    return tails


def _read_title(blocks: Sequence[Block]) -> tuple[str | None, int]:
    first = blocks[0]
    if len(blocks) < 2 or first.marker or not is_title_like(first.text, 100):
        return None, 0
    if _CONTENTS.fullmatch(first.text) or (first.level and _is_one_of_several(blocks)):
        return None, 0
    second = blocks[1]
    split = (
        len(blocks) > 2 and _is_plain_line(second) and not _is_metadata(second)
        and not _GENRE.search(first.text) and _GENRE.search(second.text) and not first.level
    )  # fmt: skip
    return (first.text + second.text, 2) if split else (first.text, 1)


def _is_one_of_several(blocks: Sequence[Block]) -> bool:
    """Tell whether a heading at the top is a section like those after it, not the title."""
    first = blocks[0]
    later = any(0 < block.level <= first.level for block in blocks[1:])
    return later and blocks[1].level == 0


def _skip_lines(blocks: Sequence[Block], index: int) -> int:
    """Pass over speaker, date and addressee; of many short lines only what is surely such."""
    run = _to_salutation(blocks, index)
    if run > index:
        return run
    while run < len(blocks) and _is_plain_line(blocks[run]):
        run += 1
    if run < len(blocks) and run - index <= _LONGEST_RUN:
        index = run
    while index < len(blocks) - 1 and _is_metadata(blocks[index]):
        index += 1
    if index < len(blocks) - 1 and _is_addressee(blocks[index]):
        index += 1
    return index


def _to_salutation(blocks: Sequence[Block], index: int) -> int:
    """Find the salutation that only short lines part from the title; `index` for none."""
    for at in range(index, min(index + _LONGEST_RUN + 1, len(blocks) - 1)):
        if is_salutation(blocks[at]):
            return at
        if blocks[at].marker or blocks[at].level or not is_title_like(blocks[at].text, 120):
            break
    return index


def _is_plain_line(block: Block) -> bool:
    return (
        block.marker is None and not block.level and is_title_like(block.text, 60)
        and not re.search(r"[：:，,；。|]", block.text)
        and _CONTENTS.fullmatch(block.text) is None
    )  # fmt: skip


def _is_metadata(block: Block) -> bool:
    if block.marker is not None or block.level:
        return False
    return bool(_DATE.fullmatch(block.text) or _METADATA.fullmatch(block.text))


def _is_addressee(block: Block) -> bool:
    plain = block.marker is None and not block.level
    return plain and _ADDRESSEE.fullmatch(block.text) is not None


def _skip_contents(blocks: Sequence[Block], index: int) -> int:
    """Pass over a table of contents that stands here, or has been passed over as a line."""
    if index >= len(blocks) or _CONTENTS.fullmatch(blocks[index].text) is None:
        return index
    return _contents_end(blocks, index + 1)


def _contents_end(blocks: Sequence[Block], first: int) -> int:
    """Find where the first entry of the contents comes again, as the heading it names."""
    if first >= len(blocks):
        return first
    wanted, marker = _entry(blocks[first]), blocks[first].marker
    for at in range(first + 1, len(blocks)):
        block = blocks[at]
        same = (
            marker is not None and block.marker is not None
            and (marker.kind, marker.numbers) == (block.marker.kind, block.marker.numbers)
        )  # fmt: skip
        if same or _entry(block) == wanted:
            return at
        if not is_title_like(block.text, 80):
            return at
    return first


def _entry(block: Block) -> str:
    return re.sub(r"[\s　]", "", _PAGE.sub("", block.text))


def _settle_appendices(blocks: Sequence[Block], tails: Collection[int]) -> None:
    """Let `附件：1.名单` be the list of appendices that it is, not the heading of one."""
    last = {b.marker.number: at for at, b in enumerate(blocks) if _is_appendix(b) and b.marker}
    numbered = any(last)
    listed = True
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        rest = block.text[block.marker.end :] if block.marker else ""
        listed = listed or at + 1 in tails
        if not _is_appendix(block) or block.marker is None or block.level or not rest:
            listed = False
            continue
        repeated = last[block.marker.number] > at
        unnumbered = not block.marker.number and numbered
        if listed or repeated or unnumbered or _LISTED.match(rest):
            block.marker = None
            listed = True


def _is_appendix(block: Block) -> bool:
    return block.marker is not None and block.marker.kind is Kind.APPENDIX


def _listing(blocks: Sequence[Block], at: int) -> set[int]:
    """Take `附件：1.名单` and the lines `2.方案` under it."""
    lines, number = {at}, at + 1
    while number < len(blocks):
        text = blocks[number].text
        if not re.match(r"(?:附件)?[0-9]{1,2}[.．、：:]", text) or not is_title_like(text, 60):
            break
        lines.add(number)
        number += 1
    return lines


def _signature(blocks: Sequence[Block], end: int) -> set[int]:
    """Take who signed and when: short lines that a date closes."""
    last = end - 1
    if last < 2 or blocks[last].marker or not _DATE.fullmatch(blocks[last].text):
        return set()
    first = last
    while first > 1 and last - first < _LONGEST_SIGNATURE - 1:
        above = blocks[first - 1]
        if not _is_plain_line(above) or len(above.text) > 40:
            break
        first -= 1
    return set(range(first, end))
