"""Common data types, and the layouts of date and time."""

from __future__ import annotations

from typing import Literal, cast

from ..diagnostics.report import Report
from ..model import DataType, Layout, LayoutField
from ..syntax import tree
from ..words import counted
from .clauses import lower_clauses
from .definitions import lower_members
from .expressions import lower_bounds, plain_limits


def lower_data_type(node: tree.DataType, report: Report) -> DataType:
    return DataType(
        tag=int(node.tag),
        name=str(node.name),
        kind=cast(Literal["simple", "complex", "special"], str(node.kind)),
        octets=None if node.octets is None else int(node.octets),
        bounds=None if node.bounds is None else plain_limits(node.bounds),
        label=str(node.label),
        doc=node.doc,
        facts=lower_clauses(node.clauses, "data type", report).facts,
        span=node.name.span,
    )


def lower_layout(node: tree.Layout, report: Report) -> Layout:
    fields = tuple(_field(field, report) for field in node.fields)
    return Layout(str(node.name), int(node.octets), fields, node.doc, node.name.span)


def _field(node: tree.LayoutField, report: Report) -> LayoutField:
    octets = int(node.octets)
    if not 1 <= octets <= 8:
        report.error(
            node.octets.span, "C413", f"expected 1 to 8 octets, found {octets}"
        )
        octets = 1
    bounds = None
    if node.bounds is not None:
        bits = 8 * octets
        allowed = (
            (-(1 << bits - 1), (1 << bits - 1) - 1)
            if node.signed
            else (0, (1 << bits) - 1)
        )
        sign = "signed" if node.signed else "unsigned"
        what = counted(octets, f"{sign} octet")
        bounds = lower_bounds(node.bounds, allowed, what, report)
    members, spans = lower_members(node.members, report)
    return LayoutField(
        name=str(node.name),
        octets=octets,
        signed=node.signed,
        bounds=bounds,
        members=members,
        spans=spans,
        doc=node.doc,
        facts=lower_clauses(node.clauses, "layout field", report).facts,
        span=node.name.span,
    )
