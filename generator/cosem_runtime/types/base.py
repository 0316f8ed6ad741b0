"""What every type descriptor offers."""

from __future__ import annotations

from ..errors import DecodeError, EncodeError, show
from ..wire import found_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..codec.layout import Layout, Part
    from ..codec.type_description import TypeDescription

__all__ = ["DataType"]


class DataType:
    """The type of an attribute, a member, an element or a parameter.

    `name` is the standard's spelling (also `str()`), `tags` the tags that a value of
    this type can start with. Immutable by contract.
    """

    __slots__ = ("name", "tags")
    name: str
    tags: tuple[int, ...]

    def __init__(self, name: str, tags: tuple[int, ...]) -> None:
        self.name = name
        self.tags = tags

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        """The value whose tag stands at `at` and the offset after it; DecodeError."""
        raise NotImplementedError

    def encode(self, value: Any, out: bytearray) -> None:
        """Append the value with its tag; EncodeError when it is not of this type."""
        raise NotImplementedError

    def octets(self, value: Any) -> bytes:
        """The value with its tag; EncodeError when it is not of this type."""
        out = bytearray()
        self.encode(value, out)
        return bytes(out)

    def encode_alike(self, items: list[Any], out: bytearray) -> int:
        """Append as many of the items, from the first on, as quickly go together.

        Says how many: 0 for most types, and where `encode` has to decide and explain.
        """
        return 0

    def is_generic(self, description: TypeDescription) -> bool:
        """Whether what is so described comes as the generic decoder gives it."""
        return False

    def problems(self, value: Any) -> list[EncodeError]:
        """What is wrong with a value, each with its path; empty when nothing is."""
        try:
            self.encode(value, bytearray())
        except EncodeError as error:
            return [error]
        return []

    def validate(self, value: Any) -> list[str]:
        """What is wrong with a value (also one that was decoded), as text."""
        return [str(problem) for problem in self.problems(value)]

    def part(self) -> Part | None:
        """This type in a layout of fixed places; None when its size varies."""
        return None

    def shape_at(self, data: bytes, at: int) -> Layout | None:
        """The layout of the value at `at`, for a type that takes any value."""
        return None

    def inner(self) -> tuple[DataType, ...]:
        """The types that this one is made of."""
        return ()

    def prepare(self) -> None:
        """Build at once what is otherwise built when it is first needed."""

    def identified_by(self) -> tuple[type, ...]:
        """The Python types that name this alternative of a CHOICE for certain."""
        return ()

    def _made_of(self) -> tuple[Any, ...]:
        """The constructor's arguments."""
        raise NotImplementedError

    def __reduce__(self) -> str | tuple[Any, ...]:
        return type(self), self._made_of()

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class Constant(DataType):
    """Base of the types that exist once, under a name in capitals in their module."""

    __slots__ = ()

    def __reduce__(self) -> str | tuple[Any, ...]:
        return self.name.upper().replace("-", "_")


def wrong_type(data: bytes, at: int, expected: str) -> DecodeError:
    """The error for another type than expected at `at`."""
    return DecodeError("", at, expected, found_at(data, at))


def refuse(value: Any, expected: str) -> EncodeError:
    """The error for a value that is not of the expected type."""
    return EncodeError("", expected, show(value))
