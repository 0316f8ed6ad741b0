"""Structures and arrays."""

from __future__ import annotations

from operator import attrgetter
from struct import error as struct_error

from ..codec.layout import Group, Layout, as_tuple, read_elements
from ..codec.reading import REPEATS
from ..errors import DecodeError, EncodeError, counted
from ..wire import ARRAY, STRUCTURE, read_length, write_length
from .base import DataType, refuse, wrong_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from ..codec.layout import Part
    from ..errors import PlacedError
    from ..structure import SharedStructure, Structure

    _Placed = TypeVar("_Placed", bound=PlacedError)
    Field = tuple[str, DataType]
    # Either a layout of `count` members from `first` on, or one member on its own.
    Segment = tuple[Layout | None, int, int, DataType | None]
    Unpack = Callable[[bytes, int], tuple[Any, ...]]
    # What a layout says of a whole structure, each place of which is one member: how
    # to unpack it, its constants, what converts which member, and its size.
    Whole = tuple[
        Unpack, tuple[bytes, ...], tuple[tuple[int, Callable[[Any], Any]], ...], int
    ]
    # What finds the layout of elements that repeat it, and from how many on it pays.
    Repeats = tuple[Callable[[bytes, int], Layout | None], int]

__all__ = ["ArrayType", "SharedStructureType", "StructureType"]

MOST_SHARED = 1024
"""Values that a SharedStructureType keeps."""


