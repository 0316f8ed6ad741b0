"""Frames to messages, messages to telegrams: what comes in parts is put together."""

from __future__ import annotations

from ..errors import counted
from . import apdus
from .apdus import DataBlock
from .ciphering import SERVICES, decipher
from .errors import TelegramError
from .layers import BlockTransfer, Result, Telegram
from .pieces import Cursor, Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from .ciphering import Keys
    from .frames import Frame
    from .layers import Layer

__all__ = ["MESSAGE_LIMIT", "NESTING_LIMIT", "Joiner", "has_llc", "is_apdu"]

MESSAGE_LIMIT = 1 << 20
"""Octets of a message that comes in parts, all of them together."""
NESTING_LIMIT = 4
"""How often ciphering and block transfer may be within one another."""
_LLC: Final = (b"\xe6\xe7\x00", b"\xe6\xe6\x00")
_BLOCK_TRANSFER: Final = 0xE0
_KNOWN: Final = frozenset({*apdus.OPENED, *apdus.NAMES, *SERVICES, _BLOCK_TRANSFER})


def has_llc(octets: bytes) -> bool:
    """Whether octets begin with what HDLC has before an APDU."""
    return octets[:3] in _LLC


def is_apdu(octets: bytes) -> bool:
    """Whether octets begin as an APDU does, or with what HDLC has before one."""
    return has_llc(octets) or (octets[:1] != b"" and octets[0] in _KNOWN)


