"""What an OBIS code is, in words."""

from __future__ import annotations

from ..structure import SetOnce
from . import Obis
from .index import RowIndex
from .words import GroupWords, Labels, Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from ..catalogue.registered import Registered
    from .tables import ObisRow, ObisTables, Uses
    from .words import Meaning

    _Pairs = tuple[tuple[int, int], ...]
    # (class_id, name) of each class, (class_id, version) of each of its versions and of
    # those that are bound to one, and the class ids that a table of the standard names.
    _Allowed = tuple[tuple[tuple[int, str], ...], _Pairs, _Pairs, tuple[int, ...]]

__all__ = ["Describer", "ObisDescription"]

_REMEMBERED = 4096
_DATA: Final = 1
_NO_F: Final = 255
# Register and Extended register: what has no Data may use them in its place, without a
# scale and a unit (Blue Book Ed. 13, 6.1).
_FOR_DATA: Final = (3, 4)
_LEFT_TO: Final = {
    "manufacturer": "left to manufacturers",
    "utility": "left to utilities",
    "consortia": "left to consortia",
    "country": "left to countries",
    "unknown": "in no table that is registered",
}
_ACME: Final = "cosem.register(acme_meter)"
# Index of the value groups C and E, whose words say what is measured.
_QUANTITY = {2, 4}


