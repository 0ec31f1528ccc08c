"""Documents that an owner sends: what is shown of them, and what becomes of them."""

import json
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from botapi import Account, BotApiServer, faults
from librarian import LAW, NOTICE, Librarian

from bot.app import build_application, make_services
from bot.context import App
from bot.documents.payloads import Arrived, Wish, encode
from bot.home import library_of
from bot.settings import Settings
from corpus.library import sample_documents
from index.lock import HomeLock

StartBot = Callable[..., Awaitable[App]]

PREVIEW = """📄 食堂通知.txt · 414 B
关于办好职工食堂的通知
2 个部分、4 节，4 段，141 字

一　总体要求
二　保障措施

会这样引用：
• 一、（一） 每周换一次菜单，征求职工的意见。
• 二、（一） 后勤科长每天到食堂看一看，发现问题当天解决。
• 二、（二） 一是设意见箱，二是开座谈会，三是请职工代表陪餐。"""
ARTICLES = "# 阅览室办法\n\n第一条 凭证入内。\n\n第二条 保持安静。\n\n第三条 晚上九点关门。\n"
ADDED = "✅ 已加入“关于办好职工食堂的通知”。\n更新索引之后，成员才用得上。"
GONE = "这个文件已经不在了：放弃了，或者过了一天。请再发一次。"
ASKED = "请回复这条消息，写上新的标题。"
MEMBERS = "我还读不了发来的文件。请把问题打成文字发给我。"
SAMPLE = sample_documents()[0]


async def test_a_file_is_shown_and_added(librarian: Librarian, home: Path) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    assert message.shown == PREVIEW
    assert message.button_texts == [["✅ 添加", "✏️ 改标题"], ["🗑 放弃"]]
    assert librarian.ids == []
    await librarian.press(message, "✅ 添加")
    assert message.shown == ADDED
    assert message.button_texts == [["🔄 更新索引", "↩️ 撤销"], ["◂ 材料列表"]]
    assert librarian.library.entry("食堂通知").path.read_text(encoding="utf-8") == NOTICE
    assert [path.suffix for path in (home / "incoming").iterdir()] == [".json"]


async def test_pressing_twice_adds_once(librarian: Librarian) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    arrival = next(b.data for b in message.all_buttons() if b.text == "✅ 添加")
    for _ in range(2):
        await (await librarian.owner.press(message, data=arrival)).answer()
    assert message.shown == ADDED
    assert librarian.ids == ["食堂通知"]


async def test_what_was_added_can_be_undone_and_come_back(librarian: Librarian) -> None:
    message = await librarian.add(NOTICE, "食堂通知.txt")
    await librarian.press(message, "↩️ 撤销")
    removed = "🗑 已移除“关于办好职工食堂的通知”，7 天之内可以撤销。"
    assert (message.shown, librarian.ids) == (removed, [])
    undo = next(b.data for b in message.all_buttons() if b.text == "↩️ 撤销")
    await librarian.press(message, "↩️ 撤销")
    assert (message.shown, librarian.ids) == ("↩️ “关于办好职工食堂的通知”又在了。", ["食堂通知"])
    pressed = await librarian.owner.press(message, data=undo)
    assert str((await pressed.answer())["text"]).endswith("没有移除过，或者已经过了 7 天")


async def test_discarding_leaves_nothing(librarian: Librarian, home: Path) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    add = next(b.data for b in message.all_buttons() if b.text == "✅ 添加")
    await librarian.press(message, "🗑 放弃")
    assert message.shown == "已放弃“食堂通知.txt”，什么都没有加入。"
    assert list((home / "incoming").iterdir()) == []
    await (await librarian.owner.press(message, data=add)).answer()
    assert (message.shown, librarian.ids) == (GONE, [])


async def test_a_new_version_replaces_and_the_old_one_comes_back(librarian: Librarian) -> None:
    await librarian.add(NOTICE, "食堂通知.txt")
    newer = NOTICE.replace("十五元", "十六元")
    message = await librarian.send(newer, "食堂通知（定稿）.md")
    assert "和已有的相似：\n• 关于办好职工食堂的通知：91% 相同\n" in message.shown
    assert message.shown.endswith("看来是“关于办好职工食堂的通知”的另一版，建议替换它。")
    assert message.button_texts[0] == ["♻️ 替换 关于办好职工食堂的通知"]
    await librarian.press(message, "♻️ 替换 关于办好职工食堂的通知")
    assert message.shown.startswith(
        "✅ 已替换“关于办好职工食堂的通知”。旧的一份保留 7 天，可以撤销。"
    )
    assert [entry.name for entry in librarian.library.entries()] == ["食堂通知.md"]
    await librarian.press(message, "↩️ 撤销")
    assert librarian.library.entry("食堂通知").path.read_text(encoding="utf-8") == NOTICE


