"""Why the index could not be changed, in words; what serves goes on serving."""

from bot.context import Services
from bot.documents.refusals import refusal
from bot.reindex.wording import holder_text
from bot.texts import Texts
from corpus.errors import CorpusError
from index.errors import HomeLocked, IndexingError, ModelUnavailable

__all__ = ["failure_text", "is_foreseen", "serving_text"]


def is_foreseen(error: Exception) -> bool:
    """Tell whether an error is one that has words of its own."""
    return isinstance(error, CorpusError | IndexingError | OSError)


def failure_text(error: Exception, services: Services, _: Texts) -> str:
    """Say what is wrong and what to do."""
    zone, now = services.settings.zone, services.clock.now()
    match error:
        case HomeLocked():
            return holder_text(error.holder, error.started, zone, now, _)
        case CorpusError():
            reason = refusal(error, _)
            mend = _("发 /documents 移除或替换它，再更新索引。")
        case ModelUnavailable():
            reason = _("向量模型用不了")
            mend = _("请在服务器上运行 yandu doctor 看怎样修复。")
        case IndexingError():
            reason = _("新的索引没有通过检查，已经丢弃")
            mend = _("再试一次；还不行，就在服务器上运行 yandu doctor。")
        case OSError():
            reason = _("磁盘写不了：{problem}", problem=error.strerror or type(error).__name__)
            mend = _("腾出地方或改好权限，再试。")
        case _other:
            reason = _("没有料到的错误：{kind}", kind=type(error).__name__)
            mend = _("再试一次；还不行，请看服务器上的日志。")
    kept = serving_text(services, _)
    return _("没有做成。{reason}。{mend}{kept}", reason=reason, mend=mend, kept=kept)


def serving_text(services: Services, _: Texts) -> str:
    """Say what answers as long as no new index was made."""
    if services.searcher is None:
        return _("现在还没有索引，建好之后才能提问。")
    return _("用的还是原来的索引。")
