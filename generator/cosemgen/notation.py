"""Types and values of the model in the words of the spec language, for people to read."""

from __future__ import annotations

from .model import (
    AnyStructure,
    Array,
    ArrayLiteral,
    Choice,
    Codes,
    CompactArray,
    Limits,
    Literal_,
    OpenChoice,
    Reference,
    Simple,
    StructureLiteral,
    TypeExpression,
    WordLiteral,
)


def type_text(found: TypeExpression | None) -> str:
    """`array[..10] of octet-string as logical-name`; nothing for None."""
    match found:
        case None:
            return ""
        case Simple(name=name, size=size, bounds=bounds, meaning=meaning):
            empty = " or empty" if found.or_empty else ""
            word = f" as {meaning}{empty}" if meaning else ""
            shown = size if not meaning else None
            return f"{name}{_size(shown)}{_bounds(bounds)}{word}"
        case Reference(name=name):
            return name
        case Array(element=element, size=size):
            return f"array{_size(size)} of {type_text(element)}"
        case CompactArray(element=None):
            return "compact-array"
        case CompactArray(element=element):
            return f"compact-array of {type_text(element)}"
        case Choice(alternatives=alternatives):
            by = f" by {found.by}" if found.by else ""
            cases = found.cases or ((),) * len(alternatives)
            told = (
                f"{' | '.join(case)}: {type_text(each)}" if case else type_text(each)
                for case, each in zip(cases, alternatives, strict=True)
            )
            return f"CHOICE{by} {{ {', '.join(told)} }}"
        case OpenChoice(of=of):
            return f"CHOICE of {of}"
        case AnyStructure():
            return "structure"


def literal_text(found: Literal_ | None) -> str:
    """`5`, `"text"`, `h"00FF"`, `TRUE`, `[]`; nothing for None."""
    match found:
        case None:
            return ""
        case int():
            return str(found)
        case str():
            return f'"{found}"'
        case bytes():
            return f'h"{found.hex().upper()}"'
        case WordLiteral(name=name):
            return name
        case ArrayLiteral(items=items):
            return f"[{', '.join(map(literal_text, items))}]"
        case StructureLiteral(items=items):
            return f"{{{', '.join(map(literal_text, items))}}}"


def codes_text(found: Codes) -> str:
    """`1..10, 13`."""
    return ", ".join(
        str(first) if first == last else f"{first}..{last}" for first, last in found
    )


def _ends(found: Limits) -> str:
    ends = ["" if end is None else str(end) for end in found]
    return ends[0] if ends[0] and ends[0] == ends[1] else "..".join(ends)


def _size(found: Limits | None) -> str:
    return "" if found is None or found == (None, None) else f"[{_ends(found)}]"


def _bounds(found: Limits | None) -> str:
    return f" ({_ends(found)})" if found else ""
