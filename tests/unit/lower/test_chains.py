"""Long chains come to an end: none is followed by calls inside of calls."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from cosemgen.build.cache import Cache
from cosemgen.build.compiled import KeptPackages
from cosemgen.build.kept import KeptTrees
from cosemgen.compile import Compilation, _in_order, compile_sources, compile_text
from cosemgen.diagnostics import render_text
from cosemgen.diagnostics.report import Report
from cosemgen.model.layers import foundations_first, with_foundations
from cosemgen.packages import SourcePackage
from cosemgen.sources import text_sources
from cosemgen.syntax import tree
from cosemgen.syntax.parse import parse

LONG = sys.getrecursionlimit() + 100
PACKAGE = 'package example "Example" {\n  source book "Book"\n}\n'


def _class(body: str, shared: str = "") -> str:
    return (
        f'class 32768 "Deep" {{\n{shared}  version 0 {{\n{body}  }}\n'
        "  version 1 from 0 {\n  }\n}\n"
    )


def _types(count: int, innermost: str, kind: str) -> list[str]:
    inner = [innermost, *(f"t{each}" for each in range(count - 1))]
    form = "type {} = {}\n" if kind == "alias" else "structure {} {{ a: {} }}\n"
    return [form.format(f"t{at}", each) for at, each in enumerate(inner)]


def _codes(found: Compilation) -> list[str]:
    return [each.code for each in found.diagnostics if each.is_error]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("kind", ["alias", "structure"])
@pytest.mark.parametrize("place", ["file", "class", "version"])
def test_types_inside_one_another(place: str, kind: str, reverse: bool) -> None:
    types = _types(LONG, "unsigned", kind)
    text = "".join(reversed(types) if reverse else types)
    attribute = f"    attribute 2 value: static t{LONG - 1}\n"
    written = {
        "file": text + _class(attribute),
        "class": _class(attribute, text),
        "version": _class(attribute + text),
    }[place]
    assert _codes(compile_text(PACKAGE + written)) == ["C228"]


@pytest.mark.parametrize("place", ["file", "class"])
def test_a_long_circle_of_types_is_told_in_short(place: str) -> None:
    text = "".join(_types(LONG, f"t{LONG - 1}", "structure"))
    attribute = "    attribute 2 value: static t0\n"
    written = _class(attribute, text) if place == "class" else text + _class(attribute)
    found = [
        each for each in compile_text(PACKAGE + written).diagnostics if each.is_error
    ]
    assert [each.code for each in found] == ["C204"]
    assert " more)" in found[0].message and len(found[0].message) < 200


@pytest.mark.parametrize("reverse", [False, True])
def test_versions_from_one_another(reverse: bool) -> None:
    first = _class("    attribute 2 value: static t\n    structure t { a: unsigned }\n")
    classes = [
        f'class {32769 + each} "D{each}" {{\n'
        f"  version 0 from class {32768 + each} version 0 {{\n  }}\n}}\n"
        for each in range(LONG)
    ]
    text = "".join([first, *(reversed(classes) if reverse else classes)])
    found = compile_text(PACKAGE + text)
    assert _codes(found) == [], render_text(found.diagnostics[0])
    assert found.model is not None
    last = found.model.classes[-1].versions[0]
    assert [each.name for each in last.attributes] == ["logical_name", "value"]
    # All of them share the one type that nobody changed.
    assert len({each.class_id for each in found.model.types}) == 1


class _Layer(NamedTuple):
    name: int
    foundations: tuple[_Layer, ...] = ()


def test_packages_on_one_another() -> None:
    below = _Layer(0)
    for each in range(1, LONG):
        # Each stands on all that the one below it stands on, which is found once.
        below = _Layer(each, (below, *below.foundations[:1]))
    names = [each.name for each in with_foundations((below,))]
    assert names == [*range(LONG)][::-1]
    assert [each.name for each in foundations_first((below,))] == names[::-1]


@pytest.mark.parametrize("ring", [False, True])
def test_packages_that_need_one_another(ring: bool) -> None:
    packages, report = {}, Report()
    for each in range(LONG):
        needs = (f"  needs p{(each or LONG) - 1}\n",) if each or ring else ()
        text = f'package p{each} "P" {{\n{"".join(needs)}}}\n'
        file, _ = parse(text, f"p{each}.cosem")
        assert file is not None and isinstance(file.items[0], tree.Package)
        packages[f"p{each}"] = SourcePackage(file.items[0], PurePosixPath())
    assert [int(name[1:]) for name in _in_order(packages, report)] == (
        [*range(1, LONG), 0] if ring else [*range(LONG)]
    )
    told = report.diagnostics
    assert [each.code for each in told] == (["C608"] if ring else [])
    assert all(len(each.message) < 300 for each in told)


def _package(name: str, *needs: str) -> tuple[str, str]:
    needed = "".join(f"  needs {each}\n" for each in needs)
    return f"{name}/package.cosem", f'package {name} "P" {{\n{needed}}}\n'


def _chain() -> Iterator[tuple[str, str]]:
    yield _package("p0")
    for at in range(1, LONG // 2):
        yield _package(f"p{at}", f"p{at - 1}")


def _ways() -> Iterator[tuple[str, str]]:
    """Twice as many ways to the first ones with each layer."""
    layers = [(f"a{at}", f"b{at}") for at in range(60)]
    for near, below in zip(layers, [(), *layers], strict=False):
        for name in near:
            yield _package(name, *below)


def test_packages_are_compiled_on_one_another() -> None:
    assert compile_text(dict(_chain())).ok


def test_packages_that_many_ways_lead_to(tmp_path: Path) -> None:
    """None is looked at once for each way, also where another process has kept something of it."""
    texts = dict(_ways())
    assert compile_text(texts).ok
    *_, last = texts
    for change in ("", "type counted = long\n", ""):
        trees = KeptTrees(Cache(tmp_path), "here")
        kept = KeptPackages(Cache(tmp_path), "here")
        found = compile_sources(
            text_sources({**texts, last: texts[last] + change}),
            parser=trees.parse,
            made=kept.made,
            before=kept.before,
            identify=trees.identify,
        )
        assert found.ok
        trees.keep()
        kept.keep(found.roots)


@pytest.mark.parametrize("ring", [False, True])
def test_profiles_from_one_another(ring: bool) -> None:
    origins = [f" from q{each - 1}" if each else "" for each in range(LONG)]
    if ring:
        origins[0] = f" from q{LONG - 1}"
    text = "".join(
        f'profile q{each} "Q"{origin} source book {{\n}}\n'
        for each, origin in enumerate(origins)
    )
    found = compile_text(PACKAGE + text).diagnostics
    # The first one asks for nothing, where it is written from nothing.
    assert [e.code for e in found if e.is_error] == ["C902" if ring else "C915"]
