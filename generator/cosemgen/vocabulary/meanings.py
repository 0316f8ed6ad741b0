"""Meanings: what a string, a number or a structure holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


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
