"""Two processes for work that takes long enough."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from .errors import BuildError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Shared = TypeVar("_Shared")

WORKERS: Final = 2

_inherited: object = None
"""What every task of this process needs."""


def in_workers(
    function: Callable[[_Shared, _Task], _Result],
    shared: _Shared,
    tasks: Sequence[_Task],
    chunk: int = 1,
) -> list[_Result]:
    """`[function(shared, task) for task in tasks]`, in worker processes where that is safe.

    Workers are forked, so that `shared` may be large and needs no copy.  Tasks and
    results are pickled, `function` must be found by its name.  They end with this
    process, however that ends.  Raises BuildError where one of them was killed.
    """
    if len(tasks) < 2 or not _may_fork():
        return [function(shared, task) for task in tasks]

    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from functools import partial

    try:
        with ProcessPoolExecutor(
            max_workers=WORKERS,
            mp_context=multiprocessing.get_context("fork"),
            initializer=_begin,
            initargs=(shared,),
        ) as pool:
            return list(pool.map(partial(_call, function), tasks, chunksize=chunk))
    except BrokenProcessPool:
        raise BuildError(
            "a process of the build was killed, perhaps because memory ran out"
        ) from None


def _may_fork() -> bool:
    """Not where a lock of another thread, or a library of the system, could be forked with it."""
    return (
        hasattr(os, "fork")
        and sys.platform != "darwin"
        and threading.active_count() == 1
    )


def _begin(shared: object) -> None:
    global _inherited
    _inherited = shared
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Without this a worker whose parent was killed would wait for its next task for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _call(function: Callable[..., _Result], task: object) -> _Result:
    return function(_inherited, task)
