"""Two type expressions, as JSON has them: what is otherwise, and for whom.

Named types are compared where they are defined; here a reference is what its name says, unless another name stands
in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias

Expression: TypeAlias = Mapping[str, Any]
Definition: TypeAlias = "Callable[[str], Mapping[str, Any] | None]"
"""The facts and members of a named type, by its id; None where the package does not have it."""

KINDS: Final = frozenset(
    {
        *("simple", "reference", "array", "compact-array"),
        *("choice", "open-choice", "any-structure"),
    }
)
"""What an expression can be."""

OTHER: Final = "type"
"""Other octets."""
RENAMED: Final = "type-name"
"""The same octets by the name of another type."""
MORE: Final = "type>"
FEWER: Final = "type<"
"""Of a CHOICE: more alternatives, or fewer."""
WHICH: Final = "choice"
"""What tells which alternative of a CHOICE is sent."""
MEANING: Final = "meaning"
NARROWED: Final = "range<"
WIDENED: Final = "range>"
"""The values that are allowed, or the length: some that were are not any more, or only the other way round."""


class Change(NamedTuple):
    what: str
    old: str
    new: str


def changes(
    old: Expression, new: Expression, was: Named, now: Named
) -> Iterator[Change]:
    """What is otherwise; `was` and `now` define the named types of either."""
    if old == new:
        return
    kinds = old["kind"], new["kind"]
    if kinds == ("simple", "simple") and old["name"] == new["name"]:
        yield from _simple(old, new)
    elif kinds[0] == kinds[1] and kinds[0] in ("array", "compact-array"):
        if "element" in old and "element" in new:
            yield from changes(old["element"], new["element"], was, now)
            yield from _range(old.get("size"), new.get("size"), old, new)
        else:
            yield Change(OTHER, shown(old), shown(new))
    elif kinds == ("reference", "reference") and _scope(old) == _scope(new):
        return  # told where it is defined
    elif "choice" in kinds:
        yield from _choice(old, new, was, now)
    else:
        same = was.sent(old) == now.sent(new)
        yield Change(RENAMED if same else OTHER, shown(old), shown(new))


def name(reference: Expression) -> str:
    """`scal_unit_type`: what the definition is called, wherever it stands."""
    return str(reference["type"]).rpartition("/")[2]


def _scope(reference: Expression) -> tuple[object, ...]:
    """The package, whether it is of a class, and the name: files, and the version that it is from, are free."""
    package, _, *numbers, name = str(reference["type"]).split("/")
    return (package, bool(numbers), name)


def _simple(old: Expression, new: Expression) -> Iterator[Change]:
    meanings = [each.get("meaning") for each in (old, new)]
    if meanings[0] != meanings[1]:
        yield Change(MEANING, shown(old), shown(new))
    elif bool(old.get("or_empty")) != bool(new.get("or_empty")):
        yield Change(
            WIDENED if new.get("or_empty") else NARROWED, shown(old), shown(new)
        )
    else:
        for member in ("size", "bounds"):
            yield from _range(old.get(member), new.get(member), old, new)


def _range(
    was: Mapping[str, int] | None,
    now: Mapping[str, int] | None,
    old: Expression,
    new: Expression,
) -> Iterator[Change]:
    if (was or {}) == (now or {}):
        return
    low, least = (_end(each, "minimum") for each in (was, now))
    high, most = (_end(each, "maximum", float("inf")) for each in (was, now))
    narrowed = least > low or most < high
    yield Change(NARROWED if narrowed else WIDENED, shown(old), shown(new))


def _end(
    limits: Mapping[str, int] | None, which: str, otherwise: float = float("-inf")
) -> float:
    found = (limits or {}).get(which)
    return otherwise if found is None else found


def _choice(
    old: Expression, new: Expression, was: Named, now: Named
) -> Iterator[Change]:
    olds, news = _alternatives(old), _alternatives(new)
    both = olds.keys() & news.keys()
    if not both and olds and news:
        yield Change(OTHER, shown(old), shown(new))
        return
    if news.keys() - both:
        yield Change(MORE, shown(old), shown(new))
    if olds.keys() - both:
        yield Change(FEWER, shown(old), shown(new))
    for head in sorted(both):
        yield from changes(olds[head], news[head], was, now)
    told = [(each.get("by"), each.get("cases")) for each in (old, new)]
    if told[0] != told[1] and olds.keys() == news.keys():
        yield Change(WHICH, _by(old), _by(new))


def _alternatives(found: Expression) -> dict[str, Expression]:
    """By what tells one from another; an expression that is no CHOICE is the only one."""
    each = found["alternatives"] if found["kind"] == "choice" else (found,)
    return {_head(one): one for one in each}


def _head(found: Expression) -> str:
    if found["kind"] == "reference":
        return name(found)
    return str(found.get("name", found["kind"]))


def _by(found: Expression) -> str:
    cases = ", ".join(" | ".join(case) for case in found.get("cases", ()))
    return f"{found.get('by', '')}: {cases}" if cases else ""


# ---------------------------------------------------------------- as text


def shown(found: Expression | None) -> str:
    """An expression in the words of the language: `array of scal_unit_type`."""
    if found is None:
        return ""
    match found["kind"]:
        case "simple":
            meaning = found.get("meaning")
            empty = " or empty" if found.get("or_empty") else ""
            size = "" if meaning else _size(found.get("size"))
            bounds = limits(found.get("bounds"))
            as_ = f" as {meaning}{empty}" if meaning else empty
            return f"{found['name']}{size}{f' ({bounds})' if bounds else ''}{as_}"
        case "reference":
            return name(found)
        case "array" | "compact-array":
            of = f" of {shown(found['element'])}" if "element" in found else ""
            return f"{found['kind']}{_size(found.get('size'))}{of}"
        case "choice":
            return f"CHOICE {{ {', '.join(map(shown, found['alternatives']))} }}"
        case "open-choice":
            return f"CHOICE of {found['of']}"
        case _:
            return "structure"


def _size(found: Mapping[str, int] | None) -> str:
    text = limits(found)
    return f"[{text}]" if text else ""


def limits(found: Mapping[str, int] | None) -> str:
    """`1..10`, `..10`, `3`."""
    if not found:
        return ""
    ends = [found.get("minimum"), found.get("maximum")]
    if ends[0] == ends[1]:
        return str(ends[0])
    return "..".join("" if end is None else str(end) for end in ends)


DEEPEST: Final = 80
"""How many levels of types within types are looked at; what is further in is what it is called."""
_LONGEST: Final = 200
"""Characters of what is sent; longer ones are a digest, so that types which have others twice do not grow without end."""


class Named:
    """The named types of a package, and what is sent of them and of what is made of them."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._known: dict[tuple[str, int], str] = {}

    def sent(self, found: Expression, levels: int = DEEPEST) -> str:
        """What is sent, without any name, as a text that is the same for what is the same."""
        text = self._text(found, levels)
        return text if len(text) <= _LONGEST else sha256(text.encode()).hexdigest()

    def _text(self, found: Expression, levels: int) -> str:
        inner = partial(self.sent, levels=levels - 1)
        match found["kind"]:
            case "reference":
                return self._of_type(found, levels)
            case "array" | "compact-array":
                of = found.get("element")
                return f"{found['kind']}({'' if of is None else inner(of)})"
            case "choice":
                return f"({'|'.join(sorted(map(inner, found['alternatives'])))})"
            case "simple":
                size = found.get("size")
                fixed = _size(size) if found["name"] == "bit-string" else ""
                return f"{found['name']}{fixed}"
            case _:
                return f"{found['kind']}{found.get('of', '')}"

    def _of_type(self, found: Expression, levels: int) -> str:
        # A type may have another one many times, and that a third one.
        known = (found["type"], levels)
        if known not in self._known:
            self._known[known] = self._defined(found, levels)
        return self._known[known]

    def _defined(self, found: Expression, levels: int) -> str:
        named = self._definition(found["type"]) if levels > 0 else None
        if named is None:
            return name(found)
        inner = partial(self.sent, levels=levels - 1)
        if "type" in named:
            return inner(named["type"])
        if "fields" in named:
            return f"{{{','.join(map(inner, named['fields']))}}}"
        width = f"[{named['width']}]" if "width" in named else ""
        return f"{named.get('base')}{width}"
