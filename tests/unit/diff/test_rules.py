"""The table of rules: whole, without doubles, and each rule found by a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cosemgen import model as m
from cosemgen.diff.parts import KINDS
from cosemgen.diff.rules import IMPACTS, RULES, rule_of
from cosemgen.nodes import members

from .cases import CASES

_CLASSES: dict[str, tuple[Any, ...]] = {
    "package": (m.Package,),
    "edition": (m.Edition,),
    "data type": (m.DataType,),
    "layout": (m.Layout,),
    "layout field": (m.LayoutField,),
    "type": (m.Structure, m.Enumeration, m.Bits, m.Alias),
    "units": (m.UnitTable,),
    "member": (m.Field,),
    "value": (m.Enumerator, m.ValueSpan),
    "unit": (m.UnitRow, m.ValueSpan),
    "class": (m.InterfaceClass,),
    "version": (m.ClassVersion,),
    "attribute": (m.Attribute,),
    "selector": (m.Selector,),
    "method": (m.Method,),
    "group": (m.Group,),
    "code": (m.Code,),
    "selection": (m.Selection,),
    "medium": (m.Medium,),
    "object": (m.ObisObject,),
    "code in use": (m.InUseRow,),
    "telegram": (m.Telegram,),
    "item": (m.TelegramItem,),
    "inner list": (m.TelegramList,),
    "quirk": (m.Quirk,),
    "profile": (m.Profile,),
    "client": (m.ProfileClient,),
    "variant": (m.ProfileVariant,),
    "profile object": (m.ProfileObject,),
    "line": (m.ProfileLine,),
}
"""What of the model parts are made of."""


def _facts(kind: str) -> Iterator[str]:
    """Every fact that a part of the kind may state."""
    form = KINDS[kind]
    for each in _CLASSES[kind]:
        for name in _members(each):
            if name not in (*form.key, *form.apart, *form.inside, form.name):
                yield {"file": "module", "types": "type"}.get(name, name)


def _members(each: Any) -> Iterator[str]:
    for member in members(each):
        if member.name == "facts":
            yield from _members(m.Facts)
        else:
            yield member.name


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_of_the_model_has_a_rule(kind: str) -> None:
    """A fact that is new in the model is judged by somebody, or kept apart on purpose."""
    missing = [fact for fact in sorted({*_facts(kind)}) if not _judged(kind, fact)]
    assert missing == [], f"no rule for these of a {kind}: rules.py"


def _judged(kind: str, fact: str) -> bool:
    """What becomes of a type is judged as that of any other; being there or not is a fact."""
    if fact in ("parameter", "returns"):
        events = ((fact, "+"), (fact, "-"), ("type", ""))
        return None not in [rule_of(kind, *event) for event in events]
    return rule_of(kind, fact) is not None


def test_every_fact_of_a_parameter_has_a_rule() -> None:
    names = {name for name in _members(m.Parameter)} - {"type"}
    assert not [
        each for each in names if rule_of("method", f"parameter {each}") is None
    ]


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"selection", "inner list"}))
def test_every_part_may_be_gone_new_or_called_otherwise(kind: str) -> None:
    if kind != "package":
        assert rule_of(kind, "name") is not None
    for event in ("gone", "new"):
        assert rule_of(kind, event) is not None


@pytest.mark.parametrize(
    "kind",
    [
        name
        for name, kind in KINDS.items()
        if kind.numbered and kind.name and name not in ("type", "units", "version")
    ],
)
def test_every_part_with_a_number_may_get_another(kind: str) -> None:
    assert rule_of(kind, "number") is not None


def test_every_class_of_the_model_that_has_a_place_is_compared() -> None:
    """A new thing of the model is a kind of part, or inside of one."""
    compared = {each for classes in _CLASSES.values() for each in classes}
    inside = {m.Parameter, m.QuirkEffect, m.InUse}
    placed = {
        each
        for each in vars(m).values()
        if isinstance(each, type)
        and "span" in getattr(each, "__dataclass_fields__", {})
    }
    assert placed == compared - {m.Edition} | inside


def test_every_event_is_one_of_a_kind() -> None:
    kinds = {kind.replace(" ", "_") for kind in KINDS} | {"*"}
    for rule in RULES.values():
        for event in rule.events:
            assert event.partition(".")[0] in kinds, event


def test_no_event_has_two_rules() -> None:
    events = [event for rule in RULES.values() for event in rule.events]
    assert sorted(set(events)) == sorted(events)


def test_every_rule_has_an_impact_and_words() -> None:
    for rule in RULES.values():
        assert rule.impact in IMPACTS
        assert rule.says.endswith(".") and rule.events


def test_every_rule_is_found_by_a_case() -> None:
    """Those that need several files or packages have tests of their own."""
    found = {
        rule for case in CASES for rule in (case.forward + " " + case.backward).split()
    }
    elsewhere = {
        *("package-gone", "package-new", "package-needs"),
        *("module-renamed", "type-moved", "type-renamed"),
    }
    assert RULES.keys() - found == elsewhere
