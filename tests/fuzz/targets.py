"""What is fuzzed: everything that takes input from elsewhere, and what must then hold.

A target runs any octets and fails only by a finding: CosemError is the right answer to
bad input, and whatever else comes out is a fault, as is a promise that does not hold.
`run` gives what the input did, in so far as other inputs may do something else: by
that the engine knows which inputs are worth keeping.
"""

from __future__ import annotations

import copy
import io
import json
import pickle
import sys
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import PurePosixPath
from random import Random
from types import ModuleType
from typing import Any, NamedTuple

import cosem
from cosem.arrow import ProfileColumns
from cosem_conformance import dumps
from cosem_conformance.dumps.redaction import redact
from cosem_conformance.simulator import Session, of_dump
from cosem_conformance.simulator.making import PUBLIC
from cosem_conformance.wire import length
from cosem_runtime import types as t
from cosem_runtime.arrow import core
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.compact import CompactArray
from cosem_runtime.tolerant.walk import MOST_TOLD
from cosem_runtime.wire import FIXED_SIZES, read_length
from cosemgen.compile import compile_text
from cosemgen.syntax.parse import parse
from cosemgen.syntax.print import print_file
from tests.fuzz import mutations, seeds
from tests.fuzz.examples import anything, example
from tests.unit.arrow.shapes import CAPTURE
from tests.unit.arrow.shapes import buffer as profile_buffer
from tests.unit.arrow.shapes import rows as profile_rows
from tests.unit.dumps import vectors
from tests.unit.dumps.workbook import workbook
from tests.unit.push import lists
from tests.unit.push.test_plans import BODIES as _PUSHED
from tests.unit.telegram import framer

LONGEST_MESSAGE = 2_000
"""Characters of an error, whatever the input was."""
REPR_PER_OCTET, REPR_AT_LEAST = 200, 20_000

Decode = Callable[[bytes], Any]
Encode = Callable[[Any], bytes]


class Target(NamedTuple):
    """One thing to fuzz."""

    name: str
    run: Callable[[bytes, bool], Hashable]
    """Octets, and whether to try the dear promises too."""
    example: Callable[[Random], bytes]
    """Right input, other each time."""
    mutate: Callable[[Random, bytes], bytes] = mutations.octets


def targets() -> dict[str, list[Target]]:
    """Every target, by group; what is in a group costs about the same."""
    return {
        "decoders": [*decoders()],
        "readings": [*readers()],
        "JSON": [*json_readers()],
        "objects": [
            Target("object_list", object_list, _object_list),
            Target("profile", profile, _profile),
            Target("profile as sent", profile_as_sent, _profile_as_sent, _deviating),
            Target("describe", describe, _thing),
        ],
        "columns": [
            Target("columns", columns, _columns, _other_rows),
        ],
        "telegrams": [
            Target("telegram", telegram, _telegram),
            Target("telegram in others", telegram_in_others, _apdu),
            Target("stream", stream, _stream),
        ],
        "pushes": [
            Target("push", push, _push),
            Target("push of lists", push, _listed_push),
        ],
        "dumps": [
            Target("dump", dump, _dump),
            Target("record of a dump", record, _record, mutations.json_text),
            Target("rows", dump, _rows, mutations.json_text),
            Target("workbook", sheet, _sheet),
        ],
        "simulator": [
            Target("simulated meter", simulated, _requests),
        ],
        "packages": [
            Target("register", register, _package, mutations.json_text),
        ],
        "specs": [
            Target("parse", parse_spec, _spec, mutations.spec_text),
        ],
        "models": [
            Target("compile", compile_spec, _spec, mutations.spec_text),
        ],
    }


# ---- decoders


class _Codec(NamedTuple):
    """One decoder of a class version: an attribute, parameter, result or answer."""

    name: str
    kind: t.DataType
    decode: Decode
    encode: Encode


@cache
def codecs() -> tuple[_Codec, ...]:
    """All of the catalogue, whatever it has."""
    return (
        _Codec("generic", t.ANY, cosem.axdr.decode, cosem.axdr.encode),
        *(
            codec
            for class_id in cosem.CATALOGUE
            for version in cosem.CATALOGUE.versions(class_id)
            for codec in _of_version(class_id, version)
        ),
    )


def _of_version(class_id: int, version: int) -> Iterator[_Codec]:
    kind = cosem.interface_class(class_id, version)
    of = f"{class_id}/{version}."
    for a in kind.ATTRIBUTES:
        yield _Codec(f"{of}{a.name}", a.type, a.decode, a.encode)
        for s in a.selectors:
            name = f"{of}{a.name}:{s.name}"
            yield _Codec(name, s.type, *_bare(s.type))
            if s.returns is not None:
                answer = partial(a.decode_selected, s.id)
                yield _Codec(f"{name}=", s.returns, answer, _bare(s.returns)[1])
    for m in kind.METHODS:
        name = f"{of}{m.name}()"
        if m.parameter is not None:
            yield _Codec(name, m.parameter, m.decode_parameter, m.encode_parameter)
        if m.returns is not None:
            yield _Codec(f"{name}=", m.returns, m.decode_result, m.encode_result)


def _bare(kind: t.DataType) -> tuple[Decode, Encode]:
    """The codec of a type that no attribute or method has."""

    def decode(data: bytes) -> Any:
        value, end = kind.decode(data, 0)
        if end != len(data):
            raise cosem.DecodeError("", end, "the end of the data", "more")
        return value

    def encode(value: Any) -> bytes:
        out = bytearray()
        kind.encode(value, out)
        return bytes(out)

    return decode, encode


def decoders() -> Iterator[Target]:
    for codec in codecs():
        yield Target(codec.name, partial(_decode, codec), partial(example, codec.kind))


