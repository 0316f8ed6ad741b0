"""Broken literals and stray characters: how they look, what to say, and what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from ..diagnostics import Diagnostic
from ..model import Span

_GROUP: Final = "(?:[0-9]+|[a-f])"

_TYPED: Final = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", "write a blank"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "delete it"),
    **dict.fromkeys(
        "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a",
        'texts stand between plain double quotes: "..."',
    ),
    **dict.fromkeys("\u2010\u2011\u2212", "write '-'"),
    **dict.fromkeys(
        "\u2013\u2014", "write '-' before a number, '..' in a range, '//' for a remark"
    ),
    "\u2026": "write '..' in a range",
    "\u00d7": "write 'x'",
}
"""Characters that word processors put in the place of plain ones, and what to write."""

AFTER: Final = {
    "OCTETS": {"BROKEN_OCTETS": r'h"[^"\n]*"?'},
    "PATH": {
        # Group by group as meters show it, A-B:C.D.E*F; groups at either end may be left out.
        "BROKEN_CODE": rf"(?:{_GROUP}-{_GROUP}:{_GROUP}(?:\.{_GROUP})+(?:[*&]{_GROUP})?"
        rf"|{_GROUP}(?:\.{_GROUP})+[*&]{_GROUP})(?![0-9A-Za-z])",
        "BROKEN_PATTERN": r"(?:[0-9]+|[a-z])(?:\.(?:[0-9]+|[a-z])){2,}(?![0-9A-Za-z])",
    },
}
"""Broken forms by the sound kind after which they must be tried."""

LAST: Final = {
    # Without its closing quote a string gives back a brace at the end of the line: that one opened a body.
    "BROKEN_ESCAPE": r'"(?:[^"\\\n]|\\.)*"',
    # Run by run, so that no blank is looked at again for each of those before it.
    "BROKEN_STRING": r'"(?:[^ \t{\n]++|[ \t]++(?!\{?[ \t]*+$)|\{(?![ \t]*+$))*+',
    "BROKEN_QUOTES": '[\u201c\u201d\u201e\u00ab][^\u201c\u201d\u00bb"\n]*[\u201c\u201d\u00bb"]',
    "BROKEN_NUMBER": r"-?[0-9](?:\.?[0-9A-Za-z_])*",
    "BROKEN_CHARACTER": rf"[{''.join(_TYPED)}]|[^\x00-\x7f{''.join(_TYPED)}]+|[^\s]",
}
"""Broken forms to try when nothing else fits."""

_QUOTE: Final = re.compile(r'(?<!\\)"')
_MOST_LINES: Final = 10
"""Lines that a text may go on for and still be taken for one."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_INSTEAD: Final = {
    ";": "no ';' is needed: every fact ends with its line",
    "'": 'strings stand between double quotes: "..."',
    "#": "comments begin with '//'",
    "/": "comments begin with '//'",
    "*": "comments begin with '//'",
    '"': "",
    "-": "a range is written 1..5",
    "<": "an array is written array of long, a range (1..5)",
    ">": "an array is written array of long, a range (1..5)",
}


def mend(kind: str, text: str, span: Span) -> tuple[str, str, Diagnostic]:
    """The token that was meant (no kind: none at all), and what to say about the one that stands there."""
    match kind:
        case "BROKEN_OCTETS":
            return "OCTETS", 'h""', _broken_octets(text, span)
        case "BROKEN_PATTERN":
            groups = text.count(".") + 1
            message = f"an OBIS code has six value groups, '{text}' has {groups}"
            if groups == 6:
                message = f"'{text}' is no OBIS code"
            hint = "each group is a number or its letter a to f: 1.b.1.8.e.255"
            return (
                "PATTERN",
                "a.b.c.d.e.f",
                Diagnostic(span, "C107", message, hint=hint),
            )
        case "BROKEN_CODE":
            message = f"'{text}' is no OBIS code"
            parts = re.split("[-:.*&]", text)
            hint = "six value groups with nothing but dots between them: 1.b.1.8.e.255"
            if len(parts) == 6:
                hint = f"nothing but dots between the groups: {'.'.join(parts)}"
            return (
                "PATTERN",
                "a.b.c.d.e.f",
                Diagnostic(span, "C107", message, hint=hint),
            )
        case "BROKEN_ESCAPE":
            escape = next(m for m in re.finditer(r"\\(.)", text) if m[1] not in '"\\n')
            place = span._replace(column=span.column + escape.start())
            message = f"unknown escape '{escape[0]}' in a string"
            hint = r"the escapes are \" \\ \n; a backslash itself is \\"
            return "STRING", '""', Diagnostic(place, "C105", message, hint=hint)
        case "BROKEN_STRING":
            message = "the string does not end on its line"
            return (
                "STRING",
                '""',
                Diagnostic(span, "C104", message, hint="a '\"' is missing"),
            )
        case "BROKEN_NUMBER":
            return "INT", "0", _broken_number(text, span)
        case "BROKEN_QUOTES":
            return "STRING", '""', _character(text[0], span)
        case _:
            return "", "", _character(text, span)


