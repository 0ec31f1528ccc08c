"""Whatever Telegram refuses, the server refuses in the same words."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botapi import BotApiServer
from botapi.methods import METHODS
from botapi.parameters import SPEC
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

Act = Callable[[Bot, int], Awaitable[Any]]


def keyboard(data: str, rows: int = 1, columns: int = 1) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton("按", callback_data=data)
    return InlineKeyboardMarkup([[button] * columns] * rows)


def article(result_id: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(result_id, "题", InputTextMessageContent("文"))


REFUSED: dict[str, tuple[Act, str]] = {
    "empty": (lambda b, c: b.send_message(c, ""), "message text is empty"),
    "blank": (lambda b, c: b.send_message(c, " \n"), "text must be non-empty"),
    "long": (lambda b, c: b.send_message(c, "长" * 4097), "message is too long"),
    "long in UTF-16": (lambda b, c: b.send_message(c, "😀" * 2049), "message is too long"),
    "markup": (lambda b, c: b.send_message(c, "<p>", parse_mode="HTML"), "can't parse entities"),
    "parse mode": (lambda b, c: b.send_message(c, "x", parse_mode="X"), "unsupported parse_mode"),
    "no chat": (lambda b, _: b.send_message(5, "x"), "chat not found"),
    "data": (
        lambda b, c: b.send_message(c, "x", reply_markup=keyboard("课" * 22)),
        "BUTTON_DATA_INVALID",
    ),
    "buttons": (
        lambda b, c: b.send_message(c, "x", reply_markup=keyboard("x", rows=101)),
        "reply markup is too long",
    ),
    "row": (
        lambda b, c: b.send_message(c, "x", reply_markup=keyboard("x", columns=9)),
        "reply markup is too long",
    ),
    "text button": (
        lambda b, c: b.send_message(
            c, "x", api_kwargs={"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}
        ),
        "Text buttons are unallowed in the inline keyboard",
    ),
    "broken JSON": (
        lambda b, c: b.send_message(c, "x", api_kwargs={"reply_markup": "{"}),
        "can't parse reply keyboard markup JSON object",
    ),
    "edit": (lambda b, c: b.edit_message_text("x", c, 99), "message to edit not found"),
    "reply": (
        lambda b, c: b.send_message(c, "x", reply_to_message_id=99),
        "message to be replied not found",
    ),
    "thread": (
        lambda b, c: b.send_message(c, "x", message_thread_id=1),
        "message thread not found",
    ),
    "caption": (
        lambda b, c: b.send_document(c, b"x", caption="长" * 1025),
        "message caption is too long",
    ),
    "file": (lambda b, c: b.send_document(c, "no-such-id"), "wrong file identifier"),
    "photo": (lambda b, c: b.send_photo(c, b"no picture"), "IMAGE_PROCESS_FAILED"),
    "action": (lambda b, c: b.send_chat_action(c, "dance"), "wrong parameter action in request"),
    "poll": (lambda b, c: b.send_poll(c, "问" * 301, ["是", "否"]), "poll question length"),
    "options": (lambda b, c: b.send_poll(c, "问", ["是"] * 13), "can't have more than 12 options"),
    "option": (lambda b, c: b.send_poll(c, "问", ["是" * 101, "否"]), "poll options length"),
    "quiz": (
        lambda b, c: b.send_poll(c, "问", ["是", "否"], type="quiz"),
        "wrong correct option ID",
    ),
    "explanation": (
        lambda b, c: b.send_poll(
            c, "问", ["是", "否"], type="quiz", correct_option_ids=[0], explanation="因" * 201
        ),
        "poll explanation is too long",
    ),
    "get_file": (lambda b, _: b.get_file("no-such-id"), "wrong file_id"),
    "query": (lambda b, _: b.answer_callback_query("99"), "query is too old"),
    "reaction": (lambda b, c: b.set_message_reaction(c, 99, "👍"), "message to react not found"),
    "webhook": (lambda b, _: b.set_webhook("http://example.org"), "an HTTPS URL must be"),
    "secret": (
        lambda b, _: b.set_webhook("https://example.org", secret_token="不行"),
        "secret token contains unallowed characters",
    ),
}


@pytest.mark.parametrize(("act", "words"), REFUSED.values(), ids=REFUSED)
async def test_refusals(server: BotApiServer, bot: Bot, act: Act, words: str) -> None:
    alice = server.user("Alice", started=True)
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await act(bot, alice.id)
    assert [violation.rejected for violation in server.violations] == [True]
    assert server.sent() == []


@pytest.mark.parametrize(
    ("name", "description", "words"),
    [
        ("Ask", "问", "BOT_COMMAND_INVALID"),
        ("问", "问", "BOT_COMMAND_INVALID"),
        ("a" * 33, "问", "command length must not exceed 32"),
        ("ask", " ", "command description must be non-empty"),
        ("ask", "问" * 257, "command description length must not exceed 256"),
    ],
)
async def test_bad_commands(
    server: BotApiServer, bot: Bot, name: str, description: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.set_my_commands([BotCommand(name, description)])
    assert len(server.violations) == 1


async def test_too_many_commands(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands([(f"c{n}", "x") for n in range(101)])


async def test_inline_results(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    typed = await alice.inline("错峰")
    for results, words in (
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
        ([article("x" * 65)], "RESULT_ID_INVALID"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.answer_inline_query(typed.id, results, api_kwargs={})
    await bot.answer_inline_query(typed.id, [article("1")])
    assert (await typed.answer())["results"][0]["id"] == "1"


async def test_an_edit_must_change_something(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_message(
        alice.id, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard("a")
    )
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await sent.edit_text("<strong>x</strong>", parse_mode="HTML", reply_markup=keyboard("a"))
    await sent.edit_text("x", reply_markup=keyboard("a"))
    await sent.edit_text("x")
    assert alice.private.messages[0].buttons == []
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("x", alice.id, (await alice.send(None, "mine")).id)


async def test_a_press_is_answered_once(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    await bot.send_message(alice.id, "x", reply_markup=keyboard("v1:a"))
    press = await alice.press(alice.private.messages[-1], "按")
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press.id, "长" * 201)
    await bot.answer_callback_query(press.id, "好")
    assert (await press.answer())["text"] == "好"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(press.id)


async def test_a_press_grows_old() -> None:
    now = 1_000_000.0
    async with BotApiServer(clock=lambda: now) as server:
        alice = server.user("Alice", started=True)
        bot = Bot(server.token, base_url=server.base_url)
        await bot.initialize()
        await bot.send_message(alice.id, "x", reply_markup=keyboard("v1:a"))
        press = await alice.press(alice.private.messages[-1])
        now += 61
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(press.id)
        assert server.violations == []
        await bot.shutdown()


async def test_unknown_parameters_are_violations(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    await bot.send_message(alice.id, "x", api_kwargs={"colour": "red"})
    assert [v.text for v in server.violations] == ["unknown parameters ['colour']"]


async def test_unescaped_text_is_a_violation_though_it_passes(
    server: BotApiServer, bot: Bot
) -> None:
    alice = server.user("Alice", started=True)
    await bot.send_message(alice.id, "AT&T", parse_mode="HTML")
    assert alice.private.messages[-1].text == "AT&T"
    assert [v.rejected for v in server.violations] == [False]


@pytest.mark.parametrize("token", ["987654321:wrong", "nonsense"])
async def test_wrong_tokens(make_bot: Callable[..., Awaitable[Bot]], token: str) -> None:
    with pytest.raises(InvalidToken):
        await (await make_bot(token)).get_me()


def test_every_method_has_its_parameters() -> None:
    assert set(METHODS) | {"getUpdates"} == set(SPEC)


async def test_a_stumble_of_the_server_is_seen(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    sent = await bot.send_message(alice.id, "x")
    with pytest.raises(TelegramError, match="Internal Server Error"):
        await bot.set_message_reaction(alice.id, sent.message_id, api_kwargs={"reaction": 5})
    assert len(server.violations) == 1


async def test_unknown_methods(bot: Bot) -> None:
    with pytest.raises(TelegramError, match=r"(?i)not found"):
        await bot.do_api_request("sendBanana")


async def test_the_ways_in_which_a_user_is_out_of_reach(server: BotApiServer, bot: Bot) -> None:
    blocked, gone, stranger = (server.user(name) for name in ("Blocked", "Gone", "Stranger"))
    await blocked.start()
    await blocked.block_bot()
    gone.deactivate()
    server.group("学习", [stranger])
    for user, words in (
        (blocked, "bot was blocked by the user"),
        (gone, "user is deactivated"),
        (stranger, "bot can't initiate conversation with a user"),
    ):
        with pytest.raises(Forbidden, match=f"(?i){words}"):
            await bot.send_message(user.id, "x")
    assert server.violations == []
    assert len(server.rejections) == 3
    await blocked.unblock_bot()
    await bot.send_message(blocked.id, "x")
