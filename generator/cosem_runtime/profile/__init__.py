"""The buffer of a Profile generic as rows of plain values.

    reader = cosem.profile_reader(capture_objects, capture_period=900)
    rows = reader.read(octets_of_attribute_2)
    rows[0]                     # a tuple, one value per column
    rows.column("clock.time")   # by name, number or logical name
    print(rows)                 # a table with labels, units and local times
    reading = reader.read(octets, tolerant=True)
    reading.value, reading.deviations
    reader.encode(rows, types={"register.value": cosem.DoubleLongUnsigned})

Rows of equal shape are read together: the octets between their values are compared in
one go, and the values taken out by `struct`.
"""

from __future__ import annotations

from ..codec.compact import CompactArray, TypeDescription
from ..codec.layout import read_elements
from ..codec.reading import decode_at
from ..errors import (
    CosemError,
    DecodeError,
    EncodeError,
    ObisError,
    UnknownNameError,
    counted,
    cut,
    did_you_mean,
    listed,
    quote,
    stack_used_up,
)
from ..limits import as_octets
from ..obis import Obis
from ..scaling import scaled_cells
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    STRUCTURE,
    found_at,
    left_over,
    read_length,
    truncated,
)
from .cells import CellReaders, RowReader
from .columns import Column, columns_of, sorts_by_time
from .expansion import expand_rows
from .order import direction_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo
    from typing import Any, ClassVar, Literal, TypeVar, overload

    from ..catalogue import Catalogue
    from ..codec.layout import Layout
    from ..quirks import Quirks
    from ..scaling import ScalerUnitBase
    from ..tolerant import Reading
    from ..values import Float32, Float64, TaggedInt, Utf8String, VisibleString

    Row = tuple[Any, ...]
    _Which = TypeVar("_Which", bound=int | str | bytes)
    _Tagged = TaggedInt | Float32 | Float64 | VisibleString | Utf8String

__all__ = ["Column", "ProfileReader", "ProfileRows", "profile_reader"]

# Fewer rows of one shape than this are not worth a layout.
_FEW = 4


