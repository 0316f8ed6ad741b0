"""Compare generated files with an output folder and bring them there."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from . import manifest as manifests
from .apply import STAGE, apply, interrupted, recover
from .changes import Changes, changes_needed
from .errors import Unfinished
from .exclusive import NAME as LOCK
from .exclusive import locked
from .progress import SILENT, Progress
from .seen import Seen

if TYPE_CHECKING:
    from .generate import Generated


def compare(
    out: Path,
    generated: Generated,
    targets: Collection[str],
    seen: Seen | None = None,
) -> Changes:
    """What a build would do, without doing anything.

    Raises BuildError where it could do nothing.
    """
    return _compared(out, generated, targets, seen)[0]


def deliver(
    out: Path,
    generated: Generated,
    targets: Collection[str],
    progress: Progress = SILENT,
    seen: Seen | None = None,
) -> Changes:
    """Write what differs, all of it or nothing.

    Raises BuildError with the old output untouched.
    """
    with locked(out, progress):
        recover(out, progress)
        changes, manifest = _compared(out, generated, targets, seen)
        if changes:
            write = (*changes.create, *changes.change)
            total = len(generated.entries) + 1
            progress.phase(f"writing {len(write)} of {total} files")
            apply(
                out,
                changes,
                lambda path: (
                    manifest if path == manifests.NAME else generated.octets[path]
                ),
            )
    return changes


def tidy(out: Path, progress: Progress) -> None:
    """Clear away what a build has left that was killed before it committed.

    Raises BuildError if the disk refuses.
    """
    if interrupted(out) or not any(
        os.path.lexists(out / name) for name in (STAGE, LOCK)
    ):
        return
    with locked(out, progress):
        recover(out, progress)


def unfinished(out: Path) -> None:
    """Raises Unfinished where a build was killed half-way through its commit."""
    if interrupted(out):
        raise Unfinished(f"a build of {out} was killed before its end")


def _compared(
    out: Path, generated: Generated, targets: Collection[str], seen: Seen | None
) -> tuple[Changes, bytes]:
    """What would change, and the manifest after that."""
    present = manifests.read(out)
    manifest = present.with_targets(targets, generated.entries).render()
    wanted = {path: each.sha256 for path, each in generated.entries.items()}
    wanted[manifests.NAME] = manifests.sha256(manifest)
    obsolete = frozenset(present.of(targets)) - frozenset(generated.entries)
    return changes_needed(out, wanted, obsolete, present, seen), manifest
