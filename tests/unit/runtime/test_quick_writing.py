"""The quick ways of encoding give what the slow ones give: octets, and errors too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import EncodeError, Obis, axdr
from cosem_runtime import types as t
from cosem_runtime.codec import writing
from cosem_runtime.types import choices

from . import strategies
from .sample import CaptureObjectDefinition, ScalUnitType, Unit
from .test_quick_ways import TYPED


def outcome(encode: Callable[[], bytes]) -> object:
    try:
        return encode()
    except EncodeError as error:
        return str(error), error.path


def slowly(encode: Callable[[], bytes]) -> object:
    """Without looking whether items are alike."""

    def one_by_one(items: list[Any], out: bytearray) -> int:
        return 0

    with (
        mock.patch.object(writing, "encode_alike", one_by_one),
        mock.patch.object(choices, "encode_alike", one_by_one),
    ):
        return outcome(encode)


odd = st.sampled_from([5, "text", Obis("1-0:1.8.0*255"), (), [axdr.Enum(1)], 1.5])
cells = st.one_of(*[strategies.simple] * 4, strategies.data, odd)


@st.composite
def tables(draw: st.DrawFn) -> list[Any]:
    """Rows that repeat the types of one or two others, perhaps with an odd one."""
    rows: list[Any] = []
    for _ in range(draw(st.integers(1, 2))):
        row = tuple(draw(st.lists(cells, max_size=4)))
        rows += [row] * draw(st.sampled_from([1, 15, 16, 40, 1040]))
    if draw(st.integers(0, 3)) == 0:
        odd_row = draw(cells | st.lists(cells, max_size=4).map(tuple))
        rows[draw(st.integers(0, len(rows) - 1))] = odd_row
    return rows


def nested(value: Any, levels: int) -> Any:
    for _ in range(levels):
        value = [value]
    return value


ROWS = [(b"abc", axdr.Unsigned(1), None, True)] * 20


@given(tables())
@example([(None, None)] * 20)
@example([()] * 20)
@example([(None,) * 200] * 20)
@example([*ROWS, (b"abcd", axdr.Unsigned(1), None, True)])
@example([(b"a" * 128,)] * 20)
@example([*ROWS, (5,)])
@example(nested(ROWS, 61))
@example(nested(ROWS, 62))
@example(nested(ROWS, 63))
@example(nested([((b"",),)] * 20, 61))
@example(nested([((b"",),)] * 20, 62))
def test_rows(rows: list[Any]) -> None:
    for encode in (
        lambda: axdr.encode(rows),
        lambda: t.ANY.octets(rows),
        lambda: t.ArrayType(t.ANY).octets(rows),
        lambda: t.ArrayType(t.ANY_STRUCTURE).octets(rows),
    ):
        assert outcome(encode) == slowly(encode)


def test_rows_are_packed_together() -> None:
    with mock.patch.object(writing, "encode_into") as one_by_one:
        assert len(t.ArrayType(t.ANY_STRUCTURE).octets(ROWS)) == 2 + 20 * 12
    assert not one_by_one.called


VALUES = [
    *(None, 5, -1, 300, 2.5, "text", True, b"", b"\x01", object()),
    *(axdr.Unsigned(5), axdr.LongUnsigned(300), axdr.Long(-1), axdr.Enum(30)),
    *(axdr.VisibleString("A"), axdr.Float32(0.1), axdr.Boolean(9), Unit.WATT_HOUR),
    *(Obis("1-0:1.8.0*255"), [axdr.Unsigned(1)], (axdr.Unsigned(1),)),
    *(ScalUnitType(-2, Unit.WATT_HOUR), ScalUnitType(-200, Unit.WATT_HOUR)),
    CaptureObjectDefinition(3, Obis("1-0:1.8.0*255"), 2, 0),
]
SHARED = t.SharedStructureType("shared", ScalUnitType, ScalUnitType.TYPE.fields)
KINDS = [
    *TYPED,
    SHARED,
    *(t.ANY, t.SIMPLE, t.UNSIGNED, t.Ranged(t.LONG_UNSIGNED, 1, 10), t.OCTET_STRING),
    t.ChoiceType("", (t.NULL_DATA, t.UNSIGNED, t.VISIBLE_STRING, t.OCTET_STRING)),
    t.ChoiceType("", (t.Ranged(t.LONG_UNSIGNED, 1, 10), t.LONG, t.ANY_STRUCTURE)),
    t.ChoiceType("", (ScalUnitType.TYPE, t.ArrayType(t.UNSIGNED), t.LOGICAL_NAME)),
    t.ChoiceType("", (t.UNSIGNED, t.Ranged(t.UNSIGNED, 1, 3))),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_octets(kind: t.DataType) -> None:
    """`octets` says what `encode` appends, the second time too."""

    for value in VALUES * 2:
        quick = outcome(partial(kind.octets, value))
        assert quick == outcome(partial(t.DataType.octets, kind, value))


def test_a_shared_value_is_written_once() -> None:
    value, _ = SHARED.decode(b"\x02\x02\x0f\xfe\x16\x1e", 0)
    octets = SHARED.octets(value)
    assert SHARED.octets(value) is octets
    assert SHARED.octets(value._replace(scaler=-3)) == b"\x02\x02\x0f\xfd\x16\x1e"
