"""Who may not: every admin button pressed and every admin command sent by those without the role.

A command or a kind of button that is not in the tables here fails the test that looks for it.
"""

import hashlib
import pkgutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from botapi import Account, BotApiServer, Chat, Message, faults
from botapi.delivery import deliver
from telegram.ext import CommandHandler

import bot
from bot import payloads as places
from bot.app import build_application, make_services
from bot.asked import payloads as asked
from bot.commands import Audience, commands_for
from bot.context import App
from bot.daily import payloads as daily
from bot.documents import payloads as documents
from bot.home import library_of, snapshots_of
from bot.owners import payloads as owners
from bot.reindex import payloads as reindex
from bot.reindex.comparing import contents_of, digest_of
from bot.reindex.renewing import renew
from bot.settings import Settings
from bot.stats import payloads as stats
from bot.stats.periods import Period
from bot.store.owners import Owner
from bot.store.tables import metadata
from bot.study import payloads as study
from bot.texts import Language, Texts
from corpus.library import sample_documents
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from index.models import Verdict
from index.planning import Plan
from index.search import open_searcher

MakeSettings = Callable[..., Settings]
Serving = Callable[..., AbstractAsyncContextManager[App]]

OWNERS_ONLY, ADMINS_ONLY = "只有机器人的管理者可以这样做。", "只有"
TRY_AGAIN = "现在问不到 Telegram 这里的管理员是谁，请过一会儿再试。"


class May(StrEnum):
    """Who may do something."""

    EVERYONE = "everyone"
    ADMINS = "a group's admins, and everyone in their own private chat"
    OWNERS = "owners"
    BOTH = "a group's admins there, owners in private"


# What is typed after a command here would change something, or show what is not for everyone.
COMMANDS: dict[str, tuple[May, tuple[str, ...]]] = {
    "start": (May.EVERYONE, ()),
    "help": (May.EVERYONE, ()),
    "ask": (May.EVERYONE, ()),
    "today": (May.EVERYONE, ()),
    "privacy": (May.EVERYONE, ()),
    "forget": (May.EVERYONE, ()),
    "daily": (May.ADMINS, ("", "06:00", "now", "history")),
    "study": (May.ADMINS, ("",)),
    "language": (May.ADMINS, ("",)),
    "documents": (May.OWNERS, ("",)),
    "add": (May.OWNERS, ("",)),
    "reindex": (May.OWNERS, ("",)),
    "versions": (May.OWNERS, ("",)),
    "rollback": (May.OWNERS, ("",)),
    "questions": (May.OWNERS, ("",)),
    "export": (May.OWNERS, ("",)),
    "stats": (May.BOTH, ("", "30")),
    "doctor": (May.OWNERS, ("",)),
    "owners": (May.OWNERS, ("", "add 7", "remove 5")),
    "audit": (May.OWNERS, ("",)),
}


@dataclass(frozen=True)
class Real:
    """What there is for a button to name, so that it would do something if it were allowed."""

    document: str
    passage: str
    snapshot: str
    owner: int


def buttons(real: Real) -> list[tuple[ModuleType, May, list[Any]]]:
    """List each room's kinds of buttons, and who may press them."""
    item, place = asked.Item(asked.ItemKind.ASKED, 1), places.ItemView(real.passage, 1)
    alias = asked.Item(asked.ItemKind.ALIAS, 1)
    span = places.Span(real.passage, 0, 5)
    of_arrivals = "0123456789ab"
    return [
        (places, May.EVERYONE, [
            places.AnswerView(Verdict.EXACT, (span,)), place,
            places.PlaceView(real.passage, 1), places.SectionView(real.passage),
            places.OutlineView(real.passage, 1),
        ]),
        (places, May.ADMINS, [*map(places.LanguageChoice, Language)]),
        (daily, May.EVERYONE, [daily.ExcerptView(real.passage, 1), daily.AskAbout(real.passage)]),
        (daily, May.ADMINS, [daily.Choose(pick, value) for pick, value in CHOICES.items()]),
        (study, May.ADMINS, [study.All(), study.Turn(), study.Toggle(real.document)]),
        (documents, May.OWNERS, [
            *(documents.Arrived(wish, of_arrivals) for wish in OF_ARRIVALS),
            documents.Arrived(documents.Wish.REPLACE, of_arrivals, real.document),
            *(documents.Shelved(wish, real.document) for wish in OF_DOCUMENTS),
            documents.Listed(), documents.Undo("0123456789ab"), documents.DropSample(),
        ]),
        (reindex, May.OWNERS, [
            reindex.Preview(), reindex.Start("0123456789ab"), reindex.Cancel("01234567"),
            reindex.Dismiss(), reindex.Take(real.snapshot), reindex.Decline(real.snapshot),
            reindex.Versions(), reindex.WishRollBack(real.snapshot),
            reindex.RollBack(real.snapshot),
        ]),
        (asked, May.EVERYONE, [asked.Vote(helpful=True), asked.Wish(), asked.Forget(sure=True)]),
        (asked, May.OWNERS, [
            asked.Queue(0), asked.Dismiss(item), asked.Dismiss(alias), asked.Type(item),
            asked.Settle(item, place), asked.Undo(1),
        ]),
        (stats, May.BOTH, [*map(stats.ShowStats, Period)]),
        (owners, May.OWNERS, [
            owners.ListOwners(), owners.RemoveOwner(real.owner),
            owners.RemoveOwner(real.owner, sure=True), owners.AuditPage(0),
        ]),
    ]  # fmt: skip


