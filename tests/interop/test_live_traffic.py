"""What real meters send besides answers, or in place of them, through each client: values are right, or it is said why not."""

from __future__ import annotations

import functools
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cosem_conformance.wire import string
from cosem_runtime.wire import read_length
from tests.interop.scripted import (
    AUTHENTICATION_KEY,
    DISC,
    DM,
    KEY,
    LLC,
    PUSH,
    SNRM,
    TITLE,
    UA,
    UI,
    ByHdlc,
    Meter,
    Piece,
    Wire,
    by_wrapper,
    ciphered,
    refused,
    serving,
    wrapped,
)
from tests.interop.test_live_dump import CLIENTS, python_of, variables
from tests.unit.telegram.framer import frame, summed

pytestmark = pytest.mark.interop

ENERGY, TEXT = "0100010800FF", "0100020800FF"
VALUES = {
    (3, bytes.fromhex(ENERGY), 2): bytes.fromhex("06 0000007E"),
    (1, bytes.fromhex(TEXT), 2): string(0x09, bytes(range(200))),
}
OTHER = bytes.fromhex("C4 01 C1 00 11 07")
READ = [
    *(["open"], ["get", 3, ENERGY, 2], ["get", 1, TEXT, 2], ["get", 3, ENERGY, 2]),
    ["close"],
]
RIGHT = [
    None,
    *(VALUES[name].hex() for name in (*VALUES, *list(VALUES)[:1])),
    None,
]
KEYS = {
    "client": 1,
    "authentication": "hls-gmac",
    "key": KEY.hex(),
    "authentication_key": AUTHENTICATION_KEY.hex(),
    "invocation_counter": 1,
}
TIMEOUT = 20.0
"""What nobody waits for where there is an answer, however busy the machine is."""
SHORT = 3.0
"""For what is waited for in vain."""

Ask = Callable[..., Any]


