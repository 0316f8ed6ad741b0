"""The specification that a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen import resources

from .endings import Findings

if TYPE_CHECKING:
    from cosemgen.compile import Compilation
    from cosemgen.diagnostics import Diagnostic
    from cosemgen.model import Model

HERE: Final = Path("spec")

paths_argument: Final = click.argument("paths", metavar="[PATH]...", nargs=-1)


def spec_folder() -> Path:
    """`spec/` here, or the folder of the standard's spec that comes with cosemgen."""
    return HERE if HERE.is_dir() else resources.spec_folder()


def spec_paths(given: Sequence[str]) -> tuple[Path, ...]:
    """The paths given, or the package in `spec_folder()`, without packages further below.

    Raises click.UsageError for one that is not there.
    """
    if not given:
        from cosemgen.sources import PACKAGE_FILE

        folder = spec_folder()
        package = folder / PACKAGE_FILE
        return (package if package.is_file() else folder,)
    for name in given:
        if not Path(name).exists():
            raise click.UsageError(f"there is no file or folder {name!r}")
    return tuple(Path(name) for name in given)


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


def _tell(diagnostics: Sequence[Diagnostic]) -> None:
    from .reports import report

    report(diagnostics)
