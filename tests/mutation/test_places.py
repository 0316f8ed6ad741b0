"""The places that mutants are drawn from, and what becomes of them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.places import Mutant, places
from tests.scratch import ROOT, changed, python

CODE = {
    "a == b": ["a != b"],
    "(a) in (b)": ["(a) not in (b)"],
    "a not  in b": ["a in b"],
    "a < b <= c": ["a <= b <= c", "a < b < c"],
    "a and (b or c)": ["a or (b or c)", "a and (b and c)"],
    "not a": ["a"],
    "a + b": ["a - b"],
    "'é' + b": [],
    "f'{a + 1}'": [],
    "é // b": ["é * b"],
    "a = b'\\x04'": ["a = b'\\x05'"],
    "a = 0x0F": ["a = 0x10"],
    "a = True": ["a = False"],
    "if a: b()": ["if False: b()"],
    "if TYPE_CHECKING:\n    a == b\nelse:\n    a != b": [
        "if TYPE_CHECKING:\n    a == b\nelse:\n    a == b"
    ],
    "def f(a: Literal[1]) -> Literal[2]:\n    'é 3'\n    return len(a)": [
        "def f(a: Literal[1]) -> Literal[2]:\n    'é 3'\n    return len(a) + 1"
    ],
    "__all__ = [1]": [],
    "@dataclass(slots=True)\nclass A:\n    a = field(repr=False)": [
        "@dataclass(slots=True)\nclass A:\n    a = field(repr=True)"
    ],
}


@pytest.mark.parametrize("text", CODE)
def test_each_place_is_found_and_changed_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "changing.py"
    path.write_text(text, encoding="utf-8")
    found = places(tmp_path, path)
    assert [mutant.apply(text) for mutant in found] == CODE[text]


def test_every_mutant_of_a_module_is_python() -> None:
    path = ROOT / "generator/cosem_runtime/wire.py"
    text = path.read_text(encoding="utf-8")
    mutants = places(ROOT, path)
    assert {mutant.kind for mutant in mutants} >= {"comparison", "constant"}
    for mutant in mutants:
        ast.parse(mutant.apply(text))
        before, after = mutant.lines(text)
        assert before != after


def test_the_line_before_and_after_is_told() -> None:
    mutant = Mutant("code.py", 2, "comparison", 5, "==", "!=")
    assert mutant.lines("a\nb  == c\n") == ("b  == c", "b  != c")


def test_a_changed_file_is_compiled_anew_and_mended(tmp_path: Path) -> None:
    """Also when it changes within a moment, and keeps its size."""
    path = tmp_path / "changing.py"
    path.write_text("print(1)\n", encoding="utf-8")
    said = []
    for text in ("print(2)\n", "print(3)\n"):
        with changed(path, text):
            done = python(tmp_path, "-m", "changing", path=(".",))
            said.append(done.stdout.strip())
    assert said == ["2", "3"]
    assert path.read_text(encoding="utf-8") == "print(1)\n"
