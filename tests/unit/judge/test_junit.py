"""JUnit XML: what CI systems make of it, and that no text breaks it."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

import pytest

from cosem_conformance.judge import PASSED, Judgement, as_junit

from .samples import ACTING, ALL_KINDS, CLEAN, acting, judged

ALLOWED: Final = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped"},
        {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname"}, {"failure", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
"""Attributes that an element has, and elements that it may have: of the schema of Jenkins' xUnit plug-in."""


def read(*judgements: Judgement) -> ElementTree.Element:
    """The tree, which is as the schema has it."""
    tree = ElementTree.fromstring(as_junit(*judgements).encode("utf-8"))
    assert tree.tag == "testsuites"
    for each in tree.iter():
        attributes, elements = ALLOWED[each.tag]
        assert set(each.keys()) == attributes
        assert {inner.tag for inner in each} <= elements
    for suite in [tree, *tree.findall("testsuite")]:
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests", "")) == len(cases)
        failures = sum(case.find("failure") is not None for case in cases)
        assert int(suite.get("failures", "")) == failures
    names = [
        (case.get("classname"), case.get("name")) for case in tree.iter("testcase")
    ]
    assert len(set(names)) == len(names), "GitLab drops cases of one name"
    return tree


def results(tree: ElementTree.Element) -> dict[tuple[str, str], tuple[str, str]]:
    """Each case, with what came of it and why."""
    return {
        (case.get("classname", ""), case.get("name", "")): (
            case[0].tag,
            case[0].get("message", ""),
        )
        for case in tree.iter("testcase")
    }


def test_each_kind_comes_to_what_ci_knows() -> None:
    found = results(read(ALL_KINDS))
    here = "dumps/one.jsonl.gz"
    where = "association Public, 1-0:1.8.0*255 of class 3/0, attribute"
    types, codes = f"{here}.TY-01", f"{here}.OB-01"
    title = "TY-01: values have the declared types"
    assert found == {
        (types, title): ("system-out", ""),
        (types, f"{where} 4"): ("system-out", ""),
        (types, f"{where} 3 scaler"): ("failure", "a wrong type"),
        (types, f"{where} 2"): ("system-out", ""),
        (types, f"{where} 5"): ("skipped", "KNOWN: known.txt:3: in 2.1"),
        (types, f"{where} 6"): ("skipped", "INCONCLUSIVE: nobody knows"),
        (codes, "OB-01: classes are those of the code"): ("system-out", ""),
        (codes, "not applicable"): ("skipped", "N/A: no table (and 1 more)"),
        (f"{here}.CL-03", "not applicable"): (
            "skipped",
            "N/A: the dump does not have it",
        ),
        (f"{here}.KNOWN", "KNOWN: known failures come"): (
            "failure",
            "TY-02 is expected to fail",
        ),
        (f"{here}.DUMP", "DUMP: the dump is whole"): (
            "skipped",
            "INCONCLUSIVE: the dump was cut short",
        ),
    }


def test_verdicts_and_versions_are_properties() -> None:
    properties = {
        each.get("name"): each.get("value") for each in read(ALL_KINDS).iter("property")
    }
    assert properties["meter"] == "ACME One"
    assert properties["file"] == "dumps/one.jsonl.gz"
    assert properties["judged by OBIS tables of cosem"] == "sha256:12"
    assert properties["TY-01 passed"] == "7" and properties["TY-01 failed"] == "4"
    assert properties["TY-01 inconclusive"] == "1"
    assert properties["OB-01 not applicable"] == "2"


def test_a_failure_says_all() -> None:
    [failure] = [each for each in read(ALL_KINDS).iter("failure") if each.text][:1]
    assert failure.text and "clause 4.3.2" in failure.text
    assert "    02 02 11 00 16 1e\n          ^" in failure.text


def test_a_clean_meter_passes() -> None:
    assert CLEAN.counts["TY-01"][PASSED]
    [case] = read(CLEAN).iter("testcase")
    assert case[0].tag == "system-out"


def test_no_judgement_and_several_of_one_name() -> None:
    assert not list(read().iter("testcase"))
    tree = read(judged("ACME"), judged("ACME"), judged("Other"))
    names = [suite.get("name") for suite in tree.iter("testsuite")]
    assert names == ["ACME", "ACME (2)", "Other"]


@pytest.mark.parametrize("word", ACTING, ids=ascii)
def test_no_text_breaks_it(word: str) -> None:
    tree = read(acting(word))
    assert [case[0].tag for case in tree.iter("testcase")] == ["failure"]