CHOICES = {
    daily.Pick.MENU: "", daily.Pick.SWITCH: "1", daily.Pick.TIME: "0730",
    daily.Pick.DAYS: "workdays", daily.Pick.ORDER: "shuffled", daily.Pick.MINUTES: "5",
    daily.Pick.DOCUMENT: "", daily.Pick.SILENT: "1", daily.Pick.RESUME: "",
    daily.Pick.NOW: "", daily.Pick.HISTORY: "", daily.Pick.AGAIN: "", daily.Pick.NEXT: "",
}  # fmt: skip
OF_DOCUMENTS = (
    documents.Wish.PAGE, documents.Wish.OUTLINE, documents.Wish.FILE, documents.Wish.RENAME,
    documents.Wish.WISH_REMOVE, documents.Wish.REMOVE,
)  # fmt: skip
OF_ARRIVALS = (
    documents.Wish.ADD, documents.Wish.DISCARD, documents.Wish.NAME, documents.Wish.SHOW,
    documents.Wish.CHOOSE,
)  # fmt: skip


class Caller(StrEnum):
    """Who tries: nobody of them is owner, nor admin of the group they are in."""

    MEMBER = "a member in a group"
    STRANGER = "somebody in private"
    ADMIN_ELSEWHERE = "an admin of another group"
    EX_ADMIN = "one who was admin of the group"
    EX_OWNER = "one who was owner, in private"
    OWNER = "an owner who is a member of the group"
    ANONYMOUS = "an anonymous admin of the group"
    CHANNEL = "somebody in the name of a channel"


# Who may here: an anonymous admin is one, an owner is no admin of a group by that.
MAY = {
    **{caller: {May.EVERYONE} for caller in Caller},
    Caller.STRANGER: {May.EVERYONE, May.ADMINS},
    Caller.EX_OWNER: {May.EVERYONE, May.ADMINS},
    Caller.ANONYMOUS: {May.EVERYONE, May.ADMINS, May.BOTH},
    Caller.OWNER: {May.EVERYONE, May.OWNERS},
}


@dataclass
class Scene:
    """A bot with a corpus, its owner, and who tries what they may not."""

    app: App
    server: BotApiServer
    real: Real
    who: Account
    chat: Chat
    name: Chat | None = None

    def refusal(self, may: May) -> str:
        private = self.chat.user is not None
        owners_only = may is May.OWNERS or (may is May.BOTH and private)
        return OWNERS_ONLY if owners_only else ADMINS_ONLY

    async def send(self, text: str) -> str:
        """Write a message, in the name of a channel where the caller hides behind one."""
        self.server.forget()
        if self.name is None:
            return (await self.who.ask(text, self.chat)).shown
        length = len(text.split(maxsplit=1)[0])
        message = self.server.world.post(
            self.chat, self.server.world.anonymous, text=text, sender_chat=self.name,
            entities=[{"type": "bot_command", "offset": 0, "length": length}],
        )  # fmt: skip
        deliver(self.server.world, message)
        return (await self.server.reply(self.chat)).shown

    async def message(self) -> Message:
        """Give a message of the bot under which a button could stand."""
        return await self.who.ask("/help", self.chat)

    def state(self) -> dict[str, Any]:
        """Give all that could change: the tables, the files of the home, what is searched."""
        home = self.app.bot_data.settings.home
        with closing(sqlite3.connect(home / "yandu.db")) as database:
            names = [name for name in metadata.tables if name not in UNRELATED]
            rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        kept = {
            str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in home.rglob("*")
            if path.is_file() and not path.name.startswith(("yandu.db", "lock"))
        }
        return {"tables": rows, "files": kept, "searcher": id(self.app.bot_data.searcher)}


