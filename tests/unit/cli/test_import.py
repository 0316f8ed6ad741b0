"""`cosemgen import`: what is written where, what is told, and how a meter is judged by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

TABLE = """\
OBIS,Class,Version,Attribute,Type,Reader
1.0.1.8.0.255,3,0,2,double-long-unsigned,R
1.0.1.8.0.255,3,0,3,,R
"""
FAULTY = TABLE + "1.0.1.8.0.255,3,0,9,,R\n0.0.43.0.0255,64,0,2,,R\n"
MADE = (
    "// Made by cosemgen import. Once this line is gone, nothing is written over it.\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.csv").write_text(TABLE)
    (tmp_path / "faulty.csv").write_text(FAULTY)
    return tmp_path


def test_a_file(run: Run, here: Path) -> None:
    result = run("import", "model.csv", "-o", "acme.cosem")
    assert result == (0, "", "acme.cosem: 1 profile, 1 object; 0 errors, 0 warnings\n")
    assert (here / "acme.cosem").read_text() == MADE + """\
package acme "model" {
  needs cosem
  source model "model.csv"
}

profile model "model" source model {
  client reader

  object 1.0.1.8.0.255 "Energy import, total" as 3 version 0 {
    attribute 2 value: double-long-unsigned access reader R
    attribute 3 scaler_unit access reader R
  }
}
"""
    assert run("check", "acme.cosem").code == 0
    assert run("fmt", "--check", "acme.cosem").code == 0


def test_a_folder_and_errors(run: Run, here: Path) -> None:
    result = run(
        "import",
        "model.csv",
        "faulty.csv",
        "-o",
        "new/asked",
        "--package",
        "acme",
        "--title",
        "What ACME asks for",
    )
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        "error: faulty.csv: line 4: class 3 (Register) version 0 has no attribute 9, but 1..3",
        "error: faulty.csv: line 5: logical_name: expected an OBIS code, found '0.0.43.0.0255'",
        "new/asked: 2 profiles, 2 objects; 2 errors, 0 warnings",
    ]
    package = (here / "new/asked/package.cosem").read_text()
    assert package.startswith(MADE + 'package acme "What ACME asks for" {\n')
    names = sorted(each.name for each in (here / "new/asked").iterdir())
    assert names == ["faulty.cosem", "model.cosem", "package.cosem"]
    assert run("check", "new/asked").code == 0


def test_what_was_imported_is_replaced_and_nothing_else(run: Run, here: Path) -> None:
    assert run("import", "model.csv", "-o", "acme.cosem").code == 0
    first = (here / "acme.cosem").read_text()
    assert run("import", "faulty.csv", "-o", "acme.cosem").code == 1
    assert (here / "acme.cosem").read_text() != first
    mine = first.removeprefix(MADE)
    (here / "acme.cosem").write_text(mine)
    result = run("import", "faulty.csv", "-o", "acme.cosem")
    assert result == (1, "", "error: acme.cosem is there, and was not imported\n")
    assert (here / "acme.cosem").read_text() == mine


def test_a_meter_is_judged_by_it(run: Run, here: Path) -> None:
    assert run("import", "model.csv", "-o", "acme.cosem").code == 0
    judged = ("--profile", "acme.cosem", "--only", "PF", "--json")
    result = run("judge", "model.csv", *judged)
    assert result.code == 0, result.out
    (here / "meter.csv").write_text(TABLE.replace("0,3,,R", "0,3,,-"))
    result = run("judge", "meter.csv", *judged)
    assert result.code == 1
    (finding,) = (
        each
        for each in json.loads(result.out)["findings"]
        if each["verdict"] == "failed"
    )
    assert (finding["check"], finding["place"]["attribute"]) == ("PF-04", 3)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("-o", "9th.cosem"), "the file cannot be called '9th'"),
        (("-o", "a-b.cosem"), "the file cannot be called 'a-b'"),
        (
            ("-o", "out", "--package", "json"),
            "it would hide a module of Python's standard library",
        ),
        (
            ("-o", "cosem"),
            "the package cannot be called 'cosem': the standard is called so",
        ),
        (("-o", "."), "the package cannot be called ''"),
        ((), "Missing option '-o'"),
    ],
)
def test_names_that_cannot_be(run: Run, arguments: tuple[str, ...], why: str) -> None:
    result = run("import", "model.csv", *arguments)
    assert result.code == 2
    assert why in result.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--form", "xslx"), "no form 'xslx'; did you mean"),
        (("--form", "osgp"), "model.csv:1: expected JSON, found"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: tuple[str, ...], why: str) -> None:
    result = run("import", "model.csv", "-o", "out.cosem", *arguments)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: ") and why in result.err
    assert not Path("out.cosem").exists()


def test_the_same_source_twice(run: Run) -> None:
    result = run("import", "model.csv", "model.csv", "-o", "acme.cosem")
    assert result.code == 1
    assert result.err == (
        "error: model.csv: it is the profile 'model', as model.csv is\n"
    )


def test_a_mapping(run: Run, here: Path) -> None:
    (here / "other.csv").write_text(
        TABLE.replace("OBIS", "Kode").replace("Reader", "Kunde")
    )
    (here / "columns.json").write_text(
        '{"Kode": "logical_name", "Kunde": "access:Customer"}'
    )
    result = run(
        "import",
        "other.csv",
        "--form",
        "csv",
        "--mapping",
        "columns.json",
        "-o",
        "acme.cosem",
    )
    assert result.code == 0, result.err
    assert "access customer R" in (here / "acme.cosem").read_text()


def test_a_file_that_is_no_folder(run: Run, here: Path) -> None:
    (here / "asked.txt").write_text("mine")
    result = run("import", "model.csv", "-o", "asked.txt", "--package", "asked")
    assert result.code == 2
    assert "asked.txt is a file, and no spec: one ends in .cosem" in result.err
    assert (here / "asked.txt").read_text() == "mine"