@pytest.fixture(scope="module", params=CLIENTS)
def client(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def ask(client: str) -> Iterator[Ask]:
    """Steps with a meter that is served, through the client."""
    process = subprocess.Popen(
        [python_of(client), "-m", "tests.interop.peers.live_asks", client],
        env=variables(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    asking, answered = process.stdin, process.stdout

    def asked(
        serve: Callable[[Wire], None], steps: list[Any] = READ, **settings: Any
    ) -> Any:
        with serving(serve) as port:
            where = {"host": "127.0.0.1", "port": port, "timeout": TIMEOUT}
            if isinstance(serve, ByHdlc):
                where["hdlc"] = True
            job = {"connection": where | settings, "steps": steps}
            print(json.dumps(job), file=asking, flush=True)
            return json.loads(answered.readline())

    yield asked
    asking.close()
    process.wait()
    answered.close()


def meter(**settings: Any) -> Meter:
    return Meter(VALUES, **settings)


# ---------------------------------------------------------------- HDLC


def each(change: Callable[[bytes], bytes]) -> Callable[[list[Piece]], list[Piece]]:
    def sent(pieces: list[Piece]) -> list[Piece]:
        return [change(p) if isinstance(p, bytes) else p for p in pieces]

    return sent


def one_by_one(pieces: list[Piece]) -> list[Piece]:
    (octets,) = pieces
    assert isinstance(octets, bytes)
    return [bytes([octet]) for octet in octets]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(one_by_one, id="octet by octet"),
        pytest.param(each(lambda f: b"\x7e\x7e\x7e" + f), id="flags before"),
        pytest.param(each(lambda f: f + b"\x7e\x7e"), id="flags behind"),
        pytest.param(each(lambda f: b"\x00\xff\x12" + f), id="noise before"),
        pytest.param(each(lambda f: b"\x00\x7e\x12" + f), id="a flag in the noise"),
        pytest.param(each(lambda f: f + b"\x00\xff"), id="noise behind"),
        pytest.param(
            each(lambda f: frame(b"\x05", b"\x03", 0x30, LLC + OTHER) + f),
            id="for another client",
        ),
        pytest.param(
            each(lambda f: frame(b"\x21", b"\x05", 0x30, LLC + OTHER) + f),
            id="of another meter",
        ),
        pytest.param(
            each(lambda f: frame(b"\x21", b"\x03", UI, LLC + PUSH) + f),
            id="notifications",
        ),
        pytest.param(
            each(lambda f: frame(b"\xff", b"\x03", UI & ~0x10, LLC + PUSH) + f),
            id="notifications to all",
        ),
    ],
)
def test_octets_around_frames(sent: Any, ask: Ask) -> None:
    assert ask(ByHdlc(meter(), sent, size=40)) == RIGHT


@pytest.mark.parametrize(
    ("end", "total"),
    [
        pytest.param(b"", b"\x01\x7e", id="the last of it"),
        pytest.param(b"", b"\x7e\x7e", id="all of its sum"),
        pytest.param(b"", b"\x7e\x01", id="the last but one"),
        pytest.param(b"\x7e" * 4, b"", id="the end of a value"),
    ],
)
def test_octets_of_a_frame_that_are_flags_elsewhere(
    end: bytes, total: bytes, ask: Ask
) -> None:
    """Nothing is escaped: a frame is as long as it says."""

    def instead(meter: Meter, asked: bytes) -> bytes | None:
        if asked[0] != 0xC0:
            return None
        sent, received = link.numbers
        control = received << 5 | 0x10 | sent << 1
        answer = b"\xc4\x01" + asked[2:3] + b"\x00" + string(0x09, b"12345--" + end)
        if total:
            # Neither the flags, nor the sum, nor what becomes it.
            octets = link.frame(control, LLC + answer)[1:-5]
            answer = answer[:-2] + summed(octets, total)[-2:]
            assert link.frame(control, LLC + answer)[-3:-1] == total
        values.append(answer[4:].hex())
        return answer

    values: list[str] = []
    link = ByHdlc(meter(instead=instead))
    steps = [["open"], *[["get", 3, ENERGY, 2]] * 2, ["close"]]
    assert ask(link, steps) == [None, *values, None]
    assert len(values) == 2


def right_or_told(found: list[Any], client: str) -> None:
    """All is read; one client, which looks at numbers itself, may take it for a break."""
    for came, right in zip(found, RIGHT, strict=True):
        told = client == "pydlms" and isinstance(came, dict) and came["broken"]
        assert came == right or told, found


def test_frames_twice(client: str, ask: Ask) -> None:
    right_or_told(ask(ByHdlc(meter(), each(lambda f: f + f), size=40)), client)


@pytest.mark.parametrize(
    "agreed",
    [
        "",
        "818014 05020080 06020080 070400000001 080400000001",
        "81800C 050180 060180 070101 080101",
        "818006 050180 060180",
        "81800C 050100 060100 070100 080100",
        "81800F 050180 060180 070101 080101 090107",
        "818012 050180 060180 070400000001 080400000001 FF0102",
    ],
)
def test_what_a_connection_agrees_on(agreed: str, ask: Ask) -> None:
    assert ask(ByHdlc(meter(), agreed=bytes.fromhex(agreed))) == RIGHT


@pytest.mark.parametrize(
    ("server", "physical"),
    [(1, 17), (1, 200), (1, 16383), (127, 1), (200, None), (200, 17), (128, 128)],
)
def test_addresses(server: int, physical: int | None, client: str, ask: Ask) -> None:
    link = ByHdlc(meter())
    assert ask(link, server=server, physical=physical) == RIGHT
    size = 2 if max(server, physical or 0) < 128 or physical is None else 4
    assert len(link.server) == size


def test_a_meter_that_answers_by_its_whole_address(ask: Ask) -> None:
    def before(link: ByHdlc, control: int, octets: bytes) -> None:
        link.server = b"\x00\x02\x00\x23"

    assert ask(ByHdlc(meter(), before=before)) == RIGHT


def test_an_echo(ask: Ask) -> None:
    """As of an adapter to two wires."""

    def before(link: ByHdlc, control: int, octets: bytes) -> None:
        link.wire.write([b"\x7e" + link.seen[-1] + b"\x7e"])

    assert ask(ByHdlc(meter(), before=before)) == RIGHT


@pytest.mark.parametrize("kind", [0x11, 0x15])
def test_a_meter_that_has_no_answer_yet(kind: int, client: str, ask: Ask) -> None:
    """It says that it is there (RR) or busy (RNR), and answers when it is asked for that again."""

    def before(link: ByHdlc, control: int, octets: bytes) -> list[Piece] | None:
        if control & 1 or octets[3:4] != b"\xc0":
            return None
        link.numbers[1] = (link.numbers[1] + 1) % 8
        link.take(octets[3:])
        return [link.ready(kind)]

    # One client waits this long before it asks again.
    assert ask(ByHdlc(meter(), before=before), timeout=SHORT) == RIGHT


def test_a_frame_of_before_is_no_acknowledgement(ask: Ask) -> None:
    def before(link: ByHdlc, control: int, octets: bytes) -> None:
        if control == SNRM:
            late = frame(link.client, link.server, 0x30, LLC + OTHER)
            link.wire.write([late])

    assert ask(ByHdlc(meter(), before=before)) == RIGHT


def test_a_segment_that_begins_as_an_apdu_does(ask: Ask) -> None:
    """Octets of a value are kept, though they be those of the header before an APDU."""
    text = string(0x09, b"12345" + b"\xe6\xe6\x00" + bytes(90) + b"\xe6\xe7\x00end")
    values = VALUES | {(1, bytes.fromhex(TEXT), 2): text}
    link = ByHdlc(Meter(values), size=len(LLC) + 4 + 2 + 5)
    found = ask(link)
    assert found[2] == text.hex()


def refuse(asked: int) -> Any:
    def before(link: ByHdlc, control: int, octets: bytes) -> list[Piece] | None:
        is_asked = control == asked if asked & 1 else octets[3:4] == b"\xc0"
        return [link.frame(DM)] if is_asked else None

    return before


def test_a_meter_that_refuses_the_connection(ask: Ask) -> None:
    began = time.monotonic()
    opened, *_ = ask(ByHdlc(meter(), before=refuse(SNRM)), [["open"], ["close"]])
    assert "DM" in opened["error"]
    assert time.monotonic() - began < TIMEOUT


def test_a_meter_that_has_ended_the_connection(ask: Ask) -> None:
    _, got, *_ = ask(ByHdlc(meter(), before=refuse(0x10)), READ[:2])
    assert got["broken"] and "DM" in got["error"]


@pytest.mark.parametrize("tag", [0x60, 0xC0])
def test_a_meter_that_takes_no_second_connection(tag: int, ask: Ask) -> None:
    """Where it was silent, the first one is ended all the same, and then there is another."""
    left = [tag]
    connected: list[bool] = []

    def before(link: ByHdlc, control: int, octets: bytes) -> list[Piece] | None:
        if control == SNRM:
            if connected:
                return [link.frame(DM)]
            connected.append(True)
        elif control == DISC:
            connected.clear()
        elif octets[3:4] == bytes(left):
            left.clear()
            return []
        return None

    steps = READ[:2] if tag == 0xC0 else READ[:1]
    *_, came, opened, got, _ = ask(
        ByHdlc(meter(), before=before), [*steps, *READ[:2], ["close"]], timeout=SHORT
    )
    assert came["broken"]
    assert (opened, got) == (None, RIGHT[1])


def test_a_disconnection_that_finds_none(ask: Ask) -> None:
    began = time.monotonic()
    assert ask(ByHdlc(meter(), before=refuse(0x53))) == RIGHT
    assert time.monotonic() - began < TIMEOUT


# ---------------------------------------------------------------- the wrapper


def before_answers(*octets: bytes) -> Callable[[list[Piece]], list[Piece]]:
    """Octets before each answer to a GET, in one piece with it."""

    def sent(pieces: list[Piece]) -> list[Piece]:
        (answer,) = pieces
        assert isinstance(answer, bytes)
        is_value = answer[8:9] == b"\xc4"
        return [b"".join(octets) + answer] if is_value else pieces

    return sent


def behind_answers(pieces: list[Piece]) -> list[Piece]:
    """Half a notification with each answer to a GET, and the rest of it later."""
    (answer,) = pieces
    assert isinstance(answer, bytes)
    other = wrapped(PUSH)
    is_value = answer[8:9] == b"\xc4"
    return [answer + other[:11], 0.05, other[11:]] if is_value else pieces


EVENT = bytes.fromhex("C2 00 0003 0100010800FF 02 0600000001")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(one_by_one, id="octet by octet"),
        pytest.param(before_answers(wrapped(PUSH)), id="a notification"),
        pytest.param(before_answers(wrapped(PUSH, 103)), id="of another port"),
        pytest.param(before_answers(wrapped(EVENT), wrapped(PUSH)), id="two of them"),
        pytest.param(behind_answers, id="one behind"),
    ],
)
def test_octets_around_apdus(sent: Any, ask: Ask) -> None:
    assert ask(by_wrapper(meter(), sent)) == RIGHT


