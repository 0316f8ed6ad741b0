"""`cosemgen dump`: any form to ours, what is in it, and what is masked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cosem_conformance.dumps import load

from .conftest import Run

TABLE = """\
OBIS,Class,Version,Attribute,Access,Raw hex
0.0.42.0.0.255,1,0,2,R,090841434d3132333435
1.0.1.8.0.255,3,0,2,R,
1.0.1.8.0.255,3,0,3,aRW,02020ffd161e
1.0.1.8.0.255,3,9,4,-,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "model.csv"
    path.write_text(TABLE)
    return path


def test_convert(run: Run, table: Path, tmp_path: Path) -> None:
    target = tmp_path / "model.jsonl.gz"
    result = run("dump", "convert", table, target)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"{target}: 1 association, 3 objects, 2 values\n"
    dump = load(target)
    assert dump.source.file == "model.csv"
    assert len(dump.associations[0].objects) == 3


def test_show(run: Run, table: Path) -> None:
    result = run("dump", "show", table)
    assert (result.code, result.err) == (0, "")
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[0] == "Dump of a meter"
    assert "form table of attributes (CSV)" in lines
    assert "Association 1" in lines
    assert "class version code name readable writable values" in lines
    assert "Data (1) 0 0-0:42.0.0*255 Logical 2 none 1" in lines
    assert "Register (3) 0 1-0:1.8.0*255 Energy 2, 3 3 1" in lines
    assert "Register (3) 9 (not known) 1-0:1.8.0*255 Energy none none" in lines
    assert lines[-1] == "3 objects of 2 classes, 2 values with octets."


def test_redact(run: Run, table: Path, tmp_path: Path) -> None:
    target = tmp_path / "public.jsonl"
    result = run("dump", "redact", table, target)
    assert result.code == 0
    assert result.err == (
        f"{target}: 1 association, 3 objects, 2 values\n"
        "1 value: serial number, name or address set to zeros\n"
    )
    assert "41434d3030303030" in target.read_text()
    shown = run("dump", "show", target).out
    assert "secrets, logical device names" in shown
    assert "1 masked" in shown


def test_join(run: Run, table: Path, tmp_path: Path) -> None:
    first, second, both = (tmp_path / f"{n}.jsonl" for n in ("first", "second", "both"))
    assert run("dump", "convert", table, first).code == 0
    assert run("dump", "redact", table, second).code == 0
    result = run("dump", "join", first, second, both)
    assert result.code == 0
    assert result.err == f"{both}: 2 associations, 6 objects, 4 values\n"
    dump, one, two = map(load, (both, first, second))
    assert dump.associations == [*one.associations, *two.associations]
    assert (dump.source, dump.redacted) == (one.source, two.redacted)
    assert two.redacted


def test_join_takes_whole_dumps_alone(run: Run, table: Path, tmp_path: Path) -> None:
    first, both = tmp_path / "first.jsonl", tmp_path / "both.jsonl"
    assert run("dump", "convert", table, first).code == 0
    lines = first.read_bytes().splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(lines[:-1]))
    result = run("dump", "join", first, cut, both)
    assert result.code == 1
    assert f"{cut}" in result.err
    assert not both.exists() and not list(tmp_path.glob("*.part"))


def test_a_mapping(run: Run, table: Path, tmp_path: Path) -> None:
    table.write_text("Kode,Nr,Klasse\n1.0.1.8.0.255,2,3\n")
    target = tmp_path / "model.jsonl"
    assert run("dump", "convert", table, target).code == 1
    mapping = tmp_path / "columns.json"
    mapping.write_text(json.dumps({"Kode": "logical_name", "Nr": "attribute"}))
    options = ("--form", "csv", "--mapping", mapping)
    assert run("dump", "convert", *options, table, target).code == 0
    for text in ("[1]", "{", '{"a": 1}'):
        mapping.write_text(text)
        result = run("dump", "convert", *options, table, target)
        assert result.code == 1
        assert result.err.startswith(f"error: {mapping}: ")


def test_what_is_wrong_is_one_line_and_leaves_nothing(
    run: Run, table: Path, tmp_path: Path
) -> None:
    table.write_text(TABLE.replace("0.0.42.0.0.255", "name"))
    target = tmp_path / "model.jsonl"
    target.write_text("what was there")
    for command in ("convert", "redact"):
        result = run("dump", command, table, target)
        assert result.code == 1
        assert result.err == (
            f"error: {table}:2: logical_name: expected an OBIS code, found 'name'\n"
        )
    assert target.read_text() == "what was there"
    assert sorted(os.listdir(tmp_path)) == ["model.csv", "model.jsonl"]


def test_a_dump_that_is_cut_short(run: Run, table: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    run("dump", "convert", table, whole)
    part.write_text("\n".join(whole.read_text().splitlines()[:-1]) + "\n")
    result = run("dump", "convert", part, tmp_path / "other.jsonl")
    assert result.code == 1
    assert "the dump is cut short: expected an end record" in result.err
    assert "cut short: more may have been read" in run("dump", "show", part).out
    assert run("dump", "convert", "--partial", part, tmp_path / "other.jsonl").code == 0


def test_wrong_use(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ("dump",),
        ("dump", "convert"),
        ("dump", "show", tmp_path / "none"),
    ):
        result = run(*arguments)
        assert result.code == 2
        assert "Usage: cosemgen dump" in result.err


def test_what_is_masked_is_not_lost(run: Run, table: Path, tmp_path: Path) -> None:
    before = table.read_bytes()
    link = tmp_path / "link.jsonl"
    link.symlink_to(table)
    result = run("dump", "redact", table, link)
    assert result.code == 2
    assert "is IN itself" in result.err
    assert table.read_bytes() == before


@pytest.mark.parametrize("name", ["model.csv", "model.XLSX", "model.xml", "m.gxc"])
@pytest.mark.parametrize("command", ["convert", "redact", "join"])
def test_no_name_promises_another_form(
    run: Run, table: Path, tmp_path: Path, command: str, name: str
) -> None:
    target = tmp_path / "new" / name
    target.parent.mkdir()
    result = run("dump", command, table, target)
    assert result.code == 2
    assert "call it .jsonl or .jsonl.gz" in result.err
    assert not target.exists()


def test_a_file_in_the_place_of_a_command(run: Run, table: Path) -> None:
    result = run("dump", table)
    assert result.code == 2
    assert f"`cosemgen dump show {table}`" in result.err
    assert "No such command 'shov'" in run("dump", "shov", table).err
