"""The fixed words of the language: common data types, meanings, rules and who may write which class id.

What a spec file can name without defining it.  The tables are data, so that the compiler, the documentation and the
targets say the same about each word.
"""

from __future__ import annotations

from .data_types import (
    COMPLEX_TYPES,
    OPEN_CHOICES,
    RESERVED_TYPE_NAMES,
    SIMPLE_TYPES,
    PythonType,
    SimpleType,
)
from .identifiers import (
    CLASS_RANGES,
    MAX_NUMBER,
    MAX_SHORT_NAME,
    STANDARD_PACKAGE,
    Writers,
)
from .meanings import MEANINGS, STRUCTURE_MEANINGS, Meaning
from .references import REFERENCES, Role
from .rules import RULES, Parameter, RuleEntry

__all__ = [
    "CLASS_RANGES",
    "COMPLEX_TYPES",
    "MAX_NUMBER",
    "MAX_SHORT_NAME",
    "MEANINGS",
    "OPEN_CHOICES",
    "REFERENCES",
    "RESERVED_TYPE_NAMES",
    "RULES",
    "SIMPLE_TYPES",
    "STANDARD_PACKAGE",
    "STRUCTURE_MEANINGS",
    "Meaning",
    "Parameter",
    "PythonType",
    "Role",
    "RuleEntry",
    "SimpleType",
    "Writers",
]
