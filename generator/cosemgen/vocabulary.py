"""The fixed words of the language: what a spec file can name without defining it.

Common data types, meanings, rules, references, and who may write which class id.  The tables are data, so that the
compiler, the documentation and the targets say the same about each word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from cosem_runtime.values import INTEGERS
from cosem_runtime.wire import (
    ARRAY,
    COMPACT_ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    TAG_NAMES,
)

from .records import record

# ---------------------------------------------------------------- data types
# Tags, sizes and ranges are those of the runtime, which every decoded octet tries.

Kind: TypeAlias = Literal[
    "nothing", "truth", "integer", "real", "string", "bits", "moment"
]


class PythonType(NamedTuple):
    """What a type is in Python."""

    descriptor: str
    """Name of what codes its values, in `cosem_runtime.types`."""
    name: str
    """Class of its values."""
    home: str = ""
    """Module of the runtime that has the class; empty for what is built in."""


class SimpleType(NamedTuple):
    """A common data type that is not made of others."""

    name: str
    tag: int
    """A-XDR tag of the type."""
    kind: Kind
    bounds: tuple[int, int] | None
    """Least and greatest value of an integer."""
    octets: int | None
    """Length of the value on the wire where it is fixed."""
    python: PythonType


_BOUNDS: Final = {kind.TAG: (kind.MINIMUM, kind.MAXIMUM) for kind in INTEGERS}
_KINDS: Final[Mapping[str, tuple[Kind, str, str]]] = {
    "null-data": ("nothing", "None", ""),
    "boolean": ("truth", "bool", ""),
    "bit-string": ("bits", "BitString", "bitstring"),
    "octet-string": ("string", "bytes", ""),
    "visible-string": ("string", "str", ""),
    "utf8-string": ("string", "str", ""),
    "float32": ("real", "float", ""),
    "float64": ("real", "float", ""),
    "date-time": ("moment", "DateTime", "datetimes"),
    "date": ("moment", "Date", "datetimes"),
    "time": ("moment", "Time", "datetimes"),
    "dont-care": ("nothing", "DontCare", "values"),
}
"""Kind of a data type that is no integer, and its class in Python."""


def _simple(tag: int, name: str) -> SimpleType:
    kind, python, home = _KINDS.get(name, ("integer", "int", ""))
    descriptor = name.replace("-", "_").upper()
    return SimpleType(
        name,
        tag,
        kind,
        _BOUNDS.get(tag),
        FIXED_SIZES.get(tag),
        PythonType(descriptor, python, home),
    )


COMPLEX_TYPES: Final[Mapping[str, int]] = MappingProxyType(
    {TAG_NAMES[tag]: tag for tag in (ARRAY, STRUCTURE, COMPACT_ARRAY)}
)
"""The common data types that are made of others, with their A-XDR tags."""

SIMPLE_TYPES: Final[Mapping[str, SimpleType]] = MappingProxyType(
    {
        name: _simple(tag, name)
        for tag, name in TAG_NAMES.items()
        if name not in COMPLEX_TYPES
    }
)
"""The common data types by the standard's names (IEC 62056-6-2, 4.1.5)."""

OPEN_CHOICES: Final[Mapping[str, PythonType]] = MappingProxyType(
    {
        "simple": PythonType("SIMPLE", "SimpleData", "values"),
        "any": PythonType("ANY", "AnyData", "values"),
    }
)
"""What `CHOICE of` may be followed by: CHOICEs that the class leaves open."""

RESERVED_TYPE_NAMES: Final = frozenset(
    {*SIMPLE_TYPES, *COMPLEX_TYPES, "CHOICE", *OPEN_CHOICES}
)
"""Names that no named type may take."""


# ---------------------------------------------------------------- meanings
# A row says all that the compiler and its targets know of a meaning; `tests/unit/vocabulary` takes each through all of
# them.

_IPV4: Final = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"


