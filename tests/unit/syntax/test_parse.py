"""The tree is what the text says, each node with its place and its documentation."""

from __future__ import annotations

import re

import pytest

from cosemgen.model import Span
from cosemgen.syntax import tree
from cosemgen.syntax.parse import parse
from cosemgen.syntax.tree import File, Range, Word

from .files import TOUR
from .strategies import nodes_of


def parsed(text: str) -> File:
    file, diagnostics = parse(text, "x")
    assert file is not None, diagnostics
    return file


def first(text: str) -> tree.Item:
    return parsed(text).items[0]


def attribute(line: str) -> tree.Attribute:
    found = first(f'class 3 "X" {{ version 0 {{ attribute {line} }} }}')
    assert isinstance(found, tree.Class)
    (version,) = found.parts
    assert isinstance(version, tree.Version)
    (part,) = version.parts
    assert isinstance(part, tree.Attribute)
    return part


def method(line: str) -> tree.Method:
    found = first(f'class 3 "X" {{ version 0 {{ method {line} }} }}')
    assert isinstance(found, tree.Class)
    (version,) = found.parts
    assert isinstance(version, tree.Version)
    (part,) = version.parts
    assert isinstance(part, tree.Method)
    return part


def test_empty_file() -> None:
    assert parsed("") == File("x", ())
    assert parsed(" \n\t\n") == File("x", ())


def test_a_whole_attribute() -> None:
    found = attribute(
        "8 period: static double-long-unsigned (1..0xFF) = 5 unit second secret"
    )
    assert found == tree.Attribute(
        number=tree.Number(8),
        name=tree.Name("period"),
        mark=tree.Name("static"),
        type=tree.NamedTypeUse(
            name=tree.Name("double-long-unsigned"),
            bounds=Range(tree.Number(1), tree.Number(255)),
        ),
        clauses=(
            tree.DefaultClause(value=tree.Number(5)),
            tree.NamesClause(word="unit", names=(tree.Name("second"),)),
            tree.Clause(word="secret"),
        ),
    )
    assert isinstance(found.type, tree.NamedTypeUse)
    assert found.type.bounds is not None
    assert found.type.bounds.last is not None
    assert found.type.bounds.last.hexadecimal


def test_clauses_stand_in_a_fixed_order() -> None:
    found = attribute('2 x: long unofficial note "b" unit second note "a" = 1')
    assert [clause.word for clause in found.clauses] == [
        *("=", "unit", "note", "note", "unofficial")
    ]
    notes = [c.text for c in found.clauses if isinstance(c, tree.TextClause)]
    assert notes == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?", None),
        ("0", tree.NoData(value=tree.Number(0))),
        ("long", tree.Parameter(type=tree.NamedTypeUse(name=tree.Name("long")))),
        (
            "unit unit unit",
            tree.Parameter(
                type=tree.NamedTypeUse(name=tree.Name("unit")),
                clauses=(tree.NamesClause(word="unit", names=(tree.Name("unit"),)),),
            ),
        ),
        (
            "unit: unit = 1 unconfirmed",
            tree.Parameter(
                name=tree.Name("unit"),
                type=tree.NamedTypeUse(name=tree.Name("unit")),
                clauses=(
                    tree.DefaultClause(value=tree.Number(1)),
                    tree.TextClause(word="unconfirmed", text=None),
                ),
            ),
        ),
    ],
)
def test_parameters(text: str, expected: tree.Parameter | tree.NoData | None) -> None:
    assert method(f"1 x({text}) optional").parameter == expected


def test_a_reason_goes_with_the_nearest_unconfirmed() -> None:
    found = first(
        'class 3 "X" { clause "1" in a unconfirmed clause "2" unconfirmed "why" }'
    )
    assert isinstance(found, tree.Class)
    one, two = found.parts
    assert isinstance(one, tree.ClauseFact)
    assert isinstance(two, tree.ClauseFact)
    assert (one.clause, one.editions) == ("1", ("a",))
    assert (two.clause, two.editions) == ("2", ())
    assert one.unconfirmed == tree.TextClause(word="unconfirmed", text=None)
    assert two.unconfirmed == tree.TextClause(word="unconfirmed", text=tree.Name("why"))


