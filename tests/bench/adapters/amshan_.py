"""amshan: its frame reader, and the decoder that it finds by trying."""

from __future__ import annotations

import logging
from typing import Any

from han.autodecoder import AutoDecoder
from han.hdlc import HdlcFrameReader

PACKAGE = "amshan"

_decoder = AutoDecoder()
logging.disable()


def _read(frame: bytes) -> Any:
    (message,) = HdlcFrameReader(use_octet_stuffing=False).read(frame)
    return _decoder.decode_message(message)


# Each runs long enough for the decoder to know its list.
read_structures = read_pairs = _read


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    time = result["meter_datetime"].isoformat()
    numbers = [value for value in result.values() if isinstance(value, (int, float))]
    return [time, *(round(value, 6) for value in numbers)]
