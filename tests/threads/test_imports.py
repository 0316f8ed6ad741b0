"""No two threads wait for each other's imports, and none meets half a module.

Python holds a lock for each module on its way in. Two threads that start a circle of
imports at two places end with an error in one of them or with half a module. A package and
a module in it are such a circle as well, where the package imports the module; and where
it does not, Python does not wait for the package.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cosem
import cosem_runtime

PACKAGES = [Path(package.__file__ or "").parent for package in (cosem_runtime, cosem)]
SOURCES = {
    ".".join(path.relative_to(root.parent).with_suffix("").parts): path
    for root in PACKAGES
    for path in root.rglob("*.py")
}
MODULES = {name.removesuffix(".__init__"): path for name, path in SOURCES.items()}


@cache
def imports(module: str) -> tuple[str, ...]:
    """What a module imports before it is there, in order; names of modules alone."""
    return tuple(_imports(module))


def _imports(module: str) -> Iterator[str]:
    path = MODULES[module]
    inside = module if path.stem == "__init__" else module.rpartition(".")[0]
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = inside.split(".")[: 1 - node.level or None] if node.level else []
            home = ".".join([*parts, *([node.module] if node.module else [])])
            yield home
            yield from (f"{home}.{alias.name}" for alias in node.names)


def loads(module: str) -> set[str]:
    """Our modules that a module imports; those it is in are there before."""
    parts = module.split(".")
    within = {".".join(parts[: count + 1]) for count in range(len(parts))}
    return {name for name in imports(module) if name in MODULES} - within


def test_imports_have_no_circle() -> None:
    left = {module: loads(module) for module in MODULES}
    assert left["cosem_runtime.interface.specs"]
    while ready := {module for module, needs in left.items() if not needs}:
        left = {m: needs - ready for m, needs in left.items() if m not in ready}
    assert not left


def test_a_package_is_imported_before_its_modules() -> None:
    """But for a package that imports none of them: it waits for nobody."""
    alone = {
        module
        for module, path in MODULES.items()
        if path.stem == "__init__"
        and not any(name.startswith(f"{module}.") for name in loads(module))
    }
    wrong = []
    for module in MODULES:
        there = {"cosem", "cosem_runtime", *alone}
        parts = module.split(".")
        there.update(".".join(parts[: count + 1]) for count in range(len(parts)))
        for name in imports(module):
            if name in MODULES:
                package = name.rpartition(".")[0]
                if package and package not in there:
                    wrong.append(f"{module}: {name} before {package}")
                there.add(name)
    assert not wrong
