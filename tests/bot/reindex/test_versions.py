"""/versions and /rollback: what there is, and back in a moment."""

import re

import pytest
from kept_chat import Kept
from kept_home import law

from bot.reindex.payloads import RollBack, WishRollBack, encode
from index.lock import HomeLock

NEW = "食堂改由饭堂管理委员会负责，每天检查。"

pytestmark = pytest.mark.usefixtures("indexed")


async def test_versions_tell_date_author_counts_and_quality(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW, 车队="车队归车队长管。"))
    kept.home.index("Pavel (7)")
    app = await kept.start()
    await kept.settle(app, "班车")
    message = await kept.owner.ask("/versions")
    text = re.sub(r"\d\d:\d\d", "时刻", message.shown)
    assert text == (
        "索引的各个版本\n\n"
        "1. 时刻（现在用的）\n"
        "Pavel；1 份文档，7 段；自带的向量模型\n\n"
        "2. 时刻\n"
        "yandu index；1 份文档，6 段；自带的向量模型"
    )
    labels = [row[0].split("：")[0] for row in message.button_texts]
    assert labels == ["↩︎ 退回第 2 个", "🔄 看看差别"]


async def test_rollback_asks_and_goes_back_at_once(kept: Kept) -> None:
    first = kept.home.store.current_id()
    kept.home.put(law(食堂=NEW))
    kept.home.index()
    app = await kept.start()
    old_answer = await kept.alice.ask("食堂由谁负责")
    assert "饭堂管理委员会" in old_answer.shown
    message = await kept.owner.ask("/rollback")
    assert "资料库里的文件不会动" in message.shown
    assert kept.home.store.current_id() != first
    await kept.press(message, "退回")
    await kept.shown(message, "已经退回到")
    assert kept.home.store.current_id() == first
    assert "食堂小组" in await kept.answer(kept.alice, "食堂由谁负责")
    entry = (await app.bot_data.store.audit.newest(1))[0]
    assert (entry.action, entry.detail) == ("rolled back", first)
    preview = await kept.preview()
    assert "~ 一" in preview.shown
    pressed = await kept.alice.press(old_answer, (0, 0))
    assert "text" not in await pressed.answer()


async def test_there_is_nothing_older(kept: Kept) -> None:
    await kept.start()
    assert "没有更早的索引可以退回" in (await kept.owner.ask("/rollback")).shown


async def test_after_a_rollback_and_a_build_the_way_back_is_to_what_served(kept: Kept) -> None:
    first = kept.home.store.current_id()
    kept.home.put(law(食堂=NEW))
    kept.home.index()
    await kept.start()
    await kept.press(await kept.owner.ask("/rollback"), "退回")
    kept.home.put(law(培训="培训停办。"))
    assert kept.home.store.current_id() == first
    kept.home.index()
    message = await kept.owner.ask("/rollback")
    await kept.press(message, "退回")
    await kept.shown(message, "已经退回到")
    assert kept.home.store.current_id() == first


async def test_a_version_that_is_gone_is_not_gone_back_to(kept: Kept) -> None:
    await kept.start()
    current = kept.home.store.current_id()
    message = await kept.owner.ask("/versions")
    gone = "20200101-000000-0123456789"
    for payload in (WishRollBack(gone), RollBack(gone)):
        await (await kept.owner.press(message, data=encode(payload))).answer()
        await kept.shown(message, "已经不在了")
    assert kept.home.store.current_id() == current


async def test_nobody_goes_back_while_another_changes_the_home(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW))
    kept.home.index()
    await kept.start()
    current = kept.home.store.current_id()
    message = await kept.owner.ask("/rollback")
    with HomeLock(kept.home.settings.home, "yandu add"):
        await kept.press(message, "退回")
        await kept.shown(message, "正在改动资料库")
    assert kept.home.store.current_id() == current
