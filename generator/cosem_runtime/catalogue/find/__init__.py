"""What there is, found by words: codes, classes, attributes, methods, types and units.

Their names come from tables that are text, so that no class is imported: `_catalogue`,
`_obis` and `_names` of each package (see `cosem_runtime.catalogue.find.names`).

What has the most of the words is first; then what is called just so, what is in use in
many meters, and what has the fewest other words in its name.
"""

from __future__ import annotations

from itertools import islice

from ...errors import ObisError
from ...obis import Obis
from ...obis.tables import InUseRow
from ...structure import SetOnce
from .codes import CodeWords, Pattern, groups_of
from .names import members, types, units
from .words import Asked, near, squeezed, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from ...obis.description import ObisDescription
    from ..registered import Package, Registered

__all__ = ["LIMIT", "LONGEST", "Finder", "Found"]

LIMIT = 20
"""How many results there are at most, unless somebody says."""
LONGEST = 200
"""Letters of a text; what is longer is another text than somebody meant."""

_RANKS = {"class": 0, "code": 1, "unit": 2, "attribute": 3, "method": 4, "type": 5}
"""Of what fits equally well, these kinds are in this order."""
_MOST = 10_000
"""Codes with a `*`: it may stand for more than anybody can hold."""
_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12, "m": -3, "µ": -6, "μ": -6}
"""What stands before a unit for a power of ten."""


class Found(SetOnce):
    """Something that was found. `str()` says it in a line.

    Equal to what is the same thing. Its members are set once.
    """

    __slots__ = (
        *("class_id", "code", "exact", "fits", "kind", "name", "number", "package"),
        *("version", "where"),
    )

    kind: str
    """`code`, `class`, `attribute`, `method`, `type` or `unit`."""
    name: str
    """What it is called: a unit by its symbol, if it has one."""
    where: str
    """What tells it from all others, in words: `1-0:1.8.0*255`, `class 3, version 0`,
    `attribute 2 of Register (class 3, version 0)`, `cosem.types.values.ScalerUnit`,
    `unit 30 (watt_hour)`."""
    package: str
    """The Python package that has it."""
    code: Obis | None
    """The code, for `describe`; the first one where a pattern holds several."""
    class_id: int | None
    """Of a class, of its members, and of types that are its own."""
    version: int | None
    """The newest one that has it, for `interface_class` with the class_id."""
    number: int | None
    """Of an attribute, a method or a unit: `attribute(2)`, `Unit(30)`."""
    fits: bool
    """Whether it has all of the words; else it is one of the nearest."""
    exact: bool
    """Whether the text is its name, code or number, and not some words of it alone."""

    def __init__(
        self,
        kind: str,
        name: str,
        where: str,
        package: str,
        code: Obis | None = None,
        class_id: int | None = None,
        version: int | None = None,
        number: int | None = None,
        fits: bool = True,
        exact: bool = False,
    ) -> None:
        self.kind = kind
        self.name = name
        self.where = where
        self.package = package
        self.code = code
        self.class_id = class_id
        self.version = version
        self.number = number
        self.fits = fits
        self.exact = exact

    def nearest(self) -> Found:
        """The same, as one that lacks some of the words."""
        facts = self.code, self.class_id, self.version, self.number
        return Found(self.kind, self.name, self.where, self.package, *facts, fits=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Found):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[str, str, str]:
        return self.kind, self.where, self.name

    def _unchangeable(self, name: str) -> str:
        return f"{name} of what was found cannot be changed"

    def __str__(self) -> str:
        where = self.where
        if not where.startswith(f"{self.kind} "):
            where = f"{self.kind} {where}"
        return f"{where}: {self.name}" if self.name else where

    def __repr__(self) -> str:
        return f"<Found {self}>"


