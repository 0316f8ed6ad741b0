"""Spec files of the model as blocks for the terminal."""

from __future__ import annotations

from cosemgen.model import Model, NamedType, Span

from .page import Block, Heading, Table


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
