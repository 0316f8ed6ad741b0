"""Meters to try things on, whose time is what a test says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

import cosem
from cosem_conformance.simulator import SimulatedMeter, of_package


class Hands:
    """The time outside: it stands until somebody moves it."""

    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, 7, 30, tzinfo=timezone(timedelta(hours=1)))

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def meter(hands: Hands) -> SimulatedMeter:
    return of_package(cosem.CATALOGUE, "cosem", now=hands)
