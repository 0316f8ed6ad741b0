"""The page about judging says each check, and its examples are some."""

from __future__ import annotations

from cosem_conformance.judge import CHECKS, read_known
from cosemgen.targets.docs.judging import judging_page

PAGE = judging_page()
SECTIONS = [section for group in PAGE.groups for section in group.sections]


def test_every_check_has_its_place() -> None:
    assert [each.label for each in SECTIONS] == [
        f"judged-{check.lower()}" for check in CHECKS
    ]
    for section, check in zip(SECTIONS, CHECKS.values(), strict=True):
        assert section.title.startswith(f"`{check.id}`: ")


def test_the_example_of_known_failures_is_one() -> None:
    body = next(group.body for group in PAGE.groups if group.label == "judge-known")
    text = body.partition("```text\n")[2].partition("```")[0]
    assert len(read_known(text, CHECKS)) == 4
