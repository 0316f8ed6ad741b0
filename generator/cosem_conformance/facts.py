"""Types as the conformance tests state them.

A *plain* value is what a fact means in bare Python: a number, text of 0 and 1 for bits, a list for a structure or
array, `(index, plain)` for a CHOICE.  Each fact can

* write a plain value as octets (`encode`), without the codec under test,
* build the typed value that an application would pass in (`make`),
* say what a decoded value means (`plain`), failing if its Python type is not the promised one,
* list plain values that must survive (`samples`) and draw random ones (`strategy`),
* list octets that must be refused, with the path to the fault (`wrong`), and plain values that cannot be encoded (`outside`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


class Wrong(NamedTuple):
    """Octets that must be refused."""

    octets: bytes
    path: str
    """Where the fault is, below the value: `.scaler`, `[0].class_id`."""


class Fact(Protocol):
    """What every type fact offers; see the module."""

    def encode(self, plain: Any) -> bytes: ...
    def make(self, plain: Any) -> Any: ...
    def plain(self, value: Any) -> Any: ...
    def samples(self) -> list[Any]: ...
    def strategy(self) -> SearchStrategy[Any]: ...
    def wrong(self) -> list[Wrong]: ...
    def outside(self) -> list[Any]: ...


def load(where: str) -> Any:
    """The object behind `module:Name`."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


def expect(condition: bool, message: str) -> None:
    """An assertion that python -O keeps."""
    if not condition:
        raise AssertionError(message)
