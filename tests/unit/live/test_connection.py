"""How a meter is reached, and through which client."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from cosem_conformance.live import (
    Attribute,
    Connection,
    ConnectionSettingsError,
    Transport,
    TransportError,
    names,
    registry,
    transport,
)
from cosem_conformance.live.counters import counted_on
from cosem_runtime import Obis, axdr
from cosem_runtime.values import DoubleLongUnsigned

from .meter import CLIENT, Meter

KEYS: dict[str, Any] = {"key": bytes(16), "authentication_key": bytes(range(16))}
COUNTER = Obis("0.0.43.1.1.255")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "a host or a serial device, found neither"),
        ({"host": "a", "serial": "b"}, "a host or a serial device, found both"),
        ({"host": "a", "port": 0}, "a port 1..65535, found 0"),
        ({"host": "a", "baud": 0}, "a number of bits a second, found 0"),
        ({"host": "a", "client": 0}, "a client address 1..65535"),
        ({"host": "a", "server": 65536}, "a server address 1..65535"),
        ({"host": "a", "physical": 17}, "HDLC for a physical address"),
        ({"host": "a", "hdlc": True, "client": 128}, "1..127 with HDLC, found 128"),
        ({"serial": "a", "server": 0x4000}, "1..16383 with HDLC, found 16384"),
        ({"serial": "a", "physical": 0x4000}, "a physical address 1..16383"),
        ({"host": "a", "authentication": "high"}, "one of none, lls, hls-gmac"),
        ({"host": "a", "authentication": "lls"}, "a password with lls"),
        ({"host": "a", "password": b"x"}, "a password with lls"),
        ({"host": "a", "authentication": "hls-gmac"}, "keys for hls-gmac"),
        ({"host": "a", "key": bytes(16)}, "an authentication key, found one of them"),
        ({"host": "a", **KEYS, "key": bytes(15)}, "a key of 16 octets, found 15"),
        ({"host": "a", "system_title": b"x"}, "a system title of 8 octets, found 1"),
        ({"host": "a", "invocation_counter": 2**32}, "an invocation counter"),
        ({"host": "a", "max_pdu": 63}, "APDUs of 64..65535 octets, found 63"),
        ({"host": "a", "timeout": 0.0}, "a timeout of up to 3600 seconds"),
    ],
)
def test_settings_that_do_not_go_together(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ConnectionSettingsError, match=told):
        Connection(**settings)


def test_neither_secrets_nor_places_are_shown_or_dumped() -> None:
    meter = Connection(
        host="192.0.2.10", authentication="lls", password=b"12345678", **KEYS
    )
    shown = repr(meter)
    assert "12345678" not in shown
    assert repr(KEYS["authentication_key"]) not in shown
    association = repr(meter.association())
    assert "12345678" not in association and "192.0.2.10" not in association
    assert meter.association().security == "authenticated and encrypted"


def test_a_serial_line_has_frames() -> None:
    assert Connection(serial="/dev/ttyUSB0", physical=17).framed
    assert not Connection(host="a").framed


def test_the_clients_are_known_and_none_is_imported() -> None:
    """Neither by that nor by anything else before it is named."""
    program = (
        "import sys\nimport cosem_conformance.live as live\nprint(live.names())\n"
        "print([n for n in sys.modules if n.startswith(('gurux', 'dlms', 'pydlms'))"
        " or 'live.clients.' in n and not n.endswith('common')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    known, imported = done.stdout.splitlines()
    assert {"gurux", "dlms-cosem", "pydlms"} <= set(names())
    assert known == str(names())
    assert imported == "[]"


@pytest.mark.parametrize(
    ("name", "module", "title"),
    [
        ("gurux", "gurux_dlms", "gurux-dlms"),
        ("dlms-cosem", "dlms_cosem", "dlms-cosem"),
        ("pydlms", "pydlms", "pydlms-client"),
    ],
)
def test_a_client_that_is_not_installed(
    name: str, module: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(TransportError, match=f"{title} is needed here") as caught:
        transport(name, Connection(host="127.0.0.1"))
    assert f'python -m pip install "{title}"' in str(caught.value)


def test_a_client_that_nobody_knows() -> None:
    with pytest.raises(TransportError, match='did you mean "gurux"'):
        transport("guruks", Connection(host="127.0.0.1"))
    with pytest.raises(TransportError, match="there are dlms-cosem"):
        transport("xyz", Connection(host="127.0.0.1"))


def test_a_client_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("odd", "cosem_conformance.nowhere:CLIENT", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    with pytest.raises(TransportError, match="odd cannot be loaded"):
        transport("odd", Connection(host="127.0.0.1"))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """A client of that name that leads to a meter."""
    point = EntryPoint("fake", "tests.unit.live.meter:CLIENT", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    meter = Meter()
    monkeypatch.setattr(CLIENT, "meter", meter, raising=False)
    monkeypatch.setattr(CLIENT, "reached", [], raising=False)
    return meter


def test_the_meter_of_the_tests_is_a_transport(fake: Meter) -> None:
    assert isinstance(transport("fake", Connection(host="a")), Transport)


def test_a_counter_is_read_without_what_it_is_for(fake: Meter) -> None:
    fake.values[1, COUNTER, 2] = axdr.encode(DoubleLongUnsigned(41))
    meter = Connection(host="a", client=1, authentication="hls-gmac", **KEYS)
    assert counted_on("fake", meter, COUNTER).invocation_counter == 42
    (public,) = CLIENT.reached
    assert (public.client, public.authentication, public.key) == (16, "none", b"")
    assert list(fake.asked) == [Attribute(1, COUNTER, 2)]
    assert not fake.is_open


@pytest.mark.parametrize(
    "octets", [None, b"\x00", b"\xff", b"\x09\x01A", b"\x06" + b"\xff" * 4]
)
def test_no_counter(fake: Meter, octets: bytes | None) -> None:
    if octets is not None:
        fake.values[1, COUNTER, 2] = octets
    with pytest.raises(TransportError, match="no invocation counter"):
        counted_on("fake", Connection(host="a"), COUNTER)
