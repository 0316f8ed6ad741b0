"""Interface classes, their attributes, methods and selectors."""

from __future__ import annotations

import copy
import pickle
import pydoc
from collections.abc import Callable
from typing import Any

import pytest

from cosem_runtime import (
    UNREAD,
    CosemError,
    DateTime,
    DecodeError,
    EncodeError,
    GenericObject,
    Obis,
    SelectiveAccess,
    UnknownNameError,
    UnreadAttributeError,
    axdr,
)
from cosem_runtime import types as t
from cosem_runtime.interface import AttributeSpec, MethodSpec, SelectorSpec
from cosem_runtime.interface.description import attribute, method
from cosem_runtime.values import Unsigned

from .sample import (
    AccessRight,
    AssociationLn,
    AssociationLnV0,
    AssociationStatus,
    AttributeAccessItem,
    AttributeAccessMode,
    CaptureObjectDefinition,
    MethodAccessItem,
    MethodAccessMode,
    ObjectId,
    ObjectListElement,
    ProfileGeneric,
    RangeDescriptor,
    Register,
    ScalUnitType,
    Unit,
)

CLOCK = CaptureObjectDefinition(8, Obis("0-0:1.0.0*255"), 2, 0)
OBJECT = ObjectListElement(
    3,
    0,
    Obis("1-0:1.8.0*255"),
    AccessRight(
        [
            AttributeAccessItem(1, AttributeAccessMode.READ_ONLY, None),
            AttributeAccessItem(-2, AttributeAccessMode(77), [1, 2]),
        ],
        [MethodAccessItem(1, MethodAccessMode.ACCESS)],
    ),
)


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))


def test_facts() -> None:
    assert (Register.CLASS_ID, Register.VERSION, Register.NAME) == (3, 0, "Register")
    assert [spec.id for spec in Register.ATTRIBUTES] == [1, 2, 3]
    spec = Register.attribute(3)
    assert spec is Register.attribute("scaler_unit")
    assert (spec.id, spec.name, spec.static, spec.short_name) == (
        3,
        "scaler_unit",
        True,
        0x10,
    )
    assert str(spec.type) == "scal_unit_type"
    assert repr(spec) == "<AttributeSpec 3 scaler_unit: scal_unit_type>"
    assert (AssociationLnV0.VERSION, AssociationLn.VERSION) == (0, 1)


def test_register() -> None:
    register = Register("1.0.1.8.0.255")
    assert register.logical_name == Obis("1-0:1.8.0*255")
    assert register.read_attributes() == ("logical_name",)
    value = register.decode_attribute(2, bytes.fromhex("06075bcd15"))
    assert value == 123456789 and type(value) is axdr.DoubleLongUnsigned
    unit = register.decode_attribute(
        "scaler_unit", memoryview(b"\x02\x02\x0f\xfe\x16\x1e")
    )
    assert unit == ScalUnitType(-2, Unit.WATT_HOUR)
    assert str(register.scaler_unit.scale(123456789)) == "1234567.89"
    assert register.encode_attribute(2).hex() == "06075bcd15"
    assert register.encode_attribute(3).hex() == "02020ffe161e"
    assert register.read_attributes() == ("logical_name", "value", "scaler_unit")
    assert eval(repr(register), {**globals(), **vars(axdr)}).value == 123456789
    match register:
        case Register(logical_name, 123456789, ScalUnitType(-2, unit)):
            assert unit is Unit.WATT_HOUR and logical_name.a == 1
        case _:
            pytest.fail("does not match")


