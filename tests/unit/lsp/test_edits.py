"""Whatever is typed: what is remembered tells the same as what is made anew, and every question is answered."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from cosemgen.compile import compile_sources
from cosemgen.lsp.completion import complete
from cosemgen.lsp.fixes import fixes
from cosemgen.lsp.hints import inlay_hints
from cosemgen.lsp.hovers import Hovers
from cosemgen.lsp.outline import outline
from cosemgen.lsp.texts import Place, Text
from cosemgen.lsp.workspace import Workspace, plain
from cosemgen.model import Span
from cosemgen.sources import shown_path
from cosemgen.syntax import tree

from .test_session import CLASS, PACKAGE, TYPES

CODES = """\
units unit {
  27 watt      "W"  "active power"
  30 watt_hour "Wh" "active energy"
}

medium 1 "Electricity" {
  group C {
    1 "Power" integral "Energy" watt_hour unit watt
  }
  group D {
    8 "total" integral
  }
}

object 1.0.1.8.0.255 "{C}" as 32768 source book

in-use source book {
  1.0.1.8.0.255 "Energy" reads total shown "kWh" dumps 2
}
"""
FILES = {
    "acme/package.cosem": PACKAGE,
    "acme/types.cosem": TYPES,
    "acme/counter.cosem": CLASS,
    "acme/codes.cosem": CODES,
    "beta/package.cosem": 'package beta "Beta" {\n  needs acme\n}\n',
    "beta/more.cosem": "use window from acme.types\n\n"
    "/// Windows.\ntype windows = array of window\n\n"
    'object 1.0.96.128.0.255 "Windows" as 32768 version 1\n',
}
PIECES = (
    *("{", "}", '"', "\n", " ", "//", "///", ".", "\ufeff", "\r", "\u2028", "𝄞", "\0"),
    *("use window from types\n", "version 2 from 1 {", "change attribute 2", "class"),
    *("0", "255", "b", " where e in 1..4", "source book", "in-use {", "group C"),
    *("array of ", "unit second", "window", "outcome", "0x", "1..0", "type a = a"),
)


def typed(text: str, choose: random.Random) -> str:
    """A text after somebody has typed, deleted or moved something."""
    start = choose.randrange(len(text) + 1)
    end = min(len(text), start + choose.choice((0, 0, 1, 5, 40)))
    put = choose.choice((*PIECES, "", "", text[: choose.randrange(60)]))
    return text[:start] + put + text[end:]


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = random.Random(seed)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    workspace = Workspace([tmp_path])
    hovers = Hovers(lambda model: pytest.fail(str(model)))
    for _ in range(60):
        path = tmp_path / choose.choice(list(FILES))
        if choose.random() < 0.3:
            workspace.open.pop(path, None)
        else:
            before = workspace.open.get(path) or path.read_text(encoding="utf-8")
            workspace.open[path] = typed(before, choose)
        dependents = choose.random() < 0.5
        analysis = workspace.analyse(path, workspace.open, dependents=dependents)
        sources = workspace.sources(path, workspace.open, dependents=dependents)
        told = [each for found in analysis.findings.values() for each in found]
        assert sorted(told) == list(compile_sources(sources).diagnostics)

        shown = shown_path(path).as_posix()
        text = Text(workspace.open.get(path) or path.read_text(encoding="utf-8"))
        for each in analysis.findings.get(shown, ()):
            list(fixes(each, text, analysis, lambda name: None))
        lines = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
        inlay_hints(analysis, shown, text, lines)
        parsed, _ = workspace.parse(text.source, shown)
        if parsed is not None:
            shown_ones = outline(text, shown, parsed)
            unnamed = tree.Use | tree.InUse
            items = [i for i in parsed.items if not isinstance(i, unnamed)]
            assert len(shown_ones) == len(items)
        line = choose.randrange(len(text.lines)) + 1
        place = Place(line, choose.randrange(len(text.line(line)) + 1) + 1)
        assert text.place(text.position(*place)) == place
        complete(analysis, shown, text, place)
        start = text.piece_around(place)
        if start is not None:
            then = analysis.then(shown, text.lines, start.line)
            if then is not None:
                assert plain(analysis.texts[shown]).split("\n")[then - 1] == (
                    text.line(start.line)
                )
                found = analysis.index.at(Span(shown, then, start.column))
                piece = text.piece(start)
                if "." not in piece:
                    hovers.at(analysis, shown, piece, found, ())


@pytest.mark.parametrize(
    ("name", "old", "new", "stay"),
    [
        ("acme/counter.cosem", "How many", "How much", True),
        ("acme/types.cosem", "1 failed", "2 failed", True),
        ("acme/codes.cosem", "units unit", "\nunits unit", False),
        ("acme/package.cosem", "source book", "source book1", False),
        ("acme/package.cosem", '"Acme"', '"ACME"', True),
    ],
)
def test_codes_of_files_that_stay_are_not_made_again(
    name: str,
    old: str,
    new: str,
    stay: bool,
    tmp_path: Path,
) -> None:
    for each, text in FILES.items():
        (tmp_path / each).parent.mkdir(exist_ok=True)
        (tmp_path / each).write_text(text, encoding="utf-8")
    workspace = Workspace([tmp_path])
    before = workspace.analyse(tmp_path / name, {}).lowered["acme"].model
    texts = {tmp_path / name: FILES[name].replace(old, new)}
    after = workspace.analyse(tmp_path / name, texts).lowered["acme"].model
    assert after is not before
    for one, other in (
        (before.objects, after.objects),
        (before.in_use, after.in_use),
    ):
        assert [each is known for each, known in zip(one, other, strict=True)] == [stay]


@pytest.mark.parametrize("name", ["acme", "beta", "gamma"])
def test_packages_may_need_one_another(name: str, tmp_path: Path) -> None:
    """Not that they ought to: it is told, and found from each of them."""
    for each, needs in (("acme", "beta"), ("beta", "acme"), ("gamma", "acme")):
        (tmp_path / each).mkdir()
        (tmp_path / each / "package.cosem").write_text(
            f'package {each} "{each.title()}" {{\n  needs {needs}\n}}\n',
            encoding="utf-8",
        )
    workspace = Workspace([tmp_path])
    path = tmp_path / name / "package.cosem"
    analysis = workspace.analyse(path, {}, dependents=True)
    assert analysis.lowered.keys() == {"acme", "beta", "gamma"}
    codes = [each.code for found in analysis.findings.values() for each in found]
    assert codes == ["C608"]


def test_every_name_of_a_sound_package_is_defined_or_of_a_file(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    workspace = Workspace([tmp_path])
    analysis = workspace.analyse(tmp_path / "beta/more.cosem", {})
    assert analysis.sound
    lost = {
        symbol
        for symbol in analysis.index.of_symbols
        if analysis.index.definition(symbol) is None and symbol.kind != "file"
    }
    assert lost == set()
    kinds = {symbol.kind for symbol in analysis.index.of_symbols}
    assert kinds >= {"type", "class", "version", "attribute", "source", "edition"}