class StructureType(DataType):
    """A structure of named members; values are `kind(*members)`, or plain tuples.

    Neighbouring members of fixed size are decoded together through a `Layout`; when
    the octets are not as it says, these members are decoded one by one. No error shows
    the value of a member that `secret` names.
    """

    __slots__ = (
        "_encoders",
        "_head",
        "_members",
        "_segments",
        "_whole",
        "field_names",
        "fields",
        "kind",
        "make",
        "secret",
    )

    def __init__(
        self,
        name: str,
        kind: type[Structure] | None,
        fields: tuple[Field, ...],
        secret: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, (STRUCTURE,))
        self.kind: type[Structure] | None = kind
        self.fields: tuple[Field, ...] = fields
        self.secret: tuple[str, ...] = secret
        self.field_names: tuple[str, ...] = tuple([field[0] for field in fields])
        self.make: Callable[..., Any] = kind or as_tuple
        self._segments: tuple[Segment, ...] = ()
        # The quickest way, where there is one.
        self._whole: Whole | None = None
        head = bytearray((STRUCTURE,))
        write_length(len(fields), head)
        self._head = bytes(head)
        self._encoders = tuple([field[1].encode for field in fields])
        # attrgetter gives a tuple of two or more members only.
        self._members: Callable[[Any], Sequence[Any]] = (
            attrgetter(*self.field_names) if len(fields) > 1 else _values
        )

    def _plan(self) -> tuple[Segment, ...]:
        constant = self._head
        segments: list[Segment] = []
        run: list[Part] = []
        for index, (_, kind) in enumerate(self.fields):
            part = kind.part()
            if part is not None:
                run.append(part)
                continue
            if constant or run:
                layout = Layout(constant, run)
                segments.append((layout, index - len(run), len(run), None))
                constant = b""
                run = []
            segments.append((None, index, 1, kind))
        if constant or run:
            layout = Layout(constant, run)
            segments.append((layout, len(self.fields) - len(run), len(run), None))
        whole = segments[0][0]
        if len(segments) == 1 and whole and all(step[1] == 1 for step in whole.steps):
            converts = tuple([(step[0], step[2]) for step in whole.steps])
            self._whole = (whole.unpack_from, whole.constants, converts, whole.size)
        planned = self._segments = tuple(segments)
        return planned

    def prepare(self) -> None:
        self._plan()

    def inner(self) -> tuple[DataType, ...]:
        return tuple([kind for _, kind in self.fields])

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        whole = self._whole
        if whole is not None:
            unpack_from, constants, converts, size = whole
            try:
                fields = unpack_from(data, at)
                if fields[::2] == constants:
                    members = [*fields[1::2]]
                    for position, convert in converts:
                        members[position] = convert(members[position])
                    return self.make(*members), at + size
            except (struct_error, DecodeError):
                pass  # the general way decides, and explains
        return self._decode_by_segments(data, at)

    def _decode_by_segments(self, data: bytes, at: int) -> tuple[Any, int]:
        values: list[Any] = []
        for layout, first, count, kind in self._segments or self._plan():
            if kind is not None:
                try:
                    value, at = kind.decode(data, at)
                except DecodeError as error:
                    error.within(self.field_names[first])
                    raise
                values.append(value)
                continue
            assert layout is not None
            try:
                fields = layout.unpack_from(data, at)
                if fields[::2] == layout.constants:
                    values += layout.values(fields)
                    at += layout.size
                    continue
            except (struct_error, DecodeError):
                pass
            at = self._one_by_one(data, at, first, count, values)
        return self.make(*values), at

    def _one_by_one(
        self, data: bytes, at: int, first: int, count: int, values: list[Any]
    ) -> int:
        """Decode `count` members from `first` on without a layout."""
        if first == 0:
            at = self._after_head(data, at)
        for name, kind in self.fields[first : first + count]:
            try:
                value, at = kind.decode(data, at)
            except DecodeError as error:
                error.within(name)
                raise
            values.append(value)
        return at

    def _after_head(self, data: bytes, at: int) -> int:
        expected = f"structure of {counted(len(self.fields), 'member')}"
        if data[at : at + 1] != b"\x02":
            raise wrong_type(data, at, expected)
        count, start = read_length(data, at + 1)
        if count != len(self.fields):
            raise wrong_type(data, at, expected)
        return start

    def members(self, value: Any) -> Sequence[Any]:
        """The members of a value; EncodeError when it has others."""
        kind = self.kind
        if kind is not None and isinstance(value, kind):
            return self._members(value)
        if isinstance(value, tuple) and len(value) == len(self.fields):
            return value
        name = kind.__name__ if kind else "tuple"
        raise refuse(value, f"{name} of {counted(len(self.fields), 'member')}")

    def encode(self, value: Any, out: bytearray) -> None:
        if type(value) is self.kind:  # without the call
            members = self._members(value)
        else:
            members = self.members(value)
        out += self._head
        index = 0
        try:
            for encode in self._encoders:
                encode(members[index], out)
                index += 1
        except EncodeError as error:
            self.placed(error, self.field_names[index], members[index])
            raise

    def placed(self, error: _Placed, name: str, member: Any) -> _Placed:
        """The error of a member with its name, and without its value if secret."""
        if name in self.secret:
            error.mask(member)
        return error.within(name)

    def problems(self, value: Any) -> list[EncodeError]:
        if self.kind is None or not isinstance(value, self.kind):
            return super().problems(value)
        return [
            self.placed(problem, name, member)
            for (name, kind), member in zip(self.fields, value._values(), strict=True)
            for problem in kind.problems(member)
        ]

    def part(self) -> Part | None:
        parts = [kind.part() for _, kind in self.fields]
        if not parts or len(parts) > 0x7F:
            return None
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return Group(bytes((STRUCTURE, len(parts))), self.make, known)

    def identified_by(self) -> tuple[type, ...]:
        return (tuple if self.kind is None else self.kind,)

    def _made_of(self) -> tuple[Any, ...]:
        return self.name, self.kind, self.fields, self.secret

    def __reduce__(self) -> str | tuple[Any, ...]:
        if self.kind is not None and self.kind.__dict__.get("TYPE") is self:
            return getattr, (self.kind, "TYPE")
        return super().__reduce__()


