"""`cosemgen new`: what is begun compiles as it stands, and nothing that was there is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml  # of the extra `docs`

from tests.scratch import written

from .conftest import SPEC, Run

PACKAGE = """\
/// What ACME has.
package acme "ACME meters" {
  needs cosem
  source manual "manual of these meters"
}
"""
LEVEL = """\
/// Watches a level.
class 8800 "Level" {
  source manual

  version 0 {
    confidence high

    /// How high it is.
    attribute 2 level: dynamic long
  }
  // Seen in the field.
}

// The end.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the spec of a package, whose one class is in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    texts = {"spec/package.cosem": PACKAGE, "spec/levels/level.cosem": LEVEL}
    return written(tmp_path, texts)


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


BEGUN = {
    "class": ["class", "8801", "Sluice gate", "--after", "level"],
    "class from another": [
        *("class", "8801", "Sealed register", "--after", "8800"),
        *("--from", "register"),
    ],
    "class from a version": [
        *("class", "8801", "Odd monitor", "--after", "8800"),
        *("--from", "65/0"),
    ],
    "version": ["version", "8800"],
    "version by name": ["version", "level", "--from", "0"],
    "object": ["object", "0.0.128.1.0.255", "Level", "--class", "8800"],
    "pattern": ["object", "0.b.128.1.e.255", 'Level "{E}"', "--class", "level/0"],
    "written code": ["object", "1-0:128.1.0*255", "Level"],
    "telegram": ["telegram", "acme_short", "ACME, short list"],
    "profile": ["profile", "acme_1", "What is asked for"],
}


@pytest.mark.slow
@pytest.mark.parametrize("words", BEGUN.values(), ids=BEGUN)
def test_what_is_begun_is_clean(run: Run, here: Path, words: list[str]) -> None:
    before = texts(here)
    code, out, err = run("new", *words)
    assert code == 0, err
    word, _, path = out.strip().rpartition(" ")
    assert word in ("created", "added to")
    after = texts(here)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {path.partition(":")[0]}
    # The steps that it tells to take next can be taken.
    _, edit, *steps = err.splitlines()
    file, line = edit.removeprefix("  edit ").rsplit(":", 1)
    (name,) = changed
    assert file == name
    assert after[name].splitlines()[int(line) - 1].strip()
    told = {}
    for step in steps:
        program, command, *arguments = step.split()
        assert program == "cosemgen"
        done = run(command, *arguments)
        assert done.code == 0, step
        told[command] = done.err
    assert ", 0 changed" in told["fmt"]
    assert "no findings" in told["check"]


def test_a_version_stands_behind_the_others_and_all_else_stays(
    run: Run, here: Path
) -> None:
    result = run("new", "version", "8800")
    assert result.out == "added to spec/levels/level.cosem:12\n"
    text = (here / "spec/levels/level.cosem").read_text()
    added = text.splitlines()[10:-4]
    assert added[0] == ""
    assert added[1] == "  version 1 from 0 {"
    assert "    //   add attribute 3 name: dynamic double-long-unsigned" in added
    assert text.replace("\n".join(["", *added]), "", 1) == LEVEL
    assert run("new", "version", "8800", "--from", "0").code == 0
    assert "version 2 from 0 {" in (here / "spec/levels/level.cosem").read_text()


@pytest.mark.slow
def test_an_edition_is_a_draft_too(run: Run, here: Path) -> None:
    package = here / "spec/package.cosem"
    package.write_text(
        package.read_text().replace(
            "  source", '  edition v1 "1.0"\n  edition v2 "2.0"\n  source'
        )
    )
    level = here / "spec/levels/level.cosem"
    draft = '    since v2 unconfirmed "a draft"\n'
    assert run("fmt").code == 0
    assert run("new", "version", "8800").code == 0
    assert draft not in level.read_text(), "no other version tells"
    level.write_text(LEVEL.replace("    confidence", "    since v1\n    confidence"))
    assert run("new", "version", "8800").code == 0
    assert draft in level.read_text()
    assert run("new", "class", "8801", "Gate", "--after", "8800").code == 0
    assert draft in (here / "spec/levels/gate.cosem").read_text()


