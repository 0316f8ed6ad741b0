"""The figures of a run as text: ratios first, times of this machine beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

EMPTY = "python -c pass"


def report(figures: Mapping[str, Any], ours: str) -> str:
    """Five tables: speed, memory, that of columns, growth, start."""
    return "\n\n".join(
        (
            _speed(figures["seconds"], figures["less"], ours),
            _memory(figures["memory"]),
            _room(figures["room"]),
            _growth(figures["growth"]),
            _start(figures["start"]),
        )
    )


def _speed(
    seconds: Mapping[str, Mapping[str, float]],
    less: Mapping[str, Sequence[str]],
    ours: str,
) -> str:
    """Each codec's time over ours: 3.0x says that ours is three times as fast.

    Without ours in the run, the first codec is the yardstick. A star marks what does
    less for that time.
    """
    base = ours if ours in seconds else next(iter(seconds))
    others = [name for name in seconds if name != base]
    rows = []
    for operation, own in seconds[base].items():
        ratios = []
        for other in others:
            known = seconds[other].get(operation)
            star = "*" if operation in less[other] else ""
            ratios.append("-" if known is None else f"{known / own:.3g}x{star}")
        rows.append([operation, _time(own), *ratios])
    return table([f"CPU time of each / of {base}", base, *others], rows)


def _memory(multiples: Mapping[str, Mapping[str, float]]) -> str:
    operations = {name: None for by_name in multiples.values() for name in by_name}
    rows = [
        [
            operation,
            *(
                f"{by_name[operation]:.1f}x" if operation in by_name else "-"
                for by_name in multiples.values()
            ),
        ]
        for operation in operations
    ]
    return table(["peak memory / payload", *multiples], rows)


def _room(room: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    rows = [
        [
            f"{name}, {kind}",
            *(f"{each[what]:.1f}" for what in ("octets", "result")),
            f"{each['peak'] - each['result']:.1f}",
            f"{each['peak'] / each['octets']:.1f}x",
        ]
        for name, by_kind in room.items()
        for kind, each in by_kind.items()
    ]
    head = [
        "octets of a row in columns",
        "payload",
        "result",
        "beside it",
        "all / payload",
    ]
    return table(head, rows)


def _growth(growth: Mapping[str, Mapping[int, Mapping[str, float]]]) -> str:
    rows = [
        [
            f"{name}, {rows:,} rows",
            _time(each["seconds"]),
            f"{each['seconds'] / rows * 1e9:.0f} ns",
            f"{each['peak'] / each['octets']:.1f}x",
        ]
        for name, by_rows in growth.items()
        for rows, each in by_rows.items()
    ]
    head = ["columns of null-data", "whole", "a row", "memory / payload"]
    return table(head, rows)


def _start(start: Mapping[str, float]) -> str:
    empty = start[EMPTY]
    rows = [
        [name, _time(seconds), _time(seconds - empty), f"{seconds / empty:.2f}x"]
        for name, seconds in start.items()
    ]
    return table(["CPU time of a process", "whole", "net", "/ pass"], rows)


def _time(seconds: float) -> str:
    if abs(seconds) >= 1e-3:
        return f"{seconds * 1e3:.2f} ms"
    return f"{seconds * 1e6:.2f} us"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
