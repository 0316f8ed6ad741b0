"""Type descriptors: what an attribute, member or parameter is, and its codec.

A generated module names them as `t.LONG_UNSIGNED`, `t.ArrayType(...)`, and so on.

A module outside of this package imports it before any module in it. Two threads, one of
which starts with the package and the other with a module, wait for each other.
"""

from __future__ import annotations

from .base import DataType
from .choices import ANY, ANY_STRUCTURE, SIMPLE, ChoiceType, CompactArrayType
from .coded import BitsType, EnumType
from .meanings import (
    IPV4_ADDRESS,
    IPV6_ADDRESS,
    LOGICAL_NAME,
    MAC_ADDRESS,
    OBJECT_IDENTIFIER,
    OCTET_DATE,
    OCTET_DATE_TIME,
    OCTET_TIME,
    TEXT,
    OrEmpty,
)
from .primitives import (
    BCD,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DELTA_DOUBLE_LONG,
    DELTA_DOUBLE_LONG_UNSIGNED,
    DELTA_INTEGER,
    DELTA_LONG,
    DELTA_LONG_UNSIGNED,
    DELTA_UNSIGNED,
    DONT_CARE,
    DOUBLE_LONG,
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    FLOAT32,
    FLOAT64,
    INTEGER,
    IPV4_NUMBER,
    LONG,
    LONG64,
    LONG64_UNSIGNED,
    LONG_UNSIGNED,
    NULL_DATA,
    TIME,
    UNSIGNED,
    Ranged,
)
from .strings import BIT_STRING, OCTET_STRING, UTF8_STRING, VISIBLE_STRING, Sized
from .structures import ArrayType, SharedStructureType, StructureType

__all__ = [
    "ANY",
    "ANY_STRUCTURE",
    "BCD",
    "BIT_STRING",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DELTA_DOUBLE_LONG",
    "DELTA_DOUBLE_LONG_UNSIGNED",
    "DELTA_INTEGER",
    "DELTA_LONG",
    "DELTA_LONG_UNSIGNED",
    "DELTA_UNSIGNED",
    "DONT_CARE",
    "DOUBLE_LONG",
    "DOUBLE_LONG_UNSIGNED",
    "ENUM",
    "FLOAT32",
    "FLOAT64",
    "INTEGER",
    "IPV4_ADDRESS",
    "IPV4_NUMBER",
    "IPV6_ADDRESS",
    "LOGICAL_NAME",
    "LONG",
    "LONG64",
    "LONG64_UNSIGNED",
    "LONG_UNSIGNED",
    "MAC_ADDRESS",
    "NULL_DATA",
    "OBJECT_IDENTIFIER",
    "OCTET_DATE",
    "OCTET_DATE_TIME",
    "OCTET_STRING",
    "OCTET_TIME",
    "SIMPLE",
    "TEXT",
    "TIME",
    "UNSIGNED",
    "UTF8_STRING",
    "VISIBLE_STRING",
    "ArrayType",
    "BitsType",
    "ChoiceType",
    "CompactArrayType",
    "DataType",
    "EnumType",
    "OrEmpty",
    "Ranged",
    "SharedStructureType",
    "Sized",
    "StructureType",
]
