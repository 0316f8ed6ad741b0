"""Whole meters through each client, by the command as users run it."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cosem_conformance.dumps import CONFORMANCE, Dump, load
from cosem_runtime import axdr
from tests.interop import environments, material, target
from tests.interop.conftest import unavailable

pytestmark = pytest.mark.interop

ROOT = Path(__file__).parents[2]
CLIENTS = {"gurux": "gurux", "dlms-cosem": "dlms_cosem", "pydlms": "pydlms"}
KEYS = {
    "EK": "000102030405060708090A0B0C0D0E0F",
    "AK": "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF",
}
PASSWORD = "12345678"
COUNTER = "0.0.43.1.0.255"

AUTHENTICATIONS = {
    "none": ("--client", "16"),
    "lls": ("--client", "2", "--auth", "lls", "--password", "env:PW"),
    "hls-gmac": (
        *("--client", "1", "--auth", "hls-gmac", "--key", "env:EK"),
        *("--authentication-key", "env:AK", "--invocation-counter", COUNTER),
    ),
}


def python_of(client: str) -> Path:
    try:
        return environments.python_of(CLIENTS[client])
    except environments.PeerUnavailable as error:
        unavailable(str(error))


def variables() -> dict[str, str]:
    """With our packages on the path, and what the command needs of ours behind the client's."""
    path = (ROOT / "generator", ROOT / "generated", sysconfig.get_path("purelib"))
    return {
        **os.environ,
        **KEYS,
        "PW": PASSWORD,
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }


def command(client: str, path: Path, *options: str) -> list[str | Path]:
    python = python_of(client)
    line = (python, "-m", "cosemgen", "dump", "--via", client, "-o", path)
    return [*line, *options]


