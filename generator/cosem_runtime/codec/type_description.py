"""Type descriptions, which say once what the elements of a compact-array are."""

from __future__ import annotations

from ..errors import DecodeError, EncodeError, counted, cut, show
from ..limits import DEPTH_LIMIT, limits_of, too_deep
from ..values import INTEGERS, Float32, Float64, Utf8String, VisibleString
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    TAG_NAMES,
    found_at,
    read_length,
    truncated,
    write_length,
)
from .simple import SIMPLE_READERS
from .writing import encode_into

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final


__all__ = ["TypeDescription"]

# Plain Python values are given the tag that the description says.
_WRAPPERS: Final[dict[int, Callable[[Any], Any]]] = {
    **{kind.TAG: kind for kind in INTEGERS},
    0x17: Float32,
    0x18: Float64,
    0x0A: VisibleString,
    0x0C: Utf8String,
}

# Octets of memory that a value takes in CPython, when it is the shortest of its type.
# One octet has few values, which are made once.
_OWN_MEMORY: Final[dict[int, int]] = {
    **{kind.TAG: 48 for kind in INTEGERS if FIXED_SIZES[kind.TAG] > 1},
    0x04: 48,
    0x0A: 98,
    0x0C: 98,
    0x17: 64,
    0x18: 40,
    0x19: 64,
    0x1A: 64,
    0x1B: 64,
}
_REFERENCE = 8
# Octets and memory of a description; simple types have one for all their uses.
_OCTETS = {ARRAY: 3, STRUCTURE: 2}
_DESCRIPTIONS = {ARRAY: 256, STRUCTURE: 160}
_EMPTY_LIST = 56
_SHORT_LIST = 88
_EMPTY_TUPLE = 40


