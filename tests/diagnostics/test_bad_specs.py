"""Bad specs give exactly the output that they carry."""

from __future__ import annotations

import pytest

from cosemgen.compile import compile_packages
from cosemgen.diagnostics import CODES, render_text

from .cases import BAD, Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output_is_as_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    compilation = compile_packages(case.paths)
    assert tuple(map(render_text, compilation.diagnostics)) == case.expected
    errors = any(d.is_error for d in compilation.diagnostics)
    assert (compilation.model is None) == errors


def test_there_are_many() -> None:
    assert len(CASES) >= 60


def test_every_case_expects_something() -> None:
    assert [case.name for case in CASES if not case.expected] == []


def test_every_code_has_a_case_and_no_case_another() -> None:
    assert {code for case in CASES for code in case.codes} == set(CODES)
