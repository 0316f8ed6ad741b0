"""Selective access by range, octet by octet as others send it to meters."""

from __future__ import annotations

import pytest

import cosem
from cosem.classes import ProfileGeneric
from cosem.types.references import CaptureObjectDefinition

BUFFER = ProfileGeneric.attribute("buffer")
CLOCK = CaptureObjectDefinition(8, cosem.Obis("0.0.1.0.0.255"), 2, 0)
COLUMN = "0204 0204 120008 0906 0000010000FF 0F02 120000"
# u9n/dlms-cosem tests/test_xdlms/test_selective_access.py
U9N = f"{COLUMN} 090C 07E40101FF00030000FF8800 090C 07E40106FF00030000FFC400 0100"
# milanbella/gocosem, profile range test: a request that a meter answered
GOCOSEM = f"{COLUMN} 090C 07DF0A0D02102D0000000000 090C 07DF0A0D02130F0000000000 0100"


@pytest.mark.parametrize("sent", [U9N, GOCOSEM])
def test_times_are_sent_as_meters_take_them(sent: str) -> None:
    octets = bytes.fromhex(sent)
    descriptor, end = BUFFER.selector("range").type.decode(octets, 0)
    assert end == len(octets)
    first, last = (
        cosem.DateTime.from_bytes(value)
        for value in (descriptor.from_value, descriptor.to_value)
    )
    access = BUFFER.by_range(restricting_object=CLOCK, from_value=first, to_value=last)
    assert (access.selector, access.parameter) == (1, octets)
    tagged = BUFFER.by_range(
        restricting_object=CLOCK, from_value=first, to_value=last, tagged_times=True
    )
    assert tagged.parameter == octets.replace(b"\x09\x0c", b"\x19")


@pytest.mark.parametrize(
    ("value", "octets", "tagged"),
    [
        (cosem.Date(2024, 6, 15), "0905 07E8060FFF", "1A 07E8060FFF"),
        (cosem.Time(12), "0904 0CFFFFFF", "1B 0CFFFFFF"),
        (b"\x01\x02", "0902 0102", "0902 0102"),
        (cosem.DoubleLongUnsigned(5), "06 00000005", "06 00000005"),
    ],
)
def test_other_values(value: object, octets: str, tagged: str) -> None:
    for sent, way in ((octets, False), (tagged, True)):
        access = BUFFER.by_range(
            restricting_object=CLOCK,
            from_value=value,
            to_value=value,
            tagged_times=way,
        )
        assert access.parameter == bytes.fromhex(f"{COLUMN} {sent} {sent} 0100")


def test_what_is_not_a_member_is_told() -> None:
    with pytest.raises(cosem.EncodeError, match="the members restricting_object"):
        BUFFER.by_range(restricting_object=CLOCK, tagged_time=True)  # type: ignore[call-overload]
    with pytest.raises(cosem.EncodeError, match="from_value"):
        BUFFER.by_range(restricting_object=CLOCK, from_value=None, to_value=None)  # type: ignore[call-overload]
