"""The generated packages at work, each program in a process of its own."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from cosemgen.target import Options
from cosemgen.targets.python import TARGET
from tests.compiled import model_of

from .conftest import Run
from .test_text import MODULES


@pytest.mark.parametrize(
    "name",
    [".".join(p.with_suffix("").parts).removesuffix(".__init__") for p in MODULES],
)
def test_every_module_loads_alone(run: Run, name: str) -> None:
    run(f"import importlib; importlib.import_module({name!r})")


def test_importing_the_package_loads_nothing(run: Run) -> None:
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import cosem\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    assert run(program).split() == ["__future__", "cosem", "cosem_runtime"]


def test_names_are_loaded_on_first_use(run: Run) -> None:
    run(
        "import sys, cosem.classes as classes\n"
        "assert 'cosem.classes.register' not in sys.modules\n"
        "assert set(classes.__all__) <= set(dir(classes))\n"
        "assert classes.Register.CLASS_ID == 3\n"
        "assert 'cosem.classes.register' in sys.modules\n"
        "assert 'cosem.classes.profile_generic' not in sys.modules\n"
        "from cosem.classes import *\n"
        "assert ProfileGenericV0.VERSION == 0 and ProfileGeneric.VERSION == 1\n"
    )


def test_every_version_has_its_name(run: Run) -> None:
    run(
        "import pickle\n"
        "from cosem.classes import ProfileGeneric, ProfileGenericV1, RegisterV0\n"
        "from cosem.classes.register import Register, RegisterV0 as again\n"
        "assert ProfileGenericV1 is ProfileGeneric and ProfileGenericV1.VERSION == 1\n"
        "assert RegisterV0 is Register is again\n"
        "assert RegisterV0.__name__ == 'Register'\n"
        "assert pickle.loads(pickle.dumps(RegisterV0)) is Register\n"
    )


def test_a_new_version_leaves_released_names_alone() -> None:
    spec = """\
