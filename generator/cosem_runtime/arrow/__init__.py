"""Buffers of profiles, and values of attributes, as columns of Arrow.

    columns = cosem.arrow.ProfileColumns(capture_objects, capture_period=900)
    columns.schema                  # before any data
    columns.decode(buffers)         # a table, with the index of the buffer of each row
    columns.nested(buffers)         # a list of structures for each buffer
    columns.batches(batches)        # record batches to record batches

Needs pyarrow and numpy: `pip install "cosem[arrow]"`. The values are those of the row
reader (`cosem.profile_reader`): usual buffers are read many rows at once, and one with
anything unusual in it alone, by the row reader.
"""

from __future__ import annotations

from itertools import repeat
from types import NoneType

# Not for type checkers alone: DuckDB looks at the annotations of what it is to call.
from typing import Any

from ..errors import CosemError

try:
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped]
except ImportError as missing:
    raise ImportError(
        f'columns need numpy and pyarrow: pip install "cosem[arrow]" ({missing})'
    ) from None

from ..errors import DecodeError, quote, show
from ..interface import AttributeSpec
from ..limits import as_octets
from ..profile import profile_reader
from ..profile.cells import DELTAS
from ..scaling import ScalerUnitBase
from . import kinds
from .kinds import Form, Kind, Room, Unfit, kind_of, number_kind
from .vectors import Vectors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import ClassVar

    from ..catalogue import Catalogue
    from ..profile import ProfileReader
    from ..profile.columns import Column
    from ..quirks import Quirks

__all__ = ["AttributeColumns", "ProfileColumns"]

Buffers = Any
"""Octets, a sequence of these, or an array of pyarrow, which has no types."""

BLOCK = 1 << 21
"""Octets that are read at once, if no buffer has more: bounds the memory beside the result."""
_AT_ONCE = 4096
"""Buffers that are read at once, if they are short: of odd ones each has arrays of its own, of some kB."""

_BUFFER, _ERROR = "buffer", "error"
_VIEWS = {
    pa.binary_view(): pa.large_binary(),
    pa.string_view(): pa.large_string(),
}
_ERRORS = pa.struct(
    [("offset", pa.int64()), ("path", pa.string()), ("reason", pa.string())]
)


