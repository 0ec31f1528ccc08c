"""The wording of what surrounds documents: promotion, page furniture, licences, titles."""

import re

from corpus.models import Paragraph

_LONGEST_LINE = 60

ADVERTISING = re.compile(
    r"^[【（(]?(?:本?(?:文|资料|材料|文档))?(?:仅供|只供)(?:个人|内部|会员)?(?:学习|参考)\S{0,6}"
    r"(?:[，,、。；;！! 　]*(?:请勿|不得|禁止|严禁|切勿|勿|下载后)\S{0,14})?[】）)。！!]?$"
    r"|(?:禁止|严禁|请勿|谢绝)(?:外传|转卖|倒卖|二次销售)"
    r"|(?:立享|立减|限时|特价|包年|包月)\S{0,12}(?:会员|订阅|资料|权益)"
    r"|(?:扫码|扫一扫|扫描|长按)\S{0,8}(?:关注|加入|进群|入群|领取|下载|识别)\S{0,12}(?:公众号|二维码|群|资料)"
    r"|(?:搜索|关注)\S{0,6}(?:微信)?(?:公众号|订阅号)\s*[:：“「]"
    r"|(?:本文|本资料|本文档|资料|文档)\S{0,4}(?:由|来自|下载自)\S{1,20}(?:整理|提供|上传|分享)"
    r"|更多\S{0,10}(?:资料|材料|范文|文章|公文|素材)\S{0,6}(?:请|关注|尽在|下载|访问)",
    re.IGNORECASE,
)
"""One such line tells an advertisement."""

CONTACT = re.compile(
    r"(?:会员|QQ|微信|资料|范文|写作|文库)(?:交流|学习)?(?:群|号)(?:号码?)?\s*[:：]"
    r"\s*(?:\d{5,}|$|\S{0,6}(?:QQ|微信)?群)|^(?:微信)?(?:公众号|订阅号)\s*[:：]\s*\S{2,20}$",
    re.IGNORECASE,
)
"""Before a title such a line tells one too; behind a notice it may be how to reach its author."""

_PROMOTION = re.compile(
    r"倒卖|(?:免费|赠送|专享|开通|成为|加入|购买|续费)\S{0,8}会员|会员\S{0,4}(?:专享|免费|价|资料)|VIP"
    r"|订阅\S{0,8}(?:享|送|优惠)|(?:加|进|入)\S{0,3}(?:QQ|微信|会员|资料)\S{0,2}群|加(?:我)?微信"
    r"|(?:QQ|微信|会员|资料)群|公众号|订阅号|扫码|二维码|网盘|免费下载|优惠|特价|限时|立享|客服"
    r"|更多\S{0,10}(?:资料|材料|范文|文章|公文|素材)|提取码|^(?:\S{0,12}[:：])?\s*(?:https?://|www\.)\S+$",
    re.IGNORECASE,
)
"""Such a line belongs to an advertisement when it stands with one that tells it."""

TRADE = re.compile(
    r"范文|公文|素材|文库|网盘|提取码|VIP|倒卖|转卖|外传|二次销售|立享|包年|包月"
    r"|(?:赠送|专享|开通|购买|续费)\S{0,8}会员|会员\S{0,4}(?:专享|免费|价|资料)"
    r"|(?:更多|海量|全套|精品|免费)\S{0,4}(?:资料|材料|文章|课件|文档)"
    r"|(?:资料|材料|文档|文章)\S{0,4}(?:仅供|下载|群|库|由|来自)|^[【（(]?(?:仅供|只供)",
    re.IGNORECASE,
)
"""What those deal in who advertise; a genuine notice may name a group or an account, too."""

_NOTICE = re.compile("报名|未尽事宜|参会|参加|签到|届时|查询")
"""What a genuine notice says of a group or an account."""

TOPICS = re.compile("会员|订阅|倒卖|公众号|二维码|扫码|下载|(?:QQ|微信|会员)群", re.IGNORECASE)
"""What a document about such things speaks of again and again."""

_KEY = (
    "(?:打印|关闭|返回|收藏|分享|点赞|纠错|复制链接)"
    "(?:本页|本稿|本文|文章|窗口|页面|顶部|首页|列表|到|至)?"
    r"|字[体号]\s*[:：]?(?:\s*[\[【]?[大中小][\]】]?)+"
)
_BUTTONS = (
    rf"[\[【（(]?\s*(?:(?:{_KEY})[|｜·:：\s\[\]【】（）()]*)+$"
    r"|(?:阅读|浏览|点击)(?:次数|量|数)\s*[:：]?\s*\d*\s*次?$|<!--.*-->$"
)
_RESIDUE_BEFORE = re.compile(
    rf"(?:(?:您的|当前|您所在的)?位置\s*[:：].{{0,60}}|首页\s*[>»›].{{0,60}})$|{_BUTTONS}"
)
_RESIDUE_BEHIND = re.compile(
    r"[\[【（(]?\s*(?:责任编辑|责编|编辑|网络编辑|校对|审核|审校|监制)\s*[:：].{0,40}$"
    r"|[\[【（(]?\s*(?:文章|信息|稿件)?(?:来源|稿源)\s*[:：]\s*\S{0,16}(?:网|报|社|台|号|微信|客户端)[\]】）)]?$"
    r"|(?:上|下)一[篇条页](?:\s*[:：].{0,60})?$|(?:相关|推荐|延伸)(?:阅读|链接|新闻|文章)\s*[:：]?$"
    rf"|{_BUTTONS}"
)

