"""What of an archive is finished: a journal, of which each line is whole or does not count."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cosem_runtime.disk import try_lock
from cosem_runtime.errors import CosemError, quote, show

__all__ = ["NAME", "Manifest", "State"]

NAME: Final = "_manifest.jsonl"
_LOCK: Final = "_lock"
_VERSION: Final = 1


class State:
    """How far one file of the input is: its next row, the fragments before it, and whether it is done."""

    __slots__ = ("done", "errors", "fragments", "identity", "next_row", "rows")

    def __init__(self, identity: Mapping[str, int]) -> None:
        self.identity = dict(identity)
        self.next_row = self.fragments = self.rows = self.errors = 0
        self.done = False


class Manifest:
    """The manifest of a folder, which is locked while this is open.

    Raises CosemError where another process has the folder, where the archive was begun with other `options`, and
    for a manifest that is none; OSError where the folder cannot be written.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any]) -> None:
        self.sources: dict[str, State] = {}
        self._path = folder / NAME
        names = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
        if names - {_LOCK} and NAME not in names:
            raise CosemError(
                f"{folder} is no archive and not empty: name another folder"
            )
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _opened(folder / _LOCK)
        try:
            if not try_lock(self._lock.fileno()):
                raise CosemError(f"{folder} is being written by another process")
            self._file = _opened(self._path)
            try:
                self._read(options)
            except BaseException:
                self._file.close()
                raise
        except BaseException:
            self._lock.close()
            raise

    def close(self) -> None:
        """Let others write the archive."""
        try:
            self._file.close()
        finally:
            self._lock.close()

    def state(self, source: str, identity: Mapping[str, int]) -> State:
        """How far a file is. Raises CosemError where it was another one when its rows were written."""
        found = self.sources.get(source)
        if found is None:
            found = self.sources[source] = State(identity)
        elif found.identity != identity:
            raise CosemError(
                f"{source} has changed since its rows were archived: give the new one another name, "
                "or begin the archive anew in an empty folder"
            )
        return found

    def fragment(
        self, source: str, count: int, rows: int, errors: int, files: list[str]
    ) -> None:
        """The next fragment of a file is in its place: `count` buffers."""
        state = self.sources[source]
        line = {"source": source, **state.identity, "fragment": state.fragments}
        line |= {"first": state.next_row, "count": count, "rows": rows}
        self._append({**line, "errors": errors, "files": files})
        _fragment(state, count, rows, errors)

    def done(self, source: str) -> None:
        """There is nothing more in a file."""
        state = self.sources[source]
        self._append({"source": source, **state.identity, "done": True})
        state.done = True

    def _append(self, line: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            error.filename = str(self._path)
            raise

    def _read(self, options: Mapping[str, Any]) -> None:
        self._file.seek(0)
        good = 0
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n") and line[:1] == b"{":
                break  # whoever wrote it was stopped there
            try:
                found = json.loads(line)
                if number:
                    self._take(found)
                else:
                    _same(self._path.parent, found, options)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise CosemError(
                    f"{self._path}: line {number + 1} is none of a manifest ({error}): restore it, "
                    "or begin the archive anew in an empty folder"
                ) from None
            good += len(line)
        self._file.truncate(good)
        if not good:
            self._append({"archive": _VERSION, "options": options})

    def _take(self, line: Mapping[str, Any]) -> None:
        identity = {"size": _count(line, "size")}
        # Which may be before 1970.
        identity["mtime_ns"] = _number(line, "mtime_ns", -1 << 63)
        state = self.sources.setdefault(line["source"], State(identity))
        if line.get("done"):
            state.done = True
        elif (line["fragment"], line["first"]) != (state.fragments, state.next_row):
            raise ValueError(f"it does not follow fragment {state.fragments - 1}")
        else:
            count, rows, errors = (
                _count(line, name) for name in ("count", "rows", "errors")
            )
            _fragment(state, count, rows, errors)


def _opened(path: Path) -> Any:
    """A file that is read and gets more lines, made where it is missing. Raises CosemError for a link or no file."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise CosemError(f"{path} is expected to be a file, and no link: remove it")
    return open(path, "a+b")


def _count(line: Any, name: str) -> int:
    return _number(line, name, 0)


def _number(line: Any, name: str, least: int) -> int:
    """A number of a line. Raises ValueError for what is none, as somebody's hand may have left it."""
    found = line[name]
    if type(found) is not int or not least <= found < 1 << 63:
        raise ValueError(f"{name} is a number, found {show(found)}")
    return found


def _fragment(state: State, count: int, rows: int, errors: int) -> None:
    state.fragments += 1
    state.next_row += count
    state.rows += rows
    state.errors += errors


def _same(folder: Path, line: Any, options: Mapping[str, Any]) -> None:
    """Raises CosemError where the archive was begun otherwise."""
    if line["archive"] != _VERSION:
        raise ValueError(f"version {quote(line['archive'])}")
    before = line["options"]
    if type(before) is not dict:
        raise ValueError(f"options are an object, found {show(before)}")
    for name in sorted({*before, *options}):
        if before.get(name) != options.get(name):
            raise CosemError(
                f"{folder} was begun with another {name}: {_told(before, name)}, now "
                f"{_told(options, name)}; go on with the first, or name another folder"
            )


def _told(options: Mapping[str, Any], name: str) -> str:
    return quote(options.get(name))
