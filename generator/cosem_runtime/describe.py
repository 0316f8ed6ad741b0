"""What an OBIS code, an interface class or an attribute is, in words.

The words about OBIS codes come from the module `_obis` of each generated package, which
is pure data. The tables are text, one row a line, fields separated by " | "; empty
fields at the end of a row are left out. No field holds a line break, and a "|" between
blanks inside a field is written "\\|".

    MEDIA: Final[dict[int, str]] = {0: "Abstract", 1: "AC electricity", ...}
        Value group A: media that the package defines, by number.
    SAME_MEDIA: Final[dict[int, int]] = {5: 6, 9: 8}
        Media whose groups are those of another one; GROUPS holds them once.
    UNITS: Final[dict[int, str]] = {7: "s", 30: "Wh", 255: ""}
        Symbols of every unit that the rows below use, by enumeration value.

    GROUPS: Final = '''... rows of: table | codes | meaning | kind | flags | units |
                           integral unit | integral meaning | note | unconfirmed'''
        table       medium, letter and, for a named table, a space and its name: `1C`,
                    `1E rate`; without the medium when it holds for every medium: `F`,
                    `D country`.
        codes       `0`, `1-63`, `47,48,59-127`.
        meaning     words; `{n}` is the code itself, `{n-100}` the code less 100.
        kind        reserved, manufacturer, utility, user, unused; else empty.
        flags       `integral`, `dimensionless`, both with a space between, or empty.
        units       enumeration values of units: `27` or `30,25`.
        integral unit, integral meaning
                    unit and words when group D says `integral`; one may be empty.

    SELECTIONS: Final = '''... rows of: table | condition | condition ...'''
        table       the named table that holds then: `1E rate`, or `D country`.
        condition   letter, `=`, codes: `C=1-10,13`. All must hold. Of several tables the
                    first that has the code counts, tables without a name come last.

    OBJECTS: Final = '''... rows of: match | name | kind | classes | values | units |
                            clause | confidence | core classes | note | unconfirmed'''
        match       codes of each group with dots between: `0.0-64.0.1.0.0-99,255`.
        name        words; `{B}` to `{F}` is what the code means in that group, or the
                    number when no table says; `{E+1}` is the number plus one.
        kind        manufacturer, utility, consortia, country, inactive; else empty.
        classes     allowed class ids, the preferred one first; empty: any. `7.1` is
                    class 7 in version 1 only.
        values      tags of attribute 2 in decimal, as `6,18`; empty: not fixed.
        units       as above; empty: those of the groups when the name is composed.
        clause, confidence (high, medium, low or empty), core classes, note, unconfirmed.

Packages are asked in turn, the last one registered first: what it selects, then its own
tables without a name. A named table holds what any package puts into it.

Rows keep the order of the spec. The row that matches the fewest codes wins, the first
of several. Codes within one field are ascending; spaces are only in words.
"""

from __future__ import annotations

from .described import ClassDescription, ObisDescription, attribute, method
from .errors import UnknownClassError, quote
from .obis import Obis
from .obis_index import RowIndex
from .obis_words import GroupWords, Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from .catalogue import Registered
    from .interface import InterfaceClass
    from .obis_tables import ObisRow, ObisTables
    from .obis_words import Meaning

    # (class_id, name) of each class, and (class_id, version) of each of its versions.
    _Classes = tuple[tuple[tuple[int, str], ...], tuple[tuple[int, int], ...]]
    _ClassKey = tuple[tuple[int, ...], tuple[tuple[int, int], ...]]

__all__ = [
    "Describer",
    "asked_for",
    "attribute",
    "interface_class",
    "method",
    "refused",
]

_REMEMBERED = 4096
# Index of the value groups C and E, whose words say what is measured.
_QUANTITY = {2, 4}


class _Draft(ObisDescription):
    """A description as long as nobody else has it."""

    __slots__ = ()
    __setattr__ = object.__setattr__


