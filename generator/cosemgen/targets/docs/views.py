"""The page that most pages are: sections, perhaps with sections below them.

Templates see views alone, whose parts are all finished Markdown of MyST, in order; an empty text or tuple means that the
thing is absent. The view of one page stands beside the function that fills it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ...records import record
from ..rendering import HEADER


@record(frozen=True, slots=True)
class SectionView:
    """A heading that can be linked to, and what stands below it."""

    label: str
    title: str
    body: str


@record(frozen=True, slots=True)
class GroupView:
    """A heading with sections of its own."""

    label: str
    title: str
    body: str = ""
    sections: tuple[SectionView, ...] = ()


@record(frozen=True, slots=True)
class SectionsPage:
    """A page of sections, perhaps with sections below them."""

    template: ClassVar[str] = "sections.md.jinja"
    header: str
    label: str
    title: str
    lead: str
    groups: tuple[GroupView, ...]
    pages: tuple[str, ...]
    """What it leads to: listed below itself in the navigation."""


def sections_page(
    source: str,
    label: str,
    title: str,
    lead: str,
    groups: Iterable[GroupView] = (),
    pages: Iterable[str] = (),
) -> SectionsPage:
    """A page without the groups in which nothing stands."""
    told = tuple(group for group in groups if group.body or group.sections)
    header = HEADER.format(source=source)
    return SectionsPage(header, label, title, lead, told, tuple(pages))
