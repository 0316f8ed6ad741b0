"""What of a line is an answer: all else that comes is passed over, told, or asked again."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from cosem_conformance.live import Connection, TransportError, frames
from cosem_conformance.live.frames import Frames, HdlcFrames, WrapperFrames
from cosem_conformance.live.lines import Line
from tests.unit.telegram.framer import frame, wrapper

CLIENT, SERVER = b"\x21", b"\x03"
SNRM, UA, DISC, DM, FRMR, UI = 0x93, 0x73, 0x53, 0x1F, 0x97, 0x13
ASKED = 0x10
"""The control field of the first I frame, and of the first answer but for the number expected."""
TIMEOUT = 60.0
"""What nobody waits for: a script has its octets at once, or is silent at once."""
PUSH = bytes.fromhex("0F 00000001 00 0600000001")


def sent(control: int, information: bytes = b"", *, more: bool = False) -> bytes:
    return frame(SERVER, CLIENT, control, information, more=more)


def came(control: int, information: bytes = b"") -> bytes:
    return frame(CLIENT, SERVER, control, information)


def wrapped(apdu: bytes) -> bytes:
    return wrapper(apdu, 1, 16)


REQUEST = sent(ASKED, b"\xe6\xe6\x00\xc0\x01\xc1")
ANSWER = came(0x30, b"\xe6\xe7\x00\xc4\x01\xc1\x00\x11\x05")


class Script(Line):
    """A line that has pieces, one for each `receive`; `answers` are more, one for each `send`."""

    def __init__(self, *pieces: bytes, answers: tuple[bytes, ...] = ()) -> None:
        super().__init__(Connection(host="a", timeout=TIMEOUT))
        self.pieces = list(pieces)
        self.answers = list(answers)
        self.sent: list[bytes] = []

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send(self, octets: bytes) -> None:
        self.sent.append(octets)
        if self.answers:
            self.pieces.append(self.answers.pop(0))

    def _received(self, most: int) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


def hdlc(*pieces: bytes, asked: bytes = REQUEST) -> HdlcFrames:
    found = HdlcFrames(Script(*pieces), TIMEOUT)
    found.send(asked)
    return found


def silent(found: Frames) -> None:
    with pytest.raises(TransportError, match="no reply within 60 seconds$"):
        found.receive()


@pytest.mark.parametrize(
    "pieces",
    [
        [ANSWER],
        [bytes([octet]) for octet in ANSWER],
        [ANSWER[:1], ANSWER[1:-1], ANSWER[-1:]],
        [b"\x7e\x7e\x7e" + ANSWER + b"\x7e\x7e"],
        [b"\x00\xff\x12" + ANSWER + b"\x00"],
        [b"\x00\x7e\x12" + ANSWER],
        # A frame that is cut short, and one that is damaged.
        [ANSWER[:7] + ANSWER + ANSWER],
        [ANSWER[:-3] + b"\x00\x00\x7e" + ANSWER],
        # Nothing that is for somebody else, from somebody else, or an echo.
        [REQUEST + ANSWER],
        [frame(CLIENT, b"\x05", 0x30, b"\xe6\xe7\x00\xc4") + ANSWER],
        [frame(b"\x05", SERVER, 0x30, b"\xe6\xe7\x00\xc4") + ANSWER],
        # Nor what nobody has asked for, with one flag between both, too.
        [came(UI, b"\xe6\xe7\x00" + PUSH), ANSWER],
        [came(UI & ~0x10, b"\xe6\xe7\x00" + PUSH)[:-1] + ANSWER],
        [frame(b"\xff", SERVER, UI, b"\xe6\xe7\x00" + PUSH) + ANSWER],
        [came(UA) + ANSWER],
        # Only that the request has come: the answer follows by itself.
        [came(0x21) + ANSWER],
    ],
)
def test_an_answer_among_other_octets(pieces: list[bytes]) -> None:
    line = Script(*pieces)
    found = HdlcFrames(line, TIMEOUT)
    found.send(REQUEST)
    assert found.receive() == ANSWER
    assert line.sent == [REQUEST]


def test_flags_in_a_frame() -> None:
    flags = came(0x30, b"\xe6\xe7\x00" + b"\x7e" * 50)
    found = hdlc(b"\x7e" + flags)
    assert found.receive() == flags


@pytest.mark.parametrize(
    ("destination", "source"),
    [
        (b"\x03", b"\x02\x23"),
        (b"\x02\x23", b"\x00\x02\x00\x23"),
        (b"\x00\x02\x02\x91", b"\x00\x02\x02\x91"),
        (b"\x02\xfd", b"\x02\x23"),  # CALLING: whichever it is
    ],
)
def test_addresses_of_other_lengths(destination: bytes, source: bytes) -> None:
    asked = frame(destination, CLIENT, ASKED, b"\xe6\xe6\x00\xc0")
    answer = frame(CLIENT, source, 0x30, b"\xe6\xe7\x00\xc4")
    assert hdlc(answer, asked=asked).receive() == answer


def test_another_physical_device() -> None:
    asked = frame(b"\x02\x23", CLIENT, ASKED, b"\xe6\xe6\x00\xc0")
    silent(hdlc(frame(CLIENT, b"\x02\x25", 0x30, b"\xe6\xe7\x00\xc4"), asked=asked))


def test_what_is_there_before_the_request() -> None:
    """Neither a frame of before, nor the start of one."""
    found = hdlc(ANSWER + came(0x32, b"other"))
    found.receive()
    found.send(sent(0x32, b"\xe6\xe6\x00\xc0"))
    silent(found)


def test_a_frame_again() -> None:
    """As by a meter that did not hear that it came; a new connection begins anew."""
    other = came(0x32, b"rest")
    found = HdlcFrames(Script(ANSWER, ANSWER, other, came(UA), other), TIMEOUT)
    for asked, answer in (
        (REQUEST, ANSWER),
        (sent(0x31), other),
        (sent(SNRM), came(UA)),
        (sent(0x31), other),
    ):
        found.send(asked)
        assert found.receive() == answer


@pytest.mark.parametrize("asked", [SNRM, DISC])
def test_only_an_acknowledgement_connects(asked: int) -> None:
    assert hdlc(ANSWER, came(UA), asked=sent(asked)).receive() == came(UA)


@pytest.mark.parametrize("asked", [sent(SNRM), REQUEST, sent(DISC)])
def test_a_meter_that_has_no_connection(asked: bytes) -> None:
    with pytest.raises(TransportError, match="no connection with this client") as error:
        hdlc(came(DM), asked=asked).receive()
    assert error.value.broken


def test_what_a_meter_rejects() -> None:
    with pytest.raises(TransportError, match="FRMR"):
        hdlc(came(FRMR, b"\x10\x00\x01")).receive()
    with pytest.raises(TransportError, match="REJ"):
        hdlc(came(0x19)).receive()


@pytest.mark.parametrize("not_yet", [0x31, 0x35])
def test_a_meter_that_has_no_answer_yet(not_yet: int) -> None:
    """It is asked again with the numbers of before, as it may not speak by itself."""
    line = Script(answers=(came(not_yet), came(not_yet), ANSWER))
    found = HdlcFrames(line, TIMEOUT)
    found.send(REQUEST)
    assert found.receive() == ANSWER
    assert line.sent == [REQUEST, sent(0x11), sent(0x11)]


def test_asked_again_at_a_long_address() -> None:
    """Of which an octet is the control field's."""
    meter = b"\x02\x02\x10\x03"
    request = frame(meter, CLIENT, ASKED, b"\xe6\xe6\x00\xc0\x01\xc1")
    not_yet = frame(CLIENT, meter, 0x31)
    line = Script(answers=(not_yet, frame(CLIENT, meter, 0x30, b"\xe6\xe7\x00")))
    found = HdlcFrames(line, TIMEOUT)
    found.send(request)
    found.receive()
    assert line.sent == [request, frame(meter, CLIENT, 0x11)]