def test_unread_attributes_say_so() -> None:
    register = Register("1-0:1.8.0*255")
    uses: list[Callable[[], Any]] = [
        lambda: register.value,
        lambda: register.encode_attribute(2),
    ]
    for use in uses:
        with pytest.raises(UnreadAttributeError) as caught:
            use()
        assert str(caught.value) == (
            "Register 1-0:1.8.0*255: attribute 2 (value) has not been read"
        )
    assert not hasattr(register, "value")
    assert getattr(register, "value", None) is None
    with pytest.raises(AttributeError, match='did you mean "value"') as other:
        register.valu  # type: ignore[attr-defined]  # noqa: B018  # what is tested
    assert not isinstance(other.value, CosemError)
    with pytest.raises(AttributeError):
        register.valeu = 5  # type: ignore[attr-defined]  # what is tested


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, _pickled])
def test_objects_are_copied_as_they_are(duplicate: Callable[[Any], Any]) -> None:
    register = Register("1-0:1.8.0*255", scaler_unit=ScalUnitType(0, Unit.COUNT))
    again = duplicate(register)
    assert again.read_attributes() == ("logical_name", "scaler_unit")
    assert again.scaler_unit == register.scaler_unit
    assert again != register  # objects have identity
    assert duplicate(UNREAD) is UNREAD


def test_secrets_are_not_shown() -> None:
    association = AssociationLn("0-0:40.0.0*255", secret=b"12345678")
    assert "secret=..." in repr(association) and "12345678" not in repr(association)


def test_unknown_names() -> None:
    with pytest.raises(
        UnknownNameError, match='Register has no attribute .valu.; did you mean "value"'
    ):
        Register.attribute("valu")
    with pytest.raises(
        UnknownNameError, match="Register has no attribute 4; known: 1, 2, 3"
    ):
        Register.attribute(4)
    with pytest.raises(UnknownNameError):
        Register.attribute(0)
    with pytest.raises(
        UnknownNameError, match="AssociationLnV0 has no method 1; known: none"
    ):
        AssociationLnV0.method(1)
    with pytest.raises(CosemError):
        Register("1-0:1.8.0").decode_attribute(9, b"\x00")


def test_attribute_errors_start_with_its_name() -> None:
    spec = Register.attribute(3)
    for data, path, offset in (
        (b"\x02\x02\x0f\xfe\x16", "scaler_unit.unit", 4),
        (b"\x02\x03", "scaler_unit", 0),
        (b"\x02\x02\x0f\xfe\x16\x1e\x00", "scaler_unit", 6),
        (b"", "scaler_unit", 0),
        ("0202", "scaler_unit", 0),
    ):
        with pytest.raises(DecodeError) as caught:
            spec.decode(data)  # type: ignore[arg-type]  # one of them is no octets
        assert (caught.value.path, caught.value.offset) == (path, offset)
    with pytest.raises(EncodeError) as refused:
        spec.encode(ScalUnitType(200, Unit.WATT))
    assert str(refused.value) == (
        "scaler_unit.scaler: out of range for integer: expected -128..127, found 200"
    )


def test_object_list() -> None:
    spec = AssociationLn.attribute(2)
    data = spec.encode([OBJECT] * 40)
    assert spec.decode(data) == [OBJECT] * 40
    assert spec.encode(spec.decode(bytearray(data))) == data
    broken = bytearray(data)
    place = data.index(b"\x01\x02\x02\x03", len(data) // 2)
    broken[place] = 9
    with pytest.raises(DecodeError) as caught:
        spec.decode(broken)
    assert caught.value.offset == place
    assert caught.value.path.startswith("object_list[")
    assert caught.value.path.endswith("].access_rights.attribute_access")


def test_every_truncation_of_an_object_list() -> None:
    spec = AssociationLn.attribute(2)
    data = spec.encode([OBJECT, OBJECT])
    for cut in range(len(data)):
        with pytest.raises(DecodeError) as caught:
            spec.decode(data[:cut])
        assert caught.value.path.startswith("object_list")


def test_methods() -> None:
    reset = Register.method("reset")
    assert reset.encode_parameter() == reset.encode_parameter(0) == b"\x0f\x00"
    assert reset.decode_parameter(b"\x0f\x05") == 5
    assert reset.decode_result(b"\x11\x01") == 1
    assert reset.encode_result(None) == b"\x00"
    reply = AssociationLn.method(1)
    assert reply.mandatory and not reset.mandatory
    assert reply.encode_parameter(b"\x01") == b"\x09\x01\x01"
    assert reply.decode_result(b"\x09\x01\x01") == b"\x01"
    with pytest.raises(DecodeError) as caught:
        reply.decode_result(b"\x11\x01")
    assert caught.value.path == "reply_to_hls_authentication"
    assert repr(reset) == "<MethodSpec 1 reset(integer)>"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (t.OCTET_STRING, "expected octet-string, found no value"),
        (t.INTEGER, "expected integer, found no value"),
        (t.ANY, "expected Data, found no value"),
        (t.ChoiceType("x", (t.NULL_DATA, t.LONG)), "expected x, found no value"),
    ],
)
def test_nothing_is_sent_that_nobody_stated(kind: t.DataType, expected: str) -> None:
    with pytest.raises(EncodeError, match=f"^execute: {expected}$"):
        MethodSpec(1, "execute", kind).encode_parameter()


