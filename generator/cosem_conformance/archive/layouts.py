"""How buffers are read: by what stands beside each, or by what is given for all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis, arrow
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, listed, quote

from .sources import LAYOUT, SCALER

__all__ = ["Given", "Layout", "Layouts", "Said"]

_KEPT: Final = 256
"""Layouts that a process remembers."""

Said = tuple[Any, ...]
"""What a row says of its buffer: the columns `LAYOUT`, as what can be compared; None where it does not."""


class Given(NamedTuple):
    """What holds for each buffer of which a row says nothing else; see `Catalogue.profile_reader`."""

    capture_objects: Any = None
    scaler_units: Mapping[Any, Any] | None = None
    capture_period: int | str = 0
    sort_method: int | str | None = None
    sort_object: Any = None
    unix_times: Sequence[Any] = ()
    quirks: Any = None


class Layout(NamedTuple):
    """Columns, and the name of the folder that they have."""

    name: str
    columns: arrow.ProfileColumns


class Layouts:
    """The layouts of buffers. `options` are those of ProfileColumns that say what columns look like."""

    def __init__(
        self, catalogue: Catalogue, given: Given, options: Mapping[str, Any]
    ) -> None:
        self._catalogue = catalogue
        self._given = given
        self._options = dict(options)
        self._columns = type(
            "ProfileColumns", (arrow.ProfileColumns,), {"CATALOGUE": catalogue}
        )
        self._known: dict[Said, Layout] = {}

    def find(self, said: Said) -> Layout:
        """The layout of a buffer. Raises CosemError where what is said of it cannot be understood."""
        found = self._known.get(said)
        if found is None:
            found = self._make(said)
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[said] = found
        return found

    def described(self) -> dict[str, Any]:
        """What is given for all, as JSON. Raises CosemError for what is nothing of the kind."""
        given = self._given
        captured = None
        if given.capture_objects is not None:
            captured = self._described(given)["capture_objects"]
        scales = {
            str(Obis(name)): str(each)
            for name, each in (given.scaler_units or {}).items()
        }
        return {
            "capture_objects": captured,
            "scaler_units": scales,
            "capture_period": given.capture_period,
            "sort_method": (
                None if given.sort_method is None else str(given.sort_method)
            ),
            "sort_object": (
                None if given.sort_object is None else str(given.sort_object)
            ),
            "unix_times": [str(Obis(each)) for each in given.unix_times],
            "quirks": None if given.quirks is None else str(given.quirks),
        }

    def _described(self, facts: Given) -> dict[str, Any]:
        """What columns are made of, however that was said: what is equal here is one layout."""
        reader = self._catalogue.profile_reader(
            facts.capture_objects, **self._arguments(facts)
        )
        scaled = [each for each in reader.columns if each.scaler_unit is not None]
        return {
            "capture_objects": [
                [
                    *(each.class_id, str(each.logical_name)),
                    *(each.attribute_index, each.data_index),
                ]
                for each in reader.columns
            ],
            "scaler_units": {str(e.logical_name): str(e.scaler_unit) for e in scaled},
            "capture_period": reader.capture_period,
            "sort_method": reader.sort_method,
            "sort_object": (
                None if facts.sort_object is None else str(facts.sort_object)
            ),
        }

    def _make(self, said: Said) -> Layout:
        facts = self._facts(said)
        if facts.capture_objects is None:
            raise CosemError(
                "nobody says what the buffer captures: no capture_objects beside it, nor for all"
            )
        text = json.dumps(self._described(facts), sort_keys=True)
        columns = self._columns(
            facts.capture_objects,
            **self._arguments(facts),
            **self._options,
            errors="null",
        )
        return Layout(hashlib.sha256(text.encode()).hexdigest()[:8], columns)

    def _arguments(self, facts: Given) -> dict[str, Any]:
        found = facts._asdict()
        del found["capture_objects"]
        return found

    def _facts(self, said: Said) -> Given:
        found = {
            name: value
            for name, value in zip(LAYOUT, said, strict=True)
            if value is not None
        }
        profile = self._catalogue.interface_class(7)
        for number, name in ((3, "capture_objects"), (6, "sort_object")):
            if name in found:
                if not isinstance(found[name], bytes):
                    raise CosemError(
                        f"{name}: octets are expected, found {quote(found[name])}"
                    )
                try:
                    found[name] = profile.attribute(number).decode(found[name])
                except CosemError as error:
                    raise CosemError(f"{name}: {error}") from None
        if "scaler_units" in found:
            found["scaler_units"] = self._scales(found["scaler_units"])
        return self._given._replace(**found)

    def _scales(self, rows: Any) -> dict[Obis, Any]:
        kind: Any = self._catalogue.interface_class(3).attribute("scaler_unit").type
        unit: Any = dict(kind.fields)["unit"]
        found = {}
        for row in rows if isinstance(rows, tuple) else (rows,):
            match row:
                case (str() | bytes() as name, int(scaler), int(number)) if (
                    -0x80 <= scaler <= 0x7F and 0 <= number <= 0xFF
                ):
                    found[Obis(name)] = kind.kind(scaler, unit.kind(number))
                case _:
                    raise CosemError(
                        f"scaler_units: {listed(SCALER)} are expected, found {quote(row)}"
                    )
        return found
