"""Octet-strings with a meaning: addresses, object identifiers, text.

All are `bytes` of whatever length arrived, since meters do send empty or odd ones;
`str()` shows them as people write them.
"""

from __future__ import annotations

from .errors import EncodeError

__all__ = [
    "Ipv4Address",
    "Ipv4Number",
    "Ipv6Address",
    "MacAddress",
    "ObjectIdentifier",
    "Text",
]


class MeaningfulOctets(bytes):
    """Base of the octet-strings with a readable form."""

    __slots__ = ()

    def _readable(self) -> str:
        return self.hex(" ")

    def __str__(self) -> str:
        return self._readable()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({bytes(self)!r})"


class Ipv4Address(MeaningfulOctets):
    """An IPv4 address, usually four octets."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Ipv4Address:
        """From dotted text; EncodeError when it is not an IPv4 address."""
        return cls(_ipv4(text))

    def _readable(self) -> str:
        return ".".join(map(str, self)) if len(self) == 4 else self.hex(" ")


class Ipv6Address(MeaningfulOctets):
    """An IPv6 address, usually sixteen octets."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Ipv6Address:
        """From text such as `fe80::1`; EncodeError when it is not an IPv6 address."""
        from ipaddress import IPv6Address

        try:
            return cls(IPv6Address(text).packed)
        except ValueError:
            raise EncodeError("", "an IPv6 address", repr(text)) from None

    def _readable(self) -> str:
        if len(self) != 16:
            return self.hex(" ")
        from ipaddress import IPv6Address

        return str(IPv6Address(bytes(self)))


class MacAddress(MeaningfulOctets):
    """A MAC address, usually six octets."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> MacAddress:
        """From text such as `00:11:22:aa:bb:cc`; EncodeError otherwise."""
        try:
            return cls(bytes.fromhex(text.replace(":", "").replace("-", "")))
        except ValueError:
            raise EncodeError("", "a MAC address", repr(text)) from None

    def _readable(self) -> str:
        return self.hex(":") if self else ""


class ObjectIdentifier(MeaningfulOctets):
    """An object identifier in the octets of its BER contents."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> ObjectIdentifier:
        """From dotted text such as `2.16.756.5.8.1.1`; EncodeError otherwise."""
        try:
            first, second, *rest = map(int, text.split("."))
        except ValueError:
            raise EncodeError("", "an object identifier", repr(text)) from None
        if not 0 <= first <= 2 or second < 0 or (first < 2 and second > 39):
            raise EncodeError("", "an object identifier", repr(text))
        out = bytearray()
        for arc in (first * 40 + second, *rest):
            if arc < 0:
                raise EncodeError("", "an object identifier", repr(text))
            groups = [arc & 0x7F]
            while arc := arc >> 7:
                groups.append(arc & 0x7F | 0x80)
            out += bytes(reversed(groups))
        return cls(out)

    @property
    def arcs(self) -> tuple[int, ...]:
        """The numbers between the dots; empty when the octets are no identifier."""
        if not self or len(self) > 64 or self[-1] & 0x80:
            return ()
        numbers = []
        number = 0
        for octet in self:
            number = number << 7 | octet & 0x7F
            if not octet & 0x80:
                numbers.append(number)
                number = 0
        first = min(numbers[0] // 40, 2)
        return (first, numbers[0] - first * 40, *numbers[1:])

    def _readable(self) -> str:
        return ".".join(map(str, self.arcs)) or self.hex(" ")


class Text(MeaningfulOctets):
    """Text carried by an octet-string; NULs at the end stay in the value."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Text:
        """From text, in UTF-8; surrogate escapes become the octets they stand for."""
        try:
            return cls(text.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            raise EncodeError("", "text", repr(text)) from None

    def _readable(self) -> str:
        return self.decode("utf-8", "surrogateescape")


class Ipv4Number(int):
    """An IPv4 address carried by a double-long-unsigned."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Ipv4Number:
        """From dotted text; EncodeError when it is not an IPv4 address."""
        return cls(int.from_bytes(_ipv4(text), "big"))

    def __str__(self) -> str:
        return ".".join(str(int(self) >> shift & 0xFF) for shift in (24, 16, 8, 0))

    def __repr__(self) -> str:
        return f"Ipv4Number({int(self)})"


def _ipv4(text: str) -> bytes:
    parts = text.split(".")
    if len(parts) == 4 and all(p.isascii() and p.isdigit() for p in parts):
        numbers = [int(part[:4]) for part in parts]
        if max(numbers) <= 255:
            return bytes(numbers)
    raise EncodeError("", "an IPv4 address", repr(text))
