"""Errors as one line for the person at the shell: what is wrong and what to do."""

import traceback
from collections.abc import Callable
from typing import Any

from bot.cli.language import shell_texts
from bot.documents.refusals import REFUSALS
from bot.errors import BadSetting, BotError, StoreUnavailable, TokenRefused
from bot.texts import Language, Texts
from corpus import errors as of_corpus
from index import errors as of_index
from index.errors import Flaw

NAMED = (BotError, of_corpus.CorpusError, of_index.IndexingError)


class ChooseDocument(BotError):
    """A place that several documents have."""

    def __init__(self, reference: str, documents: tuple[str, ...]) -> None:
        super().__init__(
            f"several documents have {reference}; choose one of them with --document: "
            f"{', '.join(documents)}"
        )
        self.reference = reference
        self.documents = documents


class EmptyHome(BotError):
    """There is no document, neither to index nor to ask."""

    def __init__(self) -> None:
        super().__init__(
            "no document yet: `yandu index --add FILE` adds one, `yandu index --sample` the sample"
        )


class NoToken(BotError):
    """The bot was to run on Telegram without a token."""

    def __init__(self) -> None:
        super().__init__(
            "YANDU_TOKEN is not set: get one from @BotFather, or use `yandu chat` in the terminal"
        )


class NoVersion(BotError):
    """There is no such version of the index, or none to go back to."""

    def __init__(self, snapshot: str | None, known: tuple[str, ...]) -> None:
        wanted = f"there is no version {snapshot}" if snapshot else "no older version"
        super().__init__(f"{wanted}; there are: {', '.join(known) or 'none besides the current'}")
        self.snapshot = snapshot
        self.known = known


