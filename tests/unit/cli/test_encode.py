"""`cosemgen encode`, and the way back with `cosemgen decode`."""

from __future__ import annotations

import io
import re

import pytest

from .conftest import Run


@pytest.mark.parametrize(
    ("member", "value", "octets"),
    [
        ("3.value", "long-unsigned 2305", "12 09 01"),
        ("3.value", '{"long-unsigned": 2305}', "12 09 01"),
        ("3.value", "Long-Unsigned 0x901", "12 09 01"),
        ("3.value", "float32 1.5", "17 3F C0 00 00"),
        ("3.value", "null", "00"),
        ("3.value", "octet-string 01 0203", "09 03 01 02 03"),
        ("1.value", "visible-string hello world", "0A 0B 68 65 6C 6C 6F 20 77 6F 72 6C 64"),
        ("3.scaler_unit", '{"scaler": -1, "unit": "VOLT"}', "02 02 0F FF 16 23"),
        ("3.logical_name", "1-0:1.8.0*255", "09 06 01 00 01 08 00 FF"),
        ("8.time", "2024-06-15T13:45:30+02:00", "09 0C 07 E8 06 0F FF 0D 2D 1E FF FF 88 FF"),
        ("8.time", "2024-06-15 13:45:30 +02:00 DST", "09 0C 07 E8 06 0F FF 0D 2D 1E FF FF 88 80"),
        ("8.time", "2024-06-15T11:45:30Z", "09 0C 07 E8 06 0F FF 0B 2D 1E FF 00 00 FF"),
        ("8.time_zone", "-60", "10 FF C4"),
        ("8.status", "daylight_saving_active", "11 80"),
        ("8.status", "0x80", "11 80"),
        ("8.clock_base", "internal crystal", "16 01"),
        ("8.clock_base", "INTERNAL_CRYSTAL", "16 01"),
        ("8.clock_base", "1", "16 01"),
        ("8.daylight_savings_enabled", "true", "03 01"),
        ("7.capture_period", "0x384", "06 00 00 03 84"),
        ("15.secret", "DE AD", "09 02 DE AD"),
    ],
)  # fmt: skip
def test_values_as_people_write_them(
    run: Run, member: str, value: str, octets: str
) -> None:
    of_class, _, attribute = member.partition(".")
    asked = ("--class", of_class, "--attribute", attribute)
    assert run("encode", *asked, value) == (0, f"{octets}\n", "")
    assert run("encode", *asked, *value.split(" ")) == (0, f"{octets}\n", "")


@pytest.mark.parametrize(
    ("of_class", "attribute", "octets"),
    [
        ("register", "value", "06 00 01 E2 40"),
        ("register", "scaler_unit", "02 02 0F FD 16 1E"),
        ("clock", "time", "09 0C 07 E8 06 0F 06 0D 2D 1E 00 FF 88 80"),
        ("clock", "status", "11 84"),
        ("profile generic", "capture_objects", "01 01 02 04 12 00 03 09 06 01 00 01 08 00 FF 0F 02 12 00 00"),
        ("disconnect control", "control_state", "16 01"),
        ("data", "value", "02 02 11 05 0A 02 6F 6E"),
        ("association ln", "object_list", "01 01 02 04 12 00 03 11 00 09 06 01 00 01 08 00 FF 02 02 01 01 02 03 0F 02 16 01 00 01 01 02 02 0F 01 16 01"),
    ],
)  # fmt: skip
def test_what_decode_prints_as_json_gives_the_same_octets(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    of_class: str,
    attribute: str,
    octets: str,
) -> None:
    asked = ("--class", of_class, "--attribute", attribute)
    decoded = run("decode", "--format", "json", *asked, octets)
    assert decoded.code == 0
    assert run("encode", *asked, decoded.out).out == f"{octets}\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(decoded.out))
    assert run("encode", *asked, "-").out == f"{octets}\n"


