"""A package in parts: what identifies each, the facts that it states, and the parts inside it.

A part is made of the model, or of the JSON that `cosemgen export json` writes: both have the members of the published
form.  Only the model knows where something stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Final, NamedTuple, cast

from cosemgen.json_text import Json, Object
from cosemgen.model import ClassVersion, InterfaceClass, Model, Span, TypeId
from cosemgen.model.walk import expressions, reached
from cosemgen.nodes import node, told
from cosemgen.records import record


class Kind(NamedTuple):
    """What parts of one kind have."""

    key: tuple[str, ...]
    """The members by which a part is the same as one of the other package."""
    name: str = "name"
    """The member that is its name; the name may be its key, too."""
    inside: Mapping[str, str] = {}
    """The members that are parts, with their kinds."""
    apart: tuple[str, ...] = ()
    """Members that are no facts: how the spec writes it, and what is compared elsewhere."""
    shown: str = ""
    """The member by which messages tell it from others, where that is not its key."""
    ordered: bool = False
    """Where it stands among others is sent."""

    @property
    def numbered(self) -> bool:
        """Whether it keeps what it is when it is called otherwise."""
        return self.name not in self.key


KINDS: Final[Mapping[str, Kind]] = {
    "package": Kind(("name",), inside={"editions": "edition"}),
    "edition": Kind(("key",), "label"),
    "data type": Kind(("name",)),
    "layout": Kind(("name",), inside={"fields": "layout field"}),
    "layout field": Kind(("name",), inside={"values": "value"}, ordered=True),
    "type": Kind(("id",), inside={"fields": "member", "values": "value"}),
    "units": Kind(("id",), inside={"values": "unit"}),
    "member": Kind(("name",), ordered=True),
    "value": Kind(("value", "first", "last")),
    "unit": Kind(("value", "first", "last")),
    "class": Kind(("class_id",), inside={"versions": "version"}, apart=("family",)),
    "version": Kind(
        ("version",),
        inside={"attributes": "attribute", "methods": "method"},
        apart=("types", "origin", "changes"),
    ),
    "attribute": Kind(("number",), inside={"selectors": "selector"}),
    "selector": Kind(("number",)),
    "method": Kind(("number",)),
    "group": Kind(("letter", "name"), inside={"codes": "code"}),
    "code": Kind(("codes",), "meaning"),
    "selection": Kind(("letter", "where"), ""),
    "medium": Kind(("code",), inside={"groups": "group", "selections": "selection"}),
    "object": Kind(("match",), shown="pattern", apart=("pattern",)),
    "code in use": Kind(
        ("match",),
        "label",
        shown="pattern",
        # What is made of the others.
        apart=("pattern", "state_class", "device_class"),
    ),
    "telegram": Kind(("name",), inside={"items": "item", "lists": "inner list"}),
    "item": Kind(("place",), "label"),
    "inner list": Kind(("place",), ""),
    "quirk": Kind(("name",)),
    "profile": Kind(
        ("name",),
        inside={
            "clients": "client",
            "variants": "variant",
            "objects": "profile object",
        },
        apart=("origin",),
    ),
    "client": Kind(("name",)),
    "variant": Kind(("name",)),
    "profile object": Kind(
        ("match",), inside={"lines": "line"}, shown="pattern", apart=("pattern",)
    ),
    "line": Kind(("what", "number"), apart=("what",)),
}
"""Every kind of part."""

_SECTIONS: Final[Mapping[str, str]] = {
    "data_types": "data type",
    "layouts": "layout",
    "types": "type",
    "classes": "class",
    "groups": "group",
    "selections": "selection",
    "media": "medium",
    "objects": "object",
    "telegrams": "telegram",
    "quirks": "quirk",
    "profiles": "profile",
}
"""What a package consists of."""

NAME: Final = "name"
NOWHERE: Final = Span("", 0, 0)


@record(frozen=True, slots=True)
class Part:
    """One thing of a package; where it stands is no part of what it is."""

    kind: str
    key: str
    """What identifies it among those of its kind beside it."""
    name: str
    facts: Mapping[str, Json]
    """What it states, without its name and what `Kind` takes out."""
    parts: tuple[Part, ...] = ()
    label: str = field(default="", compare=False)
    """For messages: `attribute 2 value`."""
    types: tuple[str, ...] = field(default=(), compare=False)
    """Of a class version: the named types in its scope, by id."""
    span: Span = field(default=NOWHERE, compare=False)

    def of(self, *kinds: str) -> tuple[Part, ...]:
        """The parts of these kinds inside."""
        return tuple(part for part in self.parts if part.kind in kinds)


def package(found: Model | Mapping[str, Any]) -> Part:
    """All of a package, as a part whose parts are its classes, types, objects and whatever else it has.

    A mapping is a document that fits `grammar/model.schema.json`.
    """
    if isinstance(found, Model):
        head: object = found.package
        sections: dict[str, Iterable[object]] = {
            name: getattr(found, name) for name in (*_SECTIONS, "in_use")
        }
        sections["types"] = found.types.values()
    else:
        head = found["package"]
        members = {**found.get("obis", {}), **found}
        sections = {name: members.get(name, ()) for name in (*_SECTIONS, "in_use")}
    parts = [
        part_of(kind, each)
        for section, kind in _SECTIONS.items()
        for each in sections[section]
    ]
    parts += [row for each in sections["in_use"] for row in _in_use(each)]
    one = part_of("package", head)
    return Part(
        one.kind,
        one.key,
        one.name,
        one.facts,
        (*one.parts, *parts),
        one.label,
        span=one.span,
    )


def version_alone(
    model: Model, version: ClassVersion, known: dict[TypeId, Part]
) -> Part:
    """A package of one class version and the types that it leads to: any two of these can be compared, whatever their numbers.

    `known` has the parts of types that were met before, and is given the others.
    """
    types = {*version.types, *reached(expressions(version), model.type)}
    ordered = sorted(types, key=str)
    for each in ordered:
        if each not in known:
            known[each] = part_of("type", model.type(each))
    one = replace(part_of("version", version), key="", label="version")
    return Part(
        "package",
        "",
        "",
        {},
        (
            Part("class", "", "", {}, (one,)),
            *(known[each] for each in ordered),
        ),
    )


def _in_use(found: object) -> Iterator[Part]:
    """The rows of a list; what it says of their sources holds for each that has none of its own."""
    members = _members(found)
    sources = _json(members.get("sources", []))
    for row in cast("Sequence[object]", members["rows"]):
        part = part_of("code in use", row)
        facts = {"sources": sources, **part.facts} if sources else part.facts
        yield Part(
            part.kind, part.key, part.name, facts, label=part.label, span=part.span
        )


def _members(found: object) -> dict[str, object]:
    return dict(found if isinstance(found, Mapping) else told(found))


def _json(value: object) -> Json:
    """What the model has, as JSON; what is JSON already stays as it is."""
    if isinstance(value, dict):
        return {str(name): _json(each) for name, each in value.items()}
    return [_json(each) for each in value] if isinstance(value, list) else node(value)


def part_of(word: str, found: object) -> Part:
    members = _members(found)
    if word == "type" and members["kind"] == "units":
        word = "units"
    kind = KINDS[word]
    inside: list[Part] = []
    facts: Object = {}
    types: tuple[str, ...] = ()
    for name, value in members.items():
        if name in kind.inside:
            inside += [
                part_of(kind.inside[name], each)
                for each in cast("Iterable[object]", value)
            ]
        elif name == "types" and word == "version":
            types = tuple(cast("list[str]", _json(value)))
        elif name not in (*kind.key, *kind.apart, kind.name):
            facts |= _facts(word, name, _json(value))
    if isinstance(found, InterfaceClass):
        # The JSON does not tell which version the name without a version means.
        plain, newest = found.plain_version, found.versions[-1].version
        facts["plain_version"] = newest if plain is None else plain
    key = [_json(members.get(name)) for name in kind.key]
    return Part(
        word,
        json.dumps(key, sort_keys=True),
        str(members.get(kind.name, "")),
        facts,
        tuple(inside),
        label(word, kind, members),
        types,
        getattr(found, "span", NOWHERE),
    )


def _facts(word: str, name: str, value: Json) -> Object:
    """A member as facts: mostly it is one."""
    if name == "parameter" and word == "method":
        parameter = cast("Object", value)
        own = {f"parameter {each}": fact for each, fact in parameter.items()}
        return {"parameter": own.pop("parameter type"), **own}
    if name == "types" and word == "line":
        return {"type": {"kind": "choice", "alternatives": value}}
    if name == "file":  # where its folder lies is free
        return {"module": str(value).rpartition("/")[2].removesuffix(".cosem")}
    if name == "sources" and word == "package":
        legend = cast("Object", value)
        return {name: [f"{key}: {text}" for key, text in legend.items()]}
    return {name: value}


def label(word: str, kind: Kind, members: Mapping[str, object]) -> str:
    """What messages call a part with these members."""
    if kind.shown:
        shown = [_json(members.get(kind.shown))]
    else:
        shown = [_json(members.get(each)) for each in kind.key]
    name = str(members.get(kind.name, ""))
    if word in ("type", "units"):
        shown, word = [], str(members["kind"])
    if "first" in members and "first" in kind.key:
        word, shown = f"{word}s", [f"{members['first']}..{members['last']}"]
    if word == "line":
        word, shown = str(members["what"]), shown[1:]
    if not kind.numbered and word != "group":
        shown = []
    # A name of several words is a title.
    title = f'"{name}"' if " " in name and word != "class" else name
    if word == "group":
        title = ""
    numbers = (" ".join(map(shown_key, filter(_known, shown)))).strip()
    return " ".join(filter(None, (word, numbers, title)))


def _known(value: Json) -> bool:
    return value is not None


def shown_key(value: Json) -> str:
    """A key for people: `3`, `1.2`, `1..5, 7`."""
    if isinstance(value, list):
        ranges = [
            (str(each[0]) if each[0] == each[1] else f"{each[0]}..{each[1]}")
            for each in value
            if isinstance(each, list)
        ]
        return ", ".join(ranges) if ranges else ".".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {shown_key(each)}" for name, each in value.items())
    return str(value)
