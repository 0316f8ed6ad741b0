"""One line of a dump: a record as JSON, and back.

Each record is a table of its members, so that reading and writing say each of them once. A member
that has its default is not written; one that nobody knows is refused, but for what is in `extra`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias

from cosem_runtime import Obis, ObisError
from cosem_runtime.errors import cut, quote
from cosem_runtime.telegram.apdus import RESULTS

from .errors import DumpError
from .model import (
    CONFORMANCE,
    RIGHTS,
    Access,
    Association,
    DumpedObject,
    End,
    Header,
    Meter,
    ObjectName,
    Record,
    Source,
    Value,
    ValueOf,
)

__all__ = [
    "DEPTH",
    "FORM",
    "LINE_LIMIT",
    "VERSION",
    "deeper",
    "read_line",
    "real",
    "write_line",
]

FORM: Final = "cosem-dump"
VERSION: Final = 1
LINE_LIMIT: Final = 16 * 1024 * 1024
"""Octets of one line at the most; a longer buffer is read in pieces, each on a line."""
DEPTH: Final = 16
"""How deep `extra` may be nested."""

Read: TypeAlias = Callable[[Any], Any]


def _wrong(expected: str, found: object) -> DumpError:
    return DumpError("", expected, quote(found))


def _same(value: Any) -> Any:
    return value


class _Kind(NamedTuple):
    """How a member stands in JSON."""

    read: Read
    write: Read = _same


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise _wrong("text", found)
    return found


def _number(low: int, high: int) -> _Kind:
    def read(found: Any) -> int:
        if type(found) is not int or not low <= found <= high:
            raise _wrong(f"a whole number {low}..{high}", found)
        return found

    return _Kind(read)


def _seconds(found: Any) -> float:
    if type(found) not in (int, float) or not 0 <= found < math.inf:
        raise _wrong("seconds, 0 or more", found)
    return float(found)


def _octets(found: Any) -> bytes:
    try:
        octets = bytes.fromhex(found)
    except (TypeError, ValueError):
        octets = None
    # fromhex takes blanks and capitals too: what is written has one spelling.
    if octets is None or octets.hex() != found:
        raise _wrong("octets as small hexadecimal digits", found)
    return octets


def _hex(octets: bytes) -> str:
    return octets.hex()


def _name(found: Any) -> Obis:
    try:
        return Obis(_text(found))
    except ObisError as error:
        raise DumpError(str(error)) from None


def _time(found: Any) -> datetime:
    try:
        time = datetime.fromisoformat(_text(found))
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise _wrong("a time as 2026-01-31T23:59:59+01:00", found)
    return time


def _one_of(names: Sequence[str], what: str) -> _Kind:
    known = frozenset(names)

    def read(found: Any) -> str:
        if not isinstance(found, str) or found not in known:
            raise _wrong(what, found)
        return found

    return _Kind(read)


def _result(found: Any) -> str:
    if isinstance(found, str):
        if found in _RESULT_NAMES:
            return found
        code = found.removeprefix("result ")
        if code in _OTHER_RESULTS and code != found:
            return found
    raise _wrong(
        "the name of a data-access-result, or as result 99 one of no name", found
    )


_RESULT_NAMES: Final = frozenset(RESULTS.values()) - {"success"}
_OTHER_RESULTS: Final = frozenset(str(n) for n in range(256) if n not in RESULTS)


def _list(item: Read, found: Any) -> tuple[Any, ...]:
    if not isinstance(found, list):
        raise _wrong("a list", found)
    items = []
    for at, each in enumerate(found):
        try:
            items.append(item(each))
        except DumpError as error:
            raise error.within(f"[{at}]") from None
    return tuple(items)


def _extra(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise _wrong("an object", found)
    if deeper(found, DEPTH):
        raise _wrong(f"at most {DEPTH} levels", "more")
    return found


def deeper(found: Any, levels: int) -> bool:
    """Whether JSON is nested deeper than that."""
    inner = found.values() if isinstance(found, dict) else found
    return isinstance(found, (dict, list)) and (
        not levels or any(deeper(each, levels - 1) for each in inner)
    )


_TEXT: Final = _Kind(_text)
_LONG: Final = _number(0, 0xFFFF)
_OCTET: Final = _number(0, 0xFF)
_INDEX: Final = _number(-0x80, 0x7F)
_COUNT: Final = _number(0, 2**63 - 1)
_FROM_ONE: Final = _number(1, 2**31 - 1)
_OCTETS: Final = _Kind(_octets, _hex)
_OBIS: Final = _Kind(_name, str)
_TIME: Final = _Kind(_time, datetime.isoformat)
_TEXTS: Final = _Kind(partial(_list, _text), list)
_EXTRA: Final = _Kind(_extra, dict)


class _Member(NamedTuple):
    name: str
    kind: _Kind
    default: Any = None
    required: bool = False


class _Table:
    """The members of a JSON object, and what is made of them."""

    def __init__(self, make: Callable[..., Any], *members: _Member) -> None:
        self.make = make
        self.members = {member.name: member for member in members}
        self._required = {each.name for each in members if each.required}

    def read(self, found: Any) -> Any:
        return self.make(**self.values(found))

    def values(self, found: Any) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise _wrong("an object", found)
        values = {}
        for name, content in found.items():
            member = self.members.get(name)
            if member is None:
                known = ", ".join(self.members)
                raise DumpError("", f"one of {known}", quote(name))
            try:
                values[name] = member.kind.read(content)
            except DumpError as error:
                raise error.within(name) from None
        for name in self._required - found.keys():
            raise DumpError("", f"a member {name}", "none")
        return values

    def write(self, value: Any) -> dict[str, Any]:
        found = {}
        for name, member in self.members.items():
            content = getattr(value, name)
            if member.required or content != member.default:
                found[name] = member.kind.write(content)
        return found


def _of(table: _Table) -> _Kind:
    return _Kind(table.read, table.write)


def _texts(make: Callable[..., Any], *names: str) -> _Table:
    return _Table(make, *(_Member(name, _TEXT, "") for name in names))


_METER: Final = _texts(Meter, "maker", "model", "firmware", "country", "serial")
_SOURCE: Final = _texts(
    Source, "tool", "form", "file", "repository", "commit", "licence", "note"
)
_HEADER: Final = _Table(
    Header,
    _Member("meter", _of(_METER), Meter()),
    _Member("source", _of(_SOURCE), Source()),
    _Member("created", _TIME),
    _Member("redacted", _TEXTS, ()),
    _Member("extra", _EXTRA, {}),
)
_ASSOCIATION: Final = _Table(
    Association,
    _Member("name", _TEXT, ""),
    _Member("client", _LONG),
    _Member("server", _LONG),
    _Member("referencing", _one_of(("LN", "SN"), "LN or SN")),
    _Member("authentication", _TEXT, ""),
    _Member("security", _TEXT, ""),
    _Member(
        "conformance",
        _Kind(
            partial(_list, _one_of(CONFORMANCE, "a bit of the conformance block").read),
            list,
        ),
    ),
    _Member("max_pdu", _number(0, 0xFFFFFFFF)),
    _Member("logical_device", _TEXT, ""),
    _Member("extra", _EXTRA, {}),
)


class _Right(NamedTuple):
    """An attribute or method as an object's record lists it."""

    id: int
    access: frozenset[str] | None = None
    code: int | None = None
    selectors: tuple[int, ...] = ()


