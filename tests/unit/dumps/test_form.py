"""The form: what is written is read as it was, the schema says the same, and what is no record is told as that."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from cosem_conformance.dumps import (
    LINE_LIMIT,
    Access,
    DumpedObject,
    DumpError,
    End,
    ObjectName,
    Record,
    Value,
    ValueOf,
    read_line,
    write_line,
)
from cosem_runtime import Obis
from cosemgen import resources

from .records import records

SCHEMA = json.loads(
    (resources.grammar_folder() / "dump.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
NAME = ObjectName(3, Obis("1.0.1.8.0.255"))


@given(records)
def test_each_record_is_read_as_it_was_written(record: Record) -> None:
    line = write_line(record)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    again = read_line(line)
    assert again == record
    assert write_line(again) == line


@given(records)
def test_the_schema_takes_each_record(record: Record) -> None:
    VALIDATOR.validate(json.loads(write_line(record)))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


HEADER = {"record": "header", "form": "cosem-dump", "version": 1}
OBJECT = {
    "record": "object",
    "class_id": 3,
    "version": 0,
    "logical_name": "1-0:1.8.0*255",
}
VALUE = {
    "record": "value",
    "class_id": 3,
    "logical_name": "1-0:1.8.0*255",
    "attribute": 2,
}
FAULTS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (HEADER, {"form": "other"}, "form: expected the form cosem-dump, found 'other'"),
    (HEADER, {"version": 2}, "version: expected version 1 of the form, found 2"),
    (HEADER, {"meter": {"colour": "red"}}, "meter: expected one of maker, model, "),
    (HEADER, {"redacted": "yes"}, "redacted: expected a list, found 'yes'"),
    (HEADER, {"redacted": ["a", 1]}, "redacted[1]: expected text, found 1"),
    (
        HEADER,
        {"surprise": 1},
        "expected one of meter, source, created, redacted, extra",
    ),
    (
        {},
        {"record": "association", "referencing": "XN"},
        "expected LN or SN, found 'XN'",
    ),
    (
        {},
        {"record": "association", "conformance": ["get", "got"]},
        "conformance[1]: expected a bit of the conformance block, found 'got'",
    ),
    (
        OBJECT,
        {"class_id": 65536},
        "class_id: expected a whole number 0..65535, found 65536",
    ),
    (
        OBJECT,
        {"class_id": True},
        "class_id: expected a whole number 0..65535, found True",
    ),
    (OBJECT, {"version": "0"}, "version: expected a whole number 0..255, found '0'"),
    (OBJECT, {"logical_name": "1.8.0"}, "logical_name: not an OBIS code"),
    (
        OBJECT,
        {"attributes": [{"id": 1, "access": ["read"]}]},
        "attributes[0].access[0]: expected one of read_access, write_access, ",
    ),
    (OBJECT, {"attributes": [{"access": []}]}, "attributes[0]: expected a member id"),
    (
        VALUE,
        {"attribute": None},
        "attribute: expected a whole number -128..127, found None",
    ),
    (VALUE, {"octets": "0"}, "octets: expected octets as small hexadecimal digits"),
    (VALUE, {"octets": "0A"}, "octets: expected octets as small hexadecimal digits"),
    (VALUE, {"octets": "00 01"}, "octets: expected octets as small hexadecimal digits"),
    (VALUE, {"result": "denied"}, "result: expected the name of a data-access-result"),
    (VALUE, {"result": "success"}, "result: expected the name of a data-access-result"),
    (
        VALUE,
        {"result": "result 3"},
        "result: expected the name of a data-access-result",
    ),
    (VALUE, {"octets": "00", "result": "other-reason"}, "found octets and result"),
    (VALUE, {"reply": "00"}, "expected a reply with a result or failure"),
    (VALUE, {"parameter": "00"}, "expected a parameter with a selector"),
    (VALUE, {"parts": 2}, "part: expected a part 1..2, found None"),
    (VALUE, {"seconds": -1}, "seconds: expected seconds, 0 or more, found -1"),
    ({}, {"record": "end", "associations": 1}, "expected a member "),
    ({}, {"record": "start"}, "record: expected one of header, association, object"),
    ({}, {}, "record: expected one of header, association, object"),
]


@pytest.mark.parametrize(("base", "change", "message"), FAULTS)
def test_what_is_no_record_is_refused(
    base: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    found = {**base, **change}
    if base:
        read_line(json.dumps(base).encode())
    with pytest.raises(DumpError) as caught:
        read_line(json.dumps(found).encode())
    assert message in str(caught.value)
    # An OBIS code in other notations is read, but no schema can tell where they end.
    assert not VALIDATOR.is_valid(found)


# What a schema cannot say, or what JSON itself leaves open.
ONLY_READ: list[tuple[bytes, str]] = [
    (
        b'{"record":"end"',
        "expected a record as JSON, found Expecting ',' delimiter at column 16",
    ),
    (b"[]", "expected a record, which is an object, found list of 0"),
    (b"\xff", "found octets that are no UTF-8 at 0"),
    (b"[" * 100_000, "found one nested without end"),
    (
        b'{"record":"end","record":"end"}',
        "expected each member once, found 'record' again",
    ),
    (
        json.dumps({**VALUE, "seconds": 0}).encode().replace(b": 0}", b": NaN}"),
        "expected a number within the range of floats, found 'NaN'",
    ),
    (
        json.dumps({**VALUE, "extra": {"a": 0}}).encode().replace(b": 0}", b": 1e400}"),
        "expected a number within the range of floats, found '1e400'",
    ),
    (
        json.dumps({**OBJECT, "attributes": [{"id": 1}, {"id": 1}]}).encode(),
        "attributes[1].id: expected each once, found 1 again",
    ),
    (
        json.dumps({**VALUE, "part": 3, "parts": 2}).encode(),
        "part: expected a part 1..2, found 3",
    ),
    (
        json.dumps({**HEADER, "created": "2026-01-01T00:00:00"}).encode(),
        "created: expected a time as 2026-01-31T23:59:59+01:00",
    ),
    (
        json.dumps(
            {**HEADER, "extra": {"a": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}}
        ).encode(),
        "extra: expected at most 16 levels",
    ),
]


@pytest.mark.parametrize(("line", "message"), ONLY_READ)
def test_what_only_a_reader_can_refuse(line: bytes, message: str) -> None:
    with pytest.raises(DumpError) as caught:
        read_line(line)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "record",
    [
        ValueOf(NAME, Value(2, b"\x00", result="other-reason")),
        ValueOf(NAME, Value(200)),
        ValueOf(NAME, Value(2, left_out=5)),
        ValueOf(NAME, Value(2, extra={"a": (1, 2)})),
        ValueOf(NAME, Value(2, extra={"a": object()})),
        DumpedObject(70000, 0, Obis("1.0.1.8.0.255")),
        DumpedObject(3, 0, Obis("1.0.1.8.0.255"), selectors={2: (1,)}),
        End(-1, 0, 0),
    ],
)
def test_nothing_is_written_that_would_not_be_read_as_it_is(record: Record) -> None:
    with pytest.raises(DumpError):
        write_line(record)


def test_a_line_has_a_limit() -> None:
    with pytest.raises(
        DumpError, match="octets on a line.*read a long buffer in pieces"
    ):
        write_line(ValueOf(NAME, Value(2, bytes(LINE_LIMIT // 2))))


def test_half_a_character_is_kept() -> None:
    record = ValueOf(NAME, Value(2, text="\ud800"))
    assert read_line(write_line(record)) == record


@pytest.mark.parametrize(
    ("code", "version", "words"),
    [
        (0, 1, "no access"),
        (1, 0, "read"),
        (3, 2, "read, write"),
        (4, 1, "read, authenticated request"),
        (6, 1, "read, write, authenticated request"),
        (7, 1, "code 7"),
        (0, 3, "no access"),
        (7, 3, "read, write, authenticated request"),
        (0x81, 3, "read, digitally signed response"),
        (0x04, 3, "no access"),
    ],
)
def test_rights_of_attributes(code: int, version: int, words: str) -> None:
    access = Access.of_attribute(code, version)
    assert (str(access), access.code) == (words, code)


@pytest.mark.parametrize(
    ("code", "version", "words"),
    [
        (0, 0, "no access"),
        (1, 0, "call"),
        (2, 1, "call, authenticated request"),
        (3, 1, "code 3"),
        (5, 3, "call, authenticated request"),
        (2, 3, "code 2"),
    ],
)
def test_rights_of_methods(code: int, version: int, words: str) -> None:
    access = Access.of_method(code, version)
    assert (str(access), access.code) == (words, code)