LICENCE_START = re.compile(
    r"(?:本|此|该|这部)作品|this work\b|public domain"
    r"|(?:注[:：]\s*)?(?:中文)?维基(?:文库|百科|共享)|©|copyright\b|版权所有",
    re.IGNORECASE,
)
LICENCE = re.compile(
    r"公有领域|公共领域|public domain|维基(?:文库|百科|共享)|知识共享|creative commons"
    r"|\bcc[ -]by\b|著作权法|\bGFDL\b|版权所有|all rights reserved"
    r"|(?:©|copyright)\s*(?:\(c\)\s*)?\d{4}",
    re.IGNORECASE,
)

NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|——|[0-9]{1,2}[.．、](?![0-9])"
    r"|第[一二三四五六七八九十百0-9]{1,5}[编章节条部]"
)
_ENUMERATED = re.compile(
    rf"{NUMBERED.pattern}|[（(]?[0-9]{{1,2}}[）)]|[㈠-㈩①-⑳⑴-⒇⒈-⒛]|[0-9]{{1,2}}(?:[.．][0-9]{{1,2}})+"
)
_SALUTATION = re.compile(
    r"^.{0,20}(?:同志|各位|代表|委员|女士|先生|朋友|老师|同事|领导).{0,20}[:：!！]$"
)
_TITLE = re.compile(
    r"(?:讲话|报告|致辞|发言|意见|通知|通告|公告|公报|办法|规定|条例|法|方案|规划|纲要|计划|总结|要点|决定|决议|细则"
    r"|章程|制度|规范|规则|守则|指南|手册|说明|须知|汇报|体会|提纲|讲稿|党课|批复|请示|纪要|倡议书|流程|问答)"
    r"(?:[（(《].{0,20}[）)》])?$"
)
_DATED = re.compile(r"[（(]?(?:\d{4}|[二〇○零一九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月")

LEADER = re.compile(r"(?:(?:[.．·…] ?){3,}|…{2,}) ?[0-9ivxIVX]{1,4}$")
"""Dots that lead to a page number, in a table of contents."""

_CONTENTS_TITLE = re.compile(r"目\s*[录錄次]$|contents$", re.IGNORECASE)


def is_promotion(paragraph: Paragraph) -> bool:
    """Tell a line that advertises, or may."""
    if is_document(paragraph):
        return False
    known = (ADVERTISING, CONTACT, _PROMOTION)
    return any(pattern.search(paragraph.text) is not None for pattern in known)


def is_closing_promotion(paragraph: Paragraph) -> bool:
    """Tell a line that advertises behind the end, where a notice tells how to reach its author."""
    told = _NOTICE.search(paragraph.text) or _ENUMERATED.match(paragraph.text)
    return told is None and is_promotion(paragraph)


def announces(paragraph: Paragraph) -> bool:
    """Tell a heading, a numbered line or one that ends in a colon: what follows belongs to it."""
    if paragraph.level or paragraph.text.endswith(("：", ":")):
        return True
    return _is_line(paragraph) and _ENUMERATED.match(paragraph.text) is not None


def is_residue_before(paragraph: Paragraph) -> bool:
    """Tell what a web page shows above an article."""
    return _is_line(paragraph) and _RESIDUE_BEFORE.match(paragraph.text) is not None


def is_residue_behind(paragraph: Paragraph) -> bool:
    """Tell what a web page shows below an article."""
    return _is_line(paragraph) and _RESIDUE_BEHIND.match(paragraph.text) is not None


def is_contents_line(paragraph: Paragraph) -> bool:
    """Tell a line that leads to a page number."""
    short = len(paragraph.text) <= 2 * _LONGEST_LINE
    return short and LEADER.search(paragraph.text) is not None


def is_contents_title(paragraph: Paragraph) -> bool:
    return _CONTENTS_TITLE.match(paragraph.text) is not None


def is_document(paragraph: Paragraph) -> bool:
    """Tell what is no advertisement: a heading, title, salutation, date or long text."""
    text = paragraph.text
    if paragraph.level or len(text) > _LONGEST_LINE or _TITLE.search(text):
        return True
    return any(known.match(text) is not None for known in (NUMBERED, _DATED, _SALUTATION))


def is_title(paragraph: Paragraph) -> bool:
    """Tell a title, by its level or words, or as a line that is no sentence and no number."""
    text = paragraph.text
    if paragraph.level or _TITLE.search(text):
        return True
    if len(text) > _LONGEST_LINE or text[-1] in "。！？：；，!?:;,":
        return False
    return all(known.match(text) is None for known in (NUMBERED, _DATED, _SALUTATION))


def _is_line(paragraph: Paragraph) -> bool:
    return not paragraph.level and len(paragraph.text) <= _LONGEST_LINE