def _decode(codec: _Codec, data: bytes, thorough: bool) -> Hashable:
    """Octets to a value, which encodes to octets that mean the same, and no more."""
    try:
        value = codec.decode(data)
    except cosem.CosemError as error:
        return refused(error, data)
    canonical = codec.encode(value)
    if canonical != data:
        assert len(canonical) <= len(data), "grows"
        again = codec.decode(canonical)
        assert codec.encode(again) == canonical, "the canonical octets do not stay"
        if thorough:
            assert repr(again) == repr(value), "the canonical octets mean another value"
    if thorough:
        _promises(codec, data, value, canonical)
    return canonical == data, type(value).__name__, len(canonical).bit_length()


def _promises(codec: _Codec, data: bytes, value: Any, canonical: bytes) -> None:
    """What holds of every value that was decoded."""
    shown = repr(value)
    assert len(shown) <= REPR_AT_LEAST + REPR_PER_OCTET * len(data), "a long repr"
    again = codec.decode(data)
    assert again == value or "nan" in shown.lower(), "does not equal itself"
    for copied in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert codec.encode(copied) == canonical, "a copy encodes to other octets"
    assert all(isinstance(problem, str) for problem in codec.kind.validate(value))
    try:
        hash(value)
    except TypeError as error:
        assert "unhashable" in str(error)
    if isinstance(value, CompactArray):
        try:
            assert len(value.values) == len(value)
        except cosem.CosemError as error:
            explained(error)
    try:
        document = cosem.to_json(value, codec.kind)
    except cosem.CosemError as error:
        # Only what may be far larger than its octets is not written.
        assert b"\x13" in data, "a decoded value is no JSON"
        explained(error)
        return
    text = json.dumps(document, allow_nan=False)
    back = cosem.from_json(json.loads(text), codec.kind)
    assert codec.encode(back) == canonical, "JSON gives other octets"


def refused(error: cosem.CosemError, data: bytes) -> Hashable:
    """What an error says, but for numbers; it must be one short line with a place."""
    message = explained(error)
    if isinstance(error, cosem.DecodeError):
        assert 0 <= error.offset <= len(data), f"offset {error.offset} of {len(data)}"
        what = f"{error.path} {error.reason} {error.expected}"
        return what.translate(_NO_DIGITS)
    # Names and values that were given come later in a message, as a rule.
    return type(error).__name__, message[:24].translate(_NO_DIGITS)


def explained(error: BaseException) -> str:
    message = str(error)
    assert len(message) <= LONGEST_MESSAGE, f"a message of {len(message)}"
    assert "\n" not in message, "a message of several lines"
    return message


# ---- readings


def readers() -> Iterator[Target]:
    """`read` for each attribute of the catalogue, for any Data, and for a result."""
    yield Target("read:generic", partial(_read, None), anything, _deviating)
    for class_id in cosem.CATALOGUE:
        for version in cosem.CATALOGUE.versions(class_id):
            for spec in cosem.interface_class(class_id, version).ATTRIBUTES:
                yield Target(
                    f"read:{class_id}/{version}.{spec.name}",
                    partial(_read, spec),
                    partial(example, spec.type),
                    _deviating,
                )


_OTHERS: Mapping[int, Sequence[int]] = {
    **dict.fromkeys((0x0F, 0x11, 0x16, 0x03, 0x0D), (0x0F, 0x11, 0x16, 0x03, 0x0D)),
    **dict.fromkeys((0x10, 0x12), (0x10, 0x12)),
    **dict.fromkeys((0x05, 0x06, 0x17), (0x05, 0x06, 0x17)),
    **dict.fromkeys((0x09, 0x0A, 0x0C), (0x09, 0x0A, 0x0C)),
    **dict.fromkeys((0x01, 0x02), (0x01, 0x02)),
}
"""Tags that may stand for one another: what follows them has the same form."""


def _deviating(random: Random, data: bytes) -> bytes:
    """The octets with some tags that are others of the same form, or changed anyhow."""
    if not data or random.random() < 0.5:
        return mutations.octets(random, data)
    octets = bytearray(data)
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(octets))
        octets[at] = random.choice(_OTHERS.get(octets[at], (octets[at],)))
    return bytes(octets)


def _read(spec: cosem.AttributeSpec | None, data: bytes, thorough: bool) -> Hashable:
    """Tolerant and strict agree: what one has nothing to say about, the other takes."""
    decode = spec.decode if spec else cosem.axdr.decode
    encode = spec.encode if spec else cosem.axdr.encode
    try:
        strict = decode(data)
    except cosem.CosemError as error:
        strict = error
    try:
        reading = spec.read(data) if spec else cosem.axdr.read(data)
    except cosem.CosemError as error:
        assert isinstance(strict, cosem.CosemError), "refuses what is right"
        return refused(error, data)
    assert reading.octets == data
    codes = [each.code for each in reading.deviations]
    for each in reading.deviations:
        assert 0 <= each.offset <= len(data), f"offset {each.offset} of {len(data)}"
        assert len(str(each)) <= LONGEST_MESSAGE
    if not isinstance(strict, cosem.CosemError):
        assert repr(strict) == repr(reading.value), "another value than decode's"
        assert set(codes) <= {"D001", "D202", "D009"}, f"{codes} for what decode takes"
        if "D001" not in codes:
            assert encode(strict) == data, "other octets, and nothing is told"
    else:
        assert codes, f"nothing is told: {strict}"
    if thorough:
        assert len(repr(reading)) <= 5 * LONGEST_MESSAGE
        copied = pickle.loads(pickle.dumps(reading))
        assert copied.deviations == reading.deviations, "a copy differs"
    if codes and not set(codes) & _NOT_OF_THE_TYPE:
        octets = encode(reading.value)
        again = decode(octets)
        assert repr(again) == repr(reading.value), "the standard has another value"
    return tuple(codes[:4])


_NOT_OF_THE_TYPE = {
    *(
        "D003",
        "D009",
        "D102",
        "D113",
        "D131",
        "D132",
        "D143",
        "D151",
        "D147",
        "D201",
        "D202",
    ),
}
"""Deviations whose value the attribute's type need not be able to encode."""


_NO_DIGITS = {digit: None for digit in b"0123456789"}


# ---- JSON


