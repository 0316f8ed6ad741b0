"""Interface classes: every version written out in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from ..diagnostics.report import Report
from ..model import (
    Attribute,
    Cardinality,
    ClassVersion,
    Method,
    Origin,
    Parameter,
    Selector,
    Simple,
    Span,
    TypeExpression,
    TypeId,
)
from ..syntax import tree
from .clauses import lower_clauses
from .expressions import lower_type
from .facts import ClassFacts, combine, lower_facts
from .legend import Legend
from .order import sort_ids
from .scope import Environment, FileScope
from .table import VersionEntry

_LOGICAL_NAME = Simple("octet-string", meaning="logical-name")
_DATA = "data"
"""What a parameter is called that has no name of its own."""
_LOGICAL_NAME_DOC = "The name of the object: its OBIS code."


def lower_version(
    entry: VersionEntry,
    shared: ClassFacts,
    legend: Legend,
    order: Mapping[TypeId, int],
    report: Report,
) -> ClassVersion:
    """The version with all that it inherits; `order` places every named type."""
    node, owner = entry.node, entry.owner
    environment, contents = entry.environment, entry.contents
    origin = entry.origin
    facts = combine(
        lower_facts(node.parts, legend, report),
        shared,
        origin.facts if origin is not None else None,
    )
    entry.facts = facts
    lines = Lines(str(owner.node.name), environment, contents.first_short_name, report)
    attributes = [
        lines.attribute(attribute, home)
        for _, (attribute, home) in sorted(contents.attributes.items())
    ]
    methods = [
        lines.method(method, home)
        for _, (method, home) in sorted(contents.methods.items())
    ]
    return ClassVersion(
        class_id=int(owner.node.class_id),
        version=int(node.number),
        attributes=(_logical_name(node.span), *attributes),
        methods=tuple(methods),
        types=sort_ids(map(environment.identify, contents.types), order),
        doc=node.doc,
        name=facts.name,
        clauses=tuple(facts.clauses),
        since=facts.since,
        cardinality=facts.cardinality or Cardinality(0, None),
        confidence=facts.confidence,
        sources=tuple(facts.sources),
        decisions=tuple(facts.decisions),
        open_questions=tuple(facts.open_questions),
        rules=tuple(facts.rules),
        undefined=facts.undefined,
        withdrawn=facts.withdrawn,
        origin=(
            Origin(int(origin.owner.node.class_id), int(origin.node.number))
            if origin is not None
            else None
        ),
        changes=tuple(entry.changes),
        span=node.number.span,
    )


def _logical_name(span: Span) -> Attribute:
    return Attribute(
        1, "logical_name", _LOGICAL_NAME, "static", 0, _LOGICAL_NAME_DOC, span=span
    )


class Lines:
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

    def attribute(self, node: tree.Attribute, home: FileScope) -> Attribute:
        where = f"{self._class}.{node.name}"
        clauses = lower_clauses(node.clauses, "attribute", self._report)
        short_name = clauses.short_name
        return Attribute(
            int(node.number),
            str(node.name),
            lower_type(node.type, self._environment, home, self._report, where),
            (
                None
                if node.mark is None
                else cast(Literal["static", "dynamic"], str(node.mark))
            ),
            8 * (int(node.number) - 1) if short_name is None else int(short_name),
            node.doc,
            clauses.default,
            clauses.facts,
            tuple(self._selector(s, where, home) for s in node.selectors),
            node.name.span,
        )

    def _selector(self, node: tree.Selector, where: str, home: FileScope) -> Selector:
        where = f"{where} selector {node.number:d}"
        clauses = lower_clauses(node.clauses, "selector", self._report)
        return Selector(
            int(node.number),
            str(node.name),
            self._optional(node.parameter, home, where),
            self._optional(node.returns, home, where),
            node.doc,
            clauses.facts,
            node.number.span,
        )

    def method(self, node: tree.Method, home: FileScope) -> Method:
        where = f"{self._class}.{node.name}()"
        clauses = lower_clauses(node.clauses, "method", self._report)
        short_name = clauses.short_name
        if short_name is None and self._first_short_name is not None:
            offset: int | None = self._first_short_name + 8 * (int(node.number) - 1)
        else:
            offset = None if short_name is None else int(short_name)
        return Method(
            int(node.number),
            str(node.name),
            self._parameter(node.parameter, home, where),
            self._optional(node.returns, home, where),
            (
                None
                if node.presence is None
                else cast(Literal["mandatory", "optional"], str(node.presence))
            ),
            offset,
            node.doc,
            clauses.facts,
            node.name.span,
        )

    def _parameter(
        self,
        node: tree.Parameter | tree.NoData | None,
        home: FileScope,
        where: str,
    ) -> Parameter | None:
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
            return Parameter(_DATA, Simple("integer"), 0, span=node.span)
        clauses = lower_clauses(node.clauses, "parameter", self._report)
        return Parameter(
            _DATA if node.name is None else str(node.name),
            lower_type(node.type, self._environment, home, self._report, where),
            clauses.default,
            clauses.facts,
            node.span,
        )

    def _optional(
        self, use: tree.TypeUse | None, home: FileScope, where: str
    ) -> TypeExpression | None:
        if use is None:
            return None
        return lower_type(use, self._environment, home, self._report, where)
