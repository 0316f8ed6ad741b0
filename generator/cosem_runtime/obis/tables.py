"""The OBIS tables of one package, as generated: its module `_obis`, which is pure data.

The tables are text, one row a line, fields separated by " | "; empty
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
        match       codes of each group with dots between: `0.0-64.0.1.0.0-99,255`; then a
                    space and `alternative` where other rows that hold a code go first.
        name        words; `{B}` to `{F}` is what the code means in that group, or the
                    number when no table says; `{E+1}` is the number plus one.
        kind        manufacturer, utility, consortia, country, inactive; else empty.
        classes     allowed class ids, the preferred one first; empty: any. `7.1` is
                    class 7 in version 1 only.
        values      tags of attribute 2 in decimal, as `6,18`; empty: not fixed.
        units       as above; empty: those of the groups when the name is composed.
        clause, confidence (high, medium, low or empty), core classes, note, unconfirmed.

    IN_USE: Final = '''... rows of: match | label | reading | shown unit'''
        What displays call codes that meters really have; a code stands in one row.
        match       as above.
        label       words, put together as names are.
        reading     total, net, instantaneous, average, interval, maximum, minimum; else
                    empty.
        shown unit  the unit of the value, or a decimal multiple of it: `kWh`.

Packages are asked in turn, the last one registered first: what it selects, then its own
tables without a name. A named table holds what any package puts into it.

Rows keep the order of the spec. The row that matches the fewest codes wins, the first
of several; one that is an alternative comes after all that are none. Codes within one field are ascending; spaces are only in words.

Lines are only taken apart when something in them is asked for: few of them ever are.
"""

from __future__ import annotations

from ..text_rows import fields
from ..wire import TAG_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Final

    # Index of a value group and the codes that it must have, for each condition.
    Conditions = tuple[tuple[int, frozenset[int]], ...]
    # Class ids, (class_id, version) of some of them, and some of them.
    Uses = tuple[tuple[int, ...], tuple[tuple[int, int], ...], tuple[int, ...]]

__all__ = ["GroupCode", "InUseRow", "ObisRow", "ObisTables", "RowFacts", "members"]


class GroupCode:
    """What one code, or each of several, means in its value group."""

    __slots__ = (
        "dimensionless",
        "integral",
        "integral_meaning",
        "integral_units",
        "kind",
        "meaning",
        "note",
        "unconfirmed",
        "units",
    )

    def __init__(self, text: str) -> None:
        meaning, kind, flags, units, integral_unit, integral, note, unconfirmed = (
            _fields(text, 8)
        )
        self.meaning: Final = meaning
        self.kind: Final = kind
        self.integral: Final = "integral" in flags.split()
        self.dimensionless: Final = "dimensionless" in flags.split()
        self.units: Final = _numbers(units)
        self.integral_units: Final = _numbers(integral_unit)
        self.integral_meaning: Final = integral
        self.note: Final = note
        self.unconfirmed: Final = unconfirmed


class RowFacts:
    """What is said about the codes of a pattern."""

    __slots__ = (
        "classes",
        "clause",
        "confidence",
        "kind",
        "name",
        "note",
        "unconfirmed",
        "units",
        "uses",
        "value_types",
    )

    def __init__(self, text: str) -> None:
        told = _fields(text, 10)
        name, kind, classes, values, units = told[:5]
        clause, confidence, core_classes, note, unconfirmed = told[5:]
        self.name: Final = name
        self.kind: Final = kind or "standard"
        # The preferred one first; none: any class.
        uses = [use.partition(".") for use in classes.split(",") if use]
        self.classes: Final = tuple([int(number) for number, _, _ in uses])
        # With (class_id, version) of those that are bound to one version, and with those
        # that the standard itself names; none: all.
        self.uses: Final[Uses] = (
            self.classes,
            tuple(
                [(int(number), int(version)) for number, _, version in uses if version]
            ),
            _numbers(core_classes),
        )
        self.value_types: Final = tuple(TAG_NAMES[tag] for tag in _numbers(values))
        self.units: Final = _numbers(units)
        self.clause: Final = clause
        self.confidence: Final = confidence
        self.note: Final = note
        self.unconfirmed: Final = unconfirmed


