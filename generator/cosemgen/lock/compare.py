"""What has changed of what is released: told once, where it was changed, with all that it changes elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.report import Report
from ..model import ClassVersion, InterfaceClass, Model, Span, TypeId
from ..resources import LOCK_FILE
from ..words import few, plural
from .content import Contents, Key, Part, fact_label
from .file import Lock, read_lock

_MOST = 4
"""How many parts or versions a message names."""

Versions = Mapping[Key, tuple[InterfaceClass, ClassVersion]]


class Difference(NamedTuple):
    """A part of a version that is not what it was."""

    part: Part
    now: str
    """Its digest; empty where the part is gone."""
    label: str
    span: Span | None


def check_lock(model: Model, text: str, root: PurePosixPath) -> list[Diagnostic]:
    """Released versions that have changed or are gone."""
    report = Report()
    lock = read_lock(text, (root / LOCK_FILE).as_posix(), report)
    versions = versions_of(model)
    contents = Contents(model)
    changed: list[Key] = []
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
        one, version = versions[key]
        if version.undefined or contents.digest(one, version) != pin.digest:
            changed.append(key)
    _check_basis(contents, lock, report)
    if changed:
        _Comparison(model, versions, contents, lock, sorted(changed)).tell(report)
    return report.diagnostics


def _check_basis(contents: Contents, lock: Lock, report: Report) -> None:
    now = contents.basis()
    for part, pin in lock.basis.items():
        line = now.get(part)
        if line is None:
            report.error(
                pin.span,
                "C702",
                f"{part.label} is released and no longer in the spec",
                "restore it",
            )
        elif line.digest != pin.digest:
            assert line.span is not None
            report.error(
                line.span,
                "C701",
                f"{line.label} is released and has changed, which every version may have",
                "where it was transcribed wrongly, "
                f"'cosemgen release --relock {part.key}'",
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


class _Comparison:
    def __init__(
        self,
        model: Model,
        versions: Versions,
        contents: Contents,
        lock: Lock,
        changed: list[Key],
    ) -> None:
        self._package = model.package.name
        self._versions = versions
        self._contents = contents
        self._lock = lock
        self._changed = changed
        self._differences = {key: self._compare(key) for key in changed}

    def tell(self, report: Report) -> None:
        told = self._types(report) | self._parts(report)
        self._rest(set(self._changed) - told, report)

    def _compare(self, key: Key) -> list[Difference]:
        one, version = self._versions[key]
        then = self._lock.versions[key].parts
        if not then:
            return []
        if version.undefined:
            part = Part("fact", "undefined")
            return [Difference(part, "", "it is 'undefined' now", None)]
        now = self._contents.parts(one, version)
        found = [
            Difference(
                part,
                line.digest,
                (
                    line.label
                    if part in then or part.kind == "fact"
                    else f"{line.label} is new"
                ),
                line.span,
            )
            for part, line in now.items()
            # A type that is new, or gone, is so because of a line that speaks of it.
            if then.get(part, "" if part.kind != "type" else line.digest) != line.digest
        ]
        found += [
            Difference(part, "", _gone(part), None)
            for part in then
            if part not in now and part.kind != "type"
        ]
        return found

    def _types(self, report: Report) -> set[Key]:
        """Types that several classes may share: one finding for each, at its definition."""
        users: defaultdict[TypeId, list[Key]] = defaultdict(list)
        for key in self._changed:
            for target in self._contents.shared(self._versions[key][1]):
                users[target].append(key)
        told: set[Key] = set()
        for target, keys in sorted(users.items(), key=lambda item: item[0].name):
            name = name_of(target, self._package)
            line = self._contents.type(target)
            assert line.span is not None
            if self._lock.types.get(name, line.digest) == line.digest:
                continue
            told.update(keys)
            report.error(
                line.span,
                "C701",
                f"type '{target.name}' has changed, which released versions have: "
                f"{self._named(keys)}",
                "define another type for new versions; where it was transcribed "
                f"wrongly, 'cosemgen release --relock {target.name}'",
            )
        return told

    def _parts(self, report: Report) -> set[Key]:
        """Changes of versions, each told of the version that the others have it from."""
        groups: defaultdict[tuple[Part, str, object], list[Key]] = defaultdict(list)
        for key, differences in self._differences.items():
            for d in differences:
                place = d.span or self._root(key, d).class_id
                groups[d.part, d.now, place].append(key)
        led: defaultdict[Key, list[Difference]] = defaultdict(list)
        followers: defaultdict[Key, set[Key]] = defaultdict(set)
        for (part, now, _), keys in groups.items():
            difference = next(
                d for d in self._differences[keys[0]] if (d.part, d.now) == (part, now)
            )
            lead = min(self._root(key, difference) for key in keys)
            led[lead].append(difference)
            followers[lead].update(keys)
        for lead, differences in led.items():
            self._tell(lead, differences, followers[lead] - {lead}, report)
        return {key for keys in groups.values() for key in keys}

    def _rest(self, keys: set[Key], report: Report) -> None:
        """Versions of which the lock does not say what they were made of."""
        followers: defaultdict[Key, set[Key]] = defaultdict(set)
        for key in keys:
            lead = key
            while (origin := self._origin(lead)) in keys:
                lead = origin
            followers[lead].add(key)
        for lead, others in followers.items():
            self._tell(lead, [], others - {lead}, report)

    def _origin(self, key: Key) -> Key:
        origin = self._versions[key][1].origin
        return Key(-1, -1) if origin is None else Key(*origin)

    def _root(self, key: Key, difference: Difference) -> Key:
        """The version, here or further back, from which this one has the difference."""
        wanted = difference[:2]
        while any(
            d[:2] == wanted for d in self._differences.get(self._origin(key), ())
        ):
            key = self._origin(key)
        return key

    def _tell(
        self,
        key: Key,
        differences: list[Difference],
        others: set[Key],
        report: Report,
    ) -> None:
        one, version = self._versions[key]
        places = [d.span for d in differences if d.span is not None]
        what = few([d.label for d in differences], _MOST)
        message = f"{one.name} version {key.version} is released and has changed"
        if what:
            message += f": {what}"
        if others:
            message += f"; with it {self._named(others, one)}"
        newest = one.versions[-1].version
        anew = " ".join(f"--relock {i}" for i in sorted({k[0] for k in (key, *others)}))
        report.error(
            min(places, default=version.span),
            "C701",
            message,
            f"write 'version {newest + 1} from {newest}' for what is new; where it was "
            f"transcribed wrongly, 'cosemgen release {anew}'",
        )

    def _named(self, keys: Iterable[Key], of: InterfaceClass | None = None) -> str:
        """`versions 1 and 2, Extended register version 0`; class names are left out for versions of `of`."""
        own = [key for key in sorted(keys) if self._versions[key][0] is of]
        others = [
            f"{self._versions[key][0].name} version {key.version}"
            for key in sorted(keys)
            if self._versions[key][0] is not of
        ]
        numbers = few([str(key.version) for key in own], _MOST)
        named = f"{plural('version', len(own))} {numbers}" if own else ""
        return ", ".join(filter(None, (named, few(others, _MOST))))


def _gone(part: Part) -> str:
    if part.kind == "fact":  # it is what it is where nothing is said
        return fact_label(part.key)
    return f"{part.kind} {part.key} is gone"
