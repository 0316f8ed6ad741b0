"""The page of everything that is not certain, gathered from all classes and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import (
    Bits,
    ClassVersion,
    Enumeration,
    Facts,
    InterfaceClass,
    Model,
    NamedType,
    Structure,
    UnitTable,
)
from ..rendering import HEADER
from . import labels
from .markup import bullets, code, link, prose, text
from .objects import codes_text
from .site import Site
from .views import GroupView, SectionsPage, SectionView


def doubts_page(site: Site) -> SectionsPage:
    """Open questions and unconfirmed facts of each class, then of shared types and OBIS codes."""
    classes = [_class(site, each) for each in site.model.classes]
    shared = [
        f"{site.type_link(definition.id)}, {what}"
        for target, definition in site.model.types.items()
        if target.class_id is None
        for what in _unconfirmed(definition)
    ]
    groups = [
        GroupView(
            "open-classes",
            "Interface classes",
            "",
            tuple(section for section in classes if section.body),
        ),
        GroupView("open-types", "Shared types", bullets(shared), ()),
        GroupView("open-obis", "OBIS codes", bullets(_obis(site.model)), ()),
    ]
    return SectionsPage(
        header=HEADER.format(source="every file of the spec"),
        label="open-questions",
        title="What is not certain",
        lead=_STANDARD if site.is_standard else _OTHER,
        groups=tuple(group for group in groups if group.body or group.sections),
    )


_STANDARD: Final = (
    "The spec is put together from public sources, which have gaps and disagree in places. "
    "Whatever no source could confirm is marked so where it stands; this page gathers the marks. "
    "Where sources disagree, the page of the class tells what was decided and why."
)

_OTHER: Final = (
    "What the spec marks as unconfirmed, or as an open question, gathered from all its pages."
)


def count_doubts(site: Site, interface_class: InterfaceClass) -> tuple[int, int]:
    """Open questions and unconfirmed facts of a class, each once however many versions inherit it."""
    questions = {q for v in interface_class.versions for q in _questions(v)}
    facts = {what for v in interface_class.versions for what in _doubtful(v)}
    types = sum(
        len(list(_unconfirmed(definition)))
        for definition in site.own_types(interface_class.class_id)
    )
    return len(questions), len(facts) + types


def _class(site: Site, interface_class: InterfaceClass) -> SectionView:
    lines: list[str] = []
    told: set[str] = set()
    for version in interface_class.versions:
        where = link(
            f"Version {version.version}",
            labels.version(version.class_id, version.version),
        )
        for what in (*_questions(version), *_doubtful(version), *_dated(version)):
            # What a version inherits is told once, where it comes up first.
            if what not in told:
                told.add(what)
                lines.append(f"{where}: {what}")
    for definition in site.own_types(interface_class.class_id):
        for what in _unconfirmed(definition):
            lines.append(f"{site.type_link(definition.id)}, {what}")
    return SectionView(
        label=f"open-class-{interface_class.class_id}",
        title=text(f"{interface_class.name} ({interface_class.class_id})"),
        body=bullets(lines),
    )


def _questions(version: ClassVersion) -> Iterator[str]:
    if version.undefined:
        yield f"not defined. {prose(version.undefined)}"
    for question in version.open_questions:
        yield prose(question)


def _doubtful(version: ClassVersion) -> Iterator[str]:
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


def _dated(version: ClassVersion) -> Iterator[str]:
    """Where in the editions of the standard a version stands, as far as that is not certain."""
    since = version.since
    if since is not None and since.unconfirmed is not None:
        edition = since._replace(unconfirmed=None).text
        yield f"first edition {text(edition)}: {prose(since.unconfirmed)}"
    for clause in version.clauses:
        if clause.unconfirmed is not None:
            place = clause._replace(unconfirmed=None).text
            yield f"clause {text(place)}: {prose(clause.unconfirmed)}"


def _obis(model: Model) -> Iterator[str]:
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
                meaning = f" ({prose(each.meaning)})" if each.meaning else ""
                yield f"{codes}{meaning}: {prose(each.unconfirmed)}"
    for found in model.objects:
        if found.unconfirmed is not None:
            name = f"{code(found.pattern)} {prose(found.name)}"
            yield f"{name}: {prose(found.unconfirmed)}"


def _unconfirmed(definition: NamedType) -> Iterator[str]:
    if not isinstance(definition, UnitTable):
        yield from _of("the type itself", definition.facts)
    match definition:
        case Structure(fields=fields):
            for field in fields:
                yield from _of(f"member {code(field.name)}", field.facts)
        case Enumeration(members=members) | Bits(members=members):
            for member in members:
                yield from _of(f"{member.value} {code(member.name)}", member.facts)
        case UnitTable(rows=rows):
            for row in rows:
                yield from _of(f"{row.value} {code(row.name)}", row.facts)


def _of(what: str, facts: Facts) -> Iterator[str]:
    if facts.unconfirmed is not None:
        yield f"{what}: {prose(facts.unconfirmed) or 'not confirmed'}"
