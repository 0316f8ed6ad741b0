"""What the class Compact data can do beside holding its attributes."""

from __future__ import annotations

import sys

from ..errors import CosemError
from . import InterfaceClass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Literal, overload

    from ..catalogue import Catalogue
    from ..profile import ProfileRows
    from ..scaling import ScalerUnitBase
    from ..tolerant import Reading

__all__ = ["CompactDataBase"]


class CompactDataBase(InterfaceClass):
    """Base of the classes whose buffer is read by a template that they hold."""

    __slots__ = ()

    if TYPE_CHECKING:

        @overload
        def rows(
            self,
            *,
            scaler_units: Mapping[Any, ScalerUnitBase] | None = None,
            unix_times: Iterable[Any] = (),
            tolerant: Literal[False] = False,
        ) -> ProfileRows: ...
        @overload
        def rows(
            self,
            *,
            scaler_units: Mapping[Any, ScalerUnitBase] | None = None,
            unix_times: Iterable[Any] = (),
            tolerant: Literal[True],
        ) -> Reading[ProfileRows]: ...

    def rows(
        self,
        *,
        scaler_units: Mapping[Any, ScalerUnitBase] | None = None,
        unix_times: Iterable[Any] = (),
        tolerant: bool = False,
    ) -> ProfileRows | Reading[ProfileRows]:
        """What is in `compact_buffer`, with names and types: one row as of a profile.

        Attributes 2, 3 and 5 of this object are needed: UnreadAttributeError. Raises
        DecodeError where buffer, template and columns do not fit each other, and
        CosemError where the buffer says that it was made by another template. See
        `profile_reader` for the arguments; `tolerant` gives a `Reading` of the rows, as
        `ProfileReader.read` does.
        """
        held: Any = self
        reader = _catalogue(type(self)).profile_reader(
            held.capture_objects, scaler_units=scaler_units, unix_times=unix_times
        )
        buffer, template = held.compact_buffer, held.template_description
        rows: ProfileRows
        reading: Reading[ProfileRows] | None = None
        if tolerant:
            reading = reader.read_compact(buffer, template, tolerant=True)
            rows = reading.value
        else:
            rows = reader.read_compact(buffer, template)
        if "template_id" in self.read_attributes():
            for place, column in enumerate(rows.columns):
                if (column.class_id, column.attribute_index) != (self.CLASS_ID, 4):
                    continue
                for row in rows:
                    if row[place] != held.template_id:
                        raise CosemError(
                            f"compact_buffer was made by template {row[place]},"
                            f" template_description is that of {held.template_id}"
                        )
        return rows if reading is None else reading


def _catalogue(kind: type[InterfaceClass]) -> Catalogue:
    """The catalogue of the package that the class, or one that it stands on, is of."""
    for each in kind.__mro__:
        package = sys.modules.get(each.__module__.partition(".classes.")[0])
        catalogue: Catalogue | None = (
            vars(package).get("CATALOGUE") if package else None
        )
        if catalogue is not None:
            return catalogue
    raise CosemError(f"{kind.__name__} is of no package with a catalogue")
