"""Arguments of rules: attributes, fields and paths that are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from ..lower.expressions import UNKNOWN
from ..model import (
    Array,
    Bits,
    Choice,
    ClassVersion,
    CompactArray,
    Enumeration,
    Rule,
    Simple,
    Span,
    Structure,
    TypeExpression,
)
from ..model.walk import reached
from ..vocabulary import RULES, SIMPLE_TYPES
from ..words import did_you_mean, listed, plural
from .context import Context, Place, Resolved
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
        last = ""
        kinds = RULES[rule.name].kinds(len(rule.arguments))
        for kind, path in zip(kinds, rule.arguments, strict=True):
            if isinstance(path, int):
                continue
            if kind == "value":
                if last in attributes:
                    names = _values(context, attributes[last].type)
                    if path not in names:
                        found.append(_Miss(rule, last, path, did_you_mean(path, names)))
                continue
            first, *rest = path.split(".")
            last = first
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


def _values(context: Context, expression: TypeExpression) -> list[str]:
    """The names of the values of an enumeration, or of bits."""
    found = context.elements(expression)
    return (
        [each.name for each in found.members]
        if isinstance(found, Enumeration | Bits)
        else []
    )


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
    wanted = _WANTED.get(rule.name)
    if wanted is None:
        return
    what, fits = wanted
    if not _any_alternative(context, place.type, fits):
        context.report.error(
            context.written.rule(place.span, rule),
            "C214",
            f"rule '{rule.name}' of {place.where}: expected {what} as its type",
        )


def _is_kind(*kinds: str) -> Callable[[Resolved], bool]:
    def fits(found: Resolved) -> bool:
        return isinstance(found, Simple) and SIMPLE_TYPES[found.name].kind in kinds

    return fits


def _is_array(found: Resolved) -> bool:
    return isinstance(found, Array | CompactArray)


_WANTED: Final[dict[str, tuple[str, Callable[[Resolved], bool]]]] = {
    "octets_multiple_of": ("a string", _is_kind("string")),
    "bits_multiple_of": ("a bit-string", _is_kind("bits")),
    "usually": ("an integer", _is_kind("integer")),
    "named_bits": ("bits", lambda found: isinstance(found, Bits)),
    "unique": ("an array", _is_array),
    "ascending": ("an array", _is_array),
}
"""The type that a rule is about, in words and as a test."""


def _any_alternative(
    context: Context, expression: TypeExpression, fits: Callable[[Resolved], bool]
) -> bool:
    """Whether a value, or an alternative of a CHOICE, may be what fits; so may one of a type that is not known."""
    if expression is UNKNOWN:
        return True
    found = context.resolve(expression)
    if isinstance(found, Choice):
        return any(_any_alternative(context, each, fits) for each in found.alternatives)
    return fits(found)


def check_decided(context: Context) -> None:
    """The values of each rule are those of attributes, which are all that is judged."""
    told: set[Span] = set()
    ruled = [p for p in context.places if p.facts.rules and p.class_id is not None]
    held = _held(context) if ruled else set()
    for place in (place for place in ruled if place.span not in held):
        for rule in place.facts.rules:
            span = context.written.rule(place.span, rule)
            if span not in told:
                told.add(span)
                context.report.error(
                    span,
                    "C227",
                    f"nothing decides the rule '{rule.name}': no attribute holds {place.where}",
                )


def _held(context: Context) -> set[Span]:
    """The lines of classes that say what is in an attribute."""
    attributes = [
        attribute
        for _, version in context.versions()
        for attribute in version.attributes
    ]
    found = {attribute.span for attribute in attributes}
    types = reached(
        (attribute.type for attribute in attributes), context.types.__getitem__
    )
    for target in types:
        named = context.types[target]
        found.add(named.span)
        if isinstance(named, Structure):
            found.update(field.span for field in named.fields)
    return found


def _unknown(
    context: Context, span: Span, rule: Rule, owner: str, what: str, hint: str
) -> None:
    context.report.error(
        span, "C214", f"rule '{rule.name}': {owner} has no {what}", hint
    )
