"""Fonts made on the spot: every character is a square."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

__all__ = ["make_font"]

_CORNERS = ((100, 0), (100, 700), (900, 700), (900, 0))


def make_font(path: Path, name: str, characters: Iterable[int]) -> None:
    """Write a font that draws a square for each of the characters, and knows no other."""
    pen = TTGlyphPen(None)
    pen.moveTo(_CORNERS[0])
    for corner in _CORNERS[1:]:
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap(dict.fromkeys(characters, "square"), allowFallback=True)
    font.setupGlyf({".notdef": square, "square": square})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": name, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
