"""Interface classes: every version written out in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, cast

from .. import model as m
from ..diagnostics.report import Report
from ..records import record
from ..syntax import tree
from .clauses import lower_clauses
from .expansion import ClassEntry, VersionEntry
from .expressions import lower_type
from .facts import ClassFacts, Legend, combine, lower_facts
from .order import sort_ids
from .reach import homes
from .scope import Environment, FileScope

Mark: TypeAlias = Literal["static", "dynamic"]
Presence: TypeAlias = Literal["mandatory", "optional"]

_LOGICAL_NAME = m.Simple("octet-string", meaning="logical-name")
_DATA = "data"
"""What a parameter is called that has no name of its own."""
_LOGICAL_NAME_DOC = "The name of the object: its OBIS code."


@record(frozen=True, slots=True)
class LoweredVersion:
    """A version written out, and what it makes use of."""

    version: m.ClassVersion
    imports: tuple[tuple[str, str], ...]
    """Names that lines of the class take from other files, each with the path of the file that imports it."""


def lower_class(
    entry: ClassEntry,
    types: tuple[tuple[str, ...], ...],
    legend: Legend,
    report: Report,
) -> tuple[LoweredVersion, ...]:
    """The versions of a class that are expanded; `types` names those of each of them in their order."""
    files = [each for each in homes(entry) if each.package == entry.home.package]
    before = [(each, each.used) for file in files for each in file.imports.values()]
    for each, _ in before:
        each.used = False
    shared = lower_facts(entry.node.parts, legend, report)
    versions = [
        lower_version(version, shared, names, legend, report)
        for version, names in zip(_expanded(entry), types, strict=True)
    ]
    imports = tuple(
        (file.path, name)
        for file in files
        for name, each in file.imports.items()
        if each.used
    )
    for each, used in before:
        each.used |= used
    return tuple(LoweredVersion(version, imports) for version in versions)


def types_in_order(
    entry: ClassEntry, order: Mapping[m.TypeId, int]
) -> tuple[tuple[str, ...], ...]:
    """The types of each version as `lower_class` takes them; `order` places every named type."""
    return tuple(
        tuple(
            each.name
            for each in sort_ids(
                map(version.environment.identify, version.contents.types), order
            )
        )
        for version in _expanded(entry)
    )


def _expanded(entry: ClassEntry) -> list[VersionEntry]:
    return [version for version in entry.versions if version.expanded]


def _facts(
    entry: VersionEntry, shared: ClassFacts, legend: Legend, report: Report
) -> ClassFacts:
    if entry.facts is None:
        # Where versions are written from one another, there is no first one.
        entry.facts = ClassFacts()
    own = lower_facts(entry.node.parts, legend, report)
    entry.facts = combine(own, shared, _inherited(entry.origin, legend))
    return entry.facts


def _inherited(origin: VersionEntry | None, legend: Legend) -> ClassFacts | None:
    """The facts of the origin, and so of all that it is written from in turn; what is wrong there is told there."""
    # Nothing is put down before it is whole: another thread may look at a version of a package below.
    first, waiting = origin, dict[VersionEntry, None]()
    while first is not None and first.facts is None and first not in waiting:
        waiting[first] = None
        first = first.origin
    unheard = Report()
    for each in reversed(waiting):
        shared = lower_facts(each.owner.node.parts, legend, unheard)
        own = lower_facts(each.node.parts, legend, unheard)
        before = None if each.origin is None else each.origin.facts
        each.facts = combine(own, shared, before)
    return None if origin is None else origin.facts


def lower_version(
    entry: VersionEntry,
    shared: ClassFacts,
    types: tuple[str, ...],
    legend: Legend,
    report: Report,
) -> m.ClassVersion:
    """The version with all that it inherits."""
    node, owner = entry.node, entry.owner
    environment, contents = entry.environment, entry.contents
    origin = entry.origin
    facts = _facts(entry, shared, legend, report)
    lines = _Lines(str(owner.node.name), environment, contents.first_short_name, report)
    attributes = (lines.attribute(*a) for _, a in sorted(contents.attributes.items()))
    methods = (lines.method(*each) for _, each in sorted(contents.methods.items()))
    return m.ClassVersion(
        class_id=int(owner.node.class_id),
        version=int(node.number),
        attributes=(_logical_name(node.span), *attributes),
        methods=tuple(methods),
        types=tuple(map(environment.identify, types)),
        doc=node.doc,
        name=facts.name,
        clauses=tuple(facts.clauses),
        since=facts.since,
        cardinality=facts.cardinality or m.Cardinality(0, None),
        confidence=facts.confidence,
        confidence_reason=facts.confidence_reason,
        sources=tuple(facts.sources),
        decisions=tuple(facts.decisions),
        open_questions=tuple(facts.open_questions),
        rules=tuple(facts.rules),
        undefined=facts.undefined,
        withdrawn=facts.withdrawn,
        origin=(
            m.Origin(int(origin.owner.node.class_id), int(origin.node.number))
            if origin is not None
            else None
        ),
        changes=tuple(entry.changes),
        span=node.number.span,
    )


def _logical_name(span: m.Span) -> m.Attribute:
    return m.Attribute(
        number=1,
        name="logical_name",
        type=_LOGICAL_NAME,
        mark="static",
        short_name=0,
        doc=_LOGICAL_NAME_DOC,
        span=span,
    )


class _Lines:
    """Lowers the attributes and methods of one version."""

    def __init__(
        self,
        class_name: str,
        environment: Environment,
        first_short_name: int | None,
        report: Report,
    ) -> None:
        self._class = class_name
        self._first_short_name = first_short_name
        self._environment = environment
        self._report = report

    def attribute(self, node: tree.Attribute, home: FileScope) -> m.Attribute:
        where = f"{self._class}.{node.name}"
        line = lower_clauses(node.clauses, "attribute", self._report)
        short_name = line.short_name
        if short_name is None:
            short_name = 8 * (int(node.number) - 1)
        mark = None if node.mark is None else str(node.mark)
        return m.Attribute(
            number=int(node.number),
            name=str(node.name),
            type=self._type(node.type, home, where),
            mark=cast("Mark | None", mark),
            short_name=short_name,
            doc=node.doc,
            default=line.default,
            facts=line.facts,
            selectors=tuple(self._selector(s, where, home) for s in node.selectors),
            span=node.name.span,
        )

    def _selector(self, node: tree.Selector, where: str, home: FileScope) -> m.Selector:
        where = f"{where} selector {node.number:d}"
        return m.Selector(
            number=int(node.number),
            name=str(node.name),
            parameter=self._optional(node.parameter, home, where),
            returns=self._optional(node.returns, home, where),
            doc=node.doc,
            facts=lower_clauses(node.clauses, "selector", self._report).facts,
            span=node.number.span,
        )

    def method(self, node: tree.Method, home: FileScope) -> m.Method:
        where = f"{self._class}.{node.name}()"
        line = lower_clauses(node.clauses, "method", self._report)
        short_name = line.short_name
        if short_name is None and self._first_short_name is not None:
            short_name = self._first_short_name + 8 * (int(node.number) - 1)
        presence = None if node.presence is None else str(node.presence)
        return m.Method(
            number=int(node.number),
            name=str(node.name),
            parameter=self._parameter(node.parameter, home, where),
            returns=self._optional(node.returns, home, where),
            presence=cast("Presence | None", presence),
            short_name=short_name,
            doc=node.doc,
            facts=line.facts,
            span=node.name.span,
        )

    def _parameter(
        self, node: tree.Parameter | tree.NoData | None, home: FileScope, where: str
    ) -> m.Parameter | None:
        if node is None:
            return None
        if isinstance(node, tree.NoData):
            if node.value != 0:
                self._report.error(
                    node.value.span,
                    "C327",
                    f"expected 0 or a type as the parameter of {where}, "
                    f"found {node.value:d}",
                )
            return m.Parameter(_DATA, m.Simple("integer"), 0, span=node.span)
        line = lower_clauses(node.clauses, "parameter", self._report)
        return m.Parameter(
            name=str(node.name or _DATA),
            type=self._type(node.type, home, where),
            default=line.default,
            facts=line.facts,
            span=node.span,
        )

    def _type(self, use: tree.TypeUse, home: FileScope, where: str) -> m.TypeExpression:
        return lower_type(use, self._environment, home, self._report, where)

    def _optional(
        self, use: tree.TypeUse | None, home: FileScope, where: str
    ) -> m.TypeExpression | None:
        return None if use is None else self._type(use, home, where)
