"""Whether what is released has changed; what says how is imported where something has."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.report import Report
from ..model import ClassVersion, InterfaceClass, Model, TypeId
from ..steps import Steps
from .content import Contents, Key
from .file import Lock


class _OfClass(NamedTuple):
    """A class, as a step of taking the digests of its versions sees it."""

    one: InterfaceClass
    contents: Contents


def check_lock(
    model: Model,
    lock: Lock,
    steps: Steps,
    made_of: Callable[[int], str],
) -> list[Diagnostic]:
    """Released versions that have changed or are gone.

    `made_of` gives the identity of a class, by its id, with all that its versions lead to.
    """
    report = Report()
    versions = versions_of(model)
    contents = Contents(model)
    changed: list[Key] = []
    now: dict[Key, str] = {}
    for one in model.classes:
        of_class = _OfClass(one, contents)
        if steps.remembers:
            steps.know(of_class, made_of(one.class_id))
        found = steps.take(_digests, of_class, report=report)
        now |= {
            Key(one.class_id, version.version): digest
            for version, digest in zip(one.versions, found, strict=False)
        }
    for key, pin in lock.versions.items():
        if key not in versions:
            report.error(
                pin.span,
                "C702",
                f"class {key.class_id} version {key.version} is released "
                "and no longer in the spec",
                "restore it; 'withdrawn' marks a version that is no longer used",
            )
            continue
        _, version = versions[key]
        if version.undefined or now.get(key) != pin.digest:
            changed.append(key)
    _check_basis(contents, lock, report)
    if changed:
        from .telling import Comparison

        Comparison(model, versions, contents, lock, sorted(changed)).tell(report)
    return report.diagnostics


def _digests(of_class: _OfClass, report: Report) -> tuple[str, ...]:
    one, contents = of_class
    return tuple(contents.digest(one, each) for each in one.versions)


def _check_basis(contents: Contents, lock: Lock, report: Report) -> None:
    now = contents.basis()
    for row, pin in lock.basis.items():
        line = now.get(row)
        if line is None:
            report.error(
                pin.span,
                "C702",
                f"{row.label} is released and no longer in the spec",
                "restore it",
            )
        elif line.digest != pin.digest:
            from .telling import row_changes

            how = row_changes(pin, line)
            report.error(
                line.found.span,
                "C701",
                f"{row.label} is released and has changed, which every version may have"
                + (f": {how}" if how else ""),
                "where it was transcribed wrongly, "
                f"'cosemgen release --relock {row.key}'",
            )


def versions_of(model: Model) -> dict[Key, tuple[InterfaceClass, ClassVersion]]:
    return {
        Key(version.class_id, version.version): (one, version)
        for one in model.classes
        for version in one.versions
    }


def name_of(target: TypeId, package: str) -> str:
    """What the lock calls a type at file level: `values.value_type`; those of other packages in full."""
    own = f"{target.module}.{target.name}"
    return own if target.package == package else f"{target.package}.{own}"
