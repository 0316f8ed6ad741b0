"""The page of an interface class, and the pages that list all classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ...model import InterfaceClass, Model, NamedType
from ...records import record
from ...vocabulary import CLASS_RANGES
from ..rendering import HEADER
from . import labels
from .definitions import definition, holds_for
from .facts import standing
from .markup import (
    Row,
    badge,
    bullets,
    code,
    joined,
    link,
    paragraphs,
    prose,
    spaced,
    table,
    text,
)
from .site import Site
from .usage import example, names_table
from .versions import NotesView, VersionView, notes, version_views
from .views import GroupView, SectionsPage, SectionView, sections_page

FAMILIES = {
    "access": "Access and management",
    "data": "Data storage",
    "time": "Time and event bound control",
    "payment": "Payment metering",
    "local_ports": "Local ports and modems",
    "m_bus": "M-Bus",
    "internet": "Internet",
    "s_fsk_plc": "S-FSK PLC",
    "llc": "LLC layers",
    "prime_plc": "PRIME narrow-band PLC",
    "g3_plc": "G3-PLC",
    "hs_plc": "HS-PLC",
    "zigbee": "ZigBee",
    "lpwan": "LPWAN",
    "wi_sun": "Wi-SUN",
    "iso_14908": "ISO/IEC 14908 PLC",
}
"""Titles of the folders of the standard's spec; other folders are their own title."""


@record(frozen=True, slots=True)
class ClassPage:
    template: ClassVar[str] = "class.md.jinja"
    header: str
    label: str
    title: str
    lead: str
    doc: str
    versions_table: str
    versions: tuple[VersionView, ...]
    notes: NotesView
    types: tuple[SectionView, ...]
    shared_types: str
    python: str
    example: str
    objects: str


def class_page(site: Site, interface_class: InterfaceClass, objects: str) -> ClassPage:
    """The view of one class with all its versions, newest first; `objects` is the text about those that may be of it."""
    versions = interface_class.versions
    used = set().union(*map(site.types_of, versions))
    own_types = _newest_first(site, interface_class)
    names = [each.id.name for each in own_types]
    elsewhere = [
        site.type_link(each)
        for each in sorted(used, key=lambda target: (target.name, str(target)))
        if each.class_id != interface_class.class_id
    ]
    return ClassPage(
        header=HEADER.format(source=site.source(interface_class.span)),
        label=labels.interface_class(interface_class.class_id),
        title=text(interface_class.name),
        lead=spaced(
            badge(f"class_id {interface_class.class_id}", "class-id"),
            family_link(interface_class.family),
        ),
        doc=paragraphs(interface_class.doc or versions[-1].doc),
        versions_table=_versions_table(site, interface_class),
        versions=version_views(site, interface_class),
        notes=notes(site, interface_class),
        types=tuple(
            definition(
                site,
                each,
                holds_for(site, versions, each.id),
                names.count(each.id.name),
            )
            for each in own_types
        ),
        shared_types=joined(elsewhere),
        python=names_table(site, interface_class),
        example=example(site, interface_class),
        objects=objects,
    )


def _newest_first(site: Site, interface_class: InterfaceClass) -> list[NamedType]:
    """Types of the class by the newest version that uses them, then as they depend."""

    def age(definition: NamedType) -> int:
        users = [
            version.version
            for version in interface_class.versions
            if definition.id in site.types_of(version)
        ]
        return -max(users, default=-1)

    return sorted(site.own_types(interface_class.class_id), key=age)


def _versions_table(site: Site, interface_class: InterfaceClass) -> str:
    rows = [
        {
            "Version": site.version_link(version),
            "In Python": code(site.python_class(version)),
            "Called": prose(version.name),
            "Attributes": str(len(version.attributes)),
            "Methods": str(len(version.methods)),
            "First edition": prose(version.edition),
            "Clause": prose(version.clause),
            "Confidence": standing(version),
        }
        for version in reversed(interface_class.versions)
    ]
    return table(rows, right=("Version", "Attributes", "Methods"))


# ---------------------------------------------------------------- lists of classes


def family_title(family: str) -> str:
    """Title of a folder of class files."""
    known = FAMILIES.get(family.rpartition("/")[2])
    return known or family.replace("_", " ").replace("/", ", ").capitalize()


def family_link(family: str) -> str:
    """The title as a link to the family's classes; nothing for classes without one."""
    return link(text(family_title(family)), labels.family(family)) if family else ""


def families(model: Model) -> list[tuple[str, list[InterfaceClass]]]:
    """Classes by folder: folders in the order of the standard, then others by name."""
    known = list(FAMILIES)

    def order(family: str) -> tuple[int, str]:
        stem = family.rpartition("/")[2]
        return (known.index(stem) if stem in known else len(known), family)

    found: dict[str, list[InterfaceClass]] = {}
    for each in model.classes:
        found.setdefault(each.family, []).append(each)
    return [(family, found[family]) for family in sorted(found, key=order)]


def class_index(site: Site) -> SectionsPage:
    """The page of all classes: by family, then by class_id."""
    by_family = families(site.model)
    rows = {each.class_id: _class_row(site, each) for each in site.model.classes}
    groups = [
        GroupView(
            labels.family(family or "other"),
            text(family_title(family) if family else "Classes"),
            _class_table(rows[each.class_id] for each in members),
        )
        for family, members in by_family
    ]
    if len(groups) > 1:
        everything = _class_table(rows[class_id] for class_id in sorted(rows))
        title = "All classes by class\\_id"
        groups.append(GroupView("classes-by-id", title, everything))
    ranges = (
        f"class\\_id {each.first} to {each.last}: classes of {text(each.who)}"
        for each in CLASS_RANGES
    )
    return sections_page(
        source="every class of the spec",
        label="classes",
        title="Interface classes",
        lead=bullets(ranges),
        groups=groups,
        pages=(
            labels.class_page(site.model, each)
            for _, members in by_family
            for each in members
        ),
    )


def _class_table(rows: Iterable[Row]) -> str:
    return table(rows, right=("class\\_id",))


def _class_row(site: Site, found: InterfaceClass) -> Row:
    doc = found.doc or found.versions[-1].doc
    return {
        "class\\_id": str(found.class_id),
        "Class": link(text(found.name), labels.interface_class(found.class_id)),
        "Versions": ", ".join(map(site.version_link, found.versions)),
        "What it is for": prose(doc.strip().partition("\n\n")[0]),
    }
