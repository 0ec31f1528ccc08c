"""From an empty home to a corpus renewed and taken back, with members asking all along."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from botapi import BotApiServer
from crowd import Asked, Crowd
from editions import Edition
from owner_phone import OwnerPhone
from serving import serve
from yandu_process import Yandu

from bot.home import snapshots_of
from bot.settings import Settings
from corpus.cleaning import clean
from corpus.readers import read

SHARED = Path(__file__).parents[4] / "shared/corpus"
SPEECH = SHARED / "speech-2020-half-year.txt"


@dataclass(frozen=True)
class Shelf:
    """What the corpus says at one time: its texts, and the passages that answer questions."""

    texts: tuple[str, ...]
    answers: Mapping[str, str]

    def gave(self, asked: Asked) -> bool:
        """Tell whether an answer is from here, word for word, and the right one where known."""
        quotes = [_bare(quote) for quote in asked.quotes]
        verbatim = all(any(quote in text for text in self.texts) for quote in quotes)
        right = self.answers.get(asked.question)
        return bool(quotes) and verbatim and (right is None or _bare(right) in quotes)


def _bare(text: str) -> str:
    return "".join(text.split())


def shelf(*texts: str, answers: Mapping[str, str]) -> Shelf:
    return Shelf(tuple(map(_bare, texts)), answers)


@dataclass(frozen=True)
class Plot:
    """The file that an owner sends first and the one that changes everything."""

    first: tuple[str, bytes]
    second: tuple[str, bytes, str]
    before: Shelf
    after: Shelf
    questions: Sequence[str]


def rules() -> Plot:
    """Let a new edition, which says other things at other places, replace the old one."""
    old, new = Edition(1), Edition(2)
    return Plot(
        (old.name, old.content),
        (new.name, new.content, "♻️ 替换"),
        shelf(old.document.text, answers=old.answers),
        shelf(new.document.text, answers=new.answers),
        list(new.answers),
    )


def speech() -> Plot:
    """Let rules join the real speech."""
    if not SPEECH.is_file():
        pytest.skip("the real speech is not shared here")
    added = Edition(2, places=4)
    text = "\n".join(one.text for one in clean(read(SPEECH)).paragraphs)
    rows = (SHARED / "questions-dev.jsonl").read_text("utf-8").splitlines()
    return Plot(
        (SPEECH.name, SPEECH.read_bytes()),
        (added.name, added.content, "✅ 添加"),
        shelf(text, answers={}),
        shelf(text, added.document.text, answers=added.answers),
        [json.loads(row)["question"] for row in rows] + list(added.answers),
    )


@pytest.mark.parametrize("plot", [rules, speech])
async def test_an_owner_keeps_the_corpus_while_members_ask(
    plot: Callable[[], Plot], server: BotApiServer, tmp_path: Path
) -> None:
    told = plot()
    api = f"http://127.0.0.1:{server.port}"
    home = Yandu(tmp_path / "home", {"YANDU_TOKEN": server.token, "YANDU_API_URL": api})
    phone = OwnerPhone(server, server.user("Olga"))
    crowd = Crowd(server, told.questions)
    async with serve(home) as bot:
        link = (await bot.printed("?start=claim-")).rpartition(" ")[2].rpartition("：")[2]
        assert "你现在是研读的管理者" in await phone.claim(link)
        first = await phone.preview(await phone.add(*told.first))
        await phone.start(first)
        await phone.renewed(first)
        second = await phone.preview(await phone.add(*told.second))
        async with crowd.asking():
            await crowd.more(20)
            started = time.monotonic()
            await phone.start(second)
            await phone.renewed(second)
            switched = time.monotonic()
            await crowd.more(40)
            going_back = time.monotonic()
            await phone.roll_back()
            back = time.monotonic()
            await crowd.more(40)
        assert await bot.stop() == 0
    asked = crowd.asked
    assert [one for one in asked if one.answered < started and not told.before.gave(one)] == []
    wrong = [one for one in asked if not told.before.gave(one) and not told.after.gave(one)]
    assert wrong == []
    served = [one for one in asked if switched < one.sent and one.answered < going_back]
    assert [one for one in served if not told.after.gave(one)] == []
    assert [one for one in asked if one.sent > back and not told.before.gave(one)] == []
    assert min(len(served), sum(one.sent > back for one in asked)) >= 40
    assert any(started < one.sent and one.answered < switched for one in asked)
    assert (server.violations, server.rejections) == ([], [])
    assert [line for line in bot.lines if server.token in line or "Traceback" in line] == []
    store = snapshots_of(Settings(home=home.home))
    assert len(store.manifests()) == 2
    assert store.load().manifest.documents == 1
