"""Pages of OBIS codes: one per medium, and one for what all media share."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import (
    Code,
    Codes,
    Condition,
    Group,
    Medium,
    Model,
    ObisObject,
    Selection,
)
from ...notation import meaning_text
from . import labels
from .facts import remarks, unconfirmed
from .in_use import codes_in_use
from .markup import (
    Row,
    badge,
    blocks,
    bullets,
    code,
    joined,
    link,
    paragraphs,
    prose,
    spaced,
    table,
    text,
)
from .objects import ValueSets, codes_text, object_table
from .site import Site
from .views import GroupView, SectionsPage, SectionView, sections_page

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


def obis_index(site: Site) -> SectionsPage:
    """The page of all media, with groups and objects that belong to none alone."""
    model = site.model
    objects = site.objects_by_medium.get(None, [])
    values = ValueSets(objects, "obis")
    title = "Objects and ranges of several media"
    return sections_page(
        source="the OBIS files of the spec",
        label="obis",
        title="OBIS codes",
        lead=_LEAD,
        groups=(
            _media(site),
            codes_in_use(site, "obis-in-use", _foreign(model)),
            GroupView(
                "obis-groups",
                "Value groups of every medium",
                _selections(model.selections, None) if model.groups else "",
                tuple(_group(site, each, None) for each in model.groups),
            ),
            _objects("obis-objects", title, site, objects, values),
            _value_lists("obis", values),
        ),
        pages=(labels.medium_page(each.code, each.name) for each in model.media),
    )


def _foreign(model: Model) -> set[int]:
    """Media that have no page in this site."""
    return {*range(256)} - {medium.code for medium in model.media}


_LEAD = (
    "An OBIS code names an object by six numbers, the value groups A to F, written "
    "`A-B:C.D.E*F` or `A.B.C.D.E.F`. In the tables below a letter in a code stands for "
    "any number, unless numbers are given for it; where nothing is said of b, it is a "
    "channel from 0 to 64. Where several entries match a code, the one that matches the "
    "fewest codes holds. The search of this site finds a code as displays, protocols and "
    "programs write it: `1.8.0`, `1-0:1.8.0`, `1-0:1.8.0*255`, `1.0.1.8.0.255`, `0100010800FF`."
)


def medium_page(site: Site, medium: Medium) -> SectionsPage:
    """The page of one medium."""
    objects = site.objects_by_medium.get(medium.code, [])
    named = [each for each in objects if each.kind is None]
    ranges = [each for each in objects if each.kind is not None]
    label = labels.medium(medium.code)
    values = ValueSets(objects, label)
    words = _quantities(site, medium)
    return sections_page(
        source=_source(site, medium, objects),
        label=label,
        title=text(f"{medium.name} (A = {medium.code})"),
        lead=paragraphs(medium.doc),
        groups=(
            codes_in_use(site, f"{label}-in-use", {medium.code}),
            _medium_groups(site, medium),
            _objects(f"{label}-objects", "Objects", site, named, values, words),
            _objects(f"{label}-ranges", "Ranges left to others", site, ranges, values),
            _value_lists(label, values),
        ),
    )


def _source(site: Site, medium: Medium, objects: Iterable[ObisObject]) -> str:
    spans = [medium.span, *(each.span for each in objects)]
    return ", ".join(dict.fromkeys(site.source(span) for span in spans))


def _media(site: Site) -> GroupView:
    rows = (
        {
            "A": str(each.code),
            "Medium": link(text(each.name), labels.medium(each.code)),
            "Entries": str(len(site.objects_by_medium.get(each.code, []))),
            "": spaced(prose(each.doc), _as_other(site, each)),
        }
        for each in site.model.media
    )
    return GroupView("obis-media", "Media", table(rows, right=("A", "Entries")))


# ---------------------------------------------------------------- value groups


def _medium_groups(site: Site, medium: Medium) -> GroupView:
    title = "Value groups"
    label = f"{labels.medium(medium.code)}-groups"
    if medium.same_as is not None:
        return GroupView(label, title, _as_other(site, medium))
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
    name = group.name.replace("_", " ") or _GROUPS[group.letter]
    return SectionView(
        label=labels.group(medium, group.letter, group.name),
        title=f"Group {group.letter}{text(f': {name}')}",
        body=blocks(paragraphs(group.doc), table(_code(site, c) for c in group.codes)),
    )


def _code(site: Site, found: Code) -> Row:
    return {
        "Code": codes_text(found.codes),
        "Meaning": _meaning(found),
        "Unit": ", ".join(map(site.unit_link, found.units)),
        "Time integral": prose(meaning_text(found.integral_meaning)),
        "Its unit": site.unit_link(found.integral_unit) if found.integral_unit else "",
    }


def _meaning(found: Code) -> str:
    kind = f"*{_KINDS.get(found.kind, found.kind)}*" if found.kind else ""
    return spaced(
        f"{kind}:" if kind and found.meaning else kind,
        prose(meaning_text(found.meaning)),
        badge("time integral", "kind") if found.integral else "",
        badge("ratio", "kind") if found.dimensionless else "",
        remarks(found.doc, found.note),
        unconfirmed(found.unconfirmed),
    )


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
) -> GroupView:
    sections = _by_quantity(objects, words or {})
    if len(sections) < 2 or len(objects) < 60:
        return GroupView(label, title, object_table(site, objects, values))
    views = tuple(
        SectionView(f"{label}-{key}", text(name), object_table(site, members, values))
        for key, name, members in sections
    )
    return GroupView(label, title, sections=views)


def _value_lists(label: str, values: ValueSets) -> GroupView:
    return GroupView(f"{label}-values", "Lists of data types", values.legend())


def _by_quantity(
    objects: Iterable[ObisObject], words: dict[int, str]
) -> list[tuple[str, str, list[ObisObject]]]:
    """Objects by their code in group C, with a label and a title for each."""
    found: dict[int, list[ObisObject]] = {}
    for each in objects:
        found.setdefault(_single(each.match[2]), []).append(each)
    return [
        (
            ("several", "Several quantities", members)
            if quantity < 0
            else (f"c-{quantity}", _quantity(quantity, words), members)
        )
        for quantity, members in sorted(found.items())
    ]


def _single(codes: Codes) -> int:
    """The only code that is meant; -1 where there are more."""
    alone = len(codes) == 1 and codes[0].first == codes[0].last
    return codes[0].first if alone else -1


def _quantity(code: int, words: dict[int, str]) -> str:
    return f"C = {code}: {words[code]}" if code in words else f"C = {code}"


def _quantities(site: Site, medium: Medium) -> dict[int, str]:
    """What single codes of group C mean, in this medium or in every one."""
    return {
        _single(each.codes): meaning_text(each.meaning)
        for group in (*site.model.groups, *medium.groups)
        if group.letter == "C" and not group.name
        for each in group.codes
        if each.meaning and _single(each.codes) >= 0
    }
