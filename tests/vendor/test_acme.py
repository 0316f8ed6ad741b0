"""A vendor's package, as a vendor would write and use it: spec, build, import, register, test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ACME = Path(__file__).parent / "acme"
ROOT = ACME.parents[2]


def run(
    *command: str, path: Path | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command with the vendor's output on the import path."""
    environment = dict(os.environ)
    if path is not None:
        inherited = environment.get("PYTHONPATH")
        entries = [str(path), *([inherited] if inherited else [])]
        environment["PYTHONPATH"] = os.pathsep.join(entries)
    return subprocess.run(
        command, env=environment, cwd=cwd, text=True, capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`cosemgen build PATH --package acme_meter --out DIR`, from outside the checkout."""
    folder = tmp_path_factory.mktemp("vendor")
    out = folder / "out"
    done = run(
        *(sys.executable, "-m", "cosemgen", "build", str(ACME)),
        *("--package", "acme_meter", "--out", str(out)),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return out


def python(built: Path, program: str) -> str:
    done = run(sys.executable, "-c", program, path=built)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_is_there(built: Path) -> None:
    for name in ("acme_meter/py.typed", "docs/conf.py", "conformance", "MANIFEST.json"):
        assert (built / name).exists(), name


def test_own_class_round_trips(built: Path) -> None:
    program = """
from acme_meter.classes import AcmeTamperLog
events = AcmeTamperLog.attribute("events")
octets = bytes.fromhex(
    "01 01 02 04 09 0c 07 e8 06 0f 06 0d 2d 1e 00 ff 88 80 06 00 00 00 3c 16 01 01 01 12 00 05"
)
(event,) = events.decode(octets)
assert events.encode([event]) == octets
print(event.kind.name, event.duration, event.begin.to_datetime().isoformat())
watched = AcmeTamperLog.attribute("watched").decode(bytes.fromhex("040860"))
print(watched.names())
print(AcmeTamperLog.method("clear").encode_parameter().hex())
print(AcmeTamperLog.attribute("scaler_unit").decode(bytes.fromhex("02020ffd16ff")).scaler)
"""
    assert python(built, program).splitlines() == [
        "MAGNET 60 2024-06-15T13:45:30+02:00",
        "('magnet', 'reversal')",
        "16ff",
        "-3",
    ]


def test_derived_class_has_the_standard_attributes_and_its_own(built: Path) -> None:
    program = """
from acme_meter.classes import AcmeSignedRegister as S
from cosem.classes import Register
print([a.name for a in S.ATTRIBUTES], S.CLASS_ID, [m.name for m in S.METHODS])
assert S.attribute(3).decode(b"\\x02\\x02\\x0f\\xfd\\x16\\x1e") == Register.attribute(3).decode(
    b"\\x02\\x02\\x0f\\xfd\\x16\\x1e"
)
"""
    names = ["logical_name", "value", "scaler_unit", "signature", "signature_time"]
    assert python(built, program).strip() == f"{names} 8771 ['reset']"


def test_registered_classes_and_codes_are_found(built: Path) -> None:
    program = """
import cosem, acme_meter
try:
    cosem.interface_class(8770)
except cosem.UnknownClassError:
    print("unknown before")
cosem.register(acme_meter)
cosem.register(acme_meter)
print(cosem.interface_class(8770).NAME)
print(cosem.describe("0.0.128.10.0.255").name)
print(cosem.describe("1.0.128.8.2.255").name)
print(cosem.describe("1.0.1.8.0.255").name)
"""
    lines = python(built, program).splitlines()
    assert lines[:3] == ["unknown before", "ACME tamper log", "ACME tamper log"]
    assert lines[3].startswith("ACME signed active energy import")
    assert lines[4].startswith("Active energy import (+A)")


def test_own_rules_are_judged_by(built: Path) -> None:
    """No line of Python says what the vendor's class demands: its spec does."""
    program = """
import cosem, acme_meter
from cosem_conformance.dumps import Association, Dump, DumpedObject, Value
cosem.register(acme_meter)

def judged(used, watched, column, *codes):
    snapshot = f"0101 0204 1200{column} 0906 0000010000ff 0f02 120000"
    values = {3: f"11{used}", 4: "1108", 5: f"0408{watched}", 8: snapshot}
    told = [Value(n, bytes.fromhex(v)) for n, v in values.items()]
    objects = [DumpedObject(8, 0, cosem.Obis("0.0.1.0.0.255"))]
    for code in codes:
        objects.append(DumpedObject(8770, 0, cosem.Obis(code), values=told))
    judgement = cosem.judge(Dump(associations=[Association(objects=objects)]))
    return [f"{each.check} {each.place.attribute}" for each in judgement.failures]

print(judged("08", "60", "08", "0.0.128.10.0.255"))
print(judged("09", "68", "03", "0.0.128.10.0.255", "0.0.128.10.1.255"))
"""
    clean, faulty = python(built, program).splitlines()
    assert clean == "[]"
    for found in ("CL-03 3", "CL-13 5", "XR-01 8", "ID-05 None"):
        assert found in faulty


def test_generated_conformance_tests_pass(built: Path) -> None:
    # Backwards, as each file must do without what an earlier one has registered.
    files = sorted((built / "conformance").glob("test_*.py"), reverse=True)
    done = run(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("-p", "no:randomly", "-c", os.devnull, *map(str, files)),
        *("-p", "tests.profiles", "--hypothesis-profile=everyday"),
        path=built,
        cwd=built,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_package_is_typed(built: Path, pytestconfig: pytest.Config) -> None:
    mypy = pytest.importorskip("mypy.api", reason="mypy is not installed")
    del mypy
    paths = os.pathsep.join(
        str(p) for p in (built, ROOT / "generator", ROOT / "generated")
    )
    environment = {**os.environ, "MYPYPATH": paths}
    # What the package stands on is looked at again where it has changed since the last run.
    kept = getattr(pytestconfig, "cache", None)  # not there if its plugin is off
    cache = kept.mkdir("mypy") if kept is not None else built.parent / "mypy"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull),
            *("--cache-dir", str(cache), "-p", "acme_meter"),
        ],
        env=environment,
        cwd=built,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_second_build_changes_nothing(built: Path) -> None:
    done = run(
        *(sys.executable, "-m", "cosemgen", "build", str(ACME), "--check"),
        *("--package", "acme_meter", "--out", str(built)),
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_typo_says_where_and_what(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    for file in ACME.glob("*.cosem"):
        text = file.read_text(encoding="utf-8")
        folder.joinpath(file.name).write_text(
            text.replace("tamper_kinds rule", "tamper_kindz rule"), encoding="utf-8"
        )
    out = tmp_path / "out"
    done = run(
        *(sys.executable, "-m", "cosemgen", "build", str(folder)),
        *("--package", "acme_meter", "--out", str(out)),
    )
    assert done.returncode == 1
    assert "tamper_log.cosem:22:33: error C201" in done.stderr
    assert "did you mean 'tamper_kind" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_meters_are_held_against_the_vendors_profile(built: Path) -> None:
    program = """
import cosem
from cosem_conformance.dumps import Association, Dump, DumpedObject, Value
cosem.register("acme_meter")
energy = DumpedObject(3, 0, cosem.Obis("1.0.1.8.0.255"), values=[Value(2, bytes.fromhex("120005"))])
meter = Dump(associations=[Association(client=1, objects=[energy])])
judgement = cosem.judge(meter, profile="acme_1_4", without=["PF-08"])
for each in judgement.failures:
    print(each.check, each.place.code, each.reason)
"""
    assert python(built, program).splitlines() == [
        "PF-01 0-0:128.10.0*255 Tamper log is asked for and not there",
        "PF-05 1-0:1.8.0*255 value is sent as long-unsigned, not as double-long-unsigned",
    ]