@record(frozen=True, slots=True)
class Meaning:
    """What the octets of a string (or a number) hold: `octet-string as logical-name`."""

    name: str
    sentence: str
    bases: Mapping[str, PythonType]
    """Common data types that it may stand on, and what its values are in Python then."""
    sample: bytes
    """Octets of a plausible value."""
    octets: int | None = None
    """Length that it implies, in octets; None where the length is free."""
    strict: bool = False
    """Another length is refused; else it is kept, since meters do send odd ones."""
    text: str | None = None
    """Pattern of a value as people write it; None where a data type has the same form."""


def _moment(name: str, sentence: str, sample: str) -> Meaning:
    """The octets of the data type of that name, without its tag."""
    simple = SIMPLE_TYPES[name]
    python = simple.python._replace(descriptor=f"OCTET_{simple.python.descriptor}")
    return Meaning(
        name,
        sentence,
        {"octet-string": python},
        bytes.fromhex(sample),
        octets=simple.octets,
        strict=True,
    )


MEANINGS: Final[Mapping[str, Meaning]] = MappingProxyType(
    {
        meaning.name: meaning
        for meaning in (
            Meaning(
                "logical-name",
                "an OBIS code",
                {"octet-string": PythonType("LOGICAL_NAME", "Obis", "obis")},
                bytes((0, 0, 1, 0, 0, 255)),
                octets=6,
                strict=True,
                text=r"[0-9]{1,3}-[0-9]{1,3}:[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\*[0-9]{1,3}",
            ),
            # Saturday, 15 June 2024, at noon; two hours ahead of UTC, daylight saving active.
            _moment("date-time", "a date and a time", "07E8060F06 0C000000 FF8880"),
            _moment("date", "a date", "07E8060F06"),
            _moment("time", "a time of day", "0C000000"),
            Meaning(
                "ipv4-address",
                "an IPv4 address",
                {
                    "octet-string": PythonType("IPV4_ADDRESS", "Ipv4Address", "octets"),
                    "double-long-unsigned": PythonType(
                        "IPV4_NUMBER", "Ipv4Number", "octets"
                    ),
                },
                bytes((192, 0, 2, 1)),
                octets=4,
                text=_IPV4,
            ),
            Meaning(
                "ipv6-address",
                "an IPv6 address",
                {"octet-string": PythonType("IPV6_ADDRESS", "Ipv6Address", "octets")},
                bytes.fromhex("20010DB8 00000000 00000000 00000001"),
                octets=16,
                text="[0-9a-f.]*(:[0-9a-f.]*){2,7}",
            ),
            Meaning(
                "mac-address",
                "a MAC address (EUI-48)",
                {"octet-string": PythonType("MAC_ADDRESS", "MacAddress", "octets")},
                bytes.fromhex("02005E000001"),
                octets=6,
                text="[0-9a-f]{2}(:[0-9a-f]{2})*",
            ),
            Meaning(
                "object-identifier",
                "an ASN.1 object identifier, BER coded",
                {
                    "octet-string": PythonType(
                        "OBJECT_IDENTIFIER", "ObjectIdentifier", "octets"
                    )
                },
                bytes.fromhex("60857405080101"),
                text=r"[0-9]+(\.[0-9]+)+",
            ),
            Meaning(
                "text",
                "readable text",
                {"octet-string": PythonType("TEXT", "Text", "octets")},
                b"cosem",
            ),
            Meaning(
                "system-title",
                "a system title: manufacturer and serial number",
                {"octet-string": SIMPLE_TYPES["octet-string"].python},
                b"ACM\x00\x00\x00\x00\x01",
                octets=8,
                strict=True,
            ),
        )
    }
)

STRUCTURE_MEANINGS: Final = frozenset({"scaler-unit"})
"""Meanings of whole structures."""


# ---------------------------------------------------------------- rules

Parameter = Literal["number", "attribute", "path", "field", "value"]
"""What a rule is given: a number, an attribute of the class, an attribute or `attribute.member`, a field of the
elements, a value or bit by its name in the enumeration or bits of an attribute before it."""


