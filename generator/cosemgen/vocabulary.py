"""The fixed words of the language: common data types, meanings, rules and who may write which class id.

What a spec file can name without defining it.  The tables are data, so that the compiler, the documentation and the
targets say the same about each word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

# ---------------------------------------------------------------- common data types


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


# ---------------------------------------------------------------- meanings


class Meaning(NamedTuple):
    """What the octets of a string (or a number) hold: `octet-string as logical-name`."""

    name: str
    bases: tuple[str, ...]
    """Common data types that it may stand on."""
    octets: int | None
    """Length that it implies, in octets; None where the length is free."""
    sentence: str


MEANINGS: Final[Mapping[str, Meaning]] = MappingProxyType(
    {
        meaning.name: meaning
        for meaning in (
            Meaning("logical-name", ("octet-string",), 6, "an OBIS code"),
            Meaning("date-time", ("octet-string",), 12, "a date and a time"),
            Meaning("date", ("octet-string",), 5, "a date"),
            Meaning("time", ("octet-string",), 4, "a time of day"),
            Meaning(
                "ipv4-address",
                ("octet-string", "double-long-unsigned"),
                4,
                "an IPv4 address",
            ),
            Meaning("ipv6-address", ("octet-string",), 16, "an IPv6 address"),
            Meaning("mac-address", ("octet-string",), 6, "a MAC address (EUI-48)"),
            Meaning(
                "object-identifier",
                ("octet-string",),
                None,
                "an ASN.1 object identifier, BER coded",
            ),
            Meaning("text", ("octet-string",), None, "readable text"),
            Meaning(
                "system-title",
                ("octet-string",),
                8,
                "a system title: manufacturer and serial number",
            ),
        )
    }
)

STRUCTURE_MEANINGS: Final = frozenset({"scaler-unit"})
"""Meanings of whole structures."""


# ---------------------------------------------------------------- references


class Role(NamedTuple):
    """A member of a structure that takes part in a reference to an object."""

    name: str
    types: tuple[str, ...]
    optional: bool = False


_CLASS_ID: Final = Role("class_id", ("long-unsigned",), True)
_LOGICAL_NAME: Final = Role("logical_name", ("logical-name",))
_INDEX: Final = ("integer", "unsigned", "long", "long-unsigned")

REFERENCES: Final[Mapping[str, tuple[Role, ...]]] = MappingProxyType(
    {
        "object": (_CLASS_ID, _LOGICAL_NAME),
        "attribute": (
            _CLASS_ID,
            _LOGICAL_NAME,
            Role("attribute_index", _INDEX),
            Role("data_index", _INDEX, True),
        ),
        "method": (_CLASS_ID, _LOGICAL_NAME, Role("method_index", _INDEX)),
        "script": (
            Role("script_logical_name", ("logical-name",)),
            Role("script_selector", ("long-unsigned",)),
        ),
    }
)
"""What `refers to ...(members)` lists, in this order, and the types that the members may have."""


# ---------------------------------------------------------------- rules

Parameter = Literal["number", "attribute", "path", "field"]
"""What a rule is given: a number, an attribute of the class, an attribute or `attribute.member`, a field of the
elements."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A named limit that goes beyond types: the spec states it, the conformance tests decide it."""

    name: str
    place: Literal["member", "class"]
    parameters: tuple[Parameter, ...]
    sentence: str
    """Format string over the arguments, for the documentation."""
    check: str = ""
    """Conformance check that decides it, of the generated suite."""
    more: bool = False
    """The last parameter may be repeated."""
    optional: int = 0
    """How many of the last parameters may be left out."""


RULES: Final[Mapping[str, RuleEntry]] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            RuleEntry(
                "octets_multiple_of",
                "member",
                ("number",),
                "the number of octets is a multiple of {0}",
                "TY-06",
            ),
            RuleEntry(
                "bits_multiple_of",
                "member",
                ("number",),
                "the number of bits is a multiple of {0}",
                "TY-07",
            ),
            RuleEntry(
                "unique",
                "member",
                ("field",),
                "no two elements share {0}",
                "CL-14",
                optional=1,
            ),
            RuleEntry(
                "ascending",
                "member",
                ("field",),
                "the elements are in ascending order of {0}",
                "CL-09",
                optional=1,
            ),
            RuleEntry(
                "member_of",
                "member",
                ("attribute", "field"),
                "the value occurs in {0} as {1}",
                "CL-09",
                optional=1,
            ),
            RuleEntry(
                "at_most",
                "class",
                ("path", "path"),
                "{0} is not greater than {1}",
                "CL-03",
            ),
            RuleEntry(
                "before",
                "class",
                ("path", "path"),
                "{0} is earlier than {1}, or one of them is not specified",
                "CL-14",
            ),
            RuleEntry(
                "counts",
                "class",
                ("attribute", "attribute"),
                "{0} is the number of elements of {1}",
                "CL-03",
            ),
            RuleEntry(
                "column_of",
                "class",
                ("attribute", "attribute"),
                "{0} is one of the columns in {1}, or all zero",
                "CL-02",
            ),
            RuleEntry(
                "rows_match",
                "class",
                ("attribute", "attribute"),
                "each row of {0} has the columns that {1} lists, of their types",
                "CL-01",
            ),
            RuleEntry(
                "in_step",
                "class",
                ("path", "path"),
                "{*} have the same number of elements, which belong together in order",
                "CL-10",
                more=True,
            ),
            RuleEntry(
                "same_type",
                "class",
                ("path", "path"),
                "{*} have the same data type",
                "CL-10",
                more=True,
            ),
            RuleEntry(
                "type_of_reference",
                "class",
                ("path", "attribute"),
                "{0} has the data type of the attribute that {1} refers to",
                "CL-10",
            ),
            RuleEntry(
                "names_defined",
                "class",
                ("path", "path"),
                "every {0} occurs as {1}",
                "CL-09",
            ),
            RuleEntry(
                "bits_for_blocks",
                "class",
                ("attribute", "attribute", "attribute"),
                "{0} has one bit per block of {1} octets of what {2} lists",
                "CL-12",
                optional=2,
            ),
        )
    }
)
"""Every rule that a spec may name."""


# ---------------------------------------------------------------- identifiers


class Writers(NamedTuple):
    """Who writes the classes of a range of class ids."""

    first: int
    last: int
    who: str


STANDARD_PACKAGE: Final = "cosem"
"""The one package that defines classes of the standard."""

CLASS_RANGES: Final = (
    Writers(0, 8191, "the standard"),
    Writers(8192, 32767, "user groups"),
    Writers(32768, 65535, "manufacturers"),
)

MAX_SHORT_NAME: Final = 0xFFF8
"""Greatest offset that a short name leaves room for: 13 bits, in steps of 8."""

MAX_NUMBER: Final = 127
"""Greatest attribute or method number: the index is an `integer` on the wire; 0 and below are not standard."""
