"""The lock of released class versions: what is published does not change.

`released.lock` beside a package pins the content of each released (class_id, version): everything that a meter or a
program can notice.  Documentation, notes, sources and places may move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..diagnostics.report import Report
from ..json_text import type_path
from ..model import Model
from .compare import check_lock, name_of, versions_of
from .content import Contents, Key, Row
from .file import Lock, Pin, read_lock, write_lock

__all__ = [
    "Key",
    "Lock",
    "check_lock",
    "digests",
    "named",
    "read_lock",
    "unpinned",
    "update_lock",
    "with_plain_names",
]


def with_plain_names(model: Model, lock: Lock) -> Model:
    """The model whose classes know the version that their plain name means, as the lock file pins it."""
    pinned = _plain_names(model, lock)
    return replace(
        model,
        classes=tuple(
            replace(one, plain_version=pinned.get(one.class_id))
            for one in model.classes
        ),
    )


def update_lock(
    model: Model,
    text: str,
    relock: Iterable[Key | Row] = (),
    rename: Iterable[int] = (),
) -> str:
    """The lock file with what it does not hold yet, and what `relock` names as it is now or without it.

    The plain names of the classes stay at the version that they mean; those of `rename` move to the newest one.
    """
    from .released import row_lines, type_line, version_lines

    old = read_lock(text, "", Report())
    anew = set(relock)
    contents = Contents(model)
    versions = versions_of(model)
    now = digests(model)
    new = Lock()
    stale: set[str] = set()
    for key, digest in now.items():
        one, version = versions[key]
        pin = old.versions.get(key)
        types = {type_path(target): target for target in contents.kept(version)}
        if pin is None or key in anew or pin.digest == digest:
            pin = Pin(digest, version_lines(version), one.name)
        else:
            stale.update(types)
        new.versions[key] = pin
        new.types |= {
            name: type_line(model.type(target)) for name, target in types.items()
        }
    for key, pin in old.versions.items():
        if key not in now and key not in anew:
            new.versions[key] = pin
    if new.versions.keys() - now.keys() or stale:
        # What a version that has changed was made of stays known until the version is right again.
        gone = old.types.keys() - new.types.keys()
        new.types |= {name: old.types[name] for name in old.types.keys() & stale | gone}
    basis = {row: row_lines(line) for row, line in contents.basis().items()}
    kept = {
        row: pin
        for row, pin in old.basis.items()
        if row not in anew and (row not in basis or basis[row].digest != pin.digest)
    }
    new.basis = basis | kept
    newest = {one.class_id: one.versions[-1].version for one in model.classes}
    new.names = _plain_names(model, old) | {key: newest[key] for key in rename}
    return write_lock(new)


def _plain_names(model: Model, lock: Lock) -> dict[int, int]:
    """The version that the plain name of each class means: that of its line, else the newest one that was released."""
    found = {}
    for one in model.classes:
        known = [version.version for version in one.versions]
        if not known:  # which is told, or why
            continue
        released = [v for v in known if Key(one.class_id, v) in lock.versions]
        wanted = lock.names.get(one.class_id)
        found[one.class_id] = wanted if wanted in known else (released or known)[-1]
    return found


def named(model: Model, text: str, name: str) -> set[Key | Row]:
    """What `40`, `40/2`, `value_type`, `watt_hour` or `long-unsigned` means: all that the lock or the model has.

    Versions of a class, or those that lead to a type at file level; what all versions stand on by its name.
    """
    versions = versions_of(model)
    lock = read_lock(text, "", Report())
    class_id, _, number = name.partition("/")
    if class_id.isdecimal():
        return {
            key
            for key in {*versions, *lock.versions}
            if class_id == str(key.class_id) and number in ("", str(key.version))
        }
    contents = Contents(model)
    basis = {*contents.basis(), *lock.basis}
    return {row for row in basis if row.key == name} | {
        key
        for key, (_, version) in versions.items()
        if any(
            name in (target.name, name_of(target, model.package.name))
            for target in contents.shared(version)
        )
    }


def unpinned(model: Model, text: str) -> int:
    """How many versions the lock file does not hold yet."""
    lock = read_lock(text, "", Report())
    return sum(
        not version.undefined and key not in lock.versions
        for key, (_, version) in versions_of(model).items()
    )


def digests(model: Model) -> dict[Key, str]:
    """Hash of the content of every version; versions of which nothing is known have none."""
    contents = Contents(model)
    return {
        key: contents.digest(one, version)
        for key, (one, version) in versions_of(model).items()
        if not version.undefined
    }
