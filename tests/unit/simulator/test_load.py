"""No client is lost among many."""

from __future__ import annotations

import asyncio

import pytest

from .load import load, serving


@pytest.mark.slow
def test_no_client_is_lost() -> None:
    with serving() as port:
        found = asyncio.run(load(port, clients=200, seconds=5))
    assert (found.clients, found.lost) == (200, 0)
    assert found.requests > 200
