"""`cosemgen check`: find mistakes in a spec."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen.disk import write_file
from cosemgen.words import counted, listed

from . import console
from .endings import Findings
from .specification import paths_argument, spec_paths

if TYPE_CHECKING:
    from cosemgen.compile import Compilation

_CHANGED: Final = {"C701", "C702"}
"""Findings that pinning anew may put right."""


@click.command(short_help="Find mistakes in a specification.")
@paths_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="text for people; json, github and sarif for tools, on standard output.",
)
@click.option(
    "--update-lock",
    is_flag=True,
    help="Without errors, pin the class versions that released.lock does not have yet.",
)
@click.option(
    "--relock",
    metavar="CLASS[/VERSION]|TYPE|UNIT",
    multiple=True,
    help="Pin these versions anew as they are now, for a correction of what was "
    "transcribed wrongly: of a class, one version, or all that have a type; a unit, a "
    "common data type or a layout by its name.",
)
@click.option(
    "--move-name",
    metavar="CLASS",
    type=int,
    multiple=True,
    help="Without errors, let the name without a version of this class mean its newest "
    "version, for a new major version of the package.",
)
def command(
    paths: tuple[str, ...],
    form: str,
    update_lock: bool,
    relock: tuple[str, ...],
    move_name: tuple[int, ...],
) -> None:
    """Parse a specification and check it against the rules of the standard.

    Every mistake is reported with its place and a code, in one go. Exit code 1 means
    that there are errors; warnings alone do not fail.

    \b
    Examples:
      cosemgen check                            the package in spec/, or the standard
      cosemgen check spec/                      that, and the packages below it
      cosemgen check acme/ --format github      annotations in a pull request
      cosemgen check acme.cosem --format sarif > findings.sarif
      cosemgen check --update-lock              before a release
      cosemgen check --relock 40                class 40 was wrong, and is right now
      cosemgen check --move-name 40             PushSetup is the newest version again
    """
    from cosemgen.compile import compile_packages

    from .reports import report, summary

    chosen = spec_paths(paths)
    compilation = compile_packages(chosen)
    if relock and _broken(compilation) <= _CHANGED:
        _relock(compile_packages(chosen, locked=False), relock)
        compilation = compile_packages(chosen)
    report(compilation.diagnostics, form)
    files = counted(len(compilation.texts), "file")
    console.note(f"{files}, {summary(compilation.diagnostics)}")
    if not compilation.ok:
        raise Findings
    if update_lock or move_name:
        _update(compilation, move_name)
    else:
        _tell_unpinned(compilation)


def _broken(compilation: Compilation) -> set[str]:
    return {d.code for d in compilation.diagnostics if d.is_error}


def _update(compilation: Compilation, move_name: tuple[int, ...]) -> None:
    from cosemgen.lock import update_lock
    from cosemgen.naming import interface_class

    model = compilation.model
    assert model is not None
    path, old = _lock_file(compilation)
    own = {one.class_id: one for one in model.classes}
    for class_id in move_name:
        if class_id not in own:
            raise click.UsageError(
                f"--move-name: no class {class_id} in package {model.package.name!r}"
            )
    new = update_lock(model, old, rename=move_name)
    _write(path, old, new)
    added = new.count("\nclass ") - old.count("\nclass ")
    told = f"{counted(added, 'class version')} added" if added else "updated"
    if new == old:
        told = "nothing to add"
    console.note(f"{path}: {told}")
    for class_id, one in own.items():
        newest = one.versions[-1].version
        name = interface_class(one.name)
        if class_id in move_name:
            console.note(f"{name} means version {newest} now: say so in the changelog")
        elif one.plain_version not in (None, newest):
            console.note(
                f"{name} goes on meaning version {one.plain_version}, {name}V{newest} is "
                f"the newest (--move-name {class_id} moves the name)"
            )


def _relock(compilation: Compilation, names: tuple[str, ...]) -> None:
    from cosemgen.lock import Key, named, update_lock

    model = compilation.model
    if model is None:  # what the lock does not see is reported by the caller
        return
    path, old = _lock_file(compilation)
    keys = {name: named(model, old, name) for name in names}
    for name, found in keys.items():
        if not found:
            raise click.UsageError(
                f"--relock: no class, version, shared type or unit {name!r} in "
                f"package {model.package.name!r}"
            )
    chosen = set().union(*keys.values())
    _write(path, old, update_lock(model, old, chosen))
    versions = sum(isinstance(key, Key) for key in chosen)
    told = [
        counted(count, what)
        for count, what in (
            (versions, "class version"),
            (len(chosen) - versions, "row"),
        )
        if count
    ]
    console.note(f"{path}: {listed(told, 'and')} pinned anew")


def _lock_file(compilation: Compilation) -> tuple[Path, str]:
    """The lock file of the package that is wanted, and its text: none where there is no such file yet."""
    from cosemgen.resources import LOCK_FILE

    assert compilation.model is not None
    name = compilation.model.package.name
    root = Path(compilation.roots[name])
    path = (root if root.is_dir() else root.parent) / LOCK_FILE
    return path, path.read_text(encoding="utf-8") if path.exists() else ""


def _write(path: Path, old: str, new: str) -> None:
    if new != old:
        write_file(path, new)


def _tell_unpinned(compilation: Compilation) -> None:
    from cosemgen.lock import unpinned
    from cosemgen.resources import LOCK_FILE

    for name, text in compilation.locks.items():
        count = unpinned(compilation.models[name], text)
        if count:
            console.note(
                f"{compilation.roots[name] / LOCK_FILE}: "
                f"{counted(count, 'class version')} not pinned yet (--update-lock)"
            )
