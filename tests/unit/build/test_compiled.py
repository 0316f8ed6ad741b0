"""Whatever is edited: what earlier builds have left of packages gives what compiling all of them anew does."""

from __future__ import annotations

import io
import os
import pickle
import random
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from pathlib import Path, PurePosixPath
from threading import Barrier, BrokenBarrierError
from typing import Any, get_type_hints

import pytest

from cosemgen import check as checking
from cosemgen import compile as compiler
from cosemgen.build.cache import Cache
from cosemgen.build.compiled import KeptPackages
from cosemgen.build.inputs import Keys
from cosemgen.build.kept import KeptTrees
from cosemgen.check import CHECKS, Check
from cosemgen.check.context import Context
from cosemgen.compile import Compilation, compile_sources
from cosemgen.lock import update_lock
from cosemgen.lower.identity import by_fields
from cosemgen.model import Model, TypeId
from cosemgen.model.walk import Same
from cosemgen.naming import shared_names
from cosemgen.sources import Sources, read_sources, text_sources
from cosemgen.steps import Steps
from cosemgen.syntax.parse import parse

SPEC = Path(__file__).parents[3] / "spec"

BASE = {
    "base/package.cosem": """\
/// What others stand on.
package cosem "Base" {
  edition first "First"
  edition second "Second"
  source book "The book"
}
""",
    "base/types.cosem": """\
/// A span of time.
structure window {
  /// When it begins.
  start: long-unsigned
  /// What came of it.
  became: outcome
}

/// What became of it.
enumeration outcome {
  0 done
  1 failed
}

/// What happened.
bits events: unsigned {
  0 opened
  1 closed
}

/// Many of them.
type windows = array of window

units unit {
  27 watt      "W"  "active power"
  30 watt_hour "Wh" "active energy"
}

values count = long-unsigned, double-long-unsigned
""",
    "base/counter.cosem": """\
use outcome, windows from types

/// Counts calls.
class 3 "Counter" {
  since first
  source book
  confidence low "one source"

  /// Where it is.
  enumeration place {
    0 here
    1 there
  }

  version 0 {
    /// How many.
    attribute 2 value: static long-unsigned (0..10) = 5 unit watt_hour
    /// When.
    attribute 3 spans: static windows
    /// What became of it.
    attribute 4 last: outcome
    /// Where.
    attribute 5 place: static place

    methods @0x30
    /// Begin again.
    method 1 reset(0) optional
  }

  version 1 from 0 {
    /// How many.
    change attribute 2 value: static double-long-unsigned
    remove attribute 5
    remove enumeration place
  }
}
""",
    "base/clock.cosem": """\
/// Tells the time.
class 8 "Clock" {
  since first..second
  source book
  confidence high

  version 0 {
    /// The time.
    attribute 2 time: dynamic octet-string as date-time
    /// Minutes.
    attribute 3 time_zone: static long

    methods @0x60
    /// Sets it.
    method 1 adjust(to: long) optional
  }
}
""",
    "base/codes.cosem": """\
medium 0 "Abstract" {
  group C {
    1 "clock"
  }
}

medium 1 "Electricity" {
  group C {
    1 "Power"   integral "Energy"   integral unit watt_hour unit watt
    2 "Voltage"
  }
  group D {
    7 "now"
    8 "total" integral
  }
}

group E {
  0      "total"
  1..63  "rate {n}"
}

object 0.0.1.0.0.255 "Clock" as 8 source book
object 1.b.c.8.e.255 "{C}, {E}" where c in 1..2 and e in 0..63 as 3 value count source book

in-use source book {
  1.0.1.8.0.255 "Energy" reads total shown "kWh" dumps 2
  1.0.1.7.0.255 "Power" shown "W"
}
""".replace(
        ' integral "Energy"   integral unit watt_hour', ' integral "Energy" watt_hour'
    ),
}
BASE["base/another.cosem"] = """\
use outcome, events from types

/// Counts otherwise.
class 4 "Another counter" {
  since first
  source book
  confidence high

  version 0 from class 3 version 0 {
    /// What became of it.
    change attribute 4 last: static outcome
    /// What happened.
    add attribute 6 happened: static events
  }
}
"""
BASE["base/power.cosem"] = """\
object 1.0.1.7.0.255 "Power" as 3 value count unit watt
object 1.0.2.7.0.255 "Voltage" as 3
"""
ACME = {
    "acme/package.cosem": """\
package acme "ACME" {
  needs cosem
  source bulletin "The bulletin"
}
""",
    "acme/meter.cosem": """\
use outcome, windows from cosem.types

/// A counter of ours.
class 32768 "ACME counter" {
  since second
  source bulletin, book
  confidence high

  version 0 from class 3 version 0 {
    /// What became of it, in our words.
    change attribute 4 last: static outcome
    /// More of them.
    add attribute 6 more: static windows
  }
}
""",
    "acme/codes.cosem": """\
object 1.0.96.128.0.255 "Ours" as 32768 source bulletin
object 1.1.1.8.1.255 "Energy of ours" as 3 unit watt_hour

in-use source bulletin {
  1.1.1.8.1.255 "Energy of ours" reads total shown "Wh"
}
""",
    "acme/more.cosem": """\
/// What it pushes.
telegram pushed "Pushed" structure of 2 source bulletin {
  1 time 0.0.1.0.0.255 as 8: octet-string as date-time
  2 1.0.1.8.0.255 as 3: double-long-unsigned scaler 0 unit watt_hour
}

quirk reversed "Reversed" {
  source bulletin
  confidence high

  class 8 attribute 3 time_zone: long means reversed
}

profile small "Small" confidence high source bulletin {
  object 0.0.1.0.0.255 "Clock" as 8 version 0 {
    attribute 2 time
  }
}
""",
}
BETA = {
    "beta/package.cosem": 'package beta "Beta" {\n  needs cosem\n  needs acme\n}\n',
    "beta/more.cosem": """\
use window from cosem.types

/// Windows.
type pairs = array[2] of window

object 1.1.96.128.0.255 "Pairs" as 32768 version 0
""",
    "beta/telegrams.cosem": """\
/// What it pushes.
telegram other "Other" structure of 3 {
  1 time 0.0.1.0.0.255 as 8: octet-string as date-time
  2 1.0.1.7.0.255 as 3: double-long-unsigned scaler 0 unit watt
  3 filler: unsigned
}
""",
}
FILES = {**BASE, **ACME, **BETA}


