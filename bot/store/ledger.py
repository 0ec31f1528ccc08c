"""The ledger's statements, made once, and its rows as pushes and back."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, insert, literal, or_, select, update

from bot.daily.models import Kind, Order, Push, State, Target
from bot.daily.planning import Plan
from bot.daily.slots import Slot
from bot.store.tables import pushes, schedules

__all__ = ["BEGIN", "CLAIMED", "HISTORY", "INSERT", "IS_LEFT", "LEFT", "SETTLE", "claimed_rows",
           "missed_rows", "move_of", "push_of", "values_of"]  # fmt: skip

READ = (State.SENT, State.UNCERTAIN)
_FRESH: dict[str, Any] = {
    "attempts": 0, "not_before": 0, "document": "", "passages": "[]", "reference_list": "[]",
    "marks": "[]", "reading_order": "sequence", "late": False, "message": None, "reason": "",
}  # fmt: skip
_COLUMNS = ("chat_id", "topic", "kind", "day", "number", "state", "due", "owner", "lease",
            "settled", *_FRESH)  # fmt: skip
_TYPES = {name: pushes.c[name].type for name in _COLUMNS}
_SAME = and_(
    *(
        pushes.c[name] == bindparam(f"p_{name}", type_=_TYPES[name])
        for name in ("chat_id", "topic", "day", "kind", "number")
    )
)
INSERT = insert(pushes).from_select(
    _COLUMNS,
    select(*(bindparam(f"p_{name}", type_=_TYPES[name]).label(name) for name in _COLUMNS)).where(
        ~exists(select(literal(1)).where(_SAME))
    ),
)
CLAIMED = select(pushes).where(
    pushes.c.owner == bindparam("mine"),
    pushes.c.lease == bindparam("until"),
    pushes.c.state == State.CLAIMED,
)
BEGIN = (
    update(pushes)
    .where(
        pushes.c.id == bindparam("row"),
        pushes.c.owner == bindparam("mine"),
        pushes.c.state == State.CLAIMED,
        or_(
            pushes.c.kind != Kind.SCHEDULED,
            exists(
                select(literal(1)).where(
                    schedules.c.chat_id == pushes.c.chat_id,
                    schedules.c.topic == pushes.c.topic,
                    schedules.c.enabled,
                )
            ),
        ),
    )
    .values(
        state=State.SENDING,
        lease=bindparam("until"),
        document=bindparam("in_document"),
        passages=bindparam("ids"),
        reference_list=bindparam("addresses"),
        marks=bindparam("endings"),
        reading_order=bindparam("in_order"),
        late=bindparam("is_late"),
        attempts=pushes.c.attempts + 1,
    )
)
SETTLE = (
    update(pushes)
    .where(
        pushes.c.id == bindparam("row"),
        pushes.c.owner == bindparam("mine"),
        pushes.c.state.in_(bindparam("was", expanding=True)),
    )
    .values(
        state=bindparam("became"),
        settled=bindparam("at"),
        message=bindparam("as_message"),
        reason=bindparam("because"),
        not_before=bindparam("again"),
    )
)
IS_LEFT = or_(
    and_(
        pushes.c.state.in_((State.CLAIMED, State.SENDING)),
        pushes.c.lease < bindparam("now"),
    ),
    and_(pushes.c.state == State.WAITING, pushes.c.not_before <= bindparam("now")),
)
LEFT = select(pushes).where(IS_LEFT).order_by(pushes.c.id).limit(bindparam("most"))
HISTORY = (
    select(pushes)
    .where(
        pushes.c.chat_id == bindparam("chat"),
        pushes.c.topic == bindparam("thread"),
        pushes.c.id > bindparam("since"),
        pushes.c.reading_order.in_(bindparam("orders", expanding=True)),
        pushes.c.state.in_(READ),
    )
    .order_by(pushes.c.id.desc())
    .limit(bindparam("most"))
)


def claimed_rows(plan: Plan, owner: str, lease: int) -> list[dict[str, Any]]:
    return [values_of(_scheduled(plan, slot, State.CLAIMED), owner, lease) for slot in plan.due]


def missed_rows(plan: Plan, now: int) -> list[dict[str, Any]]:
    missed = (_scheduled(plan, slot, State.MISSED, now) for slot in plan.missed)
    return [values_of(push, "", 0) for push in missed]


def _scheduled(plan: Plan, slot: Slot, state: State, settled: int = 0) -> Push:
    target = plan.schedule.target
    return Push(0, target, Kind.SCHEDULED, slot.day, 0, state, slot.due, settled=settled)


def values_of(push: Push, owner: str, lease: int) -> dict[str, Any]:
    values = _FRESH | {
        "chat_id": push.target.chat,
        "topic": push.target.topic,
        "kind": push.kind,
        "day": push.day.isoformat(),
        "number": push.number,
        "state": push.state,
        "due": push.due,
        "owner": owner,
        "lease": lease,
        "settled": push.settled,
    }
    return {f"p_{name}": value for name, value in values.items()}


def move_of(plan: Plan) -> dict[str, Any]:
    target, following = plan.schedule.target, plan.next
    return {
        "chat": target.chat,
        "thread": target.topic,
        "awaited": plan.awaited.due,
        "new_day": following.day.isoformat() if following else None,
        "new_due": following.due if following else None,
    }


def push_of(row: Row[Any]) -> Push:
    return Push(
        row.id,
        Target(row.chat_id, row.topic),
        Kind(row.kind),
        date.fromisoformat(row.day),
        row.number,
        State(row.state),
        row.due,
        row.attempts,
        tuple(json.loads(row.passages)),
        tuple(json.loads(row.reference_list)),
        tuple(json.loads(row.marks)),
        row.document,
        Order(row.reading_order),
        row.late,
        row.settled,
        row.message,
        row.reason,
    )
