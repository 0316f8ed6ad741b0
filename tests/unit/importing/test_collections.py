"""Public meters and profiles, where the folder that holds them is at hand: a meter is as the profile that is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import cosem
from cosem_conformance import judge
from cosem_conformance.dumps import load
from cosemgen.importing import import_profiles
from cosemgen.targets.python.profiles import companions
from tests.unit.dumps.test_collections import FILES, FOLDER

from .sources import model

TWICE = {"stoen_poland_object_model"}
"""Sources that have an object in two versions: the profile has one of them."""


@pytest.mark.skipif(not FILES, reason=f"{FOLDER} names no folder with dumps")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.stem)
def test_a_meter_is_as_its_profile(path: Path) -> None:
    (profile,) = companions(model(import_profiles([path], "asked")))
    judgement = judge.judge(cosem.CATALOGUE, load(path), profile=profile, only=("PF",))
    errors = [each for each in judgement.findings if each.is_failure]
    assert bool(errors) == (path.stem in TWICE), errors[:3]
