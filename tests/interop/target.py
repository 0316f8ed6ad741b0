"""The live target and its dump, both made by processes of their own.

They run isolated (``-I``), so that nothing of ours can be on their path.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PEERS = Path(__file__).parent / "peers"
PASSWORD = "12345678"
LOW_SECURITY_SAP = "1"
LIMIT_SECONDS = 900
"""For one process that asks."""
LIFETIME_SECONDS = 3600
"""After which a target ends that nobody has ended: longer than all tests of a file take on the busiest machine."""


@contextlib.contextmanager
def running(python: Path, server: Path, *options: str) -> Iterator[int]:
    """Run the target on a free port, which is the value; it ends with the block."""
    process = subprocess.Popen(
        [
            *(python, "-I", server, "--port", "0", "--quiet"),
            *("--max-seconds", str(LIFETIME_SECONDS), *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        port = re.search(r"listening on [^ ]*:(\d+)", first)
        if port is None:
            raise RuntimeError(f"the target does not listen: {first!r}")
        yield int(port[1])
    finally:
        process.terminate()
        process.wait(LIMIT_SECONDS)
        if process.stdout is not None:
            process.stdout.close()


def dump(python: Path, port: int) -> list[dict[str, Any]]:
    """Every object of the target as dlms-cosem's client reads it."""
    done = subprocess.run(
        [
            *(python, "-I", PEERS / "dlms_cosem_dump.py"),
            *("127.0.0.1", str(port)),
            *(LOW_SECURITY_SAP, PASSWORD),
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    objects: list[dict[str, Any]] = json.loads(done.stdout)["objects"]
    return objects


def ask(
    python: Path, peer: str, questions: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Put questions to a peer's decoder; see ``normal`` for their form."""
    done = subprocess.run(
        [python, "-I", PEERS / f"{peer}_decode.py"],
        input=json.dumps(questions),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    answers: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return answers
