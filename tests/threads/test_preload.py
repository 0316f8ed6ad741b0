"""After `preload` nothing is imported and nothing is built: children of a fork share it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import cosem
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, UnknownClassError
from cosem_runtime.interface import InterfaceClass

from ..unit.runtime_tables.packages import TamperLog, install

PROGRAM = """
import sys
import tests.threads.stress as stress

stress._make_vendor()
import cosem

cosem.preload()

from cosem_runtime.obis import index, tables, words
from cosem_runtime.types import choices, coded, structures

problems = []


def build(kind, name="__init__"):
    kept = getattr(kind, name)

    def tell(self, *given):
        problems.append(f"{kind.__name__} is built: {given!r:.60}")
        return kept(self, *given)

    setattr(kind, name, tell)


def event(name, arguments):
    if name == "import":
        problems.append(f"import of {arguments[0]}")


for kind in (index.RowIndex, tables.GroupCode, tables.RowFacts,
             tables.ObisTables, words.Meaning, words.Template,
             coded._Members):
    build(kind)
build(choices.ChoiceType, "_decoders")
build(choices.ChoiceType, "_kinds")
build(structures.StructureType, "_plan")
build(structures.ArrayType, "_plan")
sys.addaudithook(event)
before = set(sys.modules)
for key, operation in stress.operations(stress.CLASS_IDS).items():
    if key != ("vendor",):
        operation()
problems += [f"import of {name}" for name in sorted(set(sys.modules) - before)]
clock = cosem.classes.Clock("0.0.1.0.0.255")
scale = cosem.types.ScalerUnit(-3, cosem.types.Unit(30))
scale.scale(5), repr(scale), str(cosem.DateTime(2024)), cosem.__version__
cosem.DateTime(2024, 1, 2, None, 3, 4, 5, 6, -60).to_datetime()
str(cosem.Ipv6Address(bytes(16)))
for wrong in (lambda: clock.tme, lambda: clock.attribute("tme"), lambda: clock.time):
    try:
        wrong()
    except Exception as error:
        str(error)
print(*problems, sep="\\n")
"""


def run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout


def test_nothing_is_left_to_import_or_build() -> None:
    assert run(PROGRAM) == "\n"


def test_the_test_sees_what_is_built() -> None:
    """With one class loaded the same program finds much."""
    found = run(PROGRAM.replace("cosem.preload()", "cosem.preload(classes=[3])"))
    assert "import of cosem.classes.profile_generic" in found
    assert "ChoiceType is built" in found


def test_classes_can_be_chosen() -> None:
    loaded = run(
        "import sys, cosem\n"
        "cosem.preload(classes=[40], obis=False)\n"
        "print(*sorted(m for m in sys.modules if m.startswith('cosem.')))\n"
    ).split()
    assert "cosem.classes.push_setup" in loaded
    assert "cosem.classes.register" not in loaded
    assert "cosem._obis" not in loaded


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(UnknownClassError, match="no interface class 2"):
        cosem.preload(classes=[2])


@pytest.mark.parametrize("wrong", [None, "3", [], -1])
def test_what_is_no_class_id_is_refused(wrong: object) -> None:
    with pytest.raises(UnknownClassError):
        cosem.preload(classes=[wrong])  # type: ignore[list-item]  # on purpose


def test_a_package_that_goes_meanwhile_is_loaded_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[type[InterfaceClass]] = []
    acme = install(monkeypatch, "acme", {32770: {0: TamperLog}})
    types = ModuleType("acme.types")
    for module in (acme, types):
        monkeypatch.setattr(module, "__all__", (), raising=False)
    monkeypatch.setitem(sys.modules, "acme.types", types)
    catalogue = Catalogue("cosem")
    catalogue.register("acme")

    def class_ids() -> Iterator[int]:
        loaded.append(catalogue.interface_class(32770))
        catalogue.unregister("acme")
        yield 32770

    catalogue.preload(classes=class_ids(), obis=False)
    assert loaded == [TamperLog]
    assert 32770 not in catalogue


def test_an_incomplete_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = install(monkeypatch, "acme", {32770: {0: TamperLog}})
    monkeypatch.setattr(acme, "__all__", (), raising=False)
    catalogue = Catalogue("cosem")
    catalogue.register("acme")
    with pytest.raises(CosemError, match="acme is an incomplete package"):
        catalogue.preload(classes=[], obis=False)
