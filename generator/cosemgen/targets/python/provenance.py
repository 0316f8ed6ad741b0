"""Where class versions stand and how sure they are, as text; `cosem_runtime.catalogue.provenance` reads it."""

from __future__ import annotations

from collections.abc import Iterator

from ... import model as m
from ...model.walk import leading, reached
from ..rendering import HEADER, source_of
from .modules import exports
from .prose import docstring
from .rows import TablesView, TableView, block, row


def provenance(model: m.Model) -> TablesView:
    """The module `_provenance`."""
    rows = [_row(version) for cls in model.classes for version in cls.versions]
    # Most attributes are in no doubt, and have many types.
    doubted = leading(model.type, lambda named: any(_unconfirmed(named)))
    doubts = [
        row(f"{version.class_id} {version.version} {attribute.number}", *doubt)
        for cls in model.classes
        for version in cls.versions
        for attribute in version.attributes
        if doubted(attribute.type)
        for doubt in _doubts(model, attribute)
    ]
    return TablesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("How sure the facts of each class version are.", 0),
        tables=(
            TableView("VERSIONS", "Final", block(rows)),
            TableView("DOUBTS", "Final", block(doubts)),
        ),
        exports=exports(iter(("DOUBTS", "VERSIONS"))),
    )


def _row(version: m.ClassVersion) -> str:
    return row(
        f"{version.class_id} {version.version}",
        version.name,
        version.clause,
        version.edition,
        _confidence(version),
        *_open(version),
    )


def _confidence(version: m.ClassVersion) -> str:
    reason = version.confidence_reason
    return f"{version.confidence or ''}{f': {reason}' if reason else ''}"


def _open(version: m.ClassVersion) -> Iterator[str]:
    if version.undefined:
        yield f"not defined: {version.undefined}"
    yield from version.open_questions


def _doubts(model: m.Model, attribute: m.Attribute) -> Iterator[tuple[str, str]]:
    """What is not confirmed of the types that an attribute is made of: a member or nothing, and what."""
    for target in sorted(reached([attribute.type], model.type), key=_order):
        for member, name, reason in _unconfirmed(model.type(target)):
            what = ".".join(filter(None, (target.name, name)))
            yield member, f"{what}: {reason or 'not confirmed'}"


def _order(target: m.TypeId) -> tuple[str, str, int]:
    version = -1 if target.version is None else target.version
    return target.name, target.module, version


def _unconfirmed(definition: m.NamedType) -> Iterator[tuple[str, str, str]]:
    """The members of a type that are in doubt: which has a place of its own, its name, and why.

    A value of an enumeration, and the type itself, are told for all that is of the type. Units are left out: the doubts of one
    are not those of every value that has a unit.
    """
    if isinstance(definition, m.UnitTable):
        return
    told: list[tuple[str, str, m.Facts]] = [("", "", definition.facts)]
    match definition:
        case m.Structure(fields=fields):
            told += [(field.name, field.name, field.facts) for field in fields]
        case m.Enumeration(members=members) | m.Bits(members=members):
            told += [("", member.name, member.facts) for member in members]
    for member, name, facts in told:
        if facts.unconfirmed is not None:
            yield member, name, facts.unconfirmed
