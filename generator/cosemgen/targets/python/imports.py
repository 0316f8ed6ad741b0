"""Imports of a generated module, asked for while it is planned and laid out as isort would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .layout import WIDTH

RUNTIME: Final = "cosem_runtime"
"""What generated code stands on."""

_STANDARD_LIBRARY: Final = frozenset({"typing", "collections.abc", "importlib"})


class Imports:
    """Collects names by module; what is needed at run time is not imported for typing again."""

    def __init__(self) -> None:
        self._run_time: dict[str, set[str]] = {}
        self._typing: dict[str, set[str]] = {}

    def use(self, module: str, name: str) -> str:
        """Import `name` (or `x as y`) at run time; returns how to spell it."""
        self._run_time.setdefault(module, set()).add(name)
        return name.rpartition(" ")[2]

    def runtime(self, module: str, name: str) -> str:
        """Import from a module of the runtime."""
        return self.use(f"{RUNTIME}.{module}", name)

    def annotate(self, module: str, name: str) -> str:
        """Import `name` for type checkers alone."""
        self._typing.setdefault(module, set()).add(name)
        return name

    def descriptor(self, name: str) -> str:
        """A type descriptor of the runtime: `t.LONG`."""
        self.use(RUNTIME, "types as t")
        return f"t.{name}"

    @property
    def run_time(self) -> tuple[str, ...]:
        """Blocks of import statements, a blank line between any two of them."""
        return _blocks(self._run_time, 0)

    @property
    def stub(self) -> tuple[str, ...]:
        """The same blocks for a stub, which has no other imports."""
        return _blocks(self._typing, 0)

    @property
    def typing(self) -> tuple[str, ...]:
        """Blocks that stand under `if TYPE_CHECKING:`."""
        only = {
            module: names - self._run_time.get(module, set())
            for module, names in self._typing.items()
        }
        return _blocks({module: names for module, names in only.items() if names}, 4)


def _blocks(modules: dict[str, set[str]], indent: int) -> tuple[str, ...]:
    sections: tuple[list[str], list[str], list[str]] = ([], [], [])
    for module in sorted(modules, key=_module_order):
        section = sections[_section(module)]
        section.extend(statement(module, modules[module], indent))
    return tuple("\n".join(section) for section in sections if section)


def statement(module: str, names: Iterable[str], indent: int = 0) -> list[str]:
    """`from module import names`, in as many lines as black would take."""
    ordered = sorted(names, key=name_order)
    if ordered == ["*"]:
        return [f"from {module} import *  # noqa: F403"]
    renamed = [name for name in ordered if " as " in name]
    if renamed and len(ordered) > 1:
        # As isort has it: each in a line of its own.
        rest = [name for name in ordered if " as " not in name]
        lines = [f"from {module} import {name}" for name in renamed]
        return [*lines, *(statement(module, rest, indent) if rest else [])]
    whole = f"from {module} import {', '.join(ordered)}"
    if indent + len(whole) <= WIDTH:
        return [whole]
    return [f"from {module} import (", *(f"    {name}," for name in ordered), ")"]


def _section(module: str) -> int:
    if module in _STANDARD_LIBRARY:
        return 0
    return 2 if module.startswith(".") else 1


def _module_order(module: str) -> tuple[int, list[tuple[int, str]]]:
    # Relative imports: the furthest first.
    dots = len(module) - len(module.lstrip("."))
    return -dots, _natural(module)


@lru_cache(4096)  # most names of the runtime are in every module
def name_order(name: str) -> tuple[int, list[tuple[int, str]], str]:
    """As isort orders: constants, classes, the rest, whatever the case of letters."""
    kind, _, _ = export_order(name)
    return kind, _natural(name.lower()), name


def export_order(name: str) -> tuple[int, list[tuple[int, str]], str]:
    """As `__all__` is ordered: constants, classes, the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name), name


_PIECES: Final = re.compile(r"\d+|\D+")


@lru_cache(4096)
def _natural(name: str) -> list[tuple[int, str]]:
    """Numbers inside a name count as numbers."""
    pieces = _PIECES.findall(name)
    return [(int(p), "") if p.isdigit() else (-1, p) for p in pieces]
