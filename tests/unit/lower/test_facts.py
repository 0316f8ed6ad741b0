"""Facts of classes and versions: names, editions, clauses, sources."""

from __future__ import annotations

from cosemgen.model import (
    Citation,
    ClassVersion,
    ClauseReference,
    Edition,
    Package,
    Since,
)
from tests.compiled import model_of

FIRST = Edition("first", "Ed. 1", "1998")
SECOND = Edition("second", "Ed. 2")
THIRD = Edition("third", "Ed. 3")
UNCONFIRMED = "no public source states it"

PACKAGE = """\
package acme "ACME" {
  edition "Classes."
  edition first "Ed. 1" "1998"
  edition second "Ed. 2"
  edition "Codes."
  edition third "Ed. 3"
  source manual "the manual"
  source book "the book"
}
"""


def versions(facts: str, *own: str) -> list[ClassVersion]:
    """A class with facts, and versions with their own."""
    bodies = "".join(
        f"version {number} {{\n{lines}\nattribute 2 value: long\n}}\n"
        for number, lines in enumerate(own)
    )
    model = model_of(
        f'{PACKAGE}/// Counts.\nclass 32768 "Counter" {{\n{facts}\n{bodies}}}\n'
    )
    return list(model.classes[0].versions)


def test_editions_of_a_package_are_what_it_covers_or_a_table() -> None:
    package: Package = model_of(PACKAGE).package
    assert package.edition == ("Classes.", "Codes.")
    assert package.editions == (FIRST, SECOND, THIRD)


def test_first_editions() -> None:
    found = versions(
        "since first",
        "",
        "since second",
        "since second..third",
        'since second..third unconfirmed "seen"',
        "since first..third",
        "since third unconfirmed",
    )
    assert [version.since for version in found] == [
        Since(FIRST, FIRST),
        Since(SECOND, SECOND),
        Since(SECOND, THIRD, neighbours=True),
        Since(SECOND, THIRD, "seen", neighbours=True),
        Since(FIRST, THIRD),
        Since(THIRD, THIRD, UNCONFIRMED),
    ]
    assert [version.edition for version in found] == [
        "Ed. 1",
        "Ed. 2",
        "Ed. 2 or Ed. 3",
        "Ed. 2 or Ed. 3 (unconfirmed)",
        "Ed. 1 to Ed. 3",
        "Ed. 3 (unconfirmed)",
    ]


def test_a_first_edition_is_not_inherited() -> None:
    model = model_of(
        PACKAGE + '/// Counts.\nclass 32768 "Counter" {\nversion 0 {\nsince first\n'
        'name "Old"\nclause "1"\nattribute 2 value: long\n}\nversion 1 from 0 {\n'
        "add attribute 3 other: long\n}\n}\n"
    )
    old, new = model.classes[0].versions
    assert (old.edition, old.name, old.clause) == ("Ed. 1", "Old", "1")
    assert (new.since, new.edition, new.name, new.clause) == (None, "", "", "")


def test_clauses_and_the_editions_that_they_hold_in() -> None:
    both, own = versions(
        'clause "4.3" in first, second\nclause "4.4" in third unconfirmed "guessed"',
        "",
        'clause "5.1"\nclause "5.2" unconfirmed',
    )
    assert both.clauses == (
        ClauseReference("4.3", (FIRST, SECOND)),
        ClauseReference("4.4", (THIRD,), "guessed"),
    )
    assert both.clause == "4.3 (Ed. 1, Ed. 2), 4.4 (Ed. 3, unconfirmed)"
    assert own.clauses == (
        ClauseReference("5.1"),
        ClauseReference("5.2", (), UNCONFIRMED),
    )
    assert own.clause == "5.1, 5.2 (unconfirmed)"


def test_names_of_versions() -> None:
    found = versions('name "Meter"', "", 'name "Counter of old"')
    assert [version.name for version in found] == ["Meter", "Counter of old"]


def test_sources_of_a_version_add_to_those_of_its_class() -> None:
    found = versions(
        "source manual",
        "",
        'source book "page 3"',
        'source manual\nsource manual, book "page 4"',
    )
    manual = Citation("manual")
    assert [version.sources for version in found] == [
        (manual,),
        (Citation("book", "page 3"), manual),
        (manual, Citation("book", "page 4")),
    ]


def test_editions_of_a_package_below_can_be_named_and_own_ones_go_before() -> None:
    model = model_of(
        {
            "acme/package.cosem": PACKAGE,
            "users/package.cosem": 'package users "Users" {\n  needs acme\n'
            '  edition third "Draft"\n}\n',
            "users/counter.cosem": '/// Counts.\nclass 32800 "Counter" {\n'
            "version 0 {\nsince second\nattribute 2 value: long\n}\n"
            'version 1 {\nclause "1" in third\nattribute 2 value: long\n}\n}\n',
        }
    )
    old, new = model.classes[0].versions
    assert old.since == Since(SECOND, SECOND)
    assert new.clause == "1 (Draft)"
