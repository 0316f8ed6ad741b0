"""OBIS tables: media, groups, selections, and what objects refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..lower.codes import show
from ..model import Code, Group, InUseRow, Medium, Model, ObisObject
from ..notation import meaning_text, name_text
from ..words import did_you_mean, listed
from .context import Context
from .references import unknown_unit

_BRACES = re.compile(r"\{+[^{}]*\}*|\}+")
_GROUP = re.compile(r"\{([A-F])([+-]\d+)?\}")
_NUMBER = re.compile(r"\{n([+-]\d+)?\}")

Tables = Mapping[tuple[str, str], Group]
"""Named tables by letter and name."""


def check_groups(context: Context) -> None:
    """A code has one meaning in a table, and a table one name."""
    _tables(context, context.model.groups, "all media")
    for medium in context.model.media:
        if medium.same_as is None:
            _tables(context, medium.groups, f"medium {medium.code}")


def _tables(context: Context, groups: Iterable[Group], where: str) -> None:
    always: dict[str, dict[int, Code]] = {}
    named: dict[tuple[str, str], Group] = {}
    for group in groups:
        seen: dict[int, Code] = {}
        if not group.name:
            seen = always.setdefault(group.letter, seen)
        else:
            first = named.setdefault((group.letter, group.name), group)
            if first is not group:
                context.report.error(
                    group.span,
                    "C514",
                    f"table '{group.name}' of group {group.letter} of {where} "
                    f"is already there (line {first.span.line})",
                )
        for code in group.codes:
            _code(context, group, code)
            for first_code, last_code in code.codes:
                for number in range(first_code, last_code + 1):
                    known = seen.setdefault(number, code)
                    if known is not code:
                        context.report.error(
                            code.span,
                            "C513",
                            f"code {number} of group {group.letter} of {where} "
                            f"is already '{meaning_text(known.meaning) or known.kind}'",
                        )
                        break


def _code(context: Context, group: Group, code: Code) -> None:
    where = f"code {show(code.codes)} of group {group.letter}"
    for unit in code.units:
        unknown_unit(context, unit, code.span, where)
    if code.integral_unit is not None:
        unknown_unit(context, code.integral_unit, code.span, where)
    for text in (code.meaning, code.integral_meaning):
        for insert in _BRACES.findall(text):
            if _NUMBER.fullmatch(insert) is None:
                context.report.error(
                    code.span,
                    "C509",
                    f"expected {{n}}, {{n+1}} or {{n-1}} in {where}, "
                    f"found {insert}",
                )


def check_selections(context: Context) -> None:
    """Selections name tables that exist; every named table of a medium is selected."""
    own = _by_name(context.model.groups)
    foundation = _by_name(g for m in context.foundations for g in m.groups)
    for medium in context.model.media:
        if medium.same_as is not None:
            continue
        tables = {**foundation, **own, **_by_name(medium.groups)}
        used = set()
        for selection in medium.selections:
            key = (selection.letter, selection.table)
            used.add(key)
            if key not in tables:
                names = [name for letter, name in tables if letter == selection.letter]
                context.report.error(
                    selection.span,
                    "C510",
                    f"group {selection.letter} has no table '{selection.table}' "
                    f"in medium {medium.code}",
                    did_you_mean(selection.table, names),
                )
            for condition in selection.conditions:
                if condition.letter == selection.letter:
                    context.report.error(
                        selection.span,
                        "C505",
                        f"the table of group {selection.letter} is chosen by other "
                        "groups: expected no condition on it",
                    )
        for group in medium.groups:
            if group.name and (group.letter, group.name) not in used:
                context.report.warning(
                    group.span,
                    "C515",
                    f"table '{group.name}' of group {group.letter} is never selected",
                    f"write 'select {group.letter} {group.name} where ...'",
                )


def _by_name(groups: Iterable[Group]) -> dict[tuple[str, str], Group]:
    return {(group.letter, group.name): group for group in groups if group.name}


# ---------------------------------------------------------------- media and objects


def check_media(context: Context) -> None:
    """A package does not redefine media that it stands on."""
    for foundation in context.foundations:
        known = {medium.code: medium for medium in foundation.media}
        for medium in context.model.media:
            if medium.code in known:
                context.report.error(
                    medium.span,
                    "C511",
                    f"medium {medium.code} is '{known[medium.code].name}' "
                    f"of package '{foundation.package.name}' already",
                )


def check_objects(context: Context) -> None:
    """Classes, units and composed names of objects exist."""
    letters = _letters(context)
    models = (context.model, *context.foundations)
    versions = {
        c.class_id: {v.version for v in c.versions} for m in models for c in m.classes
    }
    for item in context.model.objects:
        where = f"'{name_text(item.name)}'"
        for class_id in (*item.classes, *item.core_classes):
            if class_id not in context.class_ids and not context.misnamed:
                context.report.error(
                    item.span,
                    "C506",
                    f"class {class_id} of {where} does not exist",
                )
        for class_id in item.core_classes:
            if item.classes and class_id not in item.classes:
                context.report.error(
                    item.span,
                    "C506",
                    f"core class {class_id} of {where} is not among its classes",
                )
        for class_id, version in item.class_versions.items():
            known = versions.get(class_id)
            if known and version not in known and not context.misnamed:
                context.report.error(
                    item.span,
                    "C506",
                    f"class {class_id} of {where} has no version {version}: "
                    f"expected {listed(sorted(known))}",
                )
        if len(set(item.classes)) < len(item.classes):
            context.report.error(
                item.span, "C506", f"a class of {where} is listed twice"
            )
        for unit in item.units:
            unknown_unit(context, unit, item.span, where)
        _template(context, item.name, item, letters)


def _letters(context: Context) -> dict[int, set[str]]:
    """The groups that have a table, by medium; those of all media by -1."""
    models: tuple[Model, ...] = (context.model, *context.foundations)
    letters = {-1: {g.letter for m in models for g in m.groups}}
    for medium in _media(models):
        letters[medium.code] = {group.letter for group in medium.groups}
    return {code: {str(letter) for letter in known} for code, known in letters.items()}


def _media(models: Iterable[Model]) -> Iterator[Medium]:
    for model in models:
        yield from model.media


def check_labels(context: Context) -> None:
    """Composed labels of codes in use are put together from what exists."""
    letters = _letters(context)
    for row in context.model.rows_in_use:
        _template(context, row.label, row, letters)


def _template(
    context: Context,
    name: str,
    item: ObisObject | InUseRow,
    letters: Mapping[int, set[str]],
) -> None:
    for insert in _BRACES.findall(name):
        found = _GROUP.fullmatch(insert)
        if found is None:
            context.report.error(
                item.span,
                "C509",
                f"expected a group such as {{C}} or {{E+1}} in '{name}', "
                f"found {insert}",
            )
            continue
        letter, shift = found[1], found[2]
        if shift is not None or letter in letters[-1]:
            continue
        media = [c for first, last in item.match[0] for c in range(first, last + 1)]
        lacking = [c for c in media if c in letters and letter not in letters[c]]
        if lacking or not any(code in letters for code in media):
            who = f"medium {lacking[0]} has no" if lacking else "no medium has a"
            context.report.error(
                item.span,
                "C510",
                f"{who} table of group {letter} to name '{name}' from",
            )
