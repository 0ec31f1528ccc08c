"""What the doctor finds, and the mend it names."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from botapi import BotApiServer
from pydantic import SecretStr
from yandu_process import Yandu

from bot.doctor.database import check_database, is_current
from bot.doctor.findings import Finding
from bot.doctor.home import check_documents, check_folder, check_model, check_settings
from bot.doctor.telegram import check_telegram
from bot.home import DOCUMENTS_FOLDER
from bot.settings import Settings
from bot.store import Store, connect
from bot.texts import Language, Texts
from corpus.library import Library, sample_documents
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

MakeSettings = Callable[..., Settings]
SAY = Texts(Language.ZH_HANS)
RENEW = "运行 yandu index，或者在聊天里发 /reindex"


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    return make_settings()


def index_words(home: Path, document: Document) -> None:
    build([document], SnapshotStore(home / INDEX_FOLDER), None)


def test_a_line_has_a_mark_and_the_mend() -> None:
    findings = [
        Finding("甲", "好"),
        Finding("乙", "坏", "修"),
        Finding("丙", "行", "试", advice=True),
    ]
    assert [str(finding) for finding in findings] == ["✓ 甲: 好", "✗ 乙: 坏 → 修", "! 丙: 行 → 试"]
    assert [finding.failed for finding in findings] == [False, True, False]


def test_a_finding_keeps_secrets() -> None:
    found = Finding("甲", "http://bot1:abc/getMe: no answer", "修").without(["1:abc", "s3cret"])
    assert str(found) == "✗ 甲: http://bot•••/getMe: no answer → 修"


def test_an_unknown_setting_is_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANDU_TIMEZON", "UTC")
    found = check_settings(settings, SAY)
    assert (found.detail, found.mend) == (
        "没有 YANDU_TIMEZON 这个设置；是不是 YANDU_TIMEZONE？",
        "改正名字，或者删掉",
    )


def test_a_home_that_cannot_be_made_is_found(make_settings: MakeSettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = make_settings(home=tmp_path / "file" / "home")
    found = check_folder(settings, SAY)
    assert (found.detail, found.mend) == (
        f"{settings.home} 不能写",
        "改它的权限，或者改 YANDU_HOME",
    )


def test_a_home_without_documents(settings: Settings) -> None:
    (found,) = check_documents(settings, SAY)
    assert (found.detail, found.failed) == ("一份也没有", True)
    assert "把文件发给机器人" in found.mend


def test_documents_without_an_index(settings: Settings) -> None:
    Library(settings.home / DOCUMENTS_FOLDER).add(sample_documents()[0])
    documents, index = check_documents(settings, SAY)
    assert (documents.failed, index.mend) == (False, RENEW)


def test_an_index_of_other_documents(settings: Settings, sample: Document) -> None:
    index_words(settings.home, sample)
    library = Library(settings.home / DOCUMENTS_FOLDER)
    library.add(sample_documents()[0])
    assert [found.failed for found in check_documents(settings, SAY)] == [False, False]
    snapshot = SnapshotStore(settings.home / INDEX_FOLDER).current_id()
    english = check_documents(settings, Texts(Language.EN))[1]
    assert english == Finding("Index", f"{snapshot}, {len(sample.passages)} passages")
    library.add("other.txt", "好消息\n一、很好。事情办得很好。\n".encode())
    assert check_documents(settings, SAY)[1] == Finding("索引", "和文档不一致", RENEW)


def test_an_index_without_the_model(settings: Settings, sample: Document) -> None:
    index_words(settings.home, sample)
    assert check_model(settings, SAY) == Finding(
        "向量模型", "现在是自带的向量模型，索引建的时候是没有向量模型", RENEW
    )


def test_a_model_that_cannot_be_loaded(make_settings: MakeSettings) -> None:
    found = check_model(make_settings(model="/no/such/model"), SAY)
    assert found.mend == "把 YANDU_MODEL 改对，或者不设（用自带的）"


async def test_the_database_before_and_after_its_first_use(settings: Settings) -> None:
    assert "第一次启动时建立" in (await check_database(settings, SAY)).detail
    settings.home.mkdir(parents=True)
    store = Store(connect(settings.database))
    await store.open()
    await store.close()
    assert await check_database(settings, SAY) == Finding("数据库", settings.database)


async def test_a_database_server_that_cannot_be_reached(make_settings: MakeSettings) -> None:
    pytest.importorskip("asyncpg")
    wrong = SecretStr("postgresql://u:secret@127.0.0.1:1/x?password=secret")
    found = await check_database(make_settings(database_url=wrong), SAY)
    assert found.detail.startswith("postgresql+asyncpg://u:***@127.0.0.1:1/x：")
    assert found.mend == "检查 YANDU_DATABASE_URL 和 YANDU_HOME 的权限"
    assert "secret" not in str(found)


async def test_a_database_whose_driver_is_not_installed(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    settings = make_settings(database_url=SecretStr("postgresql://u:secret@127.0.0.1:1/x"))
    assert await check_database(settings, SAY) == Finding(
        "数据库", "没有装 asyncpg", "pip install '.[postgresql]'"
    )
    assert not await is_current(settings)


async def test_a_database_in_no_folder(make_settings: MakeSettings, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    settings = make_settings(database_url=SecretStr(f"sqlite:///{folder}/x.db"))
    assert await check_database(settings, SAY) == Finding(
        "数据库",
        f"sqlite+aiosqlite:///{folder}/x.db：没有 {folder} 这个目录",
        "建好这个目录，或者改 YANDU_DATABASE_URL",
    )


def test_the_command_names_what_is_no_database(tmp_path: Path) -> None:
    done = Yandu(tmp_path / "home", {"YANDU_DATABASE_URL": "foo"}).run("doctor")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        (
            "✗ YANDU_*: 设置不对：YANDU_DATABASE_URL。要写数据库地址，"
            "如 sqlite:////srv/yandu/yandu.db 或 postgresql://用户:密码@主机/库名 → README.md\n"
        ),
        "",
    )


async def test_without_a_token_only_the_terminal_is_left(make_settings: MakeSettings) -> None:
    assert await check_telegram(make_settings(token=None), SAY) == [
        Finding("Telegram", "没有设 YANDU_TOKEN，只能用 yandu chat 在终端里使用")
    ]


async def test_privacy_mode_is_explained(settings: Settings, server: BotApiServer) -> None:
    telegram, clock, groups, updates = await check_telegram(settings, SAY)
    host = f"127.0.0.1:{server.port}"
    assert telegram == Finding("Telegram", f"@YanduTestBot（{host}，直连；发送和接收都通）")
    assert clock == Finding("时钟", "和 Telegram 的时间一致")
    assert (groups.detail, groups.failed) == ("隐私模式开着，只收得到命令和对它的回复", False)
    assert "/setprivacy" in groups.mend
    assert updates == Finding("收消息", "轮询")


@pytest.mark.parametrize(
    ("ahead", "said"), [(3600, "比 Telegram 快 3"), (-3600, "比 Telegram 慢 3"), (5, "一致")]
)
async def test_a_clock_that_is_wrong(settings: Settings, ahead: int, said: str) -> None:
    clock = (await check_telegram(settings, SAY, now=lambda: time.time() + ahead))[1]
    assert said in clock.detail
    assert clock.failed is (abs(ahead) > 60)


async def test_a_refused_token(make_settings: MakeSettings) -> None:
    found = await check_telegram(make_settings(token=SecretStr("1:wrong")), SAY)
    assert found == [
        Finding("Telegram", "不认这个令牌", "到 @BotFather 重新复制令牌，设给 YANDU_TOKEN")
    ]


async def test_telegram_out_of_reach(settings: Settings, server: BotApiServer) -> None:
    await server.shut()
    (found,) = await check_telegram(settings, SAY)
    assert found.mend == "检查网络；需要代理就设 YANDU_PROXY，例如 socks5://127.0.0.1:1080"
    await server.open()


def test_the_command_fails_where_something_is_wrong(tmp_path: Path) -> None:
    done = Yandu(tmp_path / "home", {"YANDU_MODEL": "/no/such/model"}).run("doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert [line[0] for line in lines if "图" not in line] == ["✓", "✓", "✗", "✗", "✓", "✓"]
    assert lines[4].startswith(("✓ 图: 中文字体 ", "! 图: 画不了"))
