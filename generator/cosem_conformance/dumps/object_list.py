"""What an object list publishes: objects with versions, rights and selectors, from the octets as they were read."""

from __future__ import annotations

from typing import Any, Final

from cosem_runtime import CosemError, DecodeError, Obis, axdr

from .model import Access, DumpedObject

__all__ = [
    "ASSOCIATION_LN",
    "ASSOCIATION_SN",
    "CURRENT_ASSOCIATION",
    "LOGICAL_DEVICE_NAME",
    "OBJECT_LIST",
    "published",
]

ASSOCIATION_LN: Final = 15
ASSOCIATION_SN: Final = 12
OBJECT_LIST: Final = 2
"""The attribute, of both classes."""
CURRENT_ASSOCIATION: Final = Obis("0.0.40.0.0.255")
"""The association that asks, whatever it is called among the others."""
LOGICAL_DEVICE_NAME: Final = Obis("0.0.42.0.0.255")
"""The Data object by which one logical device is told from all others."""


def published(
    class_id: int, octets: bytes, association_version: int | None = None
) -> list[DumpedObject]:
    """The objects of an object_list, as Association LN (15) or SN (12) has it.

    Whether a right is a mode or flags depends on the version of the association, which mostly
    stands in the list itself. Raises CosemError for what is no object list.
    """
    rows: Any = axdr.decode(octets)
    if not isinstance(rows, list):
        raise DecodeError("", 0, "an array of objects", type(rows).__name__)
    try:
        if class_id == ASSOCIATION_SN:
            return [_short(*row) for row in rows]
        version = association_version
        if version is None:
            version = _version(rows)
        return [_named(version, *row) for row in rows]
    except CosemError:
        raise
    except (TypeError, ValueError, IndexError) as error:
        raise DecodeError(f"no object list: {error}") from None


def _version(rows: list[Any]) -> int:
    """That of the association, as its own list has it; 1 where it has none."""
    versions = [int(row[1]) for row in rows if int(row[0]) == ASSOCIATION_LN]
    return max(versions, default=1)


def _short(base: Any, class_id: Any, version: Any, name: Any) -> DumpedObject:
    # Base names are signed in the list, and are not where they are used.
    return DumpedObject(
        _in(class_id, 0xFFFF), _in(version, 0xFF), Obis(bytes(name)), int(base) & 0xFFFF
    )


def _named(
    association: int, class_id: Any, version: Any, name: Any, rights: Any
) -> DumpedObject:
    each = DumpedObject(_in(class_id, 0xFFFF), _in(version, 0xFF), Obis(bytes(name)))
    attributes, methods = rights
    for number, mode, allowed in attributes:
        at, code = _in(number, 0x7F, -0x80), _in(mode, 0xFF)
        each.attribute_access[at] = Access.of_attribute(code, association)
        if allowed:
            each.selectors[at] = tuple(_in(one, 0xFF, -0x80) for one in allowed)
    for number, mode in methods:
        at, code = _in(number, 0x7F, -0x80), _in(mode, 0xFF)
        each.method_access[at] = Access.of_method(code, association)
    return each


def _in(number: Any, most: int, least: int = 0) -> int:
    found = int(number)
    if not least <= found <= most:
        raise ValueError(f"{found} is not in {least}..{most}")
    return found