@pytest.mark.parametrize("has_echo", [False, True])
def test_a_client_and_a_meter_of_the_same_address(has_echo: bool) -> None:
    """What each says by RR is the same then."""

    def both(control: int, information: bytes = b"") -> bytes:
        return frame(SERVER, SERVER, control, information)

    first = both(0x30, b"\xe6\xe7\x00\xc4\x01\xc1\x00\x09\x02A")
    second, ready, again = both(0x32, b"B"), both(0x31), both(0x11)
    request = both(ASKED, b"\xe6\xe6\x00\xc0")
    asked = [both(SNRM), request, again, ready, ready]
    answers = [both(UA), again, first, ready, second]
    echoes = asked if has_echo else [b""] * len(asked)
    both_ways = zip(echoes, answers, strict=True)
    line = Script(answers=tuple(echo + answer for echo, answer in both_ways))
    found = HdlcFrames(line, TIMEOUT)
    for octets, answer in ((both(SNRM), both(UA)), (request, first), (ready, second)):
        found.send(octets)
        assert found.receive() == answer
    assert line.sent == asked


@pytest.mark.parametrize("not_yet", [0x31, 0x35])
def test_a_meter_that_never_has_one(not_yet: int) -> None:
    line = Script(answers=(came(not_yet),) * 100)
    found = HdlcFrames(line, 0.3)
    found.send(REQUEST)
    with pytest.raises(
        TransportError, match=r"within 0\.3 seconds, but frames that are no answer$"
    ):
        found.receive()
    assert len(line.sent) < 10


