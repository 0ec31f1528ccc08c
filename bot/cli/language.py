"""The language of the command line: the setting, else the locale, else simplified Chinese."""

import os

from bot.errors import BadSetting
from bot.settings import Settings, load_settings
from bot.texts import Language, Texts, language_of_code


def shell_texts(settings: Settings | None = None) -> Texts:
    """Choose the language to speak in; settings that cannot be read are no obstacle."""
    try:
        settings = settings or load_settings()
    except BadSetting:
        return Texts(_of_locale() or Language.ZH_HANS)
    if "language" in settings.model_fields_set:
        return Texts(settings.language)
    return Texts(_of_locale() or settings.language)


def _of_locale() -> Language | None:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    name = next((os.environ[name] for name in names if os.environ.get(name)), "")
    code = name.partition(".")[0].partition("@")[0]
    return None if code in {"", "C", "POSIX"} else language_of_code(code)
