"""A whole conversation: polling, buttons, files, polls, redelivery, speed of the record."""

import asyncio
import os
import sys
import urllib.request
from pathlib import Path

import pytest
from botapi import BotApiServer, in_thread
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    more = InlineKeyboardMarkup([[InlineKeyboardButton("更多", callback_data="v1:more")]])
    await update.message.reply_html("<b>你好</b>", reply_markup=more)


async def _more(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("好")
    await update.callback_query.edit_message_text("更多的话")


async def test_a_conversation_with_an_application(server: BotApiServer) -> None:
    app = (
        Application.builder()
        .token(server.token)
        .base_url(server.base_url)
        .base_file_url(server.base_file_url)
        .build()
    )
    app.add_handlers([CommandHandler("start", _start), CallbackQueryHandler(_more)])
    async with app:
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await app.start()
        alice = server.user("Alice")
        await alice.start()
        message = await server.reply(alice.private)
        assert (message.text, message.marked("bold")) == ("你好", ["你好"])
        assert message.button_texts == [["更多"]]
        press = await alice.press(message, "更多")
        assert (await press.answer())["text"] == "好"
        await server.wait_for("editMessageText", chat=alice.private)
        assert message.text == "更多的话"
        assert (message.edits, message.buttons) == (1, [])
        server.redeliver(press.update)
        again = await server.wait_for("answerCallbackQuery", executed=False)
        assert "query is too old" in (again.error or "")
        assert len(server.latencies()) == 1
        await app.updater.stop()
        await app.stop()


async def test_offsets_confirm_updates(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    for text in "一二三":
        await alice.send(None, text)
    first = await bot.get_updates(limit=2, timeout=0)
    assert [u.update_id for u in first] == [u.update_id for u in await bot.get_updates(limit=2)]
    rest = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)
    assert [u.message and u.message.text for u in rest] == ["三"]
    assert len(await bot.get_updates(timeout=0)) == 1
    assert list(await bot.get_updates(offset=rest[-1].update_id + 1, timeout=0)) == []


async def test_redelivery_has_the_old_number(server: BotApiServer, bot: Bot) -> None:
    await server.user("Alice").send(None, "一")
    [first] = await bot.get_updates(timeout=0)
    await bot.get_updates(offset=first.update_id + 1, timeout=0)
    server.redeliver()
    [again] = await bot.get_updates(offset=first.update_id + 1, timeout=0)
    assert again.update_id == first.update_id


async def test_a_poll_waits_and_wakes(server: BotApiServer, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await server.wait_polling()
    await server.user("Alice").send(None, "醒")
    assert len(await asyncio.wait_for(waiting, 2)) == 1
    assert list(await bot.get_updates(offset=10**9, timeout=0)) == []


async def test_a_poller_that_died_takes_nothing_with_it(server: BotApiServer, bot: Bot) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.get_updates(timeout=5), 0.2)
    await asyncio.sleep(0.05)
    await server.user("Alice").send(None, "一")
    assert len(await bot.get_updates(timeout=0)) == 1
    assert [d.times for d in server.world.updates.deliveries.values()] == [1]


async def test_a_second_poller_ends_the_first(server: BotApiServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await server.wait_polling()
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.get_updates(timeout=1))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await server.user("Alice").send(None, "一")
    assert len(await second) == 1


async def test_allowed_updates(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    await alice.send(None, "一")
    await bot.get_updates(timeout=0, allowed_updates=[])
    await alice.send(None, "二")
    assert [u.message and u.message.text for u in await bot.get_updates(timeout=0)] == ["二"]


async def test_files_go_both_ways(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    await alice.send_document(None, "正文".encode(), "讲话.txt", mime="text/plain")
    await alice.send_document(None, b"x", "big.pdf", size=21 * 1024 * 1024)
    messages = [update.message for update in await bot.get_updates(timeout=0)]
    small, big = (message.document for message in messages if message)
    assert small is not None
    assert small.file_name == "讲话.txt"
    file = await bot.get_file(small.file_id)
    assert bytes(await file.download_as_bytearray()) == "正文".encode()
    assert big is not None
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(big.file_id)
    await bot.send_document(alice.id, b"data", filename="题.jsonl", caption="导出")
    received = alice.private.messages[-1]
    assert received.file is not None
    assert (received.file.name, received.file.data) == ("题.jsonl", b"data")
    await bot.send_document(alice.id, received.file.id)
    assert server.violations == []


async def test_edits_stickers_forwards(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    channel = server.channel("频道", owner=alice)
    asked = await alice.send(None, "/ask 甲")
    await alice.edit(asked, "/ask 乙")
    await alice.send_sticker(None)
    await alice.send_voice(None)
    await alice.send_photo(None)
    await alice.forward(await alice.send(channel, "文"))
    _, edited, sticker, voice, photo, _, forwarded = await bot.get_updates(timeout=0)
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/ask 乙"
    assert sticker.message
    assert sticker.message.sticker
    assert voice.message
    assert voice.message.voice
    assert photo.message
    assert photo.message.photo
    assert forwarded.message
    assert forwarded.message.forward_origin


async def test_polls(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_poll(
        alice.id,
        "哪年？",
        ["2019", "2020"],
        type="quiz",
        correct_option_ids=[1],
        is_anonymous=False,
    )
    await alice.vote(alice.private.messages[-1], 1)
    [update] = await bot.get_updates(timeout=0)
    assert update.poll_answer is not None
    assert list(update.poll_answer.option_ids) == [1]
    assert (await bot.stop_poll(alice.id, sent.message_id)).is_closed
    assert server.violations == []


async def test_inline_results_are_chosen(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", [alice])
    typed = await alice.inline("错峰")
    content = InputTextMessageContent("<b>答</b>", parse_mode="HTML")
    await bot.answer_inline_query(typed.id, [InlineQueryResultArticle("1", "题", content)])
    await alice.choose(typed, 0, group)
    updates = await bot.get_updates(timeout=0)
    assert updates[0].inline_query is not None
    assert updates[1].message is not None
    assert updates[1].message.via_bot is not None
    assert updates[2].chosen_inline_result is not None


async def test_deleting(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_message(alice.id, "x")
    await sent.delete()
    assert alice.private.messages == []
    assert server.delivered(alice.private) == 1
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await sent.delete()
    assert server.violations == []


def test_in_a_thread() -> None:
    with in_thread() as running:
        alice = running.server.user("Alice", started=True)
        url = f"{running.server.base_url}{running.server.token}/sendMessage"
        urllib.request.urlopen(f"{url}?chat_id={alice.id}&text=hi").close()
        assert running.run(running.server.reply(alice.private)).text == "hi"


async def test_alone_as_a_process() -> None:
    script = Path(__file__).with_name("serve.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, stdout=asyncio.subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
    async with Bot("987654321:AAG-strict_test_server_token_0123456", base_url=url) as bot:
        assert bot.username == "YanduTestBot"
    process.terminate()
    await process.wait()
