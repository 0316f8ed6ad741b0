"""What can be other than the standard says, and still be understood."""

from __future__ import annotations

from ..errors import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Generic

    from typing_extensions import TypeVar  # a checker has it; nothing is installed

    _Value = TypeVar("_Value", default=Any)

    class _OfValue(Generic[_Value]):
        """Makes a reading generic in the type of its value, for checkers alone."""

        __slots__ = ()

else:

    class _OfValue:
        """Takes the types in brackets and is the same class, without `typing`."""

        __slots__ = ()

        def __class_getitem__(cls, types):
            return cls

    _Value = None

__all__ = [
    "KINDS",
    "SEVERITIES",
    "Deviation",
    "DeviationKind",
    "Reading",
    "in_order",
]

NOTE = "note"
"""Other octets for the same value of the same type."""
WARNING = "warning"
"""Another type than is due; what is meant is certain."""
ERROR = "error"
"""Something is missing, is too much, or is no value of the type."""
SEVERITIES = (NOTE, WARNING, ERROR)
"""From the least grave on."""


class DeviationKind:
    """One way to deviate: its code, how grave it is, and what is taken for the value.

    `example` is class_id, attribute and octets that deviate so; None where it takes more
    than a line. Immutable by contract.
    """

    __slots__ = ("code", "example", "severity", "taken", "title")

    def __init__(
        self,
        code: str,
        severity: str,
        title: str,
        taken: str,
        example: tuple[int, int, str] | None,
    ) -> None:
        self.code: str = code
        self.severity: str = severity
        self.title: str = title
        self.taken: str = taken
        self.example: tuple[int, int, str] | None = example

    def __reduce__(self) -> tuple[Any, ...]:
        made_of = self.code, self.severity, self.title, self.taken, self.example
        return DeviationKind, made_of

    def __repr__(self) -> str:
        return f"<DeviationKind {self.code} {self.title}>"


