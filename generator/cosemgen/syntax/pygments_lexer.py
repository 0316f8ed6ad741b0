"""The language for Pygments, which finds it as an entry point: Sphinx, Rich and others colour `cosem` by it."""

from __future__ import annotations

from typing import Any

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Text, Whitespace, string_to_tokentype


class CosemLexer(RegexLexer):
    """Colours for spec files."""

    name = "COSEM specification"
    aliases = ("cosem",)
    filenames = ("*.cosem",)

    @classmethod
    def get_tokendefs(cls) -> dict[str, list[tuple[str, Any]]]:
        """The rules, when the lexer is first used: who looks for another one need not read the grammar."""
        from .highlighting import pieces

        rules: list[tuple[str, Any]] = []
        for piece in pieces():
            tokens = [string_to_tokentype(kind.pygments) for kind in piece.kinds]
            made = bygroups(*tokens) if len(tokens) > 1 else tokens[0]  # type: ignore[no-untyped-call]
            rules.append((piece.pattern, made))
        # Examples of mistakes hold what is no word of the language.
        return {"root": [*rules, (r"\s+", Whitespace), (r".", Text)]}
