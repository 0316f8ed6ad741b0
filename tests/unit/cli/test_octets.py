"""The forms in which octets come, and where in them a mistake is shown."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cosemgen.cli.octets.forms import DUMP, as_text, readings
from cosemgen.cli.octets.places import marked

from .conftest import Run

FRAME = bytes.fromhex(
    "7EA022410883132449E6E7000F4000000000020209060100010700FF0600000A2CA6247E"
)
LINE = "  1-0:1.7.0*255  Power import  2604 (not scaled)\n"
HEX = FRAME.hex(" ").upper()


def xxd(octets: bytes, template: str = "{at:08x}: {groups}  {letters}\n") -> str:
    text = ""
    for at in range(0, len(octets), 16):
        line = octets[at : at + 16]
        letters = "".join(chr(o) if 0x20 <= o < 0x7F else "." for o in line)
        pairs = line.hex(" ", 2) if "groups" in template else line.hex(" ")
        text += template.format(
            at=at,
            groups=f"{pairs:39}",
            octets=f"{line.hex(' '):47}",
            halves=f"{line[:8].hex(' '):23}  {line[8:].hex(' '):23}",
            letters=letters,
        )
    return text


FORMS = {
    "": HEX,
    r"octets written as \x escapes": "".join(f"\\x{octet:02x}" for octet in FRAME),
    r"octets written as \x escapes ": f"payload = {FRAME!r}",
    "the numbers of an array": f"[{', '.join(map(str, FRAME))}]",
    "the numbers of an array ": "const unsigned char frame[] = { // 36\n  "
    + ", ".join(f"0x{octet:02X}" for octet in FRAME)
    + ",\n};\n",
    "a dump with offsets": xxd(FRAME),
    "a dump with offsets ": xxd(FRAME, "{at:08x}  {halves}  |{letters}|\n")
    + "00000024\n",
    "a dump with offsets  ": xxd(FRAME, "{at:04x}   {octets}   {letters}\n"),
    "a dump with offsets   ": xxd(FRAME, "{at:07d} {octets}\n"),
    "a dump with offsets    ": xxd(FRAME, "\t0x{at:04x}:  {groups}  {letters}\n"),
    "base64": base64.encodebytes(FRAME).decode(),
    "hexadecimal in lines with other text": f"[2024-06-15 12:00:00.123] RX (36): {HEX}\n",
    "hexadecimal in lines with other text ": f'{{"time": 1718452800, "payload": "{FRAME.hex()}"}}\n',
    "hexadecimal in lines with other text  ": "".join(
        f"12:00:0{at} D/meter: {FRAME[at * 9 : at * 9 + 9].hex(' ')}\n"
        for at in range(4)
    ),
    "text, and in it hexadecimal": FRAME.hex().encode().hex(),
    "base64, and in it hexadecimal": base64.b64encode(FRAME.hex().encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_recognised_and_told(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "meter.txt"
    path.write_text(FORMS[form])
    code, out, err = run("decode", path)
    assert code == 0
    assert out.endswith(f"data-notification, invoke id 0\n\n{LINE}")
    assert err == (f"note: {path}: read as {form.strip()}\n" if form.strip() else "")


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_files_of_octets_and_of_text_with_a_mark(
    run: Run, tmp_path: Path, coding: str
) -> None:
    path = tmp_path / "frame"
    path.write_bytes(FRAME)
    assert run("decode", path).out.endswith(LINE)
    path.write_text(HEX, coding)
    assert run("decode", path).out.endswith(LINE)


def test_several_telegrams_of_a_log(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meter.log"
    path.write_text(
        f"2024-06-15 12:00:00 RX {HEX}\n"
        "2024-06-15 12:00:01 connected\n"
        "2024-06-15 12:00:02 TX C0 01 C1 00 03 01 00 01 08 00 FF 02 00\n"
        "2024-06-15 12:00:03 RX C4 01 C1 00 06 00 00 01 00\n"
    )
    code, out, err = run("decode", path)
    assert code == 0
    assert "line 3: get-request (C0) brings no values" in err
    assert out.startswith("line 1\n\nHDLC: 1 frame") and LINE in out
    # What was asked on line 3 says what the answer is.
    answer = out.partition("line 4\n")[2]
    assert "1-0:1.8.0*255  Energy import, total\n" in answer
    assert "value: double-long-unsigned = 256\n" in answer


def test_a_fraction_of_a_second_is_no_octets(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meter.log"
    path.write_text(f"2024-06-15 12:00:00.882213: Got 72 bytes:\n{HEX} {HEX}\n" * 2)
    code, out, err = run("decode", path)
    assert (code, out.count(LINE)) == (0, 4)
    assert err == f"note: {path}: read as hexadecimal in lines with other text\n"


def test_a_line_of_a_log_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meter.log"
    path.write_text(f"RX: {HEX}\nRX: {HEX[:-6]} 7E\n")
    code, out, err = run("decode", path)
    assert code == 1
    assert out.endswith(LINE)
    assert "error: line 2: the HDLC frame" in err


def test_a_packet_of_tcp_as_wireshark_shows_it(run: Run, tmp_path: Path) -> None:
    ethernet, ip, tcp = bytes(range(0x80, 0x8E)), b"\x45" + b"\x40" * 19, b"\x10" * 20
    apdu = bytes.fromhex("C401C100 1105")
    wrapper = bytes.fromhex("0001 0001 0010") + len(apdu).to_bytes(2, "big")
    packet = ethernet + ip + tcp + wrapper + apdu
    path = tmp_path / "packet.txt"
    path.write_text(xxd(packet, "{at:04x}   {octets}   {letters}\n"))
    code, out, err = run("decode", path)
    assert code == 0
    assert "wrapper: 1 frame, from 1 to 16\n" in out and "unsigned = 5\n" in out
    assert "read as a dump with offsets" in err and "54 octets of no frame" in err


def test_a_flow_with_noise(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "serial.bin"
    path.write_bytes(b"\xff\x01\x02" + FRAME + FRAME + FRAME[:9])
    code, out, err = run("decode", path)
    assert (code, out.count(LINE)) == (0, 2)
    assert "telegram 2\n" in out
    assert err.count(" of no frame") == 2
    assert run("decode", "--strict", path).code == 1


def test_telegrams_over_several_lines_with_blank_ones_between(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    apdu = "C4 01 C1 00\n 02 02 11\n 05 11 06\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{apdu}\n{apdu}"))
    out = run("decode").out
    assert out.startswith("line 1\n") and "line 5\n" in out
    assert out.count("[1]: unsigned = 6") == 2


def test_very_many_mistakes_are_not_all_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meter.log"
    path.write_text(f"RX {HEX}\n" + f"RX {HEX.replace('0A 2C', '0A 2D')}\n" * 100)
    code, out, err = run("decode", path)
    assert (code, out.count(LINE)) == (1, 1)
    assert err.count("error: line ") == 20
    assert err.endswith("error: 80 parts more that cannot be read\n")


@settings(
    suppress_health_check=[
        *settings().suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ]
)
@given(st.text("0123456789abcdefxX ,:;.-[](){}\\\"'\nRTG=+/", max_size=80))
def test_no_text_makes_the_command_fail_by_itself(run: Run, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(text))
        result = run("decode")
    assert result.code in (0, 1, 2), result


def test_two_readings_that_both_fit_are_an_error(run: Run) -> None:
    code, out, err = run("decode", "[03, 11]")
    assert (code, out) == (1, "")
    assert err == (
        "error: this may be read in several ways: the numbers of an array "
        "(2 octets: 03 0B) and hexadecimal in brackets (2 octets: 03 11)\n"
    )
    assert run("decode", "[17, 5]").out == "Data: unsigned = 5\n"
    assert run("decode", "[11, 05]").out == "Data: unsigned = 5\n"


def test_a_file_that_is_called_like_octets(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("1105").write_text("1106")
    code, out, err = run("decode", "1105")
    assert (code, out) == (2, "")
    assert "./1105 means the file, 0x1105 the octets" in err
    assert run("decode", "./1105").out == "Data: unsigned = 6\n"
    assert run("decode", "0x1105").out == "Data: unsigned = 5\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("02 02 0G 00 16 1E",), "'G' is no hexadecimal digit"),
        (("02", "02", "0"), "no whole number of octets: 5 digits"),
        (("meter.log",), "there is no file 'meter.log'"),
        ((" ",), "no octets"),
    ],
)
def test_what_holds_no_octets(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run("decode", *arguments)
    assert (code, out) == (2, "")
    assert words in err


@given(st.binary(min_size=4, max_size=100))
@example(bytes(16) + b"AA")  # whose letters are digits, in a line that may end anywhere
@example(b",00A")  # with an odd number of digits in the only line
def test_whatever_is_dumped_comes_back(octets: bytes) -> None:
    for text in (octets.hex(), octets.hex(":"), xxd(octets), repr(octets)):
        found = [reading.octets for reading in readings(text)]
        assert octets in found or ("\\x" not in text and text == repr(octets))


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("00000000: 3a34 3130                                :410\n", b":410"),
        (xxd(bytes(16) + b"4E"), bytes(16) + b"4E"),
        ("0000  33 33 33\n", b"333"),
        (xxd(b"|bar, blank ->  "), b"|bar, blank ->  "),
    ],
)
def test_letters_of_a_dump_may_look_like_something_else(
    text: str, octets: bytes
) -> None:
    (reading,) = (r for r in readings(text) if r.form == DUMP and not r.stream)
    assert reading.octets == octets


@given(st.text(max_size=200))
def test_no_text_is_an_internal_error(text: str) -> None:
    for reading in readings(text):
        assert isinstance(reading.octets, bytes)


@given(st.binary(max_size=60))
def test_no_octets_are_an_internal_error(octets: bytes) -> None:
    text = as_text(octets)
    assert text is None or isinstance(readings(text), list)


@pytest.mark.parametrize(
    ("size", "offset", "shown"),
    [
        (3, 1, "  0000  00 01 02\n           ^^"),
        (3, 3, "  0000  00 01 02\n                 ^^"),
        (40, 17, None),
        (16, 16, None),
        (0, 0, "  0000  \n        ^^"),
    ],
)
def test_the_mark_stands_below_its_octet(
    size: int, offset: int, shown: str | None
) -> None:
    octets = bytes(range(size))
    lines = marked(octets, offset).split("\n")
    if shown is not None:
        assert "\n".join(lines) == shown
    column = lines[-1].index("^")
    assert lines[-1].rstrip("^").strip() == ""
    place = int(lines[-2][2:6], 16) + (column - 8) // 3
    assert place == offset
    if offset < size:
        assert lines[-2][column : column + 2] == f"{offset:02X}"


@pytest.mark.parametrize("path", ["/nonexistent", "./nothere", "../no", "~/nothere"])
def test_a_path_is_no_base64(run: Run, path: str) -> None:
    code, _, err = run("decode", path)
    assert code == 2
    assert f"there is no file '{path}'" in err


def test_standard_input_stands_alone(run: Run) -> None:
    code, _, err = run("decode", "-", "-")
    assert code == 2
    assert "- is standard input, and stands alone" in err


def test_quotes_that_are_escaped_open_nothing() -> None:
    reading, *_ = readings(r"\"" * 3 + r'"\x41\x42"')
    assert reading.octets == b"AB"


def test_lines_of_arrays_are_counted() -> None:
    found = readings("[1,2]\n\n[3,4] [5,6]\n[7,8]\n")
    lines = [[piece.line for piece in reading.pieces] for reading in found]
    assert [1, 3, 3, 4] in lines
