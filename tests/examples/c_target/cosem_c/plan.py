"""What stands in the files, of a model: views that templates only place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cosemgen import model as m
from cosemgen.build.errors import BuildError
from cosemgen.targets.rendering import HEADER, source_of
from cosemgen.vocabulary import COMPLEX_TYPES, SIMPLE_TYPES

from .words import Names, comment, text

MOST_OBJECTS: Final = 0xFFFF
MOST_CLIENTS: Final = 64
"""Of a profile, so that objects, and the rights of one with its 510 members at most, are counted in 16 bits."""
_ANY: Final = "COSEM_ANY"
_NOTHING: Final = "0"
_NULL: Final = "NULL"


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class version: its table, and a name for the number of each member."""

    title: str
    linkage: str
    """`static ` for a class of another package, of which each package that asks for it has its own table."""
    constant: str
    table: str
    class_id: int
    version: int
    name: str
    members: tuple[str, ...]
    attributes: tuple[str, ...]
    attribute_table: str
    methods: tuple[str, ...]
    method_table: str

    @property
    def attribute_count(self) -> int:
        return len(self.attributes)

    @property
    def method_count(self) -> int:
        return len(self.methods)


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The objects of a companion profile, with the rights of its clients."""

    title: str
    table: str
    name: str
    places: tuple[str, ...]
    """The place of each object in the table, by name."""
    clients: tuple[str, ...]
    client_table: str
    rights: tuple[str, ...]
    right_table: str
    objects: tuple[str, ...]
    object_table: str

    @property
    def client_count(self) -> int:
        return len(self.clients)

    @property
    def object_count(self) -> int:
        return len(self.objects)


@dataclass(frozen=True, slots=True)
class PackageView:
    header: str
    title: str
    include: str
    guard: str
    ids: tuple[str, ...]
    classes: tuple[ClassView, ...]
    """The package's own, which others may use."""
    tables: tuple[ClassView, ...]
    """These, and those of other packages that profiles ask for."""
    catalogue: str
    profiles: tuple[ProfileView, ...]


def plan(model: m.Model, names: Names, package: str) -> PackageView:
    """The view of a package. Raises BuildError for a profile that has too many objects or clients."""
    ids = tuple(
        f"#define {names.new('class', each.name)} {each.class_id}u"
        for each in model.classes
    )
    known: dict[tuple[int, int], ClassView] = {}
    for cls in model.classes:
        for version in cls.versions:
            known[cls.class_id, version.version] = _class(model, cls, version, names)
    own = tuple(known.values())
    profiles = tuple(_profile(model, each, known, names) for each in model.profiles)
    return PackageView(
        header=HEADER.format(source=source_of(model)),
        title=comment(model.package.title),
        include=f"{package}.h",
        guard=names.new("h"),
        ids=ids,
        classes=own,
        tables=tuple(known.values()),
        catalogue=names.new("classes").lower(),
        profiles=profiles,
    )


# ---------------------------------------------------------------- classes


def _class(
    model: m.Model, cls: m.InterfaceClass, version: m.ClassVersion, names: Names
) -> ClassView:
    name = version.name or cls.name
    words = (cls.name, f"v{version.version}")
    constant = names.new(*words)
    members = [
        f"{names.new(*words, kind, each.name)} = {each.number}"
        for kind, items in (("a", version.attributes), ("m", version.methods))
        for each in items
    ]
    return ClassView(
        title=comment(f"{name}: class {cls.class_id} version {version.version}"),
        linkage="" if cls in model.classes else "static ",
        constant=constant,
        table=constant.lower(),
        class_id=cls.class_id,
        version=version.version,
        name=text(name),
        members=tuple(members),
        attributes=tuple(_attribute(model, each) for each in version.attributes),
        attribute_table=names.new(*words, "attributes").lower(),
        methods=tuple(map(_method, version.methods)),
        method_table=(
            names.new(*words, "methods").lower() if version.methods else _NULL
        ),
    )


def _attribute(model: m.Model, attribute: m.Attribute) -> str:
    flags = [
        flag
        for flag, holds in (
            ("COSEM_STATIC", attribute.mark == "static"),
            ("COSEM_READ_ONLY", attribute.facts.read_only),
            ("COSEM_SECRET", attribute.facts.secret),
        )
        if holds
    ]
    return _row(
        attribute.number,
        _tag(model, attribute.type),
        " | ".join(flags) or _NOTHING,
        f"0x{attribute.short_name:02X}",
        text(attribute.name),
    )


