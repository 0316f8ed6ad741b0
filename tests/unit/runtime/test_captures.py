"""Octets that real meters sent: decoded, and encoded to the same octets again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cosem_runtime import CompactArray, CosemError, axdr

HOME = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("COSEM_CAPTURES", HOME.parent / "shared" / "captures"))
NONE = pytest.param(
    None, marks=pytest.mark.skip(reason=f"no captures: set COSEM_CAPTURES ({FOLDER})")
)


def vectors(valid: bool) -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        for vector in json.loads(file.read_text("utf-8"))["vectors"]:
            if valid and not vector["data_hex"]:
                continue  # ciphered, and the key was never published
            if vector.get("valid", True) is valid:
                found.append(pytest.param(vector, id=vector["id"]))
    return found or [NONE]


def plain(value: object) -> object:
    """As the captures write an independent parse."""
    if isinstance(value, (list, tuple, CompactArray)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    if hasattr(value, "bit"):
        return str(value)
    return value


@pytest.mark.parametrize("vector", vectors(True))
def test_decoded_and_encoded_again(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["data_hex"])
    value = axdr.decode(data)
    assert axdr.encode(value) == data
    if "parsed" in vector:
        assert plain(value) == vector["parsed"]


@pytest.mark.parametrize("vector", vectors(False))
def test_refused(vector: dict[str, Any]) -> None:
    """The body of a data-notification without date-time, which is broken."""
    frame = bytes.fromhex(vector["hex"])
    apdu = frame[frame.index(b"\x0f") :]
    assert apdu[5] == 0
    data = apdu[6:]
    assert data[:1] in (b"\x01", b"\x02")
    with pytest.raises(CosemError) as caught:
        axdr.decode(data)
    assert "offset" in str(caught.value)
