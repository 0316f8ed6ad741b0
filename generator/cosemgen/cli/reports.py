"""Diagnostics as text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from cosemgen import __version__
from cosemgen.diagnostics import CODES, Diagnostic, render_text
from cosemgen.model import Span
from cosemgen.words import counted

from . import console
from .console import visible, visible_json, visible_line

_COLOURS: Final = {"error": "red", "warning": "yellow"}


def report(diagnostics: Sequence[Diagnostic], form: str = "text") -> None:
    """Print findings: text is for people and goes to stderr, the rest is a result."""
    if form == "text":
        excerpts = console.is_terminal(sys.stderr)
        colour = console.coloured(sys.stderr)
        for diagnostic in diagnostics:
            print(text(diagnostic, excerpts, colour), file=sys.stderr)
    else:
        print(FORMS[form](diagnostics))


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    errors = sum(d.is_error for d in diagnostics)
    warnings = len(diagnostics) - errors
    counts = [
        counted(count, word)
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return ", ".join(counts) or "no findings"


def text(diagnostic: Diagnostic, excerpt: bool, colour: bool) -> str:
    """One line, or with an excerpt three: the place in its line of the spec below."""
    line = visible_line(render_text(diagnostic))
    if colour:
        word = f"{diagnostic.severity.value} {diagnostic.code}"
        marked = click.style(word, fg=_COLOURS[diagnostic.severity.value], bold=True)
        line = line.replace(word, marked, 1)
    if excerpt:
        line += _excerpt(diagnostic)
    return line


def _excerpt(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    try:
        source = Path(span.file).read_text(encoding="utf-8", errors="replace")
        found = source.split("\n")[span.line - 1].rstrip("\r")
    except (OSError, IndexError):
        return ""
    if span.line < 1 or span.column < 1:
        return ""
    # Tabs stay tabs, so that the caret stands below its character.
    left = visible(found[: span.column - 1])
    before = "".join("\t" if c == "\t" else " " for c in left)
    return f"\n    {visible(found)}\n    {before}^"


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    findings = [
        {
            "file": d.span.file,
            "line": d.span.line,
            "column": d.span.column,
            "severity": d.severity.value,
            "code": d.code,
            "message": d.message,
            "hint": d.hint,
        }
        for d in diagnostics
    ]
    errors = sum(d.is_error for d in diagnostics)
    document = {
        "errors": errors,
        "warnings": len(diagnostics) - errors,
        "findings": findings,
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    return "\n".join(
        f"::{d.severity.value} file={_property(d.span.file)},line={d.span.line},"
        f"col={d.span.column},title={_property(_title(d.code))}::{_data(_message(d))}"
        for d in diagnostics
    )


def _data(words: str) -> str:
    return visible(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    results = [
        {
            "ruleId": d.code,
            "level": d.severity.value,
            "message": {"text": _message(d)},
            "locations": [sarif_location(d.span)],
        }
        for d in diagnostics
    ]
    return sarif(
        [_rule(code) for code in sorted({d.code for d in diagnostics})], results
    )


def sarif_location(span: Span) -> dict[str, Any]:
    """A place in a spec, as SARIF has places."""
    from cosem_conformance.sarif import uri

    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(span.file)},
            "region": {
                "startLine": max(span.line, 1),
                "startColumn": max(span.column, 1),
            },
        }
    }


def sarif(
    rules: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]
) -> str:
    """SARIF of what cosemgen found in specs."""
    from cosem_conformance.sarif import document

    driver = {"name": "cosemgen", "version": __version__, "rules": rules}
    found = document({"driver": driver}, results, columnKind="unicodeCodePoints")
    return json.dumps(found, indent=2, ensure_ascii=False)


def _rule(code: str) -> dict[str, Any]:
    entry = CODES.get(code)
    if entry is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.explanation},
    }


def _title(code: str) -> str:
    entry = CODES.get(code)
    return f"{code} {entry.title}" if entry else code


def _message(diagnostic: Diagnostic) -> str:
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return f"{diagnostic.message}{hint}"


FORMS: Final[Mapping[str, Callable[[Sequence[Diagnostic]], str]]] = {
    "json": lambda diagnostics: visible_json(_json(diagnostics)),
    "github": _github,
    "sarif": lambda diagnostics: visible_json(_sarif(diagnostics)),
}
