"""A spec file cut into tokens, line by line.

A word that is a keyword in one place and a name in another lists all that it can be; the parser takes the first that
the grammar expects there.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import cache
from typing import NamedTuple

from ..diagnostics import Diagnostic
from ..model import Span
from ..records import record
from . import broken
from .grammar import SCANNED, Grammar
from .literals import number_fits
from .token import Token, make_token


class Comment(NamedTuple):
    """A `//` comment."""

    text: str
    span: Span
    next_index: int
    """Index of the token that follows."""
    alone: bool
    """Nothing stands before it on its line."""


@record(slots=True)
class Tokens:
    """A file's tokens, the last one `$END`; its comments; and what is wrong with single literals."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    blank_lines: set[int] = field(default_factory=set)
    """Numbers of the lines without anything."""
    lines_above: set[int] = field(default_factory=set)
    """Numbers of the lines of documentation and of nothing but a comment."""


@cache
def _scanner(grammar: Grammar) -> re.Pattern[str]:
    """One expression for all kinds of tokens.

    What is no token comes last, as it is tried when nothing else fits; only broken octets must come before the name
    `h`, and a pattern of too few groups before its first number.
    """
    sound = {name: grammar.patterns[name].pattern for name in SCANNED}
    marks = sorted(grammar.punctuation, key=len, reverse=True)
    sound["MARKS"] = "|".join(map(re.escape, marks))
    kinds: dict[str, str] = {}
    for name, pattern in sound.items():
        kinds[name] = pattern
        if name in broken.AFTER:
            kinds |= broken.AFTER[name]
    kinds |= broken.LAST
    return re.compile("|".join(f"(?P<{name}>{kinds[name]})" for name in kinds))


def tokenize(text: str, path: str, grammar: Grammar) -> Tokens:
    """Cut a file into tokens.  A finding leaves a token of the intended kind, so that the parser can go on."""
    result = Tokens()
    tokens, comments, findings = result.tokens, result.comments, result.diagnostics
    scan = _scanner(grammar).finditer
    meanings, punctuation = grammar.meanings, grammar.punctuation
    types_of: dict[str, tuple[str, ...]] = {
        mark: (name,) for mark, name in punctuation.items()
    }
    # What a class of tuples or texts adds to these is paid for each token.
    new, place = str.__new__, tuple.__new__
    documentation: list[str] = []
    lines = text.split("\n")
    # Whether remarks are known to end: of those below one that does not, none does.
    remarks_end = True
    side = ""  # The mark above a side of a merge conflict; the first side is read.
    skip = (0, 0)  # Where something ends that went on over lines: line and column.
    for number, line in enumerate(lines, 1):
        if not line.isprintable():
            findings += broken.control_characters(line, Span(path, number, 1))
        if not line or line.isspace():
            result.blank_lines.add(number)
            continue
        if line[0] in "<|=>" and broken.CONFLICT.fullmatch(line):
            if line[0] == "<":
                findings.append(broken.merge_conflict(line, Span(path, number, 1)))
            if line[0] == "<" or side:
                side = line[0].replace(">", "")
                continue
        if side in ("|", "="):
            continue
        if number <= skip[0]:
            line = "" if number < skip[0] else " " * skip[1] + line[skip[1] :]
        # Each kind of token would be looked for at each blank that a line begins with.
        for match in scan(line, len(line) - len(line.lstrip(" "))):
            kind: str = match.lastgroup or ""
            word = match[0]
            span = place(Span, (path, number, match.start() + 1))
            if kind == "NAME" or kind == "MARKS":
                try:
                    types = types_of[word]
                except KeyError:
                    types = types_of[word] = meanings(word)
            elif kind == "MEMBER":
                types = ("MEMBER", *meanings(word))
            elif kind == "COMMENT":
                alone = not line[: match.start()].strip()
                if alone:
                    result.lines_above.add(number)
                comments.append(Comment(word.rstrip(), span, len(tokens), alone))
                continue
            elif kind == "DOC":
                types = ("DOC",)
                if line[: match.start()].strip():
                    findings.append(broken.documentation_beside(span))
                    continue
                result.lines_above.add(number)
                documentation.append(word[3:].removeprefix(" ").rstrip())
            else:
                types = (kind,)
                if kind.startswith("BROKEN"):
                    last_kind = kind
                    kind, word, finding = broken.mend(kind, word, span)
                    if last_kind == "BROKEN_STRING":
                        skip = broken.end_of_string(lines, number)
                        if skip[0]:
                            finding = broken.string_over_lines(span)
                    if kind or not findings or findings[-1].span.line != number:
                        findings.append(finding)
                    if not kind:
                        start = match.start()
                        if line.startswith("/*", start) and remarks_end:
                            skip = broken.end_of_remark(lines, number)
                            remarks_end = skip[0] > 0
                        if line.startswith(("#", "/*"), start):
                            break
                        continue
                    types = (kind,)
                elif kind == "INT" and not number_fits(word):
                    findings.append(broken.number_too_large(span))
                    word = "0"
                elif kind == "OCTETS" and len(word) % 2 == 0:
                    findings.append(broken.odd_octets(span))
                    word = 'h""'
            token = new(Token, word)
            token.span = span
            token.types = types
            token.type = types[0]
            token.position = len(tokens)
            if documentation and kind != "DOC":
                token.doc = "\n".join(documentation).strip("\n")
                documentation.clear()
            else:
                token.doc = ""
            tokens.append(token)
    end = Span(path, len(lines), len(lines[-1]) + 1)
    tokens.append(make_token("", end, ("$END",), len(tokens)))
    return result
