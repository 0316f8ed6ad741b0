"""A name that is renamed is another one everywhere, and the same again once it is renamed back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cosemgen.compile import compile_sources
from cosemgen.diagnostics import render_text
from cosemgen.lsp import renaming
from cosemgen.lsp.names import RENAMED, Occurrence
from cosemgen.lsp.texts import Edit, Place, Text
from cosemgen.lsp.workspace import Analysis, Workspace
from cosemgen.sources import real

SPEC = Path(__file__).parents[3] / "spec"
FILES = {
    "acme/package.cosem": """\
package acme "Acme" {
  edition first "First"
  source book "The book of Acme"
}
""",
    "acme/types.cosem": """\
/// A span of time.
structure window {
  /// When it begins.
  start: long-unsigned
  /// What is there.
  content: CHOICE by kind { none: null-data, a_number | a_sum: long }
  /// Which of them.
  kind: content_kind
}

/// What a window holds.
enumeration content_kind {
  0 none
  1 a_number
  2 a_sum
}

/// What is chosen by what stands beside it.
type chosen = CHOICE by selected { none: null-data, a_number | a_sum: long }

/// What is there, and what else.
structure pair {
  /// What.
  one: content_kind
  /// What else.
  others: array of content_kind
}

/// Chosen elsewhere.
structure chooser {
  /// By this.
  selected: content_kind
  /// This.
  found: chosen
}
""",
    "acme/counter.cosem": """\
use chooser, content_kind, pair, window from types

/// Counts.
class 32768 "Counter" {
  since first
  source book

  version 0 {
    requires counts(number, windows)
    requires at_most(frame.start, frame.end)
    requires names_defined(windows.start, frame.end)

    /// How many.
    attribute 2 number: static long-unsigned
    /// When.
    attribute 3 windows: static array of window rule unique(start)
    /// From when to when.
    attribute 4 frame: static borders
    /// What most of them hold.
    attribute 5 usual: static content_kind = a_sum
    /// What was chosen.
    attribute 6 choices: static array of chooser
    /// Whose.
    attribute 7 target: object_name refers to object (class_id, name)
    /// What goes together.
    attribute 8 pairs: static array of pair = [{a_sum, [none, a_number]}, {none, []}]

    /// Begin again.
    method 1 reset(0) optional

    structure borders {
      /// From.
      start: long-unsigned
      /// To.
      end: long-unsigned
    }

    structure object_name {
      class_id: long-unsigned
      name: octet-string as logical-name
    }
  }

  version 1 from 0 {
    /// How many there are.
    change attribute 2 number: static double-long-unsigned
    change structure borders {
      /// How sure.
      add sure: unsigned after start
    }
  }
}

/// One of ours.
object 1.0.128.0.0.255 "Counter" as 32768 source book
""",
    "beta/package.cosem": """\
package beta "Beta" {
  needs acme
  source list "A list"
}
""",
    "beta/more.cosem": """\
/// Counts more.
class 32769 "More" {
  source list

  version 0 from class 32768 version 0 {
    requires counts(number, windows)
    requires at_most(frame.start, frame.end)

    /// How many more.
    add attribute 9 most: static long-unsigned
  }

  version 1 from 0 {
    requires at_most(number, most)
  }
}

/// One of ours.
object 1.0.128.0.1.255 "More" as 32769 source list
""",
    "beta/profile.cosem": """\
/// What meters have to have.
profile list_1 "List 1" confidence high source list {
  client reading 20

  object 1.0.128.0.1.255 "More" as 32769 {
    attribute 2 number access reading R
  }

  object 1.0.128.0.0.255 "Counter" as 32768 {
    attribute 2 number access reading R
    method 1 reset access reading call
  }
  objects as 32768 {
    attribute 5 usual = a_sum access reading R
    attribute 8 pairs = [{none, [a_sum]}] access reading R
    1.0.128.0.1.255 "Another one"
  }
}

/// More of it.
profile list_2 "List 2" from list_1 confidence high source list {
  change object 1.0.128.0.0.255 as 32768 {
    change attribute 2 number access reading none
  }
}
""",
    "gamma/package.cosem": """package gamma "Gamma" {
  needs beta
  source other "Another list"
}
""",
    "gamma/profile.cosem": """/// What others have to have.
