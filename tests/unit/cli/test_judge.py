"""`cosemgen judge`: reports, exit codes, known failures, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cosem_conformance.dumps import Association, Dump, DumpedObject, Meter, Value, save
from cosem_runtime import Obis

from .conftest import Run

TABLE = """\
OBIS,Class,Version,Attribute,Access,Raw hex
0.0.42.0.0.255,1,0,2,R,090541434d3031
1.0.1.8.0.255,3,0,2,R,0600000001
1.0.1.8.0.255,3,0,3,R,{}
"""

FAULTY = DumpedObject(
    3, 0, Obis("1.0.1.8.0.255"), values=[Value(3, bytes.fromhex("090100"))]
)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.csv"
    path.write_text(TABLE.format("02020ffd161e"))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.csv"
    path.write_text(TABLE.format("090100"))
    return path


def test_a_clean_dump(run: Run, clean: Path) -> None:
    result = run("judge", clean)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{clean}\n")
    assert "errors: 0" in result.out


def test_errors_end_with_1(run: Run, clean: Path, faulty: Path) -> None:
    result = run("judge", clean, faulty)
    assert (result.code, result.err) == (1, "")
    assert f"{clean}\n" in result.out and f"{faulty}\n" in result.out
    assert "TY-01 error: association 1, 1-0:1.8.0*255 of class 3/0" in result.out


def test_json_is_a_document_for_each_dump(run: Run, clean: Path, faulty: Path) -> None:
    result = run("judge", "--json", clean, faulty)
    assert result.code == 1
    first, second = map(json.loads, result.out.splitlines())
    assert (first["passed"], second["passed"]) == (True, False)


def test_checks_are_chosen(run: Run, faulty: Path) -> None:
    assert run("judge", "--without", "TY", faulty).code == 0
    assert run("judge", "--only", "ID", "--only", "OB-01", faulty).code == 0
    result = run("judge", "--only", "TY-1", faulty)
    assert result.code == 1
    assert result.err.startswith("error: there is no check 'TY-1'")


def test_known_failures(run: Run, clean: Path, faulty: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("TY-01 3 1-0:1.8.0*255 3 -- as in 2.1\n")
    result = run("judge", "--known-failures", known, faulty)
    assert result.code == 0
    assert f"known: {known}:1: as in 2.1" in result.out
    result = run("judge", "--known-failures", known, clean)
    assert result.code == 1
    assert "TY-01 is expected to fail, and nothing did" in result.out


@pytest.mark.parametrize("octets", [b"TY-99\n", b"\xff\xfe\x00", b"TY-01 3 x\n"])
def test_known_failures_that_are_none(
    run: Run, clean: Path, tmp_path: Path, octets: bytes
) -> None:
    known = tmp_path / "known.txt"
    known.write_bytes(octets)
    result = run("judge", "--known-failures", known, clean)
    assert result.code == 1
    assert result.out == ""
    assert result.err.startswith(f"error: {known}:")


def test_what_is_no_dump_is_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none"
    for octets in (b"", b"\x00\x01", b"{", b"<a>"):
        path.write_bytes(octets)
        result = run("judge", path)
        assert result.code == 1
        assert result.err.startswith("error: ") and result.err.count("\n") == 1


def test_texts_of_a_dump_do_not_act(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    table = tmp_path / "table.csv"
    table.write_text(TABLE.format("090100"))
    run("dump", "convert", table, path)
    lines = path.read_text().splitlines()
    header = json.loads(lines[0])
    header["meter"] = {"maker": "\x1b[2J\u202e"}
    path.write_text("\n".join([json.dumps(header), *lines[1:]]) + "\n")
    for options in ((), ("--json",)):
        result = run("judge", *options, path)
        assert "\x1b" not in result.out and "\u202e" not in result.out


def test_texts_of_a_dump_stay_in_their_lines(run: Run, tmp_path: Path) -> None:
    # What runs in a CI takes lines that begin so for commands.
    command = "x\n::error::y\n##vso[z]"
    paths = [tmp_path / f"{n}{command.replace('/', '')}.jsonl" for n in range(2)]
    for number, path in enumerate(paths):
        facts = Association(command, objects=[FAULTY] * (1 - number))
        save(Dump(Meter(maker=command), associations=[facts]), path)
    broken = tmp_path / f"broken{command}"
    broken.write_text("no dump")
    known = tmp_path / f"known{command}"
    known.write_text("XX-99")
    for arguments in (
        ("judge", *paths, broken),
        ("judge", "--all", "--json", paths[0]),
        ("judge", "--compare", *paths),
        ("judge", paths[0], "--known-failures", known),
        ("dump", "show", paths[0]),
        ("dump", "show", broken),
        ("dump", "redact", paths[0], tmp_path / "redacted.jsonl"),
        ("import", broken, "-o", tmp_path / "out"),
    ):
        result = run(*arguments)
        told = (result.out + result.err).splitlines()
        assert told
        assert not [line for line in told if line.startswith(("::", "##"))]


def test_wrong_use(run: Run, tmp_path: Path) -> None:
    for arguments in (("judge",), ("judge", tmp_path / "none"), ("judge", tmp_path)):
        result = run(*arguments)
        assert result.code == 2
        assert "Usage: cosemgen judge" in result.err


def test_two_dumps_are_compared(run: Run, clean: Path, faulty: Path) -> None:
    assert run("judge", "--compare", clean, faulty).out.startswith(
        f"{clean} -> {faulty}\n"
    )
    result = run("judge", "--compare", clean, faulty)
    assert (result.code, result.err) == (1, "")
    assert "type-changed: association 1, 1-0:1.8.0*255 of class 3/0" in result.out
    assert "structure became octet-string" in result.out
    document = json.loads(run("judge", "--compare", "--json", clean, faulty).out)
    assert document["form"] == "cosem-comparison" and document["breaks"] is True
    result = run("judge", "--compare", clean, clean)
    assert result.code == 0
    assert "3 values compared" in result.out


@pytest.mark.parametrize(
    "options",
    [("--only", "TY"), ("--without", "TY"), ("--jobs", "2")],
)
def test_a_comparison_judges_nothing(
    run: Run, clean: Path, options: tuple[str, ...]
) -> None:
    result = run("judge", "--compare", *options, clean, clean)
    assert result.code == 2
    assert "--compare judges nothing" in result.err


def test_a_comparison_is_of_two_dumps(run: Run, clean: Path, tmp_path: Path) -> None:
    for dumps in ((clean,), (clean, clean, clean)):
        result = run("judge", "--compare", *dumps)
        assert result.code == 2
        assert f"of two DUMPs, found {len(dumps)}" in result.err
    none = tmp_path / "none"
    none.write_bytes(b"{")
    result = run("judge", "--compare", clean, none)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: ") and result.err.count("\n") == 1


def test_one_that_is_no_dump_does_not_hide_the_others(
    run: Run, clean: Path, faulty: Path, tmp_path: Path
) -> None:
    none = tmp_path / "none"
    none.write_bytes(b"{")
    result = run("judge", none, clean, faulty)
    assert result.code == 1
    assert result.err.startswith(f"error: {none}")
    assert result.out.endswith("3 dumps: 1 passed, 2 failed\n")


def test_more_processes_say_the_same(
    run: Run, clean: Path, faulty: Path, tmp_path: Path
) -> None:
    none = tmp_path / "none"
    none.write_bytes(b"{")
    dumps = [clean, none, faulty, clean]
    assert run("judge", *dumps, "--jobs", "2") == run("judge", *dumps)
    assert run("judge", clean, "--jobs", "0").code == 2


def test_reports_are_of_all_dumps(
    run: Run, clean: Path, faulty: Path, tmp_path: Path
) -> None:
    files = {name: tmp_path / f"report.{name}" for name in ("html", "junit", "sarif")}
    options = [word for name, file in files.items() for word in (f"--{name}", file)]
    result = run("judge", *options, clean, faulty)
    assert (result.code, result.err) == (1, "")
    assert "errors: 1" in result.out  # as without
    written = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    assert written["html"].startswith("<!doctype html>")
    assert all(str(path) in written["html"] for path in (clean, faulty))
    assert written["junit"].count("<testsuite ") == 2
    assert written["junit"].count("<failure ") == 1
    [found] = json.loads(written["sarif"])["runs"]
    assert [each["location"]["uri"] for each in found["artifacts"]] == [
        clean.as_uri(),
        faulty.as_uri(),
    ]
    again = run("judge", *options, clean, faulty)
    assert again.out == result.out
    for name, file in files.items():
        assert file.read_text(encoding="utf-8") == written[name]


def test_a_report_needs_a_file_of_its_own(
    run: Run, clean: Path, faulty: Path, tmp_path: Path
) -> None:
    before = faulty.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(faulty)
    for options in (
        ("--html", faulty),
        ("--html", link),
        ("--known-failures", clean, "--html", clean),
        ("--junit", tmp_path / "x", "--sarif", tmp_path / "y/../x"),
    ):
        result = run("judge", *options, clean, faulty)
        assert result.code == 2 and "is named twice" in result.err
    assert faulty.read_bytes() == before and not (tmp_path / "x").exists()


def test_a_folder_that_is_not_there_is_told_before_anything_is_judged(
    run: Run, clean: Path, tmp_path: Path
) -> None:
    report = tmp_path / "none" / "report.html"
    result = run("judge", "--html", report, clean)
    assert (result.code, result.out) == (2, "")
    assert f"{report}: there is no such folder" in result.err


def test_each_check_says_what_it_is_about(run: Run, faulty: Path) -> None:
    lines = run("judge", faulty).out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("TY-01 error"))
    assert lines[at - 1] == "TY-01: values have the declared types"


def test_a_check_that_is_none_tells_the_families(run: Run, clean: Path) -> None:
    result = run("judge", "--only", "QQ", clean)
    assert result.code == 1
    assert "families are OL, ID, AT, TY" in result.err


def test_a_profile_whose_file_is_not_there(run: Run, clean: Path) -> None:
    result = run("judge", "--profile", "asked.cosem", clean)
    assert result.code == 2
    assert "there is no file or folder 'asked.cosem'" in result.err
