"""Attributes and methods of a class version, laid out as the standard's class tables."""

from __future__ import annotations

from typing import Final, NamedTuple

from ...model import Attribute, ClassVersion, Method, Selector, TypeExpression
from ...records import record
from . import labels
from .expressions import bounds, is_long, literal, short_name, type_cell, type_markup
from .facts import marked, sentences
from .markup import (
    Row,
    badge,
    blocks,
    bullets,
    code,
    paragraphs,
    place,
    prose,
    spaced,
    table,
)
from .site import Site

_MARKS: Final = {"static": "static", "dynamic": "dyn.", None: ""}
_PRESENCE: Final = {"mandatory": "m", "optional": "o", None: ""}


@record(frozen=True, slots=True)
class TermView:
    """One attribute or method, described below its table."""

    term: str
    body: str
    """Paragraphs and lists; the template indents them."""


@record(frozen=True, slots=True)
class TableView:
    """The attributes, or the methods, of a version."""

    title: str
    body: str
    terms: tuple[TermView, ...]


class MemberRow(NamedTuple):
    """One attribute or method: all that a page says of it."""

    number: int
    label: str
    name: str
    cells: Row
    """What stands after the number."""
    term: TermView | None
    """What is said below the table."""

    def says_as(self, other: MemberRow) -> bool:
        """Whether both say the same, wherever they stand."""
        return (self.cells, self.term) == (other.cells, other.term)


class MemberTable(NamedTuple):
    """The attributes, or the methods, of one version."""

    kind: str
    rows: tuple[MemberRow, ...]

    def row(self, number: int) -> MemberRow | None:
        return next((row for row in self.rows if row.number == number), None)

    def view(self) -> TableView:
        """The class table."""
        rows = [
            {"": place(str(row.number), row.label), **row.cells} for row in self.rows
        ]
        return TableView(
            title="Methods" if self.kind == "method" else "",
            body=table(rows, right=("", "Min.", "Max.")),
            terms=tuple(row.term for row in self.rows if row.term),
        )


class Members(NamedTuple):
    """One version with its tables."""

    version: ClassVersion
    attributes: MemberTable
    methods: MemberTable

    @property
    def tables(self) -> tuple[MemberTable, MemberTable]:
        return self.attributes, self.methods


def members(site: Site, version: ClassVersion) -> Members:
    """Attributes and methods of a version, laid out, by number."""

    def row(
        kind: str, of: Attribute | Method, cells: Row, term: TermView | None
    ) -> MemberRow:
        label = labels.member(version, kind, of.number)
        return MemberRow(of.number, label, of.name, cells, term)

    attributes = tuple(
        row("attribute", each, _attribute(site, each), _attribute_term(site, each))
        for each in version.attributes
    )
    methods = tuple(
        row("method", each, _method(site, each), _method_term(site, each))
        for each in version.methods
    )
    return Members(
        version, MemberTable("attribute", attributes), MemberTable("method", methods)
    )


def _term(number: int, name: str, doc: str, facts: list[str]) -> TermView | None:
    if len(facts) == 1 and "\n" not in doc:
        # One fact goes on where the sentence ends.
        body = spaced(prose(doc), facts[0])
    else:
        body = blocks(paragraphs(doc), bullets(facts))
    return TermView(f"{number} {code(name)}", body) if body else None


def _long(site: Site, expression: TypeExpression | None, words: str) -> list[str]:
    """The type behind words, where the table does not show all of it."""
    if expression is None or not is_long(expression):
        return []
    return [f"{words} {type_markup(site, expression)}."]


# ---------------------------------------------------------------- attributes


def _attribute(site: Site, attribute: Attribute) -> Row:
    return {
        "Attribute": marked(attribute.name, attribute.facts),
        "Static/dyn.": _MARKS[attribute.mark],
        "Data type": type_cell(site, attribute.type),
        **bounds(attribute.type),
        "Def.": literal(attribute.default),
        "Short name": short_name(attribute.short_name),
    }


def _attribute_term(site: Site, attribute: Attribute) -> TermView | None:
    facts = sentences(site, attribute.facts)
    if attribute.number == 1 and not facts:
        return None  # the same in every class
    facts = [
        *_long(site, attribute.type, "Data type:"),
        *facts,
        *(_selector(site, each) for each in attribute.selectors),
    ]
    return _term(attribute.number, attribute.name, attribute.doc, facts)


def _selector(site: Site, selector: Selector) -> str:
    line = f"Selective access {selector.number} {code(selector.name)}"
    if selector.parameter:
        line += f", given {type_markup(site, selector.parameter)}"
    if selector.returns:
        line += f", returns {type_markup(site, selector.returns)}"
    return spaced(f"{line}.", prose(selector.doc), *sentences(site, selector.facts))


# ---------------------------------------------------------------- methods


def _method(site: Site, method: Method) -> Row:
    return {
        "Method": marked(method.name, method.facts),
        "m/o": _PRESENCE[method.presence],
        "Parameter": _parameter(site, method),
        "Returns": type_cell(site, method.returns) if method.returns else "",
        "Short name": short_name(method.short_name),
    }


def _parameter(site: Site, method: Method) -> str:
    parameter = method.parameter
    if parameter is None:
        return badge("not known", "unconfirmed")
    default = literal(parameter.default)
    shown = (
        f"{marked(parameter.name, parameter.facts)}: {type_cell(site, parameter.type)}"
    )
    return f"{shown} = {default}" if default else shown


def _method_term(site: Site, method: Method) -> TermView | None:
    facts = sentences(site, method.facts)
    if (parameter := method.parameter) is not None:
        name = code(parameter.name)
        facts = [
            *_long(site, parameter.type, f"{name}:"),
            *(
                f"{name}: {told[:1].lower()}{told[1:]}"
                for told in sentences(site, parameter.facts)
            ),
            *facts,
        ]
    facts = [*_long(site, method.returns, "Returns"), *facts]
    return _term(method.number, method.name, method.doc, facts)
