"""The page of everything that is not certain, gathered from all classes and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ... import model as m
from ...notation import meaning_text, name_text
from . import labels
from .markup import bullets, code, link, prose, text
from .objects import codes_text
from .site import Site
from .views import GroupView, SectionsPage, SectionView, sections_page


def doubts_page(site: Site) -> SectionsPage:
    """Open questions and unconfirmed facts of each class, then of shared types, OBIS codes and telegrams."""
    classes = (_class(site, each) for each in site.model.classes)
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
                sections=tuple(section for section in classes if section.body),
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


def count_doubts(site: Site, found: m.InterfaceClass) -> tuple[int, int]:
    """Open questions and unconfirmed facts of a class, each once however many versions inherit it."""
    questions = {q for v in found.versions for q in _questions(v)}
    facts = {what for v in found.versions for what in _doubtful(v)}
    types = [d for each in site.own_types(found.class_id) for d in _unconfirmed(each)]
    return len(questions), len(facts) + len(types)


def _class(site: Site, found: m.InterfaceClass) -> SectionView:
    lines: dict[str, str] = {}
    for version in found.versions:
        where = site.version_link(version, f"Version {version.version}")
        for what in (*_questions(version), *_doubtful(version), *_dated(version)):
            # What a version inherits is told once, where it comes up first.
            lines.setdefault(what, f"{where}: {what}")
    types = (
        line
        for definition in site.own_types(found.class_id)
        for line in _of_type(site, definition)
    )
    return SectionView(
        label=f"open-{labels.interface_class(found.class_id)}",
        title=text(f"{found.name} ({found.class_id})"),
        body=bullets((*lines.values(), *types)),
    )


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
        yield from _of(
            f"attribute {attribute.number} {code(attribute.name)}", attribute.facts
        )
        for selector in attribute.selectors:
            what = f"selector {selector.number} of {code(attribute.name)}"
            yield from _of(what, selector.facts)
    for method in version.methods:
        what = f"method {method.number} {code(method.name)}"
        yield from _of(what, method.facts)
        if method.parameter is None:
            yield f"{what}: the parameter is not known"
        else:
            yield from _of(f"parameter of {what}", method.parameter.facts)


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
                at = ".".join(map(str, item.place or item.code or ()))
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
    if not isinstance(definition, m.UnitTable):
        yield from _of("the type itself", definition.facts)
    match definition:
        case m.Structure(fields=fields):
            for field in fields:
                yield from _of(f"member {code(field.name)}", field.facts)
        case m.Enumeration(members=members) | m.Bits(members=members):
            for member in members:
                yield from _of(f"{member.value} {code(member.name)}", member.facts)
        case m.UnitTable(rows=rows):
            for row in rows:
                yield from _of(f"{row.value} {code(row.name)}", row.facts)


def _of(what: str, facts: m.Facts) -> Iterator[str]:
    if facts.unconfirmed is not None:
        yield f"{what}: {prose(facts.unconfirmed) or 'not confirmed'}"
