"""How values stand in Arrow: the type of a column, and what makes its cells of values."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isfinite

import pyarrow as pa  # type: ignore[import-untyped]

from ..bitstring import BitFlags, BitString
from ..datetimes import DateTime
from ..datetimes.fields import NO_DEVIATION
from ..decimals import scaled
from ..errors import CosemError, DateTimeError, EncodeError, show
from ..jsonvalues import to_json
from ..limits import EXPANSION_LIMIT
from ..octets import Ipv4Number, Text
from ..profile import clocks
from ..types import ANY, choices, coded, meanings, primitives, strings, structures
from ..values import Boolean, Long64Unsigned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

    from ..types.base import DataType

__all__ = [
    "END",
    "FIELDS",
    "FIRST",
    "LONGEST",
    "OPEN",
    "Form",
    "Kind",
    "Room",
    "Unfit",
    "kind_of",
    "number_kind",
    "size_of",
]

LEAST, MOST = -(1 << 63), (1 << 63) - 1
LONGEST = (1 << 31) - 2
"""Octets of the strings of one array: the offsets between them have 32 bits."""
LARGEST_SCALER = 18
"""19 digits of a number and as many as this are what a decimal of 38 digits has room for."""
_DEEPEST = 16
"""Types within types; what is deeper is JSON."""
_BOOLEAN = (bool, Boolean)
_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
FIRST = (datetime.min - _EPOCH) // _MILLISECOND
END = (datetime.max - _EPOCH) // _MILLISECOND + 1
"""The years 1 to 9999, in milliseconds since 1970."""

FIELDS = pa.struct(
    {
        "year": pa.int32(),
        **dict.fromkeys(("month", "day", "day_of_week"), pa.uint8()),
        **dict.fromkeys(("hour", "minute", "second", "hundredths"), pa.uint8()),
        "deviation": pa.int16(),
        "status": pa.uint8(),
    }
)
"""The fields of a time; null where one is not specified."""
OPEN = pa.struct(
    {
        "number": pa.int64(),
        "real": pa.float64(),
        "text": pa.string(),
        "octets": pa.binary(),
        "json": pa.string(),
    }
)
"""What may be of several types: one of these members has it."""


class Unfit(ValueError):
    """A value that the column has no place for; `expected` says which ones it has."""

    def __init__(self, expected: str, value: Any) -> None:
        super().__init__(expected)
        self.expected: str = expected
        self.found: str = type(value).__name__


class Room:
    """What the texts, octets, lists and JSON of one buffer may take: null-data repeats them for one octet each.

    As much as for compact-arrays. Short strings (of up to 127 octets) cannot take more, so that only the row
    reader's have to be counted.
    """

    __slots__ = ("_left",)

    WORDS = f"at most {EXPANSION_LIMIT} octets for each of the buffer"

    def __init__(self, octets: int) -> None:
        self._left = EXPANSION_LIMIT * octets

    def has(self, size: int) -> bool:
        """Whether there are so many octets left, which then are taken."""
        if size > self._left:
            return False
        self._left -= size
        return True


def size_of(cell: Any) -> int:
    """About how many octets a cell takes in Arrow, of texts at least as many."""
    match cell:
        case None:
            return 0
        case str():
            return len(cell) if cell.isascii() else len(cell.encode())
        case bytes():
            return len(cell)
        case dict():
            return sum(map(size_of, cell.values()))
        case list():
            return sum(4 + size_of(each) for each in cell)
    return 8


class Form:
    """What a caller wants times and numbers to be; CosemError for what there is not."""

    __slots__ = ("numbers", "time")

    def __init__(self, time: str, numbers: str) -> None:
        for name, value, known in (
            ("time", time, ("utc", "local", "fields")),
            ("numbers", numbers, ("raw", "scaled", "float")),
        ):
            if value not in known:
                raise CosemError(
                    f"{name} is one of {', '.join(known)}, found {show(value)}"
                )
        self.time: str = time
        self.numbers: str = numbers


class Kind:
    """An Arrow type, and `convert`, which makes what pyarrow takes of a value that is not None.

    `convert` raises Unfit. `scaler` is that of a number which is scaled.
    """

    __slots__ = ("convert", "scaler", "type")

    def __init__(
        self, type: Any, convert: Callable[[Any], Any], scaler: int = 0
    ) -> None:
        self.type: Any = type
        self.convert: Callable[[Any], Any] = convert
        self.scaler: int = scaler


# ---- numbers ----


def number_kind(numbers: str, scaler: int | None) -> Kind:
    """The kind of a number that has a scaler and unit; None when it was not given."""
    if numbers == "float":
        return Kind(pa.float64(), lambda value: _real(value, scaler or 0), scaler or 0)
    if numbers == "raw" or scaler is None:
        return Kind(pa.int64(), _whole)
    if abs(scaler) > LARGEST_SCALER:
        raise CosemError(
            f"numbers='scaled' has room for scalers -{LARGEST_SCALER}..{LARGEST_SCALER},"
            f" found {scaler}: 'raw' and 'float' have more"
        )
    kind = pa.decimal128(38, max(0, -scaler))
    return Kind(kind, lambda value: _decimal(value, scaler), scaler)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, _BOOLEAN)


def _whole(value: Any) -> int:
    if _is_number(value) and LEAST <= value <= MOST:
        return int(value)
    if isinstance(value, float):
        raise Unfit("a whole number (numbers='float' takes others)", value)
    raise Unfit("a whole number of 64 bits with its sign", value)


def _unsigned(value: Any) -> int:
    if _is_number(value) and 0 <= value < 1 << 64:
        return int(value)
    raise Unfit("a whole number of 64 bits", value)


def _real(value: Any, scaler: int = 0) -> float:
    if not _is_number(value) and not isinstance(value, float):
        raise Unfit("a number", value)
    if not scaler or not isfinite(value):
        return float(value)
    return float(scaled(value, scaler))


def _decimal(value: Any, scaler: int) -> Decimal:
    return scaled(_whole(value), scaler)


# ---- times ----


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, DateTime):
        raise Unfit("a date-time", value)
    try:
        return value.to_datetime()
    except DateTimeError:  # fields that are not specified
        return None


def _utc(value: Any) -> int | None:
    """Milliseconds since 1970; None where the deviation or another field is missing."""
    moment = _moment(value)
    if moment is None or moment.tzinfo is None:
        return None
    utc = (moment - _EPOCH_UTC) // _MILLISECOND
    return utc if FIRST <= utc < END else None  # what Python has no datetime for


def _local(value: Any) -> int | None:
    moment = _moment(value)
    if moment is None:
        return None
    return (moment.replace(tzinfo=None) - _EPOCH) // _MILLISECOND


def _fields(value: Any) -> dict[str, int | None]:
    if not isinstance(value, DateTime):
        raise Unfit("a date-time", value)
    year = value[0] << 8 | value[1]
    deviation = int.from_bytes(value[9:11], "big", signed=True)
    numbers = [None if year == 0xFFFF else year]
    numbers += [None if octet == 0xFF else octet for octet in value[2:9]]
    numbers.append(None if deviation == NO_DEVIATION else deviation)
    numbers.append(None if value[11] == 0xFF else value[11])
    return dict(zip(FIELDS.names, numbers, strict=True))


_TIMES = {
    "utc": Kind(pa.timestamp("ms", "UTC"), _utc),
    "local": Kind(pa.timestamp("ms"), _local),
    "fields": Kind(FIELDS, _fields),
}

# ---- everything else ----


def _boolean(value: Any) -> bool:
    if isinstance(value, _BOOLEAN):
        return bool(value)
    raise Unfit("a boolean", value)


def _octets(value: Any) -> bytes:
    if isinstance(value, bytes):
        return bytes(value)
    raise Unfit("an octet-string", value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("text", value)
    return _checked(str(value), value)


def _checked(text: str, value: Any) -> str:
    """The text of a value, unless it stands for octets that are none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unfit("text in UTF-8", value) from None
    return text


