"""Versions written as differences: what they inherit, what they share, what they change."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from tests.compiled import model_of


def version(model: m.Model, number: int, class_id: int = 32768) -> m.ClassVersion:
    found = model.interface_class(class_id)
    assert found is not None
    return next(v for v in found.versions if v.version == number)


def type_of(model: m.Model, v: m.ClassVersion, name: str) -> m.NamedType:
    return model.type(next(t for t in v.types if t.name == name))


PUSH = """\
package example "Example" {
  edition ed_11 "Ed. 11"
}

/// Pushes.
class 32768 "Push" {
  clause "4.4.8"
  cardinality 1..n
  open "asked of the class"

  /// Where to.
  structure target {
    name: octet-string
  }

  /// The first.
  version 0 {
    since ed_11
    open "asked of version 0"

    /// What to push.
    attribute 2 objects: array of item
    /// The pause.
    attribute 3 delay: long-unsigned = 5
    attribute 4 limit: long-unsigned {
      /// All of it.
      selector 1 all
    }
    attribute 5 target: target
    attribute 6 state: state
    /// Push now.
    method 1 push(0) optional @0x40

    /// One thing.
    structure item {
      /// Which class.
      class_id: long-unsigned
      logical_name: octet-string as logical-name
      place: place
    }
    structure place {
      index: integer
    }
    enumeration state {
      /// Nothing goes on.
      0 idle
      1 busy
      2..9 reserved
      10..255 manufacturer
    }
  }

  version 1 from 0 {
    clause "4.4.9"
    open "asked of version 1"

    change attribute 3 pause: double-long-unsigned
    change attribute 4 limit: long-unsigned {
      selector 1 all
      selector 2 some
    }
    remove attribute 5
    add attribute 5 port: octet-string as logical-name
    change method 1 push(0) mandatory @0x48
    change structure place {
      add depth: unsigned after index
      change index: long
    }
    change enumeration state {
      add 2 broken
      add 5 lost
      change 1 working
      remove 10
    }
  }
}
"""


@pytest.fixture(scope="module")
def push() -> m.Model:
    return model_of(PUSH)


def test_attributes_are_inherited_changed_and_removed(push: m.Model) -> None:
    names = [(a.number, a.name) for a in version(push, 1).attributes]
    assert names == [
        (1, "logical_name"),
        (2, "objects"),
        (3, "pause"),
        (4, "limit"),
        (5, "port"),
        (6, "state"),
    ]


def test_short_names_follow_the_numbers(push: m.Model) -> None:
    assert [a.short_name for a in version(push, 1).attributes] == [0, 8, 16, 24, 32, 40]


def test_documentation_is_kept_where_none_is_given(push: m.Model) -> None:
    new = version(push, 1)
    assert new.attributes[2].doc == "The pause."
    assert [s.doc for s in new.attributes[3].selectors] == ["All of it.", ""]
    assert new.methods[0].doc == "Push now."
    assert new.methods[0].presence == "mandatory"


def test_a_change_replaces_the_declaration(push: m.Model) -> None:
    assert version(push, 0).attributes[2].default == 5
    assert version(push, 1).attributes[2].default is None


def test_unchanged_types_are_shared(push: m.Model) -> None:
    old, new = version(push, 0), version(push, 1)
    target = m.TypeId("example", "example", 32768, None, "target")
    assert target in old.types
    assert target in new.types


def test_a_type_with_a_changed_type_inside_is_a_new_definition(push: m.Model) -> None:
    old, new = version(push, 0), version(push, 1)
    assert {t.name: t.version for t in old.types} == {
        "target": None,
        "place": 0,
        "item": 0,
        "state": 0,
    }
    assert {t.name: t.version for t in new.types} == {
        "target": None,
        "place": 1,
        "item": 1,
        "state": 1,
    }
    item = type_of(push, new, "item")
    assert isinstance(item, m.Structure)
    assert item.doc == "One thing."
    assert item.fields[0].doc == "Which class."
    assert item.fields[2].type == m.Reference(
        "place", m.TypeId("example", "example", 32768, 1, "place")
    )


def test_fields_are_added_at_their_place(push: m.Model) -> None:
    place = type_of(push, version(push, 1), "place")
    assert isinstance(place, m.Structure)
    assert [field.name for field in place.fields] == ["index", "depth"]


def test_a_new_value_takes_its_room_from_a_reserved_range(push: m.Model) -> None:
    state = type_of(push, version(push, 1), "state")
    assert isinstance(state, m.Enumeration)
    members = [(each.value, each.name, each.label) for each in state.members]
    assert members == [
        (0, "idle", "Nothing goes on."),
        (1, "working", ""),
        (2, "broken", ""),
        (5, "lost", ""),
    ]
    assert [(s.first, s.last) for s in state.spans] == [(3, 4), (6, 9)]


def test_types_come_after_those_inside_them(push: m.Model) -> None:
    for v in (version(push, 0), version(push, 1)):
        names = [t.name for t in v.types]
        assert names.index("place") < names.index("item")
    every = list(push.types)
    for number in (0, 1):
        place = m.TypeId("example", "example", 32768, number, "place")
        assert every.index(place) < every.index(place._replace(name="item"))


def test_changes_are_recorded_in_order(push: m.Model) -> None:
    assert version(push, 0).changes == ()
    assert version(push, 1).origin == m.Origin(32768, 0)
    assert version(push, 1).changes == (
        m.Change("change", "attribute", "pause", 3),
        m.Change("change", "attribute", "limit", 4),
        m.Change("remove", "attribute", "target", 5),
        m.Change("add", "attribute", "port", 5),
        m.Change("change", "method", "push", 1),
        m.Change("add", "field", "place.depth"),
        m.Change("change", "field", "place.index"),
        m.Change("add", "value", "state.broken", 2),
        m.Change("add", "value", "state.lost", 5),
        m.Change("change", "value", "state.working", 1),
        m.Change("remove", "value", "state.10", 10),
    )


def test_facts_of_the_class_and_of_the_version(push: m.Model) -> None:
    old, new = version(push, 0), version(push, 1)
    assert (old.clause, new.clause) == ("4.4.8", "4.4.9")
    assert (old.edition, new.edition) == ("Ed. 11", "")
    assert old.cardinality == new.cardinality == (1, None)
    assert old.open_questions == ("asked of the class", "asked of version 0")
    assert new.open_questions == ("asked of the class", "asked of version 1")
    assert (old.doc, new.doc) == ("The first.", "")


def test_rules_are_inherited_and_add_up() -> None:
    model = model_of("""\
