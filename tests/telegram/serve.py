"""Run the strict Bot API server by itself: `python tests/telegram/serve.py --port 8081`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from botapi import TOKEN, BotApiServer


async def _serve(port: int, token: str) -> None:
    async with BotApiServer(token=token, port=port) as server:
        print(server.base_url, flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(given.port, given.token))
