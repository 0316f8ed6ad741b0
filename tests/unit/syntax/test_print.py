"""The printer loses nothing and has one layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from cosemgen.syntax.lines import body
from cosemgen.syntax.parse import parse
from cosemgen.syntax.print import print_file
from cosemgen.syntax.tree import Comments, File
from cosemgen.syntax.write import WIDTH
from cosemgen.vocabulary import QUIRK_WORDS

from .files import TOUR, format_text, name_of, spec_files
from .strategies import files


@given(files)
def test_printed_trees_parse_to_themselves(file: File) -> None:
    text = print_file(file)
    again, diagnostics = parse(text, "x")
    assert not diagnostics, text
    assert again == file, text
    assert print_file(again) == text


def test_a_comment_between_its_braces_sets_an_object_apart() -> None:
    """The blank line above it is then one of the layout, not one that the author left."""
    text = """profile p "P" {
  object 0.0.1.0.0.255 "Clock"

  object 0.0.2.0.0.255 "Another" {
    // nothing yet
  }
}
"""
    file, diagnostics = parse(text, "x")
    assert file is not None and not diagnostics
    _, another = body(file.items[0])
    assert another.comments == Comments(at_end=("// nothing yet",))
    assert print_file(file) == text


@pytest.mark.parametrize("path", spec_files(), ids=name_of)
def test_spec_files_survive(path: Path) -> None:
    file, diagnostics = parse(path.read_text(encoding="utf-8"), "x")
    assert file is not None, diagnostics
    text = print_file(file)
    again, _ = parse(text, "x")
    assert again == file
    assert again is not None
    assert print_file(again) == text


def test_the_tour_is_in_canonical_layout() -> None:
    text = TOUR.read_text(encoding="utf-8")
    assert format_text(text, "tour.cosem") == (text, [])


@pytest.mark.parametrize("path", spec_files(), ids=name_of)
def test_lines_are_wrapped(path: Path) -> None:
    """Only a text, a comment or the piece of a line that cannot be cut is longer than the page."""
    text, _ = format_text(path.read_text(encoding="utf-8"), "x")
    assert text is not None
    for line in text.split("\n"):
        if len(line) > WIDTH and "//" not in line:
            assert '"' in line, line


@pytest.mark.parametrize("surplus", [0, 1])
def test_an_alternative_that_a_line_does_not_hold_is_wrapped(surplus: int) -> None:
    room = WIDTH - len("  array of CHOICE { long,  },")
    name = "n" * (room + surplus)
    text = f"type t = CHOICE {{ array of CHOICE {{ long, {name} }}, structure }}\n"
    wrapped = [
        "type t = CHOICE {",
        "  array of CHOICE {",
        f"    long, {name}",
        "  }, structure",
        "}",
        "",
    ]
    in_a_line = [
        "type t = CHOICE {",
        f"  array of CHOICE {{ long, {name} }},",
        "  structure",
        "}",
        "",
    ]
    assert format_text(text, "x") == (
        "\n".join(wrapped if surplus else in_a_line),
        [],
    )


@pytest.mark.parametrize("group", ["order", "scaler"])
@pytest.mark.parametrize("codes", ["0", "0, 2..5"])
def test_what_a_quirk_means_may_stand_after_any_objects(group: str, codes: str) -> None:
    """A word of the language could not: `where b in 0 add` is the beginning of an addition."""
    word = {"order": "profiles", "scaler": "scalers"}[group]
    for means in QUIRK_WORDS[group]:
        text = f'quirk q "Q" {{\n  {word} of 1.b.1.8.0.255 where b in {codes} {means}\n}}\n'
        file, diagnostics = parse(text, "x")
        assert file is not None, diagnostics
        assert print_file(file) == text