def _rights(found: Any) -> frozenset[str]:
    return frozenset(_list(_one_of(RIGHTS, f"one of {', '.join(RIGHTS)}").read, found))


def _in_order(rights: frozenset[str]) -> list[str]:
    return [name for name in RIGHTS if name in rights]


_METHOD: Final = (
    _Member("id", _INDEX, required=True),
    _Member("access", _Kind(_rights, _in_order)),
    _Member("code", _number(-0x8000, 0xFFFF)),
)
_METHODS: Final = _Table(_Right, *_METHOD)
_ATTRIBUTES: Final = _Table(
    _Right,
    *_METHOD,
    _Member("selectors", _Kind(partial(_list, _number(-0x80, 0xFF).read), list), ()),
)


class _Published(NamedTuple):
    """An object as its record has it."""

    class_id: int
    version: int | None
    logical_name: Obis
    base_name: int | None = None
    attributes: tuple[_Right, ...] = ()
    methods: tuple[_Right, ...] = ()
    extra: Mapping[str, Any] = {}


def _listed(table: _Table) -> _Kind:
    def read(found: Any) -> tuple[_Right, ...]:
        rights = _list(table.read, found)
        seen: set[int] = set()
        for at, right in enumerate(rights):
            if right.id in seen:
                raise DumpError("", "each once", f"{right.id} again", path=f"[{at}].id")
            seen.add(right.id)
        return rights

    return _Kind(read, lambda rights: [table.write(right) for right in rights])


