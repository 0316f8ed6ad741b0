"""Clauses: the facts at the end of a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, cast, get_args

from .. import model as m
from ..diagnostics.report import Report
from ..syntax import tree
from ..vocabulary import RULES
from ..words import article, did_you_mean, listed
from .codes import lower_code

_REMARKS: Final = frozenset({"note", "unconfirmed"})
_VALUE: Final = _REMARKS | {"unit", "secret", "read-only", "rule", "unofficial"}
_Referred = Literal["class", "object", "attribute", "method", "script"]
_REFERS: Final = frozenset(f"refers to {what}" for what in get_args(_Referred))

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


class Line(NamedTuple):
    """What the end of a line says."""

    facts: m.Facts = m.NO_FACTS
    default: m.Literal_ | None = None
    short_name: int | None = None


_BARE: Final = Line()


def lower_clauses(clauses: tuple[tree.Clause, ...], kind: str, report: Report) -> Line:
    """What the clauses of a line of this kind (a key of `CLAUSES`) say."""
    if not clauses:
        return _BARE
    told = Told(clauses, CLAUSES[kind], article(kind), report)
    default, short_name = told.get("="), told.get("@")
    facts = m.Facts(
        unit=next(map(str, told.names("unit")), None),
        secret="secret" in told,
        read_only="read-only" in told,
        refers=_refers(told, report),
        rules=tuple(
            rule
            for clause in told.rules
            for rule in lower_rule(clause.rule, clause.span, "member", report)
        ),
        notes=tuple(told.notes),
        unconfirmed=told.unconfirmed,
        unofficial="unofficial" in told,
    )
    return Line(
        facts,
        (
            lower_value(default.value, report)
            if isinstance(default, tree.DefaultClause)
            else None
        ),
        (
            int(short_name.number)
            if isinstance(short_name, tree.ShortNameClause)
            else None
        ),
    )


class Told(dict[str, tree.Clause]):
    """The clauses of a line by their words; those that it may not have, and repeated ones, are reported."""

    def __init__(
        self,
        clauses: Iterable[tree.Clause],
        allowed: frozenset[str],
        owner: str,
        report: Report,
    ) -> None:
        super().__init__()
        self.notes: list[str] = []
        self.rules: list[tree.RuleClause] = []
        for clause in clauses:
            word = clause.word
            if word not in allowed:
                report.error(
                    clause.span,
                    "C208",
                    f"'{word}' does not apply to {owner}: "
                    f"expected {listed(repr(a) for a in sorted(allowed))}",
                )
            elif isinstance(clause, tree.RuleClause):
                self.rules.append(clause)
            elif word == "note" and isinstance(clause, tree.TextClause):
                self.notes.append(str(clause.text))
            elif word in self:
                report.error(clause.span, "C209", f"'{word}' is stated twice")
            else:
                self[word] = clause

    def text(self, word: str) -> str:
        clause = self.get(word)
        return str(clause.text) if isinstance(clause, tree.TextClause) else ""

    def names(self, word: str) -> tuple[tree.Name, ...]:
        clause = self.get(word)
        return clause.names if isinstance(clause, tree.NamesClause) else ()

    def numbers(self, word: str) -> tuple[int, ...]:
        clause = self.get(word)
        numbers = clause.numbers if isinstance(clause, tree.NumbersClause) else ()
        return tuple(map(int, numbers))

    @property
    def unconfirmed(self) -> str | None:
        clause = self.get("unconfirmed")
        return why(clause) if isinstance(clause, tree.TextClause) else None


def why(clause: tree.TextClause | None) -> str | None:
    """The reason that an `unconfirmed` gives, or the usual one; None without the clause."""
    if clause is None:
        return None
    return _UNCONFIRMED if clause.text is None else str(clause.text)


def _refers(told: Told, report: Report) -> m.Refers | None:
    stated = [word for word in told if word.startswith("refers to ")]
    for word in stated[1:]:
        report.error(told[word].span, "C209", "a line refers to one thing only")
    if not stated:
        return None
    word = stated[-1]
    return m.Refers(
        cast(_Referred, word.removeprefix("refers to ")),
        classes=told.numbers(word),
        through=tuple(map(str, told.names(word))),
    )


def lower_rule(
    use: tree.RuleUse, span: m.Span, place: Literal["member", "class"], report: Report
) -> list[m.Rule]:
    """The rule of a `rule` or `requires`; nothing when its name is unknown."""
    name = use.name
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
    values = use.values
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
    for kind, value in zip(entry.kinds(len(values)), values, strict=True):
        dotted = kind in ("attribute", "field", "value") and "." in str(value)
        if (kind == "number") is not isinstance(value, int) or dotted:
            report.error(
                span, "C214", f"expected {article(kind)} in '{name}', found {value!r}"
            )
            return []
        if entry.least is not None and isinstance(value, int) and value < entry.least:
            wanted = f"a number from {entry.least} on"
            report.error(span, "C214", f"expected {wanted} in '{name}', found {value}")
            return []
    return [m.Rule(str(name), values)]


def lower_value(value: tree.Value, report: Report) -> m.Literal_:
    """A literal of the model."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tree.Word):
        return m.WordLiteral(str(value.name))
    if isinstance(value, tree.CodeValue):
        return bytes(lower_code(value.code, "as a value", report))
    if isinstance(value, tree.Octets):
        return value.value
    items = tuple(lower_value(item, report) for item in value.items)
    return (
        m.ArrayLiteral(items) if value.brackets == "[]" else m.StructureLiteral(items)
    )
