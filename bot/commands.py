"""The commands, and who is shown which: for the menus, and for /help."""

from enum import StrEnum

from telegram import BotCommand

from bot.texts import Texts

__all__ = ["Audience", "commands_for"]


class Audience(StrEnum):
    """Whom a list of commands is for; an owner's is shown in private only."""

    PRIVATE = "private"
    GROUP = "group"
    GROUP_ADMIN = "group admin"
    OWNER = "owner"


_MEMBERS = ("privacy", "help")
_ASKING = ("ask", "daily", "today", "study")
_OWN = ("language", "privacy", "forget", "help")
_OWNERS = ("documents", "add", "reindex", "versions", "rollback", "questions", "export",
           "stats", "doctor", "owners", "audit")  # fmt: skip
_SHOWN = {
    Audience.PRIVATE: (*_ASKING, *_OWN),
    Audience.GROUP: ("ask", "today", *_MEMBERS),
    Audience.GROUP_ADMIN: ("ask", "daily", "today", "study", "stats", "language", *_MEMBERS),
    Audience.OWNER: (*_ASKING, *_OWNERS, *_OWN),
}


def commands_for(audience: Audience, _: Texts) -> list[BotCommand]:
    """List the commands of an audience with what they do, in the order of the menu."""
    meanings = _meanings(_)
    if audience in (Audience.GROUP, Audience.GROUP_ADMIN):
        meanings["language"] = _("选择本群的界面语言")
        meanings["study"] = _("选择本群学习哪些文档")
    return [BotCommand(name, meanings[name]) for name in _SHOWN[audience]]


def _meanings(_: Texts) -> dict[str, str]:
    return {
        "ask": _("提问，例如 /ask 下半年的重点工作"),
        "daily": _("每日研读：开关、时间、顺序"),
        "today": _("再看今天的研读"),
        "study": _("选择学习哪些文档"),
        "language": _("选择界面语言"),
        "privacy": _("保存了你的什么，保存多久"),
        "forget": _("删除你的数据"),
        "help": _("怎样使用"),
        "documents": _("学习材料：改名、移除、下载"),
        "add": _("加入文档：直接发文件，或回复一段文字"),
        "reindex": _("更新索引：先看改了什么"),
        "versions": _("索引的各个版本"),
        "rollback": _("退回上一个索引"),
        "questions": _("没有答好的问题，指明出处"),
        "export": _("导出问题和出处"),
        "stats": _("使用情况"),
        "doctor": _("检查设置，指出毛病"),
        "owners": _("机器人的管理者"),
        "audit": _("管理操作的记录"),
    }
