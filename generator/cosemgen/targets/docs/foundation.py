"""The page of a vendor's package about what it takes from other packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import ClassVersion, Facts
from ...model.layers import foundations_first
from . import labels
from .definitions import shared_definition
from .markup import code, joined, link, place, table, text
from .site import Site
from .views import GroupView, SectionsPage, SectionView, sections_page


def foundation_page(site: Site) -> SectionsPage:
    """Classes and types of other packages that this one uses, the types written out."""
    needs = joined(map(code, site.model.package.needs))
    return sections_page(
        source="every file of the spec",
        label="foundation",
        title="What it stands on",
        lead=f"This package stands on {needs}. What it uses of that is listed here; everything "
        "else is in the documentation of those packages.",
        groups=(
            GroupView("standard-classes", "Classes", _classes(site)),
            GroupView("standard-types", "Types", sections=tuple(_types(site))),
        ),
    )


# ---------------------------------------------------------------- classes


def _classes(site: Site) -> str:
    classes = site.model.interface_class
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
    for profile in site.model.profiles:
        asks = link(text(profile.title), labels.named("profile", profile.name))
        for wanted in profile.objects:
            for found in wanted.classes:
                note(found.class_id, f"asked for by {asks}")
    rows = (
        {
            "class\\_id": place(str(class_id), labels.foundation_class(class_id)),
            "Class": text(known.name) if (known := classes(class_id)) else "",
            "Why": ", ".join(reasons[class_id]),
        }
        for class_id in sorted(reasons)
        if reasons[class_id]
    )
    return table(rows, right=("class\\_id",))


def _facts(version: ClassVersion) -> Iterable[Facts]:
    for attribute in version.attributes:
        yield attribute.facts
    for method in version.methods:
        yield method.facts


# ---------------------------------------------------------------- types


def _types(site: Site) -> Iterator[SectionView]:
    """As they depend on one another."""
    for model in foundations_first(site.model.foundations):
        for target, definition in model.types.items():
            if target in site.users:
                yield shared_definition(site, definition, site.users[target])
