"""Tables of utilities, as CSV or in workbooks: a row for each attribute, by the headings that dumps are read by.

Beyond these, a column headed `M/O`, `mandatory` or `presence` says whether meters have to have the object.
"""

from __future__ import annotations

import os
from typing import Final

from cosem_conformance.dumps import DumpError, Source
from cosem_conformance.dumps.content import Content
from cosem_conformance.dumps.readers import csvtable, xlsx
from cosem_conformance.dumps.readers.tables import Entry, Table
from cosem_conformance.dumps.registry import Options
from cosemgen.notation import dotted

from ..claims import (
    ATTRIBUTE,
    METHOD,
    Claim,
    Member,
    Problems,
    Profile,
    code_of,
    right,
)
from .collecting import Claims

__all__ = ["csv_profile", "xlsx_profile"]

_PRESENCE: Final = frozenset(
    {"mo", "mandatory", "mandatoryoptional", "presence", "optional"}
)
_OPTIONAL: Final = frozenset({"o", "c", "optional", "conditional"})
_MANDATORY: Final = frozenset({"m", "mandatory", "required", "r"})
_NOTHING: Final = ("-", "–", "—")
_WORDS: Final = {"yes": True, "no": False, "x": True, "y": True, "n": False}


def csv_profile(content: Content, options: Options, problems: Problems) -> Profile:
    """What a table in CSV says. Raises DumpError for what is none."""
    rows = csvtable.READER.rows(content, options)
    return _profile(Table(rows, options.columns), csvtable.READER.title, "", problems)


def xlsx_profile(content: Content, options: Options, problems: Problems) -> Profile:
    """What a table in a workbook says. Raises DumpError for what is none."""
    sheet, rows = xlsx.READER.sheet(content, options)
    table = Table(rows, options.columns, sheet)
    return _profile(table, xlsx.READER.title, sheet, problems)


def _profile(table: Table, form: str, sheet: str, problems: Problems) -> Profile:
    file = os.path.basename(problems.file)
    found = Profile(
        problems.file,
        os.path.splitext(file)[0].removesuffix(".csv") or "profile",
        Source(form=form, file=file),
    )
    for client in table.rights:
        found.client(client)
    claims = Claims(found, problems)
    for row in table.rows:
        place = f"{sheet}: line {row.number}" if sheet else f"line {row.number}"
        try:
            entry = table.entry(row)
            if entry is not None:
                claims.add(*_row(table, entry, place, found))
        except DumpError as error:
            problems.wrong(error, place)
    return found


def _row(
    table: Table, entry: Entry, place: str, profile: Profile
) -> tuple[Claim, Member | None]:
    row = entry.row
    name = table.text(row, "name")
    of_object = "object" in table.heading("name").lower()
    if entry.attribute is not None:
        kind, number = ATTRIBUTE, entry.attribute
    else:
        kind, number = METHOD, entry.method or 0
    claim = Claim(
        place,
        entry.class_id,
        entry.version,
        code_of(entry.pattern) if entry.pattern else dotted(entry.name),
        name if of_object or number == 0 else "",
        optional=_is_optional(table, entry),
    )
    if number == 0:
        return claim, None
    access = {}
    for client, at in table.rights.items():
        found = right(table.access(row, at), kind)
        if found:
            access[profile.client(client)] = found
    is_attribute = kind == ATTRIBUTE
    stated = table.text(row, "text")
    return claim, Member(
        place,
        kind,
        number,
        name="" if of_object else name,
        type=table.text(row, "type") if is_attribute else "",
        access=access,
        value=stated if is_attribute and stated not in _NOTHING else "",
        fixed="default" not in table.heading("text").lower(),
    )


def _is_optional(table: Table, entry: Entry) -> bool:
    """Whether an object need not be there. Raises DumpError for a word that says neither."""
    heading, text = table.other(entry.row, _PRESENCE)
    word = text.lower()
    if not word or word in _MANDATORY:
        return False
    if word in _OPTIONAL:
        return True
    if word in _WORDS:
        return _WORDS[word] == (heading == "optional")
    raise DumpError(
        "", "mandatory or optional", repr(text), line=entry.row.number, path=heading
    )
