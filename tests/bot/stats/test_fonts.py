"""Which of the installed fonts the pictures are written in."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from matplotlib import font_manager, ft2font
from squares import make_font

from bot.stats.fonts import Hindrance, find_family, find_font
from bot.texts import Language

CHINESE = range(0x4E00, 0xA000)


def install(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: list(map(str, paths)))


def test_known_fonts_come_first_and_plain_before_bold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Aaa.ttf", "NotoSansCJK-Bold.ttf", "NotoSansCJK-Regular.ttf", "wqy-microhei.ttf")
    paths = [tmp_path / name for name in names]
    for path in paths:
        make_font(path, path.stem, CHINESE)
    install(monkeypatch, *paths)
    assert find_font() == tmp_path / "NotoSansCJK-Regular.ttf"
    install(monkeypatch, *paths[:1])
    assert find_font() == paths[0]


def test_a_font_that_only_is_called_chinese_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(tmp_path / "simhei.ttf", "SimHei", range(0x20, 0x7F))
    install(monkeypatch, tmp_path / "simhei.ttf", tmp_path / "gone.ttf")
    assert find_font() is Hindrance.NO_FONT


@pytest.mark.skipif(
    "face_index" not in (ft2font.FT2Font.__init__.__doc__ or ""),
    reason="this matplotlib reads one face of a collection",
)
def test_a_collection_has_a_face_for_each_script(tmp_path: Path) -> None:
    collection, path = TTCollection(), tmp_path / "Squares.ttc"
    for script in ("JP", "SC", "TC"):
        make_font(tmp_path / script, f"{tmp_path.name} {script}", CHINESE)
        collection.fonts.append(TTFont(tmp_path / script))
    collection.save(path)
    families = {language: find_family(path, language) for language in Language}
    assert {language: name[-2:] for language, name in families.items()} == {
        Language.ZH_HANS: "SC",
        Language.ZH_HANT: "TC",
        Language.EN: "SC",
    }
