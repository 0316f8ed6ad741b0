"""The table of checks, and what the bad specs do not show: sound specs at the edge pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from cosemgen import check
from cosemgen.check import CHECKS
from cosemgen.check.context import Context
from cosemgen.compile import compile_text
from cosemgen.diagnostics import Diagnostic, render_text
from cosemgen.diagnostics.report import Report
from cosemgen.lower.package import Lowered, lower_package
from cosemgen.steps import Steps
from cosemgen.syntax.parse import parse
from cosemgen.syntax.tree import Package, ParsedFile

BAD = Path(__file__).parents[2] / "diagnostics" / "bad"


def findings(text: str | dict[str, str]) -> list[str]:
    return [render_text(d) for d in compile_text(text).diagnostics]


def test_every_check_of_the_modules_is_in_the_table() -> None:
    modules = [m for m in vars(check).values() if isinstance(m, ModuleType)]
    written = {
        function
        for module in modules
        for name, function in vars(module).items()
        if name.startswith("check_") and function.__module__ == module.__name__
    }
    assert written == {each.run for each in CHECKS}


def test_checks_stand_below_those_that_they_need() -> None:
    for place, each in enumerate(CHECKS):
        for known in each.needs:
            givers = [at for at, other in enumerate(CHECKS) if known in other.gives]
            assert givers and max(givers) < place, each.run.__name__
    of_sound = [each.of_sound for each in CHECKS]
    assert of_sound == sorted(of_sound), "later checks would find more errors"


def test_only_those_that_always_run_read_documentation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All others find the same where each line of it is a comment."""
    others = tuple(each for each in CHECKS if not each.always)
    monkeypatch.setattr(check, "CHECKS", others)
    told = 0
    for path in sorted(BAD.glob("*.cosem")):
        text = path.read_text(encoding="utf-8", errors="replace")
        bare = re.sub("///.*", "//", text)
        if bare != text and not parse(text, path.name)[1]:
            expected = findings(text)
            assert findings(bare) == expected, path.name
            told += len(expected)
    assert told > 50


class _Spied(Context):
    """Notes what a check leaves for others, and what it looks at of what others have left."""

    def __init__(self, lowered: Lowered, report: Report, steps: Steps) -> None:
        self.left: set[str] = set()
        self.seen: set[str] = set()
        super().__init__(lowered, report, steps)
        self.left.clear()

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name not in ("left", "seen"):
            self.left.add("class ids" if name == "misnamed" else name)

    def __getattribute__(self, name: str) -> object:
        if name == "misnamed":
            self.seen.add("class ids")
        return super().__getattribute__(name)


class _SpiedReport(Report):
    context: _Spied

    @property
    def found(self) -> Iterable[Diagnostic]:
        self.context.seen.add("values")
        return super().found


_HANDED_ON = """
class 5 "Mine" {
  version 0 {
    attribute 2 other: octet-string as logical-name refers to class 40000
    attribute 3 kind: part
  }
}
enumeration kinds {
  0 none
  1 some
}
structure part {
  kind: kinds
  value: CHOICE by kind { none: null-data, some: unsigned }
}
object 0.0.96.1.0.255 "One" as 40001
telegram pushed "Pushed" structure of 1 {
  1 0.0.96.1.0.255 as 40001: long
}
quirk digits "Digits" {
  class 40002 attribute 2 number: unsigned means bcd
}
profile one "One" {
  object 0.0.96.1.0.255 "One" as 40001
}
"""


def test_checks_say_what_they_have_from_one_another() -> None:
    needs: set[str] = set()
    for each in CHECKS:
        report = _SpiedReport()
        tree, _ = parse('package p "P" {}\n' + _HANDED_ON, "p.cosem")
        assert tree is not None
        lowered = lower_package(
            next(item for item in tree.items if isinstance(item, Package)),
            [ParsedFile("p.cosem", "", tree)],
            (),
            report,
            Steps({}),
        )
        context = report.context = _Spied(lowered, report, Steps({}))
        each.run(context)
        assert context.left <= {*each.gives}, each.run.__name__
        assert context.seen == {*each.needs}, each.run.__name__
        needs |= context.seen
    assert needs == {*get_args(check.Known)}


