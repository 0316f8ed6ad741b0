"""`cosemgen decode`, and `show` of OBIS codes, with the generated package."""

from __future__ import annotations

import io
import json
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cosem_runtime import Structure
from cosem_runtime.interface import AttributeSpec
from cosem_runtime.types import OCTET_STRING, ArrayType, StructureType
from cosemgen.cli.values import has_secrets, tree

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
        (("--class", "3", "--attribute", "9", "00"), "no attribute 9"),
        (("--class", "8000", "--attribute", "2", "00"), "no class 8000: the last one of the standard"),
        (("--class", "2", "--attribute", "2", "00"), "no interface class 2: 0 to 8191 are the standard"),
        (("--class", "3", "--attribute", "3", "0202 0F"), "scaler_unit.scaler: cut short"),
        (("0600",), "offset 0"),
        (("--package", "no_such_package", "--class", "3", "--attribute", "2", "00"), "not installed"),
    ],
)  # fmt: skip
def test_findings_say_where(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run("decode", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("error: ") and words in err
    assert err.count("\n") == 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
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
