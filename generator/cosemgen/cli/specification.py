"""Which spec a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cosemgen import resources

HERE = Path("spec")


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
