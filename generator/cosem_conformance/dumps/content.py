"""What is in a file that others made: read once, from its start, and never more than a stated amount.

What is packed by gzip is unpacked, whatever the file is called.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias, TypeVar

from cosem_runtime.disk import open_at_once

from .errors import DumpError

__all__ = ["START", "WHOLE_LIMIT", "Content", "Readable", "opened"]

Readable: TypeAlias = "str | os.PathLike[str] | BinaryIO"
"""A path, or a file that is open for reading octets."""

START: Final = 64 * 1024
"""Octets by which a reader knows its form."""
WHOLE_LIMIT: Final = 256 * 1024 * 1024
"""Octets, unpacked, of a form that cannot be read piece by piece."""
_GZIP: Final = b"\x1f\x8b"

_T = TypeVar("_T")


class CutShort(DumpError):
    """What is packed ends before it should."""


class Content:
    """The octets of a file, unpacked; they can be read once."""

    def __init__(self, name: str, stream: io.BufferedReader) -> None:
        self.name = name
        self._stream = stream
        self.start: bytes = self._guarded(lambda: stream.peek(START)[:START])

    @property
    def beginning(self) -> bytes:
        """The start from the first letter of a text on: behind the mark of UTF-8, and blanks."""
        return self.start.lstrip(b"\xef\xbb\xbf \t\r\n")

    def lines(
        self, limit: int, *, partial: bool = False
    ) -> Iterator[tuple[int, bytes]]:
        """Each line with its number from 1, without its end.

        `partial` takes a file that was cut short: of that, the lines that are whole. Raises
        DumpError for one of more than `limit` octets.
        """
        for number in count(1):
            try:
                line = self._guarded(lambda: self._stream.readline(limit + 1))
            except CutShort:
                if partial:
                    return
                raise
            if not line or (
                partial and len(line) <= limit and not line.endswith(b"\n")
            ):
                return
            if len(line) > limit:
                raise DumpError(
                    "",
                    f"lines of at most {limit} octets",
                    "a longer one",
                    file=self.name,
                    line=number,
                )
            yield number, line.rstrip(b"\r\n")

    def read(self, size: int) -> bytes:
        """That many octets, or fewer at the end."""
        return self._guarded(lambda: self._stream.read(size))

    def whole(self, limit: int = WHOLE_LIMIT) -> bytes:
        """All that is left. Raises DumpError where that is more than `limit` octets."""
        octets = self.read(limit + 1)
        if len(octets) > limit:
            raise DumpError("", f"at most {limit} octets", "more", file=self.name)
        return octets

    def _guarded(self, read: Callable[[], _T]) -> _T:
        try:
            return read()
        except EOFError:
            raise CutShort("the gzip data is cut short", file=self.name) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise DumpError(
                f"the gzip data is damaged: {error}", file=self.name
            ) from None


@contextmanager
def opened(what: Readable) -> Iterator[Content]:
    """The content of a file, which is closed afterwards if a path was given.

    Raises DumpError for a path that leads to no regular file, OSError for one that cannot be
    read.
    """
    if isinstance(what, (str, os.PathLike)):
        path = Path(what)
        with open(path, "rb", START, opener=open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise DumpError("it is not a regular file", file=str(path))
            yield _content(str(path), file)
    else:
        name = getattr(what, "name", "")
        yield _content(name if isinstance(name, str) else "", what)


def _content(name: str, file: BinaryIO) -> Content:
    raw = file if isinstance(file, io.BufferedReader) else _buffered(file)
    if raw.peek(2)[:2] == _GZIP:
        unpacked = gzip.GzipFile(fileobj=raw, mode="rb")
        return Content(name, io.BufferedReader(_Raw(unpacked), START))
    return Content(name, io.BufferedReader(_Raw(raw), START))


def _buffered(file: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Raw(file))


class _Raw(io.RawIOBase):
    """Any file as one that a buffer can stand on; it is not closed with that."""

    def __init__(self, file: BinaryIO | gzip.GzipFile | io.BufferedReader) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        # At once what is there: of data that is cut short, all that can be unpacked.
        read = getattr(self._file, "read1", self._file.read)
        octets = read(len(view))
        view[: len(octets)] = octets
        return len(octets)
