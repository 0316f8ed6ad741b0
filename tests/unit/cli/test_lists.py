"""Lists that operators push: which package names them, and how somebody comes by it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import cosem

from .conftest import Run

KAIFA = (
    "0F 40000000 00 020D 0907 4B464D5F303031 0910 30303030303030303030303030303030"
    " 0908 4D41333034483345 06000008DD 0600000000 0600000000 06000002D0 0600001BAF"
    " 0600001AF0 060000106E 060000093F 0600000000 060000093F"
)
"""A list of KFM_001 that has neither codes nor scalers."""
KAMSTRUP = (
    "0F 40000000 00 0203 0A0E 4B616D73747275705F5630303031 0906 01011F0700FF 06000000E2"
)
"""Codes, but no scaler: the ampere of it are hundredths."""


def test_the_way_from_a_frame_to_its_package(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a message says is enough, in a folder where nothing is but it."""
    monkeypatch.chdir(tmp_path)
    # Other tests build and load the same package.
    for name in [each for each in sys.modules if each.startswith("cosem_norway")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)  # which puts all of the path back in the end
    sys.path[:] = [p for p in sys.path if not Path(p, "cosem_norway").is_dir()]
    code, out, err = run("decode", KAIFA)
    assert code == 0 and "[3]: double-long-unsigned = 2269\n" in out
    assert "KFM_001 is among the lists of norway and sweden: " in err
    advised = re.search(
        "`cosemgen (.*?)`, then PYTHONPATH=(.*?) and (--package .*)", err
    )
    assert advised is not None
    command, place, package = advised.groups()
    assert run(*command.split()).code == 0
    missing = run("decode", *package.split(), KAIFA)
    assert (
        f"but {place}/ has it" in missing.err and f"PYTHONPATH={place}" in missing.err
    )
    monkeypatch.syspath_prepend(tmp_path / place)
    try:
        code, out, err = run("decode", *package.split(), KAIFA)
        rows = run("decode", *package.split(), "--format", "csv", KAIFA).out
    finally:
        cosem.unregister("cosem_norway")
        for name in [each for each in sys.modules if each.startswith("cosem_norway")]:
            del sys.modules[name]
    assert (code, err) == (0, "")
    assert re.search(r"1-0:31\.7\.0\*255 +Current, L1 +7\.087 A\n", out)
    assert "0-0:96.1.7*255,Meter type,MA304H3E,," in rows


def test_a_list_with_codes_whose_numbers_have_no_scaler(run: Run) -> None:
    code, out, err = run("decode", KAMSTRUP)
    assert code == 0 and "Current, L1  226 (not scaled)\n" in out
    assert err.startswith(
        "note: nothing says how these values are scaled; Kamstrup_V0001 is among the"
        " lists of denmark, norway and sweden: `cosemgen build spec/national/denmark"
    )
    unknown = KAMSTRUP.replace("4B616D73747275705F5630303031", "58" * 14)
    assert run("decode", unknown).err == ""


def test_what_is_so_of_many_is_said_once(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "meter.log"
    log.write_text(f"{KAIFA}\n" * 3, encoding="utf-8")
    err = run("decode", str(log)).err
    assert err.count("nothing says") == 1
    assert "line 1 and 2 others: nothing says" in err


def test_only_what_comes_with_cosemgen_is_looked_for_elsewhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", "spec/national/italy").code == 0
    for path in ("spec/national/atlantis", "spec/classes", "national/italy"):
        code, _, err = run("check", path)
        assert (code, f"there is no file or folder '{path}'" in err) == (2, True)
    own = tmp_path / "spec" / "national" / "italy"
    own.mkdir(parents=True)
    (own / "package.cosem").write_text("pakage\n", encoding="utf-8")
    assert run("check", "spec/national/italy").code == 1
