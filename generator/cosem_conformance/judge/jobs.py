"""Many dumps, by several processes: each is judged by itself, and no more than a few are held."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError

from ..dumps import load
from ..processes import MOST_JOBS as MOST_JOBS
from ..processes import catalogue_of, pool
from .findings import Judgement
from .judging import judge

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["MOST_JOBS", "Judged", "judge_each"]

Judged: TypeAlias = Judgement | CosemError | OSError
"""What came of a dump: a judgement, or why there is none."""

_AHEAD: Final = 4
"""Dumps for each process that are under way or wait to be told."""


def judge_each(
    catalogue: Catalogue,
    paths: Iterable[str],
    *,
    jobs: int = 1,
    form: str = "",
    **how: Any,
) -> Iterator[tuple[str, Judged]]:
    """Judge the dumps of these files, in their order, by that many processes.

    `how` is what `judge` takes by name, `form` what `load` takes. What is no dump comes as its
    error, and the others are judged all the same. Memory does not grow with the number of
    dumps. With more than one job the packages of the catalogue are imported again in new
    processes: a program that calls this needs the usual `if __name__ == "__main__":`, and
    `how` has to be what can be pickled. Raises ValueError for a number of jobs below 1 or above
    `MOST_JOBS`.
    """
    if jobs == 1:
        return ((path, _judged(catalogue, path, form, how)) for path in paths)
    workers = pool(jobs, _begin, catalogue.packages(), form, how)
    return _by_processes(workers, paths, jobs)


def _by_processes(
    workers: ProcessPoolExecutor, paths: Iterable[str], jobs: int
) -> Iterator[tuple[str, Judged]]:
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[tuple[str, Future[Judged]]] = deque()

    def first() -> tuple[str, Judged]:
        path, future = waiting[0]
        found = future.result()
        waiting.popleft()
        return path, found

    with workers:
        try:
            for path in paths:
                waiting.append((path, workers.submit(_work, path)))
                if len(waiting) >= _AHEAD * jobs:
                    yield first()
            while waiting:
                yield first()
        except BrokenProcessPool:  # as a result tells, or one more dump
            left = waiting[0][0] if waiting else path
            raise CosemError(
                f"{left}: a process that judges has ended; there may be too little memory "
                "for so many jobs"
            ) from None
        finally:
            workers.shutdown(cancel_futures=True)


def _judged(catalogue: Catalogue, path: str, form: str, how: dict[str, Any]) -> Judged:
    try:
        judgement = judge(catalogue, load(path, form=form, partial=True), **how)
        return replace(judgement, source=path)
    except (CosemError, OSError) as error:
        return error


# ---------------------------------------------------------------- in a process

_CALL: dict[str, Any] = {}
"""What `_judged` is called with, in a process of the pool."""


def _begin(packages: tuple[str, ...], form: str, how: dict[str, Any]) -> None:
    catalogue = catalogue_of(packages)
    _CALL.update(catalogue=catalogue, form=form, how=how)


def _work(path: str) -> Judged:
    found = _judged(path=path, **_CALL)
    # Errors have arguments of their own, by which they cannot be made again elsewhere.
    return CosemError(str(found)) if isinstance(found, Exception) else found
