"""Files: what the bot uploads, and what it may download."""

from __future__ import annotations

import mimetypes
import re
import struct

from botapi import limits
from botapi.errors import bad_request
from botapi.methods.registry import Params, Uploads, method
from botapi.parameters import required
from botapi.people import JSON, File
from botapi.world import World


def incoming_file(world: World, params: Params, uploads: Uploads, field: str) -> File:
    """Take an upload, or find a file by its id."""
    value = params.get(field) or ""
    part = uploads.get(value.removeprefix("attach://") if value else field)
    if part is not None:
        name, data = part
        if not data:
            raise bad_request("file must be non-empty")
        if len(data) > limits.UPLOAD:
            raise bad_request("file is too big")
        return world.add_file(data, name=name, mime=mimetypes.guess_type(name)[0])
    if not value:
        raise bad_request(f"there is no {field} in the request")
    if re.match("https?://", value):
        raise bad_request("failed to get HTTP URL content")
    if value not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[value]


def incoming_photo(world: World, params: Params, uploads: Uploads) -> File:
    """Take a picture that Telegram can process."""
    stored = incoming_file(world, params, uploads, "photo")
    if len(stored.data) > limits.PHOTO:
        raise bad_request("file is too big")
    size = picture_size(stored.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > limits.PHOTO_DIMENSIONS:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if max(size) > limits.PHOTO_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    stored.width, stored.height = width, height
    return stored


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Read width and height of a PNG or JPEG."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


@method("getFile")
def get_file(world: World, params: Params, uploads: Uploads) -> JSON:
    """Prepare a file for download."""
    stored = world.files.get(required(params, "file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > limits.DOWNLOAD:
        raise bad_request("file is too big", foreseeable=False)
    suffix = "." + stored.name.rsplit(".", 1)[1] if stored.name and "." in stored.name else ""
    path = f"documents/file_{stored.unique_id}{suffix}"
    world.paths[path] = stored
    shown = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    return {**shown, "file_path": path}
