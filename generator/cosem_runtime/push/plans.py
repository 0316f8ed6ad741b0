"""How lists of one shape are read: made of the first one, quick for those that follow.

A meter sends the same list again and again: the same tags, counts, codes, scalers and
units, and other values. A plan takes the values out of the octets with one `struct` call
and compares all that is between them at once; when that differs, the list is another one,
and is looked at anew.
"""

from __future__ import annotations

from functools import partial
from itertools import repeat

from ..codec.layout import Given, Layout, Place
from ..codec.reading import decode_at
from ..codec.shapes import utf8, visible
from ..codec.simple import PLACES
from ..datetimes import DateTime
from ..errors import CosemError, DecodeError
from ..tolerant import walk
from ..types import ANY, SIMPLE, ChoiceType
from ..types.primitives import Float32Type, Float64Type, NumberType
from ..wire import STRUCTURE
from .elements import Element, is_moment
from .items import Facts, Push, PushItem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ..codec.layout import Part
    from ..telegram import Telegram
    from ..tolerant import Deviation
    from ..types.base import DataType
    from .layouts import PushLayout

__all__ = ["Plan", "Planner", "Plans", "text_of"]

LONGEST = 4096
"""Octets of the longest list that is remembered."""
ALL_OCTETS = 1 << 17
"""Octets of all lists that are remembered; then they are forgotten together."""
OF_ONE_SIZE = 8
"""Lists of the same size that are remembered."""


class Plan:
    """How the lists of one shape are read."""

    __slots__ = (
        "_constants",
        "_deviations",
        "_facts",
        "_family",
        "_indexes",
        "_layout",
        "_list",
        "_meter",
        "_push_layout",
        "_time",
        "_timed",
    )

    def __init__(
        self,
        layout: Layout,
        items: tuple[tuple[Facts, int, int | None], ...],
        family: str,
        push_layout: PushLayout | None,
        meter: int | None,
        list_id: int | None,
        time: int | None,
        deviations: tuple[Deviation, ...],
    ) -> None:
        self._layout = layout
        self._constants = layout.constants
        # The place of each value among those that the layout takes, and of its own time.
        self._facts = [facts for facts, _, _ in items]
        self._indexes = [index for _, index, _ in items]
        self._timed = [
            (number, index)
            for number, (_, _, index) in enumerate(items)
            if index is not None
        ]
        self._family = family
        self._push_layout = push_layout
        self._meter = meter
        self._list = list_id
        self._time = time
        self._deviations = deviations

    def read(self, body: bytes, telegram: Telegram) -> Push | None:
        """The push that octets of the size of the first list are; None if they are not."""
        fields = self._layout.unpack_from(body, 0)
        if fields[::2] != self._constants:
            return None
        try:
            values = self._layout.values(fields)
        except CosemError:
            return None
        time = telegram.time
        if self._time is not None:
            measured = values[self._time]
            if isinstance(measured, DateTime):
                time = measured
        items = [
            *map(
                PushItem,
                self._facts,
                map(values.__getitem__, self._indexes),
                repeat(time),
            )
        ]
        for number, index in self._timed:
            measured = values[index]
            if isinstance(measured, DateTime):
                items[number].time = measured
        return Push(
            tuple(items),
            telegram,
            family=self._family,
            layout=self._push_layout,
            meter=None if self._meter is None else text_of(values[self._meter]),
            list=None if self._list is None else text_of(values[self._list]),
            time=time,
            deviations=self._deviations,
        )


def text_of(value: Any) -> str | None:
    """An identification as text: octets that are no text in hexadecimal."""
    if isinstance(value, bytes):
        text = value.decode("latin-1")
        readable = text.rstrip("\0")
        return text if readable.isascii() and readable.isprintable() else value.hex()
    return None if value is None else str(value)


class Plans:
    """The plans for the lists that came lately; any number of threads may use it.

    At most so many octets of lists as `ALL_OCTETS` says, none longer than `LONGEST`. A
    plan takes up to some 140 octets for each of its list, so all of them up to 18 MB;
    those of a hundred kinds of meters take 3.
    """

    __slots__ = ("_by_size", "_octets")

    def __init__(self) -> None:
        self._by_size: dict[int, tuple[Plan, ...]] = {}
        self._octets = 0

    def read(self, body: bytes, telegram: Telegram) -> Push | None:
        """The push, when a list like it came before."""
        for plan in self._by_size.get(len(body), ()):
            push = plan.read(body, telegram)
            if push is not None:
                return push
        return None

    def keep(self, plan: Plan, size: int) -> None:
        """Remember a plan for lists of a size."""
        if size > LONGEST:
            return
        # Two threads at once: one plan may be lost, and is made again when it is needed.
        octets = self._octets + size
        if octets > ALL_OCTETS:
            self._by_size, octets = {}, size
        self._octets = octets
        known = self._by_size.get(size, ())
        self._by_size[size] = (plan, *known[: OF_ONE_SIZE - 1])