class _Columns:
    """What columns of profiles and of attributes have in common."""

    schema: Any
    """The pyarrow.Schema of what `decode` gives, fixed before any data.

    The first column is `buffer`, the index (int64) of the buffer that a row is from. With
    `errors="null"` the last one is `error`: the offset, path and reason, null where all is well.
    """

    def __init__(self, fields: Sequence[Any], errors: str) -> None:
        if errors not in ("raise", "null"):
            raise CosemError(f"errors is one of raise, null, found {show(errors)}")
        self._errors = errors
        fields = [pa.field(_BUFFER, pa.int64(), nullable=False), *fields]
        if errors == "null":
            fields.append(pa.field(_ERROR, _ERRORS))
        self.schema = pa.schema(fields)

    def decode(self, buffers: Buffers) -> Any:
        """The pyarrow.Table of all rows of buffers, in their order.

        `buffers` are octets, a sequence of these, or a pyarrow array (also chunked) of binary; None stands
        for no buffer, and has no rows. A damaged buffer raises DecodeError, with a path such as
        `buffers[7].buffer[3].clock.time`; with `errors="null"` it has one row, which says why in `error`, and a
        cell that the column has no place for is null in a row that does. CosemError for what are no buffers.
        """
        return pa.Table.from_batches([*self._decoded(buffers)], self.schema)

    def nested(self, buffers: Buffers) -> Any:
        """The rows of each buffer as a list of structures: a pyarrow.ListArray, null for no buffer.

        The structures have the columns of the schema but `buffer`. Raises as `decode`, and CosemError
        for more than one such array can hold, 2 GiB of the texts or octets of a column.
        """
        given = _binary(buffers)
        table = self.decode(given)
        counts = np.bincount(table[_BUFFER].to_numpy(), minlength=len(given))
        if len(table) > kinds.LONGEST:
            raise _too_long("nested", f"{len(table)} rows")
        offsets = np.zeros(len(given) + 1, np.int32)
        np.cumsum(counts, out=offsets[1:])
        fields = [*self.schema][1:]
        members = [_one(table[place], of.name) for place, of in enumerate(fields, 1)]
        if fields:
            rows = pa.StructArray.from_arrays(members, fields=fields)
        else:  # of which no number of rows can be told
            rows = pa.array([{}] * len(table), pa.struct([]))
        mask = given.is_null() if given.null_count else None
        return pa.ListArray.from_arrays(pa.array(offsets), rows, mask=mask)

    def batches(
        self, batches: Iterable[Any], buffer: str = "buffer", keep: Sequence[str] = ()
    ) -> Iterator[Any]:
        """Record batches with a column of buffers to record batches of their rows.

        The rows have the columns that `keep` names, repeated for each, and those of the schema but the index.
        One batch at a time is held. This is what `mapInArrow` of Spark and `map_batches` of Ray take.
        Raises as `decode`, and CosemError for a column that a batch does not have or that comes twice.
        """
        keep = (keep,) if isinstance(keep, str) else tuple(keep)
        inner = self.schema.names[1:]
        for name in keep:
            if keep.count(name) > 1 or name in inner:
                raise CosemError(f"keep: {quote(name)} would be there twice")
        for batch in batches:
            if not isinstance(batch, pa.RecordBatch):
                found = type(batch).__name__
                raise CosemError(f"record batches are expected, found {found}")
            known = batch.schema.names
            for name in (buffer, *keep):
                if (count := known.count(name)) != 1:
                    what = f"{count} columns" if count else "no column"
                    told = f"{what} {quote(name)} in a batch: {', '.join(known)}"
                    raise CosemError(told)
            kept = [_sound(batch.column(name), quote(name)) for name in keep]
            fields = [batch.schema.field(name) for name in keep]
            schema = pa.schema([*fields, *[*self.schema][1:]])
            for made in self._decoded(batch.column(buffer)):
                index = made.column(0)
                columns = [*map(_repeated, kept, keep, repeat(index))]
                columns += made.columns[1:]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def _decoded(self, buffers: Buffers) -> Iterator[Any]:
        """Record batches of the schema."""
        base = 0
        for given in _pieces(buffers):
            yield from self._piece(given, base)
            base += len(given)

    def _piece(self, given: Any, base: int) -> Iterator[Any]:
        """The rows of an array of buffers, of which the first has the index `base`."""
        raise NotImplementedError

    def _batch(self, index: Any, arrays: list[Any], errors: list[Any] | None) -> Any:
        columns = [index, *arrays]
        if self._errors == "null":
            columns.append(
                pa.nulls(len(index), _ERRORS)
                if errors is None
                else pa.array(errors, _ERRORS)
            )
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _failed(self, place: int, error: DecodeError) -> Any:
        """The row of a buffer that cannot be read; or the error itself."""
        if self._errors == "raise":
            raise error.within(place).within("buffers")
        arrays = [pa.nulls(1, field.type) for field in [*self.schema][1:-1]]
        return self._batch(pa.array([place], pa.int64()), arrays, [_told(error)])


