"""JSON with a row for each attribute: what public collections of meters are kept in.

    {"source": {...}, "association": {...}?, "rows": [{class_id, version, logical_name, attribute, ...}],
     "methods": [{class_id, version, logical_name, method, access}]?}

A row may have octets (`raw_hex`, with `derived` or `replaced`), or a `tag`, `type` or `value` alone. Access rights are
one text, or one for each client: then each client is an association.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..content import Content
from ..model import (
    Access,
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
from .common import Objects, conformance_of, is_pattern, parse_access, selectors_of
from .jsontext import Node, document

__all__ = ["READER", "source_of"]

_OF_OBJECT: Final = ("class_id", "version", "logical_name", "short_name")
_OF_VALUE: Final = (
    *("attribute", "raw_hex", "tag", "type", "value", "derived", "replaced"),
    *("access_rights", "access_selectors_mask"),
)


class RowsReader:
    """Rows of attributes."""

    name = "rows"
    title = "rows of attributes (JSON)"

    def recognises(self, content: Content) -> bool:
        return content.beginning[:1] == b"{" and all(
            word in content.start
            for word in (b'"source"', b'"rows"', b'"logical_name"')
        )

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        whole = document(content)
        patterns, rows = _parted(whole, "rows")
        others, methods = _parted(whole, "methods")
        yield _header(whole, patterns + others)
        for client in _clients(rows) or [""]:
            yield _association(whole, client)
            for each in _objects(rows, methods, client):
                yield each.published()
                for value in each.values:
                    yield ValueOf(each.name, value)


def _parted(whole: Node, name: str) -> tuple[list[Any], list[Node]]:
    """Rows that mean several objects, as they are, and those of one."""
    patterns, others = [], []
    for row in whole.get(name).each() if whole.has(name) else ():
        if is_pattern(row.get("logical_name").value):
            patterns.append(row.value)
        else:
            others.append(row)
    return patterns, others


def _header(whole: Node, patterns: list[Any]) -> Header:
    source = whole.get("source")
    meter = source.get("meter")
    known = ("repo", "path", "commit", "licence", "form", "note", "meter")
    return Header(
        Meter(
            maker=meter.text("vendor"),
            model=meter.text("model"),
            firmware=meter.text("firmware"),
            country=meter.text("country"),
        ),
        source_of(source),
        extra={
            **source.rest(*known),
            **whole.rest("source", "association", "objects", "rows", "methods"),
            **({"patterns": patterns} if patterns else {}),
        },
    )


def source_of(node: Node) -> Source:
    """Where rows are known from."""
    return Source(
        form=node.text("form"),
        file=node.text("path"),
        repository=node.text("repo"),
        commit=node.text("commit"),
        licence=node.text("licence"),
        note=node.text("note"),
    )


def _clients(rows: list[Node]) -> list[str]:
    """Names of the clients that rows tell apart."""
    found: dict[str, None] = {}
    for row in rows:
        rights = row.get("access_rights").value
        if isinstance(rights, dict):
            found.update(dict.fromkeys(rights))
    return [*found]


def _association(whole: Node, client: str) -> Association:
    if not whole.has("association"):
        return Association(name=client)
    found = whole.get("association")
    conformance = found.number_or_none("conformance", 0, 0xFFFFFF)
    by_name = found.get("use_ln").value
    return Association(
        name=found.text("name"),
        client=found.number_or_none("client", 0, 0xFFFF),
        referencing=None if by_name is None else "LN" if by_name else "SN",
        authentication=found.text("authentication"),
        conformance=None if conformance is None else conformance_of(conformance),
        max_pdu=found.number_or_none("pdu_size", 0, 0xFFFFFFFF),
        extra=found.rest(
            *("name", "client", "use_ln", "authentication", "conformance", "pdu_size")
        ),
    )


def _objects(rows: list[Node], methods: list[Node], client: str) -> Objects:
    objects = Objects()
    for row in rows:
        number = row.number("attribute", -0x80, 0x7F)
        each = _object(objects, row, without=number)
        each.attribute_access[number] = _access(row.get("access_rights"), client)
        mask = row.number_or_none("access_selectors_mask", 0, 0xFF)
        if mask:
            each.selectors[number] = selectors_of(mask)
        value = _value(row, number)
        if value is not None:
            each.values.append(value)
    for row in methods:
        number = row.number("method", -0x80, 0x7F)
        each = _object(objects, row)
        rights = row.get("access" if row.has("access") else "access_rights")
        each.method_access[number] = _access(rights, client)
        rest = row.rest(*_OF_OBJECT, "method", "access", "access_rights")
        if rest:
            told: dict[str, Any] = dict(each.extra)
            told["methods"] = {**told.get("methods", {}), str(number): rest}
            each.extra = told
    return objects


def _object(objects: Objects, row: Node, without: int | None = None) -> DumpedObject:
    return objects.get(
        row.number("class_id", 0, 0xFFFF),
        row.number_or_none("version", 0, 0xFF),
        row.obis("logical_name"),
        row.number_or_none("short_name", 0, 0xFFFF),
        without=without,
    )


def _access(found: Node, client: str) -> Access:
    if isinstance(found.value, dict):
        found = found.get(client)
    if found.value is None:
        return Access()
    access = parse_access(found.as_(str))
    if access is None:
        raise found.wrong("an access right as RW, aR, A or -")
    return access


def _value(row: Node, number: int) -> Value | None:
    octets = row.octets("raw_hex")
    tag = row.get("tag").value
    is_tag = type(tag) is int and 0 <= tag <= 0xFF
    text = row.get("value").value
    extra = row.rest(*_OF_OBJECT, *_OF_VALUE)
    if tag is not None and not is_tag:  # a word for the object, which is no type
        extra["tag"] = tag
    kind = row.text("type")
    if octets is None and not is_tag and not kind and text is None and not extra:
        return None
    return Value(
        number,
        octets,
        tag=tag if is_tag else None,
        type=kind,
        text=text if text is None or isinstance(text, str) else str(text),
        derived=row.text("derived"),
        replaced=row.text("replaced"),
        extra=extra,
    )


READER: Final = RowsReader()