/// Keeps numbers.
class 32768 "Numbers" {
  version 0 {
    cardinality 0..1
    requires at_most(value, limit)
    attribute 2 value: long
    attribute 3 limit: long
  }
  version 1 from 0 {
    requires same_type(value, limit) unconfirmed "as it seems"
  }
}
""")
    new = version(model, 1)
    assert [(rule.name, rule.unconfirmed) for rule in new.rules] == [
        ("at_most", None),
        ("same_type", "as it seems"),
    ]
    assert new.cardinality == (0, 1)


def test_an_older_version_can_be_written_from_a_newer_one() -> None:
    model = model_of("""\
/// Keeps numbers.
class 32768 "Numbers" {
  version 1 {
    attribute 2 value: pair
    attribute 3 limit: long
    structure pair {
      first: long
    }
  }
  version 0 from 1 {
    remove attribute 3
  }
}
""")
    assert [a.name for a in version(model, 0).attributes] == ["logical_name", "value"]
    assert [t.version for t in version(model, 0).types] == [1]
    found = model.interface_class(32768)
    assert found is not None
    assert [v.version for v in found.versions] == [0, 1]


FOUNDATION = {
    "users/package.cosem": 'package users "Users" {\n}\n',
    "users/numbers.cosem": """\
type number = long

/// Keeps a number.
class 8192 "Number" {
  version 0 {
    attribute 2 value: pair
    structure pair {
      first: number
    }
    structure lonely {
      first: number
    }
    attribute 3 other: lonely
  }
}
""",
    "acme/package.cosem": 'package acme "ACME" {\n  needs users\n}\n',
    "acme/own.cosem": """\
type number = octet-string
type count = unsigned

/// Keeps more.
class 32768 "More" {
  version 0 from class 8192 version 0 {
    change structure pair {
      add second: number
      add third: count
    }
  }
}
""",
}


def test_a_version_from_another_package_keeps_what_its_names_mean() -> None:
    model = model_of(FOUNDATION)
    v = version(model, 0)
    assert v.origin == m.Origin(8192, 0)
    pair, lonely = (type_of(model, v, name) for name in ("pair", "lonely"))
    assert pair.id == m.TypeId("acme", "own", 32768, 0, "pair")
    assert lonely.id == m.TypeId("users", "numbers", 8192, 0, "lonely")
    assert isinstance(pair, m.Structure)
    assert [field.type for field in pair.fields] == [
        m.Reference("number", m.TypeId("users", "numbers", None, None, "number")),
        m.Reference("number", m.TypeId("acme", "own", None, None, "number")),
        m.Reference("count", m.TypeId("acme", "own", None, None, "count")),
    ]
    assert lonely.id not in model.types
    assert lonely.id in model.foundations[0].types


def test_a_class_type_that_a_version_changes_is_its_own_from_then_on() -> None:
    model = model_of("""\
/// Keeps pairs.
class 32768 "Keeper" {
  structure pair {
    first: long
  }
  structure pairs {
    both: pair
  }
  structure other {
    first: long
  }
  version 0 {
    attribute 2 value: pairs
    attribute 3 other: other
  }
  version 1 from 0 {
    change structure pair {
      add second: long
    }
  }
  version 2 from 1 {
    add attribute 4 more: pairs
  }
}
""")
    wanted = {0: (None, None, None), 1: (1, 1, None), 2: (1, 1, None)}
    for number, versions in wanted.items():
        ids = {t.name: t.version for t in version(model, number).types}
        assert (ids["pair"], ids["pairs"], ids["other"]) == versions


def test_each_version_reads_its_own_definition(push: m.Model) -> None:
    for number in (0, 1):
        objects = version(push, number).attributes[1].type
        element = getattr(objects, "element", None)
        assert isinstance(element, m.Reference)
        assert element.target.version == number


def test_a_reason_is_of_the_level_beside_it() -> None:
    """A version that says how sure it is does not take the reason of its class."""
    confidence = 'confidence low "one page"'
    said = PUSH.replace("version 0 {", f"{confidence}\n  version 0 {{", 1)
    said = said.replace(
        "version 1 from 0 {", "version 1 from 0 {\n confidence medium", 1
    )
    old, new = (version(model_of(said), number) for number in (0, 1))
    assert (old.confidence, old.confidence_reason) == ("low", "one page")
    assert (new.confidence, new.confidence_reason) == ("medium", "")
