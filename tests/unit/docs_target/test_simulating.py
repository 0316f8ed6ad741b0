"""The page about simulated meters says each fault and each method, and its examples are some."""

from __future__ import annotations

import cosem
from cosem_conformance.judge import CHECKS
from cosem_conformance.simulator import KINDS, of_package, plant
from cosem_conformance.simulator.behaviour import METHODS
from cosemgen.targets.docs.simulating import simulating_page

BODIES = {group.label: group.body for group in simulating_page().groups}


def test_every_fault_is_told() -> None:
    for kind in KINDS:
        assert f"| `{kind}` |" in BODIES["simulate-faults"]


def test_every_method_is_told() -> None:
    for class_id, number in METHODS:
        assert f"| `{class_id}.{number}` |" in BODIES["simulate-moves"]


def test_the_examples_of_faults_can_be_planted() -> None:
    text = BODIES["simulate-faults"].partition("```text\n")[2].partition("```")[0]
    faults = text.split()
    assert faults
    plant(of_package(cosem.CATALOGUE, "cosem"), *faults)


def test_every_check_has_its_fault_on_the_page() -> None:
    rows = BODIES["simulate-proofs"].splitlines()
    for check in CHECKS:
        assert any(row.startswith(f"| `{check}` |") for row in rows)
