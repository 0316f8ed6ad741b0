"""Scaling without rounding: whole numbers and powers of ten, never a float."""

from __future__ import annotations

from operator import attrgetter

from .structure import SharedStructure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from typing import Any

    from .values import SimpleData

__all__ = ["ScalerUnitBase", "scaled_cells"]

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
        import cosem_runtime.decimals as decimals  # quicker than `from`

        return decimals.scaled(raw, _scaler(self))

    def unscale(self, value: Decimal | int) -> int:
        """The whole number that stands for `value`; the inverse of `scale`.

        EncodeError when it needs more digits than the scaler leaves, or is a float.
        """
        import cosem_runtime.decimals as decimals

        return decimals.unscaled(value, _scaler(self))


def scaled_cells(cells: Sequence[Any], unit: ScalerUnitBase) -> Sequence[Any]:
    """The cells of a column, the numbers among them scaled."""
    import cosem_runtime.decimals as decimals

    return decimals.scaled_cells(cells, _scaler(unit))
