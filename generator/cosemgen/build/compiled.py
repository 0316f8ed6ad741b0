"""What compiling packages gave, and each of their steps: kept beside the trees, for the next build at a place.

Each is known by what it was made of, so that what is kept of anything else is not found.  What a file may
bring in is data of the model and findings, as of trees.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Container
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

from cosemgen import model
from cosemgen.check import together
from cosemgen.check.together import Thing
from cosemgen.compile import Known, Made
from cosemgen.diagnostics import Diagnostic, diagnostic
from cosemgen.lower import classes
from cosemgen.lower.identity import Identity
from cosemgen.steps import Kept, Steps, Taken

from .cache import Cache
from .only_data import unpickled

_KIND: Final = "packages"
_MODULES: Final = tuple(
    each.__name__ for each in (model, diagnostic, together, classes)
)


class KeptPackages:
    """The packages of a place, as `compile_sources` looks at them and changes them."""

    def __init__(self, cache: Cache, place: str | None) -> None:
        """`place` stands for the output folder and the generator; without one nothing is kept."""
        self._cache = cache
        self._place = place
        kept = None if place is None else cache.get(_KIND, place)
        rows = None if kept is None else unpickled(kept)
        self._rows: dict[object, object] = rows if isinstance(rows, dict) else {}
        self.before: dict[str, Known] = {}
        for name, row in self._rows.items():
            known = _known(row)
            if isinstance(name, str) and known is not None:
                self.before[name] = known
        self.made: dict[str, Made] = {}

    def keep(self, names: Container[str]) -> None:
        """Keep the packages of these names for the next build."""
        if self._place is None:
            return
        known = self.before | {name: each.known for name, each in self.made.items()}
        rows: dict[object, object] = {
            name: _row(each) for name, each in known.items() if name in names
        }
        if rows != self._rows:
            self._cache.put(_KIND, self._place, pickle.dumps(rows, protocol=5))
            self._rows = rows

    def let_go(self) -> None:
        """No other build follows."""
        for package in self.made.values():
            package.let_go()
        self.made.clear()
        self.before.clear()
        self._rows = {}


def _row(known: Known) -> object:
    """By what it is known, what it gave, and its steps by their identity."""
    gave = pickle.dumps((known.findings, known.things), protocol=5)
    steps: dict[str, bytes] = {}
    for key, kept in known.steps.lasting.items():
        octets = _octets(kept)
        if octets is not None:
            steps[key] = octets
    # Where there is anything to tell, nobody asks for the other one.
    face = "" if known.findings else known.key.face
    return known.own, known.key.whole, face, gave, steps, known.sound


def _known(row: object) -> Known | None:
    match row:
        case (
            str(own),
            str(whole),
            str(face),
            bytes(gave),
            dict(steps),
            str(sound),
        ):
            match unpickled(gave, *_MODULES):
                case (tuple(findings), tuple(things)) if _all(
                    findings, Diagnostic
                ) and _all(things, Thing):
                    kept = {
                        step: _Octets(each)
                        for step, each in steps.items()
                        if isinstance(step, str)
                    }
                    key = Identity(whole, face)
                    before = Steps(kept).stay()
                    return Known(own, key, findings, things, before, sound)
    return None


class _Octets:
    """A step as it was kept; nobody may ask what it gave."""

    def __init__(self, octets: object) -> None:
        self.octets = octets

    def taken(self, step: Callable[..., Any]) -> Taken | None:
        if isinstance(self.octets, bytes):
            match unpickled(self.octets, *_MODULES):
                case (tuple(result), tuple(findings)) if _all(
                    findings, Diagnostic
                ) and _all(result, _part(step)):
                    taken = Taken(result, findings)
                    taken.octets = self.octets
                    return taken
        return None


def _octets(kept: Kept) -> bytes | None:
    """A step that gives a tuple, as another process can have it."""
    if isinstance(kept, Taken):
        if kept.octets is None and isinstance(kept.result, tuple):
            kept.octets = pickle.dumps((kept.result, kept.findings), protocol=5)
        return kept.octets
    return (
        kept.octets
        if isinstance(kept, _Octets) and isinstance(kept.octets, bytes)
        else None
    )


def _all(found: tuple[object, ...], kind: type) -> bool:
    return all(isinstance(each, kind) for each in found)


@cache
def _part(step: Callable[..., Any]) -> type:
    """What the tuple that a step gives consists of."""
    for part in get_args(get_type_hints(step)["return"]):
        kind: type = get_origin(part) or part
        return kind
    return type(None)
