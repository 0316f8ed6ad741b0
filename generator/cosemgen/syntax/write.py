"""Types, values and clauses as text, and long types wrapped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from . import tree
from .literals import write_number, write_octets, write_string
from .tree import Clause, Number, Range, TypeUse, Value

WIDTH: Final = 110
"""Columns after which a line is wrapped where it can be."""

STEP: Final = "  "
"""Indentation of what stands inside."""


def number(value: Number) -> str:
    return write_number(value, value.hexadecimal)


def value(value: Value) -> str:
    match value:
        case Number():
            return number(value)
        case tree.Word():
            return value.name
        case tree.CodeValue():
            return value.code
        case tree.Octets():
            return write_octets(value.value)
        case tree.ListValue():
            return list_value(value)
        case _:
            return write_string(value)


def list_value(literal: tree.ListValue) -> str:
    opening, closing = literal.brackets
    return f"{opening}{', '.join(map(value, literal.items))}{closing}"


def ends(range_: Range) -> str:
    """`1..5`, `..5` or `1..`."""
    return "..".join("" if end is None else number(end) for end in range_)


def size(range_: Range | None) -> str:
    if range_ is None:
        return ""
    if range_.first is not None and range_.first == range_.last:
        return f"[{number(range_.first)}]"
    return f"[{ends(range_)}]"


def codes(ranges: Iterable[Range]) -> str:
    """`1..10, 13`."""
    return ", ".join(
        ends(r) if r.first is None or r.first != r.last else number(r.first)
        for r in ranges
    )


# ---------------------------------------------------------------- types


def type_use(use: TypeUse) -> str:
    """A type on one line."""
    match use:
        case tree.NamedTypeUse():
            return _named_type(use)
        case tree.ArrayUse():
            return f"array{size(use.size)} of {type_use(use.element)}"
        case tree.CompactArrayUse():
            element = "" if use.element is None else f" of {type_use(use.element)}"
            return f"compact-array{element}"
        case tree.ChoiceUse():
            inner = ", ".join(
                case + type_use(each)
                for case, each in zip(_cases(use), use.alternatives, strict=True)
            )
            return f"{_choice(use)} {{ {inner} }}"
        case tree.OpenChoiceUse():
            return f"CHOICE of {use.of}"
        case _:
            return "structure"


def _named_type(use: tree.NamedTypeUse) -> str:
    bounds = "" if use.bounds is None else f" ({ends(use.bounds)})"
    meaning = "" if use.meaning is None else f" as {use.meaning}"
    empty = " or empty" if use.or_empty else ""
    return f"{use.name}{size(use.size)}{bounds}{meaning}{empty}"


def wrapped_type(use: TypeUse, indent: str) -> str:
    """A type whose CHOICE stands on lines of its own; `indent` is that of the line in which it begins."""
    match use:
        case tree.ArrayUse():
            return f"array{size(use.size)} of {wrapped_type(use.element, indent)}"
        case tree.CompactArrayUse(element=element) if element is not None:
            return f"compact-array of {wrapped_type(element, indent)}"
        case tree.ChoiceUse():
            lines = _filled(use, indent + STEP)
            return f"{_choice(use)} {{\n{lines}\n{indent}}}"
        case _:
            return type_use(use)


def _choice(use: tree.ChoiceUse) -> str:
    return "CHOICE" if use.by is None else f"CHOICE by {use.by}"


def _cases(use: tree.ChoiceUse) -> list[str]:
    """What stands before each alternative: `a | b: `, or nothing."""
    cases = use.cases or ((),) * len(use.alternatives)
    return [f"{' | '.join(case)}: " if case else "" for case in cases]


def _filled(use: tree.ChoiceUse, indent: str) -> str:
    """As many alternatives in a line as fit; one in each line where they have cases."""
    lines = [""]
    for case, alternative in zip(_cases(use), use.alternatives, strict=True):
        text = case + type_use(alternative)
        if len(indent) + len(text) >= WIDTH:
            text = case + wrapped_type(alternative, indent)
        room = WIDTH - len(indent) - len(lines[-1].rpartition("\n")[2])
        if not lines[-1]:
            lines[-1] = f"{text},"
        elif len(text) + 2 <= room and "\n" not in text and not use.cases:
            lines[-1] += f" {text},"
        else:
            lines.append(f"{text},")
    return "\n".join(indent + line for line in lines).removesuffix(",")


# ---------------------------------------------------------------- clauses


def clause(clause: Clause) -> str:
    word = clause.word
    match clause:
        case tree.DefaultClause():
            return f"{word} {value(clause.value)}"
        case tree.ValuesClause():
            return f"= {' or '.join(map(value, clause.values))}"
        case tree.RightsClause():
            return f"access {', '.join(map(_right, clause.rights))}"
        case tree.TextClause(text=text):
            return word if text is None else f"{word} {write_string(text)}"
        case tree.NamesClause():
            names = ", ".join(clause.names)
            if word.startswith("refers to"):
                return f"{word}({names})" if names else word
            return f"{word} {names}"
        case tree.NumbersClause():
            return f"{word} {', '.join(map(number, clause.numbers))}"
        case tree.ShortNameClause():
            return f"@{number(clause.number)}"
        case tree.ClassesClause():
            return f"as {', '.join(map(_class_use, clause.classes))}"
        case tree.IntegralClause(meaning=meaning, unit=unit):
            named = "" if meaning is None else f" {write_string(meaning)}"
            return f"integral{named}{'' if unit is None else f' {unit}'}"
        case tree.RuleClause():
            return f"rule {rule(clause.rule)}"
        case _:
            return word


def _right(given: tree.Right) -> str:
    return str(given.right) if given.client is None else f"{given.client} {given.right}"


def _class_use(use: tree.ClassUse) -> str:
    """`7 version 1`, or `7`."""
    only = "" if use.version is None else f" version {number(use.version)}"
    return f"{number(use.class_id)}{only}"


def rule(use: tree.RuleUse) -> str:
    return " ".join(rule_pieces(use))


def rule_pieces(use: tree.RuleUse) -> list[str]:
    """The same argument by argument, for lines that are too long."""
    arguments = [*map(value, use.arguments)] or [""]
    arguments[0] = f"{use.name}({arguments[0]}"
    return [*(f"{each}," for each in arguments[:-1]), f"{arguments[-1]})"]
