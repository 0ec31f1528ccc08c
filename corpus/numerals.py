"""Chinese and Arabic numerals up to 9999."""

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
VALUES = {digit: value for value, digit in enumerate(DIGITS)} | {"〇": 0, "两": 2}

NUMERAL = r"(?:[0-9]{1,4}|[零〇一二三四五六七八九十百千两]{1,7})"
"""A numeral in a regular expression; text is NFKC-normalised before it is matched."""


def to_number(numeral: str) -> int | None:
    """Read `12`, `十二`, `一百零三`; None where the characters make no number."""
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else None
    total, digit = 0, None
    for character in numeral:
        if character in UNITS:
            if digit is None and (total or character != "十"):
                return None
            total += (1 if digit is None else digit) * UNITS[character]
            digit = None
        elif character in VALUES and (digit is None or digit == 0):
            digit = VALUES[character]
        else:
            return None
    return total + (digit or 0)


def to_chinese(number: int) -> str:
    """Print 1 to 9999 as `三`, `十二`, `一百零三`.

    >>> [to_chinese(n) for n in (3, 12, 20, 103, 110)]
    ['三', '十二', '二十', '一百零三', '一百一十']
    """
    if number < 10:
        return DIGITS[number]
    parts, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            parts += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif parts:
            gap = number > 0
    return parts.removeprefix("一") if parts.startswith("一十") else parts
