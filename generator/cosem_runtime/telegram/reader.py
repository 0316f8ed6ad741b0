"""Telegrams of a stream, which may begin anywhere and have noise in it."""

from __future__ import annotations

from ..errors import EncodeError, counted, listed, quote
from ..limits import as_octets
from .ciphering import Keys
from .errors import TelegramError
from .frames import FLAG, FRAMES, Damaged, Short, carrier_of, frame_at, plain
from .joining import MESSAGE_LIMIT, Joiner, has_llc, is_apdu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from .frames import Frame
    from .layers import Telegram

__all__ = ["TelegramReader"]


class TelegramReader:
    """Reads telegrams from octets as they come in, in chunks of any size.

        >>> from cosem import telegram
        >>> reader = telegram.TelegramReader()
        >>> frame = bytes.fromhex(
        ...     "7EA022410883132449E6E7000F40000000000202"
        ...     "09060100010700FF0600000A2CA6247E")
        >>> reader.feed(frame[:20])
        []
        >>> for found in reader.feed(frame[20:]):
        ...     print(found)
        HDLC: 1 frame, from 4/65 to 32, control 13
        data-notification, invoke id 0

    `key`, `authentication_key`, `system_title` and `unchecked` are those of `open`.
    `carriers` are the frames to look for: HDLC and wired M-Bus, which have checksums;
    `wrapper` for a TCP connection. `limit` is how long a message in several frames may be,
    in octets.

    Where something is damaged, the next frame is looked for behind its start. The memory
    is that of the message at hand, up to `limit`, one frame (at most 2 kB, with the
    wrapper 64 kB), and the chunk. One thread at a time may use a reader.
    """

    def __init__(
        self,
        *,
        key: bytes | None = None,
        authentication_key: bytes | None = None,
        system_title: bytes | None = None,
        unchecked: bool = False,
        carriers: Collection[str] = ("hdlc", "m-bus"),
        limit: int = MESSAGE_LIMIT,
    ) -> None:
        """Raises EncodeError for keys of a wrong size, and for an unknown carrier."""
        self._carriers = [name for name in FRAMES if name in carriers]
        for name in carriers:
            if type(name) is not str or name not in FRAMES:
                raise EncodeError("carriers", f"some of {listed(FRAMES)}", quote(name))
        if type(limit) is not int or limit < 1:
            raise EncodeError("limit", "a whole number above 0", quote(limit))
        keys = Keys(key, authentication_key, system_title, unchecked)
        self._joiner = Joiner(keys, limit)
        self._buffer = bytearray()
        self._base = 0
        """Place of the buffer in the stream."""
        self._needed = 0
        """Octets that the frame at hand has at the least."""
        self._lost: TelegramError | None = None
        """What the octets that were passed over began with."""
        self._lost_count = 0

    def feed(
        self, chunk: bytes | bytearray | memoryview
    ) -> list[Telegram | TelegramError]:
        """What ends within this chunk: telegrams, and errors for what is damaged.

        However the stream is cut into chunks, the same comes out. Octets that belong to no
        frame are told, once for a stretch of them, before the next telegram or in the end.
        Raises DecodeError when it is given something else than octets.
        """
        self._buffer += as_octets(chunk)
        found: list[Telegram | TelegramError] = []
        if len(self._buffer) < self._needed:
            return found
        self._needed = 0
        at = 0
        while at < len(self._buffer):
            try:
                at = self._step(at, found)
            except Short as short:
                self._needed = short.needed
                break
        del self._buffer[:at]
        self._base += at
        return found

    def finish(self) -> list[Telegram | TelegramError]:
        """The end of the stream: what it had begun is told. Then a new one may start."""
        found: list[Telegram | TelegramError] = []
        while self._buffer.strip(b"\x7e"):
            # What lacks its end may have hidden a whole frame.
            try:
                at = self._step(0, found)
            except Short as short:
                if self._lost is None:
                    self._lost = plain(short)
                self._lost_count += 1
                at = 1
            del self._buffer[:at]
            self._base += at
        self._tell_lost(found)
        if missing := self._joiner.missing:
            end = self._base + len(self._buffer)
            found.append(TelegramError("", end, missing, "the end"))
            self._joiner.reset()
        self._buffer.clear()
        self._base = self._needed = 0
        return found

    def _step(self, at: int, found: list[Telegram | TelegramError]) -> int:
        """One frame, or an octet of none: where to go on. Raises Short."""
        data = self._buffer
        if data[at] == FLAG and "hdlc" in self._carriers:
            if data[at + 1 : at + 2] == b"\x7e":
                return at + 1  # between frames
        elif data[at] not in (0x68, 0x00):
            return self._skip(at, found)
        carrier = carrier_of(data[at : at + 2])
        if carrier is None and len(data) == at + 1 and "wrapper" in self._carriers:
            carrier = "wrapper"  # as far as can be seen
        if carrier not in self._carriers:
            return self._skip(at, found)
        try:
            frame, end = frame_at(carrier, data, at, self._base)
            if carrier == "wrapper":
                self._look_at(frame)
        except Short:
            raise  # more is to come
        except Damaged as damaged:
            self._tell_lost(found)
            found.append(plain(damaged))
            self._joiner.reset()
            return at + 1
        except TelegramError as error:
            return self._skip(at, found, error)
        self._tell_lost(found)
        self._take(frame, found)
        return end

    def _look_at(self, frame: Frame) -> None:
        """The wrapper has no checksum: what is in it has to begin as an APDU."""
        payload = frame.payload
        if payload is not None and not is_apdu(payload.octets):
            raise TelegramError(
                "", payload.place(0), "an APDU", payload.octets[:1].hex().upper()
            )

    def _take(self, frame: Frame, found: list[Telegram | TelegramError]) -> None:
        begun = self._joiner.missing
        try:
            telegram = self._joiner.frame(frame)
        except TelegramError as error:
            found.append(error)
            self._joiner.reset()
            if not begun or not _may_begin(frame):
                return
            # What was begun is lost; the frame may be the start of another message.
            try:
                telegram = self._joiner.frame(frame)
            except TelegramError:
                self._joiner.reset()
                return
        if telegram is not None:
            found.append(telegram)

    def _skip(
        self,
        at: int,
        found: list[Telegram | TelegramError],
        error: TelegramError | None = None,
    ) -> int:
        if self._buffer[at] != FLAG or error is None:
            if self._lost is None:
                place = self._base + at
                self._lost = error or TelegramError(
                    "", place, "the start of a frame", f"{self._buffer[at]:02X}"
                )
            self._lost_count += 1
        return at + 1

    def _tell_lost(self, found: list[Telegram | TelegramError]) -> None:
        if self._lost is not None:
            error = self._lost
            why = f"; {error.reason}" if error.reason else ""
            told = TelegramError(
                f"{counted(self._lost_count, 'octet')} of no frame{why}",
                error.offset,
                error.expected,
                error.found,
            )
            found.append(told)
        self._lost, self._lost_count = None, 0


def _may_begin(frame: Frame) -> bool:
    """Whether a message may begin with a frame: the end of one may look like an APDU."""
    payload = frame.payload
    if payload is None:
        return False
    if frame.number is None and frame.route[0] == "hdlc":
        return has_llc(payload.octets)
    return not frame.number
