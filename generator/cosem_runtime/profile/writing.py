"""Rows of plain values to the octets of a buffer."""

from __future__ import annotations

from decimal import Decimal

from .. import decimals
from ..codec.writing import WRITERS
from ..errors import EncodeError, quote, show
from ..types import (
    ANY,
    FLOAT32,
    FLOAT64,
    SIMPLE,
    UTF8_STRING,
    VISIBLE_STRING,
    ChoiceType,
)
from ..types.base import refuse
from ..types.primitives import NumberType
from ..values import INTEGERS
from ..wire import ARRAY, write_length
from .cells import DELTAS, row_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from ..scaling import ScalerUnitBase
    from ..types.base import DataType
    from .columns import Column

__all__ = ["encode_rows", "named_types"]

# The type that a class names whose plain values do not say theirs.
_NAMED: dict[Any, DataType] = {
    python: kind
    for kind in (
        *(NumberType(integer) for integer in INTEGERS),
        *(FLOAT32, FLOAT64, VISIBLE_STRING, UTF8_STRING),
    )
    for python in kind.identified_by()
}


def named_types(
    types: Mapping[Any, Any], place: Callable[[Any], int]
) -> dict[int, DataType]:
    """The types that classes name, by the place of their column; TypeError."""
    try:
        pairs = types.items()
    except AttributeError:
        expected = "a mapping of columns to classes such as Unsigned is expected"
        raise TypeError(f"types: {expected}, found {show(types)}") from None
    named = {}
    for which, python in pairs:
        kind = _NAMED.get(python) if isinstance(python, type) else None
        if kind is None:
            raise TypeError(
                f"types: {quote(which)}: a class such as Unsigned is expected,"
                f" found {show(python)}"
            )
        named[place(which)] = kind
    return named


def encode_rows(
    rows: Iterable[Any], columns: Sequence[Column], named: Mapping[int, DataType]
) -> bytes:
    """An array of structures; `named` has types for plain values of some columns."""
    try:
        each_row = iter(rows)
    except TypeError:
        raise refuse(rows, "rows").within("buffer") from None
    kinds = [(column, named.get(place)) for place, column in enumerate(columns)]
    head = row_head(len(kinds))
    body = bytearray()
    count = 0
    for row in each_row:
        body += head
        try:
            if not isinstance(row, (tuple, list)) or len(row) != len(kinds):
                raise refuse(row, f"a tuple or list of {len(kinds)} values")
            for (column, kind), cell in zip(kinds, row, strict=True):
                _write(column, kind, cell, body)
        except EncodeError as error:
            error.within(count).within("buffer")
            raise
        count += 1
    out = bytearray((ARRAY,))
    write_length(count, out)
    return bytes(out + body)


def _write(column: Column, named: DataType | None, cell: Any, out: bytearray) -> None:
    kind = column.type
    # Without a tag of its own, or to be so once it is no longer scaled.
    plain = isinstance(cell, (int, float, str, Decimal)) and type(cell) not in WRITERS
    if cell is None or type(cell) in DELTAS:
        kind = ANY  # stands for a value of the column's type, and is none itself
    elif plain and named is not None:
        kind = named
    try:
        if isinstance(cell, Decimal) and column.scaler_unit is not None:
            cell = _unscaled(cell, column.scaler_unit, kind)
        kind.encode(cell, out)
    except EncodeError as error:
        several = isinstance(kind, ChoiceType) and error.reason
        untold = several or kind is ANY or kind is SIMPLE
        if untold and plain and not isinstance(cell, Decimal):
            found = f"{error.found}; types={{{quote(column.name)}: ...}} says which"
            error = EncodeError(error.reason, error.expected, found)
        if column.attribute is not None and column.attribute.secret:
            error.mask(cell)
        raise error.within(column.name) from None


def _unscaled(value: Decimal, unit: ScalerUnitBase, kind: DataType) -> int | float:
    """The number that stands for `value`, exactly; EncodeError when there is none."""
    if kind is not FLOAT32 and kind is not FLOAT64:
        return unit.unscale(value)
    one = unit.scale(1)
    try:
        exact = decimals.scaled(value, -one.adjusted())
        number: float = kind.decode(kind.octets(float(exact)), 0)[0]
        if number == exact:
            return number
    except ArithmeticError:  # beyond what even a Decimal can hold
        pass
    raise refuse(value, f"a {kind} times {one}")
