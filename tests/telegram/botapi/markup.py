"""Telegram's HTML: parsed as strictly as the server parses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from botapi.errors import bad_request
from botapi.text import Entity, units

_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#(?P<dec>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>\w+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[A-Za-z0-9.-]+)(?=[\s>])))?"""
)


@dataclass
class Parsed:
    """Text with its entities, and the doubtful spots that Telegram itself would let pass."""

    text: str
    entities: list[Entity] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    tag: str
    offset: int
    begin: int
    attributes: dict[str, str]


def parse_html(source: str) -> Parsed:
    """Parse a text in HTML mode, or raise Telegram's "can't parse entities"."""
    return Parsed(source) if not _SPECIAL.search(source) else _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.offset = 0
        self.stack: list[_Open] = []
        self.parsed = Parsed("")

    def run(self) -> Parsed:
        position = 0
        while match := _SPECIAL.search(self.source, position):
            self._write(self.source[position : match.start()])
            step = self._tag if match.group() == "<" else self._reference
            position = step(match.start())
        self._write(self.source[position:])
        if self.stack:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        self.parsed.text = "".join(self.out)
        self.parsed.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return self.parsed

    def _write(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.offset += units(text)

    def _fail(self, text: str, at: int | None = None) -> NoReturn:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        raise bad_request(f"can't parse entities: {text}{where}")

    def _reference(self, at: int) -> int:
        match = _REFERENCE.match(self.source, at)
        value = _decoded(match) if match else None
        if match is None or value is None:
            self.parsed.doubts.append(f"unescaped & in {self.source[at : at + 20]!r}")
            self._write("&")
            return at + 1
        self._write(value)
        return match.end()

    def _tag(self, at: int) -> int:
        return self._close(at) if self.source.startswith("</", at) else self._begin(at)

    def _begin(self, at: int) -> int:
        match = re.compile(r"[^\s>]*").match(self.source, at + 1)
        tag = match.group().lower() if match else ""
        position = at + 1 + len(tag)
        if position >= len(self.source):
            self._fail("Unclosed start tag", at)
        if tag not in _TYPES:
            self._fail(f'Unsupported start tag "{tag}"', at)
        position, attributes = self._attributes(tag, at, position)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', at)
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            self._fail("Invalid custom emoji identifier specified")
        self._check_nesting(tag)
        self.stack.append(_Open(tag, self.offset, len(self.out), attributes))
        return position

    def _attributes(self, tag: str, at: int, position: int) -> tuple[int, dict[str, str]]:
        attributes: dict[str, str] = {}
        while True:
            rest = self.source[position:]
            if not rest.strip():
                self._fail(f'Unclosed start tag "{tag}"', at)
            position += len(rest) - len(rest.lstrip())
            if self.source[position] == ">":
                return position + 1, attributes
            if self.source[position] == "=":
                self._fail(f'Empty attribute name in the tag "{tag}"', at)
            match = _ATTRIBUTE.match(self.source, position)
            if match is None:
                self._fail("Unclosed start tag", at)
            if self.source[match.end() :].lstrip().startswith("="):
                self._fail("Unexpected end of name token", match.end())
            value = match["double"] or match["single"] or match["bare"] or ""
            attributes[match["name"].lower()] = parse_html(value).text if "&" in value else value
            position = match.end()

    def _check_nesting(self, tag: str) -> None:
        for outer in self.stack:
            kind, inside = _TYPES[outer.tag], _TYPES[tag]
            literal = kind in ("code", "pre") and (outer.tag, tag) != ("pre", "code")
            if literal or (kind == inside == "blockquote"):
                self.parsed.doubts.append(f"<{tag}> inside <{outer.tag}> is dropped by Telegram")

    def _close(self, at: int) -> int:
        if not self.stack:
            self._fail("Unexpected end tag", at)
        match = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, at)
        if match is None or not match[2]:
            self._fail("Unclosed end tag", at)
        opened, name = self.stack.pop(), match[1].lower()
        if name and name != opened.tag:
            self._fail(
                f"Unmatched end tag at byte offset {len(self.source[:at].encode())}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        self._add(opened)
        return match.end()

    def _add(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length == 0:
            return
        entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": length}
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.out[opened.begin :])
            if not re.match(r"(?i)(https?|tg|tonsite)://\S|mailto:|tel:|[\w-]+\.[a-z]{2}", url):
                self.parsed.doubts.append(f"link address {url!r} is dropped by Telegram")
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes["emoji-id"]
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and self.stack and self.stack[-1].tag == "pre":
            return
        self.parsed.entities.append(entity)


def _decoded(match: re.Match[str]) -> str | None:
    """Return the character, or None where Telegram leaves the reference as it stands."""
    if match["name"]:
        return _NAMED.get(match["name"])
    code = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None
