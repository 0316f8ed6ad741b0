"""Octets of any kind to one telegram."""

from __future__ import annotations

from ..limits import as_octets
from . import apdus
from .ciphering import Keys
from .errors import TelegramError
from .frames import Damaged, Short, carrier_of, frame_at, plain
from .joining import Joiner, is_apdu
from .layers import Result, Telegram
from .pieces import Cursor, Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["open"]


def open(
    octets: bytes | bytearray | memoryview,
    *,
    key: bytes | None = None,
    authentication_key: bytes | None = None,
    system_title: bytes | None = None,
    unchecked: bool = False,
) -> Telegram:
    """The one telegram that octets hold, whatever they are wrapped in.

    They may be frames, one or several, an APDU, or a value alone, and are told by their first
    octets; checks have to confirm it, and where two readings hold it is an error.

    `key` is the encryption key (global or dedicated, as the telegram asks) of 16 octets, 32
    for suite 2; `authentication_key` checks the tag. `unchecked=True` reads telegrams without
    checking their tags. `system_title` is the sender's, of 8 octets, for telegrams that do not
    have it in them.

    Raises TelegramError for octets that are no telegram, not a whole one, or several;
    CipherError where keys are missing or wrong; EncodeError for keys of a wrong size.
    """
    data = bytes(as_octets(octets))
    joiner = Joiner(Keys(key, authentication_key, system_title, unchecked), len(data))
    if not data:
        raise TelegramError("", 0, "a telegram", "no octets")
    carrier = carrier_of(data)
    if carrier:
        return _framed(carrier, data, joiner)
    readings: dict[str, Callable[[Piece], Telegram]] = {}
    if is_apdu(data):
        readings["an APDU"] = lambda piece: _whole(joiner.apdus(piece), joiner, data)
    if data[0] <= 0x21 or data[0] == 0xFF:
        readings["a value alone"] = _value
    if not readings:
        raise TelegramError("", 0, "a frame, an APDU or a value", _shown(data))
    found: list[tuple[str, Telegram]] = []
    wrong: list[TelegramError] = []
    for name, read in readings.items():
        try:
            found.append((name, read(Piece(data, ((0, 0),)))))
        except TelegramError as error:
            wrong.append(error)
    if not found:
        # A tag that is not opened says less than what is wrong with a value.
        raise wrong[0 if data[0] in apdus.OPENED else -1]
    if len(found) > 1:
        both = " and ".join(f"{name} ({each.kind})" for name, each in found)
        raise TelegramError("", 0, "one reading", f"two that both fit: {both}")
    return found[0][1]


def _value(piece: Piece) -> Telegram:
    cursor = Cursor(piece)
    body = apdus.read_value(cursor)
    cursor.end()
    return Telegram("data", (Result(body),))


def _framed(carrier: str, data: bytes, joiner: Joiner) -> Telegram:
    at = 0
    found: Telegram | None = None
    while True:
        if carrier == "hdlc":  # the closing flag, or flags between frames
            while data[at : at + 2] in (b"\x7e", b"\x7e\x7e"):
                at += 1
        if at == len(data):
            return _whole(found, joiner, data)
        if found is not None:
            raise TelegramError(
                "",
                at,
                "the end",
                f"more behind {found.kind}: TelegramReader reads several",
            )
        try:
            frame, at = frame_at(carrier, data, at)
        except (Short, Damaged) as error:
            raise plain(error) from None
        found = joiner.frame(frame)


def _whole(found: Telegram | None, joiner: Joiner, data: bytes) -> Telegram:
    if found is None:
        missing = joiner.missing or "a frame with an APDU"
        raise TelegramError("", len(data), missing, "the end")
    return found


def _shown(data: bytes) -> str:
    start = data[:4].hex(" ").upper()
    if len(data) > 3 and not data.strip(b"0123456789abcdefABCDEF \t\r\n:"):
        return f"{start}: hexadecimal digits as text, see bytes.fromhex"
    return start
