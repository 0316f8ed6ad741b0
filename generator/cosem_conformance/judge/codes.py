"""Objects and the tables of codes: OB-01 to OB-03."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cosem_runtime import OpenIntEnum

from .meter import Item, is_standard
from .table import PASS, Check, Outcome, inapplicable, unclear, warned, wrong
from .types import code_basis

__all__ = ["CHECKS"]

_DIMENSIONLESS: Final = 255
_PERCENT: Final = 56
_WITH_UNIT: Final = {3: 3, 4: 3, 5: 4}
"""Class and the attribute with its scaler and unit."""


def _pair(item: Item) -> Iterator[Outcome]:
    class_id = item.dumped.class_id
    if not is_standard(class_id):
        return
    catalogue = item.seen.meter.catalogue
    described = catalogue.describe(item.code)
    if not described.classes or described.kind != "standard":
        if described.kind not in ("standard", "unknown"):
            whose = f"the code is of the kind {described.kind}: it may be of any class"
            yield inapplicable(whose)
        return
    if catalogue.describe(item.code, class_id).kind != "unknown":
        yield PASS
        return
    allowed = [f"{name} ({number})" for number, name in described.classes]
    yield wrong(
        f"{described.name} is of {', '.join(allowed)}, not of class {class_id}",
        expected=" or ".join(allowed),
        found=str(class_id),
        basis=code_basis(described),
    )


def _in_tables(item: Item) -> Iterator[Outcome]:
    described = item.seen.meter.catalogue.describe(item.code)
    if described.kind == "unknown":
        yield warned(
            "no table that is registered has this code: a value group has a number that is "
            "reserved, or not used with the others",
            expected="a code of the tables, or of a range that is left to others",
            found=str(item.code),
        )
    else:
        yield PASS


def _unit(item: Item) -> Iterator[Outcome]:
    number = _WITH_UNIT.get(item.dumped.class_id)
    read = item.reads.get(number) if number is not None else None
    if read is None:
        return
    described = item.seen.meter.catalogue.describe(item.code, item.dumped.class_id)
    unit = getattr(read.meant, "unit", None)
    if (
        not isinstance(unit, OpenIntEnum)
        or described.kind != "standard"
        or not described.unit_codes
    ):
        return
    if int(unit) in described.unit_codes:
        yield PASS
    elif int(unit) == _DIMENSIONLESS or int(unit) == 0:
        yield unclear("the object says that it has no unit", attribute=number)
    elif int(unit) == _PERCENT:
        yield unclear("it is a share of the quantity", attribute=number)
    else:
        wanted = " or ".join(filter(None, described.units))
        yield wrong(
            f"{described.name} is in {wanted}, not in {unit.name.lower()}",
            attribute=number,
            path="unit",
            expected=wanted,
            found=unit.name.lower(),
            basis=code_basis(described),
            doubt=read.doubt,
        )


CHECKS: Final = (
    Check(
        "OB-01",
        "classes are those of the code",
        "The object is of a class that the tables allow for its logical name. Ranges that are "
        "left to makers, utilities and countries may be of any.",
        "an object of a class of the standard, and a code whose classes are known",
        "OBIS tables",
        "object",
        _pair,
    ),
    Check(
        "OB-02",
        "codes are in the tables",
        "The logical name is one that the tables have, or in a range that is left to others. "
        "Tables may not have all: a warning.",
        "an object",
        "OBIS tables",
        "object",
        _in_tables,
    ),
    Check(
        "OB-03",
        "units are those of the quantity",
        "The unit of a register is one of the quantity that its logical name stands for.",
        "scaler and unit that were read, and a code whose units are known",
        "units of the OBIS tables",
        "object",
        _unit,
    ),
)
