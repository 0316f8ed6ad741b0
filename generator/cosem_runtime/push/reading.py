"""From a telegram to a push: what its values are, by what the list and layouts say."""

from __future__ import annotations

from ..codec.reading import decode_at
from ..datetimes import DateTime
from ..errors import (
    CosemError,
    DecodeError,
    UnknownClassError,
    UnknownNameError,
    cut,
    did_you_mean,
    listed,
    quote,
    stack_used_up,
)
from ..scaling import ScalerUnitBase
from ..telegram import AttributeReference, Telegram
from ..telegram import open as open_telegram
from ..tolerant import Deviation
from ..tolerant.walk import read
from ..types import OCTET_DATE_TIME, ArrayType, StructureType
from ..wire import TAG_NAMES, left_over
from .elements import Element, path_of
from .errors import PushError
from .families import Found, Reading, described, self_describing
from .items import Facts, Push, PushItem
from .layouts import PushLayout
from .matching import LayoutIndex, Matched, differing, near, refined
from .plans import Planner, Plans, is_certain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..catalogue.registered import Registered
    from ..interface import AttributeSpec, InterfaceClass
    from ..quirks import Quirks
    from ..types.base import DataType

__all__ = ["PushMatcher", "chosen"]

_CLOCK = (8, 2)
_REGISTER = 3
_BUFFER = (7, 2)
"""Parts of it are rows, and all of them are an array of these."""
_SHOWN = 12
"""Elements that an error tells."""
_HINT = (
    "cosem.axdr.decode gives the values without names; what stands where is said by the"
    " package of a country once cosem.register has it, by a `telegram` item of a spec, or by"
    " a cosem.push.PushLayout in layouts=[...]"
)


def chosen(
    layouts: str | PushLayout | Iterable[str | PushLayout] | None,
    registered: tuple[PushLayout, ...],
) -> tuple[PushLayout, ...]:
    """The layouts that are meant: all that are registered where None is given."""
    if layouts is None:
        return registered
    if isinstance(layouts, (str, PushLayout)):
        layouts = (layouts,)
    found: list[PushLayout] = []
    try:
        for each in layouts:
            if isinstance(each, PushLayout):
                found.append(each)
                continue
            named = [layout for layout in registered if layout.name == each]
            if not named:
                known = [layout.name for layout in registered]
                hint = did_you_mean(each, known)
                raise UnknownNameError(
                    f"no layout {quote(each)}{hint}; registered: {listed(known)}"
                )
            found += named
    except TypeError:
        raise CosemError(
            f"layouts are names or PushLayouts, found {quote(layouts)}"
        ) from None
    return tuple(dict.fromkeys(found))


