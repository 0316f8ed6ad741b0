"""Which lines of the runtime inputs reach, and the fewest inputs that reach them all."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import cosem_runtime
from tests.fuzz.engine import by_name
from tests.fuzz.targets import Target

RUNTIME = str(Path(cosem_runtime.__file__).parent)

Steps = set[tuple[CodeType, int, int]]
"""Code, a line, and the line before it."""


@contextmanager
def traced(steps: Steps) -> Iterator[None]:
    """Adds what is executed of the runtime."""

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(RUNTIME):
            return None
        before = 0

        def within(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal before
            if event == "line":
                steps.add((code, before, frame.f_lineno))
                before = frame.f_lineno
            return within

        return within

    outside = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(outside)


def fewest(
    groups: Mapping[str, list[Target]], corpus: Mapping[str, list[bytes]]
) -> tuple[dict[str, list[bytes]], int]:
    """The shortest inputs that reach as much as all of them, and how many lines."""
    named = by_name(groups)
    inputs = [
        (data, name) for name, each in corpus.items() if name in named for data in each
    ]
    known: Steps = set()
    kept: dict[str, list[bytes]] = {}
    for data, name in sorted(inputs, key=lambda pair: (len(pair[0]), pair)):
        steps: Steps = set()
        with traced(steps):
            named[name].run(data, True)
        if not steps <= known:
            known |= steps
            kept.setdefault(name, []).append(data)
    return kept, len({(code.co_filename, at) for code, _, at in known})
