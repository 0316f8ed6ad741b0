"""A part of the model as JSON: one walk over its fields, and a table of where the form is another.

Each field is a member of its own name, and one that says nothing is left out: a new fact of the model needs no line here.
The published schema does not have it, though, and says so by its name until it is described there.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, cast

from cosemgen import model as m
from cosemgen.vocabulary import READINGS, device_class

from .json_text import Json, Object, type_path
from .notation import dotted

KINDS: Final[Mapping[type, str]] = {
    m.Simple: "simple",
    m.Reference: "reference",
    m.Array: "array",
    m.CompactArray: "compact-array",
    m.Choice: "choice",
    m.OpenChoice: "open-choice",
    m.AnyStructure: "any-structure",
    m.Structure: "structure",
    m.Enumeration: "enumeration",
    m.Bits: "bits",
    m.Alias: "alias",
    m.UnitTable: "units",
}
"""The member `kind` of what may stand in one place with others."""

_FORMS: Final[Mapping[type, str]] = {
    m.Package: "name title doc needs covers=edition editions sources",
    m.Edition: "key label description=text",
    m.InterfaceClass: "class_id name family file=module doc versions -plain_version",
    m.ClassVersion: "version name doc clauses since undefined withdrawn confidence confidence_reason sources decisions open_questions "
    "cardinality attributes methods types rules origin changes -class_id",
    m.ClauseReference: "clause=number",
    m.Since: "first last unconfirmed -neighbours",
    m.Attribute: "number name type doc mark default short_name facts selectors",
    m.Selector: "number name doc parameter returns facts",
    m.Method: "number name doc parameter returns presence short_name facts",
    m.Change: "verb kind name number",
    m.Reference: "type=target -name",
    m.WordLiteral: "word=name",
    m.ArrayLiteral: "array=items",
    m.StructureLiteral: "structure=items",
    m.Structure: "id name=id doc meaning fields facts",
    m.Enumeration: "id name=id doc base values=members+spans facts",
    m.Bits: "id name=id doc base width values=members+spans facts",
    m.Alias: "id name=id doc type facts",
    m.UnitTable: "id name=id doc base values=rows+spans",
    m.Layout: "name octets doc fields",
    m.LayoutField: "name octets signed bounds values=members+spans doc facts",
    m.Group: "letter name doc codes",
    m.Selection: "letter table where=conditions",
    m.Medium: "code name doc same_as groups selections",
    m.InUse: "doc sources rows",
    m.InUseRow: "pattern match label reads state_class shown device_class dumps",
    m.Quirk: "name title doc applies effects",
    m.QuirkEffect: "what deviation class_id version attribute name sent pattern match means doc",
    m.ProfileClient: "name sap title doc",
    m.ProfileVariant: "name title by doc",
    m.ProfileLine: "what number name types values default=preset rights optional doc",
    m.ProfileObject: "pattern match name classes optional when units lines doc clause",
    m.Profile: "name title origin doc clients variants objects",
    m.ObisObject: "pattern match name kind classes class_versions core_classes values units alternative overlaps doc clause -package",
    m.Telegram: "name title doc form items lists overlaps",
    m.TelegramItem: "place role code class_id attribute of label type fixed scaler unit doc",
}
"""Fields in the order of the published form, as far as it is not that of the class.

`member=field` has another name, `member=field+field` is one list, and `-field` is not told.  Fields that are not
named follow in their own order.
"""

_RENAMED: Final = {"doc": "description"}
_NEVER: Final = "span"

_Take: TypeAlias = Callable[[Any], object]


def _where(selection: m.Selection) -> dict[str, m.Codes]:
    return {condition.letter: condition.codes for condition in selection.conditions}


def state_class_of(row: m.InUseRow) -> str:
    return "" if row.reads is None else READINGS[row.reads].state_class


def device_class_of(row: m.InUseRow) -> str:
    """Of a value whose kind is told: a serial number has none."""
    medium, _, quantity, *_ = row.match
    (first, last), *more = quantity
    one = first if first == last and not more else None
    return "" if row.reads is None else device_class(row.shown, medium[0].first, one)


def _file(found: m.InterfaceClass) -> str:
    """The spec file, as a path below the package's root."""
    return f"{found.family}/{found.module}.cosem".lstrip("/")


