"""A list taken apart: what stands where, down to the octets of each value."""

from __future__ import annotations

from ..codec.reading import decode_at
from ..datetimes import DateTime
from ..wire import ARRAY, STRUCTURE, TAG_NAMES, read_length
from .errors import PushError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Element", "is_moment", "path_of"]

_NULL = 0x00
_OCTETS = 0x09
_TEXTS = (0x0A, 0x0C)
_DATE_TIME = 0x19
_SCALERS = (0x0F, 0x10, 0x05)
_UNITS = (0x16, 0x11, 0x0F)
MOST = 4096
"""Elements of a list that is looked into: the longest known has 65."""
_MEDIA = 16
"""Group A of a code is below this: letters and digits are above."""


class Element:
    """A value in a list: where its octets are, and what they look like.

    `place` is the way to it, positions from 0.
    """

    __slots__ = (
        "_children",
        "content",
        "data",
        "end",
        "place",
        "start",
        "tag",
        "value",
    )

    def __init__(
        self, data: bytes, start: int, end: int, value: Any, place: tuple[int, ...]
    ) -> None:
        self.data: bytes = data
        self.start: int = start
        self.end: int = end
        self.value: Any = value
        """As the generic decoder gives it."""
        self.place: tuple[int, ...] = place
        self.tag: int = data[start]
        self.content: int = start + 1
        """Where the value begins behind the tag, and behind the length of a string."""
        if self.tag == _OCTETS or self.tag in _TEXTS:
            self.content = read_length(data, start + 1)[1]
        self._children: list[Element] | None = None

    @property
    def octets(self) -> bytes:
        """The value, with its tag."""
        return self.data[self.start : self.end]

    @property
    def bare(self) -> bytes:
        """The value behind tag and length."""
        return self.data[self.content : self.end]

    @property
    def is_list(self) -> bool:
        """Whether it is an array or a structure."""
        return self.tag in (ARRAY, STRUCTURE)

    @property
    def is_null(self) -> bool:
        """Whether it is null-data."""
        return self.tag == _NULL

    @property
    def is_code(self) -> bool:
        """Whether it looks like an OBIS code, which six letters or digits do not."""
        return (
            self.tag == _OCTETS
            and self.end - self.content == 6
            and self.data[self.content] < _MEDIA
        )

    @property
    def is_moment(self) -> bool:
        """Whether it is a date-time, or octets that can be nothing else."""
        if self.tag == _DATE_TIME:
            return True
        return self.tag == _OCTETS and is_moment(self.bare)

    @property
    def is_text(self) -> bool:
        """Whether it is text, or octets that may stand for some."""
        return self.tag == _OCTETS or self.tag in _TEXTS

    @property
    def is_scaler(self) -> bool:
        """Whether it can be a scaler by itself: an integer."""
        return self.tag == 0x0F

    @property
    def is_unit(self) -> bool:
        """Whether it can be a unit by itself: an enum."""
        return self.tag == 0x16

    def scaler_and_unit(self) -> tuple[Element, Element] | None:
        """Both, where it is a structure of them; their types may be others than due."""
        if self.tag != STRUCTURE or len(self.value) != 2:
            return None
        scaler, unit = self.children()
        fits = (
            scaler.tag in _SCALERS
            and unit.tag in _UNITS
            and -128 <= scaler.value <= 127
            and unit.value >= 0
        )
        return (scaler, unit) if fits else None

    def children(self) -> list[Element]:
        """What an array or a structure has in it."""
        known = self._children
        if known is None:
            if len(self.value) > MOST:
                raise PushError(
                    "a list", self.start, f"at most {MOST} elements", str(self)
                )
            _, at = read_length(self.data, self.start + 1)
            depth = len(self.place) + 1
            known = []
            for index in range(len(self.value)):
                value, end = decode_at(self.data, at, depth)
                place = (*self.place, index)
                known.append(Element(self.data, at, end, value, place))
                at = end
            self._children = known
        return known

    def at(self, place: tuple[int, ...]) -> Element | None:
        """What stands at a place below this one; None where nothing does."""
        found: Element = self
        for index in place:
            if not found.is_list or index >= len(found.value):
                return None
            found = found.children()[index]
        return found

    def __str__(self) -> str:
        name = TAG_NAMES[self.tag]
        if self.is_list:
            return f"{name} of {len(self.value)}"
        return f"{name}[{self.end - self.content}]" if self.is_text else name


def is_moment(octets: bytes) -> bool:
    """Whether octets are a date-time: fields in their ranges, and some of them specified.

    A serial number of twelve digits is none: no month is 30h.
    """
    if len(octets) != DateTime.SIZE:
        return False
    year, month, day = octets[0] << 8 | octets[1], octets[2], octets[3]
    return (
        (1970 <= year <= 2200 or year == 0xFFFF)
        and (1 <= month <= 12 or month >= 0xFD)
        and (1 <= day <= 31 or day >= 0xFD)
        and (octets[4] <= 7 or octets[4] == 0xFF)
        and (octets[5] <= 23 or octets[5] == 0xFF)
        and (octets[6] <= 59 or octets[6] == 0xFF)
        and (octets[7] <= 59 or octets[7] == 0xFF)
        and (octets[8] <= 99 or octets[8] == 0xFF)
    )


def path_of(element: Element) -> str:
    """The place as errors and deviations write it: `[3][1]`."""
    return "".join(f"[{index}]" for index in element.place)
