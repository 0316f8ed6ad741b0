"""What reads a meter: six functions of a client, with octets in and out.

A client that users have installed becomes a transport by a small module of its own (entry-point group
`cosem.transports`). Nothing here knows of frames, ciphering or blocks: those are the client's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from cosem_runtime import CosemError, Obis

from ..dumps import CONFORMANCE

__all__ = [
    "Answer",
    "Attribute",
    "Negotiated",
    "Negotiating",
    "NotSupportedError",
    "Selection",
    "Transport",
    "TransportError",
]


class TransportError(CosemError):
    """The client got no answer, or none that it understands; the meter said nothing of the attribute.

    Where `broken` is true the association is lost, and `open` makes a new one. Where `final` is
    true, too, the next attempt would end as this one did, and may do harm: meters lock out who
    comes with a wrong key again and again.
    """

    def __init__(
        self, message: str, *, broken: bool = True, final: bool = False
    ) -> None:
        super().__init__(message)
        self.broken = broken
        self.final = final


class NotSupportedError(TransportError):
    """The client has no way to ask for that; the association goes on."""

    def __init__(self, message: str) -> None:
        super().__init__(message, broken=False)


class Selection(NamedTuple):
    """Selective access: the selector, and its parameter as A-XDR."""

    selector: int
    parameter: bytes


class Attribute(NamedTuple):
    """An attribute of an object, or a part of it."""

    class_id: int
    logical_name: Obis
    number: int
    selection: Selection | None = None


class Answer(NamedTuple):
    """What a meter answered: a result (0 is success), and octets where there are any.

    The result is the data-access-result of GET and SET, the action-result of ACTION
    (IEC 62056-5-3, 9.5). `octets` are A-XDR, of what an action returns without its choice tag.
    """

    result: int
    octets: bytes | None = None


@runtime_checkable
class Transport(Protocol):
    """A client with an association. Each call waits for its answer; none is made while another runs.

    A refusal is an `Answer`; TransportError is for what no meter answers.
    """

    def open(self) -> None:
        """Connect and associate. After a break that is not final it is called again."""

    def get(self, attribute: Attribute) -> Answer:
        """Read an attribute, over as many blocks as it takes."""

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        """Read several in one request. Raises NotSupportedError where the client cannot."""

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        """Write an attribute."""

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        """Invoke a method."""

    def close(self) -> None:
        """Release the association and disconnect; raises nothing, also where there is neither."""


class Negotiated(NamedTuple):
    """What client and meter agreed on: 24 bits, the first one highest, and the longest APDU."""

    conformance: int
    max_pdu: int

    @property
    def services(self) -> tuple[str, ...]:
        """The bits that are set, names of `CONFORMANCE` of dumps."""
        last = len(CONFORMANCE) - 1
        bits = ((name, last - at) for at, name in enumerate(CONFORMANCE))
        return tuple(name for name, bit in bits if self.conformance >> bit & 1)


@runtime_checkable
class Negotiating(Protocol):
    """A transport that also tells what its association has negotiated; it need not."""

    def negotiated(self) -> Negotiated:
        """What the last `open` has negotiated."""
