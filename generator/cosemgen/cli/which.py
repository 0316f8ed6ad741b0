"""Which class somebody means, and what to say when there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import click

from cosemgen.words import aside, listed, meant, nearest

_DIGITS = 100
"""No number has as many; Python makes none of thousands."""


def which_class(what: str, names: Mapping[int, Collection[str]]) -> int:
    """The id of a class by its id or one of its names, whatever case, blanks and hyphens.

    Raises click.ClickException where there is none.
    """
    found = class_called(what, names)
    if found is None:
        by_name = _by_name(names)
        near = nearest(folded(what), by_name, 3)
        hint = aside(meant(by_name[name][1] for name in near))
        raise click.ClickException(f"there is no class {what!r}{hint}")
    return found


def class_called(what: str, names: Mapping[int, Collection[str]]) -> int | None:
    """The same; None where no class has that name.

    Raises click.ClickException for a number that no class has.
    """
    if what.isdecimal() and len(what) < _DIGITS:
        number = int(what)
        if number in names:
            return number
        raise click.ClickException(f"there is no class {number}{beyond(number, names)}")
    found = _by_name(names).get(folded(what))
    return None if found is None else found[0]


def _by_name(names: Mapping[int, Collection[str]]) -> dict[str, tuple[int, str]]:
    by_name: dict[str, tuple[int, str]] = {}
    for number, known in names.items():
        for name in known:
            by_name.setdefault(folded(name), (number, name))
    return by_name


def beyond(number: int, known: Iterable[int]) -> str:
    """Where a class that is not known stands among those that are; nothing within."""
    from cosemgen.vocabulary import CLASS_RANGES

    for first, last, who in CLASS_RANGES:
        if not first <= number <= last:
            continue
        if first:
            return f": {first} to {last} are left to {who}"
        most = max((each for each in known if each <= last), default=last)
        return f": the last one of {who} is {most}" if number > most else ""
    return f": the last one that can be is {CLASS_RANGES[-1].last}"


def nearest_names(what: str, names: Collection[str]) -> str:
    """What may have been meant, in brackets; all names where none is near and they are few."""
    near = nearest(what, names, 3)
    return aside(meant(near) or f"it has {listed(names, 'and')}")


def folded(name: str) -> str:
    """A name without what people write otherwise: case, blanks, hyphens, underscores."""
    return re.sub(r"[\W_]", "", name.lower())