def test_rows_of_a_block() -> None:
    found = first(
        'objects where b in 1 as 7 version 1, 3 value text {\n  0.b.1.2.3.4 "X"\n'
        '  range country 0.b.94.d.e.f "Y" unconfirmed\n}'
    )
    assert isinstance(found, tree.Objects)
    row, range_ = found.rows
    assert (row.in_block, row.kind, row.clauses) == (True, None, ())
    assert (range_.in_block, range_.kind) == (False, "country")
    classes, values = found.clauses
    assert isinstance(classes, tree.ClassesClause)
    assert classes.classes == ((7, 1), (3, None))
    assert values == tree.NamesClause(word="value", names=(tree.Name("text"),))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-5", -5),
        ("0x10", 16),
        ("007", 7),
        ("18446744073709551615", 2**64 - 1),
        (r'"a\"b\\n\n"', 'a"b\\n\n'),
        (r'"\\\""', '\\"'),
        ('h""', tree.Octets(b"")),
        ('h"00fF"', tree.Octets(b"\x00\xff")),
        ("TRUE", Word(tree.Name("TRUE"))),
        ("[]", tree.ListValue((), "[]")),
        ("{}", tree.ListValue((), "{}")),
        (
            "{1, [fifo]}",
            tree.ListValue(
                (
                    tree.Number(1),
                    tree.ListValue((Word(tree.Name("fifo")),), "[]"),
                ),
                "{}",
            ),
        ),
    ],
)
def test_values(text: str, value: object) -> None:
    (clause,) = attribute(f"2 x: long = {text}").clauses
    assert isinstance(clause, tree.DefaultClause)
    assert clause.value == value


def test_a_word_is_a_keyword_only_where_one_is_expected() -> None:
    found = first(
        "structure unit {\n  unit: unit unit unit\n  class: version\n"
        "  static: type secret\n  secret : secret\n}"
    )
    assert isinstance(found, tree.Structure)
    names = [field.name for field in found.fields]
    assert names == ["unit", "class", "static", "secret"]
    assert found.fields[0].clauses == (
        tree.NamesClause(word="unit", names=(tree.Name("unit"),)),
    )


def test_layout_of_the_text_does_not_matter() -> None:
    text = TOUR.read_text(encoding="utf-8").split("// The end of the file")[0]
    code = [line.split("  //")[0] for line in text.split("\n")]
    code = [
        line for line in code if line.strip() and "// " not in line.replace("///", "")
    ]
    bare, _ = parse("\n".join(code), "x")
    spread, _ = parse(re.sub(" {$", "\n{", "\n\t".join(code), flags=re.M), "x")
    assert bare is not None
    assert bare == spread


def test_documentation_belongs_to_the_item_below() -> None:
    found = first(
        "///   Indented.\n///\n/// Second.  \n//// no documentation\n///Third.\n"
        "structure pair {\n  /// Of a member.\n  first: long\n}"
    )
    assert isinstance(found, tree.Structure)
    assert found.doc == "  Indented.\n\nSecond.\nThird."
    assert found.fields[0].doc == "Of a member."
    assert found.comments.before == ("//// no documentation",)


def test_documentation_of_what_is_added_is_its_own() -> None:
    found = first(
        'class 3 "X" { version 1 from 0 {\n/// New.\nadd attribute 4 x: long\n'
        "change structure s {\n/// Member.\nadd y: long\n/// Value.\n remove z } } }"
    )
    assert isinstance(found, tree.Class)
    version = found.parts[0]
    assert isinstance(version, tree.Version)
    add, change = version.parts
    assert isinstance(add, tree.Add)
    assert (add.doc, add.item.doc) == ("", "New.")
    assert isinstance(change, tree.Change)
    assert isinstance(change.item, tree.StructureChange)
    added, removed = change.item.changes
    assert isinstance(added, tree.AddField)
    assert (added.field.doc, removed.doc) == ("Member.", "Value.")


def test_every_node_knows_its_place() -> None:
    text = TOUR.read_text(encoding="utf-8")
    lines = text.split("\n")
    file = parsed(text)
    places = [node.span for node in nodes_of(file)]
    assert len(places) == len(set(places)) > 100
    for node in nodes_of(file):
        assert node.span.file == "x"
        rest = lines[node.span.line - 1][node.span.column - 1 :]
        name = getattr(node, "name", None)
        if isinstance(name, str) and not isinstance(node, tree.LayoutField):
            assert name in rest.replace('\\"', '"')


def test_names_numbers_and_types_know_their_place() -> None:
    found = attribute("2 x:\n  array of CHOICE { long }\n  refers to class 9,\n 0x43")
    assert found.number.span == Span("x", 1, 37)
    assert found.name.span == Span("x", 1, 39)
    assert found.type.span == Span("x", 2, 3)
    assert isinstance(found.type, tree.ArrayUse)
    assert found.type.element.span == Span("x", 2, 12)
    (clause,) = found.clauses
    assert clause.span == Span("x", 3, 3)
    assert isinstance(clause, tree.NumbersClause)
    assert clause.numbers[-1].span == Span("x", 4, 2)


def test_a_parse_leaves_nothing_behind() -> None:
    """Two parses of one text, with a broken one between, give the same."""
    text = TOUR.read_text(encoding="utf-8")
    before = parse(text, "x")
    parse("/// lost\nclass 3 {", "y")
    assert parse(text, "x") == before
