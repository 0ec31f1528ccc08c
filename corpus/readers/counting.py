"""The numbers that Word makes, in its number formats."""

from collections.abc import Callable, Mapping

from corpus.numerals import to_chinese

_LARGEST = 32_767
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
_JAPANESE_LEGAL = str.maketrans("一二三五十百千", "壱弐参伍拾百阡")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """Count a to z, then aa to zz: Word repeats the letter."""
    repeats, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (repeats + 1)


def _digits(number: int, zero: str = "〇") -> str:
    return "".join((zero + "一二三四五六七八九")[int(digit)] for digit in str(number))


def _thousands(number: int) -> str:
    return to_chinese(number) if number < 10_000 else str(number)


def _counting(number: int) -> str:
    """Count in words to 99 and in digits from there on."""
    return to_chinese(number) if number < 100 else _digits(number, "○")


def _legal(number: int) -> str:
    words = _thousands(number)
    return "一" + words if words.startswith("十") else words


def _japanese(number: int) -> str:
    return _thousands(number).replace("一百", "百").replace("零", "").replace("一十", "十")


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _sequence(first: str, count: int) -> Callable[[int], str]:
    """Take characters that follow each other in Unicode, plain digits beyond them."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _circled(number: int) -> str:
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return str(number)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _sequence("⒈", 20),
    "decimalEnclosedParen": _sequence("⑴", 20),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "chineseLegalSimplified": lambda number: _legal(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: _legal(number).translate(_TRADITIONAL_LEGAL),
    "ideographDigital": _digits,
    "taiwaneseDigital": lambda number: _digits(number, "○"),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digits,
    "japaneseLegal": lambda number: _japanese(number).translate(_JAPANESE_LEGAL),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _sequence("㊀", 10),
    "none": lambda _: "",
}


def count(number: int, number_format: str) -> str:
    """Print a number in a Word format; an unknown one is decimal."""
    if not 1 <= number <= _LARGEST:
        return str(number)
    return FORMATS.get(number_format, str)(number)
