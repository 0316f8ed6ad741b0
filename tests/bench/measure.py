"""One codec in one process: check, time or weigh what its adapter offers.

Run at the root of the checkout with the Python of the codec's own environment; prints
one JSON object:

    python -m tests.bench.measure ADAPTER check    results against payloads.EXPECTED
    python -m tests.bench.measure ADAPTER time     seconds per call, as a median
    python -m tests.bench.measure ADAPTER memory   tracemalloc peak of a call, in octets

An adapter is a module of ``adapters`` with ``PACKAGE``, ``plain`` and the functions
named in ``operations``; one it does not offer is None.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import itertools
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from tests.bench import payloads

TARGET_SECONDS = 0.02
Operation = Callable[[], Any]


def operations(codec: Any) -> dict[str, tuple[Operation | None, int]]:
    """Every operation by name: the call, and the octets it handles."""
    association = payloads.association()
    register = (payloads.REGISTER_VALUE, payloads.REGISTER_SCALER_UNIT)

    def bind(function: Any, *arguments: Any) -> Operation | None:
        return None if function is None else lambda: function(*arguments)

    table: dict[str, tuple[Operation | None, int]] = {}
    for rows in (1000, 10000):
        buffer = payloads.profile(rows)
        suffix = f"{rows // 1000}k"
        raw = bind(codec.decode_raw, buffer)
        typed = bind(codec.decode_profile, buffer)
        table[f"raw_profile_{suffix}"] = raw, len(buffer)
        table[f"typed_profile_{suffix}"] = typed, len(buffer)
    size = len(association)
    table["raw_association_200"] = bind(codec.decode_raw, association), size
    table["typed_association_200"] = bind(codec.decode_association, association), size
    size = sum(map(len, register))
    table["register_decode"] = bind(codec.decode_register, *register), size
    table["register_encode"] = bind(codec.encode_register), size
    describe = codec.describe
    codes = itertools.cycle(payloads.obis_codes())
    known = list(payloads.DESCRIBED)
    table["describe_new"] = describe and (lambda: describe(next(codes))), 0
    table["describe_known"] = describe and (lambda: [describe(x) for x in known]), 0
    clock = payloads.CLOCK_TIME
    table["clock_decode"] = bind(codec.decode_clock, clock), len(clock)
    for key in ((1, 0), (3, 0), (7, 1), (8, 0)):
        table["construct_{}_{}".format(*key)] = bind(codec.construct, *key), 0
    return table


def checks(codec: Any) -> dict[str, Operation | None]:
    """The operations whose results are compared, on payloads of 50 rows."""
    table = {name: call for name, (call, _) in operations(codec).items()}
    small = payloads.profile(50)
    raw, typed = codec.decode_raw, codec.decode_profile
    table["raw_profile"] = raw and (lambda: raw(small))
    table["typed_profile"] = typed and (lambda: typed(small))
    table["typed_association"] = table["typed_association_200"]
    return {name: table[name] for name in payloads.EXPECTED}


def check(codec: Any) -> dict[str, str]:
    """ "same", "not offered", or what is wrong, by operation."""
    verdicts = {}
    for name, call in checks(codec).items():
        if call is None:
            verdicts[name] = "not offered"
            continue
        try:
            found = json.loads(json.dumps(codec.plain(name, call())))
        except Exception as error:
            verdicts[name] = f"{type(error).__name__}: {error}"
            continue
        expected = json.loads(json.dumps(payloads.EXPECTED[name]()))
        verdicts[name] = "same" if found == expected else difference(expected, found)
    return verdicts


def difference(expected: Any, found: Any) -> str:
    """The first place where two plain results part."""
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{len(found)} items instead of {len(expected)}"
        for index, pair in enumerate(zip(expected, found, strict=True)):
            if pair[0] != pair[1]:
                return f"[{index}] {difference(*pair)}"
    return f"{found!r} instead of {expected!r}"


def seconds(call: Operation, samples: int) -> float:
    """Median time of one call, over samples of at least 20 ms each."""
    call()
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            call()
        elapsed = time.perf_counter() - start
        if elapsed >= TARGET_SECONDS:
            break
        count = max(count * 2, int(count * TARGET_SECONDS / max(elapsed, 1e-6)))
    results = []
    for _ in range(samples):
        start = time.perf_counter()
        for _ in range(count):
            call()
        results.append((time.perf_counter() - start) / count)
    return statistics.median(results)


def peak(call: Operation) -> int:
    """Most octets alive during one call, the result included."""
    call()
    gc.collect()
    tracemalloc.start()
    result = call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del result
    return most


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("adapter")
    parser.add_argument("mode", choices=("check", "time", "memory"))
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--only", default="", help="operation names, with commas")
    arguments = parser.parse_args()
    codec = importlib.import_module(f"tests.bench.adapters.{arguments.adapter}")
    report: dict[str, object] = {"package": codec.PACKAGE}
    if arguments.mode == "check":
        report["check"] = check(codec)
    else:
        wanted = set(filter(None, arguments.only.split(",")))
        results: dict[str, float] = {}
        for name, (call, _) in operations(codec).items():
            if call is None or (wanted and name not in wanted):
                continue
            try:
                results[name] = (
                    seconds(call, arguments.samples)
                    if arguments.mode == "time"
                    else peak(call)
                )
            except NotImplementedError:
                continue
        report[arguments.mode] = results
        report["octets"] = {name: size for name, (_, size) in operations(codec).items()}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
