"""The interface in its languages: complete, with the same places to fill in."""

import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.texts import LOCALE, Language, Texts, choose_language, language_of_code

TRANSLATED = (Language.ZH_HANT, Language.EN)


def messages() -> Iterator[str]:
    """Find every source string of the package."""
    root = str(LOCALE.parent)
    keywords = {"_": None, "texts": None}
    for _, _, message, _, _ in extract_from_dir(root, [("**.py", "python")], keywords=keywords):
        assert isinstance(message, str)
        yield message


def catalogue(language: Language) -> dict[str, tuple[str, ...]]:
    """Read the translations of each source string: one, or a singular and a plural."""
    with Path(LOCALE / language / "LC_MESSAGES" / "yandu.po").open("rb") as file:
        entries = read_po(file, locale=language, abort_invalid=True)
    assert not [entry.id for entry in entries if entry.fuzzy and entry.id]
    return {forms(entry.id)[0]: forms(entry.string) for entry in entries if entry.id}


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_are_complete(language: Language) -> None:
    translated = catalogue(language)
    assert set(translated) == set(messages())
    assert all(translated.values())
    texts = [(source, text) for source, found in translated.items() for text in found]
    assert [source for source, text in texts if not text.strip()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_places_to_fill_in(language: Language) -> None:
    for source, found in catalogue(language).items():
        for text in found if "{" in source else ():
            assert fields(text) == fields(source)


def test_traditional_chinese_has_its_own_quotation_marks() -> None:
    texts = (text for found in catalogue(Language.ZH_HANT).values() for text in found)
    assert [text for text in texts if set("“”‘’") & set(text)] == []


def test_a_translation() -> None:
    assert Texts(Language.ZH_HANS)("……还有 {count} 份", count=3) == "……还有 3 份"
    assert Texts(Language.ZH_HANT)("……还有 {count} 份", count=3) == "……還有 3 份"
    assert Texts(Language.EN)("……还有 {count} 份", count=3) == "… and 3 more"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 articles"), (1, "1 article"), (2, "2 articles")],
)
def test_singular_and_plural(count: int, said: str) -> None:
    assert Texts(Language.EN)("{count} 条", count=count) == said
    assert Texts(Language.ZH_HANT)("{count} 条", count=count) == f"{count} 條"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", Language.ZH_HANS),
        ("zh", Language.ZH_HANS),
        ("zh-CN", Language.ZH_HANS),
        ("zh-hant", Language.ZH_HANT),
        ("zh-TW", Language.ZH_HANT),
        ("zh_HK", Language.ZH_HANT),
        ("en-GB", Language.EN),
        ("de", Language.EN),
        ("", None),
        (None, None),
    ],
)
def test_language_codes(code: str | None, language: Language | None) -> None:
    assert language_of_code(code) is language


def test_which_language_wins() -> None:
    default = Language.ZH_HANT
    assert choose_language((None, "en"), "zh-hans", default) is Language.EN
    assert choose_language(("zh_Hans", "en"), "en", default) is Language.ZH_HANS
    assert choose_language((None, None), "en", default) is Language.EN
    assert choose_language(("klingon", None), None, default) is Language.ZH_HANT
