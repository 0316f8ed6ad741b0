"""Clauses at the end of a line, and the values that are written out in them."""

from __future__ import annotations

from .. import tree
from ..layout import in_order
from ..literals import read_octets
from ..tree import Clause, Name, Number
from .parts import Parts, number, optional_number, optional_string, string


class ClauseBuilder:
    """Builds clauses and values."""

    def clauses(self, p: Parts) -> tuple[Clause, ...]:
        return in_order(p)

    code_clauses = object_clauses = clauses

    def default(self, p: Parts) -> Clause:
        return Clause(word="=", arguments=(p[1],), span=p[0].span)

    def _bare(self, p: Parts) -> Clause:
        return Clause(word=str(p[0]), span=p[0].span)

    secret = read_only = unofficial = dimensionless = _bare

    def _names(self, p: Parts) -> Clause:
        return Clause(word=str(p[0]), arguments=tuple(p[1::2]), span=p[0].span)

    unit = code_units = object_values = object_source = object_confidence = _names

    def _text(self, p: Parts) -> Clause:
        return Clause(word=str(p[0]), arguments=(string(p[1]),), span=p[0].span)

    note = overlaps = object_clause = _text

    def unconfirmed(self, p: Parts) -> Clause:
        reason = () if p[1] is None else (string(p[1]),)
        return Clause(word=str(p[0]), arguments=reason, span=p[0].span)

    def _numbers(self, p: Parts) -> Clause:
        return Clause(
            word=str(p[0]), arguments=tuple(map(number, p[1::2])), span=p[0].span
        )

    short_name = core_classes = _numbers

    def object_classes(self, p: Parts) -> Clause:
        classes, versions = zip(*p[1::2], strict=True)
        return Clause(
            word=str(p[0]),
            arguments=classes,
            versions=versions if any(v is not None for v in versions) else (),
            span=p[0].span,
        )

    def class_use(self, p: Parts) -> tuple[Number, Number | None]:
        return number(p[0]), optional_number(p[2])

    def refers_to_class(self, p: Parts) -> Clause:
        return Clause(
            word="refers to class",
            arguments=tuple(map(number, p[3::2])),
            span=p[0].span,
        )

    def refers_to(self, p: Parts) -> Clause:
        names = () if p[3] is None else tuple(p[4:-1:2])
        return Clause(word=f"refers to {p[2]}", arguments=names, span=p[0].span)

    def rule(self, p: Parts) -> Clause:
        return Clause(word="rule", arguments=(p[1], *(p[3] or ())), span=p[0].span)

    def integral(self, p: Parts) -> Clause:
        return Clause(
            word="integral", arguments=(optional_string(p[1]), p[2]), span=p[0].span
        )

    def arguments(self, p: Parts) -> tuple[tree.Value, ...]:
        return tuple(p[::2])

    def integer(self, p: Parts) -> Number:
        return number(p[0])

    def string(self, p: Parts) -> Name:
        return string(p[0])

    def octets(self, p: Parts) -> tree.Octets:
        return tree.Octets(read_octets(p[0]))

    def word(self, p: Parts) -> tree.Word:
        return tree.Word(p[0])

    path = word

    def array_literal(self, p: Parts) -> tree.ListValue:
        return tree.ListValue(_list_items(p), "[]")

    def structure_literal(self, p: Parts) -> tree.ListValue:
        return tree.ListValue(_list_items(p), "{}")


def _list_items(parts: Parts) -> tuple[tree.Value, ...]:
    """The values between an opening and a closing bracket, commas left out; `[]` has none."""
    return tuple(value for value in parts[1:-1:2] if value is not None)