@record(frozen=True, slots=True)
class RuleEntry:
    """A named limit that goes beyond types: the spec states it, `cosem_conformance.judge.evaluators` decides it."""

    name: str
    place: Literal["member", "class"]
    parameters: tuple[Parameter, ...]
    sentence: str
    """Format string over the arguments, for the documentation; `{*}` stands for all that come behind the numbered ones."""
    more: bool = False
    """The last parameter may be repeated."""
    optional: int = 0
    """How many of the last parameters may be left out."""
    least: int | None = None
    """What a number is at least."""

    def said(self, arguments: Sequence[str], all_others: str) -> str:
        """The sentence with these arguments; a parameter that was left out speaks of the value itself.

        `all_others` is what stands for those behind the numbered ones.
        """
        filled = [*arguments, *["the value"] * (len(self.parameters) - len(arguments))]
        return self.sentence.replace("{*}", all_others).format(*filled)

    def kinds(self, count: int) -> tuple[Parameter, ...]:
        """What each of so many arguments is."""
        repeated = self.parameters[-1:] * (count - len(self.parameters))
        return (*self.parameters, *repeated)[:count]

    @property
    def numbered(self) -> int:
        """How many arguments the sentence has by their numbers."""
        return sum(f"{{{at}}}" in self.sentence for at in range(len(self.parameters)))


def _member(name: str, sentence: str, *parameters: Parameter, **more: Any) -> RuleEntry:
    return RuleEntry(name, "member", parameters, sentence, **more)


def _class(name: str, sentence: str, *parameters: Parameter, **more: Any) -> RuleEntry:
    return RuleEntry(name, "class", parameters, sentence, **more)


RULES: Final[Mapping[str, RuleEntry]] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            _member(
                "octets_multiple_of",
                "the number of octets is a multiple of {0}",
                "number",
                least=1,
            ),
            _member(
                "bits_multiple_of",
                "the number of bits is a multiple of {0}",
                "number",
                least=1,
            ),
            _member(
                "usually",
                "the value is from {0} to {1}; another is possible, and hardly meant",
                *("number", "number"),
            ),
            _member("named_bits", "no other bits are set than those that have a name"),
            _member("unique", "no two elements share {0}", "field", optional=1),
            _member(
                "ascending",
                "the elements are in ascending order of {0}",
                "field",
                optional=1,
            ),
            _member(
                "member_of",
                "the value occurs in {0} as {1}",
                *("attribute", "field"),
                optional=1,
            ),
            _member(
                "index_by",
                "{0} is the number of an attribute of the object where {1} is {2}, "
                "of a method where it is {3}",
                *("field", "field", "number", "number"),
            ),
            _class("at_most", "{0} is not greater than {1}", "path", "path"),
            _class(
                "before",
                "{0} is earlier than {1}, or what is not specified of them recurs",
                *("path", "path"),
            ),
            _class(
                "counts",
                "{0} is the number of elements of {1}",
                *("attribute", "attribute"),
            ),
            _class(
                "column_of",
                "{0} is one of the columns in {1}, or all zero",
                *("attribute", "attribute"),
            ),
            _class(
                "sort_column",
                "{0} is one of the columns in {1}, or all zero, unless {2} is {*}",
                *("attribute", "attribute", "attribute", "value"),
                more=True,
            ),
            _class(
                "rows_match",
                "each row of {0} has the columns that {1} lists, of their types",
                *("attribute", "attribute"),
            ),
            _class(
                "rows_sorted",
                "the rows of {0}, of the columns in {1}, are in the order that {2} and {3} say",
                *("attribute", "attribute", "attribute", "attribute"),
            ),
            _class(
                "rows_every",
                "from row to row of {0} the times in the columns of {1} differ by {2}, "
                "where that is not 0; rows may be missing",
                *("attribute", "attribute", "attribute"),
            ),
            _class(
                "in_step",
                "{*} have the same number of elements, which belong together in order",
                *("path", "path"),
                more=True,
            ),
            _class(
                "same_type",
                "{*} have the same data type",
                *("attribute", "attribute"),
                more=True,
            ),
            _class(
                "type_of_reference",
                "{0} has the data type of the attribute that {1} refers to",
                *("attribute", "attribute"),
            ),
            _class("names_defined", "every {0} occurs as {1}", "path", "path"),
            _class(
                "bits_for_blocks",
                "{0} has one bit per block of {1} octets of the {2} octets that have come",
                *("attribute", "attribute", "path"),
            ),
            _class(
                "first_missing_bit",
                "{0} is the number of the first bit of {1} that is 0, or of its bits where none is",
                *("attribute", "attribute"),
            ),
            _class(
                "deviation_of_zone",
                "the deviation of {0} is {1}, and differs from it by {2} while daylight saving is active",
                *("attribute", "attribute", "attribute"),
            ),
            _class(
                "daylight_saving_between",
                "{0} says that daylight saving is active from {1} to {2}, if {3}, and not else",
                *("attribute", "attribute", "attribute", "attribute"),
            ),
            _class(
                "status_of_time",
                "{1} is the status in {0}",
                *("attribute", "attribute"),
            ),
            _class(
                "arcs",
                "the object identifier {0} begins with {*}",
                *("path", "number"),
                more=True,
            ),
            _class(
                "in_use_is",
                "{0} of the association in which it is read is {1}",
                *("attribute", "value"),
            ),
            _class(
                "authenticates_as",
                "{0} of the association in which it is read ends with the number of the "
                "authentication that was used",
                "attribute",
            ),
            _class(
                "ciphered_as",
                "{0} of the association in which it is read ends with the number of a context "
                "that ciphers, or of one that does not, as was done",
                "attribute",
            ),
            _class(
                "negotiated",
                "{0} of the association in which it is read is what was negotiated for it",
                "path",
            ),
            _class(
                "bits_not_with",
                "while {0} is {1}, {2} has none of {*}",
                *("attribute", "value", "attribute", "value"),
                more=True,
            ),
        )
    }
)
"""Every rule that a spec may name."""