class PushMatcher:
    """Reads pushes by the packages that are registered at one time, and by some layouts.

    Any number of threads may use it.
    """

    __slots__ = ("_index", "_plans", "_registered")

    def __init__(self, registered: Registered, layouts: tuple[PushLayout, ...]) -> None:
        self._registered = registered
        self._index = LayoutIndex(layouts)
        self._plans = Plans()

    def read(
        self,
        octets: bytes | bytearray | memoryview | Telegram,
        *,
        key: bytes | None = None,
        authentication_key: bytes | None = None,
        system_title: bytes | None = None,
        unchecked: bool = False,
        quirks: Quirks | None = None,
    ) -> Push:
        """See `Catalogue.read_push`."""
        telegram = (
            octets
            if isinstance(octets, Telegram)
            else open_telegram(
                octets,
                key=key,
                authentication_key=authentication_key,
                system_title=system_title,
                unchecked=unchecked,
            )
        )
        push = self._read(telegram)
        if not quirks:
            return push
        from ..quirks import are_quirks
        from .meaning import meant

        return meant(push, are_quirks(quirks), self._class)

    def _read(self, telegram: Telegram) -> Push:
        results = telegram.results
        try:
            if len(results) == 1 and results[0].attribute is None:
                body = telegram.body
                return self._plans.read(body, telegram) or self._anew(body, telegram)
            return self._attributes(telegram)
        except RecursionError:
            raise stack_used_up(PushError) from None

    # ---- telegrams that say which attributes they bring

    def _attributes(self, telegram: Telegram) -> Push:
        if all(result.body is None for result in telegram.results):
            names = listed(dict.fromkeys(each.name for each in telegram.results))
            raise CosemError(f"{telegram.kind} brings no value: {names}")
        items = []
        deviations: list[Deviation] = []
        for number, result in enumerate(telegram.results):
            about = result.attribute
            if about is None:
                raise PushError(
                    f"{telegram.kind} has {len(telegram.results)} results and does not"
                    " say what they are: .results of the telegram has their octets"
                )
            place = (number,)
            if isinstance(about, AttributeReference):
                obis = about.logical_name
                class_id, attribute = about.class_id, about.index
            else:
                obis, class_id, attribute = None, None, 0
            value, spec = None, None
            if class_id is not None:
                spec = self._spec(class_id, attribute)
            if result.body is not None:
                element = _top(result.body, place)
                value = element.value
                if spec is not None:
                    value, told = self._typed(element, spec, spec.type)
                    deviations += told
            if obis is None:
                name = f"short name {about:04X}h"
            else:
                name = self._name(obis, class_id, attribute, spec)
            facts = Facts(
                *(obis, name, class_id, attribute, 0, spec),
                *(None, None, None, False, place, 0),
            )
            items.append(PushItem(facts, value, telegram.time))
        return Push(
            tuple(items),
            telegram,
            family="attributes",
            time=telegram.time,
            deviations=tuple(deviations),
        )

    # ---- lists

    def _anew(self, body: bytes, telegram: Telegram) -> Push:
        """The push of a list that is not like one before."""
        try:
            top = _top(body, ())
        except DecodeError as error:
            reading = described(body)
            if reading is None:
                told = PushError(
                    error.reason, error.offset, error.expected, error.found
                )
                told._steps = error._steps
                raise told from None
            return self._pushed(body, telegram, reading, None, None)
        if not top.is_list or not top.value:
            raise PushError("no list of values", 0, "an array or a structure", str(top))
        base = self_describing(top.children())
        layout, reading = self._by_layouts(top, base)
        return self._pushed(body, telegram, reading, layout, top)

    def _by_layouts(
        self, top: Element, base: Reading | None
    ) -> tuple[PushLayout | None, Reading]:
        fitting: dict[tuple[object, ...], Matched] = {}
        others = []
        for layout in self._index.candidates(top):
            answer = refined(layout, top, base)
            if isinstance(answer, Matched):
                fitting.setdefault(answer.meaning, answer)
            elif answer is None:
                others.append(layout.name)
        names = [each.layout.name for each in fitting.values()] + others
        if base is not None and others:
            names.append(f"what the list says itself ({base.family})")
        if len(names) > 1:
            readings = [each.reading for each in fitting.values()]
            where = differing(*readings[:2]) if len(readings) > 1 else "codes differ"
            error = PushError(
                "several readings fit, and they say different things",
                0,
                "one",
                f"{listed(names)}: {where}; layouts=[...] says which",
            )
            error.readings = tuple(names)
            raise error
        for match in fitting.values():
            return match.layout, match.reading
        if base is not None:
            return None, base
        raise self._nothing_fits(top)

    def _nothing_fits(self, top: Element) -> PushError:
        kinds = [str(each) for each in top.children()[:_SHOWN]]
        if len(top.value) > _SHOWN:
            kinds.append("...")
        nearest = near(self._index, top, None)
        return PushError(
            "nothing says what the values are",
            0,
            "a list that names its values"
            + (f", or a layout, of which the nearest are {nearest}" if nearest else ""),
            f"{top}: {cut(', '.join(kinds), 300)}; {_HINT}",
        )

    def _pushed(
        self,
        body: bytes,
        telegram: Telegram,
        reading: Reading,
        layout: PushLayout | None,
        top: Element | None,
    ) -> Push:
        """The push, by a plan that is kept when others can be read by it."""
        planner = Planner(body)
        # What is told of the list is so of each list like it; of values it may not be.
        deviations = reading.deviations.copy()
        of_values = False
        certain = self._certain_places(top)
        items: list[tuple[Facts, int, int | None]] = []
        found_ones = self._with_scalers(self._expanded(reading.found))
        for found in found_ones:
            for part in found.scaling or ():
                if part is not None:
                    certain.add(part.start)
        clock: int | None = None
        identified: dict[int, int] = {}
        for found in found_ones:
            facts, number, told = self._item(found, planner, certain)
            deviations += told
            of_values = of_values or bool(told)
            own = None if found.time is None else _moment(found.time, planner)
            items.append((facts, number, own))
            if clock is None and _is_clock(facts):
                clock = number
            rank = _identifies(facts)
            if rank is not None and not found.element.is_null:
                identified.setdefault(rank, number)
        time = _moment(reading.times[0], planner) if reading.times else clock
        list_id = identified.pop(_LIST, None)
        meter_id = identified[min(identified)] if identified else None
        if reading.list is not None:
            list_id = _identification(reading.list, planner, certain)
        if reading.meter is not None:
            meter_id = _identification(reading.meter, planner, certain)
        if top is not None and reading.family == "layout":
            # What a layout does not look at may be anything.
            planner.fill([each for each in _leaves(top) if each.start not in certain])
        plan = planner.plan(
            items,
            family=reading.family,
            layout=layout,
            meter=meter_id,
            list_id=list_id,
            time=time,
            deviations=tuple(deviations),
        )
        push = plan.read(body, telegram)
        assert push is not None, "a plan does not fit what it was made of"
        if not of_values:
            self._plans.keep(plan, len(body))
        return push

    def _certain_places(self, top: Element | None) -> set[int]:
        """Where a layout that has tag and count asks for a certain value."""
        if top is None:
            return set()
        certain = set()
        for layout in self._index.candidates(top):
            for item in layout.items:
                if item.place and (item.fixed is not None or item.role == "code"):
                    element = top.at(item.place)
                    if element is not None:
                        certain.add(element.start)
        return certain

    def _item(
        self, found: Found, planner: Planner, certain: set[int]
    ) -> tuple[Facts, int, list[Deviation]]:
        """What is always the same of an item, and the number of its value."""
        element, obis = found.element, found.obis
        class_id, stated = found.class_id, found.class_id is not None
        if class_id is None and obis is not None:
            class_id = self._only_class(obis)
        spec = None if class_id is None else self._spec(class_id, found.attribute)
        kind = _part_of(spec, class_id, found.data_index)
        told: list[Deviation] = []
        if kind is not None and spec is not None and stated:
            value, told = self._typed(element, spec, kind)
        else:
            value, kind = _as_said(element, kind, found.type)
        if element.is_null:
            number = planner.constant(None)
        elif told or element.start in certain or is_certain(element):
            number = planner.constant(value)
            certain.add(element.start)
        else:
            number = planner.value(element, kind)
        scaler, unit, both = self._scaling(found, told)
        name = found.name
        if not name and obis is not None:
            name = self._name(obis, class_id, found.attribute, spec)
        facts = Facts(
            *(obis, name, class_id, found.attribute, found.data_index, spec),
            *(scaler, unit, both, scaler is not None or self._is_measured(found)),
            *(element.place, element.start),
        )
        return facts, number, told

    def _scaling(
        self, found: Found, told: list[Deviation]
    ) -> tuple[int | None, Any, ScalerUnitBase | None]:
        """Scaler, unit, and both together where there are both."""
        scaler, unit = found.scaler, found.unit
        if found.scaling is not None:
            from_scaler, from_unit = found.scaling
            scaler = scaler if from_scaler is None else int(from_scaler.value)
            unit = unit if from_unit is None else int(from_unit.value)
            for part, due in ((from_scaler, 0x0F), (from_unit, 0x16)):
                if part is not None and part.tag != due:
                    told.append(_other_type(part, due))
        if unit is None:
            return scaler, None, None
        kind = self._registered.interface_class(_REGISTER, None).attribute(3)
        octets = bytes((2, 2, 0x0F, (scaler or 0) & 0xFF, 0x16, unit))
        both = kind.decode(octets)
        return scaler or 0, both.unit, both

    # ---- what the packages know

    def _name(
        self,
        obis: Any,
        class_id: int | None,
        attribute: int,
        spec: AttributeSpec | None,
    ) -> str:
        """What people call a value."""
        told = self._registered.describer().code(obis, class_id)
        known = told.label or told.name
        if not known or attribute == 2:
            return known
        if not attribute:
            return f"{known}, whole object"
        return f"{known}, {spec.name if spec is not None else f'attribute {attribute}'}"

    def _is_measured(self, found: Found) -> bool:
        """Whether a value is of a quantity with a unit."""
        if found.obis is None or found.attribute != 2 or found.data_index:
            return False
        return bool(self._registered.describer().code(found.obis, None).unit_codes)

    def _only_class(self, obis: Any) -> int | None:
        """The class of the objects with a code, where they are of one."""
        classes = self._registered.describer().code(obis, None).classes
        return classes[0][0] if len(classes) == 1 else None

    def _class(self, class_id: int) -> type[InterfaceClass] | None:
        try:
            return self._registered.interface_class(class_id, None)
        except UnknownClassError:
            return None

    def _spec(self, class_id: int, attribute: int) -> AttributeSpec | None:
        """The attribute in the newest version of the class; None when it is not known."""
        kind = self._class(class_id)
        if kind is None or attribute < 1:
            return None
        try:
            return kind.attribute(attribute)
        except UnknownNameError:
            return None

    def _typed(
        self, element: Element, spec: AttributeSpec, kind: DataType
    ) -> tuple[Any, list[Deviation]]:
        """The value of an attribute, or of a part of it, and how it deviates."""
        octets = element.octets
        path = path_of(element)
        try:
            if kind is spec.type:
                reading = spec.read(octets)
            else:
                reading = read(kind, octets, spec.name)
        except DecodeError:
            found = str(element)
            told = Deviation("D162", path, element.start, str(kind), cut(found))
            return element.value, [told]
        return reading.value, [
            Deviation(
                *(each.code, f"{path}.{each.path}", each.offset + element.start),
                *(each.expected, each.found),
            )
            for each in reading.deviations
        ]

    def _expanded(self, found_ones: list[Found]) -> list[Found]:
        """Whole objects as their attributes, where it can be seen that they are so."""
        expanded = []
        for found in found_ones:
            attributes = self._whole_object(found)
            expanded += attributes or [found]
        return expanded

    def _whole_object(self, found: Found) -> list[Found]:
        element = found.element
        if found.attribute or found.class_id is None or not element.is_list:
            return []
        children = element.children()
        versions = self._registered.versions(found.class_id)
        sizes = {
            len(self._registered.interface_class(found.class_id, v).ATTRIBUTES)
            for v in versions
        }
        if not children or len(children) not in sizes:
            return []
        if children[0].bare != found.obis:
            return []  # the first attribute is the code
        return [
            Found(child, found.obis, class_id=found.class_id, attribute=number)
            for number, child in enumerate(children, 1)
        ]

    def _with_scalers(self, found_ones: list[Found]) -> list[Found]:
        """Values whose scaler and unit the same list has as another attribute."""
        scalings: dict[tuple[Any, int], tuple[Element, Element]] = {}
        holders: dict[int, int | None] = {}
        for found in found_ones:
            class_id = found.class_id
            if class_id is None or found.obis is None:
                continue
            if class_id not in holders:
                holders[class_id] = self._scaler_attribute(class_id)
            both = found.element.scaler_and_unit()
            if both and found.attribute == holders[class_id] and not found.data_index:
                scalings[found.obis, class_id] = both
        for found in found_ones:
            if found.scaling is not None or found.class_id is None:
                continue
            both = scalings.get((found.obis, found.class_id))
            holder = holders.get(found.class_id)
            # In every class the values stand before what scales them.
            if both and holder and 2 <= found.attribute < holder:
                found.scaling = both
        return found_ones

    def _scaler_attribute(self, class_id: int) -> int | None:
        """Which attribute of a class is a scaler and unit."""
        kind = self._class(class_id)
        for spec in kind.ATTRIBUTES if kind is not None else ():
            of = spec.type.kind if isinstance(spec.type, StructureType) else None
            if of is not None and issubclass(of, ScalerUnitBase):
                return spec.id
        return None