def test_defaults_of_parameters() -> None:
    stop = MethodSpec(1, "stop", t.LONG, default=3, secret=True)
    assert str(method(stop)) == "  1 stop: long [optional, default 3, secret]"
    assert MethodSpec(1, "stop", t.NULL_DATA).encode_parameter() == b"\x00"
    assert MethodSpec(1, "stop", t.LONG, default=3).encode_parameter() == b"\x10\0\x03"
    assert MethodSpec(1, "stop", t.LONG, default=3).encode_parameter(0) == b"\x10\0\0"


def test_a_parameter_that_is_not_known() -> None:
    spec = MethodSpec(7, "remove_mirror")
    assert str(method(spec)) == "  7 remove_mirror: not known [optional]"
    with pytest.raises(EncodeError) as caught:
        spec.encode_parameter()
    assert str(caught.value) == (
        "the parameter of remove_mirror is not known:"
        " give a value with its type, as in Unsigned(5)"
    )
    with pytest.raises(EncodeError, match="wrap it, as in Unsigned"):
        spec.encode_parameter(5)
    assert spec.encode_parameter(Unsigned(5)) == b"\x11\x05"
    assert spec.encode_parameter(None) == b"\x00"  # null-data, when somebody says so
    assert spec.decode_parameter(b"\x02\x01\x11\x05") == (Unsigned(5),)
    assert repr(spec) == "<MethodSpec 7 remove_mirror(not known)>"


LOGIN = t.StructureType(
    "login",
    None,
    (("name", t.OCTET_STRING), ("password", t.Sized(t.OCTET_STRING, 1, 4))),
    secret=("password",),
)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (t.OCTET_STRING, "s3same", "expected bytes (octet-string), found {}"),
        (
            t.Sized(t.OCTET_STRING, 1, 4),
            b"s3same",
            "expected octet-string[1..4], found {}",
        ),
        (
            t.Ranged(t.UNSIGNED, 0, 9),
            123456,
            "out of range for unsigned: expected 0..9, found {}",
        ),
        (t.LOGICAL_NAME, "s3same", "expected another value, found {}"),
        (t.ANY, "s3same", "expected a value with a tag, found {}"),
    ],
)
def test_errors_do_not_show_secrets(
    kind: t.DataType, value: object, expected: str
) -> None:
    expected = expected.format(f"a value of type {type(value).__name__}")
    spec = AttributeSpec(2, "key", kind, secret=True)
    action = MethodSpec(2, "key", kind, secret=True)
    for encode in (spec.encode, action.encode_parameter):
        with pytest.raises(EncodeError) as caught:
            encode(value)
        assert str(caught.value) == f"key: {expected}"
        assert "s3same" not in repr(caught.value) and "123456" not in repr(caught.value)
    with pytest.raises(EncodeError) as caught:
        AttributeSpec(2, "key", kind).encode(value)  # what is not secret is shown
    assert "a value of type" not in str(caught.value)