@pytest.mark.parametrize("rest", [0.0, 0.05])
def test_text_of_a_modem(rest: float, ask: Ask) -> None:
    """As one that is asked to dial says when it is through, in TCP before the first frame."""

    def serve(wire: Wire) -> None:
        wire.write([b"\r\nCONN", rest, b"ECT 9600\r\n"])
        by_wrapper(meter())(wire)

    assert ask(serve) == RIGHT


def test_an_answer_twice(client: str, ask: Ask) -> None:
    """The second is not taken for the next one's."""

    right_or_told(ask(by_wrapper(meter(), each(lambda p: p + p))), client)


@pytest.mark.parametrize("first", [1, 4])
def test_an_answer_again_after_the_next_request(first: int, ask: Ask) -> None:
    """None is taken for another's: it is passed over, or a break is told."""
    again: list[Piece] = []

    def sent(pieces: list[Piece]) -> list[Piece]:
        # Each answer comes once more, just before the next one.
        answers = [*again, *pieces]
        again[:] = pieces if len(answers) == 1 and used >= first else []
        return answers

    used = 0

    def instead(meter: Meter, apdu: bytes) -> None:
        nonlocal used
        used += apdu[0] == 0xC0

    names = [ENERGY, TEXT] * 4
    steps = [["get", 3 if each == ENERGY else 1, each, 2] for each in names]
    found = ask(
        by_wrapper(meter(instead=instead), sent), [["open"], *steps], timeout=SHORT
    )
    for came, right in zip(found[1:], RIGHT[1:3] * 4, strict=True):
        if isinstance(came, dict):
            assert came["broken"]
            break
        assert came == right


