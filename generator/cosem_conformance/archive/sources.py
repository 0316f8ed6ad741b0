"""Files of buffers: Parquet, Arrow IPC, dumps; all as record batches of the same columns, from any row on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from cosem_runtime.errors import CosemError, quote

from ..dumps import Association, Dump, DumpedObject, load
from .unpacking import Unpacking

__all__ = [
    "LAYOUT",
    "SCALER",
    "UNREADABLE",
    "Batches",
    "Source",
    "files_below",
    "table_of",
]

LAYOUT: Final = (
    "capture_objects",
    "scaler_units",
    "capture_period",
    "sort_method",
    "sort_object",
)
"""Columns that say how a buffer is read; each may be missing."""

SCALER: Final = ("logical_name", "scaler", "unit")
"""Members of a scaler and unit, whatever their order in a file."""

UNREADABLE: Final = OSError, CosemError, pa.ArrowException, UnicodeDecodeError
"""What reading a source raises; the last for names of columns."""
_READ: Final = 4 << 20
"""Octets that are read at once, about."""
_PARQUET, _FILE, _STREAM = b"PAR1", b"ARROW1", b"\xff\xff\xff\xff"
_SCALERS: Final = pa.list_(
    pa.struct(
        [("logical_name", pa.string()), ("scaler", pa.int8()), ("unit", pa.uint8())]
    )
)
_PROFILE: Final = 7
LARGEST: Final = 256 << 20
"""Octets of a buffer in a dump, and of a table of profiles."""


class Batches(NamedTuple):
    """Record batches of a file, and how many rows it has, None where that is not known before the end."""

    batches: Iterator[Any]
    rows: int | None


class Source(NamedTuple):
    """A file of the input. `name` is its path below the folder that was named."""

    name: str
    path: Path

    def identity(self) -> dict[str, int]:
        """By what the file is known again."""
        found = self.path.stat()
        return {"size": found.st_size, "mtime_ns": found.st_mtime_ns}

    def open(self, columns: Sequence[str], first: int) -> Batches:
        """Its rows from `first` on, those columns of them that are there.

        Raises one of UNREADABLE, also while it is read.
        """
        with open(self.path, "rb") as file:
            head = file.read(6)
        if str(self.path) != _plain(str(self.path)):
            raise CosemError("the name of the file, or of its folder, is no text")
        if head.startswith(_PARQUET):
            return _parquet(self.path, columns, first)
        if head == _FILE:
            return _ipc_file(self.path, columns, first)
        if head.startswith(_STREAM):
            return _ipc_stream(self.path, columns, first)
        table = _of_dump(load(self.path, keep=LARGEST))
        table = table.select([n for n in table.schema.names if n in columns])
        return Batches(iter(table.slice(first).to_batches()), len(table))


def files_below(place: Path) -> list[Source]:
    """The files that a folder has, those of folders in it too; or the one that is named.

    Names that begin with a dot or an underscore are left out, as everywhere with such folders. Raises CosemError
    where there is none.
    """
    if place.is_file():
        return [Source(_plain(place.name), place)]
    if not place.is_dir():
        raise CosemError(f"{place}: there is no such file or folder")
    found = []
    for folder, inner, names in os.walk(place):
        inner[:] = sorted(each for each in inner if each[0] not in "._")
        for name in names:
            path = Path(folder, name)
            if name[0] not in "._" and path.is_file():
                found.append(Source(_plain(path.relative_to(place).as_posix()), path))
    if not found:
        raise CosemError(f"{place}: there is no file in it")
    return sorted(found)


def _plain(name: str) -> str:
    """A name as every file can have it: of one in a file system, or in JSON, not all need be text."""
    return name.encode("utf-8", "backslashreplace").decode()


def table_of(path: Path, columns: Sequence[str]) -> Any:
    """A table of Parquet or Arrow IPC, those columns of it that are there. Raises CosemError for what is none."""
    try:
        with open(path, "rb") as file:
            head = file.read(6)
        if not head.startswith((_PARQUET, _STREAM)) and head != _FILE:
            raise CosemError("it does not begin as one")
        found, size = [], 0
        for batch in Source(path.name, path).open(columns, 0).batches:
            # Rows of nothing have no octets; what they weigh, and where they are found by, has some.
            size += batch.nbytes + 16 * len(batch)
            if size > LARGEST:
                raise CosemError(f"more than {LARGEST:,} octets, which are held")
            found.append(batch)
        return pa.Table.from_batches(found) if found else pa.table({})
    except (pa.ArrowException, UnicodeDecodeError, CosemError) as error:
        raise CosemError(f"{path}: no table of Parquet or Arrow: {error}") from None


def _parquet(path: Path, columns: Sequence[str], first: int) -> Batches:
    schema = pq.read_schema(path)
    names = _wanted(schema, columns)
    with pq.ParquetFile(path) as file:
        leaves = [file.schema.column(at) for at in range(len(file.schema))]
    # What is there once stays so until it is known how large it would be.
    once = [each.path for each in leaves if each.physical_type == "BYTE_ARRAY"]
    options = {"buffer_size": 1 << 20, "pre_buffer": False}
    # Where a file has sums of its pages: octets that have changed may still be numbers.
    options["page_checksum_verification"] = True
    file = pq.ParquetFile(path, read_dictionary=once, **options)
    unpacking = Unpacking(path.stat().st_size)
    total: int = file.metadata.num_rows
    return Batches(_row_groups(file, names, first, unpacking), total)


def _row_groups(
    file: Any, names: Sequence[str], first: int, unpacking: Unpacking
) -> Iterator[Any]:
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        if first >= group.num_rows:
            first -= group.num_rows
            continue
        # A batch is counted in rows, and of these some have a few octets and others millions.
        size = max(1, _READ * group.num_rows // max(1, group.total_byte_size))
        found = file.iter_batches(
            batch_size=min(size, 1 << 16),
            row_groups=[number],
            columns=names,
            use_threads=False,
        )
        for batch in found:
            rest = batch.slice(min(first, len(batch)))
            yield from unpacking.pieces(rest, f"row group {number}")
            first = max(0, first - len(batch))
    file.close()


def _ipc_file(path: Path, columns: Sequence[str], first: int) -> Batches:
    def batches() -> Iterator[Any]:
        left, unpacking = first, Unpacking(path.stat().st_size)
        with pa.memory_map(str(path)) as mapped:
            file = pa.ipc.open_file(mapped)
            for number in range(file.num_record_batches):
                batch = _selected(file.get_batch(number), columns)
                rest = batch.slice(min(left, len(batch)))
                yield from unpacking.pieces(rest, f"batch {number}")
                left = max(0, left - len(batch))

    with pa.memory_map(str(path)) as mapped:
        pa.ipc.open_file(mapped)  # what is none is told at once
    return Batches(batches(), None)


def _ipc_stream(path: Path, columns: Sequence[str], first: int) -> Batches:
    def batches() -> Iterator[Any]:
        left, unpacking = first, Unpacking(path.stat().st_size)
        with pa.memory_map(str(path)) as mapped, pa.ipc.open_stream(mapped) as stream:
            for number, batch in enumerate(stream):
                rest = _selected(batch, columns).slice(min(left, len(batch)))
                yield from unpacking.pieces(rest, f"batch {number}")
                left = max(0, left - len(batch))

    with pa.memory_map(str(path)) as mapped:
        pa.ipc.open_stream(mapped)
    return Batches(batches(), None)


def _selected(batch: Any, columns: Sequence[str]) -> Any:
    """The columns of a batch that are wanted, of which nothing points out of the file."""
    found = batch.select(_wanted(batch.schema, columns))
    found.validate(full=True)
    return found


def _wanted(schema: Any, columns: Sequence[str]) -> list[str]:
    """The columns that are wanted and there. Raises CosemError where two have one name."""
    found = [name for name in schema.names if name in columns]
    for name in found:
        if found.count(name) > 1:
            raise CosemError(
                f"one column {quote(name)} is expected, found {found.count(name)}"
            )
    return found


# ---------------------------------------------------------------- dumps


def _of_dump(dump: Dump) -> Any:
    """The profiles of a meter: a row for each buffer that was read."""
    rows: list[dict[str, Any]] = []
    for association, profile in dump.objects():
        buffer = _octets(profile, 2)
        if profile.class_id == _PROFILE and buffer is not None:
            rows.append(
                {
                    "meter": _plain(dump.meter.serial or dump.source.file) or None,
                    "profile": str(profile.logical_name),
                    "buffer": buffer,
                    "capture_objects": _octets(profile, 3),
                    "capture_period": _number(profile, 4),
                    "sort_method": _number(profile, 5),
                    "sort_object": _octets(profile, 6),
                    "scaler_units": _scalers(association),
                }
            )
    return pa.Table.from_pylist(
        rows,
        pa.schema(
            [
                *(("meter", pa.string()), ("profile", pa.string())),
                *(("buffer", pa.large_binary()), ("capture_objects", pa.binary())),
                *(("capture_period", pa.int64()), ("sort_method", pa.int64())),
                *(("sort_object", pa.binary()), ("scaler_units", _SCALERS)),
            ]
        ),
    )


def _octets(item: DumpedObject, attribute: int) -> bytes | None:
    value = item.value(attribute) or item.joined(attribute)
    if value is not None and value.left_out is not None:
        raise CosemError(
            f"{item.name}: attribute {attribute} has {value.left_out} octets, more than {LARGEST}"
        )
    return None if value is None or value.replaced else value.octets


def _number(item: DumpedObject, attribute: int) -> int | None:
    """A whole number without a sign, whatever its size; None where that is not what was read."""
    octets = _octets(item, attribute)
    sizes = {0x06: 4, 0x11: 1, 0x12: 2, 0x16: 1}
    if not octets or sizes.get(octets[0]) != len(octets) - 1:
        return None
    return int.from_bytes(octets[1:], "big")


_SCALER_OF: Final = {3: 3, 4: 3, 5: 4}
"""The attribute that has scaler and unit, by class."""


def _scalers(association: Association) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in association.objects:
        octets = (
            _octets(item, _SCALER_OF[item.class_id])
            if item.class_id in _SCALER_OF
            else None
        )
        # structure of integer and enum
        if (
            octets
            and len(octets) == 6
            and octets[:3] == b"\x02\x02\x0f"
            and octets[4] == 0x16
        ):
            scaler = int.from_bytes(octets[3:4], "big", signed=True)
            name = str(item.logical_name)
            found[name] = {"logical_name": name, "scaler": scaler, "unit": octets[5]}
    return [*found.values()]
