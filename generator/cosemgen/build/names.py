"""Which names the generated Python package may have."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cosemgen import naming
from cosemgen.vocabulary import STANDARD_PACKAGE

from .errors import BuildError

if TYPE_CHECKING:
    from cosemgen.model import Model

FOLDERS: Final = frozenset({"conformance", "docs", "model"})
"""Folders of the output that other targets write."""
TOOLS: Final = frozenset({"cosem_runtime", "cosemgen"})
"""Packages that generated code, or the generator, stands on."""
_STANDARD_LIBRARY: Final = frozenset(map(str.casefold, sys.stdlib_module_names))


def python_package(model: Model, asked: str | None) -> str:
    """Name of the package to generate: the one asked for, or else that of the spec's.

    Raises BuildError where the package would hide another that it needs.
    """
    name = asked or naming.package(model.package.name)
    # Some file systems do not tell Cosem from cosem.
    folded = name.casefold()
    why = refusal(name)
    if why is None and model.package.name != STANDARD_PACKAGE:
        if folded in {each.casefold() for each in _needed(model)}:
            why = "it would hide the package of that name, which it needs"
        elif folded == STANDARD_PACKAGE:
            why = "that is the package of the standard"
    if why is not None:
        advice = "" if asked else "; choose another with --package"
        raise BuildError(
            f"{name!r} cannot be the name of the Python package: {why}{advice}"
        )
    return name


def refusal(name: str) -> str | None:
    """Why no package can have a name, whatever it is made of; None where one can."""
    folded = name.casefold()
    if not name.isidentifier():
        return "it has to be letters, digits and '_', and not to begin with a digit"
    if keyword.iskeyword(name):
        return "it is a word of Python"
    if folded in FOLDERS:
        return "the output has a folder of that name"
    if folded in TOOLS:
        return "generated code and cosemgen stand on the package of that name"
    if folded in _STANDARD_LIBRARY:
        return "it would hide a module of Python's standard library"
    return None


def _needed(model: Model) -> Iterator[str]:
    for foundation in model.foundations:
        yield naming.package(foundation.package.name)
        yield from _needed(foundation)
