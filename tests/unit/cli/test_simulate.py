"""`cosemgen simulate`: what is served, and what is refused."""

from __future__ import annotations

import gc
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import cosem
from cosem_conformance.simulator import KINDS, Simulator
from cosem_runtime.catalogue import Catalogue
from cosemgen.cli import simulate
from cosemgen.cli.companion import companion_profile
from cosemgen.cli.page import Block
from tests.unit.simulator.client import aarq
from tests.unit.simulator.wire import SECONDS, framed, received

from .conftest import Run

TABLE = """\
OBIS,Class,Version,Attribute,Access,Raw hex
1.0.1.8.0.255,3,0,2,R,0600000001
1.0.1.8.0.255,3,0,3,R,02020ffd161e
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "meter.csv"
    path.write_text(TABLE)
    return path


def test_a_package_is_served_for_a_while(run: Run) -> None:
    result = run("simulate", "cosem", "--port", "0", "--seconds", "0.01")
    assert (result.code, result.err) == (0, "")
    assert re.search(r"^listening on 127\.0\.0\.1:\d+$", result.out, re.MULTILINE)
    assert re.search(r"^ *16 +1 +public +none +\d+$", result.out, re.MULTILINE)
    assert re.search(r"^ *1 +1 +management +low, by password", result.out, re.MULTILINE)


def test_what_connections_leave_behind_is_given_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other commands end too soon to look for it."""
    collecting = []
    about = simulate._about

    def noting(simulator: Simulator) -> list[Block]:
        collecting.append(gc.isenabled())
        return about(simulator)

    monkeypatch.setattr(simulate, "_about", noting)
    assert run("simulate", "cosem", "--port", "0", "--seconds", "0.01").code == 0
    assert collecting == [True]


PROFILE = """\
package acme_profile "Meters of ACME" {
  needs cosem
  source book "ACME companion specification 1.0"
}

profile acme_1 "ACME 1" confidence high source book {
  client reading 20

  variant polyphase "Three-phase meters"

  object 1.0.1.8.0.255 "Active energy import" as 3 version 0
  object 1.0.52.7.0.255 "Voltage L2" as 3 version 0 when polyphase
}
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "acme.cosem"
    path.write_text(PROFILE)
    return path


@pytest.mark.parametrize(
    ("name", "options", "objects"),
    [("", (), 3), (":acme_1", ("--variant", "polyphase"), 4)],
)
def test_a_profile_is_served(
    run: Run, profile: Path, name: str, options: tuple[str, ...], objects: int
) -> None:
    """With the association and the logical device name, which it does not name."""
    served = ("--port", "0", "--seconds", "0.01")
    result = run("simulate", f"{profile}{name}", *served, *options)
    assert (result.code, result.err) == (0, "")
    row = rf"^ *20 +1 +reading +low, by password +{objects}$"
    assert re.search(row, result.out, re.MULTILINE)


def test_a_profile_may_be_called_as_a_package_is(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.write_text(PROFILE.replace("profile acme_1", "profile json"))
    found = companion_profile(cosem.CATALOGUE, str(profile))
    monkeypatch.setattr(Catalogue, "companion_profiles", lambda _: (found,))
    served = ("--port", "0", "--seconds", "0.01")
    result = run("simulate", "json", "--variant", "polyphase", *served)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("{}:acme_2",), "has no companion profile 'acme_2' (did you mean 'acme_1'?)"),
        (("{}", "--variant", "polyphas"), 'did you mean "polyphase"?'),
        (("acme_9", "--variant", "polyphase"), "no companion profile 'acme_9'"),
        (("cosm",), "found 'cosm' (did you mean 'cosem'?); known: "),
        (("{}.cosem",), "there is no file or folder"),
        (("cosem", "--variant", "polyphase"), "--variant is of a companion profile"),
    ],
)
def test_profiles_that_are_refused(
    run: Run, profile: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = run("simulate", *(each.format(profile) for each in arguments))
    assert result.code
    assert told in result.err


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_a_dump_is_served_until_a_signal(table: Path, ends: signal.Signals) -> None:
    command = [*(sys.executable, "-m", "cosemgen", "simulate"), *(table, "--port", "0")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        lines = iter(process.stdout.readline, "")
        line = next(each for each in lines if each.startswith("listening on "))
        port = int(line.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
            connection.sendall(framed(16, 1, aarq()))
            assert received(connection)[2][0] == 0x61
            request = "C0 01 C1 0003 0100010800FF 02 00"
            connection.sendall(framed(16, 1, bytes.fromhex(request)))
            answer = bytes.fromhex("C4 01 C1 00 0600000001")
            assert received(connection)[2] == answer
            process.send_signal(ends)
            assert process.wait(SECONDS) == 0
        assert process.stderr.read() == ""


def test_the_kinds_of_faults_are_told(run: Run) -> None:
    result = run("simulate", "--list-faults")
    assert (result.code, result.err) == (0, "")
    for kind in KINDS:
        assert re.search(rf"^ *{kind} ", result.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "Missing argument"),
        (("no_such",), 1, "found 'no_such'; known: cosem"),
        (("no such.json",), 1, "no such.json: No such file"),
        (("cosem", "--fault", "wrong-tipe:3.2"), 1, "did you mean"),
        (("cosem", "--fault", "hidden:999"), 1, "no object of class 999"),
        (("cosem", "--push-to", "nowhere"), 2, "--push-to takes HOST:PORT"),
        (("cosem", "--push-to", "a:70000"), 2, "--push-to takes HOST:PORT"),
        (("cosem", "--port", "70000"), 2, "70000"),
        (("cosem", "--host", "192.0.2.1"), 1, "192.0.2.1"),
    ],
)
def test_what_is_refused(
    run: Run, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = run("simulate", *arguments)
    assert result.code == code
    assert told in result.err


def test_a_file_that_is_no_dump_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing of a meter")
    result = run("simulate", path)
    assert result.code == 1
    assert "it is in no form that is known" in result.err