class Anew:
    """Compiles from nothing but trees, which depend on their text alone."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, str], Any] = {}

    def parse(self, text: str, path: str) -> Any:
        if (text, path) not in self._parsed:
            self._parsed[text, path] = parse(text, path)
        return self._parsed[text, path]

    def compiled(self, sources: Sources) -> Compilation:
        return compile_sources(sources, "cosem", parser=self.parse)


class Builds:
    """Compiles as the builds of a place do, each in a process of its own or several in one."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.begin(several=False)

    def begin(self, *, several: bool) -> None:
        """A new process."""
        self._trees = KeptTrees(self._cache, "place", in_memory=several)
        self._packages = KeptPackages(self._cache, "place")

    def compiled(self, sources: Sources, *, keep: bool = True) -> Compilation:
        # The package that others stand on is wanted, as where theirs lie inside of it.
        found = compile_sources(
            sources,
            "cosem",
            parser=self._trees.parse,
            made=self._packages.made,
            before=self._packages.before,
            identify=self._trees.identify,
        )
        if keep:
            self.keep(found)
        return found

    def keep(self, found: Compilation) -> None:
        self._trees.keep()
        self._packages.keep(found.roots)


def told(found: Compilation) -> list[str]:
    return [f"{each} {each.hint} {each.severity}" for each in found.diagnostics]


def written(model: object) -> bytes:
    """All of a model, places too, which do not count where models are compared; not what somebody has asked it already."""
    octets = io.BytesIO()
    pickler = pickle.Pickler(octets, 5)
    pickler.fast = True
    pickler.dispatch_table = {
        Model: by_fields(Model, [each.name for each in fields(Model)])
    }
    pickler.dump(model)
    return octets.getvalue()


