"""The common data types, and the names that they keep from others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class SimpleType(NamedTuple):
    """A common data type that is not made of others."""

    name: str
    tag: int
    """A-XDR tag of the type."""
    kind: Literal["nothing", "truth", "integer", "real", "string", "bits", "moment"]
    bounds: tuple[int, int] | None = None
    """Least and greatest value of an integer."""
    octets: int | None = None
    """Length of the value on the wire where it is fixed."""


def _integers(
    *rows: tuple[str, int, int, bool],
) -> tuple[SimpleType, ...]:
    """Integers from (name, tag, octets, signed)."""
    types = []
    for name, tag, octets, signed in rows:
        bits = 8 * octets
        low, high = (
            (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        )
        types.append(SimpleType(name, tag, "integer", (low, high), octets))
    return tuple(types)


SIMPLE_TYPES: Final[Mapping[str, SimpleType]] = MappingProxyType(
    {
        simple.name: simple
        for simple in (
            SimpleType("null-data", 0, "nothing", None, 0),
            SimpleType("boolean", 3, "truth", None, 1),
            SimpleType("bit-string", 4, "bits"),
            *_integers(
                ("double-long", 5, 4, True),
                ("double-long-unsigned", 6, 4, False),
            ),
            SimpleType("octet-string", 9, "string"),
            SimpleType("visible-string", 10, "string"),
            SimpleType("utf8-string", 12, "string"),
            *_integers(
                ("bcd", 13, 1, False),
                ("integer", 15, 1, True),
                ("long", 16, 2, True),
                ("unsigned", 17, 1, False),
                ("long-unsigned", 18, 2, False),
                ("long64", 20, 8, True),
                ("long64-unsigned", 21, 8, False),
                ("enum", 22, 1, False),
            ),
            SimpleType("float32", 23, "real", None, 4),
            SimpleType("float64", 24, "real", None, 8),
            SimpleType("date-time", 25, "moment", None, 12),
            SimpleType("date", 26, "moment", None, 5),
            SimpleType("time", 27, "moment", None, 4),
            *_integers(
                ("delta-integer", 28, 1, True),
                ("delta-long", 29, 2, True),
                ("delta-double-long", 30, 4, True),
                ("delta-unsigned", 31, 1, False),
                ("delta-long-unsigned", 32, 2, False),
                ("delta-double-long-unsigned", 33, 4, False),
            ),
            SimpleType("dont-care", 255, "nothing", None, 0),
        )
    }
)
"""The common data types by the standard's names (IEC 62056-6-2, 4.1.5)."""

COMPLEX_TYPES: Final[Mapping[str, int]] = MappingProxyType(
    {"array": 1, "structure": 2, "compact-array": 19}
)
"""The common data types that are made of others, with their A-XDR tags."""

RESERVED_TYPE_NAMES: Final = frozenset(
    {*SIMPLE_TYPES, *COMPLEX_TYPES, "CHOICE", "simple", "any"}
)
"""Names that no named type may take."""
