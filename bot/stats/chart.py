"""The figures as one picture, for the width of a phone."""

import threading
from io import BytesIO

from bot.stats.fonts import Hindrance, find_family, find_font
from bot.stats.panels import INK, PALE, panels_of
from bot.stats.report import Report
from bot.texts import Texts

__all__ = ["draw"]

_WIDTH, _DPI = 7.2, 150  # inches and dots: 1080 pixels wide
_MARGIN = 0.14  # inches around each panel
_drawing = threading.Lock()
"""matplotlib's settings are those of the process."""


def draw(report: Report, _: Texts) -> bytes | Hindrance:
    """Draw a report as a PNG, or say what keeps it from being drawn; takes about a second."""
    font = find_font()
    if isinstance(font, Hindrance):
        return font
    return _drawn(report, [find_family(font, _.language), "DejaVu Sans"], _)


def _drawn(report: Report, families: list[str], _: Texts) -> bytes:
    import matplotlib as mpl  # noqa: PLC0415 - optional, and slow to import
    from matplotlib.figure import Figure  # noqa: PLC0415

    panels = panels_of(report)
    heights = [panel.height for panel in panels]
    with _drawing, mpl.rc_context({
        "font.family": families,
        "text.parse_math": False,  # a title may have a $
        "text.color": INK,
        "xtick.color": PALE,
        "ytick.color": PALE,
        "axes.edgecolor": PALE,
    }):  # fmt: skip
        figure = Figure((_WIDTH, sum(heights)), dpi=_DPI)
        figure.set_layout_engine("constrained", w_pad=_MARGIN, h_pad=_MARGIN, hspace=0)
        grid = figure.subplots(len(panels), height_ratios=heights, squeeze=False)
        for axes, panel in zip(grid[:, 0], panels, strict=True):
            panel.draw(axes, report, _)
        out = BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()