@pytest.mark.slow
def test_items_stand_at_the_end_of_a_file(run: Run, here: Path) -> None:
    for code in ("0.0.128.1.0.255", "0.0.128.2.0.255"):
        assert run("new", "object", code, f"Level {code}", "--class", "8800").code == 0
    lines = (here / "spec/objects.cosem").read_text().splitlines()
    assert [line for line in lines if not line.startswith("//")] == [
        f'object {code} "Level {code}" as 8800 source manual'
        for code in ("0.0.128.1.0.255", "0.0.128.2.0.255")
    ]
    file = "spec/levels/level.cosem"
    assert run("new", "telegram", "acme_1", "One", "--file", file).code == 0
    text = (here / file).read_text()
    assert text.startswith(LEVEL)
    assert "\n\n/// How often" in text
    assert run("new", "profile", "p_1", "One").code == 0
    assert run("new", "profile", "p_2", "Two", "--from", "p_1").code == 0
    assert run("show", "p_2").out.startswith("Two (profile p_2)\n")


@pytest.mark.slow
def test_a_package_of_one_file(run: Run, here: Path) -> None:
    single = here / "single.cosem"
    single.write_text(PACKAGE)
    assert run("new", "class", "8801", "Gate", "--spec", "single.cosem").code == 0
    code = ("0.0.128.1.0.255", "Gate", "--class", "gate")
    assert run("new", "object", *code, "--spec", "single.cosem").code == 0
    assert run("new", "version", "8801", "--spec", "single.cosem").code == 0
    checked = run("check", "single.cosem")
    assert checked == (0, "", "1 file, no findings\n")
    assert single.read_text().startswith(PACKAGE)


@pytest.mark.slow
def test_the_legend_is_named_where_it_must_be_chosen(run: Run, here: Path) -> None:
    package = here / "spec/package.cosem"
    package.write_text(PACKAGE.replace("}", '  source field "what was seen"\n}'))
    refused = run("new", "profile", "acme_1", "One")
    assert refused.code == 1
    assert "C914" in refused.err
    assert refused.err.endswith("nothing is written\n")
    assert run("new", "profile", "acme_1", "One", "--source", "field").code == 0
    text = (here / "spec/profiles.cosem").read_text()
    assert "confidence low source field {" in text


WRONG = {
    "no such class": (
        ["version", "levle"],
        "there is no class 'levle' in package 'acme' (did you mean 'Level'?)",
    ),
    "class of the standard": (
        ["version", "3"],
        "class '3' is of another package: begin one of your own from it, with "
        "`cosemgen new class ID NAME --from 3`",
    ),
    "no such version": (
        ["version", "8800", "--from", "7"],
        "class 8800 has no version '7': expected one of 0",
    ),
    "no such origin": (
        ["class", "8801", "Gate", "--after", "8800", "--from", "3/9"],
        "class 3 has no version '9': expected one of 0",
    ),
    "folders of classes": (
        ["class", "8801", "Gate"],
        "the classes of this package stand in folders (levels): say with --after CLASS "
        "beside which",
    ),
    "no such source": (
        ["telegram", "acme_1", "One", "--source", "manaul"],
        "the package has no source 'manaul' (did you mean 'manual'?)",
    ),
    "another folder": (
        ["telegram", "acme_1", "One", "--file", "other.cosem"],
        "other.cosem is not in the folder of the package, spec",
    ),
    "no spec file": (
        ["telegram", "acme_1", "One", "--file", "spec/other.txt"],
        "expected a spec file (*.cosem), found 'spec/other.txt'",
    ),
    "no module": (
        ["telegram", "acme_1", "One", "--file", "spec/other-one.cosem"],
        "the file cannot be called 'other-one': it has to be letters, digits and '_' of "
        "ASCII, and not to begin with a digit",
    ),
    "no code": (
        ["object", "1.2.3.256.5.6.7", "One"],
        "OBIS code: '1.2.3.256.5.6.7'; write it as",
    ),
    "text of two lines": (
        ["telegram", "acme_1", "One\nTwo"],
        "expected a text of one line, found 'One\\nTwo'",
    ),
    "no word": (
        ["telegram", "acme 1 {}", "One"],
        "expected letters, digits and '_', and no digit at the front, found 'acme 1 {}'",
    ),
    "package of the standard": (
        ["package", "cosem"],
        "the package cannot be called 'cosem': the standard is called so",
    ),
    "package of Python": (
        ["package", "json"],
        "the package cannot be called 'json': it would hide a module of Python's "
        "standard library",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_begun(
    run: Run, here: Path, words: list[str], message: str
) -> None:
    before = texts(here)
    result = run("new", *words)
    assert result.code == 2
    assert message in " ".join(result.err.split())
    assert texts(here) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["class", "8800", "Gate", "--after", "8800"], "C302"),
        (["class", "200", "Gate", "--after", "8800"], "C301"),
        (["object", "1.0.1.7.0.255", "Power", "--class", "8800"], "C519"),
    ],
)
def test_what_the_compiler_finds_is_told_and_not_written(
    run: Run, here: Path, words: list[str], code: str
) -> None:
    before = texts(here)
    result = run("new", *words)
    assert result.code == 1
    assert code in result.err
    assert result.err.endswith("nothing is written\n")
    assert texts(here) == before
    if code == "C519":
        assert run("new", *words, "--overlaps", "the maker's own").code == 0


