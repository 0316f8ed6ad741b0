"""Arrows go down: who imports whom below generator/.

The map says on which floor a package is. It may import what is on floors below its own, at once or inside of a
function, and nothing else: so there is no circle, and what is low can be read, tested and used without what is above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from cosemgen.target import STABLE
from tests.scratch import written

from .imports import Arrow, arrows, modules

FLOORS: Final[tuple[Mapping[str, str], ...]] = (
    {
        "cosem_runtime.disk": "files, as far as systems differ: locks, what has reached the disk",
        "cosem_runtime.enums": "enumerations that keep numbers nobody listed",
        "cosem_runtime.errors": "what is raised, and how it quotes what was found",
        "cosem_runtime.structure": "the base of structures",
        "cosem_runtime.text_rows": "a row of a table that is text",
        "cosemgen.digests": "what texts are known by",
        "cosemgen.records": "dataclasses that cost little to make",
        "hatch_build": "the step of a build that compiles the core of columns",
    },
    {
        "cosem_runtime.bitstring": "bit-strings and named bits",
        "cosem_runtime.decimals": "powers of ten without rounding",
        "cosem_runtime.limits": "how much is read of what others send",
        "cosem_runtime.octets": "octets with a meaning",
        "cosem_runtime.wire": "tags and sizes of data types",
    },
    {
        "cosem_runtime.datetimes": "dates and times, with what is not specified",
        "cosem_runtime.obis": "OBIS codes, and what they stand for",
        "cosem_runtime.scaling": "scaler and unit",
        "cosem_runtime.values": "numbers and texts that know their data type",
    },
    {
        "cosem_runtime.codec": "octets to values and back, whatever their type",
        "cosem_runtime.companion": "what companion profiles ask of meters",
        "cosem_runtime.quirks": "what meters send otherwise than the standard has it",
    },
    {
        "cosem_runtime.compact": "where generated packages look for compact arrays",
        "cosem_runtime.telegram": "frames, ciphering and APDUs, down to the values in them",
        "cosem_runtime.types": "the types that generated classes declare",
    },
    {
        "cosem_runtime.tolerant": "values that are not as the standard has them, and how they are not"
    },
    {
        "cosem_runtime.axdr": "any value to octets and back, without knowing a class",
        "cosem_runtime.interface": "the base of interface classes",
    },
    {
        "cosem_runtime.jsonvalues": "values and objects as JSON",
        "cosem_runtime.profile": "buffers of profiles, read fast",
    },
    {"cosem_runtime.push": "what meters push, down to named values"},
    {
        "cosem_runtime.arrow": "buffers and attributes as columns of Arrow",
        "cosem_runtime.catalogue": "which classes and codes there are",
    },
    {"cosem_runtime": "public names, each loaded when it is first used"},
    {
        "cosem_conformance": "a folder: what generated tests stand on, and whole meters",
        "cosem_conformance.captures": "octets of real meters, where they are at hand",
        "cosem_conformance.libraries": "what generated tests need beside it",
        "cosem_conformance.processes": "processes that do a share of the work",
        "cosem_conformance.sarif": "SARIF, as far as it is the same in all of ours",
        "cosem_conformance.walking": "the walk over a decoded value",
        "cosem_conformance.wire": "a second writer of octets, by which the codec is judged",
        "cosemgen": "the version, and nothing else",
        "cosemgen.disk": "files read without waiting for ever, and written whole",
        "cosemgen.model": "the model of a spec, which nothing changes, and the walk over it",
        "cosemgen.module_names": "which names Python modules can have",
        "cosemgen.resources": "where the grammar and the standard's spec are",
        "cosemgen.spelling": "names of the standard as identifiers of any language",
        "cosemgen.vocabulary": "the words of the language that no spec defines",
        "cosemgen.words": "how messages list and suggest",
    },
    {
        "cosem_conformance.dumps": "what a meter publishes and what was read of it, in all forms",
        "cosem_conformance.facts": "types, as generated tests state them",
        "cosemgen.json_text": "how JSON is laid out",
        "cosemgen.diagnostics": "findings, and the table that explains each code",
        "cosemgen.naming": "names in Python of what a model has",
        "cosemgen.notation": "literals, ranges and sizes as a spec writes them",
        "cosemgen.target": "what a target is, for those of others too",
    },
    {
        "cosem_conformance.archive": "buffers of many meters as Parquet files",
        "cosem_conformance.catalogue": "checks of a whole generated package",
        "cosem_conformance.live": "meters that are read through a client",
        "cosem_conformance.simple": "facts of the simple types",
        "cosem_conformance.version": "facts of a class version",
        "cosemgen.nodes": "the model as JSON, part by part",
        "cosemgen.steps": "steps of compiling, each taken again only where what it reads has changed",
    },
    {
        "cosem_conformance.checks": "checks of a generated class version",
        "cosem_conformance.composite": "facts of the types made of others",
        "cosem_conformance.judge": "meters, held against the standard and profiles",
        "cosem_conformance.simulator": "meters that are not there",
        "cosemgen.diff": "what is different between two packages, and whom it concerns",
    },
    {
        "cosem_conformance.pytest_plugin": "meters as tests",
        "cosemgen.lock": "what is released: written down, and compared with a model",
        "cosemgen.sources": "which files there are, and their texts",
        "cosemgen.syntax": "text to tree and back",
    },
    {
        "cosemgen.lower": "tree to model",
        "cosemgen.packages": "which package each file is of",
    },
    {"cosemgen.check": "what is wrong with a model that could be made"},
    {"cosemgen.compile": "all of that in order: from files to a model and findings"},
    {
        "cosemgen.build": "from files to output on disk, whole or not at all",
        "cosemgen.importing": "what others ask of meters, as specs",
    },
    {"cosemgen.pipeline": "the whole way, from spec to output, as one list"},
    {
        "cosemgen.targets": "a folder",
        "cosemgen.targets.rendering": "what targets share: headers, docstrings, templates",
    },
    {
        "cosemgen.starting": "starter files: of what a package gets, and of a new one",
        "cosemgen.targets.json_schemas": "JSON Schemas of values",
        "cosemgen.targets.python": "the Python package",
    },
    {
        "cosemgen.targets.conformance": "tests of the Python package",
        "cosemgen.targets.json": "the model as JSON and CSV",
    },
    {
        "cosemgen.lsp": "what editors ask of specs, over the Language Server Protocol",
        "cosemgen.revisions": "specs as they were, in git, releases or what is installed; the next release",
    },
    {"cosemgen.cli": "the commands"},
    {
        "cosemgen.__main__": "python -m cosemgen",
        "cosemgen.targets.docs": "pages about the model, and about all of the above",
    },
)
"""Packages and modules by floor, the lowest first, with what each is."""

BY_NAME: Final[Mapping[str, str]] = {
    "cosem_conformance.pytest_plugin": "compiles a specification, where a compiler is installed",
    "cosem_runtime.codec.compact": "says under which name its values are pickled",
    "cosem_runtime.codec.type_description": "says under which name its values are pickled",
    "cosemgen.build.registry": "finds our own targets as it finds those of others",
    "cosemgen.target": "lists what targets may import",
}
"""What has the name of a module above it as text, and why."""

FLOOR: Final = {name: at for at, floor in enumerate(FLOORS) for name in floor}


def place(module: str) -> str | None:
    """What the map has a module under; what only holds packages is none of these."""
    name = module
    while name not in FLOOR or (name != module and any_below(name)):
        name, dot, _ = name.rpartition(".")
        if not dot:
            return None
    return name


def any_below(name: str) -> bool:
    """Whether the map has parts of a package, so that the others are not meant by its name."""
    return any(other.startswith(f"{name}.") for other in FLOOR)


def ours() -> Iterator[tuple[Arrow, str, str]]:
    """Imports between places of the map."""
    for arrow in arrows():
        importer, imported = place(arrow.importer), place(arrow.imported)
        if importer and imported and importer != imported:
            yield arrow, importer, imported


def test_every_module_is_on_the_map_and_the_map_has_no_others() -> None:
    missing = [module for module in modules() if place(module) is None]
    assert missing == [], "say in FLOORS on which floor they are"
    gone = FLOOR.keys() - {place(module) for module in modules()}
    assert gone == set()


def test_arrows_go_down() -> None:
    upward = [
        str(arrow)
        for arrow, importer, imported in ours()
        if FLOOR[imported] >= FLOOR[importer] and not arrow.text
        # Below the runtime's public names, type checkers alone may look up.
        and not (arrow.typing and importer.startswith("cosem_runtime."))
    ]
    assert upward == []


def test_a_name_as_text_leads_up_for_a_stated_reason_alone() -> None:
    named = {
        arrow.importer
        for arrow, importer, imported in ours()
        if arrow.text and FLOOR[imported] >= FLOOR[importer]
    }
    assert named == BY_NAME.keys()


def test_no_module_imports_one_that_stands_on_it() -> None:
    """Within a package too, where type checkers may go in circles."""
    left: dict[str, set[str]] = {module: set() for module in modules()}
    for arrow in arrows():
        if arrow.imported in left and not arrow.typing and not arrow.text:
            left[arrow.importer].add(arrow.imported)
    # What stands on nothing is taken away, until there is nothing, or a circle with what leads to it.
    while ready := {module for module, others in left.items() if not others}:
        left = {module: left[module] - ready for module in left.keys() - ready}
    assert left == {}


@pytest.mark.parametrize("package", ["cosem_runtime", "cosem_conformance", "cosemgen"])
def test_nothing_knows_what_is_generated(package: str) -> None:
    """A generated package is handed in, by its name or itself: there are several."""
    wrong = [
        str(arrow)
        for arrow in arrows()
        if arrow.importer.partition(".")[0] == package
        and arrow.imported.partition(".")[0] == "cosem"
    ]
    assert wrong == []


@pytest.mark.parametrize("stable", STABLE)
def test_what_targets_of_others_stand_on_leads_to_little(stable: str) -> None:
    """They load, and can be understood, without the compiler and without what builds."""
    below = {"cosemgen.model", "cosemgen.records", "cosemgen.vocabulary"}
    found, waiting = set[str](), [stable]
    while waiting:
        name = waiting.pop()
        if name not in found and name in modules():
            found.add(name)
            waiting += [
                each.imported
                for each in arrows()
                if each.importer == name and not each.text
            ]
    others = {
        module
        for module in found - {stable}
        if place(module) not in below | {stable}
        and not module.startswith("cosem_runtime")
    }
    assert others == set()


def test_each_way_of_importing_is_seen(tmp_path: Path) -> None:
    texts = {
        "low/__init__.py": "",
        "low/first.py": "from . import second as other\nfrom .second import name\n",
        "low/second.py": "def later():\n    import high.top\n",
        "high/__init__.py": "from low import first, name\n",
        "high/top.py": "if TYPE_CHECKING:\n    from ..low import second\n",
        "high/inner/__init__.py": "from ..top import name\nfrom .. import top\n",
        "low/third.py": '"""low.first"""\nload("high.top:TARGET", "high.none", "low.third")\n',
    }
    arrows_there = arrows(written(tmp_path, texts))
    found = {(a.importer, a.imported, a.typing, a.text) for a in arrows_there}
    assert found == {
        ("low.first", "low.second", False, False),
        ("low.second", "high.top", False, False),
        ("high", "low.first", False, False),
        ("high", "low", False, False),
        ("high.top", "low.second", True, False),
        ("high.inner", "high.top", False, False),
        ("low.third", "high.top", False, True),
    }
