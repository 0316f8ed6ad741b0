"""Lists that name their values themselves: which value is which, by how the list is built.

A list is of one family alone: what they begin with tells them apart.
"""

from __future__ import annotations

from ..codec.reading import decode_at
from ..errors import DecodeError
from ..obis import Obis
from ..tolerant import Deviation
from ..wire import ARRAY, STRUCTURE, read_length
from .elements import Element

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..types.base import DataType

__all__ = ["FAMILIES", "Found", "Reading", "described", "self_describing"]

FAMILIES = {
    "object-list": "the list of objects stands first, and their values in its order",
    "pairs": "code and value in turn",
    "structures": "a structure of code and value for each, and scaler and unit with it",
    "rows": "code, value, scaler and unit in turn",
    "numbered": "the identification of the list first, then values with their codes",
    "descriptors": "class, code and attribute number without tags before each value",
    "attributes": "the telegram itself says which attributes it brings",
    "layout": "a layout says what stands where",
}
"""How the values of a push are told apart."""
_PUSH_SETUP = 40
_OBJECT_MEMBERS = (4, 5, 6)
"""Members of a push object, in the versions of the class Push setup."""


class Found:
    """A value of a list, and what is known of it.

    `time` is where its own time stands, `scaling` where its scaler and its unit do.
    """

    __slots__ = (
        "attribute",
        "class_id",
        "data_index",
        "element",
        "name",
        "obis",
        "scaler",
        "scaling",
        "time",
        "type",
        "unit",
    )

    def __init__(
        self,
        element: Element,
        obis: Obis | None,
        *,
        class_id: int | None = None,
        attribute: int = 2,
        data_index: int = 0,
        scaling: tuple[Element | None, Element | None] | None = None,
        time: Element | None = None,
    ) -> None:
        self.element: Element = element
        self.obis: Obis | None = obis
        self.class_id: int | None = class_id
        self.attribute: int = attribute
        self.data_index: int = data_index
        self.time: Element | None = time
        self.scaling: tuple[Element | None, Element | None] | None = scaling
        # What a layout says, in place of the list itself.
        self.scaler: int | None = None
        self.unit: int | None = None
        self.name: str = ""
        self.type: DataType | None = None


class Reading:
    """One way to read a list: its values, and what it says of them all."""

    __slots__ = ("deviations", "family", "found", "list", "meter", "times")

    def __init__(self, family: str) -> None:
        self.family: str = family
        self.found: list[Found] = []
        self.times: list[Element] = []
        """Times of all values; the first counts."""
        self.meter: Element | None = None
        self.list: Element | None = None
        self.deviations: list[Deviation] = []


def self_describing(elements: Sequence[Element]) -> Reading | None:
    """How a list is read that says itself what its values are; None when it does not."""
    return _object_list(elements) or _row(elements)


# ---- the list of objects first


def _object_list(elements: Sequence[Element]) -> Reading | None:
    if len(elements) < 2 or elements[0].tag != ARRAY:
        return None
    objects = [_object(each) for each in elements[0].children()]
    if not objects or None in objects:
        return None
    whole = [each for each in objects if each is not None]
    lists = [
        i for i, each in enumerate(whole) if each[0] == _PUSH_SETUP and each[2] == 2
    ]
    if len(elements) == len(whole) + 1:
        values = list(elements[1:])
    elif len(elements) == len(whole) and lists and (lists[0] == 0 or len(lists) == 1):
        # The list of objects is itself one of the objects, and stands first.
        values = list(elements[1:])
        values.insert(lists[0], elements[0])
    else:
        return None
    reading = Reading("object-list")
    for (class_id, obis, attribute, data_index), value in zip(
        whole, values, strict=True
    ):
        if value is elements[0]:
            continue  # what the others are is no value
        reading.found.append(
            Found(
                value,
                obis,
                class_id=class_id,
                attribute=attribute,
                data_index=data_index,
            )
        )
    return reading if reading.found else None


def _object(element: Element) -> tuple[int, Obis, int, int] | None:
    """Class, code, attribute and data index of a push object."""
    if element.tag != STRUCTURE or len(element.value) not in _OBJECT_MEMBERS:
        return None
    class_id, code, attribute, data_index = element.children()[:4]
    if (class_id.tag, code.tag, attribute.tag, data_index.tag) != (0x12, 9, 0x0F, 0x12):
        return None
    if code.end - code.content != 6:
        return None
    return (
        int(class_id.value),
        Obis.from_bytes(code.value),
        int(attribute.value),
        int(data_index.value),
    )


# ---- values with their codes


