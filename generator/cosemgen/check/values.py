"""Enumerations, bits, units and date layouts: values that fit, each with one meaning."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Bits, Enumeration, Enumerator, UnitRow, UnitTable, ValueSpan
from ..vocabulary import COMPLEX_TYPES, SIMPLE_TYPES
from ..words import counted
from .context import Context


def check_values(context: Context) -> None:
    for type_id, named in context.model.types.items():
        name = type_id.name
        if isinstance(named, Enumeration):
            low, high = SIMPLE_TYPES[named.base].bounds or (0, 255)
            _range(context, name, named.base, (low, high), named.members, named.spans)
            _once(context, name, "value", named.members, named.spans)
        elif isinstance(named, UnitTable):
            _range(context, name, "enum", (0, 255), named.rows, named.spans)
            _once(context, name, "value", named.rows, named.spans)
        elif isinstance(named, Bits):
            _width(context, named)
            _once(context, name, "bit", named.members, named.spans)


def check_layouts(context: Context) -> None:
    for layout in context.model.layouts:
        octets = sum(field.octets for field in layout.fields)
        if octets != layout.octets:
            context.report.error(
                layout.span,
                "C413",
                f"expected fields of {counted(layout.octets, 'octet')} in '{layout.name}', "
                f"found {octets}",
            )
        for field in layout.fields:
            bits = 8 * field.octets
            limits = (
                (-(1 << bits - 1), (1 << bits) - 1)
                if field.signed
                else (0, (1 << bits) - 1)
            )
            what = counted(field.octets, "octet")
            name = f"{layout.name}.{field.name}"
            _range(context, name, what, limits, field.members, field.spans)
            _once(context, name, "value", field.members, field.spans)


def check_data_types(context: Context) -> None:
    """The table of common data types says what the compiler knows."""
    seen: dict[int, str] = {}
    for row in context.model.data_types:
        first = seen.get(row.tag)
        seen.setdefault(row.tag, row.name)
        simple = SIMPLE_TYPES.get(row.name)
        tag = COMPLEX_TYPES.get(row.name) if simple is None else simple.tag
        if first is not None:
            context.report.error(
                row.span, "C414", f"tag {row.tag} is already '{first}'"
            )
        elif tag is None:
            context.report.error(
                row.span, "C414", f"'{row.name}' is no common data type"
            )
        elif tag != row.tag:
            context.report.error(
                row.span, "C414", f"expected tag {tag} of '{row.name}', found {row.tag}"
            )
        elif simple is not None:
            if row.octets is not None and row.octets != simple.octets:
                wanted = (
                    "no length"
                    if simple.octets is None
                    else counted(simple.octets, "octet")
                )
                context.report.error(
                    row.span,
                    "C414",
                    f"expected {wanted} of '{row.name}', found {row.octets}",
                )
            if row.bounds is not None and row.bounds != simple.bounds:
                context.report.error(
                    row.span,
                    "C414",
                    f"the range of '{row.name}' is not that of its octets",
                )


def _range(
    context: Context,
    name: str,
    base: str,
    limits: tuple[int, int],
    members: Sequence[Enumerator | UnitRow],
    spans: Sequence[ValueSpan],
) -> None:
    low, high = limits
    for member in members:
        if not low <= member.value <= high:
            context.report.error(
                member.span,
                "C407",
                f"expected a value of {base} ({low}..{high}) in '{name}', "
                f"found {member.value}",
            )
    for span in spans:
        if not low <= span.first <= span.last <= high:
            context.report.error(
                span.span,
                "C407",
                f"expected values of {base} ({low}..{high}) in '{name}', "
                f"found {span.first}..{span.last}",
            )


def _width(context: Context, named: Bits) -> None:
    width = named.width
    name = named.id.name
    last = 65535 if width is None else width - 1
    for first, end, place in (
        *((m.value, m.value, m.span) for m in named.members),
        *((s.first, s.last, s.span) for s in named.spans),
    ):
        if first < 0 or end > last:
            context.report.error(
                place,
                "C409",
                f"expected a bit (0..{last}) of '{name}', "
                f"found {first if first < 0 or first > last else end}",
            )


def _once(
    context: Context,
    name: str,
    kind: str,
    members: Sequence[Enumerator | UnitRow],
    spans: Sequence[ValueSpan],
) -> None:
    """Each value has one meaning; members and spans are in ascending order."""
    seen: dict[int, str] = {}
    for member in members:
        if member.value in seen:
            context.report.error(
                member.span,
                "C406",
                f"{kind} {member.value} of '{name}' is already '{seen[member.value]}'",
            )
        seen.setdefault(member.value, member.name)
    before: ValueSpan | None = None
    for span in spans:
        inside = [value for value in seen if span.first <= value <= span.last]
        if inside:
            context.report.error(
                span.span,
                "C408",
                f"{kind} {inside[0]} ('{seen[inside[0]]}') of '{name}' "
                f"is in {span.first}..{span.last} {span.kind} too",
            )
        if before is not None and span.first <= before.last:
            context.report.error(
                span.span,
                "C408",
                f"{span.first}..{span.last} {span.kind} of '{name}' overlaps "
                f"{before.first}..{before.last} {before.kind}",
            )
        before = span
