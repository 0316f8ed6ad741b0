"""One attribute after another over a transport: timed, unhurried, and again after a break."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from cosem_runtime.telegram.apdus import RESULTS

from ..dumps import LINE_LIMIT, Value
from .transport import Answer, Attribute, Transport, TransportError

__all__ = ["LONGEST", "Reader"]

LONGEST: Final = (LINE_LIMIT - 64 * 1024) // 2
"""Octets of a value that a line of a dump has room for."""
_WAITS: Final = (1, 2, 5, 10, 30)
"""Seconds before each attempt at a new association."""
_TRIES: Final = 2
"""How often an attribute is asked for that ends the association."""
_BREAKS: Final = 10
"""Attributes in a row that end it: then it is not them, and nothing more is asked for."""


class Reader:
    """Reads through a transport, and does nothing else: no SET and no ACTION is asked for here.

    `pause` is the least time between an answer and the next request, in seconds.
    """

    def __init__(
        self,
        transport: Transport,
        pause: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._pause = pause
        self._sleep = sleep
        self._rested = 0.0  # on the monotonic clock, when the next request may go
        self._broken = 0  # attributes in a row
        self._open = False

    def close(self) -> None:
        """Release and disconnect."""
        self._transport.close()

    def read(self, attribute: Attribute) -> Value:
        """What came of reading an attribute, or a part of it.

        Where the association breaks, a new one is made and the reading tried once more; a
        second break is what came of it. The first reading connects. Raises TransportError where
        no association can be made, or none any more; what is final is not tried again.
        """
        if not self._open:
            self._transport.open()
            self._open = True
        for left in reversed(range(_TRIES)):
            self._rest()
            began, start = datetime.now(UTC), time.monotonic()
            came, broken = self._tried(attribute)
            seconds = time.monotonic() - start
            if broken is not None:
                if not left:
                    self._broken += 1
                self._again(broken)
            self._rested = time.monotonic() + self._pause
            if broken is None:
                self._broken = 0
                break
        value = Value(
            attribute.number,
            started=began,
            seconds=round(seconds, 6),
            **came,
        )
        if attribute.selection is None:
            return value
        selector, parameter = attribute.selection
        return replace(value, selector=selector, parameter=parameter)

    def _tried(
        self, attribute: Attribute
    ) -> tuple[dict[str, Any], TransportError | None]:
        """What came of asking once, and what broke the association; raises what is final."""
        try:
            return _came(self._transport.get(attribute)), None
        except TransportError as error:
            if error.broken and error.final:
                raise
            return {"failure": str(error)}, error if error.broken else None

    def _rest(self) -> None:
        left = self._rested - time.monotonic()
        if left > 0:
            self._sleep(left)

    def _again(self, error: TransportError) -> None:
        """Make a new association."""
        if self._broken >= _BREAKS:
            raise TransportError(
                f"{_BREAKS} readings in a row have ended the association, the last one by: {error}"
            )
        self._transport.close()
        for wait in _WAITS:
            self._sleep(wait)
            try:
                self._transport.open()
                return
            except TransportError as again:
                if again.final:
                    raise TransportError(
                        f"the association broke, and there is no new one: {again}",
                        final=True,
                    ) from again
                error = again
        raise TransportError(
            f"the association broke, and {len(_WAITS)} attempts made no new one: {error}"
        )


def _came(answer: Answer) -> dict[str, Any]:
    """The members of a value that an answer fills."""
    result, octets = answer
    if octets is not None and len(octets) > LONGEST:
        return {
            "failure": f"{len(octets)} octets came, and a dump holds {LONGEST} of a value"
        }
    if result:
        name = RESULTS.get(result, f"result {result}")
        return {"result": name, "reply": octets}
    if octets is None:
        return {"failure": "success without a value"}
    return {"octets": octets}
