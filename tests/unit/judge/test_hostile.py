"""Whatever is in a dump, a judgement comes of it, or an error of this package."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cosem
from cosem_conformance.dumps import Access, Association, Dump, DumpedObject, Value
from cosem_conformance.judge import (
    Judgement,
    as_html,
    as_json,
    as_junit,
    as_sarif,
    as_text,
)
from cosem_runtime import Obis

from .planted import PLANTED

_CLASSES = st.sampled_from(
    [1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 15, 17, 18, 20, 21, 22, 40, 64, 70, 111, 9000]
)
_LEAF = st.sampled_from(
    [
        *(b"\x00", b"\x0f\x00", b"\x11\xff", b"\x16\x00", b"\x16\xff", b"\x09\x00"),
        *(b"\x12\x00\x08", b"\x09\x06\x01\x00\x01\x08\x00\xff", b"\x0a\x01\x41"),
        *(b"\x04\x04\xc0", b"\x06\x00\x00\x00\x01", b"\x09\x0c" + bytes(12)),
        *(b"\x09\x0c" + b"\xff" * 12, b"\x09\x05\x07\xe8\x0d\x20\x09", b"\x03\x01"),
    ]
)
_TREE = st.recursive(
    _LEAF,
    lambda inner: st.tuples(st.sampled_from((1, 2)), st.lists(inner, max_size=6)).map(
        lambda parts: bytes((parts[0], len(parts[1]))) + b"".join(parts[1])
    ),
    max_leaves=16,
)
_VALUES = st.builds(
    Value,
    st.integers(-3, 12),
    st.none() | _TREE | st.binary(max_size=24),
    st.none() | st.sampled_from(["read-write-denied", "hardware-fault", "x"]),
)
_ACCESS = st.builds(
    Access,
    st.none() | st.frozensets(st.sampled_from(["read_access", "write_access"])),
    st.none() | st.integers(0, 255),
)
_OBJECTS = st.builds(
    DumpedObject,
    _CLASSES,
    st.none() | st.integers(0, 4),
    st.binary(min_size=6, max_size=6).map(Obis.from_bytes)
    | st.sampled_from(["0.0.42.0.0.255", "0.0.40.0.0.255", "1.0.1.8.0.255"]).map(Obis),
    st.none(),
    st.dictionaries(st.integers(-3, 12), _ACCESS, max_size=4),
    st.dictionaries(st.integers(-3, 12), _ACCESS, max_size=4),
    st.dictionaries(st.integers(-3, 12), st.tuples(st.integers(-2, 9)), max_size=2),
    st.lists(_VALUES, max_size=5),
)
_DUMPS = st.builds(
    lambda lists: Dump(associations=[Association(objects=each) for each in lists]),
    st.lists(st.lists(_OBJECTS, max_size=5), max_size=3),
)


def reported(judgement: Judgement) -> None:
    """Write every report; XML is read again, as it is what a character can break."""
    as_text(judgement, all_findings=True)
    as_html(judgement).encode("utf-8")
    ElementTree.fromstring(as_junit(judgement))
    json.dumps([as_json(judgement), as_sarif(judgement)])


@given(_DUMPS)
def test_any_dump_can_be_judged(dump: Dump) -> None:
    judgement = cosem.judge(dump)
    reported(judgement)


@pytest.mark.slow
@settings(max_examples=2 * settings().max_examples)
@given(_DUMPS, _DUMPS)
def test_any_two_dumps_can_be_compared(old: Dump, new: Dump) -> None:
    comparison = cosem.judge.compare(old, new)
    comparison.as_text(all_changes=True)
    comparison.as_json()
    assert not cosem.judge.compare(old, old).changes


@pytest.mark.slow
@settings(max_examples=4 * settings().max_examples)
@given(st.data())
def test_octets_that_are_broken_can_be_compared(data: st.DataObject) -> None:
    planted = data.draw(st.sampled_from(PLANTED))
    old, new = (deepcopy(planted.clean) for _ in range(2))
    for _, each in new.objects():
        each.values = [
            (
                replace(value, octets=data.draw(_broken(value.octets)))
                if value.octets
                else value
            )
            for value in each.values
        ]
    comparison = cosem.judge.compare(old, new)
    comparison.as_text(all_changes=True)
    comparison.as_json()


@pytest.mark.slow
@settings(max_examples=4 * settings().max_examples)
@given(st.data())
def test_octets_that_are_broken_can_be_judged(data: st.DataObject) -> None:
    """Of objects that refer to each other, so that each check gets far."""
    planted = data.draw(st.sampled_from(PLANTED))
    dump = deepcopy(data.draw(st.sampled_from((planted.clean, planted.faulty))))
    for _, each in dump.objects():
        each.values = [
            (
                replace(value, octets=data.draw(_broken(value.octets)))
                if value.octets
                else value
            )
            for value in each.values
        ]
    judgement = cosem.judge(dump)
    reported(judgement)


def _broken(octets: bytes) -> st.SearchStrategy[bytes]:
    """The octets as they are, or a few of them others, gone or more."""
    places = st.integers(0, len(octets) - 1)
    change = st.tuples(places, st.integers(0, 1), st.binary(max_size=2))

    def changed(changes: list[tuple[int, int, bytes]]) -> bytes:
        found = octets
        for at, gone, more in changes:
            found = found[:at] + more + found[at + gone :]
        return found

    return st.lists(change, max_size=3).map(changed)