def _row(elements: Sequence[Element]) -> Reading | None:
    """Codes with their values, in a row or in structures; other things around them.

    After a code stands its value, whatever it is, and then perhaps a scaler and unit,
    which cannot be anything else. So there is one way to read a row.
    """
    reading = Reading("")
    forms: set[str] = set()
    at = 0
    while at < len(elements):
        element = elements[at]
        if element.is_code:
            if at + 1 == len(elements):
                return None
            found, at = _in_a_row(elements, at)
            forms.add("rows" if found.scaling is not None else "pairs")
            reading.found.append(found)
            continue
        if element.is_list:
            entries = _entries(element)
            if not entries:
                return None
            reading.found += entries
            forms.add("structures")
        elif not _said_of_all(element, reading):
            return None
        at += 1
    if not reading.found or len(reading.times) > 1:
        return None  # of several times nobody knows whose they are
    if reading.list is not None:
        forms = {"numbered"}
    reading.family = min(forms, key=("numbered", "structures", "rows", "pairs").index)
    return reading


def _in_a_row(elements: Sequence[Element], at: int) -> tuple[Found, int]:
    """A code and what belongs to it, and where the next thing stands."""
    code, value = elements[at : at + 2]
    at += 2
    found = Found(value, Obis.from_bytes(code.value))
    if at < len(elements) and (both := elements[at].scaler_and_unit()):
        found.scaling = both
        at += 1
    elif at + 1 < len(elements):
        scaler, unit = elements[at : at + 2]
        if scaler.is_scaler and unit.is_unit:
            found.scaling = (scaler, unit)
            at += 2
    return found, at


def _entries(element: Element) -> list[Found]:
    """One value in a structure of its own, or several such structures together."""
    entry = _entry(element)
    if entry is not None:
        return [entry]
    several = []
    for each in element.children():
        entry = _entry(each) if each.is_list else None
        if entry is None:
            return []
        several.append(entry)
    return several


def _entry(element: Element) -> Found | None:
    """A structure or array of code, value, and perhaps scaler, unit and time."""
    if not 2 <= len(element.value) <= 5:
        return None
    code, value, *others = element.children()
    if not code.is_code:
        return None
    if value.is_moment and others and _is_value(others[0]):
        value, others = others[0], [value, *others[1:]]  # the time stands first
    found = Found(value, Obis.from_bytes(code.value))
    while others:
        if found.scaling is None and (both := others[0].scaler_and_unit()):
            found.scaling = both
            others = others[1:]
        elif (
            found.scaling is None
            and len(others) > 1
            and others[0].is_scaler
            and others[1].is_unit
        ):
            found.scaling = (others[0], others[1])
            others = others[2:]
        elif found.time is None and others[0].is_moment:
            found.time = others[0]
            others = others[1:]
        elif others[0].is_null:  # no scaler and unit, or no time
            others = others[1:]
        else:
            return None
    return found


def _is_value(element: Element) -> bool:
    return not (
        element.is_moment or element.is_null or (element.scaler_and_unit() is not None)
    )


def _said_of_all(element: Element, reading: Reading) -> bool:
    """What stands alone: a time, the list's name before the values, the meter's after."""
    if element.is_null:
        return True
    if element.is_moment:
        reading.times.append(element)
        return True
    if not element.is_text:
        return False
    if not reading.found and reading.list is None:
        reading.list = element
    elif reading.meter is None:
        reading.meter = element
    else:
        return False
    return True


# ---- descriptors without tags


def described(data: bytes) -> Reading | None:
    """How a list is read whose values have the descriptors of their attributes before them.

    One maker's meters, and an operator's document, put class, code and attribute number
    into a structure as they are, without tags. That is no A-XDR, so it is only looked for
    in what is none. Each octet has to belong to it, or it is something else.
    """
    try:
        return _described(data)
    except (DecodeError, IndexError):
        return None


def _described(data: bytes) -> Reading | None:
    at = 0
    place: tuple[int, ...] = ()
    if data[0] == STRUCTURE:  # first a number, then the list
        if data[1] != 2:
            return None
        _, at = decode_at(data, 2)
        place = (1,)
    if data[at] != ARRAY:
        return None
    count, at = read_length(data, at + 1)
    reading = Reading("descriptors")
    for found in _with_descriptors(data, at, count, place):
        reading.found.append(found)
        at = found.element.end
    if at != len(data) or not reading.found:
        return None
    first = reading.found[0].element
    reading.deviations.append(
        Deviation(
            "D161",
            "".join(f"[{index}]" for index in first.place[:-1]),
            first.start - _DESCRIPTOR,
            "values with their tags",
            f"class, code and attribute without tags, {count} times",
        )
    )
    return reading


_DESCRIPTOR = 9
"""Octets of class, code and attribute number."""


def _with_descriptors(
    data: bytes, at: int, count: int, place: tuple[int, ...]
) -> Iterator[Found]:
    for index in range(count):
        start = at + 2 + _DESCRIPTOR
        if data[at : at + 2] != b"\x02\x02" or start >= len(data):
            raise DecodeError
        code = Obis.from_bytes(data[at + 4 : at + 10])
        if code[0] > 15:
            raise DecodeError
        value, end = decode_at(data, start)
        number = data[start - 1]
        yield Found(
            Element(data, start, end, value, (*place, index, 1)),
            code,
            class_id=data[at + 2] << 8 | data[at + 3],
            attribute=number - 256 if number > 127 else number,
        )
        at = end