class 32800 "Counter" {
  version 0 {
    attribute 2 kind: state
    enumeration state {
      0 off
    }
  }
}
"""
    lock = "name 32800 0\n"
    newer = """\
  version 1 from 0 {
    change enumeration state {
      add 1 on
    }
  }
}
"""
    made: list[dict[str, Any]] = []
    for text in (spec, spec.removesuffix("}\n") + newer):
        model = model_of({"a.cosem": text, "released.lock": lock})
        files = TARGET.files(model, Options("made"))
        names: dict[str, Any] = {"__name__": "made.classes.a"}
        exec(files[PurePosixPath("made/classes/a.py")].text, names)
        made.append(names)
    before, after = made
    assert before["CounterV0"] is before["Counter"]
    assert after["Counter"].VERSION == after["CounterV0"].VERSION == 0
    assert [each.name for each in after["State"]] == ["OFF"]
    assert after["CounterV1"].VERSION == 1
    assert [each.name for each in after["StateV1"]] == ["OFF", "ON"]
    assert after["StateV0"] is after["State"]


def test_every_public_name_is_there(run: Run) -> None:
    run(
        "import cosem, acme_meter, cosem.classes, cosem.types\n"
        "for module in (cosem, acme_meter, cosem.classes, cosem.types):\n"
        "    for name in module.__all__:\n"
        "        getattr(module, name)\n"
    )


@pytest.mark.parametrize(
    ("module", "name", "hint"),
    [
        ("cosem", "Registr", '; did you mean "Register" or "register"?'),
        ("cosem", "obis", '; did you mean "Obis"?'),
        ("cosem", "xyzzy", ""),
        ("cosem", "_Register", '; did you mean "Register" or "register"?'),
        ("cosem.classes", "REGISTR", '; did you mean "Register"?'),
        ("cosem.types", "unit", '; did you mean "Unit"?'),
        ("acme_meter", "TamperLogg", '; did you mean "TamperLog"?'),
    ],
)
def test_a_misspelt_name_is_an_error_with_a_hint(
    run: Run, module: str, name: str, hint: str
) -> None:
    program = (
        f"import {module}\n"
        f"assert not hasattr({module}, {name!r})\n"
        f"try: {module}.{name}\n"
        "except AttributeError as error: print(error)\n"
    )
    assert run(program) == f"module {module!r} has no attribute {name!r}{hint}\n"


def test_a_module_that_is_not_there_yet_needs_no_search_for_hints(run: Run) -> None:
    run(
        "import sys\n"
        "from cosem.classes import register\n"
        "assert register.Register.CLASS_ID == 3\n"
        "assert 'difflib' not in sys.modules\n"
    )


def test_classes_are_names_of_the_package_too(run: Run) -> None:
    run(
        "import sys\n"
        "from cosem import Register, ProfileGenericV0\n"
        "import cosem, cosem.classes, acme_meter\n"
        "assert Register is cosem.classes.Register is cosem.RegisterV0\n"
        "assert ProfileGenericV0.VERSION == 0\n"
        "assert 'cosem.classes.clock' not in sys.modules\n"
        "assert acme_meter.TamperLog is acme_meter.classes.TamperLog\n"
        "assert {'Register', 'Obis', 'describe'} <= set(dir(cosem))\n"
        "assert 'Register' not in cosem.__all__  # a star import loads no classes\n"
    )


def test_types_that_every_program_needs_are_names_of_the_package(run: Run) -> None:
    run(
        "from cosem import Unit, ScalerUnit, ScalerUnitBase, Structure\n"
        "from cosem import BitFlags, OpenIntEnum\n"
        "import cosem.types\n"
        "assert Unit is cosem.types.Unit and ScalerUnit is cosem.types.ScalerUnit\n"
        "assert issubclass(Unit, OpenIntEnum) and issubclass(ScalerUnit, ScalerUnitBase)\n"
        "assert issubclass(ScalerUnitBase, Structure) and issubclass(BitFlags, int)\n"
    )


def test_a_unit_reads_as_a_unit(run: Run) -> None:
    run(
        "from cosem import Unit\n"
        "assert str(Unit.WATT_HOUR) == f'{Unit.WATT_HOUR}' == 'Wh'\n"
        "assert str(Unit(199)) == 'unknown_199'\n"
        "assert f'{Unit.WATT_HOUR:d}' == '%d' % Unit.WATT_HOUR == '30'\n"
        "assert repr(Unit.WATT_HOUR).startswith('Unit.WATT_HOUR')\n"
    )


def test_help_of_the_package_is_short(run: Run) -> None:
    out = run(
        "import sys, cosem, pydoc\n"
        "print(pydoc.plain(pydoc.render_doc(cosem)))\n"
        "assert 'cosem.classes.register' not in sys.modules\n"
    )
    assert len(out.splitlines()) < 300
    assert ">>> energy = Register" in out and "describe(thing" in out


def test_another_runtime_is_refused(run: Run) -> None:
    program = (
        "import cosem_runtime\n"
        "cosem_runtime.GENERATOR_API = 2\n"
        "try: import cosem\n"
        "except ImportError as error: print(error)\n"
    )
    assert "API 1 of cosem_runtime, which now has API 2" in run(program)


def test_there_is_one_catalogue(run: Run) -> None:
    run(
        "import cosem\n"
        "cosem.interface_class, cosem.describe\n"
        "assert cosem.interface_class.__self__ is cosem.CATALOGUE\n"
        "assert cosem.describe.__self__ is cosem.CATALOGUE\n"
        "from cosem.classes import Register\n"
        "assert cosem.interface_class(3) is Register\n"
    )


def test_a_vendor_is_registered(run: Run) -> None:
    run(
        "import cosem, acme_meter\n"
        "cosem.register(acme_meter)\n"
        "TamperLog = cosem.interface_class(40000, 0)\n"
        "assert TamperLog is acme_meter.classes.TamperLog\n"
        "kind = TamperLog.attribute(2).type.kind\n"
        "value = kind(at=None, scaler_unit=cosem.types.ScalerUnit(1, 30))\n"
        "data = TamperLog.attribute('value').encode(value)\n"
        "assert data == bytes.fromhex('0202 00 0202 0f01 161e'), data.hex()\n"
        "assert TamperLog.attribute(2).decode(data) == value\n"
        "assert TamperLog.attribute(3).unit == 's'\n"
    )


def test_values_round_trip(run: Run) -> None:
    run(
        "from cosem.classes import Register\n"
        "from cosem.types import ScalerUnit, Unit\n"
        "register = Register('1.0.1.8.0.255')\n"
        "value = register.decode_attribute(3, bytes.fromhex('02020ffd161e'))\n"
        "assert value == ScalerUnit(-3, Unit.WATT_HOUR) == eval(repr(value).replace("
        "'<Unit.WATT_HOUR: 30>', 'Unit.WATT_HOUR'))\n"
        "assert hash(value) == hash(ScalerUnit(-3, Unit.WATT_HOUR))\n"
        "assert register.encode_attribute('scaler_unit').hex() == '02020ffd161e'\n"
        "assert str(value.scale(1234)) == '1.234'\n"
        "assert (Unit(30).symbol, Unit(30).quantity) == ('Wh', 'active energy')\n"
        "assert (Unit(99).symbol, Unit(99).quantity) == ('', '')\n"
        "match value:\n"
        "    case ScalerUnit(scaler, unit): assert scaler == -3\n"
    )


def test_defaults_are_values_of_the_type(run: Run) -> None:
    run(
        "from cosem.classes import ProfileGeneric, ProfileGenericV0, Register\n"
        "from cosem.classes.profile_generic import SortMethod, Status\n"
        "for kind in (Register, ProfileGeneric, ProfileGenericV0):\n"
        "    for spec in kind.ATTRIBUTES:\n"
        "        if spec.default is not None:\n"
        "            assert spec.decode(spec.encode(spec.default)) == spec.default\n"
        "assert ProfileGeneric.attribute(5).default is SortMethod.FIFO\n"
        "assert type(ProfileGenericV0.attribute(3).default) is Status\n"
        "assert ProfileGenericV0.attribute(3).default.names() == ('critical_error',)\n"
    )


def test_facts(run: Run) -> None:
    run(
        "from cosem.classes import ProfileGeneric, Register\n"
        "period = ProfileGeneric.attribute(4)\n"
        "assert (period.unit, period.default, period.read_only) == ('s', 60, True)\n"
        "assert (period.static, period.short_name) == (True, 0x18)\n"
        "assert period.type.minimum == 1\n"
        "assert period.description.startswith('Seconds between two captures')\n"
        "secret = ProfileGeneric.attribute('xDLMS_secret')\n"
        "assert secret.secret and secret.unconfirmed == 'no source gives the size'\n"
        "names = [s.name for s in ProfileGeneric.attribute(2).selectors]\n"
        "assert names == ['range', 'all']\n"
        "by_range, all = ProfileGeneric.attribute(2).selectors\n"
        "assert by_range.returns is None\n"
        "assert all.returns.element.kind.__name__ == 'RangeDescriptor'\n"
        "reset = Register.method(1)\n"
        "assert (reset.short_name, reset.mandatory) == (0x28, False)\n"
        "assert reset.encode_parameter() == b'\\x0f\\x00'\n"
    )


def test_the_oldest_trap_an_unread_attribute(run: Run) -> None:
    program = (
        "from cosem.classes import Register\n"
        "from cosem import UnreadAttributeError\n"
        "try: Register('1.0.1.8.0.255').value\n"
        "except UnreadAttributeError as error: print(error)\n"
    )
    assert "attribute 2 (value) has not been read" in run(program)


def test_codes_are_described(run: Run) -> None:
    program = "import cosem; print(cosem.describe('1.0.1.8.0.255').name)"
    assert run(program) == "Active power\n"
