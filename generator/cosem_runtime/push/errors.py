"""What is raised of pushes."""

from __future__ import annotations

from ..errors import DecodeError

__all__ = ["PushError"]


class PushError(DecodeError):
    """The octets are a telegram, but nothing says what its values are, or too much does.

    `offset` counts octets of the value that the telegram brings. `readings` are the names
    of the layouts that fit, where several do and say different things.
    """

    readings: tuple[str, ...] = ()
