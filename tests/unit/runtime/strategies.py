"""Hypothesis strategies: any Data value, and its octets written independently."""

from __future__ import annotations

import struct

from hypothesis import strategies as st

from cosem_runtime import (
    BitString,
    CompactArray,
    Date,
    DateTime,
    Time,
    TypeDescription,
    axdr,
)
from cosem_runtime.bitstring import bits_of
from cosem_runtime.limits import EXPANSION_LIMIT
from cosem_runtime.values import INTEGERS

integers = st.one_of(
    [st.integers(kind.MINIMUM, kind.MAXIMUM).map(kind) for kind in INTEGERS]
)
bit_strings = st.lists(st.booleans(), max_size=300).map(BitString)
padded_bit_strings = st.binary(min_size=1, max_size=40).flatmap(
    lambda octets: st.integers(len(octets) * 8 - 7, len(octets) * 8).map(
        lambda bits: bits_of(octets, bits, BitString)
    )
)
any_float32 = st.binary(min_size=4, max_size=4).map(
    lambda octets: axdr.decode(b"\x17" + octets)
)
any_float64 = st.binary(min_size=8, max_size=8).map(
    lambda octets: axdr.Float64(struct.unpack(">d", octets)[0])
)
moments = st.one_of(
    st.binary(min_size=12, max_size=12).map(DateTime.from_bytes),
    st.binary(min_size=5, max_size=5).map(Date.from_bytes),
    st.binary(min_size=4, max_size=4).map(Time.from_bytes),
)
texts = st.one_of(
    st.binary(max_size=300).map(
        lambda octets: axdr.VisibleString(octets.decode("ascii", "surrogateescape"))
    ),
    st.binary(max_size=300).map(
        lambda octets: axdr.Utf8String(octets.decode("utf-8", "surrogateescape"))
    ),
    st.text(max_size=50).map(axdr.Utf8String),
)
booleans = st.one_of(st.booleans(), st.integers(2, 255).map(axdr.Boolean))
simple = st.one_of(
    st.none(),
    st.just(axdr.DONT_CARE),
    booleans,
    integers,
    bit_strings,
    padded_bit_strings,
    any_float32,
    any_float64,
    moments,
    texts,
    st.binary(max_size=300),
)

descriptions = st.recursive(
    st.sampled_from(
        [0x03, 0x05, 0x06, 0x09, 0x0A, 0x0F, 0x11, 0x12, 0x15, 0x16, 0x04]
    ).map(TypeDescription),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(
            lambda parts: TypeDescription(0x02, 0, parts)
        ),
        st.tuples(st.integers(0, 4), inner).map(
            lambda made: TypeDescription(0x01, made[0], [made[1]])
        ),
    ),
    max_leaves=8,
)


def values_of(description: TypeDescription) -> st.SearchStrategy[object]:
    """Values that a description describes."""
    if description.tag == 0x01:
        inner = values_of(description.members[0])
        return st.lists(inner, min_size=description.count, max_size=description.count)
    if description.tag == 0x02:
        return st.tuples(*map(values_of, description.members))
    for kind in INTEGERS:
        if description.tag == kind.TAG:
            return st.integers(kind.MINIMUM, kind.MAXIMUM).map(kind)
    return {
        0x03: booleans,
        0x04: bit_strings,
        0x09: st.binary(max_size=200),
        0x0A: st.text("abc 1", max_size=20).map(axdr.VisibleString),
    }[description.tag]


def within_limits(array: CompactArray) -> bool:
    """Whether it can be decoded: very few are not, those of many empty arrays."""
    description = array.description
    memory = description.own_memory + len(array) * description.memory
    return memory < EXPANSION_LIMIT * (description.octets + len(array.contents))


compact_arrays = (
    descriptions.filter(lambda description: description.least_size > 0)
    .flatmap(
        lambda description: st.lists(values_of(description), max_size=6).map(
            lambda items: CompactArray.of(items, description)
        )
    )
    .filter(within_limits)
)
data = st.recursive(
    st.one_of(simple, compact_arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6), st.lists(inner, max_size=6).map(tuple)
    ),
    max_leaves=30,
)
