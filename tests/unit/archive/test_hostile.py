"""Files that say once what would be far more: what they take is known before it is taken."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cosem import CosemError
from cosem.arrow import convert
from cosem_conformance.archive import unpacking

from .test_convert import GOOD, ROOT, SMALL, captured, table

LARGE = 1 << 20
PROGRAM = """\
import json, resource, sys
if sys.platform == "linux":
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
from cosem import CosemError
from cosem.arrow import convert

source, target, small, columns, how = json.loads(sys.argv[1])
convert(small, target + "-before", capture_objects=columns)  # what is loaded once
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # octets on macOS, else KiB
try:
    told = convert(source, target, capture_objects=columns, **how).failed
except CosemError as error:
    told = {"": str(error)}
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([told, grown >> (20 if sys.platform == "darwin" else 10)]))
"""


def repeated(value: Any, rows: int, kind: Any = None) -> pa.DictionaryArray:
    indices = pa.array(np.zeros(rows, np.int32))
    return pa.DictionaryArray.from_arrays(indices, pa.array([value], kind))


def views(text: bytes, rows: int, kind: Any) -> pa.Array:
    """Views of the same text."""
    view = np.array([len(text), 0, 0, 0], "<i4")
    view[1] = int.from_bytes(text[:4], "little")
    parts = [None, pa.py_buffer(np.tile(view, rows)), pa.py_buffer(text)]
    return pa.Array.from_buffers(kind, rows, parts)


def parquet(whole: pa.Table, path: Path) -> None:
    options = {"store_schema": False, "dictionary_pagesize_limit": 1 << 30}
    pq.write_table(whole, path, row_group_size=1 << 20, **options)


def arrow(whole: pa.Table, path: Path) -> None:
    with pa.ipc.new_file(path, whole.schema) as writer:
        writer.write_table(whole)


def opaque(storage: pa.Array) -> pa.Array:
    """The same as a type of somebody's own."""
    return pa.ExtensionArray.from_storage(pa.opaque(storage.type, "a", "b"), storage)


def of(rows: int | None, **columns: Any) -> pa.Table:
    """Many rows with these columns, of which there are usual ones too unless no number of rows is given."""
    usual = {}
    if rows is not None:
        usual = {"meter": repeated("M", rows), "buffer": repeated(GOOD, rows)}
    found = {**usual, **columns}
    return pa.table(
        {name: column for name, column in found.items() if column is not None}
    )


def scales(rows: int, text: Any) -> pa.Array:
    scaler, unit = pa.array(np.zeros(rows, np.int8)), pa.array(np.zeros(rows, np.uint8))
    members = [text, scaler, unit]
    inner = pa.StructArray.from_arrays(members, ["logical_name", "scaler", "unit"])
    return pa.ListArray.from_arrays(
        pa.array(np.arange(rows + 1, dtype=np.int32)), inner
    )