_LIST = 99
"""The rank of what identifies a list."""


def _identifies(facts: Facts) -> int | None:
    """How well a value says whose the list is, from 0 on; `_LIST` for which list it is.

    The device's number, the electricity id, the logical device name; and the version of
    the list that Nordic meters send.
    """
    obis = facts.obis
    if obis is None or facts.attribute != 2:
        return None
    a, _, c, d, e, _ = obis
    if (c, d) == (96, 1) and e == 0:
        return 0
    if a == 1 and (c, d) == (0, 0) and e <= 9:
        return 1
    if a == 0 and (c, d, e) == (42, 0, 0):
        return 2
    return _LIST if a == 1 and (c, d, e) == (0, 2, 129) else None


def _is_clock(facts: Facts) -> bool:
    """Whether a value is the time of the meter's clock."""
    return (facts.class_id, facts.attribute) == _CLOCK


def _top(body: bytes, place: tuple[int, ...]) -> Element:
    """The one value of a telegram."""
    value, end = decode_at(body, 0)
    if end != len(body):
        raise left_over(body, end)
    return Element(body, 0, end, value, place)


def _identification(element: Element, planner: Planner, certain: set[int]) -> int:
    """The number of a name that stands alone."""
    if element.start in certain:
        return planner.constant(element.value)
    return planner.value(element)


