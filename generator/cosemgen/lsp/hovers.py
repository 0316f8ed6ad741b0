"""What is told of a name, a number or a code: the facts of the spec, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..diagnostics import CODES, Diagnostic
from ..lower.package import Lowered
from ..model import Model
from ..model.layers import with_foundations
from ..syntax import tree
from ..syntax.lines import inner
from ..syntax.print import print_nodes
from ..vocabulary import MEANINGS, OPEN_CHOICES, RULES, SIMPLE_TYPES
from ..words import counted
from .names import Occurrence
from .workspace import Analysis

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue

Catalogues = Callable[[Model], "Catalogue"]
"""What makes the catalogue of a model's codes."""

_MOST_LINES: Final = 60
"""Lines of a definition that are shown."""


class Hovers:
    """Facts about what stands at a place."""

    def __init__(self, catalogue_of: Catalogues) -> None:
        # Of the last model: one that is as it was is the same one.
        self._catalogue_of = lru_cache(maxsize=1)(lambda key: catalogue_of(key.model))

    def at(
        self,
        analysis: Analysis,
        shown: str,
        piece: str,
        found: Occurrence | None,
        findings: Iterable[Diagnostic],
    ) -> str:
        """Markdown about a token, given what it names if anything, and what is wrong there; nothing if nothing is known."""
        own = analysis.package_of(shown)
        parts = [*map(_finding, findings)]
        if found is not None:
            parts += self._symbol(analysis, found)
        elif piece in SIMPLE_TYPES:
            parts.append(_data_type(own, piece))
        elif piece in MEANINGS:
            meaning = MEANINGS[piece]
            size = f"; {counted(meaning.octets, 'octet')}" if meaning.octets else ""
            bases = ", ".join(meaning.bases)
            parts.append(f"**{piece}**: {meaning.sentence} (of {bases}){size}")
        elif piece in RULES:
            arguments = ", ".join(RULES[piece].parameters)
            said = RULES[piece].said([f"*{p}*" for p in RULES[piece].parameters], "...")
            parts.append(f"**rule {piece}**({arguments}): {said}")
        elif piece in OPEN_CHOICES:
            parts.append(f"**{piece}**: a CHOICE that the class leaves open")
        elif own is not None and piece.count(".") == 5:
            parts += self._code(analysis, own, piece)
        return "\n\n---\n\n".join(part for part in parts if part)

    # ------------------------------------------------------------ codes

    def _code(self, analysis: Analysis, own: Lowered, code: str) -> Iterator[str]:
        if code.replace(".", "").isdecimal():
            if analysis.sound:
                try:
                    yield _fenced(
                        str(self._catalogue_of(_ById(own.model)).describe(code))
                    )
                except ValueError as error:
                    yield str(error)
            return
        models = [own.model, *with_foundations(own.model.foundations)]
        for name in dict.fromkeys(
            str(each.name)
            for model in models
            for each in model.objects
            if str(each.pattern) == code
        ):
            yield f"**{code}**: {name}"

    # ------------------------------------------------------------ names and numbers

    def _symbol(self, analysis: Analysis, found: Occurrence) -> Iterator[str]:
        symbol = found.symbol
        defined = analysis.index.definition(symbol)
        node = found.node
        if symbol.kind != "type" or not isinstance(node, tree.TypeDefinition):
            node = node if found.defines or defined is None else defined.node
        match node:
            case tree.Class():
                yield _class(node)
            case tree.Version():
                class_id = symbol.home[0] if symbol.home else "?"
                yield f"**version {symbol.name}** of class {class_id}"
                yield from _facts(node.parts)
            case tree.UnitRow():
                si = f"; in SI units {node.si}" if node.si else ""
                yield f"**{node.name}** [{node.symbol}]: {node.quantity}, unit {node.value:d}{si}"
            case tree.KeyFact():
                detail = f" ({node.detail})" if node.detail else ""
                yield f"**{node.word} {node.key}**: {node.meaning}{detail}"
            case tree.Package():
                yield f"**package {node.name}**: {node.title}"
                yield node.doc
            case tree.Attribute() | tree.Method():
                yield f"**{node.word} {node.number:d}** of class {symbol.home[0]}"
                yield _definition(node)
            case tree.Units():
                yield f"**units {node.name}**: {counted(len(node.rows), 'row')}"
            case tree.Group() | tree.Telegram() | tree.Profile() | tree.Quirk():
                yield f"**{symbol.kind} {symbol.name}**"
                yield str(getattr(node, "title", "")) or node.doc
            case tree.ProfileClient() | tree.ProfileVariant() | tree.ValueList():
                yield _definition(node)
            case tree.Node() if defined is not None:
                yield _definition(node)
        if defined is not None and not found.defines:
            yield f"{defined.span.file}:{defined.span.line}"


class _ById:
    """A model as a key: by identity, as it is too large to be compared."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.model is self.model

    def __hash__(self) -> int:
        return id(self.model)


def _finding(found: Diagnostic) -> str:
    entry = CODES[found.code]
    return f"**{found.code}** {entry.title}\n\n{entry.explanation}"


def _data_type(own: Lowered | None, name: str) -> str:
    simple = SIMPLE_TYPES[name]
    facts = [f"tag {simple.tag}"]
    if simple.bounds is not None:
        facts.append(f"{simple.bounds[0]}..{simple.bounds[1]}")
    if simple.octets is not None:
        facts.append(counted(simple.octets, "octet"))
    said = f"**{name}**: {', '.join(facts)}"
    models = (
        () if own is None else (own.model, *with_foundations(own.model.foundations))
    )
    labels = (t.label for model in models for t in model.data_types if t.name == name)
    return "\n\n".join([said, *labels])


def _class(node: tree.Class) -> str:
    versions = [
        f"- version {part.number:d}{_since(part)}"
        for part in node.parts
        if isinstance(part, tree.Version)
    ]
    title = f"**{node.name}** (class {node.class_id:d})"
    return "\n\n".join(filter(None, (title, node.doc, "\n".join(versions))))


def _since(version: tree.Version) -> str:
    said = [
        f", since {'..'.join(part.editions)}"
        for part in version.parts
        if isinstance(part, tree.SinceFact)
    ]
    clauses = [
        f", clause {part.clause}"
        for part in version.parts
        if isinstance(part, tree.ClauseFact)
    ]
    return "".join([*said, *clauses])


def _facts(parts: Iterable[tree.Node]) -> Iterator[str]:
    facts = tuple(part for part in parts if isinstance(part, tree.Fact))
    if facts:
        yield _printed(facts)


def _definition(node: tree.Node) -> str:
    """A definition as `cosemgen fmt` would write it, without the comments around it."""
    plain = replace(inner(node), comments=tree.NO_COMMENTS)
    return _printed((plain,))


def _printed(nodes: tuple[tree.Node, ...]) -> str:
    lines = print_nodes(nodes).splitlines()
    if len(lines) > _MOST_LINES:
        more = len(lines) - _MOST_LINES
        lines[_MOST_LINES:] = [f"// {counted(more, 'line')} more"]
    return _fenced("\n".join(lines), "cosem")


def _fenced(text: str, language: str = "text") -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
