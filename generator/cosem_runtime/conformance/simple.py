"""Facts of the simple types: numbers, texts, octets, bits."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from . import wire
from .facts import Wrong, expect, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

WRONG_TAG: Final = Wrong(bytes((wire.UNASSIGNED,)), "")
NO_OCTETS: Final = Wrong(b"", "")


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


_MEANINGS: Final[Mapping[str, tuple[str, int | None]]] = {
    "logical-name": ("cosem:Obis", 6),
    "date-time": ("cosem:DateTime", 12),
    "date": ("cosem:Date", 5),
    "time": ("cosem:Time", 4),
    "ipv4-address": ("cosem_runtime:Ipv4Address", None),
    "ipv6-address": ("cosem_runtime:Ipv6Address", None),
    "mac-address": ("cosem_runtime:MacAddress", None),
    "object-identifier": ("cosem_runtime:ObjectIdentifier", None),
    "text": ("cosem_runtime:Text", None),
    "system-title": ("builtins:bytes", 8),
}
"""Python class of each meaning, and its length where another one must be refused."""


TAGGED: Final = {wire.DATE_TIME: "DateTime", wire.DATE: "Date", wire.TIME: "Time"}
"""Class of the dates and times that have a tag of their own."""


@dataclass(frozen=True)
class Octets:
    """octet-string, or a date-time, date or time with a tag of its own."""

    minimum: int = 0
    maximum: int | None = None
    meaning: str | None = None
    or_empty: bool = False
    tag: int = wire.OCTET_STRING

    def _fixed(self) -> int | None:
        # A system title that may be empty is plain octets to the runtime: any length is kept.
        if self.meaning is None or (self.meaning == "system-title" and self.or_empty):
            return None
        return _MEANINGS[self.meaning][1]

    def _sizes(self) -> tuple[int, int]:
        fixed = self._fixed()
        if fixed is not None:
            return fixed, fixed
        return self.minimum, self.maximum if self.maximum is not None else 300

    def encode(self, plain: bytes) -> bytes:
        if self.tag == wire.OCTET_STRING:
            return wire.string(self.tag, plain)
        return bytes((self.tag,)) + plain

    def make(self, plain: bytes) -> Any:
        if self.tag in TAGGED:
            return load(f"cosem_runtime:{TAGGED[self.tag]}").from_bytes(plain)
        if self.meaning is None or not plain:
            return plain
        kind = load(_MEANINGS[self.meaning][0])
        return kind.from_bytes(plain) if hasattr(kind, "from_bytes") else kind(plain)

    def plain(self, value: Any) -> bytes:
        kind = bytes
        if self.tag in TAGGED:
            kind = load(f"cosem_runtime:{TAGGED[self.tag]}")
        elif self.meaning and value:
            kind = load(_MEANINGS[self.meaning][0])
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        return bytes(value)

    def samples(self) -> list[Any]:
        least, greatest = self._sizes()
        sizes = {
            least,
            greatest,
            min(greatest, max(least, 127)),
            *(() if greatest < 128 else (128,)),
        }
        found = [bytes(i * 37 & 0xFF for i in range(size)) for size in sorted(sizes)]
        found += [bytes(least), b"\xff" * least]
        return [*found, b""] if self.or_empty and least else found

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        least, greatest = self._sizes()
        return st.binary(min_size=least, max_size=min(greatest, least + 40))

    def wrong(self) -> list[Wrong]:
        least, _ = self._sizes()
        found = [WRONG_TAG, NO_OCTETS]
        if self.tag != wire.OCTET_STRING:
            return [*found, Wrong(self.encode(bytes(least))[:-1], "")]
        found += [
            Wrong(b"\x09\x05ab", ""),
            Wrong(b"\x09\x85\x01", ""),
            Wrong(b"\x0a\x00", ""),
        ]
        if self._fixed() is not None:
            found += [
                Wrong(self.encode(bytes(least + 1)), ""),
                Wrong(self.encode(bytes(least - 1)), ""),
            ]
        return found

    def outside(self) -> list[Any]:
        if self.meaning is not None or self.tag != wire.OCTET_STRING:
            return []
        found = [] if self.maximum is None else [bytes(self.maximum + 1)]
        return [*found, bytes(self.minimum - 1)] if self.minimum > 1 else found


@dataclass(frozen=True)
class Text:
    """visible-string or utf8-string."""

    type: str
    minimum: int = 0
    maximum: int | None = None

    def encode(self, plain: str) -> bytes:
        tag = wire.VISIBLE_STRING if self.type == "visible-string" else wire.UTF8_STRING
        return wire.string(tag, plain.encode("utf-8"))

    def make(self, plain: str) -> str:
        return plain

    def plain(self, value: Any) -> str:
        expect(isinstance(value, str), f"a str expected, {value!r} found")
        return str(value)

    def samples(self) -> list[Any]:
        greatest = 40 if self.maximum is None else self.maximum
        found = ["", "A", "Z" * greatest, "serial\0\0"]
        if self.type == "utf8-string":
            found.append("\u00e9\u20ac")
        return [text for text in found if self.minimum <= len(text) <= greatest]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        letters = (
            st.characters(max_codepoint=0x7F)
            if self.type == "visible-string"
            else st.characters(exclude_categories=["Cs"])
        )
        greatest = 40 if self.maximum is None else self.maximum
        return st.text(letters, min_size=self.minimum, max_size=greatest)

    def wrong(self) -> list[Wrong]:
        short = self.encode("abc")[:-1]
        return [WRONG_TAG, NO_OCTETS, Wrong(short, ""), Wrong(b"\x09\x00", "")]

    def outside(self) -> list[Any]:
        return [] if self.maximum is None else ["x" * (self.maximum + 1)]


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
