"""Values at fixed places: one `struct` call in place of a decoder for each member.

A structure whose members all have a fixed size always has the same octets between its
values: tags, counts and lengths. A layout takes the values and those constant octets
out of the data with a single `struct.Struct`, and compares all constants at once. When
they differ the value is simply not of this layout, and the general, member by member
decoder decides; it alone explains errors.
"""

from __future__ import annotations

from itertools import repeat
from struct import Struct, calcsize

from ..errors import DecodeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    # (position, values taken, what makes one value of them); a count of 0 puts the
    # given value in.
    Step = tuple[int, int, Any]

__all__ = ["Given", "Group", "Layout", "Part", "Place", "as_tuple", "read_elements"]

ROWS_AT_ONCE = 1024
"""Elements that are taken apart in one go (bounds the memory used)."""
FEW = 32
"""Elements whose constant octets are compared field by field, not octet by octet."""
SOME = 16
"""Elements decoded one by one before a common layout is looked for again."""


class Part:
    """A piece of a layout; its constant octets come first."""

    __slots__ = ("constant",)

    def __init__(self, constant: bytes) -> None:
        self.constant: bytes = constant


class Place(Part):
    """A value of fixed size behind constant octets."""

    __slots__ = ("convert", "format", "size")

    def __init__(
        self,
        constant: bytes,
        format: str,
        convert: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(constant)
        self.format: str = format
        self.size: int = calcsize(">" + format)
        self.convert: Callable[[Any], Any] | None = convert


class Given(Part):
    """Constant octets that mean a value, as null-data does."""

    __slots__ = ("value",)

    def __init__(self, constant: bytes, value: Any) -> None:
        super().__init__(constant)
        self.value: Any = value


class Group(Part):
    """Parts that together make one value, behind constant octets."""

    __slots__ = ("make", "parts")

    def __init__(
        self, constant: bytes, make: Callable[..., Any], parts: Sequence[Part]
    ) -> None:
        super().__init__(constant)
        self.make: Callable[..., Any] = make
        self.parts: Sequence[Part] = parts


class Layout:
    """A sequence of parts, ready to be taken out of data.

    `unpack_from` gives constants and values in turn: `fields[::2]` has to equal
    `constants`, `fields[1::2]` are the raw values, which `steps` turn into the parts'
    values.
    """

    __slots__ = (
        "_bare",
        "_columns",
        "_fixed",
        "_full",
        "constants",
        "size",
        "steps",
        "unpack_from",
    )

    def __init__(self, constant: bytes, parts: Sequence[Part]) -> None:
        constants: list[bytes] = []
        formats: list[str] = []
        sizes: list[int] = []
        steps: list[Step] = []
        pending = constant

        def add(part: Part, position: int) -> None:
            nonlocal pending
            pending += part.constant
            if isinstance(part, Place):
                constants.append(pending)
                formats.append(part.format)
                sizes.append(part.size)
                pending = b""
                if part.convert is not None:
                    steps.append((position, 1, part.convert))
            elif isinstance(part, Given):
                steps.append((position, 0, part.value))
            elif isinstance(part, Group):
                for index, inner in enumerate(part.parts):
                    add(inner, position + index)
                steps.append((position, len(part.parts), part.make))

        for index, part in enumerate(parts):
            add(part, index)
        if pending:
            constants.append(pending)
            formats.append("")
            sizes.append(0)
        self.constants: tuple[bytes, ...] = tuple(constants)
        self._columns: dict[int, tuple[tuple[bytes, ...], ...]] = {}
        self.steps: tuple[Step, ...] = tuple(steps)
        pairs = list(zip(constants, formats, strict=True))
        self._full = Struct(">" + "".join(f"{len(c)}s{f}" for c, f in pairs))
        self._bare = Struct(">" + "".join(f"{len(c)}x{f}" for c, f in pairs))
        self.unpack_from: Callable[[bytes, int], tuple[Any, ...]] = (
            self._full.unpack_from
        )
        self.size: int = self._full.size
        fixed: list[tuple[int, int]] = []
        place = 0
        for octets, size in zip(constants, sizes, strict=True):
            fixed += enumerate(octets, place)
            place += len(octets) + size
        self._fixed = tuple(fixed)

    def values(self, fields: Sequence[Any]) -> Sequence[Any]:
        """The parts' values, from what `unpack_from` gave."""
        if not self.steps:
            return fields[1::2]
        values = [*fields[1::2]]
        for position, count, make in self.steps:
            if count == 1:
                values[position] = make(values[position])
            elif count:
                end = position + count
                values[position:end] = (make(*values[position:end]),)
            else:
                values.insert(position, make)
        return values

    def read_rows(self, data: bytes, at: int, count: int) -> list[Any] | None:
        """The values of `count` places in a row, for a layout of one part.

        None when not all of them have this layout.
        """
        size = self.size
        end = at + count * size
        if end > len(data):
            return None
        columns: list[Iterable[Any]]
        if count <= FEW:
            fields = tuple(zip(*self._full.iter_unpack(data[at:end]), strict=True))
            if fields[::2] != self._repeated(count):
                return None
            columns = list(fields[1::2])
        else:
            for offset, octet in self._fixed:
                if data[at + offset : end : size].count(octet) != count:
                    return None
            columns = list(zip(*self._bare.iter_unpack(data[at:end]), strict=True))
        for position, taken, make in self.steps:
            if taken == 1:
                columns[position] = map(make, columns[position])
            elif taken:
                last = position + taken
                members = columns[position:last]
                columns[position:last] = (
                    (
                        zip(*members, strict=True)
                        if make is as_tuple
                        else map(make, *members)
                    ),
                )
            else:
                columns.insert(position, repeat(make, count))
        return list(columns[0])

    def _repeated(self, count: int) -> tuple[tuple[bytes, ...], ...]:
        """The constant octets, `count` times each."""
        known = self._columns.get(count)
        if known is None:
            known = tuple([(octets,) * count for octets in self.constants])
            self._columns[count] = known
        return known


def read_elements(
    data: bytes,
    at: int,
    count: int,
    decode: Callable[[bytes, int], tuple[Any, int]],
    layout_at: Callable[[bytes, int], Layout | None],
    least: int,
) -> tuple[list[Any], int]:
    """`count` values in a row, from `at`, and the offset after them.

    Those of one layout (`layout_at` says which, unless fewer than `least` are left) are
    read together, the others by `decode`. A DecodeError says the index.
    """
    items: list[Any] = []
    append = items.append
    window = FEW
    misses = 0
    layout: Layout | None = None
    while left := count - len(items):
        alone = left
        if left >= least and misses < 4:
            rows = min(left, window)
            layout = layout or layout_at(data, at)
            if layout is not None:
                try:
                    found = layout.read_rows(data, at, rows)
                except DecodeError:  # a value that a closed enumeration refuses:
                    found = None  # `decode` says which one
                if found is not None:
                    items += found
                    at += rows * layout.size
                    window = min(window * 8, ROWS_AT_ONCE)
                    misses = 0
                    continue
            misses += 1
            layout = None
            window = FEW
            alone = min(left, SOME)
        try:
            for _ in range(alone):
                item, at = decode(data, at)
                append(item)
        except DecodeError as error:
            error.within(len(items))
            raise
    return items, at


def as_tuple(*members: Any) -> tuple[Any, ...]:
    """What makes a plain tuple of a group."""
    return members
