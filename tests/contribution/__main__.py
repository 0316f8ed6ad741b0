"""Classes and versions are added as CONTRIBUTING.md says; then all tests pass, those generated of them too.

    python -m tests.contribution              the everyday tests of a copy with such a contribution
    python -m tests.contribution PYTHON...    a share of them with each of these, which are of later versions

Nothing but the spec is edited: two are written, two are as `cosemgen new` begins them. Documentation is left out where
`check` only warns of it. Other Pythons have in their environments what the tests need. A failure says which of the two it
comes from: the contribution, or the later Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.scratch import copied

NEW_CLASS: Final = """\
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
NEW_VERSION: Final = """\

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
COMMANDS: Final = (
    ("new", "class", "4001", "Sample keeper", "--after", "65"),
    ("new", "version", "40", "--from", "3"),
    *(("fmt",), ("check",), ("build",)),
)
GENERATED: Final = (
    *("sample_counter", "sample_keeper"),
    *("parameter_monitor", "push_setup", "catalogue"),
)


def ran(copy: Path, python: str, *arguments: str) -> int:
    """The exit code of a module in the copy, whose own code it finds first."""
    path = os.pathsep.join(str(copy / each) for each in (".", "generator", "generated"))
    variables = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [python, "-m", *arguments], cwd=copy, env=variables, check=False
    ).returncode


def contribute(copy: Path) -> None:
    """Add them to a copy of the project, which is checked and built."""
    own = copy / "spec/classes/data/sample_counter.cosem"
    own.write_text(NEW_CLASS, encoding="utf-8")
    monitor = copy / "spec/classes/data/parameter_monitor.cosem"
    text = monitor.read_text(encoding="utf-8").rstrip().removesuffix("}")
    monitor.write_text(text + NEW_VERSION, encoding="utf-8")
    for command in COMMANDS:
        if ran(copy, sys.executable, "cosemgen", *command):
            sys.exit(f"cosemgen {command[0]} fails on the contribution")


def tested(copy: Path, python: str, files: list[str]) -> None:
    """Run these tests; those that fail once more with this Python, to say what they fail of."""
    if not ran(copy, python, "pytest", "-q", "-n", "2", *files):
        return
    if python == sys.executable:
        sys.exit("a contribution fails: a test holds what every addition changes")
    print("== what failed, with this Python", flush=True)
    if ran(copy, sys.executable, "pytest", "-q", "--last-failed", *files):
        sys.exit("a contribution fails, with any Python")
    sys.exit(f"without {python} it passes")


def main(pythons: list[str]) -> None:
    with TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        contribute(copy)
        files = [
            *(path.relative_to(copy) for path in (copy / "tests").rglob("test_*.py")),
            *(Path(f"generated/conformance/test_{name}.py") for name in GENERATED),
        ]
        everything = sorted(path.as_posix() for path in files)
        for number, python in enumerate(pythons):
            print(f"== contribution, {python}", flush=True)
            tested(copy, python, everything[number :: len(pythons)])


if __name__ == "__main__":
    main(sys.argv[1:] or [sys.executable])
