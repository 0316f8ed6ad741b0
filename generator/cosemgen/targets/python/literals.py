"""Defaults of the spec as Python values of the attribute's own type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ... import model as m
from ...naming import enumerator
from ...spelling import camel
from ...vocabulary import SIMPLE_TYPES
from .expressions import Expressions, python_type
from .layout import Call, Items, Node, literal


class Literals:
    """Writes the defaults of one generated module."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._imports = expressions.imports
        self._model = expressions.model

    def value(self, value: m.Literal_, expression: m.TypeExpression) -> Node:
        """The Python expression; the spec's checks have made sure that the value fits."""
        match expression:
            case m.Reference(target=target):
                return self._named(value, self._model.type(target))
            case m.Array(element):
                assert isinstance(value, m.ArrayLiteral)
                items = tuple(self.value(item, element) for item in value.items)
                return Items(items, "[]")
            case m.Choice():
                return self._chosen(value, expression)
            case m.Simple():
                return self._simple(value, expression)
            case m.AnyStructure() if isinstance(value, m.StructureLiteral):
                return Items(tuple(self._plain(item) for item in value.items))
            case m.CompactArray() | m.OpenChoice() | m.AnyStructure():
                return self._plain(value)

    def _named(self, value: m.Literal_, definition: m.NamedType) -> Node:
        if isinstance(definition, m.Alias):
            return self.value(value, definition.type)
        name = self._expressions.class_of(definition.id, run_time=True)
        if isinstance(definition, m.Structure):
            assert isinstance(value, m.StructureLiteral)
            pairs = zip(value.items, definition.fields, strict=True)
            return Call(name, tuple(self.value(item, f.type) for item, f in pairs))
        if isinstance(definition, m.Bits):
            return self._bits(value, definition, name)
        rows = (
            definition.rows
            if isinstance(definition, m.UnitTable)
            else definition.members
        )
        for row in rows:
            if value == row.value or value == m.WordLiteral(row.name):
                return f"{name}.{enumerator(row.name)}"
        return Call(name, (self._plain(value),))

    def _bits(self, value: m.Literal_, definition: m.Bits, name: str) -> Node:
        arguments = [self._plain(value)]
        if isinstance(value, int) and definition.base == "bit-string":
            last = max((member.value for member in definition.members), default=-1)
            arguments.append(str(definition.width or last + 1))
        return Call(name, tuple(arguments))

    def _simple(self, value: m.Literal_, simple: m.Simple) -> Node:
        python = python_type(simple)
        octets = value.encode() if isinstance(value, str) else value
        match simple.name:
            case "bit-string":
                arguments: tuple[Node, ...] = (self._plain(value),)
                if isinstance(value, int):
                    arguments += (str((simple.size and simple.size.maximum) or 0),)
                return Call(self._imports.runtime(python.home, python.name), arguments)
            case "float32" | "float64" if isinstance(value, int):
                return repr(float(value))
            case "date-time" | "date" | "time" if isinstance(octets, bytes):
                return self._from_bytes(python.home, python.name, octets)
            case "octet-string" if isinstance(octets, bytes):
                if simple.or_empty and not octets:
                    return 'b""'
                if python.home == "octets":
                    maker = self._imports.runtime(python.home, python.name)
                    return Call(maker, (octets_literal(octets),))
                if python.home == "obis" and isinstance(value, str):
                    return Call(
                        self._imports.runtime("obis", "Obis"), (literal(value),)
                    )
                if python.home:
                    return self._from_bytes(python.home, python.name, octets)
                return octets_literal(octets)
            case _:
                return self._plain(value)

    def _from_bytes(self, home: str, name: str, octets: bytes) -> Node:
        return Call(
            f"{self._imports.runtime(home, name)}.from_bytes", (octets_literal(octets),)
        )

    def _chosen(self, value: m.Literal_, choice: m.Choice) -> Node:
        """The first alternative that takes the value, named by its tag where that matters."""
        fitting = [a for a in self._alternatives(choice) if self._takes(a, value)]
        if not fitting:
            return self._plain(value)
        first = fitting[0]
        node = self.value(value, first)
        if len(fitting) > 1 and isinstance(first, m.Simple) and first.name in TAGGED:
            return Call(self._imports.runtime("values", TAGGED[first.name]), (node,))
        return node

    def _alternatives(self, expression: m.TypeExpression) -> Iterator[m.TypeExpression]:
        if isinstance(expression, m.Reference):
            definition = self._model.type(expression.target)
            if isinstance(definition, m.Alias):
                yield from self._alternatives(definition.type)
                return
        if isinstance(expression, m.Choice):
            for alternative in expression.alternatives:
                yield from self._alternatives(alternative)
            return
        yield expression

    def _takes(self, expression: m.TypeExpression, value: m.Literal_) -> bool:
        match expression, value:
            case m.Simple(name=name), int():
                low, high = SIMPLE_TYPES[name].bounds or (1, 0)
                return low <= value <= high
            case m.Simple(name=name), str():
                return SIMPLE_TYPES[name].kind in ("string", "bits")
            case m.Simple(name=name), bytes():
                return SIMPLE_TYPES[name].kind in ("string", "moment")
            case m.Simple(name="boolean"), m.WordLiteral(name=word):
                return word in ("TRUE", "FALSE")
            case m.Reference(target=target), m.WordLiteral(name=word):
                definition = self._model.type(target)
                members = getattr(
                    definition, "members", getattr(definition, "rows", ())
                )
                return any(member.name == word for member in members)
            case m.Reference(target=target), m.StructureLiteral(items):
                definition = self._model.type(target)
                return isinstance(definition, m.Structure) and len(items) == len(
                    definition.fields
                )
            case m.Array(), m.ArrayLiteral():
                return True
            case _:
                return False

    def _plain(self, value: m.Literal_) -> Node:
        match value:
            case m.WordLiteral(name=word):
                return word.capitalize()
            case m.ArrayLiteral(items):
                return Items(tuple(map(self._plain, items)), "[]")
            case m.StructureLiteral(items):
                return Items(tuple(map(self._plain, items)))
            case bytes():
                return octets_literal(value)
            case str():
                return literal(value)
            case int():
                return str(value)


TAGGED: Final = {
    name: camel(name)
    for name, simple in SIMPLE_TYPES.items()
    if simple.kind == "integer" or name in ("visible-string", "utf8-string")
}
"""Class of `cosem_runtime.values` that names the alternative of a CHOICE."""


def octets_literal(value: bytes) -> str:
    """As black writes it: in double quotes, unless those take more escapes."""
    quoted = repr(value)
    if quoted[1] == '"' or value.count(b'"') > value.count(b"'"):
        return quoted
    body = quoted[2:-1].replace("\\'", "'").replace('"', '\\"')
    return f'b"{body}"'
