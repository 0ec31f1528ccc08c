"""Pictures and files in the place of others, as Telegram lets a bot put them there."""

import struct

import pytest
from botapi import BotApiServer
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest


def picture(width: int, height: int = 600) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(5)


async def test_a_picture_takes_the_place_of_another(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_photo(alice.id, picture(800), caption="旧")
    media = InputMediaPhoto(picture(1000), caption="<b>新</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, alice.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.photo[0].width, edited.caption) == (1000, "新")
    (kept,) = alice.private.messages
    assert kept.file
    assert (kept.file.width, kept.marked("bold"), kept.edits) == (1000, ["新"], 1)
    again = InputMediaPhoto(edited.photo[0].file_id, caption="<b>新</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_media(again, alice.id, sent.message_id)


async def test_a_text_becomes_a_file_but_a_file_no_text(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_message(alice.id, "文")
    media = InputMediaDocument(b"a,b", filename="a.csv")
    edited = await bot.edit_message_media(media, alice.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.document
    assert (edited.text, edited.document.file_name) == (None, "a.csv")
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("文", alice.id, sent.message_id)


async def test_what_is_no_picture_changes_nothing(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_photo(alice.id, picture(800), caption="旧")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.edit_message_media(InputMediaPhoto(b"none"), alice.id, sent.message_id)
    long = InputMediaPhoto(picture(900), caption="长" * 1025)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.edit_message_media(long, alice.id, sent.message_id)
    poll = await bot.send_poll(alice.id, "问", ["是", "否"])
    with pytest.raises(BadRequest, match="no media in the message"):
        await bot.edit_message_media(InputMediaPhoto(picture(9)), alice.id, poll.message_id)
    (kept, _) = alice.private.messages
    assert kept.file
    assert (kept.file.width, kept.caption) == (800, "旧")
