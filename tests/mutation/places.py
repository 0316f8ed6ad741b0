"""Places of the code where one small thing can be made wrong, from its syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Mutant(NamedTuple):
    """One change of a file: at `start` of its text, `old` becomes `new`."""

    path: str
    """Below the project."""
    line: int
    kind: str
    start: int
    old: str
    new: str

    def apply(self, text: str) -> str:
        end = self.start + len(self.old)
        assert text[self.start : end] == self.old
        return text[: self.start] + self.new + text[end:]

    def lines(self, text: str) -> tuple[str, str]:
        """The line that changes, before and after."""
        at = self.line - 1
        return text.splitlines()[at], self.apply(text).splitlines()[at]


COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "+"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}


def places(root: Path, path: Path) -> list[Mutant]:
    """Everything that can be made wrong in a file, in order."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(root).as_posix()
    finder = _Finder(name, text)
    return sorted(finder.of(ast.parse(text)), key=lambda found: found.start)


class _Finder:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        octets = [line.encode() for line in text.splitlines(keepends=True)]
        self._lines = octets
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def of(self, node: ast.AST) -> Iterator[Mutant]:
        if isinstance(node, ast.If) and _is_for_types(node.test):
            for each in node.orelse:
                yield from self.of(each)
            return
        yield from self._here(node)
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_comment"):
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST) and not _is_words(each):
                    yield from self.of(each)

    def _here(self, node: ast.AST) -> Iterator[Mutant]:
        if isinstance(node, ast.Compare):
            operands = [node.left, *node.comparators]
            for at, op in enumerate(node.ops):
                pair = COMPARISONS[type(op)]
                yield from self._between("comparison", *operands[at : at + 2], *pair)
        elif isinstance(node, ast.BoolOp):
            pair = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from self._between("boolean", left, right, *pair)
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            if not (_is_text(node.left) or _is_text(node.right)):
                pair = ARITHMETIC[type(node.op)]
                yield from self._between("arithmetic", node.left, node.right, *pair)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self._mutant("boolean", node, self._source(node.operand))
        elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
            yield self._mutant("branch dropped", node.test, "False")
        elif isinstance(node, ast.Constant):
            yield from self._constant(node)
        elif isinstance(node, ast.Return) and _counts(node.value):
            assert node.value is not None
            yield self._mutant("+1", node.value, f"{self._source(node.value)} + 1")

    def _constant(self, node: ast.Constant) -> Iterator[Mutant]:
        value = node.value
        if isinstance(value, bool):
            yield self._mutant("constant", node, str(not value))
        elif isinstance(value, int):
            shown = self._source(node)
            new = f"0x{value + 1:X}" if shown.startswith("0x") else str(value + 1)
            yield self._mutant("constant", node, new)
        elif isinstance(value, bytes) and value:
            other = value[:-1] + bytes((value[-1] + 1 & 0xFF,))
            yield self._mutant("constant", node, repr(other))

    def _mutant(self, kind: str, node: ast.expr, new: str) -> Mutant:
        start, end = self._span(node)
        return Mutant(self._name, node.lineno, kind, start, self._text[start:end], new)

    def _between(
        self, kind: str, left: ast.expr, right: ast.expr, old: str, new: str
    ) -> Iterator[Mutant]:
        """The operator between two operands, where brackets may stand too."""
        start, end = self._span(left)[1], self._span(right)[0]
        word = rf"\b{old}\b" if old[0].isalpha() else re.escape(old)
        found = re.search(word.replace(" ", r"\s+"), self._text[start:end])
        if found:
            at = start + found.start()
            line = self._text.count("\n", 0, at) + 1
            yield Mutant(self._name, line, kind, at, found[0], new)

    def _source(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._text[start:end]

    def _span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno, node.end_col_offset),
        )

    def _at(self, line: int, column: int) -> int:
        """Place in the text; columns of the tree count octets."""
        before = self._lines[line - 1][:column].decode()
        return self._starts[line - 1] + len(before)


def _is_for_types(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def _is_words(node: ast.AST) -> bool:
    """What readers use alone, as documentation and lists of names and types."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return isinstance(target, ast.Name) and target.id in (
            "__all__",
            "TYPE_CHECKING",
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        # How the values of a class are kept: frozen, in slots.
        return node.func.id == "dataclass"
    return isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    )


def _counts(node: ast.expr | None) -> bool:
    """Whether an expression is a number for certain."""
    return isinstance(node, ast.Call) and (
        isinstance(node.func, ast.Name) and node.func.id in ("len", "int", "sum")
    )
