"""Values of a stated type as JSON, and back.

Structures are objects, arrays lists. In a CHOICE, a value stands in an object that
names its data type, as in Data; null-data is null. Where two alternatives have one data
type and the content does not tell which is meant, `#2` after the name says the second.
"""

from __future__ import annotations

from ..codec.compact import CompactArray, with_elements
from ..codec.reading import decode_at
from ..errors import (
    CosemError,
    DecodeError,
    EncodeError,
    JsonError,
    PlacedError,
    quote,
    steps_to,
)
from ..structure import Structure
from ..types import (
    ArrayType,
    ChoiceType,
    CompactArrayType,
    DataType,
    StructureType,
)
from ..types.base import refuse
from ..types.choices import AnyStructureType, AnyType, SimpleType
from ..wire import TAG_NAMES
from .data import (
    TAGS,
    compact_array,
    data,
    items,
    only_member,
    read_compact_array,
    read_data,
    read_items,
)
from .parts import read_list, read_members
from .parts import refuse as refuse_json
from .simple import KNOWN
from .single import SINGLE, check_size, content_of, encoded, within_limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .single import Form

__all__ = ["read", "write"]


def write(value: Any, kind: DataType) -> Any:
    """The JSON form of a value; EncodeError when it is not of the type."""
    return _form(kind)[0](value, kind)


def read(document: Any, kind: DataType) -> Any:
    """The value whose form this is; JsonError."""
    return _form(kind)[1](document, kind)


def _form(kind: DataType) -> Form:
    for each in type(kind).__mro__:
        if each in _FORMS:
            return _FORMS[each]
    raise CosemError(f"there is no JSON form of {quote(kind)}")


# ---- structures and arrays ----


def _structure(value: Any, kind: StructureType) -> dict[str, Any]:
    found = {}
    for (name, each), member in zip(kind.fields, kind.members(value), strict=True):
        try:
            found[name] = write(member, each)
        except EncodeError as error:
            kind.placed(error, name, member)
            raise
    return found


def _read_structure(document: Any, kind: StructureType) -> Any:
    members = read_members(document, kind.field_names, kind.name)
    values = []
    for name, each in kind.fields:
        try:
            values.append(read(members[name], each))
        except JsonError as error:
            kind.placed(error, name, members[name])
            raise
    return tuple(values) if kind.kind is None else kind.kind(*values)


def _array(value: Any, kind: ArrayType) -> Any:
    if not isinstance(value, list):
        raise refuse(value, f"a list ({kind.name})")
    write_element, _ = _form(kind.element)
    found: list[Any] = []
    try:
        for item in value:
            found.append(write_element(item, kind.element))
    except EncodeError as error:
        error.within(len(found))
        raise
    return within_limits(found, len(found), kind)


def _read_array(document: Any, kind: ArrayType) -> list[Any]:
    content, meant = content_of(document, kind)
    _, read_element = _form(kind.element)
    documents = read_list(content, f"a list ({kind.name})")
    found: list[Any] = []
    try:
        for item in documents:
            found.append(read_element(item, kind.element))
    except JsonError as error:
        error.within(len(found))
        raise
    check_size(len(found), meant, kind, "elements")
    return found


def _compact_array(value: Any, kind: CompactArrayType) -> Any:
    if not isinstance(value, CompactArray):
        raise refuse(value, f"a CompactArray ({kind.name})")
    element = kind.element
    if element is None:
        return compact_array(value)
    return compact_array(
        with_elements(value, element),
        lambda item: write(item, element),
        lambda document: _as_data(document, element),
    )


def _read_compact_array(document: Any, kind: CompactArrayType) -> CompactArray:
    element = kind.element
    if element is None:
        return read_compact_array(document)
    array = read_compact_array(document, lambda each: _as_data(each, element))
    return with_elements(array, element)


def _as_data(document: Any, kind: DataType) -> Any:
    """A value of a stated type as the generic decoder gives it."""
    return decode_at(encoded(read(document, kind), kind), 0)[0]


# ---- any type, one of several types ----


def _any(value: Any, kind: DataType) -> Any:
    return data(value)


def _read_any(document: Any, kind: DataType) -> Any:
    return read_data(document)


