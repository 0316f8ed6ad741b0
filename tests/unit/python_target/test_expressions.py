"""Type expressions as descriptors and annotations."""

from __future__ import annotations

import pytest

from cosem_runtime import types as t
from cosem_runtime.bitstring import BitFlags
from cosem_runtime.enums import OpenIntEnum
from cosemgen import model as m
from cosemgen.naming import Names
from cosemgen.targets.python.expressions import Expressions, module_path
from cosemgen.targets.python.imports import Imports

from .models import CAPTURE_OBJECT, MASK, SORT_METHOD, STANDARD, STATUS, VALUE_TYPE, ref

HOME = ("cosem", "classes", "profile_generic")


def octets(
    meaning: str, or_empty: bool = False, size: m.Limits | None = None
) -> m.Simple:
    return m.Simple("octet-string", size, None, meaning, or_empty)


CASES: list[tuple[m.TypeExpression, str, str]] = [
    (m.Simple("null-data"), "t.NULL_DATA", "None"),
    (m.Simple("long64-unsigned"), "t.LONG64_UNSIGNED", "int"),
    (m.Simple("unsigned", bounds=m.Limits(1, 9)), "t.Ranged(t.UNSIGNED, 1, 9)", "int"),
    (m.Simple("long", bounds=m.Limits(None, 0)), "t.Ranged(t.LONG, None, 0)", "int"),
    (
        m.Simple("octet-string", size=m.Limits(6, 6)),
        "t.Sized(t.OCTET_STRING, 6, 6)",
        "bytes",
    ),
    (
        m.Simple("visible-string", size=m.Limits(3, None)),
        "t.Sized(t.VISIBLE_STRING, 3)",
        "str",
    ),
    (
        m.Simple("bit-string", size=m.Limits(None, 8)),
        "t.Sized(t.BIT_STRING, 0, 8)",
        "BitString",
    ),
    (octets("logical-name"), "t.LOGICAL_NAME", "Obis"),
    (octets("logical-name", True), "t.OrEmpty(t.LOGICAL_NAME)", "Obis | bytes"),
    (octets("date-time", True), "t.OrEmpty(t.OCTET_DATE_TIME)", "DateTime | bytes"),
    (octets("ipv6-address", True), "t.OrEmpty(t.IPV6_ADDRESS)", "Ipv6Address"),
    (octets("text", size=m.Limits(0, 16)), "t.Sized(t.TEXT, 0, 16)", "Text"),
    (octets("system-title"), "t.Sized(t.OCTET_STRING, 8, 8)", "bytes"),
    (octets("system-title", True), "t.OrEmpty(t.OCTET_STRING)", "bytes"),
    (m.OpenChoice("simple"), "t.SIMPLE", "SimpleData"),
    (m.OpenChoice("any"), "t.ANY", "AnyData"),
    (m.AnyStructure(), "t.ANY_STRUCTURE", "tuple[AnyData, ...]"),
    (m.CompactArray(), "t.CompactArrayType()", "CompactArray"),
    (
        m.CompactArray(m.Simple("long")),
        "t.CompactArrayType(t.LONG)",
        "CompactArray",
    ),
    (m.Array(m.Simple("long")), "t.ArrayType(t.LONG)", "list[int]"),
    (
        m.Array(m.Array(m.Simple("time")), m.Limits(1, 4)),
        "t.ArrayType(t.ArrayType(t.TIME), 1, 4)",
        "list[list[Time]]",
    ),
    (ref(CAPTURE_OBJECT.id), "CaptureObjectDefinition.TYPE", "CaptureObjectDefinition"),
    (ref(SORT_METHOD.id), 't.EnumType("sort_method", SortMethod)', "SortMethod"),
    (ref(STATUS.id), 't.BitsType("status", Status, base=t.UNSIGNED)', "Status"),
    (ref(MASK.id), 't.BitsType("mask", Mask)', "Mask"),
    (
        ref(VALUE_TYPE.id),
        "VALUE_TYPE",
        "bool | BitString | int | bytes | str | float | DateTime | None",
    ),
    (
        m.Choice((m.Simple("null-data"), m.Array(ref(VALUE_TYPE.id)))),
        't.ChoiceType("x", (t.NULL_DATA, t.ArrayType(VALUE_TYPE)))',
        "list[bool | BitString | int | bytes | str | float | DateTime | None] | None",
    ),
    (
        m.Choice((m.Simple("long"), m.Simple("unsigned"))),
        't.ChoiceType("x", (t.LONG, t.UNSIGNED))',
        "int",
    ),
]


@pytest.mark.parametrize(("expression", "descriptor", "annotation"), CASES, ids=repr)
def test_expression(
    expression: m.TypeExpression, descriptor: str, annotation: str
) -> None:
    expressions = Expressions(STANDARD, Names(STANDARD, "cosem"), Imports(), HOME)
    assert str(expressions.descriptor(expression, "x")) == descriptor
    assert str(expressions.annotation(expression)) == annotation


class _SortMethod(OpenIntEnum):
    FIFO = 1


class _Status(BitFlags):
    __slots__ = ()


@pytest.mark.parametrize(
    "text",
    [
        text
        for _, text, _ in CASES
        if all(name not in text for name in ("TYPE", "Mask"))
    ],
)
def test_the_runtime_takes_every_descriptor(text: str) -> None:
    names = {"t": t, "SortMethod": _SortMethod, "Status": _Status}
    assert isinstance(eval(text, names), t.DataType)


@pytest.mark.parametrize(
    ("there", "path"),
    [
        (("cosem", "classes", "register"), ".register"),
        (("cosem", "types", "common"), "..types"),
        (("acme", "types", "common"), "acme.types"),
    ],
)
def test_module_path(there: tuple[str, str, str], path: str) -> None:
    assert module_path(HOME, there) == path
