"""What there is to explain in a published capture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cosem
from cosem_runtime import CompactArray, UnknownClassError, axdr
from tests.crosschecks.listed import (
    code_complaints,
    column_complaints,
    list_complaints,
)

ASSOCIATION_SN, ASSOCIATION_LN, PROFILE = 12, 15, 7
OBJECT_LIST, CAPTURE_OBJECTS, SORT_OBJECT = 2, 3, 6


def complaints(vector: dict[str, Any]) -> Iterator[str]:
    """What is not explained in a capture: of the object, of its value, of the codes in it."""
    data = bytes.fromhex(vector["data_hex"])
    if vector["class_id"] is None:
        yield from _loose_codes(axdr.decode(data))
        return
    class_id, version, number = (
        vector[key] for key in ("class_id", "version", "attribute")
    )
    try:
        kind = cosem.interface_class(class_id, version)
    except UnknownClassError as error:
        yield str(error)
        return
    if all(spec.id != number for spec in kind.ATTRIBUTES):
        yield f"{kind.NAME} version {kind.VERSION} has no attribute {number}"
        return
    if vector["obis"] is not None:
        yield from code_complaints(cosem.Obis(vector["obis"]), class_id)
    value = kind.attribute(number).decode(data)
    yield from value_complaints(class_id, number, value)


def value_complaints(class_id: int, number: int, value: Any) -> Iterator[str]:
    """What is not explained in the value of an attribute."""
    if is_object_list(class_id, number):
        yield from list_complaints(value)
    elif (class_id, number) == (PROFILE, CAPTURE_OBJECTS):
        for column in value:
            yield from column_complaints(column)
    elif (class_id, number) == (PROFILE, SORT_OBJECT) and any(value.logical_name):
        yield from column_complaints(value)


def is_object_list(class_id: int | None, number: int | None) -> bool:
    return class_id in (ASSOCIATION_SN, ASSOCIATION_LN) and number == OBJECT_LIST


def _loose_codes(value: object) -> Iterator[str]:
    """Logical names in a list that meters push: six octets of which the last is 255."""
    if isinstance(value, (list, tuple, CompactArray)):
        for element in value:
            yield from _loose_codes(element)
    elif isinstance(value, bytes) and len(value) == 6 and value[5] == 255:
        yield from code_complaints(value)
