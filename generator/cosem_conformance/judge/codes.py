"""Objects and the tables of codes: OB-01 to OB-04."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cosem_runtime import Obis, OpenIntEnum
from cosem_runtime.catalogue import Catalogue

from .evaluators.places import read_of
from .findings import NOTE
from .meter import Item, Seen, is_standard
from .table import PASS, Check, Outcome, inapplicable, unclear, warned, wrong
from .types import code_basis

__all__ = ["CHECKS"]

_DIMENSIONLESS: Final = 255
_PERCENT: Final = 56
_WITH_UNIT: Final = "scaler_unit"
"""The attribute with the scaler and unit of what the object is for."""
_ABSTRACT: Final = 0
_FIRST: Final = (0, 1)
"""Where instances of an object begin to be numbered."""


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
    read = read_of(item, _WITH_UNIT)
    if read is None:
        return
    number = read.number
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
            f"{described.name} is in {wanted}, not in {unit}",
            attribute=number,
            path="unit",
            expected=wanted,
            found=str(unit),
            basis=code_basis(described),
            doubt=read.doubt,
        )


def _numbered(seen: Seen) -> Iterator[Outcome]:
    instances: dict[tuple[int, Obis], list[int]] = {}
    for item in seen.items:
        if item.code[0] != _ABSTRACT:
            continue  # of other media B is the number of a channel
        key = item.dumped.class_id, _instance(item.code, _FIRST[0])
        instances.setdefault(key, []).append(item.code[1])
    catalogue = seen.meter.catalogue
    for (class_id, code), numbers in instances.items():
        first = min(numbers)
        firsts = [_instance(code, number) for number in _FIRST]
        if not any(_is_known(catalogue, each, class_id) for each in firsts):
            continue  # B is no number of an instance
        here = _instance(code, first)
        if not _is_known(catalogue, here, class_id):
            continue
        if first in _FIRST:
            yield PASS
            continue
        yield wrong(
            f"{here} of class {class_id} is the first of its kind: those before it are hidden, or "
            "left out",
            severity=NOTE,
            expected=" or ".join(map(str, firsts)),
            found=str(here),
            basis=code_basis(catalogue.describe(here, class_id)),
        )


def _instance(code: Obis, number: int) -> Obis:
    """The same object with another number in value group B."""
    return Obis((code[0], number, *code[2:]))


def _is_known(catalogue: Catalogue, code: Obis, class_id: int) -> bool:
    described = catalogue.describe(code, class_id)
    return described.kind == "standard" and bool(described.classes)


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
    Check(
        "OB-04",
        "instances are numbered from 0 or 1",
        "Abstract objects that differ in value group B alone begin with 0 or 1. Clients may not see "
        "all of them: a note.",
        "an abstract object that may have several instances, by its code",
        "OBIS tables",
        "association",
        _numbered,
    ),
)