def assert_same(found: Compilation, anew: Compilation, *names: str) -> None:
    assert told(found) == told(anew)
    assert found.models.keys() == anew.models.keys()
    for name in names or anew.models:
        if name in anew.models:
            assert written(found.models[name]) == written(anew.models[name]), name


_PIECES = re.compile(r"\d+|[a-z_]\w+|\"[^\"]*\"")


def edited(text: str, others: str, choose: random.Random) -> str:
    """A text with something else in it, which still can be parsed as a rule."""
    lines = text.split("\n")
    kind = choose.choice(
        ["delete", "repeat", "comment", "blank", "document", "number", "number", "word"]
    )
    wanted = {"number": r"\d", "word": r"\w", "document": "///"}.get(kind, "")
    at = choose.choice(
        [n for n, line in enumerate(lines) if re.search(wanted, line)] or [0]
    )
    if kind == "delete":
        del lines[at]
    elif kind == "repeat":
        lines.insert(choose.randrange(len(lines)), lines[at])
    elif kind == "comment":
        lines.insert(at, "// Said beside it.")
    elif kind == "blank":
        lines.insert(at, "")
    elif kind == "document":
        lines[at] = lines[at].replace("/// ", "/// Edited. ")
    else:
        found = [each for each in _PIECES.finditer(lines[at])]
        if found:
            numbers = [each for each in found if each[0].isdigit()]
            piece = choose.choice((kind == "number" and numbers) or found)
            put = choose.choice(_PIECES.findall(others))
            if kind == "number" and piece[0].isdigit():
                put = str(max(0, int(piece[0]) + choose.choice((-1, 1))))
            lines[at] = lines[at][: piece.start()] + put + lines[at][piece.end() :]
    return "\n".join(lines)


def edits(
    spec: Mapping[str, str], choose: random.Random, times: int
) -> Iterator[dict[str, str]]:
    """Specs one after the other, few edits away from a sound one."""
    now = dict(spec)
    for _ in range(times):
        wrong = [name for name in spec if now.get(name) != spec[name]]
        if wrong and choose.random() < 0.6 * len(wrong):
            name = choose.choice(wrong)
            now[name] = spec[name]
        elif choose.random() < 0.05:
            now.pop(choose.choice(sorted(now)))
        else:
            name = choose.choice(sorted(now))
            other = now[choose.choice(sorted(now))]
            now[name] = edited(now[name], other, choose)
        yield dict(now)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def with_lock(texts: Mapping[str, str], lock: str) -> Sources:
    sources = text_sources(texts)
    sources.locks[PurePosixPath("base")] = lock
    return sources


def test_the_spec_of_these_tests_is_sound() -> None:
    found = compile_sources(text_sources(FILES))
    assert told(found) == []
    assert found.models.keys() == {"cosem", "acme", "beta"}


def test_random_edits(cache: Cache) -> None:
    go_on_editing(0, 12, cache)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 7))
def test_many_random_edits(seed: int, cache: Cache) -> None:
    go_on_editing(seed, 80, cache)


def go_on_editing(seed: int, times: int, cache: Cache) -> None:
    choose = random.Random(seed)
    builds, anew = Builds(cache), Anew()
    lock = update_lock(anew.compiled(text_sources(FILES)).models["cosem"], "")
    sound = 0
    for texts in edits(FILES, choose, times):
        # Where the file of a package is gone there may be none.
        sources = with_lock(texts, lock if choose.random() < 0.9 else "")
        if choose.random() < 0.5:
            builds.begin(several=choose.random() < 0.5)
        found, expected = builds.compiled(sources, keep=False), anew.compiled(sources)
        sound += expected.ok
        # Nobody asks for most of the models: then packages are kept that were not made.
        if choose.random() < 0.5:
            assert_same(found, expected)
            builds.keep(found)
        else:
            builds.keep(found)
            assert told(found) == told(expected)
    assert sound > times / 12