class Describer:
    """Describes codes by the packages that a catalogue has at one time.

    What is asked for more than once is kept: the last few thousand codes, and what is
    said about a row, its classes and units, of which there are few.
    """

    __slots__ = (
        "_class_names",
        "_index",
        "_known",
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
        self._index: Final = RowIndex(row for t in self._tables for row in t.rows)
        self._words: Final = GroupWords(self._tables)
        self._known: Final[dict[tuple[Obis, int | None], ObisDescription]] = {}
        self._media: Final[dict[int, str]] = {}
        for one in reversed(self._tables):
            self._media.update(one.media)
        self._templates: Final[dict[str, Template]] = {}
        self._class_names: Final[dict[_ClassKey, _Classes]] = {}
        self._symbols: Final[dict[tuple[int, ...], tuple[str, ...]]] = {(): ()}

    def prepare(self) -> None:
        """Read all of the tables, which is otherwise done line by line as asked for."""
        units = {meaning.units or () for meaning in self._words.prepare()}
        for row in self._index.rows:
            facts = row.facts
            units.add(facts.units)
            self._named(facts.classes, facts.versions)
            if "{" in facts.name:
                self._template(facts.name)
        for each in units:
            self._with_symbols(each)

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
            rows = [
                row
                for row in rows
                if not row.facts.classes or class_id in row.facts.classes
            ]
        words = self._words.of(code)
        if not rows:
            return self._unknown(code, words)
        description = self._of(rows[0], code, words)
        if len(rows) > 1 and description.classes and class_id is None:
            seen = set(rows[0].facts.classes)
            others = []
            for row in rows[1:]:
                if not seen.issuperset(row.facts.classes):
                    others.append(self._of(row, code, words))
                    seen.update(row.facts.classes)
            description.alternatives = tuple(others)
        return description

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
        return it

    def _unknown(self, code: Obis, words: list[Meaning]) -> ObisDescription:
        """A code that no pattern holds."""
        it = self._start(code, words)
        it.name = it.clause = it.confidence = it.unconfirmed = it.package = ""
        it.kind = "unknown"
        it.classes = it.allowed = it.class_versions = ()
        it.core_classes = it.unit_codes = ()
        it.notes = it.units = it.value_types = ()
        return it

    def _of(self, row: ObisRow, code: Obis, words: list[Meaning]) -> ObisDescription:
        """A code as `row` says."""
        it = self._start(code, words)
        facts = row.facts
        it.kind = facts.kind
        it.package = row.package
        it.clause = facts.clause
        it.confidence = facts.confidence
        it.core_classes = facts.core_classes
        it.value_types = facts.value_types
        it.class_versions = facts.versions
        classes = self._class_names.get((facts.classes, facts.versions))
        it.classes, it.allowed = classes or self._named(facts.classes, facts.versions)
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

    def _named(
        self, classes: tuple[int, ...], bound: tuple[tuple[int, int], ...]
    ) -> _Classes:
        name, versions = self._registered.name, self._registered.versions
        only = dict(bound)
        found = self._class_names[classes, bound] = (
            tuple((number, name(number)) for number in classes),
            tuple(
                (number, v)
                for number in classes
                for v in versions(number)
                if v == only.get(number, v)
            ),
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


def _units(words: list[Meaning]) -> tuple[int, ...]:
    """The units of the quantity as it is processed; none when they are open."""
    _, _, quantity, processing, part, _ = words
    if part.dimensionless:
        return ()
    if processing.units:
        return processing.units
    return part.units if part.units is not None else quantity.units or ()


def interface_class(
    registered: Registered, kind: type[InterfaceClass]
) -> ClassDescription:
    """What an interface class is."""
    it = ClassDescription()
    it.class_id = kind.CLASS_ID
    it.version = kind.VERSION
    it.name = kind.NAME
    it.description = " ".join((kind.__doc__ or "").partition("\n\n")[0].split())
    known = registered.provenance(kind.CLASS_ID, kind.VERSION)
    it.called = known.name or kind.NAME
    it.clause, it.edition = known.clause, known.edition
    it.confidence = known.confidence
    it.open_questions = known.open_questions
    it.package = registered.package(kind.CLASS_ID, kind.VERSION)
    it.versions = registered.versions(kind.CLASS_ID)
    it.attributes = tuple(map(attribute, kind.ATTRIBUTES))
    it.methods = tuple(map(method, kind.METHODS))
    return it


def asked_for(thing: object) -> Obis | tuple[int, int | None] | None:
    """What is to be described: a code, or (class_id, version); None when neither.

    Raises ObisError for text or octets that are no OBIS code.
    """
    if isinstance(thing, (str, bytes)):
        return Obis(thing)
    if isinstance(thing, bool):
        return None
    if isinstance(thing, int):
        return thing, None
    if isinstance(thing, tuple) and len(thing) == 2:
        class_id, version = thing
        if isinstance(class_id, int) and isinstance(version, int):
            return class_id, version
    return None


def refused(thing: object) -> UnknownClassError:
    """The error for something that cannot be described."""
    return UnknownClassError(
        "describe takes an OBIS code, a class_id, (class_id, version), an interface"
        f" class, an AttributeSpec or a MethodSpec, not {quote(thing)}"
    )
