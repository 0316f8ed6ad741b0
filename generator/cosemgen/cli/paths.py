"""Which spec a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cosemgen import resources

HERE = Path("spec")


def spec_paths(given: Sequence[str]) -> tuple[Path, ...]:
    """The paths given, or `spec/` here, or the standard's spec that comes with cosemgen.

    Raises click.UsageError for one that is not there.
    """
    if not given:
        return (HERE if HERE.is_dir() else resources.spec_folder(),)
    for name in given:
        if not Path(name).exists():
            raise click.UsageError(f"there is no file or folder {name!r}")
    return tuple(Path(name) for name in given)
