"""Pushes as text for people, and as dictionaries; loaded when somebody asks for it."""

from __future__ import annotations

from ..errors import ObisError, UnknownNameError, counted, cut, listed, quote
from ..obis import Obis
from ..profile import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo
    from typing import Any

    from .items import Push, PushItem

__all__ = ["found_item", "item_dicts", "item_line", "push_lines", "push_table"]

_GAP = "  "
_NARROWEST = 12
_NAMELESS = "-"
_NOT_SCALED = "not scaled"


def found_item(push: Push, which: int | str | bytes) -> PushItem:
    """See `Push.__getitem__`."""
    if isinstance(which, int):
        if -len(push.items) <= which < len(push.items):
            return push.items[which]
        raise UnknownNameError(f"no item {quote(which)} of {len(push.items)}")
    try:
        code = Obis.parse(which)
    except ObisError:
        code = None
    for item in push.items:
        if item.obis is not None and item.obis == code:
            return item
    codes = listed(dict.fromkeys(str(item.obis) for item in push.items))
    raise UnknownNameError(f"no item {quote(which)}; there are: {codes}")


def item_dicts(push: Push, zone: tzinfo | None) -> list[dict[str, Any]]:
    """See `Push.to_dicts`."""
    return [
        {
            "obis": None if item.obis is None else str(item.obis),
            "name": item.name,
            "value": table.zoned(_best(item), zone),
            "unit": unit_text(item) or None,
            "time": table.zoned(item.time, zone),
        }
        for item in push.items
    ]


def item_line(item: PushItem) -> str:
    """One item in a line."""
    return "  ".join(filter(None, (code_text(item), _name(item), _value(item))))


def push_lines(push: Push) -> str:
    """See `Push.__str__`."""
    return "\n".join(map(item_line, push.items))


def push_table(
    push: Push, limit: int | None, width: int | None, zone: tzinfo | None
) -> str:
    """See `Push.table`."""
    table.check_size("limit", limit)
    table.check_size("width", width)
    count = len(push.items)
    first, last = count, 0
    if limit is not None and count > limit:
        first, last = limit - limit // 2, limit // 2
    shown = [*push.items[:first], *push.items[count - last :]]
    columns = [
        ["code", *map(code_text, shown)],
        ["name", *(_name(item) or _NAMELESS for item in shown)],
        ["value", *(_value_text(item, zone) for item in shown)],
        ["unit", *(_NOT_SCALED if _lacks(item) else unit_text(item) for item in shown)],
    ]
    if any(item.time != push.time for item in shown):
        columns.append(["time", *(table.cell_text(item.time, zone) for item in shown)])
    if width is not None:
        others = sum(max(map(len, cells)) + len(_GAP) for cells in columns)
        room = max(_NARROWEST, width - others + max(map(len, columns[1])))
        columns[1] = [cut(cell, room) for cell in columns[1]]
    right = [False, False, True, False, False]
    lines = table.aligned(columns, right)
    if first + last < count:
        lines.insert(1 + first, f"... {counted(count - first - last, 'item')} ...")
    return "\n".join(
        [*_above(push, zone), *lines, counted(count, "item"), *_below(push)]
    )


def _above(push: Push, zone: tzinfo | None) -> list[str]:
    told = (
        ("list", push.list),
        ("meter", push.meter),
        ("time", push.time and table.cell_text(push.time, zone)),
    )
    words = [
        f"{name} {cut(table.printable(text.rstrip(chr(0))))}"
        for name, text in told
        if text
    ]
    return [", ".join(words)] if words else []


def _below(push: Push) -> list[str]:
    notes = [*push.telegram.remarks, *map(str, push.deviations)]
    return [f"note: {cut(table.printable(note), 300)}" for note in notes]


def code_text(item: PushItem) -> str:
    """The code; nothing where there is none."""
    return "" if item.obis is None else str(item.obis)


def unit_text(item: PushItem) -> str:
    """The symbol of the unit; nothing for a mere count."""
    unit = item.unit
    return "" if unit is None or unit == _COUNT else table.printable(str(unit))


_COUNT = 255


def _name(item: PushItem) -> str:
    return table.printable(item.name)


def _value(item: PushItem) -> str:
    text = _value_text(item, None)
    if _lacks(item):
        return f"{text} ({_NOT_SCALED})"
    unit = unit_text(item)
    return f"{text} {unit}" if unit and item.scaled is not None else text


def _lacks(item: PushItem) -> bool:
    """Whether a number lacks its scaler and unit."""
    return (
        item.is_scaled and item.scaler is None and isinstance(item.value, (int, float))
    )


def _best(item: PushItem) -> Any:
    """The scaled number where there is one."""
    scaled = item.scaled
    return item.value if scaled is None else scaled


def _value_text(item: PushItem, zone: tzinfo | None) -> str:
    if item.is_secret:
        return "(secret)"
    value = _best(item)
    if type(value) is bytes and value:
        text = value.rstrip(b"\0")
        if text and text.isascii() and text.decode("ascii").isprintable():
            value = text.decode("ascii")
    elif isinstance(value, str):
        value = value.rstrip("\0")
    return table.cell_text(value, zone)
