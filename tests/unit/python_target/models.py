"""A small model made by hand: every kind of type, two versions, a vendor that stands on it."""

from __future__ import annotations

from cosemgen import model as m

LOGICAL_NAME = m.Simple("octet-string", meaning="logical-name")
UNSIGNED = m.Simple("unsigned")
LONG_UNSIGNED = m.Simple("long-unsigned")


def common(name: str) -> m.TypeId:
    return m.TypeId("cosem", "common", None, None, name)


def own(module: str, class_id: int, version: int | None, name: str) -> m.TypeId:
    return m.TypeId("cosem", module, class_id, version, name)


def ref(target: m.TypeId) -> m.Reference:
    return m.Reference(target.name, target)


def named(*types: m.NamedType) -> dict[m.TypeId, m.NamedType]:
    return {each.id: each for each in types}


def attribute(
    number: int,
    name: str,
    type: m.TypeExpression,
    doc: str = "",
    default: m.Literal_ | None = None,
    facts: m.Facts = m.NO_FACTS,
    selectors: tuple[m.Selector, ...] = (),
) -> m.Attribute:
    mark = "dynamic" if name in ("value", "buffer") else "static"
    return m.Attribute(
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
    *attributes: m.Attribute,
    methods: tuple[m.Method, ...] = (),
    doc: str = "",
) -> m.ClassVersion:
    first = attribute(1, "logical_name", LOGICAL_NAME)
    return m.ClassVersion(
        class_id,
        number,
        (first, *attributes),
        methods,
        (),
        doc=doc,
        clauses=(m.ClauseReference("4.3"),),
    )


UNIT = m.UnitTable(
    common("unit"),
    (
        m.UnitRow(7, "second", "s", "time"),
        m.UnitRow(30, "watt_hour", "Wh", "active energy", "3600 J"),
        m.UnitRow(255, "unitless", "", "no unit"),
    ),
    doc="Physical unit of a value.",
)
SCALER_UNIT = m.Structure(
    common("scal_unit_type"),
    (
        m.Field("scaler", m.Simple("integer"), "Power of ten."),
        m.Field("unit", ref(UNIT.id)),
    ),
    meaning="scaler-unit",
    doc="Power of ten and unit of a value.",
)
VALUE_TYPE = m.Alias(
    common("value_type"),
    m.Choice(
        (
            m.Simple("null-data"),
            m.Simple("boolean"),
            m.Simple("bit-string"),
            m.Simple("double-long"),
            m.Simple("double-long-unsigned"),
            m.Simple("octet-string"),
            m.Simple("visible-string"),
            m.Simple("float32"),
            m.Simple("date-time"),
        )
    ),
    doc="What a register may hold.",
)
CAPTURE_OBJECT = m.Structure(
    common("capture_object_definition"),
    (
        m.Field("class_id", LONG_UNSIGNED),
        m.Field("logical_name", LOGICAL_NAME),
        m.Field("attribute_index", m.Simple("integer")),
        m.Field("data_index", LONG_UNSIGNED),
    ),
    doc="Where one captured value comes from.",
)

SORT_METHOD = m.Enumeration(
    own("profile_generic", 7, None, "sort_method"),
    "enum",
    (
        m.Enumerator(1, "fifo", "first in, first out"),
        m.Enumerator(2, "lifo", facts=m.Facts(unconfirmed="one source alone has it")),
    ),
)
STATUS = m.Bits(
    own("profile_generic", 7, None, "status"),
    "unsigned",
    None,
    (m.Enumerator(0, "critical_error", 'a "critical" error'), m.Enumerator(7, "real")),
    doc="State of the profile.",
)
MASK = m.Bits(
    own("profile_generic", 7, None, "mask"),
    "bit-string",
    24,
    (m.Enumerator(0, "first"), m.Enumerator(23, "get")),
)
RANGE = m.Structure(
    own("profile_generic", 7, None, "range_descriptor"),
    (
        m.Field("restricting_object", ref(CAPTURE_OBJECT.id)),
        m.Field("from_value", ref(VALUE_TYPE.id)),
        m.Field("to_value", ref(VALUE_TYPE.id)),
        m.Field("selected_values", m.Array(ref(CAPTURE_OBJECT.id))),
    ),
)
ENTRY_V0 = m.Structure(
    own("profile_generic", 7, 0, "entry"),
    (m.Field("from", UNSIGNED), m.Field("what-ever", m.Simple("utf8-string"))),
)
ENTRY = m.Structure(
    own("profile_generic", 7, 1, "entry"),
    (m.Field("sort", ref(SORT_METHOD.id)), m.Field("rows", m.Array(m.AnyStructure()))),
)
LISTS = m.Structure(
    own("profile_generic", 7, None, "lists"),
    (
        m.Field("a_list", m.Array(UNSIGNED, m.Limits(None, 4))),
        m.Field("anything", m.OpenChoice("any")),
    ),
)

