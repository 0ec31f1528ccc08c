"""A person in a test: writes, presses, joins, blocks, as with a Telegram client."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.delivery import deliver
from botapi.inspection import Inspection
from botapi.keyboard import Button, parse_markup
from botapi.menus import visible_commands
from botapi.methods.content import message_text
from botapi.methods.queries import inline_content
from botapi.methods.sending import forward_origin
from botapi.people import JSON, Topic
from botapi.state import Chat, Message
from botapi.text import Entity, find_entities, with_found
from botapi.world import Query
from botapi.writing import Writer


class Press:
    """A pressed button that waits for its answer."""

    def __init__(self, server: Inspection, query: Query) -> None:
        self.server = server
        self.query = query
        self.id = query.id
        self.update: JSON | None = None

    async def answer(self, within: float = 5.0) -> JSON:
        """Wait for answerCallbackQuery and return its parameters."""
        what = f"an answer to the press of {self.query.data!r}"
        log = self.server.dispatcher.log
        return await log.wait_until(lambda: self.query.answer, within, what)


class Account(Writer):
    """One person's client."""

    async def send(
        self,
        chat: Chat | None,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: Topic | int | None = None,
        entities: list[Entity] | None = None,
        quote: str | None = None,
    ) -> Message:
        """Write a message; `chat` None is the private chat with the bot."""
        found = with_found(text, entities) if entities else find_entities(text)
        return self.write(
            chat, text=text, entities=found, reply_to=reply_to, thread=thread, quote=quote
        )

    async def start(self, payload: str = "") -> Message:
        """Open the private chat with /start and a deep link's payload."""
        assert len(payload) <= limits.START_PAYLOAD, "a start payload has at most 64 characters"
        return await self.send(None, f"/start {payload}".strip())

    async def ask(
        self, text: str, chat: Chat | None = None, *, within: float = 5.0, **details: Any
    ) -> Message:
        """Write a message and wait for the bot's next message in that chat."""
        self.server.forget()
        written = await self.send(chat, text, **details)
        return await self.server.reply(written.chat, within=within)

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        message.text, message.entities = text, find_entities(text)
        message.edit_date = self.server.world.now()
        deliver(self.server.world, message, edited=True)
        return message

    async def delete(self, message: Message) -> None:
        """Delete a message; the bot is not told."""
        message.chat.stored.pop(message.id, None)
        message.chat.deleted.add(message.id)

    async def forward(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message."""
        content = {**message.content, "forward_origin": forward_origin(message)}
        return self.write(
            chat,
            text=message.text,
            caption=message.caption,
            content=content,
            entities=message.entities,
            file=message.file,
        )

    async def press(
        self,
        message: Message,
        button: str | tuple[int, int] | None = None,
        *,
        data: str | None = None,
    ) -> Press:
        """Press a button found by text, part of its text, data or (row, column).

        `data` sends a payload that need not be under the message: an old or forged button. Of a
        message that was deleted the bot is told no more than where it was.
        """
        if data is None:
            data = _find_button(message, button).data
            assert data is not None, f"{button!r} is no callback button"
        world = self.server.world
        query = world.add_query(self.user, data, message)
        gone = {"chat": message.chat.to_api(), "message_id": message.id, "date": 0}
        content = {
            "id": query.id,
            "from": self.user.to_api(),
            "message": gone if message.id in message.chat.deleted else message.to_api(),
            "chat_instance": str(message.chat.id),
            "data": data,
        }
        pressed = Press(self.server, query)
        pressed.update = world.updates.put("callback_query", content)
        return pressed

    async def inline(self, text: str) -> Press:
        """Type an inline query; its answer has the results."""
        query = self.server.world.add_query(self.user, text)
        content = {"id": query.id, "from": self.user.to_api(), "query": text, "offset": ""}
        pressed = Press(self.server, query)
        pressed.update = self.server.world.updates.put("inline_query", content)
        return pressed

    async def choose(self, typed: Press, number: int, chat: Chat | None = None) -> Message:
        """Choose a result of an answered inline query; it is posted via the bot."""
        world, answer = self.server.world, typed.query.answer
        assert answer is not None, "the inline query is not answered"
        result = answer["results"][number]
        text, entities = message_text(world, inline_content(result))
        keyboard = parse_markup(result.get("reply_markup"))
        message = self.write(
            chat, text=text, entities=entities, via_bot=world.bot, markup=keyboard
        )
        chosen = {"result_id": result["id"], "from": self.user.to_api(), "query": typed.query.data}
        if keyboard.inline:
            chosen["inline_message_id"] = world.serial()
            world.inline_messages[chosen["inline_message_id"]] = message
        world.updates.put("chosen_inline_result", chosen)
        return message

    def menu(self, chat: Chat | None = None) -> list[str]:
        """List the commands that this person is shown in a chat."""
        shown = visible_commands(self.server.world, self.user, chat or self.private)
        return [command["command"] for command in shown]

    async def vote(self, message: Message, *options: int) -> None:
        """Vote in a poll."""
        poll = message.content["poll"]
        poll["total_voter_count"] += 1
        for option in options:
            poll["options"][option]["voter_count"] += 1
        voted = {
            "poll_id": poll["id"],
            "user": self.user.to_api(),
            "option_ids": list(options),
            "option_persistent_ids": [str(option) for option in options],
        }
        if poll["is_anonymous"]:
            self.server.world.updates.put("poll", poll)
        else:
            self.server.world.updates.put("poll_answer", voted)


def _find_button(message: Message, wanted: str | tuple[int, int] | None) -> Button:
    if isinstance(wanted, tuple):
        return message.buttons[wanted[0]][wanted[1]]
    buttons = list(message.all_buttons())
    exact = [b for b in buttons if wanted is None or wanted in (b.text, b.data)]
    found = exact or [b for b in buttons if wanted is not None and wanted in b.text]
    assert found, f"no button {wanted!r} among {message.button_texts}"
    return found[0]
