"""What a source says that meters are to have: objects with their members, each with its place in the source.

Nothing here is believed yet: numbers are in their ranges, and all else is as the source has it, until
`cosemgen.importing.fitting` has held it against the classes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from cosem_conformance.dumps import Access, DumpError, Source
from cosem_runtime.errors import cut

from ..module_names import likely_name

__all__ = [
    "ATTRIBUTE",
    "MEMBERS",
    "METHOD",
    "OBJECTS",
    "PROBLEMS",
    "Claim",
    "Member",
    "Problem",
    "Problems",
    "Profile",
    "code_of",
    "identifier",
    "plain",
    "right",
]

ATTRIBUTE: Final = "attribute"
METHOD: Final = "method"
OBJECTS: Final = 10_000
"""Objects of a profile at the most."""
MEMBERS: Final = 100_000
"""Their attributes and methods, all together."""
PROBLEMS: Final = 1_000
"""Different things that may be wrong with a source; with more it is probably of another form."""
_PLACES: Final = 1_000
"""Places that are kept of each."""
_RIGHTS: Final = frozenset({"R", "W", "RW", "call", "none"})


@dataclass(slots=True, eq=False)
class Member:
    """An attribute or a method of an object."""

    place: str
    kind: str
    number: int
    name: str = ""
    type: str = ""
    access: dict[str, str] = field(default_factory=dict)
    """Rights by client, in words of the language; "" stands for any client."""
    value: str = ""
    """As the source writes it; afterwards a literal of the language."""
    fixed: bool = False
    """Whether the value is to be that; else it is what it is set to at the factory."""
    note: str = ""


@dataclass(slots=True, eq=False)
class Claim:
    """An object that meters are to have. `code` may have a letter for a group."""

    place: str
    class_id: int
    version: int | None
    code: str
    name: str = ""
    tag: str = ""
    """What the source calls it where it means it elsewhere."""
    optional: bool = False
    variants: tuple[str, ...] = ()
    """Kinds of meters that have it; none: all of them."""
    units: tuple[str, ...] = ()
    note: str = ""
    members: list[Member] = field(default_factory=list)

    def member(self, kind: str, number: int) -> Member | None:
        """The attribute or method of that number; None where there is none."""
        for each in self.members:
            if each.kind == kind and each.number == number:
                return each
        return None

    @property
    def is_pattern(self) -> bool:
        """Whether it stands for several objects."""
        return any(each.isalpha() for each in self.code)

    def __str__(self) -> str:
        return f"class {self.class_id}, {self.code}"


@dataclass(slots=True, eq=False)
class Profile:
    """What one source says."""

    file: str
    title: str
    source: Source = Source()
    doc: str = ""
    """What it is, in a sentence."""
    parent: str = ""
    """The title of the profile that this one adds to."""
    clients: dict[str, int | None] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)
    """Titles of kinds of meters, by what claims call them."""
    claims: list[Claim] = field(default_factory=list)
    _names: dict[tuple[str, int | None], str] = field(default_factory=dict)
    """Clients by what the source calls them, and their addresses."""

    @property
    def name(self) -> str:
        """By which the language knows it; its file is called so too."""
        stem = os.path.basename(self.file).partition(".")[0]
        named = (likely_name(identifier(each)) for each in (self.title, stem))
        found = next(filter(None, named), "profile")
        return f"{found}_" if found == "package" else found

    def client(self, text: str, number: int | None = None) -> str:
        """The client of that name and address, by which the language knows it; "" is any."""
        if not text and number is None:
            return ""
        name = self._names.get((text, number))
        if name is None:
            name = identifier(text) or f"client_{number or len(self.clients) + 1}"
            while name in self.clients or name.upper() in _RIGHTS or name in _RIGHTS:
                name += "_"
            self._names[text, number] = name
            self.clients[name] = number
        return name


class Problem(NamedTuple):
    """What is wrong with a source, at one or several places of it."""

    file: str
    places: tuple[str, ...]
    message: str
    left_out: bool
    """Whether what stands there is not in the profile; else it is, put right as the message says."""

    @property
    def where(self) -> str:
        """The file, and the first places in it."""
        first, *more = dict.fromkeys(self.places)
        told = f"{first} and {len(more)} more" if more else first
        return ": ".join(part for part in (self.file, told) if part)


class Problems:
    """What is told of one source: the same of several places as one.

    Raises DumpError where there is too much of it.
    """

    def __init__(self, file: str) -> None:
        self.file: Final = file
        self._found: dict[tuple[str, bool], list[str]] = {}

    def __iter__(self) -> Iterator[Problem]:
        """In the order of the source."""
        for (message, left_out), places in sorted(
            self._found.items(), key=lambda each: _in_order(each[1][0])
        ):
            yield Problem(self.file, tuple(places), message, left_out)

    def left_out(self, places: str | Iterable[str], message: str) -> None:
        """That what stands there is not in the profile."""
        self._add(places, message, True)

    def corrected(self, places: str | Iterable[str], message: str) -> None:
        """That it is, but otherwise."""
        self._add(places, message, False)

    def wrong(self, error: DumpError, place: str) -> None:
        """That something could not be read."""
        line = "" if error.line is None else f"line {error.line}"
        where = ": ".join(filter(None, (line, error.path))) or place
        words = f"expected {error.expected}, found {error.found}"
        hint = f"; {error.hint}" if error.hint else ""
        what = ": ".join(filter(None, (error.reason, words if error.expected else "")))
        self.left_out(where, what + hint)

    def _add(self, places: str | Iterable[str], message: str, left_out: bool) -> None:
        known = self._found.setdefault((message, left_out), [])
        if len(self._found) > PROBLEMS:
            most = f"at most {PROBLEMS} different problems"
            raise DumpError("", most, "more", file=self.file)
        more = [places] if isinstance(places, str) else places
        known += islice(more, max(0, _PLACES - len(known)))


def _in_order(place: str) -> list[tuple[str, int]]:
    """By what places are sorted: `rows[9]` is before `rows[10]`."""
    return [
        (word, int(number[:20] or 0))
        for word, number in re.findall(r"([^0-9]+)([0-9]*)", place)
    ]


# ---------------------------------------------------------------- words of the language


def identifier(text: str, most: int = 60) -> str:
    """A text as a name: `SMR 5.2` is `smr_5_2`; empty for one that has no letter."""
    words = "".join(each if each.isascii() else " " for each in text)
    found = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:most].rstrip("_")
    if not any(each.isalpha() for each in found):
        return ""
    return found if found[0].isalpha() else f"n{found}"


def code_of(pattern: str) -> str:
    """Logical names with a letter for a group as the language has them: `0.x.24.1.0.255` is `0.b.24.1.0.255`."""
    groups = re.split(r"[-.:*]", pattern)
    return ".".join(
        "abcdef"[at] if each.isalpha() else str(int(each))
        for at, each in enumerate(groups)
    )


def right(access: Access, kind: str) -> str:
    """A right in words of the language; empty where nobody says."""
    if not access.known:
        return ""
    if kind == METHOD:
        return "call" if access.callable else "none"
    letters = "R" * access.readable + "W" * access.writable
    return letters or "none"


def plain(text: str, most: int = 300) -> str:
    """A text of others in one line, without what no text of the language can have."""
    words = " ".join(text.split())
    return cut("".join(each for each in words if each.isprintable()), most)