REGISTER = m.InterfaceClass(
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
                default=m.StructureLiteral((0, m.WordLiteral("watt_hour"))),
            ),
            methods=(
                m.Method(
                    1,
                    "reset",
                    m.Parameter("data", m.Simple("integer"), 0),
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
    m.Simple("double-long-unsigned", bounds=m.Limits(1, None)),
    "Seconds between two captures; a rather long text that has to go on with one more line.",
    60,
    m.Facts(unit="second", read_only=True),
)
PROFILE_GENERIC = m.InterfaceClass(
    7,
    "Profile generic",
    "profile_generic",
    (
        version(
            7,
            0,
            attribute(2, "buffer", m.Array(ref(ENTRY_V0.id))),
            attribute(3, "status", ref(STATUS.id), default=3),
        ),
        version(
            7,
            1,
            attribute(
                2,
                "buffer",
                m.Choice((m.Array(m.AnyStructure()), m.CompactArray())),
                selectors=(
                    m.Selector(
                        1, "range", ref(RANGE.id), None, "Rows between two values."
                    ),
                    m.Selector(2, "all", None, m.Array(ref(RANGE.id))),
                ),
            ),
            attribute(3, "entries", m.Array(ref(ENTRY.id)), default=m.ArrayLiteral(())),
            _PERIOD,
            attribute(
                5, "sort_method", ref(SORT_METHOD.id), default=m.WordLiteral("fifo")
            ),
            attribute(
                6,
                "xDLMS_secret",
                m.Simple("octet-string", size=m.Limits(8, 16)),
                default=b"\x00abcdefg",
                facts=m.Facts(secret=True, unconfirmed="no source gives the size"),
            ),
            attribute(7, "object", ref(MASK.id), default="1" * 24),
            attribute(
                8,
                "next_time",
                m.Simple("octet-string", meaning="date-time", or_empty=True),
            ),
            attribute(9, "title", m.Simple("octet-string", meaning="system-title")),
            attribute(10, "lists", ref(LISTS.id)),
            methods=(
                m.Method(
                    1, "TCP-UDP_reset", None, m.Simple("boolean"), "mandatory", None
                ),
            ),
        ),
    ),
)

STANDARD = m.Model(
    package=m.Package("cosem", "COSEM interface classes", edition=("Ed. 16",)),
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
    in_use=(
        m.InUse(
            (
                m.InUseRow(
                    "1.0.1.8.0.255",
                    tuple((m.CodeRange(n, n),) for n in (1, 0, 1, 8, 0, 255)),  # type: ignore[arg-type]
                    label="{C}",
                    reads="total",
                    shown="kWh",
                    dumps=2,
                ),
                m.InUseRow(
                    "1.0.1.8.1.255",
                    tuple((m.CodeRange(n, n),) for n in (1, 0, 1, 8, 1, 255)),  # type: ignore[arg-type]
                    dumps=1,
                ),
            )
        ),
    ),
    files={
        "classes/register.cosem": "",
        "classes/profile_generic.cosem": "",
        "common.cosem": "",
    },
)

TAMPER = m.Structure(
    m.TypeId("acme", "acme", 40000, None, "tamper"),
    (m.Field("at", ref(VALUE_TYPE.id)), m.Field("scaler_unit", ref(SCALER_UNIT.id))),
)
VENDOR = m.Model(
    package=m.Package("acme", "ACME meters", needs=("cosem",)),
    foundations=(STANDARD,),
    data_types=(),
    layouts=(),
    types=named(TAMPER),
    classes=(
        m.InterfaceClass(
            40000,
            "Tamper log",
            "acme",
            (
                version(
                    40000,
                    0,
                    attribute(2, "value", ref(TAMPER.id)),
                    attribute(3, "period", UNSIGNED, facts=m.Facts(unit="second")),
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
