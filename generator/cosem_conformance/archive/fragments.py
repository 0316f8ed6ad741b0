"""A fragment: some buffers of one file, from octets to Parquet files, in whatever process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError

from ..processes import catalogue_of
from .layouts import Given, Layout, Layouts, Said
from .sources import LAYOUT, SCALER
from .writing import Files

__all__ = ["ERRORS", "PARTITIONS", "Fragment", "How", "Made", "Worker", "begin", "work"]

PARTITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "": (),
    "year": ("year",),
    "month": ("year", "month"),
    "day": ("year", "month", "day"),
}
"""By what rows are parted beside their layout: the parts of their time."""

ERRORS: Final = "source", "row", "layout", "path", "offset", "reason"
"""What the table of errors says, beside the columns that are kept."""

_ROW: Final = "row of the source"
"""The column that tells which buffer a row is from; no column of a profile is called that."""
_NOTHING: Final = "__HIVE_DEFAULT_PARTITION__"


class How(NamedTuple):
    """What is the same for all fragments of an archive."""

    archive: Path
    given: Given
    options: Mapping[str, Any]
    buffer: str
    keep: tuple[str, ...]
    partition: str


class Fragment(NamedTuple):
    """Buffers in their order, with the columns that say whose they are and how they are read."""

    source: str
    name: str
    """What its files are called."""
    first: int
    """The row of the source that the first one is."""
    batch: Any


class Made(NamedTuple):
    """What became of a fragment."""

    rows: int
    errors: int
    files: list[str]


class Worker:
    """Makes files of fragments."""

    def __init__(self, catalogue: Catalogue, how: How) -> None:
        self._how = how
        self._layouts = Layouts(catalogue, how.given, how.options)

    def make(self, fragment: Fragment) -> Made | str:
        """Write the files of a fragment; or why that cannot be done. Raises OSError where it cannot be written."""
        try:
            return self._make(fragment)
        except (CosemError, pa.ArrowException) as error:
            # Errors have arguments of their own, by which they cannot be made again in another process.
            return str(error)

    def _make(self, fragment: Fragment) -> Made:
        files = Files(self._how.archive, fragment.name)
        rows = errors = 0
        try:
            for layout, batch in self._read(fragment):
                if layout is None:
                    errors += len(batch)
                    files.write("errors", batch)
                    continue
                rows += len(batch)
                for place, part in self._parted(batch):
                    files.write(f"rows/layout={layout.name}{place}", part)
            return Made(rows, errors, files.finish())
        except BaseException as error:
            files.abandon()
            if isinstance(error, OSError) and error.errno and not error.filename:
                # pyarrow says what is wrong, and not where.
                place = str(self._how.archive)
                raise OSError(error.errno, os.strerror(error.errno), place) from None
            raise

    def _read(self, fragment: Fragment) -> Iterator[tuple[Layout | None, Any]]:
        """Rows with their layout, and errors without one."""
        how, batch = self._how, fragment.batch
        index = pa.array(np.arange(fragment.first, fragment.first + len(batch)))
        batch = batch.append_column(_ROW, index)
        for said, places in _by_layout(batch, how.buffer).items():
            some = batch if len(places) == len(batch) else batch.take(pa.array(places))
            try:
                layout = self._layouts.find(said)
            except CosemError as error:
                yield None, self._errors(fragment, some, "", _reasons(error, len(some)))
                continue
            for rows in layout.columns.batches([some], how.buffer, (*how.keep, _ROW)):
                told = rows.column("error")
                if told.null_count < len(rows):
                    wrong = rows.filter(told.is_valid())
                    reasons = wrong.column("error")
                    yield None, self._errors(fragment, wrong, layout.name, reasons)
                    rows = rows.filter(_kept(rows, len(how.keep) + 1))
                if len(rows):
                    yield layout, rows.drop_columns([_ROW, "error"])

    def _errors(self, fragment: Fragment, rows: Any, layout: str, told: Any) -> Any:
        """The table of errors: which buffer it was, and what is wrong with it."""
        size = len(rows)
        found = {"source": pa.array([fragment.source] * size), "row": rows.column(_ROW)}
        found |= {name: rows.column(name) for name in self._how.keep}
        found["layout"] = pa.array([layout or None] * size, pa.string())
        found |= {
            name: pc.struct_field(told, name) for name in ("path", "offset", "reason")
        }
        return pa.RecordBatch.from_pydict(found)

    def _parted(self, batch: Any) -> Iterator[tuple[str, Any]]:
        """The rows by their time: the folders below that of the layout, and the rows of each."""
        units = PARTITIONS[self._how.partition]
        if not units:
            yield "", batch
            return
        time = next(
            (
                column
                for field, column in zip(batch.schema, batch.columns, strict=True)
                if pa.types.is_timestamp(field.type)
                and field.name not in self._how.keep
            ),
            None,
        )
        if time is None:
            yield "".join(f"/{unit}={_NOTHING}" for unit in units), batch
            return
        parts = [pc.fill_null(getattr(pc, unit)(time), -1).to_numpy() for unit in units]
        key = np.zeros(len(batch), np.int64)
        for part in parts:
            key = key * 100 + part
        for one in np.unique(key).tolist():
            mask = key == one
            at = int(np.argmax(mask))
            values = [int(part[at]) for part in parts]
            place = "".join(
                f"/{unit}={_NOTHING if value < 0 else value}"
                for unit, value in zip(units, values, strict=True)
            )
            yield place, batch if mask.all() else batch.filter(pa.array(mask))


def _by_layout(batch: Any, buffer: str) -> dict[Said, list[int]]:
    """The rows that have a buffer, by what is said of it."""
    names = batch.schema.names
    said = [
        _values(batch, name) if name in names else [None] * len(batch)
        for name in LAYOUT
    ]
    there = batch.column(buffer).is_valid().to_pylist()
    found: dict[Said, list[int]] = {}
    for place, row in enumerate(zip(*said, strict=True)):
        if there[place]:
            found.setdefault(tuple(map(_plain, row)), []).append(place)
    return found


def _values(batch: Any, name: str) -> list[Any]:
    """A column as values of Python. Raises CosemError where it has some that are none."""
    try:
        return list(batch.column(name).to_pylist())
    except ValueError as error:
        told = str(error).partition("\n")[0]
        raise CosemError(f"the column {name} cannot be read: {told}") from None


def _plain(value: Any) -> Any:
    """The same as what can be compared: scalers and units come as a list of structures."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return tuple(_plain(value.get(name)) for name in SCALER)
    return value


def _kept(rows: Any, first: int) -> Any:
    """All rows but those of which there is an error and nothing else from that column on."""
    found = rows.column("error").is_null()
    for column in rows.columns[first:-1]:
        found = pc.or_(found, column.is_valid())
    return found


def _reasons(error: CosemError, size: int) -> Any:
    reason = {"path": None, "offset": None, "reason": str(error)}
    kinds = [("offset", pa.int64()), ("path", pa.string()), ("reason", pa.string())]
    return pa.array([reason] * size, pa.struct(kinds))


# ---------------------------------------------------------------- in a process

_WORKER: list[Worker] = []
"""The one of a process of the pool."""


def begin(packages: tuple[str, ...], how: How) -> None:
    """Make a process ready for `work`."""
    pa.set_cpu_count(1)
    _WORKER[:] = [Worker(catalogue_of(packages), how)]


def work(fragment: Fragment) -> Made | str:
    """What the worker of this process makes of a fragment."""
    (worker,) = _WORKER
    return worker.make(fragment)
