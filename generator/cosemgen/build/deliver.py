"""Compare generated files with an output folder and bring them there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath

from . import manifest as manifests
from .apply import apply, interrupted, recover
from .errors import BuildError
from .generate import Generated
from .lock import locked
from .plan import Plan, make_plan


def compare(out: Path, generated: Generated, targets: Collection[str]) -> Plan:
    """What a build would do, without doing anything.

    Raises BuildError where it could do nothing.
    """
    return _plan(out, generated, targets)[0]


def deliver(
    out: Path,
    generated: Generated,
    targets: Collection[str],
    waiting: Callable[[], None],
) -> Plan:
    """Write what differs, all of it or nothing.

    Raises BuildError with the old output untouched.
    """
    with locked(out, waiting):
        recover(out)
        plan, octets = _plan(out, generated, targets)
        if plan:
            # The manifest goes last: until then the old one lists what may be replaced.
            order = sorted(
                plan.create + plan.change, key=lambda path: path == manifests.NAME
            )
            apply(out, {path: octets[path] for path in order}, plan.remove)
    return plan


def unfinished(out: Path) -> None:
    """Raises BuildError where a build was killed half-way through its commit."""
    if interrupted(out):
        raise BuildError(
            f"a build of {out} was killed before its end: run `cosemgen build` to "
            "finish it"
        )


def _plan(
    out: Path, generated: Generated, targets: Collection[str]
) -> tuple[Plan, dict[PurePosixPath, bytes]]:
    present = manifests.read(out)
    after = present.with_targets(targets, generated.entries)
    octets = {**generated.octets, manifests.NAME: after.render()}
    obsolete = frozenset(present.of(targets)) - frozenset(generated.entries)
    return make_plan(out, octets, obsolete, present), octets
