"""Whether pictures can be drawn: matplotlib, and a font with Chinese characters."""

from bot.doctor.findings import Finding
from bot.stats.fonts import Hindrance, find_font, mend_of
from bot.texts import Texts

__all__ = ["check_pictures"]


def check_pictures(_: Texts) -> Finding:
    """Look into the installed fonts, as /stats does."""
    font = find_font()
    if isinstance(font, Hindrance):
        detail = _("画不了，/stats 只给文字")
        return Finding(_("图"), detail, mend_of(font, _), advice=True)
    return Finding(_("图"), _("中文字体 {font}", font=font.name))
