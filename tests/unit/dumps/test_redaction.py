"""What is masked: every secret of the catalogue, and what tells whose a meter is; and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import cosem
from cosem_conformance import wire
from cosem_conformance.dumps import (
    Association,
    Dump,
    DumpedObject,
    Header,
    Meter,
    ObjectName,
    Source,
    Value,
    load,
    read_dump,
    records,
    write_dump,
)
from cosem_conformance.dumps.octets import parse
from cosem_conformance.dumps.reading import assembled
from cosem_conformance.dumps.redaction import IDENTITIES, has_secret, redact
from cosem_runtime import Obis, Structure
from cosem_runtime.interface import AttributeSpec
from tests.fuzz.examples import example


def masked(dump: Dump) -> Dump:
    return assembled(redact(lambda: records(dump), cosem.CATALOGUE))


def one(class_id: int, code: str, attribute: int, octets: str, **facts: Any) -> Dump:
    """A dump with one value."""
    value = Value(attribute, bytes.fromhex(octets), **facts)
    each = DumpedObject(class_id, 0, Obis(code), values=[value])
    return Dump(associations=[Association(objects=[each])])


def octets_of(dump: Dump) -> str:
    ((_, each),) = dump.objects()
    found = each.values[0].octets
    return "" if found is None else found.hex()


def secrets() -> Iterator[tuple[int, int, AttributeSpec]]:
    """Each attribute with something secret in it: the whole catalogue is asked."""
    for class_id in cosem.CATALOGUE:
        for version in cosem.CATALOGUE.versions(class_id):
            for spec in cosem.interface_class(class_id, version).ATTRIBUTES:
                if spec.secret or has_secret(spec.type):
                    yield class_id, version, spec


SECRETS = [*secrets()]


def shown_secrets(spec: AttributeSpec, octets: bytes) -> Iterator[bytes]:
    """The octets of what is secret in a value: found by decoding it, another way than masking does."""
    waiting: list[tuple[Any, bool]] = [(spec.decode(octets), spec.secret)]
    while waiting:
        value, is_secret = waiting.pop()
        if isinstance(value, Structure):
            kind = type(value).TYPE
            waiting += [
                (getattr(value, name), is_secret or name in kind.secret)
                for name in kind.field_names
            ]
        elif isinstance(value, (list, tuple)):
            waiting += [(each, is_secret) for each in value]
        elif is_secret and isinstance(value, (bytes, str)):
            yield bytes(value) if isinstance(value, bytes) else value.encode()
        elif is_secret and isinstance(value, int):
            yield int(value).to_bytes(8, "big", signed=True)


@pytest.mark.parametrize(
    ("class_id", "version", "spec"),
    SECRETS,
    ids=[f"{number}/{version}.{spec.name}" for number, version, spec in SECRETS],
)
def test_every_secret_of_the_catalogue_is_masked(
    class_id: int, version: int, spec: AttributeSpec
) -> None:
    random = Random(1)
    seen = 0
    for _ in range(40):
        octets = example(spec.type, random)
        for stated in (version, None):
            each = DumpedObject(
                class_id, stated, Obis("0.0.1.0.0.255"), values=[Value(spec.id, octets)]
            )
            (found,) = masked(
                Dump(associations=[Association(objects=[each])])
            ).associations
            value = found.objects[0].values[0]
            assert value.octets is not None and len(value.octets) == len(octets)
            assert [node.tag for node in parse(value.octets).leaves()] == [
                node.tag for node in parse(octets).leaves()
            ]
            for secret in shown_secrets(spec, value.octets):
                seen += 1
                assert not secret.strip(b"0\0"), f"{octets.hex()} leaves {secret.hex()}"
            assert bool(value.replaced) == (value.octets != octets)
    assert seen or not spec.secret


@pytest.mark.parametrize(
    ("class_id", "code", "attribute", "before", "after"),
    [
        # The three letters of the maker stay in a logical device name.
        (1, "0.0.42.0.0.255", 2, "09084c475a3132333435", "09084c475a3030303030"),
        (1, "0.0.96.1.0.255", 2, "09083132333435363738", "09083030303030303030"),
        (1, "0.2.96.1.9.255", 2, "0a0431323334", "0a0430303030"),
        (1, "1.0.0.0.1.255", 2, "0603938700", "0600000000"),
        (1, "0.0.96.13.0.255", 2, "0905ff01020304", "09050000000000"),
        (3, "0.0.96.1.1.255", 2, "0c0431323334", "0c0430303030"),
        (
            17,
            "0.0.41.0.0.255",
            2,
            "0101020212000109054143 4d3132",
            "010102021200010905 41434d3030",
        ),
        (43, "0.0.25.2.0.255", 2, "0906010203040506", "0906000000000000"),
        (42, "0.0.25.1.0.255", 3, "06c0000201", "0600000000"),
        (64, "0.0.43.0.0.255", 5, "090841434d0102030405", "090841434d0000000000"),
        (72, "0.1.24.1.0.255", 6, "0612345678", "0600000000"),
    ],
)
def test_who_it_is_is_masked(
    class_id: int, code: str, attribute: int, before: str, after: str
) -> None:
    found = masked(one(class_id, code, attribute, before))
    assert octets_of(found) == after.replace(" ", "")
    ((_, each),) = found.objects()
    assert each.values[0].replaced == "serial number, name or address set to zeros"
    assert len(found.redacted) == 2
    again = masked(found)
    assert again == found


@pytest.mark.parametrize(("class_id", "attribute"), IDENTITIES)
def test_each_attribute_that_is_an_identity_is_masked(
    class_id: int, attribute: int
) -> None:
    names = [
        spec.id
        for version in cosem.CATALOGUE.versions(class_id)
        for spec in cosem.interface_class(class_id, version).ATTRIBUTES
    ]
    assert attribute in names
    found = masked(one(class_id, "0.0.99.0.0.255", attribute, "0906123456789abc"))
    assert octets_of(found) == "0906000000000000"


@pytest.mark.parametrize(
    ("class_id", "code", "attribute", "octets"),
    [
        (1, "0.0.42.0.0.255", 1, "090600002a0000ff"),
        (3, "1.0.1.8.0.255", 2, "0600000001"),
        (1, "0.0.96.3.10.255", 2, "09083132333435363738"),
        (64, "0.0.43.0.0.255", 2, "1600"),
        (15, "0.0.40.0.0.255", 3, "02020f10120001"),
        (32800, "0.0.96.1.0.255", 2, "09083132333435363738"),
    ],
)
def test_nothing_else_is(class_id: int, code: str, attribute: int, octets: str) -> None:
    dump = one(class_id, code, attribute, octets)
    found = masked(dump)
    assert found.associations == dump.associations
    assert found.redacted == ("secrets",)


def test_what_is_masked_is_masked_wherever_else_it_stands() -> None:
    serial = b"A1B2C3D4"
    dump = Dump(
        Meter(maker="ACME", serial="A1B2C3D4"),
        Source(note="kept"),
        [
            Association(
                logical_device="ACM12345",
                objects=[
                    DumpedObject(
                        7,
                        1,
                        Obis("1.0.99.1.0.255"),
                        values=[Value(2, b"\x01\x01\x02\x01\x09\x08" + serial)],
                        extra={"label": "of A1B2C3D4, K9-87654", "raw": [serial.hex()]},
                    ),
                    DumpedObject(
                        1,
                        0,
                        Obis("0.0.96.1.0.255"),
                        values=[
                            Value(2, text="K9-87654"),
                            Value(2, b"\x09\x08" + serial),
                        ],
                    ),
                ],
            )
        ],
        extra={"from": "A1B2C3D4"},
    )
    found = masked(dump)
    told = repr(found) + str(
        [value.octets for _, each in found.objects() for value in each.values]
    )
    for shown in ("A1B2C3D4", serial.hex(), "12345", "87654"):
        assert shown not in told
    assert found.meter == Meter(maker="ACME", serial="00000000")
    assert found.source == dump.source
    assert found.associations[0].logical_device == "ACM00000"
    assert found.redacted == ("secrets", "logical device names", "serial numbers")
    profile, data = found.associations[0].objects
    assert profile.values[0].octets == b"\x01\x01\x02\x01\x09\x08" + b"0" * 8
    assert profile.extra == {"label": "of 00000000, 00-00000", "raw": ["0" * 16]}
    assert data.values[0].text == "00-00000"


@pytest.mark.parametrize("octets", ["", "09", "0908313233", "0e0102", "ff00"])
def test_octets_that_are_no_value_are_masked_whole(octets: str) -> None:
    found = octets_of(masked(one(15, "0.0.40.0.0.255", 7, octets)))
    assert len(found) == len(octets)
    assert not found[2:].strip("0")


def test_a_reply_is_masked_too() -> None:
    name = ObjectName(15, Obis("0.0.40.0.0.255"))
    value = Value(7, result="other-reason", reply=b"12345678")
    each = DumpedObject(*name[:1], 1, name.logical_name, values=[value])
    (found,) = masked(Dump(associations=[Association(objects=[each])])).associations
    assert found.objects[0].values[0].reply == bytes(8)


def test_a_compact_array_is_masked() -> None:
    octets = wire.compact_array(b"\x09", b"\x0a1234567890" * 2)
    found = masked(one(64, "0.0.43.0.0.255", 6, octets.hex()))
    assert octets_of(found) == octets.hex()[:6] + "00" * 22


def test_a_file_is_masked_without_its_size_in_memory(tmp_path: Path) -> None:
    path, target = tmp_path / "meter.jsonl", tmp_path / "public.jsonl"
    dump = one(1, "0.0.96.1.0.255", 2, "09083132333435363738")
    write_dump(path, records(dump))
    write_dump(target, redact(lambda: read_dump(path), cosem.CATALOGUE))
    found = load(target)
    assert octets_of(found) == "0908" + "30" * 8
    assert isinstance(found.header, Header) and found.header.redacted
