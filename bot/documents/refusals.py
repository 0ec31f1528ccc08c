"""Why a document is not taken, in words: what is wrong and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts import Texts
from corpus import errors as of_corpus
from corpus.errors import CorpusError
from corpus.trash import DAYS_KEPT

__all__ = ["REFUSALS", "refusal"]

REFUSALS: Mapping[type[Exception], Callable[[Texts, Any], str]] = {
    of_corpus.UnknownFormat: lambda _, e: _(
        "{name}：不认识这种格式；请存成 txt、md、docx、pdf、html 或 epub", name=e.name
    ),
    of_corpus.EmptyDocument: lambda _, e: _("{name}：里面没有文字", name=e.name),
    of_corpus.EncryptedDocument: lambda _, e: _(
        "{name}：加了密码；请去掉密码另存一份再加入", name=e.name
    ),
    of_corpus.ScannedDocument: lambda _, e: _(
        "{name}：是扫描件，没有文字层；请先做文字识别（OCR）", name=e.name
    ),
    of_corpus.BrokenDocument: lambda _, e: _(
        "{name}：文件损坏，打不开；请重新下载或另存一份", name=e.name
    ),
    of_corpus.DecompressionBomb: lambda _, e: _("{name}：解压后大得异常，不予打开", name=e.name),
    of_corpus.DocumentTooLarge: lambda _, e: _("{name}：超过 20 MB；请拆成几份", name=e.name),
    of_corpus.UnknownDocument: lambda _, e: _(
        "没有“{document}”这份文档；现有：{known}",
        document=e.document,
        known="；".join(e.known) or _("（无）"),
    ),
    of_corpus.NotInTrash: lambda _, e: _(
        "“{wanted}”取不回来了：没有移除过，或者已经过了 {days} 天",
        wanted=e.wanted,
        days=DAYS_KEPT,
    ),
}


def refusal(error: CorpusError, _: Texts) -> str:
    """Put an error of the corpus into words."""
    kinds = (kind for kind in type(error).__mro__ if kind in REFUSALS)
    kind = next(kinds, None)
    return REFUSALS[kind](_, error) if kind else str(error)