class Joiner:
    """Takes frames or APDUs one by one, and gives a telegram when one is whole."""

    def __init__(self, keys: Keys, limit: int = MESSAGE_LIMIT) -> None:
        self._keys = keys
        self._limit = limit
        self.reset()

    def reset(self) -> None:
        """Forget what has come of the message."""
        self._route: tuple[object, ...] = ()
        """Which frames the telegram comes in, once one of them has."""
        self._frames = 0
        self._remarks: dict[str, None] = {}
        self._segments: list[Piece] = []
        self._blocks: list[Piece] = []
        self._depth = 0
        """How deep the transfer is whose blocks these are."""
        self._data: list[DataBlock] = []
        self._size = 0

    @property
    def missing(self) -> str:
        """What is still to come; nothing where no message has begun."""
        if self._segments:
            return f"segment {len(self._segments) + 1} of a message"
        if self._blocks:
            return f"block {len(self._blocks) + 1}"
        return f"data block {len(self._data) + 1}" if self._data else ""

    def frame(self, frame: Frame) -> Telegram | None:
        """The telegram that ends with this frame, if one does."""
        payload = frame.payload
        if payload is None:
            return None
        self._grow(payload)
        first = payload.place(0)
        if self._frames and frame.route != self._route:
            raise TelegramError(
                "", first, f"{self.missing} by the same way", str(frame.layer(1))
            )
        due = len(self._segments) % 16
        if frame.number is not None and frame.number != due:
            raise TelegramError(
                "", first, f"a segment with the number {due}", str(frame.number)
            )
        if self._segments and has_llc(payload.octets) and is_apdu(payload.octets[3:]):
            raise TelegramError("", first, self.missing, "the start of another message")
        self._frames += 1
        self._route = frame.route
        if frame.remark:
            self._remarks[frame.remark] = None
        self._segments.append(payload)
        if frame.more:
            return None
        message = self._joined(self._segments)
        self._segments = []
        try:
            found = self.apdus(message)
        except TelegramError as error:
            error.layers = (frame.layer(self._frames), *error.layers)
            raise
        if found is not None:
            found.layers = (frame.layer(self._frames), *found.layers)
            found.remarks = (*self._remarks, *found.remarks)
            self.reset()
        return found

    def apdus(self, message: Piece) -> Telegram | None:
        """The telegram that ends with this message, if one does."""
        octets = message.octets
        if has_llc(octets):
            message = message.cut(3, len(octets))
        return self._apdus(message, 0)

    def _grow(self, piece: Piece) -> None:
        self._size += len(piece.octets)
        if self._size > self._limit:
            raise TelegramError(
                "the message",
                piece.place(0),
                f"at most {counted(self._limit, 'octet')} (limit=... allows others)",
                "more",
            )

    def _joined(self, pieces: list[Piece]) -> Piece:
        """What was kept, which then is no longer."""
        whole = Piece.join(pieces)
        self._size -= len(whole.octets)
        return whole

    def _apdus(self, piece: Piece, depth: int) -> Telegram | None:
        """One APDU, or blocks of one in a row."""
        cursor = Cursor(piece)
        if not piece.octets:
            raise cursor.error("an APDU", "nothing")
        found = None
        while found is None and cursor.left():
            found = self._apdu(cursor, depth)
        cursor.end()
        return found

    def _apdu(self, cursor: Cursor, depth: int) -> Telegram | None:
        start = cursor.at
        tag = cursor.octets[start]
        if self._blocks and tag != _BLOCK_TRANSFER and depth >= self._depth:
            raise cursor.error(self.missing, f"an APDU with the tag {tag:02X}")
        if tag in SERVICES or tag == _BLOCK_TRANSFER:
            if depth == NESTING_LIMIT:
                raise cursor.error(
                    f"ciphering and block transfer {NESTING_LIMIT} times at most",
                    "once more",
                )
            if tag == _BLOCK_TRANSFER:
                return self._block(cursor, depth)
            layer: Layer
            layer, plain, inner = decipher(cursor, self._keys)
            return self._inner(plain, depth, layer, inner)
        if tag not in apdus.OPENED:
            name = apdus.NAMES.get(tag)
            raise cursor.error(
                "an APDU that brings values or results",
                f"{name} ({tag:02X})" if name else f"{tag:02X}",
            )
        found = apdus.read(cursor)
        if isinstance(found, Telegram):
            if self._data:
                raise cursor.error(self.missing, found.kind, start)
            return found
        return self._data_block(found)

    def _inner(
        self, piece: Piece, depth: int, layer: Layer, tag: int | None = None
    ) -> Telegram | None:
        try:
            if tag is not None and piece.octets[:1] != bytes([tag]):
                found_tag = piece.octets[:1].hex().upper() or "nothing"
                raise Cursor(piece).error(f"an APDU with the tag {tag:02X}", found_tag)
            found = self._apdus(piece, depth + 1)
        except TelegramError as error:
            error.layers = (layer, *error.layers)
            raise
        if found is not None:
            found.layers = (layer, *found.layers)
        return found

    def _block(self, cursor: Cursor, depth: int) -> Telegram | None:
        """A block of general block transfer: control, number, acknowledged, octets."""
        if self._blocks and depth != self._depth:
            raise cursor.error(self.missing, "a block of another transfer")
        self._depth = depth
        start = cursor.at
        cursor.number(1, "an APDU")
        control = cursor.number(1, "block control")
        number = cursor.number(2, "block number")
        cursor.number(2, "acknowledged block number")
        block = cursor.octet_string("a block")
        due = len(self._blocks) + 1
        if number != due:
            raise cursor.error(f"block {due}", f"block {number}", start + 2)
        self._grow(block)
        self._blocks.append(block)
        if not control & 0x80:
            return None
        blocks, self._blocks = self._blocks, []
        layer = BlockTransfer("general-block-transfer", len(blocks))
        return self._inner(self._joined(blocks), depth, layer)

    def _data_block(self, block: DataBlock) -> Telegram | None:
        """A block of a long answer."""
        due = len(self._data) + 1
        expected = f"block {due} of {(self._data or [block])[0].kind}"
        if block.number != due or block.kind != (self._data or [block])[0].kind:
            found = f"block {block.number} of {block.kind}"
            raise TelegramError("", block.piece.place(0), expected, found)
        self._grow(block.piece)
        self._data.append(block)
        if not block.last:
            return None
        blocks, self._data = self._data, []
        octets = self._joined([each.piece for each in blocks]).octets
        layer = BlockTransfer(block.kind, len(blocks))
        return Telegram(block.kind, (Result(octets),), layers=(layer,), **block.of)
