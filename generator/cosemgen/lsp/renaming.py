"""A name for another one, wherever it stands for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ..diagnostics import render_text
from .names import RENAMED, Occurrence, Symbol
from .texts import Edit, Place, Text
from .workspace import Analysis, Workspace

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")


class CannotRename(Exception):
    """Why a name stays what it is, in words for the user."""


def name_of(found: Occurrence | None, text: Text, start: Place | None) -> str:
    """The name that begins at a place, if it is one that can be renamed. Raises CannotRename."""
    if found is None or start is None:
        raise CannotRename("nothing that can be renamed is here")
    symbol = found.symbol
    if symbol.kind not in RENAMED:
        raise CannotRename(
            f"expected one of {', '.join(sorted(RENAMED))} to rename, "
            f"found {symbol.kind} {symbol.name}"
        )
    if symbol.kind not in ("attribute", "method"):
        return symbol.name
    step = _NAME.match(text.piece(start))
    if step is None:
        raise CannotRename(
            f"expected the name of {symbol.kind} {symbol.name}, found its number"
        )
    return step[0]


def edits(
    analysis: Analysis, symbol: Symbol, old: str, new: str, now: Mapping[str, Text]
) -> list[Edit]:
    """What to write where; `now` are the texts of all files by now, by path as messages show it.

    Of attributes and methods, which are known by number, those that are called so: a version may call it otherwise.
    Raises CannotRename.
    """
    if not _NAME.fullmatch(new):
        raise CannotRename(
            f"expected a name: letters, digits, '_' and '-', found {new!r}"
        )
    found: list[Edit] = []
    same = analysis.index.same(symbol)
    stale = {
        file
        for file in {each.span.file for each in same}
        if file in now and analysis.stale(file, now[file])
    }
    for each in same:
        file, line, column = each.span
        text = now.get(file)
        if text is None:
            raise CannotRename(
                f"{symbol.kind} {old} stands in {file} too, "
                "which is outside of the workspace"
            )
        if file in stale:
            raise CannotRename(f"{file} has mistakes: put them right first")
        start = Place(line, column)
        if text.has(start, old):
            end = Place(line, column + len(old))
            found.append(Edit(file, start, end, new))
    return found


def changed(texts: Mapping[str, Text], edits: Iterable[Edit]) -> dict[str, str]:
    """The texts of the files that edits change; edits of one file do not overlap."""
    lines = {edit.file: [*texts[edit.file].lines] for edit in edits}
    for file, start, end, new in sorted(edits, key=lambda e: e.start, reverse=True):
        assert start.line == end.line
        row = lines[file][start.line - 1]
        left, right = row[: start.column - 1], row[end.column - 1 :]
        lines[file][start.line - 1] = f"{left}{new}{right}"
    return {file: "\n".join(rows) for file, rows in lines.items()}


def check_meaning(
    workspace: Workspace, path: Path, texts: Mapping[Path, str], known: Analysis
) -> None:
    """Raises CannotRename where the packages would have errors with these texts that they do not have now."""
    errors = workspace.new_errors(path, texts, known)
    if errors:
        raise CannotRename(f"this would be wrong: {render_text(errors[0])}")