class _Entry:
    """Something that can be found, with its words."""

    __slots__ = (
        *("around", "class_id", "code", "detail", "kind", "name", "number", "package"),
        *("favour", "numbered", "place", "repeats", "used", "version", "words"),
    )

    def __init__(
        self,
        kind: str,
        name: str,
        package: str,
        place: tuple[int, ...],
        own: Iterable[str],
        around: Iterable[str] = (),
        *,
        detail: str = "",
        code: bytes | None = None,
        class_id: int | None = None,
        version: int | None = None,
        number: int | None = None,
        used: int = 0,
        numbered: bool = False,
        repeats: bool = False,
    ) -> None:
        self.kind: Final = kind
        self.name: Final = name
        self.package: Final = package
        # Orders entries that fit equally well.
        self.place: Final = (_RANKS[kind], *place)
        self.words: Final = frozenset(own)
        # Words of what it belongs to.
        self.around: Final = frozenset(around)
        # The class's name, the type's home, or the unit's name.
        self.detail: Final = detail
        self.code: Final = code
        self.class_id: Final = class_id
        self.version: Final = version
        self.number: Final = number
        # In how many meters it is, roughly, and what it is preferred by.
        self.used: Final = used
        self.favour: Final = 0.3 if kind == "class" else (used + 1).bit_length() / 10
        # Whether others differ from it in a number alone; whether theirs are less.
        self.numbered: Final = numbered
        self.repeats: Final = repeats

    def found(
        self, *, version: int | None = None, aside: str = "", exact: bool = True
    ) -> Found:
        """What somebody gets; `aside` is added to where it is."""
        kind, detail = self.kind, self.detail
        code = None if self.code is None else Obis(self.code)
        version = self.version if version is None else version
        if kind == "code":
            where = str(code)
        elif kind == "class":
            where = f"class {self.class_id}, version {version}"
        elif kind == "type":
            where = detail
        elif kind == "unit":
            where = f"unit {self.number}" + (f" ({detail})" if detail else "")
        else:
            owner = f"{detail} (class {self.class_id}, version {version})"
            where = f"{kind} {self.number} of {owner}"
        return Found(
            kind,
            self.name,
            where + aside,
            self.package,
            code,
            self.class_id,
            version,
            self.number,
            exact=exact,
        )


