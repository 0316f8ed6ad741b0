"""A small model made by hand: every kind of type, two versions, a vendor that stands on it."""

from __future__ import annotations

from cosemgen import model as m
from cosemgen.model import (
    Alias,
    AnyStructure,
    Array,
    ArrayLiteral,
    Attribute,
    Bits,
    Choice,
    ClassVersion,
    ClauseReference,
    CompactArray,
    Enumeration,
    Enumerator,
    Facts,
    Field,
    InterfaceClass,
    Limits,
    Method,
    Model,
    NamedType,
    OpenChoice,
    Package,
    Parameter,
    Reference,
    Selector,
    Simple,
    Structure,
    StructureLiteral,
    TypeExpression,
    TypeId,
    UnitRow,
    UnitTable,
    WordLiteral,
)

LOGICAL_NAME = Simple("octet-string", meaning="logical-name")
UNSIGNED = Simple("unsigned")
LONG_UNSIGNED = Simple("long-unsigned")


def common(name: str) -> TypeId:
    return TypeId("cosem", "common", None, None, name)


def own(module: str, class_id: int, version: int | None, name: str) -> TypeId:
    return TypeId("cosem", module, class_id, version, name)


def ref(target: TypeId) -> Reference:
    return Reference(target.name, target)


def named(*types: NamedType) -> dict[TypeId, NamedType]:
    return {each.id: each for each in types}


def attribute(
    number: int,
    name: str,
    type: TypeExpression,
    doc: str = "",
    default: m.Literal_ | None = None,
    facts: Facts = m.NO_FACTS,
    selectors: tuple[Selector, ...] = (),
) -> Attribute:
    mark = "dynamic" if name in ("value", "buffer") else "static"
    return Attribute(
        number,
        name,
        type,
        mark,  # type: ignore[arg-type]  # one of two literals
        8 * (number - 1),
        doc,
        default,
        facts,
        selectors,
    )


def version(
    class_id: int,
    number: int,
    *attributes: Attribute,
    methods: tuple[Method, ...] = (),
    doc: str = "",
) -> ClassVersion:
    first = attribute(1, "logical_name", LOGICAL_NAME)
    return ClassVersion(
        class_id,
        number,
        (first, *attributes),
        methods,
        (),
        doc=doc,
        clauses=(ClauseReference("4.3"),),
    )


UNIT = UnitTable(
    common("unit"),
    (
        UnitRow(7, "second", "s", "time"),
        UnitRow(30, "watt_hour", "Wh", "active energy", "3600 J"),
        UnitRow(255, "unitless", "", "no unit"),
    ),
    doc="Physical unit of a value.",
)
SCALER_UNIT = Structure(
    common("scal_unit_type"),
    (Field("scaler", Simple("integer"), "Power of ten."), Field("unit", ref(UNIT.id))),
    meaning="scaler-unit",
    doc="Power of ten and unit of a value.",
)
VALUE_TYPE = Alias(
    common("value_type"),
    Choice(
        (
            Simple("null-data"),
            Simple("boolean"),
            Simple("bit-string"),
            Simple("double-long"),
            Simple("double-long-unsigned"),
            Simple("octet-string"),
            Simple("visible-string"),
            Simple("float32"),
            Simple("date-time"),
        )
    ),
    doc="What a register may hold.",
)
CAPTURE_OBJECT = Structure(
    common("capture_object_definition"),
    (
        Field("class_id", LONG_UNSIGNED),
        Field("logical_name", LOGICAL_NAME),
        Field("attribute_index", Simple("integer")),
        Field("data_index", LONG_UNSIGNED),
    ),
    doc="Where one captured value comes from.",
)

SORT_METHOD = Enumeration(
    own("profile_generic", 7, None, "sort_method"),
    "enum",
    (
        Enumerator(1, "fifo", "first in, first out"),
        Enumerator(2, "lifo", facts=Facts(unconfirmed="one source alone has it")),
    ),
)
STATUS = Bits(
    own("profile_generic", 7, None, "status"),
    "unsigned",
    None,
    (Enumerator(0, "critical_error", 'a "critical" error'), Enumerator(7, "real")),
    doc="State of the profile.",
)
MASK = Bits(
    own("profile_generic", 7, None, "mask"),
    "bit-string",
    24,
    (Enumerator(0, "first"), Enumerator(23, "get")),
)
RANGE = Structure(
    own("profile_generic", 7, None, "range_descriptor"),
    (
        Field("restricting_object", ref(CAPTURE_OBJECT.id)),
        Field("from_value", ref(VALUE_TYPE.id)),
        Field("to_value", ref(VALUE_TYPE.id)),
        Field("selected_values", Array(ref(CAPTURE_OBJECT.id))),
    ),
)
ENTRY_V0 = Structure(
    own("profile_generic", 7, 0, "entry"),
    (Field("from", UNSIGNED), Field("what-ever", Simple("utf8-string"))),
)
ENTRY = Structure(
    own("profile_generic", 7, 1, "entry"),
    (Field("sort", ref(SORT_METHOD.id)), Field("rows", Array(AnyStructure()))),
)
LISTS = Structure(
    own("profile_generic", 7, None, "lists"),
    (
        Field("a_list", Array(UNSIGNED, Limits(None, 4))),
        Field("anything", OpenChoice("any")),
    ),
)

