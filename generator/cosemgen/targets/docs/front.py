"""The first page of the site and the configuration that builds it."""

from __future__ import annotations

from ...model import (
    Bits,
    Enumeration,
    Model,
    Structure,
    UnitTable,
)
from ..rendering import HEADER
from . import labels
from .markup import bullets, code, joined, link, paragraphs, prose, span, table, text
from .site import Site
from .views import ChapterView, ConfigurationView, IndexPage


def title(site: Site) -> str:
    """Name of the site."""
    return "COSEM object model" if site.is_standard else site.model.package.title


def configuration(site: Site) -> ConfigurationView:
    """What `conf.py` says."""
    return ConfigurationView(
        header=HEADER.format(source="every file of the spec"),
        project=repr(title(site)),
        title=repr(title(site)),
    )


def index_page(site: Site, chapters: tuple[ChapterView, ...]) -> IndexPage:
    """The first page: what this is, in figures, and where the facts are from."""
    package = site.model.package
    return IndexPage(
        header=HEADER.format(source=package.span.file or "every file of the spec"),
        label="index",
        title=text(title(site)),
        doc=paragraphs(package.doc or package.title),
        counts=table(("", ""), counts(site.model)),
        editions=bullets(prose(each) for each in package.editions),
        stands_on=_stands_on(site),
        chapters=chapters,
        sources=table(
            ("Source", "What it is"),
            [
                (span(code(key), "number", label=labels.source(key)), prose(what))
                for key, what in package.sources.items()
            ],
        ),
    )


def counts(model: Model) -> list[tuple[str, str]]:
    """How much the package holds, as rows."""
    versions = [version for each in model.classes for version in each.versions]
    types = list(model.types.values())
    figures = (
        (len(model.classes), "interface classes"),
        (len(versions), "class versions"),
        (sum(len(version.attributes) for version in versions), "attributes of all versions"),
        (sum(len(version.methods) for version in versions), "methods of all versions"),
        (sum(isinstance(each, Structure) for each in types), "structures"),
        (sum(isinstance(each, Enumeration) for each in types), "enumerations"),
        (sum(isinstance(each, Bits) for each in types), "sets of named bits"),
        (sum(len(each.rows) for each in types if isinstance(each, UnitTable)), "units"),
        (len(model.media), "media"),
        (sum(each.kind is None for each in model.objects), "named OBIS entries"),
        (sum(each.kind is not None for each in model.objects), "OBIS ranges left to others"),
    )
    return [(str(number), what) for number, what in figures if number]


def _stands_on(site: Site) -> str:
    if not site.model.foundations:
        return ""
    names = joined(
        f"{code(each.package.name)} ({text(each.package.title)})"
        for each in site.model.foundations
    )
    return f"Stands on {names}; see {link('what it uses of that', 'foundation')}."
