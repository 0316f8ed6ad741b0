"""The page of lists that do not name their values: how each is recognised, and what stands at its places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import Form, Telegram, TelegramItem, TelegramList
from ...notation import dotted
from ...words import counted
from . import labels
from .expressions import number, type_markup
from .facts import confidence, remarks, unconfirmed
from .markup import (
    Row,
    blocks,
    code,
    joined,
    paragraphs,
    place,
    prose,
    spaced,
    table,
    text,
)
from .site import Site
from .views import GroupView, SectionsPage, sections_page

_ROLES: Final = {
    "value": "",
    "time": "time",
    "meter": "which meter it is",
    "list": "which list it is",
    "code": "code",
    "scaler-unit": "scaler and unit",
    "scaler": "scaler",
    "unit": "unit",
    "filler": "means nothing",
}


def telegrams_page(site: Site) -> SectionsPage:
    """Every list that the package describes."""
    spans = [telegram.span for telegram in site.model.telegrams]
    return sections_page(
        source=", ".join(dict.fromkeys(map(site.source, spans))),
        label="telegrams",
        title="Lists that meters push",
        lead=_LEAD,
        groups=(_telegram(site, each) for each in site.model.telegrams),
    )


_LEAD: Final = (
    "Lists whose values do not say what they are, or in which unit: each value is known by its place, which counts from 1, "
    "or by its code where that is sent. A list is recognised by how many elements it has, by their types, and by what always "
    "stands in it. `cosem.read_push` reads them once the package is registered."
)


def _telegram(site: Site, found: Telegram) -> GroupView:
    where = ", ".join(map(site.source_link, found.sources))
    origin = spaced(
        f"Source: {where}." if where else "",
        confidence(found.confidence),
        unconfirmed(found.unconfirmed),
    )
    body = blocks(
        paragraphs(found.doc),
        f"{_recognised(found)} In the spec: {code(found.name)}.",
        prose(found.note),
        (
            f"May look like another list: {prose(found.overlaps)}"
            if found.overlaps
            else ""
        ),
        table(_rows(site, found), right=("Scaler",)),
        origin,
    )
    return GroupView(labels.named("telegram", found.name), text(found.title), body)


def _recognised(found: Telegram) -> str:
    fixed = [
        f"{_fixed(item.fixed)} at place {dotted(item.place)}"
        for item in found.items
        if item.fixed is not None
    ]
    form = _form(found.form)
    known_by = f", with {joined(fixed)}" if fixed else ""
    return f"{form[:1].upper()}{form[1:]}{known_by}."


def _form(form: Form) -> str:
    """`a structure of 9 elements`, `an array or a structure of any number of elements`."""
    kinds = joined((_ARTICLES[kind] for kind in form.kinds), "or")
    if form.count is None:
        return f"{kinds} of any number of elements"
    return f"{kinds} of {counted(form.count, 'element')}"


_ARTICLES: Final = {"array": "an array", "structure": "a structure"}


def _fixed(octets: bytes) -> str:
    """What always stands at a place: as text where it is one."""
    if octets and all(0x20 < octet < 0x7F for octet in octets):
        return code(octets.decode())
    return code(octets.hex(" ").upper()) or "nothing"


def _rows(site: Site, found: Telegram) -> Iterator[Row]:
    """Places in order, the lists inside among them, and then what has no place."""
    lines: list[TelegramItem | TelegramList] = [*found.items, *found.lists]
    for line in sorted(lines, key=lambda line: (not line.place, line.place)):
        if isinstance(line, TelegramItem):
            yield _row(site, found, line)
        else:
            yield dict.fromkeys(_COLUMNS, "") | {
                "Place": dotted(line.place),
                "Value": spaced(_form(line.form), remarks(line.doc)),
            }


_COLUMNS: Final = (
    *("Place", "Code", "Value", "Object", "Type", "Always", "Scaler", "Unit", "Source"),
)


def _row(site: Site, telegram: Telegram, item: TelegramItem) -> Row:
    label = (
        f"{labels.named('telegram', telegram.name)}-{'-'.join(map(str, item.place))}"
    )
    where = place(dotted(item.place), label) if item.place else "beside its code"
    level = item.confidence
    return {
        "Place": where,
        "Code": "" if item.code is None else code(dotted(item.code)),
        "Value": spaced(
            _value(site, item),
            remarks(item.doc, item.note),
            unconfirmed(item.unconfirmed),
        ),
        "Object": _object(site, item),
        "Type": type_markup(site, item.type),
        "Always": "" if item.fixed is None else _fixed(item.fixed),
        "Scaler": number(item.scaler),
        "Unit": "" if item.unit is None else site.unit_link(item.unit),
        "Source": spaced(
            ", ".join(map(site.source_link, item.sources)), confidence(level)
        ),
    }


def _value(site: Site, item: TelegramItem) -> str:
    """What it is called, and what it is for where that is no value."""
    name = item.label
    if not name and item.code is not None:
        found = site.codes.describe(item.code)
        name = found.label or found.name
    role = _ROLES[item.role]
    if item.of is not None:
        role += f" of place {dotted(item.of)}"
    return (
        f"{text(role)}: {prose(name)}" if role and name else text(role) or prose(name)
    )


def _object(site: Site, item: TelegramItem) -> str:
    """The class and the attribute, as far as they are not those that a value mostly has."""
    told = [] if item.class_id is None else [site.class_link(item.class_id)]
    if item.attribute != 2:
        told.append(f"attribute {item.attribute}")
    return ", ".join(told)
