"""UTF-16 arithmetic and the entities that Telegram finds by itself."""

from __future__ import annotations

import re
from typing import Any

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"“”，。；、）（]+)"
    r"|(?P<email>(?<![\w.+-])[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
_EXCLUSIVE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Entity) -> str:
    """Cut out what an entity covers."""
    start, length = 2 * entity["offset"], 2 * entity["length"]
    return text.encode("utf-16-le")[start : start + length].decode("utf-16-le")


def find_entities(text: str) -> list[Entity]:
    """Find commands, mentions, hashtags and addresses as Telegram's server does."""
    return [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the found entities that lie in no exclusive one, in order."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _EXCLUSIVE]
    found = [
        e
        for e in find_entities(text)
        if not any(start < e["offset"] + e["length"] and e["offset"] < end for start, end in taken)
    ]
    return sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip outer white space and move or shorten the entities with it."""
    body = text.strip()
    if body == text:
        return text, [e for e in entities if e["length"] > 0]
    lead, total = units(text[: len(text) - len(text.lstrip())]), units(body)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return body, kept
