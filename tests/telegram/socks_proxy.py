"""A SOCKS5 proxy on the loopback that can be told to reach nobody."""

import asyncio
import gc
from types import TracebackType
from typing import Self

import pytest

__all__ = ["SocksProxy", "leaves_refused_connections"]

_REACHED, _REFUSED = 0, 5
leaves_refused_connections = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <(socket|function _SelectorTransport)"
    ":pytest.PytestUnraisableExceptionWarning"
)
"""httpcore leaves a connection that a SOCKS proxy refused to the garbage collector."""


class SocksProxy:
    """While `reaches` is False it refuses to connect; `refused` counts how often it did."""

    def __init__(self) -> None:
        self.reaches, self.refused = True, 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def url(self) -> str:
        assert self._server
        return f"socks5://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()
        gc.collect()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        await reader.readexactly((await reader.readexactly(2))[1])  # the ways to log in
        writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        length = (await reader.readexactly(1))[0] if kind == 3 else 4
        host = await reader.readexactly(length)
        port = int.from_bytes(await reader.readexactly(2))
        reply = _REACHED if self.reaches else _REFUSED
        writer.write(bytes([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not self.reaches:
            self.refused += 1
            writer.close()
            return
        name = host.decode() if kind == 3 else ".".join(map(str, host))
        others_reader, others_writer = await asyncio.open_connection(name, port)
        self._writers.append(others_writer)
        await asyncio.gather(_pass_on(reader, others_writer), _pass_on(others_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
