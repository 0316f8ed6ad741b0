"""How a list that does not name its values is to be read: the `telegram` items of specs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..obis import Obis
    from ..types.base import DataType

__all__ = ["ROLES", "LayoutItem", "PushLayout", "fault"]

ROLES = (
    "value",
    "time",
    "meter",
    "list",
    "code",
    "scaler_unit",
    "scaler",
    "unit",
    "filler",
)
"""What a place of a list can be for."""


class LayoutItem:
    """What stands at one place of a list.

    `place` is the way to it: positions from 0, one for each level of nesting. `type` is
    what may stand there, `role` what it is for:

    - "value": a value of the object `obis` (`class_id`, `attribute`), which `scaler` and
      `unit` (the number of the standard) scale;
    - "time": when the values were measured, or the one at `of`;
    - "meter": the identification of the meter; "list": that of the list;
    - "code", "scaler_unit", "scaler" or "unit": stands for the item at `of`;
    - "filler": means nothing.

    A time, a meter's or a list's identification that has an `obis` is a value as well.
    `class_id` is None where the code says it. `name` is what people call the value, empty
    where that is what its code is called. `fixed` is the octets of the value, behind tag and
    length, by which the list is recognised; None where any value may stand. Null-data may
    stand for a value, and for the fixed code of one that is null-data too: a meter leaves
    out so what it has not.

    A value without a place, `place=()`, stands wherever the list itself has the code
    `obis` with it: the list names its values, and the layout says how they are scaled and
    what they are called. Immutable by contract.
    """

    __slots__ = (
        "attribute",
        "class_id",
        "fixed",
        "name",
        "obis",
        "of",
        "place",
        "role",
        "scaler",
        "type",
        "unit",
    )

    def __init__(
        self,
        place: tuple[int, ...],
        type: DataType,
        *,
        role: str = "value",
        obis: Obis | None = None,
        class_id: int | None = None,
        attribute: int = 2,
        scaler: int | None = None,
        unit: int | None = None,
        fixed: bytes | None = None,
        of: tuple[int, ...] | None = None,
        name: str = "",
    ) -> None:
        self.place: tuple[int, ...] = place
        self.type: DataType = type
        self.role: str = role
        self.obis: Obis | None = obis
        self.class_id: int | None = class_id
        self.attribute: int = attribute
        self.scaler: int | None = scaler
        self.unit: int | None = unit
        self.fixed: bytes | None = fixed
        self.of: tuple[int, ...] | None = of
        self.name: str = name

    def __repr__(self) -> str:
        at = ".".join(map(str, self.place)) or "anywhere"
        of = f" of {self.obis}" if self.obis is not None else ""
        return f"<LayoutItem {at}: {self.role}{of}, {self.type}>"


class PushLayout:
    """A list of a maker or an operator: how it is recognised and what its items are.

    `tags` are what the list may be, array (1) or structure (2); `count` is how many
    elements it has on its first level, None for any number of them, which only a list can
    have whose values all stand without a place. A list is of this layout when tag and
    count fit, every item's type can stand at its place, and every fixed value stands
    there. Immutable by contract.
    """

    __slots__ = ("count", "description", "items", "name", "sources", "tags", "title")

    def __init__(
        self,
        name: str,
        title: str,
        count: int | None,
        items: tuple[LayoutItem, ...],
        *,
        tags: tuple[int, ...] = (0x02,),
        sources: tuple[str, ...] = (),
        description: str = "",
    ) -> None:
        self.name: str = name
        self.title: str = title
        self.count: int | None = count
        self.items: tuple[LayoutItem, ...] = items
        self.tags: tuple[int, ...] = tags
        self.sources: tuple[str, ...] = sources
        self.description: str = description

    def __repr__(self) -> str:
        return f"<PushLayout {self.name}: {self.title}>"


def fault(layout: object) -> tuple[str, object] | None:
    """What is expected of a layout, and what it has instead; None where all is right.

    Whoever made it by hand, or a package, may have put anything anywhere.
    """
    if type(layout) is not PushLayout or type(layout.items) is not tuple:
        return "layouts of lists", layout
    if layout.count is not None and type(layout.count) is not int:
        return "numbers of elements", layout.count
    if type(layout.tags) is not tuple or not set(map(type, layout.tags)) <= {int}:
        return "tags of lists", layout.tags
    if not _are_texts(layout.name, layout.title, layout.description):
        return "names and titles as text", layout.name
    for number, item in enumerate(layout.items):
        if not _is_item(item):
            return "items that can be read, each of a list", f"item {number}"
    return None


def _is_item(item: object) -> bool:
    """Whether it says what reading a list asks of it."""
    from ..obis import Obis
    from ..types.base import DataType

    return (
        type(item) is LayoutItem
        and isinstance(item.type, DataType)
        and _are_texts(item.role, item.name)
        and _is_place(item.place)
        and (item.of is None or _is_place(item.of))
        and (item.obis is None or type(item.obis) is Obis)
        and type(item.attribute) is int
        and all(
            each is None or type(each) is int
            for each in (item.class_id, item.scaler, item.unit)
        )
    )


def _are_texts(*texts: object) -> bool:
    return all(isinstance(text, str) for text in texts)


def _is_place(place: object) -> bool:
    return type(place) is tuple and all(
        type(each) is int and each >= 0 for each in place
    )
