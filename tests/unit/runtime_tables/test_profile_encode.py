"""Rows of profiles become octets again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cosem
from cosem.types import ScalerUnit, Unit
from cosem_runtime import types as t
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, DecodeError, EncodeError, UnknownNameError
from cosem_runtime.interface.specs import AttributeSpec
from cosem_runtime.profile import Column, ProfileReader
from cosem_runtime.values import (
    DONT_CARE,
    INTEGERS,
    DeltaLong,
    DoubleLongUnsigned,
    Enum,
    Float32,
    Float64,
    Unsigned,
    Utf8String,
    VisibleString,
)
from cosem_runtime.wire import FIXED_SIZES
from tests.unit.runtime.test_quick_ways import (
    COLUMNS,
    DATES,
    cells,
    compact_profiles,
    octets,
    profile_reader,
    profiles,
    string,
    told,
)

from .test_hostile_arguments import ODD, bounded
from .test_profile import CAPTURED, ENERGY, MOMENT, NULL, array, clock, energy, row

TAGGED: dict[int, Any] = {
    kind.TAG: kind for kind in (*INTEGERS, Float32, Float64, VisibleString, Utf8String)
}
LEFT_OUT = [NULL, b"\x1c\x05", b"\x1f\xff", b"\x21\0\0\0\1"]
METER = cosem.profile_reader(
    [(8, "0.0.1.0.0.255", 2, 0), (3, "1.0.1.8.0.255", 2, 0)],
    scaler_units={"1.0.1.8.0.255": ScalerUnit(-3, Unit.WATT_HOUR)},
    capture_period=900,
)
BUFFER = bytes.fromhex(
    "0102 0202 090C07E8060F060C000000FF8880 06000004D2 0202 00 06000004D9"
)
"""The example of the page about Python."""


@pytest.fixture
def reader(catalogue: Catalogue) -> ProfileReader:
    return catalogue.profile_reader(CAPTURED, capture_period=900)


def column_of(kind: t.DataType, **more: Any) -> ProfileReader:
    column = Column("c", 1, ENERGY, **more)
    column.type = kind
    return ProfileReader([column])


# ---- there and back ----


def comes_back(kind: t.DataType, tag: int, cell: bytes) -> bool:
    """Whether the octets are a value of this tag and type, with lengths as short as can
    be."""
    try:
        value, _ = kind.decode(cell, 0)
    except DecodeError:
        return False
    return cell[0] == tag and kind.octets(value) == cell


def of_one_tag(tag: int) -> st.SearchStrategy[bytes]:
    if tag in FIXED_SIZES:
        return octets(FIXED_SIZES[tag]).map(lambda value: bytes((tag,)) + value)
    return string(tag) if tag in (0x04, 0x09, 0x0A, 0x0C) else cells


@st.composite
def typed_profiles(
    draw: st.DrawFn,
) -> tuple[list[t.DataType], dict[int, Any], bytes]:
    """Types of columns, which of their alternatives come, and a buffer."""
    kinds = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4))
    # A column of DATES does not tell a time in an octet-string from a date-time.
    tags = [0x19 if k is DATES else draw(st.sampled_from(k.tags)) for k in kinds]
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        one = []
        for kind, tag in zip(kinds, tags, strict=True):
            cell = draw(of_one_tag(tag) | st.sampled_from(LEFT_OUT))
            fits = cell in LEFT_OUT or comes_back(kind, tag, cell)
            one.append(cell if fits else NULL)
        rows += [row(*one)] * draw(st.sampled_from([1, 3, 20]))
    types = {place: TAGGED[tag] for place, tag in enumerate(tags) if tag in TAGGED}
    return kinds, types, array(*rows)


@given(typed_profiles())
@example(([t.OCTET_DATE_TIME], {}, array(row(clock()), row(NULL))))
@example(([t.SIMPLE], {0: Float32}, array(row(b"\x17\x7f\xc0\x00\x05"))))
@example(([t.LONG], {}, array(row(b"\x10\xff\xff"), row(b"\x1d\xff\xff"))))
def test_what_was_read_is_written(
    profile: tuple[list[t.DataType], dict[int, Any], bytes],
) -> None:
    kinds, types, data = profile
    reader = profile_reader(kinds)
    rows = reader.read(data, expand=False)
    written = reader.encode(rows, types=types)
    assert written == data
    assert told(list(reader.read(written, expand=False))) == told(list(rows))


@given(profiles() | compact_profiles())
def test_whatever_was_read_is_written_or_refused(
    profile: tuple[list[t.DataType], bytes],
) -> None:
    kinds, data = profile
    reader = profile_reader(kinds)
    try:
        once = reader.encode(reader.read(data, expand=False))
    except (DecodeError, EncodeError):
        return
    again = reader.encode(reader.read(once, expand=False))
    assert again == once


def test_a_buffer_of_a_meter_comes_back() -> None:
    types = {"1.0.1.8.0.255": DoubleLongUnsigned}
    rows = METER.read(BUFFER, expand=False)
    assert METER.encode(rows, types=types) == BUFFER
    assert METER.encode(rows.scaled(), types=types) == BUFFER
    whole = METER.read(BUFFER)
    written = METER.encode(whole, types=types)
    assert METER.read(written, expand=False) == whole
    assert written[-19:] == clock(whole[1][0]) + energy(1241)


def test_rows_come_from_anywhere(reader: ProfileReader) -> None:
    def rows() -> Iterator[list[Any]]:
        for number in range(300):
            yield [MOMENT, Unsigned(5), DoubleLongUnsigned(number), DeltaLong(-2)]

    written = reader.encode(rows())
    cells = (b"\x11\x05", b"\x1d\xff\xfe")
    assert written == array(
        *(row(clock(), cells[0], energy(n), cells[1]) for n in range(300))
    )
    assert reader.encode(tuple(rows())) == written
    assert reader.encode([]) == b"\x01\x00"


def test_rows_of_no_column_and_of_many() -> None:
    assert ProfileReader([]).encode([()] * 3) == array(row(), row(), row())
    wide = ProfileReader([Column(f"c{n}", 1, ENERGY) for n in range(200)])
    cells = (Unsigned(7),) * 200
    assert wide.encode([cells]) == b"\x01\x01\x02\x81\xc8" + b"\x11\x07" * 200


# ---- which of several types ----


@pytest.mark.parametrize(
    "which", ["data.value", 1, -3, "0-0:96.10.1", b"\0\0\x60\x0a\1\xff"]
)
def test_types_are_told_as_columns_are_found(
    reader: ProfileReader, which: str | int | bytes
) -> None:
    rows = [(MOMENT, 5, None, None)]
    assert reader.encode(rows, types={which: Enum}) == array(
        row(clock(), b"\x16\x05", NULL, NULL)
    )


@pytest.mark.parametrize(
    ("value", "kind", "octets"),
    [
        (5, Unsigned, b"\x11\x05"),
        (Unit.WATT_HOUR, Enum, b"\x16\x1e"),
        (DoubleLongUnsigned(5), Unsigned, energy(5)),
        (DeltaLong(5), Unsigned, b"\x1d\x00\x05"),
        (True, Unsigned, b"\x03\x01"),
        (None, Unsigned, NULL),
        (1.5, Float32, b"\x17\x3f\xc0\x00\x00"),
        (3, Float64, b"\x18\x40\x08" + bytes(6)),
        ("ab", VisibleString, b"\x0a\x02ab"),
        ("ä", Utf8String, b"\x0c\x02\xc3\xa4"),
        (b"ab", Utf8String, b"\x09\x02ab"),
        (MOMENT, Unsigned, b"\x19" + MOMENT),
        (cosem.BitString("101"), Unsigned, b"\x04\x03\xa0"),
        (DONT_CARE, Unsigned, b"\xff"),
        ((Unsigned(5), []), Unsigned, b"\x02\x02\x11\x05\x01\x00"),
    ],
)
def test_only_what_has_no_tag_is_told_one(
    value: object, kind: Any, octets: bytes
) -> None:
    for known in (t.ANY, t.SIMPLE) if octets[0] != 0x02 else (t.ANY,):
        assert column_of(known).encode([(value,)], types={"c": kind}) == array(
            row(octets)
        )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (t.Ranged(t.UNSIGNED, 1, 10), 0),
        (t.EnumType("closed", Unit), 199),
        (t.LONG, 5),
    ],
)
def test_a_type_that_is_told_counts(kind: t.DataType, value: int) -> None:
    """Meters send numbers out of a range, and reading gives them without a tag."""
    told = column_of(kind).encode([(value,)], types={0: Unsigned})
    assert told == array(row(bytes((0x11, value))))


# ---- scaled ----


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (b"\x06\x00\x00\x04\xd2", DoubleLongUnsigned),
        (b"\x10\xff\xff", cosem.Long),
        (b"\x17\x3f\xc0\x00\x00", Float32),
        (b"\x17\x3d\xcc\xcc\xcd", Float32),
        (b"\x18\x3f\xb9\x99\x99\x99\x99\x99\x9a", Float64),
    ],
)
@pytest.mark.parametrize("scaler", [-3, 0, 5, 127, -128])
def test_decimals_of_reading_are_numbers_again(
    cell: bytes, kind: Any, scaler: int
) -> None:
    reader = column_of(t.SIMPLE, scaler_unit=ScalerUnit(scaler, Unit.WATT_HOUR))
    data = array(row(cell), row(NULL))
    rows = reader.read(data)
    assert isinstance(rows.scaled()[0][0], Decimal)
    assert reader.encode([*rows.scaled()[:1], (None,)], types={0: kind}) == data
    # What was not scaled is a number as it is.
    assert reader.encode([rows[0], (None,)], types={0: kind}) == data


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("1.2345", Unsigned, "more digits than the scaler leaves.* a multiple of 1E-3"),
        ("0.256", Unsigned, "out of range for unsigned: expected 0..255, found 256"),
        ("0.0011", Float32, "a float32 times 0.001, found Decimal('0.0011')"),
        ("1E+300", Float32, "expected a float32, found"),
        ("1E+999", Float64, "expected a float64 times 0.001, found"),
        ("1E+999999999999999999", Float64, "expected a float64 times 0.001, found"),
        (f"1E+{10**17}", Unsigned, "expected a number of a meter's size"),
        ("sNaN", Float64, "expected a finite number"),
        ("Infinity", Unsigned, "expected a finite number"),
        ("5", VisibleString, "expected a str"),
    ],
)
def test_what_no_number_stands_behind_is_refused(
    value: str, kind: Any, said: str
) -> None:
    reader = column_of(t.SIMPLE, scaler_unit=ScalerUnit(-3, Unit.WATT_HOUR))
    said = said.replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(EncodeError, match=rf"^buffer\[0\]\.c: .*{said}"):
        reader.encode([(Decimal(value),)], types={0: kind})


# ---- errors ----


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [(None, None), (5, None)],
            "[1].clock.time: expected DateTime (octet-string[12])",
        ),
        ([(b"abc", None)], "[0].clock.time: expected"),
        ([()], "[0]: expected a tuple or list of 2 values, found tuple of 0"),
        ([(None, None), "ab"], "[1]: expected a tuple or list of 2 values, found str"),
        ([b"\0\0"], "[0]: expected a tuple or list of 2 values, found bytes"),
        (METER, ": expected rows, found <ProfileReader"),
        ([(None, 2**70)], "[0].register.value: more than one"),
        ([(None, (5,))], "[0].register.value: expected null-data or bit-string"),
        ([(None, Decimal("5.0001"))], "[0].register.value: more digits than"),
    ],
)
def test_errors_say_where(rows: Any, said: str) -> None:
    with pytest.raises(EncodeError) as caught:
        METER.encode(rows)
    assert str(caught.value).startswith(f"buffer{said}")


@pytest.mark.parametrize(
    ("value", "hinted"),
    [
        (5, True),
        ("x", True),
        (Decimal(5), True),
        (Decimal("5.0001"), False),
        (2**70, True),
        ((5,), False),
        ([], False),
    ],
)
def test_errors_of_a_choice_point_to_types(value: object, hinted: bool) -> None:
    hint = "; types={'register.value': ...} says which"
    with pytest.raises(EncodeError) as caught:
        METER.encode([(None, value)])
    assert str(caught.value).endswith(hint) is hinted


@pytest.mark.parametrize(
    ("value", "hinted"),
    [
        *((5, True), (1.5, True), ("x", True), (Unit.WATT_HOUR, True)),
        *(((5,), False), (Decimal(5), False), (object(), False)),
    ],
)
@pytest.mark.parametrize("kind", [t.ANY, t.SIMPLE], ids=str)
def test_errors_of_any_data_point_to_types(
    kind: t.DataType, value: object, hinted: bool
) -> None:
    with pytest.raises(EncodeError) as caught:
        column_of(kind).encode([(value,)])
    assert str(caught.value).endswith("; types={'c': ...} says which") is hinted


def test_an_error_that_types_do_not_help_is_as_it_was() -> None:
    choice = t.ChoiceType("", (t.NULL_DATA, t.UNSIGNED, t.LONG))
    for kind, value in ((choice, "x"), (choice, 10**6), (t.UNSIGNED, 256)):
        with pytest.raises(EncodeError) as caught:
            column_of(kind).encode([(value,)])
        assert "types=" not in str(caught.value)


def test_types_that_are_none() -> None:
    with pytest.raises(UnknownNameError, match=r'did you mean "register\.value"'):
        METER.encode([], types={"register.valeu": Unsigned})
    expected = "types: 'register.value': a class such as Unsigned is expected, found "
    for odd, shown in [(5, "5"), (int, "<class 'int'>"), ([], "list of 0")]:
        with pytest.raises(TypeError) as caught:
            METER.encode([], types={"register.value": odd})
        assert str(caught.value).startswith(expected + shown)
    with pytest.raises(TypeError, match="types: a mapping of columns to classes"):
        METER.encode([], types=[Unsigned])  # type: ignore[arg-type]  # on purpose


def test_no_error_shows_a_secret() -> None:
    secret = AttributeSpec(2, "value", t.UNSIGNED, secret=True)
    reader = ProfileReader([Column("c", 1, ENERGY, attribute=secret)])
    with pytest.raises(EncodeError) as caught:
        reader.encode([(777,)])
    assert "777" not in str(caught.value)
    assert caught.value.path == "buffer[0].c"


@pytest.mark.parametrize("kind", COLUMNS, ids=str)
def test_odd_cells_are_written_or_refused(kind: t.DataType) -> None:
    reader = column_of(kind, scaler_unit=ScalerUnit(-3, Unit.WATT_HOUR))
    for odd in ODD:
        bounded(lambda odd=odd: reader.encode([(odd,)]))  # type: ignore[misc]
        for named in (Unsigned, Float32, Float64, VisibleString, Utf8String):
            bounded(
                lambda odd=odd, named=named: reader.encode(  # type: ignore[misc]
                    [(odd,)], types={0: named}
                )
            )


def test_odd_rows_and_types_are_refused() -> None:
    reader = column_of(t.ANY)
    for odd in ODD:
        bounded(lambda odd=odd: reader.encode(odd))  # type: ignore[misc]
        bounded(lambda odd=odd: reader.encode([odd]))  # type: ignore[misc]
        for types in (odd, {"c": odd}):
            try:
                reader.encode([], types=types)
            except (CosemError, TypeError) as error:
                assert len(str(error)) < 1000
        if odd.__hash__:
            try:
                reader.encode([], types={odd: Unsigned})
            except CosemError as error:
                assert len(str(error)) < 1000


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(EncodeError, match=r"^buffer\[0\]\.c\[0\].*nested too deep"):
        column_of(t.ANY).encode([(deep,)])
