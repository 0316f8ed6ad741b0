"""Short names: offsets in steps of 8, one for each attribute and method.

A version that adds an attribute to those of its origin may take the short name of a method that it inherits: that is
a mistake of this version, and is told there, whatever line the method stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..lower.expansion import VersionEntry
from ..model import Attribute, ClassVersion, Method, Span
from ..syntax import tree
from ..vocabulary import MAX_SHORT_NAME
from ..words import listed
from .context import Context


class _Taken(NamedTuple):
    """A short name that two lines have, the first of which comes first in the version."""

    offset: int
    first: Attribute | Method
    second: Attribute | Method


@dataclass(slots=True)
class _Checker:
    context: Context
    told: set[tuple[Span, Span, int]] = field(default_factory=set)
    """Lines of collisions that were reported: they are inherited together."""
    told_lines: set[Span] = field(default_factory=set)
    """`methods @` lines that were reported, of which one error is enough."""


def check_short_names(context: Context) -> None:
    """Every short name is one, and no two lines of a version share it; versions come after their origins."""
    checker = _Checker(context)
    pairs = [
        (version, entry)
        for _, version in context.versions()
        if (entry := context.entry(version)) is not None
    ]
    for version, entry in sorted(pairs, key=lambda pair: len(list(_line(pair[1])))):
        _version(checker, version, entry)


def _version(checker: _Checker, version: ClassVersion, entry: VersionEntry) -> None:
    lines: dict[int, Attribute | Method] = {}
    taken: list[_Taken] = []
    every: list[Attribute | Method] = [*version.attributes, *version.methods]
    for line in every:
        offset = line.short_name
        if offset is None:
            continue
        if offset % 8 or not 0 <= offset <= MAX_SHORT_NAME:
            checker.context.report.error(
                line.span,
                "C309",
                f"expected a short name of {_what(line)} in steps of 8 "
                f"(0x08..0x{MAX_SHORT_NAME:X}), found {_hex(offset)}",
            )
        elif offset in lines:
            key = (lines[offset].span, line.span, offset)
            if key not in checker.told:
                checker.told.add(key)
                taken.append(_Taken(offset, lines[offset], line))
        else:
            lines[offset] = line
    placed = [t for t in taken if _is_placed(t.second, entry)]
    if placed:
        _methods_line(checker, version, entry, placed)
    for one in taken:
        if one not in placed:
            _own_short_name(checker.context, version, entry, one)


def _methods_line(
    checker: _Checker,
    version: ClassVersion,
    entry: VersionEntry,
    taken: list[_Taken],
) -> None:
    """Methods that a `methods @` line has put where attributes are: one error for the line."""
    name, number = entry.owner.node.name, version.version
    home, first = next(
        (home, line.first)
        for home, line in _short_name_lines(entry)
        if line.first is not None
    )
    if first.span in checker.told_lines:
        return
    checker.told_lines.add(first.span)
    free = _hex(max(a.short_name for a in version.attributes) + 8)
    where = f"'methods @{_hex(first)}'"
    clashes = listed((f"{_hex(t.offset)} of {_what(t.first)}" for t in taken), "and")
    if home is entry:
        checker.context.report.error(
            first.span,
            "C310",
            f"{where} of {name} version {number} gives methods the short names "
            f"{clashes}",
            f"write 'methods @{free}', or 'methods @?' where no source gives them",
        )
        return
    added = [t.first.span for t in taken if _states(entry, t.first)]
    added += [t.second.span for t in taken if _states(entry, t.second)]
    checker.context.report.error(
        min(added, default=version.span),
        "C310",
        f"{where}, which {name} version {number} has from {_title(home, entry)}, gives "
        f"methods the short names {clashes}",
        f"version {number} needs its own 'methods @{free}', or 'methods @?'",
    )


def _own_short_name(
    context: Context, version: ClassVersion, entry: VersionEntry, taken: _Taken
) -> None:
    """A line with a short name of its own, or an attribute, which follows from its number."""
    offset, first, second = taken
    message = f"short name {_hex(offset)} of {_what(second)} of {entry.owner.node.name}"
    own = [line for line in (second, first) if _states(entry, line)]
    if _states(entry, second) and _states(entry, first):
        context.report.error(
            second.span,
            "C310",
            f"{message} is taken by {_what(first)}",
            "change it, or leave it out where no source gives it",
        )
        return
    inherited = second if own[:1] != [second] else first
    home = next((e for e in _line(entry) if _states(e, inherited)), entry)
    free = _hex(max(a.short_name for a in version.attributes) + 8)
    kind = "method" if isinstance(second, Method) else "attribute"
    context.report.error(
        own[0].span if own else version.span,
        "C310",
        f"{message} is taken in version {version.version} by {_what(first)}; "
        f"{_what(inherited)} is of {_title(home, entry)}",
        f"version {version.version} needs its own 'change {kind} {second.number}', "
        f"with @{free} or without a short name",
    )


def _line(entry: VersionEntry) -> Iterator[VersionEntry]:
    """The version, then what it is written from, and so on."""
    seen: set[int] = set()
    one: VersionEntry | None = entry
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.origin


def _short_name_lines(
    entry: VersionEntry,
) -> Iterator[tuple[VersionEntry, tree.ShortNames]]:
    for one in _line(entry):
        for part in one.node.parts:
            if isinstance(part, tree.ShortNames):
                yield one, part


def _is_placed(line: Attribute | Method, entry: VersionEntry) -> bool:
    """Whether the line is a method without a short name of its own."""
    if not isinstance(line, Method) or entry.contents.first_short_name is None:
        return False
    node, _ = entry.contents.methods[line.number]
    return all(clause.word != "@" for clause in node.clauses)


def _states(entry: VersionEntry, line: Attribute | Method) -> bool:
    """Whether the line stands in this version itself."""
    return any(
        isinstance(item, tree.Attribute | tree.Method) and item.name.span == line.span
        for part in entry.node.parts
        for item in (part, getattr(part, "item", None))
    )


def _title(entry: VersionEntry, seen_from: VersionEntry) -> str:
    name = "" if entry.owner is seen_from.owner else f"{entry.owner.node.name} "
    return f"{name}version {entry.node.number:d}"


def _what(line: Attribute | Method) -> str:
    kind = "method" if isinstance(line, Method) else "attribute"
    return f"{kind} {line.number} '{line.name}'"


def _hex(offset: int) -> str:
    return f"-0x{-offset:02X}" if offset < 0 else f"0x{offset:02X}"
