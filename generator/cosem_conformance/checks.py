"""The checks GEN-01 to GEN-06: a generated class version against the facts of the spec.

Each takes the facts and raises AssertionError with what was expected and what was found.
"""

from __future__ import annotations

from . import libraries  # noqa: F401

# isort: split

from typing import Any

import pytest
from hypothesis.strategies import DataObject

from cosem_runtime import DecodeError, EncodeError, UnreadAttributeError

from .captures import FOLDER, vectors
from .facts import expect
from .version import Item, VersionFacts

LOGICAL_NAME = "0.0.128.1.2.255"


def builds_with_defaults(version: VersionFacts) -> None:
    """GEN-01: an object can be made, partly filled, and says what has not been read."""
    kind = version.interface_class()
    empty = kind(LOGICAL_NAME)
    expect(str(empty.logical_name) == "0-0:128.1.2*255", f"{empty.logical_name!r}")
    for facts in version.attributes[1:]:
        try:
            value = empty.encode_attribute(facts.number)
        except UnreadAttributeError as unread:
            expect(facts.name in str(unread), str(unread))
        else:
            raise AssertionError(f"{facts.name} of a new object is {value!r}")
        octets = facts.fact.encode(facts.fact.samples()[0])
        read = empty.decode_attribute(facts.number, octets)
        expect(
            facts.fact.encode(facts.fact.plain(read)) == octets,
            f"{facts.name}: {read!r}",
        )
        expect(empty.encode_attribute(facts.number) == octets, facts.name)
        given = kind(LOGICAL_NAME, **{facts.name: read})
        expect(given.encode_attribute(facts.number) == octets, f"{facts.name} as given")


def boundaries(item: Item) -> None:
    """GEN-02: limits, every enumerator, every bit: octets to value to octets, and value to octets."""
    for plain in item.fact.samples():
        _round_trip(item, plain)


def random_value(item: Item, data: DataObject) -> None:
    """GEN-02: a random value both ways."""
    _round_trip(item, data.draw(item.random))


def _round_trip(item: Item, plain: Any) -> None:
    octets = item.fact.encode(plain)
    value = item.decode(octets)
    found = item.fact.plain(value)
    expect(found == plain, f"{octets.hex()} means {plain!r}, decoded to {found!r}")
    again = item.encode(value)
    expect(again == octets, f"{octets.hex()} came back as {again.hex()}")
    built = item.encode(item.fact.make(plain))
    expect(built == octets, f"{plain!r} is {octets.hex()}, encoded to {built.hex()}")


def refuses_wrong_octets(item: Item) -> None:
    """GEN-03: wrong tags, short and long structures, cut and surplus octets, each with offset and path."""
    good = item.fact.encode(item.fact.samples()[-1])
    faults = [(bytes(octets), path) for octets, path in item.fact.wrong()]
    faults += [(good + b"\x00", "")]
    cuts = [(good[:end], None) for end in range(min(len(good), 60))]
    for octets, path in [*faults, *cuts]:
        try:
            value = item.decode(octets)
        except DecodeError as error:
            expect(
                0 <= error.offset <= len(octets),
                f"offset {error.offset} of {octets.hex()}",
            )
            wanted = item.path + (path or "")
            told = (
                error.path == wanted
                if path is not None
                else error.path.startswith(item.path)
            )
            expect(told, f"{octets.hex()}: path {wanted} expected, {error.path} found")
        else:
            raise AssertionError(f"{octets.hex()} was taken for {value!r}")


def refuses_values_outside(item: Item) -> None:
    """GEN-03: one step outside of every range and size cannot be encoded."""
    for plain in item.fact.outside():
        try:
            octets = item.encode(item.fact.make(plain))
        except EncodeError as error:
            expect(item.path in str(error), f"{item.path} missing in: {error}")
        else:
            raise AssertionError(f"{plain!r} was encoded to {octets.hex()}")


def metadata(version: VersionFacts) -> None:
    """GEN-05: ids, names, numbers, short names and marks are those of the spec."""
    kind = version.interface_class()
    expect(version.class_id == kind.CLASS_ID, f"CLASS_ID {kind.CLASS_ID}")
    expect(version.version == kind.VERSION, f"VERSION {kind.VERSION}")
    expect(version.name == kind.NAME, f"NAME {kind.NAME}")
    marks = {"static": True, "dynamic": False, None: None}
    wanted = [
        (a.number, a.name, marks[a.mark], a.short_name) for a in version.attributes
    ]
    found = [(a.id, a.name, a.static, a.short_name) for a in kind.ATTRIBUTES]
    expect(found == wanted, f"attributes {wanted} expected, {found} found")
    methods = [(m.number, m.name, m.mandatory, m.short_name) for m in version.methods]
    listed = [(m.id, m.name, m.mandatory, m.short_name) for m in kind.METHODS]
    expect(listed == methods, f"methods {methods} expected, {listed} found")
    for facts in version.attributes:
        spec = kind.attribute(facts.number)
        expect(kind.attribute(facts.name) is spec, f"attribute({facts.name!r})")
        selectors = [(s.number, s.name) for s in facts.selectors]
        offered = [(s.id, s.name) for s in spec.selectors]
        expect(offered == selectors, f"selectors {selectors} expected, {offered} found")
    for wanted_method in version.methods:
        expect(
            kind.method(wanted_method.name) is kind.method(wanted_method.number),
            f"method({wanted_method.name!r})",
        )


def keeps_the_version_before(
    version: VersionFacts, versions: tuple[VersionFacts, ...]
) -> None:
    """GEN-06: what both versions have keeps number and name, unless the spec records the change."""
    if version.previous is None:
        return
    before = next(v for v in versions if v.version == version.previous)
    now = {spec.id: spec.name for spec in version.interface_class().ATTRIBUTES}
    for spec in before.interface_class().ATTRIBUTES:
        found = now.get(spec.id)
        if spec.name not in version.changed and found not in version.changed:
            expect(
                found == spec.name,
                f"attribute {spec.id}: {spec.name} expected, {found} found",
            )


def captured_octets(version: VersionFacts) -> None:
    """GEN-04: octets that real meters sent decode by class and come back unchanged."""
    found = vectors(version.class_id, version.version)
    if not found:
        pytest.skip(f"N/A: no capture of {version} (folder: ${FOLDER})")
    kind = version.interface_class()
    for vector in found:
        attribute = kind.attribute(vector.attribute)
        value = attribute.decode(vector.octets)
        again = attribute.encode(value)
        expect(
            again == vector.octets, f"{vector.id}: {value!r} came back as {again.hex()}"
        )
