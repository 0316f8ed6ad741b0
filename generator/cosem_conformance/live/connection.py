"""How a meter is reached and what opens it, whichever client does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cosem_runtime import CosemError

from ..dumps import Association

__all__ = ["AUTHENTICATIONS", "ONE_OCTET", "Connection", "ConnectionSettingsError"]

AUTHENTICATIONS: Final = ("none", "lls", "hls-gmac")
"""Mechanisms of authentication: none, a password, keys."""
ONE_OCTET: Final = 0x7F
"""The highest part of an HDLC address that fits into one octet."""
_TWO_OCTETS: Final = 0x3FFF
_KEY: Final = 16
_TITLE: Final = 8


class ConnectionSettingsError(CosemError, ValueError):
    """Settings that do not go together, or lie out of their range."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a meter is, and how to associate with it, by logical names.

    `host` and `port` are of TCP, with the wrapper or with `hdlc` frames; `serial` is a device
    as `/dev/ttyUSB0` in their place, always with HDLC, at `baud` bits a second. `client` and
    `server` are the addresses (SAPs), `physical` the lower HDLC address of the server if it has
    one. `authentication` is one of `AUTHENTICATIONS`; LLS takes `password`. With `key` and
    `authentication_key` (16 octets each, suite 0) messages are authenticated and encrypted,
    as HLS-GMAC needs it; `system_title` (8 octets) is the client's, and `invocation_counter`
    the first that it uses: it must be above the last that the meter saw with this key.
    `max_pdu` is the longest APDU that the client says it takes, None for what it says by itself.
    `timeout` is in seconds, of each wait. Secrets are not shown. Raises
    ConnectionSettingsError.
    """

    host: str = ""
    port: int = 4059
    serial: str = ""
    baud: int = 9600
    hdlc: bool = False
    client: int = 16
    server: int = 1
    physical: int | None = None
    authentication: str = "none"
    password: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)
    authentication_key: bytes = field(default=b"", repr=False)
    system_title: bytes = b"COSEMGEN"
    invocation_counter: int = 0
    max_pdu: int | None = None
    timeout: float = 10.0

    def __post_init__(self) -> None:
        for wrong, expected, found in (
            (
                bool(self.host) == bool(self.serial),
                "a host or a serial device",
                "both" if self.host else "neither",
            ),
            (not 1 <= self.port <= 0xFFFF, "a port 1..65535", str(self.port)),
            (self.baud < 1, "a number of bits a second", str(self.baud)),
            (
                not 0 < self.client <= 0xFFFF,
                "a client address 1..65535",
                str(self.client),
            ),
            (
                not 0 < self.server <= 0xFFFF,
                "a server address 1..65535",
                str(self.server),
            ),
            (
                self.framed and self.client > ONE_OCTET,
                "a client address 1..127 with HDLC",
                str(self.client),
            ),
            (
                self.framed and self.server > _TWO_OCTETS,
                "a server address 1..16383 with HDLC",
                str(self.server),
            ),
            (
                self.physical is not None and not 0 < self.physical <= _TWO_OCTETS,
                "a physical address 1..16383",
                str(self.physical),
            ),
            (
                self.physical is not None and not self.framed,
                "HDLC for a physical address",
                "the wrapper",
            ),
            (
                self.authentication not in AUTHENTICATIONS,
                f"one of {', '.join(AUTHENTICATIONS)}",
                self.authentication,
            ),
            (
                bool(self.password) != (self.authentication == "lls"),
                "a password with lls and with nothing else",
                f"{self.authentication} {'with' if self.password else 'without'} one",
            ),
            (
                bool(self.key) != bool(self.authentication_key),
                "an encryption key and an authentication key",
                "one of them",
            ),
            (
                self.authentication == "hls-gmac" and not self.key,
                "keys for hls-gmac",
                "none",
            ),
            (
                len(self.key) not in (0, _KEY),
                f"a key of {_KEY} octets",
                str(len(self.key)),
            ),
            (
                len(self.authentication_key) not in (0, _KEY),
                f"an authentication key of {_KEY} octets",
                str(len(self.authentication_key)),
            ),
            (
                len(self.system_title) != _TITLE,
                f"a system title of {_TITLE} octets",
                str(len(self.system_title)),
            ),
            (
                not 0 <= self.invocation_counter <= 0xFFFFFFFF,
                "an invocation counter 0..4294967295",
                str(self.invocation_counter),
            ),
            (
                self.max_pdu is not None and not 64 <= self.max_pdu <= 0xFFFF,
                "APDUs of 64..65535 octets",
                str(self.max_pdu),
            ),
            (
                not 0 < self.timeout <= 3600,
                "a timeout of up to 3600 seconds",
                str(self.timeout),
            ),
        ):
            if wrong:
                raise ConnectionSettingsError(f"expected {expected}, found {found}")

    @property
    def framed(self) -> bool:
        """Whether HDLC frames are used, and not the wrapper."""
        return self.hdlc or bool(self.serial)

    def association(self) -> Association:
        """What a dump says of it: neither where the meter is, nor any secret."""
        return Association(
            client=self.client,
            server=self.server,
            referencing="LN",
            authentication=self.authentication,
            security="authenticated and encrypted" if self.key else "none",
        )
