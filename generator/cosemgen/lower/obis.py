"""OBIS codes: media, value groups, objects and ranges; blocks of objects written out row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, cast

from ..diagnostics.report import Report
from ..model import (
    Code,
    Group,
    GroupLetter,
    InUse,
    InUseRow,
    Medium,
    ObisObject,
    Selection,
)
from ..syntax import tree
from ..syntax.lines import in_order
from ..vocabulary import (
    COMPLEX_TYPES,
    READINGS,
    RESERVED_TYPE_NAMES,
    SIMPLE_TYPES,
)
from ..words import did_you_mean, listed
from .clauses import Told
from .codes import lower_codes, lower_conditions, lower_pattern
from .facts import Confidence, Legend

_REMARKS: Final = frozenset({"note", "unconfirmed"})
_CODE_CLAUSES: Final = {
    "C": _REMARKS | {"integral", "unit"},
    "D": _REMARKS | {"integral", "unit"},
    "E": _REMARKS | {"integral", "unit", "dimensionless"},
}

_OBJECT_CLAUSES: Final = _REMARKS | {
    *("as", "core", "value", "unit", "alternative"),
    *("overlaps", "clause", "confidence", "source"),
}
_OF_ONE_ROW: Final = frozenset({"note", "overlaps", "unconfirmed"})
"""What is said of one row of a block only."""

_OF_IN_USE: Final = frozenset({"source"})
_IN_USE_CLAUSES: Final = _REMARKS | {"reads", "shown", "dumps", "source"}

_COMMON: Final = frozenset({*SIMPLE_TYPES, *COMPLEX_TYPES})

ValueLists = Mapping[str, tuple[str, ...]]


def lower_groups(file: tree.File, report: Report) -> tuple[Group, ...]:
    """The value groups of a file that hold for every medium, and its named tables."""
    return tuple(
        _group(node, report) for node in file.items if isinstance(node, tree.Group)
    )


def _group(node: tree.Group, report: Report) -> Group:
    letter = str(node.letter)
    return Group(
        letter=cast(GroupLetter, letter),
        name=str(node.name or ""),
        codes=tuple(_code(code, letter, report) for code in node.codes),
        doc=node.doc,
        span=node.letter.span,
    )


def _code(node: tree.Code, letter: str, report: Report) -> Code:
    allowed = _CODE_CLAUSES.get(letter, _REMARKS)
    told = Told(node.clauses, allowed, f"a code of group {letter}", report)
    integral = told.get("integral")
    meaning = unit = None
    if isinstance(integral, tree.IntegralClause):
        meaning, unit = integral.meaning, integral.unit
    bare = meaning is None and unit is None
    if integral is not None and bare is (letter != "D"):
        report.error(
            integral.span,
            "C516",
            (
                f"expected the unit or the name of the time integral in group {letter}"
                if bare
                else "group D says only that there is a time integral: "
                "expected 'integral' alone"
            ),
        )
    return Code(
        codes=lower_codes(node.codes, report),
        meaning=str(node.meaning or ""),
        kind=None if node.kind is None else str(node.kind),
        integral=integral is not None and letter == "D",
        integral_meaning=str(meaning or ""),
        integral_unit=None if unit is None else str(unit),
        units=tuple(map(str, told.names("unit"))),
        dimensionless="dimensionless" in told,
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        doc=node.doc,
        span=node.span,
    )


def lower_media(files: tuple[tree.File, ...], report: Report) -> tuple[Medium, ...]:
    """Media by code; one that is the same as another gets that one's tables."""
    written: dict[int, tree.Medium] = {}
    nodes = (item for file in files for item in file.items)
    for node in (each for each in nodes if isinstance(each, tree.Medium)):
        known = written.setdefault(int(node.code), node)
        if known is not node:
            report.error(
                node.code.span,
                "C511",
                f"medium {node.code:d} is already '{known.name}' "
                f"({known.code.span.file}:{known.code.span.line})",
            )
    media: dict[int, Medium] = {}
    for code, node in sorted(written.items()):
        if not 0 <= code <= 15:
            report.error(
                node.code.span, "C503", f"expected a medium (0..15), found {code}"
            )
        if node.same_as is None:
            media[code] = _medium(node, report)
    for code, node in sorted(written.items()):
        if node.same_as is not None:
            same = media.get(int(node.same_as))
            if same is None or same.same_as is not None:
                report.error(
                    node.same_as.span,
                    "C512",
                    f"expected a medium with tables of its own, found {node.same_as:d}",
                )
            media[code] = replace(
                _medium(node, report),
                groups=() if same is None else same.groups,
                selections=() if same is None else same.selections,
                same_as=int(node.same_as),
            )
    return tuple(media[code] for code in sorted(media))


def _medium(node: tree.Medium, report: Report) -> Medium:
    groups: list[Group] = []
    selections: list[Selection] = []
    for part in node.parts:
        if isinstance(part, tree.Group):
            groups.append(_group(part, report))
        else:
            selections.append(
                Selection(
                    cast(GroupLetter, str(part.letter)),
                    str(part.table),
                    lower_conditions(part.conditions, report),
                    part.table.span,
                )
            )
    groups.sort(key=lambda group: group.letter)  # stable: tables of a letter as written
    return Medium(
        code=int(node.code),
        name=str(node.name),
        groups=tuple(groups),
        selections=tuple(selections),
        doc=node.doc,
        span=node.code.span,
    )


