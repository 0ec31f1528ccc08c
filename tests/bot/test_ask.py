"""Questions in private chats: answers, edits, duplicates, failures."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from botapi import Account, BotApiServer, faults
from botapi.text import piece

from bot.app import build_application, make_services
from bot.context import App
from bot.settings import Settings
from bot.store import ChatState
from corpus.models import Document
from index.search import Searcher

Serving = Callable[..., AbstractAsyncContextManager[App]]
Becomes = Callable[[int, ChatState | None], Awaitable[None]]
Build = Callable[[], App]
StartBot = Callable[..., Awaitable[App]]

QUESTION = "错峰消毒法是什么"
QUOTE = "后勤中心党支部带领中心的管理人员把功课做在前面"
HINT = "请把问题写在 /ask 后面，例如：/ask 下半年的重点工作有哪些？"


@pytest.fixture
def build(make_settings: Callable[..., Settings], searcher: Searcher) -> Build:
    """Make one process after another on the same home."""
    return lambda: build_application(make_services(make_settings(), searcher))


async def test_the_answer(
    app: App, server: BotApiServer, alice: Account, searcher: Searcher
) -> None:
    [hit, *_] = searcher.search(QUESTION).hits
    answer = await alice.ask(QUESTION)
    quote, address, passage = answer.shown.split("\n\n")
    assert quote == hit.quote
    assert quote.startswith(QUOTE)
    assert address == f"📖 一、（四） · {hit.title}\n{' › '.join(hit.passage.path)}"
    assert passage == hit.passage.text
    covered = [(e["type"], piece(answer.shown, e)) for e in answer.entities]
    assert covered == [
        ("bold", "一、（四）"),
        ("expandable_blockquote", hit.passage.text),
        ("bold", hit.quote),
    ]
    assert len(answer.button_texts) == 4
    assert answer.button_texts[-2:] == [["📖 读整节"], ["👍", "👎"]]
    assert answer.reply_to is None
    assert [call.method for call in server.calls[-1:]] == ["sendMessage"]


async def test_a_command_asks_too(app: App, alice: Account) -> None:
    assert (await alice.ask(f"/ask {QUESTION}")).shown.startswith(QUOTE)
    assert (await alice.ask(f"/ask@YanduTestBot {QUESTION}")).shown.startswith(QUOTE)
    assert (await alice.ask("/ask")).shown == HINT


async def test_a_typed_reference_opens_the_place(app: App, alice: Account) -> None:
    place = await alice.ask("第一部分（四）")
    assert place.shown.startswith("📖 一、（四） · ")
    assert "（四）将高质量发展的根基打得更牢。" in place.shown
    assert place.entities[-1]["type"] == "blockquote"
    assert place.button_texts == []
    unknown = await alice.ask("三（九）")
    assert unknown.shown == "材料里没有“三（九）”这一处。最近的是："
    assert unknown.button_texts[0][0].startswith("三、（六）")


async def test_without_an_index(start_bot: StartBot, alice: Account) -> None:
    await start_bot(searching=None)
    assert (await alice.ask(QUESTION)).shown == "现在还没有学习材料，等管理者添加之后再来问我吧。"


async def test_an_edited_question_edits_its_answer(
    app: App, server: BotApiServer, alice: Account
) -> None:
    server.forget()
    question = await alice.send(None, "错峰消读法")
    answer = await server.reply()
    await alice.edit(question, "一、（五）")
    edited = await server.wait_for("editMessageText")
    assert edited.params["message_id"] == answer.id
    assert edited.params["text"].startswith("📖 <b>一、（五）</b>")
    await alice.edit(question, "一、（五）")
    await alice.ask("一、（六）")
    assert len(server.find_calls("editMessageText")) == 1


async def test_an_edit_to_the_same_answer_is_no_failure(
    app: App, server: BotApiServer, alice: Account, caplog: pytest.LogCaptureFixture
) -> None:
    server.forget()
    question = await alice.send(None, "一、（五）")
    await server.reply()
    await alice.edit(question, "一（五）")
    await server.wait_for("editMessageText", executed=False)
    await alice.ask("一、（六）")
    assert "failed" not in caplog.text
    server.violations.clear()  # Telegram calls an edit without a difference an error


async def test_an_answer_that_was_deleted_is_sent_anew(
    app: App, server: BotApiServer, alice: Account
) -> None:
    server.forget()
    question = await alice.send(None, "一、（五）")
    await alice.delete(await server.reply())
    await alice.edit(question, "一、（六）")
    assert (await server.reply()).shown.startswith("📖 一、（六）")
    server.violations.clear()


async def test_an_update_that_comes_twice_is_answered_once(
    app: App, server: BotApiServer, alice: Account
) -> None:
    await alice.ask(QUESTION)
    server.redeliver()
    await alice.ask("一、（五）")
    assert server.delivered(alice.private) == 2


async def test_what_a_killed_process_left_is_answered(
    build: Build, serving: Serving, server: BotApiServer, alice: Account
) -> None:
    async with serving(build(), handling=False):
        await alice.send(None, QUESTION)
        await server.until(lambda: len(server.polls) > 1 and server.polls[-1].params.get("offset"))
    assert server.delivered(alice.private) == 0
    async with serving(build()):
        assert (await server.reply()).shown.startswith(QUOTE)
    async with serving(build()):
        await alice.ask("一、（五）")
    assert server.delivered(alice.private) == 2


async def test_what_was_answered_just_before_the_kill_is_not_answered_again(
    build: Build, serving: Serving, server: BotApiServer, alice: Account
) -> None:
    async def die(update_id: int) -> None: ...

    dying = build()
    dying.bot_data.store.updates.done = die  # type: ignore[method-assign]
    async with serving(dying):
        await alice.ask(QUESTION)
    async with serving(build()) as app:
        assert len(app.bot_data.replayed) == 1
        await alice.ask("一、（五）")
    assert server.delivered(alice.private) == 2


async def test_the_handler_fails(
    start_bot: StartBot,
    server: BotApiServer,
    alice: Account,
    sample: Document,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        degraded, documents = None, (sample,)

        def within(self, _documents: object, _aliases: object = None) -> "Broken":
            return self

        def search(self, question: str) -> None:
            if question != "预热":
                raise ZeroDivisionError("secret detail")

    await start_bot(searching=Broken())
    answer = await alice.ask(QUESTION)
    assert answer.shown == "抱歉，这一次没能答上来。请过一会儿再试。"
    assert "ZeroDivisionError: secret detail" in caplog.text


async def test_a_blocked_bot_notes_it(
    app: App, becomes: Becomes, server: BotApiServer, alice: Account
) -> None:
    await alice.ask("/start")
    server.fail("sendMessage", faults.refused())
    await alice.send(None, QUESTION)
    await server.wait_for(executed=False)
    await becomes(alice.id, ChatState.BLOCKED)
