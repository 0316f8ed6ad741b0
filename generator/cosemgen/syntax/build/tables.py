"""Common data types, layouts of octets, and units."""

from __future__ import annotations

from .. import tree
from ..tree import Name
from .parts import Parts, items, number, optional_number, string


class TableBuilder:
    """Builds the tables."""

    def data_types(self, p: Parts) -> tree.DataTypes:
        return tree.DataTypes(types=items(p[2:-1]), span=p[0].span, doc=p[0].doc)

    def data_type(self, p: Parts) -> tree.DataType:
        return tree.DataType(
            tag=number(p[0]),
            name=p[1],
            kind=p[2],
            octets=optional_number(p[3]),
            bounds=p[5],
            label=string(p[6]),
            clauses=p[7],
            span=p[0].span,
            doc=p[0].doc,
        )

    def layout(self, p: Parts) -> tree.Layout:
        return tree.Layout(
            name=p[1],
            octets=number(p[2]),
            fields=items(p[5:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def layout_field(self, p: Parts) -> tree.LayoutField:
        return tree.LayoutField(
            name=p[0],
            signed=p[2] is not None,
            octets=number(p[3]),
            bounds=p[5],
            clauses=p[6],
            members=p[7] or (),
            span=p[0].span,
            doc=p[0].doc,
        )

    def layout_values(self, p: Parts) -> tuple[tree.Member | tree.MemberSpan, ...]:
        return items(p[1:-1])

    def units(self, p: Parts) -> tree.Units:
        return tree.Units(name=p[1], rows=items(p[3:-1]), span=p[0].span, doc=p[0].doc)

    def unit_row(self, p: Parts) -> tree.UnitRow:
        return tree.UnitRow(
            value=number(p[0]),
            name=p[1],
            symbol=string(p[2]),
            quantity=string(p[3]),
            si=p[4],
            clauses=p[5],
            span=p[0].span,
            doc=p[0].doc,
        )

    def si(self, p: Parts) -> Name:
        return string(p[1])
