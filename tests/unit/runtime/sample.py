"""Classes in the form that the generator writes them: the runtime's tests use these."""

from __future__ import annotations

from cosem_runtime import types as t
from cosem_runtime.bitstring import BitFlags, BitString
from cosem_runtime.enums import OpenIntEnum
from cosem_runtime.interface import (
    UNREAD,
    AttributeSpec,
    InterfaceClass,
    MethodSpec,
    SelectorSpec,
)
from cosem_runtime.obis import Obis
from cosem_runtime.scaling import ScalerUnitBase
from cosem_runtime.structure import Structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Final

    from cosem_runtime.compact import CompactArray
    from cosem_runtime.datetimes import DateTime
    from cosem_runtime.octets import ObjectIdentifier
    from cosem_runtime.values import AnyData, SimpleData

__all__ = [
    "AccessRight",
    "AssociationLn",
    "AssociationLnV0",
    "AssociationStatus",
    "AttributeAccessItem",
    "AttributeAccessMode",
    "AttributeAccessModeBits",
    "CaptureObjectDefinition",
    "Conformance",
    "ContextNameStructure",
    "MethodAccessItem",
    "MethodAccessMode",
    "ObjectId",
    "ObjectListElement",
    "ProfileGeneric",
    "RangeDescriptor",
    "Register",
    "ScalUnitType",
    "Unit",
]

# ---- as in cosem/types.py (shared types) ----


class Unit(OpenIntEnum):
    """Physical unit of a scaled value."""

    WATT = 27
    """Active power."""
    WATT_HOUR = 30
    """Active energy."""
    COUNT = 255
    """No unit."""

    @property
    def symbol(self) -> str:
        """The unit's symbol; empty when it has none or is not listed."""
        return _UNIT_SYMBOLS.get(self._value_, "")


_UNIT_SYMBOLS: Final = {27: "W", 30: "Wh"}


class ScalUnitType(ScalerUnitBase):
    """Power of ten and physical unit of a value."""

    __slots__ = ("scaler", "unit")
    __match_args__ = ("scaler", "unit")

    def __init__(self, scaler: int, unit: Unit) -> None:
        self.scaler: Final = scaler
        self.unit: Final = unit

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScalUnitType):
            return NotImplemented
        return self.scaler == other.scaler and self.unit == other.unit

    def __hash__(self) -> int:
        return hash((self.scaler, self.unit))

    def __repr__(self) -> str:
        return f"ScalUnitType(scaler={self.scaler!r}, unit={self.unit!r})"


ScalUnitType.TYPE = t.StructureType(
    "scal_unit_type",
    ScalUnitType,
    (
        ("scaler", t.INTEGER),
        ("unit", t.EnumType("unit", Unit)),
    ),
)


class CaptureObjectDefinition(Structure):
    """Where one captured value comes from."""

    __slots__ = ("class_id", "logical_name", "attribute_index", "data_index")
    __match_args__ = ("class_id", "logical_name", "attribute_index", "data_index")

    def __init__(
        self, class_id: int, logical_name: Obis, attribute_index: int, data_index: int
    ) -> None:
        self.class_id: Final = class_id
        self.logical_name: Final = logical_name
        self.attribute_index: Final = attribute_index
        self.data_index: Final = data_index

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaptureObjectDefinition):
            return NotImplemented
        return (
            self.class_id == other.class_id
            and self.logical_name == other.logical_name
            and self.attribute_index == other.attribute_index
            and self.data_index == other.data_index
        )

    def __hash__(self) -> int:
        return hash(
            (self.class_id, self.logical_name, self.attribute_index, self.data_index)
        )

    def __repr__(self) -> str:
        return (
            f"CaptureObjectDefinition(class_id={self.class_id!r},"
            f" logical_name={self.logical_name!r},"
            f" attribute_index={self.attribute_index!r},"
            f" data_index={self.data_index!r})"
        )


