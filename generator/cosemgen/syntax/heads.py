"""What stands in the first line of each node: everything but its body, cut where the line may be wrapped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

from . import tree, write
from .literals import write_string
from .tree import Clause, Fact, Name, Node, TypeUse
from .write import number


class Typed(NamedTuple):
    """A piece of a line that holds a type, which may have to be wrapped."""

    before: str
    type: TypeUse
    after: str = ""


Piece: TypeAlias = str | Typed

_LISTS: Final = frozenset({"value", "unit", "source", "as", "core", "when"})
"""Clauses that are a list of names or numbers."""
_LONG: Final = 80
"""Lists that are longer need not stay on one line."""


def head(node: Node, column: int = 0) -> list[Piece]:
    """The pieces of a node's first line; what comes first is padded to `column`."""
    match node:
        case Fact():
            return _fact(node)
        case tree.Class():
            return [f"class {number(node.class_id)} {write_string(node.name)}"]
        case tree.Version():
            return [f"version {number(node.number)}{_origin(node.origin)}"]
        case tree.Attribute():
            return _attribute(node)
        case tree.Selector():
            return _selector(node)
        case tree.Method():
            return _method(node)
        case tree.ShortNames():
            return [f"methods @{'?' if node.first is None else number(node.first)}"]
        case tree.Add() | tree.Change():
            return _after("add" if isinstance(node, tree.Add) else "change", node.item)
        case tree.Remove():
            return [f"remove {node.kind} {_number_or_name(node)}"]
        case tree.Structure():
            meaning = "" if node.meaning is None else f" as {node.meaning}"
            return [f"structure {node.name}{meaning}", *_clauses(node.clauses)]
        case tree.Enumeration():
            base = "" if node.base is None else f": {node.base}{write.size(node.size)}"
            return [f"{node.word} {node.name}{base}", *_clauses(node.clauses)]
        case tree.Alias():
            return [Typed(f"type {node.name} = ", node.type), *_clauses(node.clauses)]
        case tree.Field():
            name = f"{node.name}: ".ljust(column)
            return [Typed(name, node.type), *_clauses(node.clauses)]
        case tree.Member():
            value = number(node.value).ljust(column)
            return [f"{value} {node.name}{_text(node.label)}", *_clauses(node.clauses)]
        case tree.MemberSpan():
            codes = write.codes([tree.Range(node.first, node.last)])
            return [f"{codes} {node.kind}{_text(node.label)}", *_clauses(node.clauses)]
        case tree.StructureChange() | tree.EnumerationChange():
            return [f"{node.word} {node.name}"]
        case tree.AddField():
            after = [] if node.after is None else [f"after {node.after}"]
            return [*_after("add", node.field), *after]
        case tree.ChangeField():
            return _after("change", node.field)
        case tree.RemoveField():
            return [f"remove {node.name}"]
        case tree.AddMember():
            return _after("add", node.member)
        case tree.ChangeMember():
            return _after("change", node.member)
        case tree.RemoveMember():
            return [f"remove {number(node.value)}"]
        case tree.Package():
            return [f"package {node.name} {write_string(node.title)}"]
        case tree.Use():
            return _use(node)
        case _:
            return _table_head(node, column)


