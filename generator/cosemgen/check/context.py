"""What the checks look at: the lowered package, with everything that it may refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

from .. import model as m
from ..diagnostics.report import Report
from ..lower.expansion import VersionEntry, VersionKey
from ..lower.expressions import UNKNOWN
from ..lower.package import Lowered
from ..model.layers import with_foundations
from ..steps import Steps
from .written import Written

Key = TypeVar("Key")
Found = TypeVar("Found")

Resolved: TypeAlias = (
    m.Simple
    | m.Array
    | m.CompactArray
    | m.Choice
    | m.OpenChoice
    | m.AnyStructure
    | m.Structure
    | m.Enumeration
    | m.Bits
    | m.UnitTable
)
"""What an expression is once aliases and references are followed."""


class Place(NamedTuple):
    """A line that gives a type: an attribute, a field, a parameter or an alias."""

    where: str
    """For messages: `Register.value`."""
    type: m.TypeExpression
    default: m.Literal_ | None
    facts: m.Facts
    span: m.Span
    class_id: int | None
    """Class whose attributes a rule of the line may name."""
    structure: m.Structure | None
    """The structure that the line is a field of."""


@dataclass(slots=True, eq=False)
class Context:
    """A lowered package, its surroundings and the report that the checks write to."""

    lowered: Lowered
    report: Report
    steps: Steps
    model: m.Model = field(init=False)
    foundations: tuple[m.Model, ...] = field(init=False)
    """Every package below this one, each once."""
    types: dict[m.TypeId, m.NamedType] = field(init=False)
    class_ids: frozenset[int] = field(init=False)
    misnamed: bool = field(init=False, default=False)
    """A class of the package has an id that it cannot have: one that is not there may be meant to be it."""
    units: Mapping[str, str] = field(init=False)
    """Symbols of the units by their names."""
    places: tuple[Place, ...] = field(init=False)
    written: Written = field(init=False)

    def __post_init__(self) -> None:
        self.model = self.lowered.model
        self.foundations = with_foundations(self.model.foundations)
        models = (self.model, *self.foundations)
        self.types = {
            type_id: named for model in models for type_id, named in model.types.items()
        }
        self.class_ids = frozenset(c.class_id for one in models for c in one.classes)
        self.units = {
            row.name: row.symbol for model in models for row in model.unit_rows
        }
        self.places = tuple(self._places())
        self.written = Written(self.lowered)

    def resolve(self, expression: m.TypeExpression) -> Resolved:
        """What the expression is: aliases and references followed."""
        while isinstance(expression, m.Reference):
            named = self.types[expression.target]
            if not isinstance(named, m.Alias):
                return named
            expression = named.type
        return expression

    def elements(self, expression: m.TypeExpression) -> Resolved:
        """What an array holds, at any depth; the type itself where it is none."""
        found = self.resolve(expression)
        while isinstance(found, m.Array | m.CompactArray) and found.element is not None:
            found = self.resolve(found.element)
        return found

    def versions(self) -> Iterator[tuple[m.InterfaceClass, m.ClassVersion]]:
        for one in self.model.classes:
            for version in one.versions:
                yield one, version

    def entry(self, version: m.ClassVersion) -> VersionEntry | None:
        """The version as written; None where another one has its number."""
        found = self.lowered.versions.get(VersionKey(version.class_id, version.version))
        if found is None or found.node.number.span != version.span:
            return None
        return found

    def any_of(
        self, expression: m.TypeExpression, fits: Callable[[Resolved], bool]
    ) -> bool:
        """Whether a value may be what fits: of an array an element, of a CHOICE an alternative; so may one of a type
        that is not known."""
        if expression is UNKNOWN:
            return True
        found = self.elements(expression)
        if isinstance(found, m.Choice):
            return any(self.any_of(each, fits) for each in found.alternatives)
        return fits(found)

    def _places(self) -> Iterator[Place]:
        for one, version in self.versions():
            lines: list[tuple[str, m.Attribute | m.Parameter]] = [
                (each.name, each) for each in version.attributes[1:]
            ]
            lines += [
                (f"{each.name}({each.parameter.name})", each.parameter)
                for each in version.methods
                if each.parameter is not None
            ]
            for name, line in lines:
                yield _place(f"{one.name}.{name}", line, one.class_id, None)
        for type_id, named in self.model.types.items():
            structure = None
            if isinstance(named, m.Structure):
                structure = named
                of: m.TypeExpression = m.Reference(type_id.name, type_id)
                for member in named.fields:
                    where = f"{type_id.name}.{member.name}"
                    yield _place(where, member, type_id.class_id, structure)
            elif isinstance(named, m.Alias):
                of = named.type
            else:
                continue
            home = type_id.class_id
            yield Place(
                type_id.name, of, None, named.facts, named.span, home, structure
            )


def _place(
    where: str,
    line: m.Attribute | m.Parameter | m.Field,
    class_id: int | None,
    structure: m.Structure | None,
) -> Place:
    return Place(
        where, line.type, line.default, line.facts, line.span, class_id, structure
    )


class Remembered(Generic[Key, Found]):
    """A function of an object that many packages stand on: what it gave for the last few of them."""

    _MOST: Final = 4

    def __init__(self, find: Callable[[Key], Found]) -> None:
        self._find = find
        self._known: tuple[tuple[Key, Found], ...] = ()

    def __call__(self, key: Key) -> Found:
        known = self._known
        found = next((each for each in known if each[0] is key), None)
        if found is None:
            found = key, self._find(key)
        others = [each for each in known if each[0] is not key]
        self._known = (found, *others[: self._MOST - 1])
        return found[1]
