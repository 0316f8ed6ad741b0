"""How a class is used from Python: its names, and an example that runs as it stands."""

from __future__ import annotations

import re

from ... import naming
from ...model import (
    Alias,
    AnyStructure,
    Array,
    Attribute,
    Bits,
    Choice,
    ClassVersion,
    CompactArray,
    Enumeration,
    InterfaceClass,
    NamedType,
    ObisObject,
    OpenChoice,
    Reference,
    Simple,
    Structure,
    TypeExpression,
    UnitTable,
)
from .markup import code, table
from .samples import Sample, Sampler
from .site import Site

_ANY_NAME = "0.0.128.0.0.255"
"""A code that every maker may use, for classes without named objects."""
_KINDS = {
    Structure: "structure",
    Enumeration: "enumeration",
    Bits: "named bits",
    Alias: "type",
    UnitTable: "enumeration",
}
_WIDEST = 24
"""Octets that still read well in an example."""
_LONGEST_LINE = 84
_ON_A_LINE = 3 * 16
"""Letters of sixteen octets."""
_CODE = re.compile(r"\d+(?:\.\d+){5}")
_TRUST = ("high", "medium", None, "low")


def names_table(site: Site, interface_class: InterfaceClass) -> str:
    """Python names of the versions and types of a class, with their imports."""
    package = site.python_package
    module = naming.module(interface_class.module)
    rows = [
        (
            f"version {version.version}",
            ", ".join(map(code, _class_names(site, interface_class, version))),
            code(f"from {package}.classes import {site.python_class(version)}"),
        )
        for version in reversed(interface_class.versions)
    ]
    for definition in site.own_types(interface_class.class_id):
        name = _type_name(site, definition)
        rows.append(
            (
                f"{_KINDS[type(definition)]} {site.type_link(definition.id)}",
                code(name),
                code(f"from {package}.classes.{module} import {name}"),
            )
        )
    return table(("Of the standard", "In Python", "Import"), rows)


def _class_names(
    site: Site, interface_class: InterfaceClass, version: ClassVersion
) -> dict[str, None]:
    """The name of a version, and the one with its number where that is another one."""
    plain = naming.interface_class(interface_class.name)
    numbered = naming.versioned(plain, version.version)
    return dict.fromkeys((site.python_class(version), numbered))


def type_import(site: Site, definition: NamedType) -> str:
    """The import statement of a type."""
    package, folder, module = site.names.module(definition.id)
    return f"from {package}.{folder}.{module} import {_type_name(site, definition)}"


def _type_name(site: Site, definition: NamedType) -> str:
    if isinstance(definition, Alias):
        return site.names.constant(definition.id)
    return site.names.type(definition.id)


# ---------------------------------------------------------------- the example


def example(site: Site, interface_class: InterfaceClass) -> str:
    """A session that decodes an attribute of the newest version and encodes it again."""
    version = interface_class.versions[-1]
    attribute, sample = _most_telling(site, version)
    name = site.python_class(version)
    variable = "meter" if interface_class.name == "Data" else _variable(interface_class)
    member = naming.member(attribute.name)
    octets = sample.octets.hex(" ")
    return "\n".join(
        [
            f">>> from {site.python_package}.classes import {name}",
            f'>>> {variable} = {name}("{logical_name(site, interface_class)}")',
            *_call(f'{variable}.decode_attribute("{member}"', octets.upper()),
            sample.shown,
            f'>>> {variable}.encode_attribute("{member}").hex(" ")',
            repr(octets),
        ]
    )


def _variable(interface_class: InterfaceClass) -> str:
    words = naming.member(interface_class.module).split("_")
    # A short name keeps the lines of the example on narrow screens.
    return naming.member(words[0] if len("_".join(words)) > 12 else "_".join(words))


def _call(start: str, octets: str) -> list[str]:
    """A call with octets as its last argument, on several lines where it is long."""
    one = f'>>> {start}, bytes.fromhex("{octets}"))'
    if len(one) <= _LONGEST_LINE:
        return [one]
    parts = [octets[at : at + _ON_A_LINE] for at in range(0, len(octets), _ON_A_LINE)]
    lines = [f'...     "{part.strip()}"' for part in parts]
    return [f">>> {start}, bytes.fromhex(", *lines[:-1], f"{lines[-1]}))"]


def _most_telling(site: Site, version: ClassVersion) -> tuple[Attribute, Sample]:
    """The attribute that shows most in fewest octets."""
    sampler = Sampler(site.model, site.names)
    best: tuple[int, int, Attribute, Sample] | None = None
    for attribute in version.attributes:
        sample = sampler.of(attribute.type, attribute.name, attribute.default)
        if sample is None:
            continue
        rank = _rank(site, attribute.type)
        if attribute.number == 1 or attribute.facts.secret:
            rank = 9
        if len(sample.octets) > _WIDEST:
            rank += 5
        if best is None or (rank, attribute.number) < best[:2]:
            best = (rank, attribute.number, attribute, sample)
    assert best is not None, "attribute 1 always has a sample"
    return best[2], best[3]


def _rank(site: Site, expression: TypeExpression) -> int:
    """How much decoding shows of a type; 0 is best."""
    match expression:
        case Reference(target=target):
            match site.model.type(target):
                case Structure():
                    return 0
                case Enumeration() | Bits() | UnitTable():
                    return 1
                case Alias(type=inner):
                    return _rank(site, inner)
        case Simple(meaning="date-time" | "date" | "time"):
            return 1
        case Simple(name="date-time" | "date" | "time"):
            return 1
        case Simple(meaning=str()):
            return 2
        case Simple():
            return 4
        case Choice() | OpenChoice():
            return 5
        case AnyStructure() | CompactArray():
            return 6
        case Array():
            return 3


def logical_name(site: Site, interface_class: InterfaceClass) -> str:
    """A usual code of the class.

    The first code that its documentation names, if an object of the class has that.
    Else the first code of the object that is surest, of this class before others, and
    most specific; the first of these in the spec.
    """
    objects = [o for o in site.objects_of(interface_class.class_id) if o.kind is None]
    for told in _CODE.findall(interface_class.doc or interface_class.versions[-1].doc):
        if any(each.matches(tuple(map(int, told.split(".")))) for each in objects):
            return str(told)
    if not objects:
        return _ANY_NAME
    return first_code(
        min(
            objects,
            key=lambda each: (
                each.unconfirmed is not None,
                _TRUST.index(each.confidence),
                each.classes[0] != interface_class.class_id,
                each.size,
            ),
        )
    )


def first_code(found: ObisObject) -> str:
    """The least code that an object matches, 255 in F where it may be."""
    parts = [codes[0].first for codes in found.match]
    if any(low <= 255 <= high for low, high in found.match[5]):
        parts[5] = 255
    return ".".join(map(str, parts))
