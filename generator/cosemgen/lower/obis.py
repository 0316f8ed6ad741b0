"""OBIS codes: media, value groups, objects and ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, cast

from ..diagnostics.report import Report
from ..model import Code, Group, GroupLetter, Medium, ObisObject, Selection
from ..syntax import tree
from .clauses import allowed_clauses, why
from .codes import lower_codes, lower_conditions, lower_pattern
from .legend import Legend
from .rows import ValueLists, values_of

_CODE_CLAUSES: Final = {
    "C": frozenset({"integral", "unit", "note", "unconfirmed"}),
    "D": frozenset({"integral", "unit", "note", "unconfirmed"}),
    "E": frozenset({"integral", "unit", "dimensionless", "note", "unconfirmed"}),
}
_OTHER_CODE_CLAUSES: Final = frozenset({"note", "unconfirmed"})

_OBJECT_CLAUSES: Final = frozenset(
    {
        "as",
        "core",
        "value",
        "unit",
        "overlaps",
        "clause",
        "confidence",
        "source",
        "note",
        "unconfirmed",
    }
)


def lower_group(node: tree.Group, report: Report) -> Group:
    letter = str(node.letter)
    return Group(
        cast(GroupLetter, letter),
        "" if node.name is None else str(node.name),
        tuple(_code(code, letter, report) for code in node.codes),
        node.doc,
        node.letter.span,
    )


def _code(node: tree.Code, letter: str, report: Report) -> Code:
    allowed = _CODE_CLAUSES.get(letter, _OTHER_CODE_CLAUSES)
    told = {
        clause.word: clause
        for clause in allowed_clauses(
            node.clauses, allowed, f"a code of group {letter}", report
        )
    }
    integral = told.get("integral")
    meaning, unit = integral.arguments if integral is not None else (None, None)
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
    units = told.get("unit")
    return Code(
        lower_codes(node.codes, report),
        "" if node.meaning is None else str(node.meaning),
        None if node.kind is None else str(node.kind),
        integral is not None and letter == "D",
        "" if meaning is None else str(meaning),
        None if unit is None else str(unit),
        () if units is None else tuple(map(str, units.arguments)),
        "dimensionless" in told,
        _text(told, "note"),
        why(told.get("unconfirmed")),
        node.doc,
        node.span,
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
            media[code] = Medium(
                code,
                str(node.name),
                () if same is None else same.groups,
                () if same is None else same.selections,
                int(node.same_as),
                node.doc,
                node.code.span,
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
        int(node.code),
        str(node.name),
        tuple(groups),
        tuple(selections),
        None,
        node.doc,
        node.code.span,
    )


def lower_object(
    node: tree.Object,
    package: str,
    legend: Legend,
    lists: ValueLists,
    report: Report,
) -> ObisObject:
    """An object or a range; `lists` are the value lists that it may name."""
    told = {
        clause.word: clause
        for clause in allowed_clauses(
            node.clauses, _OBJECT_CLAUSES, "an object", report
        )
    }

    def names(word: str) -> tuple[tree.Name, ...]:
        return cast(tuple[tree.Name, ...], told[word].arguments) if word in told else ()

    def numbers(word: str) -> tuple[int, ...]:
        if word not in told:
            return ()
        return tuple(map(int, cast(tuple[tree.Number, ...], told[word].arguments)))

    versions = told["as"].versions if "as" in told else ()
    return ObisObject(
        str(node.pattern),
        lower_pattern(node.pattern, node.conditions, report),
        str(node.name),
        None if node.kind is None else str(node.kind),
        numbers("as"),
        {
            class_id: int(version)
            for class_id, version in zip(numbers("as"), versions, strict=False)
            if version is not None
        },
        numbers("core"),
        values_of(names("value"), lists, report),
        tuple(map(str, names("unit"))),
        _text(told, "overlaps"),
        _text(told, "clause"),
        cast(Literal["high", "medium", "low"], _text(told, "confidence") or None),
        tuple(legend.source_keys(names("source"), report)),
        _text(told, "note"),
        why(told.get("unconfirmed")),
        package,
        node.doc,
        node.pattern.span,
    )


def _text(told: Mapping[str, tree.Clause], word: str) -> str:
    return str(told[word].arguments[0]) if word in told else ""