def test_notifications_without_end() -> None:
    class Pushing(Script):
        def _received(self, most: int) -> bytes:
            time.sleep(0.02)
            return wrapped(PUSH)

    found = WrapperFrames(Pushing(), 0.3)
    found.send(b"")
    with pytest.raises(
        TransportError, match=r"within 0\.3 seconds, but frames that are no answer$"
    ):
        found.receive()


def slow(monkeypatch: pytest.MonkeyPatch, *pieces: bytes) -> HdlcFrames:
    """What has a timeout of 0.5 seconds, and gets a piece each tenth of one."""

    class Slow(Script):
        now = 0.0

        def _received(self, most: int) -> bytes:
            self.now += 0.1
            return super()._received(most)

    line = Slow(*pieces)
    clock = SimpleNamespace(monotonic=lambda: line.now)
    monkeypatch.setattr(frames, "time", clock)
    found = HdlcFrames(line, 0.5)
    found.send(REQUEST)
    return found


@pytest.mark.parametrize("noise", [b"\x00", b"\xff", b"\x7e", b"\x00\x7e\xa0"])
def test_noise_without_end(noise: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flags, too: modems and adapters fill the line with them."""
    found = slow(monkeypatch, *[noise] * 100)
    with pytest.raises(
        TransportError, match=r"within 0\.5 seconds, but octets that are no frame$"
    ):
        found.receive()


def test_a_frame_that_takes_longer_than_the_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = slow(monkeypatch, *[bytes([octet]) for octet in ANSWER])
    assert found.receive() == ANSWER


def test_a_request_in_segments() -> None:
    """That the first has come is what the client waits for."""
    asked = sent(ASKED, b"\xe6\xe6\x00\xc0", more=True)
    assert hdlc(came(0x31), asked=asked).receive() == came(0x31)
    # RNR says that it has come, too, but nothing more may be sent.
    assert hdlc(came(0x35), came(0x31), asked=asked).receive() == came(0x31)


VALUE = wrapped(bytes.fromhex("C4 01 C1 00 11 05"))


@pytest.mark.parametrize(
    "pieces",
    [
        [VALUE],
        [bytes([octet]) for octet in VALUE],
        [wrapped(PUSH), VALUE],
        [wrapped(b"") + VALUE],
        [wrapped(PUSH) + wrapped(PUSH) + VALUE[:9], VALUE[9:]],
        [wrapped(bytes.fromhex("C2 00 0001 0100010800FF 02 0600000001")) + VALUE],
    ],
)
def test_an_answer_behind_the_wrapper(pieces: list[bytes]) -> None:
    found = WrapperFrames(Script(*pieces), TIMEOUT)
    found.send(b"")
    assert found.receive() == VALUE


def test_what_came_with_the_answer_before() -> None:
    """All of it, or the first half, is no answer to what is asked after it."""
    other = wrapped(bytes.fromhex("C4 01 C1 00 11 06"))
    found = WrapperFrames(Script(VALUE + VALUE + VALUE[:9], VALUE[9:] + other), TIMEOUT)
    found.send(b"")
    assert found.receive() == VALUE
    found.send(b"")
    assert found.receive() == other


CONNECT = b"\r\nCONNECT 9600\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [CONNECT + VALUE],
        [CONNECT, VALUE],
        [bytes([octet]) for octet in CONNECT + VALUE],
        [CONNECT + wrapped(PUSH) + VALUE],
    ],
)
def test_text_of_a_modem(pieces: list[bytes]) -> None:
    found = WrapperFrames(Script(*pieces), TIMEOUT)
    found.send(b"")
    assert found.receive() == VALUE


def test_text_before_the_first_frame_alone() -> None:
    """Behind it, what is no frame says that one was not as long as it said."""
    line = Script(VALUE + CONNECT + VALUE)
    found = WrapperFrames(line, TIMEOUT)
    found.receive()
    with pytest.raises(TransportError, match="no wrapper of TCP comes: 0D 0A"):
        found.receive()
    found.close()
    found.open()
    line.pieces.append(CONNECT + VALUE)
    assert found.receive() == VALUE


def test_text_and_nothing_else() -> None:
    told = r"no reply within 60 seconds; what came first is text: .NO CARRIER."
    with pytest.raises(TransportError, match=told):
        WrapperFrames(Script(b"\r\nNO CARR", b"IER\r\n"), TIMEOUT).receive()
    with pytest.raises(TransportError, match="but HDLC: 7E A0 07; .*.CONNECT 9600."):
        WrapperFrames(Script(CONNECT + b"\x7e\xa0\x07"), TIMEOUT).receive()


def test_text_without_end() -> None:
    class Talking(Script):
        def _received(self, most: int) -> bytes:
            time.sleep(0.02)
            return b"CONNECT " * 100

    found = WrapperFrames(Talking(), 0.3)
    with pytest.raises(
        TransportError, match=r"0\.3 seconds, but octets that are no frame; what"
    ) as error:
        found.receive()
    assert len(str(error.value)) < 200


def test_no_wrapper() -> None:
    with pytest.raises(TransportError, match="but HDLC: 7E A0 07"):
        WrapperFrames(Script(ANSWER[:1] + b"\xa0\x07"), TIMEOUT).receive()
    with pytest.raises(TransportError, match="no wrapper of TCP comes: 00 02"):
        WrapperFrames(Script(b"\x00", b"\x02"), TIMEOUT).receive()


def test_a_frame_that_was_cut_short_by_a_break() -> None:
    line = Script(VALUE + VALUE[:9])
    found = WrapperFrames(line, TIMEOUT)
    found.send(b"")
    found.receive()
    found.send(b"")
    silent(found)
    found.close()
    found.open()
    line.pieces.append(VALUE)
    found.send(b"")
    assert found.receive() == VALUE


def test_which_frames_a_meter_has() -> None:
    assert isinstance(frames.frames(Connection(host="a")), WrapperFrames)
    assert isinstance(frames.frames(Connection(host="a", hdlc=True)), HdlcFrames)


def test_other_information_in_a_frame() -> None:
    assert frames.information(ANSWER) == b"\xe6\xe7\x00\xc4\x01\xc1\x00\x11\x05"
    assert frames.information(came(UA)) == b""
    long = b"\xe6\xe7\x00" * 100
    assert frames.carrying(ANSWER, long) == came(0x30, long)
