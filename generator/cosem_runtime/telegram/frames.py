"""Frames: HDLC, wired M-Bus, and the wrapper of TCP and UDP.

`frame_at` reads one frame. A `Short` is raised where it goes on behind the octets that are
there, `Damaged` where it is a frame by its start, but not as a whole.
"""

from __future__ import annotations

from binascii import crc_hqx

from ..errors import counted
from .errors import TelegramError
from .layers import Hdlc, MBus, Wrapper
from .pieces import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, TypeAlias

    from .layers import Layer

    Octets: TypeAlias = bytes | bytearray

__all__ = ["FRAMES", "Damaged", "Frame", "Short", "carrier_of", "frame_at", "plain"]

FLAG: Final = 0x7E
_LONG_FRAME: Final = 0x68
_STOP: Final = 0x16
_WRAPPER_HEADER: Final = 8
_MBUS_LEAST: Final = 5
"""Control, address, control information and two access points are in each frame."""


class Short(TelegramError):
    """The octets end before the frame does; it has `needed` octets at the least."""

    needed: int = 0


class Damaged(TelegramError):
    """The start of a frame is right, and the rest of it is not."""


def plain(error: TelegramError) -> TelegramError:
    """The same error, of the class that others know."""
    return TelegramError(error.reason, error.offset, error.expected, error.found)


class Frame:
    """One frame: what it carries, and how that goes together with other frames'.

    `payload` is None where it carries no part of an APDU. `number` counts the frames of a
    message from 0 where the carrier does so; `more` says that another belongs to it.
    """

    __slots__ = ("_layer", "more", "number", "payload", "remark", "route")

    def __init__(
        self,
        layer: Callable[[int], Layer],
        route: tuple[object, ...],
        payload: Piece | None,
        *,
        number: int | None = None,
        more: bool = False,
        remark: str = "",
    ) -> None:
        self._layer = layer
        self.route: tuple[object, ...] = route
        self.payload: Piece | None = payload
        self.number: int | None = number
        self.more: bool = more
        self.remark: str = remark

    def layer(self, frames: int) -> Layer:
        """The layer that so many such frames are."""
        return self._layer(frames)


def carrier_of(octets: Octets) -> str | None:
    """Whose start it is by its first octets; that it is a frame is yet to be seen."""
    if octets[:1] == b"\x7e":
        return "hdlc"
    if octets[:1] == b"\x68":
        return "m-bus"
    return "wrapper" if octets[:2] == b"\x00\x01" else None


def frame_at(carrier: str, data: Octets, at: int, base: int = 0) -> tuple[Frame, int]:
    """The frame that starts at `at`, and where it ends.

    An HDLC frame ends at its closing flag, which may be the opening one of the next.
    `base` is the place of the first octet of `data`, for errors.
    """
    return FRAMES[carrier](data, at, base)


def _need(data: Octets, at: int, end: int, base: int, what: str) -> None:
    if end > len(data):
        error = Short(
            f"{what} is cut short",
            base + len(data),
            counted(end - at, "octet"),
            counted(len(data) - at, "octet"),
        )
        error.needed = end - at
        raise error


# ---- HDLC


_MIRRORED: Final = bytes(int(f"{octet:08b}"[::-1], 2) for octet in range(256))
"""Each octet with its bits the other way round."""


def checksum(octets: Octets) -> bytes:
    """The check sequence of HDLC (HCS and FCS) as it is sent.

    It is the CRC of `crc_hqx`, which takes the high bit first where HDLC takes the low one.
    """
    crc = crc_hqx(octets.translate(_MIRRORED), 0xFFFF) ^ 0xFFFF
    return crc.to_bytes(2, "big").translate(_MIRRORED)


