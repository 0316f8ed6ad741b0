"""Objects as the libraries of Gurux save them: `<Objects>` with an element for each, named after its class.

Values there are converted and have lost their types, but for those of class Data and of a few others: these are encoded
anew, and say so. What else is written is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cosem_runtime.wire import TAG_NAMES

from ... import wire
from ..content import Content
from ..model import (
    Access,
    Association,
    DumpedObject,
    Header,
    Record,
    Source,
    Value,
    ValueOf,
)
from ..registry import Options
from . import gurux
from .markup import DEPTH, Element, Path, elements, pieces

__all__ = ["READER"]


class ObjectsReader:
    """Objects as the libraries of Gurux save them."""

    name = "gurux-objects"
    title = "objects of the Gurux libraries (XML)"

    def recognises(self, content: Content) -> bool:
        start = content.start
        return b"<Objects" in start and b"<GXDLMS" in start and b"<LN>" in start

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        yield Header(source=Source(form="objects saved by Gurux"))
        yield Association()
        for element in elements(pieces(content), _is_wanted):
            yield from _object(element)


def _is_wanted(path: Path) -> bool:
    return len(path) == 2 and path[0] == "Objects" and path[1].startswith("GXDLMS")


def _object(element: Element) -> Iterator[Record]:
    class_id = gurux.class_of(element.name, element)
    name = gurux.needed(element, "LN").obis()
    description = element.value("Description")
    each = DumpedObject(
        class_id,
        # Version 0 is not written.
        element.number_of("Version", 0, 255) or 0,
        name,
        element.number_of("SN", 0, 0xFFFF) or None,
        extra={"description": description} if description else {},
    )
    for number, code in _digits(element, "Access"):
        each.attribute_access[number] = Access.of_attribute(code, 1)
    for number, code in _digits(element, "MethodAccess"):
        each.method_access[number] = Access.of_method(code, 1)
    yield each
    yield ValueOf(each.name, gurux.logical_name(name))
    for value in (
        _value(element, class_id),
        gurux.scaler_unit(class_id, element),
        _columns(element, class_id),
    ):
        if value is not None:
            yield ValueOf(each.name, value)


def _digits(element: Element, name: str) -> Iterator[tuple[int, int]]:
    """Rights, a digit for each attribute or method."""
    found = element.child(name)
    if found is None or not found.text:
        return
    if not found.text.isascii() or not found.text.isdigit() or len(found.text) > 127:
        raise found.wrong("a digit for each attribute")
    yield from enumerate(map(int, found.text), 1)


def _value(element: Element, class_id: int) -> Value | None:
    found = element.child("Value")
    if found is None or class_id not in (1, *gurux.SCALER_UNIT):
        return None
    if not found.text and not found.children:
        return None
    if class_id == 1:
        octets = _octets(found, 1)
        if octets is not None:
            derived = "value and type as saved, encoded anew"
            return Value(2, octets, derived=derived)
    # Registers are saved as a number with their scaler applied.
    return Value(2, text=found.text) if found.text else None


def _octets(found: Element, depth: int) -> bytes | None:
    """A value from its type and text; None for types that are not saved as they are."""
    text = found.attributes.get("Type", "")
    name = TAG_NAMES.get(int(text)) if text.isascii() and text.isdigit() else None
    if name is None or depth > DEPTH:
        return None
    if name in ("array", "structure"):
        items = [_octets(item, depth + 1) for item in found.children]
        whole = [item for item in items if item is not None]
        tag = wire.ARRAY if name == "array" else wire.STRUCTURE
        return wire.sequence(tag, whole) if len(whole) == len(items) else None
    if name in wire.NUMBERS:
        return wire.number(name, found.number(*wire.limits(name)))
    if name == "octet-string":
        try:
            return wire.string(wire.OCTET_STRING, bytes.fromhex(found.text))
        except ValueError:
            return None  # a date-time, as text
    if name == "visible-string" and found.text.isascii():
        return wire.string(wire.VISIBLE_STRING, found.text.encode("ascii"))
    if name == "utf8-string":
        return wire.string(wire.UTF8_STRING, found.text.encode("utf-8", "replace"))
    if name == "boolean" and found.text.lower() in ("true", "false", "0", "1"):
        return bytes((wire.BOOLEAN, found.text.lower() in ("true", "1")))
    return None


def _columns(element: Element, class_id: int) -> Value | None:
    found = element.child("CaptureObjects")
    if found is None or not found.children or class_id != 7:
        return None
    return gurux.capture_objects(
        [
            (
                gurux.needed(item, "ObjectType").number(0, 0xFFFF),
                gurux.needed(item, "LN").obis(),
                item.number_of("Attribute", -0x80, 0x7F) or 0,
                item.number_of("Data", 0, 0xFFFF) or 0,
            )
            for item in found.children
        ]
    )


READER: Final = ObjectsReader()
