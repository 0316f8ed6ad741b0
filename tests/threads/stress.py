"""Fresh processes whose threads do everything for the first time, all at once.

A process is forked from one that has imported what is needed of the standard library, and has
not touched `cosem` (stage `nothing imported`) or has imported all of it but not used
anything (stage `nothing built`). So it costs some hundredths of a second, and finds
whatever is imported or built late as a new interpreter does. The right answers come from a
process forked in the same way, in which one thread asks.
"""

from __future__ import annotations

import datetime  # noqa: F401  # what `cosem` imports of the standard library
import decimal  # noqa: F401
import difflib  # noqa: F401
import enum  # noqa: F401
import gc
import importlib.metadata  # noqa: F401
import ipaddress  # noqa: F401
import json
import os
import pickle
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import ModuleType
from typing import Any, TypeAlias

Key: TypeAlias = tuple[object, ...]
Operation: TypeAlias = Callable[[], object]
Answers: TypeAlias = dict[Key, object]

STAGES = ("nothing imported", "nothing built")
SECONDS = 120
"""After which a process counts as hung."""
SAME = "one object"
"""First word of a key whose answers have to be one object for all threads."""

_VALUES = {
    (1, 0, 2): "0204110112020306000000041605",
    (3, 0, 2): "060001e240",
    (3, 0, 3): "02020ffe161e",
    (7, 1, 3): "0102020412000809060000010000ff0f0212000002041200030906"
    "0100010800ff0f02120000",
    (8, 0, 2): "090c07e8060f060d2d1e00ff8880",
    (9, 0, 2): "010102021200010101020516021200460906000060030aff0f010f00",
    (15, 3, 2): "01010204120007110109060100630100ff0202010102030f0216010102"
    "0f010f02010102020f011601",
    (20, 0, 5): "010102021101010202030904060000000906"
    "00000a0064ff1200010203090416000000090600000a0064ff120002",
    (40, 2, 2): "0101020612000109060000600100ff0f0212000002021600000100",
    (113, 0, 5): "020302020f030ffe020312000309060100010800ff0f020101020209013110ffe2",
}
_CODES = (
    *("1.0.1.8.0.255", "0.0.1.0.0.255", "1.0.99.1.0.255", "0.0.96.1.0.255"),
    *("7.0.3.0.0.255", "1.0.12.7.124.255", "1.0.94.49.1.255", "6.0.1.0.0.255"),
)
_BUFFER = "0106" + "0202090c07e8060f060c000000ff888006000004d2" * 6
CLASS_IDS = range(1, 152)
"""Of classes that there are, and of some that there are not."""
_VENDOR = "acme_of_the_stress_run"


def operations(class_ids: Iterable[int]) -> dict[Key, Operation]:
    """What each thread of a process does, in an order of its own."""
    import cosem

    found: dict[Key, Operation] = {}
    for (class_id, version, number), text in _VALUES.items():
        place = (class_id, version, number)
        found["decode", place] = partial(_decode, place, bytes.fromhex(text))
    for code in _CODES:
        found["describe", code] = partial(_code, code)
    for class_id in class_ids:
        found["class", class_id] = partial(_class, class_id)
    return found | {
        ("find",): _find,
        ("names",): lambda: [n for n in cosem.__all__ if getattr(cosem, n) is None],
        ("json",): _json,
        ("profile",): _profile,
        ("push",): _push,
        ("data",): _data,
        ("vendor",): _vendor,
        (SAME, "catalogue"): lambda: cosem.CATALOGUE,
        (SAME, "scaler and unit"): lambda: cosem.interface_class(3)
        .attribute(3)
        .decode(bytes.fromhex("02020ffe161e")),
        (SAME, "unlisted unit"): lambda: cosem.types.Unit(199),
    }


def _decode(place: tuple[int, int, int], data: bytes) -> object:
    import cosem

    class_id, version, number = place
    spec = cosem.interface_class(class_id, version).attribute(number)
    value = spec.decode(data)
    return value, spec.encode(value) == data


def _code(code: str) -> object:
    import cosem

    return str(cosem.describe(code))


def _find() -> object:
    import cosem

    texts = ("active energy import", "push setup", "kWh", "1-0:*.7.0", "voltge")
    return [cosem.find(text) for text in texts]


def _class(class_id: int) -> object:
    import cosem

    try:
        return cosem.interface_class(class_id), str(cosem.describe(class_id))
    except cosem.UnknownClassError as error:
        return str(error)


def _json() -> object:
    import cosem

    clock = cosem.interface_class(8)("0.0.1.0.0.255")
    clock.decode_attribute(2, bytes.fromhex(_VALUES[8, 0, 2]))
    text = json.dumps(cosem.to_json(clock))
    return text, cosem.from_json(json.loads(text))


def _profile() -> object:
    import cosem

    columns = cosem.interface_class(7).attribute(3)
    reader = cosem.profile_reader(columns.decode(bytes.fromhex(_VALUES[7, 1, 3])))
    return list(reader.read(bytes.fromhex(_BUFFER)))


def _push() -> object:
    import cosem

    # Twice the same list, another one, and one that nothing fits.
    lists = ("06000004D2", "06000004D3", "12ABCD")
    texts = [f"0101 0203 0906 0100010800FF {each} 0202 0FFD 161E" for each in lists]
    found = [cosem.read_push(bytes.fromhex(text)) for text in texts]
    try:
        cosem.read_push(bytes.fromhex("020211051106"))
    except cosem.CosemError as error:
        return [str(push) for push in found], str(error)
    return found