def dumped(client: str, path: Path, *options: str) -> Dump:
    done = subprocess.run(
        command(client, path, *options),
        env=variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=target.LIMIT_SECONDS,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert re.fullmatch(r".*: \d+ objects, \d+ values\n", done.stderr), done.stderr
    return load(path)


def read(dump: Dump) -> dict[Any, Any]:
    """What was read, by what it is of."""
    return {
        (str(each.name), v.attribute, v.selector, v.part): (
            v.octets,
            v.result,
            v.failure,
        )
        for _, each in dump.objects()
        for v in each.values
    }


@contextlib.contextmanager
def simulator(*options: str) -> Iterator[int]:
    """The simulator of pydlms-client on a free port, which is the value."""
    line = (python_of("pydlms"), "-I", "-m", "pydlms.simulator", "--port", "0")
    with subprocess.Popen(
        [*line, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            port = re.search(r"listening on [^ ]*:(\d+)", first)
            if port is None:
                raise RuntimeError(f"the simulator does not listen: {first!r}")
            # Who waits for a place in a pipe that is full answers nobody.
            threading.Thread(target=process.stderr.read).start()
            yield int(port[1])
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def meters() -> Iterator[dict[tuple[str, str], int]]:
    """Ports by framing and authentication; ciphered or not is told by the process."""
    found: dict[tuple[str, str], int] = {}
    keys = ("--key", KEYS["EK"], "--auth-key", KEYS["AK"], "--client", "1:5")
    with contextlib.ExitStack() as stack:
        for framing in ((), ("--hdlc",)):
            name = "hdlc" if framing else "wrapper"
            plain = simulator(*framing, "--client", f"2:1:{PASSWORD}")
            found[name, "none"] = found[name, "lls"] = stack.enter_context(plain)
            found[name, "hls-gmac"] = stack.enter_context(simulator(*framing, *keys))
        yield found


@contextlib.contextmanager
def serial_line(port: int) -> Iterator[str]:
    """A pseudo terminal whose other end is a TCP port: its name."""
    leader, follower = os.openpty()
    ended = threading.Event()

    def carry() -> None:
        with socket.create_connection(("127.0.0.1", port), 10) as meter:
            while not ended.is_set():
                ready, _, _ = select.select([leader, meter], [], [], 0.1)
                if leader in ready:
                    meter.sendall(os.read(leader, 4096))
                if meter in ready:
                    os.write(leader, meter.recv(4096))

    thread = threading.Thread(target=carry)
    thread.start()
    try:
        yield os.ttyname(follower)
    finally:
        ended.set()
        thread.join(10)
        os.close(leader)
        os.close(follower)


@pytest.mark.parametrize("framing", ["wrapper", "hdlc", "serial"])
@pytest.mark.parametrize("authentication", AUTHENTICATIONS)
def test_all_clients_read_the_same(
    meters: dict[tuple[str, str], int],
    tmp_path: Path,
    framing: str,
    authentication: str,
) -> None:
    """A counter of invocations has gone on in between, and nothing else."""
    if framing == "serial" and not hasattr(os, "openpty"):
        pytest.skip("no pseudo terminals")
    port = meters[framing.replace("serial", "hdlc"), authentication]
    found = []
    for client in CLIENTS:
        options = ["--timeout", "30", *AUTHENTICATIONS[authentication]]
        with contextlib.ExitStack() as stack:
            if framing == "serial":
                options += ["--serial", stack.enter_context(serial_line(port))]
            else:
                options += ["--host", "127.0.0.1", "--port", str(port)]
            if framing == "hdlc":
                options.append("--hdlc")
            dump = dumped(client, tmp_path / f"{client}.jsonl.gz", *options)
        (association,) = dump.associations
        assert association.authentication == authentication
        assert {"get", "selective_access"} <= set(association.conformance or ())
        assert (association.max_pdu or 0) > 100
        values = read(dump)
        values.pop(("1 0-0:43.1.0*255", 2, None, None), None)
        assert not [each for each in values.values() if each[2]]
        found.append(values)
    assert len(found[0]) > 30
    assert found[0] == found[1] == found[2]


@pytest.fixture(scope="module")
def live_port(gurux: Path) -> Iterator[int]:
    server = material.server()
    if server is None:
        unavailable("no live target: set COSEM_GURUX_SERVER to its server.py")
    with target.running(gurux, server) as port:
        yield port


def options(port: int) -> list[str]:
    low = ("--client", target.LOW_SECURITY_SAP, "--auth", "lls", "--password", "env:PW")
    return ["--host", "127.0.0.1", "--port", str(port), *low]


DIFFERENT = {
    # What was negotiated with each client.
    ("15 0-0:40.0.0*255", 5): "octets",
    # An error with octets behind it, for which one client has no word.
    ("23 0-0:23.0.0*255", 4): "AssertionError",
    ("23 0-0:23.0.0*255", 5): "AssertionError",
}


def test_two_clients_read_the_same_of_another_stack(
    live_port: int, tmp_path: Path
) -> None:
    ours, theirs = (
        read(
            dumped(
                client, tmp_path / f"{client}.jsonl", *options(live_port), "--rows", "5"
            )
        )
        for client in ("gurux", "dlms-cosem")
    )
    assert ours.keys() == theirs.keys()
    differ = {key[:2] for key in ours if ours[key] != theirs[key]}
    assert differ <= set(DIFFERENT)
    assert sum(octets is not None for octets, _, _ in ours.values()) > 700


def test_what_is_negotiated_is_what_the_meter_says(
    live_port: int, tmp_path: Path
) -> None:
    """In its xDLMS_context_info, of the association that asks."""
    for client in ("gurux", "dlms-cosem"):
        path = tmp_path / f"{client}.jsonl"
        (association,) = dumped(client, path, *options(live_port)).associations
        own = association.find(15, "0.0.40.0.0.255")
        value = own and own.value(5)
        assert value and value.octets
        context: Any = axdr.decode(value.octets)
        bits = zip(CONFORMANCE, str(context[0]), strict=True)
        assert association.conformance == tuple(n for n, bit in bits if bit == "1")
        assert association.max_pdu == context[1]


def test_ctrl_c_in_the_middle_and_the_same_command_again(
    live_port: int, tmp_path: Path
) -> None:
    path = tmp_path / "meter.jsonl.gz"
    # So slowly that half a minute is left at least, whatever the test is waiting for in between.
    line = command("gurux", path, *options(live_port), "--pause", "0.05")
    with subprocess.Popen(
        line, env=variables(), stderr=subprocess.PIPE, text=True
    ) as process:
        draft = Path(f"{path}.part")
        # The object list alone has most of that.
        while not (draft.exists() and draft.stat().st_size > 80_000):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=target.LIMIT_SECONDS)
    assert process.returncode == 130, told
    assert f"what was read is in {draft}" in told
    begun = load(draft, partial=True)
    assert 0 < len(read(begun)) < 700
    whole = dumped("gurux", path, *options(live_port))
    assert len(read(whole)) > 700
    started = {
        (str(each.name), v.attribute): v.started
        for _, each in whole.objects()
        for v in each.values
    }
    for _, each in begun.objects():
        for v in each.values:
            assert started[str(each.name), v.attribute] == v.started