_OF_OBJECT: Final = (
    _Member("class_id", _LONG, required=True),
    _Member("logical_name", _OBIS, required=True),
    _Member("base_name", _LONG),
)
_OBJECT: Final = _Table(
    _Published,
    _OF_OBJECT[0],
    _Member("version", _Kind(lambda n: n if n is None else _OCTET.read(n)), None, True),
    *_OF_OBJECT[1:],
    _Member("attributes", _listed(_ATTRIBUTES), ()),
    _Member("methods", _listed(_METHODS), ()),
    _Member("extra", _EXTRA, {}),
)
_NAME: Final = _Table(ObjectName, *_OF_OBJECT)
_VALUE: Final = _Table(
    Value,
    _Member("attribute", _INDEX, required=True),
    _Member("octets", _OCTETS),
    _Member("result", _Kind(_result)),
    _Member("failure", _TEXT),
    _Member("reply", _OCTETS),
    _Member("selector", _OCTET),
    _Member("parameter", _OCTETS),
    _Member("part", _FROM_ONE),
    _Member("parts", _FROM_ONE),
    _Member("started", _TIME),
    _Member("seconds", _Kind(_seconds)),
    _Member("derived", _TEXT, ""),
    _Member("replaced", _TEXT, ""),
    _Member("tag", _OCTET),
    _Member("type", _TEXT, ""),
    _Member("text", _TEXT),
    _Member("extra", _EXTRA, {}),
)
_END: Final = _Table(
    End,
    *(
        _Member(name, _COUNT, required=True)
        for name in ("associations", "objects", "values")
    ),
)


def _read_header(found: dict[str, Any]) -> Header:
    found = dict(found)
    form, version = found.pop("form", None), found.pop("version", None)
    if form != FORM:
        raise _wrong(f"the form {FORM}", form).within("form")
    if version != VERSION:
        raise DumpError(
            "", f"version {VERSION} of the form", quote(version), path="version"
        )
    header: Header = _HEADER.read(found)
    return header


def _write_header(header: Header) -> dict[str, Any]:
    return {"form": FORM, "version": VERSION, **_HEADER.write(header)}


def _read_object(found: dict[str, Any]) -> DumpedObject:
    each: _Published = _OBJECT.read(found)
    return DumpedObject(
        each.class_id,
        each.version,
        each.logical_name,
        each.base_name,
        {right.id: Access(right.access, right.code) for right in each.attributes},
        {right.id: Access(right.access, right.code) for right in each.methods},
        {right.id: right.selectors for right in each.attributes if right.selectors},
        extra=each.extra,
    )


def _write_object(each: DumpedObject) -> dict[str, Any]:
    attributes = [
        _Right(number, access.rights, access.code, each.selectors.get(number, ()))
        for number, access in each.attribute_access.items()
    ]
    # Selectors may be published of an attribute whose right is not.
    attributes += [
        _Right(number, selectors=selectors)
        for number, selectors in each.selectors.items()
        if number not in each.attribute_access
    ]
    methods = [
        _Right(number, access.rights, access.code)
        for number, access in each.method_access.items()
    ]
    return _OBJECT.write(
        _Published(
            *(each.class_id, each.version, each.logical_name, each.base_name),
            tuple(attributes),
            tuple(methods),
            each.extra,
        )
    )