def test_errors_do_not_show_secret_members() -> None:
    logins = AttributeSpec(2, "logins", t.ArrayType(LOGIN))
    with pytest.raises(EncodeError) as caught:
        logins.encode([(b"x", b"ok"), (b"x", b"s3same")])
    assert str(caught.value) == (
        "logins[1].password: expected octet-string[1..4], found a value of type bytes"
    )
    with pytest.raises(EncodeError, match="found int 5|found 5"):
        logins.encode([(5, b"ok")])
    secret = AttributeSpec(2, "logins", t.ArrayType(LOGIN), secret=True)
    with pytest.raises(EncodeError) as caught:
        secret.encode([(5, b"ok")])
    assert str(caught.value) == (
        "logins[0].name: expected bytes (octet-string), found a value"
    )
    assert pickle.loads(pickle.dumps(LOGIN)).secret == ("password",)


def test_a_selector_that_returns_another_type() -> None:
    objects = AttributeSpec(
        2,
        "object_list",
        t.ArrayType(t.UNSIGNED),
        selectors=(
            SelectorSpec(1, "some", t.LONG_UNSIGNED),
            SelectorSpec(2, "one", t.NULL_DATA, returns=t.UNSIGNED),
        ),
    )
    some, one = objects.selectors
    assert (some.returns, one.returns) == (None, t.UNSIGNED)
    assert repr(some) == "<SelectorSpec 1 some: long-unsigned>"
    assert repr(one) == "<SelectorSpec 2 one: null-data returns unsigned>"
    assert objects.by_one() == SelectiveAccess(2, b"\x00")
    assert objects.decode_selected("one", b"\x11\x05") == 5
    assert objects.decode_selected(1, bytearray(b"\x01\x01\x11\x05")) == [5]
    for which, octets in ((1, b"\x11\x05"), (2, b"\x01\x01\x11\x05"), (2, b"\x11\5\0")):
        with pytest.raises(DecodeError) as caught:
            objects.decode_selected(which, octets)
        assert caught.value.path == "object_list"
    with pytest.raises(UnknownNameError):
        objects.decode_selected("two", b"\x11\x05")
    assert attribute(objects).facts == ("selectors some, one (returns unsigned)",)


def test_selectors() -> None:
    buffer = ProfileGeneric.attribute("buffer")
    start, end = DateTime(2024, 1, 1), DateTime(2024, 2, 1)
    access = buffer.by_range(restricting_object=CLOCK, from_value=start, to_value=end)
    head = bytes.fromhex("0204" "020412000809060000010000ff0f02120000")
    octets = b"\x09\x0c".join((head, start, end)) + b"\x01\x00"
    assert access == SelectiveAccess(1, octets)
    descriptor = RangeDescriptor(CLOCK, start, end, [])
    assert buffer.selector("range").type.decode(octets, 0)[0] == descriptor
    assert buffer.by_range(descriptor) == access
    tagged = buffer.by_range(descriptor, tagged_times=True)
    assert tagged.parameter == b"\x19".join((head, start, end)) + b"\x01\x00"
    assert buffer.selector(1).access(descriptor, tagged_times=True) == tagged
    access = tagged
    descriptor = buffer.selector("range").type.decode(access.parameter, 0)[0]
    assert descriptor == RangeDescriptor(CLOCK, start, end, [])
    object_list = AssociationLn.attribute(2)
    assert object_list.by_all() == SelectiveAccess(1, b"\x00")
    assert object_list.by_class_list([3]).parameter == b"\x01\x01\x12\x00\x03"
    by_id = object_list.by_object_id(class_id=3, logical_name=Obis("1-0:1.8.0"))
    assert by_id.parameter == bytes.fromhex("020212000309060100010800ff")
    assert object_list.by_object_id(ObjectId(3, Obis("1-0:1.8.0"))) == by_id
    with pytest.raises(
        UnknownNameError, match="attribute buffer has no selector 2; known: 1"
    ):
        buffer.selector(2)
    with pytest.raises(AttributeError, match='did you mean "by_range"'):
        buffer.by_rang()
    with pytest.raises(EncodeError, match="restricting_object"):
        buffer.by_range(from_value=start)
    with pytest.raises(EncodeError) as caught:
        object_list.by_class_list([70_000])
    assert caught.value.path == "class_list[0]"


