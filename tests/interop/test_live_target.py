"""Every attribute of a live target, as an independent client read it, judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import cosem
from tests.interop.known_wrong import KNOWN, MEANT, Row
from tests.interop.verdicts import Verdict, judge

pytestmark = pytest.mark.interop

CURRENT_ASSOCIATION = "0.0.40.0.0.255"


def rows(objects: list[dict[str, Any]]) -> Iterator[tuple[Row, dict[str, Any]]]:
    for entry in objects:
        for number, answer in entry["attributes"].items():
            name = entry["logical_name"]
            yield (entry["class_id"], entry["version"], name, int(number)), answer


def object_list(live: list[dict[str, Any]]) -> list[Any]:
    """The association's object list as our class decodes it."""
    entry = next(e for e in live if e["logical_name"] == CURRENT_ASSOCIATION)
    association = cosem.interface_class(entry["class_id"], entry["version"])
    value = association.attribute(2).decode(
        bytes.fromhex(entry["attributes"]["2"]["hex"])
    )
    assert isinstance(value, list)
    return value


def test_the_target_shows_its_model(live: list[dict[str, Any]]) -> None:
    """Classes that we know, and nearly all attributes; it has faults of its own."""
    known = {(each["class_id"], each["version"]) for each in live}
    for class_id, version in known:
        assert version in cosem.CATALOGUE.versions(class_id)
    answered = ["hex" in answer for _, answer in rows(live)]
    assert sum(answered) > 0.95 * len(answered)


def test_our_object_list_is_the_clients(live: list[dict[str, Any]]) -> None:
    ours = [
        (
            *(entry.class_id, entry.version, bytes(entry.logical_name)),
            {
                a.attribute_id: a.access_mode
                for a in entry.access_rights.attribute_access
            },
        )
        for entry in object_list(live)
    ]
    theirs = [
        (
            *(entry["class_id"], entry["version"]),
            bytes(map(int, entry["logical_name"].split("."))),
            {int(n): answer["access"] for n, answer in entry["attributes"].items()},
        )
        for entry in live
    ]
    assert ours == theirs


def test_every_attribute_is_right_or_known_to_be_wrong(
    live: list[dict[str, Any]],
) -> None:
    found: dict[Row, Verdict] = {}
    reasons: dict[Row, str] = {}
    for row, answer in rows(live):
        class_id, version, _, number = row
        verdict, reason = judge(class_id, version, number, answer, MEANT.get(row))
        if verdict is not Verdict.FINE:
            found[row], reasons[row] = verdict, reason
    new = [
        f"{row}: {found[row].value}: {reasons[row]}"
        for row in found
        if KNOWN.get(row) is not found[row]
    ]
    gone = [
        f"{row}: known as {verdict.value!r}, now {found.get(row, Verdict.FINE).value!r}"
        for row, verdict in KNOWN.items()
        if found.get(row) is not verdict
    ]
    assert not new + gone, "\n".join(new + gone)


def test_logical_names_are_those_of_the_list(live: list[dict[str, Any]]) -> None:
    for (class_id, version, name, number), answer in rows(live):
        if number == 1 and "hex" in answer:
            attribute = cosem.interface_class(class_id, version).attribute(1)
            assert attribute.decode(bytes.fromhex(answer["hex"])) == cosem.Obis(name)


def test_objects_from_the_list_take_what_was_read(live: list[dict[str, Any]]) -> None:
    instances = list(cosem.objects_from(object_list(live)))
    assert len(instances) == len(live)
    for instance, entry in zip(instances, live, strict=True):
        assert instance.logical_name == cosem.Obis(entry["logical_name"])
        for number, answer in entry["attributes"].items():
            row = (
                *(entry["class_id"], entry["version"], entry["logical_name"]),
                int(number),
            )
            if "hex" in answer and row not in KNOWN:
                octets = bytes.fromhex(answer["hex"])
                instance.decode_attribute(int(number), octets)
                assert instance.encode_attribute(int(number)) == octets


def test_generic_values_round_trip(live: list[dict[str, Any]]) -> None:
    """Wrong for its class or not, every answer is a canonical A-XDR value."""
    for row, answer in rows(live):
        if "hex" in answer:
            octets = bytes.fromhex(answer["hex"])
            assert cosem.axdr.encode(cosem.axdr.decode(octets)) == octets, row
