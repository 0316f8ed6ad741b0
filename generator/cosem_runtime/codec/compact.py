"""compact-array: one type description for all elements, which then carry no tags."""

from __future__ import annotations

import sys

from ..errors import DecodeError, EncodeError, counted, cut, stack_used_up
from ..limits import Limits, as_octets, limits_of
from ..wire import COMPACT_ARRAY, truncated
from .simple import read_octets
from .type_description import TypeDescription
from .writing import EXTENDED, WRITERS, encode_into, write_octets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..types.base import DataType

__all__ = [
    "CompactArray",
    "TypeDescription",
    "elements",
    "read_compact_array",
    "tagged",
    "with_elements",
]


class CompactArray:
    """A compact-array: `description` of the elements and their bare octets, `contents`.

    The contents are checked against the description when they are decoded; the values
    are made when they are first asked for. Immutable by contract; equal when
    description and contents are. Iteration, `len` and indexing go over the elements.
    """

    __module__ = "cosem_runtime.compact"  # where pickles look for it
    __slots__ = ("_element", "_length", "_values", "contents", "description")
    contents: bytes
    description: TypeDescription
    _element: DataType | None
    _length: int
    _values: list[Any] | None

    def __init__(self, description: TypeDescription, contents: bytes) -> None:
        """Raises DecodeError when the contents do not fit the description."""
        octets = as_octets(contents)
        self.description = description
        self.contents = bytes(octets)
        self._element = None
        self._values = None
        try:
            self._length = _count(description, octets)
        except RecursionError:
            raise stack_used_up(DecodeError) from None

    @classmethod
    def of(
        cls, values: Iterable[object], description: TypeDescription | None = None
    ) -> CompactArray:
        """From values, which are all of one type.

        Without `description` the first value says it and must carry its tags. Raises
        EncodeError, with the index of the value that is of another type.
        """
        items = list(values)
        if description is None:
            if not items:
                raise EncodeError("an empty compact-array needs a description")
            description = TypeDescription.of(items[0])
        contents = bytearray()
        for index, item in enumerate(items):
            try:
                description.encode_value(item, contents)
            except EncodeError as error:
                error.within(index)
                raise
        # They are here already: how much memory they take is not the octets' doing.
        return cls(description, _UNLIMITED.on(contents))

    @property
    def values(self) -> list[Any]:
        """The elements: typed when the attribute states their type, else tagged.

        Raises DecodeError when they are not of the type that the attribute states.
        """
        values = self._values
        if values is None:
            try:
                values = self._values = list(elements(self))
            except RecursionError:
                raise stack_used_up(DecodeError) from None
        return values

    def encode_contents(self, out: bytearray) -> None:
        """Append description and contents (everything but the tag)."""
        self.description.encode(out)
        write_octets(self.contents, out)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Any:
        return self.values[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompactArray):
            return NotImplemented
        return self.description == other.description and self.contents == other.contents

    def __hash__(self) -> int:
        return hash((self.description, self.contents))

    def __repr__(self) -> str:
        return f"CompactArray({self.description!r}, {self.contents!r})"


def elements(array: CompactArray) -> Iterator[Any]:
    """The elements, made one by one; DecodeError as for `values`."""
    at = 0
    element = array._element
    generic = element is None or element.is_generic(array.description)
    decode = None if generic or element is None else element.decode
    for index in range(array._length):
        item, at = array.description.value(array.contents, at)
        if decode is not None:
            try:
                item, _ = decode(tagged(item), 0)
            except DecodeError as error:
                error.within(index)
                raise
        yield item


def with_elements(array: CompactArray, element: DataType | None) -> CompactArray:
    """The same array with its elements seen as values of `element`, or as any Data."""
    same = CompactArray.__new__(CompactArray)
    same.description = array.description
    same.contents = array.contents
    same._element = element
    same._values = None
    same._length = array._length
    return same


def _write(array: CompactArray, out: bytearray, depth: int) -> None:
    out.append(COMPACT_ARRAY)
    array.encode_contents(out)


WRITERS[CompactArray] = _write
EXTENDED.append(CompactArray)
_UNLIMITED = Limits(expansion=sys.maxsize)


def tagged(value: object) -> bytes:
    """An element with its tags, so that it can be decoded as any other value."""
    octets = bytearray()
    try:
        encode_into(value, octets)
    except EncodeError as error:  # deeper than a value of one's own may be
        raise DecodeError(error.reason, 0, error.expected, error.found) from None
    return bytes(octets)


def read_compact_array(
    data: bytes, at: int, depth: int = 0
) -> tuple[CompactArray, int]:
    """The compact-array whose description stands at `at`; DecodeError."""
    try:
        description, start = TypeDescription.read(data, at, depth)
        contents, end = read_octets(data, start)
    except IndexError:
        raise truncated(data, at - 1) from None
    if type(data) is not bytes:
        contents = limits_of(data).on(contents)
    try:
        return CompactArray(description, contents), end
    except DecodeError as error:
        error.offset += end - len(contents)
        raise


def _count(description: TypeDescription, contents: bytes) -> int:
    """How many elements the contents hold, every one of them looked at."""
    size = len(contents)
    if not size:
        return 0
    if not description.least_size:
        raise DecodeError(
            "",
            0,
            f"no contents for {cut(str(description))}",
            f"{counted(size, 'octet')} of contents",
        )
    octets = 2 + description.octets + size  # tag and length, too
    allowed = limits_of(contents).expansion * octets - description.own_memory
    most = allowed // description.memory
    fixed = description.fixed_size
    if fixed is not None:
        count, rest = divmod(size, fixed)
        if rest:
            raise DecodeError(
                "",
                size - rest,
                f"elements of {counted(fixed, 'octet')}",
                f"{counted(rest, 'octet')} more",
            )
        if count > most:
            raise _too_large(description, contents)
        return count
    count = at = 0
    while at < size:
        if count >= most:
            raise _too_large(description, contents)
        at = description.skip(contents, at)
        count += 1
    return count


def _too_large(description: TypeDescription, contents: bytes) -> DecodeError:
    limit = limits_of(contents).expansion
    return DecodeError(
        "too much memory for so few octets",
        0,
        f"at most {limit} octets for each (Limits(expansion=...) allows others)",
        f"values of {cut(str(description))}, {description.memory} octets each",
    )
