"""The companion profile that a command is about: one of a generated package, or of a specification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cosemgen.words import aside, did_you_mean, listed

from .installed import refused
from .specification import model_of

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.companion import CompanionProfile


def companion_profile(catalogue: Catalogue, what: str) -> CompanionProfile:
    """A profile by its name, or of a spec file or folder: `FILE`, or `FILE:NAME` where that has several.

    Tells errors of the specification, then raises Findings; click.ClickException where there is no
    such profile.
    """
    path, name = what, ""
    if not Path(path).exists():
        path, _, name = what.rpartition(":")
    if path:
        return _of_specification(path, name)
    with refused():
        return catalogue.companion_profile(what)


def _of_specification(path: str, name: str) -> CompanionProfile:
    from cosemgen.targets.python.profiles import companions

    found = {each.name: each for each in companions(model_of((path,)))}
    if not found:
        raise click.ClickException(f"{path} has no companion profile")
    if name in found:
        return found[name]
    if name:
        hint = aside(did_you_mean(name, found))
        raise click.ClickException(f"{path} has no companion profile {name!r}{hint}")
    origins = {each.origin for each in found.values()}
    last = [each for each in found.values() if each.name not in origins]
    if len(last) > 1:
        names = listed((f"{path}:{each}" for each in found), "or")
        raise click.ClickException(
            f"{path} has several companion profiles: say {names}"
        )
    return last[0]
