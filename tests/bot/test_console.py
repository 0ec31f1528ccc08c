"""The terminal as a transport: a small application talks over it as over Telegram."""

import asyncio
import io
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)
from yandu_process import YANDU, Yandu

from bot.console import _reserve, example_questions
from bot.console.desk import Desk
from bot.console.keyboard import Keyboard
from bot.console.request import ConsoleRequest
from bot.console.session import Session
from bot.terminal import Terminal
from corpus.library import SAMPLES, Library
from corpus.models import Document
from index.building import build
from index.questions import load_questions
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

QUESTIONS = SAMPLES / "half-year-speech.questions.jsonl"
HEAD = "研读：在终端里提问，和在 Telegram 上一样。"
FOOT = "/help 看用法，/file 路径 发文件，输入按钮的号码就是按它，Ctrl-D 离开。"
Talk = Callable[..., Awaitable[str]]
ME = {"id": 7, "is_bot": False, "first_name": "我", "language_code": "zh-hans"}


class Lines(Keyboard):
    """A keyboard on which these lines are typed."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = list(lines)

    async def line(self) -> str | None:
        return self.lines.pop(0) if self.lines else None


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Type lines at an application with these handlers and return what is printed."""

    async def run(handlers: list[Any], *lines: str) -> str:
        out = io.StringIO()
        desk = Desk(Terminal(out), ME, tmp_path / "outbox")
        session = Session(desk, Lines(*lines))
        request = ConsoleRequest(desk, session.updates)
        builder = Application.builder().token("1:console").request(request)
        app = builder.get_updates_request(ConsoleRequest(desk, session.updates)).build()
        ended = asyncio.Event()
        session.answered, session.finish = app.update_queue, ended.set
        app.add_handlers(handlers)
        async with app:
            assert app.updater
            await app.start()
            await app.updater.start_polling()
            await ended.wait()
            await app.updater.stop()
            await app.stop()
        return out.getvalue()

    return run


def message_of(update: Update) -> Message:
    assert update.message
    return update.message


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(x, callback_data=x) for x in labels]])


async def offer(update: Update, context: Any) -> None:
    await message_of(update).reply_text(
        "<b>选</b>", parse_mode="HTML", reply_markup=keyboard("甲", "乙")
    )


async def pressed(update: Update, context: Any) -> None:
    query = update.callback_query
    assert query
    assert isinstance(query.message, Message)
    await query.answer()
    await query.edit_message_text(f"{query.data}，在“{query.message.text}”下")


async def echo(update: Update, context: Any) -> None:
    await message_of(update).reply_text(f"收到 {message_of(update).text}")


OFFER = [CommandHandler("offer", offer), CallbackQueryHandler(pressed)]
ECHO = MessageHandler(filters.TEXT, echo)


async def test_a_number_presses_a_button_and_the_edit_is_printed(talk: Talk) -> None:
    assert await talk(OFFER, "/offer", "2") == "选\n[1] 甲  [2] 乙\n\n乙，在“选”下\n\n"


async def test_press_takes_a_number_too(talk: Talk) -> None:
    assert await talk(OFFER, "/offer", "/press 1") == "选\n[1] 甲  [2] 乙\n\n甲，在“选”下\n\n"


async def test_a_number_without_a_button_is_text(talk: Talk) -> None:
    assert await talk([ECHO], "3") == "收到 3\n\n"


async def test_a_space_before_a_number_sends_it_as_text(talk: Talk) -> None:
    assert await talk([*OFFER, ECHO], "/offer", " 1") == "选\n[1] 甲  [2] 乙\n\n收到 1\n\n"


async def test_pressing_what_is_not_there_is_said(talk: Talk) -> None:
    assert await talk([ECHO], "/press 9") == "现在没有这个按钮：9\n\n"


async def test_blank_lines_are_skipped(talk: Talk) -> None:
    assert await talk([ECHO], "", "  ", "好") == "收到 好\n\n"


