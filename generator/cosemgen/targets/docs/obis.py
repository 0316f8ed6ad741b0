"""Pages of OBIS codes: one per medium, and one for what all media share."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import Code, Condition, Group, Medium, ObisObject, Selection
from ..rendering import HEADER
from . import labels
from .facts import unconfirmed
from .markup import (
    badge,
    bullets,
    code,
    joined,
    link,
    paragraphs,
    prose,
    span,
    table,
    text,
)
from .objects import ValueSets, codes_text, object_table
from .site import Site
from .views import ContentsPage, GroupView, SectionsPage, SectionView

_GROUPS = {
    "A": "medium",
    "B": "channel",
    "C": "quantity",
    "D": "processing",
    "E": "further classification",
    "F": "billing period",
}
_KINDS = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user defined",
    "unused": "not used",
}


def obis_index(site: Site) -> ContentsPage:
    """The page of all media, with groups and objects that belong to none alone."""
    model = site.model
    shared = site.objects_by_medium.get(None, [])
    values = ValueSets(shared, "obis")
    groups = [
        *([_media(site)] if model.media else []),
        *(
            [
                GroupView(
                    "obis-groups",
                    "Value groups of every medium",
                    _selections(model.selections, None),
                    tuple(_group(site, each, None) for each in model.groups),
                )
            ]
            if model.groups
            else []
        ),
        *_objects(
            "obis-objects", "Objects and ranges of several media", site, shared, values
        ),
        *_value_lists("obis", values),
    ]
    return ContentsPage(
        header=HEADER.format(source="the OBIS files of the spec"),
        label="obis",
        title="OBIS codes",
        lead=_LEAD,
        groups=tuple(groups),
        pages=tuple(labels.medium_page(each.code, each.name) for each in model.media),
    )


_LEAD = (
    "An OBIS code names an object by six numbers, the value groups A to F, written "
    "`A-B:C.D.E*F` or `A.B.C.D.E.F`. In the tables below a letter in a code stands for "
    "any number, unless numbers are given for it; where nothing is said of b, it is a "
    "channel from 0 to 64. Where several entries match a code, the one that matches the "
    "fewest codes holds. `{C}` in the name of an object stands for what the code means in "
    "that group, `{E+1}` for the number plus one."
)


def medium_page(site: Site, medium: Medium) -> SectionsPage:
    """The page of one medium."""
    objects = site.objects_by_medium.get(medium.code, [])
    named = [each for each in objects if each.kind is None]
    ranges = [each for each in objects if each.kind is not None]
    label = labels.medium(medium.code)
    values = ValueSets(objects, label)
    groups = [
        _medium_groups(site, medium),
        *_objects(
            f"{label}-objects",
            "Objects",
            site,
            named,
            values,
            _quantities(site, medium),
        ),
        *_objects(f"{label}-ranges", "Ranges left to others", site, ranges, values),
        *_value_lists(label, values),
    ]
    return SectionsPage(
        header=HEADER.format(source=_source(site, medium, objects)),
        label=label,
        title=text(f"{medium.name} (A = {medium.code})"),
        lead=paragraphs(medium.doc),
        groups=tuple(group for group in groups if group.body or group.sections),
    )


def _source(site: Site, medium: Medium, objects: Iterable[ObisObject]) -> str:
    spans = [medium.span, *(each.span for each in objects)]
    return ", ".join(dict.fromkeys(site.source(span) for span in spans))


def _media(site: Site) -> GroupView:
    rows = [
        (
            str(each.code),
            link(text(each.name), labels.medium(each.code)),
            str(len(site.objects_by_medium.get(each.code, []))),
            " ".join(part for part in (prose(each.doc), _as_other(site, each)) if part),
        )
        for each in site.model.media
    ]
    body = table(("A", "Medium", "Entries", ""), rows, right=("A", "Entries"))
    return GroupView("obis-media", "Media", body, ())


# ---------------------------------------------------------------- value groups


def _medium_groups(site: Site, medium: Medium) -> GroupView:
    title = "Value groups"
    label = f"{labels.medium(medium.code)}-groups"
    if medium.same_as is not None:
        return GroupView(label, title, _as_other(site, medium), ())
    sections = tuple(_group(site, each, medium.code) for each in medium.groups)
    return GroupView(label, title, _selections(medium.selections, medium), sections)


def _as_other(site: Site, medium: Medium) -> str:
    """Where the tables of a medium are, if it has none of its own."""
    if medium.same_as is None:
        return ""
    other = next(each for each in site.model.media if each.code == medium.same_as)
    where = link(text(other.name), labels.medium(other.code))
    return f"Has the tables of {where}; objects of both media stand there too."


def _group(site: Site, group: Group, medium: int | None) -> SectionView:
    name = (
        f": {group.name.replace('_', ' ')}"
        if group.name
        else f": {_GROUPS[group.letter]}"
    )
    parts = (paragraphs(group.doc), _codes(site, group))
    return SectionView(
        label=labels.group(medium, group.letter, group.name),
        title=f"Group {group.letter}{text(name)}",
        body="\n\n".join(part for part in parts if part),
    )


def _codes(site: Site, group: Group) -> str:
    rows = []
    for each in group.codes:
        units = ", ".join(site.unit_link(unit) for unit in each.units)
        rows.append(
            (
                codes_text(each.codes),
                _meaning(each),
                units,
                prose(each.integral_meaning),
                site.unit_link(each.integral_unit) if each.integral_unit else "",
            )
        )
    columns = ("Code", "Meaning", "Unit", "Time integral", "Its unit")
    return table(columns, rows)


def _meaning(found: Code) -> str:
    parts = [prose(found.meaning)] if found.meaning else []
    if found.kind:
        kind = f"*{_KINDS.get(found.kind, found.kind)}*"
        parts.insert(0, f"{kind}:" if parts else kind)
    if found.integral:
        parts.append(badge("time integral", "kind"))
    if found.dimensionless:
        parts.append(badge("ratio", "kind"))
    parts += [span(prose(note), "remark") for note in (found.doc, found.note) if note]
    if found.unconfirmed is not None:
        parts.append(unconfirmed(found.unconfirmed))
    return " ".join(parts)


def _selections(selections: Iterable[Selection], medium: Medium | None) -> str:
    own = {(g.letter, g.name) for g in medium.groups} if medium else set()
    lines = []
    for each in selections:
        home = medium.code if medium and (each.letter, each.table) in own else None
        label = labels.group(home, each.letter, each.table)
        name = link(code(each.table), label)
        where = joined(_condition(condition) for condition in each.conditions)
        lines.append(f"Group {each.letter} is {name} where {where}")
    return bullets(lines)


def _condition(condition: Condition) -> str:
    return f"{condition.letter} = {text(codes_text(condition.codes))}"


# ---------------------------------------------------------------- objects


def _objects(
    label: str,
    title: str,
    site: Site,
    objects: list[ObisObject],
    values: ValueSets,
    words: dict[int, str] | None = None,
) -> list[GroupView]:
    if not objects:
        return []
    sections = _by_quantity(objects, words or {})
    if len(sections) < 2 or len(objects) < 60:
        return [GroupView(label, title, object_table(site, objects, values), ())]
    views = tuple(
        SectionView(
            label=f"{label}-{key}",
            title=text(name),
            body=object_table(site, members, values),
        )
        for key, name, members in sections
    )
    return [GroupView(label, title, "", views)]


def _value_lists(label: str, values: ValueSets) -> list[GroupView]:
    legend = values.legend()
    return (
        [GroupView(f"{label}-values", "Lists of data types", legend, ())]
        if legend
        else []
    )


def _by_quantity(
    objects: Iterable[ObisObject], words: dict[int, str]
) -> list[tuple[str, str, list[ObisObject]]]:
    """Objects by their code in group C, with a label and a title for each."""
    found: dict[int, list[ObisObject]] = {}
    for each in objects:
        codes = each.match[2]
        alone = len(codes) == 1 and codes[0].first == codes[0].last
        found.setdefault(codes[0].first if alone else -1, []).append(each)
    return [
        (
            ("several", "Several quantities", members)
            if quantity < 0
            else (f"c-{quantity}", _quantity(quantity, words), members)
        )
        for quantity, members in sorted(found.items())
    ]


def _quantity(code: int, words: dict[int, str]) -> str:
    return f"C = {code}: {words[code]}" if code in words else f"C = {code}"


def _quantities(site: Site, medium: Medium) -> dict[int, str]:
    """What single codes of group C mean, in this medium or in every one."""
    return {
        each.codes[0].first: each.meaning
        for group in (*site.model.groups, *medium.groups)
        if group.letter == "C" and not group.name
        for each in group.codes
        if each.meaning
        and len(each.codes) == 1
        and each.codes[0].first == each.codes[0].last
    }
