"""The quick ways of writing and reading JSON give what the slow ones do, errors too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cosem
from cosem_runtime import BitString, CompactArray, Obis, axdr
from cosem_runtime import types as t
from cosem_runtime.errors import PlacedError
from cosem_runtime.jsonvalues import from_json, simple, single, to_json

from ..runtime import strategies
from ..runtime.sample import CaptureObjectDefinition, ScalUnitType, Unit
from .conftest import FILES, attributes

NAME = CaptureObjectDefinition(3, Obis("1-0:1.8.0*255"), 2, 0)
SCALER_UNIT = ScalUnitType(-2, Unit.WATT_HOUR)
odd = st.sampled_from(
    [
        *(5, 2.5, "text", bytearray(b"\x01"), object(), 1 << 70, -1, 300),
        *(NAME, SCALER_UNIT, Obis("1-0:1.8.0*255"), axdr.Boolean(1), axdr.Boolean(9)),
        *(axdr.VisibleString("\u20ac"), axdr.Utf8String("\ud800"), [SCALER_UNIT, 5]),
        *(axdr.Float32(0.1), axdr.Float64("nan"), axdr.LongUnsigned(300)),
        *([NAME], (NAME, [(1,)]), Unit.WATT_HOUR, Unit(254), BitString("101")),
    ]
)
values = st.recursive(
    strategies.simple | strategies.compact_arrays | odd,
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)
KINDS: list[t.DataType] = [
    t.ANY,
    t.SIMPLE,
    t.ANY_STRUCTURE,
    t.NULL_DATA,
    t.Ranged(t.LONG_UNSIGNED, 1, 10),
    t.LONG64,
    t.EnumType("unit", Unit),
    t.EnumType("unit", Unit, base=t.UNSIGNED),
    t.ArrayType(t.ANY, 1, 3),
    t.ArrayType(ScalUnitType.TYPE),
    t.ChoiceType("", (t.NULL_DATA, t.UNSIGNED, t.VISIBLE_STRING, t.ANY_STRUCTURE)),
    t.ChoiceType("", (t.ArrayType(t.ANY_STRUCTURE), t.CompactArrayType())),
    t.ChoiceType("", (t.ArrayType(t.UNSIGNED), t.ArrayType(t.ANY, 2), t.BOOLEAN)),
    t.ChoiceType("", (ScalUnitType.TYPE, CaptureObjectDefinition.TYPE, t.LONG)),
    t.ChoiceType("", (ScalUnitType.TYPE, t.Ranged(t.LONG, 1, 10), t.BIT_STRING)),
]


@contextmanager
def slowly() -> Iterator[None]:
    """By way of the octets."""
    with (
        mock.patch.dict(simple.KNOWN, clear=True),
        mock.patch.object(single, "_within", lambda value, python, kind: False),
        mock.patch.object(t.ChoiceType, "alone", lambda self, python: None),
    ):
        yield


def outcome(make: Callable[[], Any]) -> object:
    try:
        return repr(make())
    except PlacedError as error:
        return type(error), str(error), error.path


def same(make: Callable[[], Any]) -> object:
    quick = outcome(make)
    with slowly():
        assert outcome(make) == quick
    return quick


def check(value: object, kind: Any) -> None:
    if isinstance(same(lambda: to_json(value, kind)), str):
        document = to_json(value, kind)
        same(lambda: from_json(cosem.CATALOGUE, document, kind))


DEEP: Any = ()
for _ in range(64):
    DEEP = (DEEP,)


@given(values, st.none() | st.sampled_from(KINDS))
@example(DEEP, t.ANY_STRUCTURE)
@example(DEEP[0], t.ANY_STRUCTURE)
@example([DEEP], KINDS[11])
@example([DEEP[0]], KINDS[11])
@example((axdr.Unsigned(1), 5), t.ANY_STRUCTURE)
@example([axdr.Unsigned(1)], KINDS[12])
@example([1], KINDS[12])
@example(axdr.Long(300), KINDS[14])
@example(CompactArray.of([(axdr.Unsigned(1),)]), KINDS[11])
def test_any_value(value: object, kind: t.DataType | None) -> None:
    check(value, kind)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_attribute(file: Path) -> None:
    for attribute, facts in attributes(file):
        for plain in facts.fact.samples():
            check(attribute.decode(facts.fact.encode(plain)), attribute)
