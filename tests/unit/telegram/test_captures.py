"""Frames that real meters sent, published by others: each down to the value in it."""

from __future__ import annotations

from typing import Any

import pytest

from cosem_runtime import CosemError, axdr, telegram

from ..runtime.test_captures import NONE, vectors


def framed(valid: bool) -> list[Any]:
    """What is more than the octets of a value."""
    found = [
        each
        for each in vectors(valid)
        if each.values[0] and each.values[0]["kind"] != "attribute"
    ]
    return found or [NONE]


def keys(vector: dict[str, Any]) -> dict[str, Any]:
    return {
        name: bytes.fromhex(vector[where])
        for name, where in (("key", "key"), ("authentication_key", "auth_key"))
        if vector.get(where)
    }


def opened(vector: dict[str, Any]) -> telegram.Telegram:
    return telegram.open(bytes.fromhex(vector["hex"]), **keys(vector))


@pytest.mark.parametrize("vector", framed(True))
def test_the_body_is_what_others_found(vector: dict[str, Any]) -> None:
    found = opened(vector)
    assert found.body == bytes.fromhex(vector["data_hex"])
    axdr.decode(found.body)
    if "frame" in vector["kind"]:
        reader = telegram.TelegramReader(**keys(vector))
        octets = bytes.fromhex(vector["hex"])
        cut = [each for octet in octets for each in reader.feed(bytes([octet]))]
        assert cut == [found]


@pytest.mark.parametrize("vector", framed(False))
def test_the_broken_are_refused(vector: dict[str, Any]) -> None:
    """By the frame's check, or where the value is broken, by whoever decodes it."""
    with pytest.raises(CosemError):
        axdr.decode(opened(vector).body)
