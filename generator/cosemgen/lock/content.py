"""The content of a class version: what it is, written out as text and hashed.

The text is made of the fields of the model, all but those that `NO_CONTENT` lists.  The digest of a version covers all
that it leads to, named types included.  It says whether anything has changed; the differ says what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias

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


Versions: TypeAlias = Mapping[Key, tuple[m.InterfaceClass, m.ClassVersion]]


class Row(NamedTuple):
    """What all versions stand on, and none refers to by a type."""

    kind: str
    """`unit`, `data-type` or `layout`."""
    key: str
    """Its name."""

    @property
    def label(self) -> str:
        """`data type 'long-unsigned'`, for messages."""
        return f"{self.word} '{self.key}'"

    @property
    def word(self) -> str:
        """The kind, as people write it."""
        return self.kind.replace("-", " ")


class Line(NamedTuple):
    """A row as it is now."""

    digest: str
    found: m.UnitRow | m.DataType | m.Layout


class Contents:
    """Digests of the versions and types of a model."""

    def __init__(self, model: m.Model) -> None:
        self._model = model
        self._types: dict[m.TypeId, str] = {}

    def digest(self, one: m.InterfaceClass, version: m.ClassVersion) -> str:
        """The version with all that it leads to, in 16 digits."""
        return _hash(f"{self._full(one)}\n{self._full(version)}", 16)

    def basis(self) -> dict[Row, Line]:
        """Units, common data types and layouts."""
        rows: dict[str, Iterable[m.UnitRow | m.DataType | m.Layout]] = {
            "unit": self._model.unit_rows,
            "data-type": self._model.data_types,
            "layout": self._model.layouts,
        }
        return {
            Row(kind, row.name): Line(_hash(_own(row), 6), row)
            for kind, each in rows.items()
            for row in each
        }

    def kept(self, version: m.ClassVersion) -> set[m.TypeId]:
        """Every type that the version leads to, without the table of units, whose rows are pinned one by one."""
        return {
            target
            for target in reached(expressions(version), self._model.type)
            if not isinstance(self._model.type(target), m.UnitTable)
        }

    def shared(self, version: m.ClassVersion) -> set[m.TypeId]:
        """Those of them that stand in files, and not in a class."""
        return {target for target in self.kept(version) if target.class_id is None}

    def _full(self, value: object) -> str:
        return written(value, self._named)

    def _named(self, target: m.TypeId) -> str:
        known = self._types.get(target)
        if known is None:
            known = _hash(self._full(self._model.type(target)), 16)
            self._types[target] = known
        return known


# ---------------------------------------------------------------- as text

_AS_PYTHON: Final = (int, str, bytes)
"""What is written as Python writes it."""


def written(value: object, reference: Callable[[m.TypeId], str]) -> str:
    """A value of the model as text, without `NO_CONTENT`; `reference` says what stands for a named type."""
    if value is None or isinstance(value, _AS_PYTHON):
        return repr(value)
    if isinstance(value, m.TypeId):
        return reference(value)
    if type(value) is tuple:
        return f"[{','.join([written(item, reference) for item in value])}]"
    kind: Any = type(value)
    members = []
    for name, default in _facts(kind):
        fact = getattr(value, name)
        # A fact that is at its default leaves no trace, so that a new field of the model changes nothing but the
        # versions which state it; nor does the order of the fields.
        if fact is not default and fact != default:
            members.append(f"{name}={written(fact, reference)}")
    return f"{kind.__name__}({','.join(members)})"


def _own(value: object) -> str:
    return written(value, lambda target: target.name)


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
