"""`cosemgen import`: companion profiles of others, made into specs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen.build.errors import BuildError
from cosemgen.disk import write_file
from cosemgen.module_names import module_refusal, package_refusal
from cosemgen.words import counted

from . import console
from .dump import columns_of
from .endings import Findings
from .installed import STANDARD, generated_catalogue, refused
from .specification import check_name

if TYPE_CHECKING:
    from cosemgen.importing import Problem

_SUFFIX: Final = ".cosem"
_MADE: Final = (
    "// Made by cosemgen import. Once this line is gone, nothing is written over it.\n"
)


@click.command(short_help="Companion profiles of others to specs.")
@click.option(
    "--form",
    default="",
    metavar="NAME",
    help="Form of SOURCE, where its content does not tell.",
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="JSON that says what the columns of a table are, by their headings.",
)
@click.option("--sheet", default="", metavar="NAME", help="Sheet of a workbook.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(),
    metavar="FILE|FOLDER",
    help="Spec file, if it ends in .cosem; else a folder with a file for each SOURCE.",
)
@click.option(
    "--package",
    default="",
    metavar="NAME",
    help="Spec package to make; else called as the output.",
)
@click.option("--title", default="", metavar="TEXT", help="Title of the package.")
@click.argument(
    "sources",
    metavar="SOURCE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False),
)
def command(
    form: str,
    mapping: str | None,
    sheet: str,
    output: str,
    package: str,
    title: str,
    sources: tuple[str, ...],
) -> None:
    """Make companion profiles of what others ask for, or of what a meter has.

    A SOURCE is a profile of the Open Smart Grid Platform, a table (CSV, .xlsx), or a dump in
    any form that `cosemgen dump` takes. Give one that adds to others together with those.

    What is wrong with a source is told with its place in it, and is not in the profile
    (error), or is there as it must be meant (warning). Exit code 1 is for errors; the files
    are written all the same. What was imported before is replaced, but no other file.

    \b
    Examples:
      cosemgen import model.csv -o utility.cosem
      cosemgen import meter.jsonl.gz -o like_this.cosem
      cosemgen import meter.jsonl model.csv -o asked --title "What is asked for"
    """
    from cosemgen.importing import Unwritable, import_profiles
    from cosemgen.importing.claims import identifier

    target = Path(output)
    if target.suffix != _SUFFIX and target.exists() and not target.is_dir():
        raise click.UsageError(
            f"{output} is a file, and no spec: one ends in {_SUFFIX}; other names are of a folder"
        )
    name = package or identifier(target.name.removesuffix(_SUFFIX))
    standard = "the standard is called so" if name == STANDARD else None
    check_name("the package", name, standard or package_refusal(name))
    if target.suffix == _SUFFIX:
        check_name("the file", target.stem, module_refusal(target.stem))
    try:
        with refused():
            found = import_profiles(
                sources,
                name,
                title=title,
                form=form,
                columns=columns_of(mapping),
                sheet=sheet,
                describe=_described(),
            )
    except Unwritable as error:
        raise click.ClickException(str(error)) from None
    files = _files(target, found.files)
    for path in files:
        if path.is_file() and not path.read_bytes().startswith(_MADE.encode()):
            raise click.ClickException(f"{path} is there, and was not imported")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, _MADE + text)
    if found.problems:
        console.note(_told(found.problems))
    errors = sum(each.left_out for each in found.problems)
    console.note(
        f"{output}: {counted(len(sources), 'profile')}, "
        f"{counted(found.objects, 'object')}; {counted(errors, 'error')}, "
        f"{counted(len(found.problems) - errors, 'warning')}"
    )
    if errors:
        raise Findings


def _files(target: Path, files: Mapping[str, str]) -> dict[Path, str]:
    if target.suffix == _SUFFIX:
        return {target: "\n".join(files.values())}
    return {target / name: text for name, text in files.items()}


def _told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(
        f"{'error' if each.left_out else 'warning'}: {each.where}: {each.message}"
        for each in problems
    )


def _described() -> Callable[[str, int], str]:
    """What objects are called, where the generated package is there that knows it."""
    from cosem_runtime import Obis, ObisError

    try:
        catalogue = generated_catalogue(STANDARD)
    except BuildError:
        return lambda code, class_id: ""

    def describe(code: str, class_id: int) -> str:
        try:
            found = catalogue.describe(Obis(code), class_id)
        except ObisError:  # a pattern
            return ""
        return found.label or found.name

    return describe