CaptureObjectDefinition.TYPE = t.StructureType(
    "capture_object_definition",
    CaptureObjectDefinition,
    (
        ("class_id", t.LONG_UNSIGNED),
        ("logical_name", t.LOGICAL_NAME),
        ("attribute_index", t.INTEGER),
        ("data_index", t.LONG_UNSIGNED),
    ),
)

# ---- as in cosem/classes/register.py ----


class Register(InterfaceClass):
    """A process or status value with its scaler and unit.

    Class 3 version 0, clause 4.3.2. Cardinality 0..n.
    """

    __slots__ = ("value", "scaler_unit")
    __match_args__ = ("logical_name", "value", "scaler_unit")

    CLASS_ID: ClassVar[int] = 3
    VERSION: ClassVar[int] = 0
    NAME: ClassVar[str] = "Register"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        AttributeSpec(1, "logical_name", t.LOGICAL_NAME, static=True),
        AttributeSpec(2, "value", t.SIMPLE, static=False, short_name=0x08),
        AttributeSpec(
            3, "scaler_unit", ScalUnitType.TYPE, static=True, short_name=0x10
        ),
    )
    METHODS: ClassVar[tuple[MethodSpec, ...]] = (
        MethodSpec(1, "reset", parameter=t.INTEGER, short_name=0x28, default=0),
    )

    value: SimpleData
    """The latest value, or a status."""
    scaler_unit: ScalUnitType
    """Power of ten and physical unit of `value`."""

    def __init__(
        self,
        logical_name: Obis | str | bytes,
        *,
        value: SimpleData = UNREAD,
        scaler_unit: ScalUnitType = UNREAD,
    ) -> None:
        self.logical_name = Obis(logical_name)
        if value is not UNREAD:
            self.value = value
        if scaler_unit is not UNREAD:
            self.scaler_unit = scaler_unit


# ---- as in cosem/classes/profile_generic.py ----


class RangeDescriptor(Structure):
    """Entries between two values of a column."""

    __slots__ = ("restricting_object", "from_value", "to_value", "selected_values")
    __match_args__ = (
        "restricting_object",
        "from_value",
        "to_value",
        "selected_values",
    )

    def __init__(
        self,
        restricting_object: CaptureObjectDefinition,
        from_value: int | float | bytes | str | DateTime,
        to_value: int | float | bytes | str | DateTime,
        selected_values: list[CaptureObjectDefinition],
    ) -> None:
        self.restricting_object: Final = restricting_object
        self.from_value: Final = from_value
        self.to_value: Final = to_value
        self.selected_values: Final = selected_values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RangeDescriptor):
            return NotImplemented
        return (
            self.restricting_object == other.restricting_object
            and self.from_value == other.from_value
            and self.to_value == other.to_value
            and self.selected_values == other.selected_values
        )

    def __hash__(self) -> int:
        return hash((self.restricting_object, self.from_value, self.to_value))

    def __repr__(self) -> str:
        return (
            f"RangeDescriptor(restricting_object={self.restricting_object!r},"
            f" from_value={self.from_value!r}, to_value={self.to_value!r},"
            f" selected_values={self.selected_values!r})"
        )


_RANGE_VALUE: Final = t.ChoiceType(
    "range_value",
    (
        t.DOUBLE_LONG,
        t.DOUBLE_LONG_UNSIGNED,
        t.OCTET_STRING,
        t.VISIBLE_STRING,
        t.LONG_UNSIGNED,
        t.FLOAT32,
        t.DATE_TIME,
    ),
)
RangeDescriptor.TYPE = t.StructureType(
    "range_descriptor",
    RangeDescriptor,
    (
        ("restricting_object", CaptureObjectDefinition.TYPE),
        ("from_value", _RANGE_VALUE),
        ("to_value", _RANGE_VALUE),
        ("selected_values", t.ArrayType(CaptureObjectDefinition.TYPE)),
    ),
)