class ProfileColumns(_Columns):
    """Columns of the buffers of profiles with these capture objects.

    `capture_objects`, `scaler_units`, `capture_period`, `sort_method`, `sort_object`, `unix_times`, `quirks`
    and `expand` are those of the row reader (`Catalogue.profile_reader`). There is a column for each
    capture object:

    - a time is a timestamp in milliseconds, `time="utc"` by its deviation (null where none is
      specified) or `"local"`, or with `"fields"` a structure of its fields. Where fields of the date or time are not
      specified, a timestamp is null. `time_details` puts the deviation (minutes) and the status beside it,
      as `clock.time.deviation` and `clock.time.status`.
    - a number that has a scaler and unit is an int64 as it was sent (`numbers="raw"`), an exact decimal128
      (`"scaled"`), or a float64 (`"float"`); as sent where `scaler_units` does not have it, in `"float"` as one.
    - another value is as its type says: whole numbers, text, octets, enumerations as dictionaries of their
      names, named bits as lists, bit-strings as text of 0 and 1, structures and arrays nested. What may be of several types is a structure
      with one member for each: `number`, `real`, `text`, `octets`, and `json` for all else.

    null-data that stands for nothing known, and a difference to nothing known, is null. A value that its column
    has no place for, as text in one of numbers, is an error of its cell. With `expand=False`
    null-data is null, and a difference an error. CosemError for arguments that are none.
    """

    CATALOGUE: ClassVar[Catalogue]

    def __init__(
        self,
        capture_objects: Iterable[Any],
        scaler_units: Mapping[Any, ScalerUnitBase] | None = None,
        capture_period: int | str = 0,
        sort_method: int | str | None = None,
        sort_object: Any = None,
        unix_times: Iterable[Any] = (),
        quirks: Quirks | None = None,
        *,
        time: str = "utc",
        time_details: bool = False,
        numbers: str = "raw",
        expand: bool = True,
        errors: str = "raise",
    ) -> None:
        form = Form(time, numbers)
        self._reader: ProfileReader = profile_reader(
            self.CATALOGUE,
            capture_objects,
            scaler_units,
            capture_period,
            sort_method,
            sort_object,
            unix_times,
            quirks,
        )
        self._form = time, time_details, numbers, expand, errors
        self._expand = expand
        self._details = time_details and time != "fields"
        self._set_up(form, errors)

    def _set_up(self, form: Form, errors: str) -> None:
        columns = self._reader.columns
        self._kinds = [_kind(column, form) for column in columns]
        fields = []
        for column, kind in zip(columns, self._kinds, strict=True):
            fields.append(pa.field(column.name, kind.type, metadata=_facts(column)))
            if column.is_clock and self._details:
                fields.append(pa.field(f"{column.name}.deviation", pa.int16()))
                fields.append(pa.field(f"{column.name}.status", pa.uint8()))
        super().__init__(fields, errors)
        self._vectors = Vectors(
            self._reader,
            self._kinds,
            time=form.time,
            details=self._details,
            expand=self._expand,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _profile_columns, (type(self), self._reader, self._form)

    def __repr__(self) -> str:
        return f"<ProfileColumns of {len(self._reader.columns)} columns>"

    def _piece(self, given: Any, base: int) -> Iterator[Any]:
        data, offsets = _octets(given)
        there = np.ones(len(given), bool)
        if given.null_count:
            there = given.is_valid().to_numpy(zero_copy_only=False)
        for at, end in _blocks(offsets):
            low, high = int(offsets[at]), int(offsets[end])
            yield from self._block(
                data[low:high], offsets[at : end + 1] - low, there[at:end], base + at
            )

    def _block(self, data: Any, offsets: Any, there: Any, base: int) -> Iterator[Any]:
        """The rows of some buffers, of which the first has the index `base`."""
        some = np.flatnonzero(there)
        starts, ends = offsets[:-1][some], offsets[1:][some]
        # Offsets between strings are of 32 bits.
        if self._vectors.usable and len(data) < 1 << 31:
            with np.errstate(all="ignore"):
                parts, odd = self._vectors.read(data, starts, ends)
            found = [
                self._batch(_index(np.repeat(some + base, rows)), arrays, None)
                for arrays, rows in parts
            ]
        else:
            odd, found = np.ones(len(some), bool), []
        for place in np.flatnonzero(odd).tolist():
            octets = data[starts[place] : ends[place]].tobytes()
            found.append(self._by_rows(octets, int(some[place]) + base))
        found = [batch for batch in found if len(batch)]
        if len(found) > 1:  # in the order of the buffers
            table = pa.Table.from_batches(found, self.schema)
            order = np.argsort(table[_BUFFER].to_numpy(), kind="stable")
            found = table.take(pa.array(order)).combine_chunks().to_batches()
        yield from found

    def _by_rows(self, octets: bytes, place: int) -> Any:
        """A buffer as the row reader reads it."""
        try:
            rows = self._reader.read(octets, expand=self._expand)
            columns = [*zip(*rows, strict=True)] or [() for _ in self._kinds]
            errors: dict[int, DecodeError] = {}
            arrays: list[Any] = []
            rooms = repeat(Room(len(octets)))
            for column, kind, cells in zip(
                self._reader.columns, self._kinds, columns, strict=True
            ):
                name = column.name
                arrays.append(
                    _array(kind, cells, rooms, self._expand, name, errors, "buffer")
                )
                if column.is_clock and self._details:
                    arrays += _details(cells)
        except DecodeError as error:
            return self._failed(place, error)
        if errors and self._errors == "raise":
            first = errors[min(errors)]
            return self._failed(place, first)
        index = _index(np.full(len(rows), place))
        told = [
            _told(errors[row]) if row in errors else None for row in range(len(rows))
        ]
        return self._batch(index, arrays, told)


class AttributeColumns(_Columns):
    """A column of the values of one attribute, each of the octets that an answer has.

    `attribute` is that of a class: `cosem.Register.attribute("value")`. `scaler_unit` is the one of all
    values, where `numbers` is not `"raw"`; other options are as in ProfileColumns. The
    column has the name of the attribute, and a type as there: what has a scaler and unit says so by
    `scaled=True`, or by a `scaler_unit`.
    """

    def __init__(
        self,
        attribute: AttributeSpec,
        scaler_unit: ScalerUnitBase | None = None,
        *,
        scaled: bool = False,
        time: str = "utc",
        numbers: str = "raw",
        errors: str = "raise",
    ) -> None:
        if not isinstance(attribute, AttributeSpec):
            raise CosemError(f"not an attribute of a class: {quote(attribute)}")
        form = Form(time, numbers)
        self._arguments = attribute, scaler_unit, scaled, time, numbers, errors
        self._attribute = attribute
        if scaled or scaler_unit is not None:
            if not isinstance(scaler_unit, (ScalerUnitBase, NoneType)):
                found = show(scaler_unit)
                raise TypeError(f"a scaler and unit is expected, found {found}")
            unit: Any = scaler_unit
            scaler = None if unit is None else unit.scaler
            self._kind = number_kind(numbers, scaler)
        else:
            self._kind = kind_of(attribute.type, form)
        name = attribute.name
        super().__init__([pa.field(name, self._kind.type)], errors)

    def __reduce__(self) -> tuple[Any, ...]:
        return _attribute_columns, (type(self), *self._arguments)

    def __repr__(self) -> str:
        return f"<AttributeColumns of {self._attribute.name}>"

    def _piece(self, given: Any, base: int) -> Iterator[Any]:
        for at, end in _blocks(_octets(given)[1]):
            yield from self._some(given.slice(at, end - at), base + at)

    def _some(self, given: Any, base: int) -> Iterator[Any]:
        index: list[int] = []
        values: list[Any] = []
        rooms: list[Room] = []
        errors: dict[int, DecodeError] = {}
        name = self._attribute.name
        for place, octets in enumerate(given.to_pylist(), base):
            if octets is None:
                continue
            try:
                value = self._attribute.decode(octets)
            except DecodeError as error:
                errors[len(index)] = error
                value = None
            index.append(place)
            values.append(value)
            rooms.append(Room(len(octets)))
        found = _array(self._kind, values, rooms, True, None, errors, name)
        if errors and self._errors == "raise":
            first = min(errors)
            raise errors[first].within(index[first]).within("buffers")
        told = [_told(errors[r]) if r in errors else None for r in range(len(index))]
        if index:
            yield self._batch(pa.array(index, pa.int64()), [found], told)


def _kind(column: Column, form: Form) -> Kind:
    if not column.is_clock and column.is_scaled:
        unit: Any = column.scaler_unit
        return number_kind(form.numbers, None if unit is None else unit.scaler)
    return kind_of(column.type, form)


def _facts(column: Column) -> dict[str, str]:
    """What is known of a column, as metadata of its field."""
    facts = {
        "class_id": str(column.class_id),
        "logical_name": str(column.logical_name),
        "attribute_index": str(column.attribute_index),
        "data_index": str(column.data_index),
        "label": column.label,
    }
    unit: Any = column.scaler_unit
    if unit is not None:
        facts |= {"unit": str(unit.unit), "scaler": str(unit.scaler)}
    return facts


def _array(
    kind: Kind,
    values: Sequence[Any],
    rooms: Iterable[Room],
    expand: bool,
    name: str | None,
    errors: dict[int, DecodeError],
    within: str,
) -> Any:
    """The Arrow array of values; what does not fit is null, and among `errors` by its row.

    `rooms` has the one of the buffer of each value.
    """
    cells: list[Any] = []
    above: Any = None
    cell: Any = None
    unfit: Unfit | None = None
    size = total = 0
    for row, (value, room) in enumerate(zip(values, rooms, strict=False)):
        if value is not above:  # else null-data repeats it
            above, cell, unfit, size = value, None, None, 0
            try:
                cell = _cell(kind, value, expand)
                size = kinds.size_of(cell)
            except Unfit as error:
                unfit = error
        wrong = unfit
        if size and total + size > kinds.LONGEST:
            wrong = Unfit(f"at most {kinds.LONGEST} octets of a column", value)
        # The names of numbers are of the class, and need none of it.
        elif size and not isinstance(value, int) and not room.has(size):
            wrong = Unfit(f"{Room.WORDS} (expand=False repeats nothing)", value)
        if wrong is None:
            total += size
            cells.append(cell)
            continue
        cells.append(None)
        told = DecodeError("", 0, wrong.expected, f"a {wrong.found}")
        if name is not None:
            told.within(name).within(row)
        errors.setdefault(row, told.within(within))
    return pa.array(cells, kind.type)


def _cell(kind: Kind, value: Any, expand: bool) -> Any:
    """What pyarrow takes of a value; raises Unfit."""
    if value is None or (type(value) in DELTAS and expand):
        return None
    if type(value) in DELTAS:
        raise Unfit("no difference, which expand=True adds up", value)
    return kind.convert(value)


def _details(cells: Sequence[Any]) -> list[Any]:
    times = [cell if hasattr(cell, "deviation") else None for cell in cells]
    return [
        pa.array([None if t is None else t.deviation for t in times], pa.int16()),
        pa.array([None if t is None else t.status for t in times], pa.uint8()),
    ]


def _told(error: DecodeError) -> dict[str, Any]:
    return {"offset": error.offset, "path": error.path, "reason": error._what()}


def _sound(array: Any, what: str) -> Any:
    """The array, with all that it points to; else what another program says of its octets would be believed without a look."""
    try:
        array.validate(full=True)
    except pa.ArrowInvalid as error:
        raise CosemError(f"{what}: no sound array of {array.type}: {error}") from None
    return array


def _binary(buffers: Buffers) -> Any:
    """The buffers as one pyarrow array of large binary."""
    if isinstance(buffers, (bytes, bytearray, memoryview)):
        octets = as_octets(buffers)
        offsets = pa.py_buffer(np.array([0, len(octets)]))
        parts = [None, offsets, pa.py_buffer(octets)]
        return pa.Array.from_buffers(pa.large_binary(), 1, parts)
    if isinstance(buffers, pa.ChunkedArray):
        # Of which each may be as long as offsets of 32 bits can say.
        chunks = [_binary(each).cast(pa.large_binary()) for each in buffers.chunks]
        return pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_binary())
    if isinstance(buffers, pa.Array):
        kind = _sound(buffers, "buffers").type
        if pa.types.is_null(kind) or pa.types.is_fixed_size_binary(kind):
            return buffers.cast(pa.large_binary())
        if pa.types.is_large_binary(kind) or pa.types.is_binary(kind):
            return buffers
        if kind == pa.binary_view():
            return buffers.cast(pa.large_binary())
        raise CosemError(f"buffers are binary, found an array of {kind}")
    try:
        items = [each if each is None else as_octets(each) for each in buffers]
    except (TypeError, DecodeError):
        raise CosemError(
            f"buffers are octets, or a sequence or array of them, found {show(buffers)}"
        ) from None
    return pa.array(items, pa.large_binary())


