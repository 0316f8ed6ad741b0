"""What meters send otherwise: the module `_quirks`, which `cosem_runtime.quirks` reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ... import model as m
from ...records import record
from ..rendering import HEADER, source_of
from .imports import Imports
from .layout import Call, Items, Keyword, Node, Sentence, lay, literal
from .obis import match_text
from .prose import docstring


@record(frozen=True, slots=True)
class QuirksView:
    """The module; without quirks it imports nothing."""

    template: ClassVar[str] = "quirks.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    typing: tuple[str, ...]
    quirks: str
    """The statement that has them."""


def quirks(model: m.Model) -> QuirksView:
    """The module of a package with these quirks."""
    imports = Imports()
    imports.annotate("typing", "Final")
    imports.annotate("cosem_runtime.quirks", "Quirk")
    for name in ("Quirk", "QuirkEffect") if model.quirks else ():
        imports.runtime("quirks", name)
    rows = Items(tuple(_quirk(each, model.package) for each in model.quirks))
    return QuirksView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("What meters send otherwise than the standard has it.", 0),
        imports=imports.run_time,
        typing=imports.typing,
        quirks="\n".join(lay(rows, 0, "QUIRKS: Final[tuple[Quirk, ...]] = ")),
    )


def _quirk(quirk: m.Quirk, package: m.Package) -> Node:
    sure: str = quirk.confidence or ""
    if quirk.confidence_reason:
        sure += f": {quirk.confidence_reason}"
    options: dict[str, Node] = {
        "applies": _texts(_applies(each) for each in quirk.applies),
        "sources": _texts(Sentence(_source(each)) for each in quirk.sources),
        "confidence": Sentence(sure),
        "remarks": _texts(
            Sentence(each)
            for each in (
                *(f"decision: {text}" for text in quirk.decisions),
                *(f"open: {text}" for text in quirk.open_questions),
            )
        ),
        "description": Sentence(" ".join(quirk.doc.split())),
        "package": literal(package.name),
    }
    return Call(
        "Quirk",
        (
            literal(quirk.name),
            Sentence(quirk.title),
            Items(tuple(map(_effect, quirk.effects))),
            *_told(options),
        ),
    )


def _applies(line: m.Applies) -> Node:
    told = zip(line._fields, line, strict=True)
    pairs = (Items((literal(word), literal(text))) for word, text in told if text)
    return Items(tuple(pairs))


def _source(citation: m.Citation) -> str:
    return f"{citation.key}: {citation.detail}" if citation.detail else citation.key


def _effect(effect: m.QuirkEffect) -> Node:
    doubt = effect.unconfirmed
    notes = (effect.note, f"unconfirmed: {doubt}" if doubt is not None else "")
    options: dict[str, Node] = {
        name: str(number)
        for name in ("deviation", "class_id", "version", "attribute")
        if (number := getattr(effect, name)) is not None
    }
    options["name"] = literal(effect.name)
    options["sent"] = literal(effect.sent)
    options["objects"] = literal(match_text(effect.match or ()))
    options["note"] = Sentence("; ".join(filter(None, notes)))
    return Call(
        "QuirkEffect", (literal(effect.what), literal(effect.means), *_told(options))
    )


def _texts(items: Iterable[Node]) -> Items:
    return Items(tuple(items))


def _told(options: dict[str, Node]) -> tuple[Node, ...]:
    """The keywords that say something."""
    return tuple(
        Keyword(name, value)
        for name, value in options.items()
        if str(value) not in ("()", '""')
    )
