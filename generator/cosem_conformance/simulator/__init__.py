"""A meter that is not there: one of a dump, or of what a generated package knows, served to clients.

    >>> import cosem
    >>> from cosem_conformance.live.transport import Attribute
    >>> from cosem_conformance.simulator import of_package
    >>> from cosem_runtime import Obis
    >>> meter = of_package(cosem.CATALOGUE, "cosem")
    >>> meter.view().get(Attribute(3, Obis("1.0.1.8.0.255"), 2))
    Answer(result=0, octets=b'\\x06\\x00\\x00\\x03 ')

A `View` is what a client sees, and is a `Transport` itself; a `Simulator` serves them all over TCP. Values
are octets that `cosem_runtime` reads and writes. Nothing here needs more than the standard library.
"""

from __future__ import annotations

from .faults import KINDS, Fault, FaultError, plant
from .making import PASSWORD, of_dump, of_package
from .objects import SimulatedMeter, SimulatedObject, View
from .profiles import of_profile
from .server import Simulator
from .session import Session

__all__ = [
    "KINDS",
    "PASSWORD",
    "Fault",
    "FaultError",
    "Session",
    "SimulatedMeter",
    "SimulatedObject",
    "Simulator",
    "View",
    "of_dump",
    "of_package",
    "of_profile",
    "plant",
]
