"""Search over real documents, real FAISS and the bundled model."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument, UnknownReference
from corpus.library import sample_documents
from corpus.models import Document, Paragraph, Passage, Source
from corpus.passages import structure
from corpus.readers import read
from index.aliases import Aliases
from index.building import build
from index.embedding import BUNDLED, Embedder, SentenceTransformerEmbedder
from index.errors import ModelUnavailable, NoSnapshot, QuoteMismatch
from index.models import Alias, Verdict
from index.quotes import Quote, check
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

LAW = structure(
    Source(
        "club-law",
        tuple(
            map(
                Paragraph,
                [
                    "读书会管理办法",
                    "第一章 总则",
                    "第一条 为了让大家读得久、读得深，制定本办法。",
                    "第二条 读书会每周六上午活动一次。",
                    "遇到法定节日顺延一周。",
                    "第二章 成员",
                    "第三条 成员应当按时到会，缺席三次的由组长提醒。",
                ],
            )
        ),
    ),
    "club-law",
)


@pytest.fixture(scope="session")
def bundled() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(BUNDLED)


@pytest.fixture(scope="session")
def speech() -> Document:
    (path,) = sample_documents()
    return structure(read(path), "half-year-speech")


Opener = Callable[[Sequence[Document], Embedder | None], Searcher]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opener:
    def open_over(documents: Sequence[Document], embedder: Embedder | None) -> Searcher:
        home = tmp_path_factory.mktemp("home")
        build(documents, SnapshotStore(home / INDEX_FOLDER), embedder)
        return open_searcher(home, embedder)

    return open_over


@pytest.fixture(scope="session")
def both(opened: Opener, speech: Document, bundled: SentenceTransformerEmbedder) -> Searcher:
    return opened([speech, LAW], bundled)


def found(searcher: Searcher, question: str, **options: object) -> tuple[str, str]:
    hit = searcher.search(question, **options).hits[0]  # type: ignore[arg-type]
    return hit.passage.document, str(hit.passage.reference)


def test_a_question_finds_its_passage_and_quotes_its_sentence(both: Searcher) -> None:
    answer = both.search("错峰消毒法是怎么做的")
    hit = answer.hits[0]
    assert (str(hit.passage.reference), answer.verdict) == ("一、（四）", Verdict.EXACT)
    assert "错峰消毒法" in hit.quote
    assert hit.passage.text[hit.quote_start :].startswith(hit.quote)
    assert len(answer.hits) == 3
    assert [h.score for h in answer.hits] == sorted((h.score for h in answer.hits), reverse=True)


@pytest.mark.parametrize(
    "question", ["错峰消毒法是怎么做的", "錯峰消毒法是怎麼做的", "　错峰消毒法　是怎么做的？"]
)
def test_traditional_and_full_width_questions_find_the_same(both: Searcher, question: str) -> None:
    assert found(both, question) == ("half-year-speech", "一、（四）")


def test_a_question_is_kept_to_the_documents_named(both: Searcher) -> None:
    assert found(both, "多久活动一次") == ("club-law", "第二条")
    answer = both.search("多久活动一次", documents=["half-year-speech"])
    assert {hit.passage.document for hit in answer.hits} == {"half-year-speech"}
    assert both.search("多久活动一次", documents=[]).hits == ()


@pytest.mark.parametrize(
    "question",
    [
        "怎样给猫洗澡",
        "周末去哪里爬山",
        "今天天气真好带着孩子去公园放风筝后来下雨了只好回家看电视晚上吃了火锅明天打算睡个懒觉再去超市买菜",
        "how do I wash a cat",
        "xyzzy",
        "🙂",
        "",
        "？？？",
    ],
)
def test_what_the_corpus_does_not_deal_with_is_refused(both: Searcher, question: str) -> None:
    assert both.search(question).verdict is Verdict.NONE


def test_a_very_long_question_is_answered(both: Searcher) -> None:
    assert both.search("错峰消毒法" * 5000).hits[0].passage.document == "half-year-speech"


@pytest.mark.parametrize(
    "typed", ["一、（四）", "一（四）", "1.4", "第一部分第四条", "看一、（四）讲了什么"]
)
def test_a_typed_reference_opens_its_place(both: Searcher, typed: str) -> None:
    answer = both.search(typed, documents=["half-year-speech"])
    assert [str(place.reference) for place in answer.places] == ["一、（四）"]
    assert answer.hits == ()
    assert answer.verdict is Verdict.EXACT


def test_a_section_is_read_whole_and_a_point_alone(both: Searcher, speech: Document) -> None:
    (section,) = both.read("一、（一）", "half-year-speech")
    (point,) = both.read("一（一）二是", "half-year-speech")
    assert [str(p.reference) for p in section.passages] == [f"一、（一）{n}" for n in "一二三"]
    assert section.text in speech.text
    assert section.text.endswith(section.passages[-1].text)
    assert point.text == section.passages[1].text
    assert point.text.startswith("二是")


def test_the_paragraphs_of_a_short_article_can_be_read(both: Searcher) -> None:
    (clause,) = both.read("第二条第二款")
    assert (str(clause.reference), clause.text) == ("第二条第二款", "遇到法定节日顺延一周。")


def test_a_title_before_a_reference_chooses_the_document(both: Searcher) -> None:
    (place,) = both.read("读书会管理办法第三条")
    assert (place.document, str(place.reference)) == ("club-law", "第三条")


def test_a_place_in_several_documents_is_offered_in_each(opened: Opener, speech: Document) -> None:
    twin = replace(speech, id="twin", passages=(), sections=speech.sections)
    searcher = opened([speech, replace(twin, passages=_renamed(speech, "twin"))], None)
    assert [place.document for place in searcher.search("一、（四）").places] == [
        "half-year-speech",
        "twin",
    ]


def _renamed(document: Document, name: str) -> tuple[Passage, ...]:
    return tuple(replace(p, document=name, id=f"{p.id[:-1]}-") for p in document.passages)


def test_an_unknown_reference_names_the_nearest(both: Searcher) -> None:
    with pytest.raises(UnknownReference) as caught:
        both.read("三、（九）", "half-year-speech")
    assert caught.value.nearest[0] == "三、（六）"
    with pytest.raises(UnknownReference):
        both.search("第三条第九款第八段")
    with pytest.raises(UnknownDocument):
        both.read("一", "nowhere")


@pytest.mark.parametrize(
    ("document", "typed"),
    [
        ("club-law", "第十章"),
        ("club-law", "第三章"),
        ("club-law", "第四条"),
        ("club-law", "第三部分"),
        ("club-law", "附件1"),
        ("half-year-speech", "四"),
        ("half-year-speech", "第四部分"),
        ("half-year-speech", "第四章"),
        ("half-year-speech", "附件1"),
        ("half-year-speech", "三、（七）"),
        ("half-year-speech", "一、（一）四"),
        ("half-year-speech", "（五）"),
        ("half-year-speech", "¶9"),
        ("half-year-speech", "三第一款"),
    ],
)
def test_a_place_that_is_not_there_opens_no_other(
    both: Searcher, document: str, typed: str
) -> None:
    with pytest.raises(UnknownReference):
        both.read(typed, document)


def test_the_first_paragraph_of_a_section_is_its_own_text(both: Searcher) -> None:
    (own,) = both.read("一、（二）第1段", "half-year-speech")
    assert str(own.reference) == "一、（二）"
    assert len(own.passages) == 1


def test_neighbours_and_the_section_around_a_passage(both: Searcher, speech: Document) -> None:
    first, second, third = (
        p for p in speech.passages if str(p.reference).startswith("一、（一）")
    )
    assert both.neighbours(second.id) == (first, third)
    around = both.section_of(second.id)
    assert around is not None
    assert str(around.reference) == "一、（一）"
    assert both.passage("forged") is None
    assert both.neighbours("forged") == (None, None)
    assert both.section_of("forged") is None


def test_an_alias_puts_its_passage_first(both: Searcher) -> None:
    alias = Alias("宿舍怎么安排的", "half-year-speech", "一、（四）")
    answer = both.within(aliases=Aliases([alias])).search("宿舍是怎么安排的呀")
    assert (str(answer.hits[0].passage.reference), answer.verdict) == ("一、（四）", Verdict.EXACT)
    assert (
        both.within(["club-law"], Aliases([alias]))
        .search("宿舍是怎么安排的呀")
        .hits[0]
        .passage.document
        == "club-law"
    )


def test_the_words_alone_answer_where_the_model_is_another(
    tmp_path: Path, speech: Document, bundled: SentenceTransformerEmbedder
) -> None:
    build([speech], SnapshotStore(tmp_path / INDEX_FOLDER), bundled)
    missing = SentenceTransformerEmbedder(tmp_path / "no-such-model")
    prompted = SentenceTransformerEmbedder(BUNDLED, query_prompt="问：")
    for embedder in (missing, prompted, None):
        searcher = open_searcher(tmp_path, embedder)
        assert searcher.degraded is not None
        assert "\n" not in searcher.degraded
        assert found(searcher, "错峰消毒法是怎么做的") == ("half-year-speech", "一、（四）")
    assert open_searcher(tmp_path, bundled).degraded is None


def test_without_a_snapshot_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="yandu index"):
        open_searcher(tmp_path, None)


def test_a_quote_that_is_not_in_the_source_never_leaves(speech: Document) -> None:
    passage = speech.passages[0]
    check(passage, Quote(0, 2, passage.text[:2]), speech)
    with pytest.raises(QuoteMismatch, match="¶1"):
        check(passage, Quote(0, 2, "改了"), speech)
    with pytest.raises(QuoteMismatch):
        check(replace(passage, text=passage.text + "。"), Quote(0, 0, ""), speech)


def test_a_part_is_offered_only_by_documents_that_have_parts(both: Searcher) -> None:
    assert [place.document for place in both.read("一")] == ["half-year-speech"]
    assert [place.document for place in both.read("第一章")] == ["club-law"]
    assert [place.document for place in both.read("第一条")] == ["club-law"]


def test_what_follows_a_rhetorical_question_is_quoted_with_it(both: Searcher) -> None:
    quote = both.search("安全培训的第一责任者是谁").hits[0].quote
    assert "？" in quote
    assert not quote.endswith("？")


def test_the_very_wording_counts_more_than_the_structure(both: Searcher) -> None:
    question = "第二部分有几点"
    assert both.search(question).listings
    settled = both.within(aliases=Aliases([Alias(question, "half-year-speech", "一、（四）")]))
    answer = settled.search(question)
    assert (str(answer.hits[0].passage.reference), answer.listings) == ("一、（四）", ())
    assert settled.search("第三部分有几点").listings


def test_an_alias_whose_place_is_gone_is_passed_over(both: Searcher) -> None:
    gone = both.within(aliases=Aliases([Alias("错峰消毒法是什么", "half-year-speech", "九")]))
    assert gone.search("错峰消毒法是什么") == both.search("错峰消毒法是什么")


@pytest.mark.parametrize("part", ["matcher", "relevance"])
def test_the_words_alone_answer_where_a_part_of_ours_is_damaged(
    part: str,
    tmp_path: Path,
    speech: Document,
    bundled: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build([speech], SnapshotStore(tmp_path / INDEX_FOLDER), bundled)

    def damaged() -> None:
        raise ModelUnavailable("it cannot be read; install Yandu anew")

    monkeypatch.setattr(f"index.search.{part}", damaged)
    searcher = open_searcher(tmp_path, bundled)
    assert searcher.degraded == "it cannot be read; install Yandu anew"
    assert found(searcher, "错峰消毒法是怎么做的") == ("half-year-speech", "一、（四）")
