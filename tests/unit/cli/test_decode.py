"""`cosemgen decode`, and `show` of OBIS codes, with the generated package."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cosem
from cosem_runtime import Structure
from cosem_runtime.interface import AttributeSpec
from cosem_runtime.types import OCTET_STRING, ArrayType, StructureType
from cosemgen.cli.values import has_secrets, tree
from tests.compiled import SPEC, model, write_package

from ..telegram import framer
from .conftest import Run

CAPTURE_OBJECTS = "01 01 0204 12 0003 09 06 0100010800FF 0F 02 12 0000"


def test_names_types_and_values(run: Run) -> None:
    assert run(
        "decode", "--class", "7", "--attribute", "3", *CAPTURE_OBJECTS.split()
    ) == (
        0,
        "Profile generic (class 7, version 1), attribute 3 capture_objects\n"
        "\n"
        "capture_objects: array of capture_object_definition\n"
        "  [0]: capture_object_definition\n"
        "    class_id: long-unsigned = 3\n"
        "    logical_name: octet-string[6] = 1-0:1.8.0*255\n"
        "    attribute_index: integer = 2\n"
        "    data_index: long-unsigned = 0\n",
        "",
    )


FRAME = "7EA022410883132449 E6E7000F4000000000 020209060100010700FF0600000A2C A6247E"


def test_what_a_frame_brings(run: Run) -> None:
    assert run("decode", FRAME) == (
        0,
        "HDLC: 1 frame, from 4/65 to 32, control 13\n"
        "data-notification, invoke id 0\n"
        "\n"
        "  1-0:1.7.0*255  Power import  2604 (not scaled)\n",
        "",
    )
    code, output, _ = run("decode", "--format", "json", FRAME)
    assert code == 0
    (item,) = json.loads(output)["items"]
    assert (item["obis"], item["value"]) == ("1-0:1.7.0*255", 2604)
    csv = run("decode", "--format", "csv", FRAME).out
    assert csv == "obis,name,value,unit,time\n1-0:1.7.0*255,Power import,2604,,\n"


def test_results_of_a_list(run: Run) -> None:
    octets = "C4 03 C1 02 00 1105 01 04"
    assert run("decode", octets)[1] == (
        "get-response-with-list, invoke id 1\n"
        "\n"
        "Data 1: unsigned = 5\n"
        "\n"
        "Data 2: object-undefined\n"
    )
    assert json.loads(run("decode", "--format", "json", octets).out) == [
        {"unsigned": 5},
        {"result": "object-undefined"},
    ]
    assert "Data: read-write-denied" in run("decode", "C5 01 C1 03")[1]


def test_a_ciphered_telegram_asks_for_its_key(run: Run) -> None:
    apdu = framer.ciphered(framer.NOTIFICATION).hex()
    code, _, problem = run("decode", apdu)
    assert code != 0
    assert "by KFM 6700000001, invocation counter 19088743: give the key" in problem
    assert "give the key, as --key HEX (offset 0)\n" in problem
    keys = ("--key", framer.KEY.hex(), "--authentication-key")
    code, output, _ = run("decode", *keys, framer.AUTHENTICATION_KEY.hex(), apdu)
    assert code == 0
    assert "encrypted and authenticated" in output
    assert "Data: structure" in output
    assert "found 1 octet" in run("decode", "--key", "00", apdu)[2]
    assert "tag not\nchecked" in run("decode", "--unchecked", *keys[:2], apdu).out


@pytest.mark.parametrize(
    ("class_id", "attribute", "octets", "line"),
    [
        (3, 3, "0202 0FFE 161E", "  unit: unit = WATT_HOUR (30) Wh"),
        (3, 3, "0202 0FFE 16C8", "  unit: unit = UNKNOWN_200 (200)"),
        (3, 2, "12 0901", "value: long-unsigned = 2305"),
        (3, 2, "00", "value: null-data = null"),
        (1, 2, "09 03 00FF7E", "value: octet-string = 00 FF 7E"),
        (
            1,
            2,
            "09 06 416374697665",
            'value: octet-string = 41 63 74 69 76 65 "Active"',
        ),
        (1, 2, "09 03 41221B", "value: octet-string = 41 22 1B"),
        (95, 2, "09 04 41 1B C29B", 'network_name: octet-string = "A\\u001b\\u009b"'),
        (95, 2, "09 02 41FF", "network_name: octet-string = 41 FF"),
        (1, 2, "0A 03 41420A", 'value: visible-string = "AB\\n"'),
        (1, 2, "0202 03FF 0100", "  [1]: array = empty"),
        (7, 4, "06 00000384", "capture_period: double-long-unsigned = 900 s"),
        (8, 2, "090C07E8060F060D2D1E00FF8880", "2024-06-15 13:45:30 +02:00 DST"),
        (8, 4, "11 80", "status: clock_status = daylight_saving_active (0x80)"),
    ],
)
def test_how_values_are_told(
    run: Run, class_id: int, attribute: int, octets: str, line: str
) -> None:
    code, out, err = run(
        "decode", "--class", class_id, "--attribute", attribute, octets
    )
    assert (code, err) == (0, "")
    assert out.endswith(f"{line}\n")


def test_data_without_a_class(run: Run) -> None:
    assert run("decode", "0x02:03 11,01", "12 0001", "0906 0100010800FF").out == (
        "Data: structure\n"
        "  [0]: unsigned = 1\n"
        "  [1]: long-unsigned = 1\n"
        "  [2]: octet-string = 01 00 01 08 00 FF (perhaps 1-0:1.8.0*255)\n"
    )


@pytest.mark.parametrize(
    "octets", ["10 00 01 08 00 FF", "01 00 01 08 00 00", "01 00 01 08 FF"]
)
def test_what_does_not_look_like_a_code(run: Run, octets: str) -> None:
    length = len(octets.split())
    assert "perhaps" not in run("decode", f"09 {length:02X} {octets}").out


def test_a_line_for_each_item_of_a_push(run: Run) -> None:
    body = (
        "02 07 090C07E8060F060D2D1E00FF8880"
        " 0906 01001F0700FF 12 0014 0202 0FFF 1621"
        " 0906 0100200700FF 12 0901 0202 0FFF 1623"
    )
    out = run("decode", f"0F 40000001 00 {body}").out
    assert out == (
        "data-notification, invoke id 1\n\n"
        "time 2024-06-15 13:45:30 +02:00 DST\n\n"
        "  1-0:31.7.0*255  Current, L1  2.0 A\n"
        "  1-0:32.7.0*255  Voltage, L1  230.5 V\n"
    )
    # The same without an APDU around it.
    assert run("decode", body).out == out.partition("\n\n")[2]
    document = json.loads(run("decode", "--format", "json", body).out)
    assert document["time"] == "2024-06-15 13:45:30+02:00"
    assert [
        (item["obis"], item["value"], item["unit"]) for item in document["items"]
    ] == [("1-0:31.7.0*255", 2, "A"), ("1-0:32.7.0*255", 230.5, "V")]


def test_an_attribute_that_the_telegram_names(run: Run) -> None:
    event = "C2 00 0003 0100010800FF 02 06 00000005"
    assert "  1-0:1.8.0*255  Energy import, total  5\n" in run("decode", event).out


LIST = "0F 40000000 00 0201 06 000016DC"
"""A list of one number, as Kaifa's meters in Norway push it."""


