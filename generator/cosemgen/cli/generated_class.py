"""A class as a generated package knows it, without its specification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .installed import STANDARD, refused
from .page import Block, Heading, Paragraph, Table
from .which import which_class

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.interface.description import ClassDescription, MemberDescription


def generated_class_blocks(
    catalogue: Catalogue, what: str, version: int | None
) -> list[Block]:
    """A class by id or name, with its attributes and methods.

    Raises click.ClickException where there is none.
    """
    names = {number: (catalogue.name(number),) for number in catalogue}
    number = which_class(what, names)
    with refused():
        kind = catalogue.interface_class(number, version)
        return _blocks(catalogue.describe(kind))


def _blocks(found: ClassDescription) -> list[Block]:
    others = [str(each) for each in found.versions if each != found.version]
    facts = (
        ("called", "" if found.called == found.name else found.called),
        ("package", "" if found.package == STANDARD else found.package),
        ("other versions", ", ".join(others)),
        ("clause", found.clause),
        ("first edition", found.edition),
        ("confidence", found.confidence),
        *(("open", text) for text in found.open_questions),
    )
    blocks: list[Block] = [
        Heading(f"{found.name} (class {found.class_id}, version {found.version})"),
        Paragraph(found.description),
        Table(("", ""), tuple(row for row in facts if row[1])),
    ]
    for word, members in (("attribute", found.attributes), ("method", found.methods)):
        if members:
            blocks.append(_members(word, members))
    return blocks


def _members(word: str, members: Sequence[MemberDescription]) -> Table:
    taken = "type" if word == "attribute" else "parameter"
    rows = [(str(m.id), m.name, m.type, ", ".join(m.facts)) for m in members]
    below = [
        "\n".join(
            (
                m.description,
                *([f"unconfirmed: {m.unconfirmed}"] if m.unconfirmed else []),
            )
        ).strip()
        for m in members
    ]
    return Table(("", word, taken, "notes"), tuple(rows), tuple(below))
