"""Decoded values as trees for people and as JSON for programs."""

from __future__ import annotations

import json
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
from cosem_runtime.jsonvalues import to_json
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
    return json.dumps(to_json(value, kind), indent=2)


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
