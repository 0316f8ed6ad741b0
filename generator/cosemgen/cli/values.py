"""Decoded values as trees for people and as JSON for programs.

In JSON, an octet-string is upper-case hexadecimal, a logical name its readable code, a
bit-string its bits, an enumeration its number, a structure an object.  What the type
leaves open, as a CHOICE does, is an object with one member, named as the data type that
was sent: `{"long-unsigned": 2305}`.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from cosem_runtime import (
    BitFlags,
    BitString,
    CompactArray,
    Date,
    DateTime,
    Obis,
    OpenIntEnum,
    Structure,
    Time,
)
from cosem_runtime.interface import AttributeSpec
from cosem_runtime.octets import MeaningfulOctets
from cosem_runtime.types import (
    ANY,
    ANY_STRUCTURE,
    SIMPLE,
    ArrayType,
    ChoiceType,
    CompactArrayType,
    StructureType,
)
from cosem_runtime.types.base import DataType
from cosem_runtime.values import DontCare
from cosem_runtime.wire import TAG_NAMES

from .page import Tree

_OPEN: Final = (ANY, SIMPLE)
_READABLE: Final = (Obis, DateTime, Date, Time, MeaningfulOctets)
"""Octets whose `str()` says what they mean."""


def tree(label: str, value: Any, spec: AttributeSpec | None = None) -> Tree:
    """A value with names, types and units; without an attribute's facts, any Data."""
    root = _tree(label, value, spec.type if spec else ANY)
    if spec and spec.unit and root.text:
        root.text += f" {spec.unit}"
    return root


def dump(value: Any, kind: DataType) -> str:
    """A value as JSON, in the form that `cosemgen export jsonschema` describes."""
    return json.dumps(_json(value, kind), indent=2, ensure_ascii=True)


# ---------------------------------------------------------------- walking


def _parts(value: Any, kind: DataType) -> list[tuple[str, Any, DataType]] | None:
    """Label, value and type of each part; None for a value without parts."""
    if isinstance(value, Structure):
        return [(name, getattr(value, name), each) for name, each in value.TYPE.fields]
    if isinstance(value, tuple):
        if isinstance(kind, StructureType):
            pairs = zip(kind.fields, value, strict=True)
            return [(name, item, each) for (name, each), item in pairs]
        return [(f"[{at}]", item, ANY) for at, item in enumerate(value)]
    if isinstance(value, (list, CompactArray)):
        element: DataType = ANY
        if isinstance(kind, (ArrayType, CompactArrayType)) and kind.element:
            element = kind.element
        return [(f"[{at}]", item, element) for at, item in enumerate(value)]
    return None


def _is_open(kind: DataType) -> bool:
    return isinstance(kind, ChoiceType) or kind in _OPEN


def _encoded(value: Any, kind: DataType) -> bytes:
    out = bytearray()
    kind.encode(value, out)
    return bytes(out)


def _alternative(value: Any, kind: DataType) -> DataType:
    """Which alternative of a CHOICE a value is; any other type is itself."""
    from cosem_runtime import EncodeError

    if not isinstance(kind, ChoiceType):
        return kind
    octets = _encoded(value, kind)
    for alternative in kind.alternatives:
        try:
            if _encoded(value, alternative) == octets:
                return _alternative(value, alternative)
        except EncodeError:
            continue
    return ANY


# ---------------------------------------------------------------- trees


def _tree(label: str, value: Any, kind: DataType) -> Tree:
    kind = _alternative(value, kind)
    parts = _parts(value, kind)
    if parts is None:
        return Tree(label, _type_name(value, kind), _text(value))
    return Tree(
        label,
        _type_name(value, kind),
        "" if parts else "empty",
        [_tree(*part) for part in parts],
    )


def _type_name(value: Any, kind: DataType) -> str:
    if kind in (*_OPEN, ANY_STRUCTURE):
        return TAG_NAMES[_encoded(value, kind)[0]]
    return kind.name


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, OpenIntEnum):
        symbol = getattr(value, "symbol", "")
        return f"{value.name} ({int(value)}){f' {symbol}' if symbol else ''}"
    if isinstance(value, _READABLE):
        return str(value)
    if isinstance(value, bytes):
        return value.hex(" ").upper() or "empty"
    if isinstance(value, BitFlags):
        return f"{value} (0x{int(value):02X})"
    if isinstance(value, BitString):
        names = ", ".join(value.names())
        return f"{value}{f' ({names})' if names else ''}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
    return str(value)


# ---------------------------------------------------------------- JSON


def _json(value: Any, kind: DataType) -> Any:
    if _is_open(kind):
        name = TAG_NAMES[_encoded(value, kind)[0]]
        return {name: _closed(value, _alternative(value, kind))}
    return _closed(value, kind)


def _closed(value: Any, kind: DataType) -> Any:
    parts = _parts(value, kind)
    if parts is not None:
        if isinstance(value, Structure):
            return {name: _json(item, each) for name, item, each in parts}
        return [_json(item, each) for _, item, each in parts]
    if value is None or isinstance(value, DontCare):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, BitString):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        # JSON has no word for these.
        return value if math.isfinite(value) else str(float(value))
    if isinstance(value, Obis):
        return str(value)
    if isinstance(value, bytes):
        return value.hex().upper()
    return str(value)
