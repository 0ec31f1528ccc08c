"""A person in a test: writes, presses, joins, blocks, as with a Telegram client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import limits
from .delivery import deliver
from .keyboard import Button
from .membership import Membership
from .state import JSON, Chat, Message
from .text import Entity, find_entities, units, with_found
from .world import Query

if TYPE_CHECKING:
    from .server import BotApiServer

_VOICE: JSON = {"duration": 3, "mime_type": "audio/ogg"}
_STICKER: JSON = {"type": "regular", "width": 512, "height": 512, "is_animated": False,
                  "is_video": False, "emoji": "👍"}  # fmt: skip


class Press:
    """A pressed button that waits for its answer."""

    def __init__(self, server: BotApiServer, query: Query) -> None:
        self.server = server
        self.query = query
        self.id = query.id
        self.update: JSON | None = None

    async def answer(self, timeout: float = 5.0) -> JSON:
        """Wait for answerCallbackQuery and return its parameters."""
        what = f"an answer to the press of {self.query.data!r}"
        log = self.server.dispatcher.log
        return await log.wait_until(lambda: self.query.answer, timeout, what)


class Account(Membership):
    """One person's client."""

    async def send(
        self,
        chat: Chat | None,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        entities: list[Entity] | None = None,
        quote: str | None = None,
    ) -> Message:
        """Write a message; `chat` None is the private chat with the bot."""
        found = with_found(text, entities) if entities else find_entities(text)
        return self._write(
            chat, text=text, entities=found, reply_to=reply_to, thread=thread, quote=quote
        )

    async def start(self, payload: str = "") -> Message:
        """Open the private chat with /start and a deep link's payload."""
        assert len(payload) <= limits.START_PAYLOAD, "a start payload has at most 64 characters"
        return await self.send(None, f"/start {payload}".strip())

    async def ask(
        self, text: str, chat: Chat | None = None, *, timeout: float = 5.0, **details: Any
    ) -> Message:
        """Write a message and wait for the bot's next message in that chat."""
        self.server.forget()
        written = await self.send(chat, text, **details)
        return await self.server.reply(written.chat, timeout=timeout)

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        message.text, message.entities = text, find_entities(text)
        message.edit_date = self.server.world.now()
        self._deliver(message, edited=True)
        return message

    async def delete(self, message: Message) -> None:
        """Delete a message; the bot is not told."""
        message.chat.stored.pop(message.id, None)
        message.chat.deleted.add(message.id)

    async def forward(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message."""
        from .methods.sending import forward_origin

        content = {**message.content, "forward_origin": forward_origin(message)}
        return self._write(chat, text=message.text, caption=message.caption, content=content,
                           entities=message.entities, file=message.file)  # fmt: skip

    async def press(self, message: Message, button: str | tuple[int, int] | None = None,
                    *, data: str | None = None) -> Press:  # fmt: skip
        """Press a button found by text, part of its text, data or (row, column).

        `data` sends a payload that need not be under the message: an old or forged button.
        """
        if data is None:
            data = _find_button(message, button).data
            assert data is not None, f"{button!r} is no callback button"
        world = self.server.world
        query = world.add_query(self.user, data, message)
        content = {"id": query.id, "from": self.user.to_api(), "message": message.to_api(),
                   "chat_instance": str(message.chat.id), "data": data}  # fmt: skip
        pressed = Press(self.server, query)
        pressed.update = world.updates.put("callback_query", content)
        return pressed

    async def send_document(self, chat: Chat | None, data: bytes, name: str, *,
                            mime: str | None = None, size: int | None = None,
                            caption: str | None = None, **details: Any) -> Message:  # fmt: skip
        """Send a file; `size` lets a small one pass for a big one."""
        stored = self.server.world.add_file(data, size, name=name, mime=mime)
        found = find_entities(caption or "")
        content = {"document": stored.to_api()}
        return self._write(chat, caption=caption, entities=found, content=content, file=stored,
                           **details)  # fmt: skip

    async def send_photo(self, chat: Chat | None, data: bytes = b"", **details: Any) -> Message:
        """Send a picture."""
        stored = self.server.world.add_file(data or b"\xff\xd8\xff\xd9")
        shown = {**stored.to_api(), "width": 640, "height": 480}
        return self._write(chat, content={"photo": [shown]}, file=stored, **details)

    async def send_voice(self, chat: Chat | None, **details: Any) -> Message:
        """Send a voice message."""
        stored = self.server.world.add_file(b"OggS")
        return self._write(chat, content={"voice": {**stored.to_api(), **_VOICE}}, file=stored,
                           **details)  # fmt: skip

    async def send_sticker(self, chat: Chat | None, **details: Any) -> Message:
        """Send a sticker."""
        stored = self.server.world.add_file(b"RIFF")
        return self._write(chat, content={"sticker": {**stored.to_api(), **_STICKER}},
                           file=stored, **details)  # fmt: skip

    async def inline(self, text: str) -> Press:
        """Type an inline query; its answer has the results."""
        query = self.server.world.add_query(self.user, text)
        content = {"id": query.id, "from": self.user.to_api(), "query": text, "offset": ""}
        pressed = Press(self.server, query)
        pressed.update = self.server.world.updates.put("inline_query", content)
        return pressed

    async def vote(self, message: Message, *options: int) -> None:
        """Vote in a poll."""
        poll = message.content["poll"]
        poll["total_voter_count"] += 1
        for option in options:
            poll["options"][option]["voter_count"] += 1
        voted = {"poll_id": poll["id"], "user": self.user.to_api(), "option_ids": list(options),
                 "option_persistent_ids": [str(option) for option in options]}  # fmt: skip
        if poll["is_anonymous"]:
            self.server.world.updates.put("poll", poll)
        else:
            self.server.world.updates.put("poll_answer", voted)

    def _write(self, chat: Chat | None, **details: Any) -> Message:
        world = self.server.world
        place = chat or world.open_private(self.user)
        assert units(details.get("text") or "") <= limits.TEXT, "clients cut longer messages"
        member = place.members.get(self.user.id)
        assert place.user or (member and member.present), f"{self.user} is not in {place.title}"
        sender: dict[str, Any] = {"sender": self.user}
        if member and member.anonymous and place.is_group:
            sender = {"sender": world.anonymous, "sender_chat": place}
        message = world.post(place, **sender, **details)
        self._deliver(message)
        return message

    def _deliver(self, message: Message, *, edited: bool = False) -> None:
        update = deliver(self.server.world, message, edited=edited)
        self.server.last_update = update or self.server.last_update


def _find_button(message: Message, wanted: str | tuple[int, int] | None) -> Button:
    if isinstance(wanted, tuple):
        return message.buttons[wanted[0]][wanted[1]]
    buttons = list(message.all_buttons())
    for test in (
        lambda b: wanted in (b.text, b.data),
        lambda b: isinstance(wanted, str) and wanted in b.text,
        lambda b: wanted is None,
    ):
        if found := [button for button in buttons if test(button)]:
            return found[0]
    raise AssertionError(f"no button {wanted!r} among {message.button_texts}")
