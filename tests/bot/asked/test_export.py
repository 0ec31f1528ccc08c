"""/export: what was settled, as a file that yandu evaluate reads."""

from collections.abc import Awaitable, Callable
from typing import Any

from botapi import Account, BotApiServer

from bot.context import App, Services
from bot.store.aliases import RightPlace, Ruling
from bot.store.tables import audit
from corpus.references import parse
from index.evaluation.judging import AnswerKey
from index.questions import Question, parse_questions
from index.search import Searcher

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]


async def test_nothing_to_export(app: App, olive: Account) -> None:
    assert (await olive.ask("/export")).shown == (
        "还没有定过出处的问题。用 /questions 定了以后，可以在这里导出。"
    )


async def test_the_file_is_read_by_evaluate(
    app: App, server: BotApiServer, olive: Account, searcher: Searcher, rows: Rows
) -> None:
    services: Services = app.bot_data
    right = RightPlace("half-year-speech", "三、（五）", ("三、（五）一", "三、（五）二"))
    await services.store.aliases.settle(Ruling(["头雁\n工程"], right, olive.id), 1)
    await services.store.aliases.settle(Ruling(["食堂几点开饭"], None, olive.id), 1)
    sent = await olive.ask("/export")
    assert sent.shown == (
        "2 个问题，其中材料没讲的 1 个。检验回答：yandu evaluate settled.questions.jsonl"
    )
    assert sent.file is not None
    assert sent.file.name == "settled.questions.jsonl"
    read = parse_questions(sent.file.data, "file")
    one, two = parse("三、（五）一"), parse("三、（五）二")
    assert one is not None
    assert two is not None
    assert read == (
        Question("头雁\n工程", sections=(one, two), kind="settled", document="half-year-speech"),
        Question("食堂几点开饭", kind="absent"),
    )
    key = AnswerKey(searcher.documents[0].passages)
    assert [len(case.right) for case in key.cases(read)] == [2, 0]
    [logged] = await rows(audit, "action", "detail", count=1)
    assert logged == ("questions exported", "2")
