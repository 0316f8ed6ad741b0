"""Type expressions: from names and brackets to the model's types."""

from __future__ import annotations

from typing import Final

from .. import model as m
from ..diagnostics.report import Report
from ..syntax import tree
from ..vocabulary import (
    COMPLEX_TYPES,
    MEANINGS,
    RESERVED_TYPE_NAMES,
    SIMPLE_TYPES,
    SimpleType,
)
from ..words import did_you_mean, listed, meant
from .scope import Environment, FileScope

UNKNOWN: Final = m.OpenChoice("any")
"""Stands for a type that means nothing; checks leave it (by identity) alone, as it is reported already."""

_ELSEWHERE: Final = {
    name: common
    for common, names in {
        "boolean": "bool",
        "integer": "int8 i8 sbyte int8_t",
        "unsigned": "uint8 u8 byte uint8_t",
        "long": "int16 i16 short int16_t",
        "long-unsigned": "uint16 u16 ushort word uint16_t",
        "double-long": "int32 i32 int int32_t",
        "double-long-unsigned": "uint32 u32 uint dword uint32_t",
        "long64": "int64 i64 int64_t",
        "long64-unsigned": "uint64 u64 qword ulong uint64_t",
        "float32": "float real single f32",
        "float64": "double f64",
        "visible-string": "string str char ascii",
        "utf8-string": "utf8 utf8string",
        "octet-string": "bytes bytearray octets binary blob",
        "bit-string": "bitstring bits",
        "null-data": "null none void nil",
        "date-time": "datetime timestamp",
        "array of": "list sequence",
    }.items()
    for name in names.split()
}
"""What the types of other languages are called here."""

_PLAIN: Final = {name: m.Simple(name) for name in SIMPLE_TYPES}
_SIZED: Final = frozenset({"string", "bits"})


def lower_type(
    use: tree.TypeUse,
    environment: Environment,
    home: FileScope,
    report: Report,
    where: str,
) -> m.TypeExpression:
    """The model's type for an expression written in the file `home`; `where` names the place in messages."""
    if isinstance(use, tree.NamedTypeUse):
        simple = SIMPLE_TYPES.get(use.name)
        if simple is not None:
            return _simple(use, simple, report)
        return _reference(use, environment, home, report, where)
    if isinstance(use, tree.ArrayUse):
        element = lower_type(use.element, environment, home, report, where)
        return m.Array(element, _size(use.size, report))
    if isinstance(use, tree.CompactArrayUse):
        if use.element is None:
            return m.CompactArray()
        element = lower_type(use.element, environment, home, report, where)
        if isinstance(element, m.CompactArray):
            report.error(
                use.element.span,
                "C221",
                "a compact-array cannot hold a compact-array: expected another element type",
            )
        return m.CompactArray(element)
    if isinstance(use, tree.ChoiceUse):
        return m.Choice(
            tuple(
                lower_type(alternative, environment, home, report, where)
                for alternative in use.alternatives
            ),
            str(use.by or ""),
            tuple(tuple(map(str, case)) for case in use.cases),
        )
    if isinstance(use, tree.OpenChoiceUse):
        if use.of == "simple":
            return m.OpenChoice("simple")
        if use.of != "any":
            report.error(
                use.of.span,
                "C218",
                f"expected 'simple' or 'any' after 'CHOICE of', found '{use.of}'",
                did_you_mean(use.of, ("simple", "any")),
            )
            return UNKNOWN
        return m.OpenChoice("any")
    return m.AnyStructure()


def _reference(
    use: tree.NamedTypeUse,
    environment: Environment,
    home: FileScope,
    report: Report,
    where: str,
) -> m.TypeExpression:
    name = str(use.name)
    target = environment.find(name, home)
    if target is None:
        if not environment.knows(name, home):
            known = {*environment.names(home), *RESERVED_TYPE_NAMES}
            report.error(
                use.name.span,
                "C201",
                f"unknown type '{name}' in {where}",
                _hint(name, home) or did_you_mean(name, known),
            )
        return UNKNOWN
    for narrowing, found in (
        ("size", use.size),
        ("range", use.bounds),
        ("meaning", use.meaning),
    ):
        if found is not None:
            report.error(
                use.span,
                "C212",
                f"a {narrowing} narrows a common data type: '{name}' is a named type",
                "state it where the type is defined",
            )
    return m.Reference(name, target)


