"""The next release of a package: which version it is, and what its changelog says.

A release is a tag `vMAJOR.MINOR.PATCH` of git.  What is different since then, and what has been written below `[Unreleased]`,
say how much the version has to grow; while MAJOR is 0, what breaks grows MINOR, and all else PATCH.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from cosemgen.build.apply import apply, recover
from cosemgen.build.changes import Changes
from cosemgen.build.errors import BuildError
from cosemgen.build.exclusive import NAME as HELD
from cosemgen.build.exclusive import locked
from cosemgen.build.places import OWN
from cosemgen.build.progress import Progress
from cosemgen.diff import Finding
from cosemgen.diff.reports import as_entry
from cosemgen.diff.rules import ADDITION, API, OBIS, WIRE
from cosemgen.disk import read_file
from cosemgen.resources import LOCK_FILE
from cosemgen.words import few

from .git import GitError, git

PROJECT: Final = "pyproject.toml"
CHANGELOG: Final = "CHANGELOG.md"
MOST_OCTETS: Final = 8 * 2**20
"""How long a changelog, a pyproject.toml or the file of a version may be."""
_STAGE: Final = f"{OWN}release-"
"""How the stage of a release is called, before the commit that it is made of."""
_MOST: Final = 3
"""How many files a message names."""

_HEAD: Final = """\
# Changelog

