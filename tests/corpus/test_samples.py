"""The sample corpus: a study edition in words of its own, and the questions asked of it."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "corpus/samples"
EDITION = SAMPLES / "half-year-speech.txt"
ORIGINAL = HERE.parents[2] / "shared/corpus/speech-2020-half-year.txt"

SLOGANS = (SAMPLES / "slogans.txt").read_text("utf-8").splitlines()
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (SAMPLES / "half-year-speech.questions.jsonl").read_text("utf-8").splitlines()
]
PLACES = """
¶1 一¶1
一、（一）一 一、（一）二 一、（一）三
一、（二） 一、（二）一 一、（二）二 一、（二）三
一、（三） 一、（三）一 一、（三）二 一、（三）三
一、（四）
一、（五） 一、（五）一 一、（五）二 一、（五）三
一、（六） 一、（六）一 一、（六）二 一、（六）三
二¶1 二、（一） 二、（二） 二、（三） 二、（四） 二、（五） 二¶2
三¶1 三¶2 三、（一）
三、（二）一 三、（二）二 三、（二）三
三、（三）一 三、（三）二 三、（三）三
三、（四）一 三、（四）二 三、（四）三
三、（五）一 三、（五）二 三、（五）三
三、（六）一 三、（六）二 三、（六）三
¶2
"""


def test_edition_is_as_long_as_a_speech() -> None:
    assert len("".join(EDITION.read_text("utf-8").split())) >= 7_000


def test_edition_has_the_places_of_the_speech() -> None:
    assert list(places()) == PLACES.split()


@pytest.mark.skipif(not ORIGINAL.exists(), reason=f"the original speech is not at {ORIGINAL}")
def test_edition_copies_nothing_but_slogans() -> None:
    assert overlap(ORIGINAL, EDITION) == (0, "")


def test_every_slogan_is_in_the_edition() -> None:
    edition = EDITION.read_text("utf-8")
    assert [slogan for slogan in SLOGANS if slogan not in edition] == []


def test_questions_of_every_kind() -> None:
    assert Counter(question["kind"] for question in QUESTIONS) == {
        "wording": 35,
        "paraphrase": 48,
        "absent": 14,
        "near": 12,
    }
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)


def test_questions_without_an_answer_name_no_place() -> None:
    unanswered = [row for row in QUESTIONS if row["kind"] in {"absent", "near"}]
    assert [row for row in unanswered if row["passages"] or "sections" in row] == []


def test_every_place_is_asked_for() -> None:
    asked = {place for row in QUESTIONS for place in row.get("sections", [])}
    assert asked == set(PLACES.split())


def test_every_quote_stands_in_its_place() -> None:
    text = places()
    missed = [
        row
        for row in QUESTIONS
        if "quote" in row and not any(row["quote"] in text[place] for place in row["sections"])
    ]
    assert missed == []


def test_overlap_lists_maximal_runs_longest_first(tmp_path: Path) -> None:
    original = written(
        tmp_path / "original.txt",
        "甲子丑寅卯辰巳午未申酉戌亥,天地玄黄。宇宙洪荒日月盈昃辰宿列张寒来暑",
    )
    edition = written(
        tmp_path / "edition.txt",
        "乙宇宙洪荒日月盈昃辰宿列张寒来暑乙\n子丑寅卯辰巳\n午未申酉戌亥，天地玄黄乙",
    )
    slogans = written(tmp_path / "slogans.txt", "")
    assert overlap(original, edition, slogans) == (
        1,
        "17 子丑寅卯辰巳午未申酉戌亥,天地玄黄\n15 宇宙洪荒日月盈昃辰宿列张寒来暑\n",
    )


def test_overlap_allows_a_slogan_but_not_the_words_around_it(tmp_path: Path) -> None:
    original = written(tmp_path / "original.txt", "子丑寅卯辰巳午未申酉戌亥天地玄黄")
    slogans = written(tmp_path / "slogans.txt", "子丑寅卯辰巳午未申酉戌亥天地玄")
    alone = written(tmp_path / "alone.txt", "乙子丑寅卯辰巳午未申酉戌亥天地玄乙")
    longer = written(tmp_path / "longer.txt", "乙子丑寅卯辰巳午未申酉戌亥天地玄黄乙")
    assert overlap(original, alone, slogans) == (0, "")
    assert overlap(original, longer, slogans) == (1, "16 子丑寅卯辰巳午未申酉戌亥天地玄黄\n")


def overlap(*files: Path) -> tuple[int, str]:
    """Run the script; return its exit status and what it lists."""
    command = [sys.executable, "-X", "utf8", str(HERE / "overlap.py"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def places() -> dict[str, str]:
    """Read the edition's own layout, by no more rules than it needs: reference to text."""
    found: dict[str, str] = {}
    part, paragraphs = "", Counter[str]()
    for line in EDITION.read_text("utf-8").splitlines()[2:]:
        if heading := re.match(r"([一二三])、", line):
            part = heading[1]
        elif section := re.match(r"(（[一二三四五六]）).+?。", line):
            address = f"{part}、{section[1]}"
            lead, *points = re.split(r"(?:(?<=。)|^)(?=[一二三][是要])", line[section.end() :])
            found |= {address: lead} if lead else {}
            found |= {address + point[0]: point for point in points}
        else:
            part = "" if line.startswith("同志们") else part
            paragraphs[part] += 1
            found[f"{part}¶{paragraphs[part]}"] = line
    return found
