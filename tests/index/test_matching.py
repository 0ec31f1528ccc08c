"""Each word of a question against the nearest of a passage."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from index.errors import ModelUnavailable
from index.matching import FOLDER, Matcher, Matching, matcher

LETTERS = "春夏秋冬"
VECTORS = np.array([[0, 0], [2, 0], [0, 1], [3, 4], [0, 0]], np.float16)  # ? 春 夏 秋 冬

Rows = st.lists(st.integers(1, 3), max_size=8)


@pytest.fixture(scope="module")
def letters() -> Matcher:
    known = {letter: number for number, letter in enumerate("?" + LETTERS)}
    tokenizer = Tokenizer(WordLevel(known, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    return Matcher(tokenizer, VECTORS)


def row(*pieces: int) -> NDArray[np.int64]:
    return np.array(pieces, np.int64)


def test_pieces_are_those_that_count_as_they_stand(letters: Matcher) -> None:
    assert letters.pieces("秋x冬春秋").tolist() == [3, 1, 3]
    assert letters.pieces("").tolist() == []
    assert len(letters.pieces("春" * 1000)) == 400


def test_of_a_question_those_are_asked_that_count_most(letters: Matcher) -> None:
    assert letters.asked("夏x秋冬春").tolist() == [3, 1, 2]
    assert letters.asked("夏" * 9 + "春秋" * 5).tolist() == [3] * 5 + [1] * 5 + [2] * 2


def test_each_piece_counts_by_its_length_and_its_nearest(letters: Matcher) -> None:
    # 春 (length 2) meets 秋 at 3/5, 夏 (length 1) meets it at 4/5; both meet themselves at 1
    scores = letters.match(row(1, 2), [row(3), row(1), row(2, 1), row(3, 2)]).scores
    expected = np.array([2 * 0.6 + 0.8, 2, 3, 2 * 0.6 + 1]) / 3**0.5
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_nothing_to_compare_tells_nothing(letters: Matcher) -> None:
    assert letters.match(row(), [row(1), row(2)]).scores.tolist() == [0, 0]
    assert letters.match(row(1), []).scores.tolist() == []
    scores = letters.match(row(1), [row(), row(1), row()]).scores
    assert scores.tolist() == pytest.approx([0, 2**0.5, 0])


def test_it_is_told_how_each_piece_is_met(letters: Matcher) -> None:
    match = letters.match(row(1, 3), [row(3, 1, 2, 2), row(2), row()])
    nearest = np.zeros((3, 2, 3))
    nearest[0] = [[1, 0.6, 0], [1, 0.8, 0.8]]
    nearest[1, 1] = 0.8
    np.testing.assert_allclose(match.nearest, nearest, atol=1e-6)
    assert match.places.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert match.sizes.tolist() == [4, 1, 0]
    assert match.weights.tolist() == [2, 5]


def test_characters_are_looked_for_one_by_one() -> None:
    words = {word: at for at, word in enumerate(["?", "韩国", "中韩", "澳洲", "中澳两国"])}
    vectors = np.ones((5, 2), np.float16)
    match = Matcher(Tokenizer(WordLevel(words, unk_token="?")), vectors).match(
        row(1, 3, 4), [row(2), row(2, 4), row(3)]
    )
    assert match.letters.tolist() == [2, 2, 4]
    assert match.spelled.tolist() == [[0.5, 0, 0.25], [1, 0.5, 1], [0, 1, 0.25]]


@given(Rows, st.lists(Rows, max_size=6))
def test_scores_are_those_of_each_passage_alone(
    question: list[int], texts: list[list[int]]
) -> None:
    plain = Matcher(Tokenizer(WordLevel({"?": 0}, unk_token="?")), VECTORS)
    passages = [row(*text) for text in texts]
    together = plain.match(row(*question), passages).scores
    apart = [plain.match(row(*question), [passage]).scores[0] for passage in passages]
    np.testing.assert_allclose(together, apart, atol=1e-6)


def test_sentences_are_met_by_the_mean_of_their_nearest(letters: Matcher) -> None:
    matching = Matching(letters, [].__getitem__)
    met = matching.met("春夏", ("秋", "x", "夏春", ""))
    np.testing.assert_allclose(met, [(2 * 0.6 + 0.8) / 3, 0, 1, 0], rtol=1e-6)
    assert matching.met("x", ("秋", "x")).tolist() == [0, 0]
    assert matching.met("春", ()).tolist() == []


def test_rows_are_read_in_search_form(letters: Matcher) -> None:
    matching = Matching(letters, ["夏", "春 春", "x"].__getitem__)
    match = matching.match("春", np.array([1, 2, 0]))
    np.testing.assert_allclose(match.scores, [2**0.5, 0, 0], atol=1e-6)
    brevity = -np.log([3, 3, 2])  # x is not short but mute
    np.testing.assert_allclose(match.brevity, brevity, rtol=1e-6)


@pytest.mark.parametrize(("question", "texts"), [("x冬", ["春", "夏秋"]), ("春", ["x", ""])])
def test_where_nothing_can_be_matched_no_passage_gains(
    letters: Matcher, question: str, texts: list[str]
) -> None:
    matching = Matching(letters, texts.__getitem__)
    match = matching.match(question, np.array([0, 1]))
    assert (match.scores.tolist(), match.brevity.tolist()) == ([0, 0], [0, 0])
    none = matching.match("春", row())
    assert (none.scores.tolist(), none.brevity.tolist()) == ([], [])


def test_the_vectors_that_ship_are_a_plain_model() -> None:
    """sentence-transformers opens the folder, and both read the same pieces and vectors."""
    opened: Any = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    ours = matcher()
    words = ["安全", "生产", "责任"]
    pieces = [ours.pieces(word) for word in words]
    assert [len(found) for found in pieces] == [1, 1, 1]
    vectors = opened.encode(words, show_progress_bar=False).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors.T / np.outer(lengths, lengths)
    for asked, word in enumerate(pieces):
        expected = cosines[asked] * lengths[asked] ** 0.5
        np.testing.assert_allclose(ours.match(word, pieces).scores, expected, atol=2e-3)
    assert sum(file.stat().st_size for file in Path(FOLDER).iterdir()) < 16 * 2**20


def test_letters_of_an_alphabet_say_nothing() -> None:
    """Every long passage has them all."""
    ours = matcher()
    assert not set(ours.pieces("how many members does it have")) & set(ours.pieces("a b h m y"))
    assert ours.pieces("a b h m y").tolist() == []


def test_everyday_words_meet_official_ones() -> None:
    ours = matcher()
    question = ours.asked("上班受伤了谁赔钱")
    passages = ["因工负伤的职工依法享受工伤保险待遇", "会员代表大会每年至少召开一次"]
    first, second = ours.match(question, [ours.pieces(text) for text in passages]).scores
    assert first > second


def test_a_folder_that_is_not_whole_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="install Yandu anew"):
        Matcher.load(tmp_path)
    shutil.copytree(FOLDER, tmp_path / "cut")
    (tmp_path / "cut" / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(ModelUnavailable, match="install Yandu anew"):
        Matcher.load(tmp_path / "cut")
