"""The objects of a device, from the object list of an association."""

from __future__ import annotations

from ..codec.reading import decode_at
from ..errors import (
    CosemError,
    DecodeError,
    UnknownClassError,
    UnknownNameError,
    cut,
    quote,
)
from ..obis import Obis
from ..tolerant import Deviation, Reading
from ..tolerant.deviations import in_order
from ..tolerant.walk import MOST_TOLD
from ..values import whole
from ..wire import ARRAY, read_length
from . import GenericObject, InterfaceClass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias, overload

    from ..catalogue import Catalogue

    CosemObject: TypeAlias = InterfaceClass | GenericObject

__all__ = ["CosemObjects", "objects_from"]


class CosemObjects:
    """Objects in the order of their object list, one for each entry.

    `entries[i]` is what the list says about object `i`: its access rights, in an
    Association SN its base name, just as they were decoded. `deviations` are those of
    the list, when it was read with them.
    """

    __slots__ = ("_objects", "_places", "deviations", "entries")

    def __init__(
        self,
        objects: Iterable[CosemObject],
        entries: Iterable[Any],
        deviations: Iterable[Deviation] = (),
    ) -> None:
        self._objects = list(objects)
        self.entries: tuple[Any, ...] = tuple(entries)
        self.deviations: tuple[Deviation, ...] = tuple(deviations)
        # The first object of each name, also of each class.
        self._places: dict[tuple[Obis, int | None], int] = {}
        for index, instance in enumerate(self._objects):
            name = instance.logical_name
            self._places.setdefault((name, None), index)
            self._places.setdefault((name, instance.CLASS_ID), index)

    def __len__(self) -> int:
        return len(self._objects)

    def __iter__(self) -> Iterator[CosemObject]:
        return iter(self._objects)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int | str | bytes) -> CosemObject: ...
        @overload
        def __getitem__(self, index: slice) -> list[CosemObject]: ...

    def __getitem__(
        self, index: int | slice | str | bytes
    ) -> CosemObject | list[CosemObject]:
        if isinstance(index, (str, bytes)):
            return self.find(index)
        return self._objects[index]

    def find(
        self, logical_name: Obis | str | bytes, class_id: int | None = None
    ) -> CosemObject:
        """The object with this logical name (and class); UnknownNameError.

        Of several, the first: only the class tells them apart.
        """
        return self._objects[self._place(Obis(logical_name), class_id)]

    def entry(
        self, logical_name: Obis | str | bytes, class_id: int | None = None
    ) -> Any:
        """What the object list says about an object; UnknownNameError."""
        return self.entries[self._place(Obis(logical_name), class_id)]

    def _place(self, name: Obis, class_id: int | None) -> int:
        if class_id is None or isinstance(class_id, int):
            index = self._places.get((name, class_id))
            if index is not None:
                return index
        of = "" if class_id is None else f" of class {quote(class_id)}"
        raise UnknownNameError(f"no object {name}{of} in the object list")

    def __repr__(self) -> str:
        return f"<CosemObjects {len(self)} objects>"


def objects_from(
    catalogue: Catalogue, object_list: Iterable[Any] | Reading
) -> CosemObjects:
    """An object for each entry of `object_list`, nothing read yet.

    Takes attribute 2 of Association LN or Association SN in any version, as structures
    or as plain tuples. An entry whose class or version is not known becomes a
    GenericObject; no entry is left out. Raises CosemError for an entry that has no
    class_id, version and logical name, or numbers that cannot be those.

    Takes the `Reading` of such a list, too, also that of `cosem.axdr.read`. An entry that
    is none is then one of `deviations`, and the others have their objects.
    """
    reading = object_list if isinstance(object_list, Reading) else None
    value: Any = object_list if reading is None else reading.value or ()
    try:
        entries = list(value)
    except TypeError:
        raise CosemError(f"not an object list: {quote(value)}") from None
    objects: list[CosemObject] = []
    understood: list[Any] = []
    refused: dict[int, str] = {}
    more = 0
    told = () if reading is None else reading.deviations
    # Where nothing more is to be told of an entry.
    known = {x.path.partition(".")[0] for x in told if x.code == "D147"}
    for index, entry in enumerate(entries):
        try:
            class_id, version, name = _head(entry)
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            shown = quote(entry)
            if reading is None or isinstance(error, ValueError):
                shown += f": {cut(str(error), 200)}"
            if reading is None:
                raise CosemError(
                    f"object_list[{index}] is no entry of an object list: {shown}"
                ) from None
            if entry is None and f"object_list[{index}]" in known:
                continue
            if len(refused) < MOST_TOLD:
                refused[index] = shown
            else:
                more += 1
            continue
        understood.append(entry)
        try:
            kind = catalogue.interface_class(class_id, version)
        except UnknownClassError:
            objects.append(GenericObject(class_id, version, name))
        else:
            objects.append(kind(name))
    if reading is not None:
        told = _with_refused(reading, refused, more)
    return CosemObjects(objects, understood, told)


def _head(entry: Any) -> tuple[int, int, Obis]:
    """class_id, version and logical name of an entry."""
    if isinstance(entry, (tuple, list)):
        # Association SN has the base name before them.
        first = 0 if isinstance(entry[2], bytes) else 1
        class_id, version, name = entry[first : first + 3]
    else:
        class_id, version = entry.class_id, entry.version
        name = entry.logical_name
    numbers = whole(class_id), whole(version)
    if not (0 <= numbers[0] <= 0xFFFF and 0 <= numbers[1] <= 0xFF):
        raise ValueError("a class_id is 0..65535, a version 0..255")
    return *numbers, Obis(name)


def _with_refused(
    reading: Reading, refused: dict[int, str], more: int
) -> tuple[Deviation, ...]:
    """What was told of the list, and what is to be told of entries without an object."""
    if not refused:
        return reading.deviations
    expected = "class_id, version and logical name"
    told = [
        Deviation("D147", f"object_list[{index}]", at, expected, found)
        for (index, found), at in zip(
            refused.items(), _offsets(reading.octets, refused), strict=False
        )
    ]
    return tuple(in_order([*reading.deviations, *told], more, reading.octets))


def _offsets(octets: bytes, wanted: Iterable[int]) -> Iterator[int]:
    """Where the elements with these ascending indexes begin, as far as that is known."""
    index = at = 0
    try:
        if octets[:1] == bytes((ARRAY,)):
            _, at = read_length(octets, 1)
        for each in wanted:
            for _ in range(each - index):
                _, at = decode_at(octets, at)
            index = each
            yield at
    except DecodeError:
        pass
    while True:
        yield at