class ProfileGeneric(InterfaceClass):
    """Values captured together, kept as rows.

    Class 7 version 1 (a shortened sample).
    """

    __slots__ = ("buffer", "capture_objects", "capture_period")
    __match_args__ = ("logical_name", "buffer", "capture_objects", "capture_period")

    CLASS_ID: ClassVar[int] = 7
    VERSION: ClassVar[int] = 1
    NAME: ClassVar[str] = "Profile generic"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        AttributeSpec(1, "logical_name", t.LOGICAL_NAME, static=True),
        AttributeSpec(
            2,
            "buffer",
            t.ChoiceType(
                "buffer", (t.ArrayType(t.ANY_STRUCTURE), t.CompactArrayType())
            ),
            static=False,
            short_name=0x08,
            selectors=(SelectorSpec(1, "range", RangeDescriptor.TYPE),),
        ),
        AttributeSpec(
            3,
            "capture_objects",
            t.ArrayType(CaptureObjectDefinition.TYPE),
            static=True,
            short_name=0x10,
        ),
        AttributeSpec(
            4,
            "capture_period",
            t.DOUBLE_LONG_UNSIGNED,
            static=True,
            short_name=0x18,
            default=0,
            unit="s",
        ),
    )
    METHODS: ClassVar[tuple[MethodSpec, ...]] = (
        MethodSpec(1, "reset", parameter=t.INTEGER, short_name=0x58),
        MethodSpec(2, "capture", parameter=t.INTEGER, short_name=0x60),
    )

    buffer: list[tuple[AnyData, ...]] | CompactArray
    """The entries, one structure per capture."""
    capture_objects: list[CaptureObjectDefinition]
    """The columns."""
    capture_period: int
    """Seconds between captures; 0 means none by itself. Default 0."""

    def __init__(
        self,
        logical_name: Obis | str | bytes,
        *,
        buffer: list[tuple[AnyData, ...]] | CompactArray = UNREAD,
        capture_objects: list[CaptureObjectDefinition] = UNREAD,
        capture_period: int = UNREAD,
    ) -> None:
        self.logical_name = Obis(logical_name)
        if buffer is not UNREAD:
            self.buffer = buffer
        if capture_objects is not UNREAD:
            self.capture_objects = capture_objects
        if capture_period is not UNREAD:
            self.capture_period = capture_period


# ---- as in cosem/classes/association_ln.py (two versions of one class) ----


class AssociationStatus(OpenIntEnum):
    """State of the association."""

    NON_ASSOCIATED = 0
    """No association."""
    ASSOCIATION_PENDING = 1
    """Association in the making."""
    ASSOCIATED = 2
    """Association made."""


class AttributeAccessMode(OpenIntEnum):
    """How an attribute may be used."""

    NO_ACCESS = 0
    """Neither read nor written."""
    READ_ONLY = 1
    """May be read."""
    WRITE_ONLY = 2
    """May be written."""
    READ_AND_WRITE = 3
    """May be read and written."""


class MethodAccessMode(OpenIntEnum):
    """How a method may be used."""

    NO_ACCESS = 0
    """May not be invoked."""
    ACCESS = 1
    """May be invoked."""
    AUTHENTICATED_ACCESS = 2
    """May be invoked with an authenticated request."""


class AttributeAccessModeBits(BitFlags):
    """Access rights as bits of an enum or integer (bit 0 is the least significant)."""

    __slots__ = ()
    BITS: ClassVar[tuple[tuple[str, int], ...]] = (
        ("read_access", 0),
        ("write_access", 1),
        ("authenticated_request", 2),
    )

    @property
    def read_access(self) -> bool:
        """May be read."""
        return bool(self & 1)

    @property
    def write_access(self) -> bool:
        """May be written."""
        return bool(self & 2)

    @property
    def authenticated_request(self) -> bool:
        """The request must be authenticated."""
        return bool(self & 4)


class Conformance(BitString):
    """Services that the server supports (bit 0 is the first on the wire)."""

    __slots__ = ()
    WIDTH: ClassVar[int | None] = 24
    BITS: ClassVar[tuple[tuple[str, int], ...]] = (
        ("general_protection", 1),
        ("get", 19),
    )

    @property
    def general_protection(self) -> bool:
        """General protection."""
        return self.bit(1)

    @property
    def get(self) -> bool:
        """GET service."""
        return self.bit(19)


