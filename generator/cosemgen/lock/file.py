"""The lock file: one entry for each released version, one line for each type that versions share.

```
class 40 version 0 cc387b5117d7d900 Push setup
  facts name=9f0c31 cardinality=5d1e22 rules=0b7a94
  attributes 2=1f3a2b 3=4d5e6f
  methods 1=77aa10
  types message=3c4d5e
type values.value_type=a1b2c3
units second=d4e5f6 watt_hour=071829
name 40 3
```

The first line of an entry pins the version; the lines below it tell what has changed once that differs, and may be
missing, as they are in files of earlier releases.  `units`, `data-types` and `layouts` pin what all versions stand on.
A `name` line says which version of a class the name without a version means in programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics.report import Report
from ..model import Model, Span
from .content import Key, Part

HEADER: Final = """\
# Content of every released class version: what meters and programs can notice, without documentation.
# Written by `cosemgen release`; a released version does not change, it gets a successor.
"""

_VERSION: Final = re.compile(
    r"class (\d{1,5}) version (\d{1,3}) ([0-9a-f]{16})(?: .*)?"
)
_PARTS: Final = re.compile(
    r"  (fact|attribute|method|type)s((?: [A-Za-z0-9_-]+=[0-9a-f]{6})+)"
)
_TYPE: Final = re.compile(r"type ([A-Za-z0-9_.-]+)=([0-9a-f]{6})")
_BASIS: Final = re.compile(
    r"(unit|data-type|layout)s((?: [A-Za-z0-9_-]+=[0-9a-f]{6})+)"
)
_NAME: Final = re.compile(r"name (\d{1,5}) (\d{1,3})")

_ON_A_LINE: Final = 5


@dataclass(slots=True)
class Pin:
    """A released version, or what all stand on."""

    digest: str
    parts: dict[Part, str] = field(default_factory=dict)
    """Digest of each part; none where the file does not tell them."""
    span: Span = field(default=Span("", 0, 0), compare=False)


@dataclass(slots=True)
class Lock:
    versions: dict[Key, Pin] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """Digest of each type at file level that a version leads to, by `name_of`."""
    basis: dict[Part, Pin] = field(default_factory=dict)
    """What all versions stand on."""
    names: dict[int, int] = field(default_factory=dict)
    """The version that the plain name of a class means, by class_id."""


def read_lock(text: str, path: str, report: Report) -> Lock:
    """What the lock file pins; a line of another form is reported (C703)."""
    lock = Lock()
    pin: Pin | None = None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        span = Span(path, number, 1)
        if found := _VERSION.fullmatch(line):
            key = Key(int(found[1]), int(found[2]))
            if key in lock.versions:
                report.error(
                    span,
                    "C703",
                    f"class {key.class_id} version {key.version} is listed twice",
                )
            pin = Pin(found[3], {}, span)
            lock.versions[key] = pin
        elif (found := _PARTS.fullmatch(line)) and pin is not None:
            for entry in found[2].split():
                name, _, digest = entry.partition("=")
                pin.parts[Part(found[1], name)] = digest
        elif found := _TYPE.fullmatch(line):
            lock.types[found[1]] = found[2]
        elif found := _BASIS.fullmatch(line):
            for entry in found[2].split():
                name, _, digest = entry.partition("=")
                lock.basis[Part(found[1], name)] = Pin(digest, {}, span)
        elif found := _NAME.fullmatch(line):
            class_id = int(found[1])
            if class_id in lock.names:
                report.error(
                    span, "C703", f"the name of class {class_id} is listed twice"
                )
            lock.names[class_id] = int(found[2])
        else:
            report.error(
                span,
                "C703",
                f"expected 'class 1 version 0 0123456789abcdef', found '{line.strip()}'",
                "restore the file; 'cosemgen release --pins-only' adds versions",
            )
    return lock


def write_lock(lock: Lock, model: Model) -> str:
    """The lock file's text, with the names of the classes beside their ids."""
    names = {c.class_id: c.name for c in model.classes}
    lines: list[str] = []
    for key, pin in sorted(lock.versions.items()):
        head = f"class {key.class_id} version {key.version} {pin.digest}"
        lines.append(f"{head} {names.get(key.class_id, '')}".rstrip())
        lines += _part_lines(pin.parts)
    lines += [f"type {name}={digest}" for name, digest in sorted(lock.types.items())]
    for kind in ("unit", "data-type", "layout"):
        lines += _basis_lines(kind, lock.basis)
    lines += [f"name {key} {version}" for key, version in sorted(lock.names.items())]
    return HEADER + "".join(f"{line}\n" for line in lines)


def _part_lines(parts: dict[Part, str]) -> Iterable[str]:
    for kind in ("fact", "attribute", "method", "type"):
        entries = [f"{p.key}={digest}" for p, digest in parts.items() if p.kind == kind]
        if entries:
            yield f"  {kind}s {' '.join(entries)}"


def _basis_lines(kind: str, basis: Mapping[Part, Pin]) -> Iterable[str]:
    """A few entries on each line, so that a difference stays small."""
    entries = [
        f"{p.key}={pin.digest}" for p, pin in sorted(basis.items()) if p.kind == kind
    ]
    for start in range(0, len(entries), _ON_A_LINE):
        yield f"{kind}s {' '.join(entries[start : start + _ON_A_LINE])}"