async def test_a_file_is_sent_as_a_document_and_can_be_fetched(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "讲 话.txt"
    path.write_text("同志们：", encoding="utf-8")

    async def receive(update: Update, context: Any) -> None:
        document = message_of(update).document
        assert document
        file = await document.get_file()
        text = bytes(await file.download_as_bytearray()).decode()
        await message_of(update).reply_text(f"{document.file_name} {document.mime_type} {text}")

    handler = MessageHandler(filters.Document.ALL, receive)
    assert await talk([handler], f"/file {path}") == "讲 话.txt text/plain 同志们：\n\n"


async def test_a_quoted_path_may_have_a_caption(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "讲 话.txt"
    path.write_text("同志们：", encoding="utf-8")

    async def receive(update: Update, context: Any) -> None:
        await message_of(update).reply_text(message_of(update).caption or "")

    handler = MessageHandler(filters.Document.ALL, receive)
    assert await talk([handler], f"/file '{path}' 请 加入") == "请 加入\n\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [("/file", "用法：/file 文件的路径"), ("/file /no/such", "没有这个文件：/no/such")],
)
async def test_a_file_that_is_not_there_is_said(talk: Talk, line: str, said: str) -> None:
    assert await talk([ECHO], line) == f"{said}\n\n"


async def test_a_file_from_the_bot_is_saved(talk: Talk, tmp_path: Path) -> None:
    async def give(update: Update, context: Any) -> None:
        await message_of(update).reply_document(b"abc", filename="../表.csv", caption="给你")

    printed = await talk([MessageHandler(filters.TEXT, give)], "要")
    saved = tmp_path / "outbox" / "表.csv"
    assert (printed, saved.read_bytes()) == (f"给你\n📄 {saved}\n\n", b"abc")


async def test_a_forced_reply_is_one(talk: Talk) -> None:
    async def handle(update: Update, context: Any) -> None:
        asked = message_of(update).reply_to_message
        said = f"答“{asked.text}”" if asked else "问？"
        await message_of(update).reply_text(said, reply_markup=None if asked else ForceReply())

    assert await talk([MessageHandler(filters.TEXT, handle)], "一", "二") == "问？\n\n答“问？”\n\n"


async def test_an_edit_that_changes_nothing_is_refused_as_telegram_does(talk: Talk) -> None:
    async def handle(update: Update, context: Any) -> None:
        sent = await message_of(update).reply_text("甲")
        with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
            await sent.edit_text("甲")
        with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
            await context.bot.edit_message_text("乙", ME["id"], sent.message_id + 1)

    assert await talk([MessageHandler(filters.TEXT, handle)], "一") == "甲\n\n"


async def test_each_line_is_answered_before_the_next_is_read(talk: Talk) -> None:
    async def slow(update: Update, context: Any) -> None:
        await asyncio.sleep(0.05 if message_of(update).text == "慢" else 0)
        await echo(update, context)

    assert await talk([MessageHandler(filters.TEXT, slow)], "慢", "快") == "收到 慢\n\n收到 快\n\n"


async def test_numbers_go_on_across_the_messages_of_one_turn(talk: Talk) -> None:
    async def two(update: Update, context: Any) -> None:
        await message_of(update).reply_text("甲", reply_markup=keyboard("a"))
        await message_of(update).reply_text("乙", reply_markup=keyboard("b"))

    handlers = [CallbackQueryHandler(pressed), MessageHandler(filters.TEXT, two)]
    assert await talk(handlers, "x", "1") == "甲\n[1] a\n\n乙\n[2] b\n\na，在“甲”下\n\n"


def test_no_two_sessions_share_numbers(tmp_path: Path) -> None:
    path = tmp_path / "count"
    assert [_reserve(path) for _ in range(3)] == [1, 10_001, 20_001]


def test_examples_are_questions_that_the_sample_answers(searcher: Searcher) -> None:
    asked = {question.question: question for question in load_questions(QUESTIONS)}
    examples = example_questions(searcher)
    assert len(examples) == 3
    assert all(asked[example].answerable for example in examples)


async def test_a_picture_takes_the_place_of_another(talk: Talk, tmp_path: Path) -> None:
    async def draw(update: Update, context: Any) -> None:
        sent = await message_of(update).reply_photo(b"1", "旧", filename="图.png")
        media = InputMediaPhoto(b"2", "<b>新</b>", parse_mode="HTML", filename="图.png")
        await sent.edit_media(media, reply_markup=keyboard("甲"))

    path = tmp_path / "outbox" / "图.png"
    printed = await talk([CommandHandler("draw", draw)], "/draw")
    assert printed == f"旧\n📄 {path}\n\n新\n📄 {path}\n[1] 甲\n\n"
    assert path.read_bytes() == b"2"


@pytest.mark.parametrize(
    ("lines", "examples"),
    [
        (
            ("第一条 按时开会。", "第二条 按时记录。", "第三条 按时交费。", "第四条 施行。"),
            ["第一条", "第二条", "第三条"],
        ),
        (("第一章 总则", "第一条 开会。", "第二章 附则", "第二条 施行。"), ["总则", "附则"]),
        (("今天开会。", "明天放假。"), ["¶1", "¶2"]),
    ],
)
def test_examples_without_titles_are_addresses(
    tmp_path: Path, lines: tuple[str, ...], examples: list[str]
) -> None:
    path = tmp_path / "办法.txt"
    path.write_text("\n".join(("会议办法", "", *lines)), encoding="utf-8")
    library = Library(tmp_path / "library")
    document = library.document(library.add(path).id)
    build([document], SnapshotStore(tmp_path / INDEX_FOLDER), None)
    assert example_questions(open_searcher(tmp_path, None)) == examples


def test_examples_of_other_documents_are_their_sections(tmp_path: Path, sample: Document) -> None:
    other = replace(sample, id="other", passages=())
    build([other], SnapshotStore(tmp_path / INDEX_FOLDER), None)
    examples = example_questions(open_searcher(tmp_path, None))
    assert examples == [section.title for section in sample.sections]


def test_an_update_ends_after_the_input_has(tmp_path: Path) -> None:
    """The last line presses the button that begins to build."""
    yandu = Yandu(tmp_path / "home", {"PYTHONUNBUFFERED": "1"})
    (tmp_path / "办法.txt").write_text("办法\n第一条 按时开会。\n", encoding="utf-8")
    assert yandu.run("add", str(tmp_path / "办法.txt")).returncode == 0
    with subprocess.Popen(
        [*YANDU, "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        env=yandu.environment,
    ) as chat:
        assert chat.stdin
        assert chat.stdout
        chat.stdin.write("/reindex\n")
        chat.stdin.flush()
        row = next(line for line in chat.stdout if "] ✅ 开始更新" in line)
        number = row.partition("] ✅ 开始更新")[0].rpartition("[")[2]
        chat.stdin.write(f"{number}\n")
        chat.stdin.close()
        rest = chat.stdout.read()
    assert chat.returncode == 0
    _before, leaving, end = rest.partition("索引更新完就离开；按 Ctrl-C 马上离开，不更新。\n\n")
    assert leaving
    assert "✅ 索引更新好了\n从现在起按新的索引回答。\n1 份文档，1 段" in end
    assert [each.id for each in SnapshotStore(yandu.home / INDEX_FOLDER).load().documents] == [
        "办法"
    ]


def test_the_greeting_before_the_first_index(tmp_path: Path) -> None:
    path, yandu = tmp_path / "办法.txt", Yandu(tmp_path / "home")
    path.write_text("办法\n第一条 按时开会。\n第二条 按时记录。\n", encoding="utf-8")
    none = "还没有文档。用 /file 路径 发一份，或者按 Ctrl-D 离开，运行 yandu index --sample。"
    assert yandu.run("chat").stdout.splitlines()[:3] == [HEAD, none, FOOT]
    assert yandu.run("add", str(path)).returncode == 0
    added = "材料已经加入，还没有建索引。发 /reindex 更新索引，之后就能提问。"
    assert yandu.run("chat").stdout.splitlines()[:3] == [HEAD, added, FOOT]
