"""What a finding rests on, what is not judged, and what is only told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import cosem
from cosem_conformance import judge as judging
from cosem_conformance.dumps import Association, Dump, Value, save
from cosem_conformance.judge import (
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    PASSED,
    WARNING,
    Finding,
    Judgement,
    as_html,
    as_junit,
    evaluators,
)
from cosem_runtime import UnknownNameError

from .planted import NAME, READ, dump, name, of_register, register, thing


def failed(judgement: Judgement) -> list[Finding]:
    return [each for each in judgement.findings if each.verdict == FAILED]


def test_a_doubt_of_a_member_makes_a_warning_of_an_error() -> None:
    """Whether 15.2 of version 2 has other strings for user_name is in doubt."""
    doubted = thing(15, 2, "0.0.40.0.0.255", {11: "02 02 11 01 06 00000001"})
    [finding] = failed(cosem.judge(dump(doubted), only=["TY-01"]))
    assert finding.severity == WARNING
    assert "not confirmed: user_list_entry.user_name" in finding.reason
    assert finding.basis.doubt and finding.basis.clause


def test_a_doubt_is_of_no_other_member() -> None:
    sure = thing(15, 2, "0.0.40.0.0.255", {11: "02 02 12 0001 0A 01 41"})
    [finding] = failed(cosem.judge(dump(sure), only=["TY-01"]))
    assert finding.place.path == "user_id"
    assert not finding.basis.doubt


def test_a_rule_that_no_source_states_is_warned_of() -> None:
    """That a policy asks for no signatures of a suite that has none; that its bits are known is sure."""
    for policy, doubted in (("10", True), ("01", False)):
        setup = thing(64, 1, "0.0.43.0.0.255", {2: f"16 {policy}", 3: "16 00"})
        [finding] = failed(cosem.judge(dump(setup), only=["CL-13"]))
        assert (finding.severity == WARNING) is doubted
        assert ("not confirmed: suite 0 has no" in finding.reason) is doubted


def test_a_class_of_low_confidence_is_warned_of() -> None:
    low = next(
        (class_id, version)
        for class_id in cosem.CATALOGUE
        for version in cosem.CATALOGUE.versions(class_id)
        if cosem.CATALOGUE.provenance(class_id, version).confidence == "low"
        and cosem.interface_class(class_id, version).ATTRIBUTES[1:]
    )
    wrong = thing(*low, "0.0.128.0.0.255", {1: "06 00000001"})
    judgement = cosem.judge(dump(wrong), only=["TY-01"])
    [finding] = failed(judgement)
    assert finding.severity == WARNING
    assert finding.basis.confidence == "low"
    assert judgement.passed


def test_octets_that_were_made_are_warned_of() -> None:
    made = Value(3, bytes.fromhex("090100"), derived="as a tool shows it")
    [finding] = failed(cosem.judge(of_register({3: made}), only=["TY-01"]))
    assert finding.severity == WARNING
    assert "not the meter's own: as a tool shows it" in finding.reason


def test_midnight_is_a_time() -> None:
    """Each day schedule begins with it."""
    actions = f"01 01 02 03 09 04 00000000 {name('0.0.10.0.100.255')} 12 0001"
    calendar = thing(20, 0, "0.0.13.0.0.255", {5: f"01 01 02 02 11 01 {actions}"})
    judgement = cosem.judge(dump(calendar), only=["TY-08"])
    assert judgement.counts["TY-08"] == {PASSED: 1}
    zeros = thing(8, 0, "0.0.1.0.0.255", {2: "09 0C" + "00" * 12})
    [finding] = failed(cosem.judge(dump(zeros), only=["TY-08"]))
    assert finding.severity == WARNING


def test_what_is_masked_is_not_judged() -> None:
    masked = Value(2, bytes.fromhex("0905000000 0000"), replaced="serial number")
    judgement = cosem.judge(dump(thing(1, 0, NAME, {2: masked})))
    assert not failed(judgement)
    assert judgement.counts["DV-02"].keys() == {NOT_APPLICABLE}


def test_secrets_are_not_told() -> None:
    secret = thing(15, 1, "0.0.40.0.0.255", {7: "0A 04 73657631"})
    judgement = cosem.judge(dump(secret))
    findings = [each for each in judgement.findings if each.place.attribute == 7]
    assert findings
    told = judging.as_text(judgement, all_findings=True) + str(
        judging.as_json(judgement)
    )
    assert "73657631" not in told.replace(" ", "") and "sev1" not in told


@pytest.mark.parametrize("class_id", [8192, 9000, 40000])
def test_classes_of_others_are_left_to_them(class_id: int) -> None:
    theirs = thing(class_id, 3, NAME, {2: "06 00000001", 3: "09 01 00"})
    judgement = cosem.judge(dump(theirs))
    assert judgement.counts["ID-01"] == {NOT_APPLICABLE: 1}
    assert not failed(judgement)


@pytest.mark.parametrize("version", [9, None])
def test_another_version_is_told_once_and_its_values_are_not_judged(
    version: int | None,
) -> None:
    other = thing(3, version, "1.0.1.8.0.255", {2: "09 01 00", 3: "09 01 00"})
    found = cosem.judge(dump(other))
    told = [each.check for each in found.findings if each.verdict != NOT_APPLICABLE]
    assert told == ["ID-02"]
    assert found.counts["TY-02"] == {PASSED: 2}


def test_members_of_makers_are_no_failures() -> None:
    rights = {1: READ, 2: READ, 3: READ, -1: READ}
    own = register(rights=rights, methods={1: 1, -2: 1})
    assert cosem.judge(dump(own)).passed


def test_what_may_pass_decides_nothing() -> None:
    busy = register(
        values={2: Value(2, result="temporary-failure")},
        rights=dict.fromkeys((1, 2, 3), 1),
    )
    judgement = cosem.judge(dump(busy), only=["AT"])
    assert judgement.counts["AT-01"] == {INCONCLUSIVE: 1}
    assert judgement.passed


def test_a_right_that_asks_for_protection_decides_nothing() -> None:
    refused = Value(2, result="read-write-denied")
    one = register(values={2: refused}, rights={1: READ, 2: 4, 3: READ})
    assert cosem.judge(dump(one), only=["AT-01"]).counts["AT-01"] == {INCONCLUSIVE: 1}


def test_a_unit_that_is_a_share_decides_nothing() -> None:
    share = of_register({3: "02 02 0F 00 16 38"})
    assert cosem.judge(share, only=["OB-03"]).counts["OB-03"] == {INCONCLUSIVE: 1}


def test_a_unit_of_another_type_is_a_matter_of_types() -> None:
    longer = of_register({3: "02 02 0F 00 12 0100"})
    judgement = cosem.judge(longer, only=["OB-03", "TY"])
    assert judgement.counts["OB-03"] == {NOT_APPLICABLE: 1}
    assert {each.check[:2] for each in failed(judgement)} == {"TY"}


def test_what_may_be_a_makers_enumerator_decides_nothing() -> None:
    own = dump(thing(70, 0, "0.0.96.3.10.255", {4: "16 C8"}))
    assert cosem.judge(own, only=["TY-04"]).counts["TY-04"] == {INCONCLUSIVE: 1}


def test_a_register_monitor_may_have_the_name_of_what_it_monitors() -> None:
    both = dump(thing(5, 0, "1.0.31.4.0.255"), thing(21, 0, "1.0.31.4.0.255"))
    assert not failed(cosem.judge(both, only=["OL-03"]))


def test_selectors_of_0_are_none() -> None:
    none = dump(thing(7, 1, "1.0.99.1.0.255", selectors={2: (0, 1)}))
    assert not failed(cosem.judge(none, only=["OL-07"]))


def test_objects_that_a_client_does_not_see_are_left_alone() -> None:
    hidden = dump(register(rights={1: 0, 2: 0, 3: 0}))
    assert not failed(cosem.judge(hidden, only=["AR-02"]))


def test_a_dump_that_was_cut_short_is_told() -> None:
    part = replace(dump(register()), complete=False)
    assert cosem.judge(part).findings[0].check == "DUMP"
    assert cosem.judge(part).passed


def test_rules_that_nothing_decides_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = dump(register(), thing(3, 0, "1.0.2.8.0.255"))
    assert not [each for each in cosem.judge(meter).findings if each.check == "RULES"]
    monkeypatch.delitem(evaluators.EVALUATORS, "usually")
    (told,) = [e for e in cosem.judge(meter).findings if e.check == "RULES"]
    assert told.verdict == INCONCLUSIVE
    assert "class 3 version 0" in told.reason
    assert "usually" in told.reason
    for report in (as_html, as_junit):
        assert "rules are known" in report(cosem.judge(meter))


def test_a_meter_that_selects_no_parts_is_asked_for_the_whole() -> None:
    refused = Value(2, result="object-undefined", selector=2, part=1, parts=2)
    for whole, verdict in (
        ((Value(2, b"\x01\x00"),), PASSED),
        ((), INCONCLUSIVE),
    ):
        one = thing(7, 1, "1.0.99.1.0.255", rights={2: 1})
        one.values += [refused, *whole]
        assert cosem.judge(dump(one), only=["AT-01"]).counts["AT-01"] == {verdict: 1}


def test_a_client_that_selects_no_parts_is_not_the_meter() -> None:
    failed_part = Value(2, failure="not supported", selector=2, part=1, parts=2)
    one = thing(7, 1, "1.0.99.1.0.255", rights={2: 1})
    one.values += [failed_part, Value(2, b"\x01\x00")]
    assert not failed(cosem.judge(dump(one), only=["AT"]))
    one.values += [Value(2, b"\x01\x00", selector=2, part=2, parts=2)]
    assert [each.check for each in failed(cosem.judge(dump(one), only=["AT"]))] == [
        "AT-03"
    ]


def test_each_answer_to_parts_is_told_once() -> None:
    one = thing(7, 1, "1.0.99.1.0.255", rights={2: 1})
    one.values += [
        Value(2, failure="no reply", selector=2, part=part, parts=1000)
        for part in range(1, 1001)
    ]
    assert cosem.judge(dump(one), only=["AT-03"]).counts["AT-03"] == {FAILED: 1}


def test_a_context_of_a_security_that_nobody_knows_decides_nothing() -> None:
    values = {4: "09 07 60 85 74 05 08 01 03"}
    own = thing(15, 1, "0.0.40.0.0.255", values)
    for security in ("", "of a maker"):
        odd = cosem.judge(dump(own, security=security), only=["CL-11"])
        assert not failed(odd)


def test_an_action_of_a_script_on_what_is_not_known_decides_nothing() -> None:
    clock = name("0.0.1.0.0.255")
    for action in (
        f"16 03 12 0008 {clock} 0F 63 00",  # no service
        f"16 02 12 0008 {clock} 0F FF 00",  # a method of a maker
        f"16 02 12 0003 {clock} 0F 63 00",  # of another class
    ):
        scripts = f"01 01 02 02 12 0001 01 01 02 05 {action}"
        both = (
            thing(9, 0, "0.0.10.0.100.255", {2: scripts}),
            thing(8, 0, "0.0.1.0.0.255"),
        )
        assert not failed(cosem.judge(dump(*both), only=["XR-02"]))


def test_a_reading_of_a_part_is_no_value() -> None:
    part = Value(2, bytes.fromhex("0100"), selector=1, parameter=b"\x00")
    one = dump(thing(3, 0, "1.0.1.8.0.255", {2: part}))
    assert cosem.judge(one).counts["TY-01"] == {NOT_APPLICABLE: 1}


def test_the_last_reading_is_judged() -> None:
    twice = register(values={1: name("1.0.1.8.0.255")})
    twice.values.insert(0, Value(1, b"\x09\x00"))
    assert not failed(cosem.judge(dump(twice)))


def test_only_and_without() -> None:
    clean = dump(register())
    assert list(cosem.judge(clean, only=["TY-01", "id"]).counts) == [
        *("ID-01", "ID-02", "ID-03", "ID-04", "ID-05", "ID-06", "TY-01"),
    ]
    assert "TY-01" not in cosem.judge(clean, without=["TY"]).counts
    for wrong in ("TY-99", "TX", ""):
        with pytest.raises(UnknownNameError, match="there is no check"):
            cosem.judge(clean, only=[wrong])


def test_a_package_and_its_catalogue_are_the_same() -> None:
    clean = dump(register())
    by_package = judging.judge(cosem, clean)
    assert by_package == judging.judge(cosem.CATALOGUE, clean) == cosem.judge(clean)
    assert repr(cosem.judge) == "<Judge by cosem>"


def test_an_empty_dump() -> None:
    for empty in (Dump(), Dump(associations=[Association()])):
        judgement = cosem.judge(empty)
        assert judgement.passed
        assert {each.verdict for each in judgement.findings} == {NOT_APPLICABLE}


def test_a_judgement_says_its_file_and_what_classes_are_called(tmp_path: Path) -> None:
    of_two = dump(register(values={3: "09 01 00"}), thing(9000, 0, "0.0.96.1.0.255"))
    path = tmp_path / "meter.jsonl"
    save(of_two, path)
    judgement = cosem.judge(path)
    assert judgement.source == str(path)
    assert {each.place.class_id for each in judgement.findings} >= {3, 9000}
    assert judgement.classes == {3: "Register"}
    assert cosem.judge(of_two).source == ""


def test_units_are_written_as_people_write_them() -> None:
    wrong = of_register({3: "02 02 0F 00 16 1B"})
    [finding] = cosem.judge(wrong, only=["OB-03"]).findings
    assert finding.reason.endswith(", total is in Wh, not in W")
    assert (finding.expected, finding.found) == ("Wh", "W")
