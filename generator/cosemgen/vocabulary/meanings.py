"""Meanings: what a string, a number or a structure holds.

A row says all that the compiler and its targets know of a meaning; `tests/unit/vocabulary` takes each through all of
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .data_types import SIMPLE_TYPES, PythonType

_IPV4: Final = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"


@dataclass(frozen=True, slots=True)
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
