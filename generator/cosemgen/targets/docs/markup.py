"""Markdown from plain text: everything that the spec says passes through here.

`text` and `code` make inline markup that shows exactly what they are given; the others
join markup, and never look into it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from ...words import listed

_INLINE: Final = re.compile(r"[\\`*_{}\[\]<>|~^$&#]")
"""Characters that mean something anywhere in a line of MyST Markdown."""
_OPENING: Final = re.compile(r"\d*(?P<mark>[-+=:%(.)])")
"""What would begin a list, rule, heading, comment or target at the start of a line."""


_BLANK: Final = re.compile(r"\n\s*\n")
_ITEM: Final = re.compile(r"\s*[-*] +(.*)")


def text(plain: str) -> str:
    """Plain text as inline markup; any white space becomes one space."""
    escaped = _escaped(plain)
    opening = _OPENING.match(escaped)
    at = opening.start("mark") if opening else 0
    return f"{escaped[:at]}\\{escaped[at:]}" if opening else escaped


def _escaped(plain: str) -> str:
    """The same for a place inside of a line."""
    # A function is three times as fast as a pattern with a group.
    return _INLINE.sub(lambda found: f"\\{found[0]}", " ".join(plain.split()))


def code(plain: str) -> str:
    """Plain text as a code span; empty text gives nothing."""
    body = " ".join(plain.split())
    if "`" not in body:
        return f"`{body}`" if body else ""
    runs = [len(run) for run in re.findall(r"`+", body)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if body[0] == "`" or body[-1] == "`" else ""
    return f"{fence}{pad}{body}{pad}{fence}"


def prose(plain: str) -> str:
    """A sentence of the spec: plain text in which `...` is code."""
    parts = plain.split("`")
    if len(parts) == 1 or len(parts) % 2 == 0:
        return text(plain)
    pieces = []
    for at, part in enumerate(parts):
        if at % 2:
            pieces.append(code(part))
            continue
        # Spaces beside a code span are outside of what `text` keeps.
        before = " " if at and part[:1].isspace() else ""
        after = (
            " " if at < len(parts) - 1 and part[-1:].isspace() and part.strip() else ""
        )
        pieces.append(f"{before}{_escaped(part) if at else text(part)}{after}")
    return "".join(pieces).strip()


def paragraphs(plain: str) -> str:
    """Documentation of the spec: blocks between blank lines, with lists `- ...`."""
    blocks = (block for block in _BLANK.split(plain.strip()) if block.strip())
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    lines: list[str] = []
    for line in block.splitlines():
        item = _ITEM.match(line)
        if item:
            lines.append(f"- {item[1]}")
        elif lines:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    marked = []
    for at, line in enumerate(lines):
        is_item = line.startswith("- ")
        if is_item and at and not lines[at - 1].startswith("- "):
            marked.append("")
        marked.append(f"- {prose(line[2:])}" if is_item else prose(line))
    return "\n".join(marked)


# ---------------------------------------------------------------- joining markup


def spaced(*parts: str) -> str:
    """Parts beside one another, without those that are empty."""
    return " ".join(filter(None, parts))


def blocks(*parts: str) -> str:
    """Parts below one another, without those that are empty."""
    return "\n\n".join(filter(None, parts))


def link(markup: str, label: str) -> str:
    """A link to a label of this site."""
    return f"[{markup}](#{label})"


def span(markup: str, *classes: str, label: str = "") -> str:
    """Markup with CSS classes, and a label that links can lead to."""
    # The short form `#label` would end at a full stop.
    marks = [*(f".{name}" for name in classes), *([f'id="{label}"'] if label else [])]
    return f"[{markup}]{{{' '.join(marks)}}}"


def place(markup: str, label: str) -> str:
    """The number or word of a row, which links can lead to."""
    return span(markup, "number", label=label)


def role(name: str, plain: str) -> str:
    """Plain text that an extension of Sphinx makes something of; blanks around it say nothing."""
    body = " ".join(plain.split())
    # A role ends where at least as many backticks stand, other than a code span.
    longest = max(map(len, re.findall(r"`+", body)), default=0)
    fence = "`" * (longest + 1)
    return f"{{{name}}}{fence} {body} {fence}" if longest else f"{{{name}}}`{body}`"


def badge(word: str, kind: str) -> str:
    """A small mark beside a name: `unconfirmed`, `secret`, ..."""
    return span(text(word), "badge", kind)


def joined(parts: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    return listed(parts, last)


def fenced(source: str, language: str) -> str:
    """A block of code; nothing without any."""
    if not source:
        return ""
    fence = "```"
    while fence in source:
        fence += "`"
    return f"{fence}{language}\n{source.strip(chr(10))}\n{fence}"


def bullets(items: Iterable[str]) -> str:
    """A list of one-line items."""
    return "\n".join(f"- {item}" for item in items)


# ---------------------------------------------------------------- tables

Row: TypeAlias = Mapping[str, str]
"""One row of a table: inline markup by the heads of its columns."""


def table(rows: Iterable[Row], right: Collection[str] = ()) -> str:
    """A table of rows with the same columns; those in `right` are set flush right.

    Columns that are empty in every row are left out. Empty without rows.
    """
    body = [*rows]
    return (
        grid(tuple(body[0]), [(*row.values(),) for row in body], right) if body else ""
    )


def grid(
    columns: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[str] = ()
) -> str:
    """The same where several columns may have one head."""
    kept = [at for at, _ in enumerate(columns) if any(row[at] for row in rows)]
    if not kept:
        return ""
    lines = [
        _row(columns[at] for at in kept),
        _row("--:" if columns[at] in right else ":--" for at in kept),
        *(_row(row[at] for at in kept) for row in rows),
    ]
    return "\n".join(lines)


def cell(markup: str) -> str:
    """Inline markup for a table: its parser removes exactly the backslashes added here."""
    return markup.replace("|", "\\|")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(cell, cells))} |"
