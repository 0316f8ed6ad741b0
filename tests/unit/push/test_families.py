"""Lists that say themselves what their values are."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem_runtime.push import FAMILIES

from .lists import notified, octets

# Public reports: source, octets, family, what is read.
LISTS = [
    (
        "UtilitechAS/amsreader-firmware#1119, Aidon: structures",
        """0105 0202 0906 0101000281FF 0A0B 4149444F4E5F5630303031
        0202 0906 0000600100FF 0A10 30303030303030303030303030303030
        0203 0906 01001F0700FF 100005 0202 0FFF 1621
        0203 0906 0100200700FF 12091A 0202 0FFF 1623
        0202 0906 0000010000FF 090C 07E90C0E00100000FF000000""",
        "structures",
        [
            "1-1:0.2.129*255  Version of the OBIS list, as Nordic meters send it  AIDON_V0001",
            "0-0:96.1.0*255  Serial number  0000000000000000",
            "1-0:31.7.0*255  Current, L1  0.5 A",
            "1-0:32.7.0*255  Voltage, L1  233.0 V",
            "0-0:1.0.0*255  Clock  2025-12-14 16:00:00 +00:00",
        ],
    ),
    (
        "UtilitechAS/amsreader-firmware#867, Sagemcom T210-D: rows with scalers and units",
        """020B 090C 07E80B0F050E2D2D00FFC402 0906 0100010800FF 060048829A 0202 0F00 161E
        0906 0100200700FF 12091E 0202 0FFF 1623 0906 01000D0700FF 12005E 0202 0FFD 16FF
        090C 303030303030303030303030""",
        "rows",
        [
            "1-0:1.8.0*255  Energy import, total  4752026 Wh",
            "1-0:32.7.0*255  Voltage, L1  233.4 V",
            "1-0:13.7.0*255  Power factor  0.094",
        ],
    ),
    (
        "u9n/dlms-cosem#60, Kamstrup: numbered",
        """0209 0A0E 4B616D73747275705F5630303031 0906 0101000005FF
        0A10 30303030303030303030303030303030 0906 0101010700FF 0600000926
        0906 0101200700FF 1200E6 0906 01011F0700FF 060000005C""",
        "numbered",
        [
            "1-1:0.0.5*255  Electricity ID 6  0000000000000000",
            "1-1:1.7.0*255  Power import  2342 (not scaled)",
            "1-1:32.7.0*255  Voltage, L1  230 (not scaled)",
            "1-1:31.7.0*255  Current, L1  92 (not scaled)",
        ],
    ),
    (
        "UtilitechAS/amsreader-firmware#216, Kamstrup: a clock in the middle",
        """0207 0A0E 4B616D73747275705F5630303031 0906 0101010800FF 0600C2D170
        0906 0001010000FF 090C 07E6020102091114FF800000 0906 0101200700FF 1200E9""",
        "numbered",
        [
            "1-1:1.8.0*255  Energy import, total  12767600 (not scaled)",
            "0-1:1.0.0*255  Clock  2022-02-01 09:17:20",
            "1-1:32.7.0*255  Voltage, L1  233 (not scaled)",
        ],
    ),
    (
        "roarfred/AmsToMqttBridge#29: one pair",
        "0202 0906 0101010800FF 121122",
        "pairs",
        ["1-1:1.8.0*255  Energy import, total  4386 (not scaled)"],
    ),
    (
        "scs/smartmeter-datacollector#18, Landis+Gyr E450: the objects first",
        """0204 0104 0204 120028 0906 0008190900FF 0F02 120000
        0204 120001 0906 0000600100FF 0F02 120000 0204 120003 0906 0100010700FF 0F02 120000
        0204 120003 0906 0101010800FF 0F02 120000
        0908 3030303030303030 060000014B 06004AF481""",
        "object-list",
        [
            "0-0:96.1.0*255  Serial number  00000000",
            "1-0:1.7.0*255  Power import  331 (not scaled)",
            "1-1:1.8.0*255  Energy import, total  4912257 (not scaled)",
        ],
    ),
    (
        "made by hand: scaler and unit in a row of their own",
        """0208 0906 0100010800FF 06000003E8 0FFF 161E
        0906 0100200700FF 120906 0FFF 1623""",
        "rows",
        [
            "1-0:1.8.0*255  Energy import, total  100.0 Wh",
            "1-0:32.7.0*255  Voltage, L1  231.0 V",
        ],
    ),
    (
        "made by hand: an array of entries inside of a list, and a time of all",
        """0202 090C 07E80B0F050E2D2D00FFC402
        0102 0202 0906 0100010800FF 0600000001 0202 0906 0100020800FF 0600000002""",
        "structures",
        [
            "1-0:1.8.0*255  Energy import, total  1 (not scaled)",
            "1-0:2.8.0*255  Energy export, total  2 (not scaled)",
        ],
    ),
]


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row[0])
def test_public_lists(row: Any) -> None:
    _, text, family, lines = row
    for given in (octets(text), notified(text)):
        push = cosem.read_push(given)
        assert str(push).splitlines() == lines
        assert push.family == family
        assert push.layout is None
        assert push.deviations == ()
        assert family in FAMILIES


def test_what_is_said_of_all() -> None:
    _, text, _, _ = LISTS[1]
    push = cosem.read_push(octets(text))
    assert str(push.time) == "2024-11-15 14:45:45 +01:00 [doubtful_value]"
    assert push.meter == "0" * 12
    assert push.list is None
    assert {item.time for item in push.items} == {push.time}
    push = cosem.read_push(octets(LISTS[0][1]))
    assert (push.list, push.meter) == ("AIDON_V0001", "0" * 16)
    assert str(push.time) == "2025-12-14 16:00:00 +00:00"
    push = cosem.read_push(octets(LISTS[2][1]))
    assert (push.list, push.meter, push.time) == ("Kamstrup_V0001", "0" * 16, None)


def test_the_time_of_the_telegram_where_the_list_has_none() -> None:
    text = LISTS[4][1]
    push = cosem.read_push(notified(text, "0C 07E6020102091114FF800000"))
    assert push.time == push.telegram.time == push.items[0].time
    assert str(push.time) == "2022-02-01 09:17:20"


def test_an_item_has_a_time_of_its_own() -> None:
    text = """0102 0204 0906 0100010800FF 06000003E8 0202 0F00 161E
        090C 07E6020102091114FF800000
        0203 0906 0100020800FF 090C 07E6020102091114FF800000 06000003E9"""
    push = cosem.read_push(notified(text))
    assert [str(item.time) for item in push.items] == ["2022-02-01 09:17:20"] * 2
    assert [item.value for item in push.items] == [1000, 1001]
    assert push.time is None
    assert "2022-02-01 09:17:20" in push.table()
    first, second = push.items
    assert (first.place, first.path, first.offset) == ((0, 1), "[0][1]", 12)
    assert second.place == (1, 2)


def test_objects_without_the_list_among_them() -> None:
    objects = """0102 0204 120003 0906 0100010700FF 0F02 120000
        0204 120008 0906 0000010000FF 0F02 120000"""
    push = cosem.read_push(
        octets("0203" + objects + "060000014B 090C 07E6020102091114FF800000")
    )
    power, clock = push.items
    assert (power.class_id, power.attribute, power.attribute_name) == (3, 2, "value")
    assert power.value == 331
    assert type(power.value) is cosem.DoubleLongUnsigned
    assert isinstance(clock.value, cosem.DateTime)
    assert push.time == clock.value


def test_a_value_is_scaled_by_another_attribute_of_the_list() -> None:
    objects = """0102 0204 120003 0906 0100010700FF 0F02 120000
        0204 120003 0906 0100010700FF 0F03 120000"""
    push = cosem.read_push(octets("0203" + objects + "060000014B 0202 0FFF 161B"))
    value, scaler_unit = push.items
    assert f"{value.scaled} {value.unit}" == "33.1 W"
    assert scaler_unit.name == "Power import, scaler_unit"
    assert type(scaler_unit.value).__name__ == "ScalerUnit"
    # Other scalers are another list.
    again = cosem.read_push(octets("0203" + objects + "060000014B 0202 0F01 161B"))
    assert str(again.items[0].scaled) == "3.31E+3"
    assert again.items[1].value.scaler == 1


def test_whole_objects_and_parts_of_attributes() -> None:
    objects = """0103 0204 120003 0906 0100010700FF 0F00 120000
        0204 120003 0906 0100020700FF 0F03 120002
        0204 120046 0906 0000600300FF 0F03 120000"""
    whole = "0203 0906 0100010700FF 060000014B 0202 0FFF 161B"
    push = cosem.read_push(octets(f"0204 {objects} {whole} 1621 1601"))
    assert [(i.attribute, i.attribute_name, i.place) for i in push.items] == [
        (1, "logical_name", (1, 0)),
        (2, "value", (1, 1)),
        (3, "scaler_unit", (1, 2)),
        (3, "scaler_unit", (2,)),
        (3, "control_state", (3,)),
    ]
    assert f"{push.items[1].scaled} {push.items[1].unit}" == "33.1 W"
    assert push.items[3].data_index == 2
    assert push.items[3].value.name == "AMPERE"
    assert push.items[4].value.name == "CONNECTED"


def test_deviations_of_values_are_told() -> None:
    objects = "0101 0204 120046 0906 0000600300FF 0F03 120000"
    push = cosem.read_push(octets(f"0202 {objects} 1101"))
    (item,) = push.items
    assert item.value.name == "CONNECTED"
    (told,) = push.deviations
    assert (told.code, told.path, told.offset) == ("D103", "[1].control_state", 22)
    # What can be no value of the attribute is kept as it came.
    push = cosem.read_push(octets(f"0202 {objects} 0A02 4142"))
    assert push.items[0].value == "AB"
    assert [each.code for each in push.deviations] == ["D162"]


def test_a_unit_of_another_type() -> None:
    text = "0101 0203 0906 0100010800FF 06000003E8 0202 0FFF 111E"
    for _ in range(2):  # by its plan, too
        push = cosem.read_push(octets(text))
        assert str(push) == "1-0:1.8.0*255  Energy import, total  100.0 Wh"
        assert [each.code for each in push.deviations] == ["D103"]


# A structure with descriptors as they are: esphome-libs/dlms_parser, Sagemcom XT211.
UNTAGGED = """0202 1601 0103 0202 0001 0000600101FF 02 090A 30303030303030303030
    0202 0046 000060030AFF 03 1601 0202 0003 0100010700FF 02 06000007A4"""


def test_descriptors_without_tags() -> None:
    for _ in range(2):
        push = cosem.read_push(notified(UNTAGGED))
        assert push.family == "descriptors"
        assert [(i.class_id, str(i.obis), i.attribute) for i in push.items] == [
            (1, "0-0:96.1.1*255", 2),
            (70, "0-0:96.3.10*255", 3),
            (3, "1-0:1.7.0*255", 2),
        ]
        assert push.items[1].value.name == "CONNECTED"
        assert push.items[2].value == 1956
        assert [each.code for each in push.deviations] == ["D161"]
    # With one octet more, or less, it is no list at all.
    for wrong in (octets(UNTAGGED) + b"\0", octets(UNTAGGED)[:-1]):
        with pytest.raises(cosem.DecodeError):
            cosem.read_push(b"\x0f\x40\0\0\0\0" + wrong)


def test_an_event_notification_is_one_item() -> None:
    push = cosem.read_push(octets("C2 00 0001 0000600B00FF 02 11 03"))
    (item,) = push.items
    assert (push.family, item.class_id, item.attribute) == ("attributes", 1, 2)
    assert item.value == 3
    assert str(item).startswith("0-0:96.11.0*255  ")


def test_an_access_response_says_what_was_asked() -> None:
    push = cosem.read_push(
        octets(
            "DA 40000001 00 01 02 01 0003 0100010800FF 02 01 0008 0000010000FF 02"
            " 02 0600000005 00 02 01 00 01 0B"
        )
    )
    energy, clock = push.items
    assert (str(energy.obis), energy.value) == ("1-0:1.8.0*255", 5)
    assert clock.value is None


def test_answers_without_values_or_without_names() -> None:
    with pytest.raises(cosem.CosemError, match="brings no value: read-write-denied"):
        cosem.read_push(octets("C4 01 C1 01 03"))
    with pytest.raises(cosem.push.PushError, match="does not say what they are"):
        cosem.read_push(octets("C4 03 C1 02 00 1105 00 1106"))


def test_null_data_is_passed_over_between_pairs() -> None:
    """A meter of one phase leaves out the others so (toreamun/amshan)."""
    text = """0209 0A0E 4B616D73747275705F5630303031 0906 01011F0700FF 060000005C
        00 00 00 00 0906 0101200700FF 00"""
    push = cosem.read_push(octets(text))
    assert [(str(i.obis), i.value) for i in push.items] == [
        ("1-1:31.7.0*255", 92),
        ("1-1:32.7.0*255", None),
    ]


def test_text_of_six_letters_is_no_code() -> None:
    push = cosem.read_push(octets("0203 0906 313630343536 0906 0100010800FF 1105"))
    assert push.list == "160456"
    (item,) = push.items
    assert item.value == 5
