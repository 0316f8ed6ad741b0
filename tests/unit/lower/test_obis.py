"""OBIS codes: patterns, tables and media."""

from __future__ import annotations

import pytest

from cosemgen.model import Codes, ObisObject
from tests.compiled import model_of


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", ((0, 255),)),
        (" where b in 0..64", ((0, 64),)),
        (" where b in 9, 0..3, 4, 7", ((0, 4), (7, 7), (9, 9))),
        (" where B in 255, 0", ((0, 0), (255, 255))),
    ],
)
def test_codes_of_a_group(where: str, expected: Codes) -> None:
    found = model_of(f'object 0.b.96.1.0.255 "Device id"{where}\n').objects[0]
    assert found.match[1] == expected
    assert found.match[2] == ((96, 96),)
    assert found.size == sum(last - first + 1 for first, last in expected)


def test_facts_of_an_object() -> None:
    found = model_of(
        'package acme "ACME" {\n  source manual "the manual"\n}\n'
        'units unit {\n  255 count "" "no unit"\n}\n'
        '/// Keeps a number.\nclass 32768 "Number" {\n  version 0 {\n'
        "    attribute 2 value: long\n  }\n}\n"
        "/// Counts.\n"
        'object 0.0.96.1.e.255 "Counter {E+1}" where e in 0..9 as 32768 core 32768 '
        'value unsigned, long-unsigned unit count clause "6.2" confidence low '
        'source manual note "a note" unconfirmed "why"\n'
    ).objects[0]
    assert found.classes == found.core_classes == (32768,)
    assert found.values == ("unsigned", "long-unsigned")
    assert found.units == ("count",)
    assert (found.clause, found.confidence, found.sources) == (
        "6.2",
        "low",
        ("manual",),
    )
    assert (found.note, found.unconfirmed, found.doc) == ("a note", "why", "Counts.")
    assert found.package == "acme"


MEDIA = """\
units unit {
  27 watt "W" "power"
  30 watt_hour "Wh" "energy"
}
medium 6 "Heat" {
  group C {
    1 "Power" integral "Energy" watt_hour unit watt
    2..3 reserved "later"
  }
  group D {
    8 "time integral 1" integral
  }
  group E rate {
    0 "total"
    124 "distortion" dimensionless
  }
  select E rate where C in 1 and D in 0..58
}
medium 5 "Cooling" same as 6
"""


def test_a_medium_with_its_tables() -> None:
    cooling, heat = model_of(MEDIA).media
    power, later = heat.groups[0].codes
    assert (power.meaning, power.units) == ("Power", ("watt",))
    assert (power.integral_meaning, power.integral_unit) == ("Energy", "watt_hour")
    assert power.integral is False
    assert (later.codes, later.kind, later.meaning) == (((2, 3),), "reserved", "later")
    assert heat.groups[1].codes[0].integral is True
    assert heat.groups[2].codes[1].dimensionless is True
    assert heat.selections[0].conditions == (("C", ((1, 1),)), ("D", ((0, 58),)))
    assert (cooling.same_as, cooling.groups) == (6, heat.groups)
    assert cooling.selections == heat.selections


NUMBERS = """\
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
  }
  version 1 from 0 {
    add attribute 3 other: long
  }
}
/// Keeps a text.
class 32769 "Text" {
  version 0 {
    attribute 2 value: utf8-string
  }
}
units unit {
  7 second "s" "time"
  8 hour "h" "time"
}
"""


def test_an_object_may_bind_classes_to_a_version() -> None:
    pattern = '0.0.96.1.0.255 "Device id"'
    found = model_of(
        f"{NUMBERS}object {pattern} as 32768 version 1, 32769 core 32769\n"
    ).objects[0]
    assert found.classes == (32768, 32769)
    assert found.class_versions == {32768: 1}
    assert found.core_classes == (32769,)
    unbound = model_of(f"{NUMBERS}object {pattern} as 32768\n").objects[0]
    assert unbound.class_versions == {}


def test_an_object_may_come_after_the_others_of_its_code() -> None:
    first, other = model_of(
        f'{NUMBERS}object 0.0.96.1.0.255 "Device id" as 32768\n'
        'object 0.0.96.1.0.255 "Serial number" as 32768, 32769 alternative\n'
    ).objects
    assert (first.alternative, other.alternative) == (False, True)


PACKAGE = 'package acme "ACME" {\n  source manual "it"\n  source book "it"\n}\n'


def rows(text: str) -> tuple[ObisObject, ...]:
    return model_of(PACKAGE + NUMBERS + text).objects


def alone(text: str) -> ObisObject:
    """A single object, as it is without a block."""
    (only,) = rows(text)
    return only


def test_what_the_head_of_a_block_says_holds_for_its_rows() -> None:
    head = (
        "where b in 0..64 and e in 1..9 as 32768 version 1, 32769 core 32769 "
        'value long unit second clause "6.2" confidence low source manual'
    )
    row = '0.b.96.1.e.255 "Device id"'
    block = f"/// All of them.\nobjects {head} {{\n  {row}\n}}\n"
    assert alone(block) == alone(f"/// All of them.\nobject {row} {head}\n")


