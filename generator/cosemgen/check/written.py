"""Lines as they are written, for findings that point into them: at a unit, a default, a case of a CHOICE.

The model knows a line by one place.  Only a mistake pays for looking up what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from ..lower.package import Lowered
from ..model import Rule, Span
from ..model.layers import with_foundations
from ..syntax import tree


class Written:
    """The lines of a package, and of those that it stands on, by their places in the model."""

    def __init__(self, lowered: Lowered) -> None:
        self._lowered = lowered
        self._lines: dict[Span, tree.Node | tree.Parameter] = {}

    def unit(self, line: Span, name: str) -> Span:
        """Where the line names the unit; the line itself where it has it from elsewhere."""
        for clause in self._clauses(line):
            names: Iterable[tree.Name | None] = ()
            if isinstance(clause, tree.NamesClause) and clause.word == "unit":
                names = clause.names
            elif isinstance(clause, tree.IntegralClause):
                names = (clause.meaning, clause.unit)
            for written in names:
                if written is not None and written == name:
                    return written.span
        return line

    def shown(self, line: Span) -> Span:
        for clause in self._clauses(line):
            if isinstance(clause, tree.TextClause) and clause.word == "shown":
                return clause.span
        return line

    def default(self, line: Span) -> Span:
        for clause in self._clauses(line):
            if isinstance(clause, tree.DefaultClause):
                return _place(clause.value) or clause.span
        return line

    def rule(self, line: Span, rule: Rule) -> Span:
        for clause in self._clauses(line):
            if isinstance(clause, tree.RuleClause) and _is_rule(clause.rule, rule):
                return clause.span
        return line

    def choice(self, line: Span, by: str, case: str = "") -> Span:
        """Where the line names the member of a CHOICE, or one of its cases."""
        use: tree.TypeUse | None = getattr(self._line(line), "type", None)
        for choice in () if use is None else tree.with_inner(use):
            if isinstance(choice, tree.ChoiceUse) and choice.by and choice.by == by:
                names = [name for each in choice.cases for name in each if name == case]
                # A case that is named twice is wrong the second time.
                return names[-1].span if names else choice.by.span
        return line

    def _clauses(self, line: Span) -> Iterable[tree.Clause]:
        node = self._line(line)
        return () if node is None else getattr(node, "clauses", ())

    def _line(self, place: Span) -> tree.Node | tree.Parameter | None:
        if not self._lines:
            for lowered in with_foundations([self._lowered]):
                for scope in lowered.scopes:
                    for item in scope.tree.items:
                        self._enter(item)
        return self._lines.get(place)

    def _enter(self, node: object) -> None:
        if isinstance(node, tuple):
            for item in node:
                self._enter(item)
        elif is_dataclass(node) and not isinstance(node, type):
            if isinstance(node, tree.Node | tree.Parameter):
                for part in ("name", "pattern"):
                    name = getattr(node, part, None)
                    if isinstance(name, tree.Name):
                        self._lines.setdefault(name.span, node)
                self._lines.setdefault(node.span, node)
            for field in fields(node):
                self._enter(getattr(node, field.name))


def requires(parts: Iterable[tree.Node], rule: Rule) -> Span | None:
    """The line among the parts of a class or version that requires this."""
    for part in parts:
        if isinstance(part, tree.RequiresFact) and _is_rule(part.rule, rule):
            return part.span
    return None


def _is_rule(use: tree.RuleUse, rule: Rule) -> bool:
    return (use.name, use.values) == (rule.name, rule.arguments)


def _place(value: tree.Value) -> Span | None:
    if isinstance(value, tree.Word):
        return value.name.span
    if isinstance(value, tree.CodeValue):
        return value.code.span
    return value.span if isinstance(value, tree.Number | tree.Name) else None
