"""What class versions demand beyond types, as text; `cosem_runtime.catalogue.rules` says what a row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ... import model as m
from ...model.walk import inside, leading
from ...naming import enumerator, field, flag, member
from ...vocabulary import RULES
from .rows import TablesView, TableView, block, row, tables

_OF_THE_VERSION = "-"


def rules(model: m.Model) -> TablesView:
    """The module `_rules`."""
    demanding = leading(model.type, _demands_something)
    rows = [
        row(f"{version.class_id} {version.version}", *told)
        for cls in model.classes
        for version in cls.versions
        if (told := list(dict.fromkeys(_demands(model, version, demanding))))
    ]
    words = "What class versions demand beyond the types of their attributes."
    return tables(model, words, TableView("RULES", "Final", block(rows)))


def _demands_something(named: m.NamedType) -> bool:
    """Whether something is said of the type itself or of a member."""
    if isinstance(named, m.UnitTable):
        return False
    members = named.fields if isinstance(named, m.Structure) else ()
    return any(each.facts.rules or each.facts.refers for each in (named, *members))


def _demands(
    model: m.Model,
    version: m.ClassVersion,
    demanding: Callable[[m.TypeExpression], bool],
) -> Iterator[str]:
    """`demanding` says whether there is anything to say of what a type is made of: of most there is nothing."""
    if version.cardinality != m.Cardinality(0, None):
        least, most = version.cardinality
        yield _words(
            _OF_THE_VERSION, "cardinality", least, "n" if most is None else most
        )
    spelled = {attribute.name: attribute for attribute in version.attributes}
    for rule in version.rules:
        arguments = _arguments(rule, lambda name: spelled[name].type, model)
        doubt = () if rule.unconfirmed is None else ("?", rule.unconfirmed)
        yield _words(_OF_THE_VERSION, rule.name, *arguments, *doubt)
    for attribute in version.attributes:
        place = member(attribute.name)
        yield from _stated(place, attribute.facts)
        if demanding(attribute.type):
            yield from _inside(model, place, attribute.type)


def _inside(model: m.Model, place: str, expression: m.TypeExpression) -> Iterator[str]:
    """What is said of the types that the value at a place is made of."""
    if not isinstance(expression, m.Reference):
        into = isinstance(expression, m.Array | m.CompactArray)
        for each in inside(expression):
            yield from _inside(model, f"{place}[]" if into else place, each)
        return
    named = model.type(expression.target)
    if isinstance(named, m.UnitTable):
        return
    yield from _stated(place, named.facts)
    match named:
        case m.Alias(type=meant):
            yield from _inside(model, place, meant)
        case m.Structure(fields=fields):
            for part in fields:
                inner = f"{place}.{field(part.name)}"
                yield from _stated(inner, part.facts)
                yield from _inside(model, inner, part.type)


def _stated(place: str, facts: m.Facts) -> Iterator[str]:
    for rule in facts.rules:
        yield _words(place, rule.name, *_arguments(rule))
    refers = facts.refers
    if refers is not None:
        through = (field(each) for each in refers.through)
        yield _words(place, "refers", refers.to, *refers.classes, *through)


def _arguments(
    rule: m.Rule,
    attribute: Callable[[str], m.TypeExpression] | None = None,
    model: m.Model | None = None,
) -> Iterator[int | str]:
    """The arguments with their names in Python."""
    kinds = RULES[rule.name].kinds(len(rule.arguments))
    last = ""
    for kind, argument in zip(kinds, rule.arguments, strict=True):
        if isinstance(argument, int):
            yield argument
        elif kind == "field":
            yield field(argument)
        elif kind == "value":
            assert attribute is not None and model is not None
            yield _value(model, attribute(last), argument)
        else:
            first, *rest = argument.split(".")
            last = first
            yield ".".join((member(first), *map(field, rest)))


def _value(model: m.Model, expression: m.TypeExpression, name: str) -> str:
    """A value of an enumeration, or a bit, as it is called in Python."""
    while isinstance(expression, m.Reference):
        named = model.type(expression.target)
        if not isinstance(named, m.Alias):
            return flag(name) if isinstance(named, m.Bits) else enumerator(name)
        expression = named.type
    return name


def _words(place: str, name: str, *arguments: int | str) -> str:
    return " ".join((place, name, *map(str, arguments)))
