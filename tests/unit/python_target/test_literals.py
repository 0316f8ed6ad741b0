"""Defaults of the spec as Python text."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from cosemgen.naming import Names
from cosemgen.targets.python.expressions import Expressions
from cosemgen.targets.python.imports import Imports
from cosemgen.targets.python.literals import Literals

from .models import MASK, SCALER_UNIT, SORT_METHOD, STANDARD, STATUS, VALUE_TYPE, ref

HOME = ("cosem", "classes", "profile_generic")


def octets(meaning: str, or_empty: bool = False) -> m.Simple:
    return m.Simple("octet-string", meaning=meaning, or_empty=or_empty)


CASES: list[tuple[m.TypeExpression, m.Literal_, str]] = [
    (m.Simple("unsigned"), 5, "5"),
    (m.Simple("integer"), -5, "-5"),
    (m.Simple("float32"), 5, "5.0"),
    (m.Simple("boolean"), m.WordLiteral("TRUE"), "True"),
    (m.Simple("visible-string"), 'a "b"', "'a \"b\"'"),
    (m.Simple("octet-string"), b"\x00a", 'b"\\x00a"'),
    (m.Simple("octet-string"), "abc", 'b"abc"'),
    (m.Simple("bit-string"), "0101", 'BitString("0101")'),
    (octets("logical-name"), "0.0.1.0.0.255", 'Obis("0.0.1.0.0.255")'),
    (octets("logical-name"), bytes(6), r'Obis.from_bytes(b"\x00\x00\x00\x00\x00\x00")'),
    (octets("logical-name", True), b"", 'b""'),
    (octets("date-time"), b"midnight at.", 'DateTime.from_bytes(b"midnight at.")'),
    (octets("ipv4-address"), bytes(4), r'Ipv4Address(b"\x00\x00\x00\x00")'),
    (octets("text"), "hello", 'Text(b"hello")'),
    (octets("system-title"), b"ABCDEFGH", 'b"ABCDEFGH"'),
    (m.Array(m.Simple("unsigned")), m.ArrayLiteral((1, 2)), "[1, 2]"),
    (m.AnyStructure(), m.StructureLiteral((1, 2)), "(1, 2)"),
    (ref(SORT_METHOD.id), m.WordLiteral("lifo"), "SortMethod.LIFO"),
    (ref(SORT_METHOD.id), 1, "SortMethod.FIFO"),
    (ref(SORT_METHOD.id), 9, "SortMethod(9)"),
    (ref(STATUS.id), 0x81, "Status(129)"),
    (ref(MASK.id), 1, "Mask(1, 24)"),
    (ref(MASK.id), "01", 'Mask("01")'),
    (
        ref(SCALER_UNIT.id),
        m.StructureLiteral((0, m.WordLiteral("watt_hour"))),
        "ScalerUnit(0, Unit.WATT_HOUR)",
    ),
    # In a CHOICE the tag has to be told where several alternatives would do.
    (ref(VALUE_TYPE.id), 5, "DoubleLong(5)"),
    (ref(VALUE_TYPE.id), 0xFFFFFFFF, "4294967295"),
    (ref(VALUE_TYPE.id), m.WordLiteral("FALSE"), "False"),
    (m.OpenChoice("any"), m.StructureLiteral((1, "a")), '(1, "a")'),
    # No number is taken for a string.
    (
        m.Choice(tuple(map(m.Simple, ("octet-string", "unsigned", "long")))),
        1,
        "Unsigned(1)",
    ),
]


@pytest.mark.parametrize(("expression", "value", "text"), CASES, ids=repr)
def test_literal(expression: m.TypeExpression, value: m.Literal_, text: str) -> None:
    imports = Imports()
    expressions = Expressions(STANDARD, Names(STANDARD, "cosem"), imports, HOME)
    assert str(Literals(expressions).value(value, expression)) == text


def test_what_a_literal_names_is_imported() -> None:
    imports = Imports()
    expressions = Expressions(STANDARD, Names(STANDARD, "cosem"), imports, HOME)
    literals = Literals(expressions)
    literals.value(m.StructureLiteral((0, 30)), ref(SCALER_UNIT.id))
    literals.value("0.0.1.0.0.255", octets("logical-name"))
    assert imports.run_time == (
        "from cosem_runtime.obis import Obis",
        "from ..types import ScalerUnit, Unit",
    )
