"""The buffer of Compact data, read by its template."""

from __future__ import annotations

import pytest

import cosem
from cosem.classes import CompactData, CompactDataV0
from cosem_runtime.errors import CosemError, DecodeError, UnreadAttributeError

# gurux.fi/comment/25998, GXDLMSCompactData.GetValues: what gas meters of UNI/TS 11291 send.
BUFFER = bytes.fromhex("01 0002 00000003")
TEMPLATE = bytes.fromhex("0203 11 12 06")
CAPTURED = [
    (62, "0.0.66.0.1.255", 4, 0),
    (1, "0.0.96.5.1.255", 2, 0),
    (3, "7.0.13.2.0.255", 2, 0),
]


def test_values_by_name() -> None:
    rows = cosem.profile_reader(CAPTURED).read_compact(BUFFER, TEMPLATE)
    assert rows.dicts() == [
        {"compact_data.template_id": 1, "data.value": 2, "register.value": 3}
    ]
    assert rows.notes == ()


def test_the_same_as_a_compact_array() -> None:
    """By hand, the two octet-strings make a compact-array."""
    reader = cosem.profile_reader(CAPTURED)
    whole = b"\x13" + TEMPLATE + bytes((len(BUFFER),)) + BUFFER
    assert reader.read(whole) == reader.read_compact(bytearray(BUFFER), TEMPLATE)
    several = reader.read_compact(BUFFER * 20, memoryview(TEMPLATE))
    assert several == [(1, 2, 3)] * 20


def test_values_are_typed_and_scaled_as_in_a_profile() -> None:
    columns = [CAPTURED[0], (8, "0.0.1.0.0.255", 2, 0), CAPTURED[2]]
    reader = cosem.profile_reader(columns)
    ((_, time, volume),) = reader.read_compact(
        bytes.fromhex("01 666D8B80 00000003"), bytes.fromhex("0203 11 06 06")
    )
    assert (str(time), volume) == ("2024-06-15 12:39:28 +00:00", 3)
    ((_, nothing, text),) = reader.read_compact(b"\x01\x02ab", b"\x02\x03\x11\x00\x0a")
    assert (nothing, text) == (None, "ab")


@pytest.mark.parametrize(
    ("buffer", "template", "said"),
    [
        (
            "01 0002 000003",
            "0203 11 12 06",
            "compact_buffer: expected elements of 7 octets",
        ),
        (
            "01 0002 00000003 00",
            "0203 11 12 06",
            "compact_buffer: expected elements of 7",
        ),
        ("01 02", "0203 11 09 06", "compact_buffer.*cut short"),
        ("01 0002", "0202 11 12", "compact_buffer: expected structure of 3 members"),
        ("01", "11", "compact_buffer: expected structure of 3 members, found unsigned"),
        ("01", "", "template_description: cut short: expected a value"),
        ("01", "0203 11 12", "template_description: cut short"),
        ("01", "0203", "template_description: cut short"),
        (
            "01",
            "0203 11 12 06 06",
            "template_description: expected the end of the data",
        ),
        (
            "01",
            "99",
            "template_description: expected a type description, found unknown",
        ),
        ("01", "01", "template_description: cut short"),
    ],
)
def test_errors_say_which_of_the_two(buffer: str, template: str, said: str) -> None:
    reader = cosem.profile_reader(CAPTURED)
    with pytest.raises(DecodeError, match=said):
        reader.read_compact(bytes.fromhex(buffer), bytes.fromhex(template))


def test_what_are_no_octets() -> None:
    reader = cosem.profile_reader(CAPTURED)
    with pytest.raises(DecodeError, match="template_description: expected bytes"):
        reader.read_compact(BUFFER, "0203")  # type: ignore[arg-type]
    with pytest.raises(DecodeError, match="compact_buffer: expected bytes"):
        reader.read_compact(5, TEMPLATE)  # type: ignore[arg-type]


def test_every_cut_is_refused() -> None:
    reader = cosem.profile_reader(CAPTURED)
    for end in range(len(TEMPLATE)):
        with pytest.raises(DecodeError):
            reader.read_compact(BUFFER, TEMPLATE[:end])
    for end in range(1, len(BUFFER)):
        with pytest.raises(DecodeError):
            reader.read_compact(BUFFER[:end], TEMPLATE)


def test_the_limits_hold() -> None:
    few = cosem.Limits(expansion=1)
    with pytest.raises(DecodeError, match="Limits"):
        cosem.profile_reader(CAPTURED).read_compact(few.on(BUFFER * 99), TEMPLATE)


# ---- the class ----


class Own(CompactDataV0):
    """A program's own class."""

    __slots__ = ()


OBJECTS = bytes.fromhex(
    "0103 0204 12003E 0906 0000420001FF 0F04 120000"
    " 0204 120001 0906 0000600501FF 0F02 120000 0204 120003 0906 07000D0200FF 0F02 120000"
)


@pytest.mark.parametrize("kind", [CompactDataV0, Own])
def test_an_object_reads_itself(kind: type[CompactDataV0]) -> None:
    compact = kind("0-0:66.0.1")
    for number, octets in ((2, BUFFER), (3, b""), (5, TEMPLATE)):
        with pytest.raises(UnreadAttributeError):
            compact.rows()
        head = bytes((9, len(octets))) if octets else OBJECTS
        compact.decode_attribute(number, head + octets)
    scale = cosem.interface_class(3).attribute(3).decode(b"\x02\x02\x0f\xfe\x16\x0d")
    rows = compact.rows(scaler_units={"7-0:13.2.0": scale})
    assert rows.dicts() == [
        {"compact_data.template_id": 1, "data.value": 2, "register.value": 3}
    ]
    assert str(rows.to_dicts()[0]["register.value"]) == "0.03"
    compact.template_id = 1
    assert compact.rows() == rows
    compact.template_id = 2
    with pytest.raises(CosemError, match="made by template 1, .* is that of 2"):
        compact.rows()


def test_every_version_does() -> None:
    for version in (0, 1):
        assert hasattr(cosem.interface_class(62, version), "rows")
    assert not hasattr(cosem.interface_class(7), "rows")
    with pytest.raises(UnreadAttributeError, match="attribute 3 .capture_objects"):
        CompactData("0-0:66.0.1").rows()
