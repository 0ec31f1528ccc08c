"""What a person puts into a chat: files, pictures, voice and stickers."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.delivery import deliver
from botapi.membership import Membership
from botapi.people import JSON, Topic
from botapi.state import Chat, Message
from botapi.text import find_entities, units

_VOICE: JSON = {"duration": 3, "mime_type": "audio/ogg"}
_STICKER: JSON = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}


class Writer(Membership):
    """The writing half of a person's client."""

    def write(self, chat: Chat | None, **details: Any) -> Message:
        """Put a message of any content into a chat; None is the private one."""
        world = self.server.world
        if isinstance(topic := details.get("thread"), Topic):
            details["thread"] = topic.id
        place = chat or world.open_private(self.user)
        assert units(details.get("text") or "") <= limits.TEXT, "clients cut longer messages"
        member = place.members.get(self.user.id)
        assert place.user or (member and member.present), f"{self.user} is not in {place.title}"
        sender: dict[str, Any] = {"sender": self.user}
        if member and member.anonymous and place.is_group:
            sender = {"sender": world.anonymous, "sender_chat": place}
        message = world.post(place, **sender, **details)
        deliver(world, message)
        return message

    async def send_document(
        self,
        chat: Chat | None,
        data: bytes,
        name: str,
        *,
        mime: str | None = None,
        size: int | None = None,
        caption: str | None = None,
        **details: Any,
    ) -> Message:
        """Send a file; `size` lets a small one pass for a big one."""
        stored = self.server.world.add_file(data, size, name=name, mime=mime)
        found = find_entities(caption or "")
        content = {"document": stored.to_api()}
        return self.write(
            chat, caption=caption, entities=found, content=content, file=stored, **details
        )

    async def send_photo(self, chat: Chat | None, data: bytes = b"", **details: Any) -> Message:
        """Send a picture."""
        stored = self.server.world.add_file(data or b"\xff\xd8\xff\xd9")
        shown = {**stored.to_api(), "width": 640, "height": 480}
        return self.write(chat, content={"photo": [shown]}, file=stored, **details)

    async def send_voice(self, chat: Chat | None, **details: Any) -> Message:
        """Send a voice message."""
        stored = self.server.world.add_file(b"OggS")
        return self.write(
            chat, content={"voice": {**stored.to_api(), **_VOICE}}, file=stored, **details
        )

    async def send_sticker(self, chat: Chat | None, **details: Any) -> Message:
        """Send a sticker."""
        stored = self.server.world.add_file(b"RIFF")
        return self.write(
            chat, content={"sticker": {**stored.to_api(), **_STICKER}}, file=stored, **details
        )