async def test_any_document_can_be_replaced(librarian: Librarian) -> None:
    for number in range(10):
        librarian.library.add(f"{number}.txt", f"第{number}号文件\n这是其中的话。".encode())
    message = await librarian.send(LAW, "资料室.md")
    assert "相似" not in message.shown
    await librarian.press(message, "♻️ 替换别的")
    assert message.button_texts == [*([f"第{n}号文件"] for n in range(8)), ["2/2 ▸"], ["◂ 返回"]]
    await librarian.press(message, "2/2 ▸")
    assert message.button_texts == [["第8号文件"], ["第9号文件"], ["◂"], ["◂ 返回"]]
    await librarian.press(message, "◂ 返回")
    await librarian.press(message, "♻️ 替换别的")
    await librarian.press(message, "第3号文件")
    assert librarian.library.document("3").title == "资料室管理办法"
    assert len(librarian.ids) == 10


async def test_the_same_text_is_known(librarian: Librarian) -> None:
    await librarian.add(NOTICE, "食堂通知.txt")
    message = await librarian.send(NOTICE, "又一份.txt")
    assert message.shown.endswith("和“关于办好职工食堂的通知”的内容一模一样，不必再加。")


@pytest.mark.parametrize("choice", ["✅ 添加", "♻️ 替换 关于办好职工食堂的通知"])
async def test_the_same_file_once_more_changes_nothing(
    app: App, librarian: Librarian, choice: str
) -> None:
    await librarian.add(NOTICE, "食堂通知.txt")
    message = await librarian.send(NOTICE, "食堂通知.txt")
    arrival = next(b.data for b in message.all_buttons() if b.text == choice)
    for _ in range(2):
        await (await librarian.owner.press(message, data=arrival)).answer()
    assert message.shown == "“关于办好职工食堂的通知”已经在资料库里，一模一样，没有再加。"
    assert message.button_texts == [["◂ 材料列表"]]
    assert (librarian.ids, librarian.library.trash.items()) == (["食堂通知"], ())
    assert len(await app.bot_data.store.audit.newest(10)) == 1


async def test_the_sample_can_go_with_the_first_own_document(librarian: Librarian) -> None:
    librarian.library.add(SAMPLE)
    message = await librarian.add(NOTICE, "食堂通知.txt")
    assert message.shown.endswith("示例文档还在里面。有了自己的文档，可以去掉它。")
    await librarian.press(message, "🧹 去掉示例文档")
    assert librarian.ids == ["食堂通知"]
    second = await librarian.add(LAW, "资料室.md")
    assert "示例" not in second.shown


async def test_another_title(librarian: Librarian, server: BotApiServer) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    await librarian.press(message, "✏️ 改标题")
    asked = librarian.owner.private.messages[-1]
    assert asked.shown == ASKED
    shown = await librarian.owner.ask(" 食堂 <b>通知</b> ", reply_to=asked)
    assert shown.shown == PREVIEW.replace("关于办好职工食堂的通知", "食堂 <b>通知</b>")
    await librarian.press(shown, "✅ 添加")
    assert librarian.library.document("食堂通知").title == "食堂 <b>通知</b>"
    again = await librarian.owner.ask("又一个", reply_to=asked)
    assert again.shown != shown.shown
    assert librarian.library.document("食堂通知").title == "食堂 <b>通知</b>"


async def test_texts_are_added_by_a_reply(librarian: Librarian, server: BotApiServer) -> None:
    owner = librarian.owner
    written = await owner.send(None, NOTICE)
    await server.reply(owner.private)
    message = await owner.ask("/add", reply_to=written)
    assert message.shown.startswith("📄 关于办好职工食堂的通知.txt · ")
    titled = await owner.ask("/add 食堂怎样办", reply_to=written)
    assert titled.shown.startswith("📄 食堂怎样办.txt · 414 B\n食堂怎样办\n2 个部分")
    own = await owner.ask(f"/add {LAW}")
    assert own.shown.startswith("📄 # 资料室管理办法.txt · ")
    await librarian.press(titled, "✅ 添加")
    assert librarian.library.document("食堂怎样办").title == "食堂怎样办"


