"""The specification that a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen import resources
from cosemgen.module_names import likely_name

from . import console
from .endings import Findings

if TYPE_CHECKING:
    from cosemgen.compile import Compilation
    from cosemgen.diagnostics import Diagnostic
    from cosemgen.model import Model

HERE: Final = Path("spec")
NATIONAL: Final = "national"
"""The folder of the standard's spec with the packages of countries."""

paths_argument: Final = click.argument("paths", metavar="[PATH]...", nargs=-1)


def spec_folder() -> Path:
    """`spec/` here, or the folder of the standard's spec that comes with cosemgen."""
    return HERE if HERE.is_dir() else resources.spec_folder()


def national_folder() -> Path:
    """Where the packages of countries stand that come with cosemgen."""
    return resources.spec_folder() / NATIONAL


def spec_paths(given: Sequence[str]) -> tuple[Path, ...]:
    """The paths given, or the package in `spec_folder()`, without packages further below.

    `spec/national/...` that is not here is what comes with cosemgen. Raises
    click.UsageError for a path that is not there.
    """
    if not given:
        from cosemgen.sources import PACKAGE_FILE

        folder = spec_folder()
        package = folder / PACKAGE_FILE
        return (package if package.is_file() else folder,)
    return tuple(_path(name) for name in given)


def tell_standard(given: Sequence[str]) -> None:
    """Say what is taken where somebody may have meant what is in another folder."""
    if not given and not HERE.is_dir():
        console.note(
            f"there is no folder {str(HERE)!r} here: this is about the standard"
        )


def _path(name: str) -> Path:
    path = Path(name)
    if path.exists():
        return path
    if path.is_relative_to(HERE / NATIONAL):
        own = national_folder() / path.relative_to(HERE / NATIONAL)
        if own.exists():
            return own
    raise click.UsageError(f"there is no file or folder {name!r}")


def compiled(given: Sequence[str]) -> Compilation:
    """What the paths hold. Tells errors, then raises Findings."""
    from cosemgen.compile import compile_packages

    found = compile_packages(spec_paths(given))
    if not found.ok:
        _tell(found.diagnostics)
        raise Findings
    return found


def model_of(given: Sequence[str], *, warnings: bool = False) -> Model:
    """The package that the paths are about. Tells errors, then raises Findings; `warnings` are told too."""
    from cosemgen.build.cache import Cache, default_folder
    from cosemgen.build.kept import kept_or_compiled

    model, diagnostics = kept_or_compiled(spec_paths(given), Cache(default_folder()))
    if diagnostics and (warnings or model is None):
        _tell(diagnostics)
    if model is None:
        raise Findings
    return model


def check_name(what: str, name: str, why: str | None) -> None:
    """Raises click.UsageError for a name that cannot be."""
    if why is not None:
        near = likely_name(name)
        hint = f" ({near!r} would do)" if near and near != name else ""
        raise click.UsageError(f"{what} cannot be called {name!r}: {why}{hint}")


def _tell(diagnostics: Sequence[Diagnostic]) -> None:
    from .reports import report

    report(diagnostics)
