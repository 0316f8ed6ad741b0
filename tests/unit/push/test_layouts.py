"""Lists that do not name their values, read as layouts say."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem_runtime import types as t
from cosem_runtime.push import LayoutItem, PushError, PushLayout
from cosem_runtime.push.elements import MOST

from .lists import (
    AMPERE,
    KAIFA,
    KAIFA_1,
    KAIFA_2,
    KAMSTRUP,
    TEXT,
    TIME,
    VOLT,
    WATT_HOUR,
    item,
    octets,
)

KAIFA_LIST = (
    "020D 0907 4B464D5F303031 0910 30303030303030303030303030303030"
    " 0908 4D413330344833450600000010 0600000000 0600000000 0600000000"
    " 06000003E9 0600000000 0600000001 0600000907 0600000000 0600000001"
)
# UtilitechAS/amsreader-firmware#615: an Iskraemeco AM550 in Slovenia.
ISKRA_LIST = (
    "0212 0910 49534B31303030303030303030303030 0908 3136383230303035 0600000571"
    " 0600000000 0600000000 06000002E2 12094B 12094B 1208F8 120067 12007D 120255"
    " 0600000010 0600000033 060000052D 0600000000 0600000000 0600000000"
)
U16 = t.LONG_UNSIGNED
ISKRA = PushLayout(
    "iskra",
    "Iskraemeco AM550, Slovenia",
    18,
    (
        item(0, "0.0.42.0.0.255", type=TEXT),
        item(1, "0.0.96.1.0.255", type=TEXT, role="meter"),
        item(2, "1.0.1.7.0.255", scaler=0, unit=27),
        *(
            item(place, f"1.0.{c}.7.0.255", type=U16, scaler=-1, unit=VOLT)
            for place, c in ((6, 32), (7, 52), (8, 72))
        ),
        *(
            item(place, f"1.0.{c}.7.0.255", type=U16, scaler=-2, unit=AMPERE)
            for place, c in ((9, 31), (10, 51), (11, 71))
        ),
        item(12, role="filler"),
        item(14, "1.0.1.8.0.255", scaler=0, unit=WATT_HOUR, name="Import today"),
    ),
)


def test_a_list_of_numbers_and_texts() -> None:
    push = cosem.read_push(octets(KAIFA_LIST), layouts=KAIFA)
    assert (push.family, push.layout) == ("layout", KAIFA_2)
    assert (push.list, push.meter) == ("KFM_001", "0" * 16)
    lines = str(push).splitlines()
    assert len(lines) == 12
    assert lines[0] == "0-0:96.1.0*255  Serial number  0000000000000000"
    assert lines[6] == "1-0:31.7.0*255  Current, L1  1.001 A"
    assert lines[9] == "1-0:32.7.0*255  Voltage, L1  231.1 V"


def test_places_that_no_item_has_may_hold_anything() -> None:
    push = cosem.read_push(octets(ISKRA_LIST), layouts=ISKRA)
    assert [str(each) for each in push.items] == [
        "0-0:42.0.0*255  Logical device name  ISK1000000000000",
        "0-0:96.1.0*255  Serial number  16820005",
        "1-0:1.7.0*255  Power import  1393 W",
        "1-0:32.7.0*255  Voltage, L1  237.9 V",
        "1-0:52.7.0*255  Voltage, L2  237.9 V",
        "1-0:72.7.0*255  Voltage, L3  229.6 V",
        "1-0:31.7.0*255  Current, L1  1.03 A",
        "1-0:51.7.0*255  Current, L2  1.25 A",
        "1-0:71.7.0*255  Current, L3  5.97 A",
        "1-0:1.8.0*255  Import today  1325 Wh",
    ]
    other = octets(ISKRA_LIST.replace("06000002E2", "06FFFFFFFF"))
    assert cosem.read_push(other, layouts=ISKRA).items == push.items


def test_a_time_and_registers() -> None:
    """ixs/tasmota-sml-parser#5: Wiener Netze."""
    layout = PushLayout(
        "wien",
        "Wiener Netze",
        3,
        (
            item(0, type=TIME, role="time"),
            item(1, "1.0.1.8.0.255", scaler=0, unit=WATT_HOUR),
            item(2, "1.0.2.8.0.255", scaler=0, unit=WATT_HOUR),
        ),
    )
    text = "0203 090C 07E7091302162C01FF800080 0600012345 0600000000"
    push = cosem.read_push(octets(text), layouts=[layout])
    assert str(push.time) == "2023-09-19 22:44:01 DST"
    assert [str(i.scaled) for i in push.items] == ["74565", "0"]
    # Twelve other octets are no time, though they have its size.
    wrong = octets(text.replace("07E7091302162C01FF800080", "30" * 12))
    push = cosem.read_push(wrong, layouts=[layout])
    assert str(push.time).startswith("12336-48-48")


