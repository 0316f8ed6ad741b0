"""The text and the JSON of a judgement."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

import cosem
from cosem_conformance.dumps import Dump, DumpedObject, Meter
from cosem_conformance.judge import as_json, as_text
from cosem_runtime import Obis
from cosemgen import resources

from .planted import PLANTED, Planted, dump, of_register, register, thing

SCHEMA = json.loads(
    (resources.grammar_folder() / "judgement.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.check)
def test_each_finding_is_as_the_schema_has_it(planted: Planted) -> None:
    for each in (planted.clean, planted.faulty):
        document = as_json(cosem.judge(each, known_failures="CL-12"))
        VALIDATOR.validate(json.loads(json.dumps(document)))


def test_the_schema_refuses_what_is_no_judgement() -> None:
    document = as_json(cosem.judge(of_register({3: "09 01 00"}), only=["TY-01"]))
    for wrong in (
        document | {"more": 1},
        document | {"form": "other"},
        document | {"checks": {"TY-01": {"broken": 1}}},
        document | {"findings": [{**document["findings"][0], "severity": "grave"}]},
        document
        | {"findings": [{"check": "TY-01", "verdict": "failed", "reason": ""}]},
    ):
        assert list(VALIDATOR.iter_errors(wrong))


def test_the_json_has_place_basis_and_octets() -> None:
    document = as_json(cosem.judge(of_register({3: "09 01 00"}), only=["TY-01"]))
    assert document["passed"] is False
    assert document["checks"] == {"TY-01": {"failed": 1}}
    [finding] = document["findings"]
    assert finding["place"] == {
        "association": "1",
        "class_id": 3,
        "version": 0,
        "logical_name": "1-0:1.8.0*255",
        "attribute": 3,
        "name": "scaler_unit",
    }
    assert finding["basis"]["confidence"] == "high" and finding["basis"]["clause"]
    assert finding["octets"] == {"hex": "090100", "begins": 0, "offset": 0, "size": 3}
    assert document["judged_by"]["OBIS tables of cosem"].startswith("sha256:")
    assert document["judged_by"]["rules of cosem"].startswith("sha256:")


def test_the_text_has_counts_then_findings_with_a_caret() -> None:
    wrong = replace(
        of_register({3: "02 02 11 00 16 1E"}), meter=Meter("ACME", "One", "1.0")
    )
    text = as_text(cosem.judge(wrong, only=["TY-01"]))
    lines = text.splitlines()
    assert lines[0] == "ACME One 1.0"
    assert lines[1].startswith("judged by cosem ")
    row = next(line for line in lines if line.startswith("TY-01 "))
    assert row.split() == ["TY-01", "0", "0", "1", "0", "0", "0"]
    at = next(i for i, line in enumerate(lines) if line.startswith("TY-01 warning:"))
    assert "1-0:1.8.0*255 of class 3/0, attribute 3 scaler_unit.scaler" in lines[at]
    assert lines[at + 1].strip().startswith("clause ")
    assert lines[at + 2 : at + 4] == ["    02 02 11 00 16 1e", "          ^"]
    assert lines[-1].startswith("0 passed; errors: 0, warnings and notes: 1")


def test_a_text_has_the_first_findings_of_a_check_or_all() -> None:
    objects = [register(values={3: "09 01 00"}) for _ in range(14)]
    for number, each in enumerate(objects):
        each.logical_name = Obis((1, 0, 1, 8, number, 255))
    judgement = cosem.judge(dump(*objects), only=["TY-01"])
    text = as_text(judgement)
    assert "TY-01: 4 more" in text
    assert text.count("TY-01 error") == 10
    assert as_text(judgement, all_findings=True).count("TY-01 error") == 14


def test_octets_of_a_long_value_are_those_around_the_fault() -> None:
    many = "01 40" + "02 02 12 0001 0F 00" * 0 + "11 01" * 64
    judgement = cosem.judge(of_register({3: many}), only=["TY"])
    [finding] = judgement.failures
    assert finding.octets is not None and len(finding.octets.shown) <= 32
    assert finding.octets.size == 130
    assert " ..." in as_text(judgement)


def test_a_meter_without_a_name() -> None:
    assert as_text(cosem.judge(Dump())).startswith("a meter\n")


def test_a_text_has_no_lines_but_its_own() -> None:
    acting = "x\n::error::y\r\x1b[2J\u2028"
    judgement = cosem.judge(of_register({3: "09 01 00"}), only=["TY-01"])
    (finding,) = judgement.findings
    told = replace(
        finding,
        reason=acting,
        known=acting,
        place=replace(finding.place, association=acting),
    )
    plain = as_text(judgement)
    text = as_text(replace(judgement, meter=acting, findings=(told,)))
    assert len(text.splitlines()) == len(plain.splitlines()) + 1  # "known: ..."
    assert "\x1b" not in text


def test_a_judgement_is_shown_in_a_line() -> None:
    judgement = cosem.judge(of_register({3: "09 01 00"}), only=["TY-01"])
    assert judgement.summary.startswith("0 passed; errors: 1, ")
    assert str(judgement) == f"<Judgement of a meter: {judgement.summary}>"


@pytest.mark.parametrize(
    ("check", "faulty", "where"),
    [
        ("TY-01", register(values={3: "02 02 11 00 16 1E"}), "3 scaler_unit.scaler: "),
        (
            "XR-01",
            thing(
                7,
                1,
                "1.0.99.1.0.255",
                {3: "01 01 02 04 12 0003 09 06 0100010800FF 0F 02 12 0000"},
            ),
            "3 capture_objects[0]: ",
        ),
        ("TY-01", register(values={3: "09 01 00"}), "3 scaler_unit: "),
    ],
)
def test_attributes_are_called_as_their_class_does(
    check: str, faulty: DumpedObject, where: str
) -> None:
    text = as_text(cosem.judge(dump(faulty), only=[check]))
    assert f", attribute {where}" in text


def test_classes_that_nobody_knows_are_named() -> None:
    makers = [
        thing(number, 0, f"0.0.128.{number % 9}.0.255") for number in (8771, 8770)
    ]
    line = "not judged, as no package has these classes: 8770, 8771\n"
    assert line in as_text(cosem.judge(dump(register(), *makers)))
    assert "not judged" not in as_text(cosem.judge(dump(register())))