class ObisRow:
    """A pattern of codes: for each value group the codes that it holds."""

    __slots__ = ("_facts", "alternative", "match", "package")

    def __init__(self, package: str, line: str) -> None:
        match, _, text = line.partition(" | ")
        self.package: Final = package
        match, _, word = match.partition(" ")
        self.alternative: Final = bool(word)
        # Six texts as `0,7-9`.
        self.match: Final = match.split(".")
        # The text, until somebody asks for what it says.
        self._facts: RowFacts | str = text

    @property
    def facts(self) -> RowFacts:
        """What is said about these codes."""
        facts = self._facts
        if isinstance(facts, str):
            facts = self._facts = RowFacts(facts)
        return facts


class InUseRow:
    """What displays call the codes of a pattern."""

    __slots__ = ("label", "match", "reading", "shown_unit")

    def __init__(self, line: str) -> None:
        match, label, reading, shown_unit = _fields(line, 4)
        # For each value group the codes that it holds.
        self.match: Final = [frozenset(members(codes)) for codes in match.split(".")]
        self.label: Final = label
        self.reading: Final = reading
        self.shown_unit: Final = shown_unit


class ObisTables:
    """The OBIS words of one package."""

    __slots__ = (
        "_group_lines",
        "in_use",
        "media",
        "package",
        "rows",
        "same_media",
        "scopes",
        "selections",
        "units",
    )

    def __init__(self, package: str, module: ModuleType) -> None:
        self.package: Final = package
        self.media: Final[dict[int, str]] = module.MEDIA
        self.same_media: Final[dict[int, int]] = module.SAME_MEDIA
        self.units: Final[dict[int, str]] = module.UNITS
        self.rows: Final = [
            ObisRow(package, line) for line in module.OBJECTS.splitlines()
        ]
        # Lines of InUseRow by the codes of group C; a package of before has none.
        self.in_use: Final[dict[int, list[str]]] = {}
        for line in vars(module).get("IN_USE", "").splitlines():
            for quantity in members(line.split(".", 3)[2]):
                self.in_use.setdefault(quantity, []).append(line)
        # Medium and letter -> named tables, each with its conditions.
        self.selections: Final = _selections(module.SELECTIONS)
        self._group_lines: Final[dict[str, list[str]]] = {}
        for line in module.GROUPS.splitlines():
            table, _, text = line.partition(" | ")
            self._group_lines.setdefault(table, []).append(text)
        # Media that have tables of their own, in digits; "" for those of all media.
        self.scopes: Final = {
            table.partition(" ")[0][:-1]
            for table in (*self._group_lines, *self.selections)
        }

    def group(self, table: str) -> dict[int, str]:
        """Code -> the text of its GroupCode, in a table of value group words."""
        codes = {}
        for line in self._group_lines.get(table, ()):
            these, _, text = line.partition(" | ")
            codes.update(dict.fromkeys(members(these), text))
        return codes


def members(codes: str) -> list[int]:
    """`1-3,7` as the numbers 1, 2, 3 and 7."""
    found: list[int] = []
    for part in codes.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _fields(text: str, count: int) -> list[str]:
    """The fields of a row; those left out at its end are empty."""
    found = fields(text)
    return found + [""] * (count - len(found))


def _numbers(text: str) -> tuple[int, ...]:
    """The whole numbers of a field, with commas between."""
    return tuple(map(int, text.split(","))) if text else ()


def _selections(text: str) -> dict[str, list[tuple[str, Conditions]]]:
    rows: dict[str, list[tuple[str, Conditions]]] = {}
    for line in text.splitlines():
        table, *conditions = line.split(" | ")
        parsed = []
        for condition in conditions:
            letter, _, codes = condition.partition("=")
            parsed.append(("ABCDEF".index(letter), frozenset(members(codes))))
        scope, _, name = table.partition(" ")
        rows.setdefault(scope, []).append((name, tuple(parsed)))
    return rows
