"""Dumps as short text, to compare with what a test expects."""

from __future__ import annotations

import io
from collections.abc import Mapping

from cosem_conformance.dumps import Access, Association, DumpedObject, load


def read(text: str | bytes, **options: object) -> list[Association]:
    """The associations of a file with this content."""
    octets = text.encode() if isinstance(text, str) else text
    return load(io.BytesIO(octets), **options).associations  # type: ignore[arg-type]


def shown(each: DumpedObject) -> dict[str, object]:
    """What an object has, without what it has not."""
    found = {
        "of": str(each.name),
        "version": each.version,
        "attributes": rights(each.attribute_access),
        "methods": rights(each.method_access),
        "selectors": each.selectors,
        "values": {
            value.attribute: (
                value.octets.hex() if value.octets else value.result or value.text
            )
            for value in each.values
        },
        "extra": each.extra,
    }
    return {name: what for name, what in found.items() if what not in ({}, None)}


def rights(access: Mapping[int, Access]) -> dict[int, str]:
    return {number: str(each) for number, each in access.items()}