class Finder:
    """Finds by words what the packages of a catalogue have at one time.

    What it holds follows from the packages alone, and does not change.
    """

    __slots__ = (
        *("_called", "_classes", "_codes", "_describer", "_having", "_members"),
        *("_registered", "_units", "_vocabulary"),
    )

    def __init__(self, registered: Registered) -> None:
        self._registered: Final = registered
        self._describer: Final = registered.describer()
        self._codes: Final = CodeWords()
        self._classes: Final[dict[int, _Entry]] = {}
        # Attributes and methods by class_id.
        self._members: Final[dict[int, list[_Entry]]] = {}
        self._units: Final[dict[str, list[_Entry]]] = {}
        # What is called so in letters and digits alone, and what has a word.
        self._called: Final[dict[str, list[_Entry]]] = {}
        self._having: Final[dict[str, list[_Entry]]] = {}
        for package in registered.packages.values():
            self._add_classes(package)
            self._add_names(package)
            self._add_codes(package)
        # In order, so that words that begin alike stand together.
        self._vocabulary: Final = sorted({*self._having, *self._codes.vocabulary()})

    # ------------------------------------------------------------ what the tables say

    def _add(self, entry: _Entry, *names: str) -> None:
        """An entry, which is called by these names besides its own."""
        for name in {squeezed(each) for each in (entry.name, *names)} - {""}:
            self._called.setdefault(name, []).append(entry)
        for word in entry.words | entry.around:
            self._having.setdefault(word, []).append(entry)

    def _add_classes(self, package: Package) -> None:
        called: dict[int, list[str]] = {}
        for (class_id, _), provenance in package.provenances().items():
            called.setdefault(class_id, []).append(provenance.name)
        for class_id, versions in package.classes.items():
            name = package.names[class_id]
            others = called.get(class_id, [])
            entry = self._classes[class_id] = _Entry(
                "class",
                name,
                package.name,
                (class_id,),
                words(name),
                [word for other in others for word in words(other)],
                class_id=class_id,
                version=max(versions),
            )
            self._add(entry, *others, *(python for _, python in versions.values()))

    def _add_names(self, package: Package) -> None:
        names = package.named()
        if names is None:
            return
        around = {n: frozenset(words(name)) for n, name in package.names.items()}
        for class_id, kind, number, name, newest in members(names.MEMBERS):
            version = max(package.classes[class_id]) if newest is None else newest
            entry = _Entry(
                kind,
                name,
                package.name,
                (class_id, number, -version),
                words(name),
                around[class_id],
                detail=package.names[class_id],
                class_id=class_id,
                version=version,
                number=number,
            )
            self._members.setdefault(class_id, []).append(entry)
            self._add(entry)
        for order, row in enumerate(types(names.TYPES)):
            module, owner, kind, name, python = row
            entry = _Entry(
                "type",
                name,
                package.name,
                (owner or 0, order),
                words(name),
                (kind, *(() if owner is None else around[owner])),
                detail=f"{package.name}.{module}.{python}",
                class_id=owner,
            )
            self._add(entry, python)
        for number, name, symbol, quantity in units(names.ALL_UNITS):
            entry = _Entry(
                "unit",
                symbol or name,
                package.name,
                (number,),
                (*words(name), *words(symbol)),
                words(quantity),
                detail=name if symbol else "",
                number=number,
            )
            self._add(entry, name)
            self._units.setdefault(symbol, []).append(entry)

    def _add_codes(self, package: Package) -> None:
        tables = package.tables()
        for pattern in self._codes.add(tables, package.module("_obis").GROUPS):
            if not pattern.groups:
                for order, (code, name) in enumerate(pattern.named()):
                    self._add_code(package, code, name, words(name), repeats=order > 0)
        # Rows stand below each of their quantities.
        for line in dict.fromkeys(
            row for rows in tables.in_use.values() for row in rows
        ):
            self._add_in_use(package, InUseRow(line))

    def _add_in_use(self, package: Package, row: InUseRow) -> None:
        """Codes that meters have, by what displays call them and by their names."""
        match = [dict.fromkeys(sorted(numbers)) for numbers in row.match]
        for order, (code, _) in enumerate(Pattern(match, row.label).named()):
            described = self._describer.code(Obis(code), None)
            label, name = words(described.label), words(described.name)
            units = (*described.units, described.shown_unit)
            self._add_code(
                package,
                code,
                described.name,
                label or name,
                (*name, *(word for unit in units for word in words(unit))),
                used=row.dumps,
                numbered="{" in row.label,
                repeats=order > 0,
            )

    def _add_code(
        self,
        package: Package,
        code: bytes,
        name: str,
        own: Iterable[str],
        around: Iterable[str] = (),
        *,
        used: int = 0,
        numbered: bool = False,
        repeats: bool = False,
    ) -> None:
        medium = self._codes.media.get(code[0], frozenset())
        around = medium.union(around) if around else medium
        entry = _Entry(
            "code",
            name,
            package.name,
            tuple(code),
            own,
            around,
            code=code,
            used=used,
            numbered=numbered,
            repeats=repeats,
        )
        self._add(entry)

    # ------------------------------------------------------------ what somebody asks

    def find(self, text: str, limit: int) -> tuple[Found, ...]:
        """See `Catalogue.find`."""
        text = " ".join(text.split())
        found: dict[Found, None] = {}
        for each in self._found(text, limit):
            found[each] = None
            if len(found) == limit:
                break
        return tuple(found)

    def _found(self, text: str, limit: int) -> Iterator[Found]:
        found = self._identified(text, limit)
        yield from found
        if found:
            return
        measured = self._measured(text)
        yield from measured
        for each in self._worded(text):
            if measured and not each.fits:
                return
            yield each

    def _identified(self, text: str, limit: int) -> list[Found]:
        """What a code, a number or a member's full name stands for; nothing for words."""
        groups = groups_of(text)
        if groups is not None and None in groups:
            return [*self._member(text), *self._holding(groups, limit)]
        code = _code(text)
        if code is not None:
            return self._code(code)
        what, _, number = text.rpartition(" ")
        if number.isdecimal() and what.lower() in ("", "class", "unit"):
            found = []
            if what.lower() != "unit" and int(number) in self._classes:
                found.append(self._classes[int(number)].found())
            if what.lower() != "class":
                for units in self._units.values():
                    found += [u.found() for u in units if u.number == int(number)]
            return found
        name, slash, version = text.rpartition("/")
        if slash and version.strip().isdecimal():
            entry = self._class(name)
            if entry is None or entry.class_id is None:
                return []
            versions = self._registered.versions(entry.class_id)
            if int(version) in versions:
                return [entry.found(version=int(version))]
        return self._member(text)

    def _class(self, text: str) -> _Entry | None:
        """The class of a class_id or a name."""
        text = text.strip()
        if text.isdecimal():
            return self._classes.get(int(text))
        for entry in self._called.get(squeezed(text), ()):
            if entry.kind == "class":
                return entry
        return None

    def _member(self, text: str) -> list[Found]:
        """What `register.value` or `3.2` is called in its class; a number is that of an attribute."""
        name, _, member = text.partition(".")
        owner = self._class(name) if member else None
        if owner is None or owner.class_id is None:
            return []
        called = squeezed(member)
        return [
            entry.found()
            for entry in sorted(
                self._members.get(owner.class_id, ()), key=lambda each: each.place
            )
            if squeezed(entry.name) == called
            or (entry.kind == "attribute" and str(entry.number) == called)
        ]

    def _code(self, code: Obis) -> list[Found]:
        """A code; the known ones that differ from it in one value group where it is not."""
        described = self._describer.code(code, None)
        if described.kind != "unknown":
            return [_found_code(described, exact=True)]
        for group in (5, 4, 1, 3, 2):
            groups: list[int | None] = list(code)
            groups[group] = None
            near = self._holding(groups, LIMIT)
            if near:
                return [each.nearest() for each in near]
        return []

    def _holding(self, groups: Sequence[int | None], limit: int) -> list[Found]:
        """The first codes that have these groups."""
        codes = islice(self._codes.holding(groups), min(limit, _MOST))
        return [_found_code(self._describer.code(code, None)) for code in codes]

    def _measured(self, text: str) -> list[Found]:
        """The units of a symbol, which may have a prefix for a power of ten if it is no word."""
        found = [entry.found() for entry in self._units.get(text, ()) if text]
        exponent = _PREFIXES.get(text[:1])
        word = any(
            word in entry.words
            for word in words(text)
            for entry in self._having.get(word, ())
        )
        if exponent is not None and not found and not word and text[1:]:
            aside = f", scaler {exponent}"
            found = [e.found(aside=aside) for e in self._units.get(text[1:], ())]
        return found

    def _worded(self, text: str) -> Iterator[Found]:
        """What has the most of the words."""
        asked = Asked(text, self._vocabulary)
        called = self._called.get(squeezed(text), [])
        if asked.guessed:
            # A name that is written in one word, as `ScalerUnit`; else a slip in one.
            for entry in sorted(called, key=_place):
                yield entry.found()
            if called:
                return
            for name in near(squeezed(text), self._called, _ALIKE):
                for entry in sorted(self._called[name], key=_place):
                    yield entry.found().nearest()
        counted: dict[_Entry, int] = {}
        for known in asked.meant:
            for entry in {e: 1 for word in known for e in self._having.get(word, ())}:
                counted[entry] = counted.get(entry, 0) + 1
        most = max(counted.values(), default=0)
        ranked: list[tuple[int, float, tuple[int, ...], _Entry | ObisDescription]] = []
        for code, place in self._codes.composed(asked, max(most, 1)):
            described = self._describer.code(code, None)
            own = words(described.name)
            worth = asked.worth(own, self._codes.media.get(code[0], ()))
            score = _score(worth, _COMPOSED) + asked.together(own) / 6
            count = sum(map(bool, worth))
            most = max(most, count)
            ranked.append((count, -score, (_RANKS["code"], *place), described))
        for entry, count in counted.items():
            # Of things with numbers one will do, where nobody asks for a number.
            taken = asked.numbers or entry.used or not entry.repeats
            if count == most and taken:
                lacking = asked.worth(entry.words).count(0)
                worth = asked.worth(entry.words, entry.around)
                score = _score(worth, len(entry.words) + lacking)
                score += 1 if entry in called else entry.favour
                ranked.append((count, -score, entry.place, entry))
        fits = not asked.guessed and most == asked.size
        ranked = [each for each in ranked if each[0] == most]
        ranked.sort(key=lambda each: each[:3])
        for each in _rates_together([each for *_, each in ranked]):
            if isinstance(each, _Entry):
                found = each.found(exact=each in called)
            else:
                found = _found_code(each)
            yield found if fits else found.nearest()


