"""The page that shows how far the spec goes: every class version, how sure it is, and which edition brought it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, Literal, TypeAlias

from ...model import ClassVersion, Edition, InterfaceClass
from . import labels
from .classes import families, family_link
from .doubts import Doubts
from .facts import standing
from .markup import Row, grid, link, place, prose, spaced, table, text
from .site import Site
from .views import GroupView, SectionsPage, sections_page

_LEAD: Final = (
    "Every class version that the spec knows, and how sure its facts are. "
    "*High*, *medium* and *low* count the versions by their confidence. "
    "*Open* counts questions that no source answers, *unconf.* the unconfirmed facts, which no source confirms, "
    "*decided* the conflicts between sources; the page of the class tells all three, and the sources. "
    "⚠ leads to why no hardware should be built on a version."
)
_UNSURE_LEAD: Final = (
    "Do not build hardware on these versions as they stand here: have them compared with the standard first. "
    "Bytes that follow them are well formed and may still be other than what meters of that version send."
)
_UNSURE: Final = "coverage-unsure"
_EDITIONS_LEAD: Final = (
    "Which edition brought which class version, as far as it is known. What may have come with one of several editions "
    "stands at each of them."
)
_MATRIX_LEAD: Final = (
    "● first in this edition; ○ perhaps first in this one; · defined, and not yet followed by a later version; "
    "blank: not there yet, or among the previous versions."
)
_NEW, _PERHAPS, _DEFINED = "●○·"
_LEVELS: Final[Mapping[str, Literal["high", "medium", "low"] | None]] = {
    "High": "high",
    "Medium": "medium",
    "Low": "low",
    "Unsaid": None,
}
_Doubts: TypeAlias = Mapping[int, Doubts]
"""What is not certain of each class."""


def coverage_page(site: Site, doubts: _Doubts) -> SectionsPage:
    """All versions, the table of editions, and which version holds in which edition."""
    groups = [
        GroupView("coverage-families", "Families", _family_table(site, doubts)),
        GroupView(_UNSURE, "Versions not to build hardware on", _unsure(site)),
        GroupView("coverage-versions", "Class versions", _version_table(site, doubts)),
    ]
    if editions := site.model.package.editions:
        table_ = f"{_EDITIONS_LEAD}\n\n{_edition_table(site, editions)}"
        matrix = f"{_MATRIX_LEAD}\n\n{_matrix(site, editions)}"
        groups += [
            GroupView("coverage-editions", "Editions", table_),
            GroupView("coverage-matrix", "Versions by edition", matrix),
        ]
    return sections_page(
        source="every class of the spec",
        label="coverage",
        title="Coverage",
        lead=_LEAD,
        groups=groups,
    )


def _all(site: Site) -> Iterator[tuple[InterfaceClass, ClassVersion]]:
    for each in site.model.classes:
        for version in each.versions:
            yield each, version


# ---------------------------------------------------------------- how sure


def _family_table(site: Site, doubts: _Doubts) -> str:
    rows = [
        {"Family": family_link(family), **_figures(members, doubts)}
        for family, members in families(site.model)
    ]
    if len(rows) > 1:
        rows.append({"Family": "**all**", **_figures(site.model.classes, doubts)})
    if rows[-1]["Unsaid"] == "0":
        # The table leaves out a column without any entry.
        rows = [row | {"Unsaid": ""} for row in rows]
    return table(rows, right=[*rows[0]][1:])


def _figures(classes: Sequence[InterfaceClass], doubts: _Doubts) -> dict[str, str]:
    versions = [version for each in classes for version in each.versions]
    levels = Counter(version.confidence for version in versions)
    figures = {
        "Classes": len(classes),
        "Versions": len(versions),
        "Attr.": sum(len(version.attributes) for version in versions),
        "Meth.": sum(len(version.methods) for version in versions),
        # Every version has one of them.
        **{head: levels[level] for head, level in _LEVELS.items()},
        "Open": sum(doubts[each.class_id].questions for each in classes),
        "Unconf.": sum(doubts[each.class_id].facts for each in classes),
    }
    return {head: str(figure) for head, figure in figures.items()}


def _unsure(site: Site) -> str:
    """The versions of low confidence, one row for those of a class that have one reason; empty without any."""
    reasons: dict[tuple[int, str], tuple[InterfaceClass, list[str]]] = {}
    for each, version in _all(site):
        if version.confidence == "low":
            key = each.class_id, version.confidence_reason
            reasons.setdefault(key, (each, []))[1].append(site.version_link(version))
    rows = [
        {
            "Id": str(each.class_id),
            "Class": link(text(each.name), labels.interface_class(each.class_id)),
            "Versions": ", ".join(versions),
            "Why": prose(reason),
        }
        for (_, reason), (each, versions) in reasons.items()
    ]
    return f"{_UNSURE_LEAD}\n\n{table(rows, right=('Id',))}" if rows else ""


def _version_table(site: Site, doubts: _Doubts) -> str:
    rows = (_version(site, each, v, doubts) for each, v in _all(site))
    numbers = ("Id", "Ver.", "Attr.", "Decided", "Open", "Unconf.")
    return table(rows, right=numbers)


def _version(
    site: Site, found: InterfaceClass, version: ClassVersion, doubts: _Doubts
) -> Row:
    row = {
        "Id": str(found.class_id),
        "Class": link(text(found.name), labels.interface_class(found.class_id)),
        "Ver.": site.version_link(version),
        "Attr.": str(len(version.attributes)),
        "First edition": prose(version.edition),
        "Confidence": spaced(standing(version), _warning(version)),
        "Decided": str(len(version.decisions) or ""),
        "Open": str(doubts[found.class_id].questions or ""),
        "Unconf.": str(doubts[found.class_id].facts or ""),
    }
    # What is of the class is told once.
    first = version is found.versions[0]
    return row if first else row | dict.fromkeys(("Id", "Class", "Open", "Unconf."), "")


def _warning(version: ClassVersion) -> str:
    """A mark that leads to why a version is not to be built on."""
    return link("⚠", _UNSURE) if version.confidence == "low" else ""


# ---------------------------------------------------------------- editions


def _edition_table(site: Site, editions: tuple[Edition, ...]) -> str:
    brought: dict[tuple[int, str], list[str]] = {}
    for each, version in _all(site):
        marked = site.version_link(version, f"{each.class_id}/{version.version}")
        for at, mark in enumerate(_marks(version, editions)):
            brought.setdefault((at, mark), []).append(marked)
    return table(
        {
            "Edition": place(text(each.label), labels.named("edition", each.key)),
            "What it is": prose(each.text),
            "New, class/version": ", ".join(brought.get((at, _NEW), ())),
            "Perhaps new": ", ".join(brought.get((at, _PERHAPS), ())),
        }
        for at, each in enumerate(editions)
    )


def _matrix(site: Site, editions: tuple[Edition, ...]) -> str:
    rows = []
    for each in site.model.classes:
        for version, after in zip_longest(each.versions, each.versions[1:]):
            if cells := _cells(version, after, editions):
                name = text(version.name or each.name)
                linked = link(name, labels.interface_class(each.class_id))
                class_ = f"{each.class_id} {linked}"
                rows.append((class_, site.version_link(version), *cells))
    heads = (text(edition.label.removeprefix("Ed. ")) for edition in editions)
    return grid(("Class", "Version", *heads), rows, right=("Version",))


def _cells(
    version: ClassVersion, after: ClassVersion | None, editions: tuple[Edition, ...]
) -> list[str]:
    """A mark for each edition that has the version, until a later one follows."""
    marks = _marks(version, editions)
    if not marks:
        return []
    last = max(at for at, mark in enumerate(marks) if mark)
    followed = len(editions)
    if after is not None and after.since is not None:
        followed = editions.index(after.since.last)
    return [
        mark or (_DEFINED if last < at < followed else "")
        for at, mark in enumerate(marks)
    ]


def _marks(version: ClassVersion, editions: tuple[Edition, ...]) -> list[str]:
    """A mark for each edition that brought it; none at all where that is not known."""
    since = version.since
    if since is None or since.first not in editions:
        return []
    first, last = editions.index(since.first), editions.index(since.last)
    mark = _NEW if first == last and since.unconfirmed is None else _PERHAPS
    return [mark if first <= at <= last else "" for at in range(len(editions))]
