"""Telegrams: what stands at each place of a list, with its type and the octets by which the list is recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, cast

from .. import model as m
from ..diagnostics.report import Report
from ..model.walk import references
from ..syntax import tree
from ..vocabulary import MEANINGS, SIMPLE_TYPES
from ..words import listed
from .clauses import Told
from .codes import lower_code
from .expressions import UNKNOWN, lower_type
from .facts import Confidence, Legend
from .scope import FileEnvironment, FileScope

_REMARKS: Final = frozenset({"confidence", "source", "note", "unconfirmed"})
_TELEGRAM_CLAUSES: Final = _REMARKS | {"overlaps"}
_ITEM_CLAUSES: Final = _REMARKS | {"=", "scaler", "unit"}

_STRINGS: Final = ("octet-string", "visible-string", "utf8-string")
_TEXT: Final = m.Choice(tuple(map(m.Simple, _STRINGS)))
_TYPES: Final[Mapping[m.TelegramRole, m.TypeExpression]] = {
    "time": m.Choice(
        (m.Simple("octet-string", meaning="date-time"), m.Simple("date-time"))
    ),
    "meter": _TEXT,
    "list": _TEXT,
    "code": m.Simple("octet-string", meaning="logical-name"),
    "scaler-unit": m.AnyStructure(),
    "scaler": m.Simple("integer"),
    "unit": m.Simple("enum"),
    "filler": m.OpenChoice("any"),
}
"""How what stands for each role is sent, where the spec does not say it."""

_SCALERS: Final = (-128, 127)
_WHERE: Final = "at a place of a telegram"


def lower_telegram(
    node: tree.Telegram, scope: FileScope, legend: Legend, report: Report
) -> m.Telegram:
    told = Told(node.clauses, _TELEGRAM_CLAUSES, "a telegram", report)
    lines = [*_lines(node.items, (), report)]
    return m.Telegram(
        name=str(node.name),
        title=str(node.title),
        form=_form(node.form, report),
        items=tuple(
            _item(line, place, scope, legend, report)
            for line, place in lines
            if isinstance(line, tree.TelegramItem)
        ),
        lists=tuple(
            m.TelegramList(place, _form(line.form, report), line.doc, line.span)
            for line, place in lines
            if isinstance(line, tree.TelegramList)
        ),
        overlaps=told.text("overlaps"),
        confidence=_confidence(told),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        doc=node.doc,
        span=node.name.span,
    )


def _lines(
    items: tuple[tree.TelegramItem | tree.TelegramList, ...],
    within: m.Place,
    report: Report,
) -> Iterator[tuple[tree.TelegramItem | tree.TelegramList, m.Place]]:
    """The lines of a list and of those inside it, each with its place."""
    for line in items:
        place = () if line.place is None else (*within, int(line.place))
        if within and not place:
            report.error(
                line.span,
                "C807",
                "a value that is 'named' stands anywhere: expected a place in this inner list",
                "write it outside of the inner list",
            )
        yield line, place
        if isinstance(line, tree.TelegramList):
            yield from _lines(line.items, place, report)


def _form(form: tree.Form, report: Report) -> m.Form:
    first, *others = form.kinds
    if first in others:
        report.error(
            others[0].span,
            "C801",
            f"'{first}' is named twice: expected one of array and structure, or both",
        )
    kinds = cast(
        "tuple[Literal['array', 'structure'], ...]", tuple(map(str, form.kinds))
    )
    if form.count is not None and not 1 <= form.count <= 0xFFFF:
        report.error(
            form.count.span,
            "C801",
            f"expected a number of elements (1..65535), found {form.count:d}",
        )
        return m.Form(kinds, None)
    return m.Form(kinds, None if form.count is None else int(form.count))


def _item(
    node: tree.TelegramItem,
    place: m.Place,
    scope: FileScope,
    legend: Legend,
    report: Report,
) -> m.TelegramItem:
    told = Told(node.clauses, _ITEM_CLAUSES, "a place of a telegram", report)
    role = cast(m.TelegramRole, str(node.role or "value"))
    found = _type(node, role, scope, report)
    what = node.of_what
    return m.TelegramItem(
        place=place,
        role=role,
        type=found,
        code=None if what is None else lower_code(what.code, _WHERE, report),
        class_id=None if what is None or what.class_id is None else int(what.class_id),
        attribute=2 if what is None or what.attribute is None else int(what.attribute),
        of=None if node.of is None else (*place[:-1], int(node.of)),
        label=str(node.label or ""),
        scaler=_scaler(told, report),
        unit=next(map(str, told.names("unit")), None),
        fixed=_fixed(told, found, report),
        confidence=_confidence(told),
        sources=tuple(legend.source_keys(told.names("source"), report)),
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        doc=node.doc,
        span=node.span,
    )


def _confidence(told: Told) -> Confidence | None:
    return cast(Confidence | None, next(map(str, told.names("confidence")), None))


def _scaler(told: Told, report: Report) -> int | None:
    for number in told.numbers("scaler"):
        if _SCALERS[0] <= number <= _SCALERS[1]:
            return number
        report.error(
            told["scaler"].span,
            "C402",
            f"expected a scaler ({_SCALERS[0]}..{_SCALERS[1]}), found {number}",
        )
    return None


# ---------------------------------------------------------------- types


def _type(
    node: tree.TelegramItem, role: m.TelegramRole, scope: FileScope, report: Report
) -> m.TypeExpression:
    if not node.types:
        if role in _TYPES:
            return _TYPES[role]
        report.error(
            node.span,
            "C803",
            f"place {_shown(node)} has a value: expected ':' and the type in which it is sent",
            "as the operator's document has it, such as ': double-long-unsigned'",
        )
        return UNKNOWN
    found = tuple(_one_type(use, scope, report) for use in node.types)
    if any(each is UNKNOWN for each in found):
        return UNKNOWN
    return found[0] if len(found) == 1 else m.Choice(found)


def _one_type(use: tree.TypeUse, scope: FileScope, report: Report) -> m.TypeExpression:
    found = lower_type(use, FileEnvironment(), scope, report, "a telegram")
    named = next(references(found), None)
    if named is None:
        return found
    report.error(
        use.span,
        "C803",
        f"expected common data types in a telegram, found the named type '{named.name}'",
        "say how it is sent, as 'structure' or 'array of unsigned'",
    )
    return UNKNOWN


def _shown(node: tree.TelegramItem) -> str:
    return "'named'" if node.place is None else str(int(node.place))


# ---------------------------------------------------------------- fixed values


def _fixed(told: Told, sent_as: m.TypeExpression, report: Report) -> bytes | None:
    """The octets of what always stands there, which are the same in each of its types."""
    clause = told.get("=")
    if not isinstance(clause, tree.DefaultClause) or sent_as is UNKNOWN:
        return None
    types = sent_as.alternatives if isinstance(sent_as, m.Choice) else (sent_as,)
    simple = [each for each in types if isinstance(each, m.Simple)]
    if len(simple) < len(types):
        report.error(
            clause.span,
            "C804",
            "expected a type that tells how the fixed value is sent: texts and octets are strings, "
            "numbers are of one integer type",
        )
        return None
    octets = _octets(clause, simple, report)
    if octets is None:
        return None
    for each in simple:
        low, high = octets_of(each)
        if len(octets) < low or (high is not None and len(octets) > high):
            report.error(
                clause.span,
                "C804",
                f"the fixed value has {len(octets)} octets: "
                f"expected as many as {each.name} has at this place",
            )
            return None
    return octets


def _octets(
    clause: tree.DefaultClause, types: list[m.Simple], report: Report
) -> bytes | None:
    value = clause.value
    names = list(dict.fromkeys(each.name for each in types))
    if isinstance(value, int):
        return _number(clause, int(value), names, report)
    others = [name for name in names if name not in _STRINGS]
    if others:
        report.error(
            clause.span,
            "C804",
            f"a text, octets and a code are the fixed value of a string, found {others[0]}",
        )
        return None
    if isinstance(value, tree.Octets):
        return value.value
    if isinstance(value, tree.CodeValue):
        return bytes(lower_code(value.code, _WHERE, report))
    text = str(value)
    if not text.isascii() and names != ["utf8-string"]:
        report.error(
            clause.span,
            "C804",
            f"'{text}' is no ASCII: expected utf8-string as its only type",
            'write the octets that are sent: h"..."',
        )
        return None
    return text.encode()


def _number(
    clause: tree.DefaultClause, number: int, names: list[str], report: Report
) -> bytes | None:
    simple = SIMPLE_TYPES[names[0]]
    if len(names) > 1 or simple.bounds is None or simple.octets is None:
        report.error(
            clause.span,
            "C804",
            f"a number is the fixed value of one integer type, found {listed(names, 'or')}",
        )
        return None
    low, high = simple.bounds
    if not low <= number <= high:
        report.error(
            clause.span,
            "C402",
            f"expected a value of {simple.name} ({low}..{high}), found {number}",
        )
        return None
    return number.to_bytes(simple.octets, "big", signed=low < 0)


def octets_of(simple: m.Simple) -> tuple[int, int | None]:
    """Least and greatest number of octets that a value may have; None: any number."""
    if simple.name not in _STRINGS:
        octets = SIMPLE_TYPES[simple.name].octets
        return octets or 0, octets
    meant = None if simple.meaning is None else MEANINGS[simple.meaning].octets
    if meant is not None:
        return 0 if simple.or_empty else meant, meant
    low, high = simple.size or (None, None)
    return low or 0, high
