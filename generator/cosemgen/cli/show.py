"""`cosemgen show`: what a code or a class is, in the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import console
from .app import Findings
from .installed import generated_package, refused
from .page import Block, Heading, Paragraph, Table
from .paths import spec_paths
from .reports import report

if TYPE_CHECKING:
    from cosemgen.compile import Compilation
    from cosemgen.model import InterfaceClass, Model


@click.command(short_help="What an OBIS code, a class or a spec file is.")
@click.argument("what", metavar="OBIS|CLASS[/VERSION]|FILE")
@click.option(
    "--spec",
    multiple=True,
    metavar="PATH",
    help="Specification to look a class up in; spec/ or the standard's unless given.",
)
@click.option(
    "--package",
    default="cosem",
    metavar="NAME",
    help="Generated Python package that knows the OBIS code, besides the standard's.",
)
def command(what: str, spec: tuple[str, ...], package: str) -> None:
    """Say what is known of an OBIS code, of an interface class or of a spec file.

    \b
    Examples:
      cosemgen show 1.0.1.8.0.255
      cosemgen show 1-0:99.1.0*255
      cosemgen show 7                    profile generic, its newest version
      cosemgen show "push setup/0"       an older version, by name
      cosemgen show 32770 --spec acme/   a class of a vendor
      cosemgen show acme/codes.cosem     what a spec file defines
    """
    if what.endswith(".cosem") or Path(what).is_dir():
        console.show(_file(what))
    elif re.fullmatch(r"\s*\d+([-:.*]\d+)+\s*|[0-9A-Fa-f]{12}", what):
        console.show(_code(what, package))
    else:
        console.show(_class(what, spec))


# ---------------------------------------------------------------- OBIS codes


def _code(text: str, package: str) -> list[Block]:
    with refused():
        found: Any = generated_package(package).describe(text.strip())
    blocks: list[Block] = [
        Heading(f"{found.code}  {found.name or 'no standard object'}")
    ]
    groups = [
        (letter, str(number), found.groups.get(letter, ""))
        for letter, number in zip("ABCDEF", bytes(found.code), strict=True)
    ]
    blocks.append(Table(("group", "code", "meaning"), tuple(groups)))
    facts = (
        ("kind", found.kind),
        ("units", ", ".join(unit or "none" for unit in found.units or ())),
        ("value types", ", ".join(found.value_types or ())),
        ("clause", found.clause),
        ("confidence", found.confidence),
        ("unconfirmed", found.unconfirmed),
        *(("note", text) for text in found.notes),
    )
    blocks.append(_facts(facts))
    if found.classes:
        versions: dict[int, list[str]] = {}
        for class_id, version in found.allowed or ():
            versions.setdefault(class_id, []).append(str(version))
        rows = [
            (str(class_id), name, ", ".join(versions.get(class_id, ())))
            for class_id, name in found.classes
        ]
        blocks.append(Table(("class", "name", "versions"), tuple(rows)))
    return blocks


def _facts(rows: Sequence[tuple[str, str]]) -> Table:
    return Table(("", ""), tuple((name, value) for name, value in rows if value))


# ---------------------------------------------------------------- classes


def _class(what: str, spec: tuple[str, ...]) -> list[Block]:
    from .describe import class_blocks

    name, _, version_text = what.partition("/")
    if version_text and not version_text.strip().isdecimal():
        raise click.UsageError(
            f"{version_text!r} is no version: CLASS/VERSION, as in 7/1"
        )
    model = _model(spec)
    interface_class = _find(model, name.strip())
    known = {version.version: version for version in interface_class.versions}
    number = int(version_text) if version_text else max(known)
    if number not in known:
        listed = ", ".join(map(str, known))
        raise click.ClickException(
            f"{interface_class.name} has no version {number}; there are {listed}"
        )
    return class_blocks(model, interface_class, known[number])


def _find(model: Model, what: str) -> InterfaceClass:
    """A class by id or name, whatever its case, blanks and hyphens."""
    classes = [each for m in (model, *model.foundations) for each in m.classes]
    if what.isdecimal():
        for each in classes:
            if each.class_id == int(what):
                return each
        raise click.ClickException(f"there is no class {int(what)}")
    by_name = {_folded(each.name): each for each in classes}
    found = by_name.get(_folded(what))
    if found is None:
        near = get_close_matches(_folded(what), sorted(by_name), 3, 0.6)
        names = " or ".join(repr(by_name[name].name) for name in near)
        hint = f" (did you mean {names}?)" if near else ""
        raise click.ClickException(f"there is no class {what!r}{hint}")
    return found


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _model(paths: tuple[str, ...]) -> Model:
    model = _compiled(paths).model
    assert model is not None
    return model


def _compiled(paths: tuple[str, ...]) -> Compilation:
    from cosemgen.compile import compile_packages

    compilation = compile_packages(spec_paths(paths))
    if compilation.model is None:
        report(compilation.diagnostics)
        raise Findings
    return compilation


# ---------------------------------------------------------------- spec files


def _file(what: str) -> list[Block]:
    from .describe import file_blocks

    compilation = _compiled((what,))
    blocks: list[Block] = []
    shown = Path(what).as_posix()
    for model in compilation.models.values():
        blocks += file_blocks(model, shown)
    return blocks or [Paragraph(f"{shown} defines nothing")]
