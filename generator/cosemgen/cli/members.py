"""Which attribute or method somebody means, by numbers or names, and what reads its values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from ..records import record
from .installed import refused
from .which import folded, nearest_names, which_class

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.interface import AttributeSpec, InterfaceClass, MethodSpec
    from cosem_runtime.tolerant import Reading
    from cosem_runtime.types.base import DataType

    from .contents import Value
    from .object_lists import ObjectList


@record(frozen=True, slots=True)
class Asked:
    """An attribute of a class version, or with `spec` None one that its table does not have."""

    owner: type[InterfaceClass]
    number: int
    spec: AttributeSpec | None
    title: str
    version: int | None = None
    """The version that was asked for; None where the newest is taken for want of one."""

    @property
    def kind(self) -> DataType:
        from cosem_runtime.types import ANY

        return ANY if self.spec is None else self.spec.type

    @property
    def label(self) -> str:
        return f"attribute {self.number}" if self.spec is None else self.spec.name

    @property
    def unit(self) -> str | None:
        return None if self.spec is None else self.spec.unit

    @property
    def secret(self) -> bool:
        return self.spec is not None and self.spec.secret

    @property
    def may_be_secret(self) -> bool:
        """Whether octets of a value may hold what must not be shown."""
        from .values import may_have_secrets

        return self.secret or may_have_secrets(self.kind)

    def read(self, octets: bytes) -> Reading[Any]:
        """The value of octets, with what deviates; DecodeError."""
        if self.spec is not None:
            return self.spec.read(octets)
        return self.owner("0.0.0.0.0.255").read_attribute(self.number, octets)

    @property
    def is_object_list(self) -> bool:
        from .object_lists import ASSOCIATION_LN, ASSOCIATION_SN, OBJECT_LIST

        association = self.owner.CLASS_ID in (ASSOCIATION_LN, ASSOCIATION_SN)
        return association and self.number == OBJECT_LIST

    def as_object_list(self, catalogue: Catalogue, value: Value) -> ObjectList | None:
        """The table of an object list, where its octets have the shape of one."""
        from cosem_runtime import axdr

        from .object_lists import object_list

        reading = axdr.read(value.octets)
        found = object_list(catalogue, reading, value.octets, self.version)
        if found is None:
            return None
        return replace(found, value=value, deviations=value.deviations)


def asked_attribute(
    catalogue: Catalogue, of_class: str, attribute: str, version: int | None
) -> Asked:
    """The attribute that is meant. Raises click.ClickException where there is none."""
    owner = _owner(catalogue, of_class, version)
    known = {spec.id: spec.name for spec in owner.ATTRIBUTES}
    number = _number(attribute, known, f"{_called(owner)} has no attribute")
    spec = owner.attribute(number) if number in known else None
    name = spec.name if spec else "that the class table does not have"
    title = f"{_called(owner)}, attribute {number} {name}"
    return Asked(owner, number, spec, title, version)


def asked_method(
    catalogue: Catalogue, of_class: str, method: str, version: int | None
) -> MethodSpec:
    """The method that is meant. Raises click.ClickException where there is none."""
    owner = _owner(catalogue, of_class, version)
    known = {spec.id: spec.name for spec in owner.METHODS}
    number = _number(method, known, f"{_called(owner)} has no method")
    with refused():
        return owner.method(number)


def of_reference(catalogue: Catalogue | None, reference: Any) -> Asked | None:
    """The attribute that a telegram says itself; None where it does not, or nobody knows."""
    from cosem_runtime import CosemError
    from cosem_runtime.telegram import AttributeReference

    if catalogue is None or not isinstance(reference, AttributeReference):
        return None
    try:
        owner = catalogue.interface_class(reference.class_id)
        spec = owner.attribute(reference.index)
        described = catalogue.describe(reference.logical_name, reference.class_id)
    except CosemError:
        return None
    name = described.label or described.name
    title = f"{reference.logical_name}  {name}".rstrip()
    return Asked(
        owner,
        reference.index,
        spec,
        f"{title}\n{_called(owner)}, attribute {spec.id} {spec.name}",
    )


def _owner(
    catalogue: Catalogue, what: str, version: int | None
) -> type[InterfaceClass]:
    names = {number: (catalogue.name(number),) for number in catalogue}
    number = which_class(what, names)
    with refused():
        return catalogue.interface_class(number, version)


def _called(owner: type[InterfaceClass]) -> str:
    return f"{owner.NAME} (class {owner.CLASS_ID}, version {owner.VERSION})"


_LAST: Final = 127
"""The highest number of an attribute or method."""


def _number(what: str, known: dict[int, str], none: str) -> int:
    """The number of a member by its number or name; a number may also be another."""
    try:
        number = int(what)
    except ValueError:
        by_name = {folded(name): number for number, name in known.items()}
        if folded(what) in by_name:
            return by_name[folded(what)]
        raise click.ClickException(
            f"{none} {what!r}{nearest_names(what, known.values())}"
        ) from None
    if not -_LAST - 1 <= number <= _LAST or not number:
        raise click.ClickException(f"{none} {number}: they are numbered 1 to {_LAST}")
    return number