def test_a_name_in_other_case_is_meant() -> None:
    with pytest.raises(UnknownNameError, match='did you mean "scaler_unit"'):
        Register.attribute("SCALER-UNIT")


def helped(thing: object) -> str:
    return pydoc.plain(pydoc.render_doc(thing))


def test_help_says_what_an_attribute_is() -> None:
    words = "Attribute 3 scaler_unit: scal_unit_type [static]"
    assert words in helped(Register)
    assert words in helped(Register.scaler_unit)
    assert "Which object this is." in helped(Register.logical_name)


def test_slots_are_still_names() -> None:
    assert tuple(Register.__slots__) == ("value", "scaler_unit")

    class Own(Register):
        """A program's own class, with a slot that is no attribute."""

        __slots__ = ("more",)

    own = Own("1-0:1.8.0", value=Unsigned(5))
    own.more = 1
    assert copy.copy(own).more == 1
    assert "more" in helped(Own)


def test_help_on_a_selector_names_what_it_takes() -> None:
    text = helped(ProfileGeneric.attribute("buffer").by_range)
    assert text.splitlines()[2].startswith("by_range(")
    assert "    from_value: " in text and "Selector 1." in text
    assert "tagged_times=True" in text
    object_list = AssociationLn.attribute(2)
    assert "Takes one value: array of long-unsigned" in helped(
        object_list.by_class_list
    )
    assert "Takes" not in helped(object_list.by_all)


def test_structures() -> None:
    unit = ScalUnitType(-2, Unit.WATT)
    assert unit == ScalUnitType(scaler=-2, unit=Unit.WATT) != ScalUnitType(0, Unit.WATT)
    assert unit != (-2, Unit.WATT)
    assert hash(unit) == hash(ScalUnitType(-2, Unit.WATT))
    assert repr(unit) == "ScalUnitType(scaler=-2, unit=Unit.WATT)"
    assert unit._replace(scaler=3) == ScalUnitType(3, Unit.WATT)
    assert unit._values() == (-2, Unit.WATT)
    with pytest.raises(TypeError):
        unit._replace(unitt=1)
    for again in (
        copy.copy(OBJECT),
        copy.deepcopy(OBJECT),
        pickle.loads(pickle.dumps(OBJECT)),
    ):
        assert again == OBJECT and hash(again) == hash(OBJECT)
    with pytest.raises(AttributeError):
        unit.scalar = 1  # type: ignore[attr-defined]  # what is tested


def test_class_that_is_not_known() -> None:
    unknown = GenericObject(9000, 1, "1-0:1.8.0*255")
    assert unknown.decode_attribute(2, b"\x02\x01\x11\x05") == (5,)
    assert unknown.encode_attribute(2) == b"\x02\x01\x11\x05"
    assert unknown.encode_attribute(1).hex() == "09060100010800ff"
    assert unknown.read_attributes() == (1, 2)
    assert (unknown.CLASS_ID, unknown.VERSION) == (9000, 1)
    assert repr(unknown) == "GenericObject(9000, 1, '1-0:1.8.0*255')"
    with pytest.raises(UnreadAttributeError, match="attribute 3 has not been read"):
        unknown.encode_attribute(3)
    with pytest.raises(DecodeError) as caught:
        unknown.decode_attribute(4, b"\x07")
    assert caught.value.path == "attribute_4"


def test_enumeration_in_an_object() -> None:
    association = AssociationLn("0-0:40.0.0*255")
    association.decode_attribute(6, b"\x16\x02")
    assert association.association_status is AssociationStatus.ASSOCIATED
    association.decode_attribute(7, b"\x16\x83")
    assert association.access_bits.write_access
    assert association.encode_attribute(7) == b"\x16\x83"


def test_types_in_brackets_are_for_checkers_alone() -> None:
    assert AttributeSpec[int] is AttributeSpec
    assert MethodSpec[int, None] is MethodSpec
    assert SelectorSpec[int] is SelectorSpec
