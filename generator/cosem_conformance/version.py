"""Facts of an interface class version, and the items whose values can be tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis.strategies import SearchStrategy

from .facts import Fact, load


@dataclass(frozen=True)
class SelectorFacts:
    number: int
    name: str
    parameter: Fact | None


@dataclass(frozen=True)
class AttributeFacts:
    number: int
    name: str
    mark: str | None
    """`static`, `dynamic` or None where the standard says neither."""
    short_name: int
    fact: Fact
    selectors: tuple[SelectorFacts, ...] = ()


@dataclass(frozen=True)
class MethodFacts:
    number: int
    name: str
    mandatory: bool
    short_name: int | None
    parameter: Fact | None = None
    returns: Fact | None = None


@dataclass(frozen=True)
class VersionFacts:
    class_id: int
    version: int
    name: str
    where: str
    attributes: tuple[AttributeFacts, ...]
    methods: tuple[MethodFacts, ...]
    previous: int | None = None
    """The version that this one is compared with."""
    changed: tuple[str, ...] = ()
    """Attributes and methods for which the spec records a change."""

    def __str__(self) -> str:
        return f"{self.name.replace(' ', '_')}-{self.class_id}v{self.version}"

    def interface_class(self) -> Any:
        """The class under test."""
        return load(self.where)


class Item:
    """A value that an attribute holds, a method takes or gives, or a selector takes."""

    def __init__(
        self, version: VersionFacts, label: str, path: str, fact: Fact
    ) -> None:
        self.version = version
        self.label = label
        self.path = path
        self.fact = fact

    def __str__(self) -> str:
        return f"{self.version}-{self.label}"

    @cached_property
    def random(self) -> SearchStrategy[Any]:
        """Random plain values; made once, which takes longer than to draw one."""
        return self.fact.strategy()

    def encode(self, value: Any) -> bytes:
        """The octets of a value, as the kind of item makes them."""
        raise NotImplementedError

    def decode(self, octets: bytes) -> Any:
        """The value of octets, as the kind of item reads them."""
        raise NotImplementedError


class AttributeItem(Item):
    def __init__(self, version: VersionFacts, facts: AttributeFacts) -> None:
        super().__init__(version, facts.name, facts.name, facts.fact)
        self.number: int = facts.number

    def encode(self, value: Any) -> bytes:
        octets: bytes = (
            self.version.interface_class().attribute(self.number).encode(value)
        )
        return octets

    def decode(self, octets: bytes) -> Any:
        return self.version.interface_class().attribute(self.number).decode(octets)


class MethodItem(Item):
    def __init__(
        self, version: VersionFacts, facts: MethodFacts, side: str, fact: Fact
    ) -> None:
        super().__init__(version, f"{facts.name}.{side}", facts.name, fact)
        self.number: int = facts.number
        self.side = side

    def encode(self, value: Any) -> bytes:
        method = self.version.interface_class().method(self.number)
        octets: bytes = getattr(method, f"encode_{self.side}")(value)
        return octets

    def decode(self, octets: bytes) -> Any:
        method = self.version.interface_class().method(self.number)
        return getattr(method, f"decode_{self.side}")(octets)


def items(versions: Iterable[VersionFacts]) -> list[Item]:
    """Everything in these versions that has a value of its own."""
    found: list[Item] = []
    for version in versions:
        found += [AttributeItem(version, facts) for facts in version.attributes]
        for method in version.methods:
            if method.parameter is not None:
                found.append(MethodItem(version, method, "parameter", method.parameter))
            if method.returns is not None:
                found.append(MethodItem(version, method, "result", method.returns))
    return found
