"""Tables of the codes that meters really have, each with the words that the runtime has for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

from ...model import Codes, InUseRow
from . import labels
from .markup import Row, blocks, link, paragraphs, role, spaced, table, text
from .site import Site
from .views import GroupView, SectionView

if TYPE_CHECKING:
    from cosem_runtime.obis.description import ObisDescription

ROLE: Final = "obis-in-use"
"""What the extension of Sphinx makes of a code: a place that the search finds in each text form."""

_Code: TypeAlias = tuple[int, ...]

_MOST: Final = 32
"""What has more codes, or more channels, is a range: only its first ones are listed."""
_FIRST: Final = 4


def codes_in_use(site: Site, label: str, media: Collection[int]) -> GroupView:
    """Codes with what displays call them, and then those that are only met."""
    sections = []
    for place, title, labelled in (
        (f"{label}-shown", "Codes that displays show", True),
        (f"{label}-met", "Other codes that meters have", False),
    ):
        found: list[Row] = []
        docs: dict[str, None] = {}  # what several lists say is told once
        for item in site.model.in_use:
            rows = (row for row in item.rows if bool(row.label) is labelled)
            told = [each for row in rows for each in _rows(site, row, media)]
            if told:
                found += told
                docs.update(dict.fromkeys(paragraphs(item.doc).split("\n\n")))
        if found:
            body = blocks(*docs, table(found, right=("Dumps",)))
            sections.append(SectionView(place, title, body))
    return GroupView(label, "Codes in use", sections=tuple(sections))


def _rows(site: Site, row: InUseRow, media: Collection[int]) -> Iterator[Row]:
    """A row for each code, channels of which the same is said beside one another."""
    a, b, *others = map(_numbers, row.match)
    count = prod(map(len, others))
    listed = _FIRST if count > _MOST else count
    channels = b[:_FIRST] if len(b) > _MOST else b
    for medium in (each for each in a if each in media):
        for rest in islice(product(*others), listed):
            said: dict[tuple[str, str], list[ObisDescription]] = {}
            for channel in channels:
                found = site.codes.describe((medium, channel, *rest))
                said.setdefault((found.label, found.name), []).append(found)
            for alike in said.values():
                told = _row(site, row, alike)
                if len(channels) < len(b):
                    told["Code"] += f" and channels up to {b[-1]}"
                yield told
        if count > listed:
            last = (medium, b[0], *(numbers[-1] for numbers in others))
            told = _row(site, row, [site.codes.describe(last)])
            told["Code"] = f"and {count - listed} more, to {told['Code']}"
            yield told


def _row(site: Site, row: InUseRow, alike: list[ObisDescription]) -> dict[str, str]:
    found = alike[0]
    units = [*map(site.unit_link_of, dict.fromkeys(found.unit_codes))]
    shown = row.shown if row.shown not in found.units else ""
    return {
        "Code": spaced(*(_code(each) for each in alike)),
        "On displays": text(found.label),
        "Name": text(found.name),
        "Unit": spaced(", ".join(units), text(f"({shown})" if shown else "")),
        "Reads": text(found.reading),
        "Classes": ", ".join(_class(site, number) for number, _ in found.classes),
        "Dumps": "" if row.dumps is None else str(row.dumps),
    }


def _code(found: ObisDescription) -> str:
    return role(ROLE, f"{found.code} {found.label or found.name}")


def _class(site: Site, number: int) -> str:
    if number in site.own_classes:
        return link(str(number), labels.interface_class(number))
    return str(number)


def _numbers(codes: Codes) -> list[int]:
    return [number for first, last in codes for number in range(first, last + 1)]