@pytest.fixture
def norway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A generated package with layouts; registered by whoever asks for it."""
    name = "cosem_norway_of_a_test"
    write_package(model(SPEC / "national" / "norway"), name, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    if name in cosem.CATALOGUE.packages():
        cosem.unregister(name)


def test_a_list_that_a_package_names(run: Run, norway: str) -> None:
    code, out, err = run("decode", LIST)
    assert code == 0
    assert "[0]: double-long-unsigned = 5852\n" in out
    assert err.startswith("note: nothing says what these values are; --package NAME")
    assert " of austria, " in err and " norway, " in err
    code, out, err = run("decode", "--package", norway, LIST)
    assert (code, err) == (0, "")
    assert "  1-0:1.7.0*255  Power import  5852 W\n" in out
    chosen = ("--package", norway, "--layout", "kaifa_list_1")
    assert run("decode", *chosen, LIST).out == out
    other = ("--package", norway, "--layout", "kamstrup_norway")
    assert "Power import" not in run("decode", *other, LIST).out
    mistyped = run("decode", "--package", norway, "--layout", "kaifa_list", LIST)
    assert mistyped.code == 1 and "did you mean" in mistyped.err


def test_without_any_package_values_have_no_names(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cosem", None)
    code, out, err = run("decode", FRAME)
    assert (code, err) == (0, "")
    assert "[1]: double-long-unsigned = 2604\n" in out
    code, out, err = run("decode", "--class", "3", "--attribute", "2", "1105")
    assert (code, out) == (1, "")
    assert "cosem" in err


class TestNames:
    @pytest.mark.parametrize(
        ("of_class", "attribute"),
        [("3", "3"), ("register", "scaler_unit"), ("Register", "scaler unit"), ("REGISTER", "Scaler-Unit")],
    )  # fmt: skip
    def test_class_and_attribute(self, run: Run, of_class: str, attribute: str) -> None:
        asked = ("--class", of_class, "--attribute", attribute)
        out = run("decode", *asked, "0202 0F00 161E").out
        assert out.startswith(
            "Register (class 3, version 0), attribute 3 scaler_unit\n"
        )

    @pytest.mark.parametrize(
        ("of_class", "attribute", "hint"),
        [
            ("registr", "value", "did you mean 'Register'"),
            ("register", "valu", "did you mean 'value'?"),
            ("register", "zzz", "it has logical_name, value and scaler_unit"),
            ("70000", "2", "there is no class 70000"),
            ("3", "0", "they are numbered 1 to 127"),
        ],
    )
    def test_mistyped(self, run: Run, of_class: str, attribute: str, hint: str) -> None:
        asked = ("--class", of_class, "--attribute", attribute)
        code, out, err = run("decode", *asked, "00")
        assert (code, out) == (1, "")
        assert hint in err

    def test_an_attribute_that_the_class_table_does_not_have(self, run: Run) -> None:
        asked = ("--class", "3", "--attribute", "18", "1105")
        code, out, _ = run("decode", *asked)
        assert code == 0
        assert "attribute 18: unsigned = 5\n" in out and "D152" in out
        assert run("decode", "--strict", *asked).code == 1


class TestDeviations:
    ASKED = ("--class", "register", "--attribute", "scaler_unit")
    OCTETS = "02 02 10 00 00 16 1E"

    def test_they_stand_below_the_value(self, run: Run) -> None:
        assert run("decode", *self.ASKED, self.OCTETS) == (
            0,
            "Register (class 3, version 0), attribute 3 scaler_unit\n"
            "\n"
            "scaler_unit: scal_unit_type\n"
            "  scaler: integer = 0\n"
            "  unit: unit = WATT_HOUR (30) Wh\n"
            "\n"
            "Not as the standard has it (D101 another integer type):\n"
            "\n"
            "        where               expected  found   offset\n"
            "  D101  scaler_unit.scaler  integer   long 0  2\n",
            "",
        )

    def test_strict_refuses(self, run: Run) -> None:
        assert run("decode", "--strict", *self.ASKED, self.OCTETS) == (
            1,
            "",
            "error: D101 scaler_unit.scaler: expected integer, found long 0 (offset 2)\n"
            "  0000  02 02 10 00 00 16 1E\n"
            "              ^^\n",
        )
        assert run("decode", "--strict", *self.ASKED, "02 02 0F 00 16 1E").code == 0

    def test_of_json_and_csv_they_are_told_beside_it(self, run: Run) -> None:
        told = (
            "note: D101 scaler_unit.scaler: expected integer, found long 0 (offset 2)\n"
        )
        code, out, err = run("decode", *self.ASKED, "--format", "json", self.OCTETS)
        assert (code, err) == (0, told)
        assert json.loads(out) == {"scaler": 0, "unit": "WATT_HOUR"}
        code, out, err = run("decode", *self.ASKED, "--format", "csv", self.OCTETS)
        assert (code, err) == (0, told)
        assert out.splitlines()[1] == "scaler_unit.scaler,integer,0"

    def test_what_has_no_form_in_json_is_as_it_came(self, run: Run) -> None:
        out = run("decode", *self.ASKED, "--format", "json", "0201 0F05").out
        assert json.loads(out) == {"structure": [{"integer": 5}]}

    def test_remarks_on_a_telegram_are_deviations_too(self, run: Run) -> None:
        tagged = "0F 40000001 090C07E8060F060D2D1E00FF8880 1105"
        code, out, _ = run("decode", tagged)
        assert code == 0
        assert "note: the date-time has the tag of an octet-string (09)\n" in out
        code, out, err = run("decode", "--strict", tagged)
        assert (code, out) == (1, "")
        assert err == "error: the date-time has the tag of an octet-string (09)\n"


class TestMistakes:
    def test_the_octets_with_a_mark_and_what_was_read_before(self, run: Run) -> None:
        captured = "01 02 0204 12 0003 09 06 0100010800FF 0F 02 12 0000 0204 12 0003 0B"
        assert run("decode", "--class", "7", "--attribute", "3", captured) == (
            1,
            "",
            "error: capture_objects[1].logical_name: expected octet-string[6] (Obis), found"
            " unknown tag 0B (offset 25)\n"
            "  0000  01 02 02 04 12 00 03 09 06 01 00 01 08 00 FF 0F\n"
            "  0010  02 12 00 00 02 04 12 00 03 0B\n"
            "                                   ^^\n"
            "read before that:\n"
            "capture_objects: array of capture_object_definition\n"
            "  [0]: capture_object_definition\n"
            "    class_id: long-unsigned = 3\n"
            "    logical_name: octet-string[6] = 1-0:1.8.0*255\n"
            "    attribute_index: integer = 2\n"
            "    data_index: long-unsigned = 0\n"
            "  [1]: capture_object_definition\n"
            "    class_id: long-unsigned = 3\n"
            "    logical_name: octet-string[6] = cannot be read\n",
        )

    def test_of_a_frame_what_had_been_opened(self, run: Run) -> None:
        apdu = framer.NOTIFICATION[:-5] + b"\x0b"
        code, out, err = run("decode", framer.hdlc(b"\xe6\xe7\x00" + apdu).hex())
        assert (code, out) == (1, "")
        assert err.splitlines()[1].startswith("HDLC: 1 frame")
        assert "data-notification" in err and "^^" in err

    def test_very_many_values_are_not_all_told(self, run: Run) -> None:
        octets = "01 81 FF " + "11 05 " * 254 + "0B"
        err = run("decode", octets).err
        assert "... " in err and " lines ..." in err
        assert err.count("\n") < 70

    def test_nothing_secret_is_in_them(self, run: Run) -> None:
        for octets in ("09 05 73 65 73", "02 01 73"):
            code, out, err = run("decode", "--class", "15", "--attribute", "7", octets)
            assert "73" not in out + err, (code, out, err)


def test_a_value_in_a_telegram_that_is_asked_for(run: Run) -> None:
    asked = ("--class", "clock", "--attribute", "time")
    code, out, err = run("decode", *asked, "C401C100 090c07e8060f060d2d1e00ff8880")
    assert code == 0
    assert err == (
        "note: these octets are a telegram (get-response-normal): the value in it is read\n"
    )
    assert "time: octet-string[12] = 2024-06-15 13:45:30 +02:00 DST\n" in out
    frame = framer.hdlc(bytes.fromhex("E6E700C401C100090c07e8060f060d2d1e00ff8880"))
    assert "time: octet-string[12] = 2024" in run("decode", *asked, frame.hex()).out
    refusal = run("decode", *asked, "C401C101 03")
    assert refusal.code == 1 and "read-write-denied" in refusal.err


def test_the_system_title_of_who_does_not_say_it(run: Run) -> None:
    apdu = framer.ciphered(framer.NOTIFICATION)
    title = framer.TITLE
    assert apdu[1:10] == bytes([len(title)]) + title
    nameless = apdu[:1] + b"\x00" + apdu[10:]
    keys = ("--key", framer.KEY.hex(), "--unchecked")
    code, _, err = run("decode", *keys, nameless.hex())
    assert code == 1 and "as --system-title HEX" in err
    out = run("decode", *keys, "--system-title", title.hex(), nameless.hex()).out
    assert "Data: structure" in out


class TestSecrets:
    ASKED = ("decode", "--class", "15", "--attribute", "7")
    OCTETS = "0904 DEADBEEF"

    def test_an_attribute_is_masked(self, run: Run) -> None:
        code, out, err = run(*self.ASKED, self.OCTETS)
        assert (code, err) == (0, "")
        assert out.endswith("secret: octet-string = ... (secret)\n")

    def test_it_is_shown_on_request(self, run: Run) -> None:
        out = run(*self.ASKED, "--show-secrets", self.OCTETS).out
        assert out.endswith("secret: octet-string = DE AD BE EF\n")

    def test_json_is_refused(self, run: Run) -> None:
        code, out, err = run(*self.ASKED, "--format", "json", self.OCTETS)
        assert (code, out) == (1, "")
        assert "--show-secrets" in err
        shown = run(*self.ASKED, "--format", "json", "--show-secrets", self.OCTETS)
        assert json.loads(shown.out) == "DEADBEEF"

    def test_a_member_is_masked_wherever_it_is(self) -> None:
        class Login(Structure):
            __slots__ = ("password", "user")
            TYPE: ClassVar[StructureType]

            def __init__(self, user: bytes, password: bytes) -> None:
                self.user = user
                self.password = password

        fields = (("user", OCTET_STRING), ("password", OCTET_STRING))
        Login.TYPE = StructureType("login", Login, fields, secret=("password",))
        spec = AttributeSpec(2, "logins", ArrayType(Login.TYPE))
        value = [Login(b"me", b"open sesame")]
        assert has_secrets(value, spec)
        assert not has_secrets([], spec)
        (login,) = tree("logins", value, spec).children
        assert [each.text for each in login.children] == ['6D 65 "me"', "... (secret)"]
        (login,) = tree("logins", value, spec, show_secrets=True).children
        assert login.children[1].text.endswith('"open sesame"')


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("11\n05\n"))
    assert run("decode", "-").out == "Data: unsigned = 5\n"


def test_json(run: Run) -> None:
    arguments = ("decode", "--format", "json", "--class", "7", "--attribute", "3")
    assert json.loads(run(*arguments, CAPTURE_OBJECTS).out) == [
        {
            "class_id": 3,
            "logical_name": "1-0:1.8.0*255",
            "attribute_index": 2,
            "data_index": 0,
        }
    ]
    assert json.loads(run("decode", "--format", "json", "1205DC").out) == {
        "long-unsigned": 1500
    }


def test_an_older_version_and_one_that_there_is_not(run: Run) -> None:
    arguments = ("decode", "--class", "40", "--attribute", "2", "0100")
    assert "(class 40, version 0)" in run(*arguments, "--version", "0").out
    code, out, err = run(*arguments, "--version", "99")
    assert (code, out) == (1, "")
    assert err.startswith("error: ") and "99" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--class", "8000", "--attribute", "2", "00"), "no class 8000: the last one of the standard"),
        (("--class", "2", "--attribute", "2", "00"), "there is no class 2"),
        (("--class", "3", "--attribute", "3", "0202 0F"), "scaler_unit.scaler: cut short"),
        (("0600",), "offset 0"),
        (("--package", "no_such_package", "--class", "3", "--attribute", "2", "00"), "not installed"),
    ],
)  # fmt: skip
def test_findings_say_where(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run("decode", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("error: ") and words in err.splitlines()[0]


@settings(
    suppress_health_check=[
        *settings().suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ]
)
@given(data=st.binary(max_size=40), attribute=st.integers(2, 8))
def test_no_octets_are_an_internal_error(run: Run, data: bytes, attribute: int) -> None:
    for arguments in ((), ("--class", "7", "--attribute", str(attribute))):
        result = run("decode", *arguments, "--", data.hex() or "00")
        assert result.code in (0, 1), result
        assert bool(result.out) == (result.code == 0)


def test_an_obis_code(run: Run) -> None:
    code, out, err = run("show", "1-0:1.8.0*255")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "A 1 AC electricity" in lines
    assert "units Wh" in lines
    assert "3 Register 0" in lines


def test_a_code_that_nothing_stands_for(run: Run) -> None:
    code, out, _ = run("show", "0.0.199.77.3.1")
    assert code == 0
    assert "kind" in out


@pytest.mark.parametrize(
    "text", ["1.2.3.4.5.256", "1-0:1.2.300", "1.2.3.4", "1.2.3.4.5.6.7"]
)
def test_what_is_no_obis_code(run: Run, text: str) -> None:
    code, out, err = run("show", text)
    assert (code, out) == (1, "")
    assert err.startswith("error: ") and err.count("\n") == 1


# ---- what acts elsewhere


PUSHED = "0F 40000000 00 0202 0906 0100010700FF"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("0A04 3D312B31", "'=1+1"),
        ("0A02 2B31", "+1"),
        ("0A02 2D41", "'-A"),
        ("0A02 4031", "'@1"),
        ("0FFB", "-5"),
        ("17 FF800000", "-inf"),
    ],
)
def test_no_cell_of_csv_is_a_formula(run: Run, value: str, cell: str) -> None:
    csv = run("decode", "--format", "csv", PUSHED, value).out
    assert csv.splitlines()[1] == f"1-0:1.7.0*255,Power import,{cell},,"


def test_numbers_without_end_are_text_in_json(run: Run) -> None:
    def refused(name: str) -> None:
        raise AssertionError(name)

    for value, text in (("17 7F800000", "inf"), ("17 7FC00000", "nan")):
        _, out, _ = run("decode", "--format", "json", PUSHED, value)
        document = json.loads(out, parse_constant=refused)
        assert document["items"][0]["value"] == text


def test_no_digit_of_a_scaled_number_is_lost() -> None:
    from decimal import Decimal

    from cosemgen.cli.contents import plain_cell

    assert plain_cell(Decimal("1234567890123456.7")) == "1234567890123456.7"
    assert plain_cell(Decimal("2304.5")) == 2304.5


SECRETS = '[[15, "0.0.40.0.0.255", 7]]'


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_secrets_of_a_profile_are_masked(run: Run, tmp_path: Path, form: str) -> None:
    columns = tmp_path / "columns.json"
    columns.write_text(SECRETS)
    asked = ("decode", "--columns", str(columns), "--format", form)
    out = run(*asked, "0101 0201 0903 DEAD01").out
    assert "(secret)" in out and "DE AD" not in out
    if form != "text":
        assert "DE AD 01" in run(*asked, "--show-secrets", "0101 0201 0903 DEAD01").out


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        # The second of two is cut off: rows would be read by the first alone.
        (
            "0102 0204 120003 0906 0100010800FF 0F02 120000 0204 120003 0906 01",
            "D003 capture_objects: expected 2 elements",
        ),
        ("0101 0203 120003 0906 0100010800FF 0F02", "D143 capture_objects[0]"),
    ],
)
def test_columns_that_are_not_whole_are_refused(
    run: Run, columns: str, told: str
) -> None:
    code, out, err = run("decode", "--columns", columns, "0101 0201 1105")
    assert (code, out) == (2, "")
    assert told in err


def test_other_types_in_columns_are_told(run: Run) -> None:
    columns = "0101 0204 1103 0906 0100010800FF 0F02 120000"
    code, _, err = run("decode", "--columns", columns, "0101 0201 1105")
    assert code == 0
    assert err.startswith("note: --columns: D101 capture_objects[0].class_id: ")


@pytest.mark.parametrize(
    "text",
    [
        "class_id,obis,attribute\n3,1.8.0,--5\n",
        f"class_id,obis,attribute\n{'3' * 5000},1.8.0,2\n",
        f"class_id,obis,attribute\n3,1.8.0,{'2' * 5000}\n",
        f"class_id,obis,attribute\n3,{'1' * 200_000},2\n",
    ],
)
def test_columns_of_anything_are_refused_in_words(
    run: Run, tmp_path: Path, text: str
) -> None:
    columns = tmp_path / "columns.csv"
    columns.write_text(text)
    code, out, err = run("decode", "--columns", str(columns), "0100")
    assert code in (1, 2) and not out
    assert "internal error" not in err


@pytest.mark.parametrize("scaler", ["1000", "-129", "9" * 5000, "1.5"])
def test_scalers_are_octets(run: Run, tmp_path: Path, scaler: str) -> None:
    columns, scales = tmp_path / "columns.csv", tmp_path / "scales.json"
    columns.write_text("class_id,obis,attribute\n3,1.8.0,2\n")
    asked = ("decode", "--columns", str(columns), "--scaler-units", str(scales))
    scales.write_text(json.dumps({"1.8.0": [scaler, "Wh"]}))
    code, _, err = run(*asked, "0101 0201 1105")
    assert code == 2
    assert "is no whole number -128..127" in err and len(err) < 500
    scales.write_text(json.dumps({"1.8.0": [0, "9" * 5000]}))
    assert run(*asked, "0101 0201 1105").code == 2
