"""What is offered for a finding makes it go away: of every code's example and of every bad spec."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cosemgen.compile import Compilation, compile_sources
from cosemgen.diagnostics import CODES
from cosemgen.diagnostics.entry import split_example
from cosemgen.lsp.fixes import fixes
from cosemgen.lsp.texts import Edit, Text
from cosemgen.lsp.workspace import Analysis, Workspace
from cosemgen.sources import LOCK_FILE, read_sources, text_sources
from tests.diagnostics.cases import BAD, Case, cases


def applied(texts: Mapping[str, str], edits: tuple[Edit, ...]) -> dict[str, str]:
    found = dict(texts)
    for file, start, end, new in edits:
        lines = found[file].split("\n")

        def offset(line: int, column: int, lines: list[str] = lines) -> int:
            return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1

        text = found[file]
        found[file] = text[: offset(*start)] + new + text[offset(*end) :]
    return found


def compiled(texts: Mapping[str, str]) -> tuple[Compilation, Analysis]:
    workspace = Workspace()
    sources = text_sources(texts)
    compilation = compile_sources(sources, parser=workspace.parse)
    compile_sources(
        sources, checked=False, parser=workspace.sound, made=workspace._known
    )
    lowered = {name: made.lowered for name, made in workspace._known.items()}
    return compilation, Analysis({}, lowered, texts, (), compilation.ok)


def offered(texts: Mapping[str, str]) -> list[str]:
    """The titles of all fixes, each of which is tried."""
    compilation, analysis = compiled(texts)
    titles = []
    for each in compilation.diagnostics:
        text = Text(texts[each.span.file])

        def read(shown: str) -> Text | None:
            return Text(texts[shown]) if shown in texts else None

        for fix in fixes(each, text, analysis, read):
            titles.append(fix.title)
            if fix.rename:
                continue
            after = compile_sources(text_sources(applied(texts, fix.edits)))
            left = {(d.code, d.message, d.span.file) for d in after.diagnostics}
            assert (each.code, each.message, each.span.file) not in left, fix
            if not any(d.code < "C2" for d in compilation.diagnostics):
                broken = [d for d in after.diagnostics if d.code < "C2"]
                assert broken == [], fix
    return titles


CASES = cases()


@pytest.mark.parametrize("code", CODES)
def test_of_the_example_of_each_code(code: str) -> None:
    texts = split_example(CODES[code].wrong)
    if not any("package " in text for text in texts.values()):
        texts["package.cosem"] = 'package example "Example" {}\n'
    offered(texts)


@pytest.mark.slow  # in sum
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_of_each_bad_spec(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    sources = read_sources(case.paths)
    if sources.problems:
        pytest.skip("a file of it cannot be read")
    texts = {file.shown: file.text for file in sources.files}
    for folder, lock in sources.locks.items():
        texts[(folder / LOCK_FILE).as_posix()] = lock
    offered(texts)


@pytest.mark.parametrize(
    ("wrong", "title"),
    [
        ("type a = int16", "Write long"),
        ("type a = octet-string(6)", "Write octet-string[6]"),
        ("type a = long[1..2]", "Write (1..2)"),
        ("type a = long (5..1)", "Write 1..5"),
        ("type a = b", "Add use b from other"),
        ("use b from other", "Do not use b"),
        ("class 32768 Number {}", 'Write "Number"'),
        ("type a = long;", "Delete ;"),
        ("type a = octet-string logical-name", "Write as logical-name"),
        ("type a = long unit\u00a0second", "Write a blank"),
        ("}", "Delete }"),
        ('class 32768 "N" {\n version 0 {\n method 1 m()\n }\n}', "Write (0): no data"),
        ("typ a = long", "Write type"),
    ],
)
def test_is_offered(wrong: str, title: str) -> None:
    assert title in offered(
        {
            "package.cosem": 'package example "Example" {}\n',
            "other.cosem": "type b = long\n",
            "example.cosem": f"{wrong}\n",
        }
    )


def test_what_was_released_wrongly_is_pinned_anew() -> None:
    texts = split_example(CODES["C701"].wrong)
    (title,) = offered(texts)
    assert title == "Correct what was released: pin 32768 anew"


def test_a_file_gets_a_name_that_it_can_have() -> None:
    texts = {
        "package.cosem": 'package example "E" {}\n',
        "a-b.cosem": "type a = long\n",
    }
    assert "Rename the file to a_b.cosem" in offered(texts)


def test_a_package_is_told_what_it_needs() -> None:
    texts = {
        "a/package.cosem": 'package a "A" {}\n',
        "a/types.cosem": "/// A.\ntype t = long\n",
        "b/package.cosem": 'package b "B" {\n}\n',
        "b/more.cosem": "use t from a.types\n",
    }
    assert "Add needs a to the package" in offered(texts)
