"""An owner's phone: takes the bot over, sends files, reindexes and rolls back by pressing."""

from dataclasses import dataclass

from botapi import Account, BotApiServer, Message

__all__ = ["OwnerPhone"]

PATIENCE = 60.0


@dataclass(frozen=True)
class OwnerPhone:
    """What an owner does in the private chat with the bot, one message at a time."""

    server: BotApiServer
    account: Account

    async def claim(self, link: str) -> str:
        """Open the link that `yandu run` printed."""
        sent = await self.account.start(link.partition("?start=")[2])
        return (await self._after(sent, "")).shown

    async def add(self, name: str, content: bytes, choice: str = "✅ 添加") -> Message:
        """Send a file, and choose what to do with it; give the message, which says what was."""
        sent = await self.account.send_document(None, content, name)
        arrived = await self._after(sent, "会这样引用：")
        await self._press(arrived, choice)
        return await self.until(arrived, "更新索引之后，成员才用得上。")

    async def preview(self, message: Message | None = None) -> Message:
        """Look at what a reindex would change, by the button under a message or by /reindex."""
        if message:
            await self.account.press(message, "🔄 更新索引")
        else:
            message = await self.account.send(None, "/reindex")
        return await self._after(message, "更新索引 · 会改变什么")

    async def start(self, preview: Message) -> None:
        await self._press(preview, "✅ 开始更新")

    async def renewed(self, preview: Message) -> Message:
        """Wait for the end of a reindex, which must have taken over."""
        return await self.until(preview, "从现在起按新的索引回答。")

    async def roll_back(self) -> Message:
        sent = await self.account.send(None, "/rollback")
        asked = await self._after(sent, "下次更新索引时")
        await self._press(asked, "↩︎ 退回")
        return await self.until(asked, "已经退回到")

    async def until(self, message: Message, text: str) -> Message:
        """Wait until a message shows a text."""
        await self.server.until(
            lambda: text in message.shown, within=PATIENCE, what=f"{text} in {message.shown!r}"
        )
        return message

    async def _after(self, message: Message, text: str) -> Message:
        """Wait for a message of the bot's, later than another, that shows a text."""

        def find() -> Message | None:
            later = (m for m in self.account.private.messages if m.from_bot and m.id > message.id)
            return next((one for one in later if text in one.shown), None)

        return await self.server.until(find, within=PATIENCE, what=text or "a message")

    async def _press(self, message: Message, button: str) -> None:
        await (await self.account.press(message, button)).answer(PATIENCE)