class SharedStructureType(StructureType):
    """A structure of few octets and few values, such as scaler and unit of registers.

    Equal octets give the same object again, which takes a fraction of the time. So a
    value must not change: neither it, by its base, nor any of its members.
    """

    __slots__ = ("_known", "_written")

    def __init__(
        self,
        name: str,
        kind: type[SharedStructure],
        fields: tuple[Field, ...],
        secret: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, kind, fields, secret)
        self._known: dict[bytes, tuple[Any, int]] = {}
        # By id, which is the value's own as long as it is kept here.
        self._written: dict[int, tuple[Any, bytes]] = {}

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        # Values stand at the start of an attribute nearly always; others are not kept.
        if at == 0:
            known = self._known.get(data)
            if known is not None:
                return known
            decoded = super().decode(data, 0)
            if decoded[1] == len(data) and len(self._known) < MOST_SHARED:
                # Another thread may have been faster: it is one object for all.
                return self._known.setdefault(data, decoded)
            return decoded
        return super().decode(data, at)

    def octets(self, value: Any) -> bytes:
        written = self._written.get(id(value))
        if written is not None:
            return written[1]
        octets = super().octets(value)
        if type(value) is self.kind and len(self._written) < MOST_SHARED:
            self._written[id(value)] = value, octets
        return octets


class ArrayType(DataType):
    """An array whose elements are all of one type; values are lists.

    A number of elements outside the stated bounds is decoded, but not encoded.
    """

    __slots__ = ("_repeats", "element", "maximum", "minimum")

    def __init__(
        self, element: DataType, minimum: int = 0, maximum: int | None = None
    ) -> None:
        if minimum == maximum:
            bounds = f"[{minimum}]"
        elif minimum or maximum is not None:
            bounds = f"[{minimum}..{'' if maximum is None else maximum}]"
        else:
            bounds = ""
        super().__init__(f"array{bounds} of {element.name}", (ARRAY,))
        self.element: DataType = element
        self.minimum: int = minimum
        self.maximum: int | None = maximum
        self._repeats: Repeats | None = None

    def _plan(self) -> Repeats:
        part = self.element.part()
        if part is None:
            repeats: Repeats = (self.element.shape_at, REPEATS)
        else:
            layout = Layout(b"", (part,))
            repeats = (lambda data, at: layout, 1)
        self._repeats = repeats
        return repeats

    def prepare(self) -> None:
        self._plan()

    def inner(self) -> tuple[DataType, ...]:
        return (self.element,)

    def decode(self, data: bytes, at: int) -> tuple[list[Any], int]:
        if data[at : at + 1] != b"\x01":
            raise wrong_type(data, at, self.name)
        count, start = read_length(data, at + 1)
        if count > len(data) - start:  # every element takes an octet at least
            raise DecodeError(
                "cut short",
                at,
                counted(count, "element"),
                counted(len(data) - start, "octet"),
            )
        layout_at, least = self._repeats or self._plan()
        return read_elements(data, start, count, self.element.decode, layout_at, least)

    def encode(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, list):
            raise refuse(value, f"a list ({self.name})")
        size = len(value)
        if size < self.minimum or (self.maximum is not None and size > self.maximum):
            raise EncodeError("", self.name, counted(size, "element"))
        out.append(ARRAY)
        write_length(size, out)
        encode = self.element.encode
        index = self.element.encode_alike(value, out)
        try:
            for item in value[index:] if index else value:
                encode(item, out)
                index += 1
        except EncodeError as error:
            error.within(index)
            raise

    def problems(self, value: Any) -> list[EncodeError]:
        if not isinstance(value, list):
            return super().problems(value)
        size = len(value)
        problems = []
        if size < self.minimum or (self.maximum is not None and size > self.maximum):
            problems.append(EncodeError("", self.name, counted(size, "element")))
        for index, item in enumerate(value):
            problems += [p.within(index) for p in self.element.problems(item)]
        return problems

    def identified_by(self) -> tuple[type, ...]:
        return (list,)

    def _made_of(self) -> tuple[Any, ...]:
        return self.element, self.minimum, self.maximum


def _values(structure: Structure) -> tuple[Any, ...]:
    return structure._values()
