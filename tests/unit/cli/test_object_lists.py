"""The object list of an association as a table."""

from __future__ import annotations

import json

import pytest

from .conftest import Run

CLOCK = "02 04 12 0008 11 00 09 06 0000010000FF 02 02"
REGISTER = "02 04 12 0003 11 00 09 06 0100010800FF 02 02"
UNKNOWN = "02 04 12 0003 11 09 09 06 0100801E00FF 02 02"


def association(version: int) -> str:
    return f"02 04 12 000F 11 {version:02X} 09 06 0000280000FF 02 02"


def access(*modes: tuple[int, int]) -> str:
    items = " ".join(f"02 03 0F {n & 0xFF:02X} 16 {mode:02X} 00" for n, mode in modes)
    return f"01 {len(modes):02X} {items}"


def methods(*modes: tuple[int, int]) -> str:
    items = " ".join(f"02 02 0F {n:02X} 16 {mode:02X}" for n, mode in modes)
    return f"01 {len(modes):02X} {items}"


def listed(*entries: str) -> str:
    return f"01 {len(entries):02X} {' '.join(entries)}"


LIST = listed(
    f"{CLOCK} {access((1, 1), (2, 3), (3, 1), (9, 6))} {methods((1, 1), (2, 0), (3, 2))}",
    f"{REGISTER} {access((1, 1), (2, 1), (3, 1))} {methods()}",
    f"{association(1)} {access((1, 1), (2, 1), (7, 2))} {methods((1, 1))}",
)


@pytest.mark.parametrize(
    "arguments", [(), ("--class", "association ln", "--attribute", "object list")]
)
def test_a_table_with_counts(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run("decode", *arguments, LIST)
    assert (code, err) == (0, "")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert rows[0] == "class version code name readable writable methods"
    assert "Register 0 1-0:1.8.0*255 Energy 1-3 none none" in rows
    assert (
        rows[-1] == "3 objects of 3 classes: 1 Clock, 1 Register and 1 Association LN."
    )


def test_access_in_words(run: Run) -> None:
    out = run("decode", "--format", "csv", LIST).out
    assert out.splitlines() == [
        "class_id,class,version,logical_name,name,readable,writable,methods",
        '8,Clock,0,0-0:1.0.0*255,Clock,"1-3, 9 (authenticated)",'
        '"2, 9 (authenticated)","1, 3 (authenticated)"',
        '3,Register,0,1-0:1.8.0*255,"Energy import, total",1-3,none,none',
        "15,Association LN,1,0-0:40.0.0*255,Current association,1-2,7,1",
    ]


def test_from_version_3_on_access_is_bits(run: Run) -> None:
    """Mode 5 is written with authentication before that: then it is read, and how."""
    octets = listed(
        f"{association(3)} {access((1, 1), (2, 5), (3, 0xE3))} {methods((1, 5), (2, 4))}"
    )
    out = run("decode", "--format", "csv", octets).out
    protected = "authenticated response, encrypted response, signed response"
    assert f"1, 2 (authenticated request), 3 ({protected})" in out
    assert ",1 (authenticated request)\n" in out
    as_version_1 = run(
        "decode", "--class", "15", "--attribute", "2", "--version", "1",
        "--format", "csv", octets,
    ).out  # fmt: skip
    assert "2 (authenticated)" in as_version_1


def test_json_of_a_list_that_nobody_named(run: Run) -> None:
    first, *_ = json.loads(run("decode", "--format", "json", LIST).out)
    assert first == {
        "class_id": 8,
        "class": "Clock",
        "version": 0,
        "logical_name": "0-0:1.0.0*255",
        "name": "Clock",
        "readable": [1, 2, 3, 9],
        "writable": [2, 9],
        "methods": [1, 3],
    }


def test_what_is_not_known_is_counted(run: Run) -> None:
    out = run("decode", listed(f"{UNKNOWN} {access((1, 1))} {methods()}")).out
    assert "9 (not known)" in " ".join(out.split())
    assert "1 object of 1 class: 1 Register.\n" in out
    assert "1 object of a class or version that is not known." in out


def test_short_names(run: Run) -> None:
    entry = "02 04 10 FA00 12 000C 11 03 09 06 0000280000FF"
    for arguments in ((), ("--class", "12", "--attribute", "2")):
        out = run("decode", *arguments, listed(entry)).out
        rows = [" ".join(line.split()) for line in out.splitlines()]
        assert rows[0] == "short name class version code name"
        assert (
            rows[1] == "FA00 Association SN (12) 3 0-0:40.0.0*255 Current association"
        )


def test_what_only_resembles_a_list_is_none(run: Run) -> None:
    octets = listed(f"{CLOCK} 01 00 02 00")
    assert "Data: array" in run("decode", octets).out
