"""Reading requests as the Bot API takes them: query string, form, multipart or JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from botapi.errors import bad_request


async def read_request(
    request: web.BaseRequest,
) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Return raw parameters and uploaded parts."""
    raw: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, raw)
    body = await request.read()
    if not body:
        return raw, {}
    if kind == "application/json":
        try:
            given = json.loads(body)
        except ValueError:
            raise bad_request("can't parse request body") from None
        return {**raw, **{k: v for k, v in given.items() if v is not None}}, {}
    raw.update(parse_qsl(body.decode(), keep_blank_values=True))
    return raw, {}


async def _multipart(
    request: web.BaseRequest, raw: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    uploads = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.filename:
            uploads[part.name or ""] = (part.filename, data)
        else:
            raw[part.name or ""] = data.decode()
    return raw, uploads
