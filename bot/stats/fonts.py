"""Fonts: which of those installed has Chinese characters."""

from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.texts import Language, Texts

__all__ = ["Hindrance", "find_family", "find_font", "mend_of"]

_PREFERRED = (
    "notosanscjk", "notosanssc", "notosanshans", "sourcehansans", "wqy-microhei", "wqy-zenhei",
    "msyh", "pingfang", "hiragino", "stheiti", "simhei", "droidsansfallback", "notoserifcjk",
    "simsun", "uming",
)  # fmt: skip
_NEEDED = "研读讀"
_SCRIPTS = {Language.ZH_HANT: ("TC", "TW", "HK")}
_SIMPLIFIED = ("SC", "CN")


class Hindrance(StrEnum):
    """What keeps a picture from being drawn."""

    NO_MATPLOTLIB = "no matplotlib"
    NO_FONT = "no font"


def mend_of(reason: Hindrance, _: Texts) -> str:
    """Say what to install."""
    if reason is Hindrance.NO_MATPLOTLIB:
        return _(
            "装上 matplotlib：pip install 'yandu[plots]'，在源码目录里是 pip install '.[plots]'"
        )
    return _("装一种中文字体，例如在 Debian 或 Ubuntu 上：apt install fonts-noto-cjk")


def find_font() -> Path | Hindrance:
    """Find the file of an installed font with Chinese characters, or say what is missing."""
    if find_spec("matplotlib") is None:
        return Hindrance.NO_MATPLOTLIB
    from matplotlib import font_manager  # noqa: PLC0415 - optional, and slow to import

    paths = sorted(map(Path, font_manager.findSystemFonts()), key=_rank)
    return next(filter(_has_chinese, paths), Hindrance.NO_FONT)


def find_family(font: Path, language: Language) -> str:
    """Give the name under which matplotlib knows the face of a font file for a language.

    A collection holds a face for each country, which matplotlib before 3.11 reads one of.
    """
    from matplotlib import font_manager  # noqa: PLC0415

    manager = font_manager.fontManager
    if not _names(manager.ttflist, font):
        manager.addfont(font)
    names = _names(manager.ttflist, font)
    endings = _SCRIPTS.get(language, _SIMPLIFIED)
    return next((name for name in names if name.endswith(endings)), names[0])


def _names(entries: Iterable[Any], font: Path) -> list[str]:
    return [entry.name for entry in entries if Path(entry.fname) == font]


def _rank(path: Path) -> tuple[int, bool, Path]:
    """Put the fonts that are known to hold Chinese first, plain before bold."""
    name = path.name.casefold()
    known = next((i for i, one in enumerate(_PREFERRED) if one in name), len(_PREFERRED))
    return known, "regular" not in name, path


def _has_chinese(path: Path) -> bool:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415

    with suppress(RuntimeError, OSError):  # a font that FreeType cannot read
        font = FT2Font(path)
        return all(font.get_char_index(ord(character)) for character in _NEEDED)
    return False
