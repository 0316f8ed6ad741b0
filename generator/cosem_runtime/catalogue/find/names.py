"""What members, types and units are called: the module `_names` of a generated package.

It is pure data, as text, so that no class is imported to find an attribute:

    MEMBERS: Final = '''... rows of: class_id | member | member ...'''
        member      number and name: `2 value`; a method's number has an `m` before it:
                    `m1 reset`. Versions follow where they are not all: `8 port 1,2`.
    TYPES: Final = '''... rows of: home | kind | type | type ...'''
        home        module of the package and, for types of a class, its class_id:
                    `types.values`, `classes.push_setup 40`.
        kind        structure, enumeration, bits, units, type.
        type        the standard's name and Python's: `scal_unit_type ScalerUnit`.
    ALL_UNITS: Final = '''... rows of: value | name | symbol | quantity'''

The rows are read here, each as a tuple; ValueError for one that cannot be.
"""

from __future__ import annotations

from ...text_rows import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["members", "types", "units"]


def members(text: str) -> Iterator[tuple[int, str, int, str, int | None]]:
    """class_id, kind, number and name; the newest version where not all have it."""
    for line in text.splitlines():
        class_id, *told = fields(line)
        for each in told:
            number, name, *versions = each.split(" ")
            kind = "method" if number.startswith("m") else "attribute"
            newest = int(versions[0].rpartition(",")[2]) if versions else None
            yield int(class_id), kind, int(number.lstrip("m")), name, newest


def types(text: str) -> Iterator[tuple[str, int | None, str, str, str]]:
    """Module, class_id of those that are of a class, kind, name, and name in Python."""
    for line in text.splitlines():
        home, kind, *told = fields(line)
        module, _, owner = home.partition(" ")
        for each in told:
            name, python = each.split(" ")
            yield module, int(owner) if owner else None, kind, name, python


def units(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Value, name, symbol and quantity."""
    for line in text.splitlines():
        value, name, symbol, quantity, *_ = (*fields(line), "", "")
        yield int(value), name, symbol, quantity
