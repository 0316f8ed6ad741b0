"""A simulator on a socket: many clients, those that mean harm, and what it pushes."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import cosem
from cosem_conformance.live.transport import Attribute
from cosem_conformance.simulator import SimulatedMeter, Simulator
from cosem_runtime import Obis

from .client import Client, aarq, described, dumped
from .wire import SECONDS, Wire, connected, framed, received

REGISTER = Attribute(3, Obis("1.0.1.8.0.255"), 2)


@pytest.fixture
def simulator(meter: SimulatedMeter) -> Iterator[Simulator]:
    with Simulator(meter) as running:
        yield running


def test_what_is_read_is_what_the_meter_has(simulator: Simulator) -> None:
    view = simulator.meter.view(1)
    with connected(simulator, 1) as client:
        assert dumped(client).associations == dumped(view).associations
        client.close()


def test_in_an_event_loop(meter: SimulatedMeter) -> None:
    async def run() -> bytes:
        async with Simulator(meter) as simulator:
            reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
            writer.write(framed(16, 1, aarq()))
            head = await reader.readexactly(8)
            answer = await reader.readexactly(int.from_bytes(head[6:], "big"))
            writer.close()
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", simulator.port)
        return answer

    assert asyncio.run(run())[0] == 0x61


def test_who_connects_at_the_end_is_hung_up_on(meter: SimulatedMeter) -> None:
    """The loop may have taken the connection, and not yet told: nobody waits for its requests."""
    hung_up: list[bool] = []
    writer: Any = SimpleNamespace(close=lambda: hung_up.append(True))

    async def run() -> None:
        async with Simulator(meter) as simulator:
            pass
        await asyncio.wait_for(
            simulator._serve(asyncio.StreamReader(), writer), SECONDS
        )

    asyncio.run(run())
    assert hung_up == [True]


def test_clients_do_not_see_each_others_dialogue(simulator: Simulator) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(simulator)) for _ in range(20)]
        wire = stack.enter_context(Wire(simulator))
        first = [client.get(REGISTER) for client in clients]
        assert first == [simulator.meter.view().get(REGISTER)] * 20
        # Nobody has associated here.
        answer = wire.send(b"\xc0\x01\xc1" + described(REGISTER))
        assert answer == bytes.fromhex("D8 01 01")


def test_one_connection_may_have_several_associations(simulator: Simulator) -> None:
    with Wire(simulator, 16) as wire:
        public = Client(wire.send)
        public.open()
        wire._from = 1
        management = Client(wire.send, "12345678")
        management.open()
        assert public.get(REGISTER) == management.get(REGISTER)
        for address in range(2, 9):
            wire._from = address
            if address < 8:
                assert wire.send(aarq())[0] == 0x61
        wire.socket.sendall(framed(99, 1, aarq()))
        assert wire.is_over()


@pytest.mark.parametrize(
    "octets",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(8),
        framed(16, 1, b""),
        b"\x00\x02" + framed(16, 1, b"\x60\x00")[2:],
    ],
)
def test_what_is_no_frame_ends_the_connection(
    simulator: Simulator, octets: bytes
) -> None:
    with Wire(simulator) as wire:
        wire.socket.sendall(octets)
        assert wire.is_over()
    with connected(simulator) as client:
        assert client.get(REGISTER).result == 0


def test_nothing_sent_breaks_it(simulator: Simulator) -> None:
    random = Random(11)
    for _ in range(60):
        with Wire(simulator) as wire:
            octets = random.randbytes(random.randrange(1, 60))
            framed_ones = framed(16, 1, random.choice((octets, aarq() + octets)))
            wire.socket.sendall(random.choice((octets, framed_ones)))
            wire.socket.shutdown(socket.SHUT_WR)
            assert wire.is_over()
    with connected(simulator) as client:
        assert client.get(REGISTER).result == 0


def test_a_client_that_says_nothing_is_hung_up_on(meter: SimulatedMeter) -> None:
    with Simulator(meter, idle=0.05) as simulator, Wire(simulator) as wire:
        assert wire.is_over()


def test_a_client_that_stops_within_a_request_is_hung_up_on(
    meter: SimulatedMeter,
) -> None:
    with Simulator(meter, idle=0.05) as simulator, Wire(simulator) as wire:
        wire.socket.sendall(framed(16, 1, aarq())[:20])
        assert wire.is_over()


def test_one_client_too_many_is_hung_up_on(meter: SimulatedMeter) -> None:
    with (
        Simulator(meter, most_connections=2) as simulator,
        connected(simulator) as first,
        connected(simulator) as second,
    ):
        with Wire(simulator) as third:
            assert third.is_over()
        assert first.get(REGISTER) == second.get(REGISTER)
        assert simulator.connections == 2


def test_a_silent_attribute_leaves_the_connection(meter: SimulatedMeter) -> None:
    from cosem_conformance.simulator import plant

    plant(meter, "silent:3.2")
    with Simulator(meter) as simulator, Wire(simulator) as wire:
        client = Client(wire.send)
        client.open()
        wire.socket.sendall(framed(16, 1, b"\xc0\x01\xc1" + described(REGISTER)))
        assert client.get(REGISTER._replace(number=3)).result == 0


def test_a_port_that_is_taken_is_told(simulator: Simulator) -> None:
    with pytest.raises(OSError), Simulator(simulator.meter, port=simulator.port):
        pass


def test_a_push_reaches_whom_it_is_for(meter: SimulatedMeter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(SECONDS)
        found = []

        def listen() -> None:
            connection, _ = listener.accept()
            connection.settimeout(SECONDS)
            with connection:
                found.append(received(connection))

        thread = threading.Thread(target=listen)
        thread.start()
        setup = next(each for each in meter.view().objects if each.class_id == 40)
        to = listener.getsockname()[:2]
        with (
            Simulator(meter, push_to=to) as simulator,
            connected(simulator, 1) as client,
        ):
            pushed = client.action(40, setup.logical_name, 1, bytes.fromhex("0F00"))
            thread.join(SECONDS)
    assert pushed.result == 0
    ((source, destination, apdu),) = found
    assert (source, destination) == (1, 1)
    (value,) = cosem.telegram.open(apdu).results
    assert value.body == bytes.fromhex("0201 0600000320")


def test_a_push_that_nobody_takes_is_counted(meter: SimulatedMeter) -> None:
    setup = next(each for each in meter.view().objects if each.class_id == 40)
    with socket.socket() as taken:
        # Nobody listens there, and nobody else can.
        taken.bind(("127.0.0.1", 0))
        with (
            Simulator(meter, push_to=taken.getsockname()) as simulator,
            connected(simulator, 1) as client,
        ):
            client.action(40, setup.logical_name, 1, bytes.fromhex("0F00"))
            while not simulator.unsent:  # it comes while others are answered
                client.get(REGISTER)
            assert simulator.unsent == 1
