"""Build what a plan says, put it through the gate, and switch; blocking, under the lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from index.building import Candidate, Progress, Report, current_id, make_candidate
from index.planning import Plan
from index.questions import Question
from index.search import Searcher, searcher_of
from index.snapshot import SnapshotStore

__all__ = ["Renewal", "renew"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """What came of a build: `made` is None where nothing had changed.

    A candidate that is not `switched` to did worse than what serves, and waits for a decision.
    """

    report: Report
    made: Candidate | None = None
    switched: bool = False


def renew(  # noqa: PLR0913 - each is a choice of the caller's
    plan: Plan,
    store: SnapshotStore,
    *,
    author: str,
    library: str,
    questions: Sequence[Question] = (),
    serving: Searcher | None = None,
    force: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Renewal:
    """Bring the index up to date, unless that makes the answers to ``questions`` worse.

    ``force`` switches all the same. ``serving`` answers from the plan's previous snapshot; it
    is opened for the questions where it is not given. Raises what `make_candidate` raises.
    """
    started, current = monotonic(), current_id(store)
    previous = plan.previous
    if previous is not None and not plan.changes and current == previous.id:
        seconds = monotonic() - started
        return Renewal(plan.report(current, written=False, seconds=seconds))
    if questions and previous is not None and serving is None:
        serving = searcher_of(previous, plan.embedder)
    made = make_candidate(
        plan,
        store,
        author=author,
        questions=questions,
        serving=serving,
        library=library,
        progress=progress,
    )
    switched = force or made.judgement.passed
    if switched:
        current = store.switch(made.snapshot).id
    report = plan.report(current, written=switched, seconds=monotonic() - started)
    return Renewal(report, made, switched)
