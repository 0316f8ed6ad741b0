"""Differences between two specs, each in both directions and against itself."""

from __future__ import annotations

import json

import pytest

from cosemgen.diff import Finding, differences, package
from cosemgen.diff.comparing import LONGEST
from cosemgen.model import Span
from cosemgen.targets.json.document import model_document

from .cases import BASE, CASES, Case
from .compiling import model, parts


def _rules(found: list[Finding]) -> str:
    return " ".join(finding.rule for finding in found)


@pytest.mark.parametrize(
    "case",
    CASES,
    ids=[f"{each.forward or 'nothing'} {n}" for n, each in enumerate(CASES)],
)
def test_case(case: Case) -> None:
    assert case.before in BASE
    old = parts(BASE)
    new = parts(BASE.replace(case.before, case.after, 1))
    assert _rules(differences(old, new)) == case.forward
    assert _rules(differences(new, old)) == case.backward
    assert differences(new, new) == []


def test_a_model_and_its_json_are_the_same() -> None:
    found = model(BASE)
    document = json.loads(json.dumps(model_document(found)))
    assert differences([package(found)], [package(document)]) == []
    assert differences([package(document)], [package(found)]) == []


def test_json_differs_as_the_model_does() -> None:
    new = BASE.replace("(0..99) = 1", "(0..9) = 2")
    of_models, of_json = (
        differences([package(old)], [package(now)])
        for old, now in (
            (model(BASE), model(new)),
            (model_document(model(BASE)), model_document(model(new))),
        )
    )
    assert [str(each) for each in of_models] == [str(each) for each in of_json]
    assert all(each.new_place for each in of_models)
    assert not any(each.new_place for each in of_json)


def _one(before: str, after: str) -> Finding:
    assert before in BASE
    (found,) = differences(parts(BASE), parts(BASE.replace(before, after)))
    return found


def test_a_finding_says_where_and_what() -> None:
    found = _one("0..99) = 1 unit second", "0..99) = 1 unit minute")
    assert found == Finding(
        "unit-changed",
        (
            "package tiny",
            "class 40000 Counter",
            "versions 0 and 1",
            "attribute 2 count",
        ),
        "unit: second → minute",
        "second",
        "minute",
        "unit",
        Span("tiny.cosem", 22, 17),
        Span("tiny.cosem", 22, 17),
    )
    assert str(found) == (
        "wire: unit-changed: class 40000 Counter, versions 0 and 1, attribute 2 count: "
        "unit: second → minute"
    )


def test_what_is_gone_has_its_old_place_and_what_is_new_its_own() -> None:
    line = "    method 2 set(to: place) optional @0x68\n"
    new = BASE.replace(line, "")
    (gone,) = differences(parts(BASE), parts(new))
    (come,) = differences(parts(new), parts(BASE))
    assert gone.new_place is None and come.old_place is None
    assert gone.old_place == come.new_place
    assert gone.old_place is not None
    assert BASE.splitlines()[gone.old_place.line - 1] == line.rstrip("\n")


def test_the_text_of_a_long_difference_shows_it() -> None:
    long = "words " * 100
    old, new = (f"/// {long}{end}." for end in ("then", "now"))
    (found,) = differences(
        parts(BASE.replace("/// How many.", old)),
        parts(BASE.replace("/// How many.", new)),
    )
    assert "then. → …" in found.message and found.message.endswith("now.")
    assert len(found.message) < 2 * LONGEST + 30
    assert found.old == f"{long}then." and found.new == f"{long}now."


def test_a_type_that_is_called_otherwise_everywhere() -> None:
    new = BASE.replace(": amount", ": sum").replace("type amount", "type sum")
    assert _rules(differences(parts(BASE), parts(new))) == (
        "type-called type-called type-renamed"
    )


def test_a_type_that_another_one_of_the_same_name_hides() -> None:
    """The same name is not the same type: what is sent tells."""
    inner = (
        "\n    structure amount {\n      of: unsigned\n    }\n\n    enumeration how {"
    )
    new = BASE.replace("\n    enumeration how {", inner)
    found = differences(parts(BASE), parts(new))
    assert _rules(found) == "type-changed type-changed type-new"
    assert [each.place for each in found[:2]] == [
        "class 40001 Other, version 0, attribute 2 amount",
        "class 40001 Other, version 0, attribute 3 again",
    ]


def test_files_may_be_others() -> None:
    head, _, rest = BASE.partition("/// Counts something.")
    body, _, types = rest.partition("type amount")
    old = {
        "package.cosem": head,
        "counter.cosem": f"use amount from values\n\n{body}",
        "values.cosem": f"type amount{types}",
    }
    new = {
        "package.cosem": head,
        "tally.cosem": f"use amount from numbers\n\n{body}",
        "numbers.cosem": f"type amount{types}",
    }
    found = _rules(differences(parts(old), parts(new)))
    assert found == "module-renamed module-renamed type-moved type-moved"
    below = {
        f"deep/{name}": text for name, text in old.items() if name != "package.cosem"
    }
    below["package.cosem"] = head
    assert differences(parts(old), parts(below)) == []


def test_packages_are_matched_by_their_names() -> None:
    one = parts('package one "One" {\n}\n')
    two = parts('package two "Two" {\n}\n')
    assert _rules(differences(one, two)) == "package-gone package-new"
    assert _rules(differences([*one, *two], two)) == "package-gone"
    standing = parts('package one "One" {\n  needs cosem\n}\n')
    assert _rules(differences(one, standing)) == "package-needs"


def test_the_gravest_is_first() -> None:
    new = (
        BASE.replace("/// How many.", "/// How often.")
        .replace("      1 slow\n", "")
        .replace("unit second\n    attribute 3", "unit minute\n    attribute 3")
        .replace("dumps 3", "dumps 4")
    )
    found = differences(parts(BASE), parts(new))
    assert [each.impact for each in found] == [
        "wire",
        "api",
        "certainty",
        "documentation",
    ]


def test_versions_that_change_apart_are_told_apart() -> None:
    change = "    change attribute 7 text: octet-string[..9]\n    remove attribute 4\n"
    (found,) = differences(
        parts(BASE), parts(BASE.replace("    remove attribute 4\n", change))
    )
    assert found.where[2:] == ("version 1", "attribute 7 text")


def test_the_plain_name_means_what_the_lock_says() -> None:
    zero, one = (
        {"package.cosem": BASE, "released.lock": f"name 40000 {version}\n"}
        for version in (0, 1)
    )
    (found,) = differences(parts(zero), parts(one))
    assert (found.rule, found.message) == ("plain-name-moved", "plain version: 0 → 1")
    assert differences(parts(one), parts({"package.cosem": BASE})) == []
