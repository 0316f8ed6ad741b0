"""`cosemgen release`."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cosemgen.build import apply

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
    days = {date.today()}
    code, out, err = run("release")
    days.add(date.today())  # it may have been midnight
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
    assert Path("CHANGELOG.md").read_text() in [
        "# Changelog\n\n## [Unreleased]\n\n"
        f"## [0.1.0] - {day.isoformat()}\n\n### Added\n\n- All of it.\n"
        for day in days
    ]


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
    entry = Path("CHANGELOG.md").read_text().partition("## [Unreleased]\n\n")[2]
    assert entry.startswith("## [0.1.0] - ")
    assert entry.endswith("\n\n### Added\n\n- The first release.\n")


def test_nothing_that_is_different_is_no_release(run: Run, released: Path) -> None:
    assert released.exists()
    code, out, err = run("release")
    assert (code, out) == (1, "")
    assert "nothing is different since v0.1.0" in err
    assert _git("status", "--short") == ""
    assert run("release", "--version", "0.2.0", "--dry-run").out == "0.2.0\n"


@pytest.mark.parametrize("tag", [b"v9.9.9\xff", "v٩.٩.٩".encode()])
def test_a_tag_that_is_no_version(run: Run, released: Path, tag: bytes) -> None:
    _edit(released, "/// How many.", "/// How many so far.")
    _commit()
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
    _edit(released, "/// How many.", "/// How many so far.")
    for name in ("CHANGELOG.md", "pyproject.toml"):
        path = Path(name)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    _commit()
    assert run("release").code == 0
    for name in ("CHANGELOG.md", "pyproject.toml"):
        octets = Path(name).read_bytes()
        assert b"0.1.1" in octets
        assert octets.count(b"\n") == octets.count(b"\r\n"), name


def test_a_file_of_windows_that_stays_is_not_told_of(run: Run, project: Path) -> None:
    path = Path("pyproject.toml")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    _commit()
    assert "\nwrote CHANGELOG.md\n" in run("release").err


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
    _edit(released, "/// How many.", "/// How many so far.")
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
            lambda: (
                Path("new.txt").write_text("a"),
                _git("config", "status.showUntrackedFiles", "no"),
            ),
            "expected that everything is committed, found new.txt",
        ),
        (
            lambda: (
                Path("of one.txt").write_text("a"),
                _commit(),
                _git("mv", "of one.txt", "new.txt"),
            ),
            "expected that everything is committed, found new.txt and of one.txt",
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


# ---------------------------------------------------------------- whole or not at all


class Killed(BaseException):
    """Stands for an end that nothing can catch."""


def _dying(monkeypatch: pytest.MonkeyPatch, step: int) -> list[int]:
    """The process ends at the n-th change of the disk; how many are left until then."""
    left = [step]

    def before(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                raise Killed
            return function(*arguments, **options)

        return call

    for place, name in (
        *((os, "replace"), (apply, "write_new"), (shutil, "rmtree")),
        *((Path, "unlink"), (Path, "mkdir")),
    ):
        monkeypatch.setattr(place, name, before(getattr(place, name)))
    return left


def _texts() -> dict[str, str]:
    names = ("CHANGELOG.md", "pyproject.toml", "spec/released.lock")
    return {name: Path(name).read_text() for name in names}


@pytest.fixture
def grown(released: Path) -> Path:
    """A new class since the last release, so that all three files change."""
    _edit(
        released,
        "units unit {",
        """/// Counts more.
class 32801 "Other counter" {
  source manual

  version 0 {
    confidence high

    /// How many.
    attribute 2 count: dynamic double-long-unsigned
  }
}

units unit {""",
    )
    _commit()
    return released


STEPS = 40
"""More changes than a release makes."""


def test_a_release_that_is_killed_anywhere_is_finished_or_not_begun(
    run: Run, grown: Path
) -> None:
    assert grown.exists()
    old = _texts()
    ends = set()
    for step in range(1, STEPS):
        if "never killed" in ends:
            break
        with pytest.MonkeyPatch.context() as patched:
            left = _dying(patched, step)
            with contextlib.suppress(Killed):
                run("release")
        if left[0] <= 0:
            left_behind = _texts()
            refused = run("release", "--dry-run")
            code, out, err = run("release")
            if code:  # all of it had been done
                assert "everything is committed" in err
                ends.add("done")
            else:
                assert refused.code or left_behind == old
                assert out == "0.1.1\n"
                ends.add("finished" if "is finished" in err else "begun anew")
        else:
            ends.add("never killed")
        new = _texts()
        assert 'version = "0.1.1"' in new["pyproject.toml"]
        assert "[0.1.1]" in new["CHANGELOG.md"]
        assert "class 32801" in new["spec/released.lock"]
        assert _git("status", "--porcelain").split() == [
            *("M", "CHANGELOG.md", "M", "pyproject.toml", "M", "spec/released.lock")
        ]
        _git("checkout", "-q", ".")
        assert _texts() == old
    assert ends == {"finished", "begun anew", "done", "never killed"}


def test_a_disk_that_is_full_leaves_all_as_it_was(
    run: Run, grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grown.exists()
    old, write = _texts(), apply.write_new

    def full(path: str, octets: bytes) -> None:
        if os.path.basename(path) == "pyproject.toml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        write(path, octets)

    monkeypatch.setattr(apply, "write_new", full)
    code, out, err = run("release")
    assert (code, out) == (1, "") and "No space left on device" in err
    assert _texts() == old
    assert _git("status", "--porcelain") == ""


@pytest.mark.parametrize("then", ["edited", "committed"])
def test_what_is_no_longer_of_a_killed_release_is_kept(
    run: Run, grown: Path, then: str
) -> None:
    assert grown.exists()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "replace", _killed_at_the_second(os.replace))
        with pytest.raises(Killed):
            run("release")
    assert len(list(Path().glob(".cosemgen-release-*"))) == 1
    Path("CHANGELOG.md").write_text(f"{CHANGELOG}- And more.\n")
    if then == "committed":
        _git("commit", "-q", "-m", "By hand", "CHANGELOG.md")
    _, _, err = run("release")
    assert "what a killed release left in" in err and "is thrown away" in err
    assert "- And more." in Path("CHANGELOG.md").read_text()
    assert not list(Path().glob(".cosemgen-*"))


def _killed_at_the_second(replace: Callable[..., None]) -> Callable[..., None]:
    """The first brings the journal to its place."""
    left = [2]

    def call(*arguments: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed
        replace(*arguments)

    return call


def test_a_file_of_a_release_keeps_its_mode_and_stays_a_link(
    run: Run, grown: Path
) -> None:
    Path("notes").mkdir()
    Path("CHANGELOG.md").rename("notes/changes.md")
    Path("CHANGELOG.md").symlink_to("notes/changes.md")
    Path("pyproject.toml").chmod(0o755)
    _commit()
    assert run("release").code == 0
    assert grown.exists() and Path("CHANGELOG.md").is_symlink()
    assert "[0.1.1]" in Path("notes/changes.md").read_text()
    assert Path("pyproject.toml").stat().st_mode & 0o777 == 0o755


def test_a_changelog_outside_of_the_repository_is_refused(
    run: Run, grown: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "CHANGELOG.md"
    Path("CHANGELOG.md").rename(outside)
    Path("CHANGELOG.md").symlink_to(outside)
    _commit()
    before = outside.read_text()
    code, _, err = run("release")
    assert code == 1 and "outside of the repository" in err
    assert grown.exists() and outside.read_text() == before
