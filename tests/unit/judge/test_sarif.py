"""SARIF: as its schema has it, and so that code scanning shows what failed and nothing else.

The schema is OASIS' own and not ours to copy: `SARIF_SCHEMA` names the file, where it is at hand.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from cosem_conformance.judge import CHECKS, Judgement, as_sarif

from .samples import ACTING, ALL_KINDS, CLEAN, acting, judged

FILE: Final = os.environ.get("SARIF_SCHEMA")
"""What is published as sarif-schema-2.1.0.json."""
NEEDED: Final = {
    "ruleId",
    "ruleIndex",
    "level",
    "kind",
    "message",
    "locations",
    "partialFingerprints",
    "properties",
}


def run(*judgements: Judgement) -> dict[str, Any]:
    """The one run, as it is read again, and of which each result is whole."""
    document = json.loads(json.dumps(as_sarif(*judgements)).encode("utf-8"))
    assert document["version"] == "2.1.0" and document["$schema"].startswith("https:")
    [only] = document["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in only["results"]:
        assert set(result) == NEEDED
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        [location] = result["locations"]  # GitHub refuses one without
        physical = location["physicalLocation"]
        artifact = only["artifacts"][physical["artifactLocation"]["index"]]
        assert artifact["location"]["uri"] == physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\x21-\x7e]+", artifact["location"]["uri"])
        assert physical["region"]["startLine"] == 1
    prints = [
        (
            each["locations"][0]["physicalLocation"]["artifactLocation"]["index"],
            each["partialFingerprints"]["primaryLocationLineHash"],
        )
        for each in only["results"]
    ]
    assert len(set(prints)) == len(prints)
    return dict(only)


def test_results_are_what_failed_and_is_not_known() -> None:
    found = run(ALL_KINDS)["results"]
    assert [(each["ruleId"], each["level"]) for each in found] == [
        ("TY-01", "note"),
        ("TY-01", "error"),
        ("TY-01", "warning"),
        ("KNOWN", "error"),
    ]
    wrong = found[1]
    where = "association Public, 1-0:1.8.0*255 of class 3/0, attribute 3 scaler"
    assert wrong["message"]["text"] == f"{where}: a wrong type"
    [location] = wrong["locations"]
    assert location["logicalLocations"] == [
        {"name": "attribute 3", "fullyQualifiedName": where}
    ]
    assert location["physicalLocation"]["artifactLocation"] == {
        "uri": "dumps/one.jsonl.gz",
        "index": 0,
    }
    assert wrong["properties"]["octets"]["hex"] == "02021100161e"
    assert wrong["properties"]["expected"] == "integer"


def test_rules_say_what_checks_decide() -> None:
    rules = {rule["id"]: rule for rule in run(ALL_KINDS)["tool"]["driver"]["rules"]}
    check = CHECKS["TY-01"]
    assert rules["TY-01"]["shortDescription"] == {"text": check.title}
    assert rules["TY-01"]["fullDescription"] == {"text": check.decides}
    assert check.facts in rules["TY-01"]["help"]["text"]
    assert {"OB-01", "CL-03", "KNOWN"} < rules.keys()


def test_versions_and_verdicts_stand_in_it() -> None:
    only = run(ALL_KINDS)
    assert only["tool"]["driver"]["version"] == "1.3"
    assert {"name": "OBIS tables of cosem", "version": "sha256:12"} in only["tool"][
        "extensions"
    ]
    verdicts = only["properties"]["verdicts"]["dumps/one.jsonl.gz"]
    assert verdicts["TY-01"] == {"passed": 7, "failed": 4, "inconclusive": 1}


def test_several_dumps_are_one_run() -> None:
    """GitHub takes one run of a tool for each upload."""
    only = run(judged("A"), judged("A"), CLEAN)
    assert [each["location"]["uri"] for each in only["artifacts"]] == [
        "A",
        "A%20%282%29",
        "a%20meter",
    ]
    assert len(only["results"]) == 2
    assert run()["results"] == []


def test_an_alert_stays_the_same_while_its_finding_does() -> None:
    def prints(judgement: Judgement) -> list[str]:
        found = run(judgement)["results"]
        return [
            each["partialFingerprints"]["primaryLocationLineHash"] for each in found
        ]

    before = prints(ALL_KINDS)
    fewer = replace(ALL_KINDS, findings=ALL_KINDS.findings[2:])
    assert prints(fewer) == before[1:]
    twice = replace(ALL_KINDS, findings=(*ALL_KINDS.findings, *ALL_KINDS.findings))
    assert prints(twice)[: len(before)] == before


@pytest.mark.parametrize("word", ACTING, ids=ascii)
def test_no_text_breaks_it(word: str) -> None:
    only = run(acting(word))
    [result] = only["results"]
    told = result["message"]["text"]
    assert "](" not in told.replace("\\]", "")
    assert not re.search(r"(?<!\{)\{\d", told)
    uri = only["artifacts"][0]["location"]["uri"]
    assert not urlsplit(uri).scheme and unquote(uri)


def test_an_absolute_file_is_a_uri_too(tmp_path: Path) -> None:
    path = tmp_path / "a b#c?.json"
    uri = run(replace(CLEAN, source=str(path)))["artifacts"][0]["location"]["uri"]
    assert uri == path.as_uri()


@pytest.mark.skipif(not FILE, reason="SARIF_SCHEMA names no schema")
def test_the_schema_takes_it() -> None:
    schema = json.loads(Path(FILE or os.devnull).read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    samples = [(ALL_KINDS,), (CLEAN, judged("A")), (), *((acting(w),) for w in ACTING)]
    for each in samples:
        validator.validate(json.loads(json.dumps(as_sarif(*each))))