class _Readable:
    """Makes text of an address, a logical name, a date: as people write it."""

    __slots__ = ("python",)

    def __init__(self, python: type[Any]) -> None:
        self.python: type[Any] = python

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Readable) and self.python is other.python

    def __hash__(self) -> int:
        return hash(self.python)

    def __call__(self, value: Any) -> str:
        if isinstance(value, self.python):
            return _checked(str(value), value)
        if type(value) is bytes and not value:  # where it may be empty
            return ""
        raise Unfit(f"a value of type {self.python.__name__}", value)


def _bits(value: Any) -> str:
    """The bits of a bit-string, the first one first."""
    if isinstance(value, BitString):
        return "".join("1" if bit else "0" for bit in value)
    raise Unfit("a bit-string", value)


def _flags(value: Any) -> list[str]:
    """The names of the bits that are set; the number of one that has none."""
    if not isinstance(value, BitFlags):
        raise Unfit("named bits", value)
    named = {bit: name for name, bit in value.BITS}
    number = int(value)
    return [
        named.get(bit, str(bit))
        for bit in range(number.bit_length())
        if number >> bit & 1
    ]


def _named(value: Any) -> str:
    """The name of an enumeration's member; the number of one that has none."""
    if not _is_number(value):
        raise Unfit("an enumeration", value)
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else str(int(value))


