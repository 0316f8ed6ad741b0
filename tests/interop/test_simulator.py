"""A simulated meter, used by clients of others: what they read is what it has."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cosem
from cosem_conformance.live.transport import Attribute, Selection
from cosem_conformance.simulator import SimulatedMeter, Simulator, View, of_package
from cosem_runtime import Obis
from tests.interop import target, test_live_dump
from tests.interop.conftest import python_of

pytestmark = pytest.mark.interop

PROFILE, REGISTER = "1.0.99.1.0.255", "1.0.1.8.0.255"
PATIENT = ("--timeout", "60")
AGREED_ON = (15, Obis("0.0.40.0.0.255"), 5)
"""What is another with each client."""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    # Its time stands, so that a clock answers twice the same.
    now = of_package(cosem.CATALOGUE, "cosem").now()
    meter: SimulatedMeter = of_package(cosem.CATALOGUE, "cosem", now=lambda: now)
    with Simulator(meter) as running:
        yield running


def asked(
    peer: str, simulator: Simulator, requests: list[list[Any]], password: bool = True
) -> list[Any]:
    """What the client of a peer was answered."""
    view = simulator.meter.view(1 if password else 16)
    secret = [view.password.decode()] if view.password else []
    script = Path(__file__).parent / "peers" / f"{peer}_client.py"
    done = subprocess.run(
        [
            *(python_of(peer), "-I", script, simulator.host, str(simulator.port)),
            *(str(view.client), *secret),
        ],
        input=json.dumps(requests),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=target.LIMIT_SECONDS,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def dotted(name: Obis) -> str:
    return ".".join(map(str, bytes(name)))


def every_attribute(view: View) -> list[list[Any]]:
    return [
        ["get", each.class_id, dotted(each.logical_name), number]
        for each in view.objects
        for number in each.attribute_access
        if (each.class_id, each.logical_name, number) != AGREED_ON
    ]


def expected(view: View, requests: list[list[Any]]) -> list[Any]:
    found: list[Any] = []
    for _, class_id, name, number, *more in requests:
        selection = Selection(more[0], bytes.fromhex(more[1])) if more else None
        answer = view.get(Attribute(class_id, Obis(name), number, selection))
        octets = answer.octets
        found.append({"result": answer.result} if octets is None else octets.hex())
    return found


@pytest.mark.parametrize("peer", ["gurux", "pydlms"])
@pytest.mark.parametrize("password", [True, False])
def test_a_client_reads_all(peer: str, password: bool, simulator: Simulator) -> None:
    view = simulator.meter.view(1 if password else 16)
    requests = every_attribute(view)
    answers = asked(peer, simulator, requests, password)
    assert answers == expected(view, requests)
    assert sum(isinstance(each, str) for each in answers) > 0.9 * len(answers)


@pytest.mark.parametrize("peer", ["gurux", "pydlms"])
def test_a_client_selects_writes_and_invokes(peer: str, simulator: Simulator) -> None:
    view = simulator.meter.view(1)
    name = next(each.logical_name for each in view.objects if each.class_id == 20)
    calendar = dotted(name)
    entry = "0204 0600000002 0600000003 120001 120000"
    selected = ["get", 7, PROFILE, 2, 2, entry.replace(" ", "")]
    before = expected(view, [selected])
    octets = "0905" + b"night".hex()
    answers = asked(
        peer,
        simulator,
        [
            selected,
            ["set", 20, calendar, 6, octets],
            ["get", 20, calendar, 6],
            ["action", 3, REGISTER, 1, "0f00"],
            ["get", 3, REGISTER, 2],
        ],
    )
    assert [answers[0]] == before
    assert answers[2] == octets
    assert answers[4] == "0600000000"


@pytest.mark.parametrize("sap", ["16", "1"])
def test_dlms_cosem_reads_all(sap: str, simulator: Simulator, dlms_cosem: Path) -> None:
    view = simulator.meter.view(int(sap))
    secret = [view.password.decode()] if view.password else []
    done = subprocess.run(
        [
            *(dlms_cosem, "-I", target.PEERS / "dlms_cosem_dump.py"),
            *(simulator.host, str(simulator.port), sap, *secret),
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=target.LIMIT_SECONDS,
    )
    found = json.loads(done.stdout)["objects"]
    assert len(found) == len(view.objects)
    for each in found:
        for number, answer in each["attributes"].items():
            name = Obis(each["logical_name"])
            attribute = Attribute(each["class_id"], name, int(number))
            if attribute[:3] == AGREED_ON:
                continue
            octets = view.get(attribute).octets
            assert answer.get("hex") == (None if octets is None else octets.hex())


@pytest.mark.parametrize("client", ["gurux", "dlms-cosem", "pydlms"])
def test_a_live_dump_is_judged_without_errors(
    client: str, simulator: Simulator, tmp_path: Path
) -> None:
    """All the way: served, dumped by the command through a client of others, judged."""
    where = ("--host", simulator.host, "--port", str(simulator.port), *PATIENT)
    dump = test_live_dump.dumped(client, tmp_path / "meter.jsonl.gz", *where)
    view = simulator.meter.view(16)
    assert len(dump.associations[0].objects) == len(view.objects)
    for each in dump.associations[0].objects:
        for value in each.values:
            if value.octets is not None and value.selector is None:
                attribute = Attribute(each.class_id, each.logical_name, value.attribute)
                if attribute[:3] == AGREED_ON:
                    continue
                assert view.get(attribute).octets == value.octets
    assert [str(each) for each in cosem.judge(dump).failures] == []


@pytest.mark.parametrize("client", ["gurux", "dlms-cosem", "pydlms"])
@pytest.mark.parametrize("max_pdu", [None, 500])
def test_checks_that_ask_find_nothing(
    client: str, max_pdu: int | None, simulator: Simulator
) -> None:
    """Every check, over a client of others; also where it has to write in blocks."""
    simulator.meter.view(16).max_pdu = max_pdu
    done = subprocess.run(
        [
            *(test_live_dump.python_of(client), "-m", "cosemgen", "judge", "--json"),
            *("--active", "--via", client, "--each", "1", "--allow-write"),
            *("--host", simulator.host, "--port", str(simulator.port)),
            *("--allow-actions", "--laboratory", *PATIENT),
        ],
        env=test_live_dump.variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=target.LIMIT_SECONDS,
    )
    assert done.stdout, done.stderr
    judgement = json.loads(done.stdout)
    failed = [e for e in judgement["findings"] if e["verdict"] == "failed"]
    assert failed == []
    assert judgement["checks"]["AR-05"]["passed"]
    assert judgement["checks"]["WR-03"]["passed"]
