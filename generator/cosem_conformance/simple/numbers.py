"""Facts of null-data, boolean and the numbers."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .. import wire
from ..facts import Wrong, expect, load
from ..wrong import NO_OCTETS, WRONG_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class Null:
    """null-data."""

    def encode(self, plain: None) -> bytes:
        return b"\x00"

    def make(self, plain: None) -> None:
        return None

    def plain(self, value: Any) -> None:
        expect(value is None, f"None expected, {value!r} found")

    def samples(self) -> list[Any]:
        return [None]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.none()

    def wrong(self) -> list[Wrong]:
        return [WRONG_TAG, NO_OCTETS]

    def outside(self) -> list[Any]:
        return []


@dataclass(frozen=True)
class Boolean:
    """boolean."""

    def encode(self, plain: bool) -> bytes:
        return b"\x03\x01" if plain else b"\x03\x00"

    def make(self, plain: bool) -> bool:
        return plain

    def plain(self, value: Any) -> bool:
        expect(isinstance(value, bool), f"a bool expected, {value!r} found")
        return bool(value)

    def samples(self) -> list[Any]:
        return [False, True]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.booleans()

    def wrong(self) -> list[Wrong]:
        return [WRONG_TAG, NO_OCTETS, Wrong(b"\x03", ""), Wrong(b"\x16\x01", "")]

    def outside(self) -> list[Any]:
        return []


NUMBER_MEANINGS: Final[Mapping[str, str]] = {
    "ipv4-address": "cosem_runtime:Ipv4Number",
}
"""Python class of each meaning of a number."""


@dataclass(frozen=True)
class Number:
    """A whole number, perhaps with a narrower range than its type."""

    type: str
    minimum: int | None = None
    maximum: int | None = None
    meaning: str | None = None

    def _limits(self) -> tuple[int, int]:
        least, greatest = wire.limits(self.type)
        return (
            least if self.minimum is None else self.minimum,
            greatest if self.maximum is None else self.maximum,
        )

    def encode(self, plain: int) -> bytes:
        return wire.number(self.type, plain)

    def make(self, plain: int) -> int:
        return plain

    def plain(self, value: Any) -> int:
        kind = load(NUMBER_MEANINGS[self.meaning]) if self.meaning else int
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        return int(value)

    def samples(self) -> list[Any]:
        least, greatest = self._limits()
        inner = {least, least + 1, 0, 1, greatest - 1, greatest}
        return sorted(value for value in inner if least <= value <= greatest)

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.integers(*self._limits())

    def wrong(self) -> list[Wrong]:
        whole = wire.number(self.type, self._limits()[0])
        other = b"\x12\x00\x00" if self.type != "long-unsigned" else b"\x11\x00"
        return [WRONG_TAG, NO_OCTETS, Wrong(whole[:-1], ""), Wrong(other, "")]

    def outside(self) -> list[Any]:
        least, greatest = self._limits()
        return [least - 1, greatest + 1]


@dataclass(frozen=True)
class Real:
    """float32 or float64."""

    type: str

    def _format(self) -> tuple[int, str]:
        return (wire.FLOAT32, ">f") if self.type == "float32" else (wire.FLOAT64, ">d")

    def encode(self, plain: float) -> bytes:
        tag, form = self._format()
        return bytes((tag,)) + struct.pack(form, plain)

    def make(self, plain: float) -> float:
        return plain

    def plain(self, value: Any) -> float:
        expect(isinstance(value, float), f"a float expected, {value!r} found")
        return float(value)

    def samples(self) -> list[Any]:
        return [0.0, -0.0, 1.5, -2.25, float("inf"), float("-inf")]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.floats(allow_nan=False, width=32 if self.type == "float32" else 64)

    def wrong(self) -> list[Wrong]:
        return [WRONG_TAG, NO_OCTETS, Wrong(self.encode(1.5)[:-1], "")]

    def outside(self) -> list[Any]:
        return []