class ObisDescription(SetOnce):
    """What an OBIS code is. `str()` says it in a few lines.

    Several rows of the tables may hold one code, and each is a meaning of it. The most
    usual one is the description: what a row says, as name, units and data types, is said
    of it alone, and `alternatives` has the other meanings. Classes are united: a class
    that any meaning allows is among `classes`, `allowed`, `class_versions` and
    `core_classes`. The meaning that comes first binds: where it has a class in one
    version only, no other meaning adds a version. So it is with a registered package,
    whose own names for codes come first.

    What is described as an object of one class has the meaning that allows this class,
    with the classes of that meaning alone.

    Shared by all who ask for the code, so that its members are set once: AttributeError
    for whoever wants to change one.
    """

    __slots__ = (
        "_groups",
        "allowed",
        "alternatives",
        "class_versions",
        "classes",
        "clause",
        "code",
        "confidence",
        "core_classes",
        "kind",
        "label",
        "medium",
        "name",
        "notes",
        "package",
        "reading",
        "shown_unit",
        "unconfirmed",
        "unit_codes",
        "units",
        "value_types",
    )

    code: Obis
    name: str
    """What the code stands for; empty when no pattern holds it."""
    label: str
    """What displays and home systems call it, in a few English words: `Energy import,
    total`; empty when nothing says."""
    reading: str
    """What kind of value that is: `total` (a register that only counts up), `net` (a
    total that may go down), `instantaneous`, `average`, `interval` (of a period that is
    over), `maximum` or `minimum`; empty when nothing says."""
    shown_unit: str
    """Symbol of the unit in which it is shown, which may be a decimal multiple of that
    of the object: `kWh`; empty when nothing says."""
    kind: str
    """`standard`, `manufacturer`, `utility`, `consortia`, `country`, `inactive` or
    `unknown`, which also stands for codes that are reserved."""
    medium: str
    """What value group A means; empty when it is reserved."""
    _groups: dict[str, str]
    classes: tuple[tuple[int, str], ...]
    """(class_id, name) that may have this logical name, the preferred one first, those
    of all meanings. None for a range that is left to others: any class. Where Data is
    allowed, Register and Extended register are (Blue Book Ed. 13, 6.1)."""
    allowed: tuple[tuple[int, int], ...]
    """(class_id, version) of every known version of those classes that may be used."""
    class_versions: tuple[tuple[int, int], ...]
    """(class_id, version) of the classes that are bound to one version."""
    core_classes: tuple[int, ...]
    """The class ids that the tables of the standard name, where that is narrower."""
    units: tuple[str, ...]
    """Symbols of the units that the value may have; "" is a value without a unit. None
    when the unit is open."""
    unit_codes: tuple[int, ...]
    """The same as values of the unit enumeration."""
    value_types: tuple[str, ...]
    """The common data types that attribute 2 may have; none when that is open."""
    clause: str
    confidence: str
    """`high`, `medium` or `low`: how well the sources agree; empty when not said."""
    notes: tuple[str, ...]
    unconfirmed: str
    """What nobody could confirm; empty when there is nothing."""
    package: str
    """The Python package whose tables say so; empty when none does."""
    alternatives: tuple[ObisDescription, ...]
    """The other meanings of the code: those with a name of their own, and those that
    allow a class that no meaning before does."""

    @property
    def groups(self) -> dict[str, str]:
        """Letter -> what the code means in that group, as far as the tables say."""
        return dict(self._groups)

    @property
    def other_names(self) -> dict[str, tuple[tuple[int, str], ...]]:
        """Name -> its classes, of the `alternatives` that are called otherwise."""
        found: dict[str, tuple[tuple[int, str], ...]] = {}
        for other in self.alternatives:
            if other.name != self.name:
                before = found.get(other.name, ())
                found[other.name] = tuple(dict.fromkeys((*before, *other.classes)))
        return found

    @property
    def advice(self) -> str:
        """What to do about a code that the tables leave to others or do not know; empty
        for one that they name."""
        whose = _LEFT_TO.get(self.kind)
        if whose is None:
            return ""
        named = self._groups.get("D", "")
        if not named or self.kind not in ("country", "consortia"):
            return f"{whose}; register a package that names it, as in {_ACME}"
        whose += f", here {named} (D = {self.code[3]})"
        if self.kind == "consortia":
            return f"{whose}; register the package of its list, as in {_ACME}"
        return (
            f"{whose}; register the package of its list, as in"
            " cosem.register(cosem_netherlands): cosemgen build makes one of each list"
            " that spec/national has"
        )

    def _unchangeable(self, name: str) -> str:
        return (
            f"{name} of a description cannot be changed: others are given the same one"
        )

    def __str__(self) -> str:
        lines = [f"{self.code}  {self.name or 'reserved or unknown code'}"]
        if self.label:
            lines.append(f"  label     {self.label}")
        if self.reading or self.shown_unit:
            reads = ", in ".join(filter(None, (self.reading, self.shown_unit)))
            lines.append(f"  reads     {reads}")
        lines.append(f"  medium    {self.medium or 'reserved'}")
        if self.kind != "standard":
            lines.append(f"  kind      {self.kind}")
        for letter, meaning in self._groups.items():
            if letter != "A":
                lines.append(
                    f"  {letter} = {self.code['ABCDEF'.index(letter)]:<6}{meaning}"
                )
        if self.kind != "unknown":
            only = dict(self.class_versions)
            classes = ", ".join(
                (
                    f"{name} ({number}, version {only[number]})"
                    if number in only
                    else f"{name} ({number})"
                )
                for number, name in self.classes
            )
            lines.append(f"  classes   {classes or 'any'}")
        if self.units:
            # Two units may have one symbol: cubic metres as measured, and corrected.
            symbols = dict.fromkeys(unit or "none" for unit in self.units)
            lines.append(f"  unit      {', '.join(symbols)}")
        if self.value_types:
            lines.append(f"  value     {', '.join(self.value_types)}")
        if self.clause:
            lines.append(f"  clause    {self.clause}")
        lines += [f"  note      {note}" for note in self.notes]
        if self.unconfirmed:
            lines.append(f"  not confirmed: {self.unconfirmed}")
        for name, allowed in self.other_names.items():
            classes = ", ".join(f"{kind} ({number})" for number, kind in allowed)
            lines.append(f"  or, as {classes or 'any class'}: {name}")
        if self.advice:
            lines.append(f"  to do     {self.advice}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<ObisDescription {self.code} {self.name!r}>"


class _Draft(ObisDescription):
    """A description as long as nobody else has it: its members may still change."""

    __slots__ = ()
    __setattr__ = object.__setattr__


class Describer:
    """Describes codes by the packages that a catalogue has at one time.

    What is asked for more than once is kept: the last few thousand codes, and what is
    said about a row, its classes and units, of which there are few.
    """

    __slots__ = (
        "_allowed",
        "_index",
        "_known",
        "_labels",
        "_media",
        "_registered",
        "_symbols",
        "_tables",
        "_templates",
        "_words",
    )

    def __init__(self, registered: Registered, tables: Sequence[ObisTables]) -> None:
        """`tables`: those of every package, the one to believe first in front."""
        self._registered: Final = registered
        self._tables: Final = tuple(tables)
        self._index: Final = RowIndex(
            (row for t in self._tables for row in t.rows),
            [t.package for t in self._tables[:-1]],
        )
        self._words: Final = GroupWords(self._tables)
        self._labels: Final = Labels(self._tables)
        self._known: Final[dict[tuple[Obis, int | None], ObisDescription]] = {}
        self._media: Final[dict[int, str]] = {}
        for one in reversed(self._tables):
            self._media.update(one.media)
        self._templates: Final[dict[str, Template]] = {}
        self._allowed: Final[dict[tuple[Uses, ...], _Allowed]] = {}
        self._symbols: Final[dict[tuple[int, ...], tuple[str, ...]]] = {(): ()}

    def prepare(self) -> None:
        """Read all of the tables, which is otherwise done line by line as asked for."""
        units = {meaning.units or () for meaning in self._words.prepare()}
        for row in self._index.rows:
            facts = row.facts
            units.add(facts.units)
            self._unite((facts.uses,))
            if "{" in facts.name:
                self._template(facts.name)
        for each in units:
            self._with_symbols(each)
        for label in self._labels.prepare():
            if "{" in label:
                self._template(label)

    def code(self, code: Obis, class_id: int | None) -> ObisDescription:
        """What a code is, as an object of `class_id` when that is known."""
        known = self._known.get((code, class_id))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[code, class_id] = self._describe(code, class_id)
        return known

    def _describe(self, code: Obis, class_id: int | None) -> ObisDescription:
        described = self._drafted(code, class_id)
        for each in (described, *described.alternatives):
            each.__class__ = ObisDescription
        return described

    def _drafted(self, code: Obis, class_id: int | None) -> ObisDescription:
        rows = self._index.find(code)
        if class_id is not None:
            rows = [row for row in rows if _allows(row, class_id)]
        words = self._words.of(code)
        if not rows:
            return self._unknown(code, words)
        description = self._fill(self._start(code, words), rows[0], words)
        if code[5] != _NO_F and _has_own_f(rows[0]):
            description._groups.pop("F", None)
        if len(rows) > 1:
            self._add_meanings(description, rows, words, unite=class_id is None)
        return description

    def _add_meanings(
        self,
        it: ObisDescription,
        rows: list[ObisRow],
        words: list[Meaning],
        unite: bool,
    ) -> None:
        """Add the rows after the first: their classes to what is allowed, and meanings."""
        names, uses = {it.name}, [rows[0].facts.uses]
        seen = {*_substituted(rows[0].facts.classes)}
        unite = unite and bool(seen)  # else any class is allowed
        others = []
        for row in rows[1:]:
            facts = row.facts
            if facts.kind != "standard":
                continue  # a range around an object is no meaning of its code
            classes = _substituted(facts.classes)
            more = unite and not seen.issuperset(classes)
            if more:
                uses.append(facts.uses)
                seen.update(classes)
            elif facts.name in names:
                continue
            other = self._fill(self._beside(it), row, words)
            if more or other.name not in names:
                names.add(other.name)
                others.append(other)
        if len(uses) > 1:
            self._allow(it, *uses)
        it.alternatives = tuple(others)

    def _start(self, code: Obis, words: list[Meaning]) -> ObisDescription:
        """A description with what the value groups alone say."""
        it = _Draft()
        it.code = code
        it.alternatives = ()
        a, b, c, d, e, f = words
        it.medium = self._media.get(code[0]) or a.words
        it._groups = groups = {"A": it.medium} if it.medium else {}
        if b.words:
            groups["B"] = b.words
        if c.words:
            groups["C"] = c.words
        if d.words:
            groups["D"] = d.words
        if e.words:
            groups["E"] = e.words
        if f.words:
            groups["F"] = f.words
        shown = self._labels.of(code)
        if shown is None:
            it.label = it.reading = it.shown_unit = ""
        else:
            it.label, it.reading = shown.label, shown.reading
            it.shown_unit = shown.shown_unit
            if "{" in it.label:
                template = self._templates.get(it.label) or self._template(it.label)
                it.label = template.fill(code, [meaning.in_name for meaning in words])
        return it

    def _beside(self, it: ObisDescription) -> ObisDescription:
        """Another description of the same code, which displays call the same."""
        other = _Draft()
        other.code, other.medium, other._groups = it.code, it.medium, it._groups
        other.alternatives = ()
        other.label, other.reading = it.label, it.reading
        other.shown_unit = it.shown_unit
        return other

    def _unknown(self, code: Obis, words: list[Meaning]) -> ObisDescription:
        """A code that no pattern holds."""
        it = self._start(code, words)
        it.name = it.clause = it.confidence = it.unconfirmed = it.package = ""
        it.kind = "unknown"
        it.classes = it.allowed = it.class_versions = ()
        it.core_classes = it.unit_codes = ()
        it.notes = it.units = it.value_types = ()
        return it

    def _fill(
        self, it: ObisDescription, row: ObisRow, words: list[Meaning]
    ) -> ObisDescription:
        """Say what `row` says."""
        facts = row.facts
        it.kind = facts.kind
        it.package = row.package
        it.clause = facts.clause
        it.confidence = facts.confidence
        it.value_types = facts.value_types
        self._allow(it, facts.uses)
        it.name, it.unit_codes = facts.name, facts.units
        it.notes = (facts.note,) if facts.note else ()
        it.unconfirmed = facts.unconfirmed
        if "{" in facts.name:
            self._compose(it, words)
        symbols = self._symbols.get(it.unit_codes)
        it.units = self._with_symbols(it.unit_codes) if symbols is None else symbols
        return it

    def _compose(self, it: ObisDescription, words: list[Meaning]) -> None:
        """Put the words of the value groups into the name, with what goes with them."""
        template = self._templates.get(it.name) or self._template(it.name)
        it.name = template.fill(it.code, [meaning.in_name for meaning in words])
        if not it.unit_codes and not _QUANTITY.isdisjoint(template.groups):
            it.unit_codes = _units(words)
        for index in template.groups:
            meaning = words[index]
            if meaning.note and index:
                it.notes = (*it.notes, meaning.note)
            if meaning.unconfirmed and index:
                separator = "; " if it.unconfirmed else ""
                it.unconfirmed += separator + meaning.unconfirmed

    def _template(self, name: str) -> Template:
        template = self._templates[name] = Template(name)
        return template

    def _allow(self, it: ObisDescription, *uses: Uses) -> None:
        """Say which classes may be used, by what rows say of that."""
        found = self._allowed.get(uses) or self._unite(uses)
        it.classes, it.allowed, it.class_versions, it.core_classes = found

    def _unite(self, uses: tuple[Uses, ...]) -> _Allowed:
        name, versions = self._registered.name, self._registered.versions
        classes: dict[int, int | None] = {}  # and the version that it is bound to
        named: set[int] = set()
        for stated, bound, core in uses:
            only = dict(bound)
            for number in _substituted(stated):
                classes.setdefault(number, only.get(number))
            named.update(core or stated)
        narrower = tuple(number for number in classes if number in named)
        found = self._allowed[uses] = (
            tuple((number, name(number)) for number in classes),
            tuple(
                (number, v)
                for number, only_one in classes.items()
                for v in versions(number)
                if only_one is None or v == only_one
            ),
            tuple((number, v) for number, v in classes.items() if v is not None),
            narrower if len(narrower) < len(classes) else (),
        )
        return found

    def _with_symbols(self, units: tuple[int, ...]) -> tuple[str, ...]:
        found = self._symbols[units] = tuple(map(self._symbol, units))
        return found

    def _symbol(self, unit: int) -> str:
        for tables in self._tables:
            if unit in tables.units:
                return tables.units[unit]
        return f"unit {unit}"


def _substituted(classes: tuple[int, ...]) -> tuple[int, ...]:
    """The classes with those that may stand for Data."""
    if _DATA not in classes:
        return classes
    return classes + tuple(each for each in _FOR_DATA if each not in classes)


def _has_own_f(row: ObisRow) -> bool:
    """Whether F is something else than the billing period that it is where nobody says.

    That is so of a row for one F, of one that numbers things by F, and of what is left
    to others.
    """
    name = row.facts.name
    if "{F}" in name:
        return False
    own = "{F" in name or row.match[5].isdecimal()
    return own or row.facts.kind != "standard"


def _allows(row: ObisRow, class_id: int) -> bool:
    classes = row.facts.classes
    return not classes or class_id in _substituted(classes)


def _units(words: list[Meaning]) -> tuple[int, ...]:
    """The units of the quantity as it is processed; none when they are open."""
    _, _, quantity, processing, part, _ = words
    if part.dimensionless:
        return ()
    if processing.units:
        return processing.units
    return part.units if part.units is not None else quantity.units or ()
