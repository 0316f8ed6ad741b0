"""The page of deviations says each of them, with octets that show it."""

from __future__ import annotations

import re
import shlex

import pytest

from cosem_runtime.tolerant import KINDS
from cosemgen.cli import main
from cosemgen.targets.docs.deviations import deviations_page

SECTIONS = {
    section.title.partition(":")[0]: section
    for group in deviations_page().groups
    for section in group.sections
}


def test_every_kind_has_its_place() -> None:
    assert list(SECTIONS) == list(KINDS)
    for kind in KINDS.values():
        assert SECTIONS[kind.code].label == f"deviation-{kind.code.lower()}"


@pytest.mark.parametrize(
    "code", [kind.code for kind in KINDS.values() if kind.example is not None]
)
def test_the_command_shows_the_deviation(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = re.findall(r"^\$ cosemgen (.*)$", SECTIONS[code].body, re.MULTILINE)
    assert main(shlex.split(line)) == 0
    out, err = capsys.readouterr()
    assert re.search(rf"^ +{code} ", out, re.MULTILINE), out
    assert err == ""
    assert main([*shlex.split(line), "--strict"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and f"error: {code} " in err