class ProfileReader:
    """Reads buffers with these columns.

    `capture_period` is the one of the profile, in seconds; 0 says that rows are not
    captured regularly, so that a time that was left out cannot be known. Of rows that a
    schedule captures, which `capture_period` does not tell, it may be "day" or "month":
    the same local time of the next day, or of the same day of the next month (the last
    one where that is shorter).

    `sort_method` and `sort_object` are those of the profile: an enumeration value, its
    number or its name, and a capture object. They say whether the time goes up or down
    from row to row; largest and smallest without a `sort_object` are of the time. Where
    no `sort_method` is given, the rows say it: by two times, else by totals of energy or
    volume, which never fall. Where they do not, times that were left out stay None.

    `quirks` are those of the meter: what is read is as it is meant. What `encode` writes is as
    the standard has it all the same.
    """

    __slots__ = (
        "_direction",
        "_layouts",
        "_meant",
        "_readers",
        "capture_period",
        "columns",
        "quirks",
        "sort_method",
        "sort_object",
    )

    def __init__(
        self,
        columns: Iterable[Column],
        capture_period: int | str = 0,
        sort_method: int | str | None = None,
        sort_object: Any = None,
        quirks: Quirks | None = None,
    ) -> None:
        """CosemError for a period that is no double-long-unsigned, or no sort method."""
        # A float such as 900.0 is as good; what is no number at all does not compare.
        if capture_period not in ("day", "month") and (
            not isinstance(capture_period, (int, float))
            or not 0 <= capture_period <= 0xFFFF_FFFF
        ):
            raise CosemError(
                "capture_period is a number of seconds 0..4294967295, 'day' or 'month',"
                f" found {quote(capture_period)}"
            )
        self.columns: tuple[Column, ...] = tuple(columns)
        self.capture_period: int | str = capture_period
        self.sort_object: Any = sort_object
        self.quirks: Quirks | None = quirks
        really = None if quirks is None else quirks.sort_method()
        if really is not None:
            sort_method = really
        self.sort_method: int | None
        self.sort_method, self._direction = direction_of(
            sort_method, sorts_by_time(sort_object)
        )
        self._layouts: dict[bytes, tuple[Layout, bool]] = {}
        self._readers = CellReaders()
        # What makes of the cells of a column what they mean, by its place.
        self._meant: dict[int, Callable[[Any], Any]] = {}
        for place, each in enumerate(self.columns if quirks is not None else ()):
            assert quirks is not None
            meant = quirks.of_cells(
                each.class_id, each.logical_name, each.attribute_index, each.data_index
            )
            if meant is not None:
                self._meant[place] = meant

    if TYPE_CHECKING:

        @overload
        def read(
            self,
            data: bytes | bytearray | memoryview,
            *,
            expand: bool = True,
            tolerant: Literal[False] = False,
        ) -> ProfileRows: ...
        @overload
        def read(
            self,
            data: bytes | bytearray | memoryview,
            *,
            expand: bool = True,
            tolerant: Literal[True],
        ) -> Reading[ProfileRows]: ...

    def read(
        self,
        data: bytes | bytearray | memoryview,
        *,
        expand: bool = True,
        tolerant: bool = False,
    ) -> ProfileRows | Reading[ProfileRows]:
        """The rows of a buffer: an array or a compact-array, all of `data`.

        A cell that repeats the one above (null-data) or says the difference to it gets
        its value, a time the one above plus the capture period, or minus where the newest
        row is first; `expand=False` leaves such cells as None and as differences (`DeltaLong`, ...). A cell that cannot be
        known, as in a first row, stays None. Raises DecodeError, with a path such as
        `buffer[3].clock.time`.

        `tolerant` gives a `Reading`: its value is the rows, with None for each cell that
        is missing or cannot be understood, and each deviation has its place. Cells come
        as the types of their attributes; without it, those of another type are taken as
        they are. DecodeError then is for what is no buffer at all.
        """
        if tolerant:
            return self._read_as_sent(data, expand)
        try:
            octets = as_octets(data)
            rows, cells = self._rows(octets)
        except DecodeError as error:
            error.within("buffer")
            raise
        except RecursionError:
            raise stack_used_up(DecodeError) from None
        notes: tuple[str, ...] = ()
        if expand and cells.compressed:
            notes = self._expand(rows)
        return ProfileRows(self.columns, self._as_meant(rows), notes)

    if TYPE_CHECKING:

        @overload
        def read_compact(
            self,
            data: bytes | bytearray | memoryview,
            template: bytes | bytearray | memoryview,
            *,
            tolerant: Literal[False] = False,
        ) -> ProfileRows: ...
        @overload
        def read_compact(
            self,
            data: bytes | bytearray | memoryview,
            template: bytes | bytearray | memoryview,
            *,
            tolerant: Literal[True],
        ) -> Reading[ProfileRows]: ...

    def read_compact(
        self,
        data: bytes | bytearray | memoryview,
        template: bytes | bytearray | memoryview,
        *,
        tolerant: bool = False,
    ) -> ProfileRows | Reading[ProfileRows]:
        """The row of a Compact data: its compact_buffer read by its template.

        `data` is the value of attribute 2, `template` that of attribute 5, a type
        description as in a compact-array; the columns are made of attribute 3. Raises
        DecodeError, with a path such as `compact_buffer[0].clock.time`; `tolerant` is
        as in `read`.
        """
        if tolerant:
            return self._read_compact_as_sent(data, template)
        path = "template_description"
        try:
            described = bytes(as_octets(template))
            description, end = TypeDescription.read(described, 0, 0)
            if end != len(described):
                raise left_over(described, end)
            path = "compact_buffer"
            array = CompactArray(description, as_octets(data))
            rows, cells = self._compact_rows(array)
        except IndexError:
            raise truncated(described, len(described)).within(path) from None
        except DecodeError as error:
            error.within(path)
            raise
        except RecursionError:
            raise stack_used_up(DecodeError) from None
        notes: tuple[str, ...] = ()
        if cells.compressed:
            notes = self._expand(rows)
        return ProfileRows(self.columns, self._as_meant(rows), notes)

    def encode(
        self,
        rows: Iterable[tuple[Any, ...] | list[Any]],
        *,
        types: Mapping[_Which, type[_Tagged]] | None = None,
    ) -> bytes:
        """The octets of a buffer with these rows: an array of structures.

        Each cell is written as its column's type; None as null-data, a difference
        (`DeltaLong`, ...) as such, a Decimal where there are a scaler and unit as the
        number that it was scaled from. `types` names, by the column's name, index or
        logical name, the class of plain numbers and texts that may be of several types:

        >>> import cosem
        >>> reader = cosem.profile_reader([(1, "0.0.96.1.0.255", 2, 0)])
        >>> rows = [(5,), (None,)]
        >>> reader.encode(rows, types={"data.value": cosem.Unsigned}).hex(" ")
        '01 02 02 01 11 05 02 01 00'

        What the type of the column does not take is refused, though meters send it.
        Raises EncodeError, with a path such as `buffer[3].clock.time`, UnknownNameError
        for a column that is none, and TypeError for types that are none.
        """
        from .writing import encode_rows, named_types

        named = named_types(types or {}, ProfileRows(self.columns, []).place)
        try:
            return encode_rows(rows, self.columns, named)
        except RecursionError:
            raise stack_used_up(EncodeError) from None

    def _read_as_sent(
        self, data: bytes | bytearray | memoryview, expand: bool
    ) -> Reading[ProfileRows]:
        from ..tolerant import Reading
        from .tolerant import read_buffer

        octets = as_octets(data, "buffer")
        filling = self._expand if expand else None
        rows, notes, told = read_buffer(self.columns, octets, filling)
        found = ProfileRows(self.columns, self._as_meant(rows), notes)
        return Reading(found, octets, told)

    def _read_compact_as_sent(
        self,
        data: bytes | bytearray | memoryview,
        template: bytes | bytearray | memoryview,
    ) -> Reading[ProfileRows]:
        from ..tolerant import Reading
        from .tolerant import read_compact_buffer

        octets = as_octets(data, "compact_buffer")
        described = bytes(as_octets(template, "template_description"))
        rows, notes, told = read_compact_buffer(
            self.columns, octets, described, self._expand
        )
        found = ProfileRows(self.columns, self._as_meant(rows), notes)
        return Reading(found, octets, told)

    def _rows(self, data: bytes) -> tuple[list[Row], RowReader]:
        if not data:
            raise truncated(data, 0)
        if data[0] == ARRAY:
            cells = RowReader(self.columns, self._layouts, self._readers)
            count, at = read_length(data, 1)
            if count > len(data) - at:  # every row takes an octet at least
                raise DecodeError(
                    "cut short", 1, f"{count} rows", counted(len(data) - at, "octet")
                )
            rows, end = read_elements(data, at, count, cells.row, cells.layout_at, _FEW)
        elif data[0] == COMPACT_ARRAY:
            rows, end, cells = self._compact(data)
        else:
            raise DecodeError("", 0, "array or compact-array", found_at(data, 0))
        if end != len(data):
            raise left_over(data, end)
        return rows, cells

    def _compact(self, data: bytes) -> tuple[list[Row], int, RowReader]:
        array, end = decode_at(data, 0)
        try:
            rows, cells = self._compact_rows(array)
        except DecodeError as error:
            error.offset += end - len(array.contents)
            raise
        return rows, end, cells

    def _compact_rows(self, array: CompactArray) -> tuple[list[Row], RowReader]:
        row = array.description
        if len(array) and (
            row.tag != STRUCTURE or len(row.members) != len(self.columns)
        ):
            raise DecodeError(
                "",
                0,
                f"structure of {counted(len(self.columns), 'member')}",
                cut(str(row)),
            )
        # Layouts as this description says, and no other.
        cells = RowReader(self.columns, {}, self._readers, row)
        rows, _ = read_elements(
            array.contents, 0, len(array), cells.row, cells.layout_at, _FEW
        )
        return rows, cells

    def _as_meant(self, rows: list[Row]) -> list[Row]:
        """The rows, by what is known of the meter."""
        if not self._meant or not rows:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, meant in self._meant.items():
            columns[place] = [*map(meant, columns[place])]
        return list(zip(*columns, strict=True))

    def _expand(self, rows: list[Row]) -> tuple[str, ...]:
        return expand_rows(rows, self.columns, self.capture_period, self._direction)

    def __reduce__(self) -> tuple[type[ProfileReader], tuple[Any, ...]]:
        period, method = self.capture_period, self.sort_method
        made_of = (self.columns, period, method, self.sort_object, self.quirks)
        return ProfileReader, made_of

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"<ProfileReader {names}>"