def test_what_is_told_says_where_a_package_below_stands_now(cache: Cache) -> None:
    """A line more moves what is told of a package that notices nothing else of it."""
    again = f'{FILES["acme/codes.cosem"]}object 1.0.1.7.0.255 "Again" as 3\n'
    files = {**FILES, "acme/codes.cosem": again}
    builds = Builds(cache)
    for above, line in (("", 1), ("// A line.\n", 2), ("", 1), ("// Another.\n", 2)):
        files["base/power.cosem"] = above + FILES["base/power.cosem"]
        (told_of,) = builds.compiled(text_sources(files)).diagnostics
        assert f"(base/power.cosem:{line})" in told_of.message
        if line == 2:
            builds.begin(several=True)


def test_a_hint_looks_at_files_that_a_class_does_not_use(cache: Cache) -> None:
    counter = FILES["base/counter.cosem"].replace("static windows", "static spans")
    files = {**FILES, "base/counter.cosem": counter}
    for spans in ("", "/// Spans.\ntype spans = array of long\n", ""):
        files["base/more.cosem"] = FILES["base/power.cosem"] + spans
        assert_same(build(cache, files), Anew().compiled(text_sources(files)))


def test_a_type_that_is_not_known_is_none_in_another_process_either(
    cache: Cache,
) -> None:
    counter = FILES["base/counter.cosem"]
    for old, new in (
        ("use outcome,", "use outcome, octets,"),
        (
            "static long-unsigned (0..10) = 5 unit watt_hour",
            "static octets rule octets_multiple_of(8)",
        ),
    ):
        assert old in counter
        counter = counter.replace(old, new)
    files = {**FILES, "base/counter.cosem": counter}
    for above in ("", "// A line.\n"):
        files["base/power.cosem"] = above + FILES["base/power.cosem"]
        found = build(cache, files)
        (told_of,) = found.diagnostics
        assert told_of.code == "C605"


def test_two_classes_of_one_file(cache: Cache) -> None:
    other = FILES["base/clock.cosem"].replace('8 "Clock"', '9 "Watch"')
    both = FILES["base/clock.cosem"] + other
    for text in (both, both.replace("static long", "static integer"), both):
        files = {**FILES, "base/clock.cosem": text}
        found = build(cache, files)
        assert found.models["cosem"].classes[-1].name == "Watch"
        assert_same(found, Anew().compiled(text_sources(files)))


# ---------------------------------------------------------------- what is kept


def build(cache: Cache, files: Mapping[str, str] = FILES) -> Compilation:
    return Builds(cache).compiled(text_sources(files))


def entry(cache: Cache) -> dict[str, Any]:
    found: dict[str, Any] = pickle.loads(cache.get("packages", "place") or b"")
    return found


