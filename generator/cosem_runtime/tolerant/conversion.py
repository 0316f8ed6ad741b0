"""Single values of another type than is due: which are taken, and as what.

A conversion never changes what is meant: a number stays that number, a text that text, a
moment that moment. Where the octets could mean something else, there is none.
"""

from __future__ import annotations

from ..codec.writing import text_octets
from ..datetimes import Date, DateTime, Time
from ..errors import DecodeError, EncodeError
from ..octets import Text
from ..types import DOUBLE_LONG_UNSIGNED
from ..types.coded import CodedType
from ..types.meanings import FixedMeaning, FreeMeaning
from ..types.primitives import (
    BooleanType,
    Float32Type,
    Float64Type,
    Ipv4NumberType,
    MomentType,
    NumberType,
)
from ..types.strings import StringType
from ..values import Bcd, Boolean, TaggedInt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..types.base import DataType

    # The code of the deviation, and the value.
    Converted = tuple[str, Any] | None

__all__ = ["converted"]

_ENUM = 0x16
_BCD = 0x0D
_DELTAS = range(0x1C, 0x22)
"""Tags of differences, which say nothing without the value before."""
_MOMENTS: dict[int, type[DateTime] | type[Date] | type[Time]] = {
    kind.SIZE: kind for kind in (DateTime, Date, Time)
}


def converted(kind: DataType, found: Any) -> Converted:
    """What a value that came means where one of `kind` is due; None if nothing certain."""
    for types, convert in _CONVERSIONS:
        if isinstance(kind, types):
            return convert(kind, found)
    return None


def _number(kind: NumberType, found: Any) -> Converted:
    if isinstance(found, TaggedInt):
        if (found.TAG in _DELTAS or kind.tag in _DELTAS) and kind.tag != found.TAG:
            return None
        if type(found) is Bcd and kind.tag != _BCD:
            return _written(kind, found)
        code = "D103" if _ENUM in (found.TAG, kind.tag) else "D101"
        if kind.tag == _BCD:
            if not 0 <= found <= 99:
                return None
            return "D104", Bcd(int(str(int(found)), 16))
        return _fitted(kind, code, found)
    if isinstance(found, (bool, Boolean)):
        return ("D106", int(bool(found))) if _is_plain(found) else None
    if isinstance(found, float) and found.is_integer() and kind.tag != _BCD:
        return _fitted(kind, "D105", found)
    return _nothing(found)


def _written(kind: NumberType, found: Bcd) -> Converted:
    """The number that the two digits of a bcd write."""
    high, low = divmod(int(found), 16)
    return _fitted(kind, "D104", 10 * high + low) if high < 10 > low else None


def _fitted(kind: NumberType, code: str, found: float) -> Converted:
    number = int(found)
    if not kind.kind.MINIMUM <= number <= kind.kind.MAXIMUM:
        return ("D102", found) if isinstance(found, TaggedInt) else None
    if kind.minimum <= number <= kind.maximum:
        return code, number
    return code, kind.kind(number)


def _coded(kind: CodedType, found: Any) -> Converted:
    """Numbers whose values have names."""
    base = kind.base
    if isinstance(found, TaggedInt) and base.tag == found.TAG:
        return "D201", found  # else it would have been taken
    number = _number(base, found)
    if number is None or number[1] is None or number[0] == "D102":
        return number
    octets = bytearray()
    base.encode(number[1], octets)
    try:
        kind.decode(bytes(octets), 0)
    except DecodeError:
        return "D201", found
    return number


def _ipv4(kind: Ipv4NumberType, found: Any) -> Converted:
    return _number(DOUBLE_LONG_UNSIGNED, found)


def _boolean(kind: BooleanType, found: Any) -> Converted:
    if isinstance(found, TaggedInt) and found.TAG not in _DELTAS and 0 <= found <= 1:
        return "D106", bool(found)
    return _nothing(found)


def _float(kind: DataType, found: Any) -> Converted:
    if isinstance(found, Bcd):
        return None
    if isinstance(found, TaggedInt) and found.TAG not in _DELTAS:
        exact = float(found)
        single = isinstance(kind, Float32Type)
        if int(exact) != found or (single and abs(found) > 1 << 24):
            return None  # a float cannot hold it
        return "D105", exact
    if isinstance(found, float):
        octets = bytearray()
        try:
            kind.encode(found, octets)
        except EncodeError:
            return None
        value = kind.decode(bytes(octets), 0)[0]
        same = value == found or (value != value and found != found)
        return ("D105", found) if same else None
    return _nothing(found)


