"""Which layouts a list is of: found by its tag and count, then by types and fixed values."""

from __future__ import annotations

from ..errors import CosemError, DecodeError, cut, quote
from ..obis import Obis
from ..wire import STRUCTURE
from .families import Found, Reading
from .layouts import ROLES, fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .elements import Element
    from .layouts import LayoutItem, PushLayout

__all__ = ["LayoutIndex", "Matched", "differing", "near", "refined"]

_ABOUT_ANOTHER = ("code", "scaler_unit", "scaler", "unit")
_OF_ITSELF = ("value", "time", "meter", "list")
_NEAREST = 3


class LayoutIndex:
    """Layouts by what lists of theirs look like at first sight."""

    __slots__ = ("_by_count", "_of_any_count", "layouts")

    def __init__(self, layouts: Iterable[PushLayout]) -> None:
        """Raises CosemError for a layout that cannot be."""
        self.layouts: tuple[PushLayout, ...] = tuple(layouts)
        self._by_count: dict[tuple[int, int], list[PushLayout]] = {}
        self._of_any_count: dict[int, list[PushLayout]] = {}
        for layout in self.layouts:
            _check(layout)
            for tag in layout.tags:
                if layout.count is None:
                    self._of_any_count.setdefault(tag, []).append(layout)
                else:
                    key = (tag, layout.count)
                    self._by_count.setdefault(key, []).append(layout)

    def candidates(self, top: Element) -> list[PushLayout]:
        """Those that have the tag and the count of a list."""
        return [
            *self._by_count.get((top.tag, len(top.value)), ()),
            *self._of_any_count.get(top.tag, ()),
        ]


def _check(layout: PushLayout) -> None:
    """CosemError for a layout that no list can be of."""
    if unlike := fault(layout):
        expected, found = unlike
        name = quote(getattr(layout, "name", layout))
        raise CosemError(f"layout {name}: expected {expected}, found {quote(found)}")
    places: set[tuple[int, ...]] = set()
    for item in layout.items:
        if wrong := _wrong(layout, item, places):
            raise CosemError(f"layout {quote(layout.name)}: {item!r}: {wrong}")
        places.add(item.place)
    around = {item.place for item in layout.items if item.role != "filler"}
    for place in places:
        if any(place[:size] in around for size in range(1, len(place))):
            raise CosemError(
                f"layout {quote(layout.name)}: the place {place} is in another one"
            )


def _wrong(layout: PushLayout, item: LayoutItem, places: set[tuple[int, ...]]) -> str:
    """What is wrong with an item, after those at `places`."""
    if item.role not in ROLES:
        return f"a role is one of {', '.join(ROLES)}"
    if not item.place:
        if item.role == "value" and item.obis is not None:
            return ""
        return "what has no place is a value with its code"
    if item.place in places:
        return "another item has the place"
    if item.role in _ABOUT_ANOTHER:
        if not any(each.place == item.of for each in layout.items):
            return "there is no item at the place that it is about"
    elif item.role == "value":
        if layout.count is None:
            return "a list of any count has no value at a certain place"
        codes = [e for e in layout.items if e.role == "code" and e.of == item.place]
        if item.obis is None and not codes:
            return "nothing says the code of the value"
    if item.fixed is not None and not isinstance(item.fixed, bytes):
        return "a fixed value is octets"
    for number, least, most in ((item.scaler, -128, 127), (item.unit, 0, 255)):
        if number is not None and not least <= number <= most:
            return f"a scaler is -128..127 and a unit 0..255, found {number}"
    return ""


class Matched:
    """A layout that a list is of, and how the list is read by it."""

    __slots__ = ("layout", "reading")

    def __init__(self, layout: PushLayout, reading: Reading) -> None:
        self.layout: PushLayout = layout
        self.reading: Reading = reading

    @property
    def meaning(self) -> tuple[object, ...]:
        """What the reading says; layouts that say the same are one."""
        reading = self.reading
        named = reading.list
        return (
            reading.meter and reading.meter.place,
            named and named.place,
            *(time.place for time in reading.times[:1]),
            *(_meaning(found) for found in reading.found if found.element is not named),
        )


def _meaning(found: Found) -> tuple[object, ...]:
    """What is said of a value, but for names and classes."""
    return (
        *(found.element.place, found.obis, found.attribute, found.data_index),
        *(found.scaler, found.unit, found.time and found.time.place),
        *(part and part.place for part in found.scaling or ()),
    )


def differing(one: Reading, other: Reading) -> str:
    """Where two readings part, in words."""
    for first, second in zip(one.found, other.found, strict=False):
        if _meaning(first) != _meaning(second):
            return f"they part at {_path(first.element.place)}, {first.obis}"
    return "they part in what is said of the whole list"


