"""Rows of a profile as text for people; loaded when somebody asks for it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from ..datetimes import DateTime
from ..errors import CosemError, DateTimeError, counted, cut, quote
from ..structure import Structure
from ..values import INTEGERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from typing import Any

    from . import ProfileRows
    from .columns import Column

__all__ = [
    "aligned",
    "cell_text",
    "check_size",
    "printable",
    "table_text",
    "zoned",
]

_GAP = "  "
# Labels are folded to this where the values need no more, and cut after some lines.
_NARROWEST = 12
_LABEL_LINES = 4
# Longer values are cut.
_WIDEST = 40


def table_text(
    rows: ProfileRows,
    limit: int | None,
    width: int | None,
    zone: datetime.tzinfo | None,
) -> str:
    """The table that `ProfileRows.table` promises."""
    count = len(rows)
    check_size("limit", limit)
    check_size("width", width)
    first, last = count, 0
    if limit is not None and count > limit:
        first, last = limit - limit // 2, limit // 2
    some = [*rows[:first], *rows[count - last :]]
    shown = type(rows)(rows.columns, some).scaled()
    columns, more = _columns(rows.columns, shown, width, zone)
    lines = _lines(columns)
    head = len(lines) - len(shown)
    if first + last < count:
        lines.insert(head + first, f"... {counted(count - first - last, 'row')} ...")
    lines.append(counted(count, "row") if lines or count else "no rows")
    if more:
        names = ", ".join(column.name for column in more)
        lines.append(f"{counted(len(more), 'column')} more: {cut(names, 200)}")
    return "\n".join([*lines, *(f"note: {note}" for note in rows.notes)])


def zoned(value: Any, zone: datetime.tzinfo | None) -> Any:
    """A DateTime as `datetime`, in the zone if one is given; anything else as it is.

    So is a time that has no date, or in a zone one that does not say its deviation.
    """
    if not isinstance(value, DateTime):
        return value
    try:
        moment = value.to_datetime()
        if zone is None:
            return moment
        return value if moment.tzinfo is None else moment.astimezone(zone)
    except (DateTimeError, OverflowError):
        return value


def check_size(name: str, given: Any) -> None:
    """CosemError for what is neither a number of lines or letters, nor None."""
    if given is not None and (not isinstance(given, int) or given < 0):
        raise CosemError(f"{name} is a whole number or None, found {quote(given)}")


def _columns(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    width: int | None,
    zone: datetime.tzinfo | None,
) -> tuple[list[list[str]], Sequence[Column]]:
    """The cells of each column that there is room for, headings first; the other columns."""
    made: list[tuple[list[str], list[str], bool]] = []
    used = 0
    for place, column in enumerate(columns):
        values = [row[place] for row in rows]
        right = bool(values) and all(
            isinstance(v, (int, float, Decimal, type(None))) for v in values
        )
        secret = column.attribute is not None and column.attribute.secret
        cells = ["(secret)" if secret else cell_text(value, zone) for value in values]
        code = str(column.logical_name).removesuffix("*255")
        unit = _unit(column)
        size = max(_NARROWEST, len(code), len(unit), *map(len, cells))
        used += size + (len(_GAP) if made else 0)
        if made and width is not None and used > width:
            break
        label = _folded(printable(column.label), size)
        size = max(map(len, (*label, code, unit, *cells)))
        made.append(([*label, code, unit], cells, right))
    most = max((len(heading) for heading, _, _ in made), default=0)
    table = [
        _padded([*[""] * (most - len(heading)), *heading, *cells], right)
        for heading, cells, right in made
    ]
    if table and all(not heading[-1] for heading, _, _ in made):  # no units at all
        for lines in table:
            del lines[most - 1]
    return table, columns[len(made) :]


def aligned(columns: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """The lines of a table with these columns, of which some stand to the right."""
    return _lines([_padded(*each) for each in zip(columns, right, strict=False)])


def _padded(cells: Sequence[str], right: bool) -> list[str]:
    size = max(map(len, cells))
    return [cell.rjust(size) if right else cell.ljust(size) for cell in cells]


def _lines(columns: Sequence[Sequence[str]]) -> list[str]:
    return [_GAP.join(line).rstrip() for line in zip(*columns, strict=True)]


def _unit(column: Column) -> str:
    """The unit of a column as it is shown."""
    if column.scaler_unit is not None:
        return cut(cell_text(getattr(column.scaler_unit, "unit", ""), None), _NARROWEST)
    if column.attribute is not None and column.attribute.unit:
        return column.attribute.unit
    return "not scaled" if column.is_scaled else ""


def cell_text(value: Any, zone: datetime.tzinfo | None) -> str:
    """A cell in a few characters, all of them printable."""
    if value is None:
        return "-"
    if isinstance(value, DateTime):
        moment: Any = value if zone is None else zoned(value, zone)
        text = str(value) if moment is value else moment.isoformat(" ")
    elif isinstance(value, Enum):
        text = str(value)  # the symbol of a unit
        text = value.name.lower() if text.lstrip("-").isdigit() else text
    elif isinstance(value, Decimal):
        text = f"{value:f}" if -30 < value.adjusted() < 30 else str(value)
    elif type(value) is bytes:
        text = value[:_WIDEST].hex(" ")
    elif isinstance(value, (tuple, list)):
        inner = ", ".join(cell_text(each, zone) for each in value[:_WIDEST])
        text = f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    elif isinstance(value, Structure):
        members = (getattr(value, name) for name in value.TYPE.field_names)
        text = f"({', '.join(cell_text(each, zone) for each in members)})"
    else:
        text = str(int(value)) if type(value) in INTEGERS else str(value)
    return cut(printable(text), _WIDEST)


def printable(text: str) -> str:
    """The text, cut, with a question mark for what a terminal would act upon."""
    return "".join(c if c.isprintable() else "?" for c in text[:999])


def _folded(text: str, size: int) -> list[str]:
    """The words in lines of `size` characters, few enough for a heading."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if len(longer) <= size or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LABEL_LINES:
        lines[_LABEL_LINES - 1 :] = [f"{lines[_LABEL_LINES - 1][: size - 3]}..."]
    return [cut(line, size) for line in lines]
