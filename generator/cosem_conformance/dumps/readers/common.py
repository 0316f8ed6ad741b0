"""What readers of several forms share: rights and conformance as others write them, objects put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cosem_runtime import Obis

from ..model import CONFORMANCE, Access, DumpedObject, ObjectName

__all__ = [
    "LOGICAL_NAME_ITSELF",
    "Objects",
    "conformance_of",
    "is_pattern",
    "parse_access",
    "selectors_of",
]

LOGICAL_NAME_ITSELF: Final = "the logical name itself"
"""How the octets of attribute 1 are made where nobody has read them."""

_LETTERS: Final = {
    "r": "read_access",
    "w": "write_access",
    "g": "read_access",
    "s": "write_access",
    "a": "access",
}
_NONE: Final = frozenset({"-", "–", "—", "n", "no", "none", "no access", "x", "0"})
_WORDS: Final = {
    "read": ("read_access",),
    "read only": ("read_access",),
    "get": ("read_access",),
    "write": ("write_access",),
    "write only": ("write_access",),
    "set": ("write_access",),
    "read write": ("read_access", "write_access"),
    "read and write": ("read_access", "write_access"),
    "get set": ("read_access", "write_access"),
    "access": ("access",),
    "execute": ("access",),
    "action": ("access",),
    "call": ("access",),
    "yes": ("access",),
}


def parse_access(text: str) -> Access | None:
    """A right as people write it: `RW`, `R/W`, `aR` (authenticated), `A`, `-`, `read only`.

    None for what is not understood.
    """
    folded = " ".join(text.lower().replace("/", " ").replace("_", " ").split())
    folded = folded.replace("-", " ").strip() if len(folded) > 1 else folded
    if folded in _NONE:
        return Access(frozenset())
    found: set[str] = set()
    for prefix in ("authenticated ", "auth "):
        if folded.startswith(prefix):
            folded = folded.removeprefix(prefix)
            found.add("authenticated_request")
    if folded in _WORDS:
        return Access(frozenset(found.union(_WORDS[folded])))
    letters = "".join(folded.split(" "))
    if not found and letters[:1] == "a" and len(letters) > 1:
        found.add("authenticated_request")
        letters = letters[1:]
    if not 1 <= len(letters) <= 2 or any(each not in _LETTERS for each in letters):
        return None
    return Access(frozenset(found.union(_LETTERS[each] for each in letters)))


def is_pattern(name: object) -> bool:
    """Whether somebody means several logical names: one with a letter for a group, `0.x.24.1.0.255`."""
    return isinstance(name, str) and re.fullmatch(_PATTERN, name) is not None


_PATTERN: Final = re.compile(
    r"(?=.*[a-z])(?:\d{1,3}|[a-z])(?:[-.:*](?:\d{1,3}|[a-z])){5}"
)


def conformance_of(number: int) -> tuple[str, ...]:
    """Names of the bits that are set in a number, the lowest of which is bit 0."""
    return tuple(name for bit, name in enumerate(CONFORMANCE) if number >> bit & 1)


def selectors_of(mask: int) -> tuple[int, ...]:
    """Access selectors of a mask in which bit n stands for selector n."""
    return tuple(number for number in range(mask.bit_length()) if mask >> number & 1)


class Objects:
    """Objects in the order in which they are first named."""

    def __init__(self, listed: Iterable[DumpedObject] = ()) -> None:
        self._found: dict[ObjectName, list[DumpedObject]] = {}
        self._all: list[DumpedObject] = []
        for each in listed:
            self._add(each)

    def __iter__(self) -> Iterator[DumpedObject]:
        return iter(self._all)

    def get(
        self,
        class_id: int,
        version: int | None,
        logical_name: Obis,
        base_name: int | None = None,
        *,
        without: int | None = None,
    ) -> DumpedObject:
        """The object, made where there is none yet.

        One whose version nobody has said takes the version that is said now. `without` asks for
        one that does not list this attribute: a source that lists it again means another.
        """
        for each in self._found.get(ObjectName(class_id, logical_name, base_name), ()):
            fits = version is None or each.version in (None, version)
            if fits and without not in each.attribute_access:
                if each.version is None:
                    each.version = version
                return each
        made = DumpedObject(class_id, version, logical_name, base_name)
        self._add(made)
        return made

    def _add(self, each: DumpedObject) -> None:
        self._found.setdefault(each.name, []).append(each)
        self._all.append(each)
