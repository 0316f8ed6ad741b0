"""From files of buffers to an archive: one process reads, the others make what they are given."""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Final,
    NamedTuple,
    ParamSpec,
)

from cosem_runtime import arrow  # before pyarrow: it says what to install
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, listed, quote, show

import pyarrow as pa  # type: ignore[import-untyped]  # isort: skip
import pyarrow.compute as pc  # type: ignore[import-untyped]  # isort: skip

from ..processes import MOST_JOBS, pool
from .fragments import ERRORS, PARTITIONS, Fragment, How, Made, Worker, begin, work
from .layouts import Given, Layouts
from .manifest import Manifest
from .sources import LAYOUT, UNREADABLE, Source, files_below, table_of
from .unpacking import longest, weights
from .writing import UNFINISHED

if TYPE_CHECKING:
    from concurrent.futures import Future

_Asked = ParamSpec("_Asked")

FRAGMENT: Final = 32 << 20
"""Octets of buffers that are made into files at once, unless told otherwise."""
_ROWS: Final = 1 << 16
"""Buffers of a fragment at most."""
_BESIDE: Final = 256 << 20
"""Octets of a fragment's columns beside its buffers at most."""
_LONGEST_KEPT: Final = 1024
"""Octets of a value that comes with each row of its buffer."""
_AHEAD: Final = 2
"""Fragments that wait, so that no process does."""


class Progress(NamedTuple):
    """How far an archive is: octets of the files of its input, and what they gave."""

    done: int
    size: int
    rows: int
    errors: int


