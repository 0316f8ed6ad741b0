"""Data-access-results and action-results that are given, by their numbers."""

from __future__ import annotations

from typing import Final

from cosem_runtime.telegram.apdus import RESULTS

__all__ = [
    "BLOCK_NUMBER_INVALID",
    "CLASS_INCONSISTENT",
    "HARDWARE_FAULT",
    "NO_LONG_GET",
    "NO_LONG_SET",
    "OBJECT_UNDEFINED",
    "OTHER_REASON",
    "READ_WRITE_DENIED",
    "SUCCESS",
    "TEMPORARY_FAILURE",
    "TYPE_UNMATCHED",
    "number",
]

_NUMBERS: Final = {name: code for code, name in RESULTS.items()}


def number(name: str) -> int:
    """The number of a result by its name, as dumps have it: also `result 99`."""
    found = _NUMBERS.get(name)
    return int(name.removeprefix("result ")) if found is None else found


SUCCESS: Final = number("success")
HARDWARE_FAULT: Final = number("hardware-fault")
TEMPORARY_FAILURE: Final = number("temporary-failure")
READ_WRITE_DENIED: Final = number("read-write-denied")
OBJECT_UNDEFINED: Final = number("object-undefined")
CLASS_INCONSISTENT: Final = number("object-class-inconsistent")
TYPE_UNMATCHED: Final = number("type-unmatched")
NO_LONG_GET: Final = number("no-long-get-in-progress")
NO_LONG_SET: Final = number("no-long-set-in-progress")
BLOCK_NUMBER_INVALID: Final = number("data-block-number-invalid")
OTHER_REASON: Final = number("other-reason")
