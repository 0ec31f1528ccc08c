"""/documents: the library as a list, and what can be done with one document."""

from botapi import Account, BotApiServer
from librarian import LAW, NOTICE, Librarian

from bot.context import App
from bot.daily.payloads import short_id
from bot.documents.payloads import Shelved, Wish, encode
from bot.store import ChatKind, ChatState
from corpus.library import sample_documents
from index.building import build
from index.search import INDEX_FOLDER, open_searcher
from index.snapshot import SnapshotStore

EMPTY = "还没有文档。把文件发给我，或者用 /add 回复一段文字。"
SAMPLE = sample_documents()[0]
SPEECH = "党委负责人在2020年上半年工作会暨经济运行分析会上的讲话（学习版）"
ASKED = "请回复这条消息，写上新的标题。"


async def test_an_empty_library(app: App, owner: Account) -> None:
    app.bot_data.searcher = None
    assert (await owner.ask("/documents")).shown == EMPTY


async def test_the_list_compares_with_the_index(librarian: Librarian) -> None:
    librarian.library.add(SAMPLE)
    librarian.library.add("a.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    day = "· 20"
    head, first, second = message.shown.split("\n\n")
    assert head == "📚 学习材料（2 份）"
    assert first.startswith("1. 关于办好职工食堂的通知\n4 段 · 414 B " + day)
    assert first.endswith(" · 还不在索引里")
    assert second.startswith(f"2. {SPEECH}\n48 段 · 26 KB " + day)
    assert second.endswith(" · 在索引里")
    labels = [row[0][:12] for row in message.button_texts]
    assert labels == ["1. 关于办好职工食堂的", "2. 党委负责人在202", "🔄 更新索引"]


async def test_what_changed_or_went_is_told(librarian: Librarian) -> None:
    librarian.library.add("half-year-speech.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    assert message.shown.endswith(" · 改过了，索引里还是旧的")
    librarian.library.remove("half-year-speech")
    librarian.library.add("a.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    assert message.shown.endswith(f"\n\n已经移除、索引里还有的：“{SPEECH}”")


async def test_a_file_that_cannot_be_read_any_more(librarian: Librarian) -> None:
    librarian.library.add("a.txt", NOTICE.encode())
    librarian.library.entry("a").path.write_bytes(b" ")
    message = await librarian.owner.ask("/documents")
    assert "1. a.txt\n1 B" in message.shown
    await librarian.press(message, "1. a.txt")
    assert "\n读不了\n" in message.shown
    assert message.button_texts[:2] == [["⬇️ 下载"], ["✏️ 改标题", "🗑 移除"]]
    assert await librarian.press(message, "✏️ 改标题") == ""


async def test_many_documents_have_pages(librarian: Librarian) -> None:
    for number in range(20):
        name = f"{number:02}.txt"
        librarian.library.add(name, f"第{number}号文件\n这是其中的话。".encode())
    message = await librarian.owner.ask("/documents")
    assert message.button_texts[-2] == ["2/3 ▸"]
    await librarian.press(message, "2/3 ▸")
    assert message.button_texts[-2] == ["◂", "3/3 ▸"]
    await librarian.press(message, "3/3 ▸")
    assert [row[0] for row in message.button_texts[:-2]] == [
        f"{number}. 第{number - 1}号文件" for number in range(17, 21)
    ]
    await librarian.press(message, "20. 第19号文件")
    await librarian.press(message, "◂ 材料列表")
    assert message.button_texts[-2] == ["◂"]


async def test_a_document_can_be_read_about_and_fetched(
    librarian: Librarian, server: BotApiServer
) -> None:
    librarian.library.add("食堂 通知.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    await librarian.press(message, "1. 关于")
    lines = message.shown.splitlines()
    assert lines[:2] == ["关于办好职工食堂的通知", "食堂 通知.txt"]
    assert lines[3:] == [
        "2 个部分、4 节，4 段，141 字",
        "还不在索引里",
        "没有聊天专门选它；没有选过的聊天学习全部材料。",
    ]
    await librarian.press(message, "⬇️ 下载")
    sent = librarian.owner.private.messages[-1]
    assert sent.file
    assert (sent.file.name, sent.file.data.decode()) == ("食堂 通知.txt", NOTICE)
    await librarian.press(message, "📑 大纲")
    assert message.shown.splitlines()[2:5] == [
        "一　总体要求",
        "　一、（一）　饭菜可口",
        "　一、（二）　价格公道",
    ]
    await librarian.press(message, "◂ 返回")
    assert message.shown.splitlines()[0] == "关于办好职工食堂的通知"


async def test_a_long_outline_has_pages(librarian: Librarian) -> None:
    articles = "\n".join(
        f"第{n}条 第{n}件事情要按照规定的程序和时限认真办理。" for n in range(1, 200)
    )
    librarian.library.add("a.md", f"# 办法\n\n{articles}\n".encode())
    message = await librarian.owner.ask("/documents")
    await librarian.press(message, "1. 办法")
    await librarian.press(message, "📑 大纲")
    seen = [message.shown]
    while message.button_texts[0][-1].endswith("▸"):
        await librarian.press(message, message.button_texts[0][-1])
        seen.append(message.shown)
    listed = [line for page in seen for line in page.splitlines()[2:]]
    assert [line.split("　")[0] for line in listed] == [
        str(section.reference) for section in librarian.library.document("a").sections
    ]
    assert len(seen) > 1


async def test_another_title_keeps_the_id(librarian: Librarian, server: BotApiServer) -> None:
    librarian.library.add("a.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    await librarian.press(message, "1. ")
    await librarian.press(message, "✏️ 改标题")
    asked = librarian.owner.private.messages[-1]
    assert asked.shown == ASKED
    done = await librarian.owner.ask("食堂怎样办", reply_to=asked)
    assert done.shown == "好，标题改为“食堂怎样办”。更新索引之后，回答里才是新的标题。"
    assert (librarian.ids, librarian.library.document("a").title) == (["a"], "食堂怎样办")


async def test_removing_asks_first_and_says_who_studies_it(
    app: App, librarian: Librarian, server: BotApiServer
) -> None:
    librarian.library.add("a.txt", NOTICE.encode())
    group = server.group("食堂组", [librarian.owner])
    await app.bot_data.store.studies.choose(group.id, ["a"])
    await app.bot_data.store.chats.note(group.id, ChatKind.SUPERGROUP, "食堂组", ChatState.ACTIVE)
    message = await librarian.owner.ask("/documents")
    assert message.shown.splitlines()[3].endswith("还不在索引里 · 1 个聊天选了它")
    await librarian.press(message, "1. ")
    await librarian.press(message, "🗑 移除")
    question = "移除“关于办好职工食堂的通知”？7 天之内可以撤销。\n选了它的：食堂组"
    assert (message.shown, librarian.ids) == (question, ["a"])
    await librarian.press(message, "🗑 移除")
    assert librarian.ids == []
    await librarian.press(message, "↩️ 撤销")
    assert librarian.ids == ["a"]
    assert await app.bot_data.store.studies.of(group.id) == {"a"}


async def test_what_was_removed_can_be_brought_back_from_the_list(
    app: App, librarian: Librarian
) -> None:
    app.bot_data.searcher = None
    librarian.library.add("食堂.txt", NOTICE.encode(), title="食堂怎样办")
    librarian.library.add("资料室.md", LAW.encode())
    for document in ("食堂", "资料室"):
        librarian.library.remove(document)
    message = await librarian.owner.ask("/documents")
    assert message.shown == EMPTY
    assert message.button_texts == [["↩️ 取回 资料室"], ["↩️ 取回 食堂怎样办"]]
    await librarian.press(message, "↩️ 取回 食堂怎样办")
    assert message.shown == "↩️ “食堂怎样办”又在了。"
    await librarian.press(message, "◂ 材料列表")
    assert message.button_texts == [["1. 食堂怎样办"], ["🔄 更新索引"], ["↩️ 取回 资料室"]]


async def test_a_document_that_went_meanwhile(librarian: Librarian) -> None:
    librarian.library.add("a.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    librarian.library.remove("a")
    assert await librarian.press(message, "1. ") == "这份文档已经不在了。"


async def test_removing_twice_removes_once(librarian: Librarian) -> None:
    librarian.library.add("a.txt", NOTICE.encode())
    message = await librarian.owner.ask("/documents")
    remove = encode(Shelved(Wish.REMOVE, short_id("a")))
    await (await librarian.owner.press(message, data=remove)).answer()
    pressed = await librarian.owner.press(message, data=remove)
    assert (await pressed.answer())["text"] == "这份文档已经不在了。"
    assert len(librarian.library.trash.items()) == 1


async def test_answers_have_the_new_title_after_reindexing(app: App, librarian: Librarian) -> None:
    library, home = librarian.library, app.bot_data.settings.home
    library.add("a.md", LAW.encode(), title="资料室怎样用")
    build([library.document("a")], SnapshotStore(home / INDEX_FOLDER), None)
    app.bot_data.searcher = open_searcher(home, None)
    assert "📖 第二条 · 资料室怎样用" in (await librarian.owner.ask("第二条")).shown
    listed = await librarian.owner.ask("/documents")
    assert listed.shown.endswith(" · 在索引里")
