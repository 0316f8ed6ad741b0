"""GEN-01 for a whole package: every class is found, and an object_list of all of them is understood."""

from __future__ import annotations

from types import ModuleType

from . import wire
from .facts import expect

Row = tuple[int, int, int, int]
"""class_id, version, number of attributes, number of methods."""


def is_found(package: ModuleType, row: Row) -> None:
    """The package with the catalogue has the class, with as many attributes and methods as the spec."""
    class_id, version, _, _ = row
    kind = package.interface_class(class_id, version)
    found = (kind.CLASS_ID, kind.VERSION, len(kind.ATTRIBUTES), len(kind.METHODS))
    expect(found == row, f"{row} expected, {found} found")


def object_list_gives_instances(package: ModuleType, rows: tuple[Row, ...]) -> None:
    """The list decodes to the end, every entry gives an instance of its class, and encodes back."""
    octets = wire.sequence(wire.ARRAY, [_entry(at, row) for at, row in enumerate(rows)])
    attribute = package.interface_class(15, 1).attribute(2)
    entries = attribute.decode(octets)
    expect(attribute.encode(entries) == octets, "the object_list came back changed")
    objects = package.objects_from(entries)
    expect(len(objects) == len(rows), f"{len(rows)} objects, {len(objects)} instances")
    for instance, (class_id, version, _, _) in zip(objects, rows, strict=True):
        kind = package.interface_class(class_id, version)
        expect(type(instance) is kind, f"{kind} expected, {instance!r} found")


def _entry(at: int, row: Row) -> bytes:
    class_id, version, attributes, methods = row
    read_write = wire.number("enum", 3)
    attribute_access = [
        wire.sequence(
            wire.STRUCTURE, [wire.number("integer", number), read_write, b"\x00"]
        )
        for number in range(1, attributes + 1)
    ]
    method_access = [
        wire.sequence(
            wire.STRUCTURE, [wire.number("integer", number), wire.number("enum", 1)]
        )
        for number in range(1, methods + 1)
    ]
    return wire.sequence(
        wire.STRUCTURE,
        [
            wire.number("long-unsigned", class_id),
            wire.number("unsigned", version),
            wire.string(wire.OCTET_STRING, bytes((0, 0, 128, at >> 8, at & 0xFF, 255))),
            wire.sequence(
                wire.STRUCTURE,
                [
                    wire.sequence(wire.ARRAY, attribute_access),
                    wire.sequence(wire.ARRAY, method_access),
                ],
            ),
        ],
    )
