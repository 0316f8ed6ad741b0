"""Rows of OBIS objects written out: with what the head of their block says, and named lists of values replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..diagnostics.report import Report
from ..syntax import tree
from ..syntax.lines import in_order
from ..vocabulary import COMPLEX_TYPES, RESERVED_TYPE_NAMES, SIMPLE_TYPES
from ..words import did_you_mean

_REMARKS = frozenset({"note", "overlaps", "unconfirmed"})
"""What is said of one row only."""

_COMMON = frozenset({*SIMPLE_TYPES, *COMPLEX_TYPES})

ValueLists = Mapping[str, tuple[str, ...]]


def object_rows(items: Iterable[tree.Item], report: Report) -> Iterator[tree.Object]:
    """Objects and ranges in the order of the file, those of blocks in full."""
    for item in items:
        if isinstance(item, tree.Object):
            yield item
        elif isinstance(item, tree.Objects):
            for clause in item.clauses:
                if clause.word in _REMARKS:
                    report.error(
                        clause.span,
                        "C208",
                        f"'{clause.word}' does not apply to a block of objects: "
                        "expected it at the row that it is about",
                    )
            shared = [c for c in item.clauses if c.word not in _REMARKS]
            open_groups = {part for row in item.rows for part in row.pattern.split(".")}
            for condition in item.conditions:
                if condition.letter.lower() not in open_groups:
                    report.error(
                        condition.letter.span,
                        "C505",
                        f"no row of the block leaves group {condition.letter.upper()} "
                        "open: expected no condition on it",
                    )
            for row in item.rows:
                yield _in_full(row, item, shared)


def _in_full(
    row: tree.Object, block: tree.Objects, shared: Iterable[tree.Clause]
) -> tree.Object:
    own = {clause.word for clause in row.clauses}
    if "as" in own:  # the core classes are some of those
        own.add("core")
    clauses = [*row.clauses, *(clause for clause in shared if clause.word not in own)]
    told = {condition.letter.lower() for condition in row.conditions}
    open_groups = row.pattern.split(".")
    conditions = [
        *(
            condition
            for condition in block.conditions
            if condition.letter.lower() in open_groups
            and condition.letter.lower() not in told
        ),
        *row.conditions,
    ]
    return replace(
        row,
        conditions=tuple(conditions),
        clauses=in_order(clauses),
        doc=row.doc or block.doc,
    )


def value_lists(
    nodes: Iterable[tree.ValueList], foundation: ValueLists, report: Report
) -> dict[str, tuple[str, ...]]:
    """The named lists of a package by name, with those of the packages that it needs."""
    written: dict[str, tree.ValueList] = {}
    for node in nodes:
        name = str(node.name)
        known = written.setdefault(name, node)
        if name in RESERVED_TYPE_NAMES or name in foundation:
            report.error(
                node.name.span,
                "C518",
                f"'{name}' has a meaning already: expected another name of the list",
            )
        elif known is not node:
            report.error(
                node.name.span,
                "C518",
                f"list '{name}' is already there "
                f"({known.name.span.file}:{known.name.span.line})",
            )
    own = {name: values_of(node.types, {}, report) for name, node in written.items()}
    return {**own, **foundation}


def values_of(
    names: Iterable[tree.Name], lists: ValueLists, report: Report
) -> tuple[str, ...]:
    """Common data types, named lists among them replaced by what they list."""
    found: dict[str, None] = {}
    for name in names:
        if name in _COMMON or name in lists:
            found.update(dict.fromkeys(lists.get(name, (str(name),))))
        else:
            report.error(
                name.span,
                "C507",
                f"unknown common data type '{name}'",
                did_you_mean(name, {*_COMMON, *lists}),
            )
    return tuple(found)
