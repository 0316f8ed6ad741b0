"""Tables as text, one row a line: quick to import, and read only when they are asked for."""

from __future__ import annotations

import re
from typing import Final

from ...build.errors import BuildError

SEPARATOR: Final = " | "


def row(*fields: str) -> str:
    """Fields in one line; empty ones at its end are left out."""
    tidy = [" ".join(field.split()) for field in fields]
    for field in tidy:
        if SEPARATOR in f" {field} ":
            raise BuildError(f"a table cannot hold a lone '|': {field}")
    return re.sub(r"( \| ?)+\Z", "", SEPARATOR.join(tidy))


def block(rows: list[str]) -> str:
    """Rows as a literal of Python."""
    if not rows:
        return '""'
    body = "\n".join(rows).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{body}\n"""'