async def test_files_are_added_by_a_reply_too(librarian: Librarian, server: BotApiServer) -> None:
    sent = await librarian.owner.send_document(None, NOTICE.encode(), "食堂通知.txt")
    await server.reply(librarian.owner.private)
    shown = await librarian.owner.ask("/add 食堂", reply_to=sent)
    assert shown.shown.startswith("📄 食堂通知.txt · 414 B\n食堂\n")


async def test_articles_are_cited_with_their_number_once(librarian: Librarian) -> None:
    message = await librarian.send(ARTICLES, "办法.md")
    assert message.shown.splitlines()[-1] == "• 第三条 晚上九点关门。"


async def test_a_text_without_a_title_is_named_by_its_file(librarian: Librarian) -> None:
    message = await librarian.owner.ask("/add 食堂每周换一次菜单。")
    assert message.shown.splitlines()[:2] == [
        "📄 食堂每周换一次菜单。.txt · 30 B",
        "食堂每周换一次菜单。",
    ]


async def test_add_alone_says_how(librarian: Librarian) -> None:
    how = await librarian.owner.ask("/add")
    assert how.shown.startswith("把文件发给我就行：")
    own = await librarian.owner.ask("/add", reply_to=how)
    assert own.shown == how.shown


async def test_groups_are_no_place_for_it(librarian: Librarian, server: BotApiServer) -> None:
    group = server.group("学习", [librarian.owner])
    for command, said in (("/add x", "请在和我的私聊里加入文档。"),
                          ("/documents", "请在和我的私聊里用这个命令。")):  # fmt: skip
        assert (await librarian.owner.ask(command, group)).shown == said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.txt", b"\r\n ", "空.txt：里面没有文字"),
        ("坏.docx", b"PK\x03\x04 broken", "坏.docx：文件损坏，打不开；请重新下载或另存一份"),
        ("表.xlsx", b"x", "表.xlsx：不认识这种格式；请存成 txt、md、docx、pdf、html 或 epub"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    librarian: Librarian, home: Path, name: str, content: bytes, said: str
) -> None:
    message = await librarian.send(content, name)
    assert (message.shown, message.button_texts) == (said, [])
    assert not (home / "incoming").exists()


async def test_what_is_too_big_is_not_fetched(librarian: Librarian, server: BotApiServer) -> None:
    message = await librarian.send(b"x", "大.pdf", size=20_000_001)
    assert message.shown == "大.pdf：超过 20 MB；请拆成几份"
    assert server.find_calls("getFile") == []


async def test_an_encrypted_file_is_refused(librarian: Librarian) -> None:
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    path = librarian.library.folder.parent / "锁.pdf"
    with path.open("wb") as file:
        writer.write(file)
    message = await librarian.send(path.read_bytes(), "锁.pdf")
    assert message.shown == "锁.pdf：加了密码；请去掉密码另存一份再加入"


async def test_telegram_may_fail(librarian: Librarian, server: BotApiServer) -> None:
    server.fail("getFile", faults.server_error(), times=20)
    message = await librarian.send(NOTICE, "食堂通知.txt")
    assert message.shown == "没能从 Telegram 取到这个文件，请再发一次。"


async def test_a_file_without_a_name(librarian: Librarian) -> None:
    message = await librarian.send(NOTICE, "", mime="text/plain")
    assert message.shown.startswith("📄 document.txt · 414 B")


async def test_several_at_once(librarian: Librarian, server: BotApiServer) -> None:
    owner = librarian.owner
    for number in range(3):
        await owner.send_document(None, NOTICE.encode() + b"\n" * number, f"{number}.txt")
        newest = server.world.updates.deliveries[max(server.world.updates.deliveries)]
        newest.update["message"]["media_group_id"] = "album"
    shown = [await server.reply(owner.private) for _ in range(3)]
    assert [message.shown[:7] for message in shown] == [f"📄 {n}.txt" for n in range(3)]
    for message in shown:
        await librarian.press(message, "✅ 添加")
    assert librarian.ids == ["0", "1", "2"]


async def test_members_files_are_not_taken(
    app: App, alice: Account, server: BotApiServer, home: Path
) -> None:
    await alice.send_document(None, NOTICE.encode(), "食堂通知.txt")
    assert (await server.reply(alice.private)).shown == MEMBERS
    assert server.find_calls("getFile") == []
    assert not (home / "incoming").exists()


