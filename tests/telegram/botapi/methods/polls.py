"""Polls and quizzes."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.access import find_message, writable_chat
from botapi.errors import bad_request
from botapi.methods.content import formatted, markup
from botapi.methods.registry import Params, Uploads, method
from botapi.methods.sending import post
from botapi.people import JSON
from botapi.world import World


@method("sendPoll")
def send_poll(world: World, params: Params, uploads: Uploads) -> JSON:
    """Send a poll."""
    question, entities = formatted(
        world, params, "question", "question_parse_mode", "question_entities"
    )
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > limits.POLL_QUESTION:
        raise bad_request("poll question length must not exceed 300")
    poll: JSON = {
        "id": world.serial(),
        "question": question,
        "question_entities": entities,
        "options": _options(world, params.get("options")),
        "total_voter_count": 0,
        "is_closed": bool(params.get("is_closed")),
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type") or "regular",
        "allows_multiple_answers": bool(params.get("allows_multiple_answers")),
        "allows_revoting": bool(params.get("allows_revoting", params.get("type") != "quiz")),
        "members_only": bool(params.get("members_only")),
        **_solution(world, params),
        **_period(params),
    }
    return post(world, params, "polls", kind=None, content={"poll": poll}).to_api()


def _options(world: World, value: Any) -> list[JSON]:
    if not isinstance(value, list):
        raise bad_request("expected an Array of InputPollOption as options")
    if not value:
        raise bad_request("poll must have at least 1 option")
    if len(value) > limits.POLL_OPTIONS:
        raise bad_request(f"poll can't have more than {limits.POLL_OPTIONS} options")
    options = []
    for position, option in enumerate(value):
        given = option if isinstance(option, dict) else {"text": option}
        text, entities = formatted(world, given, "text", "text_parse_mode", "text_entities")
        if not text:
            raise bad_request("poll options must be non-empty")
        if len(text) > limits.POLL_OPTION:
            raise bad_request("poll options length must not exceed 100")
        shown = {"text": text, "text_entities": entities, "voter_count": 0}
        options.append({"persistent_id": str(position), **shown})
    return options


def _solution(world: World, params: Params) -> JSON:
    if params.get("type") not in (None, "", "regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    if params.get("type") != "quiz":
        return {}
    correct = params.get("correct_option_ids")
    if correct is None and params.get("correct_option_id") is not None:
        correct = [params["correct_option_id"]]
    count = len(params.get("options") or [])
    if not correct or not all(isinstance(i, int) and 0 <= i < count for i in correct):
        raise bad_request("wrong correct option ID specified")
    explanation, entities = formatted(
        world, params, "explanation", "explanation_parse_mode", "explanation_entities"
    )
    too_many_lines = explanation.count("\n") > limits.POLL_EXPLANATION_LINES
    if len(explanation) > limits.POLL_EXPLANATION or too_many_lines:
        raise bad_request("poll explanation is too long")
    shown: JSON = {"correct_option_ids": sorted(correct)}
    if explanation:
        shown |= {"explanation": explanation, "explanation_entities": entities}
    return shown


def _period(params: Params) -> JSON:
    period = params.get("open_period")
    if period is None:
        return {"close_date": params["close_date"]} if params.get("close_date") else {}
    if not 5 <= period <= limits.POLL_OPEN_PERIOD:
        raise bad_request("poll open period is invalid")
    return {"open_period": period}


@method("stopPoll")
def stop_poll(world: World, params: Params, uploads: Uploads) -> JSON:
    """Close a poll."""
    message = find_message(writable_chat(world, params), params.get("message_id"), "edit")
    poll: JSON | None = message.content.get("poll")
    if poll is None or not message.from_bot:
        raise bad_request("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad_request("poll has already been closed")
    poll["is_closed"] = True
    message.markup = markup(world, params, message.chat, inline_only=True)
    world.touched = message
    return poll
