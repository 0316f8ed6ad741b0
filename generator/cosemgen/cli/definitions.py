"""Named types of the model, and the facts beside a type, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from cosemgen import model as m
from cosemgen.notation import literal_text, range_text, type_text

from .page import WIDTH, Block, Heading, Paragraph, Table


def short_notes(facts: m.Facts) -> str:
    """What a word or two can say."""
    words = [
        f"unit {facts.unit}" if facts.unit else "",
        "secret" if facts.secret else "",
        "read-only" if facts.read_only else "",
        "unconfirmed" if facts.unconfirmed is not None else "",
        "name is unofficial" if facts.unofficial else "",
    ]
    return "; ".join(word for word in words if word)


def remarks(doc: str, facts: m.Facts) -> str:
    """Documentation, and the facts that take more than a word, each on its line."""
    lines = [
        " ".join(doc.split()),
        _refers(facts.refers) if facts.refers else "",
        *(f"rule: {rule_text(rule)}" for rule in facts.rules),
        *(f"note: {note}" for note in facts.notes),
        f"unconfirmed: {facts.unconfirmed}" if facts.unconfirmed else "",
    ]
    return "\n".join(line for line in lines if line)


def rule_text(rule: m.Rule) -> str:
    """`at_most(count, limit)`, as the spec says it."""
    doubt = f" unconfirmed: {rule.unconfirmed}" if rule.unconfirmed else ""
    return f"{rule.name}({', '.join(map(str, rule.arguments))}){doubt}"


def _refers(found: m.Refers) -> str:
    if found.to == "class":
        return f"refers to class {', '.join(map(str, found.classes))}"
    through = f" ({', '.join(found.through)})" if found.through else ""
    return f"refers to {found.to}{through}"


def type_blocks(found: m.NamedType) -> list[Block]:
    """A named type with its members."""
    name = found.id.name
    match found:
        case m.Structure(fields=fields):
            rows = [
                (
                    field.name,
                    type_text(field.type),
                    literal_text(field.default),
                    short_notes(field.facts),
                )
                for field in fields
            ]
            below = tuple(remarks(field.doc, field.facts) for field in fields)
            headers = ("field", "type", "default", "notes")
            blocks = _head(f"structure {name}", found.doc, found.facts)
            return [*blocks, Table(headers, tuple(rows), below)]
        case m.Enumeration(base=base):
            blocks = _head(f"enumeration {name}: {base}", found.doc, found.facts)
            return [*blocks, _values(found.members, found.spans)]
        case m.Bits(base=base):
            size = "" if found.width is None else f"[{found.width}]"
            blocks = _head(f"bits {name}: {base}{size}", found.doc, found.facts)
            return [*blocks, _values(found.members, found.spans)]
        case m.UnitTable(rows=units):
            rows = [(str(u.value), u.name, u.symbol, u.quantity) for u in units]
            return [
                Heading(f"units {name}"),
                Table(("", "unit", "symbol", "quantity"), tuple(rows)),
            ]
        case m.Alias():
            title = f"type {name} = {type_text(found.type)}"
            if not isinstance(found.type, m.Choice) or len(title) <= WIDTH:
                return _head(title, found.doc, found.facts)
            by = f" by {found.type.by}" if found.type.by else ""
            title = f"type {name} = CHOICE{by}"
            return [*_head(title, found.doc, found.facts), _alternatives(found.type)]


def _alternatives(found: m.Choice) -> Table:
    cases = found.cases or ((),) * len(found.alternatives)
    rows = [
        (" | ".join(case), type_text(each))
        for case, each in zip(cases, found.alternatives, strict=True)
    ]
    return Table((found.by, "type"), tuple(rows))


def _head(title: str, doc: str, facts: m.Facts) -> list[Block]:
    notes = short_notes(facts)
    text = "\n".join(filter(None, (remarks(doc, facts), notes)))
    return [Heading(title), Paragraph(text)] if text else [Heading(title)]


def _values(members: Iterable[m.Enumerator], spans: Iterable[m.ValueSpan]) -> Table:
    found = [
        (
            each.value,
            str(each.value),
            each.name,
            each.label,
            short_notes(each.facts),
            remarks("", each.facts),
        )
        for each in members
    ]
    found += [
        (
            s.first,
            range_text(s.first, s.last),
            s.kind,
            s.label,
            "",
            "",
        )
        for s in spans
    ]
    found.sort()
    below = tuple(row[5] for row in found)
    return Table(("value", "name", "", ""), tuple(row[1:5] for row in found), below)
