"""An owner who keeps the library from the chat."""

from dataclasses import dataclass

from botapi import Account, BotApiServer, Message

from corpus.library import Library

__all__ = ["LAW", "NOTICE", "Librarian"]

NOTICE = """关于办好职工食堂的通知

一、总体要求
（一）饭菜可口。每周换一次菜单，征求职工的意见。
（二）价格公道。一荤两素不超过十五元，账目按月公布。

二、保障措施
（一）专人负责。后勤科长每天到食堂看一看，发现问题当天解决。
（二）加强监督。一是设意见箱，二是开座谈会，三是请职工代表陪餐。
"""
LAW = """# 资料室管理办法

第一条 资料室每天开放八小时。

第二条 借书不超过三十天，到期可以续借一次。
"""


@dataclass(frozen=True)
class Librarian:
    server: BotApiServer
    owner: Account
    library: Library

    async def send(self, content: str | bytes, name: str, **details: object) -> Message:
        """Send a file and wait for what the bot says of it."""
        data = content.encode() if isinstance(content, str) else content
        self.server.forget()
        await self.owner.send_document(None, data, name, **details)  # type: ignore[arg-type]
        return await self.server.reply(self.owner.private)

    async def press(self, message: Message, label: str) -> str:
        """Press a button under a message; return what pops up."""
        self.server.forget()
        pressed = await self.owner.press(message, label)
        return str((await pressed.answer()).get("text", ""))

    async def add(self, content: str, name: str) -> Message:
        """Send a file and add it."""
        message = await self.send(content, name)
        await self.press(message, "✅ 添加")
        return message

    @property
    def ids(self) -> list[str]:
        return [entry.id for entry in self.library.entries()]