def _any_simple(value: Any, kind: DataType) -> Any:
    if type(value) not in KNOWN:
        encoded(value, kind)
    return data(value)


def _read_any_simple(document: Any, kind: DataType) -> Any:
    if document is not None:
        name, _ = only_member(document)
        if TAGS[name] not in kind.tags:
            raise JsonError("", "a simple type", name)
    return read_data(document)


def _any_structure(value: Any, kind: DataType) -> list[Any]:
    if type(value) is tuple:
        return items(value)
    octets = encoded(value, kind)
    return items(decode_at(octets, 0)[0])


def _read_any_structure(document: Any, kind: DataType) -> tuple[Any, ...]:
    return tuple(read_items(document))


_COMPOUND = (list, tuple, Structure)
_SELF_TELLING = (ChoiceType, AnyType, SimpleType)
"""Types whose values say their data type anyway."""


def _choice(value: Any, kind: ChoiceType) -> Any:
    alone = kind.alone(type(value))
    if alone is not None:
        try:
            return _named(value, alone)
        except EncodeError:
            pass  # the general way explains
    try:
        octets = encoded(value, kind)
    except EncodeError:
        # A value outside of stated limits, perhaps.
        for each in kind.alternatives:
            if type(value) in each.identified_by():
                return _named(value, each)
        raise
    rivals = [each for each in kind.alternatives if octets[0] in each.tags]
    for place, each in enumerate(rivals, 1):
        try:
            document = _named(each.decode(octets, 0)[0], each)
        except DecodeError:
            continue
        if place > 1 and not _means(document, kind, octets):
            ((name, content),) = document.items()
            return {f"{name}#{place}": content}
        return document
    raise refuse(value, kind.name)


def _named(value: Any, kind: DataType) -> Any:
    content = write(value, kind)
    if value is None or isinstance(kind, _SELF_TELLING):
        return content
    return {TAG_NAMES[kind.tags[0]]: content}


def _means(document: Any, kind: ChoiceType, octets: bytes) -> bool:
    """Whether a document is read as the value with these octets."""
    try:
        return encoded(_read_choice(document, kind), kind) == octets
    except CosemError:
        return False


def _read_choice(document: Any, kind: ChoiceType) -> Any:
    if document is None and 0 in kind.tags:
        return None
    name, place, content = _named_type(document, kind)
    rivals = [each for each in kind.alternatives if TAGS[name] in each.tags]
    deepest: JsonError | None = None
    for each in rivals[place - 1 : place] if place else rivals:
        telling = isinstance(each, _SELF_TELLING)
        try:
            return _chosen(read(document if telling else content, each), each, kind)
        except JsonError as error:
            if not telling:
                error.within(name)
            if deepest is None or steps_to(error) > steps_to(deepest):
                deepest = error
    raise deepest or JsonError(f"there is no alternative {name}#{place}")


def _named_type(document: Any, kind: ChoiceType) -> tuple[str, int, Any]:
    """Name of a data type, which of its alternatives (0 if not said), and content."""
    names = [TAG_NAMES[tag] for tag in kind.tags if tag]
    if isinstance(document, dict) and len(document) == 1:
        ((key, content),) = document.items()
        name, mark, place = str(key).partition("#")
        if name in names and (not mark or (len(place) == 1 and place in "123456789")):
            return name, int(place or 0), content
    expected = f"an object that names its data type: {' or '.join(names)}"
    raise refuse_json(document, expected)


def _chosen(value: Any, alternative: DataType, kind: ChoiceType) -> Any:
    """A value of one alternative as the CHOICE has it: perhaps with its tag."""
    if isinstance(value, _COMPOUND) and kind.alone(type(value)) is alternative:
        return value
    try:
        return kind.decode(encoded(value, alternative), 0)[0]
    except PlacedError:
        return value  # outside of stated limits


_FORMS: dict[type, Form] = {
    **SINGLE,
    StructureType: (_structure, _read_structure),
    ArrayType: (_array, _read_array),
    CompactArrayType: (_compact_array, _read_compact_array),
    AnyType: (_any, _read_any),
    SimpleType: (_any_simple, _read_any_simple),
    AnyStructureType: (_any_structure, _read_any_structure),
    ChoiceType: (_choice, _read_choice),
}
