"""What meters have to have: companion profiles as the runtime knows them, and the module `_profiles`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from cosem_runtime import companion as c

from ... import model as m
from ...model.layers import with_foundations
from ...notation import dotted
from ...records import record
from ..rendering import HEADER, source_of
from .imports import Imports
from .layout import Call, Items, Keyword, Node, Sentence, lay, literal
from .literals import octets_literal
from .obis import TAGS
from .prose import docstring

_TRUTH: Final = {"TRUE": True, "FALSE": False}


@record(frozen=True, slots=True)
class ProfilesView:
    """The module; without profiles it imports nothing."""

    template: ClassVar[str] = "profiles.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    typing: tuple[str, ...]
    profiles: str
    """The statement that has them."""


def profiles(model: m.Model) -> ProfilesView:
    """The module of a package with these profiles."""
    found = companions(model)
    imports = Imports()
    imports.annotate("typing", "Final")
    imports.annotate("cosem_runtime.companion", "CompanionProfile")
    rows = _node(found, imports)
    return ProfilesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("What companion profiles ask of meters.", 0),
        imports=imports.run_time,
        typing=imports.typing,
        profiles="\n".join(
            lay(rows, 0, "PROFILES: Final[tuple[CompanionProfile, ...]] = ")
        ),
    )


def _node(value: Any, imports: Imports) -> Node:
    """What makes a value anew; what a tuple has by default is left out."""
    fields: tuple[str, ...] | None = getattr(value, "_fields", None)
    if fields is not None:
        defaults: Mapping[str, Any] = value._field_defaults
        arguments: list[Node] = []
        for name, each in zip(fields, value, strict=True):
            if name not in defaults:
                arguments.append(_node(each, imports))
            elif each != defaults[name]:
                arguments.append(Keyword(name, _node(each, imports)))
        called = imports.runtime("companion", type(value).__name__)
        return Call(called, tuple(arguments))
    if isinstance(value, tuple):
        return Items(tuple(_node(each, imports) for each in value))
    if isinstance(value, str):
        return Sentence(value) if " " in value else literal(value)
    return octets_literal(value) if isinstance(value, bytes) else repr(value)


# ---------------------------------------------------------------- profiles


def companions(model: m.Model) -> tuple[c.CompanionProfile, ...]:
    """The profiles of a package."""
    legend: dict[str, str] = {}
    for each in reversed(with_foundations([model])):
        legend |= each.package.sources
    return tuple(_profile(each, model.package.name, legend) for each in model.profiles)


def _profile(
    profile: m.Profile, package: str, legend: Mapping[str, str]
) -> c.CompanionProfile:
    return c.CompanionProfile(
        name=profile.name,
        title=profile.title,
        objects=tuple(_object(each, legend) for each in profile.objects),
        clients=tuple(
            c.ProfileClient(each.name, each.sap, each.title) for each in profile.clients
        ),
        variants=tuple(
            c.ProfileVariant(each.name, each.title, tuple(map(dotted, each.by)))
            for each in profile.variants
        ),
        origin=profile.origin,
        confidence=profile.confidence or "",
        sources=tuple(legend[key] for key in profile.sources),
        remarks=(
            *(f"decision: {text}" for text in profile.decisions),
            *(f"open: {text}" for text in profile.open_questions),
        ),
        description=" ".join(profile.doc.split()),
        note=profile.note,
        unconfirmed=profile.unconfirmed,
        package=package,
    )


def _object(wanted: m.ProfileObject, legend: Mapping[str, str]) -> c.ProfileObject:
    return c.ProfileObject(
        codes=tuple(map(dotted, wanted.codes())),
        name=wanted.name,
        classes=tuple((each.class_id, each.version) for each in wanted.classes),
        attributes=_members(wanted, "attribute"),
        methods=_members(wanted, "method"),
        optional=wanted.optional,
        when=wanted.when,
        units=wanted.units,
        clause=wanted.clause,
        confidence=wanted.confidence or "",
        sources=tuple(legend[key] for key in wanted.sources),
        note=wanted.note,
        unconfirmed=wanted.unconfirmed,
    )


def _members(wanted: m.ProfileObject, what: str) -> tuple[c.ProfileMember, ...]:
    return tuple(
        c.ProfileMember(
            number=line.number,
            name=line.name,
            types=tuple(map(_type, line.types)),
            values=tuple(map(_value, line.values)),
            default=None if line.preset is None else _value(line.preset),
            rights=tuple((each.client, each.right) for each in line.rights),
            optional=line.optional,
            note=line.note,
            unconfirmed=line.unconfirmed,
        )
        for line in wanted.lines
        if line.what == what
    )


def _type(found: m.TypeExpression) -> c.ProfileType:
    """A data type; what an array holds is that of the class."""
    match found:
        case m.Simple(name=name, size=size, bounds=bounds):
            least, most = size or bounds or (None, None)
        case m.Array(size=size):
            name, (least, most) = "array", size or (None, None)
        case m.CompactArray():
            name, least, most = "compact-array", None, None
        case _:
            name, least, most = "structure", None, None
    return c.ProfileType(name, TAGS[name], least, most)


def _value(value: m.Literal_) -> c.ProfileValue:
    match value:
        case m.WordLiteral(name):
            return _TRUTH.get(name, c.ProfileWord(name))
        case m.ArrayLiteral(items) | m.StructureLiteral(items):
            return tuple(map(_value, items))
        case _:
            return value
