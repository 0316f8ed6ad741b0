"""What an OBIS code is, from a generated package or from a specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .installed import STANDARD, refused
from .page import Block, Heading, Table

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.obis.description import ObisDescription
    from cosemgen.model import Model

_FROM_SPEC: Final = "_spec_"
"""Stands before the name of a package that is only in memory."""


def code_blocks(catalogue: Catalogue, text: str) -> list[Block]:
    """A code with its value groups, and what an object that has it may be."""
    with refused():
        found: ObisDescription = catalogue.describe(text)
    groups = [
        (letter, str(number), found.groups.get(letter, ""))
        for letter, number in zip("ABCDEF", bytes(found.code), strict=True)
    ]
    package = called(found.package)
    vendor = "" if package == STANDARD else package
    facts = (
        ("label", found.label),
        ("reads", ", in ".join(filter(None, (found.reading, found.shown_unit)))),
        # The kind of a named object is that it is one.
        ("kind", "" if vendor and found.kind == "standard" else found.kind),
        ("package", vendor),
        ("units", ", ".join(dict.fromkeys(unit or "none" for unit in found.units))),
        ("value types", ", ".join(found.value_types)),
        ("clause", found.clause),
        ("confidence", found.confidence),
        ("unconfirmed", found.unconfirmed),
        *(("note", note) for note in found.notes),
        ("to do", found.advice),
    )
    blocks: list[Block] = [
        Heading(f"{found.code}  {found.name or 'no standard object'}"),
        Table(("group", "code", "meaning"), tuple(groups)),
        Table(("", ""), tuple(row for row in facts if row[1])),
    ]
    if found.classes:
        versions: dict[int, list[str]] = {}
        for class_id, version in found.allowed:
            versions.setdefault(class_id, []).append(str(version))
        rows = [
            (str(class_id), name, ", ".join(versions.get(class_id, ())))
            for class_id, name in found.classes
        ]
        blocks.append(Table(("class", "name", "versions"), tuple(rows)))
    if found.other_names:
        readings = [
            (name, ", ".join(str(class_id) for class_id, _ in classes) or "any")
            for name, classes in found.other_names.items()
        ]
        blocks.append(Table(("or", "classes"), tuple(readings)))
    return blocks


def called(package: str) -> str:
    """What a package is called that may be only in memory."""
    return package.removeprefix(_FROM_SPEC)


def catalogue_of(model: Model) -> Catalogue:
    """The classes and codes of a model and of all that it stands on.

    Only the tables are made, in memory: no generated package has to be there.
    """
    from cosem_runtime.catalogue import Catalogue
    from cosemgen.model.layers import foundations_first
    from cosemgen.naming import package
    from cosemgen.targets.python.in_memory import import_tables

    names = []
    for each in foundations_first([model]):
        names.append(f"{_FROM_SPEC}{package(each.package.name)}")
        import_tables(each, names[-1])
    catalogue = Catalogue(names[0])
    for name in names[1:]:
        catalogue.register(name)
    return catalogue
