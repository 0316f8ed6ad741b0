"""OBIS codes as people write them: see `Obis.parse`."""

from __future__ import annotations

from ..errors import ObisError, quote

__all__ = ["read"]

_LETTERS = {"C": 96, "F": 97, "L": 98, "P": 99}
"""What displays show for numbers of the groups C and D (Blue Book Ed. 13, 7.11.2)."""
_HEX = frozenset("0123456789abcdefABCDEF")
_MOST = 60
"""No code is written longer; what is need not be looked at."""


def read(text: str) -> bytes:
    """The six octets of a code. Raises ObisError for what is none, or may be two."""
    text = text.strip()
    if len(text) <= _MOST and text.isascii():
        found = _octets(text) or _groups(text)
        if found is not None:
            return found
    raise ObisError(
        f"not an OBIS code: {quote(text)}; write C.D.E or more of A-B:C.D.E*F, as in"
        ' "1.8.0" or "1-0:1.8.0*255", or six octets, as in "01 00 01 08 00 FF"'
    )


def _octets(text: str) -> bytes | None:
    """Twelve hexadecimal digits, in one piece or in pairs."""
    digits = text[2:] if text[:2] in ("0x", "0X") else text
    if len(digits) != 12:
        for pairs in (text.split(), text.split(":"), text.split("-")):
            if len(pairs) == 6 and all(len(pair) == 2 for pair in pairs):
                digits = "".join(pairs)
    return (
        bytes.fromhex(digits) if len(digits) == 12 and _HEX.issuperset(digits) else None
    )


def _groups(text: str) -> bytes | None:
    """Groups with the marks between them, or with dots alone."""
    a, dash, rest = text.rpartition("-")
    b, colon, rest = rest.rpartition(":")
    rest, mark, f = rest.replace("&", "*").partition("*")
    groups = rest.split(".")
    count = len(groups)
    if not colon and count > 3:
        medium = a if dash else "1"
        known = all(_number(each) >= 0 for each in (medium, *groups))
        if count == 4 and not mark and known:
            raise _two_readings(text, medium, groups)
        if dash or count == 4:
            return None
        a, b, *groups = groups
        dash = colon = "."
    if not mark and len(groups) == 4:
        f, mark = groups.pop(), "."
    if not 2 <= len(groups) <= 3:
        return None
    c, d, e = (*groups, "0")[:3]
    numbers = (
        _number(a) if dash else 1,
        _number(b) if colon else 0,
        _LETTERS.get(c) or _number(c),
        _LETTERS.get(d) or _number(d),
        _number(e),
        _number(f) if mark else 255,
    )
    if -1 in numbers:
        return None
    if max(numbers) > 255:
        raise ObisError(f"an OBIS value group is 0..255, found {quote(text)}")
    return bytes(numbers)


def _number(digits: str) -> int:
    """-1 for what is no number of one to three digits."""
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else -1


def _two_readings(text: str, a: str, groups: list[str]) -> ObisError:
    p, q, r, s = groups
    return ObisError(
        f"{quote(text)} may be C.D.E*F or B:C.D.E: write {a}-0:{p}.{q}.{r}*{s} or"
        f" {a}-{p}:{q}.{r}.{s}*255"
    )