async def test_a_member_cannot_press_what_was_forwarded(
    librarian: Librarian, server: BotApiServer, alice: Account
) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    data = next(b.data for b in message.all_buttons() if b.text == "✅ 添加")
    own = await alice.ask("/start")
    pressed = await (await alice.press(own, data=data)).answer()
    assert pressed["text"] == "只有机器人的管理者可以这样做。"
    assert librarian.ids == []


async def test_whoever_changes_the_library_meanwhile_is_named(
    librarian: Librarian, home: Path
) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    with HomeLock(home, "yandu index"):
        said = await librarian.press(message, "✅ 添加")
    assert said == "yandu index 正在改动资料库，等结束再试。"
    assert message.shown == PREVIEW
    await librarian.press(message, "✅ 添加")
    assert librarian.ids == ["食堂通知"]


async def test_a_file_waits_for_a_day_and_no_longer(librarian: Librarian, home: Path) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    long_ago = time.time() - 25 * 3600
    for path in (home / "incoming").iterdir():
        if path.suffix == ".json":
            told = json.loads(path.read_bytes()) | {"at": long_ago}
            path.write_text(json.dumps(told), encoding="utf-8")
        os.utime(path, (long_ago, long_ago))
    await librarian.press(message, "✅ 添加")
    assert message.shown == GONE
    await librarian.send(LAW, "资料室.md")
    assert len(list((home / "incoming").iterdir())) == 2


async def test_an_owner_is_told_the_next_step_while_there_is_no_index(
    start_bot: StartBot, server: BotApiServer, owner: Account, alice: Account
) -> None:
    app = await start_bot(searching=None, admins=frozenset({owner.id}))

    async def told(text: str, step: str) -> None:
        sent = await owner.send(None, text)
        await server.until(
            lambda: any(
                message.from_bot and message.id > sent.id and message.shown.endswith(step)
                for message in owner.private.messages
            ),
            what=step,
        )

    empty = "现在还没有学习材料。把文件发给我就行：txt、md、docx、pdf、html 或 epub。"
    await told("食堂几点开饭", empty)
    library_of(app.bot_data.settings).add("食堂通知.txt", NOTICE.encode())
    waiting = "材料已经加入，还没有建索引。发 /reindex 更新索引，之后就能提问。"
    for text in ("食堂几点开饭", "/study", "/start"):
        await told(text, waiting)
    assert (await alice.ask("/study")).shown == (
        "现在还没有学习材料，等管理者添加之后再来问我吧。"
    )


async def test_a_file_outlives_a_restart(
    server: BotApiServer, make_settings: Callable[..., Settings], serving: Any, owner: Account
) -> None:
    settings = make_settings(admins=frozenset({owner.id}))
    async with serving(build_application(make_services(settings, None))):
        await owner.send_document(None, NOTICE.encode(), "食堂通知.txt")
        message = await server.reply(owner.private)
    async with serving(build_application(make_services(settings, None))):
        await (await owner.press(message, "✅ 添加")).answer()
        assert message.shown == ADDED
    assert server.violations == []


async def test_what_was_done_is_logged(app: App, librarian: Librarian) -> None:
    message = await librarian.add(NOTICE, "食堂通知.txt")
    await librarian.press(message, "↩️ 撤销")
    entries = await app.bot_data.store.audit.newest(10)
    assert [(entry.user, entry.action, entry.detail) for entry in entries] == [
        (librarian.owner.id, "document removed", "食堂通知"),
        (librarian.owner.id, "document added", "食堂通知"),
    ]


async def test_a_forged_arrival_is_gone(librarian: Librarian) -> None:
    message = await librarian.send(NOTICE, "食堂通知.txt")
    forged = encode(Arrived(Wish.ADD, "0" * 12))
    await (await librarian.owner.press(message, data=forged)).answer()
    assert (message.shown, librarian.ids) == (GONE, [])


async def test_it_speaks_the_owners_language(
    start_bot: StartBot, server: BotApiServer, english: Account
) -> None:
    await start_bot(admins=frozenset({english.id}))
    server.forget()
    await english.send_document(None, NOTICE.encode(), "canteen.txt")
    message = await server.reply(english.private)
    assert message.shown.splitlines()[2] == "2 parts, 4 sections, 4 passages, 141 characters"
    assert message.button_texts == [["✅ Add", "✏️ Rename"], ["🗑 Discard"]]
    await english.send_document(None, b" ", "empty.txt")
    assert (await server.reply(english.private)).shown == "empty.txt: there is no text in it"
