"""What a push is to a user: its items, and what is said of all of them."""

from __future__ import annotations

from copy import copy

from ..values import TaggedInt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from decimal import Decimal
    from typing import Any

    from ..datetimes import DateTime
    from ..interface import AttributeSpec
    from ..obis import Obis
    from ..scaling import ScalerUnitBase
    from ..telegram import Telegram
    from ..tolerant import Deviation
    from .layouts import PushLayout

__all__ = ["Push", "PushItem"]


class Facts:
    """What is the same of an item each time that a list comes; immutable by contract."""

    __slots__ = (
        "attribute",
        "class_id",
        "data_index",
        "is_scaled",
        "name",
        "obis",
        "offset",
        "place",
        "scaler",
        "scaler_unit",
        "spec",
        "unit",
    )

    def __init__(
        self,
        obis: Obis | None,
        name: str,
        class_id: int | None,
        attribute: int,
        data_index: int,
        spec: AttributeSpec | None,
        scaler: int | None,
        unit: Any,
        scaler_unit: ScalerUnitBase | None,
        is_scaled: bool,
        place: tuple[int, ...],
        offset: int,
    ) -> None:
        self.obis: Obis | None = obis
        self.name: str = name
        self.class_id: int | None = class_id
        self.attribute: int = attribute
        self.data_index: int = data_index
        self.spec: AttributeSpec | None = spec
        self.scaler_unit: ScalerUnitBase | None = scaler_unit
        self.scaler: int | None = scaler
        self.unit: Any = unit
        self.is_scaled: bool = is_scaled
        self.place: tuple[int, ...] = place
        self.offset: int = offset

    def scaled_by(self, scaler_unit: Any) -> Facts:
        """The same with another scaler and unit."""
        changed = copy(self)
        changed.scaler_unit = scaler_unit
        changed.scaler, changed.unit = scaler_unit.scaler, scaler_unit.unit
        return changed


class PushItem:
    """One value of a push, and what it is.

    `value` is typed where class and attribute are known, and otherwise keeps its tag;
    `scaled` is the exact number that it stands for. `time` is when it was measured: its
    own time, or that of the push. Immutable by contract.
    """

    __slots__ = ("_facts", "time", "value")

    def __init__(self, facts: Facts, value: Any, time: DateTime | None) -> None:
        self._facts = facts
        self.value: Any = value
        self.time: DateTime | None = time

    @property
    def obis(self) -> Obis | None:
        """The code of the object; None where nothing says it, as of a short name."""
        return self._facts.obis

    @property
    def name(self) -> str:
        """What people call the value; empty for a code that nobody names."""
        return self._facts.name

    @property
    def class_id(self) -> int | None:
        """The class of the object; None where neither the list nor the code says it."""
        return self._facts.class_id

    @property
    def attribute(self) -> int:
        """The number of the attribute."""
        return self._facts.attribute

    @property
    def attribute_name(self) -> str:
        """The name of the attribute; empty where the class is not known."""
        spec = self._facts.spec
        return spec.name if spec is not None else ""

    @property
    def is_secret(self) -> bool:
        """Whether the attribute is one that nobody is to be shown."""
        spec = self._facts.spec
        return spec is not None and spec.secret

    @property
    def data_index(self) -> int:
        """Which part of the attribute the value is, from 1 on; 0 is all of it."""
        return self._facts.data_index

    @property
    def scaler(self) -> int | None:
        """The power of ten for the value; None where nothing says it."""
        return self._facts.scaler

    @property
    def unit(self) -> Any:
        """The `Unit` of `scaled`; None where nothing says it."""
        return self._facts.unit

    @property
    def scaler_unit(self) -> ScalerUnitBase | None:
        """Both as the structure that a register has; None where nothing says them."""
        return self._facts.scaler_unit

    @property
    def is_scaled(self) -> bool:
        """Whether a scaler and unit is for the value, given or not."""
        return self._facts.is_scaled

    @property
    def scaled(self) -> Decimal | None:
        """The value as an exact Decimal in `unit`; None for one that is not scaled."""
        scaler = self._facts.scaler
        if scaler is None:
            return None
        value = self.value
        if isinstance(value, TaggedInt):  # nearly always
            return _scaled(value, scaler)
        return _scaled(value, scaler) if _is_number(value) else None

    @property
    def place(self) -> tuple[int, ...]:
        """The way to the value in the list: positions from 0, one for each level."""
        return self._facts.place

    @property
    def path(self) -> str:
        """The place as errors and deviations write it: `[3][1]`."""
        return "".join(f"[{index}]" for index in self._facts.place)

    @property
    def offset(self) -> int:
        """Where the value begins, in octets of what the telegram brings."""
        return self._facts.offset

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PushItem):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((self.obis, self.attribute, self.place))

    def _compared(self) -> tuple[object, ...]:
        facts = self._facts
        return (
            *(facts.obis, facts.class_id, facts.attribute, facts.data_index),
            *(facts.name, facts.scaler_unit, facts.place, facts.offset),
            *(self.value, self.time),
        )

    def __str__(self) -> str:
        from .text import item_line

        return item_line(self)

    def __repr__(self) -> str:
        return f"<PushItem {self}>"


