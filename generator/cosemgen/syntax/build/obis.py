"""OBIS codes: media, value groups, objects."""

from __future__ import annotations

from .. import tree
from ..token import Token
from ..tree import Range
from .parts import Parts, items, number, optional_string, string


class ObisBuilder:
    """Builds OBIS tables and objects."""

    def medium(self, p: Parts) -> tree.Medium:
        return tree.Medium(
            code=number(p[1]),
            name=string(p[2]),
            parts=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def same_medium(self, p: Parts) -> tree.Medium:
        return tree.Medium(
            code=number(p[1]),
            name=string(p[2]),
            same_as=number(p[5]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def group(self, p: Parts) -> tree.Group:
        return tree.Group(
            letter=p[1],
            name=p[2],
            codes=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def code(self, p: Parts) -> tree.Code:
        ranges, first = p[0]
        return tree.Code(
            codes=ranges,
            meaning=string(p[1]),
            clauses=p[2],
            span=first.span,
            doc=first.doc,
        )

    def code_span(self, p: Parts) -> tree.Code:
        ranges, first = p[0]
        return tree.Code(
            codes=ranges,
            kind=p[1],
            meaning=optional_string(p[2]),
            clauses=p[3],
            span=first.span,
            doc=first.doc,
        )

    def codes(self, p: Parts) -> tuple[tuple[Range, ...], Token]:
        """Ranges of codes, and their first token."""
        return tuple([part[0] for part in p[::2]]), p[0][1]

    def code_range(self, p: Parts) -> tuple[Range, Token]:
        first = number(p[0])
        return Range(first, first if p[2] is None else number(p[2])), p[0]

    def select(self, p: Parts) -> tree.Select:
        return tree.Select(
            letter=p[1],
            table=p[2],
            conditions=p[3],
            span=p[0].span,
            doc=p[0].doc,
        )

    def where(self, p: Parts) -> tuple[tree.Condition, ...]:
        return tuple(p[1::2])

    def condition(self, p: Parts) -> tree.Condition:
        return tree.Condition(letter=p[0], codes=p[2][0], span=p[0].span)

    def values(self, p: Parts) -> tree.ValueList:
        return tree.ValueList(
            name=p[1], types=tuple(p[3::2]), span=p[0].span, doc=p[0].doc
        )

    def objects(self, p: Parts) -> tree.Objects:
        return tree.Objects(
            conditions=p[1] or (),
            clauses=p[2],
            rows=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def object(self, p: Parts) -> tree.Object:
        return tree.Object(
            pattern=p[1],
            name=string(p[2]),
            conditions=p[3] or (),
            clauses=p[4],
            span=p[0].span,
            doc=p[0].doc,
        )

    def row(self, p: Parts) -> tree.Object:
        return tree.Object(
            pattern=p[0],
            name=string(p[1]),
            conditions=p[2] or (),
            clauses=p[3],
            in_block=True,
            span=p[0].span,
            doc=p[0].doc,
        )

    def range(self, p: Parts) -> tree.Object:
        return tree.Object(
            kind=p[1],
            pattern=p[2],
            name=string(p[3]),
            conditions=p[4] or (),
            clauses=p[5],
            span=p[0].span,
            doc=p[0].doc,
        )
