"""What would have to change on disk, and whether it may."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cosemgen.disk import read_file
from cosemgen.records import record

from . import manifest as manifests
from .errors import BuildError
from .manifest import Manifest
from .places import folder_of, obstacle
from .seen import Seen, state

SHOWN_AT_MOST = 10


@record(frozen=True, slots=True)
class Changes:
    """Paths below the output folder, each list sorted."""

    create: tuple[PurePosixPath, ...] = ()
    change: tuple[PurePosixPath, ...] = ()
    remove: tuple[PurePosixPath, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.create or self.change or self.remove)


def changes_needed(
    out: Path,
    wanted: Mapping[PurePosixPath, str],
    obsolete: frozenset[PurePosixPath],
    present: Manifest,
    seen: Seen | None = None,
) -> Changes:
    """What it takes to have the wanted files on disk, each with that SHA-256, and the obsolete ones no longer.

    Raises BuildError when a file in the way was not written by the generator.
    """
    create: list[PurePosixPath] = []
    change: list[PurePosixPath] = []
    remove: list[PurePosixPath] = []
    foreign: list[str] = []
    seen = Seen() if seen is None else seen
    there: dict[str, bool] = {}
    for path in manifests.in_order({*wanted, *obsolete}):
        blocked = obstacle(out, path, there)
        if blocked is not None:
            if path in wanted:
                foreign.append(blocked)
            continue
        new = wanted.get(path)
        if there.get(folder_of(out, path)) is False:
            # Nor is the file.
            if new is not None:
                create.append(path)
            continue
        now = state(f"{out}/{path}")
        if new is not None and seen.has(path, new, now):
            continue
        octets = _read(out / path)
        if octets is None:
            if new is not None:
                create.append(path)
        elif manifests.sha256(octets) == new:
            seen.enter(path, new, now)
        elif path != manifests.NAME and not present.owns(path, octets):
            # An obsolete file that somebody has made their own is simply no longer ours.
            if new is not None:
                foreign.append(f"{out / path} was not written by cosemgen")
        elif new is None:
            remove.append(path)
        else:
            change.append(path)
    if foreign:
        raise BuildError(_refusal(foreign))
    return Changes(tuple(create), tuple(change), tuple(remove))


def _read(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BuildError(f"{path} cannot be read: {error.strerror}") from None


def _refusal(foreign: list[str]) -> str:
    lines = foreign[:SHOWN_AT_MOST]
    if len(foreign) > SHOWN_AT_MOST:
        lines.append(f"and {len(foreign) - SHOWN_AT_MOST} more")
    return (
        "\n  ".join(["nothing is written, because these are in the way:", *lines])
        + "\nMove them away, or choose another folder with --out."
    )