def test_codes_scalers_and_units_at_their_places() -> None:
    layout = PushLayout(
        "all_roles",
        "All roles",
        5,
        (
            item(0, type=t.LOGICAL_NAME, role="code", of=(1,)),
            item(1, type=t.ANY),
            item((2, 0), type=t.INTEGER, role="scaler", of=(1,)),
            item((2, 1), type=t.ENUM, role="unit", of=(1,)),
            item(3, type=TIME, role="time", of=(1,)),
            item(4, "0.0.96.1.0.255", type=t.ANY, role="meter", class_id=1),
        ),
        tags=(1,),
    )
    text = (
        "0105 0906 FF00010800FF 06000003E8 0202 0FFF 161E"
        " 090C 07E7091302162C01FF800080 0A03 414243"
    )
    push = cosem.read_push(octets(text), layouts=layout)
    energy, meter = push.items
    assert str(energy.obis) == "255-0:1.8.0*255"
    assert (str(energy.scaled), str(energy.unit)) == ("100.0", "Wh")
    assert str(energy.time) == "2023-09-19 22:44:01 DST"
    assert (meter.value, push.meter, meter.time) == ("ABC", "ABC", None)


def test_a_layout_says_how_values_with_codes_are_scaled() -> None:
    text = """0209 0A0E 4B616D73747275705F5630303031 0906 0101010800FF 0600000926
        0906 01011F0700FF 060000005C 0906 0101330700FF 00 0906 0101200700FF 1200E6"""
    push = cosem.read_push(octets(text), layouts=KAMSTRUP)
    assert (push.family, push.layout) == ("numbered", KAMSTRUP)
    assert str(push).splitlines() == [
        "1-1:1.8.0*255  Energy import, total  23420 Wh",
        "1-1:31.7.0*255  Current 31  0.92 A",
        "1-1:51.7.0*255  Current 51  -",
        "1-1:32.7.0*255  Voltage, L1  230 (not scaled)",
    ]
    other = octets(text.replace("5F5630303031", "5F5630303032"))
    push = cosem.read_push(other, layouts=KAMSTRUP)
    assert push.layout is None
    assert push.items[1].scaled is None


def test_what_a_meter_does_not_have_is_null_data() -> None:
    layout = PushLayout(
        "pairs",
        "Pairs",
        4,
        tuple(
            each
            for place, c in ((0, 31), (2, 51))
            for each in (
                item(
                    place,
                    type=t.LOGICAL_NAME,
                    role="code",
                    of=(place + 1,),
                    fixed=bytes((1, 0, c, 7, 0, 255)),
                ),
                item(place + 1, f"1.0.{c}.7.0.255", scaler=-1, unit=AMPERE),
            )
        ),
    )
    push = cosem.read_push(
        octets("0204 0906 01001F0700FF 0600000005 00 00"), layouts=layout
    )
    assert [str(i.scaled) for i in push.items] == ["0.5"]
    # A code without its value is one; a value whose code is missing is no such list.
    push = cosem.read_push(
        octets("0204 0906 01001F0700FF 0600000005 0906 0100330700FF 00"),
        layouts=layout,
    )
    assert [i.value for i in push.items] == [5, None]
    with pytest.raises(PushError, match="null-data"):
        cosem.read_push(octets("0204 00 0600000005 00 00"), layouts=layout)


def test_layouts_that_say_different_things() -> None:
    other = PushLayout("other", "Other", 1, (item(0, "1.0.2.7.0.255"),))
    again = PushLayout("again", "Again", 1, KAIFA_1.items)
    text = octets("0201 06000016DC")
    assert cosem.read_push(text, layouts=[KAIFA_1, again]).layout is KAIFA_1
    with pytest.raises(PushError, match="say different things") as caught:
        cosem.read_push(text, layouts=[KAIFA_1, other])
    assert caught.value.readings == ("kaifa_1", "other")
    assert "[0], 1-0:1.7.0*255" in str(caught.value)


def test_a_layout_against_what_the_list_says_itself() -> None:
    layout = PushLayout("other", "Other", 2, (item(1, "1.0.2.8.0.255", type=t.ANY),))
    text = octets("0202 0906 0100010800FF 1105")
    assert cosem.read_push(text, layouts=()).items[0].obis.d == 8
    with pytest.raises(PushError, match="different things") as caught:
        cosem.read_push(text, layouts=layout)
    assert "what the list says itself" in str(caught.value)