def _moment(kind: MomentType, found: Any) -> Converted:
    if isinstance(found, (DateTime, Date, Time)):
        return "D113", found
    if isinstance(found, str):
        found = _octets(found)
        if _is_readable(found):
            return None
    if not isinstance(found, bytes):
        return None
    moment = _moment_of(found, kind.kind)
    if moment is None:
        return _nothing(found)
    return ("D112" if type(moment) is kind.kind else "D113"), moment


def _moment_of(octets: bytes, due: type[bytes]) -> DateTime | Date | Time | None:
    """Octets as the moment of their size, if they can be one."""
    kind = _MOMENTS.get(len(octets))
    if kind is None:
        return None
    # What is due needs no proof; what is not has to look like it.
    looks_like = kind is due or (
        (kind is Time or _is_date(octets))
        and (kind is Date or _is_time(octets[-4:] if kind is Time else octets[5:9]))
    )
    return kind.from_bytes(octets) if looks_like else None


def _is_date(octets: bytes) -> bool:
    month, day, day_of_week = octets[2:5]
    return (
        (1 <= month <= 12 or month >= 0xFD)
        and (1 <= day <= 31 or day >= 0xFD)
        and (1 <= day_of_week <= 7 or day_of_week == 0xFF)
    )


def _is_time(octets: bytes) -> bool:
    return all(
        octet <= most or octet == 0xFF
        for octet, most in zip(octets, (23, 59, 59, 99), strict=True)
    )


def _fixed(kind: FixedMeaning, found: Any) -> Converted:
    """Octets of one size with a meaning."""
    is_moment = kind.kind in _MOMENTS.values()
    if isinstance(found, (DateTime, Date, Time)):
        if not is_moment:
            return None
        return ("D111" if type(found) is kind.kind else "D113"), found
    code = ""
    if isinstance(found, str):
        code, found = "D121", _octets(found)
        if _is_readable(found):
            return None
    if not isinstance(found, bytes) or not found:
        return _nothing(found)
    if len(found) == kind.size:
        return "D121", bytes.__new__(kind.kind, found)
    if is_moment and not code:
        moment = _moment_of(found, kind.kind)
        return None if moment is None else ("D113", moment)
    return None


def _string(kind: StringType, found: Any) -> Converted:
    """Octets and texts of any size, or of a stated one."""
    tag = 0x09
    code = "D121"
    means = getattr(kind, "kind", Text)
    if isinstance(found, str):
        octets: bytes = _octets(found)
        if means is not Text and _is_readable(octets):
            return None
        tag = found.TAG if hasattr(found, "TAG") else 0x0A
    elif isinstance(found, (DateTime, Date, Time)):
        if kind.tag != 0x09 or isinstance(kind, FreeMeaning):
            return None
        return ("D111" if _fits(kind, found) else "D202"), found
    elif isinstance(found, bytes):
        octets = found
    else:
        return None
    if not octets and kind.minimum:
        return "D132", None
    if not _fits(kind, octets):
        code = "D202" if tag == kind.tag else code
    return code, kind._convert(octets)


def _fits(kind: StringType, octets: bytes) -> bool:
    size = len(octets)
    return kind.minimum <= size and (kind.maximum is None or size <= kind.maximum)


def _nothing(found: Any) -> Converted:
    """An empty string says that there is nothing."""
    if isinstance(found, (bytes, str)) and not found:
        return "D132", None
    return None


def _is_plain(found: bool | Boolean) -> bool:
    return isinstance(found, bool) or found.octet <= 1


def _is_readable(octets: bytes) -> bool:
    """Whether a text is for people: "240101120000" is no date-time of these octets."""
    return bool(octets) and octets.isascii() and octets.decode("ascii").isprintable()


def _octets(text: str) -> bytes:
    return text_octets(text, "utf-8")


_CONVERSIONS: tuple[tuple[Any, Callable[[Any, Any], Converted]], ...] = (
    (NumberType, _number),
    (CodedType, _coded),
    (Ipv4NumberType, _ipv4),
    (BooleanType, _boolean),
    ((Float32Type, Float64Type), _float),
    (MomentType, _moment),
    (FixedMeaning, _fixed),
    (StringType, _string),
)
