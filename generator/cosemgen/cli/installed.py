"""Generated Python packages that are installed, and what they say of bad input."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from types import ModuleType

import click

from cosemgen.build.errors import BuildError

STANDARD = "cosem"


def generated_package(name: str) -> ModuleType:
    """The package that knows the classes, a vendor's being registered with the standard's.

    Raises BuildError if it is not there.
    """
    standard = _load(STANDARD)
    if name != STANDARD:
        standard.register(_load(name))
    return standard


def _load(name: str) -> ModuleType:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        raise BuildError(
            f"the generated package {name!r} is not installed: "
            "run `cosemgen build`, or install it"
        ) from None
    except (ImportError, ValueError) as error:
        raise BuildError(f"the package {name!r} cannot be imported: {error}") from None
    return module


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What the runtime does not accept is a finding, with its words."""
    from cosem_runtime import CosemError

    try:
        yield
    except CosemError as error:
        raise click.ClickException(str(error)) from None