def test_another_value_of_the_place_that_tells_lists_apart() -> None:
    """Of two lists of one shape, the second is not read as the first was."""
    first, second = (
        PushLayout(
            name,
            name,
            2,
            (
                item(0, type=TEXT, role="list", fixed=fixed),
                item(1, code, scaler=0, unit=27),
            ),
        )
        for name, fixed, code in (
            ("first", b"A1", "1.0.1.7.0.255"),
            ("second", b"A2", "1.0.2.7.0.255"),
        )
    )
    both = (first, second)
    for name, digit in (("first", 1), ("second", 2), ("first", 1)):
        push = cosem.read_push(octets(f"0202 0902 413{digit} 0600000001"), layouts=both)
        assert push.layout is not None
        assert push.layout.name == name
    with pytest.raises(PushError, match="is b'A3'"):
        cosem.read_push(octets("0202 0902 4133 0600000001"), layouts=both)


def test_what_fits_nothing() -> None:
    with pytest.raises(PushError) as caught:
        cosem.read_push(octets("0202 06000016DC 0A01 41"), layouts=KAIFA)
    told = str(caught.value)
    assert "structure of 2: double-long-unsigned, visible-string[1]" in told
    assert "kaifa_1 (is of 1)" in told
    assert "cosem.axdr.decode" in told
    assert "PushLayout" in told
    with pytest.raises(PushError, match=r"kaifa_1 \(\[0\] is octet-string\[1\], not"):
        cosem.read_push(octets("0201 0901 41"), layouts=KAIFA_1)
    with pytest.raises(PushError, match="no list of values"):
        cosem.read_push(octets("0901 41"))
    with pytest.raises(PushError, match="no list of values"):
        cosem.read_push(octets("0100"))


def test_names_of_layouts() -> None:
    with pytest.raises(cosem.UnknownNameError, match="no layout 'kaifa'"):
        cosem.read_push(octets("0100"), layouts="kaifa")
    for wrong in (5, [5], [None]):
        with pytest.raises(cosem.CosemError):
            cosem.read_push(octets("0100"), layouts=wrong)  # type: ignore[arg-type]


def test_layouts_that_cannot_be() -> None:
    def refused(*items: LayoutItem, count: int | None = 3) -> str:
        layout = PushLayout("wrong", "Wrong", count, items)
        with pytest.raises(cosem.CosemError, match="layout 'wrong'") as caught:
            cosem.read_push(octets("0100"), layouts=layout)
        return str(caught.value)

    assert "a role is one of" in refused(item(0, role="tariff"))
    assert "has no place" in refused(item((), role="time"))
    assert "another item has" in refused(item(0, "1.0.1.8.0.255"), item(0))
    assert "no item at the place" in refused(item(0, role="code", of=(1,)))
    assert "nothing says the code" in refused(item(0))
    assert "any count" in refused(item(0, "1.0.1.8.0.255"), count=None)
    assert "found 200" in refused(item(0, "1.0.1.8.0.255", scaler=200))
    fixed: Any = "text"
    assert "octets" in refused(item(0, role="list", fixed=fixed))
    inner = item((0, 1), "1.0.1.8.0.255")
    assert "in another one" in refused(item(0, "1.0.1.8.0.255"), inner)


ENERGY = cosem.Obis("1.0.1.8.0.255")


@pytest.mark.parametrize(
    "facts",
    [
        {"obis": "1.0.1.8.0.255"},
        {"obis": ENERGY, "scaler": "-1"},
        {"obis": ENERGY, "unit": 1.5},
        {"obis": ENERGY, "class_id": "3"},
        {"obis": ENERGY, "attribute": None},
        {"obis": ENERGY, "name": 5},
        {"obis": ENERGY, "role": None},
        {"obis": ENERGY, "of": "x"},
        {"obis": ENERGY, "place": (-1,)},
        {"obis": ENERGY, "place": [0]},
        {"obis": ENERGY, "place": None},
        {"obis": ENERGY, "type": None},
    ],
)
def test_items_of_anything_are_refused_in_words(facts: dict[str, Any]) -> None:
    facts = {"place": (0,), "type": t.UNSIGNED, **facts}
    layout = PushLayout("wrong", "Wrong", 1, (LayoutItem(**facts),))
    with pytest.raises(cosem.CosemError, match="layout 'wrong': expected items"):
        cosem.read_push(octets("0201 1105"), layouts=layout)


@pytest.mark.parametrize(
    "facts", [{"count": "1"}, {"items": None}, {"tags": None}, {"title": 5}]
)
def test_layouts_of_anything_are_refused_in_words(facts: dict[str, Any]) -> None:
    one = LayoutItem((0,), t.UNSIGNED, obis=ENERGY)
    made: dict[str, Any] = {"title": "Wrong", "count": 1, "items": (one,), **facts}
    layout = PushLayout("wrong", **made)
    with pytest.raises(cosem.CosemError, match="layout 'wrong': expected "):
        cosem.read_push(octets("0201 1105"), layouts=layout)


def test_lists_that_are_too_long() -> None:
    body = b"\x01\x82" + (MOST + 1).to_bytes(2, "big") + b"\0" * (MOST + 1)
    with pytest.raises(PushError, match=f"at most {MOST} elements"):
        cosem.read_push(body)
