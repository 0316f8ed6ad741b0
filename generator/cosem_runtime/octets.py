"""Octet-strings with a meaning: addresses, object identifiers, text.

All are `bytes` of whatever length arrived, since meters do send empty or odd ones;
`str()` shows them as people write them.
"""

from __future__ import annotations

from .errors import EncodeError, show

__all__ = [
    "Ipv4Address",
    "Ipv4Number",
    "Ipv6Address",
    "MacAddress",
    "ObjectIdentifier",
    "Text",
]

# An identifier of more than 64 octets is read as none.
_MOST_ARCS = 65
_ARC_DIGITS = 135


class MeaningfulOctets(bytes):
    """Base of the octet-strings with a readable form."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> MeaningfulOctets:
        """From what `str()` shows; EncodeError when it is not of this kind."""
        raise NotImplementedError

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
            # A number is an address to Python as well, and so is one with a zone,
            # which its octets do not say.
            if "%" not in _text(text, "an IPv6 address"):
                return cls(IPv6Address(text).packed)
        except ValueError:
            pass
        raise EncodeError("", "an IPv6 address", show(text))

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
        digits = _text(text, "a MAC address").replace(":", "").replace("-", "")
        try:
            octets = bytes.fromhex(digits)
            if 2 * len(octets) == len(digits):  # fromhex skips blanks
                return cls(octets)
        except ValueError:
            pass
        raise EncodeError("", "a MAC address", show(text))

    def _readable(self) -> str:
        return self.hex(":") if self else ""


class ObjectIdentifier(MeaningfulOctets):
    """An object identifier in the octets of its BER contents."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> ObjectIdentifier:
        """From dotted text such as `2.16.756.5.8.1.1`; EncodeError otherwise."""
        try:
            words = _text(text, "an object identifier").split(".", _MOST_ARCS - 1)
            first, second, *rest = [decimal(word, _ARC_DIGITS) for word in words]
        except ValueError:
            raise EncodeError("", "an object identifier", show(text)) from None
        if first > 2 or (first < 2 and second > 39):
            raise EncodeError("", "an object identifier", show(text))
        out = bytearray()
        for arc in (first * 40 + second, *rest):
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
            return cls(_text(text, "text").encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            raise EncodeError("", "text", show(text)) from None

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
    try:
        numbers = [
            decimal(part, 3) for part in _text(text, "an IPv4 address").split(".")
        ]
        if len(numbers) == 4:
            return bytes(numbers)
    except ValueError:
        pass
    raise EncodeError("", "an IPv4 address", show(text))


def _text(text: str, expected: str) -> str:
    """The text; EncodeError when it is none."""
    if not isinstance(text, str):
        raise EncodeError("", expected, show(text))
    return text


def decimal(text: str, most: int) -> int:
    """The number that 1 to `most` decimal digits are; ValueError for any other text.

    `int()` alone takes blanks, signs, underscores and the digits of other scripts too.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= most):
        raise ValueError(f"at most {most} decimal digits are expected")
    return int(text)
