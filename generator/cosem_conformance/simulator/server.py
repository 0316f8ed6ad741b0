"""A simulated meter on TCP: the wrapper of IEC 62056-4-7, any number of clients up to a limit."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Final

from cosem_runtime import CosemError

from .behaviour import MOST_PUSHED
from .objects import SimulatedMeter
from .session import Session

__all__ = ["IDLE", "MOST_CONNECTIONS", "MOST_HELD", "Simulator"]

MOST_CONNECTIONS: Final = 1000
"""Clients at a time; one more is hung up on."""
IDLE: Final = 300.0
"""Seconds without a request, or within one, after which a client is hung up on."""
MOST_HELD: Final = 64 * 1024 * 1024
"""Octets that all clients together have under way in blocks; who needs more is hung up on."""
_MOST_PAIRS: Final = 8
"""Pairs of addresses that a connection may use."""
_PUSH_SECONDS: Final = 10.0
"""How long whoever is pushed to may take."""
_HEADER: Final = 8
_VERSION: Final = 1


class Simulator:
    """Serves a meter, in an event loop or in a thread of its own.

        async with Simulator(meter) as simulator: ...   # in a loop that runs
        with Simulator(meter) as simulator: ...         # in a thread

    `port` is the one that is listened on: a free one where 0 was asked for. `push_to` is the
    host and port that notifications go to. OSError where the address cannot be had.
    """

    def __init__(
        self,
        meter: SimulatedMeter,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        push_to: tuple[str, int] | None = None,
        idle: float = IDLE,
        most_connections: int = MOST_CONNECTIONS,
        most_held: int = MOST_HELD,
    ) -> None:
        self.meter = meter
        self.host = host
        self.port = port
        self.unsent = 0
        """Notifications that nobody took."""
        self._push_to = push_to
        self._idle = idle
        self._most = most_connections
        self._most_held = most_held
        self._held: dict[Session, int] = {}
        self._server: asyncio.Server | None = None
        self._clock: asyncio.Task[None] | None = None
        self._pushing: set[asyncio.Task[None]] = set()
        self._conversing: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._ended = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def connections(self) -> int:
        """Clients that are connected now."""
        return len(self._conversing)

    # ---- in an event loop

    async def __aenter__(self) -> Simulator:
        self._ended = False
        self.meter.can_push = self._push_to is not None
        self._server = await asyncio.start_server(
            self._serve, self.host, self.port, backlog=self._most
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._clock = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None and self._clock is not None
        self._ended = True
        self._server.close()
        self.meter.pushed.clear()
        own = [self._clock, *self._pushing]
        for task in own:
            task.cancel()
        # Their conversations end as if the clients had gone.
        conversing = dict(self._conversing)
        for writer in conversing.values():
            writer.transport.abort()
        await asyncio.gather(*own, *conversing, return_exceptions=True)
        await self._server.wait_closed()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.meter.tick()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        # Who connects at the very end is not waited for either.
        if self._ended or self.connections >= self._most:
            writer.close()
            return
        self._conversing[task] = writer
        sessions: dict[tuple[int, int], Session] = {}
        try:
            # A client that goes away, or says nothing, is not a fault of anybody.
            with contextlib.suppress(OSError, EOFError, TimeoutError):
                await self._converse(reader, writer, sessions)
        finally:
            del self._conversing[task]
            for session in sessions.values():
                self._held.pop(session, None)
            writer.close()

    async def _converse(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        sessions: dict[tuple[int, int], Session],
    ) -> None:
        while True:
            async with asyncio.timeout(self._idle):
                head = await reader.readexactly(_HEADER)
                version, client, server, length = _numbers(head)
                if version != _VERSION or not length:
                    return
                apdu = await reader.readexactly(length)
            session = sessions.get((client, server))
            if session is None:
                if len(sessions) >= _MOST_PAIRS:
                    return
                session = Session(self.meter, client, server)
                sessions[client, server] = session
            answer = session.answer(apdu)
            self._push()
            if not self._may_hold(session):
                return
            if answer is not None:
                async with asyncio.timeout(self._idle):
                    writer.write(wrapped(server, client, answer))
                    await writer.drain()

    def _may_hold(self, session: Session) -> bool:
        """Whether there is room for what a client has under way."""
        held = session.held
        if not held:
            self._held.pop(session, None)
            return True
        self._held[session] = held
        return sum(self._held.values()) <= self._most_held

    # ---- what is pushed

    def _push(self) -> None:
        """Send what waits, no more than so many at a time."""
        waiting = self.meter.pushed
        while waiting and self._push_to is not None:
            if len(self._pushing) >= MOST_PUSHED:
                return
            client, server, apdu = waiting.pop(0)
            octets = wrapped(server, client, apdu)
            task = asyncio.create_task(self._send(self._push_to, octets))
            self._pushing.add(task)
            task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._pushing.discard(task)
        self._push()

    async def _send(self, to: tuple[str, int], octets: bytes) -> None:
        try:
            async with asyncio.timeout(_PUSH_SECONDS):
                _, writer = await asyncio.open_connection(*to)
                try:
                    writer.write(octets)
                    await writer.drain()
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            self.unsent += 1

    # ---- in a thread

    def __enter__(self) -> Simulator:
        ready = threading.Event()
        failed: list[BaseException] = []

        async def run() -> None:
            self._loop = asyncio.get_running_loop()
            self._stop = stop = asyncio.Event()
            try:
                async with self:
                    ready.set()
                    await stop.wait()
            except BaseException as error:
                failed.append(error)
                ready.set()

        self._thread = threading.Thread(
            target=lambda: asyncio.run(run()), name="simulator", daemon=True
        )
        self._thread.start()
        ready.wait()
        if failed:
            self._thread.join()
            raise failed[0]
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop and self._stop and self._thread
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


def wrapped(source: int, destination: int, apdu: bytes) -> bytes:
    """An APDU with the header of the wrapper. Raises CosemError for one that does not fit."""
    if len(apdu) > 0xFFFF:
        raise CosemError(f"an APDU of {len(apdu)} octets does not fit into a frame")
    head = (_VERSION, source, destination, len(apdu))
    return b"".join(number.to_bytes(2, "big") for number in head) + apdu


def _numbers(head: bytes) -> Iterator[int]:
    return (int.from_bytes(head[at : at + 2], "big") for at in range(0, _HEADER, 2))
