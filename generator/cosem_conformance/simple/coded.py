"""Facts of bit strings, enumerations and named bits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import wire
from ..facts import Wrong, expect, load
from ..wrong import NO_OCTETS, WRONG_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class BitText:
    """bit-string, perhaps with named bits and a fixed width."""

    width: int | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    where: str | None = None

    def encode(self, plain: str) -> bytes:
        return wire.bits(plain)

    def make(self, plain: str) -> Any:
        return load(self.where or "cosem:BitString")(plain)

    def plain(self, value: Any) -> str:
        kind = load(self.where or "cosem:BitString")
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        text = str(value)
        for bit, name in self.names.items():
            told = getattr(value, name)
            wanted = bit < len(text) and text[bit] == "1"
            expect(
                told == wanted, f"bit {bit}, {name}: {wanted} expected, {told} found"
            )
        return text

    def _length(self) -> int:
        return self.width or max(self.names, default=7) + 1

    def samples(self) -> list[Any]:
        length = self._length()
        each = [
            "".join("1" if i == bit else "0" for i in range(length))
            for bit in range(length)
        ]
        free = [] if self.width else ["", "1", "0" * 9]
        return ["0" * length, "1" * length, *each, *free]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        least, greatest = (self.width, self.width) if self.width else (0, 70)
        return st.text(st.sampled_from("01"), min_size=least, max_size=greatest)

    def wrong(self) -> list[Wrong]:
        return [
            WRONG_TAG,
            NO_OCTETS,
            Wrong(b"\x04\x09\xff", ""),
            Wrong(b"\x09\x01\xff", ""),
        ]

    def outside(self) -> list[Any]:
        return []


@dataclass(frozen=True)
class Enum:
    """An enumeration: open, so that a value nobody listed survives."""

    members: Mapping[int, str]
    where: str
    type: str = "enum"

    def encode(self, plain: int) -> bytes:
        return wire.number(self.type, plain)

    def make(self, plain: int) -> Any:
        return load(self.where)(plain)

    def plain(self, value: Any) -> int:
        kind = load(self.where)
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        name = self.members.get(int(value), f"UNKNOWN_{int(value)}")
        expect(value.name == name, f"{name} expected, {value.name} found")
        return int(value)

    def samples(self) -> list[Any]:
        least, greatest = wire.limits(self.type)
        unlisted = [v for v in (least, greatest, 200) if least <= v <= greatest]
        return sorted({*self.members, *unlisted})

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.integers(*wire.limits(self.type))

    def wrong(self) -> list[Wrong]:
        other = b"\x12\x00\x00" if self.type != "long-unsigned" else b"\x11\x00"
        return [WRONG_TAG, NO_OCTETS, Wrong(self.encode(1)[:-1], ""), Wrong(other, "")]

    def outside(self) -> list[Any]:
        return []


@dataclass(frozen=True)
class Flags:
    """Named bits in a number; undefined ones survive."""

    names: Mapping[int, str]
    where: str
    type: str = "enum"

    def encode(self, plain: int) -> bytes:
        return wire.number(self.type, plain)

    def make(self, plain: int) -> Any:
        return load(self.where)(plain)

    def plain(self, value: Any) -> int:
        kind = load(self.where)
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        for bit, name in self.names.items():
            told = getattr(value, name)
            wanted = bool(int(value) >> bit & 1)
            expect(
                told == wanted, f"bit {bit}, {name}: {wanted} expected, {told} found"
            )
        return int(value)

    def samples(self) -> list[Any]:
        bits = 8 * wire.NUMBERS[self.type][1]
        return [0, (1 << bits) - 1, *(1 << bit for bit in range(bits))]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        return st.integers(*wire.limits(self.type))

    def wrong(self) -> list[Wrong]:
        return [WRONG_TAG, NO_OCTETS, Wrong(self.encode(1)[:-1], "")]

    def outside(self) -> list[Any]:
        return []
