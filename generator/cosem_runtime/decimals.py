"""Powers of ten without rounding, whatever context for decimals a user has set."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from .errors import EncodeError, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .values import SimpleData

__all__ = ["scaled", "scaled_cells", "unscaled"]

_EXACT = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)


def scaled(raw: SimpleData | Decimal, scaler: int) -> Decimal:
    """raw * 10**scaler; EncodeError for what is no finite number."""
    if isinstance(raw, (int, float, Decimal)):
        number = Decimal(raw)
        if number.is_finite():
            return number.scaleb(scaler, _EXACT)
    raise EncodeError("cannot be scaled", "a finite number", show(raw))


def scaled_cells(cells: Sequence[Any], scaler: int) -> list[Any]:
    """Cells of a profile, the numbers among them scaled; EncodeError as above."""
    return [
        (
            Decimal(cell).scaleb(scaler, _EXACT)
            if type(cell) is int  # nearly always, and always finite
            else scaled(cell, scaler) if isinstance(cell, (int, float)) else cell
        )
        for cell in cells
    ]


def unscaled(value: Decimal | int, scaler: int) -> int:
    """value / 10**scaler; EncodeError when that is no whole number of a meter's size."""
    if not isinstance(value, (int, Decimal)):
        raise EncodeError("", "an int or a Decimal", type(value).__name__)
    sign, digits, exponent = Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        raise EncodeError("cannot be unscaled", "a finite number", show(value))
    shift = exponent - scaler
    if shift > 1000 or len(digits) > 1000:  # no number of a meter is that large
        raise EncodeError("", "a number of a meter's size", show(value))
    number = int("".join(map(str, digits)) or "0")
    if shift >= 0:
        number *= 10**shift
    elif -shift > len(digits):
        if number:
            raise _not_whole(scaler, value)
    else:
        number, rest = divmod(number, 10**-shift)
        if rest:
            raise _not_whole(scaler, value)
    return -number if sign else number


def _not_whole(scaler: int, value: Decimal | int) -> EncodeError:
    return EncodeError(
        "more digits than the scaler leaves", f"a multiple of 1E{scaler}", show(value)
    )