class ContextNameStructure(Structure):
    """The application context name, arc by arc (shortened)."""

    __slots__ = ("joint_iso_ctt_element", "context_id_element")
    __match_args__ = ("joint_iso_ctt_element", "context_id_element")

    def __init__(self, joint_iso_ctt_element: int, context_id_element: int) -> None:
        self.joint_iso_ctt_element: Final = joint_iso_ctt_element
        self.context_id_element: Final = context_id_element

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ContextNameStructure):
            return NotImplemented
        return (
            self.joint_iso_ctt_element == other.joint_iso_ctt_element
            and self.context_id_element == other.context_id_element
        )

    def __hash__(self) -> int:
        return hash((self.joint_iso_ctt_element, self.context_id_element))

    def __repr__(self) -> str:
        return (
            f"ContextNameStructure(joint_iso_ctt_element={self.joint_iso_ctt_element!r},"
            f" context_id_element={self.context_id_element!r})"
        )


ContextNameStructure.TYPE = t.StructureType(
    "context_name_structure",
    ContextNameStructure,
    (
        ("joint_iso_ctt_element", t.UNSIGNED),
        ("context_id_element", t.UNSIGNED),
    ),
)


class ObjectId(Structure):
    """One object by class and logical name."""

    __slots__ = ("class_id", "logical_name")
    __match_args__ = ("class_id", "logical_name")

    def __init__(self, class_id: int, logical_name: Obis) -> None:
        self.class_id: Final = class_id
        self.logical_name: Final = logical_name

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ObjectId):
            return NotImplemented
        return (
            self.class_id == other.class_id and self.logical_name == other.logical_name
        )

    def __hash__(self) -> int:
        return hash((self.class_id, self.logical_name))

    def __repr__(self) -> str:
        return (
            f"ObjectId(class_id={self.class_id!r}, logical_name={self.logical_name!r})"
        )


ObjectId.TYPE = t.StructureType(
    "object_id",
    ObjectId,
    (
        ("class_id", t.LONG_UNSIGNED),
        ("logical_name", t.LOGICAL_NAME),
    ),
)


class AttributeAccessItem(Structure):
    """Access rights of one attribute."""

    __slots__ = ("attribute_id", "access_mode", "access_selectors")
    __match_args__ = ("attribute_id", "access_mode", "access_selectors")

    def __init__(
        self,
        attribute_id: int,
        access_mode: AttributeAccessMode,
        access_selectors: list[int] | None,
    ) -> None:
        self.attribute_id: Final = attribute_id
        self.access_mode: Final = access_mode
        self.access_selectors: Final = access_selectors

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AttributeAccessItem):
            return NotImplemented
        return (
            self.attribute_id == other.attribute_id
            and self.access_mode == other.access_mode
            and self.access_selectors == other.access_selectors
        )

    def __hash__(self) -> int:
        return hash((self.attribute_id, self.access_mode))

    def __repr__(self) -> str:
        return (
            f"AttributeAccessItem(attribute_id={self.attribute_id!r},"
            f" access_mode={self.access_mode!r},"
            f" access_selectors={self.access_selectors!r})"
        )


AttributeAccessItem.TYPE = t.StructureType(
    "attribute_access_item",
    AttributeAccessItem,
    (
        ("attribute_id", t.INTEGER),
        ("access_mode", t.EnumType("access_mode", AttributeAccessMode)),
        (
            "access_selectors",
            t.ChoiceType("access_selectors", (t.NULL_DATA, t.ArrayType(t.INTEGER))),
        ),
    ),
)


class MethodAccessItem(Structure):
    """Access right of one method."""

    __slots__ = ("method_id", "access_mode")
    __match_args__ = ("method_id", "access_mode")

    def __init__(self, method_id: int, access_mode: MethodAccessMode) -> None:
        self.method_id: Final = method_id
        self.access_mode: Final = access_mode

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MethodAccessItem):
            return NotImplemented
        return (
            self.method_id == other.method_id and self.access_mode == other.access_mode
        )

    def __hash__(self) -> int:
        return hash((self.method_id, self.access_mode))

    def __repr__(self) -> str:
        return (
            f"MethodAccessItem(method_id={self.method_id!r},"
            f" access_mode={self.access_mode!r})"
        )


