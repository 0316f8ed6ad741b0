"""Text of others as a terminal may be given it: nothing in it acts, hides or turns around what stands beside it."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    r"""The text with its control and format characters written out: `\x1b`, `\u202e`; lines and tabs stay."""
    return text if text.isprintable() else "".join(map(_shown, text))


def visible_line(text: str) -> str:
    """The same of what has to stay one line: a file's name, too, may hold the end of one."""
    return visible(text).replace("\n", "\\n")


def visible_json(document: str) -> str:
    """JSON that means the same, with those characters as escapes of JSON."""
    return "".join(c if _shown(c) == c else _escaped(c) for c in document)


def _shown(character: str) -> str:
    plain = character.isprintable() or character in "\n\t"
    if plain or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
