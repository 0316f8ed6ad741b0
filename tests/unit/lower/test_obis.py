"""OBIS codes: patterns, tables and media."""

from __future__ import annotations

import pytest

from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.model import Codes, Model


def compiled(text: str) -> Model:
    compilation = compile_text(text)
    assert [render_text(d) for d in compilation.diagnostics if d.is_error] == []
    assert compilation.model is not None
    return compilation.model


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
    found = compiled(f'object 0.b.96.1.0.255 "Device id"{where}\n').objects[0]
    assert found.match[1] == expected
    assert found.match[2] == ((96, 96),)
    assert found.size == sum(last - first + 1 for first, last in expected)


def test_facts_of_an_object() -> None:
    found = compiled(
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
    cooling, heat = compiled(MEDIA).media
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
