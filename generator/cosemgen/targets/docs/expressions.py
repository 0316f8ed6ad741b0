"""Types, limits and values as markup, in the standard's words."""

from __future__ import annotations

from typing import Final

from ... import model as m
from ...notation import literal_text, range_text, size_text
from .markup import code, spaced, text
from .site import Site

MINUS: Final = "\N{MINUS SIGN}"
EN_DASH: Final = "\N{EN DASH}"
_LONG_CHOICE: Final = 4
"""Of a choice with more alternatives, only their number is told in narrow places."""


def type_markup(site: Site, expression: m.TypeExpression) -> str:
    """The type as the class tables write it, named types as links."""
    match expression:
        case m.Simple(name=name, size=size, meaning=meaning, or_empty=or_empty):
            remark = spaced(meaning or "", "or empty" if or_empty else "")
            words = text(name + size_text(size))
            return f"{words} ({text(remark)})" if remark else words
        case m.Reference(target=target):
            return site.type_link(target)
        case m.Array(element=element, size=size):
            return f"array{text(size_text(size))} of {type_markup(site, element)}"
        case m.CompactArray(element=None):
            return "compact-array"
        case m.CompactArray(element=element):
            assert element is not None
            return f"compact-array of {type_markup(site, element)}"
        case m.Choice(alternatives=alternatives):
            cases = expression.cases or ((),) * len(alternatives)
            inner = ", ".join(
                (f"{' or '.join(map(code, case))}: " if case else "")
                + type_markup(site, each)
                for case, each in zip(cases, alternatives, strict=True)
            )
            by = f" by {code(expression.by)}" if expression.by else ""
            return f"CHOICE{by} {text('{')} {inner} {text('}')}"
        case m.OpenChoice(of=of):
            return f"CHOICE of any {'simple ' if of == 'simple' else ''}type"
        case m.AnyStructure():
            return "structure"


def type_cell(site: Site, expression: m.TypeExpression) -> str:
    """As `type_markup`, but the alternatives of a long choice stand elsewhere."""
    match expression:
        case m.Choice(alternatives=alternatives) if len(alternatives) > _LONG_CHOICE:
            return f"CHOICE of {len(alternatives)} types"
        case m.Array(element=m.Choice() as element, size=size):
            return f"array{text(size_text(size))} of {type_cell(site, element)}"
    return type_markup(site, expression)


def is_long(expression: m.TypeExpression) -> bool:
    """`type_cell` leaves something out."""
    match expression:
        case m.Choice(alternatives=alternatives):
            return len(alternatives) > _LONG_CHOICE
        case m.Array(element=element):
            return is_long(element)
    return False


def ends(limits: m.Limits | None) -> dict[str, str]:
    """Least and greatest value, for the columns that show them."""
    low, high = limits or (None, None)
    return {"Min.": number(low), "Max.": number(high)}


def bounds(expression: m.TypeExpression) -> dict[str, str]:
    """The same of what the spec states of a type."""
    return ends(expression.bounds if isinstance(expression, m.Simple) else None)


def number(value: int | None) -> str:
    """A number with a minus sign, or nothing."""
    return "" if value is None else str(value).replace("-", MINUS)


def interval(first: int, last: int) -> str:
    """A number, or the first and the last of several."""
    return range_text(first, last, EN_DASH)


def literal(value: m.Literal_ | None) -> str:
    """A default as the spec writes it."""
    return code(literal_text(value))


def short_name(offset: int | None) -> str:
    """`x`, `x + 0x08`, or nothing where it is not known."""
    if offset is None:
        return ""
    return f"x + 0x{offset:02X}" if offset else "x"
