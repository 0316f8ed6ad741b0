"""Broken literals and stray characters: how they look, what to say, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..diagnostics import Diagnostic
from ..model.source import Span

AFTER: Final = {
    "OCTETS": {"BROKEN_OCTETS": r'h"[^"\n]*"?'},
    "PATH": {
        "BROKEN_PATTERN": r"(?:[0-9]+|[a-z])(?:\.(?:[0-9]+|[a-z])){2,}(?![0-9A-Za-z])"
    },
}
"""Broken forms by the sound kind after which they must be tried."""

LAST: Final = {
    # Without its closing quote a string gives back a brace at the end of the line: that one opened a body.
    "BROKEN_ESCAPE": r'"(?:[^"\\\n]|\\.)*"',
    "BROKEN_STRING": r'"[^\n]*?(?=[ \t]*\{?[ \t]*$)',
    "BROKEN_NUMBER": r"-?[0-9](?:\.?[0-9A-Za-z_])*",
    "BROKEN_CHARACTER": r"[^\x00-\x7f]+|[^\s]",
}
"""Broken forms to try when nothing else fits."""

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
        case _:
            message = f"unexpected character '{text}'"
            return (
                "",
                "",
                Diagnostic(span, "C108", message, hint=_INSTEAD.get(text, "")),
            )


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


def documentation_beside(span: Span) -> Diagnostic:
    message = "documentation stands on lines of its own, above what it documents"
    return Diagnostic(
        span, "C103", message, hint="move the line up, or make it a comment: //"
    )


def control_characters(text: str, path: str) -> Iterator[Diagnostic]:
    """Characters that no file should hold, not even in its strings and comments."""
    for match in _CONTROL.finditer(text):
        before = text.count("\n", 0, match.start())
        column = match.start() - text.rfind("\n", 0, match.start())
        message = f"control character U+{ord(match[0]):04X}"
        yield Diagnostic(Span(path, before + 1, column), "C108", message)
