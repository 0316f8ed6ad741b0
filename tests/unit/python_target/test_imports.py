"""Imports are asked for while planning, and ordered as isort orders them."""

from __future__ import annotations

from cosemgen.targets.python.imports import Imports, name_order, statement


def test_blocks() -> None:
    imports = Imports()
    assert imports.descriptor("LONG") == "t.LONG"
    assert imports.runtime("interface", "UNREAD") == "UNREAD"
    imports.use(".register", "Register")
    imports.use("..types.common", "Unit")
    imports.annotate("typing", "Final")
    imports.annotate("cosem_runtime.interface", "UNREAD")
    assert imports.run_time == (
        (
            "from cosem_runtime import types as t\n"
            "from cosem_runtime.interface import UNREAD"
        ),
        "from ..types.common import Unit\nfrom .register import Register",
    )
    # What is there at run time is not imported again.
    assert imports.typing == ("from typing import Final",)


def test_order_of_names() -> None:
    names = ["lower", "V10", "V9", "CONSTANT", "Mixed", "MIXED_CASE", "T"]
    assert sorted(names, key=name_order) == [
        *("CONSTANT", "MIXED_CASE", "V9", "V10", "Mixed", "T", "lower")
    ]


def test_long_statements_take_a_line_for_each_name() -> None:
    names = [f"name_{number}" for number in range(12)]
    lines = statement("module", names)
    assert lines[0] == "from module import ("
    assert lines[1:-1] == [f"    {name}," for name in names]
    assert statement("module", ["b", "a"]) == ["from module import a, b"]
