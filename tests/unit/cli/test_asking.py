"""`cosemgen judge --active`: a meter that is asked, what is allowed, and wrong use."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from cosem_conformance.dumps import save
from cosem_conformance.live import registry
from cosemgen.cli import console
from tests.unit.judge.fake_meter import CLIENT, CLOCK, ENERGY, LIST, FakeMeter

from .conftest import Run

LIVE = ("--active", "--via", "fake", "--host", "192.0.2.10")


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> FakeMeter:
    """What the client called `fake` leads to."""
    point = EntryPoint("fake", "tests.unit.judge.fake_meter:CLIENT", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    found = FakeMeter()
    monkeypatch.setattr(CLIENT, "meter", found)
    monkeypatch.setattr(CLIENT, "reached", [])
    return found


@pytest.fixture
def path(tmp_path: Path, meter: FakeMeter) -> Path:
    """A dump of it."""
    found = tmp_path / "meter.jsonl"
    save(meter.dump(), found)
    return found


def asked(meter: FakeMeter, word: str) -> list[str]:
    return [each for each in meter.log if each.startswith(word)]


def test_a_meter_is_read_first_and_then_asked(run: Run, meter: FakeMeter) -> None:
    result = run("judge", *LIVE)
    assert result.code == 0, result.err
    assert result.err.startswith("192.0.2.10:4059: 9 objects, ")
    assert result.out.startswith("192.0.2.10:4059\n")
    assert "live association reads\n" in result.out
    assert "\nAT-04         9 " in result.out
    assert "errors: 0" in result.out
    assert asked(meter, "get") and not asked(meter, "set") + asked(meter, "action")
    assert {each.max_pdu for each in CLIENT.reached} == {None, 128}
    assert not meter.is_open


def test_a_dump_need_not_be_read_again(run: Run, meter: FakeMeter, path: Path) -> None:
    result = run("judge", *LIVE, "--only", "SV-01", path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{path}\n")
    # What was negotiated, one for each object, and more where selectors are offered.
    assert len(asked(meter, "get")) == 12


def test_faults_end_with_1(run: Run, meter: FakeMeter, path: Path) -> None:
    meter.faults = frozenset({"serves any class"})
    result = run("judge", *LIVE, "--only", "AT-05", "--json", path)
    assert result.code == 1
    document = json.loads(result.out)
    assert document["judged_by"]["live association"] == "reads"
    assert {each["check"] for each in document["findings"]} == {"AT-05"}


def test_leave_to_write_and_to_invoke(run: Run, meter: FakeMeter, path: Path) -> None:
    before = meter.dump()
    leave = ("--allow-write", "--allow-actions")
    result = run("judge", *LIVE, *leave, "--only", "WR", "--only", "ME", path)
    assert (result.code, result.err) == (0, "")
    assert asked(meter, f"set 8 {CLOCK} 3") and asked(meter, f"action 8 {CLOCK} 1")
    assert not asked(meter, f"action 3 {ENERGY}")
    assert meter.dump() == before
    run("judge", *LIVE, "--allow-actions", "--laboratory", "--only", "ME-01", path)
    assert asked(meter, f"action 3 {ENERGY}")


def test_what_is_excluded_and_what_is_called(
    run: Run, meter: FakeMeter, path: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.txt"
    alone.write_text("# The clock is in use.\nWR 8 -- in use\n")
    options = ("--allow-write", "--exclude", alone, "--only", "WR")
    result = run("judge", *LIVE, *options, path)
    assert result.code == 0
    assert asked(meter, f"set 11 {LIST}") and not asked(meter, f"set 8 {CLOCK}")
    call = ("--allow-actions", "--only", "ME-03", "--call", f"11 {LIST} 2 120001")
    result = run("judge", *LIVE, *call, path)
    assert result.code == 0
    assert asked(meter, f"action 11 {LIST} 2")
    alone.write_text("WR-02 8\n")
    result = run("judge", *LIVE, "--exclude", alone, path)
    assert result.code == 1
    assert result.err.startswith(f"error: {alone}:1: no check 'WR-02'")


@pytest.mark.parametrize(
    "text", ["", "8", "x 0-0:1.0.0*255 1", "8 0-0:1.0 1", "8 0-0:1.0.0*255 1 0g"]
)
def test_calls_that_are_none(run: Run, meter: FakeMeter, path: Path, text: str) -> None:
    result = run("judge", *LIVE, "--call", text, path)
    assert result.code == 2
    assert "expected a class, a code, a method" in result.err


def test_a_second_association_is_none_with_keys(
    run: Run, meter: FakeMeter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", "00" * 16)
    keys = ("--key", "env:KEY", "--authentication-key", "env:KEY")
    checks = ("--only", "AT-08", "--only", "DV-03")
    result = run("judge", *LIVE, "--auth", "hls-gmac", *keys, *checks, path)
    assert result.code == 0
    assert result.out.count("a second association needs one without keys") == 2


def test_a_meter_that_is_not_there(run: Run, meter: FakeMeter, path: Path) -> None:
    meter.faults = frozenset({"gone"})
    result = run("judge", *LIVE)
    assert result.code == 1
    assert result.err.startswith("error: ") and "Traceback" not in result.err


def test_what_was_not_put_back_is_told_though_all_breaks_off(
    run: Run, meter: FakeMeter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter.faults = frozenset({"takes any value", "is written once alone"})

    def stops(*_: object) -> None:
        if meter.written:
            raise KeyboardInterrupt

    monkeypatch.setattr(meter, "_run", stops)
    result = run("judge", *LIVE, "--allow-write", "--only", "WR-03", path)
    assert result.code == 130
    assert (
        "attribute 3: it was written, and could not be put back; it held " in result.err
    )


def test_wrong_use(run: Run, meter: FakeMeter, path: Path) -> None:
    for options, told in (
        ((path, "--allow-write"), "--active is missing"),
        ((path, "--allow-actions"), "--active is missing"),
        ((path, *LIVE[1:]), "--active is missing"),
        ((path, "--active"), "--via CLIENT is missing"),
        ((path, path, *LIVE), "one meter is asked"),
        ((), "Missing argument"),
    ):
        result = run("judge", *options)
        assert result.code == 2
        assert told in result.err
    assert meter.log == []


def test_who_looks_on_sees_what_is_asked(
    run: Run, meter: FakeMeter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda stream: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    options = ("--only", "AT-04", "--pause", "0.1", "--each", "1")
    result = run("judge", *LIVE, *options, path)
    assert result.code == 0
    assert f"AT-04: 3 {ENERGY}, 4" in result.err
    assert "\x1b" not in result.out and "\nAT-04 " in result.out


def test_reports_of_a_live_run(
    run: Run, meter: FakeMeter, path: Path, tmp_path: Path
) -> None:
    meter.faults = frozenset({"serves any class"})
    page = tmp_path / "report.html"
    result = run("judge", *LIVE, "--only", "AT-05", "--html", page, path)
    assert result.code == 1
    assert "AT-05" in page.read_text()
    result = run("judge", *LIVE, "--compare", path, path)
    assert result.code == 2
    assert "--compare judges nothing" in result.err
