"""One codec in one process: check, time or weigh what its adapter offers.

Run at the root of the checkout with the Python of the codec's own environment; prints
one JSON object:

    python -m tests.bench.measure ADAPTER check    results against payloads.EXPECTED
    python -m tests.bench.measure ADAPTER time     CPU seconds per call, the least
    python -m tests.bench.measure ADAPTER memory   tracemalloc peak of a call, in octets
    python -m tests.bench.measure ADAPTER growth --kind KIND --rows N   columns of so many rows

An adapter is a module of ``adapters`` with ``PACKAGE``, ``plain`` and those functions
of ``operations`` that it offers; ``REFUSED`` names the operations that they cannot do.
``<name>_touched`` does what ``<name>`` does, and then uses every value: times become
datetimes, numbers are summed up.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import itertools
import json
import resource
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.bench import payloads

GRAIN_SECONDS = 0.03
ROWS = 10000


class Operation(NamedTuple):
    """A call, and how many octets it reads or writes."""

    call: Callable[[], Any]
    octets: int = 0


def operations(codec: Any, rows: int = ROWS) -> dict[str, Operation]:
    """Every operation that the codec offers, by name."""
    table: dict[str, Operation] = {}
    refused = getattr(codec, "REFUSED", ())

    def add(name: str, function: str, *arguments: Any, octets: int = 0) -> None:
        offered = getattr(codec, function, None)
        if offered is not None and name not in refused:
            table[name] = Operation(lambda: offered(*arguments), octets)

    def add_touched(name: str, touch: str) -> None:
        touched = getattr(codec, touch, None)
        if name in table and touched is not None:
            call, octets = table[name]
            table[f"{name}_touched"] = Operation(lambda: touched(call()), octets)

    def add_prepared(name: str, function: str, payload: bytes) -> None:
        # What is to be written is made beforehand.
        prepare = getattr(codec, function, None)
        if prepare is not None:
            table[name] = Operation(prepare(payload), len(payload))

    uniform = payloads.profile(rows)
    add("raw", "decode_raw", uniform, octets=len(uniform))
    for kind, build in payloads.ROWS.items():
        payload = build(rows)
        add(f"rows_{kind}", "decode_rows", payload, octets=len(payload))
        if kind != "text":  # which cannot be summed up
            add_touched(f"rows_{kind}", "touch_rows")
        if hasattr(codec, "decode_columns"):
            add(f"columns_{kind}", "decode_columns", payload, octets=len(payload))
        elif f"rows_{kind}" in table:
            table[f"columns_{kind}"] = table[f"rows_{kind}"]
    association = payloads.association()
    size = len(association)
    add("raw_association", "decode_raw", association, octets=size)
    add("association", "decode_association", association, octets=size)
    add_touched("association", "touch_association")
    register = (payloads.REGISTER_VALUE, payloads.REGISTER_SCALER_UNIT)
    add("register", "decode_register", *register)
    add("register_scaled", "scale_register", *register)
    add("clock", "decode_clock", payloads.CLOCK_TIME)
    add_touched("clock", "touch_clock")

    # From the octets of a frame to each value by its code, scaled and with its unit.
    add("push_structures", "read_structures", payloads.push_structures())
    add("push_pairs", "read_pairs", payloads.push_pairs())

    add_prepared("encode_rows", "row_encoder", uniform)
    add_prepared("encode_association", "association_encoder", association)
    add("encode_register", "encode_register")
    add_prepared("encode_clock", "clock_encoder", payloads.CLOCK_TIME)
    for what, payload in (("rows", uniform), ("association", association)):
        add_prepared(f"json_{what}", f"{what}_to_json", payload)
        add_prepared(f"from_json_{what}", f"{what}_from_json", payload)
    add("json_register", "register_to_json", *register)

    describe = getattr(codec, "describe", None)
    if describe is not None:
        codes = itertools.cycle(payloads.obis_codes())
        known = list(payloads.DESCRIBED)
        table["describe_new"] = Operation(lambda: describe(next(codes)))
        table["describe_known"] = Operation(lambda: [describe(x) for x in known])
    add("obis_parse", "parse_obis", ".".join(map(str, payloads.REGISTER_NAME)))
    add("obis_text", "obis_text", payloads.REGISTER_NAME)
    for key in ((1, 0), (3, 0), (7, 1), (8, 0)):
        add("construct_{}_{}".format(*key), "construct", *key)
    return table


def check(codec: Any) -> dict[str, str]:
    """ "same", "less", "not offered", or what is wrong, by operation."""
    table = operations(codec, payloads.CHECKED_ROWS)
    verdicts = {}
    for name, expected in payloads.EXPECTED.items():
        if name not in table:
            verdicts[name] = "not offered"
            continue
        form = name
        if not hasattr(codec, "decode_columns"):
            form = name.replace("columns_", "rows_")
        try:
            found = _as_json(codec.plain(form, table[name].call()))
        except Exception as error:
            verdicts[name] = f"{type(error).__name__}: {error}"
            continue
        less = payloads.LESS.get(name)
        if found == _as_json(expected()):
            verdicts[name] = "same"
        elif less is not None and found == _as_json(less()):
            verdicts[name] = "less"
        else:
            verdicts[name] = difference(_as_json(expected()), found)
    return verdicts


def _as_json(value: object) -> object:
    return json.loads(json.dumps(value))


def difference(expected: Any, found: Any) -> str:
    """The first place where two plain results part."""
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{len(found)} items instead of {len(expected)}"
        for index, pair in enumerate(zip(expected, found, strict=True)):
            if pair[0] != pair[1]:
                return f"[{index}] {difference(*pair)}"
    return f"{found!r} instead of {expected!r}"


def seconds(call: Callable[[], Any], samples: int) -> float:
    """CPU time of one call: the least of samples of some 30 ms each."""
    call()
    count = 1
    while True:
        elapsed = _repeated(call, count)
        if elapsed >= GRAIN_SECONDS:
            break
        count = max(count * 2, int(count * GRAIN_SECONDS / max(elapsed, 1e-6)))
    return min(_repeated(call, count) for _ in range(samples)) / count


def _repeated(call: Callable[[], Any], count: int) -> float:
    repeated = itertools.repeat(None, count)
    start = time.process_time()
    for _ in repeated:
        call()
    return time.process_time() - start


def peak(call: Callable[[], Any]) -> int:
    """Most octets alive during one call, the result included."""
    call()
    gc.collect()
    tracemalloc.start()
    result = call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del result
    return most


def growth(codec: Any, kind: str, rows: int) -> dict[str, float]:
    """CPU seconds for one buffer of many rows, by how many octets the process grows at most, and those of the result.

    It is the memory of the process, since tracemalloc sees not all that libraries in C take.
    """
    payload = payloads.repeated(kind, rows)
    codec.decode_columns(payloads.ROWS[kind](min(rows, ROWS)))  # what is made once
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    result = codec.decode_columns(payload)
    elapsed = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(result) == rows
    return {
        "seconds": elapsed,
        "peak": peak * 1024,
        "result": sum(map(held, result.columns)),
        "octets": len(payload),
    }


def held(array: Any) -> int:
    """Octets of an array of Arrow; members of which nothing is there share the same zeros, and have none."""
    if hasattr(array, "chunks"):
        return sum(map(held, array.chunks))
    if array.null_count == len(array):
        return 0
    members = [array.field(at) for at in range(array.type.num_fields)]
    own = array.buffers()[: 1 if members else None]
    return sum(each.size for each in own if each is not None) + sum(map(held, members))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("adapter")
    parser.add_argument("mode", choices=("check", "time", "memory", "growth"))
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--only", default="", help="operation names, with commas")
    parser.add_argument("--kind", default="null", choices=[*payloads.ROWS])
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments = parser.parse_args()
    codec = importlib.import_module(f"tests.bench.adapters.{arguments.adapter}")
    report: dict[str, object] = {"package": codec.PACKAGE}
    if arguments.mode == "check":
        report["check"] = check(codec)
    elif arguments.mode == "growth":
        report["growth"] = growth(codec, arguments.kind, arguments.rows)
    else:
        wanted = set(filter(None, arguments.only.split(",")))
        table = {
            name: operation
            for name, operation in operations(codec).items()
            if not wanted or name in wanted
        }
        # What the payloads and codecs hold is not looked through again in every
        # collection; what a call makes is.
        gc.collect()
        gc.freeze()
        if arguments.mode == "time":
            report["time"] = {
                name: seconds(operation.call, arguments.samples)
                for name, operation in table.items()
            }
        else:
            # Touching keeps nothing; of columns tracemalloc does not see all.
            sized = {
                name: operation
                for name, operation in table.items()
                if operation.octets >= 1000
                and not name.endswith("_touched")
                and not name.startswith("columns_")
            }
            report["memory"] = {name: peak(call) for name, (call, _) in sized.items()}
            report["octets"] = {name: octets for name, (_, octets) in sized.items()}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
