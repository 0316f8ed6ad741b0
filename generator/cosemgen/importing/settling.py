"""Texts that the compiler takes: what it finds wrong is told at its place in the source, and left out.

So what a profile may ask for is known in one place, which is the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from ..compile import compile_sources
from ..diagnostics import Diagnostic, render_text
from ..sources import PACKAGE_FILE, text_sources
from ..syntax.parse import parse
from ..syntax.print import print_file
from ..words import aside
from .claims import Problems
from .writing import Line

__all__ = ["Unwritable", "settled"]

ROUNDS: Final = 20
"""How often what is wrong is left out: more than one thing may be wrong with a line, and is told one by one."""
_PART: Final = {"C909": "type", "C910": "access", "C913": "value"}
"""What of a line a finding is about; of others it is all of it."""
_PLACE: Final = re.compile(r"([a-z0-9_]+\.cosem):(\d+)")


class Unwritable(Exception):
    """A finding about what is needed: what it says."""


class Draft(NamedTuple):
    """A file as it stands: its lines, and where what is wrong with them is told."""

    lines: list[Line]
    problems: Problems


def settled(package: str, drafts: Callable[[], Mapping[str, Draft]]) -> dict[str, str]:
    """The files, in canonical layout, with nothing in them that the compiler calls an error.

    `package` is the text of the package file, and `drafts` makes the others anew, by name, of
    what is still there. Raises Unwritable where something wrong cannot be left out.
    """
    errors: list[Diagnostic] = []
    for _ in range(ROUNDS):
        found = drafts()
        texts = {
            name: "\n".join(line.text for line in draft.lines) + "\n"
            for name, draft in found.items()
        }
        sources = text_sources({PACKAGE_FILE: package, **texts})
        errors = [
            each
            for each in compile_sources(sources, locked=False).diagnostics
            if each.is_error
        ]
        if not errors:
            whole = {PACKAGE_FILE: package, **texts}
            return {name: _laid_out(text, name) for name, text in whole.items()}
        # Of a file that cannot be parsed others know nothing, so that comes first.
        errors = [e for e in errors if e.code.startswith("C1")] or errors
        # A line that goes takes all with it that is wrong on it.
        first = {(each.span.file, each.span.line): each for each in reversed(errors)}
        for error in first.values():
            _leave_out(error, found)
    raise Unwritable(f"still wrong: {render_text(errors[0])}")


def _leave_out(error: Diagnostic, drafts: Mapping[str, Draft]) -> None:
    draft = drafts.get(error.span.file)
    line = None if draft is None else draft.lines[error.span.line - 1]
    part = _PART.get(error.code, "")
    undo = None if line is None else line.without.get(part)
    if draft is None or line is None or undo is None:
        raise Unwritable(render_text(error))
    message = _PLACE.sub(lambda place: _source_of(place, drafts), error.message)
    draft.problems.left_out(line.places, message + aside(error.hint))
    undo()


def _source_of(place: re.Match[str], drafts: Mapping[str, Draft]) -> str:
    """The place in the source of a place in a text, which nobody else has seen."""
    draft = drafts.get(place[1])
    if draft is None:
        return place[0]
    places = draft.lines[int(place[2]) - 1].places
    return ", ".join(dict.fromkeys((draft.problems.file, *places[:1])))


def _laid_out(text: str, name: str) -> str:
    tree, _ = parse(text, name)
    assert tree is not None
    return print_file(tree)
