"""A name for another one, wherever it stands for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ..diagnostics import render_text
from .names import RENAMED, Symbol
from .texts import Edit, Place, Text
from .workspace import Analysis, Workspace

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")


class CannotRename(Exception):
    """Why a name stays what it is, in words for the user."""


def check_renamed(symbol: Symbol | None) -> Symbol:
    """The symbol, if it is one that can be renamed. Raises CannotRename."""
    if symbol is None:
        raise CannotRename("nothing that can be renamed is here")
    if symbol.kind not in RENAMED:
        raise CannotRename(
            f"expected one of {', '.join(sorted(RENAMED))} to rename, "
            f"found {symbol.kind} {symbol.name}"
        )
    return symbol


def edits(
    analysis: Analysis, symbol: Symbol, new: str, now: Mapping[str, Text]
) -> list[Edit]:
    """What to write where; `now` are the texts of all files by now, by path as messages show it.

    Raises CannotRename.
    """
    check_renamed(symbol)
    if not _NAME.fullmatch(new):
        raise CannotRename(
            f"expected a name: letters, digits, '_' and '-', found {new!r}"
        )
    found: list[Edit] = []
    for each in analysis.index.same(symbol):
        file, line, column = each.span
        text = now.get(file)
        if text is None:
            raise CannotRename(
                f"{symbol.kind} {symbol.name} stands in {file} too, "
                "which is outside of the workspace"
            )
        if analysis.stale(file, text):
            raise CannotRename(f"{file} has mistakes: put them right first")
        start = Place(line, column)
        if text.piece(start) == symbol.name:
            end = Place(line, column + len(symbol.name))
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