def _moment(element: Element, planner: Planner) -> int:
    """The number of a time."""
    if element.tag == 0x09 and element.end - element.content == DateTime.SIZE:
        return planner.value(element, OCTET_DATE_TIME)
    return planner.value(element)


def _part_of(
    spec: AttributeSpec | None, class_id: int | None, data_index: int
) -> DataType | None:
    """The type of an attribute, or of the part of it that is sent."""
    if spec is None:
        return None
    kind = spec.type
    if not data_index or (class_id, spec.id) == _BUFFER:
        return kind
    if isinstance(kind, StructureType) and data_index <= len(kind.fields):
        return kind.fields[data_index - 1][1]
    return kind.element if isinstance(kind, ArrayType) else None


def _as_said(
    element: Element, by_class: DataType | None, by_layout: DataType | None
) -> tuple[Any, DataType | None]:
    """A value of a class that is guessed, or of the type that a layout says."""
    octets = element.octets
    for kind in (by_class, by_layout):
        if kind is None or element.is_null:
            continue
        try:
            value, end = kind.decode(octets, 0)
        except DecodeError:
            continue
        # What is no more than a number or text keeps its tag.
        if end == len(octets) and type(value) not in _BARE:
            return value, kind
    return element.value, None


_BARE = (int, float, str, bytes)


def _other_type(element: Element, due: int) -> Deviation:
    code = "D103" if due == 0x16 else "D101"
    path = path_of(element)
    found = TAG_NAMES[element.tag]
    return Deviation(code, path, element.start, TAG_NAMES[due], found)


def _leaves(top: Element) -> list[Element]:
    """The values that are not lists, and lists that have nothing in them."""
    leaves = []
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if element.is_list and element.value:
            waiting += element.children()
        else:
            leaves.append(element)
    return leaves
