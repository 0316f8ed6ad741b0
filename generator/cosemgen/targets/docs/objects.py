"""Tables of OBIS objects: their codes, classes, values and units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...model import Codes, ObisObject
from . import labels
from .expressions import interval
from .facts import confidence, remarks, unconfirmed
from .markup import (
    Row,
    badge,
    code,
    joined,
    link,
    place,
    prose,
    spaced,
    span,
    table,
    text,
)
from .site import Site

_LETTERS: Final = "abcdef"
_CHANNELS: Final = ((0, 64),)
"""What B is wherever a page says nothing else."""
_FEW: Final = 24
"""A longer list on the page of a class is folded away."""


def codes_text(codes: Codes) -> str:
    """Single codes and ranges, with commas between."""
    return ", ".join(interval(low, high) for low, high in codes)


def conditions(found: ObisObject) -> str:
    """Numbers of the letters in the pattern, where no common rule gives them."""
    parts = found.pattern.split(".")
    told = [
        f"{letter} = {codes_text(codes)}"
        for letter, part, codes in zip(_LETTERS, parts, found.match, strict=True)
        if part == letter
        and codes != ((0, 255),)
        and not (letter == "b" and codes == _CHANNELS)
    ]
    return "; ".join(told)


def object_table(site: Site, objects: Iterable[ObisObject], values: ValueSets) -> str:
    """Rows in the order of the spec."""
    return table(_row(site, each, values) for each in objects)


def _row(site: Site, found: ObisObject, values: ValueSets) -> Row:
    label = site.code_label(found)
    pattern = code(found.pattern)
    level = found.confidence
    return {
        "Code": _placed(
            span(pattern, "obis", label=label) if label else pattern, found
        ),
        "Object": spaced(
            prose(site.codes.name(found)),
            badge(found.kind, "kind") if found.kind else "",
            badge("alternative", "kind") if found.alternative else "",
            remarks(found.doc, found.note),
            unconfirmed(found.unconfirmed),
            remarks(f"Overlaps: {found.overlaps}" if found.overlaps else ""),
        ),
        "Classes": _classes(site, found),
        "Values": values.markup(found.values),
        "Unit": ", ".join(map(site.unit_link, found.units)),
        "Clause": text(found.clause),
        "Source": spaced(
            ", ".join(map(site.source_link, found.sources)),
            confidence(level) if level in ("medium", "low") else "",
        ),
    }


def _placed(pattern: str, found: ObisObject) -> str:
    """The pattern with the numbers that its letters stand for."""
    where = text(conditions(found))
    return spaced(pattern, span(where, "where") if where else "")


def _classes(site: Site, found: ObisObject) -> str:
    def one(class_id: int) -> str:
        own = class_id in site.own_classes
        label = labels.interface_class(class_id)
        version = found.class_versions.get(class_id)
        return spaced(
            link(str(class_id), label) if own else str(class_id),
            "" if version is None else f"version {version}",
        )

    return ", ".join(map(one, found.classes)) or "any"


class ValueSets:
    """Long lists of data types that many objects share, told once by a number."""

    LONG: Final = 3

    def __init__(self, objects: Iterable[ObisObject], prefix: str) -> None:
        self._prefix = prefix
        self._sets: dict[tuple[str, ...], int] = {}
        for each in objects:
            if len(each.values) > self.LONG:
                self._sets.setdefault(each.values, len(self._sets) + 1)

    def markup(self, values: tuple[str, ...]) -> str:
        """The types, or a link to the list that has them."""
        if values in self._sets:
            number = self._sets[values]
            return link(f"list {number}", self._label(number))
        return text(", ".join(values))

    def legend(self) -> str:
        """A table of the lists."""
        return table(
            {
                "List": place(str(number), self._label(number)),
                "Data types of attribute 2": text(", ".join(values)),
            }
            for values, number in self._sets.items()
        )

    def _label(self, number: int) -> str:
        return f"{self._prefix}-values-{number}"


# ---------------------------------------------------------------- on the page of a class


def used_by_objects(site: Site, class_id: int) -> str:
    """Objects that may be of a class; a long list is folded away."""
    objects = [each for each in site.objects_of(class_id) if each.kind is None]
    if not objects:
        return ""
    whole = table(_short_row(site, class_id, each) for each in objects)
    if len(objects) <= _FEW:
        return whole
    first = sum(each.classes[0] == class_id for each in objects)
    summary = (
        f"{len(objects)} entries, {first} of them with this class as the first choice"
    )
    return f"<details><summary>{summary}</summary>\n\n{whole}\n\n</details>"


def _short_row(site: Site, class_id: int, found: ObisObject) -> Row:
    label = site.code_label(found)
    pattern = code(found.pattern)
    others = [site.class_link(each) for each in found.classes if each != class_id]
    return {
        "Code": _placed(link(pattern, label) if label else pattern, found),
        "Object": prose(site.codes.name(found)),
        "Other classes": joined(others),
    }
