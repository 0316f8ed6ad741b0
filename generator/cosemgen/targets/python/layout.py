"""Expressions laid out as black lays them out, so that black has nothing left to do.

Planning builds `Node`s and asks for lines.  The rules are black's: a line that fits stays whole;
else what stands in the last bracket moves to a line of its own; else one item per line with a
trailing comma.  A tuple goes straight to one item per line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 88


@dataclass(frozen=True, slots=True)
class Call:
    """`head(arguments)`, or `head[arguments]`."""

    head: str
    arguments: tuple[Node, ...]
    brackets: str = "()"


@dataclass(frozen=True, slots=True)
class Items:
    """A display: tuple, list, or dict when every item is a `Pair`."""

    items: tuple[Node, ...]
    brackets: str = "()"


@dataclass(frozen=True, slots=True)
class Keyword:
    """`name=value` in a call."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Pair:
    """`key: value` in a dict."""

    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name: annotation = default` in a signature."""

    name: str
    annotation: Node
    default: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A string literal that is broken between words when it is too long for its line."""

    text: str


@dataclass(frozen=True, slots=True)
class Union:
    """`A | B`, in parentheses of its own when it is too long."""

    parts: tuple[str, ...]


Node: TypeAlias = str | Call | Items | Keyword | Pair | Parameter | Sentence | Union


def flat(node: Node) -> str:
    """The node on one line."""
    match node:
        case Call(head, arguments, brackets):
            inner = ", ".join(map(flat, arguments))
            return f"{head}{brackets[0]}{inner}{brackets[1]}"
        case Items(items, brackets):
            comma = "," if len(items) == 1 and brackets == "()" else ""
            return f"{brackets[0]}{', '.join(map(flat, items))}{comma}{brackets[1]}"
        case Keyword(name, value):
            return f"{name}={flat(value)}"
        case Pair(key, value):
            return f"{key}: {flat(value)}"
        case Parameter(name, annotation, default):
            return f"{name}: {flat(annotation)} = {default}"
        case Sentence(text):
            return literal(text)
        case Union(parts):
            return " | ".join(parts)
        case _:
            return node


def lay(node: Node, indent: int = 0, before: str = "", after: str = "") -> list[str]:
    """The lines of `before node after`; the first is not indented, the others relative to it.

    `indent` is where the text will stand, and so what is left of a line.
    """
    whole = before + flat(node) + after
    if indent + len(whole) <= WIDTH:
        return [whole]
    match node:
        case Keyword(name, value):
            return lay(value, indent, f"{before}{name}=", after)
        case Pair(key, value):
            return lay(value, indent, f"{before}{key}: ", after)
        case Parameter(name, annotation, default):
            return lay(annotation, indent, f"{before}{name}: ", f" = {default}{after}")
        case Call(head, arguments, brackets) if arguments:
            return [
                f"{before}{head}{brackets[0]}",
                *_body(arguments, indent + 4),
                f"{brackets[1]}{after}",
            ]
        case Items(items, brackets) if items:
            return [
                f"{before}{brackets[0]}",
                *(line for item in items for line in _item(item, indent + 4)),
                f"{brackets[1]}{after}",
            ]
        case Sentence(text):
            parts = _split(text, WIDTH - indent - 4)
            if len(parts) == 1:
                return [whole]
            return [f"{before}(", *(f"    {part}" for part in parts), f"){after}"]
        case Union(parts) if len(parts) > 1:
            return [f"{before}(", *_operands(" | ", parts, indent + 4), f"){after}"]
        case _:
            return [whole]


def literal(text: str) -> str:
    """A string literal in double quotes, as black writes it."""
    quoted = repr(text)
    if quoted[0] == '"' or '"' in quoted:
        # repr prefers quotes that need no escape, and so does black.
        return quoted
    return f'"{quoted[1:-1]}"'


def operators(
    operator: str, operands: tuple[str, ...], indent: int, before: str
) -> list[str]:
    """A statement like `return a and b`, in parentheses when it is too long."""
    whole = before + operator.join(operands)
    if indent + len(whole) <= WIDTH:
        return [whole]
    return [f"{before}(", *_operands(operator, operands, indent + 4), ")"]


def assignment(target: str, name: str, indent: int) -> list[str]:
    """`target = name`, with the name in parentheses when it is too long."""
    whole = f"{target} = {name}"
    if indent + len(whole) <= WIDTH:
        return [whole]
    return [f"{target} = (", f"    {name}", ")"]


def signature(
    name: str, parameters: tuple[Node, ...], returns: str, indent: int
) -> list[str]:
    """A `def` line."""
    whole = f"def {name}({', '.join(map(flat, parameters))}) -> {returns}:"
    if indent + len(whole) <= WIDTH:
        return [whole]
    return [f"def {name}(", *_body(parameters, indent + 4), f") -> {returns}:"]


def _body(arguments: tuple[Node, ...], indent: int) -> list[str]:
    """What stands inside the brackets of a call that is too long for one line."""
    inner = ", ".join(map(flat, arguments))
    if indent + len(inner) <= WIDTH:
        return [f"    {inner}"]
    if len(arguments) == 1:
        only = arguments[0]
        if isinstance(only, Union):
            return _operands(" | ", only.parts, indent)
        return _indented(lay(only, indent))
    return [line for argument in arguments for line in _item(argument, indent)]


def _item(item: Node, indent: int) -> list[str]:
    return _indented(lay(item, indent, after=","))


def _operands(operator: str, operands: tuple[str, ...], indent: int) -> list[str]:
    inner = operator.join(operands)
    if indent + len(inner) <= WIDTH:
        return [f"    {inner}"]
    first, *others = operands
    lines = [first, *(f"{operator.lstrip()}{other}" for other in others)]
    return [f"    {part}" for line in lines for part in _comparison(line, indent)]


def _comparison(line: str, indent: int) -> list[str]:
    """An operand, broken at its `==` when it is too long."""
    left, equals, right = line.partition(" == ")
    if not equals or indent + len(line) <= WIDTH:
        return [line]
    return [left, f"== {right}"]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _split(text: str, width: int) -> list[str]:
    """Literals of the parts of `text`, each at most `width` wide; a part starts with its space."""
    parts: list[str] = []
    part = ""
    for word in text.split(" "):
        longer = f"{part} {word}" if part or parts else word
        if part and len(literal(longer)) > width:
            parts.append(literal(part))
            longer = f" {word}"
        part = longer
    return [*parts, literal(part)]
