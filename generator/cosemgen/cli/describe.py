"""Classes and spec files of the model as blocks for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cosemgen import model as m
from cosemgen.model.walk import expressions, made_of, references
from cosemgen.notation import cardinality_text, literal_text, name_text, type_text

from .definitions import remarks, rule_text, short_notes, type_blocks
from .page import Block, Heading, Paragraph, Table
from .telegrams import form_text

UNKNOWN = "not known"
NO_DATA = "0 (no data)"


def class_blocks(
    model: m.Model, found: m.InterfaceClass, version: m.ClassVersion
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
    # What a class shares with others would bury what is its own.
    own = {
        target: model.type(target)
        for target in version.types
        if target.class_id is not None or target.module == found.module
    }
    uses = list(expressions(version))
    for definition in own.values():
        blocks += type_blocks(definition)
        uses += made_of(definition)
    shared = {
        target: model.type(target)
        for use in uses
        for target in references(use)
        if target not in own
    }
    if shared:
        blocks += [Heading("shared types"), _shared(list(shared.values()))]
    return blocks


def member_blocks(
    model: m.Model,
    found: m.InterfaceClass,
    version: m.ClassVersion,
    kind: str,
    number: int,
) -> list[Block]:
    """An attribute or a method of a class version, with the types that it names."""
    if kind == "attribute":
        attributes = tuple(a for a in version.attributes if a.number == number)
        alone = replace(version, attributes=attributes, methods=())
        name, table = attributes[0].name, _attributes(alone)
    else:
        methods = tuple(each for each in version.methods if each.number == number)
        alone = replace(version, attributes=(), methods=methods)
        name, table = methods[0].name, _methods(alone)
    of_class = f"{found.name} (class {found.class_id}, version {version.version})"
    blocks: list[Block] = [Heading(f"{name}: {kind} {number} of {of_class}"), table]
    for target in dict.fromkeys(t for e in expressions(alone) for t in references(e)):
        blocks += type_blocks(model.type(target))
    return blocks


def unit_blocks(unit: m.UnitRow) -> list[Block]:
    """A unit."""
    rows = (("quantity", unit.quantity), ("in SI units", unit.si))
    title = f"{unit.symbol}  {unit.name}" if unit.symbol else unit.name
    return [
        Heading(f"{title} (unit {unit.value})"),
        Table(("", ""), tuple(row for row in rows if row[1])),
    ]


def _facts(version: m.ClassVersion, others: list[str]) -> Table:
    rows = (
        ("called", version.name),
        ("other versions", ", ".join(others)),
        ("clause", version.clause),
        ("first edition", version.edition),
        ("cardinality", cardinality_text(version.cardinality)),
        ("confidence", version.confidence or ""),
        ("why not higher", version.confidence_reason),
        ("sources", ", ".join(_citations(version))),
        ("withdrawn", version.withdrawn),
        *(("difference", _difference(change)) for change in version.changes),
        *(("rule", rule_text(rule)) for rule in version.rules),
        *(("decision", text) for text in version.decisions),
        *(("open", text) for text in version.open_questions),
    )
    return Table(("", ""), tuple(row for row in rows if row[1]))


def _citations(version: m.ClassVersion) -> Iterator[str]:
    for key, detail in version.sources:
        yield f"{key} ({detail})" if detail else key


def _difference(change: m.Change) -> str:
    if change.kind == "short-names":
        return "short names of the methods changed"
    return f"{change.verb} {change.kind} {change.name}"


def _attributes(version: m.ClassVersion) -> Table:
    rows: list[tuple[str, ...]] = []
    below: list[str] = []
    for each in version.attributes:
        rows.append(
            (
                str(each.number),
                each.name,
                type_text(each.type),
                each.mark or "",
                literal_text(each.default),
                f"0x{each.short_name:02X}",
                short_notes(each.facts),
            )
        )
        below.append(remarks(each.doc, each.facts))
        for selector in each.selectors:
            name = f"  selector {selector.number} {selector.name}"
            rows.append(("", name, _selection(selector), "", "", "", ""))
            below.append(remarks(selector.doc, selector.facts))
    headers = ("", "attribute", "type", "", "default", "short name", "notes")
    return Table(headers, tuple(rows), tuple(below))


def _selection(selector: m.Selector) -> str:
    """What a selector takes and, where it is not the attribute's type, what it gives."""
    takes = type_text(selector.parameter)
    if selector.returns is None:
        return takes
    return f"{takes} returns {type_text(selector.returns)}".lstrip()


