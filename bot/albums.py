"""Albums: several messages that were sent as one."""

from telegram import Message
from telegram.ext import filters

__all__ = ["FirstOfAlbum"]

_REMEMBERED = 1000


class FirstOfAlbum(filters.MessageFilter):
    """Lets through the first message of an album and keeps the others out."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, int] = {}

    def filter(self, message: Message) -> bool:
        album = message.media_group_id
        if album is None:
            return True
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        return self._seen.setdefault(album, message.message_id) == message.message_id
