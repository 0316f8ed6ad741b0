"""The page of a vendor's package about what it takes from other packages."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import ClassVersion, Facts, InterfaceClass, Model, TypeId
from ..rendering import HEADER
from . import labels
from .definitions import definition
from .markup import code, joined, span, table, text
from .site import Site
from .usage import type_import
from .views import GroupView, SectionsPage, SectionView


def foundation_page(site: Site) -> SectionsPage:
    """Classes and types of other packages that this one uses, the types written out."""
    groups = [
        GroupView("standard-classes", "Classes", _classes(site), ()),
        GroupView("standard-types", "Types", "", tuple(_types(site))),
    ]
    needs = joined(code(each) for each in site.model.package.needs)
    return SectionsPage(
        header=HEADER.format(source="every file of the spec"),
        label="foundation",
        title="What it stands on",
        lead=f"This package stands on {needs}. What it uses of that is listed here; everything "
        "else is in the documentation of those packages.",
        groups=tuple(group for group in groups if group.body or group.sections),
    )


# ---------------------------------------------------------------- classes


def _classes(site: Site) -> str:
    reasons: dict[int, list[str]] = {}

    def note(class_id: int, reason: str) -> None:
        if class_id not in site.own_classes and reason not in reasons.setdefault(
            class_id, []
        ):
            reasons[class_id].append(reason)

    for interface_class in site.model.classes:
        for version in interface_class.versions:
            own = site.class_link(version.class_id)
            if version.origin is not None:
                written = f"{own} is written from version {version.origin.version}"
                note(version.origin.class_id, written)
            for facts in _facts(version):
                for class_id in facts.refers.classes if facts.refers else ():
                    note(class_id, f"{own} refers to it")
    for each in site.model.objects:
        for class_id in each.classes:
            note(class_id, f"object {code(each.pattern)}")
    rows = [
        (
            span(str(class_id), "number", label=labels.foundation_class(class_id)),
            _name(site.model.interface_class(class_id)),
            ", ".join(reasons[class_id]),
        )
        for class_id in sorted(reasons)
        if reasons[class_id]
    ]
    return table(("class\\_id", "Class", "Why"), rows, right=("class\\_id",))


def _name(found: InterfaceClass | None) -> str:
    return text(found.name) if found else ""


def _facts(version: ClassVersion) -> Iterable[Facts]:
    for attribute in version.attributes:
        yield attribute.facts
    for method in version.methods:
        yield method.facts


# ---------------------------------------------------------------- types


def _types(site: Site) -> list[SectionView]:
    sections = []
    for target in _foreign(site):
        section = definition(site, site.model.type(target))
        users = joined(site.class_link(c.class_id) for c in site.users[target])
        python = code(type_import(site, site.model.type(target)))
        body = f"{section.body}\n\nUsed by {users}.\n\nPython: {python}"
        sections.append(SectionView(section.label, section.title, body))
    return sections


def _foreign(site: Site) -> list[TypeId]:
    used = [target for target in site.users if not site.is_own(target)]
    order = {target: at for at, target in enumerate(_all(site.model))}
    return sorted(used, key=lambda target: order[target])


def _all(model: Model) -> Iterable[TypeId]:
    for foundation in model.foundations:
        yield from _all(foundation)
    yield from model.types
