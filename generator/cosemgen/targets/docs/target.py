"""The docs target: pages about the model, and for the standard about the tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from ...model import InterfaceClass, Model, Seen, UnitTable
from ...model.walk import Same
from ...target import Files, Later, Options
from ..rendering import HEADER, environment, source_of
from .classes import ClassPage, class_index, class_page
from .coverage import coverage_page
from .doubts import doubts_of, doubts_page
from .foundation import foundation_page
from .front import (
    ChapterView,
    ConfigurationView,
    IndexPage,
    SearchView,
    configuration,
    counts,
    index_page,
    most_usual,
    search,
    sources_page,
)
from .labels import class_page as class_path
from .labels import medium_page as medium_path
from .obis import medium_page, obis_index
from .objects import used_by_objects
from .profiles import profile_page, profile_path
from .quirks import quirks_page
from .site import Site
from .telegrams import telegrams_page
from .usage import example
from .values import data_types_page, types_page, units_page
from .views import SectionsPage

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER: Final = PurePosixPath("docs")
_HERE: Final = Path(__file__).parent
_USING: Final = (
    *("python", "command_line", "deviations", "columns", "archives", "dumps"),
    *("live", "judge", "importing", "simulate", "found", "tutorial_vendor", "vendors"),
)
_WRITING: Final = (
    *("tutorial_maintainer", "language", "words", "diagnostics", "differences"),
    *("editors", "language_server", "checks", "decisions"),
)
_HAND_WRITTEN: Final = (
    *("python", "columns", "archives", "dumps", "live", "importing", "vendors"),
    *("language", "language_server", "editors", "checks", "decisions"),
    *("tutorial_maintainer", "tutorial_vendor"),
)
"""Pages about the tools, which are Markdown files beside this one."""
_TOOLS: Final = {
    "words.md": ("words", "words_page"),
    "diagnostics.md": ("words", "diagnostics_page"),
    "command_line.md": ("command_line", "command_line_page"),
    "deviations.md": ("deviations", "deviations_page"),
    "differences.md": ("differences", "differences_page"),
    "judge.md": ("judging", "judging_page"),
    "found.md": ("found", "found_page"),
    "simulate.md": ("simulating", "simulating_page"),
}
"""The others about the tools, with module and function: as they tell of half of this house, each is imported when it is made."""
_ASSETS: Final = ("_static/cosem.css", "_static/cosem.js")


Page: TypeAlias = ClassPage | SectionsPage | IndexPage | ConfigurationView | SearchView


class DocsTarget:
    """Writes `docs/`: a Sphinx project of MyST Markdown."""

    name = "docs"

    def files(self, model: Model, options: Options) -> Files:
        site = Site(model, options)
        pages = model_pages(site)
        chapters = [ChapterView("Object model", _in_navigation(pages))]
        if site.is_standard:
            tools = (Later(_tools_page, each) for each in _TOOLS.values())
            pages |= zip(_TOOLS, tools, strict=True)
            chapters = [
                ChapterView("Use it", _USING),
                *chapters,
                ChapterView("Specify it", _WRITING),
            ]
        pages["index.md"] = _index(site, tuple(chapters))
        pages["conf.py"] = Later(_conf, (model.outline, site.python_package))
        pages["cosem_search.py"] = Later(_tools_module, (search,))
        static = [*_ASSETS, *(f"{p}.md" for p in _HAND_WRITTEN if site.is_standard)]
        pages |= {path: Later(_hand_written, (path,)) for path in static}
        return {FOLDER / path: pages[path] for path in sorted(pages)}


def model_pages(site: Site) -> dict[str, Later]:
    """Pages about the model by path, in reading order."""
    model = site.model
    outline = model.outline, site.python_package
    pages: dict[str, Later] = {}
    if model.classes:
        pages["classes/index.md"] = _whole(class_index(site))
    for each in model.classes:
        path = f"{class_path(model, each)}.md"
        objects = Later(_objects, (*outline, each.class_id))
        inputs = objects, site.python_package, *_seen_by(model, each)
        pages[path] = Later(_class, inputs, source_of(model, each.module))
    if model.media or model.groups or model.objects:
        pages["obis/index.md"] = Later(_of_outline, (obis_index, *outline))
    for medium in model.media:
        path = f"{medium_path(medium.code, medium.name)}.md"
        source = site.source(medium.span)
        pages[path] = Later(_medium, (*outline, medium.code), source)
    if model.telegrams:
        pages["telegrams.md"] = Later(_of_outline, (telegrams_page, *outline))
    if site.shared_types:
        types = [each.id for of in site.shared_types.values() for each in of]
        users = tuple((each, site.users.get(each, ())) for each in types)
        pages["types.md"] = Later(_of_outline, (types_page, *outline, users))
    for definition in model.types.values():
        if isinstance(definition, UnitTable):
            source = site.source(definition.span)
            pages["units.md"] = Later(
                _of_outline, (units_page, *outline, definition), source
            )
    if model.data_types or model.layouts:
        pages["data_types.md"] = Later(_of_outline, (data_types_page, *outline))
    if model.quirks:
        pages["quirks.md"] = Later(_of_outline, (quirks_page, *outline))
    for profile in model.profiles:
        source = site.source(profile.span)
        pages[f"{profile_path(profile)}.md"] = _whole(
            profile_page(site, profile), source
        )
    if model.foundations:
        pages["foundation.md"] = _whole(foundation_page(site))
    doubts = {each.class_id: doubts_of(site, each) for each in model.classes}
    if model.classes:
        pages["coverage.md"] = _whole(coverage_page(site, doubts))
    uncertain = doubts_page(site, doubts.values())
    if uncertain.groups or site.is_standard:
        pages["open_questions.md"] = _whole(uncertain)
    if model.package.sources:
        source = site.source(model.package.span)
        pages["sources.md"] = Later(_of_outline, (sources_page, *outline), source)
    return pages


def _index(site: Site, chapters: tuple[ChapterView, ...]) -> Later:
    """The first page: with classes, the example of one of them is a part of it."""
    model, package = site.model, site.python_package
    usual = most_usual(site)
    session: Later | str = ""
    if usual is not None:
        session = Later(_example, (package, *_seen_by(model, usual)))
    told = counts(model), chapters, session
    return Later(_of_outline, (index_page, model.outline, package, *told))


def _whole(page: Page, source: str | None = None) -> Later:
    return Later(_markdown, (page,), source)


# ---------------------------------------------------------------- pages of parts of the model


def _seen_by(model: Model, found: InterfaceClass) -> tuple[Model, *Seen]:
    """What the page of a class is made of: it tells what has changed since the class that it is written from too."""
    # The example names a code.
    outline, (_, classes, types) = model.outline, model.seen_by(found.module)
    for version in found.versions:
        origin = version.origin and model.interface_class(version.origin.class_id)
        if origin is None or origin in classes:
            continue
        if origin in model.classes_by_module.get(origin.module, ()):
            classes += (origin,)
            types += model.types_by_class.get(origin.class_id, ())
    return outline, classes, types, found.class_id


def _class(objects: str, package: str, outline: Model, *seen: *Seen) -> str:
    site, found = _site(Same(outline), package).with_class(*seen)
    return _markdown(class_page(site, found, objects))


def _example(package: str, outline: Model, *seen: *Seen) -> str:
    return example(*_site(Same(outline), package).with_class(*seen))


def _objects(outline: Model, package: str, class_id: int) -> str:
    """What needs the words of all codes: it stays while nothing but classes change."""
    return used_by_objects(_site(Same(outline), package), class_id)


def _medium(outline: Model, package: str, code: int) -> str:
    found = next(each for each in outline.media if each.code == code)
    return _markdown(medium_page(_site(Same(outline), package), found))


def _of_outline(
    planned: Callable[..., Page], outline: Model, package: str, *others: object
) -> str:
    return _markdown(planned(_site(Same(outline), package), *others))


def _conf(outline: Model, package: str) -> str:
    return _rendered(configuration(_site(Same(outline), package)))


def _tools_page(module: str, function: str) -> str:
    planned = getattr(import_module(f".{module}", __package__), function)
    return _markdown(planned())


def _tools_module(planned: Callable[[], Page]) -> str:
    return _rendered(planned())


@lru_cache(maxsize=1)
def _site(outline: Same, package: str) -> Site:
    """The site of an outline, which many pages see."""
    return Site(outline.model, Options(package))


# ---------------------------------------------------------------- text


def _in_navigation(pages: Iterable[str]) -> tuple[str, ...]:
    names = [path.removesuffix(".md") for path in pages]
    return tuple(name for name in names if "/" not in name or name.endswith("/index"))


def _markdown(page: Page) -> str:
    return tidy(_rendered(page))


def _rendered(page: Page) -> str:
    return _template(page.template).render(page=page)


@cache
def _template(name: str) -> Template:
    return environment(__package__).get_template(name)


def tidy(rendered: str) -> str:
    """At most one blank line between blocks, outside of code; one line end at the end."""
    lines: list[str] = []
    fence = ""
    for line in rendered.split("\n"):
        bare = line.strip()
        if bare.startswith("```"):
            fence = "" if fence else bare[:3]
        if bare or fence or (lines and lines[-1]):
            lines.append(line if fence else line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"


def _hand_written(path: str) -> str:
    """A page as it stands beside this file. It belongs to the generator, whose fingerprint tells a change of it."""
    source = _HERE / "pages" / path
    header = HEADER.format(source="the documentation target of cosemgen")
    comment = "<!-- {} -->" if source.suffix == ".md" else "/* {} */"
    return f"{comment.format(header)}\n\n{source.read_text(encoding='utf-8')}"
