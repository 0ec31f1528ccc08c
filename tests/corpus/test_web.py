"""HTML pages and EPUB books."""

from collections.abc import Callable

import pytest

from corpus.errors import BrokenDocument, EncryptedDocument
from corpus.models import Cut, Paragraph
from corpus.readers import read_bytes

Make = Callable[..., bytes]

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>网站名</title><style>p {{}}</style></head><body>
<header><a href="/">某某网</a></header><nav><ul><li>首页<li>新闻</ul></nav>
<article><header><h1>关于学习的<br>通知</h1></header>
<p>各单位：</p><div>　　现将有关<b>事项</b>
通知如下<a href="x">：</a><br>　　一、提高认识。<br>二、抓好
落实。</div>
<h2>1. 要求</h2><ol start="3"><li>学习</li><li><p>落实</p></li></ol><ul><li>要点</li></ul>
<table><tr><th>姓名</th><th>部门</th></tr><tr><td>张三</td><td>后勤<br>中心</td></tr></table>
<table><tr><td><p>版式用的</p><p>表格</p></td></tr></table>
<p hidden>看不见</p><p style="display: none">也看不见</p><script>var x = 1;</script><!-- 注 -->
<pre>第一行
第二行</pre>&copy; &lt;X&gt;</article>
<footer>备案号</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_html(charset: str) -> None:
    source = read_bytes(
        "a.html", PAGE.format(charset=charset).encode(charset.replace("2312", "18030"))
    )
    assert source.paragraphs == (
        Paragraph("关于学习的通知", 1),
        Paragraph("各单位："),
        Paragraph("现将有关事项通知如下："),
        Paragraph("一、提高认识。"),
        Paragraph("二、抓好落实。"),
        Paragraph("1. 要求", 2),
        Paragraph("3. 学习"),
        Paragraph("4. 落实"),
        Paragraph("要点"),
        Paragraph("姓名 | 部门"),
        Paragraph("张三 | 后勤中心"),
        Paragraph("版式用的"),
        Paragraph("表格"),
        Paragraph("第一行"),
        Paragraph("第二行"),
        Paragraph("© <X>"),
    )
    assert source.cuts == tuple(
        Cut(text, "web page residue")
        for text in ("某某网", "首页\n新闻", "看不见", "也看不见", "备案号")
    )


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("10<sup>5</sup>个，100m<sup>2</sup>", "10⁵个，100m²"),
        ("10<sup>-<b>12</b></sup>克", "10⁻¹²克"),
        ("SO<sub>4</sub><sup>2−</sup>", "SO₄²⁻"),
        ("2<sup>n+1</sup>", "2n+1"),
        ("见<sup>[1]</sup>和<sup>（2）</sup>", "见[1]和（2）"),
        ('见<a href="#n"><sup>1</sup></a>和<sup><a href="#m">2</a></sup>', "见1和2"),
        ('<a href="#r">↩<sup>2</sup></a>', "↩2"),
        ('<a href="/a">占地100m<sup>2</sup></a>', "占地100m²"),
    ],
)
def test_raised_and_lowered_numbers(markup: str, expected: str) -> None:
    for page in (f"<p>{markup}</p>", f"<pre>{markup}</pre>", f"<table><td>{markup}</table>"):
        assert read_bytes("a.html", page.encode()).paragraphs == (Paragraph(expected),)


def test_values_stay_under_their_headings() -> None:
    table = """<table><tr><th>日期</th><th>姓名</th><th>电话</th><th>备注</th></tr>
    <tr><td>周一<td>张三<td>&nbsp;<td>请假</tr><tr><td><td>李四<td>12345<td></tr>
    <tr><td rowspan=2>周三<td>甲<td>乙<td>丙</tr><tr><td>丁<td>戊<td>己</tr>
    <tr><td colspan=3>合计<td>5人</tr><tr><td><td>另行通知<td><td></tr></table>"""
    assert [p.text for p in read_bytes("a.html", table.encode()).paragraphs] == [
        "日期 | 姓名 | 电话 | 备注", "周一 | 张三 | — | 请假", "— | 李四 | 12345",
        "周三 | 甲 | 乙 | 丙", "丁 | 戊 | 己", "合计 | 5人", "另行通知",
    ]  # fmt: skip


def test_columns_that_only_lay_out_the_page_are_left_out() -> None:
    table = """<table><tr><td><td colspan=3>领导小组</tr><tr><td><td>组长<td>&nbsp;<td>张三</tr>
    <tr><td><td>组员<td><td>李四<td>²</tr></table><table><tr><td>周一<td><td>请假</table>
    <ol start="²"><li>学习</ol>"""
    assert [p.text for p in read_bytes("a.html", table.encode()).paragraphs] == [
        "领导小组", "组长 | 张三", "组员 | 李四 | ²", "周一 | — | 请假", "1. 学习",
    ]  # fmt: skip


def test_a_header_with_the_only_title_is_text() -> None:
    page = "<body><header><h1>学习通知</h1></header><p>正文</p></body>"
    assert read_bytes("a.htm", page.encode()).paragraphs == (
        Paragraph("学习通知", 1), Paragraph("正文"),
    )  # fmt: skip


def chapter(title: str, text: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>书</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def test_epub_in_the_order_of_its_spine(make_epub: Make) -> None:
    pages = {
        "nav": chapter("目录", "第一章"),
        "b": chapter("第一章", "甲"),
        "a": chapter("第二章", "乙"),
    }
    assert read_bytes("a.epub", make_epub(pages)).paragraphs == (
        Paragraph("第一章", 1), Paragraph("甲"), Paragraph("第二章", 1), Paragraph("乙"),
    )  # fmt: skip


def encryption(algorithm: str) -> dict[str, str]:
    inner = f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData>'
    name = "META-INF/encryption.xml"
    return {name: f'<x xmlns:e="http://www.w3.org/2001/04/xmlenc#">{inner}</x>'}


def test_a_locked_book_is_refused_and_one_with_locked_fonts_read(make_epub: Make) -> None:
    pages = {"a": chapter("章", "文")}
    fonts = make_epub(pages, **encryption("http://www.idpf.org/2008/embedding"))
    assert len(read_bytes("a.epub", fonts).paragraphs) == 2
    with pytest.raises(EncryptedDocument):
        read_bytes(
            "a.epub", make_epub(pages, **encryption("http://www.w3.org/2001/04/xmlenc#aes"))
        )


def test_a_missing_page_is_an_error(make_epub: Make, make_zip: Make) -> None:
    whole = make_epub({"a": chapter("章", "文")})
    with pytest.raises(BrokenDocument, match=r"OEBPS/text/a\.xhtml is missing"):
        read_bytes("a.epub", whole.replace(b"a.xhtml", b"c.xhtml"))