@pytest.mark.parametrize("own", [0xC0, 0xC1, 0x1C])
def test_a_meter_that_does_not_repeat_invoke_ids(
    own: int, client: str, ask: Ask
) -> None:
    if client == "pydlms":
        pytest.skip("it waits for its own")

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        answer = bytearray(meter.answer(apdu))
        answer[2] = own
        return bytes(answer)

    steps = [["open"], *[["get", 3, ENERGY, 2]] * 20]
    found = ask(by_wrapper(meter(instead=instead)), steps)
    assert found == [None, *[RIGHT[1]] * 20]


@pytest.mark.parametrize("repeated", [0x00, 0x0F])
def test_what_meters_leave_out_of_an_invoke_id(
    repeated: int, client: str, ask: Ask
) -> None:
    """Its number, or that an answer is wanted: the next block is asked for as the first one."""
    if client == "pydlms" and not repeated:
        pytest.skip("it waits for its own")
    asked: list[int] = []

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        asked.append(apdu[2])
        answer = bytearray(meter.answer(apdu))
        answer[2] &= repeated
        return bytes(answer)

    steps = [["open"], ["get", 1, TEXT, 2]]
    found = ask(by_wrapper(meter(instead=instead)), steps, max_pdu=128)
    assert found == [None, RIGHT[2]]
    assert len(asked) > 2 and len({*asked}) == 1


