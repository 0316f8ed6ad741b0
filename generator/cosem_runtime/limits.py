"""How much may come of how few octets: the limits that every decoder keeps.

Octets of a meter never make more than a stated multiple of their own size, nor nest
deeper than stated. The limits go with the octets, so that every decoder takes others
without a parameter for them, and nobody who needs none pays.
"""

from __future__ import annotations

from .errors import DecodeError, EncodeError, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = [
    "DEPTH_LIMIT",
    "EXPANSION_LIMIT",
    "Limits",
    "as_octets",
    "limits_of",
    "too_deep",
]

DEPTH_LIMIT = 64
"""How deep arrays and structures may be nested; the deepest of a class have 6 levels."""
EXPANSION_LIMIT = 128
"""Octets of memory for one octet of a compact-array.

Twice what other data can reach: an empty array is two octets, a list about 64 of
memory each. Rows of a profile reach 10 to 30, the worst sensible compact-array, with
elements of a single octet, 64.
"""


class Limits:
    """Limits for decoding that suit you better: `limits.on(octets)` has them.

    `depth` is how deep arrays and structures may be nested, `expansion` how many octets
    of memory a compact-array and its values may take for each of its own. Every decoder
    takes the octets that `on` gives; those without limits have the defaults. Immutable
    by contract.
    """

    __slots__ = ("depth", "expansion")

    def __init__(
        self, *, depth: int = DEPTH_LIMIT, expansion: int = EXPANSION_LIMIT
    ) -> None:
        """Raises EncodeError for a limit that is no whole number above 0."""
        for name, limit in (("depth", depth), ("expansion", expansion)):
            if not isinstance(limit, int) or limit < 1:
                raise EncodeError(name, "a whole number above 0", quote(limit))
        self.depth: Final = depth
        self.expansion: Final = expansion

    def on(self, octets: bytes | bytearray | memoryview) -> bytes:
        """The octets, to be decoded with these limits; DecodeError for other things."""
        limited = _LimitedOctets(as_octets(octets))
        limited.limits = self
        return limited

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Limits):
            return NotImplemented
        return (self.depth, self.expansion) == (other.depth, other.expansion)

    def __hash__(self) -> int:
        return hash((self.depth, self.expansion))

    def __repr__(self) -> str:
        return f"Limits(depth={self.depth}, expansion={self.expansion})"


class _LimitedOctets(bytes):
    """Octets with limits of their own."""

    limits: Limits


_DEFAULT = Limits()


def as_octets(data: bytes | bytearray | memoryview, name: str = "") -> bytes:
    """The input as bytes, its limits kept; DecodeError, with the name as its path, when it is not octets at all.

    Whatever takes octets comes here before it counts them: the `len()` of a memoryview
    may be that of larger items.
    """
    if type(data) is _LimitedOctets:
        return data
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    error = DecodeError("", 0, "bytes", type(data).__name__)
    if name:
        error.within(name)
    raise error


def limits_of(data: bytes) -> Limits:
    """The limits that go with octets."""
    return data.limits if isinstance(data, _LimitedOctets) else _DEFAULT


def too_deep(data: bytes, at: int) -> DecodeError:
    """The error for a level too many."""
    return DecodeError(
        "nested too deep",
        at,
        f"at most {limits_of(data).depth} levels (Limits(depth=...) allows others)",
        "more",
    )
