"""Types and values: TY-01 to TY-10."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from cosem_runtime import BitString, Date, DateTime, OpenIntEnum, Time, axdr
from cosem_runtime.datetimes.fields import NO_DEVIATION
from cosem_runtime.errors import DecodeError
from cosem_runtime.tolerant import Deviation
from cosem_runtime.types import (
    ArrayType,
    ChoiceType,
    StructureType,
)
from cosem_runtime.types.base import DataType
from cosem_runtime.types.meanings import FixedMeaning
from cosem_runtime.types.strings import BitStringType, StringType
from cosem_runtime.wire import TAG_NAMES

from ..walking import walk
from .findings import Basis, Octets
from .meter import Read
from .rules import of_value
from .table import PASS, Check, Outcome, deviating, unclear, warned, wrong

__all__ = ["CHECKS", "code_basis"]

_NOT_WHOLE: Final = frozenset({"D002", "D003", "D004", "D005"})
_NOT_SHORTEST: Final = "D001"
_OTHER_VERSION: Final = "D151"
_OUTSIDE: Final = frozenset({"D102", "D202"})
_NOT_LISTED: Final = "D201"
_PRIVATE: Final = 128
"""From this value on enumerations have ranges that are left to makers."""


def _type(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-01")


def _whole(read: Read) -> Iterator[Outcome]:
    if read.is_object_list:
        return
    if read.error is not None or read.spec is None:
        told = _no_value(read)
        yield PASS if told is None else told
        return
    yield from _sorted(read, "TY-02")


def _choice(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-03")


def _range(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-05")


def _size(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-06")
    yield from of_value("TY-06", read)


def _bits(read: Read) -> Iterator[Outcome]:
    yield from of_value("TY-07", read)
    if (
        read.spec is None
        or read.is_object_list
        or "TY-07" not in _kinds(read.spec.type)
    ):
        return
    for path, value in walk(read.meant):
        kind = type_at(read.spec.type, path)
        if not isinstance(value, BitString) or not isinstance(kind, BitStringType):
            continue
        size, most = len(value), kind.maximum
        if kind.minimum <= size and (most is None or size <= most):
            yield PASS
            continue
        due = f"{kind.minimum} bits" if kind.minimum == most else str(kind)
        yield wrong(
            f"the bit-string has {size} bits, not {due}",
            attribute=read.number,
            path=path,
            expected=due,
            found=f"{size} bits",
            octets=_octets(read, 0),
            doubt=read.doubt,
        )


def _canonical(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-09")


def _sorted(read: Read, check: str) -> Iterator[Outcome]:
    """The deviations of a value that are of one check."""
    if read.spec is None or read.is_object_list:
        return
    if read.error is not None:
        if check == "TY-01" and _no_value(read) is None:
            yield _refused(read, read.error)
        return
    assert read.reading is not None
    told = [each for each in read.reading.deviations if _check_of(read, each) == check]
    for each in told:
        yield _deviating(read, each)
    if not told and (check in _OF_ALL or check in _kinds(read.spec.type)):
        yield PASS


_OF_ALL: Final = frozenset({"TY-01", "TY-02", "TY-09"})


def _kinds(kind: DataType) -> frozenset[str]:
    """Which checks have something to decide of a type."""
    known = _KINDS.get(id(kind))
    if known is None or known[0] is not kind:
        found = set[str]()
        waiting = [kind]
        seen = set[int]()
        while waiting:
            each = waiting.pop()
            if id(each) in seen:
                continue
            seen.add(id(each))
            waiting += each.inner()
            if isinstance(each, ChoiceType):
                found.add("TY-03")
            elif isinstance(each, BitStringType):
                found.add("TY-07")
            elif isinstance(each, (StringType, FixedMeaning)):
                found.add("TY-06")
            else:
                found.add("TY-05")
        # The type itself is kept, so that nothing else gets its id.
        known = _KINDS[id(kind)] = kind, frozenset(found)
    return known[1]


_KINDS: dict[int, tuple[DataType, frozenset[str]]] = {}


def _check_of(read: Read, deviation: Deviation) -> str:
    """The check that a deviation is of; empty for those of other families."""
    code = deviation.code
    if code == _OTHER_VERSION:
        return "ID-04"
    if code == _NOT_SHORTEST:
        return "TY-09"
    if code in _NOT_WHOLE:
        return "TY-02"
    if code == _NOT_LISTED:
        return "TY-04"
    assert read.spec is not None
    kind = type_at(read.spec.type, deviation.path.removeprefix(read.spec.name))
    if code in _OUTSIDE:
        is_string = isinstance(kind, (StringType, FixedMeaning))
        return "TY-06" if is_string else "TY-05"
    return "TY-03" if isinstance(kind, ChoiceType) else "TY-01"


def type_at(kind: DataType, path: str) -> DataType | None:
    """The type of what is at a path below a value; None where it leads nowhere."""
    for step in path.replace("[", ".[").split("."):
        if not step:
            continue
        each = _step(kind, step)
        if each is None:
            return None
        kind = each
    return kind


def _step(kind: DataType, step: str) -> DataType | None:
    if isinstance(kind, ChoiceType):
        found = (_step(each, step) for each in kind.alternatives)
        return next((each for each in found if each is not None), None)
    if isinstance(kind, ArrayType) and step.startswith("["):
        return kind.element
    if isinstance(kind, StructureType):
        return dict(kind.fields).get(step)
    return None


def _deviating(read: Read, deviation: Deviation) -> Outcome:
    return deviating(
        deviation,
        attribute=read.number,
        path=_below(read, deviation.path),
        octets=_octets(read, deviation.offset),
        doubt=read.doubt,
    )


def _refused(read: Read, error: DecodeError) -> Outcome:
    return wrong(
        f"nothing can be made of the value: expected {error.expected},"
        f" found {error.found}",
        attribute=read.number,
        path=_below(read, error.path),
        expected=error.expected,
        found=error.found,
        octets=_octets(read, error.offset),
        doubt=read.doubt,
    )


def _no_value(read: Read) -> Outcome | None:
    """What is wrong with octets that are no value of any type; None where they are one."""
    try:
        axdr.decode(read.octets)
    except DecodeError as error:
        return wrong(
            f"the octets are no value: expected {error.expected}, found {error.found}",
            attribute=read.number,
            expected=error.expected,
            found=error.found,
            octets=_octets(read, error.offset),
            doubt=read.doubt,
        )
    return None


def _octets(read: Read, offset: int) -> Octets | None:
    return None if read.is_secret else Octets.around(read.octets, offset)


def _below(read: Read, path: str) -> str:
    name = "" if read.spec is None else read.spec.name
    return path.removeprefix(name).lstrip(".")


# ---------------------------------------------------------------- enumerations


def _enumeration(read: Read) -> Iterator[Outcome]:
    yield from _sorted(read, "TY-04")
    if read.reading is None or read.is_object_list:
        return
    for path, value in walk(read.meant):
        if not isinstance(value, OpenIntEnum):
            continue
        kind = type(value)
        if value.name in kind.__members__:
            yield PASS
            continue
        facts: dict[str, Any] = {
            "attribute": read.number,
            "path": path,
            "expected": f"a value of {kind.__name__}",
            "found": str(int(value)),
            "octets": _octets(read, 0),
            "doubt": read.doubt,
        }
        reason = f"{kind.__name__} has no value {int(value)}"
        if value == 0:
            yield warned(f"{reason}; it may stand for nothing", **facts)
        elif value >= _PRIVATE:
            yield unclear(f"{reason}, which may be left to makers", **facts)
        else:
            yield wrong(reason, **facts)


# ---------------------------------------------------------------- moments


def _moments(read: Read) -> Iterator[Outcome]:
    if read.reading is None:
        return
    for path, value in walk(read.meant):
        if not isinstance(value, (DateTime, Date, Time)):
            continue
        facts: dict[str, Any] = {
            "attribute": read.number,
            "path": path,
            "found": bytes(value).hex(" "),
            "octets": None if read.is_secret else Octets.around(bytes(value), 0),
            "doubt": read.doubt,
        }
        if not any(value) and not isinstance(value, Time):  # which is midnight
            yield warned("all octets are 0, where nothing is written as FF", **facts)
            continue
        problems = list(_field_problems(value))
        for problem in problems:
            yield wrong(problem, **facts)
        if not problems:
            other = _other_weekday(value)
            yield PASS if other is None else wrong(other, **facts)


def _field_problems(value: DateTime | Date | Time) -> Iterator[str]:
    octets = bytes(value)
    if not isinstance(value, Time):
        month, day, weekday = octets[2:5]
        if not (1 <= month <= 12 or month >= 0xFD):
            yield f"there is no month {month}"
        if not (1 <= day <= 31 or day >= 0xFD):
            yield f"there is no day {day}"
        if not (1 <= weekday <= 7 or weekday == 0xFF):
            yield f"there is no day of the week {weekday}"
    if not isinstance(value, Date):
        clock = octets if isinstance(value, Time) else octets[5:9]
        for name, octet, most in zip(
            ("hour", "minute", "second", "hundredth"),
            clock,
            (23, 59, 59, 99),
            strict=True,
        ):
            if octet > most and octet != 0xFF:
                yield f"there is no {name} {octet}"
    if isinstance(value, DateTime):
        deviation = int.from_bytes(octets[9:11], signed=True)
        if not -840 <= deviation <= 840 and deviation != NO_DEVIATION:
            yield f"there is no deviation of {deviation} minutes"


def _other_weekday(value: DateTime | Date | Time) -> str | None:
    """What is wrong with the day of the week of a date that is written in full."""
    if isinstance(value, Time):
        return None
    year, month, day, weekday = value.year, value.month, value.day, value.day_of_week
    if None in (year, month, day, weekday) or (month or 0) > 12 or (day or 0) > 31:
        return None
    assert year is not None and month is not None and day is not None
    try:
        due = date(year, month, day).isoweekday()
    except ValueError:
        return f"there is no day {day} in month {month} of {year}"
    if due == weekday:
        return None
    return f"the day of the week is {due} on that date, not {weekday}"


# ---------------------------------------------------------------- by code


_OF_CODE: Final = "value"
"""The attribute that the tables of codes give types for."""
_BY_TAG: Final = {
    "octet-string": {0x09, 0x19, 0x1A, 0x1B},
}
"""Moments under their own tags are those that octet-strings write."""


def _type_by_code(read: Read) -> Iterator[Outcome]:
    dumped = read.item.dumped
    if read.spec is None or read.spec.name != _OF_CODE:
        return
    described = read.item.seen.meter.catalogue.describe(
        dumped.logical_name, dumped.class_id
    )
    wanted = described.value_types
    if described.kind != "standard" or not read.octets:
        return
    if not wanted:
        return
    tag = read.octets[0]
    tags = {number for number, name in TAG_NAMES.items() if name in wanted}
    for name in wanted:
        tags |= _BY_TAG.get(name, set())
    if tag in tags:
        yield PASS
        return
    found = TAG_NAMES.get(tag, f"tag {tag}")
    if tag == 0:
        yield unclear("nothing was in it, as null-data says", attribute=read.number)
        return
    yield wrong(
        f"{described.name} is of {', '.join(wanted)}, not {found}",
        attribute=read.number,
        expected=" or ".join(wanted),
        found=found,
        basis=code_basis(described),
        octets=_octets(read, 0),
        doubt=read.doubt,
    )


def code_basis(described: Any) -> Basis:
    """What a finding of a code rests on."""
    doubt = described.unconfirmed
    return Basis(described.clause, "", described.confidence, doubt)


_READ: Final = "a value that was read, of a class and version that are known"

CHECKS: Final = (
    Check(
        "TY-01",
        "values have the declared types",
        "Each value, down through its arrays and structures, has the type that its class declares.",
        _READ,
        "types of attributes",
        "value",
        _type,
    ),
    Check(
        "TY-02",
        "values are whole",
        "The octets are one value, with nothing missing and nothing behind it.",
        "a value that was read",
        "the coding of data types",
        "value",
        _whole,
    ),
    Check(
        "TY-03",
        "a CHOICE holds one of its alternatives",
        "Where a class gives a choice of types, the value has one of them.",
        f"{_READ}, with a CHOICE in it",
        "CHOICE types",
        "value",
        _choice,
    ),
    Check(
        "TY-04",
        "enumerations hold listed values",
        "A value of an enumeration is one of those that are listed. 0 where it is none is a "
        "warning; from 128 on a value may be left to makers, and nobody can tell.",
        f"{_READ}, with an enumeration in it",
        "enumerations",
        "value",
        _enumeration,
    ),
    Check(
        "TY-05",
        "numbers and arrays are within their limits",
        "A number is not outside of its range, an array has no more elements than allowed.",
        f"{_READ}, with numbers or arrays in it",
        "ranges and limits",
        "value",
        _range,
    ),
    Check(
        "TY-06",
        "strings have the stated sizes",
        "A string is as long as its type says.",
        f"{_READ}, with strings in it",
        "sizes",
        "value",
        _size,
    ),
    Check(
        "TY-07",
        "bit-strings have the stated bits",
        "A bit-string has as many bits as are defined.",
        f"{_READ}, with bit-strings in it",
        "named bits",
        "value",
        _bits,
    ),
    Check(
        "TY-08",
        "dates and times are some",
        "Each field of a date or time is in its range or not specified, and the day of the "
        "week is that of the date. Octets that are all 0 are a warning.",
        "a date-time, date or time that was read",
        "types of dates and times",
        "value",
        _moments,
    ),
    Check(
        "TY-09",
        "values are written in the shortest way",
        "Encoding what was decoded gives the same octets: no length is longer than needed.",
        _READ,
        "the coding of data types",
        "value",
        _canonical,
    ),
    Check(
        "TY-10",
        "the value has a type that its code can have",
        "The value of an object, as of a Register, has one of the types that the "
        "tables of codes give for its logical name.",
        "an attribute `value` that was read, and a code whose types are known",
        "OBIS tables",
        "value",
        _type_by_code,
    ),
)
