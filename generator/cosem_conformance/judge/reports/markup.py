"""Elements of HTML and XML. What is no `Markup` is text, and is escaped: nothing of a meter acts."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from cosem_runtime.errors import visible

__all__ = ["Content", "Markup", "element", "text"]

_VOID: Final = ("input", "meta")
"""Elements of HTML that have no end."""


class Markup(str):
    """What is escaped already."""

    __slots__ = ()


Content: TypeAlias = "Markup | str"


def text(content: Content) -> Markup:
    """Text as markup; its control characters, which XML has no place for, are written out."""
    return content if isinstance(content, Markup) else Markup(escape(visible(content)))


def element(
    tag: str, /, *contents: Content, **attributes: str | int | bool | None
) -> Markup:
    """An element with all in it.

    `class_` is the attribute class, `data_check` is data-check; true ones stand without a
    value, and None or false leaves one out.
    """
    words = [tag]
    for key, value in attributes.items():
        called = key.rstrip("_").replace("_", "-")
        if value is True:
            words.append(called)
        elif value is not None and value is not False:
            words.append(f'{called}="{text(str(value).replace(chr(10), " "))}"')
    start = f"<{' '.join(words)}>"
    if tag in _VOID:
        return Markup(start)
    return Markup(f"{start}{''.join(map(text, contents))}</{tag}>")