# ---------------------------------------------------------------- codes in use


class Reading(NamedTuple):
    """What kind of value displays and home systems read under a code: `reads total`."""

    name: str
    sentence: str
    state_class: str
    """What Home Assistant calls it; empty where it has no word for it."""


READINGS: Final[Mapping[str, Reading]] = MappingProxyType(
    {
        reading.name: reading
        for reading in (
            Reading("total", "a register that only counts up", "total_increasing"),
            Reading("net", "a total that may also go down", "total"),
            Reading("instantaneous", "the value at this moment", "measurement"),
            Reading("average", "an average over the period that runs", "measurement"),
            Reading("interval", "the amount or average of a period that is over", ""),
            Reading("maximum", "the highest value of a period", ""),
            Reading("minimum", "the lowest value of a period", ""),
        )
    }
)
"""What `reads` may be followed by."""

UNIT_PREFIXES: Final[Mapping[str, int]] = MappingProxyType(
    {"k": 3, "M": 6, "G": 9, "m": -3}
)
"""Prefixes of units as meters show them, with the power of ten that a scaler has for each."""


class QuirkWord(NamedTuple):
    """What something that a meter sends means otherwise."""

    name: str
    sentence: str
    bases: tuple[str, ...] = ()
    """Data types that may be meant so, where it is the value of an attribute."""


_NUMBERS: Final = tuple(
    simple.name for simple in SIMPLE_TYPES.values() if simple.kind == "integer"
)


def _quirk_words(*words: QuirkWord) -> Mapping[str, QuirkWord]:
    standard = QuirkWord("standard", "as the standard has it after all", _NUMBERS)
    return MappingProxyType({word.name: word for word in (*words, standard)})