def in_place(*requests: int, answer: Any) -> Any:
    def instead(meter: Meter, apdu: bytes) -> Any:
        if apdu[0] not in requests:
            return None
        return answer(meter, apdu) if callable(answer) else answer

    return instead


def in_plain(meter: Meter, apdu: bytes) -> list[Piece]:
    return [OTHER]


WRITE = [
    *(["open"], ["get", 3, ENERGY, 2], ["set", 3, ENERGY, 2, "1101"]),
    *(["action", 3, ENERGY, 1, "0f00"], ["close"]),
]
ASSOCIATED = [*WRITE[1:-1], ["negotiated"]]
NONE = {"error": "there is no association", "broken": True, "final": False}


@pytest.mark.parametrize("error", ["D8 01 01", "D8 05 09", "0E 05 03 02"])
def test_errors_of_services(error: str, client: str, ask: Ask) -> None:
    """The association goes on after an exception-response or a confirmed-service-error."""
    octets = bytes.fromhex(error)
    found = ask(
        by_wrapper(meter(instead=in_place(0xC0, 0xC1, 0xC3, answer=octets))), WRITE
    )
    assert found[0] is None
    for came in found[1:-1]:
        # One client has no words for numbers that nobody has given a meaning.
        unknown = client == "gurux" and error == "D8 05 09"
        assert came["broken"] is unknown, came


def test_another_services_answer(ask: Ask) -> None:
    answer = bytes.fromhex("C5 01 C1 00")
    _, got = ask(by_wrapper(meter(instead=in_place(0xC0, answer=answer))), READ[:2])
    assert got["broken"]


def test_a_last_block_that_is_empty(ask: Ask) -> None:
    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        head = bytes((0xC4, 2, apdu[2], apdu[1] == 2))
        if apdu[1] == 2:
            return meter.protected(head + bytes.fromhex("00000002 00 00"))
        return meter.protected(head + bytes.fromhex("00000001 00 05 0903616263"))

    for settings in ({}, KEYS):
        served = by_wrapper(meter(instead=instead, is_ciphered=bool(settings)))
        _, got, _ = ask(served, [*READ[:2], ["close"]], **settings)
        assert got == "0903616263"


def in_blocks(*parts: bytes, size: int) -> Callable[[Meter, bytes], bytes | None]:
    """So many blocks, of which the first have these parts and the others nothing."""

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        number = 1 if apdu[1] == 1 else int.from_bytes(apdu[3:7], "big") + 1
        part = parts[number - 1] if number <= len(parts) else b""
        head = bytes((0xC4, 2, apdu[2], number == size)) + number.to_bytes(4, "big")
        return meter.protected(head + b"\x00" + string(0, part)[1:])

    return instead


@pytest.mark.parametrize(
    "serve", [by_wrapper, ByHdlc, functools.partial(ByHdlc, size=20)]
)
@pytest.mark.parametrize("settings", [{}, KEYS])
def test_blocks_that_are_empty(serve: Any, settings: dict[str, Any], ask: Ask) -> None:
    """They bring nothing, and leave nothing in the value either."""
    parts = b"", b"\x09\x06abc", b"", b"", b"def"
    served = meter(instead=in_blocks(*parts, size=6), is_ciphered=bool(settings))
    _, got, _ = ask(serve(served), [*READ[:2], ["close"]], **settings)
    assert got == b"\x09\x06abcdef".hex()


@pytest.mark.parametrize("parts", [(), (b"\x09\x04ab",)])
@pytest.mark.parametrize("settings", [{}, KEYS])
def test_empty_blocks_without_end(
    parts: tuple[bytes, ...], settings: dict[str, Any], ask: Ask
) -> None:
    asked: list[bytes] = []

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        asked.append(apdu)
        assert len(asked) < 40
        return empty(meter, apdu)

    empty = in_blocks(*parts, size=-1)
    served = by_wrapper(meter(instead=instead, is_ciphered=bool(settings)))
    _, got = ask(served, READ[:2], **settings)
    assert got["broken"] and "blocks without end, 11 of them with" in got["error"]