def _pieces(buffers: Buffers) -> Iterator[Any]:
    """The buffers as arrays of binary: what is not in one is copied into them, a block at a time."""
    if isinstance(buffers, pa.ChunkedArray):
        yield from map(_binary, buffers.chunks)
        return
    if not isinstance(buffers, (list, tuple)):
        yield _binary(buffers)
        return
    start = size = 0
    for place, each in enumerate(buffers, 1):
        size += len(each) if isinstance(each, (bytes, bytearray, memoryview)) else 0
        if size >= BLOCK or place == len(buffers):
            yield _binary(buffers[start:place])
            start, size = place, 0


def _octets(given: Any) -> tuple[Any, Any]:
    """All octets of an array of binary, and the offsets of its items: without a copy."""
    if not len(given):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    large = pa.types.is_large_binary(given.type)
    _, places, data = given.buffers()
    kind = np.dtype(np.int64 if large else np.int32)
    start = given.offset * kind.itemsize
    offsets = np.frombuffer(places, kind, len(given) + 1, start).astype(np.int64)
    octets = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return octets[offsets[0] : offsets[-1]], offsets - offsets[0]


def _index(places: Any) -> Any:
    """The column of the index; pa.array looks at more than the octets."""
    buffers = [None, pa.py_buffer(places)]
    return pa.Array.from_buffers(pa.int64(), len(places), buffers)


