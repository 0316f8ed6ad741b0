"""Processes that do a share of the work: new ones, which end with the one that began them."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from cosem_runtime.catalogue import Catalogue

__all__ = ["MOST_JOBS", "catalogue_of", "pool"]

MOST_JOBS: Final = 256
"""Processes of one pool."""


def pool(jobs: int, begin: Callable[..., None], *arguments: Any) -> ProcessPoolExecutor:
    """That many processes, in each of which `begin(*arguments)` is called first.

    A new process knows nothing of threads and files of this one, on every system; so a
    program that calls this needs the usual `if __name__ == "__main__":`. Raises ValueError for a
    number below 1 or above `MOST_JOBS`.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if not 1 <= jobs <= MOST_JOBS:
        raise ValueError(f"1 to {MOST_JOBS} jobs are expected, found {jobs}")
    return ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(begin, arguments),
    )


def catalogue_of(packages: tuple[str, ...]) -> Catalogue:
    """The catalogue of these generated packages, the standard one first."""
    first, *others = packages
    catalogue: Catalogue = importlib.import_module(first).CATALOGUE
    catalogue.register(*others)
    return catalogue


def _begin(begin: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    import signal
    import threading

    # Ctrl-C reaches all processes of a terminal; the first one says what becomes of the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(*arguments)


def _end_with_parent() -> None:
    """Not to wait for ever for work from a process that was killed."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
