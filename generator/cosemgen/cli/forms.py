"""The options that say how files of others are read: their form, and what the columns of a table are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import click

__all__ = ["columns_of", "form_option", "mapping_option", "sheet_option"]

_F = TypeVar("_F", bound=Callable[..., Any])


def form_option(what: str) -> Callable[[_F], _F]:
    """The option `--form`, of an argument that is called so."""
    return click.option(
        "--form",
        default="",
        metavar="NAME",
        help=f"Form of {what}, where its content does not tell.",
    )


mapping_option: Final = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="JSON that says what the columns of a table are, by their headings.",
)
sheet_option: Final = click.option(
    "--sheet", default="", metavar="NAME", help="Sheet of a workbook."
)


def columns_of(mapping: str | None) -> Mapping[str, str]:
    """What a mapping file says. Raises click.ClickException for one that is none."""
    import json

    if mapping is None:
        return {}
    try:
        found = json.loads(Path(mapping).read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{mapping}: no JSON: {error}") from None
    if not isinstance(found, dict) or not all(
        isinstance(each, str) for each in found.values()
    ):
        raise click.ClickException(
            f'{mapping}: headings with columns are expected, {{"OBIS code": "logical_name"}}'
        )
    return found
