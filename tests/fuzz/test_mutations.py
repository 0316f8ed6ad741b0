"""The everyday share of fuzzing: changed seeds and plain hostility, a few seconds."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cosem
from tests.fuzz.entries import Entry, entries
from tests.fuzz.seeds import ATTRIBUTES, COMPRESSED, NESTED_COMPACT, seeds

ENTRIES = entries()
SEEDS = seeds()

# What decoding may take, for octets that lie about how much follows.
OCTETS_PER_OCTET = 100
FIXED_OCTETS = 64 * 1024


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A seed with a few octets changed, put in, taken out, doubled or cut off."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(("set", "insert", "delete", "double", "cut")))
        octets = draw(st.sampled_from(SPITEFUL) | st.binary(min_size=1, max_size=3))
        if kind == "set":
            data[at : at + len(octets)] = octets
        elif kind == "insert":
            data[at:at] = octets
        elif kind == "delete":
            del data[at : at + len(octets)]
        elif kind == "double":
            data[at:at] = data[at : at + 8]
        else:
            del data[at:]
    return bytes(data)


# Tags, and length octets in every honest and dishonest form.
SPITEFUL = [bytes((tag,)) for tag in (*range(34), 255)]
SPITEFUL += [bytes.fromhex(t) for t in ("80", "817f", "81ff", "82ffff", "84ffffffff")]
SPITEFUL += [b"\xff" + b"\xff" * 127, b"\x88" + b"\xff" * 8]

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


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(ENTRIES)), data=mutated())
def test_only_cosem_errors_come_out(name: str, data: bytes) -> None:
    ENTRIES[name](data)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=64))
def test_arbitrary_octets_are_values_or_errors(data: bytes) -> None:
    for entry in (ENTRIES["generic"], ENTRIES["profile"]):
        entry(data)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_octets_cost_little(entry: Entry, data: bytes) -> None:
    entry(data)
    tracemalloc.start()
    try:
        entry(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < FIXED_OCTETS + OCTETS_PER_OCTET * len(data)


@pytest.mark.parametrize("key", ATTRIBUTES, ids=str)
def test_seeds_are_right(key: tuple[int, int, int]) -> None:
    """A seed that does not decode would leave its decoder untried."""
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


def test_profiles_of_every_form_are_read() -> None:
    value = cosem.axdr.decode(COMPRESSED)
    assert len(value) == 2
    assert cosem.axdr.encode(cosem.axdr.decode(NESTED_COMPACT)) == NESTED_COMPACT