def _method(method: m.Method) -> str:
    place = -1 if method.short_name is None else method.short_name
    flags = "COSEM_MANDATORY" if method.presence == "mandatory" else _NOTHING
    return _row(method.number, flags, place, text(method.name))


def _tag(model: m.Model, expression: m.TypeExpression) -> str:
    """The A-XDR tag of a type; of a CHOICE there are several."""
    match expression:
        case m.Simple(name=name):
            return str(SIMPLE_TYPES[name].tag)
        case m.Array():
            return str(COMPLEX_TYPES["array"])
        case m.CompactArray():
            return str(COMPLEX_TYPES["compact-array"])
        case m.AnyStructure():
            return str(COMPLEX_TYPES["structure"])
        case m.Reference(target=target):
            named = model.type(target)
            if isinstance(named, m.Alias):
                return _tag(model, named.type)
            if isinstance(named, m.Structure):
                return str(COMPLEX_TYPES["structure"])
            return str(SIMPLE_TYPES[named.base].tag)
        case _:
            return _ANY


# ---------------------------------------------------------------- profiles


def _profile(
    model: m.Model,
    profile: m.Profile,
    known: dict[tuple[int, int], ClassView],
    names: Names,
) -> ProfileView:
    clients = {each.name: place for place, each in enumerate(profile.clients)}
    places: list[str] = []
    rights: list[str] = []
    objects: list[str] = []
    words = ("profile", profile.name)
    table = names.new(*words).lower()
    right_table = names.new(*words, "rights").lower()
    for wanted in profile.objects:
        first = len(rights)
        rights += _rights(wanted, clients)
        cls = _class_of(model, wanted, known, names)
        for code in wanted.codes():
            places.append(f"{names.new(profile.name, wanted.name)} = {len(objects)}")
            objects.append(
                _row(
                    _NULL if cls is None else f"&{cls.table}",
                    _row(*code),
                    int(not wanted.optional and not wanted.when),
                    text(wanted.name),
                    f"{right_table} + {first}" if len(rights) > first else _NULL,
                    len(rights) - first,
                )
            )
    for found, most, what in (
        (len(clients), MOST_CLIENTS, "clients"),
        (len(objects), MOST_OBJECTS, "objects"),
    ):
        if found > most:
            raise BuildError(
                f"profile {profile.name!r}: expected at most {most} {what}, found {found}"
            )
    return ProfileView(
        title=comment(profile.title),
        table=table,
        name=text(profile.name),
        places=tuple(places),
        clients=tuple(
            _row(text(each.name), -1 if each.sap is None else each.sap)
            for each in profile.clients
        ),
        client_table=names.new(*words, "clients").lower() if clients else _NULL,
        rights=tuple(rights),
        right_table=right_table,
        objects=tuple(objects),
        object_table=names.new(*words, "objects").lower() if objects else _NULL,
    )


def _rights(wanted: m.ProfileObject, clients: dict[str, int]) -> Iterator[str]:
    words = {
        "R": "COSEM_READ",
        "W": "COSEM_WRITE",
        "RW": "COSEM_READ | COSEM_WRITE",
        "call": "COSEM_CALL",
        "none": _NOTHING,
    }
    for line in wanted.lines:
        for client, right in line.rights:
            who = clients[client] if client else "COSEM_ANY"
            yield _row(who, f"COSEM_{line.what.upper()}", line.number, words[right])


def _class_of(
    model: m.Model,
    wanted: m.ProfileObject,
    known: dict[tuple[int, int], ClassView],
    names: Names,
) -> ClassView | None:
    """The first class that the object may have, in the version that is asked for or the newest."""
    for class_id, number in wanted.classes:
        cls = model.interface_class(class_id)
        if cls is not None:
            versions = {each.version: each for each in cls.versions}
            version = versions[max(versions) if number is None else number]
            key = class_id, version.version
            if key not in known:
                known[key] = _class(model, cls, version, names)
            return known[key]
    return None


def _row(*cells: object) -> str:
    return "{" + ", ".join(map(str, cells)) + "}"