def test_what_is_as_it_was_is_not_made_again(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the packages that stand on one of which they notice nothing, nor the steps of one that has changed."""
    build(cache)
    lowered: list[str] = []
    taken: list[str] = []
    lower, take = compiler.lower_package, Steps.take

    def lowering(item: Any, *others: Any) -> Any:
        lowered.append(str(item.name))
        return lower(item, *others)

    def taking(self: Steps, step: Any, *inputs: Any, **named: Any) -> Any:
        def noted(*given: Any) -> Any:
            taken.append(step.__name__)
            return step(*given)

        noted.__module__, noted.__qualname__ = step.__module__, step.__qualname__
        noted.__annotations__ = {"return": get_type_hints(step)["return"]}
        return take(self, noted, *inputs, **named)

    monkeypatch.setattr(compiler, "lower_package", lowering)
    monkeypatch.setattr(Steps, "take", taking)
    counter = FILES["base/counter.cosem"]
    edit = counter.replace("/// How many.", "/// How many\n/// of them.")
    found = build(cache, {**FILES, "base/counter.cosem": edit})
    # Those of the file, and the one that is written from it in another; so is one of ACME, once somebody asks.
    assert lowered == ["cosem"] and taken == ["lower_class"] * 2
    lowered.clear()
    taken.clear()
    assert found.models["beta"].objects and {*lowered} == {"beta", "acme"}
    assert taken == ["lower_class"]
    lowered.clear()
    taken.clear()
    edit = edit.replace("attribute 5 place", "attribute 5 where")
    build(cache, {**FILES, "base/counter.cosem": edit})
    assert lowered == ["cosem", "acme", "beta"] and {*taken} == {"lower_class"}
    build(cache)
    taken.clear()
    edit = FILES["base/another.cosem"].replace("Counts", "Still counts")
    build(cache, {**FILES, "base/another.cosem": edit})
    assert taken == ["lower_class"]
    edit = FILES["acme/codes.cosem"].replace("Ours", "Theirs")
    build(cache, {**FILES, "acme/codes.cosem": edit})
    assert {"lower_objects", "_check_overlaps"} <= {*taken}


def test_all_threads_get_the_same_package(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(cache)
    lower = compiler.lower_package
    meeting = Barrier(2)

    def lowering(*inputs: Any) -> Any:
        with suppress(BrokenBarrierError):
            meeting.wait(0.2)  # nobody else comes
        return lower(*inputs)

    found = build(cache)
    monkeypatch.setattr(compiler, "lower_package", lowering)
    with ThreadPoolExecutor(2) as threads:
        both = threads.map(lambda _: found.models["beta"], range(2))
    assert len({*map(id, both)}) == 1
    assert meeting.broken


def test_checks_that_read_no_documentation_are_not_run_for_it(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def noting(check: Check) -> Check:
        def run(context: Context) -> None:
            ran.append(check.run.__name__)
            check.run(context)

        return check._replace(run=run)

    monkeypatch.setattr(checking, "CHECKS", tuple(map(noting, checking.CHECKS)))

    def run_for(name: str, old: str, new: str) -> list[str]:
        """The checks of the package of a file, edited after all was sound or as it is."""
        assert old in FILES[name]
        ran.clear()
        build(cache, {**FILES, name: FILES[name].replace(old, new)})
        return list(ran)

    every = [each.run.__name__ for each in CHECKS]
    always = [each.run.__name__ for each in CHECKS if each.always]
    build(cache)
    assert run_for("base/counter.cosem", "/// How many.", "/// So many.") == always
    assert run_for("base/counter.cosem", "/// Counts calls.\n", "") == always
    # Now there is something to tell.
    assert run_for("base/counter.cosem", "/// How many.", "/// So many.") == every
    assert run_for("base/counter.cosem", "(0..10)", "(0..11)")[: len(every)] == every
    build(cache)
    assert (
        run_for("acme/meter.cosem", "/// More", "// As others have.\n/// More")
        == always
    )


def test_packages_in_a_long_chain(cache: Cache) -> None:
    """Where all but the last are as they were, nobody looks at one inside another."""
    chain = [f"p{number}" for number in range(400)]
    files = {
        f"{name}/package.cosem": f'package {name} "One" {{ needs {below} }}\n'
        for below, name in zip(["cosem", *chain], chain, strict=False)
    } | BASE
    last = f"{chain[-1]}/codes.cosem"
    outcome = TypeId("cosem", "types", None, None, "outcome")
    for text in ("", 'object 0.0.96.1.0.255 "One" as 3\n'):
        model = build(cache, {**files, last: text}).models[chain[-1]]
        assert len(model.objects) == bool(text)
        assert shared_names(Same(model)).type(outcome) == "Outcome"
        assert model.type(outcome).id == outcome
        assert model.interface_class(3) and "watt" in model.units
        Keys().digest(model)


class Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def spoilt(whole: dict[str, Any], content: object) -> Iterator[object]:
    """What a file may be that somebody else wrote, with something in the place of each part of it."""
    octets = pickle.dumps(content)
    yield content
    yield dict.fromkeys(whole, content)
    yield {**whole, 5: content}
    for at in range(6):
        for put in (content, octets, {"a": content}, dict.fromkeys(range(3), octets)):
            rows = {n: (*row[:at], put, *row[at + 1 :]) for n, row in whole.items()}
            yield rows
    for put in (
        content,
        octets,
        pickle.dumps((content, ())),
        pickle.dumps(((), content)),
    ):
        yield {
            n: (*row[:4], dict.fromkeys(row[4], put), row[5])
            for n, row in whole.items()
        }
        yield {n: (*row[:3], put, *row[4:]) for n, row in whole.items()}
    for inner in (
        (content,),
        ((content,), ()),
        ((), (content,)),
        ((content,) * 2,) * 2,
    ):
        yield {
            n: (*row[:4], dict.fromkeys(row[4], pickle.dumps(inner)), row[5])
            for n, row in whole.items()
        }
        yield {n: (*row[:3], pickle.dumps(inner), *row[4:]) for n, row in whole.items()}


@pytest.mark.parametrize("content", [None, 5, "a", {1: b""}, pytest.fail])
def test_what_is_no_package_is_not_taken(cache: Cache, content: object) -> None:
    edit = FILES["base/types.cosem"].replace("0 done", "2 done")
    files = {**BASE, "base/types.cosem": edit}
    expected = compile_sources(text_sources(files))
    build(cache, BASE)
    for whole in spoilt(entry(cache), content):
        cache.put("packages", "place", pickle.dumps(whole, protocol=5))
        assert_same(build(cache, files), expected)


def test_a_kept_package_runs_no_code(cache: Cache, tmp_path: Path) -> None:
    expected = build(cache, BASE)
    for whole in spoilt(entry(cache), Evil(tmp_path / "evil")):
        octets = pickle.dumps(whole, protocol=5)
        cache.put("packages", "place", octets)
        assert_same(build(cache, BASE), expected)
        assert not (tmp_path / "evil").exists()


def test_a_file_that_ends_early_is_not_taken(cache: Cache, tmp_path: Path) -> None:
    expected = build(cache, BASE)
    (path,) = (tmp_path / "cache" / "packages").iterdir()
    octets = path.read_bytes()
    for end in range(0, len(octets), 997):
        path.write_bytes(octets[:end])
        assert_same(build(cache, BASE), expected)


def test_packages_that_are_gone_are_not_kept(cache: Cache) -> None:
    build(cache)
    assert entry(cache).keys() == {"cosem", "acme", "beta"}
    build(cache, BASE)
    assert entry(cache).keys() == {"cosem"}


def test_steps_of_what_a_package_stood_on_before_are_not_kept(cache: Cache) -> None:
    """It is as it was while documentation below changes, but what it is written from is not."""
    counter = FILES["base/counter.cosem"]
    build(cache).models["acme"]
    kept = {name: len(row[4]) for name, row in entry(cache).items()}
    assert kept["acme"]
    for number in range(3):
        edit = counter.replace("/// How many.", f"/// How many: {number}.")
        builds = Builds(cache)
        files = {**FILES, "base/counter.cosem": edit}
        found = builds.compiled(text_sources(files), keep=False)
        assert found.models["acme"].classes
        builds.keep(found)
        assert {name: len(row[4]) for name, row in entry(cache).items()} == kept


def test_nothing_is_kept_without_a_place(cache: Cache, tmp_path: Path) -> None:
    packages = KeptPackages(cache, None)
    found = compile_sources(text_sources(FILES), made=packages.made)
    packages.keep(found.roots)
    assert not (tmp_path / "cache").exists()


# ---------------------------------------------------------------- the real ones


@pytest.mark.slow
def test_random_edits_of_all_packages(cache: Cache) -> None:
    """Of the standard and of those of countries, with its lock."""
    choose = random.Random(0)
    builds, anew = Builds(cache), Anew()
    read = read_sources([SPEC])
    spec = {file.shown: file.text for file in read.files}
    builds.compiled(read)
    sound = 0
    for texts in edits(spec, choose, 8):
        sources = text_sources(texts)
        sources.locks.update(read.locks)
        builds.begin(several=choose.random() < 0.3)
        found, expected = builds.compiled(sources), anew.compiled(sources)
        assert_same(found, expected, "cosem", choose.choice(sorted(found.roots)))
        sound += expected.ok
    assert sound > 1
