"""The first page of the site and the configuration that builds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from ...model import Bits, Enumeration, InterfaceClass, Model, Structure
from ...records import record
from ..python.layout import alone, literal
from ..rendering import HEADER
from . import labels
from .classes import families, family_link
from .in_use import ROLE as IN_USE_ROLE
from .markup import (
    blocks,
    bullets,
    code,
    joined,
    link,
    paragraphs,
    place,
    prose,
    table,
    text,
)
from .site import Site
from .views import SectionsPage, sections_page


def title(site: Site) -> str:
    """Name of the site."""
    return "COSEM object model" if site.is_standard else site.model.package.title


@record(frozen=True, slots=True)
class ConfigurationView:
    """`conf.py` of the project."""

    template: ClassVar[str] = "conf.py.jinja"
    header: str
    project: str
    """Statement that says what the project is called, laid out."""
    title: str
    """And the site."""


def configuration(site: Site) -> ConfigurationView:
    """What `conf.py` says.

    Themes put the title into their pages as the markup that Sphinx says it is, and strip tags for the head.
    """
    from html import escape  # its table of names is long

    name = " ".join(title(site).split())
    return ConfigurationView(
        header=HEADER.format(source="every file of the spec"),
        project=_text("project", name),
        title=_text("html_title", escape(name, quote=False)),
    )


def _text(name: str, text: str) -> str:
    return "\n".join(alone(f"{name} = ", literal(text), 0))


@record(frozen=True, slots=True)
class SearchView:
    """OBIS codes as words of the search in this project."""

    template: ClassVar[str] = "cosem_search.py.jinja"
    header: str
    role: str
    """What pages call a code that meters have."""


def search() -> SearchView:
    return SearchView(HEADER.format(source="the text forms of OBIS codes"), IN_USE_ROLE)


@record(frozen=True, slots=True)
class ChapterView:
    """Pages that stand together in the navigation."""

    caption: str
    pages: tuple[str, ...]


@record(frozen=True, slots=True)
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
    is_standard: bool
    example: str
    """A session at the prompt of Python."""


def index_page(
    site: Site, figures: str, chapters: tuple[ChapterView, ...], example: str
) -> IndexPage:
    """The first page: what this is, how to begin, and what there is."""
    package = site.model.package
    return IndexPage(
        header=HEADER.format(source=site.source(package.span)),
        label="index",
        title=text(title(site)),
        doc=paragraphs(package.doc or package.title),
        counts=figures,
        classes=_classes(site),
        editions=bullets(_editions(site)),
        stands_on=_stands_on(site),
        chapters=chapters,
        is_standard=site.is_standard,
        example=example,
    )


def most_usual(site: Site) -> InterfaceClass | None:
    """The class that most objects may be of, whose example is shown; the first of the spec otherwise."""
    return max(
        site.model.classes,
        key=lambda each: len(site.objects_of(each.class_id)),
        default=None,
    )


def sources_page(site: Site) -> SectionsPage:
    """The legend: what the keys mean that classes and objects name as their sources."""
    rows = (
        {
            "Source": place(code(key), labels.named("source", key)),
            "What it is": prose(what),
        }
        for key, what in site.model.package.sources.items()
    )
    return sections_page(
        source=site.source(site.model.package.span),
        label="sources",
        title="Sources",
        lead=blocks(_SOURCES_LEAD, table(rows)),
    )


_SOURCES_LEAD: Final = (
    "Where the facts are from. Class versions, OBIS codes and telegrams name their sources by these keys."
)


def _editions(site: Site) -> Iterator[str]:
    """What the package covers, and the editions that its versions refer to."""
    package = site.model.package
    yield from map(prose, package.edition)
    if package.editions:
        # The page of coverage tells what they are, and what each of them brought.
        linked = bool(site.model.classes)
        keyed = (
            link(name, labels.named("edition", each.key)) if linked else name
            for each in package.editions
            for name in [text(each.label)]
        )
        yield f"Class versions name the first one that has them: {joined(keyed)}"


def counts(model: Model) -> str:
    """How much the package holds, in one sentence."""
    versions = [version for each in model.classes for version in each.versions]
    types = list(model.types.values())
    figures = (
        (len(model.classes), "interface classes"),
        (len(versions), "class versions"),
        (sum(len(version.attributes) for version in versions), "attributes"),
        (sum(len(version.methods) for version in versions), "methods"),
        (sum(isinstance(each, Structure) for each in types), "structures"),
        (sum(isinstance(each, Enumeration) for each in types), "enumerations"),
        (sum(isinstance(each, Bits) for each in types), "sets of named bits"),
        (sum(1 for _ in model.unit_rows), "units"),
        (len(model.media), "media"),
        (len(model.objects), "OBIS entries"),
        (len(model.telegrams), "lists that meters push"),
    )
    told = [f"**{number}** {what}" for number, what in figures if number]
    return f"In figures: {joined(told)}."


def _classes(site: Site) -> str:
    """Classes by family, each a link."""
    return table(
        {
            "Family": family_link(family),
            "Classes": ", ".join(site.class_link(each.class_id) for each in members),
        }
        for family, members in families(site.model)
    )


def _stands_on(site: Site) -> str:
    if not site.model.foundations:
        return ""
    names = joined(
        f"{code(each.package.name)} ({text(each.package.title)})"
        for each in site.model.foundations
    )
    return f"Stands on {names}; see [what it uses of that](foundation.md)."
