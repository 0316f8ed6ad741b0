"""References: the members by which a structure names an object or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Role(NamedTuple):
    """A member of a structure that takes part in a reference to an object."""

    name: str
    types: tuple[str, ...]
    optional: bool = False


_CLASS_ID: Final = Role("class_id", ("long-unsigned",), True)
_LOGICAL_NAME: Final = Role("logical_name", ("logical-name",))
_INDEX: Final = ("integer", "unsigned", "long", "long-unsigned")

REFERENCES: Final[Mapping[str, tuple[Role, ...]]] = MappingProxyType(
    {
        "object": (_CLASS_ID, _LOGICAL_NAME),
        "attribute": (
            _CLASS_ID,
            _LOGICAL_NAME,
            Role("attribute_index", _INDEX),
            Role("data_index", _INDEX, True),
        ),
        "method": (_CLASS_ID, _LOGICAL_NAME, Role("method_index", _INDEX)),
        "script": (
            Role("script_logical_name", ("logical-name",)),
            Role("script_selector", ("long-unsigned",)),
        ),
    }
)
"""What `refers to ...(members)` lists, in this order, and the types that the members may have."""