REGISTER = InterfaceClass(
    3,
    "Register",
    "register",
    (
        version(
            3,
            0,
            attribute(2, "value", ref(VALUE_TYPE.id), "The latest value, or a status."),
            attribute(
                3,
                "scaler_unit",
                ref(SCALER_UNIT.id),
                default=StructureLiteral((0, WordLiteral("watt_hour"))),
            ),
            methods=(
                Method(
                    1,
                    "reset",
                    Parameter("data", Simple("integer"), 0),
                    None,
                    "optional",
                    0x28,
                    "Set `value` back to its default.",
                ),
            ),
            doc="A process value with its scaler and unit.",
        ),
    ),
)
_PERIOD = attribute(
    4,
    "capture_period",
    Simple("double-long-unsigned", bounds=Limits(1, None)),
    "Seconds between two captures; a rather long text that has to go on with one more line.",
    60,
    Facts(unit="second", read_only=True),
)
PROFILE_GENERIC = InterfaceClass(
    7,
    "Profile generic",
    "profile_generic",
    (
        version(
            7,
            0,
            attribute(2, "buffer", Array(ref(ENTRY_V0.id))),
            attribute(3, "status", ref(STATUS.id), default=3),
        ),
        version(
            7,
            1,
            attribute(
                2,
                "buffer",
                Choice((Array(AnyStructure()), CompactArray())),
                selectors=(
                    Selector(
                        1, "range", ref(RANGE.id), None, "Rows between two values."
                    ),
                    Selector(2, "all", None, Array(ref(RANGE.id))),
                ),
            ),
            attribute(3, "entries", Array(ref(ENTRY.id)), default=ArrayLiteral(())),
            _PERIOD,
            attribute(
                5, "sort_method", ref(SORT_METHOD.id), default=WordLiteral("fifo")
            ),
            attribute(
                6,
                "xDLMS_secret",
                Simple("octet-string", size=Limits(8, 16)),
                default=b"\x00abcdefg",
                facts=Facts(secret=True, unconfirmed="no source gives the size"),
            ),
            attribute(7, "object", ref(MASK.id), default="1" * 24),
            attribute(
                8,
                "next_time",
                Simple("octet-string", meaning="date-time", or_empty=True),
            ),
            attribute(9, "title", Simple("octet-string", meaning="system-title")),
            attribute(10, "lists", ref(LISTS.id)),
            methods=(
                Method(1, "TCP-UDP_reset", None, Simple("boolean"), "mandatory", None),
            ),
        ),
    ),
)

STANDARD = Model(
    package=Package("cosem", "COSEM interface classes", edition=("Ed. 16",)),
    foundations=(),
    data_types=(),
    layouts=(),
    types=named(
        *(UNIT, SCALER_UNIT, VALUE_TYPE, CAPTURE_OBJECT, SORT_METHOD, STATUS, MASK),
        *(RANGE, ENTRY_V0, ENTRY, LISTS),
    ),
    classes=(REGISTER, PROFILE_GENERIC),
    groups=(
        m.Group("F", "", (m.Code((m.CodeRange(0, 99),), "billing period {n}"),)),
        m.Group("D", "country", (m.Code((m.CodeRange(0, 0),), "Finland"),)),
    ),
    selections=(
        m.Selection("D", "country", (m.Condition("C", (m.CodeRange(94, 94),)),)),
    ),
    media=(
        m.Medium(
            1,
            "AC electricity",
            (
                m.Group(
                    "C",
                    "",
                    (
                        m.Code(
                            (m.CodeRange(1, 1),),
                            "Active power",
                            integral_meaning="Active energy",
                            integral_unit="watt_hour",
                        ),
                        m.Code(
                            (m.CodeRange(110, 123), m.CodeRange(125, 125)),
                            "",
                            "reserved",
                        ),
                    ),
                ),
            ),
            (),
        ),
        m.Medium(2, "DC electricity", (), (), same_as=1),
    ),
    objects=(
        m.ObisObject(
            "1.b.1.8.0.255",
            (
                (m.CodeRange(1, 1),),
                (m.CodeRange(0, 64),),
                (m.CodeRange(1, 1),),
                (m.CodeRange(8, 8),),
                (m.CodeRange(0, 0),),
                (m.CodeRange(255, 255),),
            ),
            "{C}",
            classes=(3,),
            values=("double-long-unsigned", "array"),
            units=("watt_hour",),
            confidence="high",
        ),
    ),
    files={
        "classes/register.cosem": "",
        "classes/profile_generic.cosem": "",
        "common.cosem": "",
    },
)

TAMPER = Structure(
    TypeId("acme", "acme", 40000, None, "tamper"),
    (Field("at", ref(VALUE_TYPE.id)), Field("scaler_unit", ref(SCALER_UNIT.id))),
)
VENDOR = Model(
    package=Package("acme", "ACME meters", needs=("cosem",)),
    foundations=(STANDARD,),
    data_types=(),
    layouts=(),
    types=named(TAMPER),
    classes=(
        InterfaceClass(
            40000,
            "Tamper log",
            "acme",
            (
                version(
                    40000,
                    0,
                    attribute(2, "value", ref(TAMPER.id)),
                    attribute(3, "period", UNSIGNED, facts=Facts(unit="second")),
                ),
            ),
        ),
    ),
    groups=(),
    selections=(),
    media=(),
    objects=(),
    files={"acme.cosem": ""},
)
