"""Text for searching, and the ends of sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import search_text, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("學習強國", "学习强国"),
        ("ＡＩ　Ｗｏｒｄ　１＋Ｎ", "ai word 1+n"),
        ("㈠ 第\u00a0一\n章", "(一) 第 一 章"),
        ("“三個示範”", "“三个示范”"),
        ("", ""),
    ],
)
def test_search_text(text: str, expected: str) -> None:
    assert search_text(text) == expected


@given(st.text())
def test_search_text_folds_once(text: str) -> None:
    folded = search_text(text)
    assert folded == " ".join(folded.split())
    assert search_text(text.upper().lower()) == search_text(search_text(text.upper()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！？第三句", ["第一句。", "第二句！？", "第三句"]),
        ("他说：“很好。我去。”然后走了。", ["他说：“很好。我去。”", "然后走了。"]),
        ("他说：“很好。”的话音刚落，会就散了。", ["他说：“很好。”的话音刚落，会就散了。"]),
        ("要做到“快！准！狠！”三个字。完", ["要做到“快！准！狠！”三个字。", "完"]),
        ("有“够了吗？”一问。（见附件。）好", ["有“够了吗？”一问。", "（见附件。）", "好"]),
        ("学习《什么是路？》一文。好", ["学习《什么是路？》一文。", "好"]),
        ("他问（谁知道呢？）便走。", ["他问（谁知道呢？）便走。"]),
        ("结束语。”\n新的一段", ["结束语。”\n", "新的一段"]),
        ("标题\n\n　正文。 尾", ["标题\n\n　", "正文。 ", "尾"]),
        ("“没有关上的引号。下一句。", ["“没有关上的引号。", "下一句。"]),
        ("增长3.5%，见a.b?c=d。好", ["增长3.5%，见a.b?c=d。", "好"]),
        ("It was 2020. We went. Mr. X? Yes!", ["It was 2020. ", "We went. ", "Mr. X? ", "Yes!"]),
        ("甲；乙。", ["甲；乙。"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_long_quotation_is_split() -> None:
    inner = "这是一个很长的引用里的句子，说了许多的话。" * 6
    text = f"他说：“{inner}”完了。"
    assert len(sentences(text)) == 7


def test_semicolons_end_a_sentence_when_asked() -> None:
    text = "一是学；二是做“说；做”；三是“到底”。"
    assert [text[a:b] for a, b in sentences(text, semicolons=True)] == [
        "一是学；", "二是做“说；做”；", "三是“到底”。",
    ]  # fmt: skip


@given(
    st.text(st.sampled_from("。！？；;?!.“”‘’《》（）()\n 　字ab12：，的"), max_size=60),
    st.booleans(),
)
def test_sentences_partition_any_text(text: str, semicolons: bool) -> None:
    spans = sentences(text, semicolons=semicolons)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(text[start:end].strip() for start, end in spans) or not text.strip()
