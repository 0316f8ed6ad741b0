"""Which of the known quirks somebody means."""

from __future__ import annotations

from ..errors import CosemError, UnknownNameError, did_you_mean, listed, quote, show
from ..quirks import Quirk, Quirks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["selected"]


def selected(
    known: tuple[Quirk, ...],
    which: Iterable[str | Quirk | Quirks],
    told: Mapping[str, str | None],
) -> Quirks:
    """Those of these names, and those of a meter of which this is told."""
    found: list[Quirk] = []
    for one in which:
        if isinstance(one, Quirks):
            found += one
        elif isinstance(one, Quirk):
            found.append(one)
        else:
            found += _named(known, one)
    for word, text in told.items():
        if text is not None and not isinstance(text, str):
            raise CosemError(f"{word} is text, found {show(text)}")
    if any(told.values()):
        found += [quirk for quirk in known if quirk.fits(**told)]
    return Quirks(found)


def _named(known: tuple[Quirk, ...], name: str) -> list[Quirk]:
    found = [quirk for quirk in known if quirk.name == name]
    if not found:
        names = [quirk.name for quirk in known]
        raise UnknownNameError(
            f"no quirk {quote(name)}{did_you_mean(name, names)}; known: {listed(names)}"
        )
    return found
