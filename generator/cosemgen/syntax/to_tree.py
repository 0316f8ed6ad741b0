"""From what the parser recognises to the tree: one method for each rule of the grammar.

A method gets the rule's parts as the grammar lists them, keywords and signs included, None for an optional part that
is absent.  Documentation comes with an item's first token.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias, TypedDict, TypeVar

from ..model import Span
from . import tree
from .lines import in_order
from .literals import read_number, read_octets, read_string
from .token import Token
from .tree import Clause, Name, Number, Range

Parts: TypeAlias = list[Any]
"""Tokens, and what the builder made of inner rules."""

Documented = TypeVar("Documented", bound=tree.Node)


class TreeBuilder:
    """Makes tree nodes of the whole grammar; keeps nothing between two calls."""

    # ------------------------------------------------------------ files and packages

    def start(self, p: Parts) -> tuple[tree.Item, ...]:
        return items(p)

    def package(self, p: Parts) -> tree.Package:
        return tree.Package(
            name=p[1], title=string(p[2]), facts=items(p[4:-1]), **_at(p[0])
        )

    def use(self, p: Parts) -> tree.Use:
        return tree.Use(names=tuple(p[1:-2:2]), module=p[-1], **_at(p[0]))

    # ------------------------------------------------------------ facts

    def needs(self, p: Parts) -> tree.NameFact:
        return tree.NameFact(word="needs", name=p[1], **_at(p[0]))

    def confidence(self, p: Parts) -> tree.ConfidenceFact:
        return tree.ConfidenceFact(
            level=p[1], reason=optional_string(p[2]), **_at(p[0])
        )

    def _sentence(self, p: Parts) -> tree.TextFact:
        return tree.TextFact(word=str(p[0]), text=string(p[1]), **_at(p[0]))

    edition = name = decision = open_question = undefined = withdrawn = _sentence

    def source_key(self, p: Parts) -> tree.KeyFact:
        return tree.KeyFact(word="source", key=p[1], meaning=string(p[2]), **_at(p[0]))

    def edition_key(self, p: Parts) -> tree.KeyFact:
        return tree.KeyFact(
            word="edition",
            key=p[1],
            meaning=string(p[2]),
            detail=optional_string(p[3]),
            **_at(p[0]),
        )

    def clause(self, p: Parts) -> tree.ClauseFact:
        return tree.ClauseFact(
            clause=string(p[1]),
            editions=() if p[2] is None else tuple(p[3:-1:2]),
            unconfirmed=p[-1],
            **_at(p[0]),
        )

    def since(self, p: Parts) -> tree.SinceFact:
        return tree.SinceFact(
            editions=(p[1],) if p[3] is None else (p[1], p[3]),
            unconfirmed=p[-1],
            **_at(p[0]),
        )

    def cardinality(self, p: Parts) -> tree.CardinalityFact:
        last = p[3]
        if last is not None and last.type != "UNBOUNDED":
            last = number(last)
        return tree.CardinalityFact(first=number(p[1]), last=last, **_at(p[0]))

    def source(self, p: Parts) -> tree.SourceFact:
        return tree.SourceFact(
            keys=tuple(p[1:-1:2]), detail=optional_string(p[-1]), **_at(p[0])
        )

    def requires(self, p: Parts) -> tree.RequiresFact:
        return tree.RequiresFact(
            rule=tree.RuleUse(p[1], p[3] or ()), unconfirmed=p[-1], **_at(p[0])
        )

    # ------------------------------------------------------------ classes and versions

    def class_(self, p: Parts) -> tree.Class:
        return tree.Class(
            class_id=number(p[1]), name=string(p[2]), parts=items(p[4:-1]), **_at(p[0])
        )

    def version(self, p: Parts) -> tree.Version:
        return tree.Version(
            number=number(p[1]), origin=p[2], parts=items(p[4:-1]), **_at(p[0])
        )

    def from_version(self, p: Parts) -> tree.Origin:
        return tree.Origin(version=number(p[1]))

    def from_class(self, p: Parts) -> tree.Origin:
        return tree.Origin(version=number(p[4]), class_id=number(p[2]))

    def add(self, p: Parts) -> tree.Add:
        return tree.Add(item=with_documentation(p[1], p[0]), span=p[0].span)

    def change(self, p: Parts) -> tree.Change:
        return tree.Change(item=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_numbered(self, p: Parts) -> tree.Remove:
        return tree.Remove(kind=p[1], number=number(p[2]), **_at(p[0]))

    def remove_named(self, p: Parts) -> tree.Remove:
        return tree.Remove(kind=p[1], name=p[2], **_at(p[0]))

    def attribute(self, p: Parts) -> tree.Attribute:
        return tree.Attribute(
            number=number(p[1]),
            name=p[2],
            mark=p[4],
            type=p[5],
            clauses=p[6],
            selectors=p[7] or (),
            **_at(p[0]),
        )

    def selectors(self, p: Parts) -> tuple[tree.Selector, ...]:
        return items(p[1:-1])

    def selector(self, p: Parts) -> tree.Selector:
        return tree.Selector(
            number=number(p[1]),
            name=p[2],
            parameter=p[4],
            returns=p[5],
            clauses=p[6],
            **_at(p[0]),
        )

    def returns(self, p: Parts) -> tree.TypeUse:
        result: tree.TypeUse = p[1]
        return result

    def method(self, p: Parts) -> tree.Method:
        return tree.Method(
            number=number(p[1]),
            name=p[2],
            parameter=p[4],
            returns=p[6],
            presence=p[7],
            clauses=p[8],
            **_at(p[0]),
        )

    def parameter(self, p: Parts) -> tree.Parameter:
        return tree.Parameter(name=p[0], type=p[2], clauses=p[3], span=p[0].span)

    def unnamed_parameter(self, p: Parts) -> tree.Parameter:
        return tree.Parameter(name=None, type=p[0], clauses=p[1], span=p[0].span)

    def no_data(self, p: Parts) -> tree.NoData:
        return tree.NoData(value=number(p[0]), span=p[0].span)

    def unknown(self, _: Parts) -> None:
        return None

    def short_names(self, p: Parts) -> tree.ShortNames:
        return tree.ShortNames(
            first=None if p[2] is None else number(p[2]), **_at(p[0])
        )

    # ------------------------------------------------------------ types

    def structure(self, p: Parts) -> tree.Structure:
        return tree.Structure(
            name=p[1], meaning=p[3], clauses=p[4], fields=items(p[6:-1]), **_at(p[0])
        )

    def field(self, p: Parts) -> tree.Field:
        return tree.Field(name=p[0], type=p[2], clauses=p[3], **_at(p[0]))

    def enumeration(self, p: Parts) -> tree.Enumeration:
        base, size = p[2] or (None, None)
        return tree.Enumeration(
            name=p[1],
            bits=p[0] == "bits",
            base=base,
            size=size,
            clauses=p[3],
            members=items(p[5:-1]),
            **_at(p[0]),
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
            **_at(p[0]),
        )

    def span(self, p: Parts) -> tree.MemberSpan:
        first = number(p[0])
        return tree.MemberSpan(
            first=first,
            last=first if p[2] is None else number(p[2]),
            kind=p[3],
            label=optional_string(p[4]),
            clauses=p[5],
            **_at(p[0]),
        )

    def type_alias(self, p: Parts) -> tree.Alias:
        return tree.Alias(name=p[1], type=p[3], clauses=p[4], **_at(p[0]))

    def change_structure(self, p: Parts) -> tree.StructureChange:
        return tree.StructureChange(name=p[1], changes=items(p[3:-1]), **_at(p[0]))

    def add_field(self, p: Parts) -> tree.AddField:
        return tree.AddField(
            field=with_documentation(p[1], p[0]), after=p[3], span=p[0].span
        )

    def change_field(self, p: Parts) -> tree.ChangeField:
        return tree.ChangeField(field=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_field(self, p: Parts) -> tree.RemoveField:
        return tree.RemoveField(name=p[1], **_at(p[0]))

    def change_enumeration(self, p: Parts) -> tree.EnumerationChange:
        return tree.EnumerationChange(
            name=p[1], bits=p[0] == "bits", changes=items(p[3:-1]), **_at(p[0])
        )

    change_bits = change_enumeration

    def add_member(self, p: Parts) -> tree.AddMember:
        return tree.AddMember(member=with_documentation(p[1], p[0]), span=p[0].span)

    def change_member(self, p: Parts) -> tree.ChangeMember:
        return tree.ChangeMember(member=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_member(self, p: Parts) -> tree.RemoveMember:
        return tree.RemoveMember(value=number(p[1]), **_at(p[0]))

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

    # ------------------------------------------------------------ clauses and values

    def clauses(self, p: Parts) -> tuple[Clause, ...]:
        return in_order(p)

    code_clauses = object_clauses = in_use_clauses = clauses
    telegram_clauses = item_clauses = quirk_clauses = clauses
    profile_facts = wanted_clauses = line_clauses = clauses

    def default(self, p: Parts) -> tree.DefaultClause:
        return tree.DefaultClause(value=p[1], span=p[0].span)

    fixed = default

    def _bare(self, p: Parts) -> Clause:
        return Clause(word=str(p[0]), span=p[0].span)

    secret = read_only = unofficial = dimensionless = other_reading = presence = _bare

    def _names(self, p: Parts) -> tree.NamesClause:
        return tree.NamesClause(word=str(p[0]), names=tuple(p[1::2]), span=p[0].span)

    unit = code_units = object_values = object_source = object_confidence = reads = (
        _names
    )
    when = _names

    def _text(self, p: Parts) -> tree.TextClause:
        return tree.TextClause(
            word=str(p[0]), text=optional_string(p[1]), span=p[0].span
        )

    note = overlaps = object_clause = unconfirmed = shown = _text

    def short_name(self, p: Parts) -> tree.ShortNameClause:
        return tree.ShortNameClause(number=number(p[1]), span=p[0].span)

    def _numbers(self, p: Parts) -> tree.NumbersClause:
        return tree.NumbersClause(
            word=str(p[0]), numbers=tuple(map(number, p[1::2])), span=p[0].span
        )

    core_classes = dumps = scaled = _numbers

    def object_classes(self, p: Parts) -> tree.ClassesClause:
        return tree.ClassesClause(classes=tuple(p[1::2]), span=p[0].span)

    def class_use(self, p: Parts) -> tree.ClassUse:
        return tree.ClassUse(number(p[0]), optional_number(p[2]))

    def refers_to_class(self, p: Parts) -> tree.NumbersClause:
        return tree.NumbersClause(
            word="refers to class",
            numbers=tuple(map(number, p[3::2])),
            span=p[0].span,
        )

    def refers_to(self, p: Parts) -> tree.NamesClause:
        names = () if p[3] is None else tuple(p[4:-1:2])
        return tree.NamesClause(word=f"refers to {p[2]}", names=names, span=p[0].span)

    def rule(self, p: Parts) -> tree.RuleClause:
        return tree.RuleClause(rule=tree.RuleUse(p[1], p[3] or ()), span=p[0].span)

    def integral(self, p: Parts) -> tree.IntegralClause:
        return tree.IntegralClause(
            meaning=optional_string(p[1]), unit=p[2], span=p[0].span
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

    def obis_code(self, p: Parts) -> tree.CodeValue:
        return tree.CodeValue(p[0])

    def array_literal(self, p: Parts) -> tree.ListValue:
        return tree.ListValue(_list_items(p), "[]")

    def structure_literal(self, p: Parts) -> tree.ListValue:
        return tree.ListValue(_list_items(p), "{}")

    # ------------------------------------------------------------ data types, layouts, units

    def data_types(self, p: Parts) -> tree.DataTypes:
        return tree.DataTypes(types=items(p[2:-1]), **_at(p[0]))

    def data_type(self, p: Parts) -> tree.DataType:
        return tree.DataType(
            tag=number(p[0]),
            name=p[1],
            kind=p[2],
            octets=optional_number(p[3]),
            bounds=p[5],
            label=string(p[6]),
            clauses=p[7],
            **_at(p[0]),
        )

    def layout(self, p: Parts) -> tree.Layout:
        return tree.Layout(
            name=p[1], octets=number(p[2]), fields=items(p[5:-1]), **_at(p[0])
        )

    def layout_field(self, p: Parts) -> tree.LayoutField:
        return tree.LayoutField(
            name=p[0],
            signed=p[2] is not None,
            octets=number(p[3]),
            bounds=p[5],
            clauses=p[6],
            members=p[7] or (),
            **_at(p[0]),
        )

    def layout_values(self, p: Parts) -> tuple[tree.Member | tree.MemberSpan, ...]:
        return items(p[1:-1])

    def units(self, p: Parts) -> tree.Units:
        return tree.Units(name=p[1], rows=items(p[3:-1]), **_at(p[0]))

    def unit_row(self, p: Parts) -> tree.UnitRow:
        return tree.UnitRow(
            value=number(p[0]),
            name=p[1],
            symbol=string(p[2]),
            quantity=string(p[3]),
            si=p[4],
            clauses=p[5],
            **_at(p[0]),
        )

    def si(self, p: Parts) -> Name:
        return string(p[1])

    # ------------------------------------------------------------ OBIS codes

    def medium(self, p: Parts) -> tree.Medium:
        return tree.Medium(
            code=number(p[1]), name=string(p[2]), parts=items(p[4:-1]), **_at(p[0])
        )

    def same_medium(self, p: Parts) -> tree.Medium:
        return tree.Medium(
            code=number(p[1]), name=string(p[2]), same_as=number(p[5]), **_at(p[0])
        )

    def group(self, p: Parts) -> tree.Group:
        return tree.Group(letter=p[1], name=p[2], codes=items(p[4:-1]), **_at(p[0]))

    def code(self, p: Parts) -> tree.Code:
        ranges, first = p[0]
        return tree.Code(codes=ranges, meaning=string(p[1]), clauses=p[2], **_at(first))

    def code_span(self, p: Parts) -> tree.Code:
        ranges, first = p[0]
        return tree.Code(
            codes=ranges,
            kind=p[1],
            meaning=optional_string(p[2]),
            clauses=p[3],
            **_at(first),
        )

    def codes(self, p: Parts) -> tuple[tuple[Range, ...], Token]:
        """Ranges of codes, and their first token."""
        return tuple([part[0] for part in p[::2]]), p[0][1]

    def code_range(self, p: Parts) -> tuple[Range, Token]:
        first = number(p[0])
        return Range(first, first if p[2] is None else number(p[2])), p[0]

    def select(self, p: Parts) -> tree.Select:
        return tree.Select(letter=p[1], table=p[2], conditions=p[3], **_at(p[0]))

    def where(self, p: Parts) -> tuple[tree.Condition, ...]:
        return tuple(p[1::2])

    def condition(self, p: Parts) -> tree.Condition:
        return tree.Condition(letter=p[0], codes=p[2][0], span=p[0].span)

    def values(self, p: Parts) -> tree.ValueList:
        return tree.ValueList(name=p[1], types=tuple(p[3::2]), **_at(p[0]))

    def objects(self, p: Parts) -> tree.Objects:
        return tree.Objects(
            conditions=p[1] or (), clauses=p[2], rows=items(p[4:-1]), **_at(p[0])
        )

    def object(self, p: Parts) -> tree.Object:
        return tree.Object(
            pattern=p[1],
            name=string(p[2]),
            conditions=p[3] or (),
            clauses=p[4],
            **_at(p[0]),
        )

    def row(self, p: Parts) -> tree.Object:
        return tree.Object(
            pattern=p[0],
            name=string(p[1]),
            conditions=p[2] or (),
            clauses=p[3],
            in_block=True,
            **_at(p[0]),
        )

    def range(self, p: Parts) -> tree.Object:
        return tree.Object(
            kind=p[1],
            pattern=p[2],
            name=string(p[3]),
            conditions=p[4] or (),
            clauses=p[5],
            **_at(p[0]),
        )

    def in_use(self, p: Parts) -> tree.InUse:
        return tree.InUse(
            conditions=p[1] or (), clauses=p[2], rows=items(p[4:-1]), **_at(p[0])
        )

    def in_use_row(self, p: Parts) -> tree.InUseRow:
        return tree.InUseRow(
            pattern=p[0],
            label=optional_string(p[1]),
            conditions=p[2] or (),
            clauses=p[3],
            **_at(p[0]),
        )

    # ------------------------------------------------------------ telegrams

    def telegram(self, p: Parts) -> tree.Telegram:
        return tree.Telegram(
            name=p[1],
            title=string(p[2]),
            form=p[3],
            clauses=p[4],
            items=items(p[6:-1]),
            **_at(p[0]),
        )

    def form(self, p: Parts) -> tree.Form:
        kinds = (p[0],) if p[2] is None else (p[0], p[2])
        return tree.Form(kinds, None if p[4] == "any" else number(p[4]))

    def telegram_item(self, p: Parts) -> tree.TelegramItem:
        role, of_what, of = p[1]
        return tree.TelegramItem(
            place=None if p[0] == "named" else number(p[0]),
            role=role,
            of_what=of_what,
            of=of,
            label=optional_string(p[2]),
            types=p[4] or (),
            clauses=p[5],
            **_at(p[0]),
        )

    def telegram_list(self, p: Parts) -> tree.TelegramList:
        return tree.TelegramList(
            place=number(p[0]), form=p[1], items=items(p[3:-1]), **_at(p[0])
        )

    def what(
        self, p: Parts
    ) -> tuple[Token | None, tree.AttributeOf | None, Number | None]:
        """What a place is for, whose value it is, and which place it is about."""
        if len(p) == 1:
            return None, p[0], None
        return p[0], p[1], optional_number(p[3])

    def attribute_of(self, p: Parts) -> tree.AttributeOf:
        return tree.AttributeOf(
            code=p[0],
            class_id=optional_number(p[2]),
            attribute=optional_number(p[4]),
        )

    def sent_as(self, p: Parts) -> tuple[tree.TypeUse, ...]:
        return tuple(p[::2])

    # ------------------------------------------------------------ quirks

    def quirk(self, p: Parts) -> tree.Quirk:
        return tree.Quirk(
            name=p[1], title=string(p[2]), parts=items(p[4:-1]), **_at(p[0])
        )

    def applies(self, p: Parts) -> tree.Applies:
        return tree.Applies(conditions=tuple(p[1:]), **_at(p[0]))

    def applies_to(self, p: Parts) -> tree.Applied:
        return tree.Applied(p[0], string(p[1]))

    def quirk_deviation(self, p: Parts) -> tree.QuirkEffect:
        return tree.QuirkEffect(
            word=str(p[0]),
            deviation=optional_number(p[2]),
            means=p[3],
            clauses=p[4],
            **_at(p[0]),
        )

    def quirk_order(self, p: Parts) -> tree.QuirkEffect:
        pattern, conditions = p[1] or (None, ())
        return tree.QuirkEffect(
            word=str(p[0]),
            pattern=pattern,
            conditions=conditions,
            means=p[2],
            clauses=p[3],
            **_at(p[0]),
        )

    quirk_scaler = quirk_order

    def quirk_value(self, p: Parts) -> tree.QuirkEffect:
        pattern, conditions = p[9] or (None, ())
        return tree.QuirkEffect(
            word=str(p[0]),
            class_id=number(p[1]),
            version=optional_number(p[3]),
            attribute=number(p[5]),
            name=p[6],
            sent=p[8],
            pattern=pattern,
            conditions=conditions,
            means=p[11],
            clauses=p[12],
            **_at(p[0]),
        )

    def of_objects(self, p: Parts) -> tuple[Name, tuple[tree.Condition, ...]]:
        return p[1], p[2] or ()

    # ------------------------------------------------------------ companion profiles

    def profile(self, p: Parts) -> tree.Profile:
        return tree.Profile(
            name=p[1],
            title=string(p[2]),
            origin=p[3],
            clauses=p[4],
            parts=items(p[6:-1]),
            **_at(p[0]),
        )

    def profile_origin(self, p: Parts) -> Name:
        origin: Name = p[1]
        return origin

    def client(self, p: Parts) -> tree.ProfileClient:
        return tree.ProfileClient(
            name=p[1],
            sap=optional_number(p[2]),
            title=optional_string(p[3]),
            **_at(p[0]),
        )

    def variant(self, p: Parts) -> tree.ProfileVariant:
        return tree.ProfileVariant(
            name=p[1], title=string(p[2]), by=p[3] or (), **_at(p[0])
        )

    def recognised(self, p: Parts) -> tuple[Name, ...]:
        return tuple(p[1::2])

    def wanted_object(self, p: Parts) -> tree.WantedObject:
        return replace(
            self.wanted_row(p[1:]), in_block=False, span=p[0].span, doc=p[0].doc
        )

    def wanted_row(self, p: Parts) -> tree.WantedObject:
        return tree.WantedObject(
            pattern=p[0],
            name=string(p[1]),
            conditions=p[2] or (),
            clauses=p[3],
            lines=p[4] or (),
            in_block=True,
            **_at(p[0]),
        )

    def wanted_objects(self, p: Parts) -> tree.WantedObjects:
        return tree.WantedObjects(
            conditions=p[1] or (), clauses=p[2], rows=items(p[4:-1]), **_at(p[0])
        )

    def wanted_lines(self, p: Parts) -> tuple[Any, ...]:
        return items(p[1:-1])

    line_changes = wanted_lines

    def wanted_attribute(self, p: Parts) -> tree.WantedLine:
        return tree.WantedLine(
            word=str(p[0]),
            number=number(p[1]),
            name=p[2],
            types=p[4] if len(p) > 4 else (),
            clauses=p[-1],
            **_at(p[0]),
        )

    wanted_method = wanted_attribute

    def wanted_values(self, p: Parts) -> tree.ValuesClause:
        return tree.ValuesClause(values=tuple(p[1::2]), span=p[0].span)

    def preset(self, p: Parts) -> tree.DefaultClause:
        return tree.DefaultClause(word="default", value=p[1], span=p[0].span)

    def access(self, p: Parts) -> tree.RightsClause:
        return tree.RightsClause(rights=tuple(p[1::2]), span=p[0].span)

    def right(self, p: Parts) -> tree.Right:
        return tree.Right(p[0], p[1])

    def profile_add(self, p: Parts) -> tree.AddPart:
        return tree.AddPart(item=with_documentation(p[1], p[0]), span=p[0].span)

    def profile_change(self, p: Parts) -> tree.ChangeObject:
        return tree.ChangeObject(item=with_documentation(p[1], p[0]), span=p[0].span)

    def change_object(self, p: Parts) -> tree.ObjectChange:
        return tree.ObjectChange(
            pattern=p[1],
            name=optional_string(p[2]),
            conditions=p[3] or (),
            clauses=p[4],
            changes=p[5] or (),
            **_at(p[0]),
        )

    def add_line(self, p: Parts) -> tree.AddLine:
        return tree.AddLine(line=with_documentation(p[1], p[0]), span=p[0].span)

    def change_line(self, p: Parts) -> tree.ChangeLine:
        return tree.ChangeLine(line=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_line(self, p: Parts) -> tree.Remove:
        return self.remove_numbered(p)

    def remove_object(self, p: Parts) -> tree.RemoveObject:
        return tree.RemoveObject(
            pattern=p[2],
            conditions=p[3] or (),
            class_id=optional_number(p[5]),
            **_at(p[0]),
        )

    def remove_fact(self, p: Parts) -> tree.Remove:
        return tree.Remove(kind=p[1], name=p[2], **_at(p[0]))


class _Place(TypedDict):
    span: Span
    doc: str


def _at(token: Token) -> _Place:
    """The place of an item and its documentation, both of its first token."""
    return {"span": token.span, "doc": token.doc}


def number(token: Token) -> Number:
    return Number(read_number(token), token.span, token.startswith("0x"))


def string(token: Token) -> Name:
    return Name(read_string(token), token.span)


def optional_number(token: Token | None) -> Number | None:
    return None if token is None else number(token)


def optional_string(token: Token | None) -> Name | None:
    return None if token is None else string(token)


def items(parts: Parts) -> tuple[Any, ...]:
    """The items of a body, which documentation lines stand between."""
    return tuple([part for part in parts if type(part) is not Token])


def with_documentation(item: Documented, token: Token) -> Documented:
    """Give an added or changed item the documentation above its `add` or `change`."""
    return replace(item, doc=token.doc) if token.doc else item


def _list_items(parts: Parts) -> tuple[tree.Value, ...]:
    """The values between an opening and a closing bracket, commas left out; `[]` has none."""
    return tuple(value for value in parts[1:-1:2] if value is not None)
