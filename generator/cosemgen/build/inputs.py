"""Whether a file would be made of the same as the last time, and what it was then.

A file that is made `Later` has a key: the hash of the function's name and of all that it is given, by content.
Where the last build of this generator had the same key, the file is known by its hash, without a text.
Cold builds go the same way, and the function sees its inputs alone: that is why a text that is not
made again cannot be an old one.

A file that is made of parts has a key for each of them.  Where the file as a whole has changed, the parts that have not are read
from the one that was delivered, if that is still the one whose hash is remembered.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple, TypeAlias

from cosemgen import model as m
from cosemgen.disk import read_file
from cosemgen.model.layers import foundations_first
from cosemgen.target import Later

from . import manifest
from .cache import Cache
from .errors import BuildError

_KIND: Final = "made"


Place: TypeAlias = tuple[int, int]
"""Where a part begins and ends in a file, in octets."""


class Made(NamedTuple):
    """What is remembered of a file."""

    key: str
    sha256: str
    parts: Mapping[str, Place] = {}
    """By their keys."""


class Memory:
    """What the last build has made, and what this one makes."""

    def __init__(self, out: Path | None = None, kept: bytes | None = None) -> None:
        """`out` is the folder to which the last build has delivered."""
        self._out = out
        self._before = _read(kept)
        self._now: dict[str, Made] = {}

    def sha256(self, path: PurePosixPath, key: str) -> str | None:
        """Hash of the file that the last build has made under that key."""
        made = self._before.get(str(path))
        return made.sha256 if made is not None and made.key == key else None

    def delivered(self, path: PurePosixPath) -> bytes | None:
        """Octets of the file that the last build has made, if they are still there."""
        made = self._before.get(str(path))
        if made is None or self._out is None:
            return None
        try:
            octets = read_file(self._out / path)
        except OSError:
            return None
        return octets if manifest.sha256(octets) == made.sha256 else None

    def parts(self, path: PurePosixPath) -> dict[str, str]:
        """Texts of the parts of a file by their keys, as they were delivered."""
        made = self._before.get(str(path))
        octets = self.delivered(path) if made is not None and made.parts else None
        if made is None or octets is None:
            return {}
        try:
            return {
                k: octets[slice(*place)].decode() for k, place in made.parts.items()
            }
        except ValueError:
            return {}

    def stays(self, path: PurePosixPath) -> None:
        """A file is as the last build has made it."""
        self._now[str(path)] = self._before[str(path)]

    def enter(self, path: PurePosixPath, made: Made) -> None:
        self._now[str(path)] = made

    def octets(self) -> bytes:
        return json.dumps(self._now).encode()


def recall(cache: Cache, place: str | None, out: Path) -> Memory:
    """What is remembered of the last build at a place; nothing where there is none."""
    return Memory(out, None if place is None else cache.get(_KIND, place))


def keep(cache: Cache, place: str | None, memory: Memory) -> None:
    if place is not None:
        cache.put(_KIND, place, memory.octets())


def _read(kept: bytes | None) -> Mapping[str, Made]:
    try:
        rows = json.loads(kept or b"{}")
        return {
            path: Made(
                key, sha256, {k: (int(a), int(z)) for k, (a, z) in parts.items()}
            )
            for path, (key, sha256, parts) in rows.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


class Parts:
    """The parts that one file is made of."""

    def __init__(self, keys: Keys, delivered: Mapping[str, str]) -> None:
        """`delivered` has texts of parts by their keys."""
        self._keys = keys
        self._delivered = delivered
        self._texts: dict[str, str] = {}

    def text(self, part: Later) -> str:
        key = self._keys.digest(part)
        text = self._delivered.get(key)
        self._texts[key] = part.text if text is None else text
        return self._texts[key]

    def places(self, octets: bytes) -> dict[str, Place]:
        """Where they are in the file; one that is not there as it is, is nowhere."""
        found: dict[str, Place] = {}
        behind = 0
        for key, text in self._texts.items():
            part = text.encode()
            # They come in order, as a rule.
            begin = octets.find(part, behind)
            if begin < 0:
                begin = octets.find(part)
            if begin >= 0:
                behind = begin + len(part)
                found[key] = begin, behind
        return found


class Keys:
    """Keys of files; an object that many of them stand on is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}
        self._reduced = {**_REDUCED, m.Model: self._of_model}

    def of(self, path: PurePosixPath, file: Later) -> str:
        """Raises BuildError where an input cannot be pickled."""
        try:
            return self.digest(file)
        except Exception as error:
            raise BuildError(
                f"the inputs of {path} are not plain data: {error}"
            ) from error

    def digest(self, value: object) -> str:
        # The object is kept, so that no other one gets its id.
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, self._new(value)
        return known[1]

    def _new(self, value: object) -> str:
        if isinstance(value, Later):
            make, inputs = value.make, map(self.digest, value.inputs)
            # Neither names nor hashes have a line end.
            parts = "\n".join((make.__module__, make.__qualname__, *inputs))
            return hashlib.sha256(parts.encode()).hexdigest()
        octets = io.BytesIO()
        pickler = pickle.Pickler(octets, 5)
        # Without its memo a pickle tells what is equal, but not which parts are one object: that may
        # be otherwise in the next build.
        pickler.fast = True
        pickler.dispatch_table = self._reduced
        # As if it had them already: to look for the name of a class takes longer than to write all else of an object.
        pickler.memo = _KINDS
        pickler.dump(value)
        return hashlib.sha256(octets.getvalue()).hexdigest()

    def _of_model(self, model: m.Model) -> tuple[type, tuple[object, ...]]:
        """A model with the digests of those that it stands on, as they may be a long chain."""
        for each in foundations_first(model.foundations):
            self.digest(each)
        return m.Model, (_of_itself(model), *map(self.digest, model.foundations))


_of_itself: Final = attrgetter(
    *(each.name for each in dataclasses.fields(m.Model) if each.name != "foundations")
)


def _reduced(kind: Any) -> Callable[[Any], Any]:
    """A part of the model by its fields alone, never by what it has found out of them."""
    if issubclass(kind, tuple):
        return lambda found: (kind, (*found,))
    names = [each.name for each in dataclasses.fields(kind)]
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda found: (kind, (only(found),))
    take = attrgetter(*names)
    return lambda found: (kind, take(found))


@cache
def _somewhere(file: str) -> tuple[type, tuple[str]]:
    return m.Span, (file.rpartition("/")[2],)


_REDUCED: Final[Mapping[type, Callable[[Any], Any]]] = {
    **{
        kind: _reduced(kind)
        for kind in vars(m).values()
        if isinstance(kind, type)
        and (getattr(kind, "__dataclass_fields__", None) or hasattr(kind, "_fields"))
    },
    m.Span: lambda span: _somewhere(span.file),
}
_KINDS: Final = {id(kind): (number, kind) for number, kind in enumerate(_REDUCED)}