BOMBS: dict[
    str, tuple[Callable[[pa.Table, Path], None], Callable[[], pa.Table], str]
] = {
    "buffers": (
        parquet,
        lambda: of(1_000_000, buffer=repeated(bytes(LARGE), 1_000_000)),
        "row group 0: the column 'buffer' unpacks to 68,719,476,736 octets",
    ),
    "buffers, some": (
        parquet,
        lambda: of(900, buffer=repeated(bytes(LARGE), 900)),
        "",
    ),
    "meters": (
        parquet,
        lambda: of(1_000_000, meter=repeated("M" * LARGE, 1_000_000)),
        "row group 0: the column 'meter' unpacks to 68,719,476,736 octets",
    ),
    "meters, some": (
        parquet,
        lambda: of(900, meter=repeated("M" * LARGE, 900)),
        "the column 'meter' has a value of 1,048,576 octets, at most 1,024 are kept",
    ),
    "capture_objects, some": (
        parquet,
        lambda: of(900, capture_objects=repeated(bytes(LARGE), 900)),
        "rows 0 to 2.. : the columns beside 'buffer' have 2",
    ),
    "scaler_units": (
        parquet,
        lambda: of(
            100_000, scaler_units=scales(100_000, repeated("1" * LARGE, 100_000))
        ),
        "row group 0: the column 'scaler_units' unpacks to 68,719,476,736 octets",
    ),
    "dictionaries": (
        arrow,
        lambda: of(100_000, meter=repeated("M" * LARGE, 100_000)),
        "batch 0: the column 'meter' unpacks to 104,857,600,000 octets",
    ),
    "dictionaries of one width": (
        arrow,
        lambda: of(100_000, meter=repeated(b"M" * LARGE, 100_000, pa.binary(LARGE))),
        "batch 0: the column 'meter' unpacks to 104,857,600,000 octets",
    ),
    "dictionaries of buffers": (
        arrow,
        lambda: of(100_000, buffer=repeated(bytes(LARGE), 100_000)),
        "batch 0: the column 'buffer' unpacks to 104,857,600,000 octets",
    ),
    "views": (
        arrow,
        lambda: of(100_000, buffer=views(bytes(LARGE), 100_000, pa.binary_view())),
        "batch 0: the column 'buffer' unpacks to 104,857,600,000 octets",
    ),
    "views of text": (
        arrow,
        lambda: of(9, meter=views(b"M" * LARGE, 9, pa.string_view())),
        "the column 'meter' has a value of 1,048,576 octets",
    ),
    "runs": (
        arrow,
        lambda: of(
            1_000_000,
            meter=pa.RunEndEncodedArray.from_arrays([1_000_000], ["M" * LARGE]),
        ),
        "batch 0: the column 'meter' is of run_end_encoded",
    ),
    "lists again and again": (
        arrow,
        lambda: of(
            1000,
            scaler_units=pa.ListViewArray.from_arrays(
                np.zeros(1000, np.int32), np.full(1000, 1000, np.int32), range(1000)
            ),
        ),
        "batch 0: the column 'scaler_units' is of list_view",
    ),
    "lists of nothing": (
        arrow,
        lambda: of(
            1,
            scaler_units=pa.Array.from_buffers(
                pa.list_(pa.null()),
                1,
                [None, pa.py_buffer(np.array([0, 1 << 30], np.int32))],
                children=[pa.nulls(1 << 30)],
            ),
        ),
        "batch 0: the column 'scaler_units' is of list<item: null> with 1,073,741,824 elements",
    ),
    "rows of nothing": (
        arrow,
        lambda: of(None, buffer=pa.nulls(1 << 30)),
        "the column 'buffer' is no octets, but null",
    ),
    "rows of no columns": (
        arrow,
        lambda: of(None, other=pa.nulls(1 << 30)),
        "no column 'buffer' of buffers",
    ),
    "dictionaries of nothing": (
        arrow,
        lambda: of(9, meter=repeated(None, 9, pa.null())),
        "batch 0: the column 'meter' is of dictionary<values=null",
    ),
    "lists with each row": (
        parquet,
        lambda: of(1, meter=pa.array([np.zeros(1 << 20, np.int8)])),
        "the column 'meter' has a value of 8,388,608 octets, at most 1,024 are kept",
    ),
    "texts by another name": (
        arrow,
        lambda: of(1, meter=opaque(pa.array(["M" * LARGE]))),
        "the column 'meter' has a value of 1,048,576 octets, at most 1,024 are kept",
    ),
    "dictionaries by another name": (
        arrow,
        lambda: of(1, meter=opaque(repeated("M" * LARGE, 1))),
        "batch 0: the column 'meter' is of extension<arrow.opaque",
    ),
}


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """What is told of each, read one after the other in one process, and by how many MiB that grew."""
    folder = tmp_path_factory.mktemp("bombs")
    source, small = folder / "given", folder / "small"
    source.mkdir()
    for name, (write, make, _) in BOMBS.items():
        write(make(), source / name)
        assert (source / name).stat().st_size < 20 << 20
    pq.write_table(table([GOOD]), small)
    return in_a_process(source, folder / "archive", small)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process there")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_told(name: str, bombs: tuple[dict[str, str], int]) -> None:
    told, _ = bombs
    *_, message = BOMBS[name]
    assert (name in told) == bool(message)
    head, _, rest = message.partition(" : ")
    assert head.rstrip(".") in told.get(name, "") and rest in told.get(name, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process there")
def test_bombs_take_no_more_than_a_file(bombs: tuple[dict[str, str], int]) -> None:
    _, grown = bombs
    assert grown < 400, f"{grown} MiB more than a small file takes"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process there")
def test_a_table_of_profiles_is_bounded(tmp_path: Path) -> None:
    source, profiles = tmp_path / "given", tmp_path / "profiles"
    pq.write_table(table([GOOD]), source)
    facts = {"buffer": None, "capture_objects": repeated(bytes(LARGE), 900)}
    parquet(of(900, **facts), profiles)
    told, grown = in_a_process(
        source, tmp_path / "archive", source, profiles=str(profiles)
    )
    assert "more than 268,435,456 octets, which are held" in told[""]
    assert grown < 700
    nothing = pa.nulls(1 << 28)
    arrow(pa.table({"meter": nothing, "capture_period": nothing}), profiles)
    told, grown = in_a_process(
        source, tmp_path / "another", source, profiles=str(profiles)
    )
    assert "more than 268,435,456 octets, which are held" in told[""]
    assert grown < 700


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process there")
@pytest.mark.parametrize("lists", ["of numbers", "of lists"])
def test_a_table_of_profiles_is_not_repeated_without_end(
    lists: str, tmp_path: Path
) -> None:
    source, small, profiles = (tmp_path / name for name in ("given", "one", "profiles"))
    many = table([GOOD])
    pq.write_table(many, small)
    rows = 1 << 16
    meters = pa.nulls(rows, pa.string()).fill_null("a")
    buffers = pa.nulls(rows, pa.binary()).fill_null(b"")
    pq.write_table(pa.table({"buffer": buffers, "meter": meters}), source)
    units = pa.array([np.zeros(1 << 20, np.int16)])
    if lists == "of lists":
        units = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), units)
    pq.write_table(pa.table({"meter": ["a"], "scaler_units": units}), profiles)
    assert profiles.stat().st_size < 1 << 20
    told, grown = in_a_process(
        source, tmp_path / "archive", small, profiles=str(profiles)
    )
    (message,) = told.values()
    assert "octets for 65,536 rows, at most 268,435,456 are held at once" in message
    assert grown < 400


