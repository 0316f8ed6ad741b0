"""`cosemgen export`: the whole model for other tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from cosemgen.disk import at_once, write_file
from cosemgen.words import aside, counted, did_you_mean

from . import console
from .specification import model_of, paths_argument

LISTED_AT_MOST: Final = 12
"""Of more names than this a message says how many."""


@click.command(short_help="The model as JSON, JSON Schema or CSV.")
@click.argument(
    "form", metavar="FORM", type=click.Choice(["json", "jsonschema", "csv"])
)
@paths_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help="json: a file. jsonschema, csv: a folder, for one file per class or table.",
)
@click.option(
    "--only",
    metavar="NAME",
    help="jsonschema: one class, by id or name. csv: one table.",
)
def command(
    form: str, paths: tuple[str, ...], out: Path | None, only: str | None
) -> None:
    """Write the model for tools that are not Python.

    \b
    json        the whole model, as model.schema.json describes it
    jsonschema  JSON Schemas of objects and values as `cosem.to_json` and `decode` write them
    csv         tables: classes, attributes, methods, fields, values, units, codes, objects,
                in_use; a text that a spreadsheet would take for a formula has a ' before it

    \b
    Examples:
      cosemgen export json > model.json
      cosemgen export jsonschema --only register
      cosemgen export jsonschema --out schemas/
      cosemgen export csv --out tables/
      cosemgen export csv --only attributes acme/
    """
    model = model_of(paths, warnings=True)
    if form == "json":
        from cosemgen.json_text import dump
        from cosemgen.targets.json.document import model_document

        if only:
            raise click.UsageError("json is one document; there is no part to choose")
        _write(dump(model_document(model)), out)
    elif form == "csv":
        from cosemgen.targets.json.tables import tables

        _parts({f"{name}.csv": text for name, text in tables(model).items()}, out, only)
    else:
        from cosemgen.targets.json_schemas.schemas import schemas

        _parts(
            {f"{name}.json": text for name, text in schemas(model).items()}, out, only
        )


def _parts(files: Mapping[str, str], out: Path | None, only: str | None) -> None:
    """Files by name: one of them to standard output or a file, or all into a folder."""
    if only is not None:
        name = _part(files, only)
        place = out / name if out is not None and out.is_dir() else out
        _write(files[name], place)
    elif out is None:
        raise click.UsageError(
            "this is several files: say --out DIR for all, or --only NAME for one of "
            + _listed([*map(_stem, files)])
        )
    else:
        _make_folder(out)
        at_once(write_file, [out / name for name in files], files.values())
        console.note(f"{counted(len(files), 'file')} in {out}")


def _part(files: Mapping[str, str], only: str) -> str:
    known = {_stem(name): name for name in files}
    wanted = only.strip().lower().replace(" ", "_")
    if wanted in known:
        return known[wanted]
    hint = aside(did_you_mean(wanted, known, 3)) or f"; there are {_listed([*known])}"
    raise click.UsageError(f"there is no {only!r}{hint}")


def _listed(names: Sequence[str]) -> str:
    """Names, and of many the first and how many more."""
    more = len(names) - LISTED_AT_MOST
    rest = f" and {more} more" if more > 0 else ""
    return f"{', '.join(names[:LISTED_AT_MOST])}{rest}"


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
        return
    if out.is_dir():
        raise click.UsageError(f"{out} is a folder, and this is one file: name it")
    _make_folder(out.parent)
    write_file(out, text)
    console.note(f"written to {out}")


def _make_folder(folder: Path) -> None:
    """Raises click.UsageError where a file is in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise click.UsageError(
            f"{folder} cannot be a folder: a file of that name is there"
        ) from None


def _stem(name: str) -> str:
    return Path(name).stem
