"""Arguments of rules: attributes, fields and paths that are there."""

from __future__ import annotations

from typing import NamedTuple

from ..lower.expressions import UNKNOWN
from ..model import ClassVersion, Rule, Simple, Span, Structure, TypeExpression
from ..vocabulary import RULES, SIMPLE_TYPES
from ..words import did_you_mean, listed, plural
from .context import Context, Place
from .written import requires


def check_rules(context: Context) -> None:
    """Rules are given attributes, fields and paths that are there."""
    _class_rules(context)
    attributes: dict[int, set[str]] = {}
    for one, version in context.versions():
        known = attributes.setdefault(one.class_id, set())
        known.update(attribute.name for attribute in version.attributes)
    for place in context.places:
        for rule in place.facts.rules:
            _member_rule(context, place, rule, attributes)


class _Miss(NamedTuple):
    """A step of a path that a version does not have."""

    rule: Rule
    owner: str
    """Attribute that has no such field; empty for the version itself."""
    step: str
    hint: str


def _class_rules(context: Context) -> None:
    """One finding for each `requires` line and step, with the versions that lack it."""
    missed = {
        (version.class_id, version.version): _misses(context, version)
        for _, version in context.versions()
    }
    found: dict[tuple[int, Span, _Miss], list[int]] = {}
    for one, version in context.versions():
        entry = context.entry(version)
        if version.undefined or entry is None or entry.misnumbered:
            continue
        inherited = missed.get(version.origin or (-1, -1), ())
        for miss in missed[one.class_id, version.version]:
            span = requires(entry.node.parts, miss.rule) or requires(
                entry.owner.node.parts, miss.rule
            )
            if span is not None or miss not in inherited:
                place = (one.class_id, span or version.span, miss)
                found.setdefault(place, []).append(version.version)
    classes = {one.class_id: one for one in context.model.classes}
    for (class_id, span, miss), numbers in found.items():
        one = classes[class_id]
        owner = one.name
        if miss.owner:
            owner += f".{miss.owner}"
        step = f"'{miss.step}'"
        if len(numbers) < len(one.versions):
            word = plural("version", len(numbers))
            step += f" in {word} {listed(numbers, 'and')}"
        _unknown(context, span, miss.rule, owner, step, miss.hint)


def _misses(context: Context, version: ClassVersion) -> list[_Miss]:
    attributes = {attribute.name: attribute for attribute in version.attributes}
    found: list[_Miss] = []
    for rule in version.rules:
        for path in rule.arguments:
            if isinstance(path, int):
                continue
            first, *rest = path.split(".")
            if first not in attributes:
                hint = did_you_mean(first, attributes)
                found.append(_Miss(rule, "", first, hint))
                continue
            expression: TypeExpression = attributes[first].type
            for step in rest:
                inner = context.elements(expression)
                fields = (
                    {field.name: field for field in inner.fields}
                    if isinstance(inner, Structure)
                    else {}
                )
                if step not in fields:
                    hint = did_you_mean(step, fields)
                    found.append(_Miss(rule, first, step, hint))
                    break
                expression = fields[step].type
    return found


def _member_rule(
    context: Context, place: Place, rule: Rule, attributes: dict[int, set[str]]
) -> None:
    if place.type is UNKNOWN:
        return
    entry = RULES[rule.name]
    found = context.elements(place.type)
    for kind, argument in zip(entry.parameters, rule.arguments, strict=False):
        if kind == "attribute" and place.class_id is not None:
            known = attributes.get(place.class_id, set())
            if argument not in known and known:
                span = context.written.rule(place.span, rule)
                hint = did_you_mean(str(argument), known)
                _unknown(context, span, rule, "the class", f"'{argument}'", hint)
        elif kind == "field" and entry.name != "member_of":
            names = (
                [field.name for field in found.fields]
                if isinstance(found, Structure)
                else []
            )
            if argument not in names:
                span = context.written.rule(place.span, rule)
                hint = did_you_mean(str(argument), names)
                _unknown(context, span, rule, place.where, f"'{argument}'", hint)
    wanted = {"octets_multiple_of": "string", "bits_multiple_of": "bits"}.get(rule.name)
    if wanted is not None and not context.any_of(
        place.type,
        lambda one: isinstance(one, Simple) and SIMPLE_TYPES[one.name].kind == wanted,
    ):
        what = "a string" if wanted == "string" else "a bit-string"
        context.report.error(
            context.written.rule(place.span, rule),
            "C214",
            f"rule '{rule.name}' of {place.where}: expected {what} as its type",
        )


def _unknown(
    context: Context, span: Span, rule: Rule, owner: str, what: str, hint: str
) -> None:
    context.report.error(
        span, "C214", f"rule '{rule.name}': {owner} has no {what}", hint
    )