class Planner:
    """Finds the places of values in a list, and makes a plan of them."""

    __slots__ = ("_body", "_certain", "_holes", "_places")

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._places: dict[int, int] = {}
        """Which value begins at an offset."""
        self._holes: list[tuple[int, int, str, Callable[[Any], Any] | None]] = []
        self._certain: list[Any] = []
        """Values that are not looked for, as they are part of what is compared."""

    def value(self, element: Element, kind: DataType | None = None) -> int:
        """A number for a value that is read as `kind`, as sent where it is None."""
        known = self._places.get(element.start)
        if known is None:
            known = self._places[element.start] = len(self._holes)
            self._holes.append(_hole(element, kind))
        return known

    def fill(self, elements: Sequence[Element]) -> None:
        """Pass over values that nobody looks at, whatever they will be.

        Those that are in a value that somebody looks at are part of it.
        """
        taken = sorted((start, end) for start, end, _, _ in self._holes)
        for element in sorted(elements, key=lambda each: each.start):
            start, size = element.content, element.end - element.content
            while taken and taken[0][1] <= element.start:
                taken.pop(0)
            if size and not (taken and taken[0][0] < element.end):
                hole = (start, element.end, f"{size}s", _octets_like(element))
                self._holes.append(hole)

    def constant(self, value: Any) -> int:
        """A number for a value that is the same each time."""
        self._certain.append(value)
        return -len(self._certain)

    def plan(
        self,
        items: Sequence[tuple[Facts, int, int | None]],
        *,
        family: str,
        layout: PushLayout | None,
        meter: int | None,
        list_id: int | None,
        time: int | None,
        deviations: tuple[Deviation, ...],
    ) -> Plan:
        """The plan for the values that were numbered; the numbers are those given."""
        order = sorted(
            range(len(self._holes)), key=lambda number: self._holes[number][0]
        )
        parts: list[Part] = []
        at = 0
        for number in order:
            start, end, form, convert = self._holes[number]
            parts.append(Place(self._body[at:start], form, convert))
            at = end
        tail = self._body[at:]
        for value in self._certain:
            # Without octets of their own, but for the first, which has the tail.
            parts.append(Given(tail, value))
            tail = b""
        if tail:
            parts.append(Given(tail, None))
        new = {number: index for index, number in enumerate(order)}
        for number in range(len(self._certain)):
            new[-1 - number] = len(order) + number

        def moved(number: int | None) -> int | None:
            return None if number is None else new[number]

        return Plan(
            Layout(b"", parts),
            tuple((facts, new[number], moved(own)) for facts, number, own in items),
            family,
            layout,
            moved(meter),
            moved(list_id),
            moved(time),
            deviations,
        )


def _hole(
    element: Element, kind: DataType | None
) -> tuple[int, int, str, Callable[[Any], Any] | None]:
    """Where a value is, how `struct` takes it, and what makes it of that."""
    convert: Callable[[Any], Any] | None
    start, end = element.start, element.end
    like = _octets_like(element)
    if kind is None or _is_plain(kind, element.tag):
        if element.tag in PLACES:
            return start + 1, end, *PLACES[element.tag]
        if element.is_text:
            content = element.content
            convert = _TEXTS.get(element.tag, like)
            return content, end, f"{end - content}s", convert
        return start, end, f"{end - start}s", partial(_exactly, decode_at)
    part = kind.part()
    if isinstance(part, Place) and like is None:
        content = start + len(part.constant)
        if content + part.size == end and element.octets.startswith(part.constant):
            return content, end, part.format, part.convert
    convert = partial(_conforming, kind)
    if like is not None:
        convert = partial(_like_and, like, element.content - start, convert)
    return start, end, f"{end - start}s", convert


_TEXTS: dict[int, Callable[[Any], Any]] = {0x0A: visible, 0x0C: utf8}


def _octets_like(element: Element) -> Callable[[bytes], bytes] | None:
    """What makes sure that octets look like others did: how a list is read rests on it."""
    size = element.end - element.content
    if element.tag != 0x09:
        return None
    if size == DateTime.SIZE:
        return partial(_like, is_moment, is_moment(element.bare))
    return partial(_like, _is_code, element.is_code) if size == 6 else None


def _is_code(octets: bytes) -> bool:
    return octets[0] < 16


def _like(test: Callable[[bytes], bool], answer: bool, octets: bytes) -> bytes:
    if test(octets) is not answer:
        raise DecodeError
    return octets


def _like_and(
    like: Callable[[bytes], bytes],
    head: int,
    convert: Callable[[bytes], Any],
    octets: bytes,
) -> Any:
    like(octets[head:])
    return convert(octets)


def _exactly(decode: Callable[[bytes, int], tuple[Any, int]], octets: bytes) -> Any:
    """The one value that octets are."""
    value, end = decode(octets, 0)
    if end != len(octets):
        raise DecodeError
    return value


def _conforming(kind: DataType, octets: bytes) -> Any:
    """The value of octets that are as the type has them; of others there is more to say."""
    reading = walk.read(kind, octets, "")
    if reading.deviations:
        raise DecodeError
    return reading.value


def _is_plain(kind: DataType, tag: int) -> bool:
    """Whether what comes under a tag is read as without a class."""
    if kind is ANY or kind is SIMPLE:
        return True
    if not isinstance(kind, ChoiceType):
        return False
    under = [each for each in kind.alternatives if tag in each.tags]
    return len(under) == 1 and isinstance(
        under[0], (NumberType, Float32Type, Float64Type)
    )


def is_certain(element: Element) -> bool:
    """Whether octets have to be the same for a list to be read the same way."""
    if element.tag != STRUCTURE or len(element.value) != 2:
        return False
    return element.scaler_and_unit() is not None
