"""What an OBIS code, an interface class or an attribute is, in words.

The words about OBIS codes come from the module `_obis` of each generated package, which
is pure data. The tables are text, one row a line, fields separated by " | "; empty
fields at the end of a row are left out. No field holds " | " or a line break.

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
        classes     allowed class ids, the preferred one first; empty: any.
        values      tags of attribute 2 in decimal, as `6,18`; empty: not fixed.
        units       as above; empty: those of the groups when the name is composed.
        clause, confidence (high, medium, low or empty), core classes, note, unconfirmed.

Rows keep the order of the spec. The row that matches the fewest codes wins, the first
of several. Codes within one field are ascending; spaces are only in words.
"""

from __future__ import annotations

from .described import ClassDescription, ObisDescription, attribute, method
from .errors import UnknownClassError
from .obis import Obis
from .obis_tables import (
    CLAUSE,
    CONFIDENCE,
    CORE,
    KIND,
    NAME,
    NOTE,
    UNCONFIRMED,
    UNITS,
    VALUES,
    numbers,
)
from .obis_words import GroupWords
from .wire import TAG_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from .catalogue import Catalogue
    from .interface import InterfaceClass
    from .obis_tables import ObisRow, ObisTables

__all__ = [
    "Describer",
    "asked_for",
    "attribute",
    "interface_class",
    "method",
    "refused",
]

_REMEMBERED = 4096


class Describer:
    """Describes codes and classes by the packages of one catalogue."""

    __slots__ = ("_catalogue", "_known", "_tables")

    def __init__(self, catalogue: Catalogue, tables: Sequence[ObisTables]) -> None:
        """`tables`: those of every package, the one to believe first in front."""
        self._catalogue: Final = catalogue
        self._tables: Final = tuple(tables)
        self._known: Final[dict[tuple[Obis, int | None], ObisDescription]] = {}

    def code(self, code: Obis, class_id: int | None) -> ObisDescription:
        """What a code is, as an object of `class_id` when that is known."""
        known = self._known.get((code, class_id))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[code, class_id] = self._describe(code, class_id)
        return known

    def rows(self, code: Obis) -> list[ObisRow]:
        """Every pattern that holds the code, the most specific first."""
        found = [row for tables in self._tables for row in tables.rows(code)]
        found.sort(key=lambda row: row.size)
        return found

    def _describe(self, code: Obis, class_id: int | None) -> ObisDescription:
        words = GroupWords(self._tables, code)
        rows = self.rows(code)
        if class_id is not None:
            rows = [r for r in rows if not r.classes or class_id in r.classes]
        description = self._of(rows[0] if rows else None, code, words)
        seen = {number for number, _ in description.classes}
        others = []
        for row in rows[1:] if seen else ():
            if class_id is None and not seen.issuperset(row.classes):
                others.append(self._of(row, code, words))
                seen.update(row.classes)
        description.alternatives = tuple(others)
        return description

    def _of(
        self, row: ObisRow | None, code: Obis, words: GroupWords
    ) -> ObisDescription:
        it = ObisDescription()
        it.code = code
        it.alternatives = ()
        it.medium = self._medium(code, words)
        it.groups = {"A": it.medium} if it.medium else {}
        for letter in "BCDEF":
            meaning = words.words(letter)
            if meaning:
                it.groups[letter] = meaning
        if row is None:
            it.name = it.clause = it.confidence = it.unconfirmed = it.package = ""
            it.kind = "unknown"
            it.classes = it.allowed = it.notes = ()
            it.core_classes = it.unit_codes = ()
            it.units = it.value_types = ()
            return it
        template = row.field(NAME)
        it.name = words.name(template)
        it.kind = row.field(KIND) or "standard"
        it.package = row.package
        it.clause = row.field(CLAUSE)
        it.confidence = row.field(CONFIDENCE)
        it.core_classes = numbers(row.field(CORE))
        it.value_types = tuple(TAG_NAMES[tag] for tag in numbers(row.field(VALUES)))
        it.unit_codes = numbers(row.field(UNITS))
        if not it.unit_codes and ("{C}" in template or "{E}" in template):
            it.unit_codes = words.units()
        it.units = tuple(map(self._symbol, it.unit_codes))
        notes = [row.field(NOTE), *words.notes(template)]
        it.notes = tuple(note for note in notes if note)
        doubts = [row.field(UNCONFIRMED), *words.doubts(template)]
        it.unconfirmed = "; ".join(doubt for doubt in doubts if doubt)
        names = self._catalogue.name
        it.classes = tuple((number, names(number)) for number in row.classes)
        versions = self._catalogue.versions
        it.allowed = tuple((n, v) for n in row.classes for v in versions(n))
        return it

    def _medium(self, code: Obis, words: GroupWords) -> str:
        for tables in self._tables:
            if code.a in tables.media:
                return tables.media[code.a]
        return words.words("A")

    def _symbol(self, unit: int) -> str:
        for tables in self._tables:
            if unit in tables.units:
                return tables.units[unit]
        return f"unit {unit}"


def interface_class(
    catalogue: Catalogue, kind: type[InterfaceClass]
) -> ClassDescription:
    """What an interface class is."""
    it = ClassDescription()
    it.class_id = kind.CLASS_ID
    it.version = kind.VERSION
    it.name = kind.NAME
    it.description = (kind.__doc__ or "").strip().partition("\n")[0]
    it.clause = catalogue.clause(kind.CLASS_ID, kind.VERSION)
    it.package = catalogue.package(kind.CLASS_ID, kind.VERSION)
    it.versions = catalogue.versions(kind.CLASS_ID)
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
    shown = repr(thing)
    return UnknownClassError(
        "describe takes an OBIS code, a class_id, (class_id, version), an interface"
        " class, an AttributeSpec or a MethodSpec, not "
        + (shown if len(shown) <= 60 else shown[:60] + "...")
    )