def in_a_process(
    source: Path, target: Path, small: Path, **how: Any
) -> tuple[dict[str, str], int]:
    """Why files failed, by name, and by how many MiB the process grew."""
    arguments = json.dumps([str(source), str(target), str(small), SMALL, how])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told, grown = json.loads(done.stdout)
    return told, grown


@pytest.mark.parametrize("around", [None, "list", "structure"])
def test_lists_without_rows_may_have_no_offsets(around: str | None) -> None:
    """As Arrow allows it; to ask pyarrow for these offsets ends the process."""
    empty = pa.Array.from_buffers(
        pa.list_(pa.string()), 0, [None, None], children=[pa.array([], pa.string())]
    )
    rows = 0
    if around == "list":
        rows = 2
        empty = pa.ListArray.from_arrays(pa.array([0, 0, 0], pa.int32()), empty)
    elif around == "structure":
        empty = pa.StructArray.from_arrays([empty], ["inner"])
    assert unpacking.weights(empty).tolist() == [0] * rows
    assert unpacking.longest(empty) == 0


@pytest.mark.parametrize("write", [parquet, arrow])
def test_what_is_said_once_is_read_as_often_as_it_is_meant(
    write: Callable[[pa.Table, Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also in pieces of which each has few rows, and with nothing in some."""
    rows = 1000
    text = (
        pa.DictionaryArray.from_arrays(
            pa.array(
                [None if at % 7 == 3 else at % 2 for at in range(rows)], pa.int32()
            ),
            ["1.0.1.8.0.255", "1.0.2.8.0.255"],
        )
        .cast(pa.string())
        .dictionary_encode()
    )
    buffers = pa.array([GOOD if at % 3 else None for at in range(rows)])
    given = of(
        rows,
        meter=pa.array([f"M{at % 5}" for at in range(rows)]).dictionary_encode(),
        buffer=buffers.dictionary_encode(),
        capture_objects=repeated(captured(*SMALL), rows),
        scaler_units=scales(rows, text),
    )
    plain = given.cast(
        pa.schema(
            [
                ("meter", pa.string()),
                ("buffer", pa.binary()),
                ("capture_objects", pa.binary()),
                (
                    "scaler_units",
                    pa.list_(
                        pa.struct(
                            [
                                ("logical_name", pa.string()),
                                ("scaler", pa.int8()),
                                ("unit", pa.uint8()),
                            ]
                        )
                    ),
                ),
            ]
        )
    )
    monkeypatch.setattr(unpacking, "PIECE", 1000)
    one = unpacking.Unpacking(10)
    for whole in (given, plain):
        (batch,) = whole.slice(3).combine_chunks().to_batches()
        pieces = [*one.pieces(batch, "batch 0")]
        assert len(pieces) > 50
        assert pa.Table.from_batches(pieces).equals(plain.slice(3))
    write(given, tmp_path / "given")
    write(plain, tmp_path / "plain")
    done = [
        convert(tmp_path / name, tmp_path / f"{name}-archive")
        for name in ("given", "plain")
    ]
    assert (
        done[0].rows
        == done[1].rows
        == 2 * buffers.drop_null().__len__() - 2 * done[0].errors
    )
    assert done[0].failed == done[1].failed == {}


def test_a_larger_file_may_say_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST", 1000)
    batch = pa.record_batch({"buffer": repeated(bytes(100), 20)})
    assert sum(map(len, unpacking.Unpacking(100).pieces(batch, "batch 0"))) == 20
    small = unpacking.Unpacking(5)
    assert sum(map(len, small.pieces(batch.slice(0, 9), "batch 0"))) == 9
    expected = "batch 1: .* 200 octets, with those before it 1,100, of a file of 5: at most 1,000"
    with pytest.raises(CosemError, match=expected):
        next(small.pieces(batch.slice(0, 2), "batch 1"))


def test_lists_of_many_rows_are_read_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many elements as only a bomb has in one row are nothing unusual in a batch."""
    monkeypatch.setattr(unpacking, "_ELEMENTS", 100)
    lists = [[number] * (number % 31) for number in range(200)]
    batch = pa.record_batch({"lists": lists, "texts": ["a"] * 200})
    for given in (batch, batch.slice(7, 150)):
        pieces = [*unpacking.Unpacking(1).pieces(given, "batch 0")]
        assert pa.Table.from_batches(pieces) == pa.Table.from_batches([given])
        assert all(
            unpacking.weights(each.column("lists")).sum() <= 6_400 for each in pieces
        )
    with pytest.raises(CosemError, match="with 101 elements, which is not read"):
        [*unpacking.Unpacking(1).pieces(pa.record_batch({"a": [[1] * 101]}), "it")]


def test_a_type_of_somebodys_own_stays_what_it_is() -> None:
    plain = opaque(pa.array(["a", None, "bcd"]))
    batch = pa.record_batch({"meter": plain})
    (piece,) = unpacking.Unpacking(1).pieces(batch, "batch 0")
    assert piece.column("meter").equals(plain)
    assert unpacking.longest(plain) == 3
