"""From octets as they come to the values in them: frames, ciphering, APDUs.

`open` takes what came, whole: HDLC frames, wired M-Bus frames, the wrapper of TCP and UDP,
or an APDU alone, ciphered or not. It gives a `Telegram`, whose `body` is the octets of an
A-XDR value for `cosem.axdr.decode` or the `decode` of an attribute, and whose `layers` say
what it came in. `TelegramReader` does so for a stream.

Ciphered telegrams are deciphered with `pip install "cosem[crypto]"` and a key. What is here
opens what a meter sends; it does not ask, and keeps no association.

    >>> from cosem import axdr, telegram
    >>> found = telegram.open(bytes.fromhex("C4 01 C1 00 02 02 0F FE 16 23"))
    >>> found.kind, axdr.decode(found.body)
    ('get-response-normal', (Integer(-2), Enum(35)))
"""

from __future__ import annotations

from .errors import CipherError, TelegramError
from .layers import (
    AttributeReference,
    BlockTransfer,
    Ciphering,
    Hdlc,
    Layer,
    MBus,
    Result,
    Telegram,
    Wrapper,
)
from .opening import open
from .reader import TelegramReader

__all__ = [
    "AttributeReference",
    "BlockTransfer",
    "CipherError",
    "Ciphering",
    "Hdlc",
    "Layer",
    "MBus",
    "Result",
    "Telegram",
    "TelegramError",
    "TelegramReader",
    "Wrapper",
    "open",
]
