"""The interface in its languages; the source strings are simplified Chinese."""

import gettext
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

__all__ = ["Language", "Texts", "choose_language", "language_of_code"]

LOCALE = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language of the interface; documents are quoted as they stand."""

    ZH_HANS = "zh_Hans"
    ZH_HANT = "zh_Hant"
    EN = "en"

    @property
    def own_name(self) -> str:
        return {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}[self.value]


class Texts:
    """The strings of one language: call it with a source string and the values to fill in.

    The value ``count`` chooses between singular and plural where a catalogue has both.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, message: str, /, **values: object) -> str:
        translated, count = message, values.get("count")
        if isinstance(count, int):
            translated = self._catalogue.ngettext(message, message, count)
        if translated == message:
            translated = self._catalogue.gettext(message)
        return translated.format(**values) if values else translated


def language_of_code(code: str | None) -> Language | None:
    """Return the language for a code as Telegram gives it, such as `zh-hant` or `en-GB`."""
    if not code:
        return None
    parts = code.replace("_", "-").casefold().split("-")
    if parts[0] != "zh":
        return Language.EN
    return Language.ZH_HANT if {"hant", "tw", "hk", "mo"} & set(parts) else Language.ZH_HANS


def choose_language(stored: Iterable[str | None], code: str | None, default: Language) -> Language:
    """Take the first stored choice, else what the language code says, else the default."""
    known = (choice for choice in stored if choice in tuple(Language))
    chosen = next(known, None)
    return Language(chosen) if chosen else language_of_code(code) or default


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """Compile a catalogue in memory: there is no compiled file that could be stale."""
    if language is Language.ZH_HANS:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - keeps the shell command quick
    from babel.messages.pofile import read_po  # noqa: PLC0415

    source = LOCALE / language / "LC_MESSAGES" / "yandu.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
