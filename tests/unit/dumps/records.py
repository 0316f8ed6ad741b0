"""Any record that the form has a place for."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st

from cosem_conformance.dumps import (
    CONFORMANCE,
    RIGHTS,
    Access,
    Association,
    Dump,
    DumpedObject,
    Header,
    Meter,
    ObjectName,
    Source,
    Value,
    ValueOf,
)
from cosem_runtime import Obis

text = st.text(max_size=12)
octets = st.binary(max_size=40)
long = st.integers(0, 0xFFFF)
index = st.integers(-0x80, 0x7F)
obis = st.binary(min_size=6, max_size=6).map(Obis.from_bytes)
zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=3))]
)
times = st.none() | st.datetimes(timezones=zones)
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | text,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
extra = st.just({}) | st.dictionaries(text, json, max_size=3)
access = st.builds(
    Access,
    st.none() | st.frozensets(st.sampled_from(RIGHTS)),
    st.none() | st.integers(0, 0xFF),
)
headers = st.builds(
    Header,
    st.builds(Meter, text, text, text, text, text),
    st.builds(Source, text, text, text, text, text, text, text),
    times,
    st.lists(text, max_size=2).map(tuple),
    extra,
)
associations = st.builds(
    Association,
    name=text,
    client=st.none() | long,
    server=st.none() | long,
    referencing=st.none() | st.sampled_from(["LN", "SN"]),
    authentication=text,
    security=text,
    conformance=st.none()
    | st.lists(st.sampled_from(CONFORMANCE), max_size=4).map(tuple),
    max_pdu=st.none() | long,
    logical_device=text,
    extra=extra,
)


@st.composite
def objects(draw: st.DrawFn) -> DumpedObject:
    attributes = draw(st.dictionaries(index, access, max_size=4))
    selectors = {
        number: draw(
            st.lists(st.integers(-0x80, 0xFF), min_size=1, max_size=2).map(tuple)
        )
        for number in attributes
        if draw(st.booleans())
    }
    return DumpedObject(
        draw(long),
        draw(st.none() | st.integers(0, 0xFF)),
        draw(obis),
        draw(st.none() | long),
        attributes,
        draw(st.dictionaries(index, access, max_size=2)),
        selectors,
        extra=draw(extra),
    )


@st.composite
def values(draw: st.DrawFn) -> Value:
    what = draw(st.sampled_from(["octets", "result", "failure", "nothing"]))
    selector = draw(st.none() | st.integers(0, 0xFF))
    part = draw(st.none() | st.integers(1, 9))
    return Value(
        draw(index),
        octets=draw(octets) if what == "octets" else None,
        result=(
            draw(st.sampled_from(["read-write-denied", "other-reason", "result 99"]))
            if what == "result"
            else None
        ),
        failure=draw(text) if what == "failure" else None,
        reply=draw(st.none() | octets) if what in ("result", "failure") else None,
        selector=selector,
        parameter=None if selector is None else draw(st.none() | octets),
        part=part,
        parts=None if part is None else draw(st.none() | st.integers(part, 9)),
        started=draw(times),
        seconds=draw(st.none() | st.floats(0, 1e6)),
        derived=draw(text),
        replaced=draw(text),
        tag=draw(st.none() | st.integers(0, 0xFF)),
        type=draw(text),
        text=draw(st.none() | text),
        extra=draw(extra),
    )


names = st.builds(ObjectName, long, obis, st.none() | long)
records = st.one_of(
    headers, associations, objects(), st.builds(ValueOf, names, values())
)


@st.composite
def dumps(draw: st.DrawFn) -> Dump:
    """A whole dump; objects of one association may have the same name."""
    found = []
    for association in draw(st.lists(associations, max_size=2)):
        for each in draw(st.lists(objects(), max_size=3)):
            each.values = draw(st.lists(values(), max_size=3))
            association.objects.append(each)
        found.append(association)
    header = draw(headers)
    return Dump(
        header.meter,
        header.source,
        found,
        header.created,
        header.redacted,
        extra=header.extra,
    )
