"""Two dumps of a meter: each kind of change, what is not compared, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

import cosem
from cosem_conformance.dumps import Association, Dump, DumpedObject, Meter, Value, save
from cosem_conformance.judge import CHANGES, IMPACTS, Comparison
from cosem_runtime import Obis
from cosemgen import resources

from .planted import CURRENT, NAME, READ, RW, dump, name, register, thing

SCHEMA = json.loads(
    (resources.grammar_folder() / "comparison.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

_CLOCK = "0.0.1.0.0.255"
_DENIED = Value(2, result="read-write-denied")


def _of(values: Mapping[int, str | Value]) -> Dump:
    return dump(register(values=values))


def _allowed(right: int, methods: Mapping[int, int] | None = None) -> Dump:
    return dump(register(rights={1: READ, 2: right}, methods=methods or {1: 1}))


def _selecting(*selectors: int) -> Dump:
    one = thing(7, 1, "1.0.99.1.0.255", selectors={2: selectors, 3: (0,)})
    one.attribute_access.update(register(rights={2: READ, 3: READ}).attribute_access)
    return dump(one)


def _columns(attribute: str) -> Dump:
    columns = f"01 01 02 04 12 0003 {name('1.0.1.8.0.255')} 0F {attribute} 12 0000"
    return dump(thing(7, 1, "1.0.99.1.0.255", {3: columns}))


def _short(base: int) -> Dump:
    return dump(DumpedObject(3, 0, Obis("1.0.1.8.0.255"), base))


def _two(*names: str) -> Dump:
    return Dump(associations=[Association(name=each) for each in names])


CLEAN = dump(register())
EMPTY = dump()

PAIRS: dict[str, tuple[Dump, Dump]] = {
    "association-gone": (_two("Public", "Reader"), _two("Reader")),
    "association-new": (_two("Reader"), _two("Public", "Reader")),
    "object-gone": (CLEAN, EMPTY),
    "object-new": (EMPTY, CLEAN),
    "class-changed": (CLEAN, dump(thing(4, 0, "1.0.1.8.0.255"))),
    "version-changed": (dump(thing(7, 0, _CLOCK)), dump(thing(7, 1, _CLOCK))),
    "base-name-changed": (_short(0x1000), _short(0x2000)),
    "attribute-gone": (
        dump(register(rights={1: READ, 2: READ})),
        dump(register(rights={1: READ})),
    ),
    "attribute-new": (
        dump(register(rights={1: READ})),
        dump(register(rights={1: READ, 2: READ})),
    ),
    "method-gone": (
        dump(register(methods={1: 1, 2: 1})),
        dump(register(methods={1: 1})),
    ),
    "method-new": (
        dump(register(methods={1: 1})),
        dump(register(methods={1: 1, 2: 1})),
    ),
    "right-lost": (_allowed(RW), _allowed(READ)),
    "right-gained": (_allowed(READ, {1: 0}), _allowed(READ)),
    "protection-added": (_allowed(READ), _allowed(4)),
    "protection-dropped": (_allowed(4), _allowed(READ)),
    "selector-gone": (_selecting(1, 2), _selecting(1)),
    "selector-new": (_selecting(1), _selecting(1, 2)),
    "refused": (_of({2: "06 00000001"}), _of({2: _DENIED})),
    "answered": (_of({2: _DENIED}), _of({2: "06 00000001"})),
    "refusal-changed": (
        _of({2: _DENIED}),
        _of({2: Value(2, result="object-unavailable")}),
    ),
    "type-changed": (_of({2: "06 00000001"}), _of({2: "15 0000000000000001"})),
    "meaning-changed": (_of({3: "02 02 0F FD 16 1E"}), _of({3: "02 02 0F 00 16 1E"})),
    "static-value": (
        dump(thing(8, 0, _CLOCK, {3: "10 003C"})),
        dump(thing(8, 0, _CLOCK, {3: "10 0078"})),
    ),
    "value": (
        dump(thing(1, 0, NAME, {2: "06 00000001"})),
        dump(thing(1, 0, NAME, {2: "06 00000002"})),
    ),
    "dynamic-value": (_of({2: "06 00000001"}), _of({2: "06 00000002"})),
}


def compared(old: Dump, new: Dump) -> Comparison:
    return cosem.judge.compare(old, new)


def test_each_kind_has_a_pair() -> None:
    assert PAIRS.keys() == CHANGES.keys()
    assert {kind.impact for kind in CHANGES.values()} == IMPACTS.keys()


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_told_as_what_it_is(kind: str) -> None:
    old, new = PAIRS[kind]
    comparison = compared(old, new)
    [change] = comparison.changes
    assert change.kind == kind
    assert comparison.breaks is (change.impact == "breaking")
    assert kind in comparison.as_text(all_changes=True)
    assert not compared(old, old).changes and not compared(new, new).changes


@pytest.mark.parametrize("kind", CHANGES)
def test_the_json_is_as_its_schema_has_it(kind: str) -> None:
    document = compared(*PAIRS[kind]).as_json()
    VALIDATOR.validate(json.loads(json.dumps(document)))
    assert document["changes"][0]["kind"] == kind
    assert list(VALIDATOR.iter_errors(document | {"more": 1}))


def test_the_place_is_the_value_that_differs() -> None:
    [change] = compared(*PAIRS["meaning-changed"]).changes
    assert change.place.facts() == {
        "association": "1",
        "class_id": 3,
        "version": 0,
        "logical_name": "1-0:1.8.0*255",
        "attribute": 3,
        "name": "scaler_unit",
        "path": "scaler",
    }
    assert (change.old, change.new) == ("-3", "0")


def test_columns_of_a_profile_give_meaning() -> None:
    [change] = compared(_columns("02"), _columns("03")).changes
    assert change.kind == "meaning-changed"
    assert change.place.path == "[0].attribute_index"


def test_a_type_inside_of_a_value() -> None:
    old = dump(thing(1, 0, NAME, {2: "01 01 02 02 11 01 00"}))
    new = dump(thing(1, 0, NAME, {2: "01 01 02 02 12 0001 11 05"}))
    [change] = compared(old, new).changes
    assert (change.kind, change.place.path) == ("type-changed", "[0][0]")
    assert (change.old, change.new) == ("unsigned", "long-unsigned")


def test_a_structure_of_more_members_is_of_another_type() -> None:
    old = dump(thing(1, 0, NAME, {2: "02 01 11 01"}))
    new = dump(thing(1, 0, NAME, {2: "02 02 11 01 11 01"}))
    [change] = compared(old, new).changes
    assert (change.kind, change.new) == ("type-changed", "structure of 2")


def test_null_data_says_nothing_of_the_type() -> None:
    [change] = compared(_of({2: "00"}), _of({2: "06 00000002"})).changes
    assert change.kind == "dynamic-value"


def test_octets_that_cannot_be_read_are_compared_as_octets() -> None:
    [change] = compared(_of({2: "06 00"}), _of({2: "06 01"})).changes
    assert (change.kind, change.old, change.new) == ("dynamic-value", "0600", "0601")


def test_a_type_alone_is_compared() -> None:
    old, new = _of({2: Value(2, tag=6)}), _of({2: Value(2, tag=21)})
    [change] = compared(old, new).changes
    assert (change.kind, change.new) == ("type-changed", "long64-unsigned")
    assert not compared(old, old).changes


@pytest.mark.parametrize(
    "value",
    [
        Value(2, result="temporary-failure"),
        Value(2, failure="no reply"),
        Value(2, bytes(5), replaced="serial number"),
        Value(2, left_out=2_000_000),
        Value(2, text="12"),
    ],
)
def test_what_is_not_there_is_not_compared(value: Value) -> None:
    for comparison in (
        compared(_of({2: value}), CLEAN),
        compared(CLEAN, _of({2: value})),
    ):
        assert not comparison.changes
        assert comparison.passed_over == 1


def test_rights_that_one_dump_does_not_have_are_no_change() -> None:
    told = dump(register(rights={1: READ, 2: READ}, methods={1: 1}))
    assert not compared(told, CLEAN).changes and not compared(CLEAN, told).changes


def test_secrets_are_not_told() -> None:
    old, new = (
        dump(thing(15, 1, CURRENT, {7: f"09 02 {each}"})) for each in ("BEEF", "CAFE")
    )
    comparison = compared(old, new)
    [change] = comparison.changes
    told = f"{change} {change.old} {change.new} {comparison.as_json()}".lower()
    assert "beef" not in told and "cafe" not in told


def test_octets_that_were_made_are_told() -> None:
    made = Value(3, bytes.fromhex("02020f00161e"), derived="as a tool shows it")
    [change] = compared(_of({3: "02 02 0F FD 16 1E"}), _of({3: made})).changes
    assert "not the meter's own: as a tool shows it" in change.reason


def test_object_lists_of_other_associations_are_compared_by_their_objects() -> None:
    def entry(code: str, mode: str) -> str:
        rights = f"02 02 01 01 02 03 0F 02 16 {mode} 00 01 00"
        return f"02 04 12 0003 11 00 {name(code)} {rights}"

    old = f"01 02 {entry('1.0.1.8.0.255', '03')} {entry('1.0.2.8.0.255', '01')}"
    new = f"01 01 {entry('1.0.1.8.0.255', '01')}"
    comparison = compared(
        dump(thing(15, 1, "0.0.40.0.2.255", {2: old})),
        dump(thing(15, 1, "0.0.40.0.2.255", {2: new})),
    )
    gone, lost = comparison.changes
    assert (gone.kind, str(gone.place.code)) == ("object-gone", "1-0:2.8.0*255")
    assert (lost.kind, lost.reason) == ("right-lost", "write access")
    assert gone.place.association == "1 (object list of 0-0:40.0.2*255)"


def test_objects_that_are_there_twice_are_paired_once() -> None:
    twice = dump(register(), register())
    assert [each.kind for each in compared(twice, CLEAN).changes] == ["object-gone"]
    assert not compared(twice, twice).changes


def test_a_single_association_is_the_same_whatever_its_name() -> None:
    old, new = dump(register(), name="A"), dump(register(), name="B", client=2)
    assert not compared(old, new).changes


def test_a_text_has_the_first_changes_of_a_kind_or_all() -> None:
    objects = [register() for _ in range(14)]
    for number, each in enumerate(objects):
        each.logical_name = Obis((1, 0, 1, 8, number, 255))
    comparison = compared(dump(*objects), EMPTY)
    text = comparison.as_text()
    assert text.count("object-gone: association") == 10
    assert "object-gone: 4 more" in text
    assert comparison.as_text(all_changes=True).count("object-gone: association") == 14


def test_dynamic_values_are_counted_unless_all_are_told() -> None:
    comparison = compared(*PAIRS["dynamic-value"])
    assert "dynamic: 1." in comparison.as_text()
    assert "dynamic-value:" not in comparison.as_text()
    assert not comparison.breaks


def test_the_gravest_comes_first_and_what_was_cut_short_is_told() -> None:
    old = Dump(Meter("ACME", firmware="1"), associations=CLEAN.associations)
    new = dump(thing(8, 0, _CLOCK))
    new.complete = False
    comparison = compared(old, new)
    assert [each.impact for each in comparison.changes] == ["breaking", "addition"]
    text = comparison.as_text()
    assert text.startswith("ACME 1 -> a meter\nthe new dump was cut short")


def test_files_are_compared(tmp_path: Path) -> None:
    for number, each in enumerate(PAIRS["refused"]):
        save(each, tmp_path / f"{number}.jsonl")
    comparison = cosem.judge.compare(tmp_path / "0.jsonl", tmp_path / "1.jsonl")
    assert [each.kind for each in comparison.changes] == ["refused"]


def test_a_comparison_is_shown_in_a_line() -> None:
    comparison = compared(dump(register()), EMPTY)
    assert comparison.as_text().endswith(comparison.summary)
    assert (
        repr(comparison) == f"<Comparison of a meter -> a meter: {comparison.summary}>"
    )
