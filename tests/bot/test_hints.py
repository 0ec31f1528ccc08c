"""What is no question gets a friendly word in private, and silence in groups."""

import pytest
from botapi import Account, BotApiServer

from bot.context import App

ONLY_TEXT = "我只看得懂文字。请把问题打成文字发给我，我去材料里找原文。"
NO_FILES = "我还读不了发来的文件。请把问题打成文字发给我。"
UNKNOWN = "没有这个命令。直接把问题发给我就行，/help 看怎样使用。"
EXPIRED = "这个按钮已过期，请重新提问"


@pytest.mark.parametrize("kind", ["send_sticker", "send_voice", "send_photo"])
async def test_no_text(app: App, server: BotApiServer, alice: Account, kind: str) -> None:
    await getattr(alice, kind)(None)
    assert (await server.reply(alice.private)).shown == ONLY_TEXT


async def test_unknown_command(app: App, alice: Account) -> None:
    assert (await alice.ask("/nonsense")).shown == UNKNOWN


@pytest.mark.parametrize(("kind", "hint"), [("photo", ONLY_TEXT), ("document", NO_FILES)])
async def test_an_album_gets_one_hint(
    app: App, server: BotApiServer, alice: Account, kind: str, hint: str
) -> None:
    for number in range(3):
        named = {"name": f"{number}.docx"} if kind == "document" else {}
        await getattr(alice, f"send_{kind}")(None, data=b"x", **named)
        newest = server.world.updates.deliveries[max(server.world.updates.deliveries)]
        newest.update["message"]["media_group_id"] = "album"
    await alice.send(None, "一、（五）")
    await server.until(lambda: server.delivered(alice.private) == 2)
    assert server.sent(alice.private)[0].shown == hint


async def test_help_and_start(app: App, server: BotApiServer, alice: Account) -> None:
    start = await alice.ask("/start deep-link")
    assert start.shown.startswith("你好，我是研读。")
    title = "党委负责人在2020年上半年工作会暨经济运行分析会上的讲话（学习版）"
    assert start.shown.endswith(f"现有材料：\n• {title}")
    helped = await alice.ask("/help")
    assert "/ask — 提问，例如 /ask 下半年的重点工作" in helped.shown
    edited = await alice.send(None, "/start")
    await server.reply()
    await alice.edit(edited, "/help")
    await alice.ask("一、（五）")
    assert server.delivered(alice.private) == 4


@pytest.mark.parametrize("data", ["", "x", "0old", "1aE000abcdefghijkl000000", "1lfr", "1p10000"])
async def test_old_and_forged_buttons(
    app: App, server: BotApiServer, alice: Account, data: str
) -> None:
    message = await alice.ask("错峰消毒法是什么")
    pressed = await alice.press(message, data=data or "?")
    assert (await pressed.answer())["text"] == EXPIRED
    assert server.find_calls("editMessageText") == []
