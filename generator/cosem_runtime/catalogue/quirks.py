"""Which of the known quirks somebody means."""

from __future__ import annotations

from ..errors import (
    CosemError,
    UnknownNameError,
    cut,
    did_you_mean,
    listed,
    quote,
    show,
)
from ..quirks import Quirk, Quirks, same_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["selected"]


def selected(
    known: tuple[Quirk, ...],
    which: Iterable[str | Quirk | Quirks],
    told: Mapping[str, str | None],
    packages: Iterable[str],
) -> Quirks:
    """Those of these names, and those of a meter of which this is told.

    `packages`: the specs of which packages are registered.
    """
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
    if country := told.get("country"):
        _check_country(country, known, packages)
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


def _check_country(country: str, known: Iterable[Quirk], specs: Iterable[str]) -> None:
    """Raises UnknownNameError for a country of which no package is registered.

    Its meters may well have quirks: none at all would say that they have not. A package
    of a country is called `cosem_italy`, one of a company there `cosem_italy_acme`.
    """
    wanted = f"cosem_{'_'.join(country.casefold().replace('-', ' ').split())}"
    of_quirks = [
        text
        for quirk in known
        for line in quirk.applies
        for word, text in line
        if word == "country"
    ]
    if any(f"{spec}_".startswith(f"{wanted}_") for spec in specs) or any(
        same_name(text, country) for text in of_quirks
    ):
        return
    raise UnknownNameError(
        f"no package of the country {quote(country)} is registered"
        f"{did_you_mean(country, of_quirks)}; install and register the one that is made of"
        f" {cut(wanted)}, or leave the country out"
    )
