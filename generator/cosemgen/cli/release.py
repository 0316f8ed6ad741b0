"""`cosemgen release`: pin what is published, and draft its version and changelog."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen.disk import write_file
from cosemgen.words import aside, counted, did_you_mean, listed

from . import console
from .endings import Findings
from .specification import HERE, paths_argument, spec_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cosemgen.compile import Compilation
    from cosemgen.diff import Finding
    from cosemgen.revisions.releasing import Project, Version

_CHANGED: Final = {"C701", "C702"}
"""Findings that pinning anew may put right."""


@click.command(short_help="Pin what is published; draft its version and changelog.")
@paths_argument
@click.option(
    "--version",
    "wanted",
    metavar="X.Y.Z",
    help="The version, where it is not to be the one that the differences ask for.",
)
@click.option(
    "--since",
    metavar="OLD",
    help="What to compare with, as for diff; by default the newest tag vX.Y.Z.",
)
@click.option(
    "--move-name",
    metavar="CLASS",
    type=int,
    multiple=True,
    help="Let the name without a version of this class mean its newest version, for a "
    "new major version of the package; may be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@click.option(
    "--pins-only",
    is_flag=True,
    help="Write released.lock alone: no version, no changelog; the tree may be dirty.",
)
@click.option(
    "--relock",
    metavar="CLASS[/VERSION]|TYPE|UNIT",
    multiple=True,
    help="Pin these anew as they are now, and nothing else, for a correction of what was "
    "transcribed wrongly: a class, one version, or all that have a type; a unit, a "
    "common data type or a layout by its name. May be repeated.",
)
def command(
    paths: tuple[str, ...],
    wanted: str | None,
    since: str | None,
    move_name: tuple[int, ...],
    dry_run: bool,
    pins_only: bool,
    relock: tuple[str, ...],
) -> None:
    """Make the next release of a package: pin what it publishes, draft version and changelog.

    The spec is compared with that of the last release, which is a tag vX.Y.Z of git. What
    is different, and the headings below [Unreleased] in CHANGELOG.md (Breaking, Removed,
    Added), give the version: what breaks asks for a major one, what is added for a minor
    one; before 1.0.0, for a minor one and a patch. Then released.lock, the version in
    pyproject.toml (or in the file that it names for hatch) and CHANGELOG.md are written.
    Commit and tag are yours; what to do is printed.

    Nothing is written while the spec has errors, or while files are not committed.

    \b
    Examples:
      cosemgen release --dry-run                what the next release would be
      cosemgen release                          the package in spec/
      cosemgen release --version 1.0.0 --move-name 40
      cosemgen release --pins-only              released.lock alone
      cosemgen release --relock 40              class 40 was wrong, and is right now
    """
    from cosemgen.revisions.git import GitError
    from cosemgen.revisions.releasing import ReleaseError

    if (
        not paths and not HERE.is_dir()
    ):  # the standard that comes with cosemgen is not ours
        raise click.UsageError(
            f"there is no folder {str(HERE)!r} here: name the package"
        )
    try:
        if relock or pins_only:
            _only_pins(paths, relock, move_name, dry_run, wanted or since)
        else:
            _release(paths, wanted, since, move_name, dry_run)
    except (ReleaseError, GitError) as error:
        raise click.ClickException(str(error)) from None


# ---------------------------------------------------------------- a release


def _release(
    paths: tuple[str, ...],
    wanted: str | None,
    since: str | None,
    move_name: tuple[int, ...],
    dry_run: bool,
) -> None:
    from cosemgen.revisions import releasing

    finished = _finished(dry_run)
    compilation = _sound(paths)
    lock, old = _lock_file(compilation)
    project = releasing.Project(lock.parent)
    if finished:
        console.note("a release that was killed is finished")
        _tell_next(project, project.version)
        return
    releasing.expect_clean()
    changelog = project.changelog_text()
    last = releasing.last_release()
    if last is None and since is None and (known := releasing.released_in(changelog)):
        raise releasing.ReleaseError(
            f"{releasing.CHANGELOG} has {known[0]}, but git has no tag v{known[0]}: fetch the tags "
            f"(git fetch --tags), set it (git tag v{known[0]}), or say what to compare with (--since)"
        )
    before = since or (last.tag if last else "")
    findings = _differences(before, lock.parent) if before else []
    told = findings or releasing.unreleased(changelog) or wanted or move_name
    if last is not None and project.version <= last and not told:
        raise releasing.ReleaseError(
            f"nothing is different since {before}, in the spec or below [Unreleased] in {releasing.CHANGELOG}: write there "
            "what is, or choose a version (--version)"
        )
    version = _version(project, last, findings, changelog, wanted)
    if str(version) in releasing.released_in(changelog):
        raise releasing.ReleaseError(
            f"{releasing.CHANGELOG} has {version} already: choose another one (--version)"
        )
    entry = releasing.with_entry(changelog, version, date.today(), findings, before)
    stated, text = project.with_version(version)
    pinned = _pinned(compilation, old, move_name)
    _tell_pins(lock, old, pinned, compilation, move_name)
    written = {stated: text, project.changelog: entry}
    changed = [path for path, now in written.items() if _is_other(path, now)]
    if not dry_run:
        pins = {lock: pinned} if pinned != old else {}
        releasing.write({path: written[path] for path in changed} | pins)
    verb = "would write" if dry_run else "wrote"
    console.note(f"{verb} {listed(map(_shown, changed), 'and')}")
    if dry_run:
        print(version)
    else:
        _tell_next(project, version)


def _finished(dry_run: bool) -> bool:
    """Whether a release that was killed has been finished now."""
    from cosemgen.build.progress import Progress
    from cosemgen.revisions import releasing

    if not releasing.is_unfinished():
        return False
    if dry_run:
        raise releasing.ReleaseError(
            "a release was killed before its end: call it without --dry-run first"
        )
    return releasing.finish(Progress(note=console.note))


def _tell_next(project: Project, version: Version) -> None:
    print(version)
    console.note(
        # `commit --all` would leave out what the first release has made.
        f"next:\n  look at {_shown(project.changelog)}\n  cosemgen build\n"
        f'  git add --all\n  git commit -m "Release {version}"\n  git tag {version.tag}'
    )


def _is_other(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode()


def _differences(since: str, package: Path) -> list[Finding]:
    from cosemgen.revisions.reading import (
        FaultyError,
        UnreadableError,
        compare,
        in_place,
        read_side,
    )

    from .reports import report

    try:
        old, new = in_place(since, os.path.relpath(package))
        return compare(read_side(old), read_side(new))
    except UnreadableError as error:
        raise click.ClickException(str(error)) from None
    except FaultyError as error:
        report(error.diagnostics)
        raise Findings from None


def _version(
    project: Project,
    last: Version | None,
    findings: Sequence[Finding],
    changelog: str,
    wanted: str | None,
) -> Version:
    """The version of the release: as it was chosen, else by what is different; what is stated, if that is later."""
    from cosemgen.revisions import releasing

    stated = project.version
    least = stated
    if last is not None:
        what = releasing.growth(findings, releasing.unreleased(changelog))
        least = max(releasing.grown(last, what), stated)
    if wanted is None:
        return least
    chosen = releasing.version(wanted)
    if chosen is None:
        raise click.UsageError(
            f"--version: expected three numbers, as 0.1.0, found {wanted!r}"
        )
    if last is not None and chosen <= last:
        raise click.UsageError(
            f"--version: expected one after {last}, which is released, found {chosen}"
        )
    if chosen < least:
        console.note(f"the differences ask for {least}: {chosen} says less")
    return chosen


# ---------------------------------------------------------------- pins


def _only_pins(
    paths: tuple[str, ...],
    relock: tuple[str, ...],
    move_name: tuple[int, ...],
    dry_run: bool,
    others: str | None,
) -> None:
    if others:
        raise click.UsageError(
            "--version and --since are for a release: leave out --pins-only and --relock"
        )
    if relock and move_name:
        raise click.UsageError(
            "--relock pins nothing else: call it without --move-name first"
        )
    if relock:
        _relock(paths, relock, dry_run)
        return
    compilation = _sound(paths)
    path, old = _lock_file(compilation)
    new = _pinned(compilation, old, move_name)
    if new != old and not dry_run:
        write_file(path, new)
    _tell_pins(path, old, new, compilation, move_name)


def _sound(paths: tuple[str, ...]) -> Compilation:
    """What the paths hold; tells findings, and raises Findings after errors."""
    from cosemgen.compile import compile_packages

    from .reports import report

    compilation = compile_packages(spec_paths(paths))
    report(compilation.diagnostics)
    if not compilation.ok:
        raise Findings
    return compilation


def _pinned(compilation: Compilation, old: str, move_name: tuple[int, ...]) -> str:
    """The text of the lock with what it does not have yet, and with the names moved."""
    from cosemgen.lock import update_lock

    model = compilation.model
    assert model is not None
    known = {one.class_id for one in model.classes}
    for class_id in move_name:
        if class_id not in known:
            hint = aside(did_you_mean(str(class_id), map(str, known)))
            raise click.UsageError(
                f"--move-name: no class {class_id} in package {model.package.name!r}{hint}"
            )
    return update_lock(model, old, rename=move_name)


def _tell_pins(
    path: Path,
    old: str,
    new: str,
    compilation: Compilation,
    move_name: tuple[int, ...],
) -> None:
    from cosemgen.naming import interface_class

    assert compilation.model is not None
    added = new.count("\nclass ") - old.count("\nclass ")
    told = f"{counted(added, 'class version')} added" if added else "updated"
    console.note(f"{_shown(path)}: {'nothing to add' if new == old else told}")
    for one in compilation.model.classes:
        newest = one.versions[-1].version
        name = interface_class(one.name)
        if one.class_id in move_name:
            console.note(f"{name} means version {newest} now: say so in the changelog")
        elif one.plain_version not in (None, newest):
            console.note(
                f"{name} goes on meaning version {one.plain_version}, {name}V{newest} is "
                f"the newest (--move-name {one.class_id} moves the name)"
            )


def _relock(paths: tuple[str, ...], names: tuple[str, ...], dry_run: bool) -> None:
    from cosemgen.compile import compile_packages
    from cosemgen.lock import Key, named, update_lock

    from .reports import report

    chosen_paths = spec_paths(paths)
    found = compile_packages(chosen_paths)
    broken = {d.code for d in found.diagnostics if d.is_error}
    if broken - _CHANGED:
        report(found.diagnostics)
        raise Findings
    unlocked = compile_packages(chosen_paths, locked=False)
    model = unlocked.model
    assert model is not None
    path, old = _lock_file(unlocked)
    keys = {name: named(model, old, name) for name in names}
    for name, targets in keys.items():
        if not targets:
            raise click.UsageError(
                f"--relock: no class, version, shared type or unit {name!r} in "
                f"package {model.package.name!r}"
            )
    chosen = set().union(*keys.values())
    new = update_lock(model, old, chosen)
    if new != old and not dry_run:
        write_file(path, new)
    versions = sum(isinstance(key, Key) for key in chosen)
    told = [
        counted(count, what)
        for count, what in (
            (versions, "class version"),
            (len(chosen) - versions, "row"),
        )
        if count
    ]
    console.note(f"{_shown(path)}: {listed(told, 'and')} pinned anew")
    if dry_run:
        return
    left = compile_packages(chosen_paths)
    report(left.diagnostics)
    if not left.ok:
        raise Findings


def _lock_file(compilation: Compilation) -> tuple[Path, str]:
    """The lock file of the package that is wanted, and its text: none where there is no such file yet."""
    from cosemgen.resources import LOCK_FILE

    assert compilation.model is not None
    name = compilation.model.package.name
    root = Path(compilation.roots[name])
    path = (root if root.is_dir() else root.parent) / LOCK_FILE
    return path, path.read_text(encoding="utf-8") if path.exists() else ""


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    shown = os.path.relpath(path)
    return (path if shown.startswith("..") else Path(shown)).as_posix()
