"""The content of a class version: what it is, written out as text and hashed.

The digest of a version covers all that it leads to, named types included.  The digests of its parts cover what each
of them says itself and take named types by their names, so that a change is found where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

from ..lower.order import dependencies, targets
from ..model import (
    NO_FACTS,
    Alias,
    AnyStructure,
    Array,
    Attribute,
    Bits,
    Choice,
    ClassVersion,
    CompactArray,
    Enumeration,
    Enumerator,
    Facts,
    InterfaceClass,
    Literal_,
    Method,
    Model,
    NamedType,
    OpenChoice,
    Reference,
    Simple,
    Structure,
    TypeExpression,
    TypeId,
    UnitTable,
    ValueSpan,
)
from ..model.source import Span


class Key(NamedTuple):
    class_id: int
    version: int


class Part(NamedTuple):
    """What a version is made of, one by one."""

    kind: str
    """`fact`, `attribute`, `method` or `type`, the last for types of classes."""
    key: str
    """Number of an attribute or method; name of a type; `name`, `cardinality` or `rules`."""


class Line(NamedTuple):
    """A part as it is now."""

    digest: str
    label: str
    """For messages: `attribute 5 'delay'`."""
    span: Span | None
    """None for a fact, which has no line of its own."""


class Contents:
    """Digests of the versions and types of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._types: dict[TypeId, str] = {}
        self._full = _Writer(lambda e: f"{e.name}={self._named(e.target)}")
        self._own = _Writer(lambda e: e.name)

    def digest(self, one: InterfaceClass, version: ClassVersion) -> str:
        """The version with all that it leads to, in 16 digits."""
        return _hash("\n".join(self._full.version(one, version)), 16)

    def parts(self, one: InterfaceClass, version: ClassVersion) -> dict[Part, Line]:
        """What the version is made of; attribute 1 is the same in all of them."""
        facts = {
            "name": (one.name, "its name"),
            "cardinality": (str(version.cardinality), "its cardinality"),
            "rules": ("\n".join(map(str, version.rules)), "what it requires"),
        }
        parts = {
            Part("fact", key): Line(_short(text), label, None)
            for key, (text, label) in facts.items()
        }
        for a in version.attributes[1:]:
            label = f"attribute {a.number} '{a.name}'"
            line = Line(_short(self._own.attribute(a)), label, a.span)
            parts[Part("attribute", str(a.number))] = line
        for m in version.methods:
            label = f"method {m.number} '{m.name}'"
            line = Line(_short(self._own.method(m)), label, m.span)
            parts[Part("method", str(m.number))] = line
        for target in sorted(self.reached(version), key=lambda t: t.name):
            if target.class_id is not None:
                parts[Part("type", target.name)] = self.type(target)
        return parts

    def type(self, target: TypeId) -> Line:
        """A named type by itself."""
        named = self._model.type(target)
        text = self._own.definition(named)
        return Line(_short(text), f"type '{target.name}'", named.span)

    def shared(self, version: ClassVersion) -> set[TypeId]:
        """The types of files that the version leads to."""
        return {
            target
            for target in self.reached(version)
            if target.class_id is None
            and not isinstance(self._model.type(target), UnitTable)
        }

    def reached(self, version: ClassVersion) -> set[TypeId]:
        """Every named type that the version leads to."""
        waiting = [t for e in _expressions(version) for t in targets(e)]
        seen: set[TypeId] = set()
        while waiting:
            target = waiting.pop()
            if target not in seen:
                seen.add(target)
                waiting += dependencies(self._model.type(target))
        return seen

    def _named(self, target: TypeId) -> str:
        known = self._types.get(target)
        if known is None:
            known = _hash(self._full.definition(self._model.type(target)), 16)
            self._types[target] = known
        return known


def _hash(text: str, digits: int) -> str:
    return sha256(text.encode()).hexdigest()[:digits]


def _short(text: str) -> str:
    return _hash(text, 6)


def _expressions(version: ClassVersion) -> Iterator[TypeExpression | None]:
    for attribute in version.attributes:
        yield attribute.type
        for selector in attribute.selectors:
            yield selector.parameter
            yield selector.returns
    for method in version.methods:
        yield method.returns
        if method.parameter is not None:
            yield method.parameter.type


# ---------------------------------------------------------------- as text


class _Writer:
    """Writes content as text; `reference` says how a named type stands in it."""

    def __init__(self, reference: Callable[[Reference], str]) -> None:
        self._reference = reference

    def version(self, one: InterfaceClass, version: ClassVersion) -> Iterator[str]:
        yield f"{one.name} {version.cardinality}"
        for attribute in version.attributes:
            yield self.attribute(attribute)
        for method in version.methods:
            yield self.method(method)
        for rule in version.rules:
            yield f"{rule}"

    def attribute(self, a: Attribute) -> str:
        selectors = [
            (s.number, s.name, self._optional(s.parameter), self._optional(s.returns))
            for s in a.selectors
        ]
        return (
            f"attribute {a.number} {a.name} {a.mark} {a.short_name} "
            f"{self._type(a.type)} {_value(a.default)} {_facts(a.facts)} {selectors}"
        )

    def method(self, m: Method) -> str:
        parameter = ""
        if m.parameter is not None:
            default = _value(m.parameter.default)
            parameter = f"{m.parameter.name} {self._type(m.parameter.type)} {default}"
            if m.parameter.facts != NO_FACTS:
                parameter += f" {_facts(m.parameter.facts)}"
        return (
            f"method {m.number} {m.name} {m.presence} {m.short_name} "
            f"({parameter}) {self._optional(m.returns)} {_facts(m.facts)}"
        )

    def _optional(self, expression: TypeExpression | None) -> str:
        return "" if expression is None else self._type(expression)

    def _type(self, e: TypeExpression) -> str:
        match e:
            case Simple():
                return f"{e.name}{e.size}{e.bounds}{e.meaning}{e.or_empty}"
            case Reference():
                return self._reference(e)
            case Array():
                return f"array{e.size}({self._type(e.element)})"
            case CompactArray():
                return f"compact-array({self._optional(e.element)})"
            case Choice():
                return f"CHOICE({','.join(map(self._type, e.alternatives))})"
            case OpenChoice():
                return f"CHOICE of {e.of}"
            case AnyStructure():
                return "structure"

    def definition(self, named: NamedType) -> str:
        match named:
            case Structure():
                fields = (
                    f"{f.name}:{self._type(f.type)}{_value(f.default)}{_facts(f.facts)}"
                    for f in named.fields
                )
                return f"structure {named.meaning} {_facts(named.facts)} {'|'.join(fields)}"
            case Alias():
                return f"type {self._type(named.type)} {_facts(named.facts)}"
            case Enumeration():
                return (
                    f"enumeration {named.base} {_members(named.members, named.spans)}"
                )
            case Bits():
                members = _members(named.members, named.spans)
                return f"bits {named.base} {named.width} {members}"
            case _:
                # The table of units grows on its own: a new unit is no new version of every register.
                return "units"


def _members(members: tuple[Enumerator, ...], spans: tuple[ValueSpan, ...]) -> str:
    named = [(member.value, member.name) for member in members]
    return f"{named} {[(span.first, span.last, span.kind) for span in spans]}"


def _value(value: Literal_ | None) -> str:
    return "" if value is None else f"={value!r}"


def _facts(facts: Facts) -> str:
    rules = [tuple(rule) for rule in facts.rules]
    return f"{facts.unit} {facts.secret} {facts.read_only} {facts.refers} {rules}"
