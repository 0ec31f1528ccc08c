"""The panels of the picture: what each shows, how high it is, how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.markup import trim
from bot.stats.periods import Bin
from bot.stats.report import Report
from bot.stats.wording import heading, outcomes, percent, section_name, verdicts
from bot.texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["INK", "PALE", "Panel", "panels_of"]

INK, PALE = "#24292f", "#6b737c"
_COLOURS = ("#2f7d5b", "#8fc4a8", "#7d9cc9", "#d98032", "#b9b4ab")
_OUTCOMES = ("#2f7d5b", "#e3b75b", "#b9b4ab", "#c4523e", "#7d9cc9")
_BAR = "#7d9cc9"
_DATES = 6  # at most, along the axis
_LABEL = 60
_BIG, _TITLE, _SMALL = 19, 12, 9  # points


@dataclass(frozen=True, slots=True)
class Panel:
    """A strip across the picture; its height is in inches."""

    height: float
    draw: "Callable[[Axes, Report, Texts], None]"


def panels_of(report: Report) -> tuple[Panel, ...]:
    """Choose the panels that there is something to show in."""
    panels = [Panel(1.6, _summary)]
    if report.figures.questions:
        panels.append(Panel(3.3, _over_time))
    if report.sections:
        panels.append(Panel(0.8 + 0.5 * len(report.sections), _sections))
    if report.figures.pushed:
        panels.append(Panel(1.35, _pushes))
    if report.figures.empty:
        panels.append(Panel(1.5, _nothing))
    return tuple(panels)


def _summary(axes: "Axes", report: Report, _: Texts) -> None:
    """Write the heading, and the chief figures side by side."""
    axes.axis("off")
    span, figures = report.span, report.figures
    axes.text(0, 1, heading(report, _), va="top", size=_TITLE + 3, transform=axes.transAxes)
    dates = f"{span.first.isoformat()} – {span.last.isoformat()}"
    axes.text(0, 0.74, dates, va="top", size=_SMALL, color=PALE, transform=axes.transAxes)
    chief = (
        (str(figures.questions), _("提问")),
        (percent(figures.unanswered_share), _("没有答案")),
        (percent(figures.helpful_share), _("说有帮助")),
        (str(figures.members), _("成员")),
        (str(figures.chats), _("聊天")),
    )
    for number, (value, name) in enumerate(chief):
        x = number / len(chief)
        axes.text(x, 0.2, value, size=_BIG, transform=axes.transAxes)
        axes.text(x, 0, name, size=_SMALL, color=PALE, transform=axes.transAxes)


def _over_time(axes: "Axes", report: Report, _: Texts) -> None:
    """Stack the questions of each day, week or month by what became of them."""
    bins, names = report.span.bins(), verdicts(_)
    counts = report.figures.by_bin(report.span)
    below = [0] * len(bins)
    for (verdict, name), colour in zip(names.items(), _COLOURS, strict=True):
        if any(counts[verdict]):
            axes.bar(range(len(bins)), counts[verdict], 0.8, below, color=colour, label=name)
            below = [one + other for one, other in zip(below, counts[verdict], strict=True)]
    axes.set_title(_("提问"), loc="left", size=_TITLE, pad=24)
    step = -(-len(bins) // _DATES)
    axes.set_xticks(
        range(0, len(bins), step), [_date(one, bins) for one in bins[::step]], size=_SMALL
    )
    axes.locator_params(axis="y", integer=True)
    axes.tick_params(length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", alpha=0.25)
    axes.set_axisbelow(True)
    _legend(axes, len(names))


def _date(one: Bin, among: tuple[Bin, ...]) -> str:
    """Write the day that a bar begins with, or its month where the bars are months."""
    months = among[0].first.month != among[-1].first.month and all(
        each.first.day == 1 for each in among[1:]
    )
    return f"{one.first:%Y-%m}" if months else f"{one.first:%m-%d}"


def _sections(axes: "Axes", report: Report, _: Texts) -> None:
    """Write each section above its bar."""
    most = max(section.count for section in report.sections)
    for row, section in enumerate(report.sections):
        axes.barh(row + 0.25, section.count, 0.3, color=_BAR)
        label = trim(section_name(section, report.sections, _LABEL), _LABEL)
        axes.text(0, row - 0.02, label, va="bottom", size=_SMALL)
        axes.text(section.count + most / 80, row + 0.25, str(section.count), va="center",
                  size=_SMALL, color=PALE)  # fmt: skip
    axes.set_title(_("问得最多的章节"), loc="left", size=_TITLE)
    axes.set(xlim=(0, most * 1.08), ylim=(len(report.sections) - 0.5, -0.45))
    axes.axis("off")


def _pushes(axes: "Axes", report: Report, _: Texts) -> None:
    """Divide one bar by what became of the pushes."""
    left = 0
    for (name, count), colour in zip(outcomes(report.figures, _).items(), _OUTCOMES, strict=True):
        if count:
            axes.barh(0, count, 0.5, left, color=colour, label=f"{name} {count}")
            left += count
    axes.set_title(_("每日研读的推送"), loc="left", size=_TITLE, pad=24)
    axes.set(xlim=(0, left), ylim=(-0.4, 0.3))
    axes.axis("off")
    _legend(axes, len(_OUTCOMES))


def _nothing(axes: "Axes", _report: Report, _: Texts) -> None:
    axes.axis("off")
    text = _("这段时间没有提问，也没有推送。")
    axes.text(0.5, 0.5, text, ha="center", size=_TITLE, color=PALE, transform=axes.transAxes)


def _legend(axes: "Axes", columns: int) -> None:
    """Put the legend between the title and the bars, from the left."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False,
                fontsize=_SMALL, borderaxespad=0, handlelength=0.9, columnspacing=1.2,
                handletextpad=0.5)  # fmt: skip
