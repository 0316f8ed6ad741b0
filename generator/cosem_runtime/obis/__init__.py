"""OBIS codes, the logical names of COSEM objects."""

from __future__ import annotations

from ..errors import DecodeError, ObisError, quote
from ..limits import as_octets

__all__ = ["Obis"]

_TEXTS = tuple([str(number) for number in range(256)])
_NUMBERS = {text: number for number, text in enumerate(_TEXTS)}
_TO_DOTS = str.maketrans("-:*", "...")
_DROP_DIGITS = str.maketrans("", "", "0123456789")
# What stands between the numbers, in every notation understood.
_NOTATIONS = frozenset((".....", "-:..*", "-:...", "-:.."))


class Obis(bytes):
    """An OBIS code: six octets A to F, immutable and hashable.

    Made from text (`1-0:1.8.0*255`, `1.0.1.8.0.255`, `1-0:1.8.0` with F = 255, or
    twelve hexadecimal digits), from six octets, or from six numbers. Being `bytes`, it
    equals the six octets that it is. Raises ObisError for anything else.
    """

    __slots__ = ()

    def __new__(
        cls,
        code: Obis | str | bytes | bytearray | memoryview | int,
        b: int | None = None,
        c: int | None = None,
        d: int | None = None,
        e: int | None = None,
        f: int | None = None,
    ) -> Obis:
        if type(code) is cls and b is None:
            return code
        if isinstance(code, str):
            return bytes.__new__(cls, _parse(code))
        if isinstance(code, (bytes, bytearray, memoryview)):
            return cls.from_bytes(code)
        groups = (code, b, c, d, e, f)
        numbers = [n for n in groups if isinstance(n, int) and 0 <= n <= 255]
        if len(numbers) < 6:
            found = quote(code) if b is None else ", ".join(map(quote, groups))
            raise ObisError(
                f"an OBIS code is text, six octets or six numbers 0..255, found {found}"
            )
        return bytes.__new__(cls, numbers)

    @classmethod
    def from_bytes(cls, octets: bytes | bytearray | memoryview) -> Obis:
        """From exactly six octets; ObisError otherwise."""
        if type(octets) is not bytes:
            try:
                octets = as_octets(octets)
            except DecodeError:
                raise ObisError(
                    f"an OBIS code is 6 octets, found {quote(octets)}"
                ) from None
        if len(octets) != 6:
            raise ObisError(f"an OBIS code has 6 octets, found {len(octets)}")
        return bytes.__new__(cls, octets)

    @property
    def a(self) -> int:
        """Value group A, the medium."""
        return self[0]

    @property
    def b(self) -> int:
        """Value group B, the channel."""
        return self[1]

    @property
    def c(self) -> int:
        """Value group C, the quantity."""
        return self[2]

    @property
    def d(self) -> int:
        """Value group D, the processing."""
        return self[3]

    @property
    def e(self) -> int:
        """Value group E, the rate or further classification."""
        return self[4]

    @property
    def f(self) -> int:
        """Value group F, the billing period; 255 when unused."""
        return self[5]

    def __reduce__(self) -> tuple[type[Obis], tuple[bytes]]:
        return Obis, (bytes(self),)

    def __str__(self) -> str:
        a, b, c, d, e, f = self
        texts = _TEXTS
        return f"{texts[a]}-{texts[b]}:{texts[c]}.{texts[d]}.{texts[e]}*{texts[f]}"

    def __repr__(self) -> str:
        return f"Obis('{self}')"


def _parse(text: str) -> bytes:
    # The usual notations, in their usual spelling; what is not found is looked at below.
    parts = text.split(".")
    try:
        if len(parts) == 6:
            return bytes([_NUMBERS[part] for part in parts])
        if len(parts) == 3:
            first, d, last = parts
            a, _, first = first.partition("-")
            b, _, c = first.partition(":")
            e, _, f = last.partition("*")
            return bytes([_NUMBERS[part] for part in (a, b, c, d, e, f)])
    except KeyError:
        pass
    if len(text) == 12:
        try:
            octets = bytes.fromhex(text)
        except ValueError:
            octets = b""
        if len(octets) == 6:  # fromhex skips blanks, so the length must be looked at
            return octets
    if text.translate(_DROP_DIGITS) in _NOTATIONS:
        parts = text.translate(_TO_DOTS).split(".")
        if len(parts) == 5:
            parts.append("255")
        # Lengths are looked at first: int() of a very long text is slow or refused.
        if all(0 < len(part) <= 3 for part in parts):
            numbers = [int(part) for part in parts]
            if max(numbers) <= 255:
                return bytes(numbers)
            raise ObisError(f"an OBIS value group is 0..255, found {text!r}")
    raise ObisError(
        f'not an OBIS code: {quote(text)}; write it as "1-0:1.8.0*255", "1.0.1.8.0.255" or'
        ' "0100010800FF"'
    )
