"""Any A-XDR Data as JSON: each value says its type, as in `{"long-unsigned": 5}`.

null-data is null; arrays and structures are lists of Data. A compact-array says the
type of its elements once, so that its values need not.
"""

from __future__ import annotations

from ..codec.compact import CompactArray, elements, with_elements
from ..codec.reading import decode_at
from ..codec.type_description import TypeDescription
from ..codec.writing import encode_into
from ..errors import (
    CosemError,
    EncodeError,
    JsonError,
    PlacedError,
    as_json_error,
    show,
)
from ..limits import DEPTH_LIMIT
from ..structure import Structure
from ..wire import ARRAY, STRUCTURE, TAG_NAMES
from .parts import hexadecimal, read_list, read_members, read_number, read_octets
from .parts import refuse as refuse_json
from .simple import FORMS, KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

__all__ = [
    "TAGS",
    "compact_array",
    "data",
    "items",
    "only_member",
    "read_compact_array",
    "read_data",
    "read_items",
]

TAGS = {name: tag for tag, name in TAG_NAMES.items()}


def data(value: Any, depth: int = 0) -> Any:
    """A value that knows its tag; EncodeError for one that does not."""
    if value is None:
        return None
    known = KNOWN.get(type(value))
    if known is not None:
        name, write = known
        return {name: write(value)}
    if isinstance(value, Structure):
        value = _as_generic(value)
    if isinstance(value, (list, tuple)):
        return {
            "structure" if isinstance(value, tuple) else "array": items(value, depth)
        }
    if isinstance(value, CompactArray):
        return {"compact-array": compact_array(value)}
    octets = bytearray()
    encode_into(value, octets)
    tag = octets[0]
    write, _ = FORMS[tag]
    return {TAG_NAMES[tag]: write(decode_at(bytes(octets), 0)[0])}


def items(values: Iterable[Any], depth: int = 0) -> list[Any]:
    """The members of a structure or array as Data."""
    if depth >= DEPTH_LIMIT:
        raise EncodeError("nested too deep", f"at most {DEPTH_LIMIT} levels", "more")
    found: list[Any] = []
    try:
        for value in values:
            known = KNOWN.get(type(value))  # as in `data`, without the call
            if known is None:
                found.append(data(value, depth + 1))
            else:
                found.append({known[0]: known[1](value)})
    except EncodeError as error:
        error.within(len(found))
        raise
    return found


def read_data(document: Any, depth: int = 0) -> Any:
    """The value that a piece of Data is; JsonError."""
    if document is None:
        return None
    name, content = only_member(document)
    tag = TAGS[name]
    try:
        if tag in FORMS:
            return FORMS[tag][1](content)
        if tag == ARRAY:
            return read_items(content, depth)
        if tag == STRUCTURE:
            return tuple(read_items(content, depth))
        return read_compact_array(content)
    except JsonError as error:
        error.within(name)
        raise


def read_items(document: Any, depth: int = 0) -> list[Any]:
    """The members of a structure or array."""
    if depth >= DEPTH_LIMIT:
        raise JsonError("nested too deep", f"at most {DEPTH_LIMIT} levels", "more")
    documents = read_list(document, "a list of Data")
    found: list[Any] = []
    try:
        for each in documents:
            found.append(read_data(each, depth + 1))
    except JsonError as error:
        error.within(len(found))
        raise
    return found


def only_member(document: Any) -> tuple[str, Any]:
    """Name of a data type and what stands behind it."""
    if isinstance(document, dict) and len(document) == 1:
        ((name, content),) = document.items()
        if name in TAGS and name != "null-data":
            return name, content
    raise refuse_json(document, 'null or an object as {"long-unsigned": 5}')


def _as_generic(value: Any) -> Any:
    octets = bytearray()
    encode_into(value, octets)
    return decode_at(bytes(octets), 0)[0]


# ---- compact-array ----


