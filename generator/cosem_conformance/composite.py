"""Facts of the types made of others: structures, arrays, CHOICEs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cosem_runtime import CompactArray, TypeDescription

from . import wire
from .facts import Fact, NotDescribedError, Wrong, expect, expect_kind, load
from .simple import BitText, Boolean, Null, Number, Octets, Real, Text

WIDE: Final = 6
"""How many samples of a member a composite repeats: enough for its boundaries, few enough to stay quick."""


def _simplest(fact: Fact) -> Any:
    return fact.samples()[0]


def _structure(members: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """The description of a structure, and the octets that are left of it."""
    parts = [*members]
    descriptions = [description for description, _ in parts]
    return wire.sequence(wire.STRUCTURE, descriptions), b"".join(b for _, b in parts)


@dataclass(frozen=True)
class Struct(Fact):
    """A structure with named members."""

    where: str
    fields: tuple[tuple[str, Fact], ...]

    def encode(self, plain: list[Any]) -> bytes:
        members = [f.encode(p) for (_, f), p in zip(self.fields, plain, strict=True)]
        return wire.sequence(wire.STRUCTURE, members)

    def described(self, plain: list[Any]) -> tuple[bytes, bytes]:
        return _structure(
            f.described(p) for (_, f), p in zip(self.fields, plain, strict=True)
        )

    def make(self, plain: list[Any]) -> Any:
        members = [f.make(p) for (_, f), p in zip(self.fields, plain, strict=True)]
        return load(self.where)(*members)

    def plain(self, value: Any) -> list[Any]:
        kind = load(self.where)
        expect(type(value) is kind, f"{kind.__name__} expected, {value!r} found")
        return [f.plain(getattr(value, n)) for n, f in self.fields]

    def samples(self) -> list[Any]:
        base = [_simplest(fact) for _, fact in self.fields]
        found = [base]
        for index, (_, fact) in enumerate(self.fields):
            for sample in fact.samples()[1:]:
                found.append([*base[:index], sample, *base[index + 1 :]])
        return found

    def strategy(self) -> SearchStrategy[Any]:
        return st.tuples(*(fact.strategy() for _, fact in self.fields)).map(list)

    def wrong(self) -> list[Wrong]:
        members = [fact.encode(_simplest(fact)) for _, fact in self.fields]
        whole = wire.sequence(wire.STRUCTURE, members)
        found = [
            *super().wrong(),
            Wrong(wire.sequence(wire.STRUCTURE, members[:-1]), ""),
            Wrong(wire.sequence(wire.STRUCTURE, [*members, b"\x00"]), ""),
            Wrong(bytes((wire.ARRAY,)) + whole[1:], ""),
        ]
        for index, (name, fact) in enumerate(self.fields):
            for octets, path in fact.wrong():
                # Nothing follows the fault: the next member could fill a gap that it leaves.
                head = bytes((wire.STRUCTURE,)) + wire.length(len(self.fields))
                found.append(
                    Wrong(
                        head + b"".join(members[:index]) + octets,
                        f".{name}{path}",
                    )
                )
        return found

    def outside(self) -> list[Any]:
        base = [_simplest(fact) for _, fact in self.fields]
        return [
            [*base[:index], plain, *base[index + 1 :]]
            for index, (_, fact) in enumerate(self.fields)
            for plain in fact.outside()
        ]


@dataclass(frozen=True)
class ArrayOf(Fact):
    """An array of one type."""

    element: Fact
    minimum: int = 0
    maximum: int | None = None

    def encode(self, plain: list[Any]) -> bytes:
        return wire.sequence(wire.ARRAY, [self.element.encode(item) for item in plain])

    def described(self, plain: list[Any]) -> tuple[bytes, bytes]:
        parts = [self.element.described(p) for p in plain or self.element.samples()[:1]]
        (description, _), *_ = parts
        if any(other != description for other, _ in parts):
            raise NotDescribedError
        head = bytes((wire.ARRAY,)) + len(plain).to_bytes(2, "big")
        return head + description, b"".join(b for _, b in parts) if plain else b""

    def make(self, plain: list[Any]) -> list[Any]:
        return [self.element.make(item) for item in plain]

    def plain(self, value: Any) -> list[Any]:
        expect_kind(value, list)
        return [self.element.plain(item) for item in value]

    def _greatest(self) -> int:
        return max(3, self.minimum) if self.maximum is None else self.maximum

    def samples(self) -> list[Any]:
        items = self.element.samples()
        least, greatest = self.minimum, self._greatest()
        found = [[items[i % len(items)] for i in range(n)] for n in {least, greatest}]
        if self.maximum is None:
            found.append([items[0]] * max(130, least))
        if least <= 1 <= greatest:
            found += [[item] for item in items]
        return sorted(found, key=len)

    def strategy(self) -> SearchStrategy[Any]:
        greatest = min(self._greatest(), max(self.minimum, 3))
        return st.lists(
            self.element.strategy(), min_size=self.minimum, max_size=greatest
        )

    def wrong(self) -> list[Wrong]:
        good = self.element.encode(_simplest(self.element))
        found = [
            *super().wrong(),
            Wrong(bytes((wire.STRUCTURE,)) + b"\x00", ""),
            Wrong(bytes((wire.ARRAY,)) + b"\x84\xff\xff\xff\xff" + good, ""),
        ]
        for octets, path in self.element.wrong():
            if octets:
                found.append(Wrong(b"\x01\x01" + octets, f"[0]{path}"))
                found.append(Wrong(b"\x01\x02" + good + octets, f"[1]{path}"))
        return found

    def outside(self) -> list[Any]:
        found = [[plain] for plain in self.element.outside()]
        if self.maximum is not None:
            found.append([_simplest(self.element)] * (self.maximum + 1))
        return found


@dataclass(frozen=True)
class Choice(Fact):
    """One of several types; a value keeps which one it was."""

    alternatives: tuple[Fact, ...]

    def encode(self, plain: tuple[int, Any]) -> bytes:
        return self.alternatives[plain[0]].encode(plain[1])

    def described(self, plain: tuple[int, Any]) -> tuple[bytes, bytes]:
        return self.alternatives[plain[0]].described(plain[1])

    def make(self, plain: tuple[int, Any]) -> Any:
        fact = self.alternatives[plain[0]]
        value = fact.make(plain[1])
        kind = fact.class_in_choice()
        return value if kind is None or type(value) is kind else kind(value)

    def plain(self, value: Any) -> tuple[int, Any]:
        faults = []
        for index, fact in enumerate(self.alternatives):
            kind = fact.class_in_choice()
            if kind is not None and type(value) is not kind:
                continue
            try:
                return index, fact.plain(value)
            except AssertionError as fault:
                faults.append(str(fault))
        raise AssertionError(
            f"{value!r} is none of the alternatives: {'; '.join(faults)}"
        )

    def samples(self) -> list[Any]:
        return [
            (index, sample)
            for index, fact in enumerate(self.alternatives)
            for sample in fact.samples()[:WIDE]
        ]

    def strategy(self) -> SearchStrategy[Any]:
        def tagged(index: int) -> SearchStrategy[Any]:
            return st.tuples(st.just(index), self.alternatives[index].strategy())

        return st.one_of([tagged(index) for index in range(len(self.alternatives))])


SIMPLE: Final = Choice(
    (
        Null(),
        Boolean(),
        BitText(),
        *(Number(name) for name in wire.NUMBERS),
        Octets(),
        Text("visible-string"),
        Text("utf8-string"),
        Real("float32"),
        Real("float64"),
        Octets(12, 12, tag=wire.DATE_TIME),
        Octets(5, 5, tag=wire.DATE),
        Octets(4, 4, tag=wire.TIME),
    )
)
"""CHOICE of any simple type."""


@dataclass(frozen=True)
class AnyMembers(Fact):
    """A structure whose members the class does not fix."""

    def encode(self, plain: list[Any]) -> bytes:
        return wire.sequence(wire.STRUCTURE, [SIMPLE.encode(item) for item in plain])

    def described(self, plain: list[Any]) -> tuple[bytes, bytes]:
        return _structure(map(SIMPLE.described, plain))

    def make(self, plain: list[Any]) -> tuple[Any, ...]:
        return tuple(SIMPLE.make(item) for item in plain)

    def plain(self, value: Any) -> list[Any]:
        expect_kind(value, tuple)
        return [SIMPLE.plain(item) for item in value]

    def samples(self) -> list[Any]:
        each = SIMPLE.samples()
        return [[], [each[0]], each[::WIDE], each]

    def strategy(self) -> SearchStrategy[Any]:
        return st.lists(SIMPLE.strategy(), max_size=4)

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x02\x02\x11\x01", "[1]")]


@dataclass(frozen=True)
class CompactArrayOf(Fact):
    """A compact-array of one type, of which all elements have one description.

    Elements without octets of their own, as null-data, are left out: the array would not tell how many it has.
    """

    element: Fact

    def _parts(self, plain: list[Any]) -> tuple[bytes, bytes]:
        described = [self.element.described(item) for item in plain]
        description = described[0][0] if described else self._usual()
        return description, b"".join(octets for _, octets in described)

    def _usual(self) -> bytes:
        """The description of an array without elements."""
        return next(iter(self._alike(self.element.samples())), bytes((wire.NULL_DATA,)))

    def _alike(self, plain: list[Any]) -> dict[bytes, list[Any]]:
        """The elements that an array can have, by their description."""
        found: dict[bytes, list[Any]] = {}
        for item in plain:
            with suppress(NotDescribedError):
                description, octets = self.element.described(item)
                if octets:
                    found.setdefault(description, []).append(item)
        return found

    def encode(self, plain: list[Any]) -> bytes:
        return wire.compact_array(*self._parts(plain))

    def make(self, plain: list[Any]) -> Any:
        description, contents = self._parts(plain)
        return CompactArray(TypeDescription.read(description, 0)[0], contents)

    def plain(self, value: Any) -> list[Any]:
        expect_kind(value, CompactArray)
        return [self.element.plain(item) for item in value]

    def samples(self) -> list[Any]:
        alike = [*self._alike(self.element.samples()).values()]
        return [[], *alike, *([items[0]] * 130 for items in alike[:1])]

    def strategy(self) -> SearchStrategy[Any]:
        # Of several descriptions, that of the first element counts.
        return st.lists(self.element.strategy(), max_size=10).map(
            lambda plain: next(iter(self._alike(plain).values()), [])
        )

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x13\x12\x03\x00\x01\x02", "")]


ANY: Final = Choice(
    (*SIMPLE.alternatives, ArrayOf(Choice((Number("unsigned"),)), 1, 3), AnyMembers())
)
"""CHOICE of any type."""
