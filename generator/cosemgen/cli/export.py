"""`cosemgen export`: the whole model for other tools."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .app import Findings
from .counting import counted
from .paths import spec_paths
from .reports import report

if TYPE_CHECKING:
    from cosemgen.model import Model


@click.command(short_help="The model as JSON, JSON Schema or CSV.")
@click.argument(
    "form", metavar="FORM", type=click.Choice(["json", "jsonschema", "csv"])
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
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
    csv         tables: classes, attributes, methods, fields, values, units, codes, objects

    \b
    Examples:
      cosemgen export json > model.json
      cosemgen export jsonschema --only register
      cosemgen export csv --out tables/
      cosemgen export csv --only attributes acme/
    """
    model = _compiled(paths)
    if form == "json":
        from cosemgen.jsonform import document

        if only:
            raise click.UsageError("json is one document; there is no part to choose")
        _write(document.dump(document.model_document(model)), out)
    elif form == "csv":
        from cosemgen.jsonform.tables import tables

        _parts({f"{name}.csv": text for name, text in tables(model).items()}, out, only)
    else:
        from cosemgen.jsonform.schemas import schemas

        _parts(
            {f"{name}.json": text for name, text in schemas(model).items()}, out, only
        )


def _compiled(paths: tuple[str, ...]) -> Model:
    from cosemgen.compile import compile_packages

    compilation = compile_packages(spec_paths(paths))
    report(compilation.diagnostics)
    if compilation.model is None:
        raise Findings
    return compilation.model


def _parts(files: Mapping[str, str], out: Path | None, only: str | None) -> None:
    """Files by name: one of them to standard output, or all into a folder."""
    known = {Path(name).stem: name for name in files}
    if only is not None:
        wanted = only.strip().lower().replace(" ", "_")
        if wanted not in known:
            raise click.UsageError(
                f"there is no {only!r}; there are {', '.join(known)}"
            )
        _write(files[known[wanted]], out)
    elif out is None:
        raise click.UsageError(
            "this is several files: say --out DIR for all, or --only NAME for one of "
            + ", ".join(known)
        )
    else:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
        console.note(f"{counted(len(files), 'file')} in {out}")


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
        console.note(f"written to {out}")
