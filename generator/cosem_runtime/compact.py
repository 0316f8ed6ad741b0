"""compact-array: one type description for all elements, which then carry no tags."""

from __future__ import annotations

from .descriptions import TypeDescription
from .errors import DecodeError, EncodeError, octet_count, stack_used_up
from .reading import read_octets
from .wire import truncated
from .writing import encode_into, write_octets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .types.base import DataType

__all__ = ["EXPANSION_LIMIT", "CompactArray", "TypeDescription", "read_compact_array"]

EXPANSION_LIMIT = 32
"""Values per octet; many more can only come from a description that lies."""


class CompactArray:
    """A compact-array: `description` of the elements and their bare octets, `contents`.

    The contents are checked against the description when they are decoded; the values
    are made when they are first asked for. Immutable by contract; equal when
    description and contents are. Iteration, `len` and indexing go over the elements.
    """

    __slots__ = ("_element", "_length", "_values", "contents", "description")
    contents: bytes
    description: TypeDescription
    _element: DataType | None
    _length: int
    _values: list[Any] | None

    def __init__(self, description: TypeDescription, contents: bytes) -> None:
        """Raises DecodeError when the contents do not fit the description."""
        self.description = description
        self.contents = bytes(contents)
        self._element = None
        self._values = None
        try:
            self._length = _count(description, self.contents)
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
        return cls(description, bytes(contents))

    @property
    def values(self) -> list[Any]:
        """The elements: typed when the attribute states their type, else tagged.

        Raises DecodeError when they are not of the type that the attribute states.
        """
        values = self._values
        if values is None:
            try:
                values = self._values = self._make()
            except RecursionError:
                raise stack_used_up(DecodeError) from None
        return values

    def _make(self) -> list[Any]:
        items = []
        at = 0
        for _ in range(self._length):
            item, at = self.description.value(self.contents, at)
            items.append(item)
        if self._element is None:
            return items
        decode = self._element.decode
        typed: list[Any] = []
        try:
            for item in items:  # given its tags, an element is as any other value
                tagged = bytearray()
                encode_into(item, tagged)
                typed.append(decode(bytes(tagged), 0)[0])
        except DecodeError as error:
            error.within(len(typed))
            raise
        return typed

    def _typed(self, element: DataType) -> CompactArray:
        """This array, its elements to be seen as values of `element`."""
        self._element = element
        return self

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


def read_compact_array(data: bytes, at: int) -> tuple[CompactArray, int]:
    """The compact-array whose description stands at `at`; DecodeError."""
    try:
        description, start = TypeDescription.read(data, at)
        contents, end = read_octets(data, start)
    except IndexError:
        raise truncated(data, at - 1) from None
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
            "", 0, f"no contents for {description}", f"{octet_count(size)} of contents"
        )
    most = EXPANSION_LIMIT * (size + description.parts) // description.weight
    fixed = description.fixed_size
    if fixed is not None:
        count, rest = divmod(size, fixed)
        if rest:
            raise DecodeError(
                "",
                size - rest,
                f"elements of {octet_count(fixed)}",
                f"{octet_count(rest)} more",
            )
        if count > most:
            raise _implausible(description)
        return count
    count = at = 0
    while at < size:
        if count >= most:
            raise _implausible(description)
        at = description.skip(contents, at)
        count += 1
    return count


def _implausible(description: TypeDescription) -> DecodeError:
    return DecodeError("more values than octets can hold", 0, "", f"{description}")
