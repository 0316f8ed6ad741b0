"""Objects and values as JSON, and back, without loss.

`to_json` gives what `json.dumps` takes, `from_json` takes what `json.loads` gives:

* an object of an interface class is `{"class_id": 3, "version": 0, "logical_name":
  "1-0:1.8.0*255", "attributes": {...}}` with the attributes that have been read, by
  name; a GenericObject has `values`, Data by attribute number, in place of them;
* a value of a stated type is as `typed` and `single` say: structures are objects,
  enumerations names, octets hexadecimal;
* any other value is Data as `data` says, where each value names its type:
  `{"long-unsigned": 5}`.

Encoding what comes back gives the same octets. JSON Schemas of every class come with
the package's model.
"""

from __future__ import annotations

from .. import axdr
from ..errors import (
    CosemError,
    EncodeError,
    JsonError,
    UnknownClassError,
    did_you_mean,
    quote,
    stack_used_up,
)
from ..interface import GenericObject, InterfaceClass
from ..interface.objects import CosemObjects
from ..interface.specs import AttributeSpec
from ..obis import Obis
from ..octets import decimal
from ..structure import Structure
from ..types import ANY, LOGICAL_NAME, DataType
from . import typed
from .parts import read_members, read_number, read_text, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias, TypeVar

    from ..catalogue import Catalogue
    from ..errors import PlacedError
    from ..interface.objects import CosemObject

    _Placed = TypeVar("_Placed", bound=PlacedError)

    Kind: TypeAlias = AttributeSpec | DataType | type[Structure]

__all__ = ["from_json", "to_json"]

_HEAD = ("class_id", "version", "logical_name")


def to_json(value: Any, kind: Kind | None = None) -> Any:
    """An object, a list of objects, or a value as JSON.

    `kind` is what the value is: an attribute, a type or a structure class. Without it,
    every number and text has to carry its tag. Nothing is left out, secrets neither.
    Raises EncodeError when the value is not of that type.
    """
    try:
        return _to_json(value, kind)
    except RecursionError:
        raise stack_used_up(EncodeError) from None


def _to_json(value: Any, kind: Kind | None) -> Any:
    if kind is not None:
        try:
            return typed.write(value, _type(kind))
        except EncodeError as error:
            raise _placed(error, kind, value) from None
    if isinstance(value, (InterfaceClass, GenericObject)):
        return _object(value)
    if isinstance(value, CosemObjects) or (
        isinstance(value, (list, tuple))
        and value
        and all(isinstance(each, (InterfaceClass, GenericObject)) for each in value)
    ):
        return [_object(each) for each in value]
    return typed.write(value, ANY)


def from_json(catalogue: Catalogue, document: Any, kind: Kind | None = None) -> Any:
    """The object, list of objects or value that `to_json` made JSON of.

    `kind` is as in `to_json`; the catalogue knows the classes of objects. Raises
    JsonError, with the path through the JSON, for anything else.
    """
    try:
        return _from_json(catalogue, document, kind)
    except RecursionError:
        raise stack_used_up(JsonError) from None


def _from_json(catalogue: Catalogue, document: Any, kind: Kind | None) -> Any:
    if kind is not None:
        try:
            return typed.read(document, _type(kind))
        except JsonError as error:
            raise _placed(error, kind, document) from None
    if isinstance(document, list):
        found: list[CosemObject] = []
        try:
            for each in document:
                found.append(_read_object(catalogue, each))
        except JsonError as error:
            error.within(len(found))
            raise
        return found
    if isinstance(document, dict) and "class_id" in document:
        return _read_object(catalogue, document)
    return typed.read(document, ANY)


def _type(kind: Kind) -> DataType:
    if isinstance(kind, DataType):
        return kind
    if isinstance(kind, AttributeSpec):
        return kind.type
    found = getattr(kind, "TYPE", None)
    if isinstance(found, DataType):
        return found
    raise CosemError(
        f"a kind is an AttributeSpec, a type or a structure class, not {quote(kind)}"
    )