_OTHERWISE: Final[Mapping[tuple[type, str], _Take]] = {
    **dict.fromkeys(
        [
            (kind, "name")
            for kind in (m.Structure, m.Enumeration, m.Bits, m.Alias, m.UnitTable)
        ],
        lambda definition: definition.id.name,
    ),
    (m.InterfaceClass, "file"): _file,
    (m.ClassVersion, "types"): attrgetter("types"),
    (m.ClauseReference, "editions"): lambda clause: tuple(
        edition.key for edition in clause.editions
    ),
    (m.Since, "first"): attrgetter("first.key"),
    (m.Since, "last"): attrgetter("last.key"),
    (m.Selection, "where"): _where,
    # What Home Assistant calls it.
    (m.InUseRow, "state_class"): state_class_of,
    (m.InUseRow, "device_class"): device_class_of,
    (m.TelegramItem, "place"): attrgetter("place"),
    (m.TelegramItem, "code"): lambda item: dotted(item.code or ()),
    (m.ProfileVariant, "by"): lambda variant: tuple(
        dotted(code) for code in variant.by
    ),
    (m.TelegramItem, "attribute"): lambda item: item.code is not None
    and item.attribute,
    # A medium that is as another one leaves these to it.
    (m.Medium, "groups"): lambda medium: medium.same_as is None and medium.groups,
    (m.Medium, "selections"): lambda medium: (
        medium.same_as is None and medium.selections
    ),
}
"""Members that are not just a field.  They are left out when empty, as a field is that may be left out of the model."""

_WRITTEN: Final[Mapping[type, Callable[[Any], Json]]] = {
    bytes: lambda octets: {"octets": octets.hex()},
    m.TypeId: type_path,
    m.CodeRange: list,
}
"""What is no object of its members."""


_PLAIN: Final = frozenset({type(None), bool, int, str})
"""What JSON has too."""


def node(found: object) -> Json:
    """Any part of the model, by what it is."""
    kind: Any = type(found)
    return cast("Json", found) if kind in _PLAIN else _form(kind)(found)


def nodes(found: Iterable[object]) -> list[Json]:
    """Parts of the model that stand in one list."""
    return [node(each) for each in found]


@cache
def _form(kind: type) -> Callable[[Any], Json]:
    """What makes JSON of the values of a type that JSON does not have."""
    if kind in _WRITTEN:
        return _WRITTEN[kind]
    if kind is tuple:
        return nodes
    return _mapping if issubclass(kind, Mapping) else _object


def _mapping(found: Mapping[object, object]) -> Object:
    return {str(name): node(each) for name, each in found.items()}


def _object(found: object) -> Object:
    return {
        name: cast("Json", value) if type(value) in _PLAIN else node(value)
        for name, value in told(found)
    }


def told(found: object) -> Iterator[tuple[str, object]]:
    """The members of the object that stands for a part of the model, with what the part has there."""
    kind: Any = type(found)
    if kind in KINDS:
        yield "kind", KINDS[kind]
    for member, take, always in members(kind):
        value = take(found)
        # As `says_something` has it, which is asked too often to be called.
        if not value:
            if type(value) is int or (always and value == ()):
                yield member, value
        elif type(value) is not m.Facts:
            yield member, value
        elif value is not m.NO_FACTS:
            yield from told(value)  # at the end of the line that they are of


class Member(NamedTuple):
    name: str
    take: _Take
    always: bool
    """Told even when it is an empty list."""


@cache
def members(kind: type) -> tuple[Member, ...]:
    """The members of the objects that stand for a class of the model, in order."""
    defaults = _defaults(kind)
    words = _FORMS.get(kind, "").split()
    named = {field for word in words for field in re.split(r"[-=+]", word)}
    words += [name for name in defaults if name not in named]
    return tuple(
        _member(kind, *word.rpartition("=")[::2], defaults)
        for word in words
        if not word.startswith("-") and word != _NEVER
    )


def _member(kind: type, name: str, fields: str, defaults: Mapping[str, bool]) -> Member:
    name = name or _RENAMED.get(fields, fields)
    if (kind, name) in _OTHERWISE:
        return Member(name, _OTHERWISE[kind, name], always=False)
    if "+" not in fields:
        return Member(name, attrgetter(fields), not defaults[fields])
    first, second = fields.split("+")
    take = attrgetter(first, second)
    return Member(name, lambda found: tuple(chain(*take(found))), not defaults[first])


def _defaults(kind: Any) -> dict[str, bool]:
    """The fields of a class of the model, and whether each may be left out there."""
    if issubclass(kind, tuple):
        return {name: name in kind._field_defaults for name in kind._fields}
    return {
        each.name: (each.default, each.default_factory) != (MISSING, MISSING)
        for each in dataclasses.fields(kind)
    }
