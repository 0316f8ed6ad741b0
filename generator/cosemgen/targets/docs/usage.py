"""How a class is used from Python: its names, and an example that runs as it stands."""

from __future__ import annotations

import re
from operator import itemgetter

from ... import model as m
from ... import naming
from ...notation import dotted
from .definitions import KINDS, type_name
from .markup import code, table
from .samples import Sample, Sampler
from .site import Site

_ANY_NAME = "0.0.128.0.0.255"
"""A code that every maker may use, for classes without named objects."""
_WIDEST = 24
"""Octets that still read well in an example."""
_IF_WIDE = 5
"""What more of them cost an attribute in rank."""
_LONGEST_LINE = 84
_ON_A_LINE = 3 * 16
"""Letters of sixteen octets."""
_CODE = re.compile(r"\d+(?:\.\d+){5}")
_TRUST = ("high", "medium", None, "low")


def names_table(site: Site, interface_class: m.InterfaceClass) -> str:
    """Python names of the versions and types of a class, with their imports."""
    classes = f"{site.python_package}.classes"
    module = naming.module(interface_class.module)
    plain = naming.interface_class(interface_class.name)
    rows = []
    for version in reversed(interface_class.versions):
        name = site.python_class(version)
        # The one with its number too, where that is another one.
        names = dict.fromkeys((name, naming.versioned(plain, version.version)))
        of = f"version {version.version}"
        rows.append((of, ", ".join(map(code, names)), f"from {classes} import {name}"))
    for each in site.own_types(interface_class.class_id):
        name = type_name(site, each)
        of = f"{KINDS[type(each)]} {site.type_link(each.id)}"
        rows.append((of, code(name), f"from {classes}.{module} import {name}"))
    return table(
        {"Of the standard": of, "In Python": names, "Import": code(statement)}
        for of, names, statement in rows
    )


# ---------------------------------------------------------------- the example


def example(site: Site, interface_class: m.InterfaceClass) -> str:
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
            # Python shows nothing of None.
            *([] if sample.shown == "None" else [sample.shown]),
            f'>>> {variable}.encode_attribute("{member}").hex(" ")',
            repr(octets),
        ]
    )


def _variable(interface_class: m.InterfaceClass) -> str:
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


def _most_telling(site: Site, version: m.ClassVersion) -> tuple[m.Attribute, Sample]:
    """The attribute that shows most in fewest octets."""
    sampler = Sampler(site.model, site.names)
    ranked = sorted(
        (_rank(site, each), at) for at, each in enumerate(version.attributes)
    )
    best: tuple[int, int, Sample] | None = None
    for rank, at in ranked:
        if best is not None and (rank, at) > best[:2]:
            break  # no sample would make it the better one, and samples take long
        each = version.attributes[at]
        sample = sampler.of(each.type, each.name, each.default)
        if sample is not None:
            wide = len(sample.octets) > _WIDEST
            found = (rank + (_IF_WIDE if wide else 0), at, sample)
            best = found if best is None else min(best, found, key=itemgetter(0, 1))
    assert best is not None  # attribute 1 always has a sample
    return version.attributes[best[1]], best[2]


def _rank(site: Site, attribute: m.Attribute) -> int:
    """How much the attribute shows, where its sample is not wide; 0 is best."""
    dull = attribute.number == 1 or attribute.facts.secret
    return 9 if dull else _rank_of_type(site, attribute.type)


def _rank_of_type(site: Site, expression: m.TypeExpression) -> int:
    match expression:
        case m.Reference(target=target):
            match site.model.type(target):
                case m.Structure():
                    return 0
                case m.Enumeration() | m.Bits() | m.UnitTable():
                    return 1
                case m.Alias(type=inner):
                    return _rank_of_type(site, inner)
        case m.Simple(meaning="date-time" | "date" | "time"):
            return 1
        case m.Simple(name="date-time" | "date" | "time"):
            return 1
        case m.Simple(meaning=str()):
            return 2
        case m.Simple():
            return 4
        case m.Choice() | m.OpenChoice():
            return 5
        case m.AnyStructure() | m.CompactArray():
            return 6
        case m.Array():
            return 3


def logical_name(site: Site, interface_class: m.InterfaceClass) -> str:
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


def first_code(found: m.ObisObject) -> str:
    """The least code that an object matches, 255 in F where it may be."""
    parts = [codes[0].first for codes in found.match]
    if any(low <= 255 <= high for low, high in found.match[5]):
        parts[5] = 255
    return dotted(parts)