def json_readers() -> Iterator[Target]:
    """`from_json` for each type of the catalogue, for objects, and for any Data."""
    kinds = {id(codec.kind): codec for codec in codecs()}
    for codec in kinds.values():
        yield Target(
            f"json:{codec.name}",
            partial(_read_json, codec.kind),
            partial(_document, codec),
            mutations.json_text,
        )
    yield Target(
        "json", partial(_read_json, None), _objects_as_json, mutations.json_text
    )


def _read_json(kind: t.DataType | None, data: bytes, thorough: bool) -> Hashable:
    """What is read must be written, and read again, the same."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return "no JSON"
    try:
        value = cosem.from_json(document, kind)
    except cosem.CosemError as error:
        return refused(error, data)
    # Objects from elsewhere may hold numbers out of range, which are refused here.
    try:
        written = cosem.to_json(value, kind)
    except cosem.CosemError as error:
        return refused(error, data)
    text = json.dumps(written, allow_nan=False)
    again = cosem.from_json(json.loads(text), kind)
    assert cosem.to_json(again, kind) == written, "JSON does not stay the same"
    return type(value).__name__, len(text).bit_length()


def _document(codec: _Codec, random: Random) -> bytes:
    value = codec.decode(example(codec.kind, random))
    return json.dumps(cosem.to_json(value, codec.kind)).encode()


def _objects_as_json(random: Random) -> bytes:
    objects = []
    for _ in range(random.randrange(3)):
        class_id = random.choice([*cosem.CATALOGUE])
        version = random.choice(cosem.CATALOGUE.versions(class_id))
        made: Any = cosem.interface_class(class_id, version)("1.0.1.8.0.255")
        for a in made.ATTRIBUTES[1:]:
            made.decode_attribute(a.id, example(a.type, random))
        objects.append(made)
    unknown = cosem.GenericObject(9999, 0, cosem.Obis("0.0.1.0.0.255"))
    unknown.values[2] = cosem.axdr.decode(anything(random))
    return json.dumps(cosem.to_json([*objects, unknown])).encode()


# ---- object lists, profiles, descriptions


def object_list(data: bytes, thorough: bool) -> Hashable:
    """The object list of an association: no entry is left out."""
    _object_list_as_sent(data)
    try:
        entries = cosem.axdr.decode(data)
        if not isinstance(entries, (list, tuple)):
            return "no list"
        objects = cosem.objects_from(entries)
        assert len(objects) == len(entries)
    except cosem.CosemError as error:
        return refused(error, data)
    for each in objects:
        assert len(repr(each)) <= REPR_AT_LEAST
        if thorough:
            str(cosem.describe(each.logical_name, each.CLASS_ID))
    if thorough:
        written = json.dumps(cosem.to_json(objects))
        assert len(cosem.from_json(json.loads(written))) == len(entries)
    return len(objects), *{type(each).__name__ for each in objects}


def _object_list_as_sent(data: bytes) -> None:
    """Each entry has an object, or is told."""
    try:
        reading = cosem.axdr.read(data)
    except cosem.CosemError:
        return
    if isinstance(reading.value, (list, tuple)):
        objects = cosem.objects_from(reading)
        told = [each for each in objects.deviations if each.code == "D147"]
        assert len(objects) == len(objects.entries)
        lacking = len(reading.value) - len(objects)
        assert len(told) == min(lacking, MOST_TOLD), "an entry is lost"
        assert all(0 <= each.offset <= len(data) for each in told)


def _object_list(random: Random) -> bytes:
    version = random.choice(cosem.CATALOGUE.versions(15))
    attribute = cosem.interface_class(15, version).attribute("object_list")
    return example(attribute.type, random)


# ---- telegrams

_KEYS: dict[str, Any] = {
    "key": framer.KEY,
    "authentication_key": framer.AUTHENTICATION_KEY,
}


def telegram(data: bytes, thorough: bool) -> Hashable:
    """Octets of any kind, opened: nothing but a telegram or an error with its place."""
    try:
        found = cosem.telegram.open(data, **_KEYS)
    except cosem.CosemError as error:
        return refused(error, data)
    for result in found.results:
        assert result.body is None or len(result.body) <= len(data)
    assert len(str(found)) <= LONGEST_MESSAGE
    if thorough:
        assert pickle.loads(pickle.dumps(found)) == found, "a copy differs"
    return found.kind, len(found.results), *map(type, found.layers)


def telegram_in_others(data: bytes, thorough: bool) -> Hashable:
    """An APDU in what has the right checks, whatever the APDU is."""
    for wrapped in (framer.ciphered(data), b"".join(framer.blocks(data, 40))):
        telegram(wrapped, thorough)
        telegram(framer.hdlc_message(wrapped), thorough)
    return telegram(data, thorough)


def stream(data: bytes, thorough: bool) -> Hashable:
    """A stream in one piece and octet by octet gives the same."""
    whole, cut = (cosem.telegram.TelegramReader(**_KEYS) for _ in range(2))
    found = [*whole.feed(data), *whole.finish()]
    if thorough:
        again = [each for octet in data for each in cut.feed(bytes([octet]))]
        again += cut.finish()
        assert [*map(str, again)] == [*map(str, found)], "chunks make a difference"
    told = [
        refused(each, data) if isinstance(each, cosem.CosemError) else each.kind
        for each in found
    ]
    return len(told), *told[:3]


_APDUS = (
    "0F 40000000 00",
    "C4 01 C1 00",
    "C2 00 0001 0000600B00FF 02",
    "C7 01 C1 00 01 00",
)


def _apdu(random: Random) -> bytes:
    """With any value at its end, or a list."""
    if random.randrange(4):
        return bytes.fromhex(random.choice(_APDUS)) + anything(random)
    count = random.randrange(1, 4)
    listed = b"".join(b"\x00" + anything(random) for _ in range(count))
    return b"\xc4\x03\xc1" + bytes([count]) + listed


def _telegram(random: Random) -> bytes:
    apdu = _apdu(random)
    match random.randrange(6):
        case 0:
            return apdu
        case 1:
            return framer.ciphered(apdu, random.choice((0x00, 0x10, 0x20, 0x30)))
        case 2:
            return b"".join(map(framer.wrapper, framer.blocks(apdu, 50)))
        case 3:
            return framer.mbus_message(apdu) if len(apdu) < 3000 else apdu
        case 4:
            return b"".join(framer.get_blocks(apdu, 50))
        case _:
            return framer.hdlc_message(apdu)


def _stream(random: Random) -> bytes:
    return b"".join(_telegram(random) for _ in range(random.randrange(1, 4)))


# ---- pushes

_LAYOUTS = (*lists.KAIFA, lists.KAMSTRUP)
_PLANNED = Catalogue("cosem")
"""Keeps the plans of lists that came before."""


def push(data: bytes, thorough: bool) -> Hashable:
    """A list of any kind: by a plan it is what it is without one."""
    found = _pushed(_PLANNED, data)
    if thorough:
        _same_push(_pushed(Catalogue("cosem"), data), found)
    if isinstance(found, cosem.CosemError):
        return refused(found, data)
    assert len(found.items) <= len(data)
    if thorough:
        copied = pickle.loads(pickle.dumps(found))
        assert repr(copied.items) == repr(found.items), "a copy differs"
        assert found.table(limit=20).count("\n") < 1100
        assert len(found.to_dicts()) == len(str(found).splitlines()) == len(found)
    return found.family, len(found), *(item.class_id for item in found.items[:4])


def _pushed(catalogue: Catalogue, data: bytes) -> Any:
    try:
        return catalogue.read_push(data, layouts=_LAYOUTS)
    except cosem.CosemError as error:
        return error


def _same_push(one: Any, other: Any) -> None:
    assert type(one) is type(other), f"{one!r} without a plan"
    if isinstance(one, cosem.CosemError):
        assert str(one) == str(other)
        return
    assert repr(one.items) == repr(other.items), "a plan reads other values"
    for first, second in ((one, other), *zip(one, other, strict=True)):
        assert _facts(first) == _facts(second), "a plan says other things"
    assert [*map(str, one.deviations)] == [*map(str, other.deviations)]


def _facts(thing: Any) -> tuple[object, ...]:
    names = ("obis", "class_id", "attribute", "place", "offset", "scaler", "unit")
    names += ("time", "meter", "list", "family", "layout")
    return tuple(getattr(thing, name, None) for name in names)


def _push(random: Random) -> bytes:
    """A public list as it is, or as a data-notification."""
    body = random.choice(_PUSHED)
    return body if random.randrange(2) else b"\x0f\x40\0\0\0\0" + body


def _listed_push(random: Random) -> bytes:
    """Codes with any values, in a row or in structures; objects and their values."""
    count = random.randrange(1, 6)
    values = [anything(random, 2) for _ in range(count)]
    codes = [
        b"\x09\x06" + bytes((random.randrange(2), 0, random.randrange(100), 8, 0, 255))
        for _ in values
    ]
    pairs = zip(codes, values, strict=True)
    match random.randrange(4):
        case 0:
            return b"\x02" + length(2 * count) + b"".join(c + v for c, v in pairs)
        case 1:
            scaled = b"\x02\x02\x0f\xff\x16\x1b"
            entries = (b"\x02\x03" + c + v + scaled for c, v in pairs)
            return b"\x01" + length(count) + b"".join(entries)
        case 2:
            time = b"\x09\x0c" + lists.octets("07E6020102091114FF800000")
            entries = (b"\x02\x03" + c + v + time for c, v in pairs)
            return b"\x01" + length(count) + b"".join(entries)
    objects = b"".join(
        b"\x02\x04\x12\x00"
        + bytes((random.choice((1, 3, 7, 8, 40, 70)),))
        + code
        + bytes((0x0F, random.randrange(4), 0x12, 0, random.randrange(3)))
        for code in codes
    )
    head = b"\x02" + length(count + 1) + b"\x01" + length(count) + objects
    return head + b"".join(values)


def profile(data: bytes, thorough: bool) -> Hashable:
    """Capture objects, their size in two octets before them, and a buffer."""
    size = int.from_bytes(data[:2], "big")
    captured, buffer = data[2 : 2 + size], data[2 + size :]
    try:
        columns = cosem.axdr.decode(captured)
        if not isinstance(columns, (list, tuple)):
            return "no columns"
        reader = cosem.profile_reader(columns, capture_period=900)
        raw = reader.read(buffer, expand=False)
        rows = reader.read(buffer)
    except cosem.CosemError as error:
        return refused(error, data)
    assert len(rows) == len(raw)
    repr(rows)
    if thorough:
        _rows_are_as_alone(reader, buffer, raw)
        rows.scaled()
        rows.dicts()
        rows.to_dicts()
        assert len(rows.table().splitlines()) < 40
        copied = pickle.loads(pickle.dumps(rows))
        assert repr([*copied]) == repr([*rows]), "a copy has other rows"
    return len(rows), *{type(cell).__name__ for row in rows for cell in row}


def _rows_are_as_alone(reader: Any, buffer: bytes, raw: Any) -> None:
    """Rows that are read together are those that are read one by one, and are A-XDR."""
    value = cosem.axdr.decode(buffer)
    if isinstance(value, CompactArray):
        return
    for row, octets in zip(raw, map(cosem.axdr.encode, value), strict=True):
        alone = reader.read(b"\x01\x01" + octets, expand=False)
        assert repr(alone[0]) == repr(row), "the quick way reads another row"


def _profile(random: Random) -> bytes:
    captured = seeds.CAPTURE_OBJECTS
    buffer = random.choice(seeds.BUFFERS)
    if random.random() < 0.5:  # rows of one odd shape
        cells = [anything(random, 3) for _ in range(random.randrange(1, 5))]
        row = b"\x02" + length(len(cells)) + b"".join(cells)
        captured = b"\x01" + length(len(cells)) + _COLUMN * len(cells)
        count = random.choice((1, 3, 20))
        buffer = b"\x01" + length(count) + row * count
    return len(captured).to_bytes(2, "big") + captured + buffer


_COLUMN = bytes.fromhex("020412000309060100010800ff0f02120000")


def profile_as_sent(data: bytes, thorough: bool) -> Hashable:
    """The same, read with its deviations: what it says of each agrees with `profile`."""
    size = int.from_bytes(data[:2], "big")
    captured, buffer = data[2 : 2 + size], data[2 + size :]
    try:
        columns = cosem.axdr.decode(captured)
        if not isinstance(columns, (list, tuple)):
            return "no columns"
        reader = cosem.profile_reader(columns, capture_period=900)
        reading = reader.read(buffer, expand=False, tolerant=True)
        filled = reader.read(buffer, tolerant=True)
    except cosem.CosemError as error:
        return refused(error, data)
    told = reading.deviations
    assert reading.octets == buffer
    assert len(told) <= MOST_TOLD + 1
    offsets = [each.offset for each in told]
    assert offsets == sorted(offsets), "not in the order of offsets"
    assert not told or 0 <= offsets[0] <= offsets[-1] <= len(buffer), "a wrong offset"
    assert all(len(str(each)) <= LONGEST_MESSAGE for each in told)
    assert [*map(str, filled.deviations)] == [*map(str, told)]
    assert len(filled.value) == len(reading.value)
    try:
        strict = reader.read(buffer, expand=False)
    except cosem.CosemError:
        assert told, "refused by the strict way, and nothing told"
        strict = None
    if strict is not None:
        _differs_where_told(reader, strict, reading)
    if thorough:
        for rows in (reading.value, filled.value):
            rows.scaled()
            rows.to_dicts()
            str(rows)
        copied = pickle.loads(pickle.dumps(reading))
        assert repr([*copied.value]) == repr([*reading.value])
        assert copied.deviations == told
        _told_as_alone(reader, buffer, reading)
    return (
        strict is None,
        len(reading.value).bit_length(),
        *{each.code for each in told},
    )


def _differs_where_told(reader: Any, strict: Any, reading: Any) -> None:
    """A row that the strict way reads is the same, but in cells that were told."""
    assert len(strict) == len(reading.value), "another number of rows"
    paths = {each.path for each in reading.deviations}
    if len(reading.deviations) > MOST_TOLD:
        return
    for index, (row, other) in enumerate(zip(strict, reading.value, strict=True)):
        for column, cell, as_sent in zip(reader.columns, row, other, strict=True):
            if repr(cell) != repr(as_sent):
                start = f"buffer[{index}].{column.name}"
                assert any(path.startswith(start) for path in paths), start


def _told_as_alone(reader: Any, buffer: bytes, reading: Any) -> None:
    """Rows that are read together have the deviations that each has alone."""
    try:
        value = cosem.axdr.decode(buffer)
    except cosem.CosemError:
        return
    if not isinstance(value, list) or len(reading.deviations) > MOST_TOLD:
        return
    for index, octets in enumerate(map(cosem.axdr.encode, value)):
        alone = reader.read(b"\x01\x01" + octets, expand=False, tolerant=True)
        assert repr([*alone.value]) == repr([reading.value[index]]), index
        start = f"buffer[{index}]"
        # Not the lengths, which have been written anew.
        together = [
            (each.code, each.path.removeprefix(start))
            for each in reading.deviations
            if each.path.startswith(start) and each.code != "D001"
        ]
        assert together == [
            (each.code, each.path.removeprefix("buffer[0]"))
            for each in alone.deviations
        ], index
        if alone.conforms:
            _cells_are_of_their_types(reader, value[index])


def _cells_are_of_their_types(reader: Any, cells: Any) -> None:
    """What is taken without a word is what the columns have, or stands for it."""
    for column, cell in zip(reader.columns, cells, strict=True):
        if cell is not None and "Delta" not in type(cell).__name__:
            column.type.decode(cosem.axdr.encode(cell), 0)


def _profile_as_sent(random: Random) -> bytes:
    """Columns of many types, some of the cells of another than theirs."""
    if random.random() < 0.3:
        return _profile(random)
    columns = random.choices(_CAPTURED, k=random.randrange(1, 5))
    captured: list[Any] = [
        (
            cosem.axdr.LongUnsigned(class_id),
            bytes((0, 0, index, 0, 0, 255)),
            cosem.axdr.Integer(attribute),
            cosem.axdr.LongUnsigned(0),
        )
        for index, (class_id, attribute) in enumerate(columns)
    ]
    described = cosem.axdr.encode(captured)
    rows = []
    for _ in range(random.choice((1, 3, 40))):
        cells = [
            (
                random.choice((b"\x00", anything(random, 2), b"\x09\x00"))
                if random.random() < 0.05
                else example(cosem.interface_class(c).attribute(a).type, random)
            )
            for c, a in columns
        ]
        if random.random() < 0.05:
            cells = cells[1:] or cells * 2
        rows.append(b"\x02" + length(len(cells)) + b"".join(cells))
    count = len(rows) + (random.random() < 0.1) - (random.random() < 0.1)
    buffer = b"\x01" + length(max(count, 0)) + b"".join(rows)
    if len(rows) == 1 and random.random() < 0.3:
        buffer = rows[0]
    return len(described).to_bytes(2, "big") + described + buffer


def columns(data: bytes, thorough: bool) -> Hashable:
    """Options in two octets, then a buffer: columns are the rows, whoever reads them.

    It stands between two others, which are as they are whatever it is. The row reader takes a hundred times as long
    as both others: it reads a long buffer that neither leaves to it once in a while, and all else.
    """
    made = _columns_of(*data[:2].ljust(2, b"\0"))
    buffers = [_BETWEEN, data[2:], _BETWEEN]
    library = core.library
    vectors = made._vectors
    # What the others leave to the row reader is read by it once.
    made._by_rows = lru_cache(None)(made._by_rows)
    try:
        reads = [made.decode(buffers)]
        if library() is not None:
            core.library = lambda: None
            reads.append(made.decode(buffers))
        if len(data) < _SHORT or (thorough and zlib.crc32(data) % 4 == 0):
            vectors.usable = False
            reads.append(made.decode(buffers))
    finally:
        core.library, vectors.usable = library, True
        del made._by_rows
    *others, by_rows = reads  # or by numpy
    for table in others:
        if not table.equals(by_rows):  # which dictionaries and NaN are never
            rows, expected = table.to_pylist(), by_rows.to_pylist()
            assert len(rows) == len(expected), "another number of rows"
            for found, row in zip(rows, expected, strict=True):
                assert repr(found) == repr(row), f"{found} is also read as {row}"
    if thorough:
        reads[0].validate(full=True)
        assert len(made.nested(buffers)) == 3
    count = by_rows.num_rows
    failed = by_rows["error"].null_count < count
    return failed, count.bit_length(), *(octet & 0x8F for octet in data[:2])


@lru_cache(256)
def _columns_of(first: int, second: int) -> Any:
    """The columns of a fixed table of options, one choice a bit or two."""
    periods = (900, 900, "month", "day", 86_400 * 40, 0.5, 0, 0xFFFF_FFFF)
    captured = CAPTURE if first & 0x80 else _CODED_COLUMNS
    return ProfileColumns(
        captured,
        {name: cosem.ScalerUnit(scaler, 30) for name, scaler in _SCALERS},
        periods[first & 7],
        (None, 1, 2, 5)[first >> 3 & 3],
        time=("utc", "utc", "local", "fields")[second & 3],
        time_details=bool(second & 4),
        numbers=("raw", "scaled", "float", "float")[second >> 3 & 3],
        expand=bool(second & 0xE0),
        errors="null",
    )


_SHORT = 1500
_MOST_ROWS = 3000
_SCALERS = (("1.0.1.8.0.255", -3), ("1.0.2.8.0.255", 2))
_BETWEEN = b"\x01\x00"
# A clock, a boolean, an enumeration, octets, and a number.
_CODED_COLUMNS = [
    *((8, "0.0.1.0.0.255", 2, 0), (70, "0.0.96.3.10.255", 2, 0)),
    *((70, "0.0.96.3.10.255", 3, 0), (1, "0.0.96.1.0.255", 2, 0)),
    (3, "1.0.1.8.0.255", 2, 0),
]


def _columns(random: Random) -> bytes:
    first, second = random.randrange(256), random.randrange(256)
    if first & 0x80 and random.random() < 0.6:
        return bytes((first, second)) + profile_buffer(random)
    # Many rows of a few, so that they cost little to make.
    if first & 0x80:
        pool = profile_rows(random)
    else:
        kinds = [
            cosem.interface_class(c).attribute(a).type for c, _, a, _ in _CODED_COLUMNS
        ]
        pool = [
            b"\x02\x05"
            + b"".join(
                b"\x00" if random.random() < 0.4 else example(kind, random)
                for kind in kinds
            )
            for _ in range(random.choice((1, 3, 20)))
        ]
    rows = random.choices(pool, k=random.choice((0, 1, 2, 20, 300, 1000)))
    return bytes((first, second)) + b"\x01" + length(len(rows)) + b"".join(rows)


def _other_rows(random: Random, data: bytes) -> bytes:
    """Rows that stay rows: octets of some are others, some come again or not at all; or octets changed anywhere."""
    rows = _rows_in(data[2:])
    if not rows or random.random() < 0.3:
        return mutations.octets(random, data)
    if random.random() < 0.3:
        data = bytes((data[0] & 0x80 | random.randrange(0x80), random.randrange(256)))
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(rows))
        some = rows[at : at + random.choice((1, 2, 20, 200))]
        match random.randrange(6):
            case 0 if len(rows) > len(some):
                del rows[at : at + len(some)]
            case 1 if len(rows) + len(some) <= _MOST_ROWS:
                rows[random.randrange(len(rows)) : 0] = some
            case 2:
                rows[at : at + len(some)] = random.sample(some, len(some))
            case 3:
                rows[at] = _other_octet(random, rows[at], 2)
            case 4:  # mostly of a number, which may be any
                last = (_other_octet(random, row, len(row) - 1) for row in some)
                rows[at : at + len(some)] = last
            case 5 if random.random() < 0.5:
                rows = random.choices(rows, k=random.choice((10, 1000, _MOST_ROWS)))
    return data[:2] + b"\x01" + length(len(rows)) + b"".join(rows)


def _other_octet(random: Random, row: bytes, first: int) -> bytes:
    """One of a row, from `first` on."""
    changed = bytearray(row)
    changed[random.randrange(first, len(row))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _rows_in(buffer: bytes) -> list[bytes]:
    """The rows of an array of structures of simple cells; none where it is something else."""
    try:
        count, at = read_length(buffer, 1)
        rows = []
        for _ in range(count if buffer[0] == 1 else 0):
            start, at = at, at + 2
            for _ in range(buffer[start + 1] if buffer[start] == 2 else 0):
                tag = buffer[at]
                size = 1 + buffer[at + 1] if tag in (9, 10, 12) else FIXED_SIZES[tag]
                at += 1 + size
            rows.append(buffer[start:at])
    except (LookupError, cosem.CosemError):
        return []
    return rows if at == len(buffer) and all(len(row) > 2 for row in rows) else []


# Of the types that cells have: times, texts, bits, named numbers, structures, choices.
_CAPTURED = (
    *((1, 2), (3, 2), (3, 3), (4, 5), (7, 5), (8, 2), (8, 3), (8, 4)),
    *((20, 2), (20, 10), (47, 2), (47, 4), (47, 6), (70, 2), (70, 3), (111, 15)),
)


def describe(data: bytes, thorough: bool) -> Hashable:
    """A thing to be described: its sort in one octet, a class, then what it is."""
    sort, class_id = data[:1], int.from_bytes(data[1:3], "big")
    try:
        if sort < b"\x40":
            answer: object = cosem.describe(data[3:], class_id or None)
        elif sort < b"\x80":
            text = data[3:].decode("utf-8", "replace")
            answer = cosem.describe(text, class_id or None)
        elif sort < b"\xc0":
            answer = cosem.describe(class_id)
        else:
            answer = cosem.describe((class_id & 0xFF, class_id >> 8))
    except cosem.CosemError as error:
        return refused(error, data)
    assert 0 < len(str(answer)) <= REPR_AT_LEAST
    return type(answer).__name__, len(str(answer)).bit_length()


def _thing(random: Random) -> bytes:
    code = random.choice(
        (
            bytes((random.randrange(16), 0, random.randrange(100), 8, 0, 255)),
            random.randbytes(6),
            b"1-0:%d.8.0*255" % random.randrange(100),
        )
    )
    class_id = random.choice((0, 3, *cosem.CATALOGUE)).to_bytes(2, "big")
    return bytes((random.randrange(256),)) + class_id + code


# ---- dumps of meters


def dump(data: bytes, thorough: bool) -> Hashable:
    """A file of any form: what is read is written, and read again as it was."""
    try:
        found = dumps.load(io.BytesIO(data))
    except cosem.CosemError as error:
        return explained(error)[:40]
    for each in dumps.records(found):
        line = dumps.write_line(each)
        assert dumps.read_line(line) == each, "another record is read"
    if thorough:
        masked = redact(lambda: dumps.records(found), cosem.CATALOGUE)
        sizes = [value.size for _, each in found.objects() for value in each.values]
        again = [each.value.size for each in masked if isinstance(each, dumps.ValueOf)]
        assert sizes == again, "masking changes a size"
    return found.source.form, len(found.associations)


def simulated(data: bytes, thorough: bool) -> Hashable:
    """Requests to a meter, each with its length in two octets before it: all are answered."""
    meter = of_dump(cosem.CATALOGUE, _METER)
    session = Session(meter, PUBLIC, 1)
    session.answer(_AARQ)
    answers = []
    while data:
        size = int.from_bytes(data[:2], "big")
        answer = session.answer(data[2 : 2 + size])
        data = data[2 + size :]
        assert answer, "a request is not answered"
        answers.append(answer[:2] + answer[3:4])
        meter.tick()
    if thorough:
        session.answer(_AARQ)
        answer = session.answer(bytes.fromhex("C001C1000F0000280000FF0200"))
        assert answer and answer[0] == 0xC4, "the meter does not go on"
    return tuple(answers)


_METER = dumps.Dump(
    associations=[
        dumps.Association(
            objects=[
                dumps.DumpedObject(
                    class_id,
                    version,
                    cosem.Obis(code),
                    attribute_access={
                        number: dumps.Access(frozenset(("read_access", "write_access")))
                        for number in range(1, 11)
                    },
                    method_access={
                        number: dumps.Access(frozenset(("access",)))
                        for number in range(1, 7)
                    },
                    values=[
                        dumps.Value(number, bytes.fromhex(octets))
                        for number, octets in values.items()
                    ],
                )
                for class_id, version, code, values in (
                    (3, 0, "1.0.1.8.0.255", {2: "0600000001"}),
                    (8, 0, "0.0.1.0.0.255", {2: "090C07E90301FF0C000000FF800000"}),
                    (9, 0, "0.0.10.0.0.255", {}),
                    (70, 0, "0.0.96.3.10.255", {}),
                    (
                        7,
                        1,
                        "1.0.99.1.0.255",
                        {
                            2: "01020202 090C07E90301FF0C000000FF800000 0600000001"
                            "0202 00 0600000002",
                            3: "0102 0204 120008 0906 0000010000FF 0F02 120000"
                            "0204 120003 0906 0100010800FF 0F02 120000",
                            4: "0600000384",
                            8: "0600000060",
                        },
                    ),
                )
            ]
        )
    ]
)
_AARQ = bytes.fromhex(
    "601D A109060760857405080101 BE10040E 01000000065F1F0400FFFFFF 0080"
)
_DESCRIBED = (
    *("0003 0100010800FF 02", "0003 0100010800FF 01", "0007 0100630100FF 02"),
    *("0008 0000010000FF 02", "000F 0000280000FF 02", "0009 00000A0000FF 02"),
)
_SELECTED = (
    *("00", "01 02 0204 0600000001 0600000000 120001 120000"),
    "01 01 0204 0204 120008 0906 0000010000FF 0F02 120000"
    "090C07E90301FF0B000000FF800000 090C07E90301FF0D000000FF800000 0100",
    *("01 01 00", "01 02 0101 120003", "01 04 0202 120003 0906 0100010800FF"),
)


def _requests(random: Random) -> bytes:
    found = b""
    for _ in range(random.randrange(1, 6)):
        described = random.choice(_DESCRIBED)
        value = anything(random).hex()
        form = random.choice(
            (
                f"C001C1 {described} {random.choice(_SELECTED)}",
                f"C003C1 02 {described} 00 {random.choice(_DESCRIBED)} 00",
                f"C002C1 {random.randrange(1, 4):08x}",
                f"C101C1 {described} 00 {value}",
                f"C102C1 {described} 00 00 00000001 02 {value[:4]:0<4}",
                f"C103C1 01 00000002 02 {value[:4]:0<4}",
                f"C301C1 {described[:-2]} {random.randrange(1, 4):02x} 01 {value}",
                f"C301C1 {described[:-2]} {random.randrange(1, 4):02x} 00",
            )
        )
        octets = bytes.fromhex(form)[:0xFFFF]
        found += len(octets).to_bytes(2, "big") + octets
    return found


def record(data: bytes, thorough: bool) -> Hashable:
    """A line of a dump: a record that is written as one again, or an error."""
    try:
        found = dumps.read_line(data)
    except cosem.CosemError as error:
        return explained(error)[:40]
    again = dumps.read_line(dumps.write_line(found))
    assert again == found, "another record is read"
    return (type(found).__name__,)


def sheet(data: bytes, thorough: bool) -> Hashable:
    """Octets as the sheet of a workbook, whose checksums hold."""
    book = workbook({"one": []}, xl__worksheets__sheet1=data.decode("latin-1"))
    return dump(book, thorough)


_FILES = (vectors.GXC, vectors.OBJECTS, vectors.SIMPLE, vectors.STANDARD, vectors.TABLE)


def _dump(random: Random) -> bytes:
    if random.random() < 0.3:
        ask = f"C001C1{random.randrange(99):04X}0100010800FF0200"
        lines = [ask, "C401C100" + anything(random).hex()]
        return "\n".join(f"12:00 {line}" for line in lines).encode()
    text = random.choice(_FILES)
    return text.encode()[: mutations.LONGEST]


@cache
def _lines() -> tuple[bytes, ...]:
    whole = dumps.load(io.BytesIO(vectors.GXC.encode()))
    return tuple(map(dumps.write_line, dumps.records(whole)))


def _record(random: Random) -> bytes:
    return random.choice(_lines())


def _rows(random: Random) -> bytes:
    return json.dumps(random.choice((vectors.ROWS, vectors.PROFILE))).encode()


def _sheet(random: Random) -> bytes:
    cells = "".join(
        f'<c t="inlineStr"><is><t>{text}</t></is></c>'
        for text in ("OBIS", "Class", "Attribute", "Access")
    )
    row = '<c><v>1.0.1.8.0.255</v></c><c r="B2"><v>3</v></c><c><v>2</v></c>'
    rows = f"<row>{cells}</row><row>{row}</row>"
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


# ---- packages of vendors


def register(data: bytes, thorough: bool) -> Hashable:
    """The facts of a vendor's package, as JSON: it is added whole, or not at all."""
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        return "no JSON"
    if not isinstance(facts, dict):
        return "no facts"
    catalogue = Catalogue("cosem")
    modules = {f"fuzzed{part}": ModuleType(f"fuzzed{part}") for part in _PARTS}
    for part, values in facts.items():
        module = modules.get(f"fuzzed{part}")
        if module is not None and isinstance(values, dict):
            vars(module).update({name: _as_python(v) for name, v in values.items()})
    sys.modules.update(modules)
    try:
        return _registered(catalogue, data)
    finally:
        for name in modules:
            del sys.modules[name]


