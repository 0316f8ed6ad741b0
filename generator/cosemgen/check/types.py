"""Type expressions: alternatives that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from .. import model as m
from ..lower.expressions import UNKNOWN
from ..model.walk import inside
from ..words import did_you_mean, few
from .context import Context, Place


def check_choices(context: Context) -> None:
    """No alternative of a CHOICE is listed twice, not even inside a CHOICE that it contains."""
    for place in context.places:
        for choice in _choices(place.type):
            seen: set[object] = set()
            for alternative in _alternatives(context, choice):
                if alternative in seen:
                    context.report.error(
                        place.span,
                        "C220",
                        f"'{_show(alternative)}' is an alternative of "
                        f"{place.where} twice",
                    )
                seen.add(alternative)


def _choices(expression: m.TypeExpression) -> Iterator[m.Choice]:
    """The CHOICEs that the line itself writes."""
    if isinstance(expression, m.Choice):
        yield expression
    else:
        for each in inside(expression):
            yield from _choices(each)


def _alternatives(context: Context, choice: m.Choice) -> Iterator[object]:
    for alternative in choice.alternatives:
        if alternative is UNKNOWN:
            continue
        resolved = context.resolve(alternative)
        if isinstance(resolved, m.Choice):
            yield from _alternatives(context, resolved)
        elif isinstance(resolved, m.Simple):
            yield resolved
        elif isinstance(resolved, m.Structure):
            yield resolved.id
        else:
            yield alternative


def _show(alternative: object) -> str:
    return str(getattr(alternative, "name", "an array"))


def check_cases(context: Context) -> None:
    """A CHOICE by a member stands beside that member, and its cases are values of it."""
    for place in context.places:
        for choice in _choices_within(context, place.type):
            if choice.by and not _is_alias(context, place):
                _check_case(context, place, choice)
        for choice in _choices(place.type):
            if choice.cases and not choice.by:
                context.report.error(
                    place.span,
                    "C223",
                    f"{place.where} names cases of a CHOICE: "
                    "expected the member that they are values of",
                    "write 'CHOICE by' and its name",
                )


def _choices_within(
    context: Context, expression: m.TypeExpression
) -> Iterator[m.Choice]:
    """The CHOICEs that a line leads to, with those in arrays and in other CHOICEs."""
    found = context.resolve(expression)
    if isinstance(found, m.Array | m.CompactArray) and found.element is not None:
        yield from _choices_within(context, found.element)
    elif isinstance(found, m.Choice):
        yield found
        for alternative in found.alternatives:
            yield from _choices_within(context, alternative)


def _is_alias(context: Context, place: Place) -> bool:
    """Whether the place is the definition of a type: who uses it has the member beside it."""
    return place.structure is None and any(
        named.span == place.span for named in context.model.types.values()
    )


def _check_case(context: Context, place: Place, choice: m.Choice) -> None:
    fields = place.structure.fields if place.structure is not None else ()
    member = next((field for field in fields if field.name == choice.by), None)
    if member is None:
        context.report.error(
            context.written.choice(place.span, choice.by),
            "C223",
            f"{place.where} is a CHOICE by '{choice.by}': "
            "expected a member of that name in the same structure",
            did_you_mean(choice.by, [field.name for field in fields]),
        )
        return
    if member.type is UNKNOWN:
        return
    values = context.resolve(member.type)
    if not isinstance(values, m.Enumeration):
        if choice.cases:
            context.report.error(
                context.written.choice(place.span, choice.by),
                "C223",
                f"expected '{choice.by}' to be an enumeration, "
                f"as {place.where} names cases of it",
            )
        return
    if not _is_sound(context, values):
        return
    names = {each.name for each in values.members}
    seen: set[str] = set()
    for name in (name for case in choice.cases for name in case):
        if name not in names:
            context.report.error(
                context.written.choice(place.span, choice.by, name),
                "C223",
                f"'{name}' of {place.where} is no value of '{choice.by}'",
                did_you_mean(name, names),
            )
        elif name in seen:
            context.report.error(
                context.written.choice(place.span, choice.by, name),
                "C223",
                f"'{name}' of {place.where} is a case of two alternatives",
            )
        seen.add(name)
    missing = [repr(each.name) for each in values.members if each.name not in seen]
    if all(choice.cases) and choice.cases and missing and seen <= names:
        context.report.warning(
            context.written.choice(place.span, choice.by),
            "C225",
            f"{place.where} has no case for {few(missing, 3)} of '{choice.by}'",
            "add it to a case, or an alternative without one for all others",
        )


def _is_sound(context: Context, values: m.Enumeration) -> bool:
    """Whether nothing was found at the lines of the enumeration: what it lacks may be meant there."""
    lines = {member.span[:2] for member in values.members}
    lines |= {span.span[:2] for span in values.spans}
    return not any(d.is_error and d.span[:2] in lines for d in context.report.found)
