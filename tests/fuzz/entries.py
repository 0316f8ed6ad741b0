"""What is fuzzed: functions that take any octets and fail only by a finding.

An entry swallows CosemError, which is the right answer to bad octets, and asserts what
must hold for octets that do decode. Everything else that comes out is a finding.
"""

from __future__ import annotations

from collections.abc import Callable

import cosem
from tests.bench import payloads
from tests.fuzz.seeds import ATTRIBUTES

Entry = Callable[[bytes], None]


def generic(data: bytes) -> None:
    """Any A-XDR value: what decodes must encode, and stay the same from then on."""
    try:
        value = cosem.axdr.decode(data)
    except cosem.CosemError as error:
        explain(error)
        return
    canonical = cosem.axdr.encode(value)
    assert len(canonical) <= len(data)
    assert cosem.axdr.encode(cosem.axdr.decode(canonical)) == canonical


def attribute(class_id: int, version: int, number: int) -> Entry:
    """The decoder of one attribute of one class version."""
    spec = cosem.interface_class(class_id, version).attribute(number)

    def entry(data: bytes) -> None:
        try:
            canonical = spec.encode(spec.decode(data))
        except cosem.CosemError as error:
            explain(error)
            return
        assert spec.encode(spec.decode(canonical)) == canonical

    return entry


def profile() -> Entry:
    """The profile reader over six columns, with its rows looked at."""
    columns = (
        cosem.interface_class(7, 1).attribute(3).decode(payloads.capture_objects())
    )
    expanding = cosem.profile_reader(columns, capture_period=payloads.CAPTURE_PERIOD)

    def entry(data: bytes) -> None:
        try:
            for row in expanding.read(data):
                assert isinstance(row, tuple)
        except cosem.CosemError as error:
            explain(error)

    return entry


def explain(error: cosem.CosemError) -> None:
    """An error must be able to say what it has to say, in one line."""
    assert "\n" not in str(error)


def entries() -> dict[str, Entry]:
    """Every entry by name."""
    table: dict[str, Entry] = {"generic": generic, "profile": profile()}
    for key in ATTRIBUTES:
        table["{}/{}/{}".format(*key)] = attribute(*key)
    return table
