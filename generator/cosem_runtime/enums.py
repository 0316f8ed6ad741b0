"""Enumerations that stay open: an unlisted value is kept, not refused."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["OpenIntEnum"]


class OpenIntEnum(IntEnum):
    """An IntEnum whose unlisted values become members named UNKNOWN_<value>.

    They are interned (`Unit(99) is Unit(99)`), but `list(Unit)` shows the listed ones.
    Values outside -32768..2**32-1 are no enumeration values: ValueError.
    """

    @classmethod
    def _missing_(cls, value: object) -> OpenIntEnum | None:
        if not isinstance(value, int) or not -0x8000 <= value <= 0xFFFF_FFFF:
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}".replace("-", "MINUS_")
        member._value_ = int(value)
        if value > 0xFFFF:  # hostile input must not fill the memory
            return member
        known = cls._value2member_map_.setdefault(value, member)
        assert isinstance(known, OpenIntEnum)
        return known

    def __repr__(self) -> str:
        kind = type(self)
        if self._name_ in kind.__members__:
            return f"{kind.__name__}.{self._name_}"
        return f"{kind.__name__}({self._value_})"
