"""`yandu evaluate`: how good the answers to a file of questions are, and beside what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.cli.asking import find_answer
from bot.cli.figures import print_evaluation, print_rows
from bot.cli.home import load_searcher, load_snapshot
from bot.cli.problems import explain
from bot.cli.shell import Shell
from bot.home import embedder_of
from bot.terminal import note, waiting
from index.errors import BadQuestions
from index.evaluation import (
    BASELINES,
    AnswerKey,
    Case,
    Collection,
    Evaluation,
    ask_all,
    baseline,
    known,
    load_benchmark,
    measure,
    rank_all,
    to_json,
)
from index.evaluation.metrics import DEPTH
from index.evaluation.plots import draw, need_matplotlib
from index.questions import load_questions

ALL = "all"
SHOWN = 10  # flaws of a questions file that are told one by one


@dataclass(frozen=True, slots=True)
class _Trial:
    """Questions with what is right for them, the texts, and Yandu to ask."""

    cases: Sequence[Case]
    collection: Collection
    ask: Callable[[], Evaluation]
    flaws: Sequence[BadQuestions] = ()


def evaluate(
    questions: Path, *, against: Sequence[str], plots: Path | None, as_json: bool
) -> None:
    """Ask every question of the file or folder and print the figures."""
    shell = Shell()
    _ = shell.texts
    names = _chosen(shell, against)
    if plots:
        need_matplotlib()
    trial = _folder(shell, questions) if questions.is_dir() else _file(shell, questions)
    _complain(shell, trial.flaws)
    prepared = [baseline(name, trial.collection) for name in names]
    with waiting(_("正在检验……")):
        yandu = trial.ask()
    others = {}
    for each in prepared:
        with waiting(_("正在检验 {name}……", name=each.name)):
            others[each.name] = measure(trial.cases, each)
    if as_json:
        shell.print_json(to_json(yandu, others, trial.flaws))
    else:
        if not questions.is_dir():
            print_rows(shell, yandu)
        print_evaluation(shell, yandu, others)
    if plots:
        _draw(shell, {"yandu": yandu, **others}, plots)


def _chosen(shell: Shell, against: Sequence[str]) -> list[str]:
    """List the baselines asked for, each once; UsageError names those there are."""
    _ = shell.texts
    names = [name for each in against for name in (BASELINES if each == ALL else [each])]
    for name in names:
        if not known(name):
            raise click.UsageError(
                _(
                    "--against：没有“{name}”；可以写 {known}、chunks:模型 或 all",
                    name=name,
                    known="、".join(BASELINES),
                )
            )
    return list(dict.fromkeys(names))


def _file(shell: Shell, path: Path) -> _Trial:
    """Ask the current index what a questions file asks."""
    questions = load_questions(path)
    snapshot, searcher = load_snapshot(shell), load_searcher(shell)
    key = AnswerKey(snapshot.passages)
    cases = key.cases(questions)
    embedder = None if searcher.degraded else embedder_of(shell.settings)

    def ask() -> Evaluation:
        return ask_all(cases, snapshot.passages, lambda text: find_answer(searcher, text, DEPTH))

    collection = Collection.of_index(snapshot, embedder)
    return _Trial(cases, collection, ask, key.flaws(questions, str(path)))


def _folder(shell: Shell, folder: Path) -> _Trial:
    """Rank the texts of a public retrieval set; the home is not looked at."""
    _ = shell.texts
    benchmark = load_benchmark(folder)
    with waiting(_("正在载入向量模型，计算向量……")):
        collection = Collection.of_texts(benchmark.texts, embedder_of(shell.settings))
    return _Trial(benchmark.cases, collection, lambda: rank_all(benchmark.cases, collection))


def _complain(shell: Shell, flaws: Sequence[BadQuestions]) -> None:
    """Tell of right places that the index does not have; a question without any is missed."""
    _ = shell.texts
    for flaw in flaws[:SHOWN]:
        note(explain(flaw))
    if len(flaws) > SHOWN:
        note(_("……还有 {count} 处", count=len(flaws) - SHOWN))


def _draw(shell: Shell, evaluations: Mapping[str, Evaluation], folder: Path) -> None:
    _ = shell.texts
    for path in draw(evaluations, folder):
        note(_("图：{path}", path=path))
