"""Secrets that the database keeps for itself, and what is digested with them."""

import hashlib
import hmac
import secrets

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import keys

__all__ = ["Keys"]

_MEMBERS = "members"
_DIGITS = 32


class Keys:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)
        self._kept: dict[str, bytes] = {}

    async def member(self, user: int) -> str:
        """Name a user without an id: 32 hexadecimal digits of an HMAC-SHA256 (RFC 2104).

        Only with this database's key can anybody tell whose they are.
        """
        secret = self._kept.get(_MEMBERS) or await self._secret(_MEMBERS)
        return hmac.new(secret, str(user).encode(), hashlib.sha256).hexdigest()[:_DIGITS]

    async def _secret(self, name: str) -> bytes:
        """Read a secret, or make it; of two processes that make it at once, one wins."""
        found = await self._find(name)
        if found is None:
            try:
                async with self._single.begin() as connection:
                    row = {"name": name, "value": secrets.token_hex(32)}
                    await connection.execute(insert(keys), row)
            except IntegrityError:
                pass
            found = await self._find(name)
        if found is None:
            raise RuntimeError(f"the key {name!r} could not be kept")
        self._kept[name] = bytes.fromhex(found)
        return self._kept[name]

    async def _find(self, name: str) -> str | None:
        query = select(keys.c.value).where(keys.c.name == name)
        async with self._single.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()
