"""Real deviations: what is made of them, and what is told."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem import DecodeError, axdr
from cosem_runtime import types as t
from cosem_runtime.tolerant import KINDS, SEVERITIES, Deviation, Reading
from cosem_runtime.tolerant.walk import MOST_TOLD, read

CLOCK = cosem.Clock
SCRIPTS = cosem.ScriptTable


def octets(text: str) -> bytes:
    return bytes.fromhex(text)


def codes(reading: Reading) -> list[str]:
    return [deviation.code for deviation in reading.deviations]


# ---- the table


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_says_what_it_is(kind: Any) -> None:
    assert kind.severity in SEVERITIES
    assert kind.title and not kind.title.endswith(".")
    assert kind.taken.endswith(".")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.example], ids=lambda k: k.code
)
def test_each_example_deviates_so_and_is_refused_by_decode(kind: Any) -> None:
    class_id, number, text = kind.example
    one = cosem.interface_class(class_id)("0.0.1.0.0.255")
    reading = one.read_attribute(number, octets(text))
    assert kind.code in codes(reading)
    assert reading.octets == octets(text)
    assert one.deviations == reading.deviations
    # Long lengths and ranges are nothing that `decode` asks for.
    if kind.code not in ("D001", "D202"):
        with pytest.raises(cosem.CosemError):
            one.decode_attribute(number, octets(text))


def test_what_has_no_example_is_tried_elsewhere() -> None:
    without = {kind.code for kind in KINDS.values() if not kind.example}
    profiles_and_pushes = {"D005", "D147", "D203", "D161", "D162"}
    assert without == {"D009", "D201"} | profiles_and_pushes


# ---- public reports: class, version, attribute, octets, value, code

REPORTS = [
    # A server's golden vectors (openspodes).
    (8, 0, 3, "05 000000B4", 180, "D101"),
    (70, 0, 3, "11 01", 1, "D103"),
    (7, 1, 5, "11 01", 1, "D103"),
    # Meters of the Saudi grid write dates and times under their own tags (Gurux).
    (20, 0, 10, "19 07E80B0F050E2D2D00FFC400", "2024-11-15 14:45:45 +01:00", "D111"),
    # Times that nothing is known of (Gurux).
    (4, 0, 5, "00", None, "D131"),
    (8, 0, 2, "0900", None, "D132"),
    (5, 0, 6, "0900", None, "D132"),
    # capture_time as octet-string (Gurux, OSGP).
    (47, 2, 8, "090C 07E80B0F050E2D2D00FFC400", "2024-11-15 14:45:45 +01:00", "D112"),
    # Unsorted profiles and a modem without a cell (OSGP).
    (7, 1, 6, "00", None, "D131"),
    (47, 0, 6, "00", None, "D131"),
    # A name as visible-string (Gurux).
    (20, 0, 2, "0A04 54415231", b"TAR1", "D121"),
    # describe() lists bcd for registers.
    (3, 0, 2, "0D 12", 12, "D104"),
]


@pytest.mark.parametrize(
    ("class_id", "version", "number", "text", "value", "code"), REPORTS
)
def test_reports(
    class_id: int, version: int, number: int, text: str, value: Any, code: str
) -> None:
    spec = cosem.interface_class(class_id, version).attribute(number)
    reading = spec.read(octets(text))
    found = str(reading.value) if isinstance(value, str) else reading.value
    assert (found, codes(reading)) == (value, [code])


def test_a_number_that_does_not_fit_is_kept_under_its_own_type() -> None:
    """Iskraemeco meters send script -1 as a signed long (Gurux takes it)."""
    reading = SCRIPTS.attribute(2).read(octets("0101 0202 10FFFF 0100"))
    assert reading.value[0].script_identifier == axdr.Long(-1)
    assert isinstance(reading.value[0].script_identifier, axdr.Long)
    (deviation,) = reading.deviations
    assert (deviation.code, deviation.path, deviation.offset, deviation.severity) == (
        "D102",
        "scripts[0].script_identifier",
        4,
        "error",
    )
    assert str(deviation) == (
        "D102 scripts[0].script_identifier: expected long-unsigned, found long -1 (offset 4)"
    )


def test_a_table_without_its_array() -> None:
    """Xemex meters send the one script alone (Gurux)."""
    text = "0202 120001 0101 0205 1602 120046 0906 0000600A00FF 0F01 0F00"
    reading = SCRIPTS.attribute(2).read(octets(text))
    assert codes(reading) == ["D141"]
    assert [each.script_identifier for each in reading.value] == [1]
    assert SCRIPTS.attribute(2).encode(reading.value) == octets("0101" + text)


def test_times_that_are_only_times() -> None:
    """Class 29 with calling windows of four octets (Gurux)."""
    spec = cosem.interface_class(29, 2).attribute(5)
    reading = spec.read(octets("0101 0202 0904 00000000 0904 173B3BFF"))
    window = reading.value[0]
    assert (str(window.start_time), str(window.end_time)) == ("00:00:00", "23:59:59")
    assert codes(reading) == ["D113", "D113"]


def test_an_object_list_that_announces_more_than_it_has() -> None:
    """Iskraemeco MT880 (Gurux stops at the end, too)."""
    text = "0102 0204 120003 1100 0906 0100010800FF 0202 0101 0203 0F02 1601 00 0100"
    reading = cosem.interface_class(15, 1).attribute(2).read(octets(text))
    assert [str(entry.logical_name) for entry in reading.value] == ["1-0:1.8.0*255"]
    assert codes(reading) == ["D003"]
    assert "2 elements, found 1 whole (" in str(reading.deviations[0])


def test_an_element_that_is_cut_is_no_element() -> None:
    text = "0102 0204 120003 1100 0906 0100010800FF 0202 0101 0203 0F02 1601 00 0100 0204 12"
    reading = cosem.interface_class(15, 1).attribute(2).read(octets(text))
    assert len(reading.value) == 1
    assert codes(reading) == ["D003"]


def test_a_structure_that_is_cut_keeps_its_whole_members() -> None:
    spec = cosem.interface_class(3).attribute(3)
    reading = spec.read(octets("0202 0FFD 16"))
    assert (reading.value.scaler, reading.value.unit) == (-3, None)
    assert codes(reading) == ["D003"]


def test_another_type_that_is_cut_is_told_as_cut() -> None:
    spec = cosem.interface_class(3).attribute(3)
    with pytest.raises(
        DecodeError, match=r"scaler: cut short: expected 2 octets of long"
    ):
        spec.read(octets("0202 10 00"))


def test_two_messages_in_one_buffer() -> None:
    text = "0202 0601410C28 0600000000 E6E7000F0008FD7C"
    reading = axdr.read(octets(text))
    assert reading.value == (0x01410C28, 0)
    assert [(d.code, d.offset) for d in reading.deviations] == [("D002", 12)]


def test_what_comes_is_kept_octet_by_octet() -> None:
    text = (
        "01820001 0204 120003 1100 0906 0100010800FF 0202 0101 0203 0F02 1601 00 0100"
    )
    reading = cosem.interface_class(15, 1).attribute(2).read(octets(text))
    assert reading.octets == octets(text)
    assert codes(reading) == ["D001"]
    assert reading.deviations[0].found == "3 octets"


# ---- versions


def test_members_of_an_earlier_version() -> None:
    text = octets("0101 0204 120046 0906 000060030AFF 0F03 120000")
    spec = cosem.PushSetup.attribute(2)
    with pytest.raises(DecodeError, match="version 0"):
        spec.decode(text)
    reading = spec.read(text)
    assert codes(reading) == ["D151", "D143"]
    assert reading.value[0].attribute_index == 3
    assert "version 0" in str(reading.deviations[0])


def test_decode_of_an_object_says_it_too() -> None:
    text = octets("0101 0204 120046 0906 000060030AFF 0F03 120000")
    with pytest.raises(DecodeError, match="version 0"):
        cosem.PushSetup("0.0.25.9.0.255").decode_attribute(2, text)


def test_a_version_that_means_something_else_is_read_as_that_version() -> None:
    """Push setup has a number for the delay in versions 0 and 1, a structure since."""
    spec = cosem.PushSetup.attribute("repetition_delay")
    reading = spec.read(octets("12 003C"))
    assert (reading.value, codes(reading)) == (60, ["D151"])
    assert "found a value of version 1 or version 0" in str(reading.deviations[0])


def test_another_attribute_under_the_number_is_no_version_of_this_one() -> None:
    """Attribute 5 of class 24 is `fatal_error` in version 0, `tabi_list` in version 1."""
    before, after = (
        cosem.interface_class(24, version).attribute(5) for version in (0, 1)
    )
    assert (before.name, after.name) == ("fatal_error", "tabi_list")
    before.decode(octets("1606"))
    with pytest.raises(DecodeError) as caught:
        after.decode(octets("1606"))
    assert "version" not in str(caught.value)
    assert "D151" not in codes(after.read(octets("1606")))


def test_attributes_beyond_the_class_table() -> None:
    """83 captured objects of one meter's file use attributes 11 and 18 to 20 of Register."""
    one = cosem.Register("1.0.1.8.0.255")
    reading = one.read_attribute(18, octets("0600000001"))
    assert (reading.value, codes(reading)) == (1, ["D152"])
    assert one.others == {18: 1}
    assert one.read_attributes() == ("logical_name",)
    with pytest.raises(cosem.UnknownNameError):
        one.decode_attribute(18, octets("0600000001"))
    with pytest.raises(cosem.UnknownNameError):
        one.read_attribute("valeu", octets("0600000001"))
    with pytest.raises(cosem.UnknownNameError):
        one.read_attribute(1 << 40, octets("0600000001"))


