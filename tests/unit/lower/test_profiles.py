"""Companion profiles in the model: blocks and changes written out."""

from __future__ import annotations

from cosemgen import model as m
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from tests.compiled import model_of

HEAD = """\
package example "Example" {
  source list "A list"
  source book "A book"
}

/// A value.
class 32800 "Box" {
  version 0 {
    attribute 2 number: CHOICE { unsigned, long }
    attribute 3 flag: boolean
    method 1 empty(0) optional
  }
}
"""

BASE = """\
/// Asked for.
profile one "One" confidence high source list note "a note" unconfirmed "why" {
  client head 1 "Head end"
  client public
  variant gas "Gas meters" by 0.0.96.1.9.255
  decision "as the table"
  open "since when"

  /// A box.
  object 0.0.96.1.0.255 "Box" as 32800 version 0, 32800 optional when gas clause "5" confidence low
      source book note "n" unconfirmed {
    /// Its number.
    attribute 2 number: unsigned (1..9) | long = 1 or 2 default 3 access head RW, public none note "m"
    method 1 empty optional access head call
  }

  /// Boxes.
  objects where e in 1..2 as 32800 {
    attribute 2 number access R
    attribute 3 flag = TRUE
    0.0.96.2.e.255 "Two"
    0.0.96.3.0.255 "Other" as 32801 optional {
      attribute 2 number = {5, [0.0.1.0.0.255, h"00", "a", word]}
    }
  }
}
"""


def profiles(text: str, *, of_warnings: int = 0) -> tuple[m.Profile, ...]:
    compilation = compile_text(HEAD + text)
    assert compilation.model is not None, [*map(render_text, compilation.diagnostics)]
    assert len(compilation.diagnostics) == of_warnings
    return compilation.model.profiles


def test_all_that_a_profile_says() -> None:
    [one] = profiles(BASE, of_warnings=1)
    assert (one.name, one.title, one.origin) == ("one", "One", "")
    assert (one.confidence, one.sources, one.note) == ("high", ("list",), "a note")
    assert (one.unconfirmed, one.doc) == ("why", "Asked for.")
    assert one.decisions == ("as the table",)
    assert one.open_questions == ("since when",)
    assert one.clients == (
        m.ProfileClient("head", 1, "Head end"),
        m.ProfileClient("public"),
    )
    assert one.variants == (
        m.ProfileVariant("gas", "Gas meters", ((0, 0, 96, 1, 9, 255),)),
    )
    box = one.objects[0]
    assert box.classes == (m.ProfileClass(32800, 0), m.ProfileClass(32800))
    assert (box.optional, box.when, box.clause, box.sources) == (
        *(True, ("gas",), "5", ("book",)),
    )
    assert (box.confidence, box.note, box.doc) == ("low", "n", "A box.")
    assert box.unconfirmed
    number, empty = box.lines
    assert number == m.ProfileLine(
        "attribute",
        2,
        "number",
        types=(
            m.Simple("unsigned", bounds=m.Limits(1, 9)),
            m.Simple("long"),
        ),
        values=(1, 2),
        preset=3,
        rights=(m.Right("head", "RW"), m.Right("public", "none")),
        note="m",
        doc="Its number.",
    )
    assert (empty.what, empty.optional) == ("method", True)
    assert empty.rights == (m.Right("head", "call"),)


def test_what_a_block_says_holds_for_each_row() -> None:
    _, two, other = profiles(BASE, of_warnings=1)[0].objects
    assert two.match[4] == (m.CodeRange(1, 2),)
    assert (two.classes, two.doc) == ((m.ProfileClass(32800),), "Boxes.")
    assert [(x.number, x.values) for x in two.lines] == [
        (2, ()),
        (3, (m.WordLiteral("TRUE"),)),
    ]
    assert two.lines[0].rights == (m.Right("", "R"),)
    assert (other.classes, other.optional) == ((m.ProfileClass(32801),), True)
    inner = m.ArrayLiteral(
        (bytes((0, 0, 1, 0, 0, 255)), b"\0", "a", m.WordLiteral("word"))
    )
    assert [(x.number, x.rights) for x in other.lines] == [(2, ()), (3, ())]
    assert other.lines[0].values == (m.StructureLiteral((5, inner)),)