@dataclass(slots=True)
class Archived:
    """What a call of `convert` has done. `before` and `errors_before` count rows and errors of earlier calls."""

    sources: int = 0
    buffers: int = 0
    rows: int = 0
    errors: int = 0
    files: int = 0
    before: int = 0
    errors_before: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """Files of the input that could not be read to their end, and why; the next call tries again."""

    def __str__(self) -> str:
        made = _counted(self.rows, "row"), _counted(self.buffers, "buffer")
        told = f"{made[0]} of {made[1]} in {_counted(self.files, 'file')}"
        if self.before or self.errors_before:
            told += f"; {_counted(self.before, 'row')}"
            if self.errors_before:
                told += f" and {_counted(self.errors_before, 'error')}"
            told += " from before"
        if self.errors:
            told += f"; {_counted(self.errors, 'error')}, told in errors/"
        return told


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def convert(
    catalogue: Catalogue,
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    capture_objects: Iterable[Any] | None = None,
    scaler_units: Mapping[Any, Any] | None = None,
    capture_period: int | str = 0,
    sort_method: int | str | None = None,
    sort_object: Any = None,
    unix_times: Iterable[Any] = (),
    quirks: Any = None,
    profiles: str | os.PathLike[str] | None = None,
    buffer: str = "buffer",
    keep: Sequence[str] = ("meter",),
    time: str = "utc",
    time_details: bool = False,
    numbers: str = "scaled",
    expand: bool = True,
    partition: str = "",
    jobs: int = 1,
    fragment: int = FRAGMENT,
    progress: Callable[[Progress], None] | None = None,
) -> Archived:
    """Make an archive of Parquet of all buffers of profiles, or go on with one.

    `source` is a file or a folder of files of Parquet or Arrow IPC, or of dumps. Each row of a
    table is a buffer, octets in the column that `buffer` names. How it is read stands beside it:
    `capture_objects` and `sort_object` (octets of attributes 3 and 6), `capture_period`,
    `sort_method` (numbers), `scaler_units` (a list of structures of logical_name, scaler, unit).
    `profiles` is a table with these columns for each meter, and for each profile of a meter if both
    have a column `profile`. What neither says is as the arguments of these names give it, which are
    those of `Catalogue.profile_reader`. Dumps say it all, and have the columns `meter` and
    `profile`. The columns `keep` come with each row, and are null where a file does not have them.

    `time`, `time_details`, `numbers` and `expand` are those of `ProfileColumns`. Numbers are scaled
    unless told otherwise, since meters of one archive may differ in their scalers.

    `target` is a folder. Rows are in `rows/layout=NAME/`, where buffers that capture the same have
    one name, and below it in `year=2024/month=6/` if `partition` is "month" ("year", "day"), by the
    first time of a row. What could not be read is in `errors/`, with file and row, meter, path,
    offset and reason; a buffer that cannot be read gives no rows, a value that its column has no
    place for is null. `_manifest.jsonl` says what is finished: a call that ended early, however
    that was, is taken up by the next one, and each row is there once. New files of the source are
    added by another call; a file that has changed is refused.

    `jobs` processes make the files, this one reads; with one it does both. A program that asks for
    more needs the usual `if __name__ == "__main__":`. `fragment` is how many octets of buffers are
    made at once (at least one buffer), and bounds the memory: about 150 MB, and for each job 150 MB
    and 10 fragments, whatever the size of the source; but a row group of a Parquet file is unpacked
    as a whole by its reader. `progress` is called as files are made.

    Raises CosemError for arguments that are none, a source without files, and a target that is
    another archive, or is being written; OSError where files cannot be written. What cannot be read
    of the source does not stop the rest, and is told by `failed` of the result.
    """
    how = How(
        archive=Path(target),
        given=Given(
            None if capture_objects is None else [*capture_objects],
            scaler_units,
            capture_period,
            sort_method,
            sort_object,
            [*unix_times],
            quirks,
        ),
        options={
            "time": time,
            "time_details": time_details,
            "numbers": numbers,
            "expand": expand,
        },
        buffer=buffer,
        keep=(keep,) if isinstance(keep, str) else tuple(keep),
        partition=partition,
    )
    options = _checked(catalogue, how, fragment)
    if not 1 <= jobs <= MOST_JOBS:
        raise CosemError(f"1 to {MOST_JOBS} jobs are expected, found {show(jobs)}")
    table = None if profiles is None else _Profiles(Path(profiles))
    options["profiles"] = table is not None
    sources = files_below(Path(source))
    if _is_within(Path(target), Path(source)):
        raise CosemError(
            f"{target} is a part of the source, {source}: name another folder"
        )
    manifest = Manifest(how.archive, options)
    try:
        shutil.rmtree(how.archive / UNFINISHED, ignore_errors=True)
        (how.archive / UNFINISHED).mkdir()
        _forget(how.archive, manifest, sources)
        run = _Run(manifest, how, table, fragment, sources, progress)
        run.all(catalogue, jobs)
        shutil.rmtree(how.archive / UNFINISHED, ignore_errors=True)
        return run.archived
    finally:
        manifest.close()


def knowing(
    function: Callable[Concatenate[Catalogue, _Asked], Archived],
    catalogue: Catalogue,
    module: str,
) -> Callable[_Asked, Archived]:
    """A function of the module that has this catalogue: `help` tells of it what is left to say."""

    @wraps(function)
    def known(*args: _Asked.args, **named: _Asked.kwargs) -> Archived:
        return function(catalogue, *args, **named)

    signature = inspect.signature(function)
    _, *left = signature.parameters.values()
    # `wraps` names where it was written, which has another one of its name.
    known.__module__ = module
    vars(known)["__signature__"] = signature.replace(parameters=left)
    return known


