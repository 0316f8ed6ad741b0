"""Scaling without rounding: whole numbers and powers of ten, never a float."""

from __future__ import annotations

from operator import attrgetter

from .errors import EncodeError, show
from .structure import SharedStructure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from .values import SimpleData

__all__ = ["ScalerUnitBase"]

# The member is a slot of the generated structure, which no base class can declare in a
# way that suits every type checker.
_scaler: Callable[[ScalerUnitBase], int] = attrgetter("scaler")


class ScalerUnitBase(SharedStructure):
    """Base of the structure of scaler (a power of ten) and unit."""

    __slots__ = ()

    def scale(self, raw: SimpleData | Decimal) -> Decimal:
        """The value that `raw` stands for: raw * 10**scaler, exact.

        Takes what the meter sent: a whole number, or the float of a float32 or float64
        value, whose binary value is taken as it is. EncodeError for anything else that
        the attribute may hold, as a text.
        """
        from decimal import Decimal

        if isinstance(raw, (int, float, Decimal)):
            sign, digits, exponent = Decimal(raw).as_tuple()
            if isinstance(exponent, int):
                return Decimal((sign, digits, exponent + _scaler(self)))
        raise EncodeError("cannot be scaled", "a finite number", show(raw))

    def unscale(self, value: Decimal | int) -> int:
        """The whole number that stands for `value`; the inverse of `scale`.

        EncodeError when it needs more digits than the scaler leaves, or is a float.
        """
        from decimal import Decimal

        if not isinstance(value, (int, Decimal)):
            raise EncodeError("", "an int or a Decimal", type(value).__name__)
        sign, digits, exponent = Decimal(value).as_tuple()
        if not isinstance(exponent, int):
            raise EncodeError("cannot be unscaled", "a finite number", show(value))
        shift = exponent - _scaler(self)
        if shift > 1000 or len(digits) > 1000:  # no number of a meter is that large
            raise EncodeError("", "a number of a meter's size", show(value))
        number = int("".join(map(str, digits)) or "0")
        if shift >= 0:
            number *= 10**shift
        elif -shift > len(digits):
            if number:
                raise _not_whole(_scaler(self), value)
        else:
            number, rest = divmod(number, 10**-shift)
            if rest:
                raise _not_whole(_scaler(self), value)
        return -number if sign else number


def _not_whole(scaler: int, value: Decimal | int) -> EncodeError:
    return EncodeError(
        "more digits than the scaler leaves", f"a multiple of 1E{scaler}", show(value)
    )
