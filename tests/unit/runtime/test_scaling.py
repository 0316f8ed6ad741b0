"""Exact scaling."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, Rounded, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import EncodeError, axdr
from cosem_runtime.scaling import scaled_cells

from .sample import ScalUnitType, Unit

scalers = st.integers(-128, 127)


def unit(scaler: int) -> ScalUnitType:
    return ScalUnitType(scaler, Unit.WATT_HOUR)


@given(scalers, st.integers(-(2**63), 2**64))
def test_exact_both_ways(scaler: int, raw: int) -> None:
    with localcontext(Context(prec=3)):  # the caller's precision must not matter
        value = unit(scaler).scale(raw)
        assert unit(scaler).unscale(value) == raw
    assert value.as_tuple().exponent == scaler
    assert value == Decimal(f"{raw}E{scaler}")


finite = st.floats(allow_nan=False, allow_infinity=False)
decimals = st.decimals(allow_nan=False, allow_infinity=False)


@given(scalers, finite | decimals | st.integers(-(2**200), 2**200))
@example(2, Decimal("-0"))
@example(-128, 5e-324)
def test_no_digit_is_lost(scaler: int, raw: float | Decimal) -> None:
    sign, digits, exponent = Decimal(raw).as_tuple()
    assert isinstance(exponent, int)
    with localcontext(Context(prec=3, Emin=-5, Emax=5, traps=[Inexact, Rounded])):
        value = unit(scaler).scale(raw)
    assert value.as_tuple() == (sign, digits, exponent + scaler)


def test_the_numbers_among_cells() -> None:
    cells = [5, True, 0.5, axdr.DeltaLong(-3), None, "5", b"\x05", 2**63]
    assert scaled_cells(cells, unit(-1)) == [
        unit(-1).scale(cell) if isinstance(cell, (int, float)) else cell
        for cell in cells
    ]
    with pytest.raises(EncodeError, match="finite number"):
        scaled_cells([1, float("nan")], unit(-1))


def test_known_values() -> None:
    assert str(unit(-4).scale(2345)) == "0.2345"
    assert str(unit(-2).scale(123456789)) == "1234567.89"
    assert unit(3).scale(5) == 5000
    assert unit(3).unscale(5000) == 5
    assert unit(-1).unscale(Decimal("12.30")) == 123
    assert unit(0).unscale(-7) == -7
    assert unit(5).unscale(0) == 0
    assert unit(-1).scale(0.5) == Decimal("0.05")


@pytest.mark.parametrize(
    ("scaler", "value"),
    [
        (0, Decimal("0.5")),
        (3, 5),
        (-1, Decimal("0.25")),
        (0, Decimal("1E-999999999")),
        (0, Decimal("1E+999999999")),
        (0, Decimal("NaN")),
        (0, Decimal("Infinity")),
        (0, 1.0),
        (0, "1"),
    ],
)
def test_what_cannot_be_unscaled(scaler: int, value: Decimal) -> None:
    with pytest.raises(EncodeError):
        unit(scaler).unscale(value)


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), "5", None])
def test_what_cannot_be_scaled(raw: float) -> None:
    with pytest.raises(EncodeError):
        unit(0).scale(raw)


def test_no_number_is_too_long_for_an_error() -> None:
    with pytest.raises(EncodeError, match="20001 bits"):
        unit(0).unscale(1 << 20_000)
