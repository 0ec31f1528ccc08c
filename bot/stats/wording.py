"""The figures in words."""

from collections.abc import Mapping

from bot.daily.models import State
from bot.markup import bold, escape, trim, units
from bot.stats.figures import Figures
from bot.stats.periods import Period
from bot.stats.report import Report
from bot.stats.sections import AskedSection
from bot.texts import Texts

__all__ = ["heading", "outcomes", "percent", "period_name", "section_name", "text_of", "verdicts"]

_TITLE, _CHAT = 40, 40
_LISTED = 5


def text_of(report: Report, limit: int, _: Texts) -> str:
    """Write a report as HTML in at most `limit` units: fewer sections where there is no room."""
    facts = list(map(escape, _facts(report, _)))
    listed = [
        f"{rank}. {escape(section_name(section, report.sections, _TITLE))} · {section.count}"
        for rank, section in enumerate(report.sections[:_LISTED], 1)
    ]
    top = [bold(_("问得最多的章节")), *listed] if listed else []
    head = [bold("📊 " + heading(report, _))]
    while units("\n".join([*head, *facts, *top])) > limit and top:
        top.pop()
    return "\n".join([*head, *facts, *top])


def heading(report: Report, _: Texts) -> str:
    place = trim(report.chat, _CHAT) if report.chat else _("全部聊天")
    return f"{_('使用情况')} · {period_name(report.period, _)} · {place}"


def period_name(period: Period, _: Texts) -> str:
    return _("全部时间") if period is Period.ALL else _("{days} 天", days=period)


def percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"


def verdicts(_: Texts) -> Mapping[str, str]:
    """Name what can become of a question."""
    return {
        "exact": _("写明了"),
        "related": _("只有相关的"),
        "place": _("翻到一处"),
        "none": _("没有讲到"),
        "unknown": _("没有这一处"),
    }


def outcomes(figures: Figures, _: Texts) -> dict[str, int]:
    """Name what can become of a push and count it; those under way together, at the end."""
    names = {
        State.SENT: _("已发"),
        State.UNCERTAIN: _("不确定"),
        State.MISSED: _("错过"),
        State.FAILED: _("没发成"),
    }
    counts = {name: figures.pushes.get(state, 0) for state, name in names.items()}
    counts[_("等着发")] = figures.pushed - sum(counts.values())
    return counts


def section_name(section: AskedSection, among: tuple[AskedSection, ...], limit: int) -> str:
    """Name a section, and its document where the list is about several."""
    several = len({one.document for one in among}) > 1
    title = trim(section.title, limit)
    document = f"《{trim(section.document, limit // 2)}》" if several else ""
    return " ".join(filter(None, (document, section.reference, title))) or section.document


def _facts(report: Report, _: Texts) -> list[str]:
    figures, span = report.figures, report.span
    lines = [f"{span.first.isoformat()} – {span.last.isoformat()}"]
    if figures.empty:
        return [*lines, _("这段时间没有提问，也没有推送。")]
    if figures.questions:
        lines += _questions(figures, _)
    else:
        lines.append(_("没有提问"))
    counts = outcomes(figures, _).items()
    pushed = " · ".join(f"{name} {count}" for name, count in counts if count)
    return [*lines, _("推送：{outcomes}", outcomes=pushed) if pushed else _("没有推送")]


def _questions(figures: Figures, _: Texts) -> list[str]:
    counts, names = figures.verdicts, verdicts(_)
    parts = [f"{name} {counts[verdict]}" for verdict, name in names.items() if counts[verdict]]
    lines = [
        _("提问 {count} 次：{verdicts}", count=figures.questions, verdicts=" · ".join(parts)),
        _(
            "没有答案的占 {share}（{count} 次）",
            share=percent(figures.unanswered_share),
            count=figures.unanswered,
        ),
    ]
    if figures.helpful_share is None:
        lines.append(_("还没有人评价回答"))
    else:
        votes = figures.helpful + figures.unhelpful
        share = percent(figures.helpful_share)
        lines.append(_("评价 {votes} 次，{share} 说有帮助", votes=votes, share=share))
    active = _("提问的成员 {members}，聊天 {chats}", members=figures.members, chats=figures.chats)
    return [*lines, active]
