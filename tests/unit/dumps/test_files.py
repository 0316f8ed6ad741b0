"""Files: whole or not at all, packed or plain, cut short or continued, and never more in memory than a line."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cosem_conformance.dumps import (
    Association,
    Dump,
    DumpedObject,
    DumpError,
    DumpWriter,
    End,
    Header,
    Meter,
    Value,
    ValueOf,
    left_out,
    load,
    read_dump,
    records,
    save,
    write_dump,
    write_line,
)
from cosem_runtime import Obis

from .records import dumps

CLOCK = DumpedObject(8, 0, Obis("0.0.1.0.0.255"))
ENERGY = DumpedObject(
    3,
    0,
    Obis("1.0.1.8.0.255"),
    values=[Value(2, bytes.fromhex("0600000001")), Value(3, result="object-undefined")],
)
SMALL = Dump(
    Meter(maker="ACME"),
    associations=[Association("first", 16, objects=[CLOCK, ENERGY])],
)


@pytest.mark.parametrize("name", ["meter.jsonl", "meter.jsonl.gz"])
@settings(
    max_examples=settings().max_examples * 3 // 5,
    suppress_health_check=[
        *settings().suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(dump=dumps())
def test_a_dump_comes_back(tmp_path: Path, name: str, dump: Dump) -> None:
    path = tmp_path / name
    end = save(dump, path)
    assert load(path) == dump
    assert [*read_dump(path)] == [*records(dump)]
    assert [*read_dump(path)][-1] == end
    assert path.read_bytes()[:2] == (b"\x1f\x8b" if name.endswith(".gz") else b'{"')
    assert os.listdir(tmp_path) == [name]


def test_packed_is_told_by_content_and_files_need_no_name(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl"
    save(SMALL, path)
    assert load(io.BytesIO(path.read_bytes())) == SMALL
    assert load(io.BytesIO(gzip.compress(path.read_bytes()))) == SMALL
    with open(path, "rb") as file:
        assert load(file) == SMALL
        assert not file.closed


def test_the_same_dump_is_packed_to_the_same_octets(tmp_path: Path) -> None:
    save(SMALL, tmp_path / "a.gz")
    save(SMALL, tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_cut_short_is_told_and_can_be_taken(
    tmp_path: Path, packed: bool
) -> None:
    save(SMALL, tmp_path / "whole")
    octets = (tmp_path / "whole").read_bytes()
    whole = gzip.compress(octets) if packed else octets
    seen = set()
    # A plain dump is whole without the end of its last line.
    for size in range(0, len(whole) - 1, 3):
        cut = io.BytesIO(whole[:size])
        with pytest.raises(DumpError):
            load(cut)
        cut.seek(0)
        try:
            part = load(cut, partial=True, form="dump")
        except DumpError as error:
            assert "cut short" in str(error)  # not even the header
        else:
            assert part.meter == SMALL.meter
            # What stands behind the packed octets is only their checksum.
            assert not part.complete or (packed and size >= len(whole) - 12)
            seen.add(sum(len(each.values) for _, each in part.objects()))
    assert seen == {0, 1, 2}


def test_a_line_that_is_torn_is_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "torn"
    save(SMALL, path)
    path.write_bytes(path.read_bytes().replace(b'"attribute":3', b'"attribute":'))
    with pytest.raises(DumpError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:6: expected a record as JSON, found ")
    assert (caught.value.file, caught.value.line) == (str(path), 6)


LINES = [write_line(record) for record in records(SMALL)]
ORDERS = {
    "no header": ([1, 2, 6], "expected one header, and first, found another record"),
    "two headers": ([0, 0], "expected one header, and first, found two of them"),
    "no association": ([0, 2], "expected an association first"),
    "no object": ([0, 1, 4], "a value: expected of an object of its association"),
    "too few": ([0, 1, 2, 6], "records are missing or too many"),
    "behind the end": ([*range(7), 2], "expected nothing behind the end record"),
    "nothing": ([0], "the dump is cut short: expected an end record"),
}


@pytest.mark.parametrize("name", ORDERS)
def test_records_out_of_order(name: str) -> None:
    numbers, message = ORDERS[name]
    file = io.BytesIO(b"".join(LINES[number] for number in numbers))
    with pytest.raises(DumpError) as caught:
        load(file, form="dump")
    assert message in str(caught.value)


def test_a_reader_leaves_no_file_when_its_source_breaks_off(tmp_path: Path) -> None:
    def broken() -> object:
        yield from [*records(SMALL)][:4]
        raise DumpError("enough")

    path = tmp_path / "meter.jsonl"
    path.write_text("what was there")
    with pytest.raises(DumpError, match="enough"):
        write_dump(path, broken())  # type: ignore[arg-type]
    assert path.read_text() == "what was there"
    assert os.listdir(tmp_path) == ["meter.jsonl"]


def begun(path: Path) -> DumpWriter:
    """A writer that has all of the small dump but the last value."""
    writer = DumpWriter(path, SMALL.header)
    for record in [*records(SMALL)][1:-2]:
        assert not isinstance(record, (End, Header))
        writer.add(record)
    return writer


@pytest.mark.parametrize("name", ["meter.jsonl", "meter.jsonl.gz"])
@pytest.mark.parametrize("torn", [b"", b'{"record":"val'])
def test_a_break_can_be_continued(tmp_path: Path, name: str, torn: bytes) -> None:
    path = tmp_path / name
    with pytest.raises(KeyboardInterrupt), begun(path):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == [f"{name}.part"]
    with open(tmp_path / f"{name}.part", "ab") as file:
        file.write(torn)
    with DumpWriter.resume(path) as writer:
        assert writer.header == SMALL.header
        assert writer.associations == 1
        assert writer.has_object(ENERGY.name)
        assert writer.present(ENERGY.name, 2)
        assert not writer.present(ENERGY.name, 3)
        assert not writer.present(ENERGY.name, 2, 1, b"\x00")
        writer.value(CLOCK.name, Value(2, failure="no reply"))
        assert not writer.present(CLOCK.name, 2)
        writer.value(ENERGY.name, ENERGY.values[1])
    clock, energy = load(path).associations[0].objects
    assert [value.failure for value in clock.values] == ["no reply"]
    assert energy == ENERGY
    assert os.listdir(tmp_path) == [name]


def test_a_dump_without_its_end_can_be_continued(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl"
    path.write_bytes(b"".join(LINES[:5]))
    with DumpWriter.resume(path) as writer:
        writer.value(ENERGY.name, ENERGY.values[1])
    assert load(path) == SMALL


def test_what_cannot_be_continued_or_begun(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl"
    save(SMALL, path)
    with pytest.raises(DumpError, match="the dump is whole"):
        DumpWriter.resume(path)
    with pytest.raises(FileNotFoundError):
        DumpWriter.resume(tmp_path / "none")
    begun(path).pause()
    with pytest.raises(DumpError, match="a dump was begun here before"):
        DumpWriter(path, Header())
    assert load(path) == SMALL
    assert sorted(os.listdir(tmp_path)) == ["meter.jsonl", "meter.jsonl.part"]


def test_a_break_between_the_end_and_the_name_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl"
    (tmp_path / "meter.jsonl.part").write_bytes(b"".join(LINES))
    DumpWriter.resume(path).finish()
    assert load(path) == SMALL


def test_a_value_of_an_object_that_is_not_there_is_not_written(tmp_path: Path) -> None:
    writer = DumpWriter(tmp_path / "meter.jsonl", Header())
    with pytest.raises(DumpError, match="expected an association first"):
        writer.add(CLOCK)
    writer.add(Association())
    with pytest.raises(DumpError, match="of an object of the last association"):
        writer.value(CLOCK.name, Value(2))
    writer.discard()
    assert os.listdir(tmp_path) == []


def test_large_values_are_left_out_and_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl.gz"
    large = Value(2, b"\x09\x82\x01\x00" + bytes(256))
    profile = DumpedObject(
        7, 1, Obis("1.0.99.1.0.255"), values=[large, Value(3, b"\0")]
    )
    save(Dump(associations=[Association(objects=[profile])]), path)
    dump = load(path, keep=100)
    first, second = dump.associations[0].objects[0].values
    assert (first.octets, first.left_out, first.size) == (None, 260, 260)
    assert (second.octets, second.left_out, second.size) == (b"\0", None, 1)
    assert [*left_out(path, keep=100)] == [(0, ValueOf(profile.name, large))]
    with pytest.raises(DumpError, match="were left out"):
        save(dump, tmp_path / "other")


def test_reading_takes_the_memory_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "meter.jsonl.gz"
    size, many = 200_000, 60
    value = Value(2, bytes(size))
    profile = DumpedObject(7, 1, Obis("1.0.99.1.0.255"), values=[value] * many)
    save(Dump(associations=[Association(objects=[profile])]), path)
    tracemalloc.start()
    try:
        assert sum(isinstance(each, ValueOf) for each in read_dump(path)) == many
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size * many / 4


def test_a_line_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cosem_conformance.dumps.lines.LINE_LIMIT", 200)
    file = io.BytesIO(LINES[0] + b'{"record":"association","name":"' + b"x" * 10_000)
    with pytest.raises(DumpError, match="2: expected lines of at most 200 octets"):
        load(file)


def test_an_error_is_the_same_in_another_process() -> None:
    with pytest.raises(DumpError) as caught:
        load(io.BytesIO(LINES[0] + b"{}"))
    error = caught.value
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.line, again.path) == (str(error), 2, "record")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DumpError, match="it is not a regular file"):
        load(tmp_path / "pipe")
    with pytest.raises(OSError):
        load(tmp_path / "none")


def test_links_that_somebody_laid_are_not_written_through(tmp_path: Path) -> None:
    path, other = tmp_path / "meter.jsonl.gz", tmp_path / "other"
    other.write_text("precious")
    begun(path).pause()
    for ending in (".part.new", ".part.gz"):
        path.with_name(path.name + ending).symlink_to(other)
    with DumpWriter.resume(path) as writer:
        writer.value(ENERGY.name, ENERGY.values[1])
    assert load(path).complete
    path.unlink()
    path.with_name(path.name + ".part").symlink_to(tmp_path / "none")
    with pytest.raises(DumpError, match="a dump was begun here before"):
        begun(path)
    assert other.read_text() == "precious"
    assert not (tmp_path / "none").exists()
