"""Companion profiles: the one that a command is about, and what a profile asks for, for the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cosemgen.build.errors import BuildError
from cosemgen.notation import literal_text, type_text
from cosemgen.sources import SUFFIX
from cosemgen.words import aside, did_you_mean, listed

from .endings import Findings
from .installed import refused
from .page import Block, Heading, Paragraph, Table
from .specification import model_of

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.companion import CompanionProfile
    from cosemgen.model import Model, Profile, ProfileClass, ProfileLine, ProfileObject


def companion_profile(catalogue: Catalogue, what: str) -> CompanionProfile:
    """A profile by its name, or of a spec file or folder: `FILE`, or `FILE:NAME` where that has several.

    Tells errors of the specification, then raises Findings; click.ClickException where there is no
    such file or profile.
    """
    path, name = what, ""
    if not Path(path).exists() and Path(path).suffix != SUFFIX:
        path, _, name = what.rpartition(":")
    if path:
        return _of_specification(path, name)
    with refused():
        return catalogue.companion_profile(what)


def is_specification(what: str) -> bool:
    """Whether it is written as a spec file or a profile in one, or is a folder that has some."""
    path = Path(what)
    named = Path(what.rpartition(":")[0])
    if path.is_dir():
        return any(path.rglob(f"*{SUFFIX}"))
    return SUFFIX in (path.suffix, named.suffix)


def claimed_profile(catalogue: Catalogue, what: str) -> CompanionProfile:
    """The same for what is no command, as the plugin of pytest.

    Raises CosemError; mistakes of a specification are told before.
    """
    from cosem_runtime import CosemError

    try:
        return companion_profile(catalogue, what)
    except (click.ClickException, BuildError) as error:
        raise CosemError(str(error)) from None
    except Findings:
        raise CosemError(
            f"{what}: the specification has mistakes, which `cosemgen check` tells"
        ) from None


def _of_specification(path: str, name: str) -> CompanionProfile:
    from cosemgen.targets.python.profiles import companions

    found = {each.name: each for each in companions(model_of((path,)))}
    if not found:
        raise click.ClickException(f"{path} has no companion profile")
    if name in found:
        return found[name]
    if name:
        hint = aside(did_you_mean(name, found))
        raise click.ClickException(f"{path} has no companion profile {name!r}{hint}")
    origins = {each.origin for each in found.values()}
    last = [each for each in found.values() if each.name not in origins]
    if len(last) > 1:
        names = listed((f"{path}:{each}" for each in found), "or")
        raise click.ClickException(
            f"{path} has several companion profiles: say {names}"
        )
    return last[0]


# ---------------------------------------------------------------- shown


def profile_called(model: Model, name: str) -> Profile | None:
    """The profile of that name, in the package or one that it stands on."""
    from cosemgen.model.layers import with_foundations

    found = (each for one in with_foundations((model,)) for each in one.profiles)
    return next((each for each in found if each.name == name), None)


def profile_blocks(found: Profile) -> list[Block]:
    """What it asks for, object by object."""
    facts = (
        ("from", found.origin),
        ("confidence", found.confidence or ""),
        ("sources", ", ".join(found.sources)),
        ("note", found.note),
        ("unconfirmed", found.unconfirmed or ""),
        *(("decided", text) for text in found.decisions),
        *(("open", text) for text in found.open_questions),
        *(
            (f"client {each.name}", f"{_known(each.sap)} {each.title}".strip())
            for each in found.clients
        ),
        *((f"variant {each.name}", each.title) for each in found.variants),
    )
    rows = tuple(map(_row, found.objects))
    return [
        Heading(f"{found.title} (profile {found.name})"),
        *([Paragraph(found.doc)] if found.doc else []),
        Table(("", ""), tuple(row for row in facts if row[1])),
        Table(
            ("code", "object", "class", "asked of"),
            rows,
            tuple("\n".join(map(_line, each.lines)) for each in found.objects),
        ),
    ]


def _known(number: int | None) -> str:
    return "" if number is None else str(number)


def _row(wanted: ProfileObject) -> tuple[str, ...]:
    meters = ", ".join(wanted.when) or "all"
    return (
        wanted.pattern,
        wanted.name,
        " or ".join(map(_class, wanted.classes)),
        f"{meters}, optional" if wanted.optional else meters,
    )


def _class(found: ProfileClass) -> str:
    version = "" if found.version is None else f"/{found.version}"
    return f"{found.class_id}{version}"


def _line(line: ProfileLine) -> str:
    types = " | ".join(map(type_text, line.types))
    parts = (
        f"{line.what} {line.number} {line.name}" + (f": {types}" if types else ""),
        f"= {' or '.join(map(literal_text, line.values))}" if line.values else "",
        "" if line.preset is None else f"default {literal_text(line.preset)}",
        ", ".join(f"{each.client} {each.right}".strip() for each in line.rights),
        "optional" if line.optional else "",
    )
    return "  ".join(filter(None, parts))