MethodAccessItem.TYPE = t.StructureType(
    "method_access_item",
    MethodAccessItem,
    (
        ("method_id", t.INTEGER),
        ("access_mode", t.EnumType("method_access_mode", MethodAccessMode)),
    ),
)


class AccessRight(Structure):
    """Access rights of one object."""

    __slots__ = ("attribute_access", "method_access")
    __match_args__ = ("attribute_access", "method_access")

    def __init__(
        self,
        attribute_access: list[AttributeAccessItem],
        method_access: list[MethodAccessItem],
    ) -> None:
        self.attribute_access: Final = attribute_access
        self.method_access: Final = method_access

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AccessRight):
            return NotImplemented
        return (
            self.attribute_access == other.attribute_access
            and self.method_access == other.method_access
        )

    def __hash__(self) -> int:
        return hash("access_right")

    def __repr__(self) -> str:
        return (
            f"AccessRight(attribute_access={self.attribute_access!r},"
            f" method_access={self.method_access!r})"
        )


AccessRight.TYPE = t.StructureType(
    "access_right",
    AccessRight,
    (
        ("attribute_access", t.ArrayType(AttributeAccessItem.TYPE)),
        ("method_access", t.ArrayType(MethodAccessItem.TYPE)),
    ),
)


class ObjectListElement(Structure):
    """One object with its access rights."""

    __slots__ = ("class_id", "version", "logical_name", "access_rights")
    __match_args__ = ("class_id", "version", "logical_name", "access_rights")

    def __init__(
        self,
        class_id: int,
        version: int,
        logical_name: Obis,
        access_rights: AccessRight,
    ) -> None:
        self.class_id: Final = class_id
        self.version: Final = version
        self.logical_name: Final = logical_name
        self.access_rights: Final = access_rights

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ObjectListElement):
            return NotImplemented
        return (
            self.class_id == other.class_id
            and self.version == other.version
            and self.logical_name == other.logical_name
            and self.access_rights == other.access_rights
        )

    def __hash__(self) -> int:
        return hash(
            (self.class_id, self.version, self.logical_name, self.access_rights)
        )

    def __repr__(self) -> str:
        return (
            f"ObjectListElement(class_id={self.class_id!r}, version={self.version!r},"
            f" logical_name={self.logical_name!r},"
            f" access_rights={self.access_rights!r})"
        )


ObjectListElement.TYPE = t.StructureType(
    "object_list_element",
    ObjectListElement,
    (
        ("class_id", t.LONG_UNSIGNED),
        ("version", t.UNSIGNED),
        ("logical_name", t.LOGICAL_NAME),
        ("access_rights", AccessRight.TYPE),
    ),
)

_CONTEXT_NAME_TYPE: Final = t.ChoiceType(
    "context_name_type", (ContextNameStructure.TYPE, t.OBJECT_IDENTIFIER)
)


class AssociationLnV0(InterfaceClass):
    """An application association with logical name referencing.

    Class 15 version 0 (a shortened sample).
    """

    __slots__ = ("application_context_name",)
    __match_args__ = ("logical_name", "application_context_name")

    CLASS_ID: ClassVar[int] = 15
    VERSION: ClassVar[int] = 0
    NAME: ClassVar[str] = "Association LN"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        AttributeSpec(1, "logical_name", t.LOGICAL_NAME, static=True),
        AttributeSpec(
            3,
            "application_context_name",
            _CONTEXT_NAME_TYPE,
            static=True,
            short_name=0x10,
        ),
    )
    METHODS: ClassVar[tuple[MethodSpec, ...]] = ()

    application_context_name: ContextNameStructure | ObjectIdentifier
    """The application context name."""

    def __init__(
        self,
        logical_name: Obis | str | bytes,
        *,
        application_context_name: ContextNameStructure | ObjectIdentifier = UNREAD,
    ) -> None:
        self.logical_name = Obis(logical_name)
        if application_context_name is not UNREAD:
            self.application_context_name = application_context_name


