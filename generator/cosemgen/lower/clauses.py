"""Clauses: the facts at the end of a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, cast

from ..diagnostics.report import Report
from ..model import (
    NO_FACTS,
    ArrayLiteral,
    Facts,
    Literal_,
    Refers,
    Rule,
    Span,
    StructureLiteral,
    WordLiteral,
)
from ..syntax import tree
from ..vocabulary import RULES
from ..words import article, did_you_mean, listed

_REMARKS: Final = frozenset({"note", "unconfirmed"})
_VALUE: Final = _REMARKS | {"unit", "secret", "read-only", "rule", "unofficial"}
_REFERS: Final = frozenset(
    f"refers to {what}" for what in ("class", "object", "attribute", "method", "script")
)

CLAUSES: Final = {
    "attribute": _VALUE | _REFERS | {"=", "@"},
    "parameter": _VALUE | _REFERS | {"="},
    "method": _REMARKS | {"@", "unofficial"},
    "selector": _REMARKS | {"unofficial"},
    "field": _VALUE | _REFERS | {"="},
    "structure": _VALUE - {"unit"} | _REFERS - {"refers to class"},
    "enumeration": _REMARKS | {"unofficial"},
    "bits": _REMARKS | {"unofficial"},
    "type": _VALUE | _REFERS,
    "value": _REMARKS | {"unofficial"},
    "range of values": _REMARKS,
    "data type": _REMARKS,
    "layout field": _REMARKS | {"unit", "unofficial"},
    "unit": _REMARKS | {"unofficial"},
}
"""Clauses that each kind of line may have."""

_UNCONFIRMED: Final = "no public source states it"
_REPEATABLE: Final = frozenset({"note", "rule"})


class Clauses(NamedTuple):
    """What a line's clauses say, once each is known to be allowed."""

    facts: Facts = NO_FACTS
    default: Literal_ | None = None
    short_name: tree.Number | None = None


NO_CLAUSES: Final = Clauses()


def lower_clauses(
    clauses: tuple[tree.Clause, ...], kind: str, report: Report
) -> Clauses:
    """The facts of a line of this kind (a key of `CLAUSES`)."""
    if not clauses:
        return NO_CLAUSES
    told: dict[str, tree.Clause] = {}
    notes: list[str] = []
    rules: list[Rule] = []
    refers: Refers | None = None
    for clause in allowed_clauses(clauses, CLAUSES[kind], article(kind), report):
        word = clause.word
        if word == "note":
            notes.append(str(clause.arguments[0]))
        elif word == "rule":
            rules += lower_rule(clause.arguments, clause.span, "member", report)
        elif word.startswith("refers to "):
            if refers is not None:
                report.error(clause.span, "C209", "a line refers to one thing only")
            refers = _refers(clause)
        else:
            told[word] = clause
    unit = told.get("unit")
    short_name = told.get("@")
    default = told.get("=")
    return Clauses(
        Facts(
            unit=str(unit.arguments[0]) if unit else None,
            secret="secret" in told,
            read_only="read-only" in told,
            refers=refers,
            rules=tuple(rules),
            notes=tuple(notes),
            unconfirmed=why(told.get("unconfirmed")),
            unofficial="unofficial" in told,
        ),
        lower_value(cast(tree.Value, default.arguments[0])) if default else None,
        cast(tree.Number, short_name.arguments[0]) if short_name else None,
    )


def why(clause: tree.Clause | None) -> str | None:
    """The reason that an `unconfirmed` gives, or the usual one; None without the clause."""
    if clause is None:
        return None
    return str(clause.arguments[0]) if clause.arguments else _UNCONFIRMED


def allowed_clauses(
    clauses: Iterable[tree.Clause],
    allowed: frozenset[str],
    owner: str,
    report: Report,
) -> list[tree.Clause]:
    """The clauses that a line may have; others, and repeated ones, are reported."""
    kept: list[tree.Clause] = []
    seen: set[str] = set()
    for clause in clauses:
        word = clause.word
        if word not in allowed:
            report.error(
                clause.span,
                "C208",
                f"'{word}' does not apply to {owner}: "
                f"expected {listed(repr(a) for a in sorted(allowed))}",
            )
        elif word in seen and word not in _REPEATABLE:
            report.error(clause.span, "C209", f"'{word}' is stated twice")
        else:
            seen.add(word)
            kept.append(clause)
    return kept


def lower_rule(
    arguments: tuple[tree.Value | None, ...],
    span: Span,
    place: Literal["member", "class"],
    report: Report,
) -> list[Rule]:
    """The rule of a `rule` or `requires`; nothing when its name is unknown."""
    name = cast(tree.Name, arguments[0])
    entry = RULES.get(name)
    if entry is None or entry.place != place:
        known = [rule.name for rule in RULES.values() if rule.place == place]
        message = (
            f"unknown rule '{name}'"
            if entry is None
            else f"'{name}' is a rule of a {entry.place}, not of a {place}"
        )
        report.error(name.span, "C213", message, did_you_mean(name, known))
        return []
    values = tuple(
        int(value) if isinstance(value, int) else _text(value)
        for value in arguments[1:]
        if value is not None
    )
    least = len(entry.parameters) - entry.optional
    most = len(entry.parameters)
    if len(values) < least or (len(values) > most and not entry.more):
        wanted = f"{least} or more" if entry.more else listed(range(least, most + 1))
        report.error(
            span,
            "C214",
            f"expected {wanted} arguments of '{name}' "
            f"({', '.join(entry.parameters)}), found {len(values)}",
        )
        return []
    kinds = entry.parameters + entry.parameters[-1:] * (len(values) - most)
    for kind, value in zip(kinds, values, strict=False):
        if (kind == "number") is not isinstance(value, int):
            report.error(
                span, "C214", f"expected {article(kind)} in '{name}', found {value!r}"
            )
            return []
    return [Rule(str(name), values)]


def lower_value(value: tree.Value) -> Literal_:
    """A literal of the model."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tree.Word):
        return WordLiteral(str(value.name))
    if isinstance(value, tree.Octets):
        return value.value
    items = tuple(lower_value(item) for item in value.items)
    return ArrayLiteral(items) if value.brackets == "[]" else StructureLiteral(items)


def _text(value: tree.Value) -> str:
    return str(value.name) if isinstance(value, tree.Word) else str(value)


def _refers(clause: tree.Clause) -> Refers:
    if clause.word == "refers to class":
        numbers = cast(tuple[tree.Number, ...], clause.arguments)
        return Refers("class", classes=tuple(int(number) for number in numbers))
    what = clause.word.removeprefix("refers to ")
    return Refers(
        cast(Literal["object", "attribute", "method", "script"], what),
        through=tuple(str(name) for name in clause.arguments),
    )