@pytest.fixture
async def scene(
    request: pytest.FixtureRequest,
    make_settings: MakeSettings,
    serving: Serving,
    server: BotApiServer,
    sample: Document,
) -> AsyncIterator[Scene]:
    """Let an owner keep a corpus with two snapshots, and a caller come in."""
    settings = make_settings(admins=frozenset({5}))
    library_of(settings).add(sample_documents()[0])
    _index(settings, sample, structure(Source("other", (Paragraph("一、别的"),)), "other"))
    _index(settings, sample)
    searcher = open_searcher(settings.home, None)
    app = build_application(make_services(settings, searcher))
    older = snapshots_of(settings).manifests()[-1].id
    real = Real(daily.short_id(sample.id), sample.passages[0].id, older, 6)
    async with serving(app):
        await app.bot_data.store.owners.add(Owner(real.owner, "Olga", 0))
        yield await _enter(request.param, app, server, real)


def _index(settings: Settings, *documents: Document) -> None:
    """Index as `yandu index` does, so that the bot has nothing to offer when it starts."""
    store, library = snapshots_of(settings), library_of(settings)
    plan = Plan.make(documents, None, contents_of(store, None))
    assert renew(plan, store, author="yandu index", library=digest_of(library)).switched


async def _enter(caller: Caller, app: App, server: BotApiServer, real: Real) -> Scene:
    who, admin = server.user("Alice", started=True), server.user("Admin")
    await who.ask("/start")
    group = server.group("学习", [who], owner=admin)
    scene = Scene(app, server, real, who, group)
    match caller:
        case Caller.STRANGER:
            scene.chat = who.private
        case Caller.ADMIN_ELSEWHERE:
            elsewhere = server.group("别处", owner=who)
            await who.ask("/daily 06:00", elsewhere)
        case Caller.EX_ADMIN:
            await admin.promote(group, who)
            await who.ask("/daily", group)
            await admin.demote(group, who)
            app.bot_data.roles.forget(group.id)
        case Caller.EX_OWNER:
            scene.chat = who.private
            await app.bot_data.store.owners.add(Owner(who.id, "Alice", 0))
            await who.ask("/audit")
            await app.bot_data.store.owners.remove(who.id, keep_one=False)
        case Caller.OWNER:
            await app.bot_data.store.owners.add(Owner(who.id, "Alice", 0))
        case Caller.ANONYMOUS:
            await app.bot_data.store.owners.add(Owner(server.world.anonymous.id, "Group", 0))
            await admin.promote(group, who, anonymous=True)
        case Caller.CHANNEL:
            scene.name = server.channel("频道", owner=who)
    return scene


@pytest.mark.parametrize("scene", Caller, indirect=True)
async def test_commands(scene: Scene, request: pytest.FixtureRequest) -> None:
    allowed = MAY[request.node.callspec.params["scene"]]
    before = scene.state()
    wrong = {}
    for command, (may, given) in COMMANDS.items():
        for words in given if may not in allowed else ():
            text = f"/{command} {words}".strip()
            answer = await scene.send(text)
            if not answer.startswith(scene.refusal(may)):
                wrong[text] = answer
    assert wrong == {}
    assert scene.state() == before


@pytest.mark.parametrize(
    "scene", [caller for caller in Caller if caller is not Caller.CHANNEL], indirect=True
)
async def test_buttons(scene: Scene, request: pytest.FixtureRequest) -> None:
    allowed = MAY[request.node.callspec.params["scene"]]
    message = await scene.message()
    before, shown = scene.state(), message.shown
    wrong = {}
    for room, may, kinds in buttons(scene.real):
        for payload in kinds if may not in allowed else ():
            answer = await (await scene.who.press(message, data=room.encode(payload))).answer()
            refused = answer.get("text", "").startswith(scene.refusal(may))
            if not (refused and answer.get("show_alert")):
                wrong[payload] = answer
    assert wrong == {}
    assert scene.state() == before
    assert message.shown == shown


@pytest.mark.parametrize("scene", [Caller.STRANGER], indirect=True)
async def test_nobody_waits_at_a_button_whose_message_is_gone(scene: Scene) -> None:
    who, message = scene.who, await scene.message()
    await who.delete(message)
    for room, _may, kinds in buttons(scene.real):
        for payload in kinds:
            await scene.app.bot_data.store.owners.add(Owner(who.id, "Alice", 0))
            await (await who.press(message, data=room.encode(payload))).answer()


