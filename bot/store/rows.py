"""What the tables' queries share."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, and_, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    connection: AsyncConnection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Change the row with this key, or add it; in the transaction of the connection."""
    same = and_(*(table.c[name] == value for name, value in key.items()))
    changed = await connection.execute(update(table).where(same).values(**values))
    if changed.rowcount == 0:
        await connection.execute(insert(table).values(**key, **values))
