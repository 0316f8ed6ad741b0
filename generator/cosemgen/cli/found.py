"""What was found by words: one thing as a whole, or a list to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

from .codes import called, catalogue_of, code_blocks
from .page import Block, Heading, Paragraph, Table, plain

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.catalogue.find import Found
    from cosemgen.model import Model

LIMIT: Final = 20
_NEAREST: Final = 3


def generated_blocks(catalogue: Catalogue, text: str, limit: int) -> list[Block]:
    """What generated packages have of that name, or with these words.

    Raises click.ClickException where there is nothing.
    """
    from . import installed

    def whole(found: Found) -> list[Block]:
        match found.kind:
            case "code":
                return code_blocks(catalogue, str(found.code))
            case "class":
                number = str(found.class_id)
                return installed.generated_class_blocks(
                    catalogue, number, found.version
                )
            case "attribute" | "method":
                return installed.generated_member_blocks(catalogue, found)
            case "unit":
                return [Heading(f"{found.name}: {found.where}")]
        return installed.generated_type_blocks(found)

    return _blocks(catalogue, text, limit, whole)


def specified_blocks(model: Model, text: str, limit: int) -> list[Block]:
    """What a model, and those that it stands on, have of that name, or with these words.

    Raises click.ClickException where there is nothing.
    """
    from cosemgen.model.layers import with_foundations

    from . import definitions, describe

    catalogue = catalogue_of(model)
    models = with_foundations((model,))

    def whole(found: Found) -> list[Block]:
        match found.kind:
            case "code":
                return code_blocks(catalogue, str(found.code))
            case "type":
                of_class = found.name, found.class_id
                types = [each for m in models for each in m.types.values()]
                wanted = [t for t in types if (t.id.name, t.id.class_id) == of_class]
                return [b for each in wanted for b in definitions.type_blocks(each)]
            case "unit":
                rows = [row for m in models for row in m.unit_rows]
                wanted_rows = [row for row in rows if row.value == found.number]
                return [b for row in wanted_rows for b in describe.unit_blocks(row)]
        cls, version = next(
            (cls, version)
            for m in models
            for cls in m.classes
            for version in cls.versions
            if (cls.class_id, version.version) == (found.class_id, found.version)
        )
        if found.kind == "class":
            return describe.class_blocks(model, cls, version)
        assert found.number is not None
        return describe.member_blocks(model, cls, version, found.kind, found.number)

    return _blocks(catalogue, text, limit, whole)


def _blocks(
    catalogue: Catalogue,
    text: str,
    limit: int,
    whole: Callable[[Found], list[Block]],
) -> list[Block]:
    from .installed import refused

    with refused():
        # One more than is listed tells that there are more.
        found = catalogue.find(text, limit=limit + 1)
    fitting = [each for each in found if each.fits]
    if not fitting:
        raise click.ClickException(_nothing(catalogue, text, found[:_NEAREST]))
    for only in ([each for each in fitting if each.exact], fitting):
        if len(only) == 1:
            besides = [each for each in fitting if each.kind == "code"]
            # What is asked for may be a quantity that a unit or a member is called like.
            more = besides and only[0].kind in ("unit", "attribute", "method")
            return [
                *whole(only[0]),
                *(_listed(catalogue, besides, limit) if more else []),
            ]
    return _listed(catalogue, fitting, limit)


def _nothing(catalogue: Catalogue, text: str, near: Sequence[Found]) -> str:
    """That nothing fits, with what is nearest."""
    start = f"nothing is called {text!r}"
    return (
        f"{start}; the nearest:\n{plain([_table(catalogue, near)])}" if near else start
    )


def _listed(catalogue: Catalogue, found: Sequence[Found], limit: int) -> list[Block]:
    more = f"`cosemgen show {_typed(found[0])}` shows the first as a whole"
    if len(found) > limit:
        more += f", `--limit {limit * 5}` lists more"
    return [_table(catalogue, found[:limit]), Paragraph(f"{more}.")]


def _table(catalogue: Catalogue, found: Sequence[Found]) -> Table:
    """With what displays call the codes, where they do."""
    labels = [
        "" if each.code is None else catalogue.describe(each.code).label
        for each in found
    ]
    rows = [
        (each.kind, _typed(each), label, _named(each))
        for each, label in zip(found, labels, strict=True)
    ]
    if not any(labels):
        return Table(("kind", "what", "name"), tuple((a, b, d) for a, b, _, d in rows))
    return Table(("kind", "what", "on displays", "name"), tuple(rows))


def _typed(found: Found) -> str:
    """What to type to see it as a whole."""
    match found.kind:
        case "code":
            return found.where
        case "class":
            return str(found.class_id)
        case "attribute" | "method":
            return f"{found.class_id}.{found.name}"
    return found.name


def _named(found: Found) -> str:
    """What it is called, or where it is."""
    if found.kind in ("code", "class"):
        return found.name
    return called(found.where)
