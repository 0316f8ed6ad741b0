"""What published captures hold that the catalogue does not explain, each with the reason.

Reviewed by hand. The tests want it exact: an entry that no capture needs is a mistake,
just as a complaint that has no entry.
"""

from __future__ import annotations

from typing import Final

_TWICE = (
    "1-0:15.16.0*255 of class 3: listed twice",
    "a slip of the meters: two entries with the same class, name and access rights",
)
_ABSTRACT_ENERGY = (
    "energy in Wh or varh under A=0, abstract: the meter means A=1, as it has for power"
)

UNEXPLAINED: Final[dict[str, dict[str, str]]] = {
    # Object lists of two models.
    "spodes-ol-16": dict([_TWICE]),
    "spodes-ol-17": dict([_TWICE]),
    "spodes-ol-20": dict([_TWICE]),
    # A list pushed to the consumer's port.
    "dp-hdlc_landis_gyr_zmf100-corrected": {
        "0-0:1.8.0*255 is reserved or unknown": _ABSTRACT_ENERGY,
        "0-0:2.8.0*255 is reserved or unknown": _ABSTRACT_ENERGY,
        "0-0:3.8.0*255 is reserved or unknown": _ABSTRACT_ENERGY,
        "0-0:4.8.0*255 is reserved or unknown": _ABSTRACT_ENERGY,
    },
}
"""Capture -> complaint -> why it is as it is."""
