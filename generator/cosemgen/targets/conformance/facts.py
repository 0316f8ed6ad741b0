"""Types of the model as text that builds the facts of `cosem_conformance`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ... import model as m
from ... import naming

_TAGGED: Final[Mapping[str, str]] = {
    "date-time": "Octets(12, 12, tag=0x19)",
    "date": "Octets(5, 5, tag=0x1A)",
    "time": "Octets(4, 4, tag=0x1B)",
}
_BARE: Final[Mapping[str, str]] = {
    "null-data": "Null()",
    "dont-care": "DontCare()",
    "boolean": "Boolean()",
    "float32": 'Real("float32")',
    "float64": 'Real("float64")',
    **_TAGGED,
}


class FactTexts:
    """The facts that one test file needs: named types first defined, then used by name."""

    def __init__(self, model: m.Model, names: naming.Names) -> None:
        self._model = model
        self._names = names
        self._named: dict[m.TypeId, str] = {}
        self.definitions: list[str] = []
        """Statements `NAME = ...`, each standing on those before it."""
        self.used: set[str] = set()
        """Names of the fact constructors that occur."""

    def text(self, expression: m.TypeExpression) -> str:
        """An expression that builds the fact of a type."""
        match expression:
            case m.Reference(target=target):
                return self._reference(target)
            case m.Simple():
                return self._simple(expression)
            case m.Array(element=element, size=size):
                return self._call("ArrayOf", self.text(element), *_limits(size))
            case m.CompactArray(element=element):
                inner = element or m.OpenChoice("any")
                return self._call("CompactArrayOf", self.text(inner))
            case m.Choice(alternatives=alternatives):
                return self._call("Choice", _tuple(map(self.text, alternatives)))
            case m.OpenChoice(of=of):
                return self._use("SIMPLE" if of == "simple" else "ANY")
            case m.AnyStructure():
                return self._call("AnyMembers")

    def _simple(self, simple: m.Simple) -> str:
        if simple.name in _BARE:
            text = _BARE[simple.name]
            self._use(text.partition("(")[0])
            return text
        if simple.name == "octet-string":
            extra = [f"meaning={simple.meaning!r}"] if simple.meaning else []
            extra += ["or_empty=True"] if simple.or_empty else []
            return self._call("Octets", *_limits(simple.size), *extra)
        if simple.name == "bit-string":
            exact = _exact(simple.size)
            return self._call("BitText", *([str(exact)] if exact else []))
        if simple.name in ("visible-string", "utf8-string"):
            return self._call("Text", repr(simple.name), *_limits(simple.size))
        meaning = [f"meaning={simple.meaning!r}"] if simple.meaning else []
        bounds = _bounds(simple.bounds)
        return self._call("Number", repr(simple.name), *bounds, *meaning)

    def _reference(self, target: m.TypeId) -> str:
        if target in self._named:
            return self._named[target]
        definition = self._model.type(target)
        if isinstance(definition, m.Alias):
            return self.text(definition.type)
        package, folder, module = self._names.module(target)
        where = f"{package}.{folder}.{module}:{self._names.type(target)}"
        # A class and a file may both have a type of that name: the Python name alone tells them apart here.
        name = naming.private_constant(self._names.type(target)).lstrip("_")
        while name in self._named.values():
            name += "_"
        match definition:
            case m.Structure(fields=fields):
                members = [
                    f'("{naming.field(f.name)}", {self.text(f.type)})' for f in fields
                ]
                text = self._call("Struct", repr(where), _lines(members))
            case m.Enumeration(base=base, members=members):
                rows = [
                    f'{each.value}: "{naming.enumerator(each.name)}"'
                    for each in members
                ]
                text = self._call(
                    "Enum", _lines(rows, "{}"), repr(where), *_base(base, "enum")
                )
            case m.UnitTable(rows=units):
                rows = [f'{u.value}: "{naming.enumerator(u.name)}"' for u in units]
                text = self._call("Enum", _lines(rows, "{}"), repr(where))
            case m.Bits(base=base, width=width, members=members):
                rows = [f'{each.value}: "{naming.flag(each.name)}"' for each in members]
                if base == "bit-string":
                    text = self._call(
                        "BitText", str(width), _lines(rows, "{}"), repr(where)
                    )
                else:
                    text = self._call(
                        "Flags", _lines(rows, "{}"), repr(where), *_base(base, "enum")
                    )
        self._named[target] = name
        self.definitions.append(f"{name} = {text}")
        return name

    def _call(self, name: str, *arguments: str) -> str:
        return f"{self._use(name)}({', '.join(arguments)})"

    def _use(self, name: str) -> str:
        self.used.add(name)
        return name


def _limits(size: m.Limits | None) -> list[str]:
    if size is None or size == (None, None):
        return []
    return [str(size.minimum or 0), str(size.maximum)]


def _bounds(bounds: m.Limits | None) -> list[str]:
    return [] if bounds is None else [str(bounds.minimum), str(bounds.maximum)]


def _exact(size: m.Limits | None) -> int | None:
    return size.minimum if size and size.minimum == size.maximum else None


def _base(base: str, usual: str) -> list[str]:
    return [] if base == usual else [repr(base)]


def _tuple(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items).rstrip(' ')})"


def _lines(items: list[str], brackets: str = "()") -> str:
    body = "".join(f"\n    {item}," for item in items)
    return f"{brackets[0]}{body}\n{brackets[1]}" if items else brackets
