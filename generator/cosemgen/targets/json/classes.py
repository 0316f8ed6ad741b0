"""Interface classes as JSON."""

from __future__ import annotations

from cosemgen import model as m

from .parts import Json, Object, facts, literal, rule, stated, type_id
from .types import expression


def interface_class(model: m.Model, found: m.InterfaceClass) -> Object:
    """A class with every version written out in full."""
    return {
        "class_id": found.class_id,
        "name": found.name,
        **stated(family=found.family, file=_file(model, found)),
        **stated(description=found.doc),
        "versions": [_version(each) for each in found.versions],
    }


def _file(model: m.Model, found: m.InterfaceClass) -> str:
    """The spec file, as a path below the package's root."""
    names = {f"{found.module}.cosem", f"{found.family}/{found.module}.cosem"}
    return next((path for path in model.files if path in names), "")


def _version(found: m.ClassVersion) -> Object:
    cardinality = found.cardinality
    sources: list[Json] = [
        {"key": each.key, **stated(detail=each.detail)} for each in found.sources
    ]
    origin = found.origin
    return {
        "version": found.version,
        **stated(
            name=found.name,
            description=found.doc,
            clauses=[_clause(each) for each in found.clauses],
            since=_since(found.since),
            undefined=found.undefined,
            withdrawn=found.withdrawn,
            confidence=found.confidence,
            sources=sources,
            decisions=list(found.decisions),
            open_questions=list(found.open_questions),
        ),
        "cardinality": {
            "minimum": cardinality.minimum,
            **stated(maximum=cardinality.maximum),
        },
        "attributes": [_attribute(each) for each in found.attributes],
        "methods": [_method(each) for each in found.methods],
        **stated(
            types=[type_id(each) for each in found.types],
            rules=[rule(each) for each in found.rules],
            origin=None if origin is None else {**origin._asdict()},
            changes=[_change(each) for each in found.changes],
        ),
    }


def _clause(found: m.ClauseReference) -> Object:
    return {
        "clause": found.number,
        **stated(
            editions=[edition.key for edition in found.editions],
            unconfirmed=found.unconfirmed,
        ),
    }


def _since(found: m.Since | None) -> Object | None:
    if found is None:
        return None
    return {
        "first": found.first.key,
        "last": found.last.key,
        **stated(unconfirmed=found.unconfirmed),
    }


def _attribute(found: m.Attribute) -> Object:
    return {
        "number": found.number,
        "name": found.name,
        "type": expression(found.type),
        **stated(
            description=found.doc,
            mark=found.mark,
            default=literal(found.default),
        ),
        "short_name": found.short_name,
        **facts(found.facts),
        **stated(selectors=[_selector(each) for each in found.selectors]),
    }


def _selector(found: m.Selector) -> Object:
    parameter, returns = found.parameter, found.returns
    return {
        "number": found.number,
        "name": found.name,
        **stated(
            description=found.doc,
            parameter=None if parameter is None else expression(parameter),
            returns=None if returns is None else expression(returns),
        ),
        **facts(found.facts),
    }


def _method(found: m.Method) -> Object:
    returns = found.returns
    return {
        "number": found.number,
        "name": found.name,
        **stated(
            description=found.doc,
            parameter=_parameter(found.parameter),
            returns=None if returns is None else expression(returns),
            presence=found.presence,
            short_name=found.short_name,
        ),
        **facts(found.facts),
    }


def _parameter(found: m.Parameter | None) -> Object | None:
    if found is None:
        return None
    return {
        "name": found.name,
        "type": expression(found.type),
        **stated(default=literal(found.default)),
        **facts(found.facts),
    }


def _change(found: m.Change) -> Object:
    return {
        "verb": found.verb,
        "kind": found.kind,
        **stated(name=found.name, number=found.number),
    }
