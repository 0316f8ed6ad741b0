"""Device files of GXDLMSDirector (`.gxc`): what the program keeps of a meter.

Carried over are the association, the objects with their rights and selectors, types, scaler and unit, and the columns of
profiles. Keys, passwords and the settings of media are not. A device is an association: files have one for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..content import Content
from ..model import (
    Access,
    Association,
    DumpedObject,
    Header,
    Meter,
    Record,
    Source,
    Value,
    ValueOf,
)
from ..registry import Options
from . import gurux
from .common import conformance_of, selectors_of
from .markup import Element, Path, elements, pieces

__all__ = ["READER"]

_READ_AND_WRITE: Final = 3
"""What an attribute has whose right is not written: it is the default there."""
_FACTS: Final = frozenset(
    {
        *("Name", "ClientAddress", "LogicalAddress", "PhysicalAddress", "UseLN"),
        *("Authentication", "Security", "Conformance", "PduSize", "Manufacturer"),
    }
)


class GxcReader:
    """Device files of GXDLMSDirector."""

    name = "gxc"
    title = "GXDLMSDirector device file (.gxc)"

    def recognises(self, content: Content) -> bool:
        return b"GXDLMSDevice" in content.start and b"<" in content.start

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        facts: dict[str, Element] = {}
        began, told = False, False
        for element in elements(pieces(content), _is_wanted):
            if element.name != "GXDLMSObject":
                if told or element.name in facts:
                    if not told:  # a device without objects
                        yield from _begin(facts, began)
                        began = True
                    facts, told = {}, False
                facts[element.name] = element
                continue
            if not told:
                yield from _begin(facts, began)
                began = told = True
            yield from _object(element, _uses_names(facts))
        if not told:
            yield from _begin(facts, began)


def _is_wanted(path: Path) -> bool:
    if path[-2:] == ("Objects2", "GXDLMSObject"):
        return True
    return path[-2:-1] == ("GXDLMSDevice",) and path[-1] in _FACTS


def _uses_names(facts: dict[str, Element]) -> bool:
    found = facts.get("UseLN")
    return found is None or found.text != "false"


def _begin(facts: dict[str, Element], began: bool) -> Iterator[Record]:
    def text(name: str) -> str:
        return facts[name].text if name in facts else ""

    def number(name: str, high: int) -> int | None:
        return facts[name].number(0, high) if text(name) else None

    if not began:
        form = "GXDLMSDirector device file"
        yield Header(Meter(maker=text("Manufacturer")), Source(form=form))
    conformance = number("Conformance", 0xFFFFFF)
    yield Association(
        name=text("Name"),
        client=number("ClientAddress", 0xFFFF),
        server=number("LogicalAddress", 0xFFFF),
        referencing="LN" if _uses_names(facts) else "SN",
        # The default is not written.
        authentication=text("Authentication") or "None",
        security=text("Security"),
        conformance=None if conformance is None else conformance_of(conformance),
        max_pdu=number("PduSize", 0xFFFFFFFF),
    )


def _object(element: Element, uses_names: bool) -> Iterator[Record]:
    class_id = gurux.class_of(element.attributes.get("type", ""), element)
    name = gurux.needed(element, "LogicalName").obis()
    description = element.value("Description")
    each = DumpedObject(
        class_id,
        element.number_of("Version", 0, 255),
        name,
        element.number_of("ShortName", 0, 0xFFFF) or None,
        extra={"description": description} if description else {},
    )
    values = {1: gurux.logical_name(name)}
    for number, item in _items(element, "Attributes"):
        each.attribute_access[number] = _access(item) if uses_names else Access()
        selectors = selectors_of(item.number_of("AccessSelector", 0, 0xFF) or 0)
        if selectors:
            each.selectors[number] = selectors
        value = _typed(item, number)
        if value is not None:
            values.setdefault(number, value)
    for number, item in _items(element, "Methods"):
        each.method_access[number] = _method(item) if uses_names else Access()
    for value in (gurux.scaler_unit(class_id, element), _columns(element)):
        if value is not None:
            values[value.attribute] = value
    stated = element.child("Value")
    if stated is not None and stated.text:
        kind = stated.attributes.get("type", "").rpartition(":")[2]
        values[2] = Value(2, type=kind, text=stated.text)
    yield each
    for number in sorted(values):
        yield ValueOf(each.name, values[number])


def _items(element: Element, name: str) -> Iterator[tuple[int, Element]]:
    """Attributes or methods by number, each once."""
    found = element.child(name)
    seen: set[int] = set()
    for item in found.children if found else ():
        index = gurux.needed(item, "Index")
        number = index.number(-0x80, 0x7F)
        if number in seen:
            raise index.wrong("each once", f"{number} again")
        seen.add(number)
        yield number, item


def _access(item: Element) -> Access:
    flags = item.number_of("Access3", 0, 0xFFFF)
    if flags:
        return Access.of_attribute(flags, 3)
    mode = item.number_of("Access", 0, 0xFFFF)
    return Access.of_attribute(_READ_AND_WRITE if mode is None else mode, 1)


def _method(item: Element) -> Access:
    flags = item.number_of("MethodAccess3", 0, 0xFFFF)
    if flags:
        return Access.of_method(flags, 3)
    return Access.of_method(item.number_of("MethodAccess", 0, 0xFFFF) or 0, 1)


def _typed(item: Element, number: int) -> Value | None:
    """What is known of an attribute's value: its type, and as what it is shown."""
    kind, shown = item.value("Type"), item.value("UIType")
    if kind is None and shown is None:
        return None
    extra: dict[str, Any] = {"shown_as": shown} if shown else {}
    return Value(number, type=gurux.TYPES.get(kind or "", kind or ""), extra=extra)


def _columns(element: Element) -> Value | None:
    found = element.child("CaptureObjects")
    if found is None or not found.children:
        return None
    columns = []
    for pair in found.children:
        key, value = gurux.needed(pair, "Key"), gurux.needed(pair, "Value")
        columns.append(
            (
                gurux.class_of(key.attributes.get("type", ""), key),
                gurux.needed(key, "LogicalName").obis(),
                value.number_of("AttributeIndex", -0x80, 0x7F) or 0,
                value.number_of("DataIndex", 0, 0xFFFF) or 0,
            )
        )
    return gurux.capture_objects(columns)


READER: Final = GxcReader()