def test_a_broken_package_is_told_first(run: Run, here: Path) -> None:
    level = here / "spec/levels/level.cosem"
    level.write_text(LEVEL.replace("long\n", "lnog\n"))
    before = texts(here)
    result = run("new", "version", "8800")
    assert result.code == 1
    assert "C201" in result.err
    assert texts(here) == before


def test_a_file_in_another_layout_is_left_as_it_is(run: Run, here: Path) -> None:
    level = here / "spec/levels/level.cosem"
    level.write_text(LEVEL.replace("  version", "version"))
    result = run("new", "version", "8800")
    assert result.code == 2
    assert "run `cosemgen fmt spec/levels/level.cosem` first" in result.err
    assert run("fmt").code == 0
    assert run("new", "version", "8800").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_what_is_in_the_way_stays(run: Run, here: Path, kind: str) -> None:
    place = here / "spec/levels/sluice_gate.cosem"
    if kind == "file":  # of another package in the same folder
        inner = here / "spec/levels/inner"
        inner.mkdir()
        (inner / "package.cosem").write_text(PACKAGE.replace("acme", "inner"))
        file = ("--file", "spec/levels/inner/package.cosem")
    else:
        file = ()
        if kind == "link":
            place.symlink_to(here / "nowhere.cosem")
        else:
            place.mkdir()
    result = run("new", "class", "8801", "Sluice gate", *(file or ("--after", "8800")))
    assert result.code != 0
    assert not (here / "nowhere.cosem").exists()
    assert "Traceback" not in result.err


def test_without_a_package(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "class", "8801", "Gate")
    assert result.code == 2
    assert "there is no folder spec/ here" in result.err
    single = tmp_path / "tiny.cosem"
    single.write_text(SPEC)
    result = run("new", "telegram", "t_1", "T", "--spec", single)
    assert result.code == 2
    assert "expected 'needs cosem' in package 'tiny'" in " ".join(result.err.split())


def test_a_project(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    title = 'River "meters" \\ of <b>Zürich</b>'
    code, out, err = run("new", "package", "river_meters", title)
    assert code == 0
    assert out.splitlines() == [
        f"created river_meters/{name}" for name in sorted(texts(Path("river_meters")))
    ]
    assert err.splitlines() == [
        "next:",
        "  cd river_meters",
        '  python -m pip install -e ".[test]"',
        "  cosemgen build",
        "  python -m pytest",
    ]
    monkeypatch.chdir("river_meters")
    assert run("check") == (0, "", "3 files, no findings\n")
    assert run("fmt", "--check").code == 0
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "river-meters"
    assert project["project"]["description"] == title
    assert Path("README.md").read_text(encoding="utf-8").startswith(f"# {title}\n")
    workflow = yaml.safe_load(Path(".github/workflows/test.yml").read_text())
    steps = workflow["jobs"]["test"]["steps"]
    assert steps[1]["with"] == {"python-version": "${{ matrix.python }}"}
    assert [step["run"] for step in steps[3:5]] == [
        "cosemgen check --format github",
        "cosemgen fmt --check",
    ]
    # What can be begun in it is clean too.
    assert run("new", "class", "8193", "Gate").code == 0
    assert run("check") == (0, "", "4 files, no findings\n")


def test_a_folder_that_is_there_is_no_project(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("river").mkdir()
    assert run("new", "package", "river").code == 0
    before = texts(tmp_path)
    result = run("new", "package", "river")
    assert result == (1, "", "error: river is there already: nothing is written\n")
    assert texts(tmp_path) == before
    assert run("new", "package", "river", "--out", "river/README.md").code == 1
