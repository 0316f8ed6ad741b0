"""Judging whole meters, offline: what is in a dump against what the standard has.

    >>> import cosem
    >>> judgement = cosem.judge("meter.jsonl.gz")
    >>> judgement.passed
    True

`CHECKS` is the table of checks, one function each. `judge` takes the package that knows the
classes: `cosem.judge` hands itself in. Findings that rest on what nobody confirmed say so, and
are warnings at most. Nothing here needs more than the standard library and `cosem_runtime`.
"""

from __future__ import annotations

from .active import (
    LEFT_ALONE,
    Alone,
    Call,
    Connect,
    GoneError,
    NotAllowedError,
    Wire,
    read_excluded,
    read_excluded_file,
)
from .comparing import CHANGES, IMPACTS, Change, ChangeKind, Comparison, compare
from .findings import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    NOTE,
    PASSED,
    SEVERITIES,
    VERDICTS,
    WARNING,
    Basis,
    Finding,
    Judgement,
    Octets,
    Place,
)
from .jobs import MOST_JOBS, Judged, judge_each
from .judging import CHECKS, Judge, judge, selected
from .known import KnownFailure, KnownFailuresError, read_known, read_known_file
from .reports import as_html, as_json, as_junit, as_sarif, as_text
from .table import ACTION, DUMP, FAMILIES, READ, WRITE, Check

__all__ = [
    "ACTION",
    "CHANGES",
    "CHECKS",
    "DUMP",
    "ERROR",
    "FAILED",
    "FAMILIES",
    "IMPACTS",
    "INCONCLUSIVE",
    "LEFT_ALONE",
    "MOST_JOBS",
    "NOTE",
    "NOT_APPLICABLE",
    "PASSED",
    "READ",
    "SEVERITIES",
    "VERDICTS",
    "WARNING",
    "WRITE",
    "Alone",
    "Basis",
    "Call",
    "Change",
    "ChangeKind",
    "Check",
    "Comparison",
    "Connect",
    "Finding",
    "GoneError",
    "Judge",
    "Judged",
    "Judgement",
    "KnownFailure",
    "KnownFailuresError",
    "NotAllowedError",
    "Octets",
    "Place",
    "Wire",
    "as_html",
    "as_json",
    "as_junit",
    "as_sarif",
    "as_text",
    "compare",
    "judge",
    "judge_each",
    "read_excluded",
    "read_excluded_file",
    "read_known",
    "read_known_file",
    "selected",
]
