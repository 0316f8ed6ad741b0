"""Classes, types and spec files of the model as blocks for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from cosemgen.model import (
    Alias,
    Bits,
    ClassVersion,
    Enumeration,
    Enumerator,
    Facts,
    InterfaceClass,
    Model,
    NamedType,
    Selector,
    Span,
    Structure,
    UnitTable,
    ValueSpan,
)
from cosemgen.notation import literal_text, type_text

from .page import Block, Heading, Paragraph, Table


def class_blocks(
    model: Model, found: InterfaceClass, version: ClassVersion
) -> list[Block]:
    """A class version with its attributes, methods and types."""
    others = [str(v.version) for v in found.versions if v is not version]
    blocks: list[Block] = [
        Heading(f"{found.name} (class {found.class_id}, version {version.version})")
    ]
    doc = "\n\n".join(filter(None, (found.doc, version.doc)))
    if doc:
        blocks.append(Paragraph(doc))
    blocks.append(_facts(version, others))
    if version.undefined:
        return [*blocks, Paragraph(f"Not defined here: {version.undefined}")]
    blocks.append(_attributes(version))
    if version.methods:
        blocks.append(_methods(version))
    for target in version.types:
        # What a class shares with others would bury what is its own.
        if target.class_id is not None or target.module == found.module:
            blocks += type_blocks(model.type(target))
    return blocks


def _facts(version: ClassVersion, others: list[str]) -> Table:
    cardinality = version.cardinality
    most = "n" if cardinality.maximum is None else cardinality.maximum
    rows = (
        ("other versions", ", ".join(others)),
        ("clause", version.clause),
        ("edition", version.edition),
        ("cardinality", f"{cardinality.minimum}..{most}"),
        ("confidence", version.confidence or ""),
        ("withdrawn", version.withdrawn),
        *(("difference", f"{c.verb} {c.kind} {c.name}") for c in version.changes),
        *(("decision", text) for text in version.decisions),
        *(("open", text) for text in version.open_questions),
    )
    return Table(("", ""), tuple(row for row in rows if row[1]))


def _attributes(version: ClassVersion) -> Table:
    rows: list[tuple[str, ...]] = []
    for each in version.attributes:
        rows.append(
            (
                str(each.number),
                each.name,
                type_text(each.type),
                each.mark or "",
                literal_text(each.default),
                f"0x{each.short_name:02X}",
                _notes(each.facts),
            )
        )
        rows += (
            (
                "",
                f"  selector {s.number} {s.name}",
                _selection(s),
                "",
                "",
                "",
                "",
            )
            for s in each.selectors
        )
    headers = ("", "attribute", "type", "", "default", "short name", "notes")
    return Table(headers, tuple(rows))


def _selection(selector: Selector) -> str:
    """What a selector takes and, where it is not the attribute's type, what it gives."""
    takes = type_text(selector.parameter)
    if selector.returns is None:
        return takes
    return f"{takes} returns {type_text(selector.returns)}".lstrip()


def _methods(version: ClassVersion) -> Table:
    rows = [
        (
            str(each.number),
            each.name,
            (
                f"{each.parameter.name}: {type_text(each.parameter.type)}"
                if each.parameter
                else ""
            ),
            type_text(each.returns),
            each.presence or "",
            "" if each.short_name is None else f"0x{each.short_name:02X}",
            _notes(each.facts),
        )
        for each in version.methods
    ]
    headers = ("", "method", "parameter", "returns", "", "short name", "notes")
    return Table(headers, tuple(rows))


def _notes(facts: Facts) -> str:
    words = [
        f"unit {facts.unit}" if facts.unit else "",
        "secret" if facts.secret else "",
        "read-only" if facts.read_only else "",
        f"unconfirmed: {facts.unconfirmed}" if facts.unconfirmed else "",
        "name is unofficial" if facts.unofficial else "",
        *facts.notes,
    ]
    return "; ".join(word for word in words if word)


def type_blocks(found: NamedType) -> list[Block]:
    """A named type with its members."""
    name = found.id.name
    match found:
        case Structure(fields=fields):
            rows = [
                (f.name, type_text(f.type), literal_text(f.default), _notes(f.facts))
                for f in fields
            ]
            table = Table(("field", "type", "default", "notes"), tuple(rows))
            return [Heading(f"structure {name}"), table]
        case Enumeration(base=base):
            return [
                Heading(f"enumeration {name}: {base}"),
                _values(found.members, found.spans),
            ]
        case Bits(base=base):
            return [
                Heading(f"bits {name}: {base}"),
                _values(found.members, found.spans),
            ]
        case UnitTable(rows=units):
            rows = [(str(u.value), u.name, u.symbol, u.quantity) for u in units]
            return [
                Heading(f"units {name}"),
                Table(("", "unit", "symbol", "quantity"), tuple(rows)),
            ]
        case Alias():
            return [Heading(f"type {name} = {type_text(found.type)}")]


def _values(members: Iterable[Enumerator], spans: Iterable[ValueSpan]) -> Table:
    rows = [(m.value, str(m.value), m.name, m.label) for m in members]
    rows += [
        (
            s.first,
            str(s.first) if s.first == s.last else f"{s.first}..{s.last}",
            s.kind,
            s.label,
        )
        for s in spans
    ]
    return Table(("value", "name", ""), tuple(row[1:] for row in sorted(rows)))


def file_blocks(model: Model, shown: str) -> list[Block]:
    """What the spec files at a path, or below it, define in a package."""

    def here(span: Span) -> bool:
        return span.file == shown or span.file.startswith(f"{shown.rstrip('/')}/")

    classes = [
        (
            str(each.class_id),
            each.name,
            ", ".join(str(version.version) for version in each.versions),
            each.doc.partition("\n")[0],
        )
        for each in model.classes
        if here(each.span)
    ]
    types = [
        (type(each).__name__.lower(), each.id.name, _first_line(each))
        for each in model.types.values()
        if here(each.span) and each.id.class_id is None
    ]
    objects = [
        (each.pattern, each.name, ", ".join(map(str, each.classes)))
        for each in model.objects
        if here(each.span)
    ]
    tables = [
        Table(("class", "name", "versions", "description"), tuple(classes)),
        Table(("kind", "type", "description"), tuple(types)),
        Table(("codes", "object", "classes"), tuple(objects)),
    ]
    found = [table for table in tables if table.rows]
    package = model.package
    head = Heading(f"package {package.name} ({package.title}): {shown}")
    return [head, *found] if found else []


def _first_line(found: NamedType) -> str:
    return found.doc.partition("\n")[0]
