"""The lock file: one entry for each released version, one line for each type that they lead to.

```
class 40 version 0 cc387b5117d7d900 Push setup
  {"kind":"version","key":[0],"facts":{...},...}
  {"kind":"attribute","key":[2],"name":"push_object_list",...}
type cosem/values/value_type {"kind":"type",...}
unit watt_hour 071829 {"kind":"unit",...}
name 40 3
```

The first line of an entry pins the version; the lines below it are what it was, for messages about what has changed, and may
be missing.  `unit`, `data-type` and `layout` pin what all versions stand on.
A `name` line says which version of a class the name without a version means in programs.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from ..diagnostics.report import Report
from ..model import Span
from ..records import record
from .content import Key, Row

HEADER: Final = """\
# Content of every released class version: what meters and programs can notice, without documentation.
# Written by `cosemgen release`; a released version does not change, it gets a successor.
"""

_VERSION: Final = re.compile(
    r"class (\d{1,5}) version (\d{1,3}) ([0-9a-f]{16})(?: (.*))?"
)
_CONTENT: Final = re.compile(r"  (\{.*\})")
_TYPE: Final = re.compile(r"type ([A-Za-z0-9_./-]+) (\{.*\})")
_BASIS: Final = re.compile(
    r"(unit|data-type|layout) ([A-Za-z0-9_-]+) ([0-9a-f]{6}) (\{.*\})"
)
_NAME: Final = re.compile(r"name (\d{1,5}) (\d{1,3})")


@record(slots=True)
class Pin:
    """A released version, or what all stand on."""

    digest: str
    content: list[str] = field(default_factory=list)
    """JSON of what it was: of a version its own facts, then each attribute and method; nothing where the file does not tell."""
    name: str = ""
    """Of a version: what its class was called."""
    span: Span = field(default=Span("", 0, 0), compare=False)


@record(slots=True)
class Lock:
    versions: dict[Key, Pin] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """JSON of each type that a version leads to, by its id."""
    basis: dict[Row, Pin] = field(default_factory=dict)
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
            pin = Pin(found[3], [], found[4] or "", span)
            lock.versions[key] = pin
        elif (found := _CONTENT.fullmatch(line)) and pin is not None:
            pin.content.append(found[1])
        elif found := _TYPE.fullmatch(line):
            lock.types[found[1]] = found[2]
        elif found := _BASIS.fullmatch(line):
            row = Row(found[1], found[2])
            lock.basis[row] = Pin(found[3], [found[4]], "", span)
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


def write_lock(lock: Lock) -> str:
    """The lock file's text."""
    lines: list[str] = []
    for key, pin in sorted(lock.versions.items()):
        head = f"class {key.class_id} version {key.version} {pin.digest}"
        lines.append(f"{head} {pin.name}".rstrip())
        lines += [f"  {each}" for each in pin.content]
    lines += [f"type {name} {text}" for name, text in sorted(lock.types.items())]
    lines += [
        f"{row.kind} {row.key} {pin.digest} {pin.content[0]}"
        for row, pin in sorted(lock.basis.items())
    ]
    lines += [f"name {key} {version}" for key, version in sorted(lock.names.items())]
    return HEADER + "".join(f"{line}\n" for line in lines)
