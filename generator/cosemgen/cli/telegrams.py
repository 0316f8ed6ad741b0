"""A list that meters push, place by place, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cosemgen.model import TelegramList
from cosemgen.notation import dotted, literal_text, type_text

from .codes import catalogue_of
from .page import Block, Heading, Paragraph, Table

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosemgen.model import Form, Model, Telegram, TelegramItem


def telegram_called(model: Model, name: str) -> Telegram | None:
    """The telegram of that name, in the package or one that it stands on."""
    from cosemgen.model.layers import with_foundations

    found = (each for one in with_foundations((model,)) for each in one.telegrams)
    return next((each for each in found if each.name == name), None)


def telegram_blocks(model: Model, found: Telegram) -> list[Block]:
    facts = (
        ("form", form_text(found.form)),
        ("overlaps", found.overlaps),
        ("confidence", found.confidence or ""),
        ("sources", ", ".join(found.sources)),
        ("note", found.note),
        ("unconfirmed", found.unconfirmed or ""),
    )
    blocks: list[Block] = [Heading(f"{found.title} (telegram {found.name})")]
    if found.doc:
        blocks.append(Paragraph(found.doc))
    blocks.append(Table(("", ""), tuple(row for row in facts if row[1])))
    codes = catalogue_of(model)
    lines: list[TelegramItem | TelegramList] = [*found.items, *found.lists]
    lines.sort(key=lambda line: (not line.place, line.place))
    headers = ("", "what", "code", "type", "always", "scaler", "unit")
    rows = tuple(_row(codes, line) for line in lines)
    return [*blocks, Table(headers, rows, tuple(map(_below, lines)))]


def form_text(form: Form) -> str:
    """`array or structure of 9`, as the spec says it."""
    return f"{' or '.join(form.kinds)} of {form.count or 'any'}"


def _row(codes: Catalogue, line: TelegramItem | TelegramList) -> tuple[str, ...]:
    place = dotted(line.place) or "named"
    if isinstance(line, TelegramList):
        return (place, "", "", form_text(line.form), "", "", "")
    return (
        place,
        _what(codes, line),
        "" if line.code is None else dotted(line.code),
        type_text(line.type),
        "" if line.fixed is None else octets_text(line.fixed),
        "" if line.scaler is None else str(line.scaler),
        line.unit or "",
    )


def _what(codes: Catalogue, item: TelegramItem) -> str:
    """What the value is called, or what the place is for."""
    if item.role != "value":
        about = "" if item.of is None else f" of {'.'.join(map(str, item.of))}"
        return f"{item.role}{about}"
    if item.label or item.code is None:
        return item.label
    found = codes.describe(list(item.code))
    return found.label or found.name


def octets_text(octets: bytes) -> str:
    """As a text where it is one, as the spec writes both."""
    printable = bool(octets) and all(0x20 <= octet < 0x7F for octet in octets)
    return literal_text(octets.decode() if printable else octets)


def _below(line: TelegramItem | TelegramList) -> str:
    """What takes more than a word, each on its line."""
    if isinstance(line, TelegramList):
        return " ".join(line.doc.split())
    of = "" if line.class_id is None else f"class {line.class_id}"
    if line.attribute != 2:
        of = f"{of}, attribute {line.attribute}".removeprefix(", ")
    lines = (
        " ".join(line.doc.split()),
        of,
        f"note: {line.note}" if line.note else "",
        f"unconfirmed: {line.unconfirmed}" if line.unconfirmed is not None else "",
    )
    return "\n".join(filter(None, lines))
