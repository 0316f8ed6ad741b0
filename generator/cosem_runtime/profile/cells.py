"""The cells of a profile: octets to plain values of the column's type.

Numbers and texts come as plain Python values without their tag; those that stand for a
difference keep their class (`DeltaLong`, ...). A cell of another type than the column's
is not refused, since meters do send such cells: it is taken as it is.
"""

from __future__ import annotations

from functools import partial
from struct import Struct
from struct import error as struct_error

from ..bitstring import BitString, bits_of
from ..codec.compact import tagged
from ..codec.layout import Given, Group, Layout, Place, as_tuple
from ..codec.reading import decode_at
from ..codec.simple import BOOLEANS, float32
from ..errors import DecodeError, counted
from ..types import ANY, SIMPLE, ChoiceType
from ..types.primitives import NumberType
from ..values import (
    INTEGERS,
    Float32,
    Float32Nan,
    Float64,
    TaggedInt,
    Utf8String,
    VisibleString,
)
from ..wire import FIXED_SIZES, NUMBERS, STRUCTURE, TAG_NAMES, read_length, truncated
from .clocks import ClockType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ..codec.layout import Part
    from ..codec.type_description import TypeDescription
    from ..types.base import DataType
    from .columns import Column

    Convert = Callable[[Any], Any]
    # (data, offset after the tag) -> (value, offset after the value)
    Read = Callable[[bytes, int], tuple[Any, int]]
    _ByType = dict[DataType, "_Readers"]
    _ByTag = dict[int, Read]
    _ByLength = dict[int, Convert]
else:
    _ByType = _ByTag = _ByLength = dict

__all__ = ["DELTAS", "CellReaders", "RowReader", "place_of", "row_head"]

DELTAS = tuple([kind for kind in INTEGERS if kind.__name__.startswith("Delta")])
_DELTA_TAGS = {kind.TAG: kind for kind in DELTAS}
# More columns than this make a layout that takes longer than the rows.
_WIDEST = 256
_NULL = 0x00
_BITS = 0x04
_STRINGS = (0x04, 0x09, 0x0A, 0x0C)


def plain(value: Any) -> Any:
    """A number or text without its tag; everything else as it is."""
    if isinstance(value, TaggedInt):
        return value if type(value) in DELTAS else int(value)
    if isinstance(value, (Float32, Float64)):
        return value if isinstance(value, Float32Nan) else float(value)
    if isinstance(value, (VisibleString, Utf8String)):
        return str(value)
    return value