The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), the versions follow
[Semantic Versioning](https://semver.org/).

## [Unreleased]
"""
_UNRELEASED: Final = re.compile(r"^## \[?Unreleased\]?[ \t]*\r?$", re.MULTILINE | re.I)
_HEADING: Final = re.compile(r"^## ", re.MULTILINE)
_RELEASED: Final = re.compile(r"^## \[?v?(\d+\.\d+\.\d+)\b", re.MULTILINE)
_SECTION: Final = re.compile(r"^### (\w+)", re.MULTILINE)
_FENCE: Final = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
_VERSION: Final = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")
_PROJECT_TABLE: Final = re.compile(r"^\[project\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_STATED: Final = re.compile(
    r"""^(?:__version__|VERSION|version)(?:[ \t]*:[^=\n]*)?[ \t]*=[ \t]*(['"])([^'"\n]*)\1""",
    re.MULTILINE,
)


class ReleaseError(Exception):
    """Why there can be no release, and what to do about it."""


class Version(NamedTuple):
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        return f"v{self}"


def version(text: str) -> Version | None:
    """`0.1.0`; None for what is not three numbers."""
    found = _VERSION.fullmatch(text)
    return Version(*map(int, found.groups())) if found else None


# ---------------------------------------------------------------- how much it grows

MAJOR: Final = "major"
MINOR: Final = "minor"
PATCH: Final = "patch"
_GROWTH: Final = (PATCH, MINOR, MAJOR)
_OF_SECTION: Final = {"breaking": MAJOR, "removed": MAJOR, "added": MINOR}
"""What headings below `[Unreleased]` mean; others are of what is put right."""


def growth(findings: Iterable[Finding], unreleased: str) -> str:
    """What must grow: the most that a difference asks for, or a heading of the changelog."""
    asked = [
        _OF_SECTION.get(each.lower(), PATCH) for each in _SECTION.findall(unreleased)
    ]
    for finding in findings:
        if finding.impact in (WIRE, API, OBIS):
            asked.append(MAJOR)
        elif finding.impact == ADDITION:
            asked.append(MINOR)
    return max(asked, key=_GROWTH.index, default=PATCH)


def grown(last: Version, what: str) -> Version:
    """The version after that one."""
    if last.major == 0:
        what = MINOR if what == MAJOR else PATCH
    match what:
        case "major":
            return Version(last.major + 1, 0, 0)
        case "minor":
            return Version(last.major, last.minor + 1, 0)
        case _:
            return last._replace(patch=last.patch + 1)


# ---------------------------------------------------------------- git


def changed_files() -> list[str]:
    """What is in the working tree and in no commit. Raises GitError."""
    # Each new file too, and one name of each, whatever somebody has chosen to be shown.
    shown = "--untracked-files=all", "--no-renames"
    told = git("status", "--porcelain", "-z", *shown)
    lines = told.decode("utf-8", "replace").split("\0")
    return [line[3:] for line in lines if line[2:3] == " "]


def last_release() -> Version | None:
    """The highest version that has a tag in what HEAD stands on. Raises GitError."""
    names = git("tag", "--list", "--merged", "HEAD", "v*")
    tags = names.decode("utf-8", "replace").split()
    return max(filter(None, (version(each[1:]) for each in tags)), default=None)


def expect_clean() -> None:
    """Raises ReleaseError where files are not committed: a release is what git has."""
    if changed := changed_files():
        raise ReleaseError(
            f"expected that everything is committed, found {few(changed, _MOST)}: commit, stash or ignore what is there, "
            "then release"
        )


# ---------------------------------------------------------------- its files, whole or not at all


def write(texts: Mapping[Path, str]) -> None:
    """Bring the files of a release to disk: all of them, or none.

    One that is killed half-way is finished by `finish`. Raises ReleaseError and BuildError.
    """
    top, stage = _top(), f"{_STAGE}{_head()}"
    octets: dict[PurePosixPath, bytes] = {}
    for path, text in texts.items():
        place = Path(os.path.realpath(path))
        if not place.is_relative_to(top):
            raise ReleaseError(
                f"'{path}' is outside of the repository '{top}': expected all files of a release in it"
            )
        octets[PurePosixPath(place.relative_to(top).as_posix())] = text.encode()
    with locked(top):
        apply(top, _needed(top, octets), octets.__getitem__, stage)


def is_unfinished() -> bool:
    """Whether a release was killed, wherever that was. Raises GitError."""
    top = _top()
    return os.path.lexists(top / HELD) or any(top.glob(f"{_STAGE}*"))


def finish(progress: Progress) -> bool:
    """Finish a release that was killed while its files were replaced; whether there was one.

    What one has left that was killed before that, or after which something else was committed or edited, is
    thrown away. Raises GitError and BuildError.
    """
    top, head = _top(), _head()

    def needed(
        wanted: Mapping[PurePosixPath, str], obsolete: frozenset[PurePosixPath]
    ) -> Changes:
        names = [str(path) for path in wanted]
        listed = git(
            "-C", str(top), "--literal-pathspecs", "ls-files", "-z", "--", *names
        )
        tracked = os.fsdecode(listed).split("\0")
        changed = changed_files()
        for path, digest in wanted.items():
            ours = path.name in (LOCK_FILE, CHANGELOG) and ".git" not in path.parts
            if obsolete or not (ours or str(path) in tracked):
                raise BuildError(f"'{path}' is no file of a release")
            if str(path) in changed and _digest(top / path) != digest:
                raise BuildError(f"'{path}' has been edited since")
        return _needed(top, wanted)

    def of_another(*_: object) -> Changes:
        raise BuildError("it is a release of another commit")

    with locked(top, progress):
        return any(
            [
                recover(
                    top,
                    progress,
                    stage.name,
                    needed if stage.name == f"{_STAGE}{head}" else of_another,
                    "release",
                )
                for stage in sorted(top.glob(f"{_STAGE}*"))
            ]
        )


def _needed(top: Path, files: Mapping[PurePosixPath, bytes | str]) -> Changes:
    """The files that are not as they are to be, by their octets or the hash of these."""
    others = [
        path
        for path, wanted in sorted(files.items())
        if _digest(top / path)
        != (wanted if isinstance(wanted, str) else hashlib.sha256(wanted).hexdigest())
    ]
    return Changes(
        tuple(path for path in others if not os.path.lexists(top / path)),
        tuple(path for path in others if os.path.lexists(top / path)),
    )


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(read_file(path)).hexdigest()
    except FileNotFoundError:
        return ""


def _top() -> Path:
    return Path(os.fsdecode(git("rev-parse", "--show-toplevel")).rstrip("\r\n"))


def _head() -> str:
    try:
        return git("rev-parse", "--verify", "HEAD").decode().strip()
    except GitError:
        raise ReleaseError("expected a commit, found none: commit first") from None


# ---------------------------------------------------------------- the project


class Project:
    """Where a distribution says what it is: pyproject.toml, the file with its version, the changelog."""

    def __init__(self, package: Path) -> None:
        """Raises ReleaseError where no folder above the package has a pyproject.toml that says a version."""
        folders = [*package.resolve().parents]
        if package.is_dir():
            folders.insert(0, package.resolve())
        found = next((each for each in folders if (each / PROJECT).is_file()), None)
        if found is None:
            raise ReleaseError(
                f"expected a {PROJECT} in a folder above '{package}', which says the version"
            )
        self.folder: Final = found
        self._stated: Final = self._version_file()
        self.changelog: Final = found / CHANGELOG

    def _version_file(self) -> Path:
        """The file that says the version."""
        path = self.folder / PROJECT
        try:
            found: dict[str, Any] = tomllib.loads(_text(path))
        except tomllib.TOMLDecodeError as error:
            raise ReleaseError(f"{path}: expected TOML: {error}") from None
        if isinstance(_inside(found, "project", "version"), str):
            return path
        named = _inside(found, "tool", "hatch", "version", "path")
        if not isinstance(named, str):
            raise ReleaseError(
                f"{path}: expected 'version' below [project], or 'path' below [tool.hatch.version]"
            )
        return self.folder / named

    @property
    def version(self) -> Version:
        """The version as it is stated. Raises ReleaseError."""
        stated = self._found()[2]
        if (found := version(stated)) is None:
            raise ReleaseError(
                f"{self._stated}: expected a version of three numbers, as 0.1.0, found {stated!r}"
            )
        return found

    def with_version(self, new: Version) -> tuple[Path, str]:
        """The file that says the version, and its text with a new one. Raises ReleaseError."""
        text = _text(self._stated)
        found = self._found()
        written = f"{text[: found.start(2)]}{new}{text[found.end(2) :]}"
        if self._stated.name == PROJECT:
            # The line that was found may be of another table, or inside of a text.
            then = _inside(tomllib.loads(written), "project", "version")
            if then != str(new):
                raise ReleaseError(
                    f"{self._stated}: expected a line 'version = \"{then}\"' below [project]"
                )
        return self._stated, written

    def _found(self) -> re.Match[str]:
        text = _text(self._stated)
        table = _PROJECT_TABLE.search(text) if self._stated.name == PROJECT else None
        found = _STATED.search(text, table.end() if table else 0)
        if found is None:
            raise ReleaseError(
                f"""{self._stated}: expected a line '__version__ = "0.1.0"', or 'version' in {PROJECT}"""
            )
        return found

    def changelog_text(self) -> str:
        """The changelog; one that has only begun where there is none."""
        return _text(self.changelog) if self.changelog.exists() else _HEAD


def _inside(found: object, *names: str) -> object:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(path: Path) -> str:
    try:
        return read_file(path, MOST_OCTETS).decode("utf-8")
    except OSError as error:
        raise ReleaseError(f"cannot read '{path}': {error.strerror}") from None
    except UnicodeDecodeError:
        raise ReleaseError(f"{path}: expected UTF-8 text") from None


# ---------------------------------------------------------------- the changelog


def released_in(changelog: str) -> list[str]:
    """The versions that have a heading."""
    return _RELEASED.findall(changelog)


def unreleased(changelog: str) -> str:
    """What is written of the next release. Raises ReleaseError where it has no place."""
    start, end = _place(changelog)
    return changelog[start:end].strip()


def with_entry(
    changelog: str, new: Version, on: date, findings: Sequence[Finding], since: str
) -> str:
    """The changelog with the entry of a release: what was written of it, then what is different in the spec."""
    start, end = _place(changelog)
    written = changelog[start:end].strip()
    told = as_entry(findings, since).strip() if since else ""
    if not (written or told):
        told = "### Added\n\n- The first release."
    body = "\n\n".join(filter(None, (f"## [{new}] - {on.isoformat()}", written, told)))
    rest = changelog[end:]
    text = f"{changelog[:start]}\n\n{body}\n" + (f"\n{rest}" if rest.strip() else "")
    # A file of Windows stays one.
    return re.sub(r"\r?\n", "\r\n", text) if "\r\n" in changelog else text


def _place(changelog: str) -> tuple[int, int]:
    """From the end of the heading `[Unreleased]` to the next one; what examples show are no headings."""
    text = _FENCE.sub(lambda found: " " * len(found[0]), changelog)
    heading = _UNRELEASED.search(text)
    if heading is None:
        raise ReleaseError(
            f"{CHANGELOG}: expected a heading '## [Unreleased]' above the releases: add it"
        )
    following = _HEADING.search(text, heading.end())
    return heading.end(), following.start() if following else len(text)
