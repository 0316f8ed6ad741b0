"""Units: what the spec names is in the table, and the table is sound."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator

import pytest

from cosem import _obis
from cosem.types import Unit
from tests.compiled import COUNTRIES
from tests.crosschecks.documents import Json, national, parts, standard

NAMING = ("unit", "units", "integral_unit")
"""Keys of documents that name units."""


def table(document: Json) -> Json:
    """The table of units of a document."""
    tables = [each for each in document["types"] if each["kind"] == "units"]
    assert len(tables) == 1
    found: Json = tables[0]
    return found


def named_units(document: Json) -> Iterator[tuple[str, str]]:
    """Where a unit is named, and the name: attributes, fields, layouts, codes, objects."""
    for path, part in parts(document):
        for key in NAMING:
            named = part.get(key, [])
            for name in [named] if isinstance(named, str) else named:
                yield path, name


def use_complaints(document: Json, units: Json) -> Iterator[str]:
    """Units that are named somewhere and are not in the table."""
    known = {row["name"] for row in units["values"] if "name" in row}
    for path, name in named_units(document):
        if name not in known:
            yield f"{path}: no unit {name}"


def table_complaints(units: Json, used: set[str]) -> Iterator[str]:
    """Rows that say too little or twice the same, and names that two rows have.

    What no line of the spec uses has to stand for itself: a symbol and a quantity.
    """
    numbers = Counter[int]()
    names = Counter[str]()
    for row in units["values"]:
        if "name" not in row:
            numbers.update(range(row["first"], row["last"] + 1))
            continue
        numbers[row["value"]] += 1
        names[row["name"]] += 1
        if not row.get("symbol"):
            yield f"{row['name']}: no symbol"
        if not row.get("quantity") and row["name"] not in used:
            yield f"{row['name']}: neither used nor a quantity"
    yield from (f"{number}: {n} rows" for number, n in numbers.items() if n != 1)
    yield from (f"{number}: no row" for number in range(256) if not numbers[number])
    yield from (f"{name}: {n} rows" for name, n in names.items() if n > 1)


def test_units_that_are_named_are_in_the_table() -> None:
    assert list(use_complaints(standard(), table(standard()))) == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_units_of_national_packages_are_in_the_table(country: str) -> None:
    assert list(use_complaints(national(country), table(standard()))) == []


def test_the_table_is_sound() -> None:
    used = {name for _, name in named_units(standard())}
    assert list(table_complaints(table(standard()), used)) == []


def test_every_kind_of_line_names_units() -> None:
    """Units are looked for where the spec has them."""
    for key in ("types", "classes", "layouts"):
        assert list(named_units({"x": standard()[key]})), key
    obis = standard()["obis"]
    for key in ("media", "objects"):
        assert list(named_units({"x": obis[key]})), key


def test_the_generated_python_has_the_table() -> None:
    rows = {r["value"]: r for r in table(standard())["values"] if "name" in r}
    assert {int(unit): unit.name.lower() for unit in Unit} == {
        value: row["name"] for value, row in rows.items()
    }
    # In the words about codes a number without a unit has no symbol.
    without = {number for number, symbol in _obis.UNITS.items() if not symbol}
    assert without <= {255}
    for number in _obis.UNITS.keys() - without:
        assert _obis.UNITS[number] == rows[number]["symbol"]


# ---------------------------------------------------------------- shown to fail


def test_an_unknown_unit_is_said() -> None:
    document = copy.deepcopy(standard())
    units = table(document)
    register = next(c for c in document["classes"] if c["class_id"] == 7)
    register["versions"][1]["attributes"][3]["unit"] = "fortnight"
    row = next(r for r in document["obis"]["objects"] if r.get("units"))
    row["units"] = [*row["units"], "furlong"]
    said = list(use_complaints(document, units))
    assert said == [
        "/Profile generic/1/capture_period: no unit fortnight",
        f"/{row['name']}: no unit furlong",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"value": 200, "name": "ell", "quantity": "length"}, "ell: no symbol"),
        ({"value": 200, "name": "ell", "symbol": "ell"}, "ell: neither used nor"),
        (
            {"value": 200, "name": "volt", "symbol": "V", "quantity": "x"},
            "volt: 2 rows",
        ),
        ({"value": 30, "name": "ell", "symbol": "ell", "quantity": "x"}, "30: 2 rows"),
        ({"first": 254, "last": 254, "kind": "reserved"}, "254: 2 rows"),
    ],
)
def test_a_wrong_row_is_said(row: Json, said: str) -> None:
    units = copy.deepcopy(table(standard()))
    units["values"].append(row)
    assert any(said in complaint for complaint in table_complaints(units, set()))


def test_a_missing_row_is_said() -> None:
    units = copy.deepcopy(table(standard()))
    units["values"].pop(0)
    assert any("no row" in complaint for complaint in table_complaints(units, set()))
