"""Single names: what the standard's spelling becomes in Python."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosemgen import naming

SPEC_NAMES = st.from_regex(r"\A[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*\Z")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Register", "Register"),
        ("IEC HDLC setup", "IecHdlcSetup"),
        ("Association LN", "AssociationLn"),
        ("TCP-UDP setup", "TcpUdpSetup"),
        ("S-FSK Phy&MAC set-up", "SFskPhyMacSetUp"),
        ("IEC twisted pair (1) setup", "IecTwistedPair1Setup"),
        ("61334-4-32 LLC SSCS setup", "Iec61334432LlcSscsSetup"),
        ("Structure", "Structure_"),
    ],
)
def test_interface_class(title: str, name: str) -> None:
    assert naming.interface_class(title) == name


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("scal_unit_type", "ScalerUnit"),
        ("unit", "Unit"),
        ("push_object_definition", "PushObjectDefinition"),
        ("M-Bus_Data_Header_Type", "MBusDataHeaderType"),
        ("date_time", "DateTime_"),
    ],
)
def test_type(spelled: str, name: str) -> None:
    assert naming.type_(spelled) == name


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("xDLMS_context_info", "xDLMS_context_info"),
        ("client_SAP", "client_SAP"),
        ("TCP-UDP_port", "TCP_UDP_port"),
        ("from", "from_"),
        ("method", "method_"),
        ("type", "type"),
        ("_replace", "replace"),
    ],
)
def test_member(spelled: str, name: str) -> None:
    assert naming.member(spelled) == name


def test_the_other_kinds() -> None:
    assert naming.flag("real") == "real_"
    assert naming.enumerator("first_in") == "FIRST_IN"
    assert naming.constant("value_type") == "VALUE_TYPE"
    assert naming.private_constant("AccessModeV0") == "_ACCESS_MODE_V0"
    assert naming.module("class") == "class_"
    assert naming.versioned("PushSetup", 0) == "PushSetupV0"
    assert naming.versioned("PushSetup", None) == "PushSetup"


@given(SPEC_NAMES)
def test_every_name_is_a_free_identifier(name: str) -> None:
    made = [
        naming.member(name),
        naming.flag(name),
        naming.type_(name),
        naming.enumerator(name),
        naming.constant(name),
        naming.module(name),
    ]
    for each in made:
        assert each.isidentifier()
        assert not keyword.iskeyword(each)
        assert not each.startswith("_")
    assert made[0] not in naming.RESERVED_MEMBERS
    assert made[1] not in naming.RESERVED_FLAGS
    assert made[2] not in naming.RESERVED_TYPES