KINDS: dict[str, DeviationKind] = {
    kind.code: kind
    for kind in (
        # ---- the octets around the value ----
        DeviationKind(
            "D001",
            NOTE,
            "a length is written longer than needed",
            "The same value.",
            (3, 3, "02 81 02 0F 00 16 1E"),
        ),
        DeviationKind(
            "D002",
            ERROR,
            "octets stand behind the value",
            "The value in front of them.",
            (3, 3, "02 02 0F 00 16 1E 00"),
        ),
        DeviationKind(
            "D003",
            ERROR,
            "the octets end early",
            "The elements or members that are whole.",
            (22, 4, "01 02 02 02 09 04 10 0A 27 FF 09 05 07 E1 04 06 FF"),
        ),
        DeviationKind(
            "D004",
            ERROR,
            "an array has more elements than it says",
            "All of its elements, when they fill the octets to the end.",
            (22, 4, "01 00 02 02 09 04 10 0A 27 FF 09 05 07 E1 04 06 FF"),
        ),
        DeviationKind(
            "D005",
            ERROR,
            "octets in a row of a profile are no data",
            "The cells before them; the rows behind them, if they end with the octets.",
            None,
        ),
        DeviationKind(
            "D009",
            ERROR,
            "there are more deviations than are listed",
            "The value, all of it read in the same way.",
            None,
        ),
        # ---- another type for one value ----
        DeviationKind(
            "D101",
            WARNING,
            "another integer type",
            "The number, as the type that is due.",
            (8, 3, "05 00 00 00 B4"),
        ),
        DeviationKind(
            "D102",
            ERROR,
            "a number that the type cannot hold",
            "The number, under the type that came.",
            (8, 3, "05 00 01 00 00"),
        ),
        DeviationKind(
            "D103",
            WARNING,
            "an integer for an enum, or an enum for an integer",
            "The member of the enumeration, or the number.",
            (70, 3, "11 01"),
        ),
        DeviationKind(
            "D104",
            WARNING,
            "bcd for a number",
            "The number that the two digits write.",
            (7, 7, "0D 12"),
        ),
        DeviationKind(
            "D105",
            WARNING,
            "a floating point number for an integer, the reverse, or another precision",
            "The number, when the type that is due can hold it exactly.",
            (7, 7, "17 44 61 00 00"),
        ),
        DeviationKind(
            "D106",
            WARNING,
            "a number for a boolean, or the reverse",
            "0 is false, 1 is true.",
            (70, 2, "11 01"),
        ),
        DeviationKind(
            "D111",
            WARNING,
            "a date-time, date or time under its own tag for an octet-string",
            "The moment.",
            (8, 2, "19 07 E8 0B 0F 05 0E 2D 2D 00 FF C4 00"),
        ),
        DeviationKind(
            "D112",
            WARNING,
            "an octet-string for a date-time, date or time under its own tag",
            "The moment.",
            (47, 8, "09 0C 07 E8 0B 0F 05 0E 2D 2D 00 FF C4 00"),
        ),
        DeviationKind(
            "D113",
            WARNING,
            "a date or a time for a date-time, or another of these for one another",
            "What came: its size says which of them it is.",
            (8, 2, "09 05 07 E8 0B 0F 05"),
        ),
        DeviationKind(
            "D121",
            WARNING,
            "another string type",
            "The text or octets, as the type that is due.",
            (20, 2, "0A 04 54 41 52 31"),
        ),
        DeviationKind(
            "D131",
            WARNING,
            "null-data where a value is due",
            "None: nothing is meant.",
            (7, 6, "00"),
        ),
        DeviationKind(
            "D132",
            WARNING,
            "an empty string where a value that cannot be empty is due",
            "None: nothing is meant.",
            (8, 2, "09 00"),
        ),
        # ---- another build of values ----
        DeviationKind(
            "D141",
            WARNING,
            "a single element where an array is due",
            "A list of this one.",
            (22, 4, "02 02 09 04 10 0A 27 FF 09 05 07 E1 04 06 FF"),
        ),
        DeviationKind(
            "D142",
            WARNING,
            "an array of one where a single value is due",
            "The one element.",
            (3, 3, "01 01 02 02 0F 00 16 1E"),
        ),
        DeviationKind(
            "D143",
            ERROR,
            "members of a structure are missing at its end",
            "None for each of them.",
            (3, 3, "02 01 0F 00"),
        ),
        DeviationKind(
            "D144",
            ERROR,
            "a structure has more members than it is to have",
            "The members that it is to have.",
            (3, 3, "02 03 0F 00 16 1E 11 00"),
        ),
        DeviationKind(
            "D145",
            WARNING,
            "an array where a structure is due, or the reverse",
            "The members, or the elements, when each of them is as is due.",
            (3, 3, "01 02 0F 00 16 1E"),
        ),
        DeviationKind(
            "D146",
            WARNING,
            "a compact-array where an array is due",
            "The list of its elements.",
            (22, 4, "13 02 02 09 09 0B 04 10 0A 27 FF 05 07 E1 04 06 FF"),
        ),
        DeviationKind(
            "D147",
            ERROR,
            "an element of a list, or a row of a profile, that nothing can be made of",
            "None; a row of None; no object for an entry of an object list.",
            None,
        ),
        DeviationKind(
            "D151",
            WARNING,
            "the value is that of another version of the class",
            "The value, as that version has it.",
            (40, 2, "01 01 02 04 12 00 46 09 06 00 00 60 03 0A FF 0F 03 12 00 00"),
        ),
        DeviationKind(
            "D152",
            WARNING,
            "an attribute that the class table does not have",
            "The value with its tags, kept under its number.",
            (3, 18, "06 00 00 00 01"),
        ),
        DeviationKind(
            "D161",
            ERROR,
            "the descriptor of an attribute stands in a structure without tags",
            "Class, code and attribute number as they are, and the value behind them.",
            None,
        ),
        DeviationKind(
            "D162",
            ERROR,
            "the value of a push is none that its attribute can have",
            "The value with its tags.",
            None,
        ),
        # ---- values that are outside of what is stated ----
        DeviationKind(
            "D201",
            ERROR,
            "a value that a closed enumeration does not have",
            "The number, under the type that came.",
            None,
        ),
        DeviationKind(
            "D202",
            WARNING,
            "a value outside its stated range or size",
            "The value.",
            (8, 7, "0F 7F"),
        ),
        DeviationKind(
            "D203",
            ERROR,
            "a cell of a profile that is nothing its attribute can be",
            "The value as it came, without its tag.",
            None,
        ),
    )
}
"""Every kind, by its code. The page of deviations and the tests go over this table."""


