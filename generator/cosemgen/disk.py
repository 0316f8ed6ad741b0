"""Read and write files so that nobody waits for ever, and nothing is half there.

What is read was put there by others: a pipe would never end, nor would a link to
/dev/zero.  What is written has reached the disk when a function returns, so that a power
cut later cannot take it back.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread

from cosem_runtime.disk import open_at_once, sync_folder

THREADS = 16


def read_file(path: str | Path, at_most: int | None = None) -> bytes:
    """The octets of a regular file.

    Raises OSError for one that cannot be read, that has more than `at_most` octets, or
    that is no regular file.
    """
    with open(path, "rb", opener=open_at_once) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        if at_most is not None and found.st_size > at_most:
            raise OSError(errno.EFBIG, f"it has more than {at_most} octets", str(path))
        return file.read()


def write_new(path: str | Path, octets: bytes) -> None:
    """Write a file that is not there yet; a link of that name is not followed."""
    with open(path, "xb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())


def write_file(path: Path, text: str) -> None:
    """Put the text in the file's place in one step; a file that was there keeps its mode.

    A link stays one, and what it leads to is replaced.  What is no regular file, such as
    /dev/stdout or a pipe, is written to, not replaced.
    """
    octets = text.encode("utf-8")
    if path.exists() and not path.is_file():
        path.write_bytes(octets)
        return
    place = Path(os.path.realpath(path))
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        draft.unlink(missing_ok=True)
        write_new(draft, octets)
        if place.exists():
            os.chmod(draft, place.stat().st_mode)
        os.replace(draft, place)
        sync_folder(place.parent)
    except OSError as error:
        if error.filename == str(draft):  # a name that nobody gave
            error.filename = str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)


def at_once(function: Callable[..., None], *arguments: Iterable[object]) -> None:
    """Call a function like `map` does, in several threads.

    A disk takes many files in little more time than one, if it gets them together. All threads have ended, whatever
    one of them raises.
    """
    # `concurrent.futures` would take longer to be imported than a few files to be written.
    calls = [*zip(*arguments, strict=True)]
    raised: list[BaseException] = []

    def some(begin: int) -> None:
        try:
            for call in calls[begin::THREADS]:
                function(*call)
        except BaseException as error:
            raised.append(error)

    threads = [Thread(target=some, args=(n,)) for n in range(min(THREADS, len(calls)))]
    begun: list[Thread] = []
    try:
        for thread in threads:
            thread.start()
            begun.append(thread)
        for thread in begun:
            thread.join()
    except BaseException:  # as of Ctrl-C
        for thread in begun:
            thread.join()
        raise
    if raised:
        raise raised[0]
