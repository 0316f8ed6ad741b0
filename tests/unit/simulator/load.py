"""Many clients at once: `python -m tests.unit.simulator.load --clients 200 --seconds 60`.

Each associates, and then reads the object list in blocks and a register in turn, once at least, as fast as it is answered.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.unit.simulator.client import aarq
from tests.unit.simulator.wire import framed

REGISTER = bytes.fromhex("C0 01 C1 0003 0100010800FF 02 00")
OBJECT_LIST = bytes.fromhex("C0 01 C1 000F 0000280000FF 02 00")
PDU = 1200


class Figures(NamedTuple):
    """What came of it."""

    clients: int
    lost: int
    requests: int
    seconds: float
    slowest: float


@contextmanager
def serving() -> Iterator[int]:
    """A simulator in a process of its own: its port."""
    command = [*(sys.executable, "-m", "cosemgen", "simulate", "cosem", "--port", "0")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        line = next(each for each in lines if each.startswith("listening on "))
        try:
            yield int(line.rpartition(":")[2])
        finally:
            process.terminate()


async def load(port: int, clients: int, seconds: float) -> Figures:
    """So many clients for so long."""
    start = time.monotonic()
    running = [_client(port, start + seconds) for _ in range(clients)]
    done = await asyncio.gather(*running, return_exceptions=True)
    kept = [each for each in done if isinstance(each, tuple)]
    return Figures(
        clients,
        clients - len(kept),
        sum(count for count, _ in kept),
        time.monotonic() - start,
        max((slowest for _, slowest in kept), default=0.0),
    )


async def _client(port: int, until: float) -> tuple[int, float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count, slowest = 0, 0.0

    async def ask(apdu: bytes) -> bytes:
        nonlocal count, slowest
        asked = time.monotonic()
        writer.write(framed(16, 1, apdu))
        head = await reader.readexactly(8)
        answer = await reader.readexactly(int.from_bytes(head[6:], "big"))
        count, slowest = count + 1, max(slowest, time.monotonic() - asked)
        return answer

    assert (await ask(aarq(pdu=PDU)))[0] == 0x61
    while count == 1 or time.monotonic() < until:
        answer = await ask(OBJECT_LIST)
        while not answer[3]:
            assert answer[:3] == b"\xc4\x02\xc1"
            answer = await ask(b"\xc0\x02\xc1" + answer[4:8])
        assert (await ask(REGISTER))[:4] == b"\xc4\x01\xc1\x00"
    writer.close()
    return count, slowest


def main() -> None:
    """Say what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with serving() as port:
        found = asyncio.run(load(port, asked.clients, asked.seconds))
    print(
        f"{found.clients} clients, {found.lost} lost, {found.requests} requests in "
        f"{found.seconds:.0f} s ({found.requests / found.seconds:.0f} a second), "
        f"the slowest answer after {found.slowest:.2f} s"
    )


if __name__ == "__main__":
    main()
