"""What the parser says about mistakes.

Each file in `bad/` begins with the whole of what is to be said about it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosemgen.diagnostics import CodeEntry, Severity, render_text
from cosemgen.diagnostics.syntax import ENTRIES
from cosemgen.syntax import broken
from cosemgen.syntax.grammar import grammar
from cosemgen.syntax.parse import MOST_FINDINGS, parse

from .files import BAD, TOUR, format_text, name_of

FILES = sorted(BAD.glob("*.cosem"))
EXPECTED = re.compile(r"^// expect: (.*)$", re.MULTILINE)


def said(text: str) -> list[str]:
    """The places, codes and messages for a text."""
    _, diagnostics = parse(text, "x")
    return [render_text(diagnostic) for diagnostic in diagnostics]


def codes(text: str) -> set[str]:
    return {diagnostic.code for diagnostic in parse(text, "x")[1]}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_bad_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file, diagnostics = parse(text, path.name)
    assert file is None
    assert [render_text(d) for d in diagnostics] == EXPECTED.findall(text)
    assert diagnostics == sorted(diagnostics)
    assert all(d.severity is Severity.ERROR for d in diagnostics)
    assert format_text(text, path.name) == (None, diagnostics)


def test_every_code_is_met() -> None:
    met = set().union(*(codes(path.read_text(encoding="utf-8")) for path in FILES))
    assert met == {entry.code for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.code))
def test_examples_of_codes(entry: CodeEntry) -> None:
    assert codes(entry.wrong) == {entry.code}
    assert not codes(entry.right)


def test_no_message_shows_a_terminal_or_a_rule() -> None:
    names = grammar().terminals - {"CHOICE"}
    for path in FILES:
        for line in said(path.read_text(encoding="utf-8")):
            unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "", line)
            assert not names & set(re.findall(r"\w+", unquoted)), line


def test_places_count_from_one_in_characters() -> None:
    (diagnostic,) = parse('package acme "Zähler°" { ?', "a/b.cosem")[1][:1]
    assert diagnostic.span == ("a/b.cosem", 1, 26)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_mark_do_not_move_places(ends: str) -> None:
    text = ends.join(["\ufeffstructure pair {", "  first: long", "  second long", "}"])
    assert [line[:9] for line in said(text)] == ["x:3:3: er"]


@pytest.mark.parametrize(
    "garbage",
    [
        "{" * 10_000,
        "}" * 10_000,
        "structure pair {\n" + "{" * 10_000 + "}" * 10_000 + "\n}",
        "type deep = " + "array of " * 10_000 + "long",
        "type deep = " + "CHOICE { " * 10_000 + "long" + " }" * 10_000,
        "type deep = long " + "= [" * 10_000,
        "type deep = long = " + "[" * 10_000 + "]" * 10_000,
        "type deep = long (0.." + "9" * 10_000 + ")",
        '"' * 10_001,
        "///" + "/" * 10_000 + "\n/// x",
    ],
    ids=range(10),
)
def test_garbage_gives_one_finding(garbage: str) -> None:
    assert len(said(garbage)) == 1


def test_findings_end_somewhere() -> None:
    text = "struct pair {\n}\n" * 5000
    assert len(said(text)) == MOST_FINDINGS


@given(st.data())
def test_a_slip_gives_few_findings_and_no_exception(data: st.DataObject) -> None:
    """A token more or less is one mistake; only braces, and the word before a body, may confuse what follows."""
    text = TOUR.read_text(encoding="utf-8")
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    start, end = data.draw(st.sampled_from(tokens))
    slip = data.draw(
        st.sampled_from(["", "x", ",", "1", "array", ":", "}", "{", '"', "["])
    )
    file, diagnostics = parse(text[:start] + slip + text[end:], "x")
    assert (file is None) == bool(diagnostics)
    braces = {"{", "}", '"', "/", "change"} & {slip, text[start:end]}
    assert len(diagnostics) <= (8 if braces else 3), [*map(render_text, diagnostics)]


def test_what_a_broken_literal_breaks_is_not_reported_as_well() -> None:
    assert [line.split()[2] for line in said('class 3 "x\\y" "more" {\n}\n')] == [
        "C105:"
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"' + " " * 20_000 + "x",
        ('"' + " { \t" * 5_000 + "x\n"),
        "/* x\n" * 20_000,
        "\x01" * 20_000,
        "\x01\n" * 20_000,
        "structure s {\n" * 2_000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_long_files_come_to_an_end(text: str) -> None:
    """Whatever is read again for each mistake before it would take minutes here."""
    assert 0 < len(said(text)) <= MOST_FINDINGS


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"abc', '"abc'),
        ('"abc  {  ', '"abc'),
        ('"abc{', '"abc'),
        ('"abc { {', '"abc {'),
        ('"abc {x } ', '"abc {x }'),
        ('" {', '"'),
    ],
)
def test_a_string_without_end_leaves_the_brace(line: str, kept: str) -> None:
    found = re.match(broken.LAST["BROKEN_STRING"], line)
    assert found is not None and found[0] == kept
