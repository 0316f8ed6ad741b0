"""Packages that meet, though none of them stands on the other: what both of them have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..diagnostics.report import Report
from ..model import InterfaceClass, Model, Span


class Thing(NamedTuple):
    """What a program asks for by a number or name, whoever has it."""

    kind: str
    key: int | str
    called: str
    versions: frozenset[int]
    """Of a class; each package may have versions of its own."""
    span: Span


class Shared(NamedTuple):
    """What packages that meet look at of one another."""

    package: str
    below: frozenset[str]
    """Names of the packages that it stands on."""
    things: tuple[Thing, ...]


def report_shared(packages: Iterable[Shared], report: Report) -> None:
    """Each class version, and each name by which programs choose, is of one package.

    What a package and one that it needs both have is told by the checks of that package.
    """
    known: dict[tuple[str, int | str], list[tuple[str, Thing]]] = {}
    for package, below, things in packages:
        for thing in things:
            others = known.setdefault((thing.kind, thing.key), [])
            for other, theirs in others:
                if other not in below and _clash(thing, theirs):
                    _tell(report, thing, theirs, other)
                    break
            others.append((package, thing))


def things(model: Model) -> Iterator[Thing]:
    for cls in model.classes:
        yield _of_class(cls)
    for kind, items in (
        ("telegram", model.telegrams),
        ("quirk", model.quirks),
        ("profile", model.profiles),
    ):
        for item in items:
            yield Thing(kind, item.name, item.name, frozenset(), item.span)


def _of_class(cls: InterfaceClass) -> Thing:
    versions = frozenset(each.version for each in cls.versions)
    return Thing("class", cls.class_id, cls.name, versions, cls.span)


def _clash(one: Thing, other: Thing) -> bool:
    """Versions of one class may be of several packages, as long as these call it the same."""
    if one.kind != "class" or one.called != other.called:
        return True
    return not one.versions.isdisjoint(other.versions)


def _tell(report: Report, thing: Thing, theirs: Thing, other: str) -> None:
    name, other_one = f"'{thing.called}'", "name"
    place = f"{theirs.span.file}:{theirs.span.line}"
    if thing.kind == "class":
        name, other_one = f"{thing.key} {name}", "number"
        if theirs.called != thing.called:
            place = f"'{theirs.called}', {place}"
    report.error(
        thing.span,
        "C615",
        f"{thing.kind} {name} is also of package '{other}' ({place})",
        f"give it another {other_one}, or check packages that never meet one by one",
    )
