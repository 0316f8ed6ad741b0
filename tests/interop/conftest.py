"""The peers as fixtures; a test without them is skipped, or fails if they must be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.interop import environments, material, target

Ask = Callable[[str, list[dict[str, Any]]], dict[str, dict[str, Any]]]


def unavailable(reason: str) -> NoReturn:
    """Skip, or fail where ``COSEM_PEERS=1`` says that everything must be there."""
    if environments.required():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def gurux() -> Path:
    """The Python of gurux-dlms' environment."""
    return python_of("gurux")


@pytest.fixture(scope="session")
def dlms_cosem() -> Path:
    """The Python of dlms-cosem's environment."""
    return python_of("dlms_cosem")


def python_of(peer: str) -> Path:
    try:
        return environments.python_of(peer)
    except environments.PeerUnavailable as error:
        unavailable(str(error))


@pytest.fixture(scope="session")
def live(gurux: Path, dlms_cosem: Path) -> list[dict[str, Any]]:
    """The objects of the live target with the octets of their attributes."""
    server = material.server()
    if server is None:
        unavailable("no live target: set COSEM_GURUX_SERVER to its server.py")
    with target.running(gurux, server) as port:
        return target.dump(dlms_cosem, port)


@pytest.fixture(scope="session")
def captures() -> list[material.Vector]:
    """Published captures, each with its A-XDR value in ``data_hex``."""
    vectors = material.captures()
    if not vectors:
        unavailable("no captures: set COSEM_CAPTURES to their folder")
    return vectors


@pytest.fixture(scope="session", params=["gurux", "dlms_cosem"])
def peer(request: pytest.FixtureRequest) -> str:
    """Each peer decoder in turn, by name."""
    return str(request.param)


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Put questions to a peer decoder: ``ask(peer, questions)``."""

    def put(peer: str, questions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        return target.ask(python_of(peer), peer, questions)

    return put
