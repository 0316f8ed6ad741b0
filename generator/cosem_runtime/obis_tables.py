"""The OBIS tables of one package, as generated, and the search in them.

The shape of the text is described in `cosem_runtime.describe`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Final

__all__ = ["GroupCode", "ObisRow", "ObisTables"]

# A row with more (A, C) pairs than this is looked at for every code instead of indexed.
_WIDE = 1024


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

    def __init__(self, fields: list[str]) -> None:
        meaning, kind, flags, units, integral_unit, integral, note, unconfirmed = (
            *fields,
            *[""] * (8 - len(fields)),
        )
        self.meaning: Final = meaning
        self.kind: Final = kind
        self.integral: Final = "integral" in flags.split()
        self.dimensionless: Final = "dimensionless" in flags.split()
        self.units: Final = numbers(units)
        self.integral_units: Final = numbers(integral_unit)
        self.integral_meaning: Final = integral
        self.note: Final = note
        self.unconfirmed: Final = unconfirmed


class ObisRow:
    """A pattern of codes and what is said about them."""

    __slots__ = ("fields", "masks", "package", "size")

    def __init__(self, package: str, masks: tuple[int, ...], fields: list[str]) -> None:
        self.package: Final = package
        self.masks: Final = masks
        self.fields: Final = fields
        size = 1
        for mask in masks:
            size *= mask.bit_count()
        # How many codes match: the fewer, the more specific.
        self.size: Final = size

    def matches(self, code: bytes) -> bool:
        """Whether the pattern holds the six octets of `code`."""
        a, b, c, d, e, f = self.masks
        return bool(
            d >> code[3] & e >> code[4] & b >> code[1] & f >> code[5] & 1
            and c >> code[2] & a >> code[0] & 1
        )

    def field(self, index: int) -> str:
        """A field of the row; empty when it is left out."""
        return self.fields[index] if index < len(self.fields) else ""

    @property
    def classes(self) -> tuple[int, ...]:
        """The allowed class ids, the preferred one first; none: any class."""
        return numbers(self.field(CLASSES))


# The fields of an object row after its match.
NAME, KIND, CLASSES, VALUES, UNITS, CLAUSE, CONFIDENCE, CORE, NOTE, UNCONFIRMED = range(
    10
)


class ObisTables:
    """The OBIS words of one package. Everything is parsed when it is first needed."""

    __slots__ = (
        "_by_medium_and_quantity",
        "_group_lines",
        "_groups",
        "_selections",
        "_wide",
        "media",
        "package",
        "same_media",
        "units",
    )

    def __init__(self, package: str, module: ModuleType) -> None:
        self.package: Final = package
        self.media: Final[dict[int, str]] = module.MEDIA
        self.same_media: Final[dict[int, int]] = module.SAME_MEDIA
        self.units: Final[dict[int, str]] = module.UNITS
        self._wide: Final[list[ObisRow]] = []
        self._by_medium_and_quantity: Final = self._index(module.OBJECTS)
        self._group_lines: Final = _by_first_field(module.GROUPS)
        self._groups: Final[dict[str, dict[int, GroupCode]]] = {}
        self._selections: Final = _selections(module.SELECTIONS)

    def _index(self, text: str) -> dict[tuple[int, int], list[ObisRow]]:
        masks: dict[str, int] = {}
        pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        index: dict[tuple[int, int], list[ObisRow]] = {}
        for line in text.splitlines():
            match, *fields = line.split(" | ")
            row_masks = []
            for codes in match.split("."):
                if codes not in masks:
                    masks[codes] = _mask(codes)
                row_masks.append(masks[codes])
            row = ObisRow(self.package, tuple(row_masks), fields)
            a, c = row_masks[0], row_masks[2]
            if a.bit_count() * c.bit_count() > _WIDE:
                self._wide.append(row)
                continue
            if (a, c) not in pairs:
                pairs[a, c] = [(i, j) for i in _members(a) for j in _members(c)]
            for pair in pairs[a, c]:
                index.setdefault(pair, []).append(row)
        return index

    def rows(self, code: bytes) -> Iterator[ObisRow]:
        """The rows whose pattern holds `code`, in the order of the spec."""
        for row in self._by_medium_and_quantity.get((code[0], code[2]), ()):
            if row.matches(code):
                yield row
        for row in self._wide:
            if row.matches(code):
                yield row

    def tables(self, medium: int, letter: str, code: bytes) -> Iterator[str]:
        """Names of the tables that may hold for group `letter`, the nearest first."""
        for scope in (str(medium), ""):
            table = scope + letter
            for name, conditions in self._selections.get(table, ()):
                if all(mask >> code[index] & 1 for index, mask in conditions):
                    yield f"{table} {name}"
                    if scope:
                        yield f"{letter} {name}"
            yield table

    def meaning(self, table: str, number: int) -> GroupCode | None:
        """What `number` means in a table; None when the table does not say."""
        codes = self._groups.get(table)
        if codes is None:
            codes = self._groups[table] = {}
            for first, *fields in self._group_lines.get(table, ()):
                meaning = GroupCode(fields)
                for member in _members(_mask(first)):
                    codes[member] = meaning
        return codes.get(number)


def numbers(text: str) -> tuple[int, ...]:
    """The whole numbers of a field, with commas between."""
    return tuple(map(int, text.split(","))) if text else ()


def _by_first_field(text: str) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        first, *fields = line.split(" | ")
        rows.setdefault(first, []).append(fields)
    return rows


def _selections(text: str) -> dict[str, list[tuple[str, list[tuple[int, int]]]]]:
    """Scope and letter -> named tables with their conditions, (group index, mask)."""
    rows: dict[str, list[tuple[str, list[tuple[int, int]]]]] = {}
    for line in text.splitlines():
        table, *conditions = line.split(" | ")
        scope, _, name = table.partition(" ")
        parsed = []
        for condition in conditions:
            letter, _, codes = condition.partition("=")
            parsed.append(("ABCDEF".index(letter), _mask(codes)))
        rows.setdefault(scope, []).append((name, parsed))
    return rows


def _mask(codes: str) -> int:
    """`1-3,7` as a number with bits 1, 2, 3 and 7 set."""
    mask = 0
    for part in codes.split(","):
        first, _, last = part.partition("-")
        mask |= (2 << int(last or first)) - (1 << int(first))
    return mask


def _members(mask: int) -> list[int]:
    return [number for number in range(mask.bit_length()) if mask >> number & 1]