def _rates_together(
    ranked: Sequence[_Entry | ObisDescription],
) -> list[_Entry | ObisDescription]:
    """The same, with the rates of a code in use after its total."""
    totals: dict[bytes, int] = {}
    for at, each in enumerate(ranked):
        if isinstance(each, _Entry) and each.code and each.used and not each.numbered:
            totals.setdefault(each.code[:4] + each.code[5:], at)
    order = []
    for at, each in enumerate(ranked):
        place = at
        if isinstance(each, _Entry) and each.code and each.numbered:
            place = min(at, totals.get(each.code[:4] + each.code[5:], at))
        order.append((place, at))
    return [ranked[at] for _, at in sorted(order)]


_ALIKE = 0.8
"""How like a name must be to what was asked for."""
_COMPOSED = 8
"""How many words of its own a code counts for whose name is put together."""


def _place(entry: _Entry) -> tuple[int, ...]:
    return entry.place


def _score(worth: Sequence[float], size: int) -> float:
    """How well something fits that has so many words of its own."""
    total = sum(worth)
    return round(total / len(worth) + total / max(size, len(worth)), 6)


def _code(text: str) -> Obis | None:
    try:
        return Obis.parse(text)
    except ObisError:
        return None


def _found_code(described: ObisDescription, *, exact: bool = False) -> Found:
    code, package = described.code, described.package
    return Found("code", described.name, str(code), package, code, exact=exact)
