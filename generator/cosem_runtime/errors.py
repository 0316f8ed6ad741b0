"""Every exception of the runtime; all of them are `CosemError`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TypeVar

    _Placed = TypeVar("_Placed", bound="PlacedError")

__all__ = [
    "CosemError",
    "DateTimeError",
    "DecodeError",
    "EncodeError",
    "JsonError",
    "MissingNameError",
    "ObisError",
    "UnknownClassError",
    "UnknownNameError",
    "UnreadAttributeError",
    "as_json_error",
    "counted",
    "cut",
    "did_you_mean",
    "listed",
    "path_of",
    "quote",
    "show",
    "stack_used_up",
    "steps_to",
    "visible",
    "visible_line",
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

    def add(self: _Placed, more: str) -> _Placed:
        """Say more about what was found. Returns self."""
        if self.expected:
            self.found += more
        else:
            self.reason += more
        self.args = self._made_of()
        return self

    def mask(self: _Placed, value: object) -> _Placed:
        """Do not show what was found: `value` is secret. Returns self."""
        inner = bool(self._steps)  # then it is about a part of the value
        self.found = "a value" if inner else f"a value of type {type(value).__name__}"
        if not self.expected:
            self.reason, self.expected = "", "another value"
        self.args = self._made_of()
        return self

    def _made_of(self) -> tuple[Any, ...]:
        """The constructor's arguments."""
        return self.reason, self.expected, self.found

    @property
    def path(self) -> str:
        """Where in the value, as in `capture_objects[3].logical_name`."""
        return path_of(self._steps[::-1])

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
        self.offset: int = offset
        self.args: tuple[Any, ...] = self._made_of()

    def _made_of(self) -> tuple[Any, ...]:
        return self.reason, self.offset, self.expected, self.found

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


class MissingNameError(AttributeError):
    """A package has no such name; the text says which ones are like it.

    They are looked for when somebody reads it: imports ask for names that are not there
    as a matter of course.
    """

    def __init__(self, module: str, name: str, known: Sequence[str]) -> None:
        # Python has hints of its own for the object that is asked; one is enough.
        super().__init__(module, name, known, name=name, obj=None)

    def __str__(self) -> str:
        module, name, known = self.args
        hint = did_you_mean(name, known)
        return f"module {quote(module)} has no attribute {quote(name)}{hint}"


class UnreadAttributeError(CosemError, AttributeError):
    """The attribute exists, but was neither given nor read yet."""


def stack_used_up(kind: type[_Placed]) -> _Placed:
    """The error for a nested value that the calls around leave no stack for.

    To be raised where a RecursionError is caught: at the entry, which still has some.
    """
    return kind("the stack is used up: fewer calls around this one, or a higher limit")


def path_of(steps: Iterable[str | int]) -> str:
    """Steps from the outside inwards as a path, `capture_objects[3].logical_name`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def steps_to(error: PlacedError) -> int:
    """How many steps lead to the value at fault."""
    return len(error._steps)


def as_json_error(error: PlacedError) -> JsonError:
    """The same complaint, about JSON."""
    if isinstance(error, JsonError):
        return error
    same = JsonError(error.reason, error.expected, error.found)
    same._steps = error._steps
    return same


def counted(count: int, noun: str) -> str:
    """`1 row`, `5 rows`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """`; did you mean "x"?` when a known name is close to `name`, else nothing.

    Case does not count: of names that differ in nothing else, each is told.
    """
    if not isinstance(name, str) or len(name) > 2 * _SHOWN:
        return ""  # no misspelling, and slow to compare
    from difflib import get_close_matches
    from itertools import islice

    spelled: dict[str, set[str]] = {}
    for each in islice(known, _COMPARED):
        spelled.setdefault(each.lower(), set()).add(each)
    close = get_close_matches(name.lower(), spelled, n=1)
    words = " or ".join(f'"{each}"' for low in close for each in sorted(spelled[low]))
    return f"; did you mean {words}?" if words else ""


_COMPARED = 1000
"""Names that a misspelling is compared with."""
_SHOWN = 60
"""Letters of a value or a name that an error message shows."""


def cut(text: str, most: int = _SHOWN) -> str:
    """The text, or its start and three dots when it is longer than `most`."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def listed(names: Iterable[object]) -> str:
    """Names with commas between them, cut; `none` when there are none."""
    return cut(", ".join(map(str, names)), 400) or "none"


def quote(value: object) -> str:
    """A name or number as Python writes it, for an error message, however long."""
    kind = type(value).__name__
    if isinstance(value, (list, tuple, dict, set)):
        return f"{kind} of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 128:
        return f"{kind} of {value.bit_length()} bits"
    if isinstance(value, (str, bytes, bytearray)) and len(value) > _SHOWN:
        value = value[:_SHOWN]  # still more than is shown of it
    try:
        return cut(repr(value))
    except ValueError:  # a number inside that is too long to be written
        return f"a {kind}"


def show(value: object) -> str:
    """A value and its type in a few words for an error message, however large it is."""
    kind = type(value).__name__
    shown = quote(value)
    if value is None or isinstance(value, (int, float)):
        return shown
    return shown if shown.startswith((kind, "<", "a ")) else f"{kind} {shown}"


def visible(text: str) -> str:
    r"""Text of others so that nothing in it acts, hides or turns around what stands beside it.

    Its control and format characters are written out, `\x1b`, `\u202e`; lines and tabs stay.
    """
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    shown = {each: _shown(each) for each in set(text)}
    return "".join(map(shown.__getitem__, text))


def visible_line(text: str) -> str:
    """The same of what has to stay one line: names, too, may hold the end of one."""
    return visible(text).replace("\n", "\\n")


def _shown(character: str) -> str:
    from unicodedata import category

    plain = character.isprintable() or character in "\n\t"
    if plain or category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")
