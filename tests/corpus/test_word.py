"""Word documents: what a reader sees in Word is what comes out."""

from collections.abc import Callable

import pytest

from corpus.models import Cut, Paragraph
from corpus.readers import read_bytes
from corpus.readers.counting import count

Make = Callable[..., bytes]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, number: int = 1, depth: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, number_format: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    *levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_bytes("a.docx", data).paragraphs]


def test_automatic_numbers_of_an_official_document(make_docx: Make) -> None:
    lists = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "（%4）"),
    )
    body = "".join(
        [item("总体要求"), item("指导思想", depth=1), item("基本原则", depth=1), item("主要任务"),
         item("强化领导", depth=1), item("建立机制", depth=2), item("明确责任", depth=2),
         item("每月通报", depth=3), p("正文。"), item("抓好落实", depth=1)]
    )  # fmt: skip
    assert texts(make_docx(body, numbering=lists)) == [
        "一、总体要求", "（一）指导思想", "（二）基本原则", "二、主要任务", "（一）强化领导",
        "1. 建立机制", "2. 明确责任", "（1）每月通报", "正文。", "（二）抓好落实",
    ]  # fmt: skip


def test_outline_numbers_join_their_levels(make_docx: Make) -> None:
    lists = numbering(
        level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3", '<w:isLgl/><w:suff w:val="nothing"/>'),
    )  # fmt: skip
    body = "".join([item("总则"), item("目的", depth=1), item("附则"), item("解释", depth=1),
                    item("施行", depth=2)])  # fmt: skip
    assert texts(make_docx(body, numbering=lists)) == [
        "第一章 总则", "1.1 目的", "第二章 附则", "2.1 解释", "2.1.1施行",
    ]  # fmt: skip


def test_lists_share_counters_until_one_restarts(make_docx: Make) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering(level(0, "decimal", "%1."), lists="".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{extra}</w:num>'
        for n, extra in ((1, ""), (2, ""), (3, restart))
    ))  # fmt: skip
    body = item("甲") + item("乙", 2) + item("丙", 3) + item("丁", 3)
    assert texts(make_docx(body, numbering=lists)) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_bullets_are_dropped_and_dashes_kept(make_docx: Make) -> None:
    lists = numbering(level(0, "bullet", "\uf06c"), level(1, "bullet", "——"))
    body = item("圆点") + item("破折号", depth=1)
    assert texts(make_docx(body, numbering=lists)) == ["圆点", "——破折号"]


