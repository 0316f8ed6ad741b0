"""Facts of the simple types: numbers, texts, octets, bits."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import cosem_runtime as runtime

from . import wire
from .facts import Fact, Wrong, expect, expect_kind, load


class Simple(Fact):
    """A type without members, which one bare Python value stands for."""

    bare: ClassVar[type[Any]]
    """Class of the plain values."""

    def kind(self) -> type[Any]:
        """The class that a decoded value is promised to have."""
        return self.bare

    def make(self, plain: Any) -> Any:
        return plain

    def plain(self, value: Any) -> Any:
        expect_kind(value, self.kind())
        return self.bare(value)

    def wrong(self) -> list[Wrong]:
        cut = self.encode(self.samples()[-1])[:-1]
        return [*super().wrong(), Wrong(cut, "")]


def in_python(word: str) -> str:
    """The name of the class that a word of the standard has."""
    return "".join(part.capitalize() for part in word.split("-"))


def tagged(data_type: str) -> type[Any]:
    """The class of numbers and texts that say their data type."""
    kind: type[Any] = getattr(runtime.axdr, in_python(data_type))
    return kind


@dataclass(frozen=True)
class Null(Simple):
    """null-data."""

    def encode(self, plain: None) -> bytes:
        return b"\x00"

    def plain(self, value: Any) -> None:
        expect(value is None, f"None expected, {value!r} found")

    def samples(self) -> list[Any]:
        return [None]


@dataclass(frozen=True)
class DontCare(Null):
    """dont-care."""

    def encode(self, plain: None) -> bytes:
        return b"\xff"

    def make(self, plain: None) -> Any:
        return runtime.axdr.DONT_CARE

    def plain(self, value: Any) -> None:
        expect(value is runtime.axdr.DONT_CARE, f"DONT_CARE expected, {value!r} found")


@dataclass(frozen=True)
class Boolean(Simple):
    """boolean."""

    bare = bool

    def encode(self, plain: bool) -> bytes:
        return b"\x03\x01" if plain else b"\x03\x00"

    def samples(self) -> list[Any]:
        return [False, True]

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x16\x01", "")]


class Whole(Simple):
    """A whole number, whatever it means."""

    bare = int
    data_type: str
    """Name of the data type."""

    def limits(self) -> tuple[int, int]:
        """Least and greatest value."""
        return wire.limits(self.data_type)

    def encode(self, plain: int) -> bytes:
        return wire.number(self.data_type, plain)

    def strategy(self) -> SearchStrategy[Any]:
        return st.integers(*self.limits())

    def wrong(self) -> list[Wrong]:
        other = b"\x12\x00\x00" if self.data_type != "long-unsigned" else b"\x11\x00"
        return [*super().wrong(), Wrong(other, "")]


NUMBER_MEANINGS: Final[Mapping[str, type[int]]] = {"ipv4-address": runtime.Ipv4Number}
"""Python class of each meaning of a number."""


@dataclass(frozen=True)
class Number(Whole):
    """A whole number without names, perhaps with a narrower range than its type."""

    data_type: str
    minimum: int | None = None
    maximum: int | None = None
    meaning: str | None = None

    def kind(self) -> type[Any]:
        return NUMBER_MEANINGS[self.meaning] if self.meaning else int

    def class_in_choice(self) -> type[Any]:
        return self.kind() if self.meaning else tagged(self.data_type)

    def limits(self) -> tuple[int, int]:
        least, greatest = super().limits()
        return (
            least if self.minimum is None else self.minimum,
            greatest if self.maximum is None else self.maximum,
        )

    def samples(self) -> list[Any]:
        least, greatest = self.limits()
        inner = {least, least + 1, 0, 1, greatest - 1, greatest}
        return sorted(value for value in inner if least <= value <= greatest)

    def outside(self) -> list[Any]:
        least, greatest = self.limits()
        return [least - 1, greatest + 1]


class Named(Simple):
    """A type whose values have names, in a class of the package under test."""

    where: str

    def kind(self) -> type[Any]:
        return load(self.where)

    def make(self, plain: Any) -> Any:
        return self.kind()(plain)


@dataclass(frozen=True)
class Enum(Named, Whole):
    """An enumeration: open, so that a value nobody listed survives."""

    members: Mapping[int, str]
    where: str
    data_type: str = "enum"

    def plain(self, value: Any) -> int:
        number: int = super().plain(value)
        name = self.members.get(number, f"UNKNOWN_{number}")
        expect(value.name == name, f"{name} expected, {value.name} found")
        return number

    def samples(self) -> list[Any]:
        least, greatest = self.limits()
        unlisted = [v for v in (least, greatest, 200) if least <= v <= greatest]
        return sorted({*self.members, *unlisted})


def expect_bits(value: Any, names: Mapping[int, str], raised: set[int]) -> None:
    """The attribute of each named bit says whether it is one of those raised."""
    for bit, name in names.items():
        told, wanted = getattr(value, name), bit in raised
        expect(told == wanted, f"bit {bit}, {name}: {wanted} expected, {told} found")


@dataclass(frozen=True)
class Flags(Named, Whole):
    """Named bits in a number; undefined ones survive."""

    names: Mapping[int, str]
    where: str
    data_type: str = "enum"

    def plain(self, value: Any) -> int:
        number: int = super().plain(value)
        expect_bits(value, self.names, {b for b in self.names if number >> b & 1})
        return number

    def samples(self) -> list[Any]:
        bits = 8 * wire.NUMBERS[self.data_type][1]
        return [0, (1 << bits) - 1, *(1 << bit for bit in range(bits))]


@dataclass(frozen=True)
class BitText(Named):
    """bit-string, perhaps with named bits and a fixed width."""

    bare = str
    width: int | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    where: str = "cosem_runtime:BitString"

    def encode(self, plain: str) -> bytes:
        return wire.bits(plain)

    def plain(self, value: Any) -> str:
        text: str = super().plain(value)
        raised = {bit for bit, digit in enumerate(text) if digit == "1"}
        expect_bits(value, self.names, raised)
        return text

    def samples(self) -> list[Any]:
        length = self.width or max(self.names, default=7) + 1
        each = [
            "".join("1" if i == bit else "0" for i in range(length))
            for bit in range(length)
        ]
        free = [] if self.width else ["", "1", "0" * 9]
        return ["0" * length, "1" * length, *each, *free]

    def strategy(self) -> SearchStrategy[Any]:
        least, greatest = (self.width, self.width) if self.width else (0, 70)
        return st.text(st.sampled_from("01"), min_size=least, max_size=greatest)

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x09\x01\xff", "")]


@dataclass(frozen=True)
class Real(Simple):
    """float32 or float64."""

    bare = float
    data_type: str

    def encode(self, plain: float) -> bytes:
        if self.data_type == "float32":
            return bytes((wire.FLOAT32,)) + struct.pack(">f", plain)
        return bytes((wire.FLOAT64,)) + struct.pack(">d", plain)

    def class_in_choice(self) -> type[Any]:
        return tagged(self.data_type)

    def samples(self) -> list[Any]:
        return [0.0, -0.0, 1.5, -2.25, float("inf"), float("-inf")]

    def strategy(self) -> SearchStrategy[Any]:
        return st.floats(
            allow_nan=False, width=32 if self.data_type == "float32" else 64
        )


STRICT: Final[Mapping[str, int]] = {
    "logical-name": 6,
    "date-time": 12,
    "date": 5,
    "time": 4,
    "system-title": 8,
}
"""Octets of the meanings of which another length must be refused."""


def meant(meaning: str) -> type[Any]:
    """The class of octets with a meaning: a `mac-address` is a MacAddress."""
    if meaning == "system-title":
        return bytes
    name = "Obis" if meaning == "logical-name" else in_python(meaning)
    kind: type[Any] = getattr(runtime, name)
    return kind


TAGGED: Final[Mapping[int, type[Any]]] = {
    wire.DATE_TIME: runtime.DateTime,
    wire.DATE: runtime.Date,
    wire.TIME: runtime.Time,
}
"""Class of the dates and times that have a tag of their own."""


@dataclass(frozen=True)
class Octets(Simple):
    """octet-string, or a date-time, date or time with a tag of its own."""

    bare = bytes
    minimum: int = 0
    maximum: int | None = None
    meaning: str | None = None
    or_empty: bool = False
    tag: int = wire.OCTET_STRING

    def kind(self) -> type[Any]:
        if self.meaning:
            return meant(self.meaning)
        return TAGGED.get(self.tag, bytes)

    def class_in_choice(self) -> type[Any] | None:
        return None if self.meaning else self.kind()

    def _fixed(self) -> int | None:
        # A system title that may be empty is plain octets to the runtime: any length is kept.
        if self.meaning is None or (self.meaning == "system-title" and self.or_empty):
            return None
        return STRICT.get(self.meaning)

    def _sizes(self) -> tuple[int, int]:
        fixed = self._fixed()
        if fixed is not None:
            return fixed, fixed
        least = self.minimum
        return least, max(300, least) if self.maximum is None else self.maximum

    def encode(self, plain: bytes) -> bytes:
        if self.tag == wire.OCTET_STRING:
            return wire.string(self.tag, plain)
        return bytes((self.tag,)) + plain

    def make(self, plain: bytes) -> Any:
        kind: type[Any] = self.kind() if plain else bytes
        return kind.from_bytes(plain) if hasattr(kind, "from_bytes") else kind(plain)

    def plain(self, value: Any) -> bytes:
        expect_kind(value, self.kind() if value else bytes)
        return bytes(value)

    def samples(self) -> list[Any]:
        least, greatest = self._sizes()
        # Of more than 127 octets, the length takes two.
        sizes = {min(greatest, max(least, size)) for size in (0, 127, 128, greatest)}
        found = [bytes(i * 37 & 0xFF for i in range(size)) for size in sorted(sizes)]
        found += [bytes(least), b"\xff" * least]
        return [*found, b""] if self.or_empty and least else found

    def strategy(self) -> SearchStrategy[Any]:
        least, greatest = self._sizes()
        return st.binary(min_size=least, max_size=min(greatest, least + 40))

    def wrong(self) -> list[Wrong]:
        found = super().wrong()
        if self.tag != wire.OCTET_STRING:
            return found
        found += [Wrong(octets, "") for octets in (b"\x09\x85\x01", b"\x0a\x00")]
        fixed = self._fixed()
        if fixed is not None:
            sizes = (fixed + 1, fixed - 1)
            found += [Wrong(self.encode(bytes(size)), "") for size in sizes]
        return found

    def outside(self) -> list[Any]:
        if self.meaning is not None or self.tag != wire.OCTET_STRING:
            return []
        found = [] if self.maximum is None else [bytes(self.maximum + 1)]
        return [*found, bytes(self.minimum - 1)] if self.minimum > 1 else found


@dataclass(frozen=True)
class Text(Simple):
    """visible-string or utf8-string."""

    bare = str
    data_type: str
    minimum: int = 0
    maximum: int | None = None

    def _greatest(self) -> int:
        return max(40, self.minimum) if self.maximum is None else self.maximum

    def encode(self, plain: str) -> bytes:
        tag = (
            wire.VISIBLE_STRING
            if self.data_type == "visible-string"
            else wire.UTF8_STRING
        )
        return wire.string(tag, plain.encode("utf-8"))

    def class_in_choice(self) -> type[Any]:
        return tagged(self.data_type)

    def samples(self) -> list[Any]:
        greatest = self._greatest()
        found = ["Z" * self.minimum, "A", "Z" * greatest, "serial\0\0"]
        if self.data_type == "utf8-string":
            found.append("\u00e9\u20ac")
        return [t for t in found if self.minimum <= len(t.encode()) <= greatest]

    def _sized(self, text: str) -> str:
        """The text in as many octets as there may be: a letter takes up to four."""
        octets = text.encode()[: self._greatest()]
        whole = octets.decode(errors="ignore")
        return whole + "x" * (self.minimum - len(whole.encode()))

    def strategy(self) -> SearchStrategy[Any]:
        letters = (
            st.characters(max_codepoint=0x7F)
            if self.data_type == "visible-string"
            else st.characters(exclude_categories=["Cs"])
        )
        texts = st.text(letters, min_size=self.minimum, max_size=self._greatest())
        return texts.map(self._sized)

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x09\x00", "")]

    def outside(self) -> list[Any]:
        return [] if self.maximum is None else ["x" * (self.maximum + 1)]