def _registered(catalogue: Catalogue, data: bytes) -> Hashable:
    before = [*catalogue]
    try:
        catalogue.register("fuzzed")
    except cosem.CosemError as error:
        assert catalogue.packages() == ("cosem",), "a part of a bad package stays"
        assert [*catalogue] == before, "classes of a bad package stay"
        return refused(error, data)
    assert set(before) <= {*catalogue}, "a class of the standard is gone"
    # The standard's own classes stay what they are, and its codes are described.
    for class_id, version in ((3, 0), (7, 1), (8, 0)):
        kind = catalogue.interface_class(class_id, version)
        assert kind is cosem.interface_class(class_id, version)
        assert catalogue.name(class_id) == kind.NAME
    str(catalogue.describe("1.0.1.8.0.255"))
    for text in ("level", "tank", "254", "1.128.*.0"):
        str(catalogue.find(text))
    return ("added",)


_PARTS = (
    *("", ".classes", "._catalogue", "._names", "._obis", "._provenance"),
    "._telegrams",
)


def _as_python(value: Any) -> Any:
    """JSON as the modules of a package hold it: numbers as keys, tuples for lists."""
    if isinstance(value, dict):
        return {
            int(name) if name.isdecimal() and len(name) < 9 else name: _as_python(each)
            for name, each in value.items()
        }
    return tuple(map(_as_python, value)) if isinstance(value, list) else value