def _checked(catalogue: Catalogue, how: How, fragment: int) -> dict[str, Any]:
    """What an archive is made with, as its manifest has it. Raises CosemError."""
    if how.partition not in PARTITIONS:
        known = listed([quote(each) for each in PARTITIONS])
        raise CosemError(f"partition is one of {known}, found {quote(how.partition)}")
    if how.partition and how.options["time"] == "fields":
        raise CosemError('rows are parted by a time, which time="fields" has not')
    if not isinstance(fragment, int) or fragment < 1:
        raise CosemError(f"fragment is a number of octets, found {show(fragment)}")
    for name in (how.buffer, *how.keep):
        if not isinstance(name, str) or not name.isprintable():
            raise CosemError(f"the name of a column is expected, found {show(name)}")
    taken = {"layout", *PARTITIONS[how.partition], *ERRORS}
    for name in how.keep:
        if name in taken or how.keep.count(name) > 1:
            raise CosemError(f"keep: {quote(name)} would be there twice")
    layouts = Layouts(catalogue, how.given, how.options)
    given = layouts.described()
    # One that captures a time and a number says whether the rest of the arguments will do.
    catalogue.profile_reader(
        how.given.capture_objects or [(8, "0-0:1.0.0", 2, 0)],
        capture_period=how.given.capture_period,
        sort_method=how.given.sort_method,
        quirks=how.given.quirks,
    )
    arrow.kinds.Form(how.options["time"], how.options["numbers"])
    found = {**given, **how.options, "buffer": how.buffer, "keep": [*how.keep]}
    return {**found, "partition": how.partition, "fragment": fragment}


def _forget(archive: Path, manifest: Manifest, sources: list[Source]) -> None:
    """Remove files that an earlier call put in their places and could not write down any more.

    They are not always made again: by then the source, or the table of profiles, may be another one.
    """
    states = {_name(each.name): manifest.sources.get(each.name) for each in sources}
    for place in ("rows", "errors"):
        for path in (archive / place).rglob("*.parquet"):
            found = re.fullmatch(r"(.*)-(\d{6,})(-\d+)?", path.stem)
            if found is not None and found[1] in states:
                state = states[found[1]]
                if state is None or int(found[2]) >= state.fragments:
                    path.unlink()


def _is_within(inner: Path, outer: Path) -> bool:
    return outer.is_dir() and inner.resolve().is_relative_to(outer.resolve())


class _End(NamedTuple):
    """There is no more of a file: it was read to its end, or cannot be."""

    source: Source
    failure: str = ""


