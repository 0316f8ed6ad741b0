"""Steps of compiling a package, each of which sees its inputs alone: one whose inputs are as they were is not taken again.

Parts of trees and of models are the same if they are the same objects: that two are equal says nothing of their places.
So it is a parser that gives the same tree for the same text which makes steps stay, and each step makes that of those
that come after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeVar, TypeVarTuple

from ..diagnostics import Diagnostic
from ..diagnostics.report import Report

Inputs = TypeVarTuple("Inputs")
Result = TypeVar("Result")

_PLAIN: Final = (str, int, frozenset, dict)
"""What says all of itself when it is compared; tuples are gone through."""


class Taken(NamedTuple):
    """A step with what it gave and reported."""

    inputs: tuple[object, ...]
    result: Any
    findings: tuple[Diagnostic, ...]


class Steps:
    """The steps of one package, those of the last time among them."""

    def __init__(self, before: Mapping[object, Taken]) -> None:
        self._before = before
        self.now: dict[object, Taken] = {}

    def take(
        self,
        of: str,
        step: Callable[[*Inputs, Report], Result],
        *inputs: *Inputs,
        report: Report,
    ) -> Result:
        """What the step gives for its inputs; `of` is the file that it is about, or empty: it is about all of them."""
        taken = self._before.get((of, step))
        if taken is None or not _same(taken.inputs, inputs):
            own = Report()
            result = step(*inputs, own)
            taken = Taken(inputs, result, tuple(own.found))
        self.now[of, step] = taken
        report.extend(taken.findings)
        result = taken.result
        return result


def _same(one: object, other: object) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    # A number of a tree, say, has a place: it is an int of a kind of its own.
    return type(one) in _PLAIN and one == other