# ---- objects, methods, selectors


def test_objects_keep_what_was_told_of_values_they_still_have() -> None:
    clock = CLOCK("0.0.1.0.0.255")
    clock.read_attribute("time_zone", octets("05 000000B4"))
    clock.read_attribute(2, octets("0900"))
    assert (clock.time_zone, clock.time) == (180, None)
    assert [each.code for each in clock.deviations] == ["D132", "D101"]
    clock.decode_attribute(3, octets("1000B5"))
    assert [each.code for each in clock.deviations] == ["D132"]
    again = pickle.loads(pickle.dumps(clock))
    assert again.deviations == clock.deviations


def test_objects_of_unknown_classes() -> None:
    one = cosem.GenericObject(9000, 0, "0.0.1.0.0.255")
    one.read_attribute(5, octets("1101 00"))
    assert (one.values[5], [each.code for each in one.deviations]) == (1, ["D002"])
    one.decode_attribute(5, octets("1101"))
    assert one.deviations == ()


def test_method_results_and_parameters() -> None:
    method = cosem.Register.method("reset")
    assert codes(method.read_parameter(octets("11 00"))) == ["D101"]
    assert codes(method.read_result(octets("11 00 00"))) == ["D002"]


def test_answers_to_selective_access() -> None:
    spec = cosem.ProfileGeneric.attribute("buffer")
    reading = spec.read_selected("entry", octets("0202 1101 1102"))
    assert (reading.value, codes(reading)) == ([(1, 2)], ["D141"])


