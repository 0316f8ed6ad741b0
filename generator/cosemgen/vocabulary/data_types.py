"""The common data types, and the names that they keep from others.

Tags, sizes and ranges are those of the runtime, which every decoded octet tries.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from cosem_runtime.values import INTEGERS
from cosem_runtime.wire import (
    ARRAY,
    COMPACT_ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    TAG_NAMES,
)

Kind: TypeAlias = Literal[
    "nothing", "truth", "integer", "real", "string", "bits", "moment"
]


class PythonType(NamedTuple):
    """What a type is in Python."""

    descriptor: str
    """Name of what codes its values, in `cosem_runtime.types`."""
    name: str
    """Class of its values."""
    home: str = ""
    """Module of the runtime that has the class; empty for what is built in."""


class SimpleType(NamedTuple):
    """A common data type that is not made of others."""

    name: str
    tag: int
    """A-XDR tag of the type."""
    kind: Kind
    bounds: tuple[int, int] | None
    """Least and greatest value of an integer."""
    octets: int | None
    """Length of the value on the wire where it is fixed."""
    python: PythonType


_BOUNDS: Final = {kind.TAG: (kind.MINIMUM, kind.MAXIMUM) for kind in INTEGERS}
_KINDS: Final[Mapping[str, tuple[Kind, str, str]]] = {
    "null-data": ("nothing", "None", ""),
    "boolean": ("truth", "bool", ""),
    "bit-string": ("bits", "BitString", "bitstring"),
    "octet-string": ("string", "bytes", ""),
    "visible-string": ("string", "str", ""),
    "utf8-string": ("string", "str", ""),
    "float32": ("real", "float", ""),
    "float64": ("real", "float", ""),
    "date-time": ("moment", "DateTime", "datetimes"),
    "date": ("moment", "Date", "datetimes"),
    "time": ("moment", "Time", "datetimes"),
    "dont-care": ("nothing", "DontCare", "values"),
}
"""Kind of a data type that is no integer, and its class in Python."""


def _simple(tag: int, name: str) -> SimpleType:
    kind, python, home = _KINDS.get(name, ("integer", "int", ""))
    descriptor = name.replace("-", "_").upper()
    return SimpleType(
        name,
        tag,
        kind,
        _BOUNDS.get(tag),
        FIXED_SIZES.get(tag),
        PythonType(descriptor, python, home),
    )


COMPLEX_TYPES: Final[Mapping[str, int]] = MappingProxyType(
    {TAG_NAMES[tag]: tag for tag in (ARRAY, STRUCTURE, COMPACT_ARRAY)}
)
"""The common data types that are made of others, with their A-XDR tags."""

SIMPLE_TYPES: Final[Mapping[str, SimpleType]] = MappingProxyType(
    {
        name: _simple(tag, name)
        for tag, name in TAG_NAMES.items()
        if name not in COMPLEX_TYPES
    }
)
"""The common data types by the standard's names (IEC 62056-6-2, 4.1.5)."""

OPEN_CHOICES: Final[Mapping[str, PythonType]] = MappingProxyType(
    {
        "simple": PythonType("SIMPLE", "SimpleData", "values"),
        "any": PythonType("ANY", "AnyData", "values"),
    }
)
"""What `CHOICE of` may be followed by: CHOICEs that the class leaves open."""

RESERVED_TYPE_NAMES: Final = frozenset(
    {*SIMPLE_TYPES, *COMPLEX_TYPES, "CHOICE", *OPEN_CHOICES}
)
"""Names that no named type may take."""
