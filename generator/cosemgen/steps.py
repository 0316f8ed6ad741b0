"""Steps of compiling a package, each of which sees its inputs alone: one whose inputs are as they were is not taken again.

What a step stands on has an identity that says all of its content, places among it, and costs next to nothing: a tree
has that of its text, what a step gives has that of the step and its inputs, and plain data say it themselves.  So it
holds in another process too.  Whatever else there is has an identity of its own, and is as nothing before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from os import urandom
from typing import Any, Final, Protocol, TypeVar, TypeVarTuple

from .diagnostics import Diagnostic
from .diagnostics.report import Report
from .digests import digest

Inputs = TypeVarTuple("Inputs")
Result = TypeVar("Result")
Part = TypeVar("Part")

_PLAIN: Final = (str, bytes, int, bool, float, type(None))
"""What says all of itself when it is written out."""
_PROCESS: Final = urandom(16).hex()
_numbers: Final = count()


class Kept(Protocol):
    """What was kept of a step."""

    def taken(self, step: Callable[..., Any]) -> Taken | None:
        """What the step gave; None where that cannot be had any more."""


class Taken:
    """What a step gave and reported."""

    __slots__ = ("findings", "octets", "result")

    def __init__(self, result: Any, findings: tuple[Diagnostic, ...]) -> None:
        self.result = result
        self.findings = findings
        self.octets: bytes | None = None
        """The same for other processes, once it was written out."""

    def taken(self, step: Callable[..., Any]) -> Taken:
        return self


class Steps:
    """The steps of one package, those of the last time among them."""

    def __init__(
        self,
        before: Mapping[str, Kept] | None = None,
        below: Iterable[Steps] = (),
        known: Mapping[int, tuple[object, str]] | None = None,
    ) -> None:
        """`before` are those of the last time, by identity; without any, nothing is remembered.

        `below` are the steps of packages that this one stands on; `known` are identities of objects, by their id.
        """
        self._before = before
        # Each once, though there may be many ways that lead to it.
        self._below: tuple[Steps, ...] = tuple(
            dict.fromkeys(each for near in below for each in (near, *near._below))
        )
        # Objects are kept with their identities, so that no other one gets their id.
        self._known = dict(known or {})
        self._stay = False
        self.now: dict[str, Kept] = {}

    def take(
        self,
        step: Callable[[*Inputs, Report], Result],
        *inputs: *Inputs,
        report: Report,
        silent: bool = False,
    ) -> Result:
        """What the step gives for its inputs.

        A `silent` one is not remembered where it has something to tell, as a hint may look at more than its inputs.
        """
        if self._before is None:
            return step(*inputs, report)
        name = f"{step.__module__}.{step.__qualname__}"
        key = f"{name} {digest(*map(self.identity, inputs))}"
        kept = self.now.get(key) or self._before.get(key)
        taken = None if kept is None else kept.taken(step)
        if taken is None:
            own = Report()
            result = step(*inputs, own)
            taken = Taken(result, tuple(own.found))
        if not (silent and taken.findings):
            self.now[key] = taken
        report.extend(taken.findings)
        self.know(taken.result, key)
        result = taken.result
        return result

    def joined(self, parts: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
        """What several steps gave, one after the other."""
        gathered = tuple(parts)
        found = tuple(each for part in gathered for each in part)
        if self._before is not None:
            self.know(found, digest(*map(self.identity, gathered)))
        return found

    @property
    def remembers(self) -> bool:
        return self._before is not None

    def stay(self) -> Steps:
        """The package is as it was: so are its steps, also those that nobody takes now."""
        self._stay = True
        return self

    @property
    def lasting(self) -> Mapping[str, Kept]:
        """What the next time may need; whoever takes a step of a package as it stays takes all of that kind."""
        # In one go: another thread may be taking steps of a package that it was the first to look into.
        now = dict(self.now)
        if self._stay and self._before is not None:
            taken = set(map(_step_of, now))
            now |= {k: v for k, v in self._before.items() if _step_of(k) not in taken}
        return now

    def know(self, value: object, identity: str) -> None:
        """Say what a value is known by."""
        # All empty tuples are one object.
        if value != ():
            self._known[id(value)] = value, identity

    def _known_as(self, value: object) -> str | None:
        for each in (self, *self._below):
            known = each._known.get(id(value))
            if known is not None:
                return known[1]
        return None

    def identity(self, value: object) -> str:
        """What a value is known by."""
        kind = type(value)
        if kind in _PLAIN:
            return f"{kind.__name__} {value!r}"
        identity = self._known_as(value)
        if identity is None:
            if isinstance(value, tuple):
                members: Iterable[object] = value
            elif kind is frozenset:
                members = sorted(map(self.identity, value))  # type: ignore[call-overload]
            elif kind is dict:
                members = value.items()  # type: ignore[attr-defined]
            else:
                # A number of a tree, say, has a place: it is an int of a kind of its own.
                identity = unique()
                self._known[id(value)] = value, identity
                return identity
            inner = map(self.identity, members)
            identity = digest(kind.__module__, kind.__qualname__, *inner)
            if isinstance(value, tuple):
                self.know(value, identity)
        return identity


def _step_of(key: str) -> str:
    """Which step it is, whatever its inputs."""
    return key.partition(" ")[0]


def unique() -> str:
    """An identity that nothing else has, nor has had in any process."""
    return f"{_PROCESS} {next(_numbers)}"
