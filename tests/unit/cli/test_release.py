"""`cosemgen release`."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from .conftest import Run
from .test_check import MISTAKE

PROJECT = '[project]\nname = "tiny"\nversion = "0.1.0"\n'
CHANGELOG = """\
# Changelog

## [Unreleased]

### Added

- All of it.
"""


def _git(*arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    told = subprocess.run(
        ["git", *who, *arguments], check=True, capture_output=True, text=True
    )
    return told.stdout


def _commit(tag: str = "") -> None:
    _git("add", ".")
    _git("commit", "-q", "-m", "More")
    if tag:
        _git("tag", tag)


@pytest.fixture
def project(spec: Path) -> Path:
    """A package in a repository of its own, of which nothing is released."""
    Path("spec").mkdir()
    place = Path("spec/package.cosem")
    spec.rename(place)
    Path("pyproject.toml").write_text(PROJECT)
    Path("CHANGELOG.md").write_text(CHANGELOG)
    _git("init", "-q")
    _commit()
    return place


@pytest.fixture
def released(run: Run, project: Path) -> Path:
    """The same with 0.1.0 as its last release."""
    assert run("release").code == 0
    _commit("v0.1.0")
    return project


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


# ---------------------------------------------------------------- a release


def test_the_first_release_is_the_version_that_is_stated(
    run: Run, project: Path
) -> None:
    code, out, err = run("release")
    assert (code, out) == (0, "0.1.0\n")
    assert err.splitlines() == [
        "spec/released.lock: 2 class versions added",
        "wrote CHANGELOG.md",
        "next:",
        "  look at CHANGELOG.md",
        "  cosemgen build",
        "  git add --all",
        '  git commit -m "Release 0.1.0"',
        "  git tag v0.1.0",
    ]
    assert Path("spec/released.lock").read_text().count("class 32800 version") == 2
    assert Path("pyproject.toml").read_text() == PROJECT
    assert Path("CHANGELOG.md").read_text() == (
        "# Changelog\n\n## [Unreleased]\n\n"
        f"## [0.1.0] - {date.today().isoformat()}\n\n### Added\n\n- All of it.\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "written", "version"),
    [
        ("/// How many.", "/// How many so far.", "", "0.1.1"),
        ("1 slow", '1 slow "not fast"', "", "0.1.1"),
        ('class 32800 "Tiny counter"', 'class 32800 "Counter"', "", "0.2.0"),
        ("/// How many.", "/// How many.", "### Breaking\n\n- That.\n", "0.2.0"),
        ("/// How many.", "/// How many.", "### Fixed\n\n- That.\n", "0.1.1"),
    ],
)
def test_what_is_different_says_the_version(
    run: Run, released: Path, before: str, after: str, written: str, version: str
) -> None:
    _edit(released, before, after)
    if 'class 32800 "Counter"' in after:
        assert run("release", "--relock", "32800").code == 0
    _edit(Path("CHANGELOG.md"), "[Unreleased]\n", f"[Unreleased]\n\n{written}")
    _git("commit", "-q", "--allow-empty", "-a", "-m", "More")
    code, out, _ = run("release")
    assert (code, out) == (0, f"{version}\n")
    assert f'version = "{version}"' in Path("pyproject.toml").read_text()


def test_from_1_0_0_on_what_breaks_asks_for_a_major_version(
    run: Run, released: Path
) -> None:
    _git("tag", "v1.2.3")
    _edit(released, "1 slow", "1 slow\n      10 idle")
    run("release", "--relock", "32800")
    _commit()
    assert run("release", "--dry-run").out == "1.3.0\n"
    _edit(released, "double-long-unsigned (0..99)", "long-unsigned (0..99)")
    run("release", "--relock", "32800")
    _commit()
    assert run("release", "--dry-run").out == "2.0.0\n"


def test_what_is_to_be_done_next_commits_all_that_was_written(
    run: Run, project: Path
) -> None:
    _git("rm", "-q", "CHANGELOG.md")
    _commit()
    _, *lines = run("release").err.partition("next:\n")[2].splitlines()
    for line in lines:
        program, *words = shlex.split(line)
        if program == "git":
            _git(*words)
    assert _git("status", "--short") == ""
    held = _git("ls-tree", "--name-only", "v0.1.0", "spec/", "CHANGELOG.md")
    assert {"CHANGELOG.md", "spec/released.lock"} <= set(held.splitlines())


def test_the_changelog_says_what_is_different(run: Run, released: Path) -> None:
    _edit(released, "1 slow", "1 slow\n      10 idle_")
    _edit(released, "/// How many.", "/// How many so far.")
    run("release", "--relock", "32800")
    _commit()
    assert run("release", "--version", "0.3.0").code == 0
    entry = Path("CHANGELOG.md").read_text().partition("## [0.3.0]")[2]
    assert entry.partition("## [0.1.0]")[0].splitlines()[2:] == [
        "### Specification, since v0.1.0",
        "",
        "- Addition: **class 32800 Tiny counter, versions 0 and 1, enumeration kind, value 10 idle\\_**: "
        "is new (value-new)",
        "- And more: 1 of documentation.",
        "",
    ]


def test_a_dry_run_writes_nothing(run: Run, project: Path) -> None:
    assert run("release", "--dry-run").out == "0.1.0\n"
    assert run("release", "--pins-only", "--dry-run").code == 0
    assert _git("status", "--porcelain") == ""


def test_the_version_may_stand_in_a_module(run: Run, project: Path) -> None:
    Path("pyproject.toml").write_text(
        '[project]\ndynamic = ["version"]\n[tool.hatch.version]\npath = "tiny.py"\n'
    )
    Path("tiny.py").write_text('"""Tiny."""\n\n__version__ = "0.4.0"\n')
    _commit()
    assert run("release", "--version", "0.5.0").code == 0
    assert Path("tiny.py").read_text() == '"""Tiny."""\n\n__version__ = "0.5.0"\n'


def test_a_changelog_begins_where_there_is_none(run: Run, project: Path) -> None:
    Path("CHANGELOG.md").unlink()
    _commit()
    assert run("release").code == 0
    assert "## [Unreleased]\n\n## [0.1.0] - " in Path("CHANGELOG.md").read_text()


@pytest.mark.parametrize("tag", [b"v9.9.9\xff", "v٩.٩.٩".encode()])
def test_a_tag_that_is_no_version(run: Run, released: Path, tag: bytes) -> None:
    subprocess.run([b"git", b"tag", tag], check=True)
    assert run("release", "--dry-run").out == "0.1.1\n"


def test_headings_in_an_example_are_none(run: Run, released: Path) -> None:
    example = "```sh\n## [Unreleased]\n## a comment\n```"
    _edit(
        Path("CHANGELOG.md"),
        "## [Unreleased]\n",
        f"## [Unreleased]\n\n### Fixed\n\n{example}\n\n- The last.\n",
    )
    _commit()
    assert run("release").code == 0
    entry = Path("CHANGELOG.md").read_text().partition("## [0.1.1]")[2]
    assert f"{example}\n\n- The last.\n\n### Specification" in entry


def test_lines_of_windows_end_as_they_did(run: Run, released: Path) -> None:
    for name in ("CHANGELOG.md", "pyproject.toml"):
        path = Path(name)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    _commit()
    assert run("release").code == 0
    for name in ("CHANGELOG.md", "pyproject.toml"):
        octets = Path(name).read_bytes()
        assert b"0.1.1" in octets
        assert octets.count(b"\n") == octets.count(b"\r\n"), name


@pytest.mark.parametrize(
    "text",
    [
        'project.name = "acme"\nproject.version = "0.1.0"\n',
        '[project]\nname = "acme"\n"version" = "0.1.0"\n',
        '[project]\nname = "acme"\ndescription = """\nversion = "0.1.0"\n"""\nversion = "0.1.0"\n',
    ],
)
def test_the_version_of_something_else_is_left_alone(
    run: Run, released: Path, text: str
) -> None:
    Path("pyproject.toml").write_text(f'{text}[tool.other]\nversion = "0.1.0"\n')
    _commit()
    code, _, err = run("release")
    assert code == 1
    assert "expected a line 'version = \"0.1.0\"' below [project]" in err
    assert _git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            lambda: Path("new.txt").write_text("a"),
            "expected that everything is committed, found new.txt: commit, stash or ignore",
        ),
        (
            lambda: _edit(Path("pyproject.toml"), '"0.1.0"', '"next"'),
            "expected a version of three numbers, as 0.1.0, found 'next'",
        ),
        (
            lambda: Path("pyproject.toml").write_text("[project"),
            "pyproject.toml: expected TOML",
        ),
        (
            lambda: Path("pyproject.toml").write_text("[project]\n"),
            "expected 'version' below [project], or 'path' below [tool.hatch.version]",
        ),
        (
            lambda: Path("pyproject.toml").unlink(),
            "expected a pyproject.toml in a folder above 'spec'",
        ),
        (
            lambda: Path("CHANGELOG.md").write_text("# Changelog\n"),
            "CHANGELOG.md: expected a heading '## [Unreleased]'",
        ),
        (
            lambda: Path("CHANGELOG.md").write_bytes(b"\xff"),
            "CHANGELOG.md: expected UTF-8 text",
        ),
        (
            lambda: _edit(Path("CHANGELOG.md"), "### Added", "## [0.1.0]\n\n### Added"),
            "CHANGELOG.md has 0.1.0, but git has no tag v0.1.0: fetch the tags",
        ),
    ],
)
def test_what_stands_in_the_way_is_told(
    run: Run, project: Path, spoil: Callable[[], object], told: str
) -> None:
    spoil()
    if not told.startswith("expected that everything"):
        _commit()
    before = _git("status", "--porcelain")
    code, _, err = run("release")
    assert (code, told in err) == (1, True), err
    assert _git("status", "--porcelain") == before


def test_a_version_that_cannot_be_next(run: Run, released: Path) -> None:
    for chosen, told in (
        ("0.1.0", "expected one after 0.1.0, which is released, found 0.1.0"),
        ("1.0", "expected three numbers, as 0.1.0, found '1.0'"),
    ):
        code, _, err = run("release", "--version", chosen)
        assert (code, told in err) == (2, True)
    assert run("release", "--since", "nothing").code == 1


def test_a_version_that_says_too_little_is_told(run: Run, released: Path) -> None:
    _edit(
        Path("CHANGELOG.md"), "[Unreleased]\n", "[Unreleased]\n\n### Breaking\n\n- A.\n"
    )
    _commit()
    code, out, err = run("release", "--version", "0.1.1")
    assert (code, out) == (0, "0.1.1\n")
    assert "the differences ask for 0.2.0: 0.1.1 says less\n" in err


def test_a_spec_with_errors_is_not_released(run: Run, project: Path) -> None:
    project.write_text(MISTAKE)
    _commit()
    code, _, err = run("release")
    assert (code, "error C2" in err) == (1, True)
    assert _git("status", "--porcelain") == ""


def test_the_standard_of_cosemgen_is_not_released_by_others(
    run: Run, spec: Path
) -> None:
    for options in ((), ("--pins-only",), ("--relock", "3")):
        code, _, err = run("release", *options)
        assert (code, "there is no folder 'spec' here: name the package" in err) == (
            2,
            True,
        )


def test_outside_of_a_repository(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    Path("pyproject.toml").write_text(PROJECT)
    code, _, err = run("release", spec)
    assert (code, "not a git repository" in err) == (1, True)


# ---------------------------------------------------------------- pins alone


def test_lock_takes_new_versions_in(run: Run, spec: Path) -> None:
    result = run("release", spec, "--pins-only")
    assert result.err.endswith("released.lock: 2 class versions added\n")
    lock = Path("released.lock").read_text()
    assert lock.count("class 32800 version") == 2
    assert run("release", spec, "--pins-only").err.endswith(
        "released.lock: nothing to add\n"
    )
    assert Path("released.lock").read_text() == lock


def test_a_plain_name_moves_only_when_it_is_told_to(run: Run, spec: Path) -> None:
    run("release", spec, "--pins-only")
    more = "  version 2 from 1 {\n    confidence low\n    remove attribute 3\n  }\n"
    spec.write_text(
        spec.read_text().replace("}\n\nunits unit", f"{more}}}\n\nunits unit")
    )
    code, _, err = run("release", spec, "--pins-only")
    assert (code, err.splitlines()) == (
        0,
        [
            "released.lock: 1 class version added",
            "TinyCounter goes on meaning version 1, TinyCounterV2 is the newest "
            "(--move-name 32800 moves the name)",
        ],
    )
    assert "\nname 32800 1\n" in Path("released.lock").read_text()
    code, _, err = run("release", spec, "--pins-only", "--move-name", "32800")
    assert (code, err.splitlines()) == (
        0,
        [
            "released.lock: updated",
            "TinyCounter means version 2 now: say so in the changelog",
        ],
    )
    assert "\nname 32800 2\n" in Path("released.lock").read_text()
    code, _, err = run("release", spec, "--pins-only", "--move-name", "3")
    assert (code, "no class 3 in package 'tiny'" in err) == (2, True)


def test_a_correction_is_pinned_anew(run: Run, spec: Path) -> None:
    run("release", spec, "--pins-only")
    text = spec.read_text()
    spec.write_text(text.replace("(0..99)", "(0..98)"))
    code, _, err = run("check", spec)
    assert code == 1
    assert (
        "error C701: Tiny counter versions 0 and 1 are released and have changed: "
        "attribute 2 count: type: double-long-unsigned (0..99) → double-long-unsigned (0..98) ("
        in err
    )
    assert "'cosemgen release --relock 32800'" in err
    code, _, err = run("release", spec, "--relock", "32800/1")
    assert (code, "Tiny counter version 0 is released" in err) == (1, True)
    assert run("release", spec, "--relock", "32800") == (
        0,
        "",
        "released.lock: 2 class versions pinned anew\n",
    )
    assert run("check", spec).code == 0


def test_nothing_is_pinned_anew_that_is_not_there_or_not_sound(
    run: Run, spec: Path
) -> None:
    run("release", spec, "--pins-only")
    lock = Path("released.lock").read_text()
    code, _, err = run("release", spec, "--relock", "place")
    assert (code, "no class, version, shared type or unit 'place'" in err) == (2, True)
    assert run("release", spec, "--relock", "9" * 5000).code == 2
    spec.write_text(MISTAKE.replace("(0..99)", "(0..98)"))
    assert run("release", spec, "--relock", "32800").code == 1
    assert Path("released.lock").read_text() == lock


def test_pins_alone_are_no_release(run: Run, spec: Path) -> None:
    for options in (
        ("--pins-only", "--version", "1.0.0"),
        ("--relock", "3", "--since", "x"),
    ):
        code, _, err = run("release", spec, *options)
        assert (code, "are for a release" in err) == (2, True)
    assert run("release", spec, "--relock", "32800", "--move-name", "32800").code == 2
