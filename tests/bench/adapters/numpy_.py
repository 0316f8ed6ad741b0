"""A bound, not a library: numpy over rows whose shape is known beforehand, to columns.

Tags are checked, fields of times are not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.bench import payloads

PACKAGE = "limit: numpy"

REFUSED = tuple(f"columns_{kind}" for kind in payloads.ROWS if kind != "uniform")

_NUMBERS = [(f"n{n}", kind) for n, kind in enumerate(("u1", *[">u4"] * 4))]
_row = np.dtype(
    [
        *(("head", "V4"), ("year", ">u2"), ("month", "u1"), ("day", "u1"), ("w", "u1")),
        *(("hour", "u1"), ("minute", "u1"), ("second", "u1"), ("hundredths", "u1")),
        *(("deviation", ">i2"), ("status", "u1")),
        *(
            part
            for name, kind in _NUMBERS
            for part in ((f"t{name}", "u1"), (name, kind))
        ),
    ]
)
_tags = [0, 1, 2, 3, 16, 18, 23, 28, 33]


def decode_columns(payload: bytes) -> Any:
    count = payload[1]
    octets = np.frombuffer(payload, "u1", offset=2 + (count & 0x7F) * (count > 0x7F))
    body = octets.reshape(-1, _row.itemsize)
    if not (body[:, _tags] == body[0, _tags]).all():
        raise ValueError("rows of other shapes")
    rows = body.view(_row)[:, 0]
    months = (rows["year"].astype("i8") - 1970) * 12 + rows["month"] - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (rows["day"] - 1)
    seconds = (rows["hour"].astype("i8") * 60 + rows["minute"]) * 60 + rows["second"]
    seconds += rows["deviation"].astype("i8") * 60
    times = days.astype("datetime64[ms]") + seconds * 1000
    return times, [rows[name].astype("i8") for name, _ in _NUMBERS]


def plain(operation: str, result: Any) -> object:
    times, numbers = result
    local = (times + 3_600_000).astype("datetime64[s]").astype(str).tolist()
    rows = zip(local, *(column.tolist() for column in numbers), strict=True)
    return [[f"{time}+01:00", *cells] for time, *cells in rows]
