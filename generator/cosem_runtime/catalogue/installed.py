"""Generated packages that say themselves, once they are installed, that they are there.

A distribution lists them as entry points of the group `cosem.packages`:

    [project.entry-points."cosem.packages"]
    acme_meter = "acme_meter"
"""

from __future__ import annotations

from ..errors import CosemError, cut, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.metadata import Distribution
    from typing import Final

__all__ = ["GROUP", "installed"]

GROUP: Final = "cosem.packages"


def installed() -> tuple[str, ...]:
    """The packages that distributions on Python's path list, by name; none is imported.

    What cannot be read of a distribution is in nobody's way. Raises CosemError for an
    entry that is no name of a package.
    """
    from importlib.metadata import distributions  # which loads much

    found: set[str] = set()
    for distribution in distributions():
        try:
            entries = tuple(distribution.entry_points.select(group=GROUP))
        except (OSError, ValueError, TypeError):  # the last for a line without '='
            continue
        for entry in entries:
            name = entry.value
            if not all(part.isidentifier() for part in name.split(".")):
                raise CosemError(
                    f"{_called(distribution)}: entry point {quote(entry.name)} of {GROUP}:"
                    f" expected the name of a package, found {quote(name)}"
                )
            found.add(name)
    return tuple(sorted(found))


def _called(distribution: Distribution) -> str:
    try:
        return cut(f"{distribution.metadata['Name']} {distribution.version}")
    except (OSError, ValueError, KeyError):
        return "a distribution without a name"