def test_styles_number_and_give_heading_levels(make_docx: Make) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="章名"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = (
        p("总则", '<w:pStyle w:val="1"/>') + p("细则", '<w:pStyle w:val="x"/>')
        + p("附则", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("正文", '<w:outlineLvl w:val="9"/>') + p("题", '<w:outlineLvl w:val="0"/>')
    )  # fmt: skip
    data = make_docx(body, styles=styles, numbering=numbering(level(0, "decimal", "%1.")))
    assert read_bytes("a.docx", data).paragraphs == (
        Paragraph("1. 总则", 1), Paragraph("细则", 3), Paragraph("附则", 1), Paragraph("正文"),
        Paragraph("题", 1),
    )  # fmt: skip


def test_a_style_finds_its_level_by_name(make_docx: Make) -> None:
    second = level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="s"/>')
    lists = numbering(level(0, "chineseCounting", "%1、"), second)
    style = (
        '<w:style w:type="paragraph" w:styleId="s"><w:name w:val="节"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    data = make_docx(p("甲", '<w:pStyle w:val="s"/>'), styles=style, numbering=lists)
    assert texts(data) == ["（一）甲"]


@pytest.mark.parametrize(
    ("number_format", "numbers", "printed"),
    [
        ("chineseCounting", (1, 10, 21, 100), "一 十 二十一 一○○"),
        ("chineseCountingThousand", (10, 11, 105, 110), "十 十一 一百零五 一百一十"),
        ("ideographDigital", (9, 10, 20), "九 一〇 二〇"),
        ("japaneseCounting", (10, 100, 120), "十 百 百二十"),
        ("chineseLegalSimplified", (1, 10, 23), "壹 壹拾 贰拾叁"),
        ("ideographTraditional", (1, 10), "甲 癸"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ ㉑"),
        ("decimalFullWidth", (12,), "１２"),
        ("decimalZero", (3, 12), "03 12"),
        ("upperRoman", (4, 1999), "IV MCMXCIX"),
        ("lowerLetter", (1, 26, 27), "a z aa"),
        ("unheardOf", (7,), "7"),
    ],
)
def test_number_formats(number_format: str, numbers: tuple[int, ...], printed: str) -> None:
    assert " ".join(count(n, number_format) for n in numbers) == printed


def test_tracked_changes_show_the_accepted_text(make_docx: Make) -> None:
    body = p(
        f"{run('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins>{run('加入')}</w:ins>"
        f"<w:moveFrom>{run('移走')}</w:moveFrom>{run('隐藏', '<w:vanish/>')}"
    ) + p("上半", "<w:rPr><w:del/></w:rPr>") + p("下半")  # fmt: skip
    assert texts(make_docx(body)) == ["保留加入", "上半下半"]


def test_fields_show_their_result(make_docx: Make) -> None:
    body = p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("第三条")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:noBreakHyphen/><w:tab/></w:r>'
        f"<w:hyperlink>{run('链接')}</w:hyperlink>"
    )
    assert texts(make_docx(body)) == ["第三条- 链接"]


def test_a_text_box_comes_once_behind_its_paragraph(make_docx: Make) -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    shape = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(make_docx(p(run("框外") + shape) + p("后文"))) == ["框外", "框内", "后文"]


def test_footnotes_follow_their_paragraph_and_endnotes_the_text(make_docx: Make) -> None:
    def note(kind: str, text: str) -> str:
        separator = f'<w:{kind} w:type="separator" w:id="0">{p("线")}</w:{kind}>'
        return f'{separator}<w:{kind} w:id="2">{p(text)}</w:{kind}>'

    body = p(
        f'{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("继续。")}'
        '<w:r><w:endnoteReference w:id="2"/></w:r>'
    ) + p("下一段。")  # fmt: skip
    data = make_docx(body, footnotes=note("footnote", "脚注"), endnotes=note("endnote", "尾注"))
    assert texts(data) == ["正文继续。", "脚注", "下一段。", "尾注"]


RAISED, LOWERED = (f'<w:vertAlign w:val="{kind}script"/>' for kind in ("super", "sub"))


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run("100m") + run("2", RAISED) + run("，10") + run("5", RAISED), "100m²，10⁵"),
        (run("10") + run("-", RAISED) + run("12", RAISED) + run("克"), "10⁻¹²克"),
        (run("SO") + run("4", LOWERED) + run("2−", RAISED), "SO₄²⁻"),
        (run("2") + run("n+1", RAISED), "2n+1"),
        (run("见") + run("[", RAISED) + run("1", RAISED) + run("]", RAISED), "见[1]"),
        (f"<w:hyperlink>{run('1', RAISED)}</w:hyperlink>", "1"),
        (f"<w:hyperlink>{run('100m') + run('2', RAISED)}</w:hyperlink>", "100m²"),
        (run("5", '<w:vertAlign w:val="baseline"/>'), "5"),
    ],
)
def test_raised_and_lowered_numbers(make_docx: Make, runs: str, expected: str) -> None:
    assert texts(make_docx(p(runs))) == [expected]


def test_exponents_of_a_formula(make_docx: Make) -> None:
    def math(name: str, *inner: str) -> str:
        return f"<m:{name}>{''.join(inner)}</m:{name}>"

    def base(text: str) -> str:
        return math("e", math("r", math("t", text)))

    power = math("sSup", base("10"), math("sup", math("r", math("t", "5"))))
    element = math("sSub", base("x"), math("sub", math("r", math("t", "12"))))
    assert texts(make_docx(p(run("共") + math("oMath", power, element)))) == ["共10⁵x₁₂"]


