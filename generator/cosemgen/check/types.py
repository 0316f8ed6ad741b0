"""Type expressions: alternatives that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from ..lower.expressions import UNKNOWN
from ..model import (
    Array,
    Choice,
    CompactArray,
    Simple,
    Structure,
    TypeExpression,
)
from .context import Context


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


def _choices(expression: TypeExpression | None) -> Iterator[Choice]:
    """The CHOICEs that the line itself writes."""
    if isinstance(expression, Array | CompactArray):
        yield from _choices(expression.element)
    elif isinstance(expression, Choice):
        yield expression


def _alternatives(context: Context, choice: Choice) -> Iterator[object]:
    for alternative in choice.alternatives:
        if alternative is UNKNOWN:
            continue
        resolved = context.resolve(alternative)
        if isinstance(resolved, Choice):
            yield from _alternatives(context, resolved)
        elif isinstance(resolved, Simple):
            yield resolved
        elif isinstance(resolved, Structure):
            yield resolved.id
        else:
            yield alternative


def _show(alternative: object) -> str:
    return str(getattr(alternative, "name", "an array"))
