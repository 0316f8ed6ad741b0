"""The interface classes that a source is held against, as the spec has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from .. import model as m
from ..vocabulary import SIMPLE_TYPES
from ..words import nearest
from .claims import ATTRIBUTE

__all__ = ["COMPLEX", "Classes", "data_type", "folded", "members"]

COMPLEX: Final = ("array", "structure", "compact-array")
"""Data types that are made of others."""
_UNIT_WORDS: Final = {"count": "count", "undefined": "unitless", "none": "unitless"}


class Classes:
    """The classes, types and units of a package and those that it stands on."""

    def __init__(self, model: m.Model) -> None:
        self._model = model

    def name(self, class_id: int) -> str:
        """What a class is called; empty for one that is not known."""
        found = self._model.interface_class(class_id)
        return "" if found is None else found.name

    def versions(self, class_id: int) -> Mapping[int, m.ClassVersion]:
        """The versions of a class, the newest first; none of a class that is not known."""
        found = self._model.interface_class(class_id)
        versions = () if found is None else reversed(found.versions)
        return {each.version: each for each in versions}

    def attribute_types(self, type_: m.TypeExpression) -> frozenset[str] | None:
        """The data types that a value of it may have; None: any."""
        return _kinds(self._model, type_)

    def meanings(self, type_: m.TypeExpression) -> frozenset[str]:
        """What octets of it may mean: sources call a moment in an octet-string `date-time`."""
        return frozenset(_meanings(self._model, type_))

    def enumerators(self, type_: m.TypeExpression) -> Mapping[int, str]:
        """Names of the values of an enumeration; none of other types."""
        found = _resolved(self._model, type_)
        if isinstance(found, m.Enumeration):
            return {each.value: each.name for each in found.members}
        return {}

    @cached_property
    def units(self) -> Mapping[int, str]:
        """Names of units by number."""
        return {row.value: row.name for row in self._model.units.values()}

    def unit(self, text: str) -> str:
        """The unit of a name or symbol, as people write it; empty for one that is not known, or could be several."""
        rows = self._model.units.values()
        exact = {row.name for row in rows if text in (row.name, row.symbol)}
        if not exact:
            low = text.casefold()
            exact = {
                row.name
                for row in rows
                if low in (row.name.casefold(), row.symbol.casefold())
            }
        if not exact and text.casefold() in _UNIT_WORDS:
            exact = {_UNIT_WORDS[text.casefold()]} & set(self._model.units)
        return exact.pop() if len(exact) == 1 else ""


def members(version: m.ClassVersion, kind: str) -> Iterator[m.Attribute | m.Method]:
    """The attributes or methods of a class version."""
    yield from version.attributes if kind == ATTRIBUTE else version.methods


def folded(name: str) -> str:
    """A name without what people write otherwise: case, blanks, signs, what stands in brackets or behind a colon."""
    bare = re.sub(r"\(.*", "", name.partition(":")[0])
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def data_type(text: str) -> tuple[str, str, str]:
    """A data type as people write it: its name, its size as the language has it, and what it may be meant to be.

    `Long unsigned` is `long-unsigned`, `octet_string[0..8]` an `octet-string` of `[0..8]`. The name is empty where it is none:
    then the last may tell which one is meant.
    """
    found = re.fullmatch(
        r"\s*([A-Za-z][A-Za-z0-9 _-]*?)\s*(\[[^\]]*\]|\([^)]*\))?\s*(\[\[.*)?", text
    )
    if found is None:
        return "", "", ""
    word = re.sub(r"[\s_]+", "-", found[1].lower())
    by_folded = {each.replace("-", ""): each for each in (*SIMPLE_TYPES, *COMPLEX)}
    name = by_folded.get(word.replace("-", ""), "")
    if not name:
        meant = nearest(word, by_folded.values(), least=0.85)
        return "", "", meant[0] if meant else ""
    size = re.fullmatch(
        r"[\[(](?:(\d{1,5})\s*(?:\.\.|…)\s*)?(\d{1,5}|\*)[\])]", found[2] or ""
    )
    if size is None or size[2] == "*" or not name.endswith("-string"):
        return name, "", ""
    return name, f"[{size[1]}..{size[2]}]" if size[1] else f"[{size[2]}]", ""


def _resolved(model: m.Model, type_: m.TypeExpression) -> object:
    found: m.TypeExpression | m.NamedType = type_
    while isinstance(found, m.Reference | m.Alias):
        found = (
            model.type(found.target) if isinstance(found, m.Reference) else found.type
        )
    return found


def _kinds(model: m.Model, type_: m.TypeExpression) -> frozenset[str] | None:
    match _resolved(model, type_):
        case m.Simple(name=name):
            return frozenset({name})
        case m.Structure() | m.AnyStructure():
            return frozenset({"structure"})
        case m.Enumeration(base=base) | m.Bits(base=base) | m.UnitTable(base=base):
            return frozenset({base})
        case m.Array():
            return frozenset({"array"})
        case m.CompactArray():
            return frozenset({"compact-array"})
        case m.Choice(alternatives=alternatives):
            found = [_kinds(model, each) for each in alternatives]
            if any(each is None for each in found):
                return None
            return frozenset().union(*(each for each in found if each is not None))
        case _:
            return None


def _meanings(model: m.Model, type_: m.TypeExpression) -> Iterator[str]:
    match _resolved(model, type_):
        case m.Simple(meaning=meaning) if meaning:
            yield meaning
        case m.Choice(alternatives=alternatives):
            for each in alternatives:
                yield from _meanings(model, each)
