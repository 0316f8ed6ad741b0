"""One thread is stopped at every step of a first use, while another makes all of it.

A trace function stops the first thread before a line (or an instruction) of the code under
test and lets the other one run to its end: what no clock has to find, and no sleep.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple, TypeVar

import cosem
import cosem_runtime

Thing = TypeVar("Thing")
Use = Callable[[Any], object]

_WATCHED = tuple(
    str(Path(package.__file__ or "").parent) for package in (cosem_runtime, cosem)
)


VISITS = 2
"""How often one place is a step: loops do the same again and again."""


class Outcome(NamedTuple):
    """What was answered when the first thread was stopped at one step."""

    place: str
    first: object
    other: object
    later: object


def answer(use: Use, thing: object) -> object:
    """What a use gives, an error too."""
    try:
        return use(thing)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def interleavings(
    make: Callable[[], Thing],
    use: Use,
    meanwhile: Use | None = None,
    *,
    instructions: bool = False,
) -> Iterator[Outcome]:
    """The outcome for each step of `use` of a new thing.

    `meanwhile` is what the other thread does, the same when it is None. Constructors
    are no steps: nobody else has yet what they make.
    """
    step = 0
    while True:
        thing = make()
        stop = _Stop(step, meanwhile or use, thing, instructions)
        first = stop.run(use)
        if not stop.place:
            return
        yield Outcome(stop.place, first, stop.other, answer(use, thing))
        step += 1


class _Stop:
    def __init__(
        self, step: int, meanwhile: Use, thing: object, instructions: bool
    ) -> None:
        self._left = step
        self._meanwhile = meanwhile
        self._thing = thing
        self._instructions = instructions
        self._visits: Counter[tuple[CodeType, int]] = Counter()
        self.place = ""
        self.other: object = None

    def run(self, use: Use) -> object:
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            return answer(use, self._thing)
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        if self.place or not code.co_filename.startswith(_WATCHED) or _private(frame):
            return None
        frame.f_trace_opcodes = self._instructions
        return self._stepped

    def _stepped(self, frame: FrameType, event: str, argument: object) -> Any:
        if event != ("opcode" if self._instructions else "line") or self.place:
            return self._stepped
        where = (frame.f_code, frame.f_lasti)
        self._visits[where] += 1
        if self._visits[where] > VISITS:
            return self._stepped
        if self._left:
            self._left -= 1
            return self._stepped
        self.place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        thread = threading.Thread(target=self._other)
        thread.start()
        thread.join()
        return None

    def _other(self) -> None:
        self.other = answer(self._meanwhile, self._thing)


def _private(frame: FrameType | None) -> bool:
    """Whether a constructor is at work, or a module on its way in."""
    while frame is not None and frame.f_code.co_filename.startswith(_WATCHED):
        if frame.f_code.co_name in ("__init__", "<module>"):
            return True
        frame = frame.f_back
    return False