class ProfileRows:
    """Rows of a profile, each a tuple with a value for each of `columns`.

    `notes` says in words what could not be known, or was seen from the rows alone.
    """

    __slots__ = ("_places", "_rows", "columns", "notes")

    def __init__(
        self, columns: tuple[Column, ...], rows: list[Row], notes: tuple[str, ...] = ()
    ) -> None:
        self.columns: tuple[Column, ...] = columns
        self.notes: tuple[str, ...] = notes
        self._rows = rows
        self._places: dict[str | bytes, int] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> Row: ...
        @overload
        def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ProfileRows):
            return self._rows == other._rows
        return self._rows == other if isinstance(other, list) else NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # as of a list

    def place(self, which: int | str | bytes) -> int:
        """The index of a column, by its name, index or logical name.

        Of several columns with one logical name, the first. Raises UnknownNameError.
        """
        if isinstance(which, int):
            if -len(self.columns) <= which < len(self.columns):
                return which % len(self.columns)
            raise UnknownNameError(f"no column {quote(which)} of {len(self.columns)}")
        if self._places is None:
            self._places = _places(self.columns)
        if isinstance(which, (str, bytes)):
            index = self._places.get(which)
            if index is None and isinstance(which, str):
                index = self._places.get(_code(which))
            if index is not None:
                return index
        names = [column.name for column in self.columns]
        hint = did_you_mean(which, names)
        raise UnknownNameError(
            f"no column {quote(which)}{hint}; known: {listed(names)}"
        )

    def column(self, which: int | str | bytes) -> list[Any]:
        """The values of one column, by its name, index or logical name."""
        index = self.place(which)
        return [row[index] for row in self._rows]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self._rows]

    def to_dicts(self, *, zone: tzinfo | None = None) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name, for tables and databases.

        As `dicts`, with exact Decimals where there are a scaler and unit, and with
        `datetime` for each time that one can be made of: aware where the deviation is
        known, then also in the `zone` if one is given.
        """
        from .table import zoned

        names = [column.name for column in self.columns]
        return [
            {n: zoned(cell, zone) for n, cell in zip(names, row, strict=True)}
            for row in self.scaled()
        ]

    def table(
        self,
        *,
        limit: int | None = 20,
        width: int | None = 100,
        zone: tzinfo | None = None,
    ) -> str:
        """The rows as text for people, as `print(rows)` shows them.

        Each column has what people call it, its code and its unit above its values, which
        are scaled; times are local ones with their offset, or those of `zone`. Of more
        rows than `limit` the first and the last are shown, of wider tables than `width`
        characters the first columns, and the other ones counted; None shows all. `notes`
        stand below.
        """
        from .table import table_text

        return table_text(self, limit, width, zone)

    def __str__(self) -> str:
        return self.table()

    def scaled(self) -> list[Row]:
        """The rows with exact Decimals in the columns that have a scaler and unit."""
        if not self.columns:
            return self._rows.copy()
        columns = [
            (
                cells
                if column.scaler_unit is None
                else scaled_cells(cells, column.scaler_unit)
            )
            for column, cells in zip(
                self.columns, zip(*self._rows, strict=True), strict=False
            )
        ]
        return list(zip(*columns, strict=True))

    def __repr__(self) -> str:
        return f"<ProfileRows {len(self)} rows of {len(self.columns)} columns>"


def _code(text: str) -> str | Obis:
    """The logical name that text is; the text when it is none."""
    try:
        return Obis(text)
    except ObisError:
        return text


def _places(columns: tuple[Column, ...]) -> dict[str | bytes, int]:
    """The index of each name and logical name, of several the first."""
    places: dict[str | bytes, int] = {}
    for index, column in enumerate(columns):
        places.setdefault(column.name, index)
        places.setdefault(column.logical_name, index)
    return places


def profile_reader(
    catalogue: Catalogue,
    capture_objects: Iterable[Any],
    scaler_units: Mapping[Any, ScalerUnitBase] | None,
    capture_period: int | str,
    sort_method: int | str | None,
    sort_object: Any,
    unix_times: Iterable[Any],
    quirks: Quirks | None,
) -> ProfileReader:
    """A reader for the columns that `capture_objects` describe (see `columns_of`)."""
    if quirks is not None:
        from ..quirks import are_quirks

        are_quirks(quirks)
    columns = columns_of(catalogue, capture_objects, scaler_units, unix_times, quirks)
    return ProfileReader(columns, capture_period, sort_method, sort_object, quirks)