def _data() -> object:
    import cosem

    value: Any = cosem.axdr.decode(bytes.fromhex("1302021109 06 050161 060162"))
    return list(value)


def _vendor() -> object:
    import cosem

    cosem.register(_VENDOR)
    return cosem.CATALOGUE.name(40_000), 40_000 in cosem.CATALOGUE


def _make_vendor() -> None:
    """A package of a vendor, which `register` finds."""
    parts: dict[str, dict[str, object]] = {
        "": {},
        "._catalogue": {
            "SPEC": "acme",
            "NEEDS": ("cosem",),
            "CLASSES": {40_000: {0: ("log", "Log")}},
            "NAMES": {40_000: "Log"},
        },
        "._names": {"MEMBERS": "40000 | 2 entries", "TYPES": "", "ALL_UNITS": ""},
        "._obis": {"MEDIA": {}, "SAME_MEDIA": {}, "UNITS": {}, "GROUPS": ""}
        | {"SELECTIONS": "", "OBJECTS": ""},
        "._provenance": {"VERSIONS": ""},
        "._telegrams": {"LAYOUTS": ()},
    }
    for suffix, facts in parts.items():
        module = ModuleType(_VENDOR + suffix)
        vars(module).update(facts)
        sys.modules[module.__name__] = module


# ---- in a process ----


def _answer(key: Key, operation: Operation) -> object:
    try:
        found = operation()
    except BaseException:
        return traceback.format_exc()
    return found if key[0] == SAME else repr(found)


def alone() -> Answers:
    """The answers of one thread, about every class."""
    everything = operations(CLASS_IDS).items()
    return {key: repr(_answer(key, each)) for key, each in everything}


def together(seed: int, threads: int) -> list[Answers]:
    """The answers of each of these threads, which start at the same moment."""
    classes = random.Random(seed).sample(CLASS_IDS, 10)
    barrier = threading.Barrier(threads)
    results: list[Answers] = [{} for _ in range(threads)]

    def ask(number: int) -> None:
        barrier.wait()
        todo = list(operations(classes).items())
        random.Random(seed * threads + number).shuffle(todo)
        for key, operation in todo:
            results[number][key] = _answer(key, operation)

    every = [threading.Thread(target=ask, args=(each,)) for each in range(threads)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    return results


def differences(found: list[Answers], expected: Answers) -> list[str]:
    """What threads answered otherwise than one thread alone."""
    wrong = []
    for key in found[0]:
        right = str(expected[key])
        answers = [each[key] for each in found]
        wrong += [
            f"{key}: {str(answer)[-1500:]}\n  alone: {right:.400}"
            for answer in answers
            if repr(answer) != right
        ]
        if key[0] == SAME and len(set(map(id, answers))) > 1:
            wrong.append(f"{key}: more than one object")
    return wrong


# ---- processes ----


def failures(count: int, threads: int, interval: float, jobs: int) -> Iterator[str]:
    """What went wrong in `count` fresh processes, half of them at each stage."""
    for number, stage in enumerate(STAGES):
        seeds = range(number, count, len(STAGES))
        nursery = partial(_nursery, stage, seeds, threads, interval, jobs)
        yield from _Child(nursery, seconds=0).result()


def _nursery(
    stage: str, seeds: range, threads: int, interval: float, jobs: int
) -> list[str]:
    """Fork a process for each seed off this one, which uses nothing itself."""
    _make_vendor()
    if stage == STAGES[1]:
        _import_everything()
    failed = []
    sys.dont_write_bytecode = False  # so that what is right is compiled for all
    expected = _Child(alone).result()
    gc.freeze()
    running: list[tuple[int, _Child]] = []

    def finish() -> None:
        seed, found = running.pop(0)
        try:
            wrong = found.result()
        except ChildProcessError as error:
            wrong = [str(error)]
        failed.extend(f"seed {seed}, {stage}: {each}" for each in wrong)

    for seed in seeds:
        race = partial(_race, seed, threads, interval, expected)
        running.append((seed, _Child(race)))
        if len(running) >= jobs:
            finish()
    while running:
        finish()
    return failed


def _import_everything() -> None:
    import cosem
    import cosem_runtime.catalogue.preload as preload

    preload.prepare_modules(cosem.CATALOGUE._registered)
    for name in cosem.classes.__all__:
        getattr(cosem.classes, name)
    for module in (cosem, cosem.classes, cosem.types):
        _forget(vars(module))


def _forget(names: dict[str, Any]) -> None:
    """Take back what a lazy module has looked up, its catalogue too."""
    for name in names["__all__"]:
        names.pop(name, None)


def _race(seed: int, threads: int, interval: float, expected: Answers) -> list[str]:
    sys.setswitchinterval(interval)
    return differences(together(seed, threads), expected)


class _Child:
    """A forked process that computes something and gives it back."""

    def __init__(self, compute: Callable[[], Any], seconds: int = SECONDS) -> None:
        """It is ended after `seconds`; 0: never."""
        self._from, to = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(to)
            return
        status = 1
        try:
            os.close(self._from)
            signal.alarm(seconds)
            with open(to, "wb") as stream:
                pickle.dump(compute(), stream)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def result(self) -> Any:
        """What it gave; ChildProcessError when it ended without."""
        with open(self._from, "rb") as stream:
            octets = stream.read()
        _, status = os.waitpid(self._pid, 0)
        if status:
            hung = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            raise ChildProcessError("hung" if hung else f"ended with status {status}")
        return pickle.loads(octets)
