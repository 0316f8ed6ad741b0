"""What meters send otherwise: with a quirk it is as the standard has it, without one as it came."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem import (
    AttributeSpec,
    CosemError,
    DateTime,
    EncodeError,
    NumberText,
    UnknownNameError,
)
from cosem.types import ScalerUnit, Unit
from cosem_runtime.interface import GenericObject
from cosem_runtime.quirks import Quirk, QuirkEffect, Quirks
from cosem_runtime.quirks.effects import WORDS
from cosemgen.vocabulary import QUIRK_WORDS, SIMPLE_TYPES

from ..telegram import framer

CLOCK = cosem.interface_class(8)
DATA = cosem.interface_class(1)
REGISTER = cosem.interface_class(3)
SLAVE = cosem.interface_class(72, 0)

INDIA = DateTime.from_bytes(bytes.fromhex("07E10101FF00000000014A00"))
FFFF = DateTime.from_bytes(bytes.fromhex("07E80A1B07023000FFFFFF00"))


def of(*effects: QuirkEffect, name: str = "some", **facts: Any) -> Quirks:
    return Quirks([Quirk(name, "Some", effects, **facts)])


def value(class_id: int, attribute: int, sent: str, means: str, **more: Any) -> Quirks:
    name = cosem.interface_class(class_id).attribute(attribute).name
    effect = QuirkEffect(
        "value",
        means,
        class_id=class_id,
        attribute=attribute,
        name=name,
        sent=sent,
        **more,
    )
    return of(effect)


REVERSED = of(QuirkEffect("deviation", "reversed"))
UNSPECIFIED = of(QuirkEffect("deviation", "unspecified", deviation=-1), name="ffff")
DIGITS = value(72, 6, "double-long-unsigned", "bcd")


def test_the_words_are_those_of_the_language() -> None:
    assert {what: tuple(words) for what, words in WORDS.items()} == {
        what: tuple(words) for what, words in QUIRK_WORDS.items()
    }


# ---------------------------------------------------------------- deviations


def test_the_sign_of_the_deviation() -> None:
    assert INDIA.to_datetime().isoformat() == "2017-01-01T00:00:00-05:30"
    assert INDIA.to_datetime(quirks=REVERSED).isoformat() == "2017-01-01T00:00:00+05:30"
    meant = REVERSED.date_time(INDIA)
    assert meant.deviation == -330
    assert str(meant) == "2017-01-01 00:00:00 +05:30"
    assert REVERSED.to_datetime(INDIA) == meant.to_datetime()
    assert REVERSED.sent(CLOCK, 2, meant) == INDIA


def test_ffff_is_not_specified() -> None:
    assert FFFF.to_datetime().isoformat() == "2024-10-27T02:48:00+00:01"
    assert FFFF.to_datetime(quirks=UNSPECIFIED).isoformat() == "2024-10-27T02:48:00"
    assert UNSPECIFIED.date_time(FFFF).deviation is None
    # Both, as one meter may have them: that one deviation is none at all goes first.
    both = REVERSED | UNSPECIFIED
    assert both.date_time(FFFF).deviation is None
    assert both.date_time(INDIA).deviation == -330


@pytest.mark.parametrize("deviation", [None, 0, -60, 720])
def test_the_sign_goes_both_ways(deviation: int | None) -> None:
    time = DateTime(2024, 6, 15, None, 12, 0, 0, deviation=deviation)
    meant = REVERSED.date_time(time)
    assert meant.deviation == (None if deviation is None else -deviation)
    assert bytes(meant[:9] + meant[11:]) == bytes(time[:9] + time[11:])
    assert REVERSED.sent(CLOCK, 2, meant) == time


def test_without_quirks_a_time_is_what_it_is() -> None:
    none = Quirks()
    assert none.date_time(INDIA) is INDIA
    assert none.meant(CLOCK, 2, INDIA) is INDIA
    assert UNSPECIFIED.date_time(INDIA) is INDIA


def test_what_is_no_time_is_refused() -> None:
    for wrong in (None, 5, b"x" * 12, "2024-06-15"):
        for ask in (REVERSED.date_time, REVERSED.to_datetime):
            with pytest.raises(cosem.DateTimeError, match="a DateTime is expected"):
                ask(wrong)  # type: ignore[arg-type]


def test_times_are_found_at_any_depth() -> None:
    log = cosem.interface_class(7).attribute(2)
    rows = [(INDIA, 5, [INDIA, None]), (b"x", 6, [])]
    meant = REVERSED.meant(None, log, rows)
    right = REVERSED.date_time(INDIA)
    assert meant == [(right, 5, [right, None]), (b"x", 6, [])]
    assert rows[0][0] is INDIA
    plain = [(1, "x"), [None]]
    assert REVERSED.meant(None, log, plain) is plain


def test_times_in_structures_are_found() -> None:
    kind = cosem.interface_class(9).attribute("scripts").type
    assert kind  # a class with structures
    window = cosem.interface_class(40).attribute("communication_window")
    octets = bytes.fromhex(
        "0101 0202 090C 07E10101FF00000000014A00 090C 07E10101FF01000000014A00"
    )
    before = window.decode(octets)
    meant = REVERSED.meant(cosem.interface_class(40), window, before)
    assert [meant[0].start_time.deviation, meant[0].end_time.deviation] == [-330, -330]
    assert type(meant[0]) is type(before[0])
    assert before[0].start_time.deviation == 330
    back = REVERSED.sent(cosem.interface_class(40), window, meant)
    assert window.encode(back) == octets


def test_an_absurd_deviation_is_called_that() -> None:
    absurd = DateTime.from_bytes(bytes.fromhex("DF070A0DFF102D00FFDF0700"))
    with pytest.raises(cosem.DateTimeError) as caught:
        absurd.to_datetime()
    assert "deviation" in str(caught.value)
    assert "expected -720..840 minutes" in str(caught.value)
    assert "found -8441" in str(caught.value)
    assert "timedelta" not in str(caught.value)


# ---------------------------------------------------------------- values of attributes


def test_digits_in_a_number() -> None:
    spec = SLAVE.attribute(6)
    octets = bytes.fromhex("06 12345678")
    plain = spec.decode(octets)
    assert plain == 0x12345678
    meant = DIGITS.meant(SLAVE, spec, plain)
    assert meant == "12345678"
    assert meant.sent == plain
    assert spec.encode(meant) == octets
    assert DIGITS.sent(SLAVE, 6, meant) == plain
    assert DIGITS.sent(SLAVE, 6, "12345678") == plain
    assert DIGITS.meant(SLAVE, 6, 0x1234) == "00001234"
    # What has other digits is no BCD.
    assert DIGITS.meant(SLAVE, 6, 0x1234567A) == 0x1234567A


@pytest.mark.parametrize("wrong", ["123456789", "12x", "", None, 1.5, "١٢"])
def test_digits_that_are_none_cannot_be_sent(wrong: Any) -> None:
    with pytest.raises(EncodeError, match="at most 8 digits"):
        DIGITS.sent(SLAVE, 6, wrong)


def test_letters_in_a_number() -> None:
    letters = value(72, 7, "long-unsigned", "letters")
    spec = SLAVE.attribute(7)
    octets = bytes.fromhex("12 2C2D")
    assert spec.decode(octets) == 0x2C2D
    meant = letters.meant(SLAVE, spec, 0x2C2D)
    assert meant == "KAM"
    assert spec.encode(meant) == octets
    assert letters.sent(SLAVE, 7, "KAM") == 0x2C2D
    assert letters.sent(SLAVE, 7, 5) == 5
    for number in (0, 0x8421, 0x0400 | 0x1B, 0xFFFF):
        assert letters.meant(SLAVE, 7, number) is number
    for wrong in ("KA", "kam", "KÄM", "KAMS", None):
        with pytest.raises(EncodeError, match="three letters"):
            letters.sent(SLAVE, 7, wrong)


def test_seconds_in_a_number() -> None:
    seconds = value(
        1, 2, "double-long-unsigned", "unix-time", objects="0.0-1.1.1.0.255"
    )
    clock = DATA("0.0.1.1.0.255")
    sent = clock.decode_attribute(2, bytes.fromhex("06 666D8B80"))
    assert sent == 0x666D8B80
    meant = seconds.meant(clock, 2, sent)
    assert meant.to_datetime().isoformat() == "2024-06-15T12:39:28+00:00"
    assert seconds.sent(clock, 2, meant) == sent
    # It is said of these objects, and of no class as a whole.
    assert seconds.meant(DATA("0.2.1.1.0.255"), 2, sent) is sent
    assert seconds.meant(DATA, 2, sent) is sent
    assert seconds.meant(clock, 1, sent) is sent
    with pytest.raises(EncodeError, match="whole seconds"):
        seconds.sent(clock, 2, DateTime(2024, 6, 15))


def test_the_sign_of_a_number() -> None:
    zone = value(8, 3, "long", "reversed")
    assert zone.meant(CLOCK, "time_zone", 330) == -330
    assert zone.sent(CLOCK, "time_zone", -330) == 330
    # Not specified it is with either sign: +8000h is no long.
    assert zone.meant(CLOCK, "time_zone", -0x8000) == -0x8000
    assert zone.sent(CLOCK, "time_zone", -0x8000) == -0x8000
    with pytest.raises(EncodeError, match="a whole number"):
        zone.sent(CLOCK, "time_zone", "east")


def test_a_version_of_a_class_alone() -> None:
    (quirk,) = DIGITS
    old = of(QuirkEffect(**{**dict(quirk.effects[0]._facts()), "version": 0}))
    newer = cosem.interface_class(72, 1)
    assert old.meant(SLAVE, 6, 0x12) == "00000012"
    assert old.meant(newer, 6, 0x12) == 0x12
    assert DIGITS.meant(newer, 6, 0x12) == "00000012"


def test_an_attribute_whose_class_is_not_told() -> None:
    spec = SLAVE.attribute(6)
    assert DIGITS.meant(None, spec, 0x12) == "00000012"
    by_hand = AttributeSpec(6, "identification_number", spec.type)
    assert DIGITS.meant(None, by_hand, 0x12) == "00000012"
    other = AttributeSpec(6, "number", spec.type)
    assert DIGITS.meant(None, other, 0x12) == 0x12
    assert DIGITS.meant(None, REGISTER.attribute(2), 0x12) == 0x12
    with pytest.raises(CosemError, match="one of a class"):
        DIGITS.meant(None, 6, 0x12)


def test_objects_of_unknown_classes() -> None:
    mine = GenericObject(72, 0, "0.1.24.1.0.255")
    assert DIGITS.meant(mine, 6, 0x12) == "00000012"
    assert REVERSED.meant(mine, 9, INDIA).deviation == -330


def test_scalers() -> None:
    scalers = of(
        QuirkEffect("scaler", "reversed", objects="1.0.1-2.8.0.255"),
    )
    three = ScalerUnit(3, Unit.WATT_HOUR)
    energy = REGISTER("1.0.1.8.0.255")
    assert scalers.meant(energy, 3, three) == ScalerUnit(-3, Unit.WATT_HOUR)
    assert scalers.sent(energy, 3, ScalerUnit(-3, Unit.WATT_HOUR)) == three
    assert scalers.meant(REGISTER("1.0.3.8.0.255"), 3, three) is three
    assert scalers.meant(REGISTER, 3, three) is three
    lowest = ScalerUnit(-128, Unit.WATT_HOUR)
    assert scalers.meant(energy, 3, lowest) is lowest


# ---------------------------------------------------------------- readings


def test_readings_have_what_is_meant_and_what_came() -> None:
    octets = bytes.fromhex("06 12345678")
    reading = SLAVE.attribute(6).read(octets, quirks=DIGITS)
    assert reading.value == "12345678"
    assert (reading.octets, reading.conforms) == (octets, True)
    assert SLAVE.attribute(6).read(octets).value == 0x12345678
    # As an octet-string where a tagged date-time came: a deviation, and a quirk.
    tagged = bytes.fromhex("19 07E10101FF00000000014A00")
    reading = CLOCK.attribute(2).read(tagged, quirks=REVERSED)
    assert reading.value.deviation == -330
    assert reading.octets == tagged and not reading.conforms
    plain = CLOCK.attribute(3).read(bytes.fromhex("10014A"), quirks=DIGITS)
    assert plain.value == 330


def test_an_object_keeps_what_is_meant() -> None:
    slave = SLAVE("0.1.24.1.0.255")
    reading = slave.read_attribute(6, bytes.fromhex("06 00000012"), quirks=DIGITS)
    assert slave.identification_number == reading.value == "00000012"
    assert slave.encode_attribute(6) == bytes.fromhex("06 00000012")
    # A number of another type is a deviation, and means the same.
    odd = slave.read_attribute(6, bytes.fromhex("12 0012"), quirks=DIGITS)
    assert odd.value == "00000012"
    assert slave.deviations == odd.deviations != ()
    clock = CLOCK("0.0.1.0.0.255")
    beyond = bytes.fromhex("19 07E10101FF00000000014A00")
    assert clock.read_attribute(50, beyond, quirks=REVERSED).value.deviation == -330
    assert clock.others[50].deviation == -330
    mine = GenericObject(72, 0, "0.1.24.1.0.255")
    assert mine.read_attribute(6, bytes.fromhex("06 00000012"), quirks=DIGITS)
    assert mine.values[6] == "00000012"


def test_objects_alone_have_quirks_of_objects() -> None:
    seconds = value(1, 2, "double-long-unsigned", "unix-time", objects="0.0.1.1.0.255")
    octets = bytes.fromhex("06 666D8B80")
    assert DATA.attribute(2).read(octets, quirks=seconds).value == 0x666D8B80
    clock = DATA("0.0.1.1.0.255")
    meant = clock.read_attribute(2, octets, quirks=seconds).value
    assert meant.to_datetime().isoformat() == "2024-06-15T12:39:28+00:00"


# ---------------------------------------------------------------- texts that stand for numbers


def test_a_text_that_stands_for_a_number_is_encoded_as_that() -> None:
    sent = cosem.axdr.decode(bytes.fromhex("06 12345678"))
    text = NumberText("12345678", sent)
    assert cosem.axdr.encode([text]).hex() == "01010612345678"
    assert REGISTER.attribute(2).encode(text).hex() == "0612345678"
    assert repr(text) == "NumberText('12345678', DoubleLongUnsigned(305419896))"
    with pytest.raises(EncodeError):
        cosem.axdr.encode(NumberText("5", 5))
    with pytest.raises(EncodeError, match="out of range"):
        SLAVE.attribute(7).encode(text)


def test_an_object_with_such_a_text_has_its_number_in_json() -> None:
    slave = SLAVE("0.1.24.1.0.255", identification_number=NumberText("00000012", 0x12))
    (again,) = [cosem.from_json(cosem.to_json(slave))]
    assert again.identification_number == 0x12


# ---------------------------------------------------------------- profiles

COLUMNS = [(8, "0.0.1.0.0.255", 2, 0), (3, "1.0.1.8.0.255", 2, 0)]
NEWEST_FIRST = bytes.fromhex(
    "0102 0202 090C 07E8060F060C000000FF8880 06000004D9 0202 00 06000004D9"
)


def shown(rows: Any) -> list[str]:
    return [str(row[0]) for row in rows]


def test_rows_that_come_with_the_newest_first() -> None:
    order = of(QuirkEffect("order", "newest-first"))
    assert order.sort_method() == 2
    assert Quirks().sort_method() is None
    reader = cosem.profile_reader(COLUMNS, capture_period=900, sort_method="fifo")
    assert shown(reader.read(NEWEST_FIRST))[1] == "2024-06-15 12:15:00 +02:00 DST"
    reader = cosem.profile_reader(
        COLUMNS, capture_period=900, sort_method="fifo", quirks=order
    )
    assert shown(reader.read(NEWEST_FIRST)) == [
        "2024-06-15 12:00:00 +02:00 DST",
        "2024-06-15 11:45:00 +02:00 DST",
    ]


def test_the_order_of_some_profiles_alone() -> None:
    order = of(
        QuirkEffect("order", "newest-first", objects="1.0.99.1.0.255"),
        QuirkEffect("order", "oldest-first", objects="1.0.99.2.0.255"),
    )
    assert order.sort_method() is None
    assert order.sort_method("1.0.99.1.0.255") == 2
    assert order.sort_method("1.0.99.2.0.255") == 1
    assert order.sort_method("1.0.98.1.0.255") is None


def test_times_of_rows_are_meant() -> None:
    quirks = REVERSED | value(8, 3, "long", "reversed")
    columns = [*COLUMNS, (8, "0.0.1.0.0.255", 3, 0), (1, "0.0.96.1.0.255", 2, 0)]
    buffer = bytes.fromhex(
        "0103"
        "0204 090C 07E8060F060C000000007880 06000004D9 10003C 0202 110509010A"
        "0204 00 06000004DA 10003C 00"
        "0204 090C 07E8060F060C1E0000007880 00 10003C 00"
    )
    plain = cosem.profile_reader(columns, capture_period=900)
    assert shown(plain.read(buffer))[0] == "2024-06-15 12:00:00 -02:00 DST"
    reader = cosem.profile_reader(columns, capture_period=900, quirks=quirks)
    rows = reader.read(buffer)
    assert shown(rows) == [
        "2024-06-15 12:00:00 +02:00 DST",
        "2024-06-15 12:15:00 +02:00 DST",
        "2024-06-15 12:30:00 +02:00 DST",
    ]
    assert rows.column(2) == [-60, -60, -60]
    assert rows.column(1) == [1241, 1242, 1242]
    times = [row["clock.time"] for row in rows.to_dicts()]
    assert times[0].isoformat() == "2024-06-15T12:00:00+02:00"
    assert reader.read(b"\x01\x00") == []


def test_seconds_of_rows_are_times() -> None:
    seconds = value(
        1, 2, "double-long-unsigned", "unix-time", objects="0.0.94.39.0.255"
    )
    columns = [(1, "0.0.94.39.0.255", 2, 0), (3, "7.0.13.2.0.255", 2, 0)]
    buffer = bytes.fromhex("0102 0202 06666D8B80 06000004D2 0202 00 06000004D9")
    plain = cosem.profile_reader(columns, capture_period=3600)
    assert [row[0] for row in plain.read(buffer)] == [0x666D8B80] * 2
    reader = cosem.profile_reader(columns, capture_period=3600, quirks=seconds)
    assert shown(reader.read(buffer)) == [
        "2024-06-15 12:39:28 +00:00",
        "2024-06-15 13:39:28 +00:00",
    ]
    # The sign of a deviation is of those that are sent.
    both = cosem.profile_reader(
        columns, capture_period=3600, quirks=seconds | REVERSED | UNSPECIFIED
    )
    assert shown(both.read(buffer)) == shown(reader.read(buffer))


def test_digits_of_rows() -> None:
    columns = [(72, "0.1.24.1.0.255", 6, 0)]
    reader = cosem.profile_reader(columns, quirks=DIGITS)
    rows = reader.read(bytes.fromhex("0102 0201 0612345678 0201 00"))
    assert rows.column(0) == ["12345678", "12345678"]
    part = cosem.profile_reader([(72, "0.1.24.1.0.255", 6, 1)], quirks=DIGITS)
    assert part.read(bytes.fromhex("0101 0201 0612345678")).column(0) == [0x12345678]


PUSH = bytes.fromhex(
    "0F 00000001 0C 07E8060F060C000000007880"
    "02 06 0906 0100010800FF 06 00000005"
    "0906 0001180100FF 06 12345678"
    "0906 0000010000FF 090C 07E8060F060C000000007880"
)


def test_tolerant_rows_are_meant() -> None:
    reader = cosem.profile_reader(COLUMNS, capture_period=900, quirks=REVERSED)
    buffer = bytes.fromhex(
        "0102 0202 090C 07E8060F060C000000007880 06000004D9 0202 00 1204DA"
    )
    reading = reader.read(buffer, tolerant=True)
    assert shown(reading.value) == [
        "2024-06-15 12:00:00 +02:00 DST",
        "2024-06-15 12:15:00 +02:00 DST",
    ]
    assert reading.octets == buffer


def test_what_is_pushed_is_meant() -> None:
    plain = cosem.read_push(PUSH)
    push = cosem.read_push(PUSH, quirks=REVERSED)
    assert [item.obis for item in push] == [item.obis for item in plain]
    for one, minutes in ((plain, 120), (push, -120)):
        assert one.time is not None and one.time.deviation == minutes
        assert {each.time.deviation for each in one if each.time} == {minutes}
        assert one["0-0:1.0.0"].value.deviation == minutes
    assert push["1-0:1.8.0"].value == plain["1-0:1.8.0"].value == 5
    assert push.deviations == plain.deviations and push.family == plain.family
    times = [row["time"].isoformat() for row in push.to_dicts() if row["time"]]
    assert set(times) == {"2024-06-15T12:00:00+02:00"}


def test_what_a_stream_brings_is_meant() -> None:
    reader = cosem.push_reader(quirks=REVERSED)
    found = [*reader.feed(framer.hdlc_message(PUSH)), *reader.finish()]
    (push,) = (each for each in found if not isinstance(each, CosemError))
    assert push.time is not None and push.time.deviation == -120


def test_numbers_that_are_pushed_are_meant() -> None:
    digits = value(3, 2, "double-long-unsigned", "bcd", objects="0.1.24.1.0.255")
    assert digits.meant_at(3, cosem.Obis("0.1.24.1.0.255"), 2, 0x12) == "00000012"
    assert digits.meant_at(3, cosem.Obis("0.1.24.1.0.255"), 2, 0x12, 1) == 0x12
    assert digits.meant_at(None, None, 2, 0x12) == 0x12
    assert REVERSED.meant_at(None, None, 2, [INDIA])[0].deviation == -330


# ---------------------------------------------------------------- collections


def test_quirks_are_chosen_by_name() -> None:
    found = cosem.quirks("deviation_reversed", "deviation_ffff")
    assert found.names == ("deviation_reversed", "deviation_ffff")
    assert "deviation_reversed" in found and "newest_first" not in found
    assert cosem.quirks() == Quirks() and not cosem.quirks()
    assert cosem.quirks(found) == found == cosem.quirks(*found)
    assert all(quirk in found for quirk in found)
    assert len(cosem.quirks("deviation_ffff", "deviation_ffff")) == 1
    assert cosem.quirks("deviation_reversed") | cosem.quirks("deviation_ffff") == found


def test_unknown_names_are_guessed_at() -> None:
    with pytest.raises(UnknownNameError) as caught:
        cosem.quirks("deviation_reverse")
    assert 'did you mean "deviation_reversed"?' in str(caught.value)
    assert "newest_first" in str(caught.value)
    for wrong in (5, None, b"x"):
        with pytest.raises(CosemError):
            cosem.quirks(wrong)  # type: ignore[arg-type]
    with pytest.raises(CosemError, match="maker is text, found 5"):
        cosem.quirks(maker=5)  # type: ignore[arg-type]


def test_what_reads() -> None:
    found = cosem.quirks("deviation_ffff")
    assert repr(found) == "<Quirks deviation_ffff>"
    assert "date-times deviation -1 unspecified" in str(found)
    assert "source osgp" in str(found)
    assert (repr(Quirks()), str(Quirks())) == ("<Quirks none>", "no quirks")
    (quirk,) = found
    assert repr(quirk).startswith("<Quirk deviation_ffff: ")
    (effect,) = quirk.effects
    assert repr(effect) == "<QuirkEffect date-times deviation -1 unspecified>"
    (digits,) = DIGITS
    assert str(digits.effects[0]) == (
        "class 72 attribute 6 identification_number: double-long-unsigned means bcd"
    )


@pytest.mark.parametrize(
    "told, fits",
    [
        ({"maker": "KAM"}, False),
        ({"maker": "kam", "model": "omni power"}, True),
        ({"maker": "KAM", "model": "Omnipower 3", "firmware": "1"}, False),
        ({"profile": "is-15959"}, True),
        ({"profile": "IS 15959-2"}, False),
        ({"country": "India"}, False),
        ({"firmware": "2.0.11"}, True),
        ({"firmware": "2.1"}, False),
        ({}, False),
    ],
)
def test_what_a_meter_is_known_by(told: dict[str, str], fits: bool) -> None:
    quirk = Quirk(
        "some",
        "Some",
        (QuirkEffect("scaler", "reversed"),),
        applies=(
            (("maker", "KAM"), ("model", "Omnipower")),
            (("profile", "IS 15959"),),
            (("firmware", "2.0*"),),
        ),
    )
    assert quirk.fits(**told) is fits


def contradiction(one: QuirkEffect, two: QuirkEffect) -> str:
    with pytest.raises(CosemError) as caught:
        of(one, name="the_one") | of(two, name="the_other")
    return str(caught.value)


def test_quirks_that_contradict_each_other_are_both_named() -> None:
    told = contradiction(
        QuirkEffect("order", "newest-first"),
        QuirkEffect("order", "oldest-first", objects="1.0.99.1.0.255"),
    )
    assert "the_one (profiles newest-first)" in told
    assert "the_other (profiles of 1.0.99.1.0.255 oldest-first)" in told
    assert "standard" in contradiction(
        QuirkEffect("deviation", "reversed"), QuirkEffect("deviation", "standard")
    )
    (digits,), (letters,) = DIGITS, value(72, 6, "double-long-unsigned", "reversed")
    assert "bcd" in contradiction(digits.effects[0], letters.effects[0])


def test_quirks_of_different_things_go_together() -> None:
    one = of(QuirkEffect("order", "newest-first", objects="1.0.99.1.0.255"), name="a")
    two = of(QuirkEffect("order", "oldest-first", objects="1.0.99.2.0.255"), name="b")
    assert (one | two).names == ("a", "b")
    facts = dict(next(iter(DIGITS)).effects[0]._facts())
    old = of(QuirkEffect(**{**facts, "version": 0}), name="a")
    new = of(QuirkEffect(**{**facts, "version": 1, "means": "standard"}), name="b")
    together = old | new
    assert together.meant(SLAVE, 6, 0x12) == "00000012"
    assert together.meant(cosem.interface_class(72, 1), 6, 0x12) == 0x12
    assert len(of(QuirkEffect("scaler", "reversed"), name="x") | REVERSED) == 2


def test_nobody_changes_them() -> None:
    (quirk,) = REVERSED
    for one, name in (
        (REVERSED, "_plan"),
        (quirk, "name"),
        (quirk.effects[0], "means"),
    ):
        with pytest.raises(AttributeError, match="cannot be changed"):
            setattr(one, name, None)


@pytest.mark.parametrize(
    "made",
    [
        lambda: QuirkEffect("deviation", "inverted"),
        lambda: QuirkEffect("smell", "reversed"),
        lambda: QuirkEffect("deviation", "unspecified"),
        lambda: QuirkEffect("deviation", "reversed", deviation=-1),
        lambda: QuirkEffect("value", "bcd"),
        lambda: QuirkEffect("scaler", "reversed", class_id=3, attribute=2),
        lambda: QuirkEffect("scaler", "reversed", objects="1.0.1.8.0"),
        lambda: QuirkEffect("scaler", "reversed", objects="1.0.1.8.0.x"),
        lambda: Quirk("some", "Some", ()),
        lambda: Quirk("some", "Some", ("x",)),  # type: ignore[arg-type]
        lambda: of(QuirkEffect("scaler", "reversed"), applies=((("colour", "red"),),)),
        lambda: Quirks(["x"]),  # type: ignore[list-item]
    ],
)
def test_what_is_no_quirk_is_refused(made: Any) -> None:
    with pytest.raises(CosemError):
        made()


def test_every_data_type_that_has_a_meaning_can_be_read() -> None:
    for means, word in QUIRK_WORDS["value"].items():
        for sent in word.bases:
            low, high = SIMPLE_TYPES[sent].bounds or (0, 0)
            quirks = value(1, 2, sent, means)
            for number in {low, 0, 1, 0x12 & high, high}:
                meant = quirks.meant(DATA, 2, number)
                assert quirks.sent(DATA, 2, meant) == number