def _table_head(node: Node, column: int) -> list[Piece]:
    """Data types, layouts, units and OBIS codes."""
    match node:
        case tree.DataTypes():
            return ["data-types"]
        case tree.DataType():
            return _data_type(node, column)
        case tree.Layout():
            return [f"layout {node.name} {number(node.octets)} octets"]
        case tree.LayoutField():
            sign = "signed " if node.signed else ""
            octets = f"{sign}{number(node.octets)} octets{_bounds(node.bounds)}"
            return [f"{node.name}: {octets}", *_clauses(node.clauses)]
        case tree.Units():
            return [f"units {node.name}"]
        case tree.UnitRow():
            texts = f"{write_string(node.symbol)} {write_string(node.quantity)}"
            row = f"{number(node.value).ljust(column)} {node.name} {texts}"
            si = [] if node.si is None else [f"si {write_string(node.si)}"]
            return [row, *si, *_clauses(node.clauses)]
        case tree.Medium():
            same = "" if node.same_as is None else f" same as {number(node.same_as)}"
            return [f"medium {number(node.code)} {write_string(node.name)}{same}"]
        case tree.Group():
            return [f"group {node.letter}{_word(node.name)}"]
        case tree.Code():
            codes = write.codes(node.codes).ljust(column)
            meaning = f"{codes}{_word(node.kind)}{_text(node.meaning)}"
            return [meaning, *_clauses(node.clauses)]
        case tree.Select():
            select = f"select {node.letter} {node.table}"
            return [select, *_conditions(node.conditions)]
        case tree.ValueList():
            return _cut(f"values {node.name} = {', '.join(node.types)}")
        case tree.Objects():
            shared = [*_conditions(node.conditions), *_clauses(node.clauses)]
            return ["objects", *shared]
        case tree.Object():
            word = "" if node.in_block else "object "
            if node.kind is not None:
                word = f"range {node.kind} "
            name = f"{word}{node.pattern.ljust(column)} {write_string(node.name)}"
            return [name, *_conditions(node.conditions), *_clauses(node.clauses)]
        case tree.InUse():
            shared = [*_conditions(node.conditions), *_clauses(node.clauses)]
            return ["in-use", *shared]
        case tree.InUseRow():
            name = f"{node.pattern.ljust(column)}{_text(node.label)}".rstrip()
            return [name, *_conditions(node.conditions), *_clauses(node.clauses)]
        case tree.Telegram():
            title = f"telegram {node.name} {write_string(node.title)}"
            return [title, _form(node.form), *_clauses(node.clauses)]
        case tree.TelegramItem():
            return _telegram_item(node, column)
        case tree.TelegramList():
            return [f"{number(node.place).ljust(column)} {_form(node.form)}"]
        case tree.Quirk():
            return [f"quirk {node.name} {write_string(node.title)}"]
        case tree.Applies():
            told = [f"{word} {write_string(text)}" for word, text in node.conditions]
            return [f"applies {told[0]}", *told[1:]]
        case tree.QuirkEffect():
            return _quirk_effect(node)
        case _:
            return _profile_head(node, column)


def _profile_head(node: Node, column: int) -> list[Piece]:
    """What stands in companion profiles."""
    match node:
        case tree.Profile():
            title = f"profile {node.name} {write_string(node.title)}"
            origin = [] if node.origin is None else [f"from {node.origin}"]
            return [title, *origin, *_clauses(node.clauses)]
        case tree.ProfileClient():
            sap = "" if node.sap is None else f" {number(node.sap)}"
            return [f"client {node.name}{sap}{_text(node.title)}"]
        case tree.ProfileVariant():
            by = _cut(f"by {', '.join(node.by)}") if node.by else []
            return [f"variant {node.name}{_text(node.title)}", *by]
        case tree.WantedObject() | tree.ObjectChange():
            in_block = isinstance(node, tree.WantedObject) and node.in_block
            word = "" if in_block else "object "
            name = f"{word}{node.pattern.ljust(column)}{_text(node.name)}"
            return [name, *_conditions(node.conditions), *_clauses(node.clauses)]
        case tree.WantedObjects():
            shared = [*_conditions(node.conditions), *_clauses(node.clauses)]
            return ["objects", *shared]
        case tree.WantedLine():
            return _wanted_line(node)
        case tree.AddPart() | tree.ChangeObject():
            word = "add" if isinstance(node, tree.AddPart) else "change"
            return _after(word, node.item)
        case tree.AddLine() | tree.ChangeLine():
            word = "add" if isinstance(node, tree.AddLine) else "change"
            return _after(word, node.line)
        case tree.RemoveObject():
            only = [] if node.class_id is None else [f"as {number(node.class_id)}"]
            return [
                f"remove object {node.pattern}",
                *_conditions(node.conditions),
                *only,
            ]
        case _:
            raise TypeError(f"{type(node).__name__} is no node of a spec file")