@pytest.mark.parametrize(
    "text",
    [
        "type x = unsigned (0..255)\n",
        "type x = CHOICE { octet-string, visible-string, null-data }\n",
        "structure a {\n  x: long\n}\nstructure b {\n  x: long\n}\ntype x = CHOICE { a, b }\n",
        'structure x {\n  a: unsigned (1..) = 1\n  b: octet-string as date-time or empty = h""\n}\n',
        'structure x {\n  a: octet-string as logical-name = "0.0.1.0.0.255"\n}\n',
        'structure x {\n  a: CHOICE { long, visible-string } = "a"\n  b: CHOICE of any = TRUE\n}\n',
        "enumeration e {\n  0 a\n  255 b\n  1..254 manufacturer\n}\n",
        "enumeration e: integer {\n  -128 a\n  127 b\n}\n",
        "bits x {\n  0 a\n  200 b\n}\n",
        'bits x: bit-string[4] {\n  0..2 reserved\n  3 a\n}\nstructure y {\n  f: x = "0001"\n}\n',
        "structure x {\n  clock: octet-string as logical-name refers to object\n}\n",
        (
            "structure x refers to attribute(logical_name, attribute_index, data_index) {\n"
            "  logical_name: octet-string as logical-name\n  attribute_index: integer\n"
            "  data_index: long-unsigned\n}\n"
        ),
        (
            "structure x refers to attribute(class_id, logical_name, attribute_index) {\n"
            "  logical_name: octet-string as logical-name\n  class_id: long-unsigned\n"
            "  attribute_index: integer\n}\n"
        ),
        "structure x {\n  a: CHOICE { bit-string, unsigned } rule bits_multiple_of(8)\n}\n",
        (
            "structure row {\n  index: long\n}\n"
            "structure x {\n  rows: array of row rule unique(index) rule ascending(index)\n}\n"
        ),
    ],
)
def test_sound_types(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # The smaller pattern wins.
        'object 0.b.96.1.0.255 "All"\nobject 0.0.96.1.0.255 "One"\n',
        # The same codes, of classes that cannot be mistaken.
        (
            '/// One.\nclass 32768 "One" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
            '/// Two.\nclass 32769 "Two" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
            'object 0.0.96.1.0.255 "One" as 32768\nobject 0.0.96.1.0.255 "Two" as 32769\n'
        ),
        'object 0.0.96.1.0.255 "One"\nobject 0.0.96.1.0.255 "Two" overlaps "why"\n',
        # A table of all media and one of the medium hold the same code.
        (
            'group E {\n  128..254 manufacturer\n}\nmedium 1 "Electricity" {\n  group E {\n'
            "    128..254 manufacturer\n  }\n}\n"
        ),
        (
            'group D country {\n  0 "Finland"\n}\nmedium 1 "Electricity" {\n'
            '  select D country where C in 94\n}\nobject 1.0.94.d.0.255 "{D}"\n'
        ),
        'group F {\n  102..125 "the {n-100} periods"\n}\nobject 0.0.1.2.0.f "{F} {F+1}"\n',
    ],
)
def test_sound_codes(text: str) -> None:
    assert findings(text) == []


def test_overlaps_are_found_as_by_trying_every_pair() -> None:
    """The index by group C finds what comparing all with all finds."""
    rows = [
        (f"0.{b}.c.{d}.{e}.255", f"c in {low}..{low + 1}")
        for b in range(2)
        for low in range(5)
        for d in range(2)
        for e in range(1)
    ] + [(f"0.b.{c}.{d}.0.255", "b in 0..1") for c in range(6) for d in range(2)]
    text = "".join(
        f'object {pattern} "Object {number}" where {where}\n'
        for number, (pattern, where) in enumerate(rows)
    )
    found = [d for d in compile_text(text).diagnostics if d.code == "C508"]

    def codes(row: tuple[str, str]) -> set[tuple[int, ...]]:
        pattern, where = row
        letter, _, span = where.split(" ")
        low, high = map(int, span.split(".."))
        parts = pattern.split(".")
        return {
            tuple(code if part == letter else int(part) for part in parts)
            for code in range(low, high + 1)
        }

    sets = [codes(row) for row in rows]
    pairs = sum(bool(sets[i] & sets[j]) for i in range(len(sets)) for j in range(i))
    assert pairs > 20
    assert len(found) == pairs


def test_classes_two_packages_below_are_known() -> None:
    files = {
        "b/package.cosem": 'package b "Between" { needs cosem }\ntype number = long\n',
        "c/package.cosem": 'package c "Above" {\n  needs b\n  source own "Our own."\n}\n'
        '/// Clocks.\nquirk swapped "Swapped" {\n  applies country "Nowhere"\n'
        "  source own\n  confidence high\n"
        "  class 8 attribute 3 time_zone: long means reversed\n}\n",
    }
    assert [each for each in findings(files) if "C427" in each] == []