def _hint(name: str, home: FileScope) -> str:
    if name in COMPLEX_TYPES or name == "CHOICE":
        return f"write '{name} of' a type"
    if name in home.elsewhere:
        return f"add 'use {name} from {home.elsewhere[name]}'"
    common = _ELSEWHERE.get(name.casefold())
    return meant([common]) if common is not None else ""


# ---------------------------------------------------------------- narrowing


def _simple(use: tree.NamedTypeUse, simple: SimpleType, report: Report) -> m.Simple:
    if use.size is None and use.bounds is None and use.meaning is None:
        return _PLAIN[simple.name]
    size = bounds = None
    if use.size is not None:
        if simple.kind in _SIZED:
            size = _size(use.size, report)
        else:
            report.error(
                use.span,
                "C212",
                f"a size belongs to strings: '{simple.name}' has none",
                "a range of values is written (1..12)" if simple.bounds else "",
            )
    if use.bounds is not None:
        if simple.bounds is not None:
            bounds = lower_bounds(use.bounds, simple.bounds, simple.name, report)
        else:
            report.error(
                use.span,
                "C212",
                f"a range of values belongs to integers: '{simple.name}' has none",
                "a size is written [1..12]" if simple.kind in _SIZED else "",
            )
    meaning = _meaning(use, simple, report) if use.meaning is not None else None
    return m.Simple(
        simple.name,
        size,
        bounds,
        meaning,
        use.or_empty and meaning is not None,
    )


def _meaning(use: tree.NamedTypeUse, simple: SimpleType, report: Report) -> str | None:
    assert use.meaning is not None
    meaning = MEANINGS.get(use.meaning)
    if meaning is None:
        report.error(
            use.meaning.span,
            "C210",
            f"unknown meaning '{use.meaning}' of {simple.name}",
            did_you_mean(use.meaning, MEANINGS),
        )
        return None
    if simple.name not in meaning.bases:
        report.error(
            use.meaning.span,
            "C211",
            f"'{meaning.name}' is a meaning of {listed(meaning.bases)}, "
            f"found {simple.name}",
        )
        return None
    if meaning.octets is not None and use.size is not None:
        report.error(
            use.span,
            "C211",
            f"the meaning '{meaning.name}' implies {meaning.octets} octets: "
            "expected no size",
            (
                "write 'or empty' where no octets are allowed too"
                if not use.size.first
                else ""
            ),
        )
    if use.or_empty and (meaning.octets is None or simple.name != "octet-string"):
        report.error(
            use.meaning.span,
            "C211",
            f"'or empty' needs a string with a fixed length, "
            f"which '{simple.name} as {meaning.name}' has not",
        )
    return meaning.name


def lower_bounds(
    written: tree.Range, allowed: tuple[int, int], name: str, report: Report
) -> m.Limits:
    """A range of values, which must lie inside the range of its data type."""
    for end in written:
        if end is not None and not allowed[0] <= end <= allowed[1]:
            report.error(
                end.span,
                "C402",
                f"expected a value of {name} ({allowed[0]}..{allowed[1]}), found {end:d}",
            )
            return m.Limits(None, None)
    return _limits(written, report)


def _size(written: tree.Range | None, report: Report) -> m.Limits | None:
    if written is None:
        return None
    for end in written:
        if end is not None and not 0 <= end <= 0xFFFFFFFF:
            report.error(
                end.span, "C402", f"expected a size (0..4294967295), found {end:d}"
            )
            return None
    return _limits(written, report)


def _limits(written: tree.Range, report: Report) -> m.Limits:
    low, high = written
    if low is not None and high is not None and low > high:
        report.error(
            low.span,
            "C401",
            f"expected the smaller end first, found {low:d}..{high:d}",
            f"write {high:d}..{low:d}",
        )
        return m.Limits(None, None)
    return plain_limits(written)


def plain_limits(written: tree.Range) -> m.Limits:
    low, high = (None if end is None else int(end) for end in written)
    return m.Limits(low, high)