profile list_3 "List 3" confidence high source other {
  client reading 20

  object 1.0.128.0.0.255 "Counter" as 32768 {
    attribute 5 usual = a_sum access reading R
    attribute 8 pairs = [{none, [a_sum]}] access reading R
  }
}
""",
}


def _texts(known: Analysis) -> dict[str, Text]:
    return {shown: Text(text) for shown, text in known.texts.items()}


def _names(known: Analysis, texts: Mapping[str, Text]) -> Iterator[Occurrence]:
    """Every name that is defined, at its first definition."""
    for symbol, places in known.index.of_symbols.items():
        told = set()
        for each in places if symbol.kind in RENAMED else ():
            piece = texts[each.span.file].piece(Place(*each.span[1:]))
            if each.defines and not piece[0].isdigit() and piece not in told:
                told.add(piece)
                yield each


def _edits(
    known: Analysis, texts: Mapping[str, Text], found: Occurrence, new: str
) -> list[Edit]:
    start = Place(*found.span[1:])
    old = renaming.name_of(found, texts[found.span.file], start)
    return renaming.edits(known, found.symbol, old, new, texts)


def _old(texts: Mapping[str, Text], found: Occurrence) -> str:
    return texts[found.span.file].piece(Place(*found.span[1:]))


def _there_and_back(workspace: Workspace, start: Path, of: Analysis, at: int) -> str:
    """Renames the name of that number; what it was."""
    texts = _texts(of)
    found = [*_names(of, texts)][at]
    old, new = _old(texts, found), "name_of_another_kind"
    changed = renaming.changed(texts, _edits(of, texts, found, new))
    opened = {real(Path(shown)): text for shown, text in changed.items()}
    wrong = workspace.new_errors(start, opened, of)
    assert not wrong, f"{old}: {render_text(wrong[0])}"

    # Files with the same text have the same tree.
    trees = dict(workspace._trees)
    then = Workspace(workspace.folders, open=opened, _trees=trees)
    after = then.analyse(start, opened, dependents=True)
    texts = _texts(after)
    again = [each for each in _names(after, texts) if _old(texts, each) == new]
    back = renaming.changed(
        texts, [edit for each in again for edit in _edits(after, texts, each, old)]
    )
    assert {shown: of.texts[shown] for shown in changed} == back
    return f"{found.symbol.kind} {old}"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Workspace([tmp_path])


def test_each_name_of_a_package(workspace: Workspace, tmp_path: Path) -> None:
    start = tmp_path / "acme/package.cosem"
    of = workspace.analyse(start, {}, dependents=True)
    assert of.sound, [render_text(d) for f in of.findings.values() for d in f]
    count = len([*_names(of, _texts(of))])
    done = {_there_and_back(workspace, start, of, each) for each in range(count)}
    assert done >= {
        *("attribute number", "attribute usual", "method reset"),
        *("field start", "field end", "field kind", "field selected", "field name"),
        *("value a_sum", "value none", "type window", "source book"),
        *("client reading", "profile list_1"),
    }


def test_a_step_of_a_path_leads_to_its_field(
    workspace: Workspace, tmp_path: Path
) -> None:
    of = workspace.analyse(tmp_path / "acme/counter.cosem", {})
    rows = FILES["acme/counter.cosem"].split("\n")
    line = next(n for n, row in enumerate(rows, 1) if "names_defined" in row)
    column = rows[line - 1].index("start") + 1
    text = Text(FILES["acme/counter.cosem"])
    path = Place(line, column - len("windows."))
    assert text.step_around(path, Place(line, column + 2)) == Place(line, column)
    assert text.step_around(path, path) == path
    found = next(o for o in of.index.all if o.span[1:] == (line, column))
    defined = of.index.definition(found.symbol)
    assert defined is not None and defined.span.file == "acme/types.cosem"


def test_what_is_wrong_already_is_no_mistake_of_a_rename(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Also behind the name, where it moves with it; one more in the line is."""
    path = tmp_path / "acme/types.cosem"
    text = FILES["acme/types.cosem"].replace("one: content_kind", "one: content_knd")
    path.write_text(text, encoding="utf-8")
    of = workspace.analyse(path, {}, dependents=True)
    texts = _texts(of)
    found = next(each for each in _names(of, texts) if _old(texts, each) == "one")
    changed = renaming.changed(texts, _edits(of, texts, found, "first_one"))
    opened = {real(Path(shown)): text for shown, text in changed.items()}
    renaming.check_meaning(workspace, path, opened, of)
    two = text.replace("one: content_knd", "one: CHOICE { content_knd, contnt_kind }")
    with pytest.raises(renaming.CannotRename, match="unknown type"):
        renaming.check_meaning(workspace, path, {real(path): two}, of)


@pytest.mark.slow
def test_all_names_of_the_standard_at_once() -> None:
    """And of the countries, which name what it has."""
    workspace = Workspace([SPEC])
    start = SPEC / "package.cosem"
    of = workspace.analyse(start, {}, dependents=True)
    texts = _texts(of)
    names = [*_names(of, texts)]
    edits: dict[tuple[str, Place], Edit] = {}
    old: dict[str, str] = {}
    for number, each in enumerate(names):
        new = f"{_old(texts, each)}_{number}"
        old[new] = _old(texts, each)
        for edit in _edits(of, texts, each, new):
            assert edits.setdefault((edit.file, edit.start), edit) is edit
    assert len(edits) > 2 * len(names) > 5000
    changed = renaming.changed(texts, edits.values())
    opened = {real(Path(shown)): text for shown, text in changed.items()}
    assert workspace.new_errors(start, opened, of) == []

    after = Workspace([SPEC], open=opened).analyse(start, opened, dependents=True)
    texts = _texts(after)
    back = [
        edit
        for each in _names(after, texts)
        for edit in _edits(after, texts, each, old[_old(texts, each)])
    ]
    assert renaming.changed(texts, back) == {s: of.texts[s] for s in changed}


@pytest.mark.slow
def test_some_names_of_the_standard_one_by_one() -> None:
    workspace = Workspace([SPEC])
    start = SPEC / "package.cosem"
    of = workspace.analyse(start, {}, dependents=True)
    count = len([*_names(of, _texts(of))])
    for at in random.Random(7).sample(range(count), 10):
        _there_and_back(workspace, start, of, at)


@pytest.mark.slow  # all of the standard is compiled, three times
def test_what_was_released_is_told_after_it_was_renamed() -> None:
    """A rename of what the lock pins is done, and told as `check` tells it."""
    workspace = Workspace([SPEC])
    path = SPEC / "classes/data/register.cosem"
    of = workspace.analyse(path, {})
    texts = _texts(of)
    found = next(
        each
        for each in _names(of, texts)
        if each.symbol[:2] == ("attribute", (3,)) and _old(texts, each) == "value"
    )
    changed = renaming.changed(texts, _edits(of, texts, found, "reading"))
    opened = {real(Path(shown)): text for shown, text in changed.items()}
    assert workspace.new_errors(path, opened, of) == []
    told = compile_sources(workspace.sources(path, opened)).diagnostics
    assert {each.code for each in told if each.is_error} == {"C701"}
