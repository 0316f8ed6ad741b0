"""Telegrams: what stands at each place, with types and fixed values in full."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text

HEAD = """\
package p "P" {
  source manual "The manual"
}
units unit {
  27 watt "W" "power"
}
object 1.0.1.7.0.255 "Power" unit watt
"""
DATE_TIME = m.Choice(
    (m.Simple("octet-string", meaning="date-time"), m.Simple("date-time"))
)
TEXT = m.Choice(
    (m.Simple("octet-string"), m.Simple("visible-string"), m.Simple("utf8-string"))
)


def only(text: str) -> m.Telegram:
    found = compile_text(HEAD + text)
    assert found.model is not None, "\n".join(map(render_text, found.diagnostics))
    assert found.diagnostics == ()
    (telegram,) = found.model.telegrams
    return telegram


def item(line: str, more: str = "2 filler") -> m.TelegramItem:
    """What a line says of place 1."""
    found = only(f'telegram t "T" structure of 2 {{\n{line}\n{more}\n}}').items
    return found[0]


def test_the_head() -> None:
    found = only("""
/// What it sends.
telegram push "Push list" structure or array of 1
    confidence low source manual note "old" unconfirmed {
  1 1.0.1.7.0.255: long
}
""")
    assert (found.name, found.title, found.doc) == (
        *("push", "Push list", "What it sends."),
    )
    assert found.form == m.Form(("structure", "array"), 1)
    assert (found.confidence, found.sources, found.note) == ("low", ("manual",), "old")
    assert found.unconfirmed == "no public source states it"
    assert found.span.line == HEAD.count("\n") + 3


def test_a_value_with_all_that_it_may_have() -> None:
    found = item(
        '/// Seen.\n1 1.0.1.7.0.255 "Drawn": long | double-long scaler -3 unit watt '
        'confidence high source manual note "n" unconfirmed "u"'
    )
    assert found == m.TelegramItem(
        (1,),
        "value",
        m.Choice((m.Simple("long"), m.Simple("double-long"))),
        code=(1, 0, 1, 7, 0, 255),
        label="Drawn",
        scaler=-3,
        unit="watt",
        confidence="high",
        sources=("manual",),
        note="n",
        unconfirmed="u",
        doc="Seen.",
    )


VALUE = "2 1.0.1.7.0.255: long"


@pytest.mark.parametrize(
    ("line", "role", "kind"),
    [
        ("1 time", "time", DATE_TIME),
        ("1 time of 2: double-long-unsigned", "time", m.Simple("double-long-unsigned")),
        ("1 meter", "meter", TEXT),
        ("1 list: octet-string[3]", "list", m.Simple("octet-string", m.Limits(3, 3))),
        ("1 code of 2", "code", m.Simple("octet-string", meaning="logical-name")),
        ("1 scaler-unit of 2", "scaler-unit", m.AnyStructure()),
        ("1 scaler of 2", "scaler", m.Simple("integer")),
        ("1 unit of 2", "unit", m.Simple("enum")),
        ("1 filler", "filler", m.OpenChoice("any")),
    ],
)
def test_a_role_has_its_types(line: str, role: str, kind: m.TypeExpression) -> None:
    found = item(line, VALUE)
    assert (found.role, found.type) == (role, kind)
    assert found.of == ((2,) if " of 2" in line else None)


@pytest.mark.parametrize(
    ("line", "octets"),
    [
        ('1 list = "KFM_001"', b"KFM_001"),
        ('1 list: visible-string = ""', b""),
        ('1 list: utf8-string = "ä"', "ä".encode()),
        ('1 meter = h"00FF"', b"\x00\xff"),
        ("1 code of 2 = 1.0.1.7.0.255", bytes((1, 0, 1, 7, 0, 255))),
        ('1 value "A": long = -2', b"\xff\xfe"),
        ('1 value "A": double-long-unsigned = 0x010203', b"\x00\x01\x02\x03"),
        ('1 value "A": enum = 0xFF', b"\xff"),
    ],
)
def test_fixed_values_are_the_octets_behind_tag_and_length(
    line: str, octets: bytes
) -> None:
    assert item(line, VALUE).fixed == octets


def test_inner_lists() -> None:
    found = only("""
telegram t "T" array of 2 {
  1 filler
  /// Inside.
  2 structure of 2 {
    1 filler
    2 array of any {
      1 1.0.1.7.0.255: long
      2 time of 1
    }
  }
}
""")
    assert [(each.place, each.form) for each in found.lists] == [
        ((2,), m.Form(("structure",), 2)),
        ((2, 2), m.Form(("array",), None)),
    ]
    assert found.lists[0].doc == "Inside."
    assert [(each.place, each.of) for each in found.items] == [
        ((1,), None),
        ((2, 1), None),
        ((2, 2, 1), None),
        ((2, 2, 2), (2, 2, 1)),
    ]


def test_named_values_have_no_place() -> None:
    found = only("""
telegram t "T" structure of any {
  1 list = "A"
  named 1.0.1.7.0.255: long scaler 0
}
""")
    assert found.form.count is None
    assert [(each.place, each.scaler) for each in found.items] == [
        ((1,), None),
        ((), 0),
    ]


def test_class_and_attribute() -> None:
    found = compile_text(HEAD + """
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
    attribute 3 time: long
  }
}
telegram t "T" structure of 2 {
  1 1.0.1.7.0.255 as 32768 attribute 3: long
  2 1.0.1.7.0.255: long
}
""").model
    assert found is not None
    ((told, untold),) = (each.items for each in found.telegrams)
    assert (told.class_id, told.attribute) == (32768, 3)
    assert (untold.class_id, untold.attribute) == (None, 2)
