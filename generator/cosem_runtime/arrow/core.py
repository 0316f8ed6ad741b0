"""The compiled core, where there is one: what core.c says, by way of ctypes.

It is plain C that knows nothing of Python, so that one wheel for a system serves all versions. Without it
everything is read as well, by numpy, and slower. `COSEM_NATIVE=0` in the environment leaves it alone.
"""

from __future__ import annotations

import ctypes
import os
import sys
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from . import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["LIBRARY", "Filled", "Profile", "Wanted", "heads", "library", "read"]

LIBRARY = "libcosem_columns" + {"win32": ".dll", "darwin": ".dylib"}.get(
    sys.platform, ".so.1"
)
"""The name of the library beside this module, which is none of a module: `.so` alone would be."""
_SOURCE = Path(__file__).with_name("core.c")

# The numbers of core.c.
VALUES, REALS, TIMES = range(3)
NONE, NUMBERS, OCTETS, TEXT = range(4)
ALL_FIELDS, LOCAL, UTC = range(3)
UNKNOWN_STEP, FIXED_STEP, MONTHS, ODD_STEP = range(4)


class Profile(ctypes.Structure):
    """How rows follow each other."""

    _fields_ = [
        ("step", ctypes.c_int64),
        *((name, ctypes.c_int32) for name in ("step_kind", "direction")),
        *((name, ctypes.c_int32) for name in ("expands", "wide")),
    ]


_FIELDS = {
    **{"deviation": np.int16, "weekday": np.uint8},
    **{"hundredths": np.uint8, "status": np.uint8},
}
"""Those of a time beside its milliseconds."""


class _Column(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("values", "known", "sent", *_FIELDS)),
        ("tags", ctypes.c_uint64),
        ("power", ctypes.c_double),
        *((name, ctypes.c_int32) for name in ("divides", "role", "seen", "is_total")),
        *((name, ctypes.c_int32) for name in ("form", "gaps")),
    ]


class Wanted:
    """What the core is to read of a column: `tags`, as the values that its `role` has."""

    __slots__ = ("column", "role")

    def __init__(
        self,
        role: int,
        tags: Sequence[int],
        *,
        power: float = 0.0,
        divides: bool = False,
        is_total: bool = False,
        form: int = ALL_FIELDS,
    ) -> None:
        self.role = role
        # As the core has it, but for the arrays, which each reading has of its own.
        self.column = _Column(
            tags=sum(1 << tag for tag in {*tags}),
            power=power,
            divides=divides,
            role=role,
            is_total=is_total,
            form=form,
        )


