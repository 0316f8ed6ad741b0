"""Which module below generator/ names which: what it imports at once, later, by its name as text, or for type checkers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

GENERATOR = Path(__file__).parents[2] / "generator"


class Arrow(NamedTuple):
    """One import."""

    importer: str
    imported: str
    """A module of ours, or what stands there of a library."""
    line: int
    typing: bool
    """Whether it is for type checkers alone, so that nothing is imported when the program runs."""
    text: bool = False
    """Whether only a text has the name, as that of an entry point."""

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


@cache
def modules(root: Path = GENERATOR) -> Mapping[str, Path]:
    """Every module by its name; a package has that of its folder."""
    paths = sorted(root.rglob("*.py"))
    names = (".".join(path.relative_to(root).with_suffix("").parts) for path in paths)
    return {
        name.removesuffix(".__init__"): path
        for name, path in zip(names, paths, strict=True)
    }


@cache
def arrows(root: Path = GENERATOR) -> tuple[Arrow, ...]:
    """Every import of every module, those inside of functions included."""
    return tuple(arrow for name in modules(root) for arrow in _arrows(name, root))


def _arrows(name: str, root: Path) -> Iterator[Arrow]:
    path = modules(root)[name]
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checked = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for imported in dict.fromkeys(_imported(node, package, modules(root))):
                if imported != name:
                    yield Arrow(name, imported, node.lineno, node in checked)
        elif isinstance(node, ast.Constant) and node not in words:
            imported = str(node.value).partition(":")[0]
            if "." in imported and imported != name and imported in modules(root):
                yield Arrow(name, imported, node.lineno, typing=False, text=True)


def _imported(
    node: ast.Import | ast.ImportFrom, package: str, known: Iterable[str]
) -> Iterator[str]:
    """The modules that a statement names."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            parts = package.split(".")[: 1 - level or None] if level else []
            base = ".".join([*parts, *([module] if module else [])])
            for alias in names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in known else base
