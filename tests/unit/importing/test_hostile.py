"""Sources made to harm: an error that says what is wrong, soon and in little memory."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cosem_conformance.dumps import DumpError
from cosemgen.importing import Unwritable, claims, import_profiles
from cosemgen.importing.forms import collecting
from tests.unit.dumps.workbook import workbook

from .sources import attribute, imported, osgp, row, rows, table, thing


def test_too_many_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "OBJECTS", 3)
    lines = [(f"1.0.{at}.8.0.255", 3, 0, 2, "", "", "R") for at in range(1, 5)]
    found = imported(tmp_path, table(*lines))
    assert found.objects == 3
    assert [str(each.message) for each in found.problems] == [
        "expected at most 3 objects, found more"
    ]


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MEMBERS", 2)
    found = imported(
        tmp_path,
        rows(row(1, ""), row(2, ""), row(3, "")),
    )
    assert [str(each.message) for each in found.problems] == [
        "expected at most 2 attributes and methods, found more"
    ]


def test_too_much_that_is_wrong(tmp_path: Path) -> None:
    lines = [(f"no{at}", 3, 0, 2, "", "", "R") for at in range(claims.PROBLEMS + 1)]
    with pytest.raises(DumpError, match="at most 1000 different problems, found more"):
        imported(tmp_path, table(*lines))


def test_texts_that_are_long_or_not_printable(tmp_path: Path) -> None:
    nasty = 'a"b\\c\n//"}\x1b[31m\u202e' + "x" * 5000
    source = osgp(
        thing(
            "A",
            1,
            "0.0.96.1.0.255",
            attribute(2, nasty, nasty, nasty, "FIXED_IN_PROFILE", note=nasty),
            description=nasty,
            note=nasty,
        ),
        profile=nasty,
        version=nasty,
        description=nasty,
    )
    found = imported(tmp_path, source)
    assert all(
        len(line) < 2000 for text in found.files.values() for line in text.splitlines()
    )
    assert "\x1b" not in "".join(found.files.values())


@pytest.mark.parametrize(
    "source",
    [
        "{" * 100_000,
        '{"profile": "A", "objects": 7, "class-id": 1}',
        '{"profile": "A", "objects": [7, null, {}], "class-id": 1}',
        '{"profile": "A", "inherit": [], "objects": [], "class-id": 1}',
        '{"source": [], "rows": [], "logical_name": 1}',
        '{"source": {"meter": 7}, "rows": [{"logical_name": 1}]}',
        '{"source": {}, "rows": [{"logical_name": 1}]}',
        "OBIS;Class\n",
        "",
    ],
)
def test_what_is_no_source(tmp_path: Path, source: str) -> None:
    path = tmp_path / "source"
    path.write_text(source)
    with pytest.raises(DumpError, match=str(path)):
        import_profiles([path], "asked")


def test_a_workbook_that_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(workbook({"Model": [["OBIS", "Attribute"]]})[:-40])
    with pytest.raises(DumpError, match="a damaged one"):
        import_profiles([path], "asked")


def test_a_package_that_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "model.csv"
    path.write_text(table(("1.0.1.8.0.255", 3, 0, 2, "", "", "R")))
    with pytest.raises(Unwritable, match="C60"):
        import_profiles([path], "cosem")


GOOD = osgp(
    thing(
        "CLOCK",
        8,
        "0.0.1.0.0.255",
        attribute(3, "time_zone", "long", "-60", "FIXED_IN_PROFILE"),
    ),
    thing(
        "LOG",
        7,
        "0.0.99.98.0.255",
        attribute(3, "capture objects", "array", "CLOCK,2", "FIXED_IN_PROFILE"),
        version=1,
    ),
    thing(
        "MBUS",
        72,
        "0.x.24.1.0.255",
        attribute(5, "primary_address", "unsigned"),
        meterTypes=["PP"],
    ),
)
ROWS = rows(
    row(2, "value", {"a": "R", "b": "RW"}, type="unsigned"),
    row(3, "scaler_unit", {"a": "R"}, value="0, Wh"),
    methods=[row(1, "reset", {"a": "A"}, method=1)],
)
ANYTHING: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        300,
        70_000,
        2**70,
        1.5,
        "",
        "x",
        "-",
        "1",
        "0x0063",
        "R",
        "0, V",
        "CLOCK,2",
    ),
    *(
        "0.0.43.0.0255",
        "1.0.1.8.0.255",
        "0.a.b.c.d.e",
        "octet-string[0..*]",
        "R\u202eW",
        [],
        {},
        [[]],
        {"": ""},
    ),
)


def changed(document: Any, random: Random) -> Any:
    """A document with one thing in it that may be anything."""
    document = json.loads(json.dumps(document))
    places = []
    waiting = [document]
    while waiting:
        each = waiting.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each))
        for key in keys:
            places.append((each, key))
            if isinstance(each[key], dict | list):
                waiting.append(each[key])
    home, key = random.choice(places)
    home[key] = random.choice(ANYTHING)
    return document


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_anything_in_any_place(tmp_path: Path, seed: int) -> None:
    """An error, or a package that the compiler takes: `imported` asks that."""
    random = Random(seed)
    source = changed(random.choice((GOOD, ROWS)), random)
    try:
        imported(tmp_path, source)
    except DumpError as error:
        assert str(tmp_path) in str(error) and len(str(error)) < 2000