class TypeDescription:
    """The type of each element: a tag, and for array and structure what is inside.

    `count` is the number of elements of an array (whose one member describes each of
    them); `members` describe a structure. Immutable by contract.
    """

    __module__ = "cosem_runtime.compact"  # where pickles look for it
    __slots__ = (
        "count",
        "fixed_size",
        "least_size",
        "members",
        "memory",
        "octets",
        "own_memory",
        "tag",
    )

    def __init__(
        self, tag: int, count: int = 0, members: Iterable[TypeDescription] = ()
    ) -> None:
        parts = tuple(members)
        if tag not in TAG_NAMES or tag == COMPACT_ARRAY:
            raise EncodeError("", "the tag of a type", f"{tag:02X}")
        if (tag == ARRAY and len(parts) != 1) or (
            tag not in (ARRAY, STRUCTURE) and parts
        ):
            raise EncodeError(
                f"{TAG_NAMES[tag]} described by {len(parts)} member descriptions"
            )
        self.tag: Final = tag
        self.members: Final = parts
        self.count: Final = count if tag == ARRAY else len(parts)
        times = count if tag == ARRAY else 1
        compound = tag in (ARRAY, STRUCTURE)
        # Octets of one value when always the same, and the least it can take.
        self.fixed_size: Final[int | None] = (
            _total([part.fixed_size for part in parts], times)
            if compound
            else FIXED_SIZES.get(tag)
        )
        self.least_size: Final[int] = (
            times * sum(part.least_size for part in parts)
            if compound
            else FIXED_SIZES.get(tag, 1)
        )
        # Octets of this description, the memory that it takes itself, and that of one
        # value, when it is the shortest of its type, with the reference to it.
        self.octets: Final[int] = _OCTETS.get(tag, 1) + sum(p.octets for p in parts)
        self.own_memory: Final[int] = _DESCRIPTIONS.get(tag, 0) + sum(
            _REFERENCE + part.own_memory for part in parts
        )
        self.memory: Final[int] = _memory(tag, times, sum(p.memory for p in parts))

    @property
    def is_flat(self) -> bool:
        """Whether nothing is nested in a value, but what is simple in a structure."""
        if self.tag == STRUCTURE:
            return not any(part.tag in (ARRAY, STRUCTURE) for part in self.members)
        return self.tag != ARRAY

    @classmethod
    def read(cls, data: bytes, at: int, depth: int = 0) -> tuple[TypeDescription, int]:
        """The description at `at`, and the offset after it; DecodeError."""
        if depth >= (DEPTH_LIMIT if type(data) is bytes else limits_of(data).depth):
            raise too_deep(data, at)
        if at >= len(data):
            raise truncated(data, at)
        tag = data[at]
        if tag == ARRAY:
            if at + 3 > len(data):
                raise truncated(data, at)
            count = data[at + 1] << 8 | data[at + 2]
            member, end = cls.read(data, at + 3, depth + 1)
            return cls(tag, count, (member,)), end
        if tag == STRUCTURE:
            count, end = read_length(data, at + 1)
            if count > len(data) - end:
                raise truncated(data, at)
            members = []
            for _ in range(count):
                member, end = cls.read(data, end, depth + 1)
                members.append(member)
            return cls(tag, count, members), end
        if tag not in TAG_NAMES or tag == COMPACT_ARRAY:
            raise DecodeError("", at, "a type description", found_at(data, at))
        return _simple(tag), at + 1

    @classmethod
    def of(cls, value: object) -> TypeDescription:
        """The description that a tagged value has; EncodeError when it has none."""
        if isinstance(value, (list, tuple)):
            parts = [cls.of(item) for item in value]
            if isinstance(value, tuple):
                return cls(STRUCTURE, 0, parts)
            if not parts or any(part != parts[0] for part in parts):
                raise EncodeError("", "array elements of one type", show(value))
            return cls(ARRAY, len(parts), parts[:1])
        tagged = bytearray()
        encode_into(value, tagged)
        return _simple(tagged[0])

    def encode(self, out: bytearray) -> None:
        """Append this description."""
        out.append(self.tag)
        if self.tag == ARRAY:
            if not 0 <= self.count <= 0xFFFF:
                raise EncodeError("", "at most 65535 elements", str(self.count))
            out += self.count.to_bytes(2, "big")
        elif self.tag == STRUCTURE:
            write_length(self.count, out)
        for member in self.members:
            member.encode(out)

    def skip(self, data: bytes, at: int) -> int:
        """The offset after one value without tags; DecodeError when it does not fit."""
        if self.fixed_size is not None:
            end = at + self.fixed_size
            if end > len(data):
                raise _cut(self, data, at)
            return end
        if self.members:
            if self.least_size > len(data) - at:
                raise _cut(self, data, at)
            times = self.count if self.tag == ARRAY else 1
            for _ in range(times):
                for member in self.members:
                    at = member.skip(data, at)
            return at
        length, start = read_length(data, at)
        end = start + (length + 7 >> 3 if self.tag == 0x04 else length)
        if end > len(data):
            raise _cut(self, data, at)
        return end

    def value(self, data: bytes, at: int) -> tuple[Any, int]:
        """One value without tags, and the offset after it (checked by `skip`)."""
        if self.tag == ARRAY:
            items = []
            for _ in range(self.count):
                item, at = self.members[0].value(data, at)
                items.append(item)
            return items, at
        if self.tag == STRUCTURE:
            items = []
            for member in self.members:
                item, at = member.value(data, at)
                items.append(item)
            return tuple(items), at
        return SIMPLE_READERS[self.tag](data, at, 0)

    def encode_value(self, value: Any, out: bytearray) -> None:
        """Append one value without tags; EncodeError when it is of another type."""
        if self.tag in (ARRAY, STRUCTURE):
            kind = list if self.tag == ARRAY else tuple
            if not isinstance(value, kind) or len(value) != self.count:
                raise EncodeError("", cut(str(self)), show(value))
            parts = self.members * self.count if self.tag == ARRAY else self.members
            for index, (part, item) in enumerate(zip(parts, value, strict=True)):
                try:
                    part.encode_value(item, out)
                except EncodeError as error:
                    error.within(index)
                    raise
            return
        if type(value) in (int, float, str) and self.tag in _WRAPPERS:
            value = _WRAPPERS[self.tag](value)
        tagged = bytearray()
        encode_into(value, tagged)
        if tagged[0] != self.tag:
            raise EncodeError("", cut(str(self)), show(value))
        out += memoryview(tagged)[1:]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TypeDescription):
            return NotImplemented
        return (self.tag, self.count, self.members) == (
            other.tag,
            other.count,
            other.members,
        )

    def __hash__(self) -> int:
        return hash((self.tag, self.count, self.members))

    def __str__(self) -> str:
        if self.tag == ARRAY:
            return f"array[{self.count}] of {self.members[0]}"
        if self.tag == STRUCTURE:
            shown = [str(member) for member in self.members[:8]]
            more = ["..."] if self.count > 8 else []
            return f"structure {{ {', '.join(shown + more)} }}"
        return TAG_NAMES[self.tag]

    def __repr__(self) -> str:
        if self.members:
            return f"TypeDescription({self.tag}, {self.count}, {self.members!r})"
        return f"TypeDescription({self.tag})"


_SIMPLE: Final[dict[int, TypeDescription]] = {}


def _simple(tag: int) -> TypeDescription:
    """The description of a simple type, the same object for all of one type."""
    known = _SIMPLE.get(tag)
    return known or _SIMPLE.setdefault(tag, TypeDescription(tag))


def _memory(tag: int, times: int, inside: int) -> int:
    if tag == STRUCTURE:
        return _REFERENCE + _EMPTY_TUPLE + inside
    if tag == ARRAY:
        # A list has some room to grow.
        own = _SHORT_LIST if times else _EMPTY_LIST
        return _REFERENCE + own + times * (inside + 1)
    return _REFERENCE + _OWN_MEMORY.get(tag, 0)


def _total(sizes: list[int | None], times: int) -> int | None:
    """The sum when every size is known, `times` over."""
    known = [size for size in sizes if size is not None]
    if times and len(known) < len(sizes):
        return None
    return times * sum(known)


def _cut(description: TypeDescription, data: bytes, at: int) -> DecodeError:
    return DecodeError(
        "cut short",
        at,
        f"the contents of {cut(str(description))}",
        counted(max(len(data) - at, 0), "octet"),
    )
