"""Labels: where links of this site, and of others through `objects.inv`, lead to.

They are made of what the standard fixes (class ids, versions, numbers, names, codes),
so that a label given once stays.
"""

from __future__ import annotations

import re
from typing import Final

from ...model import ClassVersion, InterfaceClass, Model, TypeId
from ..rendering import stem_of

_OTHERS: Final = re.compile("[^a-z0-9]+")


def slug(name: str) -> str:
    """A name as part of a label: `scal_unit_type` gives `scal-unit-type`."""
    return _OTHERS.sub("-", name.lower()).strip("-")


def interface_class(class_id: int) -> str:
    return f"class-{class_id}"


def foundation_class(class_id: int) -> str:
    return f"standard-class-{class_id}"


def version(found: ClassVersion) -> str:
    return f"class-{found.class_id}-v{found.version}"


def member(found: ClassVersion, kind: str, number: int) -> str:
    """`class-3-v0-attribute-2`; the kind is `attribute` or `method`."""
    return f"{version(found)}-{kind}-{number}"


def type_(target: TypeId) -> str:
    """`type-scal-unit-type`, `class-8-type-x`, `class-40-v1-push-object-definition`."""
    name = slug(target.name)
    if target.class_id is None:
        return f"type-{name}"
    if target.version is None:
        return f"class-{target.class_id}-type-{name}"
    return f"class-{target.class_id}-v{target.version}-{name}"


def named(kind: str, name: str) -> str:
    """`unit-watt-hour`, `layout-date-time`: what has a place of its own by its name."""
    return f"{kind}-{slug(name)}"


def family(name: str) -> str:
    """`family-data`; where the spec keeps its class files is no part of it."""
    return named("family", name.removeprefix("classes/"))


def medium(code: int) -> str:
    return f"medium-{code}"


def group(medium: int | None, letter: str, name: str) -> str:
    """`group-b`, `group-d-country`, `medium-1-group-e-rate`."""
    home = "" if medium is None else f"medium-{medium}-"
    table = f"-{slug(name)}" if name else ""
    return f"{home}group-{letter.lower()}{table}"


def obis(pattern: str) -> str:
    """`obis-0.b.1.0.e.255`."""
    return f"obis-{pattern}"


# ---------------------------------------------------------------- pages


def class_page(model: Model, interface_class: InterfaceClass) -> str:
    """Page of a class, without suffix."""
    return f"classes/{stem_of(model, interface_class)}"


def medium_page(code: int, name: str) -> str:
    # No system takes a name of any length, and the code alone tells media apart.
    return f"obis/{code}-{slug(name)[:60].rstrip('-')}"