def test_a_profile_changes_another_one() -> None:
    changed = """\
profile three "Three" from two source book {
  remove variant gas
}

profile two "Two" from one source book {
  add client other 3
  remove client public
  add object 0.0.96.4.0.255 "New"

  /// Changed.
  change object 0.0.96.1.0.255 "Renamed" as 32800 mandatory {
    change attribute 2 number = 7
    add attribute 3 flag
    remove method 1
  }
  change object 0.0.96.2.e.255 where e in 1..2 note "kept"
  remove object 0.0.96.3.0.255 as 32801
}
"""
    three, two, one = profiles(changed + BASE.replace(" when gas", ""), of_warnings=2)
    assert (two.origin, three.origin) == ("one", "two")
    assert [each.name for each in two.clients] == ["head", "other"]
    assert [each.name for each in two.objects] == ["Renamed", "Two", "New"]
    assert three.objects == two.objects
    assert (three.variants, two.variants) == ((), one.variants)
    renamed = two.objects[0]
    assert (renamed.classes, renamed.optional) == ((m.ProfileClass(32800),), False)
    assert (renamed.clause, renamed.doc) == ("5", "Changed.")
    assert [(x.number, x.values, x.rights) for x in renamed.lines] == [
        (2, (7,), ()),
        (3, (), ()),
    ]
    assert (two.objects[1].note, two.objects[1].lines) == ("kept", one.objects[1].lines)


def test_a_variant_may_be_for_a_profile_that_is_written_from_its_own() -> None:
    changed = """\
profile two "Two" from one source book {
  add object 0.0.96.4.0.255 "New" when gas
}
"""
    one = BASE.replace(" when gas", "")
    profiles(one, of_warnings=2)
    profiles(one + changed, of_warnings=1)


def test_the_same_code_is_asked_for_with_another_class_or_variant() -> None:
    text = """\
profile one "One" source list {
  variant gas "Gas"
  variant heat "Heat"

  object 0.0.96.1.0.255 "A" as 32800 when gas
  object 0.0.96.1.0.255 "B" as 32800 when heat
  object 0.0.96.2.0.255 "C" as 32800
  object 0.0.96.2.0.255 "D" as 3
}
"""
    [one] = profiles(text, of_warnings=1)
    assert [each.name for each in one.objects] == ["A", "B", "C", "D"]


def test_a_profile_that_asks_for_too_much_is_told() -> None:
    rows = "".join(
        f'  object 0.{b}.c.{d}.e.255 "X" where c in 0..24 and e in 0..39\n'
        for b in range(3)
        for d in range(40)
    )
    text = f'profile one "One" source list {{\n{rows}}}\n'
    found = [render_text(d) for d in compile_text(HEAD + text).diagnostics]
    assert len(found) == 1
    assert "error C907: profile 'one' asks for more than 100000 objects" in found[0]


def test_a_code_that_is_shared_by_too_many_is_told() -> None:
    rows = "".join(f'  object 0.0.1.0.0.255 "X" as {n}\n' for n in range(1, 300))
    text = f'profile one "One" source list {{\n{rows}}}\n'
    found = [render_text(d) for d in compile_text(HEAD + text).diagnostics]
    errors = [each for each in found if " error " in each]
    assert len(errors) == 1 and "C907" in errors[0]


def test_a_long_chain_of_profiles_is_lowered() -> None:
    text = 'profile p0 "P" source list {\n  object 0.0.1.0.0.255 "X"\n}\n'
    for n in range(1, 1500):
        text = f'profile p{n} "P" from p{n - 1} source list {{}}\n' + text
    assert len(profiles(text)) == 1500


def test_a_profile_of_a_package_below_may_be_changed() -> None:
    files = {
        "below/package.cosem": 'package below "Below" {\n  source list "A list"\n}\n'
        'profile one "One" source list {\n  object 0.0.96.1.0.255 "A"\n}\n',
        "above/package.cosem": 'package above "Above" {\n  needs below\n}\n'
        'profile two "Two" from one source list {\n  add object 0.0.96.1.1.255 "B"\n}\n',
    }
    [two] = model_of(files, "above").profiles
    assert [each.name for each in two.objects] == ["A", "B"]