def _read_value(found: dict[str, Any]) -> ValueOf:
    of = {name: found[name] for name in _NAME.members if name in found}
    rest = {name: content for name, content in found.items() if name not in of}
    name: ObjectName = _NAME.read(of)
    value: Value = _VALUE.read(rest)
    what = [
        name
        for name in ("octets", "result", "failure")
        if getattr(value, name) is not None
    ]
    if len(what) > 1:
        raise DumpError("", "octets, a result or a failure", " and ".join(what))
    if value.reply is not None and what not in (["result"], ["failure"]):
        raise DumpError("", "a reply with a result or failure", "one without")
    if value.parameter is not None and value.selector is None:
        raise DumpError("", "a parameter with a selector", "one without")
    if value.parts is not None and not 1 <= (value.part or 0) <= value.parts:
        raise DumpError("", f"a part 1..{value.parts}", str(value.part), path="part")
    return ValueOf(name, value)


def _write_value(found: ValueOf) -> dict[str, Any]:
    return {**_NAME.write(found.object), **_VALUE.write(found.value)}


class _Form(NamedTuple):
    kind: type
    read: Callable[[dict[str, Any]], Record]
    write: Callable[[Any], dict[str, Any]]


_RECORDS: Final = {
    "header": _Form(Header, _read_header, _write_header),
    "association": _Form(Association, _ASSOCIATION.read, _ASSOCIATION.write),
    "object": _Form(DumpedObject, _read_object, _write_object),
    "value": _Form(ValueOf, _read_value, _write_value),
    "end": _Form(End, _END.read, _END.write),
}
_NAMES: Final = {form.kind: name for name, form in _RECORDS.items()}


def read_line(line: bytes) -> Record:
    """The record of a line. Raises DumpError, with the path but without file and line."""
    try:
        found = _DECODER.decode(line.decode("utf-8"))
    except DumpError:
        raise
    except (ValueError, RecursionError) as error:
        raise DumpError("", "a record as JSON", _why(error)) from None
    if not isinstance(found, dict):
        raise _wrong("a record, which is an object", found)
    name = found.pop("record", None)
    form = _RECORDS.get(name) if isinstance(name, str) else None
    if form is None:
        raise _wrong(f"one of {', '.join(_RECORDS)}", name).within("record")
    return form.read(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DumpError("", "each member once", f"{quote(twice)} again")
    return found


def real(text: str) -> float:
    """A number of JSON, which has no NaN and none beyond the range of a float."""
    found = float(text)
    if not math.isfinite(found):
        raise _wrong("a number within the range of floats", text)
    return found


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=real, parse_float=real
)


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "one nested without end"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"octets that are no UTF-8 at {error.start}"
    return cut(str(error))


def write_line(record: Record) -> bytes:
    """A record as the line that it is in a file.

    Raises DumpError for one that would not be read as it is, and for one that is too long.
    """
    name = _NAMES[type(record)]
    if isinstance(record, ValueOf) and record.value.left_out is not None:
        raise DumpError(f"the octets of {record.object} were left out when it was read")
    try:
        line = _encoded({"record": name, **_RECORDS[name].write(record)})
        same = read_line(line) == record
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise DumpError(f"no {name} record: {cut(str(error), 200)}") from None
    if not same:
        raise DumpError(f"the {name} record would be read as another: {quote(record)}")
    if len(line) > LINE_LIMIT:
        raise DumpError(
            f"the {name} record",
            f"at most {LINE_LIMIT} octets on a line",
            str(len(line)),
            hint="read a long buffer in pieces",
        )
    return line


def _encoded(written: dict[str, Any]) -> bytes:
    write = partial(json.dumps, written, allow_nan=False, separators=(",", ":"))
    try:
        text = write(ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can escape
        text = write().encode("ascii")
    return text + b"\n"
