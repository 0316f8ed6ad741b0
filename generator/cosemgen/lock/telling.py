"""What has changed of what is released: told once, where it was changed, with all that it changes elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..diagnostics.report import Report
from ..diff import Finding, differences
from ..diff.parts import Part
from ..model import Model, TypeId
from ..words import few, plural
from .content import Contents, Key, Line, Versions
from .file import Lock, Pin
from .released import (
    in_class,
    in_package,
    in_table,
    parts_of,
    row_part,
    type_part,
    version_of,
    version_part,
)

_MOST = 4
"""How many parts or versions a message names."""


def row_changes(pin: Pin, line: Line) -> str:
    """How a row is otherwise; nothing where the lock does not say what it was."""
    was, now = parts_of(pin.content), [row_part(line)]
    found = _differences(in_table(was), in_table(now)) if was else []
    return few([each.message for each in found], _MOST)


class Comparison:
    """Of released versions that have changed with what they were, by the differ."""

    def __init__(
        self,
        model: Model,
        versions: Versions,
        contents: Contents,
        lock: Lock,
        changed: list[Key],
    ) -> None:
        self._model = model
        self._versions = versions
        self._contents = contents
        self._lock = lock
        self._changed = changed
        known = lock.versions.keys() & versions.keys()
        types = set[TypeId]().union(*(contents.kept(versions[key][1]) for key in known))
        self._types_now = [type_part(model.type(each)) for each in types]
        self._types_then = parts_of(lock.types.values())

    def tell(self, report: Report) -> None:
        told = self._types(report) | self._parts(report)
        for key in sorted(set(self._changed) - told):
            # The lock does not say what the version was made of.
            self._tell([key], [], report)

    def _types(self, report: Report) -> set[Key]:
        """Types that several classes may share: one finding for each, at its definition."""
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for each in _differences(self._types_then, self._types_now):
            found[each.where[1].rpartition(" ")[2]].append(each)
        users: defaultdict[TypeId, list[Key]] = defaultdict(list)
        for key in self._changed:
            for target in self._contents.shared(self._versions[key][1]):
                if target.name in found:
                    users[target].append(key)
        for target, keys in sorted(users.items(), key=lambda item: item[0].name):
            name = target.name
            how = few(_said(found[name], 2), _MOST)
            report.error(
                self._model.type(target).span,
                "C701",
                f"type '{name}' is released and has changed: {how}; "
                f"{self._named(keys)} {'has' if len(keys) == 1 else 'have'} it",
                "define another type for new versions; where it was transcribed "
                f"wrongly, 'cosemgen release --relock {name}'",
            )
        return {key for keys in users.values() for key in keys}

    def _parts(self, report: Report) -> set[Key]:
        """Changes of versions; the same ones of classes that have them from one another are told once."""
        groups: defaultdict[object, list[Key]] = defaultdict(list)
        findings: dict[object, list[Finding]] = {}
        for class_id, keys in groupby(self._changed, key=lambda key: key.class_id):
            for those, found in self._of_class(class_id, list(keys)):
                same = (*_said(found, 3), *(each.new_place for each in found))
                groups[same] += those
                findings[same] = found
        for changes, those in groups.items():
            self._tell(those, findings[changes], report)
        return {key for those in groups.values() for key in those}

    def _of_class(
        self, class_id: int, keys: list[Key]
    ) -> Iterator[tuple[list[Key], list[Finding]]]:
        """What is otherwise, with the versions that it is of."""
        one = self._versions[keys[0]][0]
        then, now = [], []
        for key in keys:
            was = version_of(self._lock.versions[key])
            if was is not None:
                then.append(was)
                now.append(version_part(self._versions[key][1]))
        name = self._lock.versions[keys[0]].name or one.name
        found = _differences(
            [in_class(class_id, name, then), *self._types_then],
            [in_class(class_id, one.name, now), *self._types_now],
        )
        groups: defaultdict[tuple[Key, ...], list[Finding]] = defaultdict(list)
        for each in found:
            if each.where[1].startswith("class "):
                groups[_versions_of(each, keys)].append(each)
        for those, of_them in groups.items():
            yield list(those), of_them

    def _tell(self, keys: list[Key], found: list[Finding], report: Report) -> None:
        one, version = self._versions[keys[0]]
        # What a version has of its own has the line of the version, which is not where the others are.
        inside = [each for each in found if len(each.where) > 3] or found
        places = [each.new_place for each in inside if each.new_place is not None]
        message = (
            f"{self._named(keys)} {'is' if len(keys) == 1 else 'are'} released and "
        )
        message += "has changed" if len(keys) == 1 else "have changed"
        if found:
            message += f": {few(_said(found, 3), _MOST)}"
        newest = one.versions[-1].version
        anew = " ".join(f"--relock {i}" for i in sorted({key.class_id for key in keys}))
        report.error(
            min(places, default=version.span),
            "C701",
            message,
            f"write 'version {newest + 1} from {newest}' for what is new; where it was "
            f"transcribed wrongly, 'cosemgen release {anew}'",
        )

    def _named(self, keys: Iterable[Key]) -> str:
        """`Register versions 0 and 1, Extended register version 0`."""
        told = []
        for _, of_class in groupby(sorted(keys), key=lambda key: key.class_id):
            own = list(of_class)
            numbers = few([str(key.version) for key in own], _MOST)
            name = self._versions[own[0]][0].name
            told.append(f"{name} {plural('version', len(own))} {numbers}")
        return few(told, _MOST)


def _differences(then: list[Part], now: list[Part]) -> list[Finding]:
    """What is otherwise, without types that are new or gone, which a line that speaks of them tells, and where they stand."""
    return [
        each
        for each in differences(in_package(then), in_package(now))
        if each.rule not in ("type-new", "type-gone", "type-moved")
    ]


def _versions_of(found: Finding, keys: list[Key]) -> tuple[Key, ...]:
    """The versions that a finding is about; of a class by itself, all of them."""
    if len(found.where) < 3:
        return tuple(keys)
    numbers = set(re.findall(r"\d+", found.where[2]))
    # Where a hand has been at the lock, its lines may tell of another version than they stand below.
    return tuple(key for key in keys if str(key.version) in numbers) or tuple(keys)


def _said(found: Iterable[Finding], outer: int) -> list[str]:
    """`attribute 2 value: mark: dynamic → static; unit: second → minute`, without so many parts around each."""
    parts: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        parts.setdefault(each.where[outer:], []).append(each.message)
    return [
        ": ".join((*where, "; ".join(messages))) for where, messages in parts.items()
    ]