def answering(*answers: str) -> Callable[[Meter, bytes], bytes | None]:
    """These in turn, the last one again and again: what stands behind the form and the invoke id."""
    left = [bytes.fromhex(each) for each in answers]

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        answer = left.pop(0) if left[1:] else left[0]
        return meter.protected(b"\xc4" + answer[:1] + apdu[2:3] + answer[1:])

    return instead


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (["02 01 00000001 00 04 09024142"], "09024142"),
        (["02 01 00000001 01 03"], 3),
        (["02 00 00000000 00 03 090241", "02 01 00000001 00 01 42"], "09024142"),
        (["02 00 00000007 00 03 090241", "02 01 00000008 00 01 42"], "09024142"),
        (["02 00 00000001 00 03 090241", "02 01 00000002 01 02"], 2),
    ],
)
@pytest.mark.parametrize("settings", [{}, KEYS])
def test_blocks_as_meters_send_them(
    answers: list[str], value: str | int, settings: dict[str, Any], ask: Ask
) -> None:
    """One alone, numbers from 0 or where the last value ended, and a result in place of a value."""
    served = meter(instead=answering(*answers), is_ciphered=bool(settings))
    assert ask(by_wrapper(served), READ[:2], **settings) == [None, value]


@pytest.mark.parametrize(
    "answer", ["01 00 090141", "03 01 00 090141", "02 00 00000002 00"]
)
@pytest.mark.parametrize("settings", [{}, KEYS])
def test_another_answer_than_a_block(
    answer: str, settings: dict[str, Any], ask: Ask
) -> None:
    """Nobody asks for the next one after that."""
    instead = answering("02 00 00000001 00 03 090241", answer)
    served = meter(instead=instead, is_ciphered=bool(settings))
    _, got = ask(by_wrapper(served), READ[:2], **settings)
    assert got["broken"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_block_of_another_number(number: int, ask: Ask) -> None:
    """One again, or one that is left out, is not taken for the next."""

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC0:
            return None
        found = number if apdu[1] == 2 else 1
        head = bytes((0xC4, 2, apdu[2], apdu[1] == 2)) + found.to_bytes(4, "big")
        return (
            head + bytes.fromhex("00 03") + (b"bcd" if apdu[1] == 2 else b"\x09\x04a")
        )

    _, got = ask(by_wrapper(meter(instead=instead)), READ[:2])
    assert got["broken"]


def test_blocks_in_segments(ask: Ask) -> None:
    assert ask(ByHdlc(meter(), size=31), max_pdu=128) == RIGHT


def test_hdlc_where_the_wrapper_was_asked_for(client: str, ask: Ask) -> None:
    served = by_wrapper(meter(), lambda pieces: [frame(b"\x21", b"\x03", UA)])
    opened, *_ = ask(served, [["open"], ["close"]], timeout=SHORT)
    if client != "pydlms":  # which waits for its own port
        assert "HDLC" in opened["error"]


# ---------------------------------------------------------------- associations


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (refused(1, 1), "client or server address"),
        (refused(1, 2), "keys, or none"),
        (refused(1, 11), "another authentication"),
        (refused(2, 13), "password or a key may be wrong"),
        (refused(1, 14), "another authentication"),
        (refused(1, 0), ""),
        (refused(1, 1, 3), "pdu size too short"),
        (bytes.fromhex("D8 01 01"), ""),
        (bytes.fromhex("0E 01 06 01"), ""),
    ],
)
def test_a_refused_association(answer: bytes, told: str, client: str, ask: Ask) -> None:
    served = by_wrapper(meter(instead=in_place(0x60, answer=answer)))
    opened, *found, closed = ask(served, [["open"], *ASSOCIATED, ["close"]])
    assert told in opened["error"].replace("-", " ")
    assert "Traceback" not in opened["error"]
    # One client does not say what came in place of an association response.
    assert opened["final"] or (client == "pydlms" and answer[0] == 0x0E)
    assert found == [NONE] * len(ASSOCIATED)
    assert closed is None


