"""Pushes of a stream, which may begin anywhere and have noise in it."""

from __future__ import annotations

from ..errors import CosemError
from ..telegram import TelegramReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..telegram import Telegram
    from .items import Push

__all__ = ["PushReader"]


class PushReader:
    """Reads pushes from octets as they come in, in chunks of any size.

    `read` makes a push of a telegram; `options` are those of `TelegramReader`, which finds
    the telegrams, and whose memory this has. One thread at a time may use a reader.
    """

    __slots__ = ("_read", "_telegrams")

    def __init__(self, read: Callable[[Telegram], Push], **options: Any) -> None:
        self._read = read
        self._telegrams = TelegramReader(**options)

    def feed(self, chunk: bytes | bytearray | memoryview) -> list[Push | CosemError]:
        """What ends within this chunk: pushes, and errors for what is none.

        Raises DecodeError when it is given something else than octets.
        """
        return [*map(self._pushed, self._telegrams.feed(chunk))]

    def finish(self) -> list[Push | CosemError]:
        """The end of the stream: what it had begun is told. Then a new one may start."""
        return [*map(self._pushed, self._telegrams.finish())]

    def _pushed(self, found: Telegram | CosemError) -> Push | CosemError:
        if isinstance(found, CosemError):
            return found
        try:
            return self._read(found)
        except CosemError as error:
            return error
