"""`yandu evaluate`: how good the answers to a file of questions are."""

from pathlib import Path

from bot.cli.asking import find_answer
from bot.cli.home import load_searcher
from bot.cli.shell import Shell
from index.evaluation import Evaluation, Row
from index.evaluation import evaluate as judge
from index.models import Verdict
from index.questions import load_questions

DEPTH = 10  # hits of a question that count towards the mean reciprocal rank
FIGURES = (
    "recall@1",
    "recall@3",
    "recall@5",
    "mrr",
    "quote_accuracy",
    "refused_absent",
    "refused_answerable",
    "near_exact",
)


def evaluate(questions: Path, *, as_json: bool) -> None:
    """Ask every question of the file and print the figures, then what went wrong."""
    shell = Shell()
    asked = load_questions(questions)
    searcher = load_searcher(shell)
    evaluation = judge(asked, lambda question: find_answer(searcher, question, DEPTH))
    if as_json:
        shell.print_json(evaluation.to_json())
    else:
        _print(shell, evaluation)


def _print(shell: Shell, evaluation: Evaluation) -> None:
    figures = evaluation.to_json()
    shell.out.print(f"{'questions':<20} {figures['questions']:>6}")
    for name in FIGURES:
        value = figures[name]
        shell.out.print(f"{name:<20} {'—' if value is None else format(value, '.3f'):>6}")
    wrong = [row for row in evaluation.rows if complaint(row)]
    if wrong:
        shell.out.print("\n" + shell.texts("没有答对的问题："))
    for row in wrong:
        shell.out.print(f"  {complaint(row):<8} {row.reference or '—'}  {row.question}")


def complaint(row: Row) -> str:
    """Name in a word what is wrong with a row; empty where it is right."""
    if not row.answerable:
        wrong = row.verdict is Verdict.EXACT if row.kind == "near" else not row.refused
        return str(row.verdict) if wrong else ""
    if row.refused:
        return "refused"
    if row.rank != 1:
        return f"rank {row.rank or '—'}"
    return "quote" if row.quote_ok is False else ""
