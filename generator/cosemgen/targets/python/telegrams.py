"""Telegrams as layouts of the runtime, by which a list without names is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from ... import model as m
from ...model.layers import with_foundations
from ...naming import Names
from ...notation import dotted
from ...records import record
from ..rendering import HEADER, source_of
from .expressions import Expressions
from .imports import Imports
from .layout import Call, Items, Keyword, Node, Sentence, lay
from .literals import octets_literal
from .modules import exports
from .obis import TAGS
from .prose import docstring, joined, prose


@record(frozen=True, slots=True)
class LayoutsView:
    """The module `_telegrams`."""

    template: ClassVar[str] = "telegrams.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    typing: str
    exports: str
    layouts: str
    """The statement that defines all of them."""


def telegrams(model: m.Model, names: Names) -> LayoutsView:
    """The module `_telegrams`, which a package without telegrams has too."""
    imports = Imports()
    home = (names.package, "", "_telegrams")
    expressions = Expressions(model, names, imports, home)
    legend: dict[str, str] = {}
    for each in reversed(with_foundations([model])):
        legend |= each.package.sources
    found = Items(
        tuple(_layout(each, model, expressions, legend) for each in model.telegrams)
    )
    imports.annotate("cosem_runtime.push.layouts", "PushLayout")
    return LayoutsView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("How lists that do not name their values are read.", 0),
        imports=imports.run_time,
        typing="\n\n".join(imports.typing),
        exports=exports(iter(("LAYOUTS",))),
        layouts="\n".join(lay(found, 0, "LAYOUTS: tuple[PushLayout, ...] = ")),
    )


def _layout(
    telegram: m.Telegram,
    model: m.Model,
    expressions: Expressions,
    legend: Mapping[str, str],
) -> Node:
    form = telegram.form
    arguments: list[Node] = [
        Sentence(telegram.name),
        Sentence(telegram.title),
        str(form.count),
        Items(tuple(_lines(telegram, model, expressions))),
        Keyword("tags", Items(tuple(str(TAGS[kind]) for kind in form.kinds))),
    ]
    if telegram.sources:
        sources = tuple(Sentence(legend[key]) for key in telegram.sources)
        arguments.append(Keyword("sources", Items(sources)))
    words = _words(telegram)
    if words:
        arguments.append(Keyword("description", Sentence(words)))
    return Call(
        expressions.imports.runtime("push.layouts", "PushLayout"), tuple(arguments)
    )


def _words(telegram: m.Telegram) -> str:
    doubt = telegram.unconfirmed
    return joined(
        prose(telegram.doc),
        prose(telegram.note),
        prose(f"Not confirmed: {doubt}") if doubt is not None else "",
    )


def _lines(
    telegram: m.Telegram, model: m.Model, expressions: Expressions
) -> Iterator[Node]:
    """The items in the order of the spec; a list inside means nothing but what is in it."""
    lines: list[m.TelegramItem | m.TelegramList] = [*telegram.items, *telegram.lists]
    for line in sorted(lines, key=lambda line: line.span):
        if isinstance(line, m.TelegramList):
            kinds = tuple(_KINDS[kind] for kind in line.form.kinds)
            kind = kinds[0] if len(kinds) == 1 else m.Choice(kinds)
            line = m.TelegramItem(line.place, "filler", kind)
        yield _item(line, telegram, model, expressions)


_KINDS: Final[Mapping[str, m.TypeExpression]] = {
    "array": m.Array(m.OpenChoice("any")),
    "structure": m.AnyStructure(),
}


def _item(
    item: m.TelegramItem,
    telegram: m.Telegram,
    model: m.Model,
    expressions: Expressions,
) -> Node:
    imports = expressions.imports
    where = f"{telegram.name} {'.'.join(map(str, item.place))}".rstrip()
    arguments: list[Node] = [
        _place(item.place),
        expressions.descriptor(item.type, where),
    ]

    def tell(name: str, value: Node) -> None:
        arguments.append(Keyword(name, value))

    if item.role != "value":
        tell("role", Sentence(item.role.replace("-", "_")))
    if item.code is not None:
        code = Sentence(dotted(item.code))
        tell("obis", Call(imports.runtime("obis", "Obis"), (code,)))
    if item.class_id is not None:
        tell("class_id", str(item.class_id))
    if item.attribute != 2:
        tell("attribute", str(item.attribute))
    if item.scaler is not None:
        tell("scaler", str(item.scaler))
    if item.unit is not None:
        tell("unit", str(model.units[item.unit].value))
    if item.fixed is not None:
        tell("fixed", octets_literal(item.fixed))
    if item.of is not None:
        tell("of", _place(item.of))
    if item.label:
        tell("name", Sentence(item.label))
    return Call(imports.runtime("push.layouts", "LayoutItem"), tuple(arguments))


def _place(place: m.Place) -> Node:
    """Python counts from 0."""
    return Items(tuple(str(position - 1) for position in place))
