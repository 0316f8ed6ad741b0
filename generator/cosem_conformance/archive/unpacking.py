"""Plain arrays of what a file says once and repeats: how large they are is known, and bounded, before they are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from cosem_runtime.errors import CosemError, quote
from cosem_runtime.limits import EXPANSION_LIMIT

__all__ = ["Unpacking", "longest", "weights"]

PIECE: Final = 4 << 20
"""Octets that are unpacked at once, about; one row at least."""
MOST: Final = 1 << 30
"""Octets that a column of any file may unpack to; of a larger file as many times its own as compact-arrays may."""

_ROWS: Final = 1 << 18
"""Rows of a batch that are looked at at once: a file may claim any number of them without having an octet for each."""
_ELEMENTS: Final = 1 << 22
"""Elements of lists of a row at most, and of rows that are unpacked at once."""
_ELEMENT: Final = 64
"""Octets of an element of a list, as a value of Python."""
_IS = pa.types
_VIEWS: Final = {
    pa.binary_view(): pa.large_binary(),
    pa.string_view(): pa.large_string(),
}


class Unpacking:
    """Unpacks the batches of one file, which has so many octets.

    A dictionary, or a view, has a text once and repeats it for a few octets a row, so that some kB can be a TB.
    """

    def __init__(self, octets: int) -> None:
        self._octets = octets
        self._most = max(MOST, EXPANSION_LIMIT * octets)
        self._taken: dict[str, int] = {}

    def pieces(self, batch: Any, place: str) -> Iterator[Any]:
        """The rows of a batch in arrays of plain types, some at a time. `place` is where in the file they are.

        Raises CosemError for a column that is of a type which has no bounds, or unpacks to more than any file may.
        """
        for first in range(0, len(batch), _ROWS):
            yield from self._pieces(batch.slice(first, _ROWS), place)

    def _pieces(self, batch: Any, place: str) -> Iterator[Any]:
        sizes, counts = np.zeros((2, len(batch)), np.int64)
        kinds = []
        for field, column in zip(batch.schema, batch.columns, strict=True):
            kinds.append(_plain(field.type))
            inside = _counts(column)
            most = int(inside.max(initial=0))
            if kinds[-1] is None or most > _ELEMENTS:
                raise CosemError(
                    f"{place}: the column {quote(field.name)} is of {field.type}"
                    + (f" with {most:,} elements" if kinds[-1] else "")
                    + ", which is not read"
                )
            counts += inside
            own = _sizes(column)
            taken = self._taken.get(field.name, 0) + int(own.sum())
            if taken > self._most:
                raise CosemError(
                    f"{place}: the column {quote(field.name)} unpacks to {int(own.sum()):,} octets, with those before it "
                    f"{taken:,}, of a file of {self._octets:,}: at most {self._most:,} are read"
                )
            self._taken[field.name] = taken
            sizes += own
        totals = (sizes.cumsum(), PIECE), (counts.cumsum(), _ELEMENTS)
        at = 0
        while at < len(batch):
            ends = (
                each.searchsorted((each[at - 1] if at else 0) + most, "right")
                for each, most in totals
            )
            end = max(at + 1, int(min(ends)))
            some = batch.slice(at, end - at)
            columns = [
                column if column.type == kind else column.cast(kind)
                for column, kind in zip(some.columns, kinds, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
            at = end


def _plain(kind: Any) -> Any:
    """The type of the same values without dictionaries and views; None for what has no bounds, or cannot be made so."""
    if isinstance(kind, pa.BaseExtensionType):
        # Its name for what it has inside stays, where that is plain.
        return kind if _plain(kind.storage_type) == kind.storage_type else None
    if _IS.is_dictionary(kind):
        # One of nothing, or of more than texts and numbers, is more than some versions of pyarrow can do.
        inner = _plain(kind.value_type)
        return None if inner is None or _IS.is_null(inner) else inner
    if kind in _VIEWS:
        return _VIEWS[kind]
    if _IS.is_list(kind) or _IS.is_large_list(kind):
        make = pa.list_ if _IS.is_list(kind) else pa.large_list
        inner = _plain(kind.value_type)
        return inner and make(kind.value_field.with_type(inner))
    if _IS.is_struct(kind):
        inner = [_plain(each.type) for each in kind]
        if None in inner:
            return None
        return pa.struct(
            [each.with_type(of) for each, of in zip(kind, inner, strict=True)]
        )
    return None if _IS.is_nested(kind) or _IS.is_run_end_encoded(kind) else kind


def _sizes(array: Any) -> Any:
    """How many octets of texts each row has when it is unpacked; numbers are no larger then."""
    kind = array.type
    nothing = np.zeros(len(array), np.int64)
    if isinstance(kind, pa.BaseExtensionType):
        return _sizes(array.storage)
    if _IS.is_dictionary(kind):
        lengths = _sizes(array.dictionary)
        if not len(lengths):
            return nothing
        known = array.is_valid().to_numpy(zero_copy_only=False)
        return np.where(known, lengths[_numbers(array.indices)], 0)
    if kind in _VIEWS:
        if not len(array):
            return nothing
        views = np.frombuffer(array.buffers()[1], "<i4")[::4][array.offset :]
        known = array.is_valid().to_numpy(zero_copy_only=False)
        return np.where(known, views[: len(array)], 0)
    if len(array) and (_IS.is_list(kind) or _IS.is_large_list(kind)):
        # Without rows there need not be any offsets.
        offsets = array.offsets.to_numpy()
        values = array.values.slice(offsets[0], offsets[-1] - offsets[0])
        ends = np.concatenate([[0], np.cumsum(_sizes(values))])
        offsets = offsets - offsets[0]
        return ends[offsets[1:]] - ends[offsets[:-1]]
    if _IS.is_struct(kind):
        members = (_sizes(array.field(at)) for at in range(kind.num_fields))
        return sum(members, nothing)
    if kind in (pa.binary(), pa.large_binary(), pa.string(), pa.large_string()):
        return _numbers(pc.binary_length(array)).astype(np.int64)
    if _IS.is_fixed_size_binary(kind):
        return nothing + kind.byte_width
    return nothing


def longest(array: Any) -> int:
    """About how many octets a row of an array has at most: its texts, and lists as those of numbers."""
    return int((_sizes(array) + 8 * _counts(array)).max(initial=0))


def weights(array: Any) -> Any:
    """About how many octets each row of an array takes: its texts, and lists as values of Python.

    Elements of lists may be of no octets in a file.
    """
    return _sizes(array) + _ELEMENT * _counts(array)


def _counts(array: Any) -> Any:
    """How many elements the lists of each row have, those of lists in them included."""
    kind = array.type
    nothing = np.zeros(len(array), np.int64)
    if isinstance(kind, pa.BaseExtensionType):
        return _counts(array.storage)
    if _IS.is_struct(kind):
        members = (_counts(array.field(at)) for at in range(kind.num_fields))
        return sum(members, nothing)
    if len(array) and (_IS.is_list(kind) or _IS.is_large_list(kind)):
        offsets = array.offsets.to_numpy().astype(np.int64)
        found = np.diff(offsets)
        if _has_lists(kind.value_type):
            values = array.values.slice(offsets[0], offsets[-1] - offsets[0])
            ends = np.concatenate([[0], np.cumsum(_counts(values))])
            found += np.diff(ends[offsets - offsets[0]])
        return found
    return nothing


def _has_lists(kind: Any) -> bool:
    if isinstance(kind, pa.BaseExtensionType):
        return _has_lists(kind.storage_type)
    if _IS.is_struct(kind):
        return any(_has_lists(each.type) for each in kind)
    return bool(_IS.is_list(kind) or _IS.is_large_list(kind))


def _numbers(array: Any) -> Any:
    return pc.fill_null(array, 0).to_numpy(zero_copy_only=False)
