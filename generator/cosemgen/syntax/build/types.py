"""Named types and type expressions."""

from __future__ import annotations

from .. import tree
from ..tree import Name, Range
from .parts import (
    Parts,
    items,
    number,
    optional_number,
    optional_string,
    with_documentation,
)


class TypeBuilder:
    """Builds definitions of types, changes of them, and uses of types."""

    def structure(self, p: Parts) -> tree.Structure:
        return tree.Structure(
            name=p[1],
            meaning=p[3],
            clauses=p[4],
            fields=items(p[6:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def field(self, p: Parts) -> tree.Field:
        return tree.Field(
            name=p[0], type=p[2], clauses=p[3], span=p[0].span, doc=p[0].doc
        )

    def enumeration(self, p: Parts) -> tree.Enumeration:
        base, size = p[2] or (None, None)
        return tree.Enumeration(
            name=p[1],
            bits=p[0] == "bits",
            base=base,
            size=size,
            clauses=p[3],
            members=items(p[5:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    bits = enumeration

    def base(self, p: Parts) -> tuple[Name, Range | None]:
        return p[1], p[2]

    def member(self, p: Parts) -> tree.Member:
        return tree.Member(
            value=number(p[0]),
            name=p[1],
            label=optional_string(p[2]),
            clauses=p[3],
            span=p[0].span,
            doc=p[0].doc,
        )

    def span(self, p: Parts) -> tree.MemberSpan:
        first = number(p[0])
        return tree.MemberSpan(
            first=first,
            last=first if p[2] is None else number(p[2]),
            kind=p[3],
            label=optional_string(p[4]),
            clauses=p[5],
            span=p[0].span,
            doc=p[0].doc,
        )

    def type_alias(self, p: Parts) -> tree.Alias:
        return tree.Alias(
            name=p[1], type=p[3], clauses=p[4], span=p[0].span, doc=p[0].doc
        )

    def change_structure(self, p: Parts) -> tree.StructureChange:
        return tree.StructureChange(
            name=p[1], changes=items(p[3:-1]), span=p[0].span, doc=p[0].doc
        )

    def add_field(self, p: Parts) -> tree.AddField:
        return tree.AddField(
            field=with_documentation(p[1], p[0]), after=p[3], span=p[0].span
        )

    def change_field(self, p: Parts) -> tree.ChangeField:
        return tree.ChangeField(field=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_field(self, p: Parts) -> tree.RemoveField:
        return tree.RemoveField(name=p[1], span=p[0].span, doc=p[0].doc)

    def change_enumeration(self, p: Parts) -> tree.EnumerationChange:
        return tree.EnumerationChange(
            name=p[1],
            bits=p[0] == "bits",
            changes=items(p[3:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    change_bits = change_enumeration

    def add_member(self, p: Parts) -> tree.AddMember:
        return tree.AddMember(member=with_documentation(p[1], p[0]), span=p[0].span)

    def change_member(self, p: Parts) -> tree.ChangeMember:
        return tree.ChangeMember(member=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_member(self, p: Parts) -> tree.RemoveMember:
        return tree.RemoveMember(value=number(p[1]), span=p[0].span, doc=p[0].doc)

    def named_type(self, p: Parts) -> tree.NamedTypeUse:
        meaning, or_empty = p[3] or (None, False)
        return tree.NamedTypeUse(
            name=p[0],
            size=p[1],
            bounds=p[2],
            meaning=meaning,
            or_empty=or_empty,
            span=p[0].span,
        )

    def exact_size(self, p: Parts) -> Range:
        size = number(p[1])
        return Range(size, size)

    def size_range(self, p: Parts) -> Range:
        return Range(optional_number(p[1]), optional_number(p[3]))

    bounds = size_range

    def meaning(self, p: Parts) -> tuple[Name, bool]:
        return p[1], bool(p[2])

    def or_empty(self, _: Parts) -> bool:
        return True

    def array(self, p: Parts) -> tree.ArrayUse:
        return tree.ArrayUse(size=p[1], element=p[3], span=p[0].span)

    def compact_array(self, p: Parts) -> tree.CompactArrayUse:
        return tree.CompactArrayUse(element=p[2], span=p[0].span)

    def choice(self, p: Parts) -> tree.ChoiceUse:
        cases, alternatives = zip(*p[4:-1:2], strict=True)
        return tree.ChoiceUse(
            alternatives=alternatives,
            by=p[2],
            cases=cases if any(cases) else (),
            span=p[0].span,
        )

    def alternative(self, p: Parts) -> tuple[tuple[Name, ...], tree.TypeUse]:
        return p[0] or (), p[1]

    def case(self, p: Parts) -> tuple[Name, ...]:
        return tuple(p[:-1:2])

    def open_choice(self, p: Parts) -> tree.OpenChoiceUse:
        return tree.OpenChoiceUse(of=p[2], span=p[0].span)

    def any_structure(self, p: Parts) -> tree.AnyStructureUse:
        return tree.AnyStructureUse(span=p[0].span)
