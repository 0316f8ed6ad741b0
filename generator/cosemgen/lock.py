"""The lock of released class versions: what is published does not change.

`released.lock` beside the standard package pins the content of each released (class_id, version): everything that a
meter or a program can notice.  Documentation, notes, sources and places may move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from .diagnostics import Diagnostic
from .diagnostics.report import Report
from .model import (
    NO_FACTS,
    Alias,
    AnyStructure,
    Array,
    Attribute,
    Bits,
    Choice,
    ClassVersion,
    CompactArray,
    Enumeration,
    Enumerator,
    Facts,
    InterfaceClass,
    Literal_,
    Method,
    Model,
    NamedType,
    OpenChoice,
    Reference,
    Simple,
    Structure,
    TypeExpression,
    TypeId,
    ValueSpan,
)
from .model.source import Span
from .sources import LOCK_FILE

HEADER: Final = """\
# Content of every released class version: what meters and programs can notice, without documentation.
# Written by `cosemgen check --update-lock`; a released version does not change, it gets a successor.
"""

_LINE: Final = re.compile(r"class (\d{1,5}) version (\d{1,3}) ([0-9a-f]{16})(?: .*)?")


class Key(NamedTuple):
    class_id: int
    version: int


Lock = Mapping[Key, str]
"""Hash of the content of each released version."""


# ---------------------------------------------------------------- the file


def read_lock(text: str, path: str, report: Report) -> dict[Key, tuple[str, Span]]:
    """Hashes and places of the lock file's lines; a line of another form is reported (C703)."""
    lock: dict[Key, tuple[str, Span]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        span = Span(path, number, 1)
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            report.error(
                span,
                "C703",
                f"expected 'class 1 version 0 0123456789abcdef', found '{line.strip()}'",
                "restore the file; 'cosemgen check --update-lock' adds versions",
            )
            continue
        key = Key(int(found[1]), int(found[2]))
        if key in lock:
            report.error(
                span,
                "C703",
                f"class {key.class_id} version {key.version} is listed twice",
            )
        lock[key] = (found[3], span)
    return lock


def write_lock(lock: Lock, model: Model) -> str:
    """The lock file's text, with the names of the classes beside their ids."""
    names = {c.class_id: c.name for c in model.classes}
    lines = [
        f"class {key.class_id} version {key.version} {digest} "
        f"{names.get(key.class_id, '')}".rstrip()
        for key, digest in sorted(lock.items())
    ]
    return HEADER + "".join(f"{line}\n" for line in lines)


# ---------------------------------------------------------------- compare and update


def check_lock(model: Model, text: str, root: PurePosixPath) -> list[Diagnostic]:
    """Released versions that have changed or are gone."""
    report = Report()
    released = read_lock(text, (root / LOCK_FILE).as_posix(), report)
    present = {
        Key(version.class_id, version.version): (one, version)
        for one in model.classes
        for version in one.versions
    }
    present_digests = digests(model)
    newest = {
        one.class_id: one.versions[-1].version for one in model.classes if one.versions
    }
    for key, (digest, span) in released.items():
        if key not in present:
            report.error(
                span,
                "C702",
                f"class {key.class_id} version {key.version} is released "
                "and no longer in the spec",
                "restore it; 'withdrawn' marks a version that is no longer used",
            )
        elif present_digests.get(key) != digest:
            one, version = present[key]
            following = newest[key.class_id] + 1
            report.error(
                version.span,
                "C701",
                f"{one.name} version {version.version} is released and has changed; "
                "write a new version",
                f"'version {following} from {newest[key.class_id]}'",
            )
    return report.diagnostics


def update_lock(model: Model, text: str, *, force: bool = False) -> str:
    """The lock file with versions that it does not hold yet; changed and removed ones only with `force`."""
    now = digests(model)
    if force:
        return write_lock(now, model)
    kept = {key: digest for key, (digest, _) in read_lock(text, "", Report()).items()}
    return write_lock({**now, **kept}, model)


def digests(model: Model) -> dict[Key, str]:
    """Hash of the content of every version; versions of which nothing is known have none."""
    contents = _Contents(model)
    return {
        Key(version.class_id, version.version): contents.digest(one, version)
        for one in model.classes
        for version in one.versions
        if not version.undefined
    }


# ---------------------------------------------------------------- content


class _Contents:
    """Writes out what a version is, type by type, in one text that is hashed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._types: dict[TypeId, str] = {}

    def digest(self, one: InterfaceClass, version: ClassVersion) -> str:
        text = "\n".join(self._version(one, version))
        return sha256(text.encode()).hexdigest()[:16]

    def _version(self, one: InterfaceClass, version: ClassVersion) -> Iterator[str]:
        yield f"{one.name} {version.cardinality}"
        for attribute in version.attributes:
            yield self._attribute(attribute)
        for method in version.methods:
            yield self._method(method)
        for rule in version.rules:
            yield f"{rule}"

    def _attribute(self, a: Attribute) -> str:
        selectors = [
            (s.number, s.name, self._optional(s.parameter), self._optional(s.returns))
            for s in a.selectors
        ]
        return (
            f"attribute {a.number} {a.name} {a.mark} {a.short_name} "
            f"{self._type(a.type)} {_value(a.default)} {_facts(a.facts)} {selectors}"
        )

    def _method(self, m: Method) -> str:
        parameter = ""
        if m.parameter is not None:
            default = _value(m.parameter.default)
            parameter = f"{m.parameter.name} {self._type(m.parameter.type)} {default}"
            if m.parameter.facts != NO_FACTS:
                parameter += f" {_facts(m.parameter.facts)}"
        return (
            f"method {m.number} {m.name} {m.presence} {m.short_name} "
            f"({parameter}) {self._optional(m.returns)} {_facts(m.facts)}"
        )

    def _optional(self, expression: TypeExpression | None) -> str:
        return "" if expression is None else self._type(expression)

    def _type(self, e: TypeExpression) -> str:
        match e:
            case Simple():
                return f"{e.name}{e.size}{e.bounds}{e.meaning}{e.or_empty}"
            case Reference():
                return f"{e.name}={self._named(e.target)}"
            case Array():
                return f"array{e.size}({self._type(e.element)})"
            case CompactArray():
                return f"compact-array({self._optional(e.element)})"
            case Choice():
                return f"CHOICE({','.join(map(self._type, e.alternatives))})"
            case OpenChoice():
                return f"CHOICE of {e.of}"
            case AnyStructure():
                return "structure"

    def _named(self, target: TypeId) -> str:
        known = self._types.get(target)
        if known is None:
            text = self._definition(self._model.type(target))
            known = sha256(text.encode()).hexdigest()[:16]
            self._types[target] = known
        return known

    def _definition(self, named: NamedType) -> str:
        match named:
            case Structure():
                fields = (
                    f"{f.name}:{self._type(f.type)}{_value(f.default)}{_facts(f.facts)}"
                    for f in named.fields
                )
                return f"structure {named.meaning} {_facts(named.facts)} {'|'.join(fields)}"
            case Alias():
                return f"type {self._type(named.type)} {_facts(named.facts)}"
            case Enumeration():
                return (
                    f"enumeration {named.base} {_members(named.members, named.spans)}"
                )
            case Bits():
                members = _members(named.members, named.spans)
                return f"bits {named.base} {named.width} {members}"
            case _:
                # The table of units grows on its own: a new unit is no new version of every register.
                return "units"


def _members(members: tuple[Enumerator, ...], spans: tuple[ValueSpan, ...]) -> str:
    named = [(member.value, member.name) for member in members]
    return f"{named} {[(span.first, span.last, span.kind) for span in spans]}"


def _value(value: Literal_ | None) -> str:
    return "" if value is None else f"={value!r}"


def _facts(facts: Facts) -> str:
    rules = [tuple(rule) for rule in facts.rules]
    return f"{facts.unit} {facts.secret} {facts.read_only} {facts.refers} {rules}"
