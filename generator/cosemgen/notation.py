"""Types and values of the model in the words of the spec language, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from . import model as m


def type_text(found: m.TypeExpression | None) -> str:
    """`array[..10] of octet-string as logical-name`; nothing for None."""
    match found:
        case None:
            return ""
        case m.Simple(name=name, size=size, bounds=bounds, meaning=meaning):
            empty = " or empty" if found.or_empty else ""
            word = f" as {meaning}{empty}" if meaning else ""
            shown = size if not meaning else None
            return f"{name}{size_text(shown)}{_bounds(bounds)}{word}"
        case m.Reference(name=name):
            return name
        case m.Array(element=element, size=size):
            return f"array{size_text(size)} of {type_text(element)}"
        case m.CompactArray(element=None):
            return "compact-array"
        case m.CompactArray(element=element):
            return f"compact-array of {type_text(element)}"
        case m.Choice(alternatives=alternatives):
            by = f" by {found.by}" if found.by else ""
            cases = found.cases or ((),) * len(alternatives)
            told = (
                f"{' | '.join(case)}: {type_text(each)}" if case else type_text(each)
                for case, each in zip(cases, alternatives, strict=True)
            )
            return f"CHOICE{by} {{ {', '.join(told)} }}"
        case m.OpenChoice(of=of):
            return f"CHOICE of {of}"
        case m.AnyStructure():
            return "structure"


def dotted(numbers: Iterable[int]) -> str:
    """A code, or a place in a list that meters push: `1.0.1.8.0.255`, `5.2`."""
    return ".".join(map(str, numbers))


def literal_text(found: m.Literal_ | None) -> str:
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
        case m.WordLiteral(name=name):
            return name
        case m.ArrayLiteral(items=items):
            return f"[{', '.join(map(literal_text, items))}]"
        case m.StructureLiteral(items=items):
            return f"{{{', '.join(map(literal_text, items))}}}"


def range_text(first: int, last: int, dots: str = "..") -> str:
    """`7`, `1..10`."""
    return str(first) if first == last else f"{first}{dots}{last}"


def codes_text(found: m.Codes) -> str:
    """`1..10, 13`."""
    return ", ".join(range_text(first, last) for first, last in found)


def cardinality_text(found: m.Cardinality) -> str:
    """`0..n`, `1..1`."""
    return f"{found.minimum}..{'n' if found.maximum is None else found.maximum}"


def limits_text(found: m.Limits) -> str:
    """`6`, `0..16`, `..10`."""
    ends = ["" if end is None else str(end) for end in found]
    return ends[0] if ends[0] and ends[0] == ends[1] else "..".join(ends)


def size_text(found: m.Limits | None) -> str:
    """`[6]`, `[0..16]`, `[..10]`; nothing where both ends are open."""
    return "" if found is None or found == (None, None) else f"[{limits_text(found)}]"


def _bounds(found: m.Limits | None) -> str:
    return f" ({limits_text(found)})" if found else ""


# ---------------------------------------------------------------- OBIS codes

_GROUPS: Final = {
    "A": "medium",
    "B": "channel",
    "C": "quantity",
    "D": "processing",
    "E": "classification",
    "F": "billing period",
}
_OF_GROUP: Final = re.compile(r"(, )?\{([A-F])([+-]\d+)?\}")
_OF_CODE: Final = re.compile(r"\{(n(?:[+-]\d+)?)\}")


def name_text(name: str, words: Mapping[str, str] | None = None) -> str:
    """The name of objects whose codes are left open: `any quantity, any processing`, `Device ID e+1`.

    `words`: what the codes of groups mean in which nothing is open; an empty text leaves the group out.
    """

    def of_group(found: re.Match[str]) -> str:
        comma, group, shift = found.groups(default="")
        if shift:
            return f"{comma}{group.lower()}{shift if int(shift) else ''}"
        if words is not None and group in words:
            return f"{comma}{words[group]}" if words[group] else ""
        before = name[: found.start()]
        if comma or not before or before.endswith(" of "):
            return f"{comma}any {_GROUPS[group]}"
        return f"{comma}{group.lower()}"

    return _OF_GROUP.sub(of_group, name)


def meaning_text(meaning: str) -> str:
    """What several codes mean, the number being n: `rate n`, `the n-100 most recent billing periods`."""
    return _OF_CODE.sub(r"\1", meaning)
