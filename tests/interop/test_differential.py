"""Values as other libraries decode them, wherever these can, equal ours."""

from __future__ import annotations

import math
from typing import Any

import pytest

import cosem
from tests.interop import samples
from tests.interop.conftest import Ask
from tests.interop.material import Vector
from tests.interop.normal import date_time, has_special_day, normal, parsed

pytestmark = pytest.mark.interop

# Strict: values that a peer shows in another way, by vector. One that agrees must go.
OTHERWISE = {
    "gurux": {
        "dp-hdlc_landis_gyr_zmf100-corrected": "NULs at the end of a text are cut",
        "spodes-attr-1v0-2-1": "text beyond ASCII becomes hex",
        "live 1/0 0.0.96.1.2.255 2": "text beyond ASCII becomes hex",
        "sample utf8": "text beyond ASCII becomes hex",
        "sample nuls": "NULs at the end of a text are cut",
    },
    "dlms_cosem": {},
}
# Tags that a peer has no decoder for; any other error of a peer is looked into.
CANNOT = {
    "gurux": (),
    "dlms_cosem": (
        "NotImplementedError: BitStringData",
        "NotImplementedError: UTF8StringData",
        "NotImplementedError: BCDData",
        "NotImplementedError: Float32Data",
        "NotImplementedError: Float64Data",
    ),
}


