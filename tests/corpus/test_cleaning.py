"""What is no part of a document is set apart, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import Reason, clean
from corpus.models import Cut, Paragraph, Source
from corpus.readers import read

SHARED = Path(__file__).parents[3] / "shared/corpus"

TITLE = "在年度工作会议上的讲话"
BODY = [
    "同志们：",
    "今天开会，讲三点意见。",
    "一、提高认识",
    "要认真学习，深刻领会精神实质，自觉抓好落实。",
]
ADVERTISEMENT = [
    "本资料仅供学习参考，请勿外传", "文山书海", "十年积累、每日更新", "现在开通会员立享八折优惠",
    "QQ交流群：123456789",
]  # fmt: skip
LICENCE = [
    "本作品在", "中国大陆", "属于", "公有领域", "，因为依照《", "中华人民共和国著作权法",
    "》其不受保护。", "Public domain", "false",
]  # fmt: skip


def source(*lines: str) -> Source:
    return Source("a.txt", tuple(map(Paragraph, lines)))


def kept(*lines: str) -> tuple[list[str], list[tuple[str, str]]]:
    cleaned = clean(source(*lines))
    return [p.text for p in cleaned.paragraphs], [(c.reason, c.text) for c in cleaned.cuts]


def test_an_advertisement_before_the_title() -> None:
    assert kept(*ADVERTISEMENT, TITLE, *BODY) == (
        [TITLE, *BODY], [("advertisement", "\n".join(ADVERTISEMENT))],
    )  # fmt: skip


def test_a_speech_about_the_masses_is_not_about_chat_groups() -> None:
    speech = [TITLE, "同志们：", *["密切联系群众，做好群团工作。"] * 9]
    assert kept(*ADVERTISEMENT, *speech)[0] == speech


def test_a_title_between_promotions_stays() -> None:
    lines = ["仅供内部学习，严禁外传", "凝心聚力谱写新篇章", "关注微信公众号：文山书海", *BODY]
    assert kept(*lines) == (lines[1:], [("advertisement", lines[0])])


BEHIND = ["更多公文材料请关注", "微信公众号：文山书海"]


def test_an_advertisement_behind_the_end() -> None:
    assert kept(TITLE, *BODY, *BEHIND) == ([TITLE, *BODY], [("advertisement", "\n".join(BEHIND))])


@pytest.mark.parametrize(
    "before", ["三、联系方式", "（三）联系方式。", "（3）联系方式", "㈢联系方式", "联系方式如下："]
)
def test_what_a_heading_announces_is_no_advertisement(before: str) -> None:
    lines = [TITLE, *BODY, before, *BEHIND]
    assert kept(*lines) == (lines, [])
    assert kept(*lines, "谢谢大家！", *BEHIND) == (
        [*lines, "谢谢大家！"], [("advertisement", "\n".join(BEHIND))],
    )  # fmt: skip


def test_what_stands_under_a_heading_of_a_level_is_no_advertisement() -> None:
    lines = (Paragraph(TITLE, 1), *map(Paragraph, BODY), Paragraph("联系方式", 2))
    notice = Source("a.md", (*lines, *map(Paragraph, BEHIND)))
    assert clean(notice) == notice


def test_an_advertisement_behind_a_notice() -> None:
    notice = [TITLE, *BODY, "请扫码加入活动微信群报名。", "未尽事宜请关注公众号：书香校园"]
    lines = ["仅供学习，禁止外传", "开通会员，网盘免费下载"]
    assert kept(*notice, *lines) == (notice, [("advertisement", "\n".join(lines))])


def test_a_licence_note_behind_the_end() -> None:
    assert kept(TITLE, *BODY, *LICENCE) == ([TITLE, *BODY], [("licence note", "\n".join(LICENCE))])


def test_the_residue_of_a_web_page() -> None:
    above = ["当前位置：首页 > 新闻 > 正文", "【字体：大 中 小】 打印"]
    below = [
        "（来源：南方日报）",
        "责任编辑：张三",
        "打印本页 | 关闭窗口",
        "上一篇：通知",
        "下一篇：没有了",
    ]
    assert kept(*above, TITLE, "来源 : 南方日报", *BODY, *below) == (
        [TITLE, "来源 : 南方日报", *BODY],
        [("web page residue", "\n".join(above)), ("web page residue", "\n".join(below))],
    )


def test_a_table_of_contents() -> None:
    contents = ["目　录", "一、总则………………1", "二、分则……………… 12", "三、附则 ........ 30"]
    assert kept(TITLE, *contents, *BODY) == (
        [TITLE, *BODY], [("table of contents", "\n".join(contents))],
    )  # fmt: skip


MEMBERSHIP = [
    "会员微信群怎么用", "会员群：各支部分别建立", "加入QQ群请扫码，扫描群二维码即可",
    "会员在群内不得发广告", "群主负责审核会员", "订阅公众号：在群里发链接", "免费会员不收会费",
    "群文件禁止外传",
]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        MEMBERSHIP,
        MEMBERSHIP[::-1],
        ["关于加入QQ群的说明", "QQ群：12345678", "进群后请改名。", "群内会员请勿外传资料。"],
        [
            "工会会员管理办法",
            "第一条 会员享有下列权利。",
            "第二条 会员免费订阅会刊。",
            "第三条 会员群由专人管理。",
        ],
        [
            "扫码入会操作流程",
            "扫码关注公众号，填写信息。",
            "审核后成为会员。",
            "会员可以加入微信群。",
        ],
        [
            "著作权法学习材料",
            "著作权法第五条列举了公有领域的情形。",
            "著作权法保护作品。",
            "本作品属于公有领域。",
        ],
        ["Public domain", "false"],
        ["仅供学习参考"],
        [TITLE, *BODY, "谢谢大家！", "市委办公室", "2020年7月1日"],
        [TITLE, *BODY, "联系电话：12345678", "工作QQ群：123456789", "报名网址：https://a.cn/b"],
        [TITLE, *BODY, "请扫码加入活动微信群。", "请关注公众号“书香校园”。"],
        [TITLE, *BODY, "请扫码加入活动微信群报名。", "未尽事宜请关注公众号“书香校园”查询。"],
        [TITLE, *BODY, "请会员扫码加入微信群。", "讲座预告请关注公众号：职工之家"],
        [TITLE, *BODY, "（1）请扫码加入微信群。", "（2）更多资料请关注公众号：书香校园"],
        [TITLE, *BODY, "数据来源：统计年鉴", "欢迎订阅本刊，成为会员。"],
    ],
)
def test_what_may_be_text_stays(lines: list[str]) -> None:
    assert kept(*lines) == (lines, [])


def test_earlier_cuts_come_first() -> None:
    before = Source("a.pdf", source(*ADVERTISEMENT, TITLE, *BODY).paragraphs,
                    (Cut("1", Reason.PAGE_NUMBER),))  # fmt: skip
    assert [cut.reason for cut in clean(before).cuts] == ["page number", "advertisement"]


POOL = [*ADVERTISEMENT, TITLE, *BODY, *LICENCE, *MEMBERSHIP, "目录", "一、总则……………1",
        "附则 ...... 9", "责任编辑：张三", "打印", "来源：新华网", "2020年7月1日",
        *BEHIND, "三、联系方式", "请扫码加入活动微信群报名。"]  # fmt: skip
PARAGRAPHS = st.builds(Paragraph, st.sampled_from(POOL) | st.text("字。：1", min_size=1),
                       st.sampled_from([0, 0, 0, 1]))  # fmt: skip


@given(st.lists(PARAGRAPHS, max_size=40))
def test_cleaning_loses_nothing_and_settles(paragraphs: list[Paragraph]) -> None:
    cleaned = clean(Source("a.txt", tuple(paragraphs)))
    assert clean(cleaned) == cleaned
    assert bool(cleaned.paragraphs) == bool(paragraphs)
    pieces = [p.text for p in cleaned.paragraphs]
    pieces += [line for cut in cleaned.cuts for line in cut.text.split("\n")]
    assert sorted(pieces) == sorted(p.text for p in paragraphs)
    remaining = iter(paragraphs)
    assert all(paragraph in remaining for paragraph in cleaned.paragraphs)


SHARED_CUTS = [
    ("speech-2020-half-year.txt", "党委书记在2020年", ["advertisement"]),
    ("national-2016-report.txt", "2016年中华人民共和国", ["licence note"]),
    ("trade-union-law.md", "中华人民共和国工会法", ["comment"]),
    ("guangdong-2025-report.docx", "2025年广东省", ["running footer"]),
]


@pytest.mark.parametrize(("name", "title", "reasons"), SHARED_CUTS)
def test_the_real_documents(name: str, title: str, reasons: list[str]) -> None:
    if not (SHARED / name).exists():
        pytest.skip(f"{name} is not in {SHARED}")
    cleaned = clean(read(SHARED / name))
    assert cleaned.paragraphs[0].text.startswith(title)
    assert cleaned.paragraphs[-1].text[-1] in "！。"
    assert [cut.reason for cut in cleaned.cuts] == reasons
