"""Tables of OBIS objects: their codes, classes, values and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ...model import Codes, ObisObject
from . import labels
from .expressions import interval
from .facts import unconfirmed
from .markup import badge, code, joined, link, prose, span, table, text
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
    columns = ("Code", "Object", "Classes", "Values", "Unit", "Clause", "Source")
    return table(columns, [_row(site, each, values) for each in objects])


def _row(site: Site, found: ObisObject, values: ValueSets) -> Sequence[str]:
    label = labels.obis(found.pattern) if found.pattern in site.unique_patterns else ""
    pattern = code(found.pattern)
    where = conditions(found)
    return (
        (span(pattern, "obis", label=label) if label else pattern)
        + (f" {span(text(where), 'where')}" if where else ""),
        _name(found),
        _classes(site, found),
        values.markup(found.values),
        ", ".join(site.unit_link(unit) for unit in found.units),
        text(found.clause),
        _sources(site, found),
    )


def _name(found: ObisObject) -> str:
    parts = [prose(found.name)]
    if found.kind:
        parts.append(badge(found.kind, "kind"))
    parts += [span(prose(note), "remark") for note in (found.doc, found.note) if note]
    if found.unconfirmed is not None:
        parts.append(unconfirmed(found.unconfirmed))
    if found.overlaps:
        parts.append(span(prose(f"Overlaps: {found.overlaps}"), "remark"))
    return " ".join(parts)


def _classes(site: Site, found: ObisObject) -> str:
    if not found.classes:
        return "any"
    return ", ".join(
        (
            link(str(each), labels.interface_class(each))
            if each in site.own_classes
            else str(each)
        )
        + _only_version(found, each)
        for each in found.classes
    )


def _only_version(found: ObisObject, class_id: int) -> str:
    version = found.class_versions.get(class_id)
    return "" if version is None else f" version {version}"


def _sources(site: Site, found: ObisObject) -> str:
    legend = site.model.package.sources
    keys = ", ".join(
        link(text(key), labels.source(key)) if key in legend else text(key)
        for key in found.sources
    )
    level = found.confidence
    mark = badge(level, f"confidence-{level}") if level in ("medium", "low") else ""
    return " ".join(part for part in (keys, mark) if part)


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
        rows = [
            (
                span(str(number), "number", label=self._label(number)),
                text(", ".join(values)),
            )
            for values, number in self._sets.items()
        ]
        return table(("List", "Data types of attribute 2"), rows)

    def _label(self, number: int) -> str:
        return f"{self._prefix}-values-{number}"


# ---------------------------------------------------------------- on the page of a class


def used_by_objects(site: Site, class_id: int) -> str:
    """Objects that may be of a class; a long list is folded away."""
    objects = [each for each in site.objects_of(class_id) if each.kind is None]
    if not objects:
        return ""
    rows = [_short_row(site, class_id, each) for each in objects]
    whole = table(("Code", "Object", "Other classes"), rows)
    if len(objects) <= _FEW:
        return whole
    first = sum(each.classes[0] == class_id for each in objects)
    summary = (
        f"{len(objects)} entries, {first} of them with this class as the first choice"
    )
    return f"<details><summary>{summary}</summary>\n\n{whole}\n\n</details>"


def _short_row(site: Site, class_id: int, found: ObisObject) -> Sequence[str]:
    pattern = code(found.pattern)
    if found.pattern in site.unique_patterns:
        pattern = link(pattern, labels.obis(found.pattern))
    where = conditions(found)
    others = [site.class_link(each) for each in found.classes if each != class_id]
    return (
        pattern + (f" {span(text(where), 'where')}" if where else ""),
        prose(found.name),
        joined(others),
    )
