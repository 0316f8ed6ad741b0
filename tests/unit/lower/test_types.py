"""Types, facts and values of single lines."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from cosemgen.compile import compile_text
from tests.compiled import model_of


def named(text: str, name: str) -> m.NamedType:
    return model_of(text).type(m.TypeId("example", "example", None, None, name))


def only_field(line: str, before: str = "") -> m.Field:
    structure = named(f"{before}structure x {{\n  {line}\n}}\n", "x")
    assert isinstance(structure, m.Structure)
    return structure.fields[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("long", m.Simple("long")),
        ("octet-string[6]", m.Simple("octet-string", m.Limits(6, 6))),
        ("octet-string[..16]", m.Simple("octet-string", m.Limits(None, 16))),
        ("unsigned (1..12)", m.Simple("unsigned", None, m.Limits(1, 12))),
        ("integer (-5..)", m.Simple("integer", None, m.Limits(-5, None))),
        ("octet-string as date-time", m.Simple("octet-string", meaning="date-time")),
        (
            "octet-string as logical-name or empty",
            m.Simple("octet-string", meaning="logical-name", or_empty=True),
        ),
        ("array of long", m.Array(m.Simple("long"))),
        ("array[..10] of long", m.Array(m.Simple("long"), m.Limits(None, 10))),
        ("compact-array of long", m.CompactArray(m.Simple("long"))),
        ("compact-array", m.CompactArray(None)),
        (
            "CHOICE { null-data, long }",
            m.Choice((m.Simple("null-data"), m.Simple("long"))),
        ),
        ("CHOICE of simple", m.OpenChoice("simple")),
        ("CHOICE of any", m.OpenChoice("any")),
        ("structure", m.AnyStructure()),
    ],
)
def test_expressions(written: str, expected: m.TypeExpression) -> None:
    found = named(f"type x = {written}\n", "x")
    assert isinstance(found, m.Alias)
    assert found.type == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a: long = -3", -3),
        ('a: visible-string = "hi"', "hi"),
        ('a: octet-string = h"00FF"', b"\x00\xff"),
        ("a: boolean = TRUE", m.WordLiteral("TRUE")),
        ("a: array of long = []", m.ArrayLiteral(())),
        ("a: array of long = [1, 2]", m.ArrayLiteral((1, 2))),
        ("a: structure = {1, 2}", m.StructureLiteral((1, 2))),
        ("a: state = on", m.WordLiteral("on")),
    ],
)
def test_defaults(line: str, expected: object) -> None:
    assert only_field(line, "enumeration state {\n  1 on\n}\n").default == expected


UNITS = 'units unit {\n  7 second "s" "time" si "s"\n  255 count "" "no unit"\n  8..9 reserved\n}\n'


def test_clauses_become_facts() -> None:
    line = (
        "a: CHOICE { octet-string, long } unit second secret read-only rule octets_multiple_of(8) "
        'note "one" note "two" unconfirmed "why" unofficial'
    )
    assert only_field(line, UNITS).facts == m.Facts(
        unit="second",
        secret=True,
        read_only=True,
        rules=(m.Rule("octets_multiple_of", (8,)),),
        notes=("one", "two"),
        unconfirmed="why",
        unofficial=True,
    )


def test_a_reference_means_the_usual_members() -> None:
    found = named(
        "structure x refers to attribute {\n  class_id: long-unsigned\n"
        "  logical_name: octet-string as logical-name\n  attribute_index: integer\n}\n",
        "x",
    )
    assert isinstance(found, m.Structure)
    assert found.facts.refers == m.Refers(
        "attribute", through=("class_id", "logical_name", "attribute_index")
    )


def test_enumerations_are_in_order_of_value() -> None:
    found = named(
        'enumeration x: unsigned {\n  7 b "the b"\n  1 a\n  9..12 reserved "later"\n}\n',
        "x",
    )
    assert isinstance(found, m.Enumeration)
    assert found.base == "unsigned"
    assert [(each.value, each.name, each.label) for each in found.members] == [
        (1, "a", ""),
        (7, "b", "the b"),
    ]
    assert [(s.first, s.last, s.kind, s.label) for s in found.spans] == [
        (9, 12, "reserved", "later")
    ]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", ("bit-string", None)),
        (": bit-string[24]", ("bit-string", 24)),
        (": bit-string", ("bit-string", None)),
        (": unsigned", ("unsigned", 8)),
        (": enum", ("enum", 8)),
        (": long-unsigned", ("long-unsigned", 16)),
    ],
)
def test_bits(base: str, expected: tuple[str, int | None]) -> None:
    found = named(f"bits x{base} {{\n  0 a\n}}\n", "x")
    assert isinstance(found, m.Bits)
    assert (found.base, found.width) == expected


def test_units() -> None:
    found = named(UNITS, "unit")
    assert isinstance(found, m.UnitTable)
    assert [(r.value, r.name, r.symbol, r.si) for r in found.rows] == [
        (7, "second", "s", "s"),
        (255, "count", "", ""),
    ]
    assert [(s.first, s.last) for s in found.spans] == [(8, 9)]


def test_types_of_other_files_come_by_use() -> None:
    compilation = compile_text(
        {
            "package.cosem": 'package acme "ACME" {\n}\n',
            "types/pair.cosem": "structure pair {\n  first: long\n}\n",
            "classes/basic/rows.cosem": "use pair from pair\n\n/// Keeps rows.\n"
            'class 32768 "Rows" {\n  version 0 {\n    attribute 2 rows: array of pair\n  }\n}\n',
        }
    )
    model = compilation.model
    assert compilation.diagnostics == ()
    assert model is not None
    assert list(model.types) == [m.TypeId("acme", "pair", None, None, "pair")]
    assert (model.classes[0].module, model.classes[0].family) == (
        "rows",
        "classes/basic",
    )
    assert list(model.files) == [
        "classes/basic/rows.cosem",
        "package.cosem",
        "types/pair.cosem",
    ]


def test_members_of_a_reference_are_documented() -> None:
    model = model_of("""\
structure target refers to object(class_id, logical_name) {
  class_id:     long-unsigned
  /// The meter.
  logical_name: octet-string as logical-name
}
structure pair {
  class_id: long-unsigned
}
""")
    target, pair = (found for found in model.types.values())
    assert isinstance(target, m.Structure)
    assert isinstance(pair, m.Structure)
    assert [f.doc for f in target.fields] == ["Class of the object.", "The meter."]
    assert [f.doc for f in pair.fields] == [""]