# ---- what is never taken


@pytest.mark.parametrize(
    ("class_id", "number", "text"),
    [
        (3, 3, "09 02 0F 00"),  # octets for a structure
        (8, 2, "09 05 07 E8 0D 0F 05"),  # no month 13
        (8, 2, "09 04 19 00 00 00"),  # no hour 25
        (7, 7, "0D 1A"),  # A is no decimal digit
        (7, 7, "1C 01"),  # a difference says nothing without the value before
        (7, 7, "17 3F 00 00 00"),  # 0.5 is no whole number
        (70, 2, "11 02"),  # neither false nor true
        (8, 8, "09 01 01"),  # octets for a boolean
        (1, 1, "09 05 01 00 01 08 00"),  # five octets are no logical name
        (8, 2, "0A 0C 323430313031313230303030"),  # what people read is not octets
        (19, 2, "1B 0A 1B 00 00"),  # a time is no text
        (22, 4, "01 01 02 02 0A 04 31323334 09 05 07 E1 04 06 FF"),
        (15, 4, "0A 04 312E3136"),  # "1.16" is not the identifier 1.9.46.49.54
        (15, 4, "19 07 E8 0B 0F 05 0E 2D 2D 00 FF C4 00"),
        (1, 1, "0A 06 312E382E302E"),
    ],
)
def test_what_is_not_certain_is_refused(class_id: int, number: int, text: str) -> None:
    spec = cosem.interface_class(class_id).attribute(number)
    with pytest.raises(DecodeError) as strict:
        spec.decode(octets(text))
    with pytest.raises(DecodeError) as tolerant:
        spec.read(octets(text))
    assert str(tolerant.value) == str(strict.value)