QUIRK_WORDS: Final[Mapping[str, Mapping[str, QuirkWord]]] = MappingProxyType(
    {
        "deviation": _quirk_words(
            QuirkWord(
                "reversed", "minutes from UTC to local time, as time zones are written"
            ),
            QuirkWord("unspecified", "not specified"),
        ),
        "order": MappingProxyType(
            {
                "newest-first": QuirkWord("newest-first", "the newest row first"),
                "oldest-first": QuirkWord("oldest-first", "the oldest row first"),
            }
        ),
        "scaler": _quirk_words(
            QuirkWord(
                "reversed", "the power of ten that the value is to be divided by"
            ),
        ),
        "value": _quirk_words(
            QuirkWord(
                "bcd",
                "a text of decimal digits, each of which is four bits of the number",
                (
                    "unsigned",
                    "long-unsigned",
                    "double-long-unsigned",
                    "long64-unsigned",
                ),
            ),
            QuirkWord(
                "letters",
                "the three letters of a maker, of which each is five bits of the number (EN 13757-3)",
                ("long-unsigned",),
            ),
            QuirkWord(
                "unix-time",
                "a time in seconds since 1970",
                ("double-long", "double-long-unsigned", "long64", "long64-unsigned"),
            ),
            QuirkWord(
                "reversed",
                "the number with the other sign",
                ("integer", "long", "double-long", "long64"),
            ),
        ),
    }
)
"""What a quirk may say, by what it says it of: deviations of date-times, the order of profiles, scalers, values of attributes."""


class DeviceClass(NamedTuple):
    """A kind of device in Home Assistant, with the values that it is for."""

    name: str
    units: tuple[str, ...]
    """Symbols, without a prefix; "" for values without a unit."""
    media: tuple[int, ...] = ()
    """Value group A; none: whatever the medium."""
    quantities: tuple[int, ...] = ()
    """Value group C; none: whatever the quantity."""


DEVICE_CLASSES: Final = (
    DeviceClass("energy", ("Wh", "J")),
    DeviceClass("power", ("W",)),
    DeviceClass("reactive_energy", ("varh",)),
    DeviceClass("reactive_power", ("var",)),
    DeviceClass("apparent_power", ("VA",)),
    DeviceClass("power_factor", ("",), media=(1,), quantities=(13, 33, 53, 73)),
    DeviceClass("voltage", ("V",)),
    DeviceClass("current", ("A",)),
    DeviceClass("frequency", ("Hz",)),
    DeviceClass("duration", ("s", "min", "h", "d")),
    DeviceClass("temperature", ("°C", "K", "°F")),
    DeviceClass("pressure", ("Pa", "bar", "psi")),
    DeviceClass("gas", ("m³",), media=(7,)),
    DeviceClass("water", ("m³", "l"), media=(8, 9)),
    DeviceClass("volume", ("m³", "l")),
    DeviceClass("volume_flow_rate", ("m³/h",)),
    DeviceClass("signal_strength", ("dBm", "dB")),
)
"""What Home Assistant calls a value; the first row holds that fits."""


def device_class(unit: str, medium: int, quantity: int | None) -> str:
    """Home Assistant's word for a value that is shown in `unit`; "" where it has none.

    `quantity` is None where value group C is not one code.
    """
    for symbol in (unit, unit[1:] if unit[:1] in UNIT_PREFIXES else unit):
        for each in DEVICE_CLASSES:
            if (
                symbol in each.units
                and medium in (each.media or (medium,))
                and quantity in (each.quantities or (quantity,))
            ):
                return each.name
    return ""


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


# ---------------------------------------------------------------- class ids and numbers


class Writers(NamedTuple):
    """Who writes the classes of a range of class ids."""

    first: int
    last: int
    who: str


STANDARD_PACKAGE: Final = "cosem"
"""The one package that defines classes of the standard."""

CLASS_RANGES: Final = (
    Writers(0, 8191, "the standard"),
    Writers(8192, 32767, "manufacturers"),
    Writers(32768, 65535, "user groups"),
)

MAX_SHORT_NAME: Final = 0xFFF8
"""Greatest offset that a short name leaves room for: 13 bits, in steps of 8."""

MAX_NUMBER: Final = 127
"""Greatest attribute or method number: the index is an `integer` on the wire; 0 and below are not standard."""