class AnswersWorse(BotError):
    """A new index was built, did worse than the current one, and was dropped."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"the new index answers {count} of the settled questions worse (see above); the old "
            "one still serves and nothing was added. To take it all the same: yandu index --force"
        )
        self.count = count


def _wrong_setting(_: Texts, error: BadSetting) -> str:
    """Say which setting is wrong and how it is written."""
    mends = {
        "YANDU_ADMINS": _("要写 Telegram 用户 id，用逗号分开，如 12345,67890"),
        "YANDU_TIMEZONE": _("要写 IANA 时区名，如 Asia/Shanghai"),
        "YANDU_LANGUAGE": _("可以写 zh-Hans、zh-Hant 或 en"),
        "YANDU_LOG_FORMAT": _("可以写 text 或 json"),
        "YANDU_API_URL": _("要写地址，以 https:// 或 http:// 开头"),
        "YANDU_API_FILE_URL": _("要写地址，以 https:// 或 http:// 开头"),
        "YANDU_WEBHOOK_URL": _("要写地址，以 https:// 或 http:// 开头"),
        "YANDU_WEBHOOK_SECRET": _("用 Webhook 时必须设，只能用字母、数字、_ 和 -"),
        "YANDU_PROXY": _("要写代理地址，如 socks5://127.0.0.1:1080"),
        "YANDU_DATABASE_URL": _(
            "要写数据库地址，如 sqlite:////srv/yandu/yandu.db 或 postgresql://用户:密码@主机/库名"
        ),
        "YANDU_LISTEN": _("要写 主机:端口，如 0.0.0.0:8080"),
        "YANDU_METRICS_PORT": _("要写 1 到 65535 的端口号"),
        "YANDU_CATCH_UP_HOURS": _("要写小时数，大于 0，不超过 24，如 12"),
        "YANDU_QUESTIONS_DAYS": _("要写天数，1 到 3650，如 180"),
    }
    name = error.variable if error.value is None else f"{error.variable}={error.value}"
    mend = mends.get(error.variable, str(error).partition(": ")[2])
    return _("设置不对：{name}。{mend}", name=name, mend=mend)


def _bad_questions(_: Texts, error: of_index.BadQuestions) -> str:
    """Say what is wrong in a questions file, and in which line."""
    flaws = {
        Flaw.UNREADABLE: _("读不了：{value}"),
        Flaw.EMPTY: _("里面什么都没有"),
        Flaw.NOT_JSON: _("不是 UTF-8 编码的 JSON"),
        Flaw.NOT_OBJECT: _("不是 JSON 对象"),
        Flaw.NO_QUESTION: _("没有写问题"),
        Flaw.NOT_TEXT: _("“{value}”要写文字"),
        Flaw.NOT_TEXTS: _("“{value}”要写成列表，每一项都是文字，不能空"),
        Flaw.NO_REFERENCE: _("“{value}”不是出处的写法"),
        Flaw.UNKNOWN_KEY: _("没有“{value}”这一项，可以写的是：{known}"),
        Flaw.NO_SET: _(
            "这个文件夹里没有 {value}；请给一个问题文件，或者数据集的文件夹，里面有 {known}"
        ),
        Flaw.UNKNOWN_ID: _("没有“{value}”这个 id"),
        Flaw.NO_SUCH_PLACE: _("索引里没有出处是“{value}”的段落"),
        Flaw.NO_SUCH_TEXT: _("索引里没有含“{value}”的段落"),
        Flaw.ALL_ELSEWHERE: _("每个问题的答案都不在索引里；请先把它问的文档加入索引"),
    }
    problem = flaws[error.flaw].format(value=error.value, known=", ".join(error.known))
    if error.line is None:
        return _("问题文件 {name}：{problem}", name=error.name, problem=problem)
    return _(
        "问题文件 {name} 第 {line} 行：{problem}",
        name=error.name,
        line=error.line,
        problem=problem,
    )


Writer = Callable[[Texts, Any], str]
LINES: dict[type[Exception], Writer] = {
    EmptyHome: lambda _, _e: _(
        "还没有文档。加入一份：yandu index --add 文件；用示例文档：yandu index --sample"
    ),
    NoToken: lambda _, _e: _(
        "没有设 YANDU_TOKEN：向 @BotFather 要一个令牌，或者用 yandu chat 在终端里使用"
    ),
    NoVersion: lambda _, e: (
        (
            _("没有 {snapshot} 这个版本；", snapshot=e.snapshot)
            if e.snapshot
            else _("没有更早的版本；")
        )
        + _("能退回的：{known}", known="；".join(e.known) or _("（无）"))
    ),
    AnswersWorse: lambda _, e: _(
        "新的索引有 {count} 个指明过出处的问题答得差了（见上），没有换上，也没有加入文档。"
        "照样换上：yandu index --force",
        count=e.count,
    ),
    ChooseDocument: lambda _, e: _(
        "几份文档都有“{reference}”，请用 --document 选一份：{documents}",
        reference=e.reference,
        documents="；".join(e.documents),
    ),
    TokenRefused: lambda _, _e: _(
        "Telegram 不认 YANDU_TOKEN：到 @BotFather 重新复制（或另要一个），再启动"
    ),
    StoreUnavailable: lambda _, e: _(
        "数据库 {where} 打不开（{problem}）；检查 YANDU_DATABASE_URL，再看 YANDU_HOME 能不能写",
        where=e.where,
        problem=e.problem,
    ),
    BadSetting: _wrong_setting,
    **REFUSALS,
    of_corpus.UnknownReference: lambda _, e: _(
        "没有“{typed}”这一处；最接近的：{nearest}",
        typed=e.typed,
        nearest="；".join(e.nearest) or _("（无）"),
    ),
    of_index.NoSnapshot: lambda _, _e: _(
        "还没有索引。先运行 yandu index；还没有文档的话，加上 --sample（示例文档）或 --add 文件"
    ),
    of_index.SnapshotMismatch: lambda _, e: _(
        "索引不完整，请运行 yandu index 重建（{problem}）", problem=_fact(e)
    ),
    of_index.QuoteMismatch: lambda _, e: _(
        "引文与存下的原文对不上，请运行 yandu index 重建（{problem}）", problem=_fact(e)
    ),
    of_index.ModelUnavailable: lambda _, e: _(
        "向量模型用不了：把 YANDU_MODEL 改对，或者不设（用自带的）（{problem}）", problem=_fact(e)
    ),
    of_index.HomeLocked: lambda _, e: _(
        "另一个进程正在改动资料库，等它结束再试（{problem}）", problem=_fact(e)
    ),
    of_index.BadQuestions: _bad_questions,
    of_index.NoBaseline: lambda _, e: _(
        "{name} 这种办法检验不了（{problem}）",
        name=e.name,
        problem=e.problem or _("索引里没有向量"),
    ),
    of_index.ExtraMissing: lambda _, e: _(
        "没有装 {package}。请安装：pip install 'yandu[{extra}]'，"
        "在源码目录里是 pip install '.[{extra}]'",
        package=e.package,
        extra=e.extra,
    ),
}


def _fact(error: Exception) -> str:
    """Give an error's message without the mend at its end."""
    return str(error).rpartition("; ")[0] or str(error)


def explain(error: Exception, texts: Texts | None = None) -> str:
    """Put an error into words, in the language of the shell unless another is given."""
    _ = texts or shell_texts()
    if isinstance(error, NAMED) and _.language is Language.EN:
        return str(error)
    for kind in type(error).__mro__:
        if kind in LINES:
            return LINES[kind](_, error)
    return str(error) if isinstance(error, NAMED) else _unforeseen(_, error)


def _unforeseen(_: Texts, error: Exception) -> str:
    if isinstance(error, OSError):
        return _("系统不允许：{problem}", problem=error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return _(
        "没有料到的错误：{kind}：{problem}（{where}）；设 YANDU_DEBUG=1 再试可以看到全部经过",
        kind=type(error).__name__,
        problem=error,
        where=where,
    )
