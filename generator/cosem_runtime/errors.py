"""Every exception of the runtime; all of them are `CosemError`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeVar

    _Placed = TypeVar("_Placed", bound="PlacedError")

__all__ = [
    "CosemError",
    "DateTimeError",
    "DecodeError",
    "EncodeError",
    "JsonError",
    "ObisError",
    "UnknownClassError",
    "UnknownNameError",
    "UnreadAttributeError",
    "did_you_mean",
    "octet_count",
    "show",
]


class CosemError(Exception):
    """Base of every error that this library raises on purpose."""


class PlacedError(CosemError, ValueError):
    """An error somewhere inside a value; `path` says where.

    The path is put together while the error travels outwards, so that code that
    does not fail pays nothing for it.
    """

    args: tuple[Any, ...]

    def __init__(self, reason: str = "", expected: str = "", found: str = "") -> None:
        super().__init__(reason, expected, found)
        self.reason: str = reason
        self.expected: str = expected
        self.found: str = found
        self._steps: list[str | int] = []

    def within(self: _Placed, step: str | int) -> _Placed:
        """Add the step that leads here: a field name or an index. Returns self."""
        self._steps.append(step)
        return self

    def mask(self: _Placed, value: object) -> _Placed:
        """Do not show what was found: `value` is secret. Returns self."""
        inner = bool(self._steps)  # then it is about a part of the value
        self.found = "a value" if inner else f"a value of type {type(value).__name__}"
        if not self.expected:
            self.reason, self.expected = "", "another value"
        self.args = (self.reason, self.expected, self.found)
        return self

    @property
    def path(self) -> str:
        """Where in the value, as in `capture_objects[3].logical_name`."""
        text = ""
        for step in reversed(self._steps):
            if isinstance(step, int):
                text += f"[{step}]"
            else:
                text += f".{step}" if text else step
        return text

    def _what(self) -> str:
        if not self.expected:
            return self.reason
        clash = f"expected {self.expected}, found {self.found}"
        return f"{self.reason}: {clash}" if self.reason else clash

    def __str__(self) -> str:
        path = self.path
        return f"{path}: {self._what()}" if path else self._what()


class DecodeError(PlacedError):
    """The octets are not what they should be.

    `offset` is the position of the first octet at fault, `path` the way to the value,
    `expected` and `found` say what clashed.
    """

    def __init__(
        self, reason: str = "", offset: int = 0, expected: str = "", found: str = ""
    ) -> None:
        super().__init__(reason, expected, found)
        self.args: tuple[Any, ...] = (reason, offset, expected, found)
        self.offset: int = offset

    def __str__(self) -> str:
        return f"{super().__str__()} (offset {self.offset})"


class EncodeError(PlacedError):
    """The value cannot be encoded as its type asks."""


class ObisError(CosemError, ValueError):
    """The text, octets or numbers are not an OBIS code."""


class DateTimeError(CosemError, ValueError):
    """The date or time cannot be made or converted."""


class JsonError(PlacedError):
    """The JSON is not the form of a value.

    `path` is the way through the JSON, `expected` and `found` say what clashed.
    """


class UnknownClassError(CosemError, LookupError):
    """No interface class with this class_id and version is known."""


class UnknownNameError(CosemError, LookupError):
    """No attribute, method, selector or named bit with this name or number."""


class UnreadAttributeError(CosemError, AttributeError):
    """The attribute exists, but was neither given nor read yet."""


def octet_count(count: int) -> str:
    """`1 octet`, `5 octets`."""
    return "1 octet" if count == 1 else f"{count} octets"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` when a known name is close to `name`, else nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def show(value: object) -> str:
    """A value in a few words for an error message, however large it is."""
    kind = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, (list, tuple, dict, set)):
        return f"{kind} of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 128:
        return f"{kind} of {value.bit_length()} bits"
    shown = repr(value)
    if len(shown) > 60:
        shown = f"{shown[:57]}..."
    if isinstance(value, (int, float)) or shown.startswith((kind, "<")):
        return shown
    return f"{kind} {shown}"
