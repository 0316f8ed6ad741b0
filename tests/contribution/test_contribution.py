"""Classes and versions are added as CONTRIBUTING.md says; then all tests pass.

Nothing but the spec is edited: two are written, two are as `cosemgen new` begins them. Documentation is left out where `check` only warns of it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.scratch import copied, python

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

NEW_CLASS = """\
/// Counts samples.
class 4000 "Sample counter" {
  source own

  version 0 {
    clause "9.9.9" in ed_17
    since ed_17
    confidence low "an example"

    attribute 2 sample_count: dynamic double-long-unsigned
    /// Where samples are taken.
    attribute 3 place: static CHOICE { octet-string, visible-string }

    /// Set `sample_count` back to 0.
    method 1 reset(data: integer = 0) optional
  }
}
"""
NEW_VERSION = """\

  version 2 from 1 {
    clause "4.5.10" in ed_17
    since ed_17
    confidence low "an example"
    open "short names of the methods"

    add attribute 9 parameter_count: dynamic unsigned read-only

    methods @?
  }
}
"""


def ran(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(copy, "-m", *arguments, path=(".", "generator", "generated"))


@pytest.fixture(scope="module")
def contributed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with them, checked and built."""
    copy = copied(tmp_path_factory.mktemp("contribution"))
    own = copy / "spec/classes/data/sample_counter.cosem"
    own.write_text(NEW_CLASS, encoding="utf-8")
    monitor = copy / "spec/classes/data/parameter_monitor.cosem"
    text = monitor.read_text(encoding="utf-8").rstrip().removesuffix("}")
    monitor.write_text(text + NEW_VERSION, encoding="utf-8")
    for command in (
        ("new", "class", "4001", "Sample keeper", "--after", "65"),
        ("new", "version", "40", "--from", "3"),
        *(("fmt",), ("check",), ("build",)),
    ):
        done = ran(copy, "cosemgen", *command)
        assert done.returncode == 0, done.stdout
    return copy


def test_a_contribution_passes_all_tests(contributed: Path) -> None:
    done = ran(contributed, "pytest", "-q", "-n", "2", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-5000:]


def test_a_contribution_passes_its_own_generated_tests(contributed: Path) -> None:
    suite = [
        f"generated/conformance/test_{name}.py"
        for name in (
            *("sample_counter", "sample_keeper"),
            *("parameter_monitor", "push_setup", "catalogue"),
        )
    ]
    done = ran(contributed, "pytest", "-q", "-p", "no:cacheprovider", *suite)
    assert done.returncode == 0, done.stdout[-5000:]
