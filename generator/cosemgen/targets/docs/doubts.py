"""The page of everything that is not certain, gathered from all classes and types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from ... import model as m
from ...notation import dotted, meaning_text, name_text
from . import labels
from .markup import bullets, code, link, prose, text
from .objects import codes_text
from .site import Site
from .views import GroupView, SectionsPage, SectionView, sections_page


class Doubts(NamedTuple):
    """What is not certain of a class: each thing once, however many versions inherit it."""

    questions: int
    facts: int
    section: SectionView


def doubts_page(site: Site, classes: Iterable[Doubts]) -> SectionsPage:
    """Open questions and unconfirmed facts of each class, then of shared types, OBIS codes and telegrams."""
    shared = (
        line
        for definition in site.model.types.values()
        if definition.id.class_id is None
        for line in _of_type(site, definition)
    )
    return sections_page(
        source="every file of the spec",
        label="open-questions",
        title="What is not certain",
        lead=_STANDARD if site.is_standard else _OTHER,
        groups=(
            GroupView(
                "open-classes",
                "Interface classes",
                sections=tuple(each.section for each in classes if each.section.body),
            ),
            GroupView("open-types", "Shared types", bullets(shared)),
            GroupView("open-obis", "OBIS codes", bullets(_obis(site.model))),
            GroupView(
                "open-telegrams",
                "Lists that meters push",
                bullets(_telegrams(site.model)),
            ),
            GroupView("open-quirks", "Quirks", bullets(_quirks(site.model))),
            GroupView(
                "open-profiles",
                "Companion profiles",
                bullets(_profiles(site.model)),
            ),
        ),
    )


_STANDARD: Final = (
    "The spec is put together from public sources, which have gaps and disagree in places. "
    "Whatever no source could confirm is marked so where it stands; this page gathers the marks. "
    "Where sources disagree, the page of the class tells what was decided and why."
)

_OTHER: Final = (
    "What the spec marks as unconfirmed, or as an open question, gathered from all its pages."
)


def doubts_of(site: Site, found: m.InterfaceClass) -> Doubts:
    """What is not certain of a class."""
    questions: set[str] = set()
    facts: set[str] = set()
    lines: dict[str, str] = {}
    for version in found.versions:
        asked, doubtful = [*_questions(version)], [*_doubtful(version)]
        questions.update(asked)
        facts.update(doubtful)
        where = site.version_link(version, f"Version {version.version}")
        for what in (*asked, *doubtful, *_dated(version)):
            # What a version inherits is told once, where it comes up first.
            lines.setdefault(what, f"{where}: {what}")
    types = [
        line
        for definition in site.own_types(found.class_id)
        for line in _of_type(site, definition)
    ]
    section = SectionView(
        label=f"open-{labels.interface_class(found.class_id)}",
        title=text(f"{found.name} ({found.class_id})"),
        body=bullets((*lines.values(), *types)),
    )
    return Doubts(len(questions), len(facts) + len(types), section)


def _of_type(site: Site, definition: m.NamedType) -> Iterator[str]:
    for what in _unconfirmed(definition):
        yield f"{site.type_link(definition.id)}, {what}"


def _questions(version: m.ClassVersion) -> Iterator[str]:
    if version.undefined:
        yield f"not defined. {prose(version.undefined)}"
    for question in version.open_questions:
        yield prose(question)


def _doubtful(version: m.ClassVersion) -> Iterator[str]:
    for rule in version.rules:
        if rule.unconfirmed is not None:
            yield f"rule {code(rule.name)}: {prose(rule.unconfirmed)}"
    for attribute in version.attributes:
        if _is_doubted(attribute):
            what = f"attribute {attribute.number} {code(attribute.name)}"
            yield _doubt(what, attribute)
        for selector in filter(_is_doubted, attribute.selectors):
            what = f"selector {selector.number} of {code(attribute.name)}"
            yield _doubt(what, selector)
    for method in version.methods:
        what = f"method {method.number} {code(method.name)}"
        if _is_doubted(method):
            yield _doubt(what, method)
        if method.parameter is None:
            yield f"{what}: the parameter is not known"
        elif _is_doubted(method.parameter):
            yield _doubt(f"parameter of {what}", method.parameter)


def _dated(version: m.ClassVersion) -> Iterator[str]:
    """Where in the editions of the standard a version stands, as far as that is not certain."""
    since = version.since
    if since is not None and since.unconfirmed is not None:
        edition = since._replace(unconfirmed=None).text
        yield f"first edition {text(edition)}: {prose(since.unconfirmed)}"
    for clause in version.clauses:
        if clause.unconfirmed is not None:
            place = clause._replace(unconfirmed=None).text
            yield f"clause {text(place)}: {prose(clause.unconfirmed)}"


def _obis(model: m.Model) -> Iterator[str]:
    """Codes of value groups, then objects and ranges."""
    tables = [("every medium", group) for group in model.groups]
    for medium in model.media:
        if medium.same_as is None:
            tables += [(medium.name, group) for group in medium.groups]
    for where, group in tables:
        for each in group.codes:
            if each.unconfirmed is not None:
                codes = (
                    f"{text(where)}, {group.letter} = {text(codes_text(each.codes))}"
                )
                meaning = (
                    f" ({prose(meaning_text(each.meaning))})" if each.meaning else ""
                )
                yield f"{codes}{meaning}: {prose(each.unconfirmed)}"
    for found in model.objects:
        if found.unconfirmed is not None:
            name = f"{code(found.pattern)} {prose(name_text(found.name))}"
            yield f"{name}: {prose(found.unconfirmed)}"


def _telegrams(model: m.Model) -> Iterator[str]:
    for found in model.telegrams:
        name = link(text(found.title), labels.named("telegram", found.name))
        if found.unconfirmed is not None:
            yield f"{name}: {prose(found.unconfirmed)}"
        for item in found.items:
            if item.unconfirmed is not None:
                at = dotted(item.place or item.code or ())
                where = f"place {at}" if item.place else code(at)
                yield f"{name}, {where}: {prose(item.unconfirmed)}"


def _quirks(model: m.Model) -> Iterator[str]:
    for quirk in model.quirks:
        where = link(code(quirk.name), labels.named("quirk", quirk.name))
        for question in quirk.open_questions:
            yield f"{where}: {prose(question)}"
        for effect in quirk.effects:
            if effect.unconfirmed is not None:
                yield f"{where}, {code(effect.means)}: {prose(effect.unconfirmed)}"


def _profiles(model: m.Model) -> Iterator[str]:
    for profile in model.profiles:
        where = link(code(profile.name), labels.named("profile", profile.name))
        if profile.unconfirmed is not None:
            yield f"{where}: {prose(profile.unconfirmed)}"
        for question in profile.open_questions:
            yield f"{where}: {prose(question)}"
        for found in profile.objects:
            what = f"{where}, {code(found.pattern)}"
            if found.unconfirmed is not None:
                yield f"{what}: {prose(found.unconfirmed)}"
            for line in found.lines:
                if line.unconfirmed is not None:
                    yield f"{what}, {code(line.name)}: {prose(line.unconfirmed)}"


def _unconfirmed(definition: m.NamedType) -> Iterator[str]:
    if not isinstance(definition, m.UnitTable) and _is_doubted(definition):
        yield _doubt("the type itself", definition)
    match definition:
        case m.Structure(fields=fields):
            for field in filter(_is_doubted, fields):
                yield _doubt(f"member {code(field.name)}", field)
        case m.Enumeration(members=members) | m.Bits(members=members):
            for member in filter(_is_doubted, members):
                yield _doubt(f"{member.value} {code(member.name)}", member)
        case m.UnitTable(rows=rows):
            for row in filter(_is_doubted, rows):
                yield _doubt(f"{row.value} {code(row.name)}", row)


class _Stated(Protocol):
    """A part of the model of which facts are stated."""

    @property
    def facts(self) -> m.Facts: ...


def _is_doubted(part: _Stated) -> bool:
    """Asked first, as most parts are certain and nothing has to be said of them."""
    return part.facts.unconfirmed is not None


def _doubt(what: str, part: _Stated) -> str:
    return f"{what}: {prose(part.facts.unconfirmed or '') or 'not confirmed'}"