def _methods(version: m.ClassVersion) -> Table:
    rows = [
        (
            str(each.number),
            each.name,
            _parameter(each),
            type_text(each.returns),
            each.presence or "",
            UNKNOWN if each.short_name is None else f"0x{each.short_name:02X}",
            short_notes(each.facts),
        )
        for each in version.methods
    ]
    below = []
    for each in version.methods:
        found = each.parameter
        of_parameter = remarks("", found.facts) if found else ""
        told = (remarks(each.doc, each.facts), of_parameter)
        below.append("\n".join(filter(None, told)))
    headers = ("", "method", "parameter", "returns", "", "short name", "notes")
    return Table(headers, tuple(rows), tuple(below))


def _parameter(method: m.Method) -> str:
    found = method.parameter
    if found is None:
        return UNKNOWN
    if found.type == m.Simple("integer") and found.default == 0:
        return NO_DATA
    default = f" = {literal_text(found.default)}" if found.default is not None else ""
    secret = " secret" if found.facts.secret else ""
    return f"{found.name}: {type_text(found.type)}{default}{secret}"


def _shared(definitions: list[m.NamedType]) -> Table:
    """Types that several classes use, by name: `cosemgen show NAME` tells what each is."""
    rows = [(each.id.name, each.span.file) for each in definitions]
    return Table(("type", "file"), tuple(rows))


# ---------------------------------------------------------------- spec files


def file_blocks(model: m.Model, shown: str) -> list[Block]:
    """What the spec files at a path, or below it, define in a package."""

    def here(span: m.Span) -> bool:
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
        (type(each).__name__.lower(), each.id.name, each.doc.partition("\n")[0])
        for each in model.types.values()
        if here(each.span) and each.id.class_id is None
    ]
    objects = [
        (each.pattern, name_text(each.name), ", ".join(map(str, each.classes)))
        for each in model.objects
        if here(each.span)
    ]
    in_use = [
        (
            each.pattern,
            name_text(each.label),
            ", in ".join(filter(None, (each.reads, each.shown))),
            "" if each.dumps is None else str(each.dumps),
        )
        for each in model.rows_in_use
        if here(each.span)
    ]
    telegrams = [
        (each.name, each.title, form_text(each.form))
        for each in model.telegrams
        if here(each.span)
    ]
    quirks = [
        (each.name, each.title, each.doc.partition("\n")[0])
        for each in model.quirks
        if here(each.span)
    ]
    profiles = [
        (each.name, each.title, str(len(each.objects)), each.origin)
        for each in model.profiles
        if here(each.span)
    ]
    tables = [
        Table(("class", "name", "versions", "description"), tuple(classes)),
        Table(("kind", "type", "description"), tuple(types)),
        Table(("codes", "object", "classes"), tuple(objects)),
        Table(("codes in use", "label", "reads", "dumps"), tuple(in_use)),
        Table(("telegram", "title", "form"), tuple(telegrams)),
        Table(("quirk", "title", "description"), tuple(quirks)),
        Table(("profile", "title", "objects", "from"), tuple(profiles)),
    ]
    found = [table for table in tables if table.rows]
    package = model.package
    head = Heading(f"package {package.name} ({package.title}): {shown}")
    return [head, *found] if found else []