@pytest.mark.parametrize("diagnostic", [0, 1])
def test_an_association_that_is_refused_for_now(diagnostic: int, ask: Ask) -> None:
    answer = refused(2, diagnostic)
    served = by_wrapper(meter(instead=in_place(0x60, answer=answer)))
    opened, _ = ask(served, [["open"], ["close"]])
    assert opened["broken"] and not opened["final"]


def test_without_an_association(ask: Ask) -> None:
    found = ask(by_wrapper(meter()), [*ASSOCIATED, ["open"], ["close"], *ASSOCIATED])
    before = after = [NONE] * len(ASSOCIATED)
    assert found == [*before, None, None, *after]


@pytest.mark.parametrize("most", [0, 64])
def test_the_longest_apdu_of_a_meter(most: int, client: str, ask: Ask) -> None:
    """0 is no limit."""
    if client == "gurux" and most == 0:
        pytest.skip("it takes less than 64 for a refusal")
    steps = [["open"], ["negotiated"], ["get", 3, ENERGY, 2], ["close"]]
    found = ask(by_wrapper(meter(most=most)), steps)
    assert found == [None, most, RIGHT[1], None]


@pytest.mark.parametrize("hdlc", [False, True])
@pytest.mark.parametrize(
    "counter", [0, 0x7E, 0x7E7E, 0x7EFF, 0x7E7E7E7E, 0x7FFFFFFF, 0xFFFFFFF0]
)
def test_counters_of_a_meter(counter: int, hdlc: bool, ask: Ask) -> None:
    """It begins with 0 after a change of keys."""
    served = meter(is_ciphered=True, counter=counter)
    serve = ByHdlc(served) if hdlc else by_wrapper(served)
    assert ask(serve, **KEYS) == RIGHT


def counters(served: Meter) -> list[int]:
    """Those of ciphered messages as they come, but for the one in a request to associate."""
    used: list[int] = []
    opened = served._opened

    def note(apdu: bytes) -> bytes:
        if apdu[0] in (0x21, 0xC8, 0xC9, 0xCB, 0xDB):
            at = read_length(apdu, 10 if apdu[0] == 0xDB else 1)[1]
            used.append(int.from_bytes(apdu[at + 1 : at + 5], "big"))
        return opened(apdu)

    served._opened = note  # type: ignore[method-assign]
    return used


def test_an_association_at_the_second_attempt(ask: Ask) -> None:
    """The first has ended in silence: its connection is closed, and its counters are not used again."""
    silent: list[Piece] = []
    left = [silent]

    def instead(meter: Meter, apdu: bytes) -> list[Piece] | None:
        return left.pop() if left and apdu[0] == 0xC3 else None

    served = meter(is_ciphered=True, instead=instead)
    used = counters(served)
    steps = [["open"], *READ]
    opened, *found = ask(by_wrapper(served), steps, timeout=SHORT, **KEYS)
    assert opened["broken"]
    assert found == RIGHT
    assert used == sorted(set(used))


@pytest.mark.parametrize("left", [0, 1, 2, 4])
def test_a_counter_that_is_used_up(left: int, ask: Ask) -> None:
    """No message is ciphered by a counter that has begun anew: that would give away the key."""
    served = meter(is_ciphered=True)
    used = counters(served)
    steps = [["open"], *[["get", 3, ENERGY, 2]] * 4, ["close"]]
    found = ask(
        by_wrapper(served), steps * 2, **KEYS | {"invocation_counter": 2**32 - 1 - left}
    )
    first, *_ = [each for each in found if isinstance(each, dict)]
    assert "used up" in first["error"] and first["final"]
    assert used == sorted(set(used))
    assert all(counter >= 2**32 - 1 - left for counter in used)