def data_questions(
    captures: list[Vector], live: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every value there is: captured, read from the target, made by hand."""
    values = {vector["id"]: vector["data_hex"] for vector in captures}
    for entry in live:
        for number, answer in entry["attributes"].items():
            if "hex" in answer:
                place = "{class_id}/{version} {logical_name}".format(**entry)
                values[f"live {place} {number}"] = answer["hex"]
    values |= {f"sample {name}": text for name, text in samples.VALUES.items()}
    return [{"id": key, "ask": "data", "hex": text} for key, text in values.items()]


def test_generic_values_agree(
    captures: list[Vector], live: list[dict[str, Any]], ask: Ask, peer: str
) -> None:
    questions = data_questions(captures, live)
    answers = ask(peer, questions)
    compared, differing, errors = 0, {}, {}
    for question in questions:
        answer = answers[question["id"]]
        if "error" in answer:
            if not answer["error"].startswith(CANNOT[peer]):
                errors[question["id"]] = answer["error"]
            continue
        compared += 1
        ours = normal(cosem.axdr.decode(bytes.fromhex(question["hex"])))
        if ours != answer["value"]:
            differing[question["id"]] = (ours, answer["value"])
    assert not errors
    assert set(differing) == set(OTHERWISE[peer]), differing
    assert compared > 0.95 * len(questions)


def test_values_equal_the_independent_parse_of_the_captures(
    captures: list[Vector],
) -> None:
    known = [vector for vector in captures if "parsed" in vector]
    assert len(known) > 150
    for vector in known:
        value = cosem.axdr.decode(bytes.fromhex(vector["data_hex"]))
        assert parsed(value) == vector["parsed"], vector["id"]


def test_captures_round_trip(captures: list[Vector]) -> None:
    for vector in captures:
        octets = bytes.fromhex(vector["data_hex"])
        assert cosem.axdr.encode(cosem.axdr.decode(octets)) == octets, vector["id"]


def test_captured_attributes_round_trip_by_class(captures: list[Vector]) -> None:
    count = 0
    for vector in captures:
        if vector["class_id"] is None or vector.get("partial"):
            continue
        count += 1
        interface_class = cosem.interface_class(vector["class_id"], vector["version"])
        attribute = interface_class.attribute(vector["attribute"])
        octets = bytes.fromhex(vector["data_hex"])
        assert attribute.encode(attribute.decode(octets)) == octets, vector["id"]
    assert count > 100


@pytest.fixture(scope="module")
def clock_answers(ask: Ask, peer: str) -> dict[str, dict[str, Any]]:
    """What a peer makes of the clock times, in one process."""
    return ask(
        peer,
        [
            {"id": name, "ask": "clock", "hex": octets}
            for name, octets in samples.CLOCKS.items()
        ],
    )


@pytest.mark.parametrize("name", samples.CLOCKS)
def test_clock_times_agree(
    name: str, clock_answers: dict[str, dict[str, Any]], peer: str
) -> None:
    octets = bytes.fromhex(samples.CLOCKS[name])
    value = cosem.interface_class(8, 0).attribute(2).decode(octets)
    assert isinstance(value, cosem.DateTime)
    answer = clock_answers[name]
    ours = date_time(value)
    if peer == "gurux":
        if has_special_day(value):
            assert "kept apart" in answer["error"]
            return
    elif has_special_day(value) or None in ours["date_time"]:
        # No wildcards there: it raises, or takes them for zero.
        assert answer.get("value") != ours
        return
    else:
        # It keeps the five status bits it knows, and takes an offset of zero for none.
        ours["status"] = value[-1] & 0x8F
        ours["offset"] = ours["offset"] or None
    assert answer["value"] == ours


def test_scalers_and_units_agree(live: list[dict[str, Any]], ask: Ask) -> None:
    attribute = cosem.interface_class(3, 0).attribute(3)
    questions = [
        {
            "id": entry["logical_name"],
            "ask": "scaler_unit",
            "hex": entry["attributes"]["3"]["hex"],
        }
        for entry in live
        if entry["class_id"] in (3, 4)
    ]
    assert len(questions) > 5
    answers = ask("gurux", questions)
    for question in questions:
        ours: Any = attribute.decode(bytes.fromhex(question["hex"]))
        theirs = answers[question["id"]]["value"]
        assert math.isclose(10.0**ours.scaler, float.fromhex(theirs["factor"]))
        assert ours.unit == theirs["unit"]


def test_profile_rows_agree(live: list[dict[str, Any]], ask: Ask, peer: str) -> None:
    profile = next(e for e in live if e["logical_name"] == "1.0.99.1.0.255")
    octets = {int(n): answer["hex"] for n, answer in profile["attributes"].items()}
    profile_generic = cosem.interface_class(7, 1)
    columns: Any = profile_generic.attribute(3).decode(bytes.fromhex(octets[3]))
    period: Any = profile_generic.attribute(4).decode(bytes.fromhex(octets[4]))
    reader = cosem.profile_reader(columns, capture_period=period)
    rows = reader.read(bytes.fromhex(octets[2]))
    question = {
        "id": "rows",
        "ask": "profile",
        "hex": octets[2],
        "capture_period": period,
        "columns": [
            [
                *(column.class_id, ".".join(map(str, bytes(column.logical_name)))),
                *(column.attribute_index, column.data_index),
            ]
            for column in columns
        ],
    }
    answer = ask(peer, [question])["rows"]["value"]
    assert [[normal(cell) for cell in row] for row in rows] == answer
    assert len(answer) == 24


def test_object_lists_agree(
    captures: list[Vector], live: list[dict[str, Any]], ask: Ask, peer: str
) -> None:
    lists = {
        vector["id"]: (vector["version"], vector["data_hex"])
        for vector in captures
        if (vector["class_id"], vector["attribute"]) == (15, 2)
    }
    for entry in live:
        if entry["class_id"] == 15:
            lists["live " + entry["logical_name"]] = (
                entry["version"],
                entry["attributes"]["2"]["hex"],
            )
    questions = [
        {"id": key, "ask": "object_list", "version": version, "hex": octets}
        for key, (version, octets) in lists.items()
    ]
    answers = ask(peer, questions)
    compared = 0
    for key, (version, octets) in lists.items():
        if "error" in answers[key]:
            continue
        compared += 1
        attribute = cosem.interface_class(15, version).attribute(2)
        entries: Any = attribute.decode(bytes.fromhex(octets))
        ours = [listed(entry, with_members=peer == "dlms_cosem") for entry in entries]
        theirs = answers[key]["value"]
        if peer == "gurux":
            # It drops the entries of classes it has no object for.
            known = {class_id for class_id, _, _ in theirs}
            ours = [entry for entry in ours if entry[0] in known]
        assert ours == theirs, key
    assert compared >= len(lists) / 2


@pytest.mark.parametrize("security_control", [0x30, 0x31, 0x32])
def test_telegrams_of_a_peer_are_opened(ask: Ask, security_control: int) -> None:
    size = 32 if security_control == 0x32 else 16
    keys = {
        "key": bytes(range(size)),
        "authentication_key": bytes(range(99, 99 + size)),
    }
    question = {
        **{"id": "telegram", "ask": "telegram", "system_title": b"COS-peer".hex()},
        **{"security_control": security_control, "invocation_counter": 77},
        **{"apdu": "0F400000010002020600000A2C0F05"},
        **{name: key.hex() for name, key in keys.items()},
    }
    answer = ask("dlms_cosem", [question])["telegram"]["value"]
    found = cosem.telegram.open(
        bytes.fromhex(answer["octets"]),
        key=keys["key"],
        authentication_key=keys["authentication_key"],
    )
    assert cosem.axdr.decode(found.body) == (2604, 5)
    assert found.layers == (
        cosem.telegram.Hdlc((16,), (1, 17), 0x13, 1),
        found.layers[1],
    )
    assert "tag checked, invocation counter 77" in str(found.layers[1])


def listed(entry: Any, with_members: bool) -> list[Any]:
    """An entry of an object list in normal form."""
    rights = entry.access_rights
    name = ".".join(map(str, bytes(entry.logical_name)))
    plain: list[Any] = [int(entry.class_id), int(entry.version), name]
    if with_members:
        plain.append(sorted({int(a.attribute_id) for a in rights.attribute_access}))
        plain.append(sorted({int(m.method_id) for m in rights.method_access}))
    return plain