def _is_number(value: Any) -> bool:
    """Whether it is a finite number, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return value - value == 0


def _load(value: Any, scaler: int) -> Decimal:
    """Import what scales, and do so."""
    global _scaled
    from ..decimals import scaled

    _scaled = scaled
    return scaled(value, scaler)


_scaled: Callable[[Any, int], Decimal] = _load


class Push:
    """The values that a meter sent by itself, in their order, and what carried them.

    - `items`: each value with its code, name, unit and time;
    - `meter`, `list`: what the push says of the meter and of itself; None where it does
      not, and `time` when the values were measured;
    - `family`: how the values were told apart, one of `FAMILIES`; `layout` the layout
      that did it, or helped, None where the list says all by itself;
    - `telegram`: what carried it;
    - `deviations`: where it is other than the standard has it.

    Immutable by contract.
    """

    __slots__ = (
        "deviations",
        "family",
        "items",
        "layout",
        "list",
        "meter",
        "telegram",
        "time",
    )

    def __init__(
        self,
        items: tuple[PushItem, ...],
        telegram: Telegram,
        *,
        family: str,
        layout: PushLayout | None = None,
        meter: str | None = None,
        list: str | None = None,
        time: DateTime | None = None,
        deviations: tuple[Deviation, ...] = (),
    ) -> None:
        self.items: tuple[PushItem, ...] = items
        self.telegram: Telegram = telegram
        self.family: str = family
        self.layout: PushLayout | None = layout
        self.meter: str | None = meter
        self.list: str | None = list
        self.time: DateTime | None = time
        self.deviations: tuple[Deviation, ...] = deviations

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[PushItem]:
        return iter(self.items)

    def __getitem__(self, which: int | str | bytes) -> PushItem:
        """An item by its index, or the first with a code: `push["1-0:1.8.0"]`.

        Raises UnknownNameError, which says what there is.
        """
        from .text import found_item

        return found_item(self, which)

    def to_dicts(self, *, zone: tzinfo | None = None) -> list[dict[str, Any]]:
        """The items as dictionaries, for tables and databases.

        `obis` (as text), `name`, `value`, `unit` and `time`: with exact Decimals where
        there are a scaler and unit, and with `datetime` for each time that one can be made
        of: aware where the deviation is known, then also in the `zone` if one is given.
        """
        from .text import item_dicts

        return item_dicts(self, zone)

    def table(
        self,
        *,
        limit: int | None = None,
        width: int | None = 100,
        zone: tzinfo | None = None,
    ) -> str:
        """The items as a table for people: code, name, value, unit and, if its own, time.

        Of more items than `limit` the first and the last are shown; longer names are cut
        where the table would be wider than `width` characters. What the push says of the
        meter, its list and its time stands above.
        """
        from .text import push_table

        return push_table(self, limit, width, zone)

    def __str__(self) -> str:
        """A line for each item: `1-0:31.7.0*255  Current L1  2.0 A`."""
        from .text import push_lines

        return push_lines(self)

    def __repr__(self) -> str:
        how = self.layout.name if self.layout is not None else self.family
        return f"<Push {len(self.items)} items by {how}>"
