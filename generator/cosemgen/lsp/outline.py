"""The items of a file, one in the other, with where each begins and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lsprotocol import types as lsp

from ..syntax import tree
from ..syntax.grammar import grammar
from ..syntax.lines import body, inner
from ..syntax.token import Token
from ..syntax.tokens import tokenize
from ..syntax.write import codes
from .texts import Place, Text
from .workspace import plain

_KINDS: Final = {
    tree.Package: lsp.SymbolKind.Package,
    tree.Class: lsp.SymbolKind.Class,
    tree.Version: lsp.SymbolKind.Namespace,
    tree.Attribute: lsp.SymbolKind.Property,
    tree.Method: lsp.SymbolKind.Method,
    tree.Structure: lsp.SymbolKind.Struct,
    tree.StructureChange: lsp.SymbolKind.Struct,
    tree.Enumeration: lsp.SymbolKind.Enum,
    tree.EnumerationChange: lsp.SymbolKind.Enum,
    tree.Member: lsp.SymbolKind.EnumMember,
    tree.Field: lsp.SymbolKind.Field,
    tree.Alias: lsp.SymbolKind.TypeParameter,
    tree.Units: lsp.SymbolKind.Enum,
    tree.UnitRow: lsp.SymbolKind.EnumMember,
    tree.Layout: lsp.SymbolKind.Struct,
    tree.Medium: lsp.SymbolKind.Module,
    tree.Group: lsp.SymbolKind.Array,
    tree.Object: lsp.SymbolKind.Object,
    tree.Objects: lsp.SymbolKind.Array,
    tree.WantedObject: lsp.SymbolKind.Object,
    tree.WantedObjects: lsp.SymbolKind.Array,
    tree.Telegram: lsp.SymbolKind.Event,
    tree.Quirk: lsp.SymbolKind.Event,
    tree.Profile: lsp.SymbolKind.Module,
}
"""Nodes that an outline shows, each with the sign that comes nearest to it."""


def outline(text: Text, shown: str, file: tree.File) -> list[lsp.DocumentSymbol]:
    """The outline of a file that has this text."""
    tokens = tokenize(plain(text.source), shown, grammar()).tokens
    places = {
        (token.span.line, token.span.column): index
        for index, token in enumerate(tokens)
    }
    return _Outline(text, tokens, places).of(file.items, len(tokens) - 1)


class _Outline:
    def __init__(
        self, text: Text, tokens: Sequence[Token], places: Mapping[tuple[int, int], int]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._places = places

    def of(self, nodes: Sequence[tree.Node], end: int) -> list[lsp.DocumentSymbol]:
        """What nodes of one body are; the body ends before the token of that index."""
        if not nodes:
            return []
        starts = [
            self._places.get((node.span.line, node.span.column), end) for node in nodes
        ]
        found: list[lsp.DocumentSymbol] = []
        for node, start, limit in zip(nodes, starts, [*starts[1:], end], strict=True):
            item = inner(node)
            kind = _KINDS.get(type(item))
            last = limit - 1
            while last > start and self._tokens[last].type == "DOC":
                last -= 1
            if kind is None or start >= end or last < start:
                continue
            begin, close = self._tokens[start].span, self._tokens[last].span
            # What `}` closes ends before it.
            whole = self._text.range(
                Place(begin.line, begin.column),
                Place(close.line, close.column + self._length(last)),
            )
            name, detail = _said(item)
            found.append(
                lsp.DocumentSymbol(
                    name=name or item.__class__.__name__,
                    detail=detail,
                    kind=kind,
                    range=whole,
                    selection_range=self._text.piece_range(
                        Place(begin.line, begin.column)
                    ),
                    children=self.of(body(item), last),
                )
            )
        return found

    def _length(self, index: int) -> int:
        span = self._tokens[index].span
        return len(self._text.piece(Place(span.line, span.column)))


def _said(node: tree.Node) -> tuple[str, str]:
    """What a node is called, and the rest of what identifies it."""
    match node:
        case tree.Class():
            return str(node.name), f"class {node.class_id:d}"
        case tree.Version():
            origin = node.origin
            if origin is None:
                return f"version {node.number:d}", ""
            of = (
                "" if origin.class_id is None else f"class {origin.class_id:d} version "
            )
            return f"version {node.number:d}", f"from {of}{origin.version:d}"
        case tree.Attribute() | tree.Method():
            return str(node.name), f"{node.word} {node.number:d}"
        case tree.Member() | tree.UnitRow():
            return str(node.name), f"{node.value:d}"
        case tree.Object() | tree.WantedObject():
            return str(node.pattern), str(node.name)
        case tree.Group():
            letters = f"group {node.letter}"
            return letters, str(node.name or "")
        case tree.Medium():
            return str(node.name), f"medium {node.code:d}"
        case tree.Objects() | tree.WantedObjects():
            where = [f"{c.letter} in {codes(c.codes)}" for c in node.conditions]
            return "objects", " and ".join(where)
        case _:
            return str(getattr(node, "name", "")), getattr(node, "word", "")
