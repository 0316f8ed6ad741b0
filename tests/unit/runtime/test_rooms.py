"""Which parts of the runtime stand on which: arrows go one way, between modules and between rooms.

A room is a folder, or a module beside the folders. Imports that wait until a function is
called count too; what only type checkers import does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import cosem_runtime

RUNTIME = Path(cosem_runtime.__file__).parent
FILES = {
    ".".join(file.relative_to(RUNTIME).with_suffix("").parts): file
    for file in RUNTIME.rglob("*.py")
    if file != RUNTIME / "__init__.py"
}
MODULES = {name.removesuffix(".__init__"): file for name, file in FILES.items()}


def imported(module: str) -> set[str]:
    """Modules of the runtime that a module imports, whenever that is."""
    file = MODULES[module]
    package = module if file.stem == "__init__" else module.rpartition(".")[0]
    found = set()
    for node in run_time(ast.parse(file.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names = [alias.name.removeprefix("cosem_runtime.") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            inside = ["", *package.split(".")] if package else [""]
            home = [*inside[: len(inside) - node.level + 1], node.module or ""]
            path = ".".join(part for part in home if part)
            names = [path, *(f"{path}.{a.name}".lstrip(".") for a in node.names)]
        else:
            continue
        found.update(name for name in names if name in MODULES)
    return found - {module}


def run_time(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        yield node
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from run_time(node.orelse)
        else:
            yield from run_time(ast.iter_child_nodes(node))


def circle(arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What is left when all that stand on nothing, or on those alone, are taken away."""
    left = {name: set(others) for name, others in arrows.items()}
    while ready := {name for name, others in left.items() if not others}:
        left = {name: left[name] - ready for name in left if name not in ready}
    return left


def test_no_module_imports_one_that_stands_on_it() -> None:
    arrows = {module: imported(module) for module in MODULES}
    assert "interface" in arrows["catalogue"] and "codec.reading" in arrows["axdr"]
    assert "scaling" in arrows["profile"] and "decimals" in arrows["scaling"]
    assert not circle(arrows)


def test_no_room_stands_on_one_that_stands_on_it() -> None:
    arrows: dict[str, set[str]] = {}
    for module in MODULES:
        room = module.partition(".")[0]
        others = {name.partition(".")[0] for name in imported(module)}
        arrows.setdefault(room, set()).update(others - {room})
    assert "codec" in arrows["types"]
    assert not circle(arrows)
