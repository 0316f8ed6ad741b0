"""`cosemgen export`."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

from .conftest import MISTAKE, Run


def test_json_is_the_file_of_the_json_target(run: Run, spec: Path) -> None:
    run("build", spec, "--target", "json")
    built = Path("generated/model/model.json").read_text()
    assert run("export", "json", spec) == (0, built, "")
    assert run("export", "json", spec, "--out", "m.json").out == ""
    assert Path("m.json").read_text() == built


def test_csv_tables(run: Run, spec: Path) -> None:
    assert run("export", "csv", spec, "--out", "tables").err == "9 files in tables\n"
    rows = list(csv.DictReader(io.StringIO(Path("tables/attributes.csv").read_text())))
    assert [(r["version"], r["name"]) for r in rows if r["number"] == "2"] == [
        ("0", "count"),
        ("1", "count"),
    ]
    assert rows[1] == {
        "class_id": "32800",
        "version": "0",
        "number": "2",
        "name": "count",
        "type": "double-long-unsigned (0..99)",
        "mark": "dynamic",
        "default": "1",
        "short_name": "8",
        "unit": "second",
        "secret": "",
        "read_only": "",
        "unconfirmed": "",
        "description": "How many.",
    }
    one = run("export", "csv", spec, "--only", "methods")
    assert one.out == Path("tables/methods.csv").read_text()


def test_several_files_need_a_place(run: Run, spec: Path) -> None:
    for form in ("csv", "jsonschema"):
        code, out, err = run("export", form, spec)
        assert (code, out) == (2, "")
        assert "--out DIR" in err and "--only NAME" in err


def test_a_part_that_there_is_not(run: Run, spec: Path) -> None:
    code, _, err = run("export", "csv", spec, "--only", "classses")
    assert code == 2
    assert "there is no 'classses' (did you mean 'classes'?)" in err
    code, _, err = run("export", "csv", spec, "--only", "zzz")
    assert code == 2
    assert "there is no 'zzz'; there are classes, attributes" in err


def test_of_many_parts_a_message_names_some(run: Run) -> None:
    for arguments in (("--only", "zzz"), ()):
        # What is found in the spec may stand above.
        message = run("export", "jsonschema", *arguments).err.splitlines()[-1]
        assert re.search(r"data, register, .* and \d+ more", message)
        assert len(message) < 600
    err = run("export", "jsonschema", "--only", "regster").err
    assert "(did you mean 'register', " in err


def test_where_to_write(run: Run, spec: Path) -> None:
    Path("folder").mkdir()
    code, out, err = run("export", "json", spec, "--out", "folder")
    assert (code, out) == (2, "")
    assert "folder is a folder, and this is one file" in err
    assert run("export", "json", spec, "--out", "new/m.json").code == 0
    assert Path("new/m.json").is_file()
    only = ("--only", "classes", "--out", "folder")
    assert run("export", "csv", spec, *only).code == 0
    assert Path("folder/classes.csv").is_file()
    for place in ("new/m.json", "new/m.json/below"):
        code, out, err = run("export", "csv", spec, "--out", place)
        assert (code, out) == (2, "")
        assert f"{place} cannot be a folder" in err


def test_a_pipe_is_written_to_and_stays(run: Run, spec: Path) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("export", "csv", spec, "--only", "units", "--out", "pipe").code == 0
    assert os.read(reader, 100_000).decode().startswith("value,")
    os.close(reader)
    assert Path("pipe").is_fifo()


def test_schema_of_one_class(run: Run, spec: Path) -> None:
    code, out, _ = run("export", "jsonschema", spec, "--only", "tiny")
    assert code == 0
    assert json.loads(out)["title"] == "Tiny counter (class 32800)"


def test_findings_stop_it(run: Run, spec: Path) -> None:
    spec.write_text(MISTAKE)
    code, out, err = run("export", "json", spec)
    assert (code, out) == (1, "")
    assert "'secnd'" in err
