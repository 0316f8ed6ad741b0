"""`cosemgen judge --profile` and `cosemgen show` for companion profiles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run
from .test_judge import TABLE

SPEC = """\
package acme "ACME" {
  needs cosem
  source book "A book"
}

profile acme_1 "ACME 1" source book {
  variant polyphase "Three-phase meters"

  object 1.0.1.8.0.255 "Energy" as 3 {
    attribute 3 scaler_unit = {-3, watt_hour} access R
  }
  object 1.0.52.7.0.255 "Voltage L2" when polyphase
}

profile acme_2 "ACME 2" from acme_1 source book {
  add object 1.0.2.8.0.255 "Export" as 3
}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "acme.cosem"
    path.write_text(SPEC)
    return path


@pytest.fixture
def meter(tmp_path: Path) -> Path:
    path = tmp_path / "meter.csv"
    path.write_text(TABLE.format("02020ffd161e"))
    return path


def test_the_last_profile_of_a_file_is_meant(run: Run, spec: Path, meter: Path) -> None:
    result = run("judge", meter, "--profile", spec)
    assert (result.code, result.err) == (1, "")
    assert "profile acme_2 ACME 2" in result.out
    assert (
        "PF-01 error: 1-0:2.8.0*255 of class 3: Export is asked for and not there"
        in (result.out)
    )


def test_a_profile_of_a_file_by_name(run: Run, spec: Path, meter: Path) -> None:
    assert run("judge", meter, "--profile", f"{spec}:acme_1").code == 0
    stated = ("--variant", "polyphase", "--json")
    result = run("judge", meter, "--profile", f"{spec}:acme_1", *stated)
    assert result.code == 1
    [found] = [
        each
        for each in json.loads(result.out)["findings"]
        if each["check"] == "PF-01" and each["verdict"] == "failed"
    ]
    assert found["place"]["logical_name"] == "1-0:52.7.0*255"


def test_what_is_no_profile_is_told(run: Run, spec: Path, meter: Path) -> None:
    for named, told in (
        ("acme", "no companion profile 'acme'"),
        (f"{spec}:acme_3", f"{spec} has no companion profile 'acme_3' (did you mean"),
        (f"{meter.parent}/none.cosem:acme_1", "there is no file or folder"),
    ):
        result = run("judge", meter, "--profile", named)
        assert result.code in (1, 2) and told in result.err, result
    result = run("judge", meter, "--profile", spec, "--variant", "gas")
    assert result.code == 1 and "has no variant 'gas'" in result.err
    result = run("judge", meter, "--variant", "gas")
    assert result.code == 2 and "--variant is of a --profile" in result.err


def test_a_file_with_several_profiles(run: Run, spec: Path, meter: Path) -> None:
    spec.write_text(SPEC.replace(" from acme_1", "").replace("add object", "object"))
    result = run("judge", meter, "--profile", spec)
    assert result.code == 1
    assert f"say {spec}:acme_1 or {spec}:acme_2" in result.err


def test_a_specification_with_errors(run: Run, spec: Path, meter: Path) -> None:
    spec.write_text(SPEC.replace("watt_hour", "watt_hours"))
    result = run("judge", meter, "--profile", spec)
    assert result.code == 1
    assert "error C913: fixed value of scaler_unit" in result.out + result.err


def test_a_specification_without_profiles(run: Run, spec: Path, meter: Path) -> None:
    spec.write_text(SPEC.partition("profile")[0])
    result = run("judge", meter, "--profile", spec)
    assert result.code == 1
    assert f"{spec} has no companion profile" in result.err


def test_a_profile_is_shown(run: Run, spec: Path) -> None:
    code, out, err = run("show", "acme_2", "--spec", spec)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "ACME 2 (profile acme_2)"
    for line in (
        "from acme_1",
        "variant polyphase Three-phase meters",
        "1.0.1.8.0.255 Energy 3 all",
        "attribute 3 scaler_unit = {-3, watt_hour} R",
        "1.0.52.7.0.255 Voltage L2 polyphase",
        "1.0.2.8.0.255 Export 3 all",
    ):
        assert line in lines, out


def test_profiles_of_a_file(run: Run, spec: Path) -> None:
    code, out, err = run("show", spec)
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines() if "acme_" in line] == [
        ["acme_1", "ACME", "1", "2"],
        ["acme_2", "ACME", "2", "3", "acme_1"],
    ]
