"""Labels: where links of this site, and of others through `objects.inv`, lead to.

They are made of what the standard fixes (class ids, versions, numbers, names, codes),
so that a label given once stays.
"""

from __future__ import annotations

import re

from ...model import InterfaceClass, Model, ObisObject, TypeId
from ..rendering import stem_of


def slug(name: str) -> str:
    """A name as part of a label: `scal_unit_type` gives `scal-unit-type`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def interface_class(class_id: int) -> str:
    return f"class-{class_id}"


def version(class_id: int, version: int) -> str:
    return f"class-{class_id}-v{version}"


def attribute(class_id: int, version: int, number: int) -> str:
    return f"class-{class_id}-v{version}-attribute-{number}"


def method(class_id: int, version: int, number: int) -> str:
    return f"class-{class_id}-v{version}-method-{number}"


def type_(target: TypeId) -> str:
    """`type-scal-unit-type`, `class-8-type-x`, `class-40-v1-push-object-definition`."""
    name = slug(target.name)
    if target.class_id is None:
        return f"type-{name}"
    if target.version is None:
        return f"class-{target.class_id}-type-{name}"
    return f"class-{target.class_id}-v{target.version}-{name}"


def edition(key: str) -> str:
    """A row of the table of editions."""
    return f"edition-{slug(key)}"


def family(name: str) -> str:
    """`family-data`; where the spec keeps its class files is no part of it."""
    return f"family-{slug(name.removeprefix('classes/'))}"


def foundation_class(class_id: int) -> str:
    return f"standard-class-{class_id}"


def unit(name: str) -> str:
    return f"unit-{slug(name)}"


def data_type(name: str) -> str:
    return f"data-type-{slug(name)}"


def layout(name: str) -> str:
    return f"layout-{slug(name)}"


def source(key: str) -> str:
    return f"source-{slug(key)}"


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


def diagnostic(code: str) -> str:
    return f"diagnostic-{code.lower()}"


def check(code: str) -> str:
    return f"check-{code.lower()}"


def rule(name: str) -> str:
    return f"rule-{slug(name)}"


# ---------------------------------------------------------------- pages


def class_page(model: Model, interface_class: InterfaceClass) -> str:
    """Page of a class, without suffix."""
    return f"classes/{stem_of(model, interface_class)}"


def medium_page(code: int, name: str) -> str:
    return f"obis/{code}-{slug(name)}"


def unique_patterns(objects: tuple[ObisObject, ...]) -> frozenset[str]:
    """Patterns that one object alone has: only those can be labels."""
    seen: dict[str, int] = {}
    for each in objects:
        seen[each.pattern] = seen.get(each.pattern, 0) + 1
    return frozenset(pattern for pattern, count in seen.items() if count == 1)
