"""Which names the generated Python package may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cosem_runtime.errors import cut
from cosemgen import naming
from cosemgen.model.layers import with_foundations
from cosemgen.module_names import package_refusal
from cosemgen.vocabulary import STANDARD_PACKAGE

from .errors import LONGEST, BuildError

if TYPE_CHECKING:
    from cosemgen.model import Model


def python_package(model: Model, asked: str | None) -> str:
    """Name of the package to generate: the one asked for, or else that of the spec's.

    Raises BuildError where the package would hide another that it needs.
    """
    name = asked or naming.package(model.package.name)
    # Some file systems do not tell Cosem from cosem.
    folded = name.casefold()
    why = package_refusal(name)
    if why is None and model.package.name != STANDARD_PACKAGE:
        needed = (each.package.name for each in with_foundations(model.foundations))
        if folded in {naming.package(each).casefold() for each in needed}:
            why = "it would hide the package of that name, which it needs"
        elif folded == STANDARD_PACKAGE:
            why = "that is the package of the standard"
    if why is not None:
        advice = "" if asked else "; choose another with --package"
        raise BuildError(
            f"{cut(name, LONGEST)!r} cannot be the name of the Python package: {why}{advice}"
        )
    return name
