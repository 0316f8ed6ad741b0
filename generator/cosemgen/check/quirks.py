"""Quirks: each says something of what there is, and none the contrary of another one for the same meters."""

from __future__ import annotations

from itertools import combinations

from ..model import Codes, Quirk, QuirkEffect
from ..words import did_you_mean, listed
from .context import Context


def check_quirks(context: Context) -> None:
    for quirk in context.model.quirks:
        if not quirk.sources:
            context.report.warning(
                quirk.span,
                "C426",
                f"quirk '{quirk.name}' has no source",
                "say with 'source' who has seen it",
            )
        for effect in quirk.effects:
            _check_attribute(context, effect)
        for first, second in combinations(quirk.effects, 2):
            if _of_the_same(first, second):
                context.report.error(
                    second.span,
                    "C428",
                    f"quirk '{quirk.name}' says of the same thing '{first.means}' already (line {first.span.line})",
                )
    for one, other in combinations(context.model.quirks, 2):
        _check_contrary(context, one, other)


def _check_attribute(context: Context, effect: QuirkEffect) -> None:
    if effect.class_id is None:
        return
    found = context.model.interface_class(effect.class_id)
    if found is None:
        # Where a class is not what it should be, that is told.
        if not context.misnamed:
            context.report.error(
                effect.span, "C427", f"class {effect.class_id} is not defined"
            )
        return
    versions = [v for v in found.versions if effect.version in (None, v.version)]
    if not versions:
        known = listed((v.version for v in found.versions), "and")
        context.report.error(
            effect.span,
            "C427",
            f"{found.name} has no version {effect.version}: known are {known}",
        )
        return
    names = {
        each.name
        for version in versions
        for each in version.attributes
        if each.number == effect.attribute
    }
    if not names:
        context.report.error(
            effect.span,
            "C427",
            f"{found.name} has no attribute {effect.attribute}",
        )
    elif effect.name not in names:
        context.report.error(
            effect.span,
            "C427",
            f"attribute {effect.attribute} of {found.name} is {listed(sorted(names))}, found {effect.name}",
            did_you_mean(effect.name, names),
        )


def _check_contrary(context: Context, one: Quirk, other: Quirk) -> None:
    both = set(one.applies) & set(other.applies)
    if not both:
        return
    for first in one.effects:
        for second in other.effects:
            if first.means != second.means and _of_the_same(first, second):
                context.report.error(
                    second.span,
                    "C429",
                    f"quirk '{other.name}' says '{second.means}' of what quirk '{one.name}' says "
                    f"'{first.means}' of ({first.span.file}:{first.span.line}), for the same meters",
                )
                return


def _of_the_same(one: QuirkEffect, other: QuirkEffect) -> bool:
    """Whether two effects are about what may be one value."""
    if (one.what, one.class_id, one.attribute) != (
        *(other.what, other.class_id, other.attribute),
    ):
        return False
    if None not in (one.deviation, other.deviation) and (
        one.deviation != other.deviation
    ):
        return False
    # That one deviation is none goes together with what is said of all others.
    if (one.deviation is None) != (other.deviation is None):
        return False
    if None not in (one.version, other.version) and one.version != other.version:
        return False
    if one.match is None or other.match is None:
        return True
    return all(map(_meet, one.match, other.match))


def _meet(one: Codes, other: Codes) -> bool:
    return any(a <= y and x <= b for a, b in one for x, y in other)
