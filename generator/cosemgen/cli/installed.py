"""Generated Python packages that are installed, and what they say of bad input."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

import click

from cosemgen.build.errors import BuildError, told

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue

STANDARD: Final = "cosem"
_OUTPUT: Final = (Path("generated"), Path("build"))
"""Folders that builds mostly write to."""


def generated_catalogue(name: str) -> Catalogue:
    """What a package knows, with the standard's, which every other stands on.

    Raises BuildError if it is not there.
    """
    catalogue: Catalogue = _load(STANDARD).CATALOGUE
    if name != STANDARD:
        module = _load(name)
        with refused():
            catalogue.register(module)
    return catalogue


def _load(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        top = name.partition(".")[0]
        if isinstance(error, ModuleNotFoundError) and error.name == top:
            raise BuildError(
                f"the generated package {name!r} is not installed{_where(name)}"
            ) from None
        raise BuildError(
            f"the package {name!r} cannot be imported: {told(error)}"
        ) from error


def _where(name: str) -> str:
    """What to do about a package that cannot be imported."""
    for folder in (*_OUTPUT, Path()):
        if (folder / name / "_catalogue.py").is_file():
            place = folder.as_posix()
            return f", but {place}/ has it: put that on the path, PYTHONPATH={place}"
    return (
        ": run `cosemgen build`, then install what it writes or put its folder on the "
        "path, as in PYTHONPATH=build"
    )


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What the runtime does not accept is a finding, with its words."""
    from cosem_runtime import CosemError

    try:
        yield
    except CosemError as error:
        raise click.ClickException(str(error)) from None
