"""Generated Python packages that are installed: what they know, and what they say of bad input."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

import click

from cosemgen.build.errors import BuildError, told

from .page import Block, Heading, Paragraph, Table
from .which import which_class

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.catalogue.find import Found
    from cosem_runtime.interface.description import (
        ClassDescription,
        MemberDescription,
    )

STANDARD: Final = "cosem"
_OUTPUT: Final = (Path("generated"), Path("build"))
"""Folders that builds mostly write to."""


package_option: Final = click.option(
    "--package",
    metavar="NAME",
    help="Generated Python package that knows the classes; all installed ones unless given.",
)
"""The option of commands that look at whole meters."""


def generated_catalogue(name: str | None = None) -> Catalogue:
    """What a package knows, with the standard's, which every other stands on; None: all packages that are installed.

    Raises BuildError if it is not there.
    """
    catalogue: Catalogue = _load(STANDARD).CATALOGUE
    if name is None:
        _register_installed(catalogue)
    elif name != STANDARD:
        module = _load(name)
        with refused():
            catalogue.register(module)
    return catalogue


def _register_installed(catalogue: Catalogue) -> None:
    from cosem_runtime import CosemError

    try:
        catalogue.register_installed()
    except CosemError as error:
        raise click.ClickException(
            f"{error} (of the packages that are installed; --package NAME uses that one alone)"
        ) from None


def _load(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        top = name.partition(".")[0]
        if isinstance(error, ModuleNotFoundError) and error.name == top:
            raise BuildError(
                f"the generated package {name!r} is not installed{_where(name)}"
            ) from None
        raise BuildError(
            f"the package {name!r} cannot be imported: {told(error)}"
        ) from error


def is_there(name: str) -> bool:
    """Whether there is a package of that name: one that can be imported, or that was built near here."""
    with contextlib.suppress(ImportError, ValueError):
        if importlib.util.find_spec(name) is not None:
            return True
    return _built(name) is not None


def _built(name: str) -> str | None:
    """The folder that a build has written it to, of those that are mostly written to."""
    below = (each for folder in _OUTPUT for each in sorted(folder.glob("*/")))
    for folder in (*_OUTPUT, Path(), *below):
        if (folder / name / "_catalogue.py").is_file():
            return folder.as_posix()
    return None


def _where(name: str) -> str:
    """What to do about a package that cannot be imported."""
    if place := _built(name):
        return f", but {place}/ has it: put that on the path, PYTHONPATH={place}"
    return (
        ": run `cosemgen build`, then install what it writes or put its folder on the "
        "path, as in PYTHONPATH=build"
    )


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What the runtime does not accept is a finding, with its words."""
    from cosem_runtime import CosemError

    try:
        yield
    except CosemError as error:
        raise click.ClickException(str(error)) from None


# ---------------------------------------------------------------- their classes


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


def generated_member_blocks(catalogue: Catalogue, found: Found) -> list[Block]:
    """An attribute or a method that was found, as its class describes it."""
    assert found.class_id is not None and found.number is not None
    with refused():
        kind = catalogue.interface_class(found.class_id, found.version)
        if found.kind == "attribute":
            member = catalogue.describe(kind.attribute(found.number))
        else:
            member = catalogue.describe(kind.method(found.number))
    return [Heading(f"{found.name}: {found.where}"), _members(found.kind, [member])]


def generated_type_blocks(found: Found) -> list[Block]:
    """A type that was found, as far as Python knows it."""
    from cosem_runtime.bitstring import BitFlags
    from cosem_runtime.enums import OpenIntEnum
    from cosem_runtime.structure import Structure

    module, _, name = found.where.rpartition(".")
    definition = getattr(_load(module), name)
    title = Heading(f"{found.name}: {found.where}")
    if not isinstance(definition, type):
        return [title, Paragraph(str(definition))]
    rows: list[tuple[str, str]] = []
    if issubclass(definition, Structure):
        rows = [(field, str(kind)) for field, kind in definition.TYPE.fields]
    elif issubclass(definition, OpenIntEnum):
        rows = [(str(int(each)), each.name.lower()) for each in definition]
    elif issubclass(definition, BitFlags):
        rows = [(str(bit), field) for field, bit in definition.BITS]
    words = Paragraph(inspect.getdoc(definition) or "")
    return [title, words, Table(("", ""), tuple(rows))]


def _blocks(found: ClassDescription) -> list[Block]:
    others = [str(each) for each in found.versions if each != found.version]
    facts = (
        ("called", "" if found.called == found.name else found.called),
        ("package", "" if found.package == STANDARD else found.package),
        ("other versions", ", ".join(others)),
        ("clause", found.clause),
        ("first edition", found.edition),
        ("confidence", found.confidence),
        ("why not higher", found.confidence_reason),
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
