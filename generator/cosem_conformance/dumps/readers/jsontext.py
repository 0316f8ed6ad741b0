"""JSON of others, with errors that say where: the file, the line or the way through the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from cosem_runtime import Obis, ObisError
from cosem_runtime.errors import cut, quote

from ..content import Content
from ..errors import DumpError
from ..form import DEPTH, deeper, real

__all__ = ["LEVELS", "LIMIT", "Node", "document"]

LIMIT: Final = 64 * 1024 * 1024
"""Octets of a JSON document, which is read whole."""
LEVELS: Final = DEPTH - 4
"""How deep it may be nested: a part of it may stand in `extra`, below something of ours."""

_T = TypeVar("_T", bound=Any)

_WORDS: Final[Mapping[type, str]] = {
    str: "text",
    int: "a whole number",
    list: "a list",
    dict: "an object",
}


def document(content: Content) -> Node:
    """The one document of a file, which is an object."""
    octets = content.whole(LIMIT)
    try:
        text = octets.decode("utf-8-sig")
        found = json.loads(text, parse_constant=real, parse_float=real)
    except DumpError:
        raise
    except json.JSONDecodeError as error:
        wrong = f"{error.msg} at column {error.colno}"
        raise DumpError("", "JSON", wrong, line=error.lineno) from None
    except RecursionError:
        raise DumpError("", "JSON", "one nested without end") from None
    except ValueError as error:
        raise DumpError("", "JSON", cut(str(error))) from None
    if deeper(found, LEVELS):
        raise DumpError("", f"at most {LEVELS} levels of JSON", "more")
    return Node(found, "")


class Node:
    """A value of a document, with the way to it."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value = value
        self.path = path

    def wrong(self, expected: str) -> DumpError:
        """The error that something else was expected here."""
        return DumpError("", expected, quote(self.value), path=self.path)

    def get(self, name: str) -> Node:
        """A member; None stands for one that is not there."""
        path = f"{self.path}.{name}" if self.path else name
        return Node(self.as_(dict).get(name), path)

    def has(self, name: str) -> bool:
        """Whether there is such a member, whatever it is."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def as_(self, kind: type[_T]) -> _T:
        """The value, of that kind. Raises DumpError."""
        if type(self.value) is not kind:
            raise self.wrong(_WORDS[kind])
        found: _T = self.value
        return found

    def text(self, name: str) -> str:
        """A member that is text; none at all is empty."""
        node = self.get(name)
        return "" if node.value is None else node.as_(str)

    def number(self, name: str, low: int, high: int) -> int:
        """A member that is a number, or the digits of one."""
        node = self.get(name)
        found = node.value
        if isinstance(found, str) and found.isascii() and found.isdigit():
            found = int(found[:20])
        if type(found) is not int or not low <= found <= high:
            raise node.wrong(f"a whole number {low}..{high}")
        return found

    def number_or_none(self, name: str, low: int, high: int) -> int | None:
        """The same; None where it is not there."""
        return self.number(name, low, high) if self.has(name) else None

    def obis(self, name: str) -> Obis:
        """A member that is a logical name."""
        node = self.get(name)
        try:
            return Obis(node.as_(str))
        except ObisError:
            raise node.wrong("a logical name as 1.0.1.8.0.255") from None

    def octets(self, name: str) -> bytes | None:
        """A member that is octets in hexadecimal; None where it is not there."""
        if not self.has(name):
            return None
        node = self.get(name)
        try:
            return bytes.fromhex(node.as_(str))
        except ValueError:
            raise node.wrong("octets in hexadecimal") from None

    def each(self) -> Iterator[Node]:
        """The items of a list."""
        for at, item in enumerate(self.as_(list)):
            yield Node(item, f"{self.path}[{at}]")

    def rest(self, *known: str) -> dict[str, Any]:
        """The members of other names, but for those that are None."""
        found = self.as_(dict)
        return {
            name: value
            for name, value in found.items()
            if name not in known and value is not None
        }