def _quirk_effect(node: tree.QuirkEffect) -> list[Piece]:
    first = node.word
    if node.word == "date-times":
        one = "" if node.deviation is None else f" {number(node.deviation)}"
        first = f"date-times deviation{one}"
    if node.class_id is not None and node.attribute is not None:
        version = "" if node.version is None else f" version {number(node.version)}"
        attribute = f"attribute {number(node.attribute)} {node.name}: {node.sent}"
        first = f"class {number(node.class_id)}{version} {attribute}"
    of = [] if node.pattern is None else [f"of {node.pattern}"]
    means = str(node.means) if node.class_id is None else f"means {node.means}"
    found = [*of, *_conditions(node.conditions), means, *_clauses(node.clauses)]
    # A short word stays beside what it is said of.
    return [f"{first} {found[0]}", *found[1:]] if not of else [first, *found]


def _wanted_line(node: tree.WantedLine) -> list[Piece]:
    first = f"{node.word} {number(node.number)} {node.name}"
    return [*_sent_as(first, node.types), *_clauses(node.clauses)]


def _sent_as(first: str, types: tuple[TypeUse, ...]) -> list[Piece]:
    """What stands first, and behind ':' the types."""
    if not types:
        return [first]
    *most, last = types
    found = [
        Typed(f"{'' if i else f'{first}: '}", use, " |") for i, use in enumerate(most)
    ]
    return [*found, Typed("" if found else f"{first}: ", last)]


def _after(word: str, node: Node) -> list[Piece]:
    """`add` or `change`, and what it adds or changes."""
    first, *rest = head(node)
    if isinstance(first, Typed):
        return [first._replace(before=f"{word} {first.before}"), *rest]
    return [f"{word} {first}", *rest]


def _fact(fact: Fact) -> list[Piece]:
    word = fact.word
    match fact:
        case tree.TextFact():
            return [f"{word}{_text(fact.text)}"]
        case tree.NameFact():
            return [f"{word} {fact.name}"]
        case tree.KeyFact():
            return [f"{word} {fact.key}{_text(fact.meaning)}{_text(fact.detail)}"]
        case tree.ClauseFact():
            listed = f" in {', '.join(fact.editions)}" if fact.editions else ""
            return [f"clause{_text(fact.clause)}{listed}", *_why(fact.unconfirmed)]
        case tree.SinceFact():
            return [f"since {'..'.join(fact.editions)}", *_why(fact.unconfirmed)]
        case tree.CardinalityFact(first=first, last=last):
            # In decimal, however they are written.
            end = (
                ""
                if last is None
                else f"..{last if isinstance(last, str) else int(last)}"
            )
            return [f"cardinality {int(first)}{end}"]
        case tree.ConfidenceFact():
            return [f"confidence {fact.level}{_text(fact.reason)}"]
        case tree.SourceFact():
            return [f"source {', '.join(fact.keys)}{_text(fact.detail)}"]
        case tree.RequiresFact():
            opening, *rest = write.rule_pieces(fact.rule)
            return [f"requires {opening}", *rest, *_why(fact.unconfirmed)]
        case _:
            raise TypeError(f"{type(fact).__name__} is no fact of a spec file")


def _why(unconfirmed: tree.TextClause | None) -> list[Piece]:
    return [] if unconfirmed is None else [write.clause(unconfirmed)]


def _origin(origin: tree.Origin | None) -> str:
    if origin is None:
        return ""
    if origin.class_id is None:
        return f" from {number(origin.version)}"
    return f" from class {number(origin.class_id)} version {number(origin.version)}"


