"""Answering pressed buttons and inline queries."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.errors import bad_request
from botapi.keyboard import parse_markup
from botapi.methods.content import message_text
from botapi.methods.registry import Params, Uploads, method
from botapi.parameters import required
from botapi.world import Query, World


def _open_query(world: World, query_id: str) -> Query:
    query = world.queries.get(query_id)
    age = world.clock() - query.created if query else 0.0
    if query is None or query.answer is not None or age > limits.CALLBACK_LIFETIME:
        raise bad_request(
            "query is too old and response timeout expired or query ID is invalid",
            foreseeable=query is None or query.answer is not None,
        )
    return query


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params, uploads: Uploads) -> bool:
    """Answer a pressed button."""
    query = _open_query(world, required(params, "callback_query_id"))
    if len(params.get("text") or "") > limits.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = dict(params)
    return True


@method("answerInlineQuery")
def answer_inline_query(world: World, params: Params, uploads: Uploads) -> bool:
    """Answer an inline query."""
    query = _open_query(world, required(params, "inline_query_id"))
    results = params.get("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > limits.INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        _check_result(world, result)
        if result["id"] in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(result["id"])
    query.answer = dict(params)
    return True


def _check_result(world: World, result: Any) -> None:
    if not isinstance(result, dict) or not isinstance(result.get("type"), str):
        raise bad_request("can't parse inline query result: expected an Object")
    if not 1 <= len(str(result.get("id") or "").encode()) <= limits.INLINE_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")
    parse_markup(result.get("reply_markup"), inline_only=True)
    content = result.get("input_message_content")
    if result["type"] == "article":
        if not result.get("title"):
            raise bad_request('can\'t parse inline query result: field "title" is required')
        if not isinstance(content, dict):
            raise bad_request("can't parse inline query result: message content is not specified")
    if isinstance(content, dict) and "message_text" in content:
        message_text(world, inline_content(result))


def inline_content(result: Params) -> Params:
    """Return the text of an inline result under the names that sendMessage uses."""
    content = result["input_message_content"]
    return {**content, "text": content.get("message_text")}
