"""The docs target: pages about the model, and for the standard about the tools."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from ...model import Model, UnitTable
from ...target import Files, Options, OutputFile
from ..rendering import HEADER, environment
from .classes import ClassPage, class_index, class_page
from .command_line import command_line_page
from .coverage import coverage_page
from .doubts import doubts_page
from .foundation import foundation_page
from .front import (
    ChapterView,
    ConfigurationView,
    IndexPage,
    LexerView,
    configuration,
    index_page,
    lexer,
    sources_page,
)
from .labels import class_page as class_path
from .labels import medium_page as medium_path
from .obis import medium_page, obis_index
from .site import Site
from .values import data_types_page, types_page, units_page
from .views import SectionsPage
from .words import diagnostics_page, words_page

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER: Final = PurePosixPath("docs")
_HERE: Final = Path(__file__).parent
_USING: Final = ("python", "command_line", "vendors")
_WRITING: Final = ("language", "words", "diagnostics", "checks", "decisions")
_HAND_WRITTEN: Final = ("python", "vendors", "language", "checks", "decisions")
"""Pages about the tools, which are Markdown files beside this one."""
_ASSETS: Final = ("_static/cosem.css", "_static/cosem.js")


Page: TypeAlias = ClassPage | SectionsPage | IndexPage | ConfigurationView | LexerView


class DocsTarget:
    """Writes `docs/`: a Sphinx project of MyST Markdown."""

    name = "docs"

    def files(self, model: Model, options: Options) -> Files:
        site = Site(model, options)
        pages = model_pages(site)
        chapters = [ChapterView("Object model", _in_navigation(pages))]
        if site.is_standard:
            pages |= {
                "words.md": (words_page(), None),
                "diagnostics.md": (diagnostics_page(), None),
                "command_line.md": (command_line_page(), None),
            }
            chapters = [
                ChapterView("Use it", _USING),
                *chapters,
                ChapterView("Specify it", _WRITING),
            ]
        pages["index.md"] = (index_page(site, tuple(chapters)), None)
        pages["conf.py"] = (configuration(site), None)
        pages["cosem_lexer.py"] = (lexer(), None)
        found = {
            FOLDER / path: OutputFile(_text(path, page), source)
            for path, (page, source) in pages.items()
        }
        static = [*_ASSETS, *(f"{p}.md" for p in _HAND_WRITTEN if site.is_standard)]
        found |= {FOLDER / path: OutputFile(_hand_written(path)) for path in static}
        return dict(sorted(found.items()))


def model_pages(site: Site) -> dict[str, tuple[Page, str | None]]:
    """Pages about the model by path, in reading order, each with its spec file."""
    model = site.model
    pages: dict[str, tuple[Page, str | None]] = {}
    if model.classes:
        pages["classes/index.md"] = (class_index(site), None)
    for each in model.classes:
        path = f"{class_path(model, each)}.md"
        pages[path] = (class_page(site, each), site.source(each.span))
    if model.media or model.groups or model.objects:
        pages["obis/index.md"] = (obis_index(site), None)
    for medium in model.media:
        path = f"{medium_path(medium.code, medium.name)}.md"
        pages[path] = (medium_page(site, medium), site.source(medium.span))
    if site.shared_types:
        pages["types.md"] = (types_page(site), None)
    for definition in model.types.values():
        if isinstance(definition, UnitTable):
            source = site.source(definition.span)
            pages["units.md"] = (units_page(site, definition), source)
    if model.data_types or model.layouts:
        pages["data_types.md"] = (data_types_page(site), None)
    if model.foundations:
        pages["foundation.md"] = (foundation_page(site), None)
    if model.classes:
        pages["coverage.md"] = (coverage_page(site), None)
    doubts = doubts_page(site)
    if doubts.groups or site.is_standard:
        pages["open_questions.md"] = (doubts, None)
    if model.package.sources:
        pages["sources.md"] = (sources_page(site), site.source(model.package.span))
    return pages


def _in_navigation(pages: dict[str, tuple[Page, str | None]]) -> tuple[str, ...]:
    names = [path.removesuffix(".md") for path in pages]
    return tuple(name for name in names if "/" not in name or name.endswith("/index"))


def _text(path: str, page: Page) -> str:
    rendered = _template(page.template).render(page=page)
    return tidy(rendered) if path.endswith(".md") else rendered


@cache
def _template(name: str) -> Template:
    return environment(__package__).get_template(name)


def tidy(rendered: str) -> str:
    """At most one blank line between blocks, outside of code; one line end at the end."""
    lines: list[str] = []
    fence = ""
    for line in rendered.split("\n"):
        start = line.strip()[:3]
        if start == "```":
            fence = "" if fence else start
        if line.strip() or fence or (lines and lines[-1]):
            lines.append(line.rstrip() if not fence else line)
    return "\n".join(lines).strip("\n") + "\n"


def _hand_written(path: str) -> str:
    source = _HERE / "pages" / path
    header = HEADER.format(source="the documentation target of cosemgen")
    comment = "<!-- {} -->" if source.suffix == ".md" else "/* {} */"
    return f"{comment.format(header)}\n\n{source.read_text(encoding='utf-8')}"
