"""The page about comparing specs says every rule, below its impact."""

from __future__ import annotations

from cosemgen.diff import IMPACTS, RULES
from cosemgen.targets.docs.differences import differences_page

GROUPS = {group.label: group for group in differences_page().groups}


def test_every_rule_is_told_below_its_impact() -> None:
    for rule in RULES.values():
        row = f"| `{rule.id}` | {rule.says} |"
        told = [label for label, group in GROUPS.items() if row in group.body]
        assert told == [f"diff-{rule.impact}"]


def test_every_impact_is_a_heading() -> None:
    titles = [GROUPS[f"diff-{impact}"].title for impact in IMPACTS]
    assert titles[:3] == ["Wire", "API", "OBIS"]
