"""One row of a table that is text: fields with " | " between them."""

from __future__ import annotations

__all__ = ["fields"]


def fields(row: str) -> list[str]:
    """The fields of a row, as many as it has.

    A `|` that stands between blanks inside a field has a backslash before it; of
    backslashes that are its own there is one more.
    """
    found = row.split(" | ")
    return [*map(_plain, found)] if "\\|" in row else found


def _plain(field: str) -> str:
    words = field.split(" ")
    return " ".join([w[1:] if w.lstrip("\\") == "|" and w != "|" else w for w in words])
