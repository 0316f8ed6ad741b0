"""What there is, found by words: codes, classes, attributes, methods, types and units.

Their names come from tables that are text, so that no class is imported: `_catalogue`,
`_obis`, and the module `_names` that each generated package has besides:

    MEMBERS: Final = '''... rows of: class_id | member | member ...'''
        member      number and name: `2 value`; a method's number has an `m` before it:
                    `m1 reset`. Versions follow where they are not all: `8 port 1,2`.
    TYPES: Final = '''... rows of: home | kind | type | type ...'''
        home        module of the package and, for types of a class, its class_id:
                    `types.values`, `classes.push_setup 40`.
        kind        structure, enumeration, bits, units, type.
        type        the standard's name and Python's: `scal_unit_type ScalerUnit`.
    UNITS: Final = '''... rows of: value | name | symbol | quantity'''

What has the most of the words is first; then what is called just so, what is in use in
many meters, and what has the fewest other words in its name.
"""

from __future__ import annotations

from math import log2

from ...errors import ObisError
from ...obis import Obis
from ...structure import SetOnce
from ...text_rows import fields
from .codes import CodeWords, groups_of
from .words import Asked, squeezed, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from ...obis.description import ObisDescription
    from ..registered import Package, Registered

__all__ = ["LIMIT", "LONGEST", "Finder", "Found", "squeezed"]

LIMIT = 20
"""How many results there are at most, unless somebody says."""
LONGEST = 200
"""Letters of a text; what is longer is another text than somebody meant."""

_RANKS = {"class": 0, "code": 1, "unit": 2, "attribute": 3, "method": 4, "type": 5}
"""Of what fits equally well, these kinds are in this order."""
_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12, "m": -3, "µ": -6, "μ": -6}
"""What stands before a unit for a power of ten."""


