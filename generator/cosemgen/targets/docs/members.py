"""Attributes and methods of a class version, laid out as the standard's class tables."""

from __future__ import annotations

from typing import Final, NamedTuple

from ...model import Attribute, ClassVersion, Method, Selector
from . import labels
from .expressions import bounds, is_long, literal, short_name, type_cell, type_markup
from .facts import badges, sentences
from .markup import badge, bullets, code, paragraphs, prose, span, table
from .site import Site
from .views import TermView

_MARKS: Final = {"static": "static", "dynamic": "dyn.", None: ""}
_PRESENCE: Final = {"mandatory": "m", "optional": "o", None: ""}


class MemberRow(NamedTuple):
    """One attribute or method: all that a page says of it."""

    number: int
    label: str
    name: str
    cells: tuple[str, ...]
    """What stands after the number, in the order of the columns."""
    term: TermView | None
    """What is said below the table."""

    def says_as(self, other: MemberRow) -> bool:
        """Whether both say the same, wherever they stand."""
        return (self.cells, self.term) == (other.cells, other.term)


class MemberTable(NamedTuple):
    """The attributes, or the methods, of one version."""

    kind: str
    columns: tuple[str, ...]
    right: tuple[str, ...]
    rows: tuple[MemberRow, ...]

    def markup(self) -> str:
        """The class table; empty without rows."""
        rows = [
            (span(str(row.number), "number", label=row.label), *row.cells)
            for row in self.rows
        ]
        return table(("", *self.columns), rows, right=("", *self.right))

    def terms(self) -> tuple[TermView, ...]:
        """What is said of each row below the table."""
        return tuple(row.term for row in self.rows if row.term)


class Members(NamedTuple):
    """One version with its tables."""

    version: ClassVersion
    attributes: MemberTable
    methods: MemberTable


def members(site: Site, version: ClassVersion) -> Members:
    """Attributes and methods of a version, laid out."""
    return Members(version, _attributes(site, version), _methods(site, version))


# ---------------------------------------------------------------- attributes


def _attributes(site: Site, version: ClassVersion) -> MemberTable:
    """Attributes by number, 1 first."""
    columns = (
        "Attribute",
        "Static/dyn.",
        "Data type",
        "Min.",
        "Max.",
        "Def.",
        "Short name",
    )
    rows = tuple(_attribute(site, version, each) for each in version.attributes)
    return MemberTable("attribute", columns, ("Min.", "Max."), rows)


def _attribute(site: Site, version: ClassVersion, attribute: Attribute) -> MemberRow:
    return MemberRow(
        number=attribute.number,
        label=labels.attribute(version.class_id, version.version, attribute.number),
        name=attribute.name,
        cells=(
            f"{code(attribute.name)}{badges(attribute.facts)}",
            _MARKS[attribute.mark],
            type_cell(site, attribute.type),
            *bounds(attribute.type),
            literal(attribute.default),
            short_name(attribute.short_name),
        ),
        term=_attribute_term(site, attribute),
    )


def _attribute_term(site: Site, attribute: Attribute) -> TermView | None:
    facts = sentences(site, attribute.facts)
    if attribute.number == 1 and not facts:
        return None  # the same in every class
    if is_long(attribute.type):
        facts.insert(0, f"Data type: {type_markup(site, attribute.type)}.")
    facts += [_selector(site, each) for each in attribute.selectors]
    return _term(attribute.number, attribute.name, attribute.doc, facts)


def _selector(site: Site, selector: Selector) -> str:
    takes = (
        f", given {type_markup(site, selector.parameter)}" if selector.parameter else ""
    )
    gives = (
        f", returns {type_markup(site, selector.returns)}" if selector.returns else ""
    )
    line = f"Selective access {selector.number} {code(selector.name)}{takes}{gives}."
    doc = [prose(selector.doc)] if selector.doc else []
    return " ".join([line, *doc, *sentences(site, selector.facts)])


def _term(number: int, name: str, doc: str, facts: list[str]) -> TermView | None:
    if len(facts) == 1 and "\n" not in doc:
        # One fact goes on where the sentence ends.
        body = " ".join(part for part in (prose(doc), facts[0]) if part)
    else:
        body = "\n\n".join(part for part in (paragraphs(doc), bullets(facts)) if part)
    return TermView(f"{number} {code(name)}", body) if body else None


# ---------------------------------------------------------------- methods


def _methods(site: Site, version: ClassVersion) -> MemberTable:
    """Methods by number."""
    columns = ("Method", "m/o", "Parameter", "Returns", "Short name")
    rows = tuple(_method(site, version, each) for each in version.methods)
    return MemberTable("method", columns, (), rows)


def _method(site: Site, version: ClassVersion, method: Method) -> MemberRow:
    return MemberRow(
        number=method.number,
        label=labels.method(version.class_id, version.version, method.number),
        name=method.name,
        cells=(
            f"{code(method.name)}{badges(method.facts)}",
            _PRESENCE[method.presence],
            _parameter(site, method),
            type_cell(site, method.returns) if method.returns else "",
            short_name(method.short_name),
        ),
        term=_method_term(site, method),
    )


def _parameter(site: Site, method: Method) -> str:
    parameter = method.parameter
    if parameter is None:
        return badge("not known", "unconfirmed")
    default = (
        f" = {literal(parameter.default)}" if parameter.default is not None else ""
    )
    marks = badges(parameter.facts)
    return f"{code(parameter.name)}{marks}: {type_cell(site, parameter.type)}{default}"


def _method_term(site: Site, method: Method) -> TermView | None:
    facts = sentences(site, method.facts)
    parameter = method.parameter
    if parameter is not None:
        facts[:0] = [
            f"{code(parameter.name)}: {told[:1].lower()}{told[1:]}"
            for told in sentences(site, parameter.facts)
        ]
        if is_long(parameter.type):
            kind = type_markup(site, parameter.type)
            facts.insert(0, f"{code(parameter.name)}: {kind}.")
    if method.returns is not None and is_long(method.returns):
        facts.insert(0, f"Returns {type_markup(site, method.returns)}.")
    return _term(method.number, method.name, method.doc, facts)