def test_a_long_length_is_told_beside_a_size_that_is_not_stated() -> None:
    spec = cosem.interface_class(113, 0).attribute("charge_configuration")
    assert codes(spec.read(octets("04 820000"))) == ["D001", "D202"]


def test_an_element_that_is_none_does_not_hide_the_others() -> None:
    captured = cosem.interface_class(7).attribute(3)
    right = "0204 120003 0906 0100010800FF 0F02 120000"
    wrong = "0204 120003 0905 0100010800 0F02 120000"
    with pytest.raises(DecodeError):
        captured.decode(octets(f"0103 {right} {wrong} {right}"))
    reading: Any = captured.read(octets(f"0103 {right} {wrong} {right}"))
    first, none, last = reading.value
    assert (none, first) == (None, last)
    (deviation,) = reading.deviations
    assert str(deviation) == (
        "D147 capture_objects[1].logical_name: expected octet-string[6] (Obis),"
        " found octet-string of 5 octets (offset 25)"
    )
    # Where it is all of them, this is no such list at all; nor is what is no data.
    for text in (f"0102 {wrong} {wrong}", f"0102 {right} 99"):
        with pytest.raises(DecodeError):
            captured.read(octets(text))


def test_two_readings_that_both_fit_are_told() -> None:
    kind = t.ArrayType(t.ANY)
    with pytest.raises(DecodeError, match=r"can be read as .* or "):
        read(kind, octets("0202 1101 1102"), "value")


def test_an_array_of_one_stands_for_any_value_of_a_choice() -> None:
    cells = cosem.interface_class(61).attribute("table_cell_values")
    reading: Any = cells.read(octets("0102 1605 0101 0201 1105"))
    assert reading.value == [5, (5,)]
    assert codes(reading) == ["D103", "D142"]
    assert reading.deviations[1].path == "table_cell_values[1]"


def test_true_and_one_are_two_readings() -> None:
    kind = t.ChoiceType("", (t.BOOLEAN, t.LONG_UNSIGNED))
    with pytest.raises(DecodeError, match="can be read as boolean or long-unsigned"):
        read(kind, octets("1601"), "value")
    assert read(kind, octets("1602"), "value").value == 2


def test_a_text_of_octets_that_nobody_reads_stands_for_them() -> None:
    reading = CLOCK.attribute(2).read(octets("0A 0C 07E80B0F050E2D2D007F0400"))
    assert (type(reading.value), codes(reading)) == (cosem.DateTime, ["D121"])


def test_choices_are_made_alike_behind_the_deviations_that_are_listed() -> None:
    kind = t.ArrayType(t.ChoiceType("", (t.Sized(t.OCTET_STRING, 3, 3), t.OCTET_TIME)))
    data = b"\x01\x82" + (MOST_TOLD + 50).to_bytes(2, "big")
    reading = read(kind, data + octets("0A04 0A1BFF00") * (MOST_TOLD + 50), "value")
    assert {type(value) for value in reading.value} == {cosem.Time}
    last = reading.deviations[-1]
    assert (len(reading.deviations), last.code, last.found) == (
        *(MOST_TOLD + 1, "D009", "50 more"),
    )


def test_differences_are_told_by_choice_only_where_they_mean_the_same() -> None:
    kind = t.ChoiceType("", (t.OCTET_STRING, t.Sized(t.VISIBLE_STRING, 3, 3)))
    with pytest.raises(DecodeError, match="can be read as"):
        read(kind, octets("0C03 414243"), "value")
    kind = t.ChoiceType("", (t.LONG, t.DOUBLE_LONG))
    reading = read(kind, octets("1105"), "value")
    assert (reading.value, codes(reading)) == (5, ["D101"])


# ---- secrets, bounds, limits


