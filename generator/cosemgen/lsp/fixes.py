"""What a finding's hint says to write, as edits.

A hint is for people; what it says exactly enough is a row of `_FIXES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from ..diagnostics import Diagnostic
from ..lock import named, update_lock
from ..resources import LOCK_FILE
from ..syntax import tree
from ..words import nearest
from .texts import Edit, Place, Text
from .workspace import Analysis


class Fix(NamedTuple):
    title: str
    edits: tuple[Edit, ...]
    rename: str = ""
    """The name that the file is to have instead."""


Read: TypeAlias = Callable[[str], Text | None]
"""The text of a file, by its path as messages show it; None where it cannot be read."""


class _Case(NamedTuple):
    """A finding whose hint fits a row."""

    finding: Diagnostic
    hint: re.Match[str]
    text: Text
    analysis: Analysis
    read: Read

    @property
    def at(self) -> Place:
        return Place(self.finding.span.line, self.finding.span.column)

    @property
    def piece(self) -> str:
        return self.text.piece(self.at)

    @property
    def line(self) -> str:
        return self.text.line(self.at.line)

    def over(self, length: int, text: str, at: Place | None = None) -> Edit:
        """Something else for so many letters."""
        start = at or self.at
        end = Place(start.line, start.column + length)
        return Edit(self.finding.span.file, start, end, text)

    def instead(self, text: str) -> Edit:
        return self.over(len(self.piece), text)

    def above(self, line: int, text: str) -> Edit:
        """A line of its own above that line."""
        start = Place(line, 1)
        return Edit(self.finding.span.file, start, start, f"{text}\n")

    def before(self, word: str) -> Place | None:
        """The last place above or to the left where a word stands."""
        pattern = rf"(?<![\w-]){re.escape(word)}(?![\w-])"
        line, end = self.at.line, self.at.column - 1
        while line:
            found = [*re.finditer(pattern, self.text.line(line)[:end])]
            if found:
                return Place(line, found[-1].start() + 1)
            line, end = line - 1, len(self.text.line(line - 1))
        return None


def fixes(
    finding: Diagnostic, text: Text, analysis: Analysis, read: Read
) -> Iterator[Fix]:
    """What would put a finding right, most likely first."""
    for place, pattern, make in _FIXES:
        found = re.search(pattern, getattr(finding, place))
        if found is not None:
            yield from make(_Case(finding, found, text, analysis, read))


# ---------------------------------------------------------------- one word for another


def _meant(case: _Case) -> Iterator[Fix]:
    """The word that is like what was meant stands at the place, or behind it on its line."""
    message = case.finding.message
    told = [*re.findall(r"'([^']+)'", message), *re.findall(r"found (\S+)$", message)]
    piece = case.piece.strip('"')
    for new in re.findall(r"'([^']+)'", case.hint[0]):
        like = nearest(new, {*told, piece} - {new}, 1, 0.4)
        # What other languages call it need not be like it.
        for old in like or {*told} & {piece}:
            word = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])")
            found = word.search(case.line, case.at.column - 1)
            if found is not None:
                at = case.at._replace(column=found.start() + 1)
                yield Fix(f"Write {new}", (case.over(len(old), new, at),))


def _written(case: _Case) -> Iterator[Fix]:
    yield Fix(f"Write {case.hint[1]}", (case.instead(case.hint[1]),))


def _meant_before(case: _Case) -> Iterator[Fix]:
    new, old = case.hint.groups()
    at = case.before(old)
    if at is not None:
        yield Fix(f"Write {new}", (case.over(len(old), new, at),))


def _turned(case: _Case) -> Iterator[Fix]:
    """The ends of a range, the other way round; its place may be that of either end, or of its line."""
    new = case.hint[1]
    for found in re.finditer(r"([\w-]+)\s*\.\.\s*([\w-]+)", case.line):
        inside = found.start() < case.at.column <= found.end()
        if inside or f"{found[2]}..{found[1]}" == new:
            at = case.at._replace(column=found.start() + 1)
            yield Fix(f"Write {new}", (case.over(len(found[0]), new, at),))
            return


def _sign(case: _Case) -> Iterator[Fix]:
    new = {"a blank": " "}.get(case.hint[1], case.hint[1].strip("'"))
    yield Fix(f"Write {case.hint[1]}", (case.over(1, new),))


_CHANGED_INSIDE: Final = frozenset({"structure", "enumeration", "bits"})
"""Types that are changed by what is changed inside them, and not by being written anew."""


def _verb(case: _Case) -> Iterator[Fix]:
    """`add` or `change` before what begins a line."""
    for verb, word in re.findall(r"'(add|change) ([\w-]+)'", case.hint[0]):
        if verb == "change" and case.finding.code == "C317" and word in _CHANGED_INSIDE:
            continue
        found = re.match(
            rf"\s*((?:add\s+|change\s+)?){re.escape(word)}(?!\w)", case.line
        )
        if found is not None:
            at = Place(case.at.line, found.start(1) + 1)
            edit = case.over(len(found[1]), f"{verb} ", at)
            yield Fix(f"Write {verb} {word}", (edit,))


def _without_add(case: _Case) -> Iterator[Fix]:
    found = re.match(r"\s*(add\s+)", case.line)
    if found is not None:
        at = Place(case.at.line, found.start(1) + 1)
        yield Fix("Write the line without add", (case.over(len(found[1]), "", at),))


# ---------------------------------------------------------------- one sign more or less


def _behind(case: _Case) -> Iterator[Fix]:
    sign, word = case.hint.groups()
    at = case.at if case.piece == word else case.before(word)
    if at is not None:
        end = at._replace(column=at.column + len(word))
        yield Fix(f"Write {word}{sign}", (case.over(0, sign, end),))


def _colon_before_type(case: _Case) -> Iterator[Fix]:
    before = case.line[: case.at.column - 1].rstrip()
    at = Place(case.at.line, len(before) + 1)
    yield Fix("Write ':' before the type", (case.over(0, ":", at),))


def _quoted(case: _Case) -> Iterator[Fix]:
    word = case.hint[1]
    if case.line.startswith(word, case.at.column - 1):
        yield Fix(f'Write "{word}"', (case.over(len(word), f'"{word}"'),))


def _unquoted(case: _Case) -> Iterator[Fix]:
    word = case.piece.strip('"')
    yield Fix(f"Write {word}", (case.instead(word),))


def _deleted(case: _Case) -> Iterator[Fix]:
    yield Fix(f"Delete {case.piece}", (case.instead(""),))


def _brace(case: _Case) -> Iterator[Fix]:
    line = int(case.hint[1])
    end = Place(line, len(case.text.line(line).rstrip()) + 1)
    yield Fix(f"Write {{ at the end of line {line}", (case.over(0, " {", end),))


def _parameter(case: _Case) -> Iterator[Fix]:
    yield Fix("Write (0): no data", (case.over(0, "0"),))
    yield Fix("Write (?): it is not known", (case.over(0, "?"),))


def _as(case: _Case) -> Iterator[Fix]:
    yield Fix(f"Write as {case.hint[1]}", (case.over(0, "as "),))


def _comment(case: _Case) -> Iterator[Fix]:
    if case.line.startswith("///", case.at.column - 1):
        yield Fix("Make it a comment", (case.over(3, "//"),))


def _brackets(case: _Case) -> Iterator[Fix]:
    """A size stands in [], a range of values in ()."""
    found = re.compile(r"[\w-]+\s*[\[(]([^\])]*)[\])]").match(
        case.line, case.at.column - 1
    )
    if found is not None:
        ends = found[1] if ".." in found[1] else f"{found[1]}..{found[1]}"
        new = f"({ends})" if case.hint[1] == "(" else f"[{found[1]}]"
        at = case.at._replace(column=found.start(1))
        yield Fix(f"Write {new}", (case.over(len(found[1]) + 2, new, at),))


def _in_brackets(case: _Case) -> Iterator[Fix]:
    name, size = case.hint.groups()
    found = re.search(rf"{re.escape(name)}\s*[({{]\s*{size}\s*[)}}]", case.line)
    if found is not None:
        at = case.at._replace(column=found.start() + 1)
        new = f"{name}[{size}]"
        yield Fix(f"Write {new}", (case.over(len(found[0]), new, at),))


def _without_clause(case: _Case) -> Iterator[Fix]:
    word = case.hint[1]
    found = re.search(rf'\s+{word}\s+"(?:[^"\\]|\\.)*"', case.line)
    if found is not None:
        at = case.at._replace(column=found.start() + 1)
        yield Fix(f"Delete {word}", (case.over(len(found[0]), "", at),))


# ---------------------------------------------------------------- lines of their own


def _use(case: _Case) -> Iterator[Fix]:
    lines = case.text.lines
    used = [n for n, line in enumerate(lines, 1) if re.match(r"use\s", line)]
    told = f"use {case.hint[1]} from {case.hint[2]}"
    if used:
        last = used[-1]
        # One that goes on over lines ends with the file that it is from.
        while last < len(lines) and not re.search(r"\bfrom\s+[\w.-]+", lines[last - 1]):
            last += 1
        yield Fix(f"Add {told}", (case.above(last + 1, told),))
        return
    first = 1
    while first <= len(lines) and re.match(r"//(?!/)|\s*$", lines[first - 1]):
        first += 1
    yield Fix(f"Add {told}", (case.above(min(first, len(lines)), f"{told}\n"),))


def _unused(case: _Case) -> Iterator[Fix]:
    """A name that a file takes from another one and does not use."""
    found = re.match(r"use\s+(\w+(?:\s*,\s*\w+)*)\s+from\s", case.line)
    if found is None:
        return
    names = re.split(r"\s*,\s*", found[1])
    title = f"Do not use {case.piece}"
    if names == [case.piece]:
        start, end = Place(case.at.line, 1), Place(case.at.line + 1, 1)
        yield Fix(title, (Edit(case.finding.span.file, start, end, ""),))
    elif case.piece in names:
        names.remove(case.piece)
        at = Place(case.at.line, found.start(1) + 1)
        yield Fix(title, (case.over(len(found[1]), ", ".join(names), at),))


def _to_package(case: _Case) -> Iterator[Fix]:
    """A fact that the package lacks.

    What a key stands for only the author knows: the text is the hint's, to be written over.
    """
    # The hint says `key` for what stands at the place.
    fact = re.sub(r"^source key ", f"source {case.piece} ", case.hint[1])
    package = case.analysis.package_of(case.finding.span.file)
    for scope in () if package is None else package.scopes:
        for item in scope.tree.items:
            if isinstance(item, tree.Package):
                text = case.read(scope.tree.path)
                line = item.title.span.line
                row = "" if text is None else text.line(line)
                brace = row.find("{", item.title.span.column + len(item.title))
                if text is not None and brace >= 0:
                    at = Place(line, brace + 2)
                    edit = Edit(scope.tree.path, at, at, f"\n  {fact}")
                    yield Fix(f"Add {fact} to the package", (edit,))


def _methods(case: _Case) -> Iterator[Fix]:
    """Where the short names of methods begin: in the line that says so, or in one that a version lacks."""
    told = re.findall(r"'methods (@[^']+)'", case.hint[0])
    if case.line.startswith("@", case.at.column - 2):
        for new in told:
            yield Fix(f"Write {new}", (case.instead(new.removeprefix("@")),))
        return
    for number in range(case.at.line, 0, -1):
        head = case.text.line(number)
        version = re.match(r"(\s*)version\b.*\{\s*$", head)
        if version is not None:
            for new in told:
                line = f"{version[1]}  methods {new}"
                yield Fix(f"Add methods {new}", (case.above(number + 1, line),))
            return


# ---------------------------------------------------------------- other files


def _renamed(case: _Case) -> Iterator[Fix]:
    yield Fix(f"Rename the file to {case.hint[1]}", (), case.hint[1])


def _relock(case: _Case) -> Iterator[Fix]:
    """What was released wrongly is pinned as it is now."""
    package = case.analysis.package_of(case.finding.span.file)
    if package is None:
        return
    for scope in package.scopes:
        if any(isinstance(item, tree.Package) for item in scope.tree.items):
            lock = (Path(scope.tree.path).parent / LOCK_FILE).as_posix()
            text = case.read(lock)
            if text is not None:
                name = case.hint[1]
                chosen = named(package.model, text.source, name)
                new = update_lock(package.model, text.source, chosen)
                last = Place(len(text.lines), len(text.lines[-1]) + 1)
                edit = Edit(lock, Place(1, 1), last, new)
                yield Fix(f"Correct what was released: pin {name} anew", (edit,))


_FIXES: Final[tuple[tuple[str, str, Callable[[_Case], Iterator[Fix]]], ...]] = (
    ("hint", r"^did you mean '([^']*)' instead of '([^']*)'\?", _meant_before),
    ("hint", r"^did you mean ('[^']*'(?:, | or )?)+\?", _meant),
    ("hint", r"^add 'use (\S+) from (\S+)'", _use),
    ("hint", r"^add '(needs \S+)' to the package", _to_package),
    ("hint", r'^add it to the package: ((?:source|edition) \w+ ".*")$', _to_package),
    ("message", r"is imported and not used$", _unused),
    ("hint", r"^write '(add|change) [\w-]+'$", _verb),
    ("message", r"expected 'add [\w-]+' or 'change [\w-]+'$", _verb),
    ("hint", r"^write the line without 'add'$", _without_add),
    ("hint", r"^write '(\w+)'; a value has", _written),
    ("hint", r"^a (?:size|range of values) is written ([\[(])", _brackets),
    ("hint", r"^a size stands in brackets: ([\w-]+)\[(\w+)\]$", _in_brackets),
    ("hint", r"^remove '(overlaps)'$", _without_clause),
    ("hint", r"^write (-?\w+\.\.-?\w+)$", _turned),
    ("hint", r"^write ('-'|'x'|'\.\.'|a blank)(?: in a range)?$", _sign),
    ("hint", r"'methods @.*", _methods),
    ("hint", r"^write \(0\) for no data, \(\?\)", _parameter),
    ("hint", r"^write 'as ([\w-]+)'$", _as),
    ("hint", r"^a '(:)' is missing after '([^']*)'$", _behind),
    ("hint", r"^a ':' stands before the type:", _colon_before_type),
    ("hint", r'^a text stands in quotes: "(.*)"$', _quoted),
    ("hint", r'^the reason stands in quotes: unconfirmed "(.*[^.])"$', _quoted),
    ("hint", r"^a name has no quotes$", _unquoted),
    ("hint", r"^no ',' stands between items or clauses$", _deleted),
    ("hint", r"^there is one '}' too many$", _deleted),
    ("hint", r"^no ';' is needed", _deleted),
    ("hint", r"^a '\{' is missing at the end of line (\d+)$", _brace),
    ("hint", r"^move the line up, or make it a comment: //$", _comment),
    ("hint", r"^rename it to '([^']+)'$", _renamed),
    ("hint", r"--relock ([^\s']+)", _relock),
)
"""What of a finding is looked at, what it has to say, and the fixes that it then has."""
