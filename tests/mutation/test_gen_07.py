"""GEN-07: each conformance check can fail.

A template, a codec and a fact of the spec are broken in turn, in a copy; the generated tests, which stay as they are,
must notice, by the check that is there for it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.scratch import ROOT, changed, copied, python

SUITE = "generated/conformance"
SOUND, BROKEN = "sound", "broken"
"""Folders with the package, from a spec and by a generator that are whole, and that are not."""
RUNTIME = "generator/cosem_runtime/"
TEMPLATES = "generator/cosemgen/targets/python/templates"


class Mutation(NamedTuple):
    """One break: in `file` of the generator or the spec, `old` becomes `new`."""

    file: str
    old: str
    new: str
    tests: str
    """Test file of the generated suite that is run."""
    check: str
    """The check that must fail."""


MUTATIONS = {
    # templates
    "template: class id is the version": Mutation(
        f"{TEMPLATES}/interface_class.py.jinja",
        *("= {{ view.class_id }}", "= {{ view.version }}"),
        *("test_register.py", "gen_05"),
    ),
    "template: attributes are never kept": Mutation(
        f"{TEMPLATES}/interface_class.py.jinja",
        *("{{ member.assignment | indent(12) }}", "pass"),
        *("test_register.py", ""),
    ),
    "template: enumerators lose their values": Mutation(
        f"{TEMPLATES}/enumeration.py.jinja",
        *("= {{ member.code }}", "= len(__qualname__) + {{ member.code }}"),
        *("test_clock.py", "gen_02"),
    ),
    # codecs
    "codec: numbers are little endian": Mutation(
        "generator/cosem_runtime/types/primitives.py",
        *('layout = Struct(">B" + NUMBERS', 'layout = Struct("<B" + NUMBERS'),
        *("test_clock.py", "gen_02"),
    ),
    "codec: surplus octets are accepted": Mutation(
        "generator/cosem_runtime/interface/specs.py",
        *("if end != len(data):", "if end < 0:"),
        *("test_register.py", "gen_03"),
    ),
    "codec: an unread attribute is None": Mutation(
        "generator/cosem_runtime/interface/__init__.py",
        *("raise UnreadAttributeError(", "return str("),
        *("test_register.py", "gen_01"),
    ),
    "codec: ranges are not looked at": Mutation(
        "generator/cosem_runtime/types/primitives.py",
        *("if not self.minimum <= value <= self.maximum and", "if False and"),
        *("test_demand_register.py", "gen_03"),
    ),
    "codec: a TRUE that is not 01 comes back as 01": Mutation(
        "generator/cosem_runtime/types/primitives.py",
        *("out += bytes((0x03, value.octet))", 'out += b"\\x03\\x01"'),
        *("test_clock.py", "gen_04"),
    ),
    # facts
    "fact: another type": Mutation(
        "spec/classes/time/clock.cosem",
        *("attribute 3 time_zone: static long", "attribute 3 time_zone: static integer"),
        *("test_clock.py", "gen_02"),
    ),
    "fact: another name": Mutation(
        "spec/classes/time/clock.cosem",
        *("clock_base: static", "clock_bases: static"),
        *("test_clock.py", "gen_05"),
    ),
    "fact: another short name": Mutation(
        "spec/classes/data/register.cosem",
        *("@0x28", "@0x30"),
        *("test_register.py", "gen_05"),
    ),
    "fact: another enumerator": Mutation(
        "spec/classes/data/profile_generic.cosem",
        *("3 largest", "3 greatest"),
        *("test_profile_generic.py", "gen_02"),
    ),
    "fact: a member more": Mutation(
        "spec/types/references.cosem",
        *("script_selector: long-unsigned", "script_selector: long-unsigned\n  extra: unsigned"),
        *("test_limiter.py", "gen_02"),
    ),
    "fact: a later version renames an attribute in silence": Mutation(
        "spec/classes/access/association_ln.cosem",
        *("attribute 3 associated_partners_id:", "attribute 3 partners_id:"),
        *("test_association_ln.py", "gen_05"),
    ),
    "fact: a later version has another name than the change that is recorded": Mutation(
        "spec/classes/access/association_ln.cosem",
        *("change attribute 7 secret:", "change attribute 7 shared_secret:"),
        *("test_association_ln.py", "gen_06"),
    ),
}  # fmt: skip


# What meters send and no fact of the spec foresees: a TRUE that is FF.
CAPTURES = {
    "vectors": [
        {"id": "true", "class_id": 8, "version": 0, "attribute": 8, "data_hex": "03ff"}
    ]
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generator, spec and generated tests, to be broken and mended again."""
    folder = tmp_path_factory.mktemp("mutation")
    copied(folder, "generator", "spec", "grammar", SUITE)
    # The lock would notice every broken fact before any test could.
    (folder / "spec/released.lock").unlink()
    (folder / "captures").mkdir()
    (folder / "captures/own.json").write_text(json.dumps(CAPTURES), encoding="utf-8")
    generate(folder, SOUND)
    return folder


def run(copy: Path, out: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    captures = str(copy / "captures")
    path = ("generator", out, str(ROOT))  # the last one for `tests.profiles`
    return python(copy, *arguments, path=path, COSEM_CAPTURES=captures)


def generate(copy: Path, out: str) -> None:
    shutil.rmtree(copy / out, ignore_errors=True)
    script = str(Path(__file__).with_name("write_package.py"))
    written = run(copy, out, script, "spec", out)
    assert written.returncode == 0, written.stdout


def failing_checks(copy: Path, out: str, *tests: str) -> set[str]:
    """Runs generated test files on a package; the checks that fail."""
    tried = run(
        copy,
        out,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull),
        *("--rootdir", str(copy), "-x", "--maxfail=40"),
        *("-p", "tests.profiles", "--hypothesis-profile=noticing"),
        *(f"{SUITE}/{name}" for name in tests),
    )
    if tried.returncode == 0:
        return set()
    found = set(
        re.findall(r"^(?:FAILED|ERROR) \S*?::test_(gen_\d\d)", tried.stdout, re.M)
    )
    # A package that does not even import is noticed too, by every check.
    return found or ({""} if "rror" in tried.stdout else set())


def test_every_check_has_a_mutation() -> None:
    checks = {
        check
        for mutation in MUTATIONS.values()
        for check in re.findall(
            r"^def test_(gen_\d\d)",
            (ROOT / SUITE / mutation.tests).read_text("utf-8"),
            re.M,
        )
    }
    assert {mutation.check for mutation in MUTATIONS.values()} >= checks
    assert len(checks) == 6


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_what_a_mutation_breaks_is_there(mutation: Mutation) -> None:
    assert mutation.old in (ROOT / mutation.file).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_unbroken_copy_passes(copy: Path) -> None:
    tests = sorted({mutation.tests for mutation in MUTATIONS.values()})
    assert failing_checks(copy, SOUND, *tests) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTATIONS)
def test_the_check_notices(name: str, copy: Path) -> None:
    mutation = MUTATIONS[name]
    file = copy / mutation.file
    text = file.read_text(encoding="utf-8")
    with changed(file, text.replace(mutation.old, mutation.new)):
        if mutation.file.startswith(RUNTIME):
            found = failing_checks(copy, SOUND, mutation.tests)
        else:
            generate(copy, BROKEN)
            found = failing_checks(copy, BROKEN, mutation.tests)
    assert found, f"nothing noticed: {name}"
    if mutation.check:
        assert mutation.check in found, f"{mutation.check} expected, {found} failed"
