"""Editions of a publication, and where a class version stands in them."""

from __future__ import annotations

from typing import NamedTuple


class Edition(NamedTuple):
    """An edition that a package lists, in the order in which they came out."""

    key: str
    label: str
    """`Ed. 12`."""
    text: str = ""
    """What it is: year, the standard that took it over."""


class Since(NamedTuple):
    """The first edition that has a version: one from `first` to `last`, which are mostly the same."""

    first: Edition
    last: Edition
    unconfirmed: str | None = None
    """Why that is not certain."""
    neighbours: bool = False
    """No other edition came out between the two."""

    @property
    def text(self) -> str:
        """`Ed. 12`, `Ed. 15 or Ed. 16 (unconfirmed)`, `Ed. 9 to Ed. 11`."""
        ends = dict.fromkeys((self.first.label, self.last.label))
        doubt = " (unconfirmed)" if self.unconfirmed is not None else ""
        return f"{(' or ' if self.neighbours else ' to ').join(ends)}{doubt}"


class ClauseReference(NamedTuple):
    """The clause that describes a version, in these editions or in any."""

    number: str
    editions: tuple[Edition, ...] = ()
    unconfirmed: str | None = None

    @property
    def text(self) -> str:
        """`4.3.6 (Ed. 14, Ed. 16)`, `5.7.9 (Ed. 14, unconfirmed)`."""
        remarks = [edition.label for edition in self.editions]
        if self.unconfirmed is not None:
            remarks.append("unconfirmed")
        return f"{self.number} ({', '.join(remarks)})" if remarks else self.number
