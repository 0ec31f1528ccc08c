"""`yandu chat`: the whole bot in the terminal, where its owner types."""

import getpass
import itertools
import logging
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from pydantic import SecretStr

from bot.app import build_application, make_services, run
from bot.cli.home import find_searcher
from bot.cli.shell import Shell
from bot.console.desk import Desk
from bot.console.keyboard import Keyboard, terminal_restored
from bot.console.posts import JSON
from bot.console.request import ConsoleRequest
from bot.console.session import Session
from bot.emptiness import not_indexed
from bot.home import library_of
from bot.settings import Settings
from bot.texts import Language, Texts
from corpus.models import Section
from index.questions import load_questions
from index.search import Searcher

__all__ = ["chat"]

OWNER = 1
TOKEN = "1:terminal"  # noqa: S105 - the library wants one, nothing reads it
BLOCK = 10_000
CODES = {Language.ZH_HANS: "zh-hans", Language.ZH_HANT: "zh-hant", Language.EN: "en"}


def chat() -> None:
    """Talk with the bot until Ctrl-D; piped input is answered, and the index built, to the end."""
    shell = Shell()
    settings = _local(shell.settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    log = settings.home / "terminal.log"
    logging.basicConfig(filename=log, level=logging.WARNING, encoding="utf-8", force=True)
    searcher = find_searcher(shell)
    person = _person(shell.texts)
    first = _reserve(settings.home / "terminal.count")
    desk = Desk(shell.out, person, settings.home / "received", first)
    session = Session(desk, Keyboard(), itertools.count(first), shell.texts)
    services = make_services(settings, searcher)
    app = build_application(services, ConsoleRequest(desk, session.updates), token=TOKEN)
    session.answered, session.finish = app.update_queue, app.stop_running
    session.building = lambda: services.works.task
    _greet(shell, searcher)
    with terminal_restored():
        run(app)


def _local(settings: Settings) -> Settings:
    """Keep the terminal apart from Telegram: its own database, its user the only owner."""
    database = SecretStr(f"sqlite:///{settings.home / 'terminal.db'}")
    changed = {"database_url": database, "admins": frozenset({OWNER}), "webhook_url": None}
    return settings.model_copy(update=changed)


def _person(texts: Texts) -> JSON:
    name = _user_name()
    code = CODES[texts.language]
    return {"id": OWNER, "is_bot": False, "first_name": name, "language_code": code}


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "owner"


def _reserve(path: Path) -> int:
    """Return the first number of a block that no other session has used."""
    try:
        first = int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        first = 1
    path.write_text(str(first + BLOCK), encoding="ascii")
    return first


def _greet(shell: Shell, searcher: Searcher | None) -> None:
    """Say where this is, what to try and how to leave."""
    out, _ = shell.out, shell.texts
    out.print(out.styled("b", _("研读：在终端里提问，和在 Telegram 上一样。")))
    if searcher and searcher.documents:
        out.print(_("例如："))
        for question in example_questions(searcher):
            out.print(f"  {question}")
    elif library_of(shell.settings).entries():
        out.print(not_indexed(_))
    else:
        out.print(
            _("还没有文档。用 /file 路径 发一份，或者按 Ctrl-D 离开，运行 yandu index --sample。")
        )
    out.print(_("/help 看用法，/file 路径 发文件，输入按钮的号码就是按它，Ctrl-D 离开。") + "\n")


def example_questions(searcher: Searcher) -> list[str]:
    """Take three questions that the documents answer: the sample's own, else section titles.

    Where no section has a title the first addresses stand for them.
    """
    samples = Path(str(resources.files("corpus") / "samples"))
    for document in searcher.documents:
        path = samples / f"{document.id}.questions.jsonl"
        if path.is_file():
            asked = [each.question for each in load_questions(path) if each.kind == "wording"]
            return asked[:: max(len(asked) // 3, 1)][:3]
    outer = [section for each in searcher.documents for section in each.sections]
    inner = [section for each in searcher.documents for section in each.walk()]
    titles = _titles(outer) or _titles(inner)
    addresses = [str(one.reference) for each in searcher.documents for one in each.passages]
    return (titles or addresses)[:3]


def _titles(sections: Sequence[Section]) -> list[str]:
    return [section.title for section in sections if section.title]
