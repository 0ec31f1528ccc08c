"""An evaluation on a terminal: a row a question, the figures, and the comparison."""

import shutil
from collections.abc import Mapping, Sequence

from bot.cli.shell import Shell
from bot.terminal import width
from bot.texts import Texts
from index.evaluation import Estimate, Evaluation, Row
from index.models import Verdict

RANKING = ("recall@1", "recall@3", "recall@5", "mrr", "ndcg@10")
NONE = "—"
CUT = "…"
NAME, NARROW, WIDE = 15, 8, 11  # columns that fit side by side into 80


def print_rows(shell: Shell, evaluation: Evaluation) -> None:
    """Print a line a question: what is wrong, the verdict, the first hit's place, the question."""
    places = min(max((width(row.reference or NONE) for row in evaluation.rows), default=0), 20)
    room = shutil.get_terminal_size().columns - 21 - places if shell.out.interactive else None
    for row in evaluation.rows:
        wrong = shell.out.styled("b", f"{complaint(row):<7}") if complaint(row) else "✓" + " " * 6
        place = _fit(row.reference or NONE, places)
        question = row.question if room is None else _clip(row.question, room)
        shell.out.print(f"{wrong} {row.verdict or NONE:<7}  {place}  {question}")
    shell.out.print()


def complaint(row: Row) -> str:
    """Name in a word what is wrong with a row; empty where it is right."""
    refused = row.verdict is Verdict.NONE
    if not row.answerable:
        wrong = row.verdict is Verdict.EXACT if row.near else not refused
        return str(row.verdict) if wrong else ""
    if refused:
        return "refused"
    if row.rank != 1:
        return f"rank {row.rank or NONE}"
    return "quote" if row.quote_ok is False else ""


def print_evaluation(shell: Shell, yandu: Evaluation, others: Mapping[str, Evaluation]) -> None:
    """Print the figures with their intervals, then by kind, then beside the baselines."""
    out, _ = shell.out, shell.texts
    said = _meanings(_)
    out.print(_counts(_, yandu))
    for name, one in yandu.figures.items():
        if one is not None:
            interval = f"{one.low:.3f}–{one.high:.3f}"
            out.print(f"{name:<18} {one.value:6.3f}  {interval}  {out.styled('dim', said[name])}")
    latency = yandu.latency
    out.print(
        _(
            "检索一次：中位数 {p50:.1f} 毫秒，95% 在 {p95:.1f} 毫秒以内；每秒 {rate:.0f} 个问题",
            p50=latency.p50,
            p95=latency.p95,
            rate=latency.per_second,
        )
    )
    if yandu.kinds():
        out.print("\n" + _("按问题的种类："))
        _print_kinds(shell, yandu)
    if others:
        out.print("\n" + _("同样的问题，别的办法："))
        _print_systems(shell, {"yandu": yandu, **others})
        out.print("\n" + _("Yandu 减去它们，下面是 95% 区间；* 表示区间不含零："))
        _print_differences(shell, yandu, others)


def _counts(_: Texts, evaluation: Evaluation) -> str:
    rows = evaluation.rows
    return _(
        "{questions} 个问题：{answerable} 个材料里有答案，{near} 个相近而没有，{absent} 个无关"
        "（右边是 95% 区间）",
        questions=len(rows),
        answerable=sum(row.answerable for row in rows),
        near=sum(row.near for row in rows),
        absent=sum(row.absent for row in rows),
    )


def _meanings(_: Texts) -> dict[str, str]:
    """Say what each figure is a share of."""
    return {
        "recall@1": _("第一段就对"),
        "recall@3": _("前三段里有对的"),
        "recall@5": _("前五段里有对的"),
        "mrr": _("1 除以名次的平均"),
        "ndcg@10": _("前十段按名次折算"),
        "quote_accuracy": _("引文含有要求的文字"),
        "refused_absent": _("无关的被拒绝"),
        "refused_answerable": _("有答案的被误拒"),
        "near_exact": _("相近的被误当有答案"),
        "absent_exact": _("无关的被误当有答案"),
        "auroc": _("有答案的比无关的把握大"),
        "refused_absent@3%": _("误拒 3% 时，无关的被拒绝"),
    }


def _print_kinds(shell: Shell, evaluation: Evaluation) -> None:
    kinds = evaluation.kinds()
    size = _names_width(kinds)
    heads = ("n", "recall@1", "recall@3", "mrr", "quote", "refused", "exact")
    _print_line(shell, "", heads, size)
    for kind, part in kinds.items():
        found = [part.figures[name] for name in ("recall@1", "recall@3", "mrr", "quote_accuracy")]
        shares = [_share(part, verdict) for verdict in (Verdict.NONE, Verdict.EXACT)]
        cells = [str(len(part.rows)), *map(_figure, found), *shares]
        _print_line(shell, kind, cells, size)


def _share(part: Evaluation, verdict: Verdict) -> str:
    if not any(row.verdict for row in part.rows):
        return NONE
    return f"{sum(row.verdict is verdict for row in part.rows) / len(part.rows):.3f}"


def _print_systems(shell: Shell, systems: Mapping[str, Evaluation]) -> None:
    size = _names_width(systems)
    _print_line(shell, "", (*RANKING, "auroc", "p50 ms"), size)
    for name, system in systems.items():
        cells = [_figure(system.figures[head]) for head in (*RANKING, "auroc")]
        _print_line(shell, name, [*cells, f"{system.latency.p50:.2f}"], size)


def _print_differences(shell: Shell, yandu: Evaluation, others: Mapping[str, Evaluation]) -> None:
    size = _names_width(others)
    _print_line(shell, "", RANKING, size, WIDE)
    for name, other in others.items():
        found = yandu.over(other)
        chosen = [found.get(head) for head in RANKING]
        ends = [f"{_short(one.low)} {_short(one.high)}" if one else "" for one in chosen]
        _print_line(shell, name, [_difference(one) for one in chosen], size, WIDE)
        _print_line(shell, "", ends, size, WIDE)


def _names_width(systems: Mapping[str, Evaluation]) -> int:
    return min(max(map(width, systems)), NAME)


def _print_line(
    shell: Shell, name: str, cells: Sequence[str], size: int, column: int = NARROW
) -> None:
    """Print cells under each other; a name that is too long stands above its own."""
    if width(name) > size:
        shell.out.print(name)
        name = ""
    columns = (f"{cell:>{column}}" for cell in cells)
    shell.out.print((_fit(name, size) + " " + " ".join(columns)).rstrip())


def _figure(one: Estimate | None) -> str:
    return f"{one.value:.3f}" if one else NONE


def _difference(one: Estimate | None) -> str:
    return f"{one.value:+.3f}{'*' if one.beyond else ' '}" if one else NONE


def _short(number: float) -> str:
    """Print a difference without its leading zero: +.014."""
    return f"{number:+.3f}".replace("0.", ".", 1)


def _fit(text: str, columns: int) -> str:
    """Clip a text to so many columns, or fill it up."""
    clipped = _clip(text, columns)
    return clipped + " " * (columns - width(clipped))


def _clip(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while text and width(text) >= columns:
        text = text[:-1]
    return text + CUT
