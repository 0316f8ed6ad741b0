"""The page of an interface class, and the pages that list all classes."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import InterfaceClass, Model, NamedType
from ...vocabulary import CLASS_RANGES
from ..rendering import HEADER
from . import labels
from .definitions import definition, holds_for
from .markup import badge, bullets, code, joined, link, paragraphs, prose, table, text
from .objects import used_by_objects
from .site import Site
from .usage import example, names_table
from .versions import notes, version_views
from .views import ClassPage, ContentsPage, GroupView

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


def class_page(site: Site, interface_class: InterfaceClass) -> ClassPage:
    """The view of one class with all its versions, newest first."""
    versions = interface_class.versions
    used = {
        target
        for version in versions
        for target in site.version_types[version.class_id, version.version]
    }
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
        lead=_lead(site, interface_class),
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
        objects=used_by_objects(site, interface_class.class_id),
    )


def _newest_first(site: Site, interface_class: InterfaceClass) -> list[NamedType]:
    """Types of the class by the newest version that uses them, then as they depend."""

    def age(definition: NamedType) -> int:
        users = [
            version.version
            for version in interface_class.versions
            if definition.id in site.version_types[version.class_id, version.version]
        ]
        return -max(users, default=-1)

    return sorted(site.own_types(interface_class.class_id), key=age)


def _lead(site: Site, interface_class: InterfaceClass) -> str:
    parts = [badge(f"class_id {interface_class.class_id}", "class-id")]
    if interface_class.family:
        family = family_title(interface_class.family)
        parts.append(link(text(family), labels.family(interface_class.family)))
    return " ".join(parts)


def _versions_table(site: Site, interface_class: InterfaceClass) -> str:
    rows = [
        (
            link(
                str(version.version), labels.version(version.class_id, version.version)
            ),
            code(site.python_class(version)),
            prose(version.name),
            str(len(version.attributes)),
            str(len(version.methods)),
            prose(version.edition),
            prose(version.clause),
            _standing(version.confidence, version.undefined, version.withdrawn),
        )
        for version in reversed(interface_class.versions)
    ]
    columns = (
        *("Version", "In Python", "Called", "Attributes", "Methods"),
        *("First edition", "Clause", "Confidence"),
    )
    return table(columns, rows, right=("Version", "Attributes", "Methods"))


def _standing(confidence: str | None, undefined: str, withdrawn: str) -> str:
    marks = [
        *([badge(confidence, f"confidence-{confidence}")] if confidence else []),
        *([badge("not defined", "unconfirmed")] if undefined else []),
        *([badge("withdrawn", "unconfirmed")] if withdrawn else []),
    ]
    return " ".join(marks)


# ---------------------------------------------------------------- lists of classes


def family_title(family: str) -> str:
    """Title of a folder of class files."""
    known = FAMILIES.get(family.rpartition("/")[2])
    return known or family.replace("_", " ").replace("/", ", ").capitalize()


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


def class_index(site: Site) -> ContentsPage:
    """The page of all classes: by family, then by class_id."""
    groups = [
        GroupView(
            label=labels.family(family or "other"),
            title=text(family_title(family) if family else "Classes"),
            body=_class_table(site, members),
            sections=(),
        )
        for family, members in families(site.model)
    ]
    if len(groups) > 1:
        everything = sorted(site.model.classes, key=lambda each: each.class_id)
        groups.append(
            GroupView(
                label="classes-by-id",
                title="All classes by class\\_id",
                body=_class_table(site, everything),
                sections=(),
            )
        )
    return ContentsPage(
        header=HEADER.format(source="every class of the spec"),
        label="classes",
        title="Interface classes",
        lead=bullets(_ranges()),
        groups=tuple(groups),
        pages=tuple(
            labels.class_page(site.model, each)
            for _, members in families(site.model)
            for each in members
        ),
    )


def _ranges() -> list[str]:
    return [
        f"class\\_id {each.first} to {each.last}: classes of {text(each.who)}"
        for each in CLASS_RANGES
    ]


def _class_table(site: Site, classes: Iterable[InterfaceClass]) -> str:
    rows = []
    for each in classes:
        versions = [
            link(str(v.version), labels.version(each.class_id, v.version))
            for v in each.versions
        ]
        rows.append(
            (
                str(each.class_id),
                link(text(each.name), labels.interface_class(each.class_id)),
                ", ".join(versions),
                prose(_first_sentence(each.doc or each.versions[-1].doc)),
            )
        )
    columns = ("class\\_id", "Class", "Versions", "What it is for")
    return table(columns, rows, right=("class\\_id",))


def _first_sentence(doc: str) -> str:
    return " ".join(doc.strip().split("\n\n")[0].split())
