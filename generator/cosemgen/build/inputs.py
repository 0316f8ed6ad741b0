"""Whether a file would be made of the same as the last time, and what it was then.

A file that is made `Later` has a key: the hash of the function's name and of all that it is given, by content.
Where the last build of this generator had the same key, the file is known by its hash, without a text.
Cold builds go the same way, and the function sees its inputs alone: that is why a text that is not
made again cannot be an old one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, Final

from cosemgen import model as m
from cosemgen.target import Later

from .cache import Cache, digest
from .errors import BuildError

_KIND: Final = "made"


class Memory:
    """Keys and hashes of what the last build has made, and of what this one makes."""

    def __init__(self, kept: bytes | None = None) -> None:
        self._before = _read(kept)
        self._now: dict[str, tuple[str, str]] = {}

    def sha256(self, path: PurePosixPath, key: str) -> str | None:
        """Hash of the file that the last build has made under that key."""
        known, sha256 = self._before.get(str(path), ("", None))
        return sha256 if known == key else None

    def enter(self, path: PurePosixPath, key: str, sha256: str) -> None:
        self._now[str(path)] = key, sha256

    def octets(self) -> bytes:
        return json.dumps(self._now).encode()


def recall(cache: Cache, place: str | None) -> Memory:
    """What is remembered of the last build at a place; nothing where there is none."""
    return Memory(None if place is None else cache.get(_KIND, place))


def keep(cache: Cache, place: str | None, memory: Memory) -> None:
    if place is not None:
        cache.put(_KIND, place, memory.octets())
        cache.prune(_KIND)


def _read(kept: bytes | None) -> Mapping[str, tuple[str, str]]:
    try:
        rows = json.loads(kept or b"{}")
        return {path: (key, sha256) for path, (key, sha256) in rows.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


class Keys:
    """Keys of files; an object that many of them stand on is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, path: PurePosixPath, file: Later) -> str:
        """Raises BuildError where an input cannot be pickled."""
        try:
            inputs = map(self._digest, file.inputs)
            return digest(file.make.__module__, file.make.__qualname__, *inputs)
        except Exception as error:
            raise BuildError(f"the inputs of {path} are not plain data: {error}") from error

    def _digest(self, value: object) -> str:
        # The object is kept, so that no other one gets its id.
        known = self._known.get(id(value))
        if known is None:
            sha256 = hashlib.sha256(_pickled(value)).hexdigest()
            known = self._known[id(value)] = value, sha256
        return known[1]


def _pickled(value: object) -> bytes:
    octets = io.BytesIO()
    pickler = pickle.Pickler(octets, 5)
    # Without its memo a pickle tells what is equal, but not which parts are one object: that may
    # be otherwise in the next build.
    pickler.fast = True
    pickler.dispatch_table = _REDUCED
    pickler.dump(value)
    return octets.getvalue()


def _reduced(kind: Any) -> Callable[[Any], Any]:
    """A part of the model by its fields alone, never by what it has found out of them."""
    names = [each.name for each in dataclasses.fields(kind)]
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda found: (kind, (only(found),))
    take = attrgetter(*names)
    return lambda found: (kind, take(found))


_REDUCED: Final[Mapping[type, Callable[[Any], Any]]] = {
    **{
        kind: _reduced(kind)
        for kind in vars(m).values()
        if isinstance(kind, type) and getattr(kind, "__dataclass_fields__", None)
    },
    m.Span: lambda span: (m.Span, (span.file.rpartition("/")[2], 0, 0)),
}
