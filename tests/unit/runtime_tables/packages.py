"""Generated packages, made by hand as far as the runtime's tables need them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, ClassVar

import pytest

from cosem_runtime import types as t
from cosem_runtime.interface import AttributeSpec, InterfaceClass, MethodSpec
from cosem_runtime.scaling import ScalerUnitBase


class ScalerUnit(ScalerUnitBase):
    __slots__ = ("scaler", "unit")

    def __init__(self, scaler: int, unit: int) -> None:
        self.scaler = scaler
        self.unit = unit


ScalerUnit.TYPE = t.StructureType(
    "scal_unit_type", ScalerUnit, (("scaler", t.INTEGER), ("unit", t.ENUM))
)
_LOGICAL_NAME = AttributeSpec(1, "logical_name", t.LOGICAL_NAME, static=True)


class Data(InterfaceClass):
    """A value that stands alone.

    More words.
    """

    CLASS_ID = 1
    VERSION = 0
    NAME = "Data"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        _LOGICAL_NAME,
        AttributeSpec(2, "value", t.ANY),
    )


class RegisterV0(InterfaceClass):
    CLASS_ID = 3
    VERSION = 0
    NAME = "Register"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        _LOGICAL_NAME,
        AttributeSpec(2, "value", t.SIMPLE, static=False),
        AttributeSpec(
            3, "scaler_unit", ScalerUnit.TYPE, static=True, description="Its scale."
        ),
        AttributeSpec(4, "status", t.SIMPLE, unit="s", default=0, secret=True),
    )
    METHODS: ClassVar[tuple[MethodSpec, ...]] = (
        MethodSpec(1, "reset", t.INTEGER, mandatory=True),
    )


class Register(RegisterV0):
    VERSION = 2


class Clock(InterfaceClass):
    CLASS_ID = 8
    VERSION = 0
    NAME = "Clock"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        _LOGICAL_NAME,
        AttributeSpec(2, "time", t.OCTET_DATE_TIME),
    )


class TamperLog(InterfaceClass):
    CLASS_ID = 32770
    VERSION = 0
    NAME = "ACME tamper log"
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (_LOGICAL_NAME,)


GROUPS = """\
B | 0 | no channel specified
B | 1-64 | channel {n}
F | 0-99 | billing period {n}
F | 102-125 | the {n-100} most recent billing periods
F | 128-254 |  | manufacturer
F | 255 | the current value | unused
1C | 1 | Active power import |  |  | 27 | 30 | Active energy import
1C | 11 | Current |  |  | 33 |  |  | as a note
1C | 12 | Voltage |  |  | 35 |  |  |  | in one source only
1C | 13 |  | reserved
1D processing | 7 | instantaneous value
1D processing | 8 | time integral 1 |  | integral
1D processing | 32 | under limit occurrence counter |  |  | 255
1E rate | 0 | total
1E rate | 1-63 | rate {n}
1E harmonics | 1-120 | harmonic {n}
1E harmonics | 124 | THD |  | dimensionless
1E losses | 1 | Line losses |  |  | 27 | 30
D country | 49 | Germany
"""
SELECTIONS = """\
1D processing | C=1-20
1D country | C=94
1E losses | C=20
1E rate | C=1,12 | D=0-58
1E harmonics | C=11-12 | D=7
"""
OBJECTS = """\
0-1.128-199.0-255.0-255.0-255.0-255 | Left to makers | manufacturer |  |  |  |  | high
0-1.0-199.0-255.128-254.0-255.0-255 | Left to makers (D) | manufacturer
0-1.0-199.0-255.0-255.128-254.0-255 | Left to makers (E) | manufacturer
0.0-64.1.0.0-127.255 | Clock |  | 8 |  |  | 6.2.5 | high
0.0-64.96.1.0-9.255 | Device ID {E+1} |  | 1,3 | 6,9 |  | 6.2.42 | high | 1
0.0-64.96.10.1-10.255 | Status register {E} |  | 1
1.0-64.1,11,12.7,8,32.0-127.0-99,102-125,255 | {C}, {D}, {E}, {F} |  | 3,4
1.0-64.1,11,12.7.0-127.255 | {C}, {D}, {E}, {F} |  | 21
1.0-64.20.8.1.255 | {E}, {D} |  | 3
1.0-64.94.0-255.0-255.0-255 | For {D} | country |  |  |  |  | low |  | a note | a doubt
1.0-64.0.5.1.1-4 | Demand limit {F+0} {x} |  | 3 |  | 27,30
"""
IN_USE = """\
1.0-1.1.8.0.255 | Energy import, total | total | kWh
1.0.1.8.1-9.255 | Energy import, {E} ({E+10}) | total | kWh
1.0.11-12.7.0.255 | {C} now | instantaneous
0.0.96.1.0.255 | Serial number
"""
MEDIA = {0: "Abstract objects", 1: "AC electricity", 5: "Old electricity"}
UNITS = {27: "W", 30: "Wh", 33: "A", 35: "V", 255: ""}


def install(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    classes: dict[int, dict[int, type[InterfaceClass]]],
    **facts: Any,
) -> ModuleType:
    """Make a package of these classes that can be imported as long as the test runs."""
    package = ModuleType(name)
    folder = ModuleType(f"{name}.classes")
    module = ModuleType(f"{name}.classes.all")
    table: dict[int, dict[int, tuple[str, str]]] = {}
    names: dict[int, str] = {}
    for class_id, versions in classes.items():
        names[class_id] = next(iter(versions.values())).NAME
        for version, kind in versions.items():
            setattr(module, kind.__name__, kind)
            table.setdefault(class_id, {})[version] = ("all", kind.__name__)
    catalogue = ModuleType(f"{name}._catalogue")
    obis = ModuleType(f"{name}._obis")
    provenance = ModuleType(f"{name}._provenance")
    for part, values in (
        (
            catalogue,
            {
                "SPEC": name,
                "NEEDS": (),
                "CLASSES": table,
                "NAMES": names,
            },
        ),
        (
            obis,
            {"MEDIA": {}, "SAME_MEDIA": {}, "UNITS": {}, "GROUPS": ""}
            | {"SELECTIONS": "", "OBJECTS": "", "IN_USE": ""},
        ),
        (provenance, {"VERSIONS": ""}),
    ):
        for key, value in values.items():
            setattr(part, key, facts.get(key, value))
    for part in (package, folder, catalogue, obis, provenance, module):
        monkeypatch.setitem(sys.modules, part.__name__, part)
    return package


def install_standard(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The package that stands for `cosem`."""
    return install(
        monkeypatch,
        "standard",
        {1: {0: Data}, 3: {0: RegisterV0, 2: Register}, 8: {0: Clock}},
        VERSIONS="3 0 | Old register | 5.3.2 | Ed. 9 | low: one page | its unit | its status\n"
        "3 2 |  | 4.3.2 (Ed. 12)\n",
        MEDIA=MEDIA,
        SAME_MEDIA={5: 1},
        UNITS=UNITS,
        GROUPS=GROUPS,
        SELECTIONS=SELECTIONS,
        OBJECTS=OBJECTS,
        IN_USE=IN_USE,
    )