class RowReader:
    """Reads rows of cells: with their tags, or bare as in a compact-array."""

    __slots__ = (
        "_bare",
        "_head",
        "_layouts",
        "_names",
        "_readers",
        "_types",
        "compressed",
    )

    def __init__(
        self,
        columns: Sequence[Column],
        layouts: dict[bytes, tuple[Layout, bool]],
        readers: CellReaders,
        bare: TypeDescription | None = None,
    ) -> None:
        """`layouts` remembers layouts by the octets that make them.

        `bare` describes a row whose cells have no tags.
        """
        self._names = [column.name for column in columns]
        self._types = [column.type for column in columns]
        self._layouts = layouts
        self._readers = [readers[kind] for kind in self._types]
        self._bare = bare
        # Octets before the first cell of every row.
        self._head = b"" if bare is not None else row_head(len(self._types))
        # Whether a row may stand for more than it says: null-data or a difference.
        self.compressed: bool = False

    def row(self, data: bytes, at: int) -> tuple[tuple[Any, ...], int]:
        """The row at `at`, cell by cell, and the offset after it; DecodeError."""
        head = self._head
        if head and data.startswith(head, at):
            self.compressed = True
            place = at + len(head)
            cells: list[Any] = []
            append = cells.append
            try:
                for readers in self._readers:
                    tag = data[place]
                    place += 1
                    if tag:
                        cell, place = readers[tag](data, place)
                        append(cell)
                    else:  # null-data, which is frequent, without the call
                        append(None)
                return tuple(cells), place
            except (IndexError, struct_error, DecodeError):
                pass  # the general way decides, and explains
        return self._row(data, at)

    def _row(self, data: bytes, at: int) -> tuple[tuple[Any, ...], int]:
        bare = self._bare
        if bare is None:
            if data.startswith(self._head, at):
                at += len(self._head)
            else:
                at = self._odd_head(data, at)
        cells: list[Any] = []
        self.compressed = True
        for index, kind in enumerate(self._types):
            try:
                if bare is None:
                    cell, at = _cell(kind, data, at)
                else:
                    value, at = bare.members[index].value(data, at)
                    cell, _ = _cell(kind, tagged(value), 0)
            except DecodeError as error:
                error.within(self._names[index])
                raise
            cells.append(cell)
        return tuple(cells), at

    def _odd_head(self, data: bytes, at: int) -> int:
        count = len(self._types)
        if data[at : at + 1] == b"\x02":
            found, start = read_length(data, at + 1)
            if found == count:
                return start
            found_words = f"structure of {counted(found, 'member')}"
        elif at >= len(data):
            raise truncated(data, at)
        else:
            found_words = TAG_NAMES.get(data[at], f"tag {data[at]:02X}")
        raise DecodeError(
            "", at, f"structure of {counted(count, 'member')}", found_words
        )

    # ---- rows of one shape ----

    def layout_at(self, data: bytes, at: int) -> Layout | None:
        """The layout of the row at `at`; None when it has no fixed one."""
        fits = 0 < len(self._types) <= _WIDEST
        shape = self._shape(data, at) if fits else None
        if shape is None:
            return None
        heads, sizes = shape
        key = b"\xff".join(heads)
        known = self._layouts.get(key)
        if known is None:
            parts = [
                self._part(kind, cell_head, size)
                for kind, cell_head, size in zip(self._types, heads, sizes, strict=True)
            ]
            compressed = any(h[0] == _NULL or h[0] in _DELTA_TAGS for h in heads)
            known = Layout(b"", (Group(self._head, as_tuple, parts),)), compressed
            if len(self._layouts) < 256:  # hostile input must not fill the memory
                self._layouts[key] = known
        if known[1]:
            self.compressed = True
        return known[0]

    def _shape(self, data: bytes, at: int) -> tuple[list[bytes], list[int]] | None:
        """Head (tag, and length of a string) and size of each cell of the row."""
        bare = self._bare
        if not data.startswith(self._head, at):
            return None
        at += len(self._head)
        heads = []
        sizes = []
        end = len(data)
        for index in range(len(self._types)):
            if bare is not None:
                tag = bare.members[index].tag
            elif at < end:
                tag = data[at]
                at += 1
            else:
                return None
            if tag in _STRINGS:
                if at >= end or data[at] > 0x7F:
                    return None
                length = data[at]
                at += 1
                size = length + 7 >> 3 if tag == _BITS else length
                heads.append(bytes((tag, length)))
            elif tag in FIXED_SIZES:
                size = FIXED_SIZES[tag]
                heads.append(bytes((tag,)))
            else:
                return None
            sizes.append(size)
            at += size
        return heads, sizes

    def _part(self, kind: DataType, head: bytes, size: int) -> Part:
        constant = head if self._bare is None else head[1:]
        tag = head[0]
        if not size and tag not in _STRINGS:
            return Given(constant, decode_at(head, 0)[0])
        format, convert = place_of(kind, head, size)
        return Place(constant, format, convert)


def _cell(kind: DataType, data: bytes, at: int) -> tuple[Any, int]:
    tag = data[at] if at < len(data) else _NULL
    if tag in kind.tags and tag != _NULL and tag not in _DELTA_TAGS:
        try:
            value, end = kind.decode(data, at)
            return plain(value), end
        except DecodeError:
            pass  # right tag, but odd: say what is wrong only if no Data either
    value, end = decode_at(data, at)
    return plain(value), end


class CellReaders(_ByType):
    """What reads the cells of a column, by its type."""

    __slots__ = ()

    def __missing__(self, kind: DataType) -> _Readers:
        readers = _Readers(kind)
        self[kind] = readers
        return readers


class _Readers(_ByTag):
    """What reads the cells of one type, by their tag.

    They raise IndexError, struct.error or DecodeError for what is not usual.
    """

    __slots__ = ("_kind",)

    def __init__(self, kind: DataType) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, tag: int) -> Read:
        read = _reader(self._kind, tag)
        self[tag] = read
        return read


