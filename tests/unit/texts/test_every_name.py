"""Every name of a spec is a name in all that is made of it, whatever it means to a language: none is run or hides what is there."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from cosemgen.build.registry import BUILT_IN, load
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.target import Options

from .test_every_text import SPEC, spec_tree

ODD: Final = (
    *("__init__", "__class__", "__slots__", "__dict__", "__new__", "__getattr__"),
    *("__import__", "__name__", "__all__", "__file__", "__path__", "__reduce__"),
    *("__post_init__", "__init_subclass__", "__set_name__", "__match_args__"),
    *("__annotations__", "__module__", "__doc__", "__eq__", "__a", "__", "_", "_x"),
    *("None", "True", "class", "def", "import", "lambda", "async", "match", "type"),
    *("print", "exec", "eval", "os", "sys", "int", "str", "self", "cls", "t", "super"),
    *("Final", "TYPE_CHECKING", "annotations", "property", "mro", "object", "VALUE"),
    *("ATTRIBUTES", "CLASS_ID", "TYPE", "attribute", "decode", "encode", "values"),
    *("cosem", "cosem_runtime", "interface_class", "logical_name", "pytest", "X", "n1"),
    *("constructor", "__proto__", "prototype", "toString", "script", "a-b", "x" * 300),
    *("while", "int8_t", "NULL", "main", "default", "register", "static", "const"),
)
USE: Final = """
import importlib, pkgutil, acme
from acme._catalogue import CLASSES

for each in pkgutil.walk_packages(acme.__path__, "acme."):
    importlib.import_module(each.name)
for class_id, versions in CLASSES.items():
    for module, name in versions.values():
        kind = getattr(importlib.import_module(f"acme.classes.{module}"), name)
        thing = kind("0.0.1.0.0.255")
        assert (thing.CLASS_ID, str(thing.logical_name)) == (class_id, "0-0:1.0.0*255")
        for attribute in kind.ATTRIBUTES:
            assert kind.attribute(attribute.name) is attribute
        repr(thing), dir(thing)
print("used")
"""


def with_names(given: Mapping[str, str]) -> str:
    """The spec where these names are others, wherever they stand outside of texts."""
    spec = SPEC.read_text(encoding="utf-8")
    return re.sub(
        r'"(?:[^"\\]|\\.)*"|//.*|(?<![\w-])[A-Za-z_][\w-]*',
        lambda found: given.get(found[0], found[0]),
        spec,
    )


@cache
def own_names() -> tuple[str, ...]:
    """Those that the spec itself has given, but for the package's; others are words of the language."""
    found = {
        str(token)
        for token in spec_tree().scan_values(
            lambda token: getattr(token, "type", "") in {"NAME", "MEMBER"}
        )
    }
    return tuple(
        name
        for name in sorted(found - {"acme"})
        if compile_text(with_names({name: f"other_{name}"})).model is not None
    )


@cache
def accepted(number: int) -> Model:
    """A model with odd names, others for each number: those that `check` does not refuse."""
    names = own_names()
    given = {name: ODD[(at * 5 + number) % len(ODD)] for at, name in enumerate(names)}
    while True:
        compilation = compile_text(with_names(given))
        if compilation.model is not None:
            assert len(given) > len(names) // 3
            return compilation.model
        lines = with_names(given).splitlines()
        told = [each for each in compilation.diagnostics if each.is_error]
        wrong = " ".join(f"{lines[d.span.line - 1]} {d.message}" for d in told)
        words = {*re.findall(r"[\w-]+", wrong)}
        kept = {name: odd for name, odd in given.items() if odd not in words}
        assert len(kept) < len(given), [*map(render_text, told)]
        given = kept


def judge(number: int, folder: Path) -> None:
    """Every target builds it, and the Python package can be imported and used."""
    model = accepted(number)
    for name, reference in BUILT_IN.items():
        for path, file in load(name, reference).files(model, Options("acme")).items():
            if path.suffix == ".py":
                ast.parse(file.text)
            elif path.suffix == ".json":
                json.loads(file.text)
            if name == "python":
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(file.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", USE], cwd=folder, capture_output=True, text=True
    )
    assert done.stdout == "used\n", done.stderr


@pytest.mark.parametrize("number", range(0, len(ODD), 25))
def test_odd_names_everywhere(number: int, tmp_path: Path) -> None:
    judge(number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ODD)))
def test_each_odd_name_everywhere(number: int, tmp_path: Path) -> None:
    judge(number, tmp_path)