def lower_objects(
    file: tree.File, package: str, legend: Legend, lists: ValueLists, report: Report
) -> tuple[ObisObject, ...]:
    """Objects and ranges of a file, those of blocks in full; `lists` are the value lists that they may name."""
    return tuple(
        _object(node, package, legend, lists, report)
        for node in _object_rows(file.items, report)
    )


def _object(
    node: tree.Object,
    package: str,
    legend: Legend,
    lists: ValueLists,
    report: Report,
) -> ObisObject:
    told = Told(node.clauses, _OBJECT_CLAUSES, "an object", report)
    stated = told.get("as")
    classes = stated.classes if isinstance(stated, tree.ClassesClause) else ()
    confidence = next(map(str, told.names("confidence")), None)
    return ObisObject(
        pattern=str(node.pattern),
        match=lower_pattern(node.pattern, node.conditions, report),
        name=str(node.name),
        kind=None if node.kind is None else str(node.kind),
        classes=tuple(int(each.class_id) for each in classes),
        class_versions={
            int(each.class_id): int(each.version)
            for each in classes
            if each.version is not None
        },
        core_classes=told.numbers("core"),
        values=values_of(told.names("value"), lists, report),
        units=tuple(map(str, told.names("unit"))),
        alternative="alternative" in told,
        overlaps=told.text("overlaps"),
        clause=told.text("clause"),
        confidence=cast("Confidence | None", confidence),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        package=package,
        doc=node.doc,
        span=node.pattern.span,
    )


def lower_lists_in_use(
    file: tree.File, legend: Legend, report: Report
) -> tuple[InUse, ...]:
    """The lists of codes in use of a file."""
    return tuple(
        _list_in_use(node, legend, report)
        for node in file.items
        if isinstance(node, tree.InUse)
    )


def _list_in_use(node: tree.InUse, legend: Legend, report: Report) -> InUse:
    told = Told(node.clauses, _OF_IN_USE, "a list of codes in use", report)
    _check_conditions(node, report)
    return InUse(
        rows=tuple(_in_use(row, node, legend, report) for row in node.rows),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        doc=node.doc,
        span=node.span,
    )


def _in_use(
    node: tree.InUseRow, block: tree.InUse, legend: Legend, report: Report
) -> InUseRow:
    told = Told(node.clauses, _IN_USE_CLAUSES, "codes in use", report)
    return InUseRow(
        pattern=str(node.pattern),
        match=lower_pattern(node.pattern, _conditions(node, block), report),
        label=str(node.label or ""),
        reads=_reading(told, report),
        shown=told.text("shown"),
        dumps=_dumps(told, report),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        doc=node.doc,
        span=node.pattern.span,
    )


def _reading(told: Told, report: Report) -> str | None:
    for name in told.names("reads"):
        if name in READINGS:
            return str(name)
        report.error(
            name.span,
            "C530",
            f"unknown kind of value '{name}': expected {listed(READINGS, 'or')}",
            did_you_mean(name, READINGS),
        )
    return None


def _dumps(told: Told, report: Report) -> int | None:
    for number in told.numbers("dumps"):
        if number > 0:
            return number
        report.error(
            told["dumps"].span,
            "C531",
            f"expected a number of dumps from 1 on, found {number}",
            "leave out 'dumps' where no dump has the code",
        )
    return None


# ---------------------------------------------------------------- blocks of objects, and lists of values


def _object_rows(items: Iterable[tree.Item], report: Report) -> Iterator[tree.Object]:
    """Objects and ranges in the order of the file, those of blocks in full."""
    for item in items:
        if isinstance(item, tree.Object):
            yield item
        elif isinstance(item, tree.Objects):
            for clause in item.clauses:
                if clause.word in _OF_ONE_ROW:
                    report.error(
                        clause.span,
                        "C208",
                        f"'{clause.word}' does not apply to a block of objects: "
                        "expected it at the row that it is about",
                    )
            shared = [c for c in item.clauses if c.word not in _OF_ONE_ROW]
            _check_conditions(item, report)
            for row in item.rows:
                yield _in_full(row, item, shared)


def _in_full(
    row: tree.Object, block: tree.Objects, shared: Iterable[tree.Clause]
) -> tree.Object:
    own = {clause.word for clause in row.clauses}
    if "as" in own:  # the core classes are some of those
        own.add("core")
    clauses = [*row.clauses, *(clause for clause in shared if clause.word not in own)]
    return replace(
        row,
        conditions=_conditions(row, block),
        clauses=in_order(clauses),
        doc=row.doc or block.doc,
    )


def _conditions(
    row: tree.Object | tree.InUseRow, block: tree.Objects | tree.InUse
) -> tuple[tree.Condition, ...]:
    """The conditions of a row, with those of its block on what the row leaves open."""
    told = {condition.letter.lower() for condition in row.conditions}
    open_groups = {*row.pattern.split(".")} - told
    shared = [c for c in block.conditions if c.letter.lower() in open_groups]
    return (*shared, *row.conditions)


def _check_conditions(block: tree.Objects | tree.InUse, report: Report) -> None:
    open_groups = {part for row in block.rows for part in row.pattern.split(".")}
    for condition in block.conditions:
        if condition.letter.lower() not in open_groups:
            report.error(
                condition.letter.span,
                "C505",
                f"no row of the block leaves group {condition.letter.upper()} "
                "open: expected no condition on it",
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
