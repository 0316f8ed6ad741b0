"""Object lists: what a meter publishes, from the octets as they were read."""

from __future__ import annotations

import pytest

import cosem
from cosem_conformance import wire
from cosem_conformance.dumps.object_list import published

from .shown import shown


def entry(class_id: int, version: int, attributes: str, methods: str) -> bytes:
    name = wire.string(wire.OCTET_STRING, bytes((0, 0, class_id, 0, 0, 255)))
    rights = wire.sequence(
        wire.STRUCTURE, [bytes.fromhex(attributes), bytes.fromhex(methods)]
    )
    numbers = [wire.number("long-unsigned", class_id), wire.number("unsigned", version)]
    return wire.sequence(wire.STRUCTURE, [*numbers, name, rights])


def listed(*entries: bytes) -> bytes:
    return wire.sequence(wire.ARRAY, [*entries])


MODE_5 = "0101 0203 0F02 1605 00"
METHOD_1, BOOLEAN = "0101 0202 0F01 1601", "0101 0202 0F01 0301"


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (0, "write, authenticated request"),
        (2, "write, authenticated request"),
        (3, "read, authenticated request"),
    ],
)
def test_the_version_of_the_association_says_what_a_right_means(
    version: int, words: str
) -> None:
    association = entry(15, version, "0100", "0100")
    clock = entry(8, 0, MODE_5, METHOD_1)
    first, second = published(15, listed(association, clock))
    assert (first.class_id, first.version) == (15, version)
    assert shown(second) == {
        "of": "8 0-0:8.0.0*255",
        "version": 0,
        "attributes": {2: words},
        "methods": {1: "call"},
    }
    (told,) = published(15, listed(clock), version)
    assert str(told.attribute_access[2]) == words


def test_methods_of_the_first_version_are_booleans() -> None:
    (clock,) = published(15, listed(entry(8, 0, MODE_5, BOOLEAN)), 0)
    assert str(clock.method_access[1]) == "call"


def test_selectors() -> None:
    attributes = "0101 0203 0F02 1601 0102 0F01 0F02"
    (profile,) = published(15, listed(entry(7, 1, attributes, "0100")))
    assert profile.selectors == {2: (1, 2)}


def test_short_names_are_not_negative() -> None:
    name = "0906 0000280000FF"
    (found,) = published(12, bytes.fromhex(f"0101 0204 10FA00 12000C 1102 {name}"))
    assert str(found.name) == "12 0-0:40.0.0*255 at 0xFA00"


NO_LISTS = (
    *("", "00", "0101", "010100", "01010200", "0905"),
    "0101 0203 120008 1100 09060000010000FF",
    entry(8, 0, "00", "0100").hex(),
    listed(entry(8, 0, "0101 00", "0100")).hex(),
    listed(entry(8, 0, "0101 0203 12FFFF 1601 00", "0100")).hex(),
    "0101 0204 120008 1100 0905000001FF00 0202 0100 0100",
)


@pytest.mark.parametrize("octets", NO_LISTS)
def test_what_is_no_object_list_is_an_error(octets: str) -> None:
    for class_id in (12, 15):
        with pytest.raises(cosem.CosemError):
            published(class_id, bytes.fromhex(octets))
