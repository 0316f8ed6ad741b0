"""OBIS codes: media, value groups, objects and ranges."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from ..diagnostics.report import Report
from ..model import Code, Group, GroupLetter, Medium, ObisObject, Selection
from ..syntax import tree
from .clauses import Told
from .codes import lower_codes, lower_conditions, lower_pattern
from .facts import Confidence
from .legend import Legend
from .rows import ValueLists, values_of

_REMARKS: Final = frozenset({"note", "unconfirmed"})
_CODE_CLAUSES: Final = {
    "C": _REMARKS | {"integral", "unit"},
    "D": _REMARKS | {"integral", "unit"},
    "E": _REMARKS | {"integral", "unit", "dimensionless"},
}

_OBJECT_CLAUSES: Final = _REMARKS | {
    *("as", "core", "value", "unit", "overlaps", "clause", "confidence", "source")
}


def lower_group(node: tree.Group, report: Report) -> Group:
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


def lower_media(nodes: list[tree.Medium], report: Report) -> tuple[Medium, ...]:
    """Media by code; one that is the same as another gets that one's tables."""
    written: dict[int, tree.Medium] = {}
    for node in nodes:
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
            groups.append(lower_group(part, report))
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


def lower_object(
    node: tree.Object,
    package: str,
    legend: Legend,
    lists: ValueLists,
    report: Report,
) -> ObisObject:
    """An object or a range; `lists` are the value lists that it may name."""
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
        overlaps=told.text("overlaps"),
        clause=told.text("clause"),
        confidence=cast(Confidence | None, confidence),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        package=package,
        doc=node.doc,
        span=node.pattern.span,
    )