def test_parameters_of_methods(run: Run) -> None:
    reset = ("encode", "--class", "register", "--method", "reset")
    assert run(*reset).out == "0F 00\n"
    assert run(*reset, "1").out == "0F 01\n"
    remove = ("encode", "--class", "104", "--method", "remove mirror")
    assert run(*remove, "unsigned 5").out == "11 05\n"
    code, out, err = run(*remove)
    assert (code, out) == (1, "")
    assert "the parameter of remove_mirror is not known" in err


def test_an_older_version(run: Run) -> None:
    asked = ("encode", "--class", "push setup", "--attribute", "push_object_list")
    entry = '[{"class_id": 3, "logical_name": "1.0.1.8.0.255", "attribute_index": 2, "data_index": 0}]'
    older = run(*asked, "--version", "0", entry)
    assert older.out == "01 01 02 04 12 00 03 09 06 01 00 01 08 00 FF 0F 02 12 00 00\n"
    code, _, err = run(*asked, entry)
    assert code == 1
    assert err.startswith("error: push_object_list[0]: ")


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("3.value", "5", "value: expected a type before the value: `double-long 5`"),
        ("1.value", "hello world", "value: expected a type before the value, as in `long-unsigned 5`"),
        ("1.value", "long-unsigned 99999", "value.long-unsigned: out of range: expected 0..65535, found 99999"),
        ("3.scaler_unit", '{"scaler": 1000, "unit": "VOLT"}', "scaler_unit.scaler: out of range"),
        ("3.scaler_unit", '{"scaler": 0, "unit": "VOLTS"}', "scaler_unit.unit: expected the name or number of a Unit, found str 'VOLTS'"),
        ("3.scaler_unit", '{"scaler": 0', "scaler_unit: the value is no JSON: "),
        ("3.scaler_unit", "5", "scaler_unit: expected an object (scal_unit_type)"),
        ("8.time_zone", "99999", "time_zone: out of range: expected -32768..32767, found 99999"),
        ("8.time", "yesterday", "time: expected "),
        ("3.valu", "5", "did you mean 'value'?"),
        ("3.9", "5", "there is no Register (class 3, version 0), attribute 9"),
        ("3.200", "5", "they are numbered 1 to 127"),
        ("registr.value", "5", "did you mean 'Register'"),
        ("2.value", "5", "there is no class 2"),
    ],
)  # fmt: skip
def test_findings_say_what_was_expected(
    run: Run, member: str, value: str, words: str
) -> None:
    of_class, _, attribute = member.partition(".")
    asked = ("--class", of_class, "--attribute", attribute)
    code, out, err = run("encode", *asked, value)
    assert (code, out) == (1, "")
    assert err.startswith("error: ") and words in err
    assert err.count("\n") == 1


def test_secrets_are_not_repeated(run: Run) -> None:
    asked = ("encode", "--class", "15", "--attribute", "secret")
    for value in ("open sesame", '{"open": "sesame"', '{"open": "sesame"}'):
        code, out, err = run(*asked, value)
        assert (code, out) == (1, "")
        assert "sesame" not in err


def test_deep_json(run: Run) -> None:
    asked = ("encode", "--class", "1", "--attribute", "2")
    for value in ("[" * 100_000, '{"array":[' * 5000 + "]}" * 5000):
        code, out, err = run(*asked, value)
        assert (code, out) == (1, "")
        # How deep a stack may be, other tests change.
        assert re.match(r"error: value(\.array(\[0\]\.array)*)?: ", err)


def test_a_member_that_is_given_twice_is_refused(run: Run) -> None:
    value = '{"scaler": -1, "scaler": -2, "unit": "VOLT"}'
    code, out, err = run("encode", "--class", "3", "--attribute", "3", value)
    assert (code, out) == (1, "")
    assert "'scaler' stands in it twice" in err


@pytest.mark.parametrize(
    ("text", "octets"), [("nan", "17 7F C0 00 00"), ("-Inf", "17 FF 80 00 00")]
)
def test_floats_that_are_no_number(run: Run, text: str, octets: str) -> None:
    done = run("encode", "--class", "3", "--attribute", "2", f"float32 {text}")
    assert done.out == f"{octets}\n"