def test_what_a_row_says_replaces_what_the_head_says() -> None:
    own = (
        "where b in 7 as 32769 value utf8-string unit hour clause "
        '"6.3" confidence high source book'
    )
    row = '0.b.96.1.e.255 "Device id"'
    block = (
        "/// All of them.\nobjects where b in 0..64 and e in 1..9 as 32768 core 32768 "
        'value long unit second clause "6.2" confidence low source manual '
        f"{{\n  /// This one.\n  {row} {own}\n}}\n"
    )
    expected = own.replace("b in 7", "b in 7 and e in 1..9")
    assert alone(block) == alone(f"/// This one.\nobject {row} {expected}\n")


def test_core_classes_may_be_narrowed_by_a_row() -> None:
    found = alone(
        "objects as 32768, 32769 core 32768 {\n"
        '  0.0.96.1.0.255 "Device id" core 32769\n}\n'
    )
    assert (found.classes, found.core_classes) == ((32768, 32769), (32769,))


def test_remarks_are_those_of_the_row() -> None:
    first, second = rows(
        'objects as 32768 {\n  0.0.96.1.0.255 "One" note "a" unconfirmed\n'
        '  0.0.96.1.1.255 "Two"\n}\n'
    )
    assert (first.note, first.unconfirmed) == ("a", "no public source states it")
    assert (second.note, second.unconfirmed) == ("", None)


def test_conditions_of_the_head_are_for_rows_that_leave_the_group_open() -> None:
    both, one = rows(
        "objects where b in 0..64 and e in 1..9 {\n"
        '  0.b.96.1.e.255 "Open"\n  0.1.96.2.e.255 "Fixed"\n}\n'
    )
    assert (both.match[1], both.match[4]) == (((0, 64),), ((1, 9),))
    assert (one.match[1], one.match[4]) == (((1, 1),), ((1, 9),))


@pytest.mark.parametrize("head", ["b", "B"])
@pytest.mark.parametrize("own", ["b", "B"])
def test_letters_of_groups_and_of_patterns_mean_the_same(head: str, own: str) -> None:
    said, unsaid = rows(
        f"objects where {head} in 0..64 {{\n"
        f'  0.b.96.1.0.255 "X" where {own} in 3\n  0.b.96.2.0.255 "Y"\n}}\n'
    )
    assert (said.match[1], unsaid.match[1]) == (((3, 3),), ((0, 64),))


def test_ranges_and_objects_keep_the_order_of_the_file() -> None:
    found = rows(
        'object 0.0.1.0.0.255 "a"\nobjects where b in 0..64 {\n  0.b.1.1.0.255 "b"\n'
        '  range country 0.b.94.d.e.f "c"\n}\nobject 0.0.1.2.0.255 "d"\n'
    )
    assert [(each.name, each.kind) for each in found] == [
        *(("a", None), ("b", None)),
        *(("c", "country"), ("d", None)),
    ]
    assert found[2].match[1] == ((0, 64),)


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("text", ("octet-string", "visible-string")),
        ("long, text", ("long", "octet-string", "visible-string")),
        ("visible-string, text", ("visible-string", "octet-string")),
        ("text, numbers", ("octet-string", "visible-string", "long")),
    ],
)
def test_value_lists(written: str, values: tuple[str, ...]) -> None:
    lists = (
        "values numbers = long, octet-string\n"
        "values text = octet-string, visible-string\n"
    )
    row = '0.0.96.1.0.255 "Device id"'
    assert alone(f"{lists}object {row} value {written}\n").values == values
    assert alone(f"objects value {written} {{\n  {row}\n}}\n{lists}").values == values


def test_value_lists_of_other_files_and_of_packages_below() -> None:
    found = model_of(
        {
            "acme/package.cosem": 'package acme "ACME" {\n}\n',
            "acme/lists.cosem": "values text = octet-string, visible-string\n",
            "users/package.cosem": 'package users "Users" {\n  needs acme\n}\n',
            "users/lists.cosem": "values numbers = long, unsigned\n",
            "users/codes.cosem": 'object 0.0.96.1.0.255 "Id" value text, numbers\n',
        }
    ).objects
    assert [each.values for each in found] == [
        ("octet-string", "visible-string", "long", "unsigned")
    ]


IN_USE = """\
package acme "ACME" {
  source dump "a dump"
  source other "another"
}
object 1.b.1.8.e.255 "Energy"
/// Seen.
in-use where b in 0..1 source dump {
  1.b.1.8.0.255 "Energy import" reads total dumps 3
  1.b.1.8.e.255 where b in 2 and e in 1..3 source other
      dumps 1 note "odd"
}
"""


def test_rows_in_use_are_within_the_conditions_of_the_head() -> None:
    (found,) = model_of(IN_USE).in_use
    assert (found.doc, found.sources) == ("Seen.", ("dump",))
    named, met = found.rows
    assert (named.label, named.reads, named.dumps) == ("Energy import", "total", 3)
    assert named.match[1] == ((0, 1),) and named.sources == ()
    assert (met.label, met.reads, met.dumps) == ("", None, 1)
    assert (met.match[1], met.match[4]) == (((2, 2),), ((1, 3),))
    assert (met.sources, met.note) == (("other",), "odd")