def _blocks(offsets: Any) -> Iterator[tuple[int, int]]:
    """From which buffer to which one they are read at once: one at least."""
    at, count = 0, len(offsets) - 1
    while at < count:
        end = int(np.searchsorted(offsets, offsets[at] + BLOCK, "right")) - 1
        end = min(max(end, at + 1), at + _AT_ONCE, count)
        yield at, end
        at = end


def _one(column: Any, name: str) -> Any:
    """All chunks of a column as one array."""
    try:
        found = column.combine_chunks()
    except pa.ArrowInvalid:  # too long for offsets of 32 bits
        raise _too_long("nested", quote(name)) from None
    if isinstance(found, pa.ChunkedArray):  # so in some versions
        return found.chunk(0) if found.num_chunks else pa.array([], found.type)
    return found


def _repeated(kept: Any, name: str, index: Any) -> Any:
    """A column that is kept, of the buffer of each row."""
    kind = kept.type
    if kind in _VIEWS:  # which pyarrow takes none of
        return _repeated(kept.cast(_VIEWS[kind]), name, index).cast(kind)
    try:
        return kept.take(index)
    except pa.ArrowInvalid:
        raise _too_long("keep", quote(name)) from None
    except pa.ArrowNotImplementedError:
        raise CosemError(
            f"keep: {quote(name)} is of {kind}, which is not repeated"
        ) from None


def _too_long(where: str, what: str) -> CosemError:
    return CosemError(
        f"{where}: {what}, more than one array holds: give fewer buffers at once"
    )


def _profile_columns(
    kind: type[ProfileColumns], reader: ProfileReader, form: tuple[Any, ...]
) -> ProfileColumns:
    time, time_details, numbers, expand, errors = form
    made = kind.__new__(kind)
    made._reader, made._form, made._expand = reader, form, expand
    made._details = time_details and time != "fields"
    made._set_up(Form(time, numbers), errors)
    return made


def _attribute_columns(
    kind: type[AttributeColumns],
    attribute: Any,
    unit: Any,
    scaled: bool,
    time: str,
    numbers: str,
    errors: str,
) -> AttributeColumns:
    return kind(
        attribute, unit, scaled=scaled, time=time, numbers=numbers, errors=errors
    )