def _reader(kind: DataType, tag: int) -> Read:
    """What reads the cell behind a tag; `at` is the place after it."""
    if tag in _STRINGS:
        return _string_reader(kind, tag)
    if tag not in FIXED_SIZES:
        return lambda data, at: _cell(kind, data, at - 1)
    size = FIXED_SIZES[tag]
    head = bytes((tag,))
    if not size:
        nothing = decode_at(head, 0)[0]
        return lambda data, at: (nothing, at)
    format, convert = place_of(kind, head, size)
    if format == "B":
        if convert is None:
            return lambda data, at: (data[at], at + 1)
        make = convert
        return lambda data, at: (make(data[at]), at + 1)
    unpack_from = Struct(">" + format).unpack_from
    if convert is None:
        return lambda data, at: (unpack_from(data, at)[0], at + size)
    make = convert
    return lambda data, at: (make(unpack_from(data, at)[0]), at + size)


def _string_reader(kind: DataType, tag: int) -> Read:
    makers = _Makers(kind, tag)

    def read(data: bytes, at: int) -> tuple[Any, int]:
        length = data[at]
        make = makers[length]
        start = at + 1
        end = start + (length + 7 >> 3 if tag == _BITS else length)
        if end > len(data):
            raise IndexError
        return make(data[start:end]), end

    return read


class _Makers(_ByLength):
    """What makes the value of a string, by its length."""

    __slots__ = ("_kind", "_tag")

    def __init__(self, kind: DataType, tag: int) -> None:
        super().__init__()
        self._kind = kind
        self._tag = tag

    def __missing__(self, length: int) -> Convert:
        if length > 0x7F:
            raise IndexError
        _, convert = place_of(self._kind, bytes((self._tag, length)), length)
        self[length] = convert = convert or _as_it_is
        return convert


def _as_it_is(octets: bytes) -> bytes:
    return octets


def row_head(count: int) -> bytes:
    """The octets before the first cell of a row of `count` cells."""
    if count < 0x80:
        return bytes((STRUCTURE, count))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((STRUCTURE, 0x80 | len(octets))) + octets


def place_of(kind: DataType, head: bytes, size: int) -> tuple[str, Convert | None]:
    """Struct format of a cell behind `head`, and what makes its value."""
    tag = head[0]
    if tag in _DELTA_TAGS:
        return NUMBERS[tag], partial(int.__new__, _DELTA_TAGS[tag])
    if isinstance(kind, ClockType):
        made = kind.maker(head)
        if made is not None:
            return made
        kind = kind.kind
    if tag in kind.tags and kind is not ANY and kind is not SIMPLE:
        alternatives = kind.alternatives if isinstance(kind, ChoiceType) else (kind,)
        for alternative in alternatives:
            if tag in alternative.tags:
                if isinstance(alternative, NumberType):
                    break  # plain, also outside of a range that is stated
                part = alternative.part()
                if isinstance(part, Place) and part.constant == head:
                    return part.format, part.convert
                break
        else:
            alternative = kind
        if tag in _STRINGS:
            return f"{size}s", _Typed(kind, head)
    return _untyped(head, size)


class _Typed:
    """Makes the value of a cell from its octets by way of the type's decoder."""

    __slots__ = ("_head", "_kind")

    def __init__(self, kind: DataType, head: bytes) -> None:
        self._kind = kind
        self._head = head

    def __call__(self, octets: bytes) -> Any:
        data = self._head + octets
        try:
            return plain(self._kind.decode(data, 0)[0])
        except DecodeError:
            return plain(decode_at(data, 0)[0])


def _untyped(head: bytes, size: int) -> tuple[str, Convert | None]:
    """The same for a cell that is taken as it is."""
    tag = head[0]
    if tag in NUMBERS:
        return NUMBERS[tag], None
    if tag == 0x09:
        return f"{size}s", None
    if tag == 0x03:
        return "B", BOOLEANS.__getitem__
    if tag == 0x17:
        return "4s", _float32
    if tag == 0x18:
        return "d", None
    if tag == _BITS:
        return f"{size}s", partial(_bit_string, head[1])
    return f"{size}s", _Typed(ANY, head)


def _float32(octets: bytes) -> float:
    number: float = plain(float32(octets))
    return number


def _bit_string(length: int, octets: bytes) -> BitString:
    return bits_of(octets, length, BitString)
