"""What another process, a crash, or somebody at the disk did while the bot looked elsewhere."""

import asyncio
import os
import time
from datetime import timedelta

import pytest
from botapi import Message
from kept_chat import Kept
from kept_home import law

from bot.documents.incoming import incoming_of
from bot.texts import Language
from corpus.trash import DAYS_KEPT
from index.errors import SnapshotMismatch
from index.record import Pace, Quality, Record
from index.snapshot import SnapshotStore

NEW = "食堂改由饭堂管理委员会负责，每天检查。"


def told(kept: Kept, part: str) -> list[Message]:
    return [each for each in kept.server.sent(kept.owner.private) if part in each.shown]


async def serving(kept: Kept, snapshot: str | None, app: object) -> None:
    async with asyncio.timeout(60):
        while getattr(app.bot_data.searcher, "snapshot", None) != snapshot:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("indexed")
async def test_what_another_process_switches_to_is_served_without_a_restart(kept: Kept) -> None:
    app = await kept.start()
    first = kept.home.store.current_id()
    assert first is not None
    kept.home.put(law(食堂=NEW))
    made = kept.home.index().made
    assert made is not None
    await serving(kept, made.snapshot.id, app)
    assert "饭堂管理委员会" in await kept.answer(kept.alice, "食堂由谁负责")
    kept.home.store.switch(first)
    await serving(kept, first, app)
    assert "食堂小组" in await kept.answer(kept.alice, "食堂由谁负责")


async def test_the_first_index_of_another_process_is_served(kept: Kept) -> None:
    app = await kept.start()
    kept.home.put(law())
    kept.home.index()
    await serving(kept, kept.home.store.current_id(), app)
    assert "班车小组" in await kept.answer(kept.alice, "班车由谁负责")


@pytest.mark.usefixtures("indexed")
async def test_a_broken_one_leaves_the_old_serving_and_is_told_once(kept: Kept) -> None:
    app = await kept.start()
    first = kept.home.store.current_id()
    kept.home.put(law(食堂=NEW))
    made = kept.home.index().made
    assert made is not None
    await serving(kept, made.snapshot.id, app)
    kept.home.put(law(食堂="关了。"))
    store, damaged = kept.home.store, kept.home.store.folder / "snapshots"
    os.truncate(damaged / str(first) / "vectors.faiss", 3)
    (store.folder / "current").write_text(f"{first}\n")
    await kept.server.until(lambda: told(kept, "换上的索引坏了"), within=60)
    assert app.bot_data.searcher is not None
    assert app.bot_data.searcher.snapshot == made.snapshot.id
    assert "饭堂管理委员会" in await kept.answer(kept.alice, "食堂由谁负责")
    store.switch(made.snapshot.id)
    (store.folder / "current").write_text(f"{first}\n")
    await asyncio.sleep(0.3)
    assert len(told(kept, "换上的索引坏了")) == 1


@pytest.mark.usefixtures("indexed")
async def test_a_broken_one_is_not_read_over_and_over(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.start()
    reads = []

    def load(_store: SnapshotStore, snapshot: str | None = None) -> None:
        reads.append(snapshot)
        raise SnapshotMismatch("half of it is missing")

    monkeypatch.setattr(SnapshotStore, "load", load)
    (kept.home.store.folder / "current").write_text("20200101-000000-0123456789\n")
    await kept.server.until(lambda: told(kept, "换上的索引坏了"), within=60)
    before = len(reads)
    await asyncio.sleep(0.3)
    assert len(reads) == before


@pytest.mark.usefixtures("indexed")
async def test_a_difference_at_start_is_offered_once_and_not_applied(kept: Kept) -> None:
    current = kept.home.store.current_id()
    kept.home.put(law(食堂=NEW))
    await kept.start()
    await kept.server.until(lambda: told(kept, "不一致"), within=60)
    offer = told(kept, "不一致")[0]
    assert kept.home.store.current_id() == current
    await kept.press(offer, "看看差别")
    await kept.server.until(lambda: told(kept, "更新索引 ·"), within=60)
    second = await kept.start()
    await quiet(kept)
    assert second.bot_data.searcher is not None
    assert len(told(kept, "不一致")) == 1
    kept.home.put(law(食堂="食堂关了。"))
    await kept.start()
    await kept.server.until(lambda: len(told(kept, "不一致")) == 2, within=60)


async def quiet(kept: Kept) -> None:
    """Wait until a started bot has done what it does at its start."""
    await kept.answer(kept.alice, "班车由谁负责")
    await asyncio.sleep(0.5)


@pytest.mark.usefixtures("indexed")
async def test_it_is_offered_in_the_owners_language(kept: Kept) -> None:
    app = await kept.start()
    await app.bot_data.store.chats.choose_user_language(kept.owner.id, Language.EN)
    kept.home.put(law(食堂=NEW))
    await kept.start()
    await kept.server.until(lambda: told(kept, "differ"), within=60)


@pytest.mark.usefixtures("indexed")
async def test_nothing_is_offered_where_nothing_changed(kept: Kept) -> None:
    await kept.start()
    await quiet(kept)
    assert kept.server.sent(kept.owner.private) == []


async def test_documents_without_an_index_are_offered(kept: Kept) -> None:
    kept.home.put(law())
    await kept.start()
    await kept.server.until(lambda: told(kept, "还没有索引"), within=60)


@pytest.mark.usefixtures("indexed")
async def test_what_a_crash_left_goes_at_start_and_what_waits_stays_a_day(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept.home.store
    (store.folder / "candidates" / ".draft-dead").mkdir(parents=True)
    loaded = store.load()
    waiting = store.write(loaded.documents, loaded.lexical, loaded.embedded, "", loaded.thresholds)
    store.keep(waiting.id, Record(Quality(), Pace(0, 0, 0, 0), "", loaded.id, held=True))
    (store.folder / "candidates" / ".draft-dead").mkdir()
    app = await kept.start()
    folder = store.folder / "candidates"
    async with asyncio.timeout(60):
        while (folder / ".draft-dead").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert kept.home.candidates == [waiting.id]
    monkeypatch.setattr("index.snapshot.PATIENCE", timedelta(0))
    await app.bot_data.works.sweep()
    assert kept.home.candidates == []


@pytest.mark.usefixtures("indexed")
async def test_files_that_nobody_chose_and_old_trash_go_while_the_bot_runs(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await kept.start()
    incoming, trash = incoming_of(kept.home.settings), kept.home.library.trash
    incoming.keep("0123456789ab", "a.txt", b"x", None)
    kept.home.library.remove("办法")
    now = time.time()
    await app.bot_data.works.sweep()
    assert (incoming.find("0123456789ab") is None, len(trash.items())) == (False, 1)
    monkeypatch.setattr("time.time", lambda: now + (DAYS_KEPT + 1) * 24 * 3600)
    await app.bot_data.works.sweep()
    left = (*(kept.home.settings.home / "incoming").iterdir(), *trash.folder.iterdir())
    assert left == ()
