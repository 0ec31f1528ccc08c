"""Superscripts and subscripts: 10 with a raised 5 is not 105."""

_PLAIN = "0123456789+-−–"
_SUPERSCRIPTS = dict(zip(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻", strict=True))
_SUBSCRIPTS = dict(zip(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋", strict=True))


def superscript(text: str) -> str:
    """Raise a number with its signs, such as -5 or 2+; any other text stays, such as [1]."""
    return _written(text, _SUPERSCRIPTS)


def subscript(text: str) -> str:
    """Lower a number with its signs; any other text stays."""
    return _written(text, _SUBSCRIPTS)


def _written(text: str, characters: dict[str, str]) -> str:
    known = all(c.isspace() or c in characters for c in text)
    return "".join(characters.get(c, c) for c in text) if known else text
