"""Parquet files of a fragment: begun elsewhere, and put in their places when all are whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from cosem_runtime.disk import sync_folder

__all__ = ["UNFINISHED", "Files"]

UNFINISHED: Final = "_unfinished"
_ROWS: Final = 1 << 17
"""Rows of a row group: as many as readers take at once."""
_HELD: Final = 32 << 20
"""Octets of rows, over all files, that wait for their row group to be full."""
_OPEN: Final = 64
"""Files that are written at once; a fragment with more has several in one place."""


class _Open:
    """A file that is being written."""

    def __init__(self, draft: Path, place: str) -> None:
        self.draft, self.place = draft, place
        self.held: list[Any] = []
        self.rows = self.size = 0
        self.writer: Any = None


class Files:
    """The files that rows of a fragment go to. `name` is what they are called, in whatever place.

    The same rows give the same files, octet by octet.
    """

    def __init__(self, archive: Path, name: str) -> None:
        self._archive, self._name = archive, name
        self._open: dict[str, _Open] = {}
        self._closed: list[tuple[Path, str]] = []
        self._parts: dict[str, int] = {}
        self._held = 0

    def write(self, place: str, batch: Any) -> None:
        """Rows of a place, a folder below the archive; all of one place have one schema."""
        file = self._open.get(place)
        if file is None:
            if len(self._open) >= _OPEN:
                self._close(next(iter(self._open)))
            file = self._open[place] = self._begin(place)
        file.held.append(batch)
        file.rows += len(batch)
        file.size += batch.nbytes
        self._held += batch.nbytes
        if file.rows >= _ROWS:
            self._flush(file)
        while self._held > _HELD:
            self._flush(max(self._open.values(), key=lambda each: each.size))

    def finish(self) -> list[str]:
        """Put all files in their places; these, below the archive."""
        for place in [*self._open]:
            self._close(place)
        for draft, place in self._closed:
            path = self._archive / place
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(draft, path)
        for folder in {(self._archive / place).parent for _, place in self._closed}:
            sync_folder(folder)
        return [place for _, place in self._closed]

    def abandon(self) -> None:
        """Leave nothing behind."""
        for file in self._open.values():
            if file.writer is not None:
                with suppress(OSError):  # where there is no place left for its end
                    file.writer.close()
                # Else it is closed again when it goes, and that is told on standard error.
                file.writer.is_open = False
        drafts = [file.draft for file in self._open.values()]
        for draft in (*drafts, *(draft for draft, _ in self._closed)):
            draft.unlink(missing_ok=True)

    def _begin(self, place: str) -> _Open:
        part = self._parts[place] = self._parts.get(place, -1) + 1
        end = f"-{part}" if part else ""
        draft = self._archive / UNFINISHED / f"{os.getpid()}-{secrets.token_hex(8)}"
        return _Open(draft, f"{place}/{self._name}{end}.parquet")

    def _flush(self, file: _Open) -> None:
        if not file.held:
            return
        table = pa.Table.from_batches(file.held)
        if file.writer is None:
            file.writer = _writer(file.draft, table.schema)
        file.writer.write_table(table, row_group_size=_ROWS)
        self._held -= file.size
        file.held, file.rows, file.size = [], 0, 0

    def _close(self, place: str) -> None:
        file = self._open[place]
        self._flush(file)
        file.writer.close()
        with open(file.draft, "rb") as written:
            os.fsync(written.fileno())
        self._closed.append((file.draft, file.place))
        del self._open[place]


def _writer(path: Path, schema: Any) -> Any:
    # Times and totals go up by little: differences are a fraction of the octets, and no slower.
    steady = [
        f.name
        for f in schema
        if pa.types.is_timestamp(f.type) or pa.types.is_int64(f.type)
    ]
    others = [f.name for f in schema if f.name not in steady]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[
            n
            for n, f in zip(others, map(schema.field, others), strict=True)
            if not pa.types.is_floating(f.type)
        ],
        column_encoding=dict.fromkeys(steady, "DELTA_BINARY_PACKED"),
    )