class Deviation:
    """One place where the octets are not as the standard has them.

    `path` is the way to the value, as in `capture_objects[3].logical_name`, `offset` the
    octet it begins with; `expected` and `found` say what clashed. `code` is stable and
    stands on the page of deviations; `severity` is "note", "warning" or "error". Immutable
    by contract.
    """

    __slots__ = ("code", "expected", "found", "offset", "path")

    def __init__(
        self, code: str, path: str, offset: int, expected: str, found: str
    ) -> None:
        self.code: str = code
        self.path: str = path
        self.offset: int = offset
        self.expected: str = expected
        self.found: str = found

    @property
    def severity(self) -> str:
        """How grave it is: "note", "warning" or "error"."""
        return KINDS[self.code].severity

    @property
    def title(self) -> str:
        """What kind of deviation it is, in words."""
        return KINDS[self.code].title

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Deviation):
            return NotImplemented
        return self._made_of() == other._made_of()

    def __hash__(self) -> int:
        return hash(self._made_of())

    def _made_of(self) -> tuple[str, str, int, str, str]:
        return self.code, self.path, self.offset, self.expected, self.found

    def __reduce__(self) -> tuple[Any, ...]:
        return Deviation, self._made_of()

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return (
            f"{self.code} {where}expected {self.expected}, found {self.found}"
            f" (offset {self.offset})"
        )

    def __repr__(self) -> str:
        return f"<Deviation {self}>"


def in_order(told: Iterable[Deviation], more: int, octets: bytes) -> list[Deviation]:
    """Deviations by their offsets; at the end of the octets how many `more` there were."""
    found = sorted(told, key=_offset)
    if more:
        found.append(Deviation("D009", "", len(octets), "none", f"{more} more"))
    return found


class Reading(_OfValue[_Value]):
    """A value as a meter sent it, with all that is not as the standard has it.

    `value` is named and typed as `decode` gives it; what is missing is None. `octets` is
    what came, `deviations` are in the order of their offsets. Encoding the value gives the
    octets that the standard wants. `is_secret` says that the value is not for eyes: `repr`
    does not show it. Immutable by contract.
    """

    __slots__ = ("deviations", "is_secret", "octets", "value")

    def __init__(
        self,
        value: _Value,
        octets: bytes,
        deviations: Iterable[Deviation] = (),
        *,
        is_secret: bool = False,
    ) -> None:
        self.value: _Value = value
        self.is_secret: bool = is_secret
        self.octets: bytes = octets
        self.deviations: tuple[Deviation, ...] = tuple(deviations)

    @property
    def conforms(self) -> bool:
        """Whether the octets are just as the standard has them."""
        return not self.deviations

    def __reduce__(self) -> tuple[Any, ...]:
        return _reading, (self.value, self.octets, self.deviations, self.is_secret)

    def __repr__(self) -> str:
        value = "(secret)" if self.is_secret else cut(repr(self.value))
        told = "".join(f"; {each}" for each in self.deviations[:3])
        more = len(self.deviations) - 3
        if more > 0:
            told += f"; {more} more"
        return f"<Reading {value}{told}>"


def _reading(
    value: Any, octets: bytes, deviations: tuple[Deviation, ...], is_secret: bool
) -> Reading:
    """What was pickled or copied."""
    return Reading(value, octets, deviations, is_secret=is_secret)


def _offset(deviation: Deviation) -> int:
    return deviation.offset
