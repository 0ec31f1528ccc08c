"""Where methods enter themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botapi.world import World

Params = dict[str, Any]
Uploads = dict[str, tuple[str, bytes]]
"""Uploaded parts by field name: file name and content."""
Handler = Callable[[World, Params, Uploads], Any]

METHODS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Enter a method under its name."""

    def enter(handler: Handler) -> Handler:
        METHODS[name] = handler
        return handler

    return enter
