"""Every check finds the fault that is planted for it, and nothing in what is clean."""

from __future__ import annotations

import pytest

import cosem
from cosem_conformance.judge import (
    ACTION,
    CHECKS,
    DUMP,
    FAILED,
    FAMILIES,
    PASSED,
    READ,
    WRITE,
)

from .planted import PLANTED, Planted


def _ids(planted: Planted) -> str:
    return f"{planted.check}-{planted.severity}"


def test_every_check_of_dumps_has_its_faults() -> None:
    """Those that ask a meter have theirs in test_active.py."""
    of_dumps = {name for name, check in CHECKS.items() if check.mode == DUMP}
    assert {each.check for each in PLANTED} == of_dumps


@pytest.mark.parametrize("planted", PLANTED, ids=_ids)
def test_what_is_clean_passes(planted: Planted) -> None:
    judgement = cosem.judge(
        planted.clean, only=[planted.check], profile=planted.profile
    )
    assert not [each for each in judgement.findings if each.verdict == FAILED]
    assert judgement.counts[planted.check][PASSED]
    assert judgement.passed


@pytest.mark.parametrize("planted", PLANTED, ids=_ids)
def test_the_fault_is_found(planted: Planted) -> None:
    judgement = cosem.judge(
        planted.faulty, only=[planted.check], profile=planted.profile
    )
    failed = [each for each in judgement.findings if each.verdict == FAILED]
    assert [each.severity for each in failed] == [planted.severity]
    assert failed[0].check == planted.check
    assert failed[0].reason
    assert failed[0].place.attribute == planted.attribute
    assert failed[0].place.path == planted.path
    assert failed[0].place.method == planted.method
    assert judgement.passed is (planted.severity != "error")


def test_the_table_says_what_each_check_is() -> None:
    for name, check in CHECKS.items():
        assert check.id == name
        assert check.family in FAMILIES
        assert check.mode in (DUMP, READ, WRITE, ACTION)
        assert check.scope in ("value", "object", "association", "meter", "claim")
        assert all((check.title, check.decides, check.needs, check.facts))


@pytest.mark.parametrize("planted", PLANTED, ids=_ids)
def test_nothing_clean_has_an_error_of_any_check(planted: Planted) -> None:
    """Other checks may warn of what is left out of these few objects."""
    judgement = cosem.judge(planted.clean, profile=planted.profile)
    assert [str(each) for each in judgement.failures] == []
