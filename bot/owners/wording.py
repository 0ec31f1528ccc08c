"""What was done, in words."""

from bot.store.audit import Action
from bot.texts import Texts

__all__ = ["action_text"]


def action_text(action: str, _: Texts) -> str:
    """Say what an action is; one of a later version in its own words."""
    return (
        {
            Action.OWNER_CLAIMED: _("成为管理者"),
            Action.OWNER_ADDED: _("加管理者"),
            Action.OWNER_REMOVED: _("去掉管理者"),
            Action.DAILY_CHANGED: _("改每日研读"),
            Action.LANGUAGE_CHANGED: _("改界面语言"),
            Action.STUDY_CHANGED: _("改学习的文档"),
            Action.DOCUMENT_ADDED: _("加入文档"),
            Action.DOCUMENT_REPLACED: _("替换文档"),
            Action.DOCUMENT_RENAMED: _("文档改名"),
            Action.DOCUMENT_REMOVED: _("移除文档"),
            Action.DOCUMENT_RESTORED: _("恢复文档"),
            Action.REINDEX_STARTED: _("开始更新索引"),
            Action.REINDEX_CANCELLED: _("停止更新索引"),
            Action.REINDEXED: _("换上新索引"),
            Action.ROLLED_BACK: _("退回旧索引"),
            Action.QUESTION_SETTLED: _("指明问题的出处"),
            Action.QUESTION_DISMISSED: _("放下问题"),
            Action.QUESTION_REOPENED: _("撤销问题的处理"),
            Action.QUESTIONS_EXPORTED: _("导出问题"),
            Action.STATS_READ: _("看使用情况"),
            Action.DOCTOR_RUN: _("检查设置"),
        }.get(Action(action), action)
        if action in tuple(Action)
        else action
    )
