"""Telegrams: every place is described once, its value is one that the tables know, and no two lists look alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final, TypeAlias

from .. import model as m
from ..lower.telegrams import octets_of
from ..notation import dotted
from ..vocabulary import COMPLEX_TYPES, SIMPLE_TYPES
from ..words import counted, listed
from .context import Context
from .in_use import Objects, Words, tables
from .references import unknown_unit

_Line: TypeAlias = m.TelegramItem | m.TelegramList
_Sizes: TypeAlias = Mapping[str, int | None]
"""Common data types that may stand at a place, with their size where there is but one."""

_ABOUT: Final[Mapping[m.TelegramRole, str]] = {
    "code": "code",
    "scaler-unit": "scaler and unit",
    "scaler": "scaler",
    "unit": "unit",
}
"""Roles that are about another place, and what they give it."""
_CODED: Final = ("value", "time", "meter", "list")
"""Roles whose value may be that of an object."""
_FILLER: Final = "what means nothing is a 'filler'"


def check_telegrams(context: Context) -> None:
    if not context.model.telegrams:
        return
    models = (context.model, *context.foundations)
    packages = tables(models)
    objects, words = Objects(packages), Words(packages)
    for telegram in context.model.telegrams:
        _check_places(context, telegram)
        _check_values(context, telegram)
        items = {item.place: item for item in telegram.items if item.place}
        for item in telegram.items:
            _check_facts(context, item)
            _check_about(context, item, items)
            _check_type(context, item)
            if item.role in _CODED:
                _check_code(context, telegram, item, objects, words)
    _check_names(context, models)


# ---------------------------------------------------------------- places


def _check_places(context: Context, telegram: m.Telegram) -> None:
    """The places of each list are in order, none is missing or beyond its end."""
    within: dict[m.Place, list[_Line]] = {}
    lines: list[_Line] = [*telegram.items, *telegram.lists]
    for line in sorted(lines, key=lambda line: line.span):
        if line.place:
            within.setdefault(line.place[:-1], []).append(line)
    lists = [m.TelegramList((), telegram.form, span=telegram.span), *telegram.lists]
    named = any(not item.place for item in telegram.items)
    for one in lists:
        place, form = one.place, one.form
        may_skip = form.count is None or (named and not place)
        above = 0
        for line in within.get(place, ()):
            wrong, hint = _wrong_place(line.place[-1], above, form.count, may_skip)
            if wrong:
                context.report.error(line.span, "C801", wrong, hint)
            above = max(above, line.place[-1])
        if form.count is not None and above < form.count and not may_skip:
            described = within.get(place, [one])
            context.report.error(
                described[-1].span,
                "C801",
                f"{_the(place)} has {counted(form.count, 'element')}: "
                f"nothing is said from place {above + 1} on",
                _FILLER,
            )
    seen: set[tuple[int, ...]] = set()
    for item in telegram.items:
        if not item.place and item.code is not None:
            if item.code in seen:
                context.report.error(
                    item.span, "C801", f"{dotted(item.code)} is named twice"
                )
            seen.add(item.code)


def _wrong_place(
    number: int, above: int, count: int | None, may_skip: bool
) -> tuple[str, str]:
    """What is wrong with a place that stands below another one, and the likely fix; nothing where all is well."""
    if number < 1:
        return f"place {number} is none: the first one is 1", ""
    if number == above:
        return f"place {number} is described twice", ""
    if number < above:
        return f"place {number} stands below place {above}: expected them in order", ""
    if count is not None and number > count:
        return (
            f"place {number} is beyond the end: the list has {counted(count, 'element')}",
            "",
        )
    if number > above + 1 and not may_skip:
        return (
            f"nothing is said of place {above + 1}: expected it above place {number}",
            _FILLER,
        )
    return "", ""


def _the(place: m.Place) -> str:
    return f"the list at place {dotted(place)}" if place else "the list"


def _where(item: m.TelegramItem) -> str:
    if item.place:
        return f"place {dotted(item.place)}"
    return "what is named" if item.code is None else dotted(item.code)


# ---------------------------------------------------------------- one place


def _check_values(context: Context, telegram: m.Telegram) -> None:
    values = [item for item in telegram.items if item.role == "value"]
    if not values:
        context.report.error(
            telegram.span,
            "C802",
            f"'{telegram.name}' has no value: expected one at least",
            "a value has a code or a name: 4 1.0.1.7.0.255: double-long-unsigned",
        )
    placed = next((item for item in values if item.place), None)
    if telegram.form.count is None and placed is not None:
        context.report.error(
            placed.span,
            "C801",
            f"a list of any number of elements has a value at {_where(placed)}: "
            "expected only values that are 'named'",
            "say how many elements it has",
        )


def _check_facts(context: Context, item: m.TelegramItem) -> None:
    """What a place says is what its role can have."""

    def refuse(what: str, hint: str = "") -> None:
        context.report.error(item.span, "C807", what, hint)

    if not item.place:
        if item.role != "value" or item.code is None:
            refuse("'named' is followed by the code of a value")
        elif item.fixed is not None:
            refuse(
                "what is 'named' has no fixed value: a list is recognised by its places"
            )
    if item.code is not None and item.role not in _CODED:
        refuse(
            f"{_where(item)} is for {_role(item)}, which has no code of its own",
            "a code that always stands there is written = 1.0.1.8.0.255",
        )
    if item.role != "value" and (item.scaler is not None or item.unit is not None):
        refuse(
            f"{_where(item)} is for {_role(item)}: only a value has a scaler or a unit"
        )


def _role(item: m.TelegramItem) -> str:
    return f"'{item.role}'"


def _check_about(
    context: Context, item: m.TelegramItem, items: Mapping[m.Place, m.TelegramItem]
) -> None:
    """Codes, scalers and units say which value they are of."""

    def refuse(what: str, hint: str = "") -> None:
        context.report.error(item.span, "C805", f"{_where(item)} {what}", hint)

    if item.of is None:
        if item.role in _ABOUT:
            refuse(
                f"is the {_ABOUT[item.role]} of no value",
                f"write '{item.role} of' and the place of the value",
            )
        return
    if item.role not in (*_ABOUT, "time"):
        refuse(f"is for {_role(item)}, which is about no other place")
        return
    found = items.get(item.of)
    if found is None or found.role != "value":
        what = "is not described" if found is None else f"is for {_role(found)}"
        refuse(f"is about place {dotted(item.of)}, which {what}: expected a value")
        return
    sent = item.fixed if item.role == "code" else None
    if None not in (sent, found.code) and sent != bytes(found.code or ()):
        refuse(
            f"has another code than {_where(found)}, whose code it is: "
            f"expected {dotted(found.code or ())}"
        )
    told = {
        "scaler": found.scaler is not None,
        "unit": found.unit is not None,
        "scaler-unit": (found.scaler, found.unit) != (None, None),
    }
    if told.get(item.role):
        refuse(
            f"is the {_ABOUT[item.role]} of {_where(found)}, which says it itself",
            "say it once",
        )


def _check_type(context: Context, item: m.TelegramItem) -> None:
    scaled = item.scaler is not None or item.unit is not None
    if scaled and item.role == "value" and not any(map(_is_number, sizes(item.type))):
        context.report.error(
            item.span,
            "C803",
            f"{_where(item)} has a scaler or a unit: expected a number as its type",
        )


def _is_number(name: str) -> bool:
    return name in SIMPLE_TYPES and SIMPLE_TYPES[name].kind in ("integer", "real")


def _check_code(
    context: Context,
    telegram: m.Telegram,
    item: m.TelegramItem,
    objects: Objects,
    words: Words,
) -> None:
    """The code is one that an object has, with this class, attribute and unit."""
    if item.unit is not None:
        unknown_unit(
            context, item.unit, item.span, f"{_where(item)} of '{telegram.name}'"
        )
    if item.code is None:
        sent = any(
            each.role == "code" and each.of == item.place for each in telegram.items
        )
        if item.role == "value" and not item.label and not sent:
            context.report.error(
                item.span,
                "C806",
                f"{_where(item)} is a value of which neither code nor name is told",
                "write its code, a name in quotes, or 'filler' if nobody knows",
            )
        return
    found = objects.find(item.code)
    code = dotted(item.code)
    if found is None and not item.label:
        context.report.error(
            item.span,
            "C806",
            f"no object of this package, or of one that it needs, has the code {code}",
            "define it with 'object', or write behind the code what it is called",
        )
    _check_attribute(context, item, found)
    units = None if found is None else words.units(found, item.code)
    if item.unit in context.units and units is not None and item.unit not in units:
        context.report.error(
            context.written.unit(item.span, item.unit or ""),
            "C808",
            f"{code} is in '{item.unit}' at {_where(item)}: expected "
            + (listed(map(repr, units)) or "no unit"),
        )


def _check_attribute(
    context: Context, item: m.TelegramItem, found: m.ObisObject | None
) -> None:
    allowed = () if found is None else found.classes
    classes = allowed if item.class_id is None else (item.class_id,)
    if item.class_id is not None:
        if item.class_id not in context.class_ids:
            if not context.misnamed:
                context.report.error(
                    item.span,
                    "C806",
                    f"class {item.class_id} of {_where(item)} does not exist",
                )
            return
        if allowed and item.class_id not in allowed:
            context.report.error(
                item.span,
                "C806",
                f"{dotted(item.code or ())} is no object of class {item.class_id}: "
                f"expected {listed(allowed)}",
            )
    known = [*filter(None, map(context.model.interface_class, classes))]
    numbers = {
        attribute.number
        for each in known
        for version in each.versions
        for attribute in version.attributes
    }
    if numbers and item.attribute not in numbers:
        context.report.error(
            item.span,
            "C806",
            f"class {listed(each.class_id for each in known)} of {_where(item)} "
            f"has no attribute {item.attribute}",
        )


# ---------------------------------------------------------------- several telegrams


def _check_names(context: Context, models: Iterable[m.Model]) -> None:
    known: dict[str, m.Telegram] = {}
    for model in reversed([*models]):
        for telegram in model.telegrams:
            first = known.setdefault(telegram.name, telegram)
            if first is not telegram and model is context.model:
                context.report.error(
                    telegram.span,
                    "C810",
                    f"telegram '{telegram.name}' is already there "
                    f"({first.span.file}:{first.span.line})",
                )


def check_alike(context: Context) -> None:
    """Lists that look alike are told apart by what always stands in them, or say why they are not."""
    own = context.model.telegrams
    others = [each for model in context.foundations for each in model.telegrams]
    pairs = [*combinations(own, 2), *((other, one) for one in own for other in others)]
    excused: set[int] = set()
    for first, second in pairs:
        if not alike(first, second):
            continue
        excused |= {id(first), id(second)}
        if not first.overlaps and not second.overlaps:
            context.report.error(
                second.span,
                "C809",
                f"a list can be both '{second.name}' and '{first.name}' "
                f"({first.span.file}:{first.span.line})",
                "give a fixed value by which one of them is known, or say with 'overlaps' why they look alike",
            )
    for telegram in own:
        if telegram.overlaps and id(telegram) not in excused:
            context.report.warning(
                telegram.span,
                "C811",
                f"no other list looks like '{telegram.name}': expected no 'overlaps'",
            )


def alike(first: m.Telegram, second: m.Telegram) -> bool:
    """Whether a list can be both."""
    if not _same_form(first.form, second.form):
        return False
    mine, theirs = _by_place(first), _by_place(second)
    return all(_meet(mine[place], theirs[place]) for place in mine.keys() & theirs)


def _by_place(telegram: m.Telegram) -> dict[m.Place, _Line]:
    lines: list[_Line] = [*telegram.items, *telegram.lists]
    return {line.place: line for line in lines if line.place}


def _same_form(first: m.Form, second: m.Form) -> bool:
    counts = {first.count, second.count} - {None}
    return len(counts) < 2 and not set(first.kinds).isdisjoint(second.kinds)


def _meet(first: _Line, second: _Line) -> bool:
    """Whether one value can stand for both."""
    fixed = {each.fixed for each in (first, second) if isinstance(each, m.TelegramItem)}
    if len(fixed - {None}) > 1:
        return False
    mine, theirs = _sent_as(first), _sent_as(second)
    return any(
        None in (mine[name], theirs[name]) or mine[name] == theirs[name]
        for name in mine.keys() & theirs
    )


def _sent_as(line: _Line) -> _Sizes:
    if isinstance(line, m.TelegramItem):
        return sizes(line.type)
    return dict.fromkeys(line.form.kinds)


def sizes(expression: m.TypeExpression) -> _Sizes:
    """The common data types that a type stands for, and the size of those that have one."""
    match expression:
        case m.Simple(name=name):
            low, high = octets_of(expression)
            # Reading lets sizes pass that are in no range: meters do send them.
            return {name: low if low == high else None}
        case m.Choice(alternatives=alternatives):
            found: dict[str, int | None] = {}
            for each in alternatives:
                for name, size in sizes(each).items():
                    found[name] = size if found.get(name, size) == size else None
            return found
        case m.OpenChoice(of="simple"):
            return dict.fromkeys(SIMPLE_TYPES)
        case m.OpenChoice() | m.Reference():
            return dict.fromkeys((*SIMPLE_TYPES, *COMPLEX_TYPES))
        case m.Array():
            return {"array": None}
        case m.CompactArray():
            return {"compact-array": None}
        case m.AnyStructure():
            return {"structure": None}
