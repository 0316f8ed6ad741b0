"""The everyday share of fuzzing: what is known, a little that is new, and plain lies."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Hashable
from pathlib import Path
from random import Random

import pytest

import cosem
from tests.fuzz import engine, mutations
from tests.fuzz.engine import Engine, Finding, TooMuchMemory, TooSlow, replay
from tests.fuzz.long_run import CORPUS, MENDED, beginning
from tests.fuzz.seeds import ATTRIBUTES, seeds
from tests.fuzz.targets import Target, targets

GROUPS = targets()
SEEDS = seeds()

EVERY_DAY = {
    "decoders": 6_000,
    "readings": 3_000,
    "JSON": 1_500,
    "objects": 1_000,
    "columns": 15,
    "telegrams": 1_500,
    "pushes": 200,
    "dumps": 300,
    "simulator": 150,
    "packages": 200,
    "specs": 150,
    "models": 75,
}
"""Executions of each group: less than a second each; `.ci/run fuzz` tries others, ten times as many."""

# What decoding may take, for octets that lie about how much follows.
OCTETS_PER_OCTET = 100
FIXED_OCTETS = 64 * 1024

HOSTILE = {
    "nothing": b"",
    "deep arrays": b"\x01\x01" * 5000 + b"\x00",
    "deep structures": b"\x02\x01" * 5000 + b"\x00",
    "endless array": b"\x01\x84\xff\xff\xff\xff" + b"\x00" * 50,
    "endless structure": b"\x02\x84\xff\xff\xff\xff" + b"\x00" * 50,
    "endless octet-string": b"\x09\x84\xff\xff\xff\xff" + b"\x00" * 50,
    "endless bit-string": b"\x04\x84\xff\xff\xff\xff" + b"\x00" * 50,
    "length of 127 octets": b"\x09\xff" + b"\xff" * 127,
    "compact-array of nothing": bytes.fromhex("13 01ffff 00 00"),
    "compact-array of huge arrays": bytes.fromhex("13 01ffff 01ffff 01ffff 00 01 00"),
    "compact-array of null-data": bytes.fromhex("13 00 84ffffffff") + b"\x00" * 50,
    "compact-array of null-data in five octets": bytes.fromhex("13 00 05 0000000000"),
    "compact-array of empty structures": bytes.fromhex("13 0200 20") + b"\x00" * 32,
    "compact-array of deep structures": b"\x13" + b"\x02\x01" * 5000 + b"\x11\x01\x01",
    "compact-array of compact-arrays": bytes.fromhex("13 13 13 11 02 0000"),
    "arrays of arrays of nothing": b"\x01\x81\xff" + b"\x01\x00" * 255,
}


@pytest.mark.parametrize("path", [CORPUS, MENDED], ids=lambda path: path.stem)
def test_known_input_does_no_harm(path: Path) -> None:
    assert replay(GROUPS, path)


@pytest.mark.parametrize("group", GROUPS)
def test_right_input_is_taken(group: str) -> None:
    """Input that nothing takes would leave what is behind untried."""
    random = Random(group)
    for target in GROUPS[group]:
        done = target.run(target.example(random), True)
        assert not isinstance(done, str) or group == "models", (target.name, done)


@pytest.mark.parametrize("group", GROUPS)
def test_changed_input_does_no_harm(group: str) -> None:
    for figures in Engine({group: GROUPS[group]}, seed=1).run(EVERY_DAY[group]):
        assert figures.behaviours


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_octets_cost_little(data: bytes) -> None:
    """Of every decoder, the dearest."""
    dearest = (0, "")
    for target in GROUPS["decoders"]:
        target.run(data, False)
        tracemalloc.start()
        try:
            target.run(data, False)
            dearest = max(dearest, (tracemalloc.get_traced_memory()[1], target.name))
        finally:
            tracemalloc.stop()
    assert dearest < (FIXED_OCTETS + OCTETS_PER_OCTET * len(data), "")


@pytest.mark.parametrize("key", ATTRIBUTES, ids=str)
def test_seeds_are_right(key: tuple[int, int, int]) -> None:
    class_id, version, number = key
    octets = bytes.fromhex(ATTRIBUTES[key])
    spec = cosem.interface_class(class_id, version).attribute(number)
    assert spec.encode(spec.decode(octets)) == octets


@pytest.mark.parametrize("octets", SEEDS, ids=lambda seed: seed[:8].hex())
def test_every_cut_of_a_seed_is_refused(octets: bytes) -> None:
    """Truncated input always raises, and says where."""
    for size in range(min(len(octets), 200)):
        with pytest.raises(cosem.DecodeError) as caught:
            cosem.axdr.decode(octets[:size])
        assert 0 <= caught.value.offset <= size


# ---- the engine itself


def _only(run: Callable[[bytes, bool], Hashable]) -> dict[str, list[Target]]:
    return {"decoders": [Target("planted", run, lambda random: bytes(4))]}


def test_a_fault_stops_the_run_and_can_be_shown_again(tmp_path: Path) -> None:
    def run(data: bytes, thorough: bool) -> Hashable:
        if b"\xff" in data:
            raise OverflowError("planted")
        return len(data)

    groups = _only(run)
    with pytest.raises(Finding) as caught:
        for _ in Engine(groups, seed=1).run(100_000):
            pass
    path = caught.value.write(tmp_path)
    assert b"\xff" in caught.value.data
    with pytest.raises(OverflowError, match="planted"):
        replay(groups, path)


def test_what_does_something_new_is_kept() -> None:
    """Four octets are found one after the other, which chance alone would not do."""

    def run(data: bytes, thorough: bool) -> Hashable:
        right = [a == b for a, b in zip(data, b"\x05\x12\x1e\x7f", strict=False)]
        if all(right) and len(right) == 4:
            raise OverflowError("found")
        return tuple(right)

    with pytest.raises(Finding, match="found"):
        for _ in Engine(_only(run), seed=1).run(200_000):
            pass


def test_endless_input_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TICK", 0.1)
    monkeypatch.setattr(engine, "LONGEST_SECONDS", 0.5)

    def run(data: bytes, thorough: bool) -> Hashable:
        while True:
            pass

    with pytest.raises(Finding) as caught:
        next(Engine(_only(run), seed=1).run(10))
    assert isinstance(caught.value.fault, TooSlow)


def test_input_that_takes_memory_is_a_finding() -> None:
    much = (engine.peak() + 2 * engine.MOST_MEMORY) * 1024

    def run(data: bytes, thorough: bool) -> Hashable:
        if data[:1] == b"\x07":
            return len(b"\x07" * much)
        return len(data)

    with pytest.raises(Finding) as caught:
        for _ in Engine(_only(run), seed=1).run(100_000):
            pass
    assert isinstance(caught.value.fault, TooMuchMemory)
    assert caught.value.data[:1] == b"\x07"


@pytest.mark.parametrize("group", GROUPS)
def test_the_same_seed_tries_the_same_input(group: str) -> None:
    def tried(seed: int) -> list[bytes]:
        found = []
        random = Random(seed)
        for target in GROUPS[group][:20]:
            octets = target.example(random)
            found += [octets, target.mutate(random, octets)]
        return found

    assert tried(1) == tried(1) != tried(2)


def test_changes_stay_short() -> None:
    random = Random(1)
    octets = b"\x01"
    for _ in range(20_000):
        octets = mutations.octets(random, octets + b"\x02\x09")
        assert len(octets) <= mutations.LONGEST


def test_a_run_goes_on_from_the_corpus_of_another(tmp_path: Path) -> None:
    committed = engine.read_corpus(CORPUS)
    (name, (first, *_)), *_ = committed.items()
    kept = tmp_path / "kept.txt"
    assert beginning(kept) == committed, "the first run has none"
    new = {name: [first, b"new"], "gone or renamed": [b"\x00", b""]}
    engine.write_corpus(kept, new, "Kept.")
    assert beginning(kept) == {
        **committed,
        name: [*committed[name], b"new"],
        "gone or renamed": [b"\x00", b""],
    }