def refined(
    layout: PushLayout, top: Element, base: Reading | None
) -> Matched | str | None:
    """How a list is read by a layout; why not, in words, or None if it says otherwise.

    `base` is what the list says itself. A layout adds to that what it does not say; one
    that gives a value another code is another reading, and None says so.
    """
    elements: dict[tuple[int, ...], Element] = {}
    for item in layout.items:
        if not item.place:
            if base is None:
                return "the list has no codes with its values"
            continue
        element = top.at(item.place)
        if element is None:
            return f"nothing stands at {_path(item.place)}"
        if why := _misfit(layout, item, element, top):
            return f"{_path(item.place)} {why}"
        elements[item.place] = element
    reading = _started(base)
    by_place = {found.element.place: found for found in reading.found}
    for item in layout.items:
        if not item.place:
            _say_by_code(item, reading)
        elif item.role in _OF_ITSELF and not _take(
            item, elements[item.place], layout, elements, reading, by_place
        ):
            return None
    for item in layout.items:
        if item.role in _ABOUT_ANOTHER or (item.role == "time" and item.of):
            about = by_place.get(item.of or ())
            if about is not None:
                _tell(item, elements[item.place], about)
    reading.found.sort(key=lambda found: found.element.start)
    if not reading.found:
        return "it has no values"
    return Matched(layout, reading)


def _started(base: Reading | None) -> Reading:
    """A reading to go on from, which is not that of anybody else."""
    if base is None:
        return Reading("layout")
    reading = Reading(base.family)
    reading.meter, reading.list = base.meter, base.list
    reading.times = base.times.copy()
    for found in base.found:
        copied = Found(
            found.element,
            found.obis,
            class_id=found.class_id,
            attribute=found.attribute,
            data_index=found.data_index,
            scaling=found.scaling,
            time=found.time,
        )
        reading.found.append(copied)
    return reading


def _misfit(
    layout: PushLayout, item: LayoutItem, element: Element, top: Element
) -> str:
    """Why an item cannot be what stands at its place; empty when it can."""
    if element.is_null:
        if item.fixed is None:
            return ""
        about = top.at(item.of) if item.role == "code" and item.of else None
        return "" if about is not None and about.is_null else "is null-data"
    if item.fixed is not None:
        return "" if element.bare == item.fixed else f"is {_shown(element)}"
    if element.tag not in item.type.tags:
        return f"is {element}, not {item.type}"
    try:
        _, end = item.type.decode(element.octets, 0)
    except DecodeError:
        return f"is no {item.type}"
    return "" if end == element.end - element.start else f"is no {item.type}"


def _say_by_code(item: LayoutItem, reading: Reading) -> None:
    for found in reading.found:
        if found.obis == item.obis and found.attribute == item.attribute:
            _say(item, found)


def _say(item: LayoutItem, found: Found) -> None:
    """What a layout says of a value, where the list does not say it."""
    found.class_id = item.class_id if found.class_id is None else found.class_id
    if found.scaling is None:
        found.scaler, found.unit = item.scaler, item.unit
    found.name = item.name
    found.type = item.type


def _take(
    item: LayoutItem,
    element: Element,
    layout: PushLayout,
    elements: dict[tuple[int, ...], Element],
    reading: Reading,
    by_place: dict[tuple[int, ...], Found],
) -> bool:
    """Put what stands at a place where it belongs; False when the list says otherwise."""
    if not element.is_null:
        if item.role == "meter":
            reading.meter = element
        elif item.role == "list":
            reading.list = element
        elif item.role == "time" and not item.of:
            reading.times.insert(0, element)
    code = item.obis
    for each in layout.items:
        if each.role == "code" and each.of == item.place:
            at = elements[each.place]
            if at.is_null:
                return True  # the meter does not have this value
            sent = Obis.from_bytes(at.bare) if len(at.bare) == 6 else None
            if sent is None or (code is not None and code != sent):
                return False
            code = sent
    if code is None or (item.role == "time" and item.of):
        return True
    found = by_place.get(item.place)
    if found is None:
        if any(_overlap(place, item.place) for place in by_place):
            return False
        found = Found(element, code, class_id=item.class_id, attribute=item.attribute)
        reading.found.append(found)
        by_place[item.place] = found
    elif found.obis != code or found.attribute != item.attribute:
        return False
    _say(item, found)
    return True


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def _tell(item: LayoutItem, element: Element, about: Found) -> None:
    """What an item says of another one."""
    if element.is_null or item.role == "code":
        return
    if item.role == "time":
        about.time = element
        return
    scaler, unit = about.scaling or (None, None)
    if item.role == "scaler_unit":
        about.scaling = element.scaler_and_unit() or about.scaling
    elif isinstance(element.value, int):
        is_scaler = item.role == "scaler"
        least, most = (-128, 127) if is_scaler else (0, 255)
        if least <= element.value <= most:
            about.scaling = (element, unit) if is_scaler else (scaler, element)


def near(index: LayoutIndex, top: Element, base: Reading | None) -> str:
    """The layouts that come nearest to a list, and why it is not of them."""
    count = len(top.value)
    told = []
    by_distance = sorted(
        index.layouts,
        key=lambda layout: abs((layout.count or 0) - count) if layout.count else 1,
    )
    for layout in by_distance[:_NEAREST]:
        if top.tag not in layout.tags:
            kind = "structure" if STRUCTURE in layout.tags else "array"
            why = f"is of a {kind}"
        elif layout.count not in (None, count):
            why = f"is of {layout.count}"
        else:
            answer = refined(layout, top, base)
            why = answer if isinstance(answer, str) else "says otherwise"
        told.append(f"{cut(layout.name)} ({cut(why, 100)})")
    return ", ".join(told)


def _path(place: Sequence[int]) -> str:
    return "".join(f"[{index}]" for index in place)


def _shown(element: Element) -> str:
    octets = element.bare[:20]
    return quote(octets) if octets.isascii() else octets.hex(" ").upper()