def _attribute(node: tree.Attribute) -> list[Piece]:
    mark = "" if node.mark is None else f"{node.mark} "
    name = f"attribute {number(node.number)} {node.name}: {mark}"
    return [Typed(name, node.type), *_clauses(node.clauses)]


def _selector(node: tree.Selector) -> list[Piece]:
    name = f"selector {number(node.number)} {node.name}"
    first = name if node.parameter is None else Typed(f"{name}: ", node.parameter)
    return [first, *_returns(node.returns), *_clauses(node.clauses)]


def _method(node: tree.Method) -> list[Piece]:
    name = f"method {number(node.number)} {node.name}("
    match node.parameter:
        case None:
            first: Piece = f"{name}?)"
        case tree.NoData():
            first = f"{name}{number(node.parameter.value)})"
        case parameter:
            own = "" if parameter.name is None else f"{parameter.name}: "
            told = "".join(f" {write.clause(clause)}" for clause in parameter.clauses)
            first = Typed(f"{name}{own}", parameter.type, f"{told})")
    presence = [] if node.presence is None else [str(node.presence)]
    return [first, *_returns(node.returns), *presence, *_clauses(node.clauses)]


def _returns(use: TypeUse | None) -> list[Piece]:
    return [] if use is None else [Typed("returns ", use)]


def _number_or_name(node: tree.Remove) -> str:
    return str(node.name) if node.number is None else number(node.number)


def _data_type(node: tree.DataType, column: int) -> list[Piece]:
    octets = "" if node.octets is None else f" {number(node.octets)} octets"
    name = f"{number(node.tag).ljust(column)} {node.name} {node.kind}"
    row = f"{name}{octets}{_bounds(node.bounds)}{_text(node.label)}"
    return [row, *_clauses(node.clauses)]


def _form(form: tree.Form) -> str:
    count = "any" if form.count is None else number(form.count)
    return f"{' or '.join(form.kinds)} of {count}"


def _telegram_item(node: tree.TelegramItem, column: int) -> list[Piece]:
    what = "" if node.role is None else f" {node.role}"
    if node.of_what is not None:
        what += f" {node.of_what.code}"
        for word, each in (
            ("as", node.of_what.class_id),
            ("attribute", node.of_what.attribute),
        ):
            what += "" if each is None else f" {word} {number(each)}"
    of = "" if node.of is None else f" of {number(node.of)}"
    place = "named" if node.place is None else number(node.place).ljust(column)
    first = f"{place}{what}{of}{_text(node.label)}"
    return [*_sent_as(first, node.types), *_clauses(node.clauses)]


def _use(node: tree.Use) -> list[Piece]:
    *names, last = node.names
    return [
        f"use {', '.join(node.names)}" if not names else f"use {names[0]},",
        *[f"{name}," for name in names[1:]],
        *([last] if names else []),
        f"from {node.module}",
    ]


def _bounds(bounds: tree.Range | None) -> str:
    return "" if bounds is None else f" ({write.ends(bounds)})"


def _text(text: Name | None) -> str:
    return "" if text is None else f" {write_string(text)}"


def _word(word: Name | None) -> str:
    return "" if word is None else f" {word}"


def _clauses(clauses: Iterable[Clause]) -> list[Piece]:
    pieces: list[Piece] = []
    for clause in clauses:
        text = write.clause(clause)
        pieces += _cut(text) if clause.word in _LISTS else [text]
    return pieces


def _conditions(conditions: Iterable[tree.Condition]) -> list[Piece]:
    """`where a in 1..2`, `and b in 3`."""
    pieces: list[Piece] = []
    for i, condition in enumerate(conditions):
        codes = write.codes(condition.codes)
        pieces += _cut(f"{'and' if i else 'where'} {condition.letter} in {codes}")
    return pieces


def _cut(text: str) -> list[Piece]:
    """A list of names or numbers, cut behind its commas if it is long."""
    if len(text) <= _LONG:
        return [text]
    *most, last = text.split(", ")
    return [*[f"{part}," for part in most], last]