class AssociationLn(InterfaceClass):
    """An application association with logical name referencing.

    Class 15 version 1 (a shortened sample).
    """

    __slots__ = (
        "object_list",
        "application_context_name",
        "conformance",
        "secret",
        "association_status",
        "access_bits",
    )
    __match_args__ = (
        "logical_name",
        "object_list",
        "application_context_name",
        "conformance",
        "secret",
        "association_status",
        "access_bits",
    )

    CLASS_ID: ClassVar[int] = 15
    VERSION: ClassVar[int] = 1
    NAME: ClassVar[str] = "Association LN"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        AttributeSpec(1, "logical_name", t.LOGICAL_NAME, static=True),
        AttributeSpec(
            2,
            "object_list",
            t.ArrayType(ObjectListElement.TYPE),
            static=True,
            short_name=0x08,
            selectors=(
                SelectorSpec(1, "all", t.NULL_DATA),
                SelectorSpec(2, "class_list", t.ArrayType(t.LONG_UNSIGNED)),
                SelectorSpec(3, "object_id_list", t.ArrayType(ObjectId.TYPE)),
                SelectorSpec(4, "object_id", ObjectId.TYPE),
            ),
        ),
        AttributeSpec(
            3,
            "application_context_name",
            _CONTEXT_NAME_TYPE,
            static=True,
            short_name=0x10,
        ),
        AttributeSpec(
            4,
            "conformance",
            t.BitsType("conformance", Conformance),
            static=True,
            short_name=0x18,
        ),
        AttributeSpec(5, "secret", t.OCTET_STRING, short_name=0x20, secret=True),
        AttributeSpec(
            6,
            "association_status",
            t.EnumType("association_status", AssociationStatus),
            static=False,
            short_name=0x28,
            default=0,
        ),
        AttributeSpec(
            7,
            "access_bits",
            t.BitsType("access_bits", AttributeAccessModeBits, base=t.ENUM),
            static=True,
            short_name=0x30,
            unconfirmed="not part of the class; shows bits in an enum",
        ),
    )
    METHODS: ClassVar[tuple[MethodSpec, ...]] = (
        MethodSpec(
            1,
            "reply_to_hls_authentication",
            parameter=t.OCTET_STRING,
            returns=t.OCTET_STRING,
            mandatory=True,
            short_name=0x60,
        ),
        MethodSpec(2, "add_object", parameter=ObjectListElement.TYPE, short_name=0x70),
    )

    object_list: list[ObjectListElement]
    """The visible objects with their access rights."""
    application_context_name: ContextNameStructure | ObjectIdentifier
    """The application context name."""
    conformance: Conformance
    """Services of the association."""
    secret: bytes
    """The authentication secret."""
    association_status: AssociationStatus
    """State of the association. Default 0."""
    access_bits: AttributeAccessModeBits
    """Sample of bits carried by an enum."""

    def __init__(
        self,
        logical_name: Obis | str | bytes,
        *,
        object_list: list[ObjectListElement] = UNREAD,
        application_context_name: ContextNameStructure | ObjectIdentifier = UNREAD,
        conformance: Conformance = UNREAD,
        secret: bytes = UNREAD,
        association_status: AssociationStatus = UNREAD,
        access_bits: AttributeAccessModeBits = UNREAD,
    ) -> None:
        self.logical_name = Obis(logical_name)
        if object_list is not UNREAD:
            self.object_list = object_list
        if application_context_name is not UNREAD:
            self.application_context_name = application_context_name
        if conformance is not UNREAD:
            self.conformance = conformance
        if secret is not UNREAD:
            self.secret = secret
        if association_status is not UNREAD:
            self.association_status = association_status
        if access_bits is not UNREAD:
            self.access_bits = access_bits