def _open(kind: DataType) -> Kind:
    """What may be of several types: a member for each, with JSON for what has none."""
    return Kind(OPEN, partial(_members, kind))


def _members(kind: DataType, value: Any) -> dict[str, Any]:
    if _is_number(value) and LEAST <= value <= MOST:
        return {"number": int(value)}
    if isinstance(value, float):
        return {"real": float(value)}
    if type(value) is bytes:
        return {"octets": value}
    if isinstance(value, str):
        try:
            return {"text": _text(value)}
        except Unfit:  # octets that are no text
            return {"octets": str(value).encode("utf-8", "surrogateescape")}
    if type(value) is int:
        return {"json": str(value)}
    for known in (kind, ANY):
        try:
            return {"json": json.dumps(to_json(value, known), separators=(",", ":"))}
        except EncodeError:  # of another type than the column's
            continue
    raise Unfit("Data", value)


def kind_of(kind: DataType, form: Form, depth: int = 0) -> Kind:
    """How values of a type stand in Arrow.

    Octets that are text as a rule stay octets, since nothing says in which coding.
    """
    if depth > _DEEPEST:
        return _open(kind)
    match kind:
        case clocks.ClockType():
            return _TIMES[form.time]
        case primitives.NumberType():
            if kind.kind is Long64Unsigned:
                return Kind(pa.uint64(), _unsigned)
            return Kind(pa.int64(), _whole)
        case primitives.Float32Type() | primitives.Float64Type():
            return Kind(pa.float64(), _real)
        case primitives.BooleanType():
            return Kind(pa.bool_(), _boolean)
        case coded.EnumType():
            named = pa.string() if depth else pa.dictionary(pa.int32(), pa.string())
            return Kind(named, _named)
        case coded.FlagsType():
            return Kind(pa.list_(pa.string()), _flags)
        case strings.BitStringType():
            return Kind(pa.string(), _bits)
        case primitives.MomentType() | meanings.FixedMeaning():
            if kind.kind is DateTime:
                return _TIMES[form.time]
            return Kind(pa.string(), _Readable(kind.kind))
        case meanings.FreeMeaning() if kind.kind is not Text:
            return Kind(pa.string(), _Readable(kind.kind))
        case primitives.Ipv4NumberType():
            return Kind(pa.string(), _Readable(Ipv4Number))
        case strings.StringType():
            return (
                Kind(pa.string(), _text) if kind.coding else Kind(pa.binary(), _octets)
            )
        case structures.StructureType() if kind.fields:
            return _structure(kind, form, depth)
        case structures.ArrayType():
            return _array(kind, form, depth)
        case choices.ChoiceType():
            return _choice(kind, form, depth)
    return _open(kind)


def _structure(kind: structures.StructureType, form: Form, depth: int) -> Kind:
    members = [(name, kind_of(each, form, depth + 1)) for name, each in kind.fields]

    def convert(value: Any) -> dict[str, Any]:
        if type(value) is not kind.kind and not isinstance(value, tuple):
            raise Unfit(str(kind), value)
        found = kind.members(value)
        if len(found) != len(members):
            raise Unfit(str(kind), value)
        return {
            name: None if each is None else of.convert(each)
            for (name, of), each in zip(members, found, strict=True)
        }

    return Kind(pa.struct([(name, of.type) for name, of in members]), convert)


def _array(kind: structures.ArrayType, form: Form, depth: int) -> Kind:
    element = kind_of(kind.element, form, depth + 1)

    def convert(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Unfit(str(kind), value)
        return [None if each is None else element.convert(each) for each in value]

    return Kind(pa.list_(element.type), convert)


def _choice(kind: choices.ChoiceType, form: Form, depth: int) -> Kind:
    """The kind that all alternatives have, or the one that takes any."""
    kinds = [
        kind_of(each, form, depth)
        for each in kind.alternatives
        if not isinstance(each, primitives.NullType)
    ]
    first = kinds[0] if kinds else _open(kind)
    if all((each.type, each.convert) == (first.type, first.convert) for each in kinds):
        return first
    return _open(kind)
