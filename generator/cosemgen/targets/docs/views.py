"""What the templates see: pages whose parts are all finished markup, in order.

Every text is Markdown of MyST. An empty text or tuple means that the thing is absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from ..rendering import HEADER


@dataclass(frozen=True, slots=True)
class TermView:
    """One attribute or method, described below its table."""

    term: str
    body: str
    """Paragraphs and lists; the template indents them."""


@dataclass(frozen=True, slots=True)
class TableView:
    """The attributes, or the methods, of a version."""

    title: str
    body: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading that can be linked to, and what stands below it."""

    label: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A heading with sections of its own."""

    label: str
    title: str
    body: str = ""
    sections: tuple[SectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of an interface class: all that no newer version of it says."""

    label: str
    title: str
    facts: str
    doc: str
    warnings: str
    """Why it is undefined or withdrawn."""
    changes: str
    changes_title: str
    same: str
    """What stands at a newer version, with links to there."""
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class NotesView:
    """What is said beside the tables of all versions."""

    rules: str
    decisions: str
    open_questions: str
    sources: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page."""

    template: ClassVar[str] = "index.md.jinja"
    header: str
    label: str
    title: str
    doc: str
    counts: str
    classes: str
    editions: str
    stands_on: str
    chapters: tuple[ChapterView, ...]
    install: str
    """A command line."""
    example: str
    """A session at the prompt of Python."""
    onward: str
    """Where to read on."""


@dataclass(frozen=True, slots=True)
class ChapterView:
    """Pages that stand together in the navigation."""

    caption: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfigurationView:
    """`conf.py` of the project."""

    template: ClassVar[str] = "conf.py.jinja"
    header: str
    project: str
    """Statement that says what the project is called, laid out."""
    title: str
    """And the site."""


@dataclass(frozen=True, slots=True)
class LexerView:
    """Colours for spec text in this project."""

    template: ClassVar[str] = "cosem_lexer.py.jinja"
    header: str
    types: str
    """Statement that lists the words of this kind, laid out."""
    keywords: str
    clauses: str


Page: TypeAlias = ClassPage | SectionsPage | IndexPage | ConfigurationView | LexerView
