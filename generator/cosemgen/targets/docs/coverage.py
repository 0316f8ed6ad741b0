"""The page that shows how far the spec goes: every class version, how sure it is, and which edition brought it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import ClassVersion, Edition, InterfaceClass
from ..rendering import HEADER
from . import labels
from .classes import families, family_title
from .doubts import count_doubts
from .markup import badge, link, prose, span, table, text
from .site import Site
from .views import GroupView, SectionsPage

_LEAD: Final = (
    "Every class version that the spec knows, and how sure its facts are. "
    "*High*, *medium* and *low* count the versions by their confidence. "
    "*Open* counts questions that no source answers, *unconf.* the unconfirmed facts, which no source confirms, "
    "*decided* the conflicts between sources; the page of the class tells all three, and the sources."
)
_EDITIONS_LEAD: Final = (
    "Which edition brought which class version, as far as it is known. What may have come with one of several editions "
    "stands at each of them."
)
_MATRIX_LEAD: Final = (
    "● first in this edition; ○ perhaps first in this one; · defined, and not yet followed by a later version; "
    "blank: not there yet, or among the previous versions."
)
_LEVELS: Final = ("high", "medium", "low", None)
"""Every version has one of them."""


def coverage_page(site: Site) -> SectionsPage:
    """All versions, the table of editions, and which version holds in which edition."""
    editions = site.model.package.editions
    groups = [
        GroupView("coverage-families", "Families", _family_table(site), ()),
        GroupView("coverage-versions", "Class versions", _version_table(site), ()),
    ]
    if editions:
        groups += [
            GroupView(
                "coverage-editions",
                "Editions",
                f"{_EDITIONS_LEAD}\n\n{_edition_table(site, editions)}",
                (),
            ),
            GroupView(
                "coverage-matrix",
                "Versions by edition",
                f"{_MATRIX_LEAD}\n\n{_matrix(site, editions)}",
                (),
            ),
        ]
    return SectionsPage(
        header=HEADER.format(source="every class of the spec"),
        label="coverage",
        title="Coverage",
        lead=_LEAD,
        groups=tuple(groups),
    )


def _all(site: Site) -> Iterator[tuple[InterfaceClass, ClassVersion]]:
    for each in site.model.classes:
        for version in each.versions:
            yield each, version


def _version_link(version: ClassVersion) -> str:
    return link(str(version.version), labels.version(version.class_id, version.version))


# ---------------------------------------------------------------- how sure


def _family_table(site: Site) -> str:
    rows = []
    for family, members in families(site.model):
        versions = [version for each in members for version in each.versions]
        levels = [version.confidence for version in versions]
        doubts = [count_doubts(site, each) for each in members]
        rows.append(
            (
                (
                    link(text(family_title(family)), labels.family(family))
                    if family
                    else ""
                ),
                str(len(members)),
                str(len(versions)),
                str(sum(len(version.attributes) for version in versions)),
                str(sum(len(version.methods) for version in versions)),
                *(str(levels.count(level)) for level in _LEVELS),
                str(sum(open_ for open_, _ in doubts)),
                str(sum(unconfirmed for _, unconfirmed in doubts)),
            )
        )
    total = [
        str(sum(int(row[at]) for row in rows))
        for at in range(1, len(rows[0]) if rows else 1)
    ]
    if len(rows) > 1:
        rows.append(("**all**", *total))
    columns = (
        *("Family", "Classes", "Versions", "Attr.", "Meth."),
        *("High", "Medium", "Low", "Unsaid", "Open", "Unconf."),
    )
    unsaid = columns.index("Unsaid")
    if all(row[unsaid] == "0" for row in rows):
        # The table leaves out a column without any entry.
        rows = [(*row[:unsaid], "", *row[unsaid + 1 :]) for row in rows]
    return table(columns, rows, right=columns[1:])


def _version_table(site: Site) -> str:
    rows = []
    for each, version in _all(site):
        first = version is each.versions[0]
        open_, unconfirmed = count_doubts(site, each)
        level = version.confidence
        standing = [
            *([badge(level, f"confidence-{level}")] if level else []),
            *([badge("not defined", "unconfirmed")] if version.undefined else []),
            *([badge("withdrawn", "unconfirmed")] if version.withdrawn else []),
        ]
        rows.append(
            (
                str(each.class_id) if first else "",
                (
                    link(text(each.name), labels.interface_class(each.class_id))
                    if first
                    else ""
                ),
                _version_link(version),
                str(len(version.attributes)),
                prose(version.edition),
                " ".join(standing),
                str(len(version.decisions) or ""),
                str(open_ or "") if first else "",
                str(unconfirmed or "") if first else "",
            )
        )
    columns = (
        *("Id", "Class", "Ver.", "Attr.", "First edition", "Confidence"),
        *("Decided", "Open", "Unconf."),
    )
    numbers = ("Id", "Ver.", "Attr.", "Decided", "Open", "Unconf.")
    return table(columns, rows, right=numbers)


# ---------------------------------------------------------------- editions


def _place(edition: Edition, editions: tuple[Edition, ...]) -> int:
    return editions.index(edition)


def _edition_table(site: Site, editions: tuple[Edition, ...]) -> str:
    rows = []
    for at, edition in enumerate(editions):
        sure, perhaps = [], []
        for each, version in _all(site):
            since = version.since
            if since is None or since.first not in editions:
                continue
            first, last = _place(since.first, editions), _place(since.last, editions)
            name = f"{each.class_id}/{version.version}"
            marked = link(name, labels.version(each.class_id, version.version))
            if first == at == last and since.unconfirmed is None:
                sure.append(marked)
            elif first <= at <= last:
                perhaps.append(marked)
        rows.append(
            (
                span(text(edition.label), "number", label=labels.edition(edition.key)),
                prose(edition.text),
                ", ".join(sure),
                ", ".join(perhaps),
            )
        )
    columns = ("Edition", "What it is", "New, class/version", "Perhaps new")
    return table(columns, rows)


def _matrix(site: Site, editions: tuple[Edition, ...]) -> str:
    rows = []
    for each in site.model.classes:
        for version, after in zip(
            each.versions, [*each.versions[1:], None], strict=True
        ):
            cells = _cells(version, after, editions)
            if not cells:
                continue
            rows.append(
                (
                    f"{each.class_id} {link(text(version.name or each.name), labels.interface_class(each.class_id))}",
                    _version_link(version),
                    *cells,
                )
            )
    labels_ = (text(edition.label.removeprefix("Ed. ")) for edition in editions)
    columns = ("Class", "Version", *labels_)
    return table(columns, rows, right=("Version",))


def _cells(
    version: ClassVersion, after: ClassVersion | None, editions: tuple[Edition, ...]
) -> list[str]:
    """A mark for each edition; none at all where the first edition is not known."""
    since = version.since
    if since is None or since.first not in editions:
        return []
    first, last = _place(since.first, editions), _place(since.last, editions)
    followed = len(editions)
    if after is not None and after.since is not None:
        followed = _place(after.since.last, editions)
    sure = first == last and since.unconfirmed is None
    return [
        (
            ("●" if sure else "○")
            if first <= at <= last
            else "·" if last < at < followed else ""
        )
        for at in range(len(editions))
    ]