def _package(random: Random) -> bytes:
    number = random.choice((3, 40, 8192, 9000, 32768, 65535))
    facts = {
        "._catalogue": {
            "SPEC": "fuzzed",
            "NEEDS": ["cosem"],
            "CLASSES": {str(number): {"7": ["own", "Own"]}},
            "NAMES": {str(number): "Own"},
        },
        "._obis": {
            "MEDIA": {},
            "SAME_MEDIA": {},
            "UNITS": {},
            "GROUPS": "",
            "SELECTIONS": "",
            "OBJECTS": "1.128.0.0.0.255 | Tank |  | 3\n",
        },
        "._names": {
            "MEMBERS": f"{number} | 2 level | m1 empty 7",
            "TYPES": f"classes.own {number} | structure | level_type LevelType",
            "ALL_UNITS": "254 | drop | dr | volume",
        },
        "._provenance": {"VERSIONS": f"{number} 7 |  | 1.2 | Ed. 1 | high\n"},
        "._telegrams": {"LAYOUTS": []},
    }
    return json.dumps(facts).encode()


# ---- specs


def parse_spec(data: bytes, thorough: bool) -> Hashable:
    """Text of a spec file: findings have a place, and a printed file stays itself."""
    text = _as_read(data)
    syntax, findings = parse(text, "fuzz.cosem")
    lines = text.count("\n") + 1
    for finding in findings:
        explained(ValueError(finding.message))
        assert 1 <= finding.span.line <= lines + 1, "a finding below the text"
    if syntax is None or findings:
        return frozenset(finding.code for finding in findings)
    printed = print_file(syntax)
    again, others = parse(printed, "fuzz.cosem")
    assert again is not None and not others, "what is printed cannot be parsed"
    assert print_file(again) == printed, "what is printed is printed otherwise"
    return len(printed).bit_length()


def compile_spec(data: bytes, thorough: bool) -> Hashable:
    """A spec file through all steps up to the checks: nothing but findings."""
    text = _as_read(data)
    compiled = compile_text({"fuzz.cosem": text, "package.cosem": _PACKAGE})
    for finding in compiled.diagnostics:
        explained(ValueError(finding.message))
        assert PurePosixPath(finding.span.file).suffix in ("", ".cosem")
    return frozenset(finding.code for finding in compiled.diagnostics)


def _as_read(data: bytes) -> str:
    """As a file is read: every line ends with one character."""
    text = data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_PACKAGE = 'package example "Example" {}\n'


def _spec(random: Random) -> bytes:
    return random.choice(seeds.specs())
