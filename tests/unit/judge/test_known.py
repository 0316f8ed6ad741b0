"""Known failures: the form of their lines, and that they are taken strictly."""

from __future__ import annotations

import pytest

import cosem
from cosem_conformance.dumps import Association, Dump
from cosem_conformance.judge import (
    CHECKS,
    ERROR,
    FAILED,
    Finding,
    KnownFailure,
    KnownFailuresError,
    Place,
    read_known,
)
from cosem_conformance.judge.known import apply
from cosem_runtime import Obis

from .planted import dump, of_register, register, thing

WRONG = of_register({3: "09 01 00"})


@pytest.mark.parametrize(
    "line",
    [
        "TY-01",
        "TY-01 *",
        "TY-01 3 -- a reason",
        "TY-01 3 1-0:1.8.0*255 3 -- a reason -- with more",
        "TY-01 3 1.0.1.8.0.255 3 1",
        "TY-01 * 1-0:*.8.0*255 * *",
        "TY-01 3 1-0:*.*.*",
        "# a comment\n\n  TY-01 3",
    ],
)
def test_a_failure_that_is_known_is_none(line: str) -> None:
    judgement = cosem.judge(WRONG, only=["TY-01"], known_failures=line)
    assert judgement.passed
    [finding] = judgement.findings
    assert finding.known.startswith("line ") and not finding.is_failure


@pytest.mark.parametrize(
    "line",
    [
        "TY-01 4",
        "TY-01 3 1-0:2.8.0*255",
        "TY-01 3 * 2",
        "TY-01 3 * 3 Public",
        "TY-01 3 1-0:1.8.0*254",
    ],
)
def test_a_line_that_nothing_fails_for_is_an_error(line: str) -> None:
    judgement = cosem.judge(WRONG, only=["TY-01"], known_failures=line)
    assert [each.check for each in judgement.failures] == ["TY-01", "KNOWN"]
    assert "TY-01 is expected to fail, and nothing did: line 1" in str(
        judgement.findings[-1]
    )
    assert judgement.counts["KNOWN"] == {FAILED: 1}


def test_a_failure_that_is_gone_is_an_error() -> None:
    judgement = cosem.judge(dump(register()), known_failures="TY-01 3 -- fixed")
    assert not judgement.passed
    assert [each.check for each in judgement.failures] == ["KNOWN"]


def test_lines_of_checks_that_are_left_out_are_left_alone() -> None:
    clean = dump(register())
    assert cosem.judge(clean, without=["TY"], known_failures="TY-01 3").passed


def test_a_warning_may_be_known_too() -> None:
    warned = dump(thing(18, 0, "0.1.44.0.0.255"))
    judgement = cosem.judge(
        warned, only=["OB-02"], known_failures="OB-02 18 0-1:44.0.0*255"
    )
    assert judgement.passed
    assert judgement.findings[0].known == "line 1"


def test_the_name_of_an_association_may_have_blanks() -> None:
    objects = WRONG.associations[0].objects
    meter = Dump(associations=[Association("Data Collection", objects=objects)])
    known = "TY-01 3 * 3 Data Collection -- why"
    assert cosem.judge(meter, only=["TY-01"], known_failures=known).passed


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("TY-99 3", "no check 'TY-99'"),
        ("KNOWN", "no check 'KNOWN'"),
        ("TY-01 x", "a class or * is expected, found 'x'"),
        ("TY-01 65536", "a class or * is expected"),
        ("TY-01 ٣", "a class or * is expected"),
        ("TY-01 3 1.8.0", "a code as 1-0:1.8.0*255"),
        ("TY-01 3 1-0:1.8.0*256", "a code as 1-0:1.8.0*255"),
        ("TY-01 3 * 128", "an attribute or * is expected"),
        ("\x00", "no check"),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(line: str, problem: str) -> None:
    with pytest.raises(KnownFailuresError) as caught:
        read_known(f"# first\n{line}\n", CHECKS, "known.txt")
    assert str(caught.value).startswith(f"known.txt:2: {problem}")
    assert (caught.value.file, caught.value.line) == ("known.txt", 2)


def test_there_is_an_end_to_lines() -> None:
    with pytest.raises(KnownFailuresError, match="more than 10000 lines"):
        read_known("TY-01\n" * 10_001, CHECKS)


def test_lines_of_objects_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    has = KnownFailure.has

    def counting(line: KnownFailure, finding: Finding) -> bool:
        asked.append(line)
        return has(line, finding)

    monkeypatch.setattr(KnownFailure, "has", counting)
    codes = [f"1-0:{d}.{e}.0*255" for d in range(20) for e in range(20)]
    known = read_known("".join(f"TY-01 3 {each}\n" for each in codes), CHECKS)
    findings = [
        Finding("TY-01", FAILED, "", ERROR, Place(class_id=3, code=Obis.parse(code)))
        for code in codes
    ]
    told = list(apply(known, findings, ["TY-01"]))
    assert [each.known for each in told] == [str(each) for each in known]
    assert len(asked) == len(codes)


def test_all_lines_that_have_a_finding_are_used() -> None:
    text = "TY-01 * *\nTY-01 3 1-0:*.8.0*255\nTY-01 3 1-0:1.8.0*255 3\nTY-01 * 1-0:1.8.0*255"
    judgement = cosem.judge(WRONG, only=["TY-01"], known_failures=text)
    assert judgement.passed
    assert [each.known for each in judgement.findings] == ["line 1"]
