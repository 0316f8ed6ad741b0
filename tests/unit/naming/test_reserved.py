"""The reserved words are those that the runtime really takes."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest

from cosem_runtime.bitstring import BitFlags, BitString
from cosem_runtime.interface import InterfaceClass
from cosem_runtime.scaling import ScalerUnitBase
from cosem_runtime.structure import Structure
from cosemgen import naming
from cosemgen.vocabulary import MEANINGS, OPEN_CHOICES, SIMPLE_TYPES


def public(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")}


def test_members_cannot_hide_what_the_base_has() -> None:
    # Attribute 1 is every class's own `logical_name`.
    declared = {name for name in InterfaceClass.__annotations__ if name.isupper()}
    promised = public(InterfaceClass) | declared
    assert promised - {"logical_name"} <= naming.RESERVED_MEMBERS


@pytest.mark.parametrize("base", [Structure, ScalerUnitBase])
def test_fields_cannot_hide_what_a_base_has(base: type) -> None:
    assert public(base) <= naming.RESERVED_FIELDS


@pytest.mark.parametrize("base", [BitString, BitFlags])
def test_bits_cannot_hide_what_a_base_has(base: type) -> None:
    assert public(base) <= naming.RESERVED_FLAGS


def test_names_are_known_without_the_codecs() -> None:
    """They take as long to import as all else that a command starts with."""
    program = "import cosemgen.compile, cosemgen.naming, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "cosemgen.naming" in loaded
    assert not loaded & {"cosem_runtime.interface", "cosem_runtime.types"}


def test_types_cannot_hide_what_annotations_import() -> None:
    kinds = [each.python for each in SIMPLE_TYPES.values()]
    kinds += [kind for each in MEANINGS.values() for kind in each.bases.values()]
    kinds += OPEN_CHOICES.values()
    imported = {kind.name for kind in kinds if kind.home}
    assert imported <= naming.RESERVED_TYPES & naming.RESERVED_FIELDS
    plain = {kind.name for kind in kinds if not kind.home} - {"None"}
    assert plain <= naming.RESERVED_MEMBERS & set(dir(builtins))