def _hdlc(data: Octets, at: int, base: int) -> tuple[Frame, int]:
    what = "the HDLC frame"
    _need(data, at, at + 3, base, what)
    start = at + 1
    format_field = data[start] << 8 | data[start + 1]
    if format_field >> 12 != 0xA:
        raise TelegramError(
            what, base + start, "frame format type 3 (A.)", f"{data[start]:02X}"
        )
    length = format_field & 0x7FF
    end = start + length
    # Format, two addresses, control field and check sequence.
    if length < 7:
        raise TelegramError(what, base + start, "a length of 7 or more", f"{length}")
    destination, source_at = _address(data, start + 2, end, base)
    source, control_at = _address(data, source_at, end, base)
    _need(data, at, control_at + 1, base, what)
    control = data[control_at]
    after = control_at + 1
    body = after
    if end - after != 2:
        body = after + 2
        if end - body < 3:
            raise TelegramError(
                what, base + start, "a length with room for both checks", f"{length}"
            )
        _need(data, at, body, base, what)
        header = checksum(data[start:after])
        if data[after:body] != header:
            raise TelegramError(
                f"{what}'s header check (HCS)",
                base + after,
                _hex(header),
                _hex(data[after:body]),
            )
    _need(data, at, end + 1, base, what)
    if data[end] != FLAG:
        raise Damaged(f"{what}'s end", base + end, "the flag 7E", f"{data[end]:02X}")
    check = checksum(data[start : end - 2])
    if data[end - 2 : end] != check:
        raise Damaged(
            f"{what}'s check (FCS)",
            base + end - 2,
            _hex(check),
            _hex(data[end - 2 : end]),
        )
    # I and UI frames carry what is above; the others negotiate and acknowledge.
    carries = not control & 0x01 or control & 0xEF == 0x03
    payload = (
        Piece(bytes(data[body : end - 2]), ((0, base + body),))
        if carries and body > after
        else None
    )
    frame = Frame(
        lambda frames: Hdlc(destination, source, control, frames),
        ("hdlc", destination, source),
        payload,
        more=bool(format_field & 0x800),
    )
    return frame, end


def _address(data: Octets, at: int, end: int, base: int) -> tuple[tuple[int, ...], int]:
    """An address, and where it ends: with the first octet whose last bit is set."""
    for size in (1, 2, 3, 4):
        if at + size >= end:
            break
        _need(data, at, at + size, base, "the HDLC address")
        if data[at + size - 1] & 1:
            if size == 3:
                break
            bits = [octet >> 1 for octet in data[at : at + size]]
            if size == 4:
                bits = [bits[0] << 7 | bits[1], bits[2] << 7 | bits[3]]
            return tuple(bits), at + size
    raise TelegramError(
        "",
        base + at,
        "an HDLC address of 1, 2 or 4 octets",
        _hex(data[at : min(at + 4, end)]),
    )


# ---- M-Bus


def _mbus(data: Octets, at: int, base: int) -> tuple[Frame, int]:
    what = "the M-Bus frame"
    _need(data, at, at + 4, base, what)
    start = data[at : at + 4]
    if start[0] != start[3] or start[1] != start[2]:
        raise TelegramError(what, base + at, "68 L L 68", _hex(start))
    length = start[1]
    remark = ""
    if length < _MBUS_LEAST:
        # One maker sends frames of more than 255 octets, and the length without what
        # is beyond an octet. The stop octet and the checksum tell whether it is so.
        length += 256
        remark = f"the M-Bus length {length} is written as {start[1]}"
    first = at + 4
    _need(data, at, first + 3, base, what)
    control, address, information = data[first : first + 3]
    if information & 0xE0:
        raise TelegramError(
            f"{what}'s control information",
            base + first + 2,
            "00 to 1F, a segment of an APDU",
            f"{information:02X}",
        )
    end = first + length + 2
    _need(data, at, end, base, what)
    total = sum(data[first : end - 2]) & 0xFF
    if data[end - 1] != _STOP:
        raise Damaged(f"{what}'s end", base + end - 1, "16", f"{data[end - 1]:02X}")
    if data[end - 2] != total:
        raise Damaged(
            f"{what}'s checksum",
            base + end - 2,
            f"{total:02X}",
            f"{data[end - 2]:02X}",
        )
    source, destination = data[first + 3 : first + 5]
    body = first + 5
    frame = Frame(
        lambda frames: MBus(control, address, source, destination, frames),
        ("m-bus", address, source, destination),
        Piece(bytes(data[body : end - 2]), ((0, base + body),)),
        number=information & 0x0F,
        more=not information & 0x10,
        remark=remark,
    )
    return frame, end


# ---- wrapper


def _wrapper(data: Octets, at: int, base: int) -> tuple[Frame, int]:
    what = "the wrapper"
    if data[at : at + 2] not in (b"\x00\x01", b"\x00"):
        raise TelegramError(what, base + at, "version 0001", _hex(data[at : at + 2]))
    _need(data, at, at + _WRAPPER_HEADER, base, what)
    source, destination, length = (
        int.from_bytes(data[at + start : at + start + 2], "big") for start in (2, 4, 6)
    )
    if not length:
        raise TelegramError(what, base + at + 6, "a length above 0", "0")
    body = at + _WRAPPER_HEADER
    end = body + length
    _need(data, at, end, base, what)
    frame = Frame(
        lambda frames: Wrapper(source, destination, frames),
        ("wrapper", source, destination),
        Piece(bytes(data[body:end]), ((0, base + body),)),
    )
    return frame, end


def _hex(octets: Octets) -> str:
    return octets.hex(" ").upper() or "nothing"


FRAMES: Final = {"hdlc": _hdlc, "m-bus": _mbus, "wrapper": _wrapper}
"""How a frame of each carrier is read."""
