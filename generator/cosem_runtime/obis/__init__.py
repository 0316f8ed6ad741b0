"""OBIS codes, the logical names of COSEM objects."""

from __future__ import annotations

from ..errors import DecodeError, ObisError, quote
from ..limits import as_octets

__all__ = ["Obis"]

_TEXTS = tuple([str(number) for number in range(256)])
_NUMBERS = {text: number for number, text in enumerate(_TEXTS)}
_TO_DOTS = str.maketrans("-:*", "...")
_DROP_DIGITS = str.maketrans("", "", "0123456789")
_new = bytes.__new__
# What stands between the numbers, in every notation understood.
_NOTATIONS = frozenset((".....", "-:..*", "-:...", "-:.."))


class Obis(bytes):
    """An OBIS code: six octets A to F, immutable and hashable.

    `Obis(...)` is strict: a code in full, as text (`1-0:1.8.0*255`, `1.0.1.8.0.255`,
    `1-0:1.8.0` with F = 255, or twelve hexadecimal digits), as six octets, or as six
    numbers, one by one or in a tuple or list. `Obis.from_bytes` takes six octets alone,
    as decoding does, and `Obis.parse` what people write. Being `bytes`, it equals the six octets that it is. Raises
    ObisError for anything else.
    """

    __slots__ = ()

    def __new__(
        cls,
        code: (
            Obis
            | str
            | bytes
            | bytearray
            | memoryview
            | tuple[int, ...]
            | list[int]
            | int
        ),
        b: int | None = None,
        c: int | None = None,
        d: int | None = None,
        e: int | None = None,
        f: int | None = None,
    ) -> Obis:
        if type(code) is str and b is None:
            # What most codes are written as; all else is looked at below.
            try:
                first, second, third, fourth, fifth, last = code.split(".")
                return _new(
                    cls,
                    (
                        _NUMBERS[first],
                        _NUMBERS[second],
                        _NUMBERS[third],
                        _NUMBERS[fourth],
                        _NUMBERS[fifth],
                        _NUMBERS[last],
                    ),
                )
            except (KeyError, ValueError):
                return _new(cls, _parse(code))
        if type(code) is cls and b is None:
            return code
        if b is None and isinstance(code, str):
            return _new(cls, _parse(code))
        if b is None and isinstance(code, (bytes, bytearray, memoryview)):
            return cls.from_bytes(code)
        groups: tuple[object, ...] = (code, b, c, d, e, f)
        if b is None and isinstance(code, (tuple, list)):
            groups = tuple(code)
            if len(groups) != 6:
                raise ObisError(f"an OBIS code has 6 numbers, found {len(groups)}")
        numbers = [
            n
            for n in groups
            if isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= 255
        ]
        if len(numbers) < 6:
            found = quote(code) if groups[1] is None else ", ".join(map(quote, groups))
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

    @classmethod
    def parse(
        cls,
        code: Obis | str | bytes | bytearray | memoryview | tuple[int, ...] | list[int],
    ) -> Obis:
        """A code as people write it.

        Text, with blanks around it or not, is one of

        - `1-0:1.8.0*255`, with `&` or `.` for `*` too. `A-`, `B:` and `*F` may be left
          out, and `.E` with the dot before it: `1-0:1.8.0`, `1.8.0*255`, `1.8.0`, `1.8`.
          What is left out is A = 1 (electricity), B = 0, E = 0 and F = 255.
        - six numbers with dots between (A to F), or five (A to E). Four say nothing of
          which are left out: that is an error, with both readings.
        - six octets in hexadecimal: `0100010800FF`, `0x0100010800FF`, and pairs as
          `01 00 01 08 00 FF`, `01:00:01:08:00:FF` or `01-00-01-08-00-FF`.

        For the numbers 96, 97, 98 and 99 of the groups C and D there may be C, F, L and
        P, as displays show them: `C.1.0`, `F.F`, `L.1.0`, `P.1` (IEC 62056-61; Blue Book
        Ed. 13, 7.11). What `Obis` takes alone is a code too.
        Raises ObisError for anything else.
        """
        if isinstance(code, str):
            if code.count(".") == 2:  # C.D.E, as most displays show it
                c, d, e = code.split(".")
                try:
                    return _new(cls, (1, 0, _NUMBERS[c], _NUMBERS[d], _NUMBERS[e], 255))
                except KeyError:
                    pass
            try:
                return cls(code)
            except ObisError:
                from .written import read

                return _new(cls, read(code))
        return cls(code)

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
        ' "0100010800FF" (Obis.parse takes more)'
    )