def test_a_value_of_more_blocks_than_counters(client: str, ask: Ask) -> None:
    served = meter(is_ciphered=True, most=64)
    used = counters(served)
    value = string(0x09, bytes(300)).hex()
    steps = [["open"], ["set", 1, TEXT, 2, value], ["close"]]
    settings = KEYS | {"invocation_counter": 2**32 - 6}
    _, came, _ = ask(by_wrapper(served), steps, **settings)
    if client == "gurux":  # the others write no blocks
        assert "used up" in came["error"] and came["final"]
    else:
        assert not came["broken"]
    assert used == sorted(set(used))


def test_a_ciphered_notification(client: str, ask: Ask) -> None:
    def instead(meter: Meter, apdu: bytes) -> list[Piece] | None:
        if apdu[0] != 0xC0:
            return None
        meter.counter += 1
        octets = ciphered(PUSH, meter.counter - 1)
        push = b"\xdb\x08" + TITLE + string(0, octets)[1:]
        return [push, meter.protected(meter.answer(apdu))]

    found = ask(by_wrapper(meter(is_ciphered=True, instead=instead)), **KEYS)
    if client == "dlms-cosem":  # which makes a new association then
        assert found[1]["broken"]
    else:
        assert found == RIGHT


def test_an_answer_without_ciphering(ask: Ask) -> None:
    """Anybody could have sent it."""
    served = meter(is_ciphered=True, instead=in_place(0xC0, answer=in_plain))
    _, got = ask(by_wrapper(served), READ[:2], **KEYS)
    assert got["broken"]


@pytest.mark.parametrize(
    "returned", ["09 11 10 00000001", "09 00 09 01", "01 84FFFFFFFF", "02 01 00", "09"]
)
def test_an_answer_to_a_challenge_that_is_none(returned: str, ask: Ask) -> None:
    """One that is cut short above all: nobody waits for the rest of it."""

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC3:
            return None
        head = bytes((0xC7, 1, apdu[2], 0, 1, 0))
        return meter.protected(head + bytes.fromhex(returned))

    served = meter(is_ciphered=True, instead=instead)
    opened, *_ = ask(by_wrapper(served), [["open"], ["close"]], **KEYS)
    assert opened["broken"]


@pytest.mark.parametrize("answer", [OTHER, bytes.fromhex("C5 01 C1 00")])
def test_another_answer_than_to_a_challenge(answer: bytes, ask: Ask) -> None:
    """It says nothing of the keys, so the next attempt may do."""

    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        return meter.protected(answer) if apdu[0] == 0xC3 else None

    served = meter(is_ciphered=True, instead=instead)
    opened, *_ = ask(by_wrapper(served), [["open"], ["close"]], **KEYS)
    assert opened["broken"] and not opened["final"]


@pytest.mark.parametrize("number", [5, 6])
def test_a_request_that_is_not_deciphered(number: int, ask: Ask) -> None:
    """A new association tells whether a counter or the keys are wrong, and then it is final."""
    answer = bytes((0xD8, 1, number)) + b"\x00\x00\x10\x00" * (number == 6)
    served = meter(is_ciphered=True, instead=in_place(0xC0, answer=answer))
    _, got = ask(by_wrapper(served), READ[:2], **KEYS)
    assert got["broken"] and not got["final"]
    for refuses in (0x60, 0xC3):
        instead = in_place(refuses, answer=answer)
        served = meter(is_ciphered=True, instead=instead)
        opened, _ = ask(by_wrapper(served), [["open"], ["close"]], **KEYS)
        assert opened["final"]


@pytest.mark.parametrize("result", [3, 12])
def test_a_challenge_that_is_not_answered(result: int, client: str, ask: Ask) -> None:
    def instead(meter: Meter, apdu: bytes) -> bytes | None:
        if apdu[0] != 0xC3:
            return None
        return meter.protected(bytes((0xC7, 1, apdu[2], result, 0)))

    served = meter(is_ciphered=True, instead=instead)
    opened, *_ = ask(by_wrapper(served), [["open"], ["close"]], **KEYS)
    assert "key" in opened["error"] and opened["final"]
