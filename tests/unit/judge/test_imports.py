"""Who judges needs no library, and who does not judge loads nothing of it."""

from __future__ import annotations

import subprocess
import sys

LIBRARIES = (
    "pytest",
    "hypothesis",
    "jsonschema",
    "jsonschema_rs",
    "click",
    "lark",
    "openpyxl",
    "jinja2",
)


def loaded(code: str) -> set[str]:
    """What a program has imported at its end."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    command = [sys.executable, "-c", program]
    return {
        *subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout.split()
    }


def test_judging_needs_the_standard_library_alone() -> None:
    code = (
        "import cosem\nfrom cosem_conformance import judge\n"
        "from cosem_conformance.dumps import Dump\nfound = cosem.judge(Dump())\n"
        "judge.as_html(found), judge.as_junit(found), judge.as_sarif(found)"
    )
    found = loaded(code)
    assert "cosem_conformance.judge" in found
    assert not found.intersection(LIBRARIES)


def test_nothing_is_loaded_before_it_is_used() -> None:
    found = loaded(
        "import cosem\ncosem.interface_class(3)\ncosem.describe('1.0.1.8.0.255')"
    )
    assert not [name for name in found if name.startswith("cosem_conformance")]
