"""What the indexes find is what reading every line finds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem import _obis
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.obis import Obis
from cosem_runtime.obis.index import RowIndex
from cosem_runtime.obis.tables import ObisRow

from . import linear
from .packages import GROUPS, MEDIA, OBJECTS, SELECTIONS, UNITS, install

ENDS = st.sampled_from([0, 1, 2, 7, 63, 64, 127, 128, 254, 255])
RANGES = st.lists(ENDS, min_size=1, max_size=6, unique=True).map(
    lambda ends: ",".join(
        f"{first}-{last}" if first != last else str(first)
        for first, last in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
    or str(ends[0])
)
PATTERNS = st.lists(RANGES, min_size=6, max_size=6).map(".".join)
CODES = st.lists(ENDS, min_size=6, max_size=6).map(bytes)


@given(st.lists(PATTERNS, max_size=12), CODES)
def test_the_rows_of_any_patterns(patterns: list[str], code: bytes) -> None:
    lines = [f"{match} | number {n}" for n, match in enumerate(patterns)]
    index = RowIndex(ObisRow("any", line) for line in lines)
    module = ModuleType("any")
    module.OBJECTS = "\n".join(lines)  # type: ignore[attr-defined]  # data in a module
    found = [row.facts.name for row in index.find(code)]
    assert found == [row[1] for row in linear.rows([module], code)]


def test_more_rows_than_one_machine_word() -> None:
    rows = [ObisRow("any", f"1.0.{c}.8.0.255 | {c}") for c in range(200)]
    index = RowIndex([*rows, ObisRow("any", "0-255.0.0-255.8.0.255 | all")])
    for c in (0, 63, 64, 199):
        found = [row.facts.name for row in index.find(bytes((1, 0, c, 8, 0, 255)))]
        assert found == [str(c), "all"]
    assert index.find(bytes((1, 1, 1, 8, 0, 255))) == []


VENDOR = {
    "UNITS": {41: "T"},
    "MEDIA": {77: "Vendor's medium"},
    "SAME_MEDIA": {78: 77},
    "GROUPS": (
        "1D processing | 200 | signed value\n"
        "77C | 1 | own quantity |  |  | 41 |  | integrated\n"
        "E | 9 | a vendor's part\n"
        "77E phase | 0-9 | phase {n+1} |  |  |  | 30 | phase {n}, integrated\n"
        "D country | 49 | Prussia\n"
        "D | 8 | sum |  | integral\n"
    ),
    "SELECTIONS": "77E phase | D=8",
    "OBJECTS": (
        "1.0-64.1.8.5.255 | signed {C} |  | 1\n"
        "1.0-1.1.7-8.5.255 alternative | monitored {C} |  | 21,8.0\n"
        "77-78.0-255.0-255.0-255.0-255.0-255 | {C}, {E}, {F} of {A} |  | 1"
    ),
}


@pytest.fixture(scope="module")
def hand_made() -> Iterator[tuple[Catalogue, list[ModuleType]]]:
    """The standard package of the tests and a vendor's, and their tables."""
    with pytest.MonkeyPatch.context() as patch:
        for name, facts in (
            (
                "standard_tables",
                {
                    "MEDIA": MEDIA,
                    "SAME_MEDIA": {5: 1},
                    "UNITS": UNITS,
                    "GROUPS": GROUPS,
                    "SELECTIONS": SELECTIONS,
                    "OBJECTS": OBJECTS,
                },
            ),
            ("vendor_tables", VENDOR),
        ):
            install(patch, name, {}, **facts)
        catalogue = Catalogue("standard_tables")
        catalogue.register("vendor_tables")
        names = ("vendor_tables", "standard_tables")
        yield catalogue, [sys.modules[f"{name}._obis"] for name in names]


def agrees(catalogue: Catalogue, modules: list[ModuleType], code: bytes) -> None:
    """Check all that is composed of the tables against what reading them says."""
    found = catalogue.describe(code)
    groups = {x: linear.words(modules, x, code) for x in "BCDEF"}
    expected = {x: words for x, words in groups.items() if words}
    rows = linear.rows(modules, code)
    if rows and code[5] != 255 and "{F}" not in rows[0][1]:
        # No billing period where a row is for one F, numbers things by F, or is of others.
        f = rows[0][0].split(" ")[0].split(".")[5]
        if "{F" in rows[0][1] or f.isdecimal() or rows[0][2]:
            expected.pop("F", None)
    assert {x: words for x, words in found.groups.items() if x != "A"} == expected
    assert (found.kind == "unknown") == (not rows)
    if not rows:
        assert found.name == "" and found.alternatives == ()
        return
    allowed = linear.classes(rows[0])
    any_class = not allowed
    names: set[str] = set()
    described = iter((found, *found.alternatives))
    for number, row in enumerate(rows):
        classes = linear.classes(row)
        name = linear.name(modules, row[1], code)
        if number:
            more = not any_class and not classes.keys() <= allowed.keys()
            if row[2] or (not more and name in names):
                continue
            if more:
                allowed = classes | allowed
        names.add(name)
        one = next(described)
        assert one.name == name
        if number:
            assert {str(class_id) for class_id, _ in one.classes} == classes.keys()
        assert list(one.unit_codes) == linear.units(modules, row, code)
        assert (one.kind, one.clause) == (row[2] or "standard", row[6])
    assert next(described, None) is None
    assert {str(class_id) for class_id, _ in found.classes} == allowed.keys()
    bound = {str(class_id): str(version) for class_id, version in found.class_versions}
    assert bound == {class_id: v for class_id, v in allowed.items() if v}


MEDIUM = st.sampled_from([0, 1, 2, 4, 5, 6, 7, 77, 78, 255])
NUMBER = st.sampled_from(
    [*range(14), 20, 32, 49, 64, 93, 94, 96, 124, 127, 128, 200, 255]
)


@given(MEDIUM, st.lists(NUMBER, min_size=5, max_size=5))
def test_hand_made_tables(
    hand_made: tuple[Catalogue, list[ModuleType]], medium: int, rest: list[int]
) -> None:
    agrees(*hand_made, Obis(bytes((medium, *rest))))


_LINES = _obis.OBJECTS.splitlines()
_STANDARD = Catalogue("cosem")


@given(st.data())
def test_the_tables_of_the_standard(data: st.DataObject) -> None:
    """Any code of any pattern, and codes that differ from such a code in one group."""
    match = (
        data.draw(st.sampled_from(_LINES)).split(" | ")[0].partition(" ")[0].split(".")
    )
    code = [data.draw(st.sampled_from(sorted(linear.codes(text)))) for text in match]
    if data.draw(st.booleans()):
        code[data.draw(st.integers(0, 5))] = data.draw(st.integers(0, 255))
    agrees(_STANDARD, [_obis], Obis(bytes(code)))
