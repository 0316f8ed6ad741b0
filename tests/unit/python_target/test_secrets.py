"""The text of a structure never shows a member that is secret."""

from __future__ import annotations

from types import SimpleNamespace

import black
import pytest
from black.mode import Mode, TargetVersion

from cosemgen.model import Facts, Field, Simple, Structure
from cosemgen.naming import Names
from cosemgen.targets.python.definitions import StructureView, plan
from cosemgen.targets.python.expressions import Expressions
from cosemgen.targets.python.imports import Imports

from .models import STANDARD, own

HOME = ("cosem", "classes", "profile_generic")


def shown(names: list[str], secret: set[str]) -> str:
    """What `repr` gives for a structure of these members, each of the value `b"x"`."""
    fields = [
        Field(name, Simple("octet-string"), facts=Facts(secret=name in secret))
        for name in names
    ]
    structure = Structure(own("profile_generic", 7, 1, "entry"), tuple(fields))
    expressions = Expressions(STANDARD, Names(STANDARD, "cosem"), Imports(), HOME)
    view = plan(structure, expressions)
    assert isinstance(view, StructureView)
    code = view.representation.replace("\n", "\n        ")
    text = f"class Any:\n    def __repr__(self):\n        {code}\n"
    formatted = black.format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))
    assert formatted == text
    space: dict[str, type] = {}
    exec(text, space)
    members = SimpleNamespace(**dict.fromkeys(names, b"x"))
    found = space["Any"].__repr__(members)
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_secret_members(count: int) -> None:
    names = [f"a_member_with_a_long_name_{number}" for number in range(count)]
    for secret in (set[str](), {names[0]}, {names[-1]}, set(names)):
        members = ", ".join(
            f"{name}=..." if name in secret else f"{name}=b'x'" for name in names
        )
        assert shown(names, secret) == f"Entry({members})"


def test_no_members() -> None:
    assert shown([], set()) == "Entry()"