def test_the_mark_of_a_note_is_no_exponent(make_docx: Make) -> None:
    mark = f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id="2"{{}}/>{{}}</w:r>'
    plain, own = mark.format("", ""), mark.format(' w:customMarkFollows="1"', "<w:t>1</w:t>")
    note = (
        f'<w:footnote w:id="2"><w:p><w:r><w:rPr>{RAISED}</w:rPr><w:footnoteRef/></w:r>'
        f"{run('脚注')}</w:p></w:footnote>"
    )
    for body, expected in ((plain, "见10。"), (own, "见101。")):
        data = make_docx(p(run("见10") + body + run("。")), footnotes=note)
        assert texts(data) == [expected, "脚注"]


def test_tables_come_row_by_row(make_docx: Make) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{p(c)}</w:tc>' for c in cells)}</w:tr>"

    nested = f"<w:tr><w:tc><w:tbl>{row('内', '表')}</w:tbl>{p('')}</w:tc></w:tr>"
    body = f"<w:tbl>{row('姓名', '部门')}{row('张三', '')}{row('李四', '后勤')}{nested}</w:tbl>"
    assert texts(make_docx(body)) == ["姓名 | 部门", "张三", "李四 | 后勤", "内 | 表"]


def test_values_stay_under_their_headings(make_docx: Make) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    def merged(kind: str) -> str:
        return f"<w:tcPr><w:{kind}/></w:tcPr>{p('')}"

    rows = [
        row(*map(p, ("日期", "姓名", "电话", "备注"))),
        row(p("周一"), p("张三"), p("") + p("\u200b"), p("请假")),
        row(p(""), p("李四"), p("12345"), p("")),
        row('<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("周三"), *map(p, "甲乙丙")),
        row(merged("vMerge"), *map(p, "丁戊己")),
        row(p("周四"), merged("hMerge"), merged("cellDel"), p("休息")),
        row('<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>' + p("合计"), p("5人")),
    ]
    assert texts(make_docx(f"<w:tbl>{''.join(rows)}</w:tbl>")) == [
        "日期 | 姓名 | 电话 | 备注", "周一 | 张三 | — | 请假", "— | 李四 | 12345",
        "周三 | 甲 | 乙 | 丙", "丁 | 戊 | 己", "周四 | 休息", "合计 | 5人",
    ]  # fmt: skip


def test_automatic_numbers_in_a_table(make_docx: Make) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    rows = [row(p("序号"), p("姓名"), p("部门")), row(item(""), p("张三"), p("后勤")),
            row(item(""), p(""), p("")), row(item(""), p("李四"), p("财务"))]  # fmt: skip
    data = make_docx(
        f"<w:tbl>{''.join(rows)}</w:tbl>", numbering=numbering(level(0, "decimal", "%1"))
    )
    assert texts(data) == ["序号 | 姓名 | 部门", "1 | 张三 | 后勤", "3 | 李四 | 财务"]


def test_line_breaks_divide_items_and_join_titles(make_docx: Make) -> None:
    def broken(*lines: str) -> str:
        return "<w:r><w:br/></w:r>".join(map(run, lines))

    title = p(broken("关于开展学习", "活动的通知"), '<w:outlineLvl w:val="0"/>')
    items = p(broken("工作如下。", "一、抓学习，", "促落实", "二、抓作风"))
    assert texts(make_docx(title + items)) == [
        "关于开展学习活动的通知", "工作如下。", "一、抓学习，促落实", "二、抓作风",
    ]  # fmt: skip


def test_headers_footers_and_contents_are_cut(make_docx: Make) -> None:
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    body = p("一、总则 1", '<w:pStyle w:val="T"/>') + p("一、总则")
    data = make_docx(body, styles=style, header=p("内部资料"), footer=p("第1页"))
    source = read_bytes("a.docx", data)
    assert source.paragraphs == (Paragraph("一、总则"),)
    assert source.cuts == (
        Cut("一、总则 1", "table of contents"), Cut("内部资料", "running header"),
        Cut("第1页", "running footer"),
    )  # fmt: skip
