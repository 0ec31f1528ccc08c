"""What is said of documents: their sizes, outlines, cuts, and who is changing the library."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.markup import trim
from bot.texts import Texts
from corpus.cleaning import Reason
from corpus.models import Cut, Document, Section
from corpus.overview import Overview
from corpus.references import Kind

__all__ = ["counts_text", "cut_lines", "reason_names", "section_line", "size_text"]

_EXCERPT, _MOST_EXCERPTS, _LINE = 40, 2, 60


def size_text(size: int) -> str:
    """Write a size in bytes with three digits or so: 950 B, 48 KB, 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def counts_text(overview: Overview, _: Texts) -> str:
    """Say what a document consists of: 3 个部分、17 节、24 点，48 段，12345 字."""
    totals: Counter[str] = Counter()
    kinds: dict[str, Kind] = {}
    for kind, count in overview.counts:
        unit = _units(kind, 0, _)  # the same for kinds that are counted together
        kinds.setdefault(unit, kind)
        totals[unit] += count
    outline = _("、").join(_units(kinds[unit], count, _) for unit, count in totals.items())
    passages = _("{count} 段", count=overview.passages)
    characters = _("{count} 字", count=overview.characters)
    return _("，").join(filter(None, (outline, passages, characters)))


def cut_lines(cuts: Sequence[Cut], _: Texts) -> list[str]:
    """Say what cleaning cut: a line a reason, with how many there were and how they begin."""
    names = reason_names(_)
    by_reason: dict[str, list[str]] = {}
    for cut in cuts:
        by_reason.setdefault(cut.reason, []).append(cut.text)
    return [
        _(
            "{reason}（{count} 处）：{excerpts}",
            reason=names.get(reason, reason),
            count=len(texts),
            excerpts=_excerpts(texts),
        )
        for reason, texts in by_reason.items()
    ]


def section_line(document: Document, section: Section) -> str:
    """Name a section by its title, or by how its text begins where it has none."""
    text = document.text[section.start : section.end]
    title = section.title or text.removeprefix(str(section.reference))
    return f"{section.reference}　{trim(title, _LINE)}"


def reason_names(_: Texts) -> Mapping[str, str]:
    """Say why cleaning cut something."""
    return {
        Reason.ADVERTISEMENT: _("广告"),
        Reason.LICENCE: _("版权说明"),
        Reason.RESIDUE: _("网页残留"),
        Reason.COMMENT: _("注释"),
        Reason.METADATA: _("元数据"),
        Reason.CONTENTS: _("目次"),
        Reason.PAGE_NUMBER: _("页码"),
        Reason.RUNNING_HEADER: _("页眉"),
        Reason.RUNNING_FOOTER: _("页脚"),
    }


def _excerpts(texts: Iterable[str]) -> str:
    different = list(dict.fromkeys(trim(text, _EXCERPT) for text in texts))
    return " / ".join(different[:_MOST_EXCERPTS])


def _units(kind: Kind, count: int, _: Texts) -> str:
    """Say how many there are of a kind."""
    match kind:
        case Kind.PART | Kind.GRAND:
            return _("{count} 个部分", count=count)
        case Kind.BOOK | Kind.SUBBOOK:
            return _("{count} 编", count=count)
        case Kind.CHAPTER:
            return _("{count} 章", count=count)
        case Kind.DIVISION | Kind.SECTION:
            return _("{count} 节", count=count)
        case Kind.ARTICLE | Kind.INSERTED:
            return _("{count} 条", count=count)
        case Kind.CLAUSE:
            return _("{count} 款", count=count)
        case Kind.APPENDIX:
            return _("{count} 个附件", count=count)
        case Kind.HEADING:
            return _("{count} 个标题", count=count)
        case Kind.POINT:
            return _("{count} 点", count=count)
        case _other:
            return _("{count} 项", count=count)
