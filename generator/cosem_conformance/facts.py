"""Types as the conformance tests state them.

A *plain* value is what a fact means in bare Python: a number, text of 0 and 1 for bits, a list for a structure or
array, `(index, plain)` for a CHOICE.
"""

from __future__ import annotations

from . import libraries  # noqa: F401

# isort: split

from importlib import import_module
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from . import wire


class Wrong(NamedTuple):
    """Octets that must be refused."""

    octets: bytes
    path: str
    """Where the fault is, below the value: `.scaler`, `[0].class_id`."""


WRONG_TAG: Final = Wrong(bytes((wire.UNASSIGNED,)), "")
NO_OCTETS: Final = Wrong(b"", "")


class NotDescribedError(Exception):
    """A value that no type description fits, so that no compact-array can hold it."""


class Fact:
    """What a type is, and what can be tried with its values."""

    def encode(self, plain: Any) -> bytes:
        """The octets of a plain value, without the codec under test."""
        raise NotImplementedError

    def described(self, plain: Any) -> tuple[bytes, bytes]:
        """The same in a compact-array: the description of the value's type, and what is left; NotDescribedError."""
        octets = self.encode(plain)
        return octets[:1], octets[1:]

    def make(self, plain: Any) -> Any:
        """The typed value that an application would pass in."""
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """What a decoded value means; fails if its Python type is not the promised one."""
        raise NotImplementedError

    def class_in_choice(self) -> type[Any] | None:
        """The class that tells a value from those of other types; None where any of its own does."""
        return None

    def samples(self) -> list[Any]:
        """Plain values that must survive."""
        raise NotImplementedError

    def strategy(self) -> SearchStrategy[Any]:
        """Random plain values."""
        return st.sampled_from(self.samples())

    def wrong(self) -> list[Wrong]:
        """Octets that must be refused, with the path to the fault."""
        return [WRONG_TAG, NO_OCTETS]

    def outside(self) -> list[Any]:
        """Plain values that cannot be encoded."""
        return []


def load(where: str) -> type[Any]:
    """The class behind `module:Name`, which is in the package under test."""
    module, _, name = where.partition(":")
    kind: type[Any] = getattr(import_module(module), name)
    return kind


def expect_kind(value: Any, kind: type[Any]) -> None:
    """A value has the promised class."""
    expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")


def expect(condition: bool, message: str) -> None:
    """An assertion that python -O keeps."""
    if not condition:
        raise AssertionError(message)