def test_secrets_are_not_shown() -> None:
    reading = read(t.UNSIGNED, octets("12 01 2C"), "pin", secret=True)
    assert "300" not in str(reading.deviations[0])
    assert codes(reading) == ["D102"]
    assert repr(reading) == f"<Reading (secret); {reading.deviations[0]}>"
    again = pickle.loads(pickle.dumps(reading))
    assert (again.value, repr(again)) == (300, repr(reading))
    secret = cosem.interface_class(15).attribute("secret").read(octets("0903 414243"))
    assert (secret.value, repr(secret)) == (b"ABC", "<Reading (secret)>")


def test_deviations_without_end_are_counted() -> None:
    count = MOST_TOLD + 50
    data = b"\x01\x82" + count.to_bytes(2, "big") + b"\x11\x05" * count
    reading = read(t.ArrayType(t.LONG), data, "value")
    assert reading.value == [5] * count
    assert len(reading.deviations) == MOST_TOLD + 1
    last = reading.deviations[-1]
    assert (last.code, last.found) == ("D009", "50 more")


def test_the_limits_of_the_octets_are_kept() -> None:
    deep = b"\x01\x01" * 70 + b"\x00"
    with pytest.raises(DecodeError, match="deep"):
        axdr.read(deep + b"\x00")
    with pytest.raises(DecodeError, match="bytes"):
        axdr.read("11")  # type: ignore[arg-type]


def test_a_closed_enumeration() -> None:
    from enum import IntEnum

    class Closed(IntEnum):
        ZERO = 0

    kind = t.EnumType("closed", Closed)
    reading = read(kind, octets("16 07"), "value")
    assert (reading.value, codes(reading)) == (axdr.Enum(7), ["D201"])
    assert codes(read(kind, octets("12 0000"), "value")) == ["D103"]


def test_ranges_are_told_though_decode_takes_them() -> None:
    spec = CLOCK.attribute("daylight_savings_deviation")
    assert spec.decode(octets("0F 7F")) == 127
    (deviation,) = spec.read(octets("0F 7F")).deviations
    assert (deviation.code, deviation.expected) == ("D202", "integer(-120..120)")


# ---- strict and tolerant are one


@given(
    st.integers(-(1 << 63), (1 << 64) - 1),
    st.sampled_from([0x05, 0x06, 0x0F, 0x10, 0x11, 0x12, 0x14, 0x15, 0x16]),
)
def test_a_number_stays_that_number(number: int, tag: int) -> None:
    """Whatever the type that came and the type that is due."""
    kinds = {
        k.tag: k
        for k in (
            t.DOUBLE_LONG,
            t.DOUBLE_LONG_UNSIGNED,
            t.INTEGER,
            t.LONG,
            t.UNSIGNED,
            t.LONG_UNSIGNED,
            t.LONG64,
            t.LONG64_UNSIGNED,
            t.ENUM,
        )
    }
    came = kinds[tag]
    if not came.minimum <= number <= came.maximum:
        number = came.minimum + number % (came.maximum - came.minimum + 1)
    data = came.octets(number)
    for due in kinds.values():
        reading = read(due, data, "value")
        assert reading.value == number
        assert reading.conforms == (due is came)
        if reading.conforms:
            assert due.decode(data, 0)[0] == number
        elif codes(reading) != ["D102"]:
            assert due.minimum <= number <= due.maximum


def test_a_deviation_is_a_value() -> None:
    one = Deviation("D101", "value", 3, "long", "unsigned 5")
    assert one == Deviation("D101", "value", 3, "long", "unsigned 5")
    assert one != Deviation("D101", "value", 4, "long", "unsigned 5")
    assert len({one, pickle.loads(pickle.dumps(one))}) == 1
    assert one.title == KINDS["D101"].title
    assert repr(Reading(5, b"\x11\x05", (one,))).startswith("<Reading 5; D101 value")


def test_json_keeps_what_the_class_table_does_not_have() -> None:
    one = cosem.Register("1.0.1.8.0.255")
    one.read_attribute(18, octets("0600000001"))
    one.read_attribute(-1, octets("1101"))
    document = cosem.to_json(one)
    assert document["others"] == {
        "-1": {"unsigned": 1},
        "18": {"double-long-unsigned": 1},
    }
    again = cosem.from_json(document)
    assert again.others == one.others
    assert cosem.to_json(again) == document
    document["others"]["2"] = {"unsigned": 1}
    with pytest.raises(cosem.JsonError, match="has attribute 2"):
        cosem.from_json(document)