def _character(text: str, span: Span) -> Diagnostic:
    """About a sign, or a run of letters, that the language does not have."""
    message = f"unexpected character '{text}'"
    if text[0] in _TYPED:
        name = unicodedata.name(text[0], "").lower()
        shown = f"'{text}', " if text.isprintable() else ""
        message = f"unexpected character {shown}U+{ord(text[0]):04X} {name}".rstrip()
    hint = _INSTEAD.get(text) or _TYPED.get(text[0], "")
    return Diagnostic(span, "C108", message, hint=hint)


def string_over_lines(span: Span) -> Diagnostic:
    message = "the string does not end on its line"
    hint = r"a text stands on one line; \n in it begins a new one"
    return Diagnostic(span, "C104", message, hint=hint)


def end_of_string(lines: list[str], number: int) -> tuple[int, int]:
    """Line and column behind the end of a string that does not end on its line; 0 and 0 if it ends nowhere near.

    The next quote must look like a closing one, and leave the line without another that is open.
    """
    for below in range(number, min(number + _MOST_LINES, len(lines))):
        quotes = [*_QUOTE.finditer(lines[below])]
        if quotes:
            end = quotes[0].end()
            closes = lines[below][end : end + 1] in ("", " ", "\t", ",", ")", "]", "}")
            return (below + 1, end) if closes and len(quotes) % 2 else (0, 0)
    return 0, 0


def end_of_remark(lines: list[str], number: int) -> tuple[int, int]:
    """Line and column behind the `*/` of a remark that begins in a line; the end of this line if there is none."""
    for below in range(number - 1, len(lines)):
        end = lines[below].find("*/")
        if end >= 0:
            return below + 1, end + 2
    return 0, 0


def _broken_octets(text: str, span: Span) -> Diagnostic:
    if not text.endswith('"') or len(text) == 2:
        return Diagnostic(
            span,
            "C104",
            "the octets do not end on their line",
            hint="a '\"' is missing",
        )
    stray = next(c for c in text[2:-1] if c not in "0123456789abcdefABCDEF")
    message = f"'{stray}' is no hexadecimal digit"
    return Diagnostic(
        span, "C106", message, hint='octets are written h"00FF", without blanks'
    )


def _broken_number(text: str, span: Span) -> Diagnostic:
    if "." in text:
        hint = "numbers are whole; a range is written 1..5"
    elif text[0] == "0" and text[1:2] in ("x", "X"):
        hint = "hexadecimal numbers are written 0x00FF"
    else:
        hint = "names begin with a letter; a blank is missing if this is a number and a name"
    return Diagnostic(
        span, "C107", f"'{text}' is neither a number nor a name", hint=hint
    )


def odd_octets(span: Span) -> Diagnostic:
    return Diagnostic(
        span, "C106", "half an octet is left over", hint="every octet has two digits"
    )


def number_too_large(span: Span) -> Diagnostic:
    return Diagnostic(span, "C107", "the number has more than 64 bits")


CONFLICT: Final = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
"""A line by which a version control system marks both sides of a conflict."""


def merge_conflict(mark: str, span: Span) -> Diagnostic:
    message = f"'{mark[:40]}' marks a merge conflict that is not resolved"
    hint = "keep one of the two sides, or what both mean, and delete the marks"
    return Diagnostic(span, "C111", message, hint=hint)


def documentation_beside(span: Span) -> Diagnostic:
    message = "documentation stands on lines of its own, above what it documents"
    return Diagnostic(
        span, "C103", message, hint="move the line up, or make it a comment: //"
    )


def control_characters(line: str, start: Span) -> Iterator[Diagnostic]:
    """Characters that no file should hold, not even in its strings and comments."""
    for match in _CONTROL.finditer(line):
        message = f"control character U+{ord(match[0]):04X}"
        yield Diagnostic(start._replace(column=match.start() + 1), "C108", message)