class Filled:
    """A column as the core has filled it.

    `values` has a row each: int64, float64 of REALS. `known` are bits as Arrow has them, None where all are
    known. `fields` are the others of times in ALL_FIELDS, and `sent`.
    """

    __slots__ = ("_data", "fields", "known", "seen", "values")

    def __init__(
        self,
        data: Numbers,
        values: Numbers,
        known: Numbers | None,
        fields: dict[str, Numbers],
        seen: int,
    ) -> None:
        self._data = data
        self.values = values
        self.known = known
        self.fields = fields
        self.seen = seen

    def strings(self) -> tuple[Numbers, Numbers] | None:
        """The contents of all strings and the offsets between them; None where they are too long."""
        core = library()
        count = len(self.values)
        known = self.known
        if known is None:
            known = np.full((count + 7) // 8, 0xFF, np.uint8)
        given = _at(self._data), _at(self.values), _at(known), count
        size = core.cosem_strings(*given, None, None)
        if size > kinds.LONGEST:
            return None
        offsets, contents = np.empty(count + 1, np.int32), np.empty(size + 1, np.uint8)
        core.cosem_strings(*given, _at(offsets), _at(contents))
        return contents[:size], offsets


def heads(
    data: Numbers, starts: Numbers, ends: Numbers, wide: int
) -> tuple[Numbers, Numbers, Numbers]:
    """The first row and the number of rows of each buffer, and which buffers are odd."""
    count = len(starts)
    starts, ends = np.ascontiguousarray(starts), np.ascontiguousarray(ends)
    first, rows = np.empty(count, np.int64), np.empty(count, np.int64)
    odd = np.empty(count, bool)
    found = map(_at, (first, rows, odd))
    library().cosem_heads(_at(data), count, _at(starts), _at(ends), wide, *found)
    return first, rows, odd


def read(
    data: Numbers,
    first: Numbers,
    ends: Numbers,
    rows: Numbers,
    odd: Numbers,
    wanted: Sequence[Wanted],
    profile: Profile,
    tags: bytes | None = None,
) -> list[Filled]:
    """The columns of all buffers that are not odd; what else is becomes `odd`, with no `rows`.

    Buffers have their rows from `first` to `ends`, and as many as `rows` says, of which each has two octets
    and one for each column at least. With `tags`, those of the columns, rows are those of a compact-array.
    """
    total = int(rows.sum())
    columns = (_Column * len(wanted))(*(each.column for each in wanted))
    kept: list[tuple[Numbers, dict[str, Numbers]]] = []
    # A row of bits for each column.
    known = np.full((len(wanted), (total + 7) // 8), 0xFF, np.uint8)
    bits = _at(known)
    for column, each in zip(columns, wanted, strict=True):
        values = np.empty(total, np.float64 if each.role == REALS else np.int64)
        fields: dict[str, Numbers] = {}
        if each.role == TIMES and column.form == ALL_FIELDS:
            fields["sent"] = np.empty(total, bool)
            fields |= {name: np.zeros(total, kind) for name, kind in _FIELDS.items()}
        kept.append((values, fields))
        column.values, column.known = _at(values), bits
        bits += known.shape[1]
        for name, array in fields.items():
            setattr(column, name, _at(array))
    first, ends = np.ascontiguousarray(first), np.ascontiguousarray(ends)
    arrays = _at(data), len(first), _at(first), _at(ends), _at(rows), _at(odd)
    found = library().cosem_read(*arrays, columns, ctypes.byref(profile), tags)
    return [
        Filled(
            data,
            values[:found],
            # Its own, so that it does not keep those of the others.
            each[: (found + 7) // 8].copy() if column.gaps else None,
            {name: array[:found] for name, array in fields.items()},
            column.seen,
        )
        for column, each, (values, fields) in zip(columns, known, kept, strict=True)
    ]


def _at(array: Numbers) -> int:
    """Where an array is in memory; a fifth of the time that numpy takes to tell."""
    place: int = pa.py_buffer(array).address
    return place


@cache
def library() -> Any:
    """The library; None where there is none that can be used."""
    if os.environ.get("COSEM_NATIVE") == "0":
        return None
    return load(Path(__file__).with_name(LIBRARY))


def load(path: Path) -> Any:
    """The library of a file; None where it is missing, for another machine, or of another source than core.c.

    So one that is left of an earlier version is not used: it would be called as this one is.
    """
    try:
        found = ctypes.CDLL(str(path))
        found.cosem_source.restype = ctypes.c_int64
        if found.cosem_source() != zlib.crc32(_SOURCE.read_bytes()):
            return None
        found.cosem_layout.restype = ctypes.c_int64
        sizes = ctypes.sizeof(_Column) * 1000 + ctypes.sizeof(Profile)
        if found.cosem_layout() != sizes:
            return None
        pointer, number = ctypes.c_void_p, ctypes.c_int64
        found.cosem_read.restype = found.cosem_strings.restype = number
        found.cosem_read.argtypes = [pointer, number, *[pointer] * 6, ctypes.c_char_p]
        found.cosem_heads.restype = number
        found.cosem_heads.argtypes = [pointer, number, *[pointer] * 2, ctypes.c_int32]
        found.cosem_heads.argtypes += [pointer] * 3
        found.cosem_strings.argtypes = [*[pointer] * 3, number, *[pointer] * 2]
    except (OSError, AttributeError):
        return None
    return found
