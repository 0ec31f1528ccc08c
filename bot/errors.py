"""What can be wrong with running the bot.

BotError
├── BadSetting        a setting that cannot be used; names the variable, the value, the mend
├── TokenRefused      Telegram does not know the token
├── StoreUnavailable  the database cannot be opened or migrated
└── AdminsUnknown     Telegram does not say who a chat's admins are
"""


class BotError(Exception):
    """Base of what this package raises; `str()` is one line in English that says the mend."""


class BadSetting(BotError):
    """A setting that cannot be used; `value` is None where there is none, or it is a secret."""

    def __init__(self, variable: str, problem: str, value: str | None = None) -> None:
        shown = "" if value is None else f"{value!r}: "
        super().__init__(f"{variable}: {shown}{problem}")
        self.variable = variable
        self.value = value


class TokenRefused(BotError):
    """Telegram does not know the token, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses YANDU_TOKEN: copy it again from @BotFather "
            "(or ask there for a new one) and start once more"
        )


class StoreUnavailable(BotError):
    """The database `where` cannot be opened; `problem` is what its driver says."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(
            f"the database {where} cannot be opened ({problem}); "
            "check YANDU_DATABASE_URL, and that YANDU_HOME can be written"
        )
        self.where = where
        self.problem = problem


class AdminsUnknown(BotError):
    """Telegram does not say who a chat's admins are."""

    def __init__(self) -> None:
        super().__init__("Telegram does not say who the admins are; try again later")
