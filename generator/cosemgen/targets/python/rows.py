"""Tables as text, one row a line: quick to import, and read only when they are asked for."""

from __future__ import annotations

import re
from typing import Final

SEPARATOR: Final = " | "

_LONE: Final = re.compile(r"(?<!\S)(?=\\*\|(?!\S))")
"""Before a `|` between blanks, with the backslashes that it may have."""


def row(*fields: str) -> str:
    """Fields in one line; empty ones at its end are left out.

    A lone `|` inside a field has one backslash more than in the field, which the runtime takes away.
    """
    tidy = [_LONE.sub(r"\\", " ".join(field.split())) for field in fields]
    return re.sub(r"( \| ?)+\Z", "", SEPARATOR.join(tidy))


def block(rows: list[str]) -> str:
    """Rows as a literal of Python."""
    if not rows:
        return '""'
    body = "\n".join(rows).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{body}\n"""'
