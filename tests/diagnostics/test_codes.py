"""The table of codes: each example gives its code and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cosemgen
from cosemgen.compile import Compilation, compile_packages, compile_text
from cosemgen.diagnostics import CODES, CodeEntry
from cosemgen.diagnostics.entry import split_example
from cosemgen.syntax.parse import parse

ENTRIES = list(CODES.values())
SEMANTIC = [entry for entry in ENTRIES if not entry.code.startswith("C1")]


def compile_example(text: str, folder: Path) -> Compilation:
    """The example compiled: from memory, or as a comment of it says from a path or from octets."""
    word, _, value = text.removeprefix("// ").partition(": ")
    path = folder / value.strip()
    if word == "path":
        if value.strip().endswith("/"):
            path.mkdir()
    elif word == "octets":
        path = folder / "example.cosem"
        path.write_bytes(bytes.fromhex(value))
    else:
        return compile_text(split_example(text))
    return compile_packages([path])


@pytest.mark.parametrize("entry", SEMANTIC, ids=lambda entry: entry.code)
def test_wrong_example_gives_its_code(entry: CodeEntry, tmp_path: Path) -> None:
    compilation = compile_example(entry.wrong, tmp_path)
    assert {d.code for d in compilation.diagnostics} == {entry.code}


@pytest.mark.parametrize("entry", SEMANTIC, ids=lambda entry: entry.code)
def test_right_example_gives_none(entry: CodeEntry, tmp_path: Path) -> None:
    compilation = compile_example(entry.right, tmp_path)
    assert compilation.diagnostics == ()
    assert compilation.model is not None


@pytest.mark.parametrize(
    "entry",
    [e for e in ENTRIES if e.code.startswith("C1")],
    ids=lambda entry: entry.code,
)
def test_examples_of_syntax(entry: CodeEntry) -> None:
    assert {d.code for d in parse(entry.wrong, "example.cosem")[1]} == {entry.code}
    assert parse(entry.right, "example.cosem")[1] == []


def test_codes_are_in_order() -> None:
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_entry_is_told_in_full(entry: CodeEntry) -> None:
    assert re.fullmatch(r"C[1-9]\d\d", entry.code)
    assert entry.title and not entry.title.endswith(".")
    assert entry.explanation.endswith((".", "?", "'", '"'))
    assert entry.wrong != entry.right


def test_every_code_in_the_compiler_is_in_the_table() -> None:
    package = Path(cosemgen.__file__).parent
    used = {
        code
        for path in package.rglob("*.py")
        for code in re.findall(r'"(C[1-9]\d\d)"', path.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)


@pytest.mark.parametrize(
    "text",
    [
        "type a = {name}\n",
        "use a from {name}\n",
        "type a = visible-string\ntype {name} = a\ntype {name} = a\n",
    ],
)
def test_no_finding_is_longer_than_somebody_reads(text: str) -> None:
    found = compile_text(text.format(name="a" * 50_000)).diagnostics
    assert found
    assert all(len(each.message) < 1100 and len(each.hint) < 1100 for each in found)
