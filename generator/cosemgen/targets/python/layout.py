"""Expressions laid out as black lays them out, so that black has nothing left to do.

Planning builds `Node`s and asks for lines; as a `str` a node is on one line.  The rules are
black's: a line that fits stays whole; else what stands in the last bracket moves to a line of its
own; else one item per line with a trailing comma.  A tuple goes straight to one item per line.
"""

from __future__ import annotations

from typing import TypeAlias

from ...records import record

WIDTH = 88


@record(frozen=True, slots=True)
class Call:
    """`head(arguments)`, or `head[arguments]`."""

    head: str
    arguments: tuple[Node, ...]
    brackets: str = "()"

    def __str__(self) -> str:
        inner = ", ".join(map(str, self.arguments))
        return f"{self.head}{self.brackets[0]}{inner}{self.brackets[1]}"


@record(frozen=True, slots=True)
class Items:
    """A display: tuple, list, or dict when every item is a `Pair`."""

    items: tuple[Node, ...]
    brackets: str = "()"

    def __str__(self) -> str:
        inner = ", ".join(map(str, self.items))
        comma = "," if len(self.items) == 1 and self.brackets == "()" else ""
        return f"{self.brackets[0]}{inner}{comma}{self.brackets[1]}"


@record(frozen=True, slots=True)
class Keyword:
    """`name=value` in a call."""

    name: str
    value: Node

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


@record(frozen=True, slots=True)
class Pair:
    """`key: value` in a dict."""

    key: str
    value: Node

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


@record(frozen=True, slots=True)
class Parameter:
    """`name: annotation = default` in a signature."""

    name: str
    annotation: Node
    default: str

    def __str__(self) -> str:
        return f"{self.name}: {self.annotation} = {self.default}"


@record(frozen=True, slots=True)
class Sentence:
    """A string literal that is broken between words when it is too long for its line."""

    text: str

    def __str__(self) -> str:
        return literal(self.text)


@record(frozen=True, slots=True)
class Union:
    """`A | B`, in parentheses of its own when it is too long."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(map(str, self.parts))


@record(frozen=True, slots=True)
class Comparison:
    """`a == b`, one of several operands."""

    left: str
    right: str

    def __str__(self) -> str:
        return f"{self.left} == {self.right}"


Node: TypeAlias = (
    str | Call | Items | Keyword | Pair | Parameter | Sentence | Union | Comparison
)


def lay(node: Node, indent: int = 0, before: str = "", after: str = "") -> list[str]:
    """The lines of `before node after`; the first is not indented, the others relative to it.

    `indent` is where the text will stand, and so what is left of a line.
    """
    whole = before + str(node) + after
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
        case Comparison(left, right):
            return [before + left, f"== {right}{after}"]
        case Union(parts) if len(parts) > 1:
            return [f"{before}(", *_operands(" | ", parts, indent + 4), f"){after}"]
        case _:
            return [whole]


def literal(text: str) -> str:
    """A string literal as black writes it: in double quotes, unless those take more escapes."""
    quoted = repr(text)
    if quoted[0] == '"' or text.count('"') > text.count("'"):
        return quoted
    body = quoted[1:-1]
    if '"' in body:
        body = body.replace("\\'", "'").replace('"', '\\"')
    return f'"{body}"'


def operators(
    operator: str, operands: tuple[Node, ...], indent: int, before: str
) -> list[str]:
    """A statement like `return a and b`, in parentheses when it is too long."""
    whole = before + operator.join(map(str, operands))
    if indent + len(whole) <= WIDTH:
        return [whole]
    return [f"{before}(", *_operands(operator, operands, indent + 4), ")"]


def alone(before: str, what: str, indent: int) -> list[str]:
    """`target = what`, where `what` is in parentheses of its own when that is too long.

    Where even those do not help, black goes without, unless the target is annotated.
    """
    if indent + len(before + what) <= WIDTH or (
        indent + 4 + len(what) > WIDTH and ":" not in before
    ):
        return [before + what]
    return [f"{before}(", f"    {what}", ")"]


def signature(
    name: str,
    parameters: tuple[Node, ...],
    returns: Node,
    indent: int,
    after: str = ":",
) -> list[str]:
    """A `def` line; a stub has an ellipsis `after` it."""
    head = f"def {name}({', '.join(map(str, parameters))}) -> "
    tail = lay(returns, indent, ") -> ", after)
    lines = lay(returns, indent, head, after)
    # Black rather breaks what is returned where that has an item, and so a comma, a line.
    by_item = any(line.endswith(",") for line in tail[1:])
    if indent + len(lines[0]) <= WIDTH and (len(lines) == 1 or by_item):
        return lines
    return [f"def {name}(", *_body(parameters, indent + 4), *tail]


def _body(arguments: tuple[Node, ...], indent: int) -> list[str]:
    """What stands inside the brackets of a call that is too long for one line."""
    inner = ", ".join(map(str, arguments))
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


def _operands(operator: str, operands: tuple[Node, ...], indent: int) -> list[str]:
    inner = operator.join(map(str, operands))
    if indent + len(inner) <= WIDTH:
        return [f"    {inner}"]
    lines: list[str] = []
    for operand in operands:
        lines += lay(operand, indent, operator.lstrip() if lines else "")
    return _indented(lines)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _split(text: str, width: int) -> list[str]:
    """Literals of the parts of `text`, each at most `width` wide; a part starts with its space."""
    parts: list[str] = []
    # Nothing of such a text is escaped: it is as long as its quotes and it are.
    plain = text.isprintable() and '"' not in text and "\\" not in text
    part, *words = text.split(" ")
    for word in words:
        longer = f"{part} {word}"
        if part and (len(longer) + 2 if plain else len(literal(longer))) > width:
            parts.append(literal(part))
            longer = f" {word}"
        part = longer
    return [*parts, literal(part)]