class Found(SetOnce):
    """Something that was found. `str()` says it in a line.

    Equal to what is the same thing. Its members are set once.
    """

    __slots__ = (
        *("class_id", "code", "fits", "kind", "name", "number", "package", "version"),
        "where",
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
        *("place", "repeats", "used", "version", "words"),
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
        repeats: bool = False,
    ) -> None:
        self.kind: Final = kind
        self.name: Final = name
        self.package: Final = package
        # Orders entries that fit equally well.
        self.place: Final = (_RANKS[kind], *place)
        self.words: Final = frozenset(own)
        # Words of what it belongs to.
        self.around: Final = frozenset(around) - self.words
        # The class's name, the type's home, or the unit's name.
        self.detail: Final = detail
        self.code: Final = code
        self.class_id: Final = class_id
        self.version: Final = version
        self.number: Final = number
        # In how many meters it is.
        self.used: Final = used
        # Whether another one differs from it in a number alone, which is less.
        self.repeats: Final = repeats

    def found(self, *, version: int | None = None, aside: str = "") -> Found:
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
        for some in (entry.words, entry.around):
            for word in some:
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
        names = package.module("_names")
        for line in names.MEMBERS.splitlines():
            number, *told = fields(line)
            self._add_members(package, int(number), told)
        for line in names.TYPES.splitlines():
            home, kind, *types = fields(line)
            module, _, owner = home.partition(" ")
            class_id = int(owner) if owner else None
            around = [kind, *words("" if class_id is None else package.names[class_id])]
            for order, each in enumerate(types):
                name, python = each.split(" ")
                entry = _Entry(
                    "type",
                    name,
                    package.name,
                    (class_id or 0, order),
                    words(name),
                    around,
                    detail=f"{package.name}.{module}.{python}",
                    class_id=class_id,
                )
                self._add(entry, python)
        for line in names.UNITS.splitlines():
            value, name, symbol, quantity = (*fields(line), "", "")[:4]
            entry = _Entry(
                "unit",
                symbol or name,
                package.name,
                (int(value),),
                (*words(name), *words(symbol)),
                words(quantity),
                detail=name if symbol else "",
                number=int(value),
            )
            self._add(entry, name)
            self._units.setdefault(symbol, []).append(entry)

    def _add_members(self, package: Package, class_id: int, told: list[str]) -> None:
        owner = package.names[class_id]
        around = words(owner)
        newest = max(package.classes[class_id])
        for each in told:
            text, name, *some = each.split(" ")
            number = int(text.lstrip("m"))
            version = int(some[0].rpartition(",")[2]) if some else newest
            entry = _Entry(
                "method" if text[0] == "m" else "attribute",
                name,
                package.name,
                (class_id, number, -version),
                words(name),
                around,
                detail=owner,
                class_id=class_id,
                version=version,
                number=number,
            )
            self._members.setdefault(class_id, []).append(entry)
            self._add(entry)

    def _add_codes(self, package: Package) -> None:
        tables = package.tables()
        for pattern in self._codes.add(tables, package.module("_obis").GROUPS):
            if pattern.groups:
                continue
            for order, (code, name) in enumerate(pattern.named()):
                around = self._codes.media.get(code[0], ())
                entry = _Entry(
                    "code",
                    name,
                    package.name,
                    tuple(code),
                    words(name),
                    around,
                    code=code,
                    repeats=order > 0,
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
        found = self._identified(text, limit) or self._measured(text)
        yield from found
        # A symbol is a word, too; with a power of ten it is none.
        if not found or text in self._units:
            yield from self._worded(text)

    def _identified(self, text: str, limit: int) -> list[Found]:
        """What a code, a number or a member's full name stands for; nothing for words."""
        code = _code(text)
        if code is not None:
            return self._code(code)
        groups = groups_of(text)
        if groups is not None:
            return [*self._member(text), *self._holding(groups, limit)]
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
            return [_found_code(described)]
        for group in (5, 4, 1, 3, 2):
            groups: list[int | None] = list(code)
            groups[group] = None
            near = self._holding(groups, LIMIT)
            if near:
                return [each.nearest() for each in near]
        return []

    def _holding(self, groups: Sequence[int | None], limit: int) -> list[Found]:
        """Codes that have these groups."""
        codes = self._codes.holding(groups, limit)
        return [_found_code(self._describer.code(code, None)) for code in codes]

    def _measured(self, text: str) -> list[Found]:
        """The units of a symbol, which may have a prefix for a power of ten."""
        found = [entry.found() for entry in self._units.get(text, ()) if text]
        exponent = _PREFIXES.get(text[:1])
        if exponent is not None and not found and text[1:]:
            aside = f", scaler {exponent}"
            found = [e.found(aside=aside) for e in self._units.get(text[1:], ())]
        return found

    def _worded(self, text: str) -> Iterator[Found]:
        """What has the most of the words."""
        asked = Asked(text, self._vocabulary)
        called = self._called.get(squeezed(text), [])
        if called and asked.guessed:
            # Written in one word, as `ScalerUnit`.
            yield from (entry.found() for entry in sorted(called, key=_place))
            return
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
            score = _score(worth, _COMPOSED) + asked.together(own) / 10
            count = sum(map(bool, worth))
            most = max(most, count)
            ranked.append((count, -score, (_RANKS["code"], *place), described))
        for entry, count in counted.items():
            # Of things with numbers one will do, where nobody asks for a number.
            if count == most and (asked.numbers or not entry.repeats):
                worth = asked.worth(entry.words, entry.around)
                score = _score(worth, len(entry.words), entry.used) + (entry in called)
                ranked.append((count, -score, entry.place, entry))
        fits = not asked.guessed and most == asked.size
        ranked = [each for each in ranked if each[0] == most]
        for *_, each in sorted(ranked, key=lambda each: each[:3]):
            found = each.found() if isinstance(each, _Entry) else _found_code(each)
            yield found if fits else found.nearest()


_COMPOSED = 8
"""How many words of its own a code counts for whose name is put together."""


def _place(entry: _Entry) -> tuple[int, ...]:
    return entry.place


def _score(worth: Sequence[float], size: int, used: int = 0) -> float:
    """How well something fits that has so many words of its own and is in so many meters."""
    total = sum(worth)
    score = total / len(worth) + total / max(size, len(worth))
    return round(score + log2(1 + used) / 10, 6)


def _code(text: str) -> Obis | None:
    try:
        return Obis(text)
    except ObisError:
        return None


def _found_code(described: ObisDescription) -> Found:
    code = described.code
    return Found("code", described.name, str(code), described.package, code)
