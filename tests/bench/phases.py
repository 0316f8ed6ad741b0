"""One build in this process, with CPU seconds by phase: `python -m tests.bench.phases SPEC OUT`.

Each function that begins a phase is wrapped where it is used; a phase is not charged for one that begins inside it.
Functions that another version does not have are left out, and their time is then that of the phase around them.

`--layout-known` makes the output with a black that changes nothing, for what a later build takes without it. The
Python target's text is black's to the octet (`tests/unit/python_target/test_text.py` holds it to that), and black alone would take
minutes; nothing is measured then.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

OWN: Final = "start and rest"
_PHASES: Final = (
    ("read", "cosemgen.pipeline", "read_sources"),
    ("remember", "cosemgen.pipeline", "of_spec"),
    ("parse", "cosemgen.syntax.parse", "parse"),
    ("keep trees", "cosemgen.build.kept", "KeptTrees.parse"),
    ("keep trees", "cosemgen.build.kept", "KeptTrees.keep"),
    ("lower", "cosemgen.compile", "lower_package"),
    ("check", "cosemgen.compile", "check_package"),
    ("check", "cosemgen.compile", "report_shared"),
    ("generate", "cosemgen.build.generate", "generate"),
    ("keys", "cosemgen.build.generate", "Keys.of"),
    ("validate json", "cosemgen.targets.json.target", "_judge"),
    ("layout", "cosemgen.build.generate", "formatted"),
    ("deliver", "cosemgen.pipeline", "deliver"),
    ("remember", "cosemgen.build.inputs", "keep"),
)
_TARGETS: Final = {
    "python": ("cosemgen.targets.python.target", "PythonTarget"),
    "docs": ("cosemgen.targets.docs.target", "DocsTarget"),
    "conformance": ("cosemgen.targets.conformance.target", "ConformanceTarget"),
    "json": ("cosemgen.targets.json.target", "JsonTarget"),
}


class Clock:
    """CPU seconds of this process by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running = [OWN]
        self._last = 0.0

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._running[-1]] += now - self._last
        self._last = now

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self._turn()
            self._running.append(phase)
            try:
                return function(*arguments, **named)
            finally:
                self._turn()
                self._running.pop()

        return wrapped

    def end(self) -> dict[str, float]:
        self._turn()
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds["other processes"] += children.ru_utime + children.ru_stime
        return dict(self.seconds)

    def timed_by_target(self, text_of: Callable[..., Any]) -> Callable[..., Any]:
        """`_Octets._text`, whose files are of several targets."""

        def wrapped(octets: Any, path: Any) -> Any:
            make = getattr(octets._files[path], "make", None)
            target = "other" if make is None else make.__module__.split(".")[2]
            return self.timed(f"{target}: texts", text_of)(octets, path)

        return wrapped


def _wrap(clock: Clock) -> None:
    def wrap(phase: str, module: str, name: str) -> None:
        try:
            owner: Any = importlib.import_module(module)
            *classes, name = name.split(".")
            for each in classes:
                owner = getattr(owner, each)
            function = getattr(owner, name)
        except (ImportError, AttributeError):
            return
        if phase:
            setattr(owner, name, clock.timed(phase, function))
        else:
            setattr(owner, name, clock.timed_by_target(function))

    for row in _PHASES:
        wrap(*row)
    for name, (module, kind) in _TARGETS.items():
        wrap(f"{name}: plan", module, f"{kind}.files")
    wrap("", "cosemgen.build.generate", "_Octets._text")


def _unchanged(text: str, **_: object) -> str:
    return text


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phases")
    parser.add_argument("spec", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layout-known", action="store_true")
    arguments = parser.parse_args()

    clock = Clock()
    if arguments.layout_known:
        import black

        vars(black)["format_str"] = _unchanged
    else:
        _wrap(clock)
    from cosemgen.cli import main as cosemgen

    try:
        cosemgen(["build", str(arguments.spec), "--out", str(arguments.out)])
    except SystemExit as end:
        if end.code:
            return int(end.code)
    print(json.dumps(clock.end()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