@pytest.mark.parametrize("scene", [Caller.STRANGER, Caller.EX_OWNER], indirect=True)
async def test_files(scene: Scene) -> None:
    before = scene.state()
    scene.server.forget()
    await scene.who.send_document(None, "一、工作\n（一）要点。第一段。".encode(), "讲话.txt")
    await scene.server.reply(scene.chat)
    assert scene.state() == before


@pytest.mark.parametrize("scene", [Caller.STRANGER], indirect=True)
async def test_replies_to_what_asked_for_them(scene: Scene) -> None:
    who, owning = scene.who, scene.app.bot_data.store.owners
    await who.ask("食堂几点开饭")
    await owning.add(Owner(who.id, "Alice", 0))
    queue = await who.ask("/questions")
    prompts = []
    for data in (
        next(each.data for each in queue.all_buttons() if "写出处" in each.text),
        documents.encode(documents.Shelved(documents.Wish.RENAME, scene.real.document)),
    ):
        scene.server.forget()
        press = await who.press(queue, data=data)
        prompts.append(await scene.server.reply(scene.chat))
        await press.answer()
    await owning.remove(who.id, keep_one=True)
    before = scene.state()
    for prompt in prompts:
        assert (await who.ask("一、（四）", reply_to=prompt)).shown == OWNERS_ONLY
    assert scene.state() == before


@pytest.mark.parametrize("scene", [Caller.MEMBER], indirect=True)
async def test_where_telegram_does_not_say_nobody_is_admin(scene: Scene) -> None:
    (admin,) = [m.user for m in scene.chat.members.values() if m.status == "creator"]
    scene.who = Account(scene.server, admin)
    fault = faults.rejected(400, "Bad Request: not now")
    scene.server.fail("getChatAdministrators", fault, times=None)
    message = await scene.message()
    before = scene.state()
    assert await scene.send("/daily 06:00") == TRY_AGAIN
    for room, may, kinds in buttons(scene.real):
        for payload in kinds if may in (May.ADMINS, May.BOTH) else ():
            press = await scene.who.press(message, data=room.encode(payload))
            assert (await press.answer())["text"] == TRY_AGAIN
    assert scene.state() == before


def rooms() -> Iterator[ModuleType]:
    """Find every module that says what buttons carry."""
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        if found.name.endswith("payloads"):
            yield import_module(found.name)


def test_no_kind_of_button_is_forgotten() -> None:
    table = buttons(Real("0" * 12, "p" * 12, "", 5))
    listed = [(room, payload) for room, _may, payloads in table for payload in payloads]
    for room in rooms():
        here = [payload for where, payload in listed if where is room]
        kinds = get_args(room.Payload) or (room.Payload,)
        assert {type(payload) for payload in here} == set(kinds)
        assert chosen(here) == set(choices(kinds))


def choices(kinds: tuple[type, ...]) -> Iterator[Enum]:
    """List the members of the enumerations that say what a button does."""
    for kind in kinds:
        for hint in get_type_hints(kind).values():
            if isinstance(hint, type) and issubclass(hint, StrEnum) and hint not in STATES:
                yield from hint


def chosen(payloads: list[Any]) -> set[Enum]:
    values = (getattr(each, field.name) for each in payloads for field in fields(each))
    return {value for value in values if isinstance(value, StrEnum) and type(value) not in STATES}


UNRELATED = ("updates", "notices")
"""Tables in which the bot notes what came, and what it told the owners by itself."""
STATES = (Verdict,)
"""Enumerations that only say how something is shown."""


async def test_no_command_is_forgotten(app: App) -> None:
    registered = {
        command
        for handlers in app.handlers.values()
        for handler in handlers
        if isinstance(handler, CommandHandler)
        for command in handler.commands
    }
    assert set(COMMANDS) == registered


@pytest.mark.parametrize(
    ("audience", "may", "without"),
    [
        (Audience.PRIVATE, {May.EVERYONE, May.ADMINS}, {"start"}),
        (Audience.GROUP, {May.EVERYONE}, {"start", "forget"}),
        (Audience.GROUP_ADMIN, {May.EVERYONE, May.ADMINS, May.BOTH}, {"start", "forget"}),
        (Audience.OWNER, set(May), {"start"}),
    ],
)
def test_menus_show_what_one_may(audience: Audience, may: set[May], without: set[str]) -> None:
    shown = {each.command for each in commands_for(audience, Texts(Language.ZH_HANS))}
    assert shown == {command for command, (who, _) in COMMANDS.items() if who in may} - without
