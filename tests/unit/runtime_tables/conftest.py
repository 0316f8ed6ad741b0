"""A catalogue of a hand-made standard package."""

from __future__ import annotations

import pytest

from cosem_runtime.catalogue import Catalogue

from .packages import install_standard


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    return Catalogue(install_standard(monkeypatch).__name__)
