"""The columns of a Profile generic: what is captured, its type, a name for it."""

from __future__ import annotations

from ..errors import CosemError, UnknownClassError, UnknownNameError, cut, quote, show
from ..obis import Obis
from ..scaling import ScalerUnitBase
from ..types import ANY, StructureType
from ..values import whole
from .clocks import ClockType, is_unix_clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ..catalogue import Catalogue
    from ..interface import AttributeSpec
    from ..obis.description import ObisDescription
    from ..quirks import Quirks
    from ..types.base import DataType

__all__ = ["Column", "columns_of", "sorts_by_time"]

# The Clock: its time is what is left out of rows that follow one another regularly.
_CLOCK = (8, 2)
# Data, Register, Extended register: attribute 2 is what their code stands for.
_VALUES = (1, 3, 4)


class Column:
    """One column of a profile.

    `name` is unique in the profile; `attribute` is None, and `type` any Data, where the
    class is not known, the whole object is captured (`attribute_index` 0) or only an
    element of the attribute is (`data_index` above 0). `unix_time` says that numbers
    are seconds since 1970; unless told, those of the UNIX clock (0-b:1.1.e) are.
    """

    __slots__ = (
        "_catalogue",
        "attribute",
        "attribute_index",
        "class_id",
        "data_index",
        "logical_name",
        "name",
        "scaler_unit",
        "type",
        "unix_time",
    )

    def __init__(
        self,
        name: str,
        class_id: int,
        logical_name: Obis | str | bytes,
        attribute_index: int = 2,
        data_index: int = 0,
        *,
        attribute: AttributeSpec | None = None,
        scaler_unit: ScalerUnitBase | None = None,
        unix_time: bool | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.name: str = name
        self.class_id: int = class_id
        self.logical_name: Obis = Obis(logical_name)
        self.attribute_index: int = attribute_index
        self.data_index: int = data_index
        self.attribute: AttributeSpec | None = attribute
        self.scaler_unit: ScalerUnitBase | None = scaler_unit
        if unix_time is None:
            unix_time = not data_index and is_unix_clock(
                class_id, self.logical_name, attribute_index
            )
        self.unix_time: bool = unix_time
        kind = ANY if attribute is None else attribute.type
        self.type: DataType = ClockType(kind, unix_time) if self.is_clock else kind
        # What knows the code; asked only when somebody wants to know.
        self._catalogue = catalogue

    @property
    def is_clock(self) -> bool:
        """Whether this is a time that goes on by the capture period."""
        place = (self.class_id, self.attribute_index)
        return self.unix_time or (place == _CLOCK and not self.data_index)

    @property
    def description(self) -> ObisDescription | None:
        """What the logical name stands for; None for a column made without classes."""
        if self._catalogue is None:
            return None
        return self._catalogue.describe(self.logical_name, self.class_id)

    @property
    def label(self) -> str:
        """What people call the column: that of its code, and of the attribute if other.

        `name` where nothing is known of the code.
        """
        described = self.description
        known = described.label or described.name if described is not None else ""
        if not known:
            return self.name
        if not self.attribute_index:
            return f"{known}, whole object"
        if self.attribute_index != 2 or self.data_index:
            return f"{known}, {self.name.rpartition('.')[2]}"
        return known

    @property
    def is_scaled(self) -> bool:
        """Whether a scaler and unit is for the numbers, given or not."""
        if self.scaler_unit is not None:
            return True
        if self._catalogue is None or self.data_index:
            return False
        return _is_scaled(self._catalogue, self.class_id, self.attribute_index)

    @property
    def is_total(self) -> bool:
        """Whether this is the value of a register that counts up and never down."""
        if self.class_id not in _VALUES or self.attribute_index != 2 or self.data_index:
            return False
        described = self.description
        return described is not None and described.reading == "total"

    def __repr__(self) -> str:
        return f"<Column {self.name} of {self.logical_name}: {self.type}>"


def columns_of(
    catalogue: Catalogue,
    capture_objects: Iterable[Any],
    scaler_units: Mapping[Any, ScalerUnitBase] | None,
    unix_times: Iterable[Any] = (),
    quirks: Quirks | None = None,
) -> list[Column]:
    """The columns that capture objects describe.

    These are the structures of attribute 3 of Profile generic in any version, or tuples
    with the same members in the same order. `scaler_units` has the scaler and unit of
    objects by logical name; `unix_times` are logical names of objects whose numbers are
    seconds since 1970, and `quirks` may tell of others. Raises CosemError for a capture object that is none and for a
    name of `unix_times` that none has, and TypeError where these are no scalers and
    units.
    """
    scales = _scales(scaler_units or {})
    counted = _counted(unix_times)
    columns = []
    try:
        captures = list(capture_objects)
    except TypeError:
        raise CosemError(f"not capture objects: {quote(capture_objects)}") from None
    for captured in captures:
        class_id, logical_name, attribute_index, data_index = _members(captured)
        attribute = _attribute(catalogue, class_id, attribute_index)
        counts = logical_name in counted or (
            quirks is not None
            and quirks.is_unix_time(class_id, logical_name, attribute_index)
        )
        scale = None
        if not data_index and _is_scaled(catalogue, class_id, attribute_index):
            scale = scales.get(logical_name)
        columns.append(
            Column(
                _name(catalogue, class_id, attribute, attribute_index, data_index),
                class_id,
                logical_name,
                attribute_index,
                data_index,
                attribute=None if data_index else attribute,
                scaler_unit=scale,
                unix_time=(counts and not data_index) or None,
                catalogue=catalogue,
            )
        )
    _make_unique(columns)
    for name in counted.difference(column.logical_name for column in columns):
        raise CosemError(f"unix_times: no column of {name}")
    return columns


def _counted(unix_times: Iterable[Any]) -> set[Obis]:
    """The logical names; CosemError for what are none."""
    if isinstance(unix_times, (str, bytes)):  # one, and not its letters
        unix_times = (unix_times,)
    try:
        return {Obis(name) for name in unix_times}
    except TypeError:
        raise CosemError(
            f"unix_times: logical names are expected, found {quote(unix_times)}"
        ) from None


def sorts_by_time(sort_object: Any) -> bool:
    """Whether the profile is sorted by time; CosemError for what is no capture object.

    So it is where no object is given: what else than the time would it be.
    """
    if sort_object is None:
        return True
    class_id, _, attribute_index, data_index = _members(sort_object)
    # All zero says that there is no object.
    return not class_id or ((class_id, attribute_index), data_index) == (_CLOCK, 0)


def _scales(scaler_units: Mapping[Any, ScalerUnitBase]) -> dict[Obis, ScalerUnitBase]:
    """Scaler and unit by logical name."""
    try:
        pairs = scaler_units.items()
    except AttributeError:
        expected = "a mapping of logical names to scalers and units is expected"
        raise TypeError(
            f"scaler_units: {expected}, found {show(scaler_units)}"
        ) from None
    scales = {Obis(name): scale for name, scale in pairs}
    for name, scale in scales.items():
        if not isinstance(scale, ScalerUnitBase):
            raise TypeError(
                f"scaler_units: {name}: a scaler and unit is expected, found {show(scale)}"
            )
    return scales


def _members(captured: Any) -> tuple[int, Obis, int, int]:
    """class_id, logical name, attribute and data index, in whatever order they come."""
    try:
        if isinstance(captured, (tuple, list)):
            first, second, attribute_index, *rest = captured
            # Version 0 of the class has the logical name first, and no data index.
            class_id, name = (
                (second, first) if isinstance(second, int) else (first, second)
            )
            data_index = rest[0] if rest else 0
        else:
            class_id, name = captured.class_id, captured.logical_name
            attribute_index = captured.attribute_index
            data_index = getattr(captured, "data_index", 0)
        return (
            whole(class_id),
            Obis(name),
            whole(attribute_index),
            whole(data_index),
        )
    except (AttributeError, TypeError, ValueError) as error:
        shown = cut(str(error), 200)
        raise CosemError(f"not a capture object: {quote(captured)}: {shown}") from None


def _attribute(
    catalogue: Catalogue, class_id: int, attribute_index: int
) -> AttributeSpec | None:
    """The attribute in the newest version of the class; None when it is not known."""
    if attribute_index < 1:
        return None
    try:
        return catalogue.interface_class(class_id).attribute(attribute_index)
    except (UnknownClassError, UnknownNameError):
        return None


def _is_scaled(catalogue: Catalogue, class_id: int, attribute_index: int) -> bool:
    """Whether the attribute is one that the object's scaler and unit are for.

    In every class these are the attributes before the one that holds them.
    """
    if class_id not in catalogue or attribute_index < 2:
        return False
    for spec in catalogue.interface_class(class_id).ATTRIBUTES:
        kind = spec.type.kind if isinstance(spec.type, StructureType) else None
        if kind is not None and issubclass(kind, ScalerUnitBase):
            return attribute_index < spec.id
    return False


def _name(
    catalogue: Catalogue,
    class_id: int,
    attribute: AttributeSpec | None,
    attribute_index: int,
    data_index: int,
) -> str:
    """`clock.time`; `clock` for the whole object, `clock.time[2]` for an element."""
    words = catalogue.name(class_id).lower()
    name = "".join(c if c.isalnum() else "_" for c in words)
    if attribute is not None:
        name += f".{attribute.name}"
    elif attribute_index:
        name += f".attribute_{attribute_index}"
    return f"{name}[{data_index}]" if data_index else name


def _make_unique(columns: list[Column]) -> None:
    """Put the logical name into names that several columns have."""
    for spread in (_with_logical_name, _with_number):
        alike: dict[str, list[Column]] = {}
        for column in columns:
            alike.setdefault(column.name, []).append(column)
        for several in alike.values():
            if len(several) > 1:
                for number, column in enumerate(several, 1):
                    column.name = spread(column, number)


def _with_logical_name(column: Column, number: int) -> str:
    """`register.value` -> `register[1-0:1.8.0*255].value`."""
    kind, dot, rest = column.name.partition(".")
    return f"{kind}[{column.logical_name}]{dot}{rest}"


def _with_number(column: Column, number: int) -> str:
    return f"{column.name}#{number}"