def compact_array(
    array: CompactArray,
    write: Callable[[Any], Any] | None = None,
    read: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """Type and values; contents in place of values where these do not say them all.

    Where an attribute states the type of the elements, `write` is for its values, and
    `read` gives them as Data again.
    """
    description = array.description
    if write is None:
        array = with_elements(array, None)
    values: list[Any] = []
    at = 0
    try:
        # One by one: all of them may be large, more than once they need not be there.
        for value in elements(array):
            document = _described(value, description) if write is None else write(value)
            said = _element(document, description, read)
            if not array.contents.startswith(said, at):
                break
            at += len(said)
            values.append(document)
    except CosemError:
        at = -1
    kind = _description(description)
    if at == len(array.contents):
        return {"type": kind, "values": values}
    return {"type": kind, "contents": hexadecimal(array.contents)}


def _element(
    document: Any, description: TypeDescription, read: Callable[[Any], Any] | None
) -> bytes:
    """The octets of the element that a document is."""
    value = _read_described(document, description) if read is None else read(document)
    octets = bytearray()
    description.encode_value(value, octets)
    return bytes(octets)


def read_compact_array(
    document: Any, read: Callable[[Any], Any] | None = None
) -> CompactArray:
    """The compact-array of a type and its values or contents; JsonError."""
    form = "contents" if isinstance(document, dict) and "contents" in document else None
    members = read_members(document, ("type", form or "values"), "a compact-array")
    try:
        description = _read_description(members["type"])
    except PlacedError as error:
        raise as_json_error(error).within("type") from None
    try:
        if form:
            return CompactArray(description, read_octets(members[form]))
        return _of_values(members["values"], description, read)
    except PlacedError as error:
        raise as_json_error(error).within(form or "values") from None


def _of_values(
    document: Any, description: TypeDescription, read: Callable[[Any], Any] | None
) -> CompactArray:
    documents = read_list(document, "a list")
    found: list[Any] = []
    try:
        for each in documents:
            if read is None:
                found.append(_read_described(each, description))
            else:
                found.append(read(each))
    except PlacedError as error:
        error.within(len(found))
        raise
    array = CompactArray.of(found, description)
    if len(array) != len(found):
        raise JsonError(f"{description} takes no octets: there is nothing to count")
    return array


def _described(value: Any, description: TypeDescription) -> Any:
    """A value whose type is described."""
    if description.tag == ARRAY:
        return [_described(each, description.members[0]) for each in value]
    if description.tag == STRUCTURE:
        pairs = zip(value, description.members, strict=True)
        return [_described(each, member) for each, member in pairs]
    return FORMS[description.tag][0](value)


def _read_described(document: Any, description: TypeDescription) -> Any:
    tag = description.tag
    if tag not in (ARRAY, STRUCTURE):
        return FORMS[tag][1](document)
    each = read_list(document, f"a list of {description.count}", description.count)
    one = description.members[0] if tag == ARRAY else None
    found: list[Any] = []
    try:
        for index, item in enumerate(each):
            found.append(_read_described(item, one or description.members[index]))
    except JsonError as error:
        error.within(len(found))
        raise
    return found if tag == ARRAY else tuple(found)


def _description(description: TypeDescription) -> Any:
    if description.tag == ARRAY:
        of = _description(description.members[0])
        return {"array": {"count": description.count, "of": of}}
    if description.tag == STRUCTURE:
        return {"structure": [_description(member) for member in description.members]}
    return TAG_NAMES[description.tag]


def _read_description(document: Any, depth: int = 0) -> TypeDescription:
    if depth >= DEPTH_LIMIT:
        raise JsonError("nested too deep", f"at most {DEPTH_LIMIT} levels", "more")
    if isinstance(document, str) and TAGS.get(document) in FORMS:
        return TypeDescription(TAGS[document])
    if not isinstance(document, dict) or len(document) != 1:
        raise refuse_json(document, "the name of a data type")
    ((name, content),) = document.items()
    if name == "array":
        members = read_members(content, ("count", "of"), "array")
        count = read_number(members["count"], 0, 0xFFFF)
        return TypeDescription(
            ARRAY, count, (_read_description(members["of"], depth + 1),)
        )
    if name == "structure":
        each = read_list(content, "a list of types")
        parts = [_read_description(member, depth + 1) for member in each]
        return TypeDescription(STRUCTURE, 0, parts)
    raise JsonError("", "array, structure or the name of a data type", show(name))
