"""Compare generated files with an output folder and bring them there."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from . import manifest as manifests
from .apply import STAGE, apply, interrupted, recover
from .changes import Changes, changes_needed
from .errors import Unfinished
from .exclusive import NAME as LOCK
from .exclusive import locked
from .generate import Generated
from .progress import SILENT, Progress


def compare(out: Path, generated: Generated, targets: Collection[str]) -> Changes:
    """What a build would do, without doing anything.

    Raises BuildError where it could do nothing.
    """
    return _compared(out, generated, targets)[0]


def deliver(
    out: Path,
    generated: Generated,
    targets: Collection[str],
    progress: Progress = SILENT,
) -> Changes:
    """Write what differs, all of it or nothing.

    Raises BuildError with the old output untouched.
    """
    with locked(out, progress):
        recover(out, progress)
        changes, octets = _compared(out, generated, targets)
        if changes:
            number = len(changes.create) + len(changes.change)
            progress.phase(f"writing {number} of {len(octets)} files")
            apply(out, changes, octets)
    return changes


def tidy(out: Path, progress: Progress) -> None:
    """Clear away what a build has left that was killed before it committed.

    Raises BuildError if the disk refuses.
    """
    if interrupted(out) or not any(os.path.lexists(out / name) for name in (STAGE, LOCK)):
        return
    with locked(out, progress):
        recover(out, progress)


def unfinished(out: Path) -> None:
    """Raises Unfinished where a build was killed half-way through its commit."""
    if interrupted(out):
        raise Unfinished(f"a build of {out} was killed before its end")


def _compared(
    out: Path, generated: Generated, targets: Collection[str]
) -> tuple[Changes, dict[PurePosixPath, bytes]]:
    present = manifests.read(out)
    after = present.with_targets(targets, generated.entries)
    octets = {**generated.octets, manifests.NAME: after.render()}
    obsolete = frozenset(present.of(targets)) - frozenset(generated.entries)
    return changes_needed(out, octets, obsolete, present), octets