class _Run:
    """One call: what is under way, and what was made."""

    def __init__(
        self,
        manifest: Manifest,
        how: How,
        profiles: _Profiles | None,
        fragment: int,
        sources: list[Source],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.archived = Archived(sources=len(sources))
        self._manifest, self._how, self._profiles = manifest, how, profiles
        self._fragment, self._sources, self._progress = fragment, sources, progress
        self._sizes = {each.name: each.path.stat().st_size for each in sources}
        self._done = dict.fromkeys(self._sizes, 0)
        self._rows: dict[str, int | None] = {}

    def all(self, catalogue: Catalogue, jobs: int) -> None:
        """Make all fragments that are not made, and write down each."""
        fragments: Iterator[Fragment | _End] = self._fragments()
        first: list[Fragment | _End] = []
        for each in fragments:
            first.append(each)
            if sum(isinstance(e, Fragment) for e in first) > 1:
                break
        else:
            jobs = 1  # other processes take longer to begin than one fragment does
        fragments = chain(first, fragments)
        if jobs == 1:
            worker = Worker(catalogue, self._how)
            for each in fragments:
                if isinstance(each, _End):
                    self._ended(each)
                elif each.source not in self.archived.failed:
                    self._made(each, worker.make(each))
            return
        from concurrent.futures.process import BrokenProcessPool

        waiting: deque[tuple[Fragment, Future[Made | str]] | _End] = deque()
        with pool(jobs, begin, catalogue.packages(), self._how) as workers:
            try:
                for each in fragments:
                    if isinstance(each, Fragment):
                        future = workers.submit(work, each)
                        # The octets go to the other process, and are not needed here again.
                        waiting.append((each._replace(batch=len(each.batch)), future))
                    else:
                        waiting.append(each)
                    while len(waiting) >= jobs + _AHEAD:
                        self._settle(waiting)
                while waiting:
                    self._settle(waiting)
            except BrokenProcessPool:  # as a result tells, or one more fragment
                raise CosemError(
                    "a process that makes files has ended; there may be too little memory for so many "
                    "jobs: the same call with fewer of them goes on"
                ) from None
            finally:
                workers.shutdown(cancel_futures=True)

    def _settle(self, waiting: deque[Any]) -> None:
        each = waiting.popleft()
        if isinstance(each, _End):
            self._ended(each)
            return
        fragment, future = each
        self._made(fragment, future.result())

    def _made(self, fragment: Fragment, made: Made | str) -> None:
        source, archived = fragment.source, self.archived
        if source in archived.failed:
            # The one before it was not made: the manifest has no gaps, and nothing else tells of these files.
            if not isinstance(made, str):
                for file in made.files:
                    (self._how.archive / file).unlink(missing_ok=True)
            return
        if isinstance(made, str):
            archived.failed[source] = made
            return
        batch = fragment.batch
        count = batch if isinstance(batch, int) else len(batch)
        self._manifest.fragment(source, count, made.rows, made.errors, made.files)
        archived.buffers += count
        archived.rows += made.rows
        archived.errors += made.errors
        archived.files += len(made.files)
        rows = self._rows.get(source)
        if rows:
            self._done[source] += self._sizes[source] * count // rows
        self._tell()

    def _ended(self, end: _End) -> None:
        source, failed = end.source, self.archived.failed
        if end.failure:
            failed.setdefault(source.name, end.failure)
        elif source.name not in failed:
            self._manifest.done(source.name)
        self._done[source.name] = self._sizes[source.name]
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            done, size = sum(self._done.values()), sum(self._sizes.values())
            found = self.archived
            self._progress(Progress(min(done, size), size, found.rows, found.errors))

    def _fragments(self) -> Iterator[Fragment | _End]:
        """What is to be made, and each file when there is no more of it."""
        for source in self._sources:
            try:
                state = self._manifest.state(source.name, source.identity())
            except (OSError, CosemError) as error:
                yield _End(source, _told(error))
                continue
            self.archived.before += state.rows
            self.archived.errors_before += state.errors
            if state.done:
                self._done[source.name] = self._sizes[source.name]
                continue
            number = state.fragments
            try:
                for first, batch in self._cut(source, state.next_row):
                    name = f"{_name(source.name)}-{number:06}"
                    yield Fragment(source.name, name, first, batch)
                    number += 1
                yield _End(source)
            except UNREADABLE as error:
                yield _End(source, _told(error))

    def _cut(self, source: Source, first: int) -> Iterator[tuple[int, Any]]:
        """Fragments, cut by the octets of their buffers alone: the same ones whenever it is done."""
        how = self._how
        wanted = {how.buffer, *how.keep, *LAYOUT, "profile"}
        if self._profiles is not None:
            wanted |= {"meter"}
        found = source.open([*wanted], first)
        self._rows[source.name] = found.rows
        held: list[Any] = []
        size = rows = beside = 0
        for batch in found.batches:
            batch = self._whole(batch)
            lengths = pc.fill_null(pc.binary_length(batch.column(how.buffer)), 0)
            ends = pc.cumulative_sum(lengths.cast(pa.int64())).to_numpy()
            at = 0
            while at < len(batch):
                before = int(ends[at - 1]) if at else 0
                room = self._fragment - size + before
                # The buffer that fills the fragment is its last one.
                end = int(ends.searchsorted(room, "left")) + 1
                end = min(end, len(batch), at + _ROWS - rows)
                held.append(batch.slice(at, end - at))
                beside += _beside(held[-1], how.buffer)
                if beside > _BESIDE:
                    raise CosemError(
                        f"rows {first} to {first + rows + end - at}: the columns beside {quote(how.buffer)} have "
                        f"{beside:,} octets, at most {_BESIDE:,} are held at once"
                    )
                size += int(ends[end - 1]) - before
                rows += end - at
                at = end
                if size >= self._fragment or rows >= _ROWS:
                    yield first, _one(held)
                    first += rows
                    held, size, rows, beside = [], 0, 0, 0
        if rows:
            yield first, _one(held)

    def _whole(self, batch: Any) -> Any:
        """The columns that a worker needs, whatever the file has of them. Raises CosemError."""
        how, names = self._how, batch.schema.names
        if how.buffer not in names:
            there = ", ".join(names) or "none of the columns that are looked for"
            raise CosemError(
                f"no column {quote(how.buffer)} of buffers; there are {there}"
            )
        kind = batch.schema.field(how.buffer).type
        if kind not in (pa.binary(), pa.large_binary(), pa.binary_view()):
            raise CosemError(f"the column {quote(how.buffer)} is no octets, but {kind}")
        columns: dict[str, Any] = {}
        columns[how.buffer] = batch.column(how.buffer).cast(pa.large_binary())
        if self._profiles is not None:
            columns |= self._profiles.beside(batch)
        for name in (*how.keep, *LAYOUT):
            if name in names:
                columns[name] = batch.column(name)
                if (
                    name in how.keep
                    and (size := longest(columns[name])) > _LONGEST_KEPT
                ):
                    raise CosemError(
                        f"the column {quote(name)} has a value of {size:,} octets, "
                        f"at most {_LONGEST_KEPT:,} are kept with each row"
                    )
            elif name in how.keep:
                columns[name] = pa.nulls(len(batch), pa.string())
        return pa.RecordBatch.from_pydict(columns)


def _beside(batch: Any, buffer: str) -> int:
    """About how many octets the columns beside the buffers take."""
    others = (
        column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name != buffer
    )
    return sum(int(weights(each).sum()) for each in others)


def _one(batches: list[Any]) -> Any:
    """Batches as one, which has its octets for itself."""
    table = pa.Table.from_batches(batches)
    (found,) = table.combine_chunks().to_batches()
    return found


class _Profiles:
    """A table that says how the buffers of each meter are read."""

    def __init__(self, path: Path) -> None:
        self._table = table_of(path, ("meter", "profile", *LAYOUT))
        names = self._table.schema.names
        if "meter" not in names or not set(LAYOUT) & set(names):
            raise CosemError(
                f"{path}: columns meter and {listed(LAYOUT)} are expected, found {', '.join(names)}"
            )
        self._keys: dict[bool, Any] = {}
        self._columns = {
            name: _chunk(self._table[name]) for name in LAYOUT if name in names
        }
        self._sizes = sum(map(weights, self._columns.values()))
        """Octets that each row takes wherever it is taken."""

    def beside(self, batch: Any) -> dict[str, Any]:
        """The columns of the table for each row of a batch; null where it has no such meter.

        Raises CosemError where they would take more than a fragment may.
        """
        both = "profile" in self._table.schema.names
        both = both and "profile" in batch.schema.names
        if "meter" not in batch.schema.names:
            raise CosemError(
                "no column 'meter', by which the table of profiles is asked"
            )
        if both not in self._keys:
            self._keys[both] = _key(self._table, both)
        places = pc.index_in(_key(batch, both), self._keys[both])
        taken = int(self._sizes[places.drop_null().to_numpy()].sum())
        if taken > _BESIDE:
            raise CosemError(
                f"the table of profiles has {taken:,} octets for {len(batch):,} rows, at most {_BESIDE:,} are held at once"
            )
        return {name: each.take(places) for name, each in self._columns.items()}


def _key(table: Any, both: bool) -> Any:
    meter = _chunk(table["meter"]).cast(pa.string())
    if not both:
        return meter
    profile = _chunk(table["profile"]).cast(pa.string())
    return pc.binary_join_element_wise(meter, profile, "\0")


def _chunk(column: Any) -> Any:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):  # so in some versions
            return column.chunk(0) if column.num_chunks else pa.array([], column.type)
    return column


def _name(source: str) -> str:
    """What the files of a source are called: short, of plain letters, and its own."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", Path(source).name.partition(".")[0])[:40]
    return f"{stem.strip('-') or 'source'}-{hashlib.sha256(source.encode()).hexdigest()[:12]}"


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).strip().partition("\n")[0]
