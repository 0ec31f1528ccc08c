"""The one error that the Bot API answers with, and its usual wordings."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Reject a request the way Telegram does.

    `foreseeable` is False where a careful bot may meet the error as well: somebody blocked it,
    closed the topic or turned the group into a supergroup. Only foreseeable errors count as
    violations.
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        parameters: dict[str, Any] | None = None,
        foreseeable: bool = True,
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters
        self.foreseeable = foreseeable

    def body(self) -> dict[str, Any]:
        """Return the JSON answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(text: str, *, foreseeable: bool = True) -> ApiError:
    """Build a 400."""
    return ApiError(400, f"Bad Request: {text}", foreseeable=foreseeable)


def forbidden(text: str) -> ApiError:
    """Build a 403."""
    return ApiError(403, f"Forbidden: {text}", foreseeable=False)


def conflict(text: str) -> ApiError:
    """Build a 409."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """Build a 429 with its waiting time in seconds."""
    return ApiError(
        429,
        f"Too Many Requests: retry after {retry_after}",
        parameters={"retry_after": retry_after},
        foreseeable=False,
    )


def migrated(new_id: int) -> ApiError:
    """Build the 400 of a group that has become a supergroup."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": new_id},
        foreseeable=False,
    )
