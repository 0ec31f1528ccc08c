"""What can go wrong with the documents, in words for the chat."""

from telegram.error import TelegramError

from bot.documents.refusals import refusal
from bot.texts import Texts
from corpus.errors import CorpusError, UnknownDocument
from index.errors import HomeLocked

__all__ = ["PROBLEMS", "problem_text"]

PROBLEMS = (CorpusError, HomeLocked, OSError)


def problem_text(error: Exception, _: Texts) -> str:
    """Say what is wrong and what to do; nothing was changed."""
    match error:
        case UnknownDocument():
            return _("这份文档已经不在了。")
        case CorpusError():
            return refusal(error, _)
        case HomeLocked(holder=holder) if holder:
            return _("{holder} 正在改动资料库，等结束再试。", holder=holder)
        case HomeLocked():
            return _("资料库正在改动中，等结束再试。")
        case TelegramError():
            return _("没能从 Telegram 取到这个文件，请再发一次。")
        case _other:
            return _("没能存下来：服务器的磁盘可能满了，或者不能写。什么都没有改动。")
