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
from cosem_runtime.octets import MeaningfulOctets, Text
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
SECRET: Final = "... (secret)"
LAST_MEDIUM: Final = 15
"""Value group A of an OBIS code is four bits."""


def tree(
    label: str,
    value: Any,
    kind: DataType = ANY,
    *,
    unit: str | None = None,
    secret: bool = False,
    show_secrets: bool = False,
) -> Tree:
    """A value with names, types and units; without a type, any Data.

    What is secret, the whole value or members of structures, is only hinted at.
    """
    if secret and not show_secrets:
        return Tree(label, kind.name, SECRET)
    root = _tree(label, value, kind, show_secrets)
    if unit and root.text:
        root.text += f" {unit}"
    return root


# ---------------------------------------------------------------- walking


def _parts(value: Any, kind: DataType) -> list[tuple[str, Any, DataType]] | None:
    """Label, value and type of each part; None for a value without parts."""
    if isinstance(value, Structure):
        return [(name, getattr(value, name), each) for name, each in value.TYPE.fields]
    if isinstance(value, tuple):
        if isinstance(kind, StructureType):
            pairs = zip(kind.fields, value, strict=False)
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
    try:
        octets = _encoded(value, kind)
    except EncodeError:
        return ANY  # what came is not as it should be
    for alternative in kind.alternatives:
        try:
            if _encoded(value, alternative) == octets:
                return _alternative(value, alternative)
        except EncodeError:
            continue
    return ANY


# ---------------------------------------------------------------- trees


def _tree(label: str, value: Any, kind: DataType, show_secrets: bool) -> Tree:
    kind = _alternative(value, kind)
    parts = _parts(value, kind)
    if parts is None:
        text = told(value)
        if kind in _OPEN and _may_be_code(value):
            text += f" (perhaps {Obis(value)})"
        return Tree(label, _type_name(value, kind), text)
    hidden = () if show_secrets else _secret(value, kind)
    return Tree(
        label,
        _type_name(value, kind),
        "" if parts else "empty",
        [
            (
                Tree(name, _type_name(item, each), SECRET)
                if name in hidden
                else _tree(name, item, each, show_secrets)
            )
            for name, item, each in parts
        ],
    )


def has_secrets(value: Any, kind: DataType) -> bool:
    """Whether members of a value are secret."""
    kind = _alternative(value, kind)
    parts = _parts(value, kind) or ()
    return bool(_secret(value, kind)) or any(
        has_secrets(item, each) for _, item, each in parts
    )


def may_have_secrets(kind: DataType) -> bool:
    """Whether values of a type may have members that are secret."""
    if isinstance(kind, StructureType) and kind.secret:
        return True
    return any(map(may_have_secrets, kind.inner()))


def _secret(value: Any, kind: DataType) -> tuple[str, ...]:
    """Members that are secret."""
    if isinstance(value, Structure):
        return value.TYPE.secret
    return kind.secret if isinstance(kind, StructureType) else ()


def _may_be_code(value: Any) -> bool:
    """Whether octets of which nothing is known look like the OBIS code of an object."""
    return (
        type(value) is bytes
        and len(value) == 6
        and value[0] <= LAST_MEDIUM
        and value[5] == 0xFF
    )


def _type_name(value: Any, kind: DataType) -> str:
    from cosem_runtime import EncodeError

    if kind in (*_OPEN, ANY_STRUCTURE):
        try:
            return TAG_NAMES[_encoded(value, kind)[0]]
        except EncodeError:
            return "" if kind is ANY else kind.name
    return kind.name


def told(value: Any) -> str:
    """A single value in a few characters."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, OpenIntEnum):
        symbol = getattr(value, "symbol", "")
        return f"{value.name} ({int(value)}){f' {symbol}' if symbol else ''}"
    if isinstance(value, Text):
        return _quoted(str(value)) if _is_utf8(value) else value.hex(" ").upper()
    if isinstance(value, _READABLE):
        return str(value)
    if isinstance(value, bytes):
        return _octets(value)
    if isinstance(value, BitFlags):
        return f"{value} (0x{int(value):02X})"
    if isinstance(value, BitString):
        names = ", ".join(value.names())
        return f"{value}{f' ({names})' if names else ''}"
    if isinstance(value, str):
        return _quoted(value)
    return str(value)


def _octets(value: bytes) -> str:
    """`41 42 "AB"`: in hexadecimal, and as text where all of it is printable."""
    shown = value.hex(" ").upper() or "empty"
    if value and all(0x20 <= octet < 0x7F for octet in value):
        return f"{shown} {_quoted(value.decode('ascii'))}"
    return shown


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _quoted(text: str) -> str:
    """Text that a terminal can only take for text."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)
