"""A new index that answers settled questions worse waits for an owner's word."""

import re

import pytest
from botapi import Message
from kept_chat import Kept
from kept_home import SUBJECTS, law

from bot.context import App
from bot.reindex.payloads import Decline, Take, encode

WORSE = law(食堂="这一节另说别的事。", 班车=None)

pytestmark = pytest.mark.usefixtures("indexed")


async def held_back(kept: Kept) -> tuple[App, Message, str]:
    """Build an index that loses a place and misses another; return the question and what waits."""
    app = await kept.start()
    await kept.settle(app, *SUBJECTS)
    kept.home.put(WORSE)
    message = await kept.preview()
    await kept.press(message, "开始")
    await kept.shown(message, "新的索引做好了，但没有换上")
    (waiting,) = kept.home.candidates
    return app, message, waiting


async def test_it_says_which_and_keeps_the_old_one(kept: Kept) -> None:
    before = kept.home.store.current_id()
    app, message, _waiting = await held_back(kept)
    text = message.shown
    assert "• 宿舍由谁负责（它的出处在新的索引里没有了）" in text
    missed = "• (食堂|班车)由谁负责（原来排第 1，现在第 [23]）"  # which of them, the model decides
    assert re.search(missed, text)
    assert "原来：6 个检验的问题，第一段就对的 100%，前三段里有的 100%" in text
    assert re.search(r"新的：6 个检验的问题，第一段就对的 \d+%", text)
    assert kept.home.store.current_id() == before
    assert app.bot_data.searcher is not None
    assert app.bot_data.searcher.snapshot == before
    assert "班车小组" in await kept.answer(kept.alice, "班车由后勤中心谁来管")


async def test_it_is_taken_all_the_same(kept: Kept) -> None:
    app, message, waiting = await held_back(kept)
    await kept.press(message, "照样换上")
    await kept.shown(message, "换上了")
    assert kept.home.store.current_id() == waiting
    assert app.bot_data.searcher is not None
    assert app.bot_data.searcher.snapshot == waiting
    assert kept.home.candidates == []
    record = kept.home.store.record(waiting)
    assert record is not None
    assert record.quality.questions == 6
    newest = (await app.bot_data.store.audit.newest(1))[0]
    assert (newest.action, newest.detail) == ("reindexed", waiting)


async def test_it_is_dropped(kept: Kept) -> None:
    before = kept.home.store.current_id()
    app, message, waiting = await held_back(kept)
    await kept.press(message, "留着原来的")
    await kept.shown(message, "丢掉了")
    assert kept.home.candidates == []
    assert kept.home.store.current_id() == before
    await (await kept.owner.press(message, data=encode(Take(waiting)))).answer()
    await kept.shown(message, "已经不在了")
    await (await kept.owner.press(message, data=encode(Decline(waiting)))).answer()
    assert kept.home.store.current_id() == before
    newest = (await app.bot_data.store.audit.newest(1))[0]
    assert (newest.action, newest.detail) == ("reindex cancelled", waiting)


async def test_what_was_taken_is_not_said_to_be_dropped(kept: Kept) -> None:
    _app, message, waiting = await held_back(kept)
    await kept.press(message, "照样换上")
    await kept.shown(message, "换上了")
    await (await kept.owner.press(message, data=encode(Decline(waiting)))).answer()
    await kept.shown(message, "已经不在了")
    assert kept.home.store.current_id() == waiting


async def test_it_waits_through_a_restart(kept: Kept) -> None:
    _app, message, waiting = await held_back(kept)
    app = await kept.start()
    assert kept.home.candidates == [waiting]
    await kept.press(message, "照样换上")
    await kept.shown(message, "换上了")
    assert kept.home.store.current_id() == waiting
    await app.bot_data.works.sweep()
    assert kept.home.store.current_id() == waiting


async def test_it_is_out_of_date_once_the_index_it_was_compared_with_is(kept: Kept) -> None:
    """An index that another process made in between is not put away by an old button."""
    _app, message, waiting = await held_back(kept)
    kept.home.put(law(节水="节水归大家管。"))
    kept.home.index()
    current = kept.home.store.current_id()
    assert kept.home.candidates == []
    await (await kept.owner.press(message, data=encode(Take(waiting)))).answer()
    await kept.shown(message, "已经不在了")
    assert kept.home.store.current_id() == current


async def test_questions_that_do_as_well_do_not_hold_it_back(kept: Kept) -> None:
    app = await kept.start()
    await kept.settle(app, *SUBJECTS)
    kept.home.put(law(节水="节水由水务小组负责。"))
    message = await kept.preview()
    await kept.press(message, "开始")
    text = await kept.shown(message, "✅ 索引更新好了")
    assert "6 个检验的问题，第一段就对的 100%，前三段里有的 100%" in text
