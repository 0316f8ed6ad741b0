"""What a meter says of its objects, held against the catalogue and the OBIS tables.

Each function gives complaints: what the class definitions and the OBIS tables cannot
explain, as one line of text each; none for a meter that is explained in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import cosem
from cosem_runtime import InterfaceClass, Obis, UnknownClassError
from cosem_runtime.types import ArrayType, StructureType


def code_complaints(name: bytes, class_id: int | None = None) -> Iterator[str]:
    """A logical name that the tables do not know, or not with this class.

    In a range that is left to manufacturers, utilities, consortia or countries the
    range has the name, and any class will do where the tables name none.
    """
    code = Obis(name)
    found = cosem.describe(code)
    if found.kind == "unknown" or not found.name:
        yield f"{code} is reserved or unknown"
    elif class_id is not None and cosem.describe(code, class_id).kind == "unknown":
        allowed = [number for number, _ in found.classes]
        yield f"{code} ({found.name}) is of classes {allowed}, not {class_id}"


def list_complaints(entries: Iterable[Any]) -> Iterator[str]:
    """An object list of Association LN or Association SN."""
    entries = list(entries)
    seen: set[tuple[int, Obis]] = set()
    for entry in entries:
        where = f"{Obis(entry.logical_name)} of class {entry.class_id}"
        for complaint in _entry_complaints(entry):
            yield f"{where}: {complaint}"
        identity = entry.class_id, Obis(entry.logical_name)
        if identity in seen:
            yield f"{where}: listed twice"
        seen.add(identity)
    if entries and hasattr(entries[0], "base_name"):
        yield from _base_name_complaints(entries)


def _entry_complaints(entry: Any) -> Iterator[str]:
    yield from code_complaints(entry.logical_name, entry.class_id)
    try:
        kind = cosem.interface_class(entry.class_id, entry.version)
    except UnknownClassError as error:
        yield str(error)
        return
    if hasattr(entry, "access_rights"):
        yield from _access_complaints(entry.access_rights, kind)


def _access_complaints(rights: Any, kind: type[InterfaceClass]) -> Iterator[str]:
    """Access rights; members with negative numbers are the manufacturer's own."""
    version = f"{kind.NAME} version {kind.VERSION}"
    attributes = {spec.id: spec for spec in kind.ATTRIBUTES}
    methods = {spec.id for spec in kind.METHODS}
    named = [item.attribute_id for item in rights.attribute_access]
    called = [item.method_id for item in rights.method_access]
    yield from _member_complaints("attribute", version, named, set(attributes))
    yield from _member_complaints("method", version, called, methods)
    for item in rights.attribute_access:
        spec = attributes.get(item.attribute_id)
        known = {selector.id for selector in spec.selectors} if spec else set()
        for selector in item.access_selectors or ():
            if spec and selector not in known:
                yield f"{spec.name} of {version} has no selector {selector}"


def _member_complaints(
    what: str, version: str, numbers: list[int], known: set[int]
) -> Iterator[str]:
    for number in sorted(set(numbers)):
        if number >= 0 and number not in known:
            yield f"{version} has no {what} {number}"
        if numbers.count(number) > 1:
            yield f"{what} {number} has access rights twice"


def _base_name_complaints(entries: list[Any]) -> Iterator[str]:
    """Base names are multiples of 8, and no object reaches into the next one."""
    places: list[tuple[int, int, str]] = []
    for entry in entries:
        # Coded as a signed long, written as four digits.
        base = entry.base_name % 0x10000
        where = f"{Obis(entry.logical_name)} at 0x{base:04X}"
        if base % 8:
            yield f"{where}: not a multiple of 8"
        places.append((base, base + _reach(entry), where))
    places.sort()
    for (_, last, where), (base, _, following) in pairwise(places):
        if base <= last:
            yield f"{where} reaches up to 0x{last:04X}, into {following}"


def _reach(entry: Any) -> int:
    """The greatest offset that the class version of an entry uses; 0 if not known."""
    try:
        kind = cosem.interface_class(entry.class_id, entry.version)
    except UnknownClassError:
        return 0
    offsets: list[int | None] = [spec.short_name for spec in kind.ATTRIBUTES]
    offsets += [spec.short_name for spec in kind.METHODS]
    return max((offset for offset in offsets if offset is not None), default=0)


def column_complaints(column: Any) -> Iterator[str]:
    """A column of a profile: its object, its attribute and the element of that."""
    class_id, index = column.class_id, column.attribute_index
    code = Obis(column.logical_name)
    where = f"column {code} of class {class_id}, attribute {index}"
    for complaint in code_complaints(column.logical_name, class_id):
        yield f"{where}: {complaint}"
    versions = cosem.CATALOGUE.versions(class_id)
    if not versions:
        yield f"{where}: no interface class {class_id}"
        return
    kinds = [cosem.interface_class(class_id, version) for version in versions]
    specs = [spec for kind in kinds for spec in kind.ATTRIBUTES if spec.id == index]
    # 0 is the whole object; negative numbers are the manufacturer's own.
    if index > 0 and not specs:
        yield f"{where}: no version of the class has it"
    element = getattr(column, "data_index", 0)
    if index > 0 and specs and not any(_has_element(s.type, element) for s in specs):
        yield f"{where}: it has no element {element}"


def _has_element(kind: Any, element: int) -> bool:
    """Whether a type may have an element with this number, counted from 1; 0 is all."""
    if isinstance(kind, StructureType):
        return element <= len(kind.fields)
    return element == 0 or isinstance(kind, ArrayType)
