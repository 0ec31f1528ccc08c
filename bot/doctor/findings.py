"""What a check found: a line with a mark, and the mend where something is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `mend` says what to do and is empty where all is well.

    Advice has a mend too but is no failure: the bot runs without following it.
    """

    subject: str
    detail: str
    mend: str = ""
    advice: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.mend) and not self.advice

    def without(self, secrets: Iterable[str]) -> "Finding":
        """Blot out what must not be seen, whatever an error quoted."""
        detail = self.detail
        for secret in secrets:
            detail = detail.replace(secret, "•••")
        return replace(self, detail=detail)

    def __str__(self) -> str:
        mark = "✗" if self.failed else "!" if self.mend else "✓"
        line = f"{mark} {self.subject}: {self.detail}" if self.detail else f"{mark} {self.subject}"
        return f"{line} → {self.mend}" if self.mend else line