def _placed(error: _Placed, kind: Kind, value: Any) -> _Placed:
    """The error of an attribute with its name, and without its value if secret."""
    if isinstance(kind, AttributeSpec):
        if kind.secret:
            error.mask(value)
        error.within(kind.name)
    return error


# ---- objects ----


def _object(instance: CosemObject) -> dict[str, Any]:
    head = {
        "class_id": instance.CLASS_ID,
        "version": instance.VERSION,
        "logical_name": str(instance.logical_name),
    }
    if isinstance(instance, GenericObject):
        values = {
            str(which): to_json(instance.values[which], instance.attribute(which))
            for which in instance.read_attributes()
            # The first says the logical name again, as a rule.
            if which != 1 or instance.values[1] != instance.logical_name
        }
        return {**head, "values": values}
    attributes = {
        name: to_json(getattr(instance, name), instance.attribute(name))
        for name in instance.read_attributes()
        if name != "logical_name"
    }
    document: dict[str, Any] = {**head, "attributes": attributes}
    if others := instance.others:
        document["others"] = {
            str(which): typed.write(others[which], ANY) for which in sorted(others)
        }
    return document


def _read_object(catalogue: Catalogue, document: Any) -> CosemObject:
    generic = isinstance(document, dict) and "values" in document
    what = "values" if generic else "attributes"
    more = () if generic else ("others",)
    members = read_members(document, (*_HEAD, what), "an object", more)
    instance: CosemObject
    class_id = _member(members, "class_id", 0xFFFF)
    version = _member(members, "version", 0xFF)
    try:
        name: Obis = typed.read(members["logical_name"], LOGICAL_NAME)
    except JsonError as error:
        error.within("logical_name")
        raise
    try:
        if generic:
            instance = GenericObject(class_id, version, name)
            instance.values.update(_values(members[what]))
        else:
            instance = _kind(catalogue, class_id, version)(name)
            _read_attributes(instance, members[what])
            if "others" in members:
                what = "others"
                for number, value in _values(members[what]):
                    if any(spec.id == number for spec in instance.ATTRIBUTES):
                        known = f"{instance.NAME} has attribute {number}"
                        raise JsonError(f"{known}: it belongs into attributes")
                    instance.read_attribute(number, axdr.encode(value))
    except JsonError as error:
        if error.path != "class_id":
            error.within(what)
        raise
    return instance


def _member(members: dict[str, Any], name: str, maximum: int) -> int:
    try:
        return read_number(members[name], 0, maximum)
    except JsonError as error:
        error.within(name)
        raise


def _kind(catalogue: Catalogue, class_id: int, version: int) -> type[InterfaceClass]:
    try:
        return catalogue.interface_class(class_id, version)
    except UnknownClassError as error:
        raise JsonError(str(error)).within("class_id") from error


def _read_attributes(instance: InterfaceClass, document: Any) -> None:
    if not isinstance(document, dict):
        raise refuse(document, "an object of attributes")
    specs = {spec.name: spec for spec in instance.ATTRIBUTES[1:]}
    for name, each in document.items():
        if name not in specs:
            hint = did_you_mean(name, specs)
            raise JsonError(f"{instance.NAME} has no attribute {quote(name)}{hint}")
        try:
            setattr(instance, name, typed.read(each, specs[name].type))
        except JsonError as error:
            _placed(error, specs[name], each)
            raise


def _values(document: Any) -> Iterator[tuple[int, Any]]:
    """Values by attribute number."""
    if not isinstance(document, dict):
        raise refuse(document, "an object of values by attribute number")
    for name, each in document.items():
        digits = read_text(name, "an attribute number")
        try:
            number = decimal(digits.removeprefix("-"), 3)
        except ValueError:
            raise JsonError("", "an attribute number", quote(digits)) from None
        try:
            yield -number if digits[0] == "-" else number, typed.read(each, ANY)
        except JsonError as error:
            error.within(name)
            raise
