"""Facts of the types made of others: structures, arrays, CHOICEs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cosem_runtime import CompactArray
from cosem_runtime.types import CompactArrayType

from . import wire
from .facts import Fact, Wrong, expect, expect_kind, load
from .simple import BitText, Boolean, Null, Number, Octets, Real, Text

WIDE: Final = 6
"""How many samples of a member a composite repeats: enough for its boundaries, few enough to stay quick."""


def _simplest(fact: Fact) -> Any:
    return fact.samples()[0]


@dataclass(frozen=True)
class Struct(Fact):
    """A structure with named members."""

    where: str
    fields: tuple[tuple[str, Fact], ...]

    def encode(self, plain: list[Any]) -> bytes:
        members = [f.encode(p) for (_, f), p in zip(self.fields, plain, strict=True)]
        return wire.sequence(wire.STRUCTURE, members)

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

    def make(self, plain: list[Any]) -> list[Any]:
        return [self.element.make(item) for item in plain]

    def plain(self, value: Any) -> list[Any]:
        expect_kind(value, list)
        return [self.element.plain(item) for item in value]

    def _greatest(self) -> int:
        return 3 if self.maximum is None else self.maximum

    def samples(self) -> list[Any]:
        items = self.element.samples()
        least, greatest = self.minimum, self._greatest()
        found = [[items[i % len(items)] for i in range(n)] for n in {least, greatest}]
        if self.maximum is None:
            found.append([items[0]] * 130)
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
class CompactNumbers(Fact):
    """A compact-array, tried with whole numbers as contents: bare, or each the one member of a structure."""

    structured: bool = False

    def encode(self, plain: list[int]) -> bytes:
        contents = b"".join(item.to_bytes(2, "big") for item in plain)
        description = b"\x02\x01\x12" if self.structured else b"\x12"
        return (
            bytes((wire.COMPACT_ARRAY,))
            + description
            + wire.length(len(contents))
            + contents
        )

    def make(self, plain: list[int]) -> Any:
        return CompactArrayType().decode(self.encode(plain), 0)[0]

    def plain(self, value: Any) -> list[int]:
        expect_kind(value, CompactArray)
        return [int(item[0] if self.structured else item) for item in value]

    def samples(self) -> list[Any]:
        return [[], [0], [1, 0xFFFF], list(range(100))]

    def strategy(self) -> SearchStrategy[Any]:
        return st.lists(st.integers(0, 0xFFFF), max_size=10)

    def wrong(self) -> list[Wrong]:
        return [*super().wrong(), Wrong(b"\x13\x12\x03\x00\x01\x02", "")]


ANY: Final = Choice(
    (*SIMPLE.alternatives, ArrayOf(Choice((Number("unsigned"),)), 1, 3), AnyMembers())
)
"""CHOICE of any type."""
