"""Profiles of the Open Smart Grid Platform (now GXF): `dlmsprofile-*.json`, what a head-end expects of its meters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..content import Content
from ..model import (
    Association,
    DumpedObject,
    Header,
    Meter,
    Record,
    Source,
    Value,
    ValueOf,
)
from ..registry import Options
from .common import Objects, is_pattern, parse_access
from .jsontext import Node, document

__all__ = ["READER"]


class OsgpReader:
    """Profiles of the Open Smart Grid Platform."""

    name = "osgp"
    title = "OSGP profile (JSON)"

    def recognises(self, content: Content) -> bool:
        return content.beginning[:1] == b"{" and all(
            word in content.start
            for word in (b'"profile"', b'"objects"', b'"class-id"')
        )

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        whole = document(content)
        name = " ".join(filter(None, (whole.text("profile"), whole.text("version"))))
        each_object = [*whole.get("objects").each()]
        patterns = [
            found.value for found in each_object if is_pattern(found.get("obis").value)
        ]
        yield Header(
            Meter(model=name),
            Source(form="OSGP profile", note=whole.text("description")),
            extra={
                **whole.rest("profile", "version", "description", "objects"),
                **({"patterns": patterns} if patterns else {}),
            },
        )
        yield Association()
        objects = Objects()
        for found in each_object:
            if not is_pattern(found.get("obis").value):
                _add(objects, found)
        for each in objects:
            yield each.published()
            for value in each.values:
                yield ValueOf(each.name, value)


def _add(objects: Objects, found: Node) -> None:
    rows = [*found.get("attributes").each()]
    numbers = [row.number("id", -0x80, 0x7F) for row in rows]
    each: DumpedObject | None = None
    for row, number in zip(rows, numbers, strict=True):
        each = _object(objects, found, number)
        access = parse_access(row.text("access"))
        if access is None:
            raise row.get("access").wrong("R, W or RW")
        each.attribute_access[number] = access
        text = row.get("value").value
        each.values.append(
            Value(
                number,
                type=row.text("datatype"),
                text=text if text is None or isinstance(text, str) else str(text),
                extra=row.rest("id", "access", "datatype", "value"),
            )
        )
    each = each or _object(objects, found, None)
    each.extra = found.rest("class-id", "version", "obis", "attributes")


def _object(objects: Objects, found: Node, without: int | None) -> DumpedObject:
    return objects.get(
        found.number("class-id", 0, 0xFFFF),
        found.number_or_none("version", 0, 0xFF),
        found.obis("obis"),
        without=without,
    )


READER: Final = OsgpReader()
