"""Named types of the model as views: enumerations, named bits, structures, aliases."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar, TypeAlias

from ... import model as m
from ...naming import enumerator, field, flag, private_constant
from ...records import record
from .expressions import Expressions
from .layout import (
    WIDTH,
    Call,
    Comparison,
    Items,
    Keyword,
    Node,
    Pair,
    Sentence,
    alone,
    lay,
    literal,
    operators,
    signature,
)
from .prose import docstring, doubt, joined, prose, sentence


@record(frozen=True, slots=True)
class MemberView:
    """An enumerator, a named bit or a field."""

    name: str
    code: str
    """Its value, its test, or its assignment."""
    docstring: str = ""


@record(frozen=True, slots=True)
class EnumerationView:
    template: ClassVar[str] = "enumeration.py.jinja"
    name: str
    docstring: str
    members: tuple[MemberView, ...]


@record(frozen=True, slots=True)
class UnitsView:
    """The enumeration of units, with its table of symbols."""

    template: ClassVar[str] = "units.py.jinja"
    name: str
    docstring: str
    members: tuple[MemberView, ...]
    table: str
    """Name of the table."""
    rows: tuple[str, ...]


@record(frozen=True, slots=True)
class BitsView:
    template: ClassVar[str] = "bits.py.jinja"
    name: str
    docstring: str
    base: str
    width: str
    bits: str
    """The table of names and numbers."""
    members: tuple[MemberView, ...]


@record(frozen=True, slots=True)
class StructureView:
    template: ClassVar[str] = "structure.py.jinja"
    name: str
    docstring: str
    base: str
    slots: str
    match_args: str
    signature: str
    fields: tuple[MemberView, ...]
    equality: str
    hash: str
    representation: str
    descriptor: str


@record(frozen=True, slots=True)
class ConstantView:
    """A descriptor that several places share, or that has a name in the standard."""

    template: ClassVar[str] = "constant.py.jinja"
    name: str
    statement: str
    docstring: str = ""


TypeView: TypeAlias = (
    EnumerationView | UnitsView | BitsView | StructureView | ConstantView
)


def plan(definition: m.NamedType, expressions: Expressions) -> TypeView:
    """The view of a named type."""
    match definition:
        case m.Structure():
            return _structure(definition, expressions)
        case m.Enumeration():
            return _enumeration(definition, expressions)
        case m.UnitTable():
            return _units(definition, expressions)
        case m.Bits():
            return _bits(definition, expressions)
        case m.Alias():
            return _alias(definition, expressions)


def text(lines: list[str]) -> str:
    """Laid out lines as a view holds them."""
    return "\n".join(lines)


def strings(names: tuple[str, ...]) -> Items:
    """A tuple of string literals."""
    return Items(tuple(map(literal, names)))


def _documented(definition: m.NamedType, kind: str) -> str:
    words = definition.doc or f"The {kind} {definition.id.name}."
    facts = getattr(definition, "facts", m.NO_FACTS)
    return docstring(joined(prose(words), doubt(facts)), 4)


# ---------------------------------------------------------------- enumerations


def _enumeration(
    definition: m.Enumeration, expressions: Expressions
) -> EnumerationView:
    expressions.imports.runtime("enums", "OpenIntEnum")
    return EnumerationView(
        expressions.names.type(definition.id),
        _documented(definition, "enumeration"),
        tuple(
            MemberView(
                enumerator(row.name),
                str(row.value),
                docstring(joined(sentence(row.label), doubt(row.facts)), 4),
            )
            for row in definition.members
        ),
    )


def _units(definition: m.UnitTable, expressions: Expressions) -> UnitsView:
    expressions.imports.runtime("enums", "OpenIntEnum")
    expressions.imports.annotate("typing", "Final")
    name = expressions.names.type(definition.id)
    rows = [
        Pair(str(row.value), Items((literal(row.symbol), literal(row.quantity))))
        for row in definition.rows
    ]
    return UnitsView(
        name,
        _documented(definition, "enumeration"),
        tuple(
            MemberView(
                enumerator(row.name),
                str(row.value),
                docstring(joined(_unit_sentence(row), doubt(row.facts)), 4),
            )
            for row in definition.rows
        ),
        f"{private_constant(name)}S",
        tuple(line for row in rows for line in lay(row, 4, after=",")),
    )


def _unit_sentence(row: m.UnitRow) -> str:
    symbol = f", {row.symbol}" if row.symbol else ""
    definition = f" = {row.si}" if row.si and row.si != row.symbol else ""
    return sentence(f"{row.quantity}{symbol}{definition}")


# ---------------------------------------------------------------- named bits


def _bits(definition: m.Bits, expressions: Expressions) -> BitsView:
    string = definition.base == "bit-string"
    base = "BitString" if string else "BitFlags"
    expressions.imports.runtime("bitstring", base)
    expressions.imports.annotate("typing", "ClassVar")
    table = Items(
        tuple(
            Items((literal(flag(row.name)), str(row.value)))
            for row in definition.members
        )
    )
    declaration = "BITS: ClassVar[tuple[tuple[str, int], ...]] = "
    return BitsView(
        expressions.names.type(definition.id),
        _documented(definition, "bits"),
        base,
        str(definition.width) if string and definition.width is not None else "",
        text(lay(table, 4, declaration)),
        tuple(
            MemberView(
                flag(row.name),
                (
                    f"self.bit({row.value})"
                    if string
                    else f"bool(self & 0x{1 << row.value:02X})"
                ),
                docstring(joined(sentence(row.label or row.name), doubt(row.facts)), 8),
            )
            for row in definition.members
        ),
    )


# ---------------------------------------------------------------- structures


def _structure(definition: m.Structure, expressions: Expressions) -> StructureView:
    imports = expressions.imports
    scales = definition.meaning == "scaler-unit"
    base = "ScalerUnitBase" if scales else "Structure"
    imports.runtime("scaling" if scales else "structure", base)
    imports.annotate("typing", "Final")
    name = expressions.names.type(definition.id)
    fields = tuple(field(f.name) for f in definition.fields)
    annotations = [expressions.annotation(field.type) for field in definition.fields]
    parameters: tuple[Node, ...] = (
        "self",
        *(Pair(f, a) for f, a in zip(fields, annotations, strict=True)),
    )
    rows = tuple(
        Items((literal(f), expressions.descriptor(field.type, f)))
        for f, field in zip(fields, definition.fields, strict=True)
    )
    arguments: list[Node] = [Sentence(definition.id.name), name, Items(rows)]
    secret = tuple(field(f.name) for f in definition.fields if f.facts.secret)
    if secret:
        arguments.append(Keyword("secret", strings(secret)))
    structure_type = Call(
        imports.descriptor("SharedStructureType" if scales else "StructureType"),
        tuple(arguments),
    )
    return StructureView(
        name=name,
        docstring=_documented(definition, "structure"),
        base=base,
        slots=text(lay(strings(fields), 4, "__slots__ = ")),
        match_args=text(lay(strings(fields), 4, "__match_args__ = ")),
        signature=text(signature("__init__", parameters, "None", 4)),
        fields=tuple(
            MemberView(
                f,
                text(alone(f"self.{f}: Final = ", f, 8)),
                docstring(joined(prose(field.doc), doubt(field.facts)), 8),
            )
            for f, field in zip(fields, definition.fields, strict=True)
        ),
        equality=text(_equality(fields)),
        hash=text(_hash(definition, fields, expressions)),
        representation=text(_representation(name, definition.fields)),
        descriptor=text(lay(structure_type, 0, f"{name}.TYPE = ")),
    )


def _equality(fields: tuple[str, ...]) -> list[str]:
    operands = tuple(Comparison(f"self.{each}", f"other.{each}") for each in fields)
    return operators(" and ", operands or ("True",), 8, "return ")


def _hash(
    definition: m.Structure, fields: tuple[str, ...], expressions: Expressions
) -> list[str]:
    hashed = tuple(
        f"self.{name}"
        for name, field in zip(fields, definition.fields, strict=True)
        if expressions.hashable(field.type)
    )
    what: Node = Items(hashed) if hashed else literal(definition.id.name)
    return lay(Call("hash", (what,)), 8, "return ")


def _representation(name: str, fields: tuple[m.Field, ...]) -> list[str]:
    """The return statement of `__repr__`; what is secret is only hinted at."""
    pieces = [
        f" {_shown(field)}{',' if following else ')'}"
        for field, following in zip_longest(fields, fields[1:])
    ]
    if not pieces:
        return [f'return "{name}()"']
    pieces[0] = f"{name}({pieces[0][1:]}"
    whole = f"return {_quoted(''.join(pieces))}"
    if 8 + len(whole) <= WIDTH:
        return [whole]
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if 12 + len(_quoted(lines[-1] + piece)) <= WIDTH:
            lines[-1] += piece
        else:
            lines.append(piece)
    if len(lines) == 1:
        return alone("return ", _quoted(lines[0]), 8)
    return ["return (", *(f"    {_quoted(line)}" for line in lines), ")"]


def _shown(member: m.Field) -> str:
    name = field(member.name)
    return f"{name}=..." if member.facts.secret else f"{name}={{self.{name}!r}}"


def _quoted(text: str) -> str:
    """A string literal, formatted where there is something to put in."""
    return f'f"{text}"' if "{" in text else f'"{text}"'


# ---------------------------------------------------------------- aliases


def _alias(definition: m.Alias, expressions: Expressions) -> ConstantView:
    expressions.imports.annotate("typing", "Final")
    name = expressions.names.constant(definition.id)
    value = expressions.descriptor(definition.type, definition.id.name)
    return ConstantView(
        name,
        text(lay(value, 0, f"{name}: Final = ")),
        docstring(joined(prose(definition.doc), doubt(definition.facts)), 0),
    )


def shared(targets: list[m.TypeId], expressions: Expressions) -> list[ConstantView]:
    """Private constants for EnumType and BitsType descriptors."""
    if targets:
        expressions.imports.annotate("typing", "Final")
    return [
        ConstantView(name, text(lay(value, 0, f"{name}: Final = ")))
        for name, value in expressions.share(targets)
    ]
