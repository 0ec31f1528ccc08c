"""What a person does about chats: bring the bot in, promote, block, open topics."""

from __future__ import annotations

from typing import Any

from botapi.delivery import change_member, deliver
from botapi.inspection import Inspection
from botapi.migration import migrate
from botapi.people import JSON, RIGHTS, Member, Topic, User
from botapi.state import Chat, Message


class Membership:
    """The administrative half of a person's client."""

    def __init__(self, server: Inspection, user: User) -> None:
        self.server = server
        self.user = user

    @property
    def id(self) -> int:
        """Return the user's id."""
        return self.user.id

    @property
    def private(self) -> Chat:
        """Return the private chat with the bot, opened if need be."""
        return self.server.world.open_private(self.user)

    async def add_bot(self, chat: Chat, *, admin: bool = False) -> None:
        """Bring the bot into a group or channel."""
        new = Member(
            self.bot,
            "administrator" if admin else "member",
            frozenset(RIGHTS) if admin else frozenset(),
        )
        self._change(chat, new)
        if chat.is_group:
            self._service(chat, "new_chat_members", [self.bot.to_api()])

    async def remove_bot(self, chat: Chat) -> None:
        """Throw the bot out of a group or channel."""
        self._change(chat, Member(self.bot, "kicked"))

    async def promote_bot(self, chat: Chat, *rights: str) -> None:
        """Make the bot an admin, with all rights unless some are named."""
        held = frozenset(rights or RIGHTS) | {"can_manage_chat"}
        self._change(chat, Member(self.bot, "administrator", held))

    async def demote_bot(self, chat: Chat) -> None:
        """Make the bot an ordinary member."""
        self._change(chat, Member(self.bot))

    async def restrict_bot(self, chat: Chat) -> None:
        """Forbid the bot to write."""
        self._change(chat, Member(self.bot, "restricted"))

    async def promote(self, chat: Chat, who: Membership, *, anonymous: bool = False) -> None:
        """Make a member an admin."""
        self._change(chat, Member(who.user, "administrator", frozenset(RIGHTS), anonymous))

    async def demote(self, chat: Chat, who: Membership) -> None:
        """Make an admin an ordinary member."""
        self._change(chat, Member(who.user))

    async def join(self, chat: Chat) -> None:
        """Enter a group or channel."""
        self._change(chat, Member(self.user))
        if chat.is_group:
            self._service(chat, "new_chat_members", [self.user.to_api()])

    async def leave(self, chat: Chat) -> None:
        """Leave a group or channel."""
        if chat.is_group:
            self._service(chat, "left_chat_member", self.user.to_api())
        self._change(chat, Member(self.user, "left"))

    async def block_bot(self) -> None:
        """Block the bot in the private chat."""
        self._block(True)

    async def unblock_bot(self) -> None:
        """Take the bot back."""
        self._block(False)

    def deactivate(self) -> None:
        """Delete the account; the bot is not told."""
        self.server.world.open_private(self.user)
        self.user.deactivated = True

    async def create_topic(self, chat: Chat, name: str) -> Topic:
        """Open a topic in a forum."""
        topic = self.server.world.add_topic(chat, name, self.user)
        deliver(self.server.world, chat.stored[topic.id])
        return topic

    async def close_topic(self, chat: Chat, topic: Topic) -> None:
        """Close a topic to ordinary members."""
        topic.closed = True
        self._service(chat, "forum_topic_closed", {}, thread=topic.id)

    async def reopen_topic(self, chat: Chat, topic: Topic) -> None:
        """Open a topic again."""
        topic.closed = False
        self._service(chat, "forum_topic_reopened", {}, thread=topic.id)

    async def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic with all its messages; the bot is not told."""
        topic.deleted = True
        for message in chat.topic_messages(topic.id):
            del chat.stored[message.id]
            chat.deleted.add(message.id)

    async def react(self, message: Message, *emoji: str) -> None:
        """Set one's reactions to a message."""
        old, message.reactions = message.reactions, list(emoji)
        chat, world = message.chat, self.server.world
        if chat.user is None and not world.bot_member(chat).is_admin:
            return
        content = {
            "chat": chat.to_api(),
            "message_id": message.id,
            "date": world.now(),
            "user": self.user.to_api(),
            "old_reaction": _reactions(old),
            "new_reaction": _reactions(message.reactions),
        }
        world.updates.put("message_reaction", content)

    async def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup, which has another id."""
        return migrate(self.server.world, chat, self.user)

    @property
    def bot(self) -> User:
        """Return the bot."""
        return self.server.world.bot

    def _block(self, blocked: bool) -> None:
        states = ("member", "kicked") if blocked else ("kicked", "member")
        self.private.blocked = blocked
        old, new = (Member(self.bot, state) for state in states)
        change_member(self.server.world, self.private, self.user, old, new)

    def _change(self, chat: Chat, new: Member) -> None:
        old = chat.members.get(new.user.id) or Member(new.user, "left")
        change_member(self.server.world, chat, self.user, old, new)

    def _service(self, chat: Chat, kind: str, value: Any, thread: int | None = None) -> None:
        message = self.server.world.post(
            chat, self.user, kind=kind, content={kind: value}, thread=thread
        )
        deliver(self.server.world, message)


def _reactions(emoji: list[str]) -> list[JSON]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
