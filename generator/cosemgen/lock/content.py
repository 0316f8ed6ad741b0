"""The content of a class version: what it is, written out as text and hashed.

The text is made of the fields of the model, all but those that `NO_CONTENT` lists.  The digest of a version covers all
that it leads to, named types included.  The digests of its parts cover what each of them says itself and take named types
by their names, so that a change is found where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from .. import model as m
from ..model.walk import expressions, reached

NO_CONTENT: Final[Mapping[type, frozenset[str]]] = {
    m.InterfaceClass: frozenset(
        {
            "doc",
            "span",
            # Where the file lies.
            "module",
            "family",
            # Each has a digest of its own.
            "versions",
            # The lock itself says it.
            "plain_version",
        }
    ),
    m.ClassVersion: frozenset(
        {
            "doc",
            "span",
            # Where it comes from and how sure that is.
            "name",
            "clauses",
            "since",
            "confidence",
            "confidence_reason",
            "sources",
            "decisions",
            "open_questions",
            # A version that was released may come out of use.
            "withdrawn",
            # How the spec writes it; it is here in full.
            "origin",
            "changes",
            # Those that it uses are behind its attributes and methods.
            "types",
            # A version of which nothing is known has no digest.
            "undefined",
        }
    ),
    m.Attribute: frozenset({"doc", "span"}),
    m.Selector: frozenset({"doc", "span"}),
    m.Method: frozenset({"doc", "span"}),
    m.Parameter: frozenset({"span"}),
    # What people read beside a fact, and how sure it is.
    m.Facts: frozenset({"notes", "unconfirmed", "unofficial"}),
    m.Rule: frozenset({"unconfirmed"}),
    # Whoever refers to a type names it; its file is free.
    m.Structure: frozenset({"id", "doc", "span"}),
    m.Enumeration: frozenset({"id", "doc", "span"}),
    m.Bits: frozenset({"id", "doc", "span"}),
    m.Alias: frozenset({"id", "doc", "span"}),
    m.Field: frozenset({"doc", "span"}),
    # The name is what programs use, the label is for people.
    m.Enumerator: frozenset({"label", "span"}),
    m.ValueSpan: frozenset({"label", "span"}),
    # The table of units grows on its own: a new unit is no new version of every register.  Its rows have lines in the lock.
    m.UnitTable: frozenset({"id", "rows", "spans", "doc", "span"}),
    m.UnitRow: frozenset({"quantity", "si", "span"}),
    m.DataType: frozenset({"label", "doc", "span"}),
    m.Layout: frozenset({"doc", "span"}),
    m.LayoutField: frozenset({"doc", "span"}),
}
"""Fields that say nothing which a meter or a program could notice: documentation, provenance, places.  They may change in
a released version.  A field that is not here is a fact."""


class Key(NamedTuple):
    class_id: int
    version: int


class Part(NamedTuple):
    """What a version is made of, one by one, or what all versions stand on."""

    kind: str
    """`fact`, `attribute`, `method` or `type`, the last for types of classes; `unit`, `data-type` or `layout`."""
    key: str
    """Number of an attribute or method; name of a type; `name`, `cardinality`, `rules` or another field."""

    @property
    def label(self) -> str:
        """`data type 'long-unsigned'`, for messages about what all versions stand on."""
        return f"{self.kind.replace('-', ' ')} '{self.key}'"


class Line(NamedTuple):
    """A part as it is now."""

    digest: str
    label: str
    """For messages: `attribute 5 'delay'`."""
    span: m.Span | None
    """None for a fact, which has no line of its own."""


class Contents:
    """Digests of the versions and types of a model."""

    def __init__(self, model: m.Model) -> None:
        self._model = model
        self._types: dict[m.TypeId, str] = {}

    def digest(self, one: m.InterfaceClass, version: m.ClassVersion) -> str:
        """The version with all that it leads to, in 16 digits."""
        return _hash(f"{self._full(one)}\n{self._full(version)}", 16)

    def parts(self, one: m.InterfaceClass, version: m.ClassVersion) -> dict[Part, Line]:
        """What the version is made of; attribute 1 is the same in all of them."""
        stated = _stated(one) | _stated(version)
        parts = {
            Part("fact", name): Line(_short(_own(value)), fact_label(name), None)
            for name, value in stated.items()
            if name not in _WITH_LINES
        }
        members: list[tuple[str, m.Attribute | m.Method]] = [
            *(("attribute", each) for each in version.attributes[1:]),
            *(("method", each) for each in version.methods),
        ]
        for kind, each in members:
            label = f"{kind} {each.number} '{each.name}'"
            line = Line(_short(_own(each)), label, each.span)
            parts[Part(kind, str(each.number))] = line
        for target in sorted(self.reached(version), key=lambda t: t.name):
            if target.class_id is not None:
                parts[Part("type", target.name)] = self.type(target)
        return parts

    def type(self, target: m.TypeId) -> Line:
        """A named type by itself."""
        named = self._model.type(target)
        return Line(_short(_own(named)), f"type '{target.name}'", named.span)

    def basis(self) -> dict[Part, Line]:
        """What every version stands on and none refers to by a type: units, common data types, layouts."""
        rows: dict[str, Iterable[m.UnitRow | m.DataType | m.Layout]] = {
            "unit": self._model.unit_rows,
            "data-type": self._model.data_types,
            "layout": self._model.layouts,
        }
        return {
            part: Line(_short(_own(row)), part.label, row.span)
            for kind, each in rows.items()
            for row in each
            for part in [Part(kind, row.name)]
        }

    def shared(self, version: m.ClassVersion) -> set[m.TypeId]:
        """The types of files that the version leads to."""
        return {
            target
            for target in self.reached(version)
            if target.class_id is None
            and not isinstance(self._model.type(target), m.UnitTable)
        }

    def reached(self, version: m.ClassVersion) -> set[m.TypeId]:
        """Every named type that the version leads to."""
        return reached(expressions(version), self._model.type)

    def _full(self, value: object) -> str:
        return written(value, self._named)

    def _named(self, target: m.TypeId) -> str:
        known = self._types.get(target)
        if known is None:
            known = _hash(self._full(self._model.type(target)), 16)
            self._types[target] = known
        return known


def fact_label(name: str) -> str:
    """What messages call a fact of a version that has no line of its own."""
    return "what it requires" if name == "rules" else f"its {name}"


# ---------------------------------------------------------------- as text

_WITH_LINES: Final = {"class_id", "version", "attributes", "methods"}
"""Facts of a version that the lock tells in another way."""


_AS_PYTHON: Final = (int, str, bytes)
"""What is written as Python writes it."""


def written(value: object, reference: Callable[[m.TypeId], str]) -> str:
    """A value of the model as text, without `NO_CONTENT`; `reference` says what stands for a named type."""
    if value is None or isinstance(value, _AS_PYTHON):
        return repr(value)
    if isinstance(value, m.TypeId):
        return reference(value)
    if type(value) is tuple:
        return f"[{','.join(written(item, reference) for item in value)}]"
    stated = _stated(value).items()
    members = ",".join(f"{name}={written(fact, reference)}" for name, fact in stated)
    return f"{type(value).__name__}({members})"


def _own(value: object) -> str:
    return written(value, lambda target: target.name)


def _stated(value: object) -> dict[str, object]:
    """The facts of a part of the model, by field.

    A fact that is at its default leaves no trace, so that a new field of the model changes nothing but the versions which
    state it; nor does the order of the fields.
    """
    kind: Any = type(value)
    return {
        name: fact
        for name, default in _facts(kind)
        if (fact := getattr(value, name)) is not default and fact != default
    }


@cache
def _facts(kind: Any) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass or named tuple that are facts, with their defaults."""
    if is_dataclass(kind):
        found = {field.name: field.default for field in fields(kind)}
    else:
        defaults = kind._field_defaults
        found = {name: defaults.get(name, MISSING) for name in kind._fields}
    silent = NO_CONTENT.get(kind, frozenset())
    return tuple((name, found[name]) for name in sorted(found.keys() - silent))


def _hash(text: str, digits: int) -> str:
    return sha256(text.encode()).hexdigest()[:digits]


def _short(text: str) -> str:
    return _hash(text, 6)
