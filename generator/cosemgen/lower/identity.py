"""What a spec file is known by: all that it says, or what packages that stand on it may notice of it.

Documentation and comments are noticed by nobody else.  Neither is where a line stands, as long as there is nothing
to tell: what is told of a package may name a place of one below it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final

from ..model import Span
from ..steps import unique
from ..syntax import tree

_UNNOTICED: Final = frozenset({"span", "doc", "comments", "comments_at_end"})


class Identity:
    """What a file, or a package, is known by."""

    __slots__ = ("_face", "whole")

    def __init__(self, whole: str, face: str | Callable[[], str]) -> None:
        self.whole = whole
        """Says all of its content."""
        self._face = face

    @property
    def face(self) -> str:
        """Says what others may notice of it; found out when somebody asks."""
        if not isinstance(self._face, str):
            self._face = self._face()
        return self._face


def identity_of(file: tree.File) -> Identity:
    """That of a tree of which nothing is known: it is no other one."""
    return Identity(unique(), lambda: face_of(file))


def face_of(file: tree.File) -> str:
    octets = io.BytesIO()
    pickler = pickle.Pickler(octets, 5)
    # Without its memo a pickle tells what is equal, but not which parts are one object.
    pickler.fast = True
    pickler.dispatch_table = _reduced()
    pickler.dump(file.items)
    return sha256(octets.getvalue()).hexdigest()


@cache
def _reduced() -> Mapping[type, Callable[[Any], Any]]:
    """How each kind of node is written without what nobody notices."""
    found: dict[type, Callable[[Any], Any]] = {
        Span: lambda span: (Span, ()),
        tree.Name: lambda name: (tree.Name, (str(name),)),
        tree.Number: lambda number: (tree.Number, (int(number), number.hexadecimal)),
    }
    for kind in vars(tree).values():
        if isinstance(kind, type) and is_dataclass(kind):
            names = [f.name for f in fields(kind) if f.name not in _UNNOTICED]
            found[kind] = by_fields(kind, names)
    return found


def by_fields(kind: type, names: list[str]) -> Callable[[Any], Any]:
    """How an object is pickled: as its class, called with these fields."""
    if not names:
        return lambda node: (kind, ())
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda node: (kind, (only(node),))
    take = attrgetter(*names)
    return lambda node: (kind, take(node))
