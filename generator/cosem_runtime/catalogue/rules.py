"""What a class version demands beyond the types of its attributes.

A generated package has a module `_rules` with one text, a row for each version that has any:

    RULES: Final = '''... rows of: class_id version | place kind argument ... | ...'''

The place is an attribute, a member in it (`entries.index`), or `-` for the version itself; each `[]`
behind it leads into the elements of an array. Arguments are numbers, names of members of enumerations
and bits, and paths, in which arrays are left out. Names are those of Python. Besides the rules of the
language there are two kinds for what is said in other ways: `refers`, what a value leads to, and
`cardinality`, how many objects there may be.

A package that was generated before there were rules has no such module.
"""

from __future__ import annotations

from ..text_rows import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["Rule", "rules"]

_OF_THE_VERSION = "-"


class Rule:
    """A demand of a class version: `name` is its kind, `place` empty for the version itself."""

    __slots__ = ("arguments", "name", "place")

    def __init__(self, place: str, name: str, *arguments: int | str) -> None:
        self.place: Final = place
        self.name: Final = name
        self.arguments: Final = arguments

    @property
    def attribute(self) -> str:
        """The name of the attribute that its place is in; empty for a rule of the version."""
        return self.place.partition(".")[0].rstrip("[]")

    def __repr__(self) -> str:
        return f"Rule{(self.place, self.name, *self.arguments)}"


def rules(text: str) -> dict[tuple[int, int], tuple[Rule, ...]]:
    """The rows of a `_rules` module by (class_id, version)."""
    found = {}
    for line in text.splitlines():
        key, *told = fields(line)
        class_id, version = key.split()
        found[int(class_id), int(version)] = tuple([_rule(each) for each in told])
    return found


def _rule(text: str) -> Rule:
    place, name, *arguments = text.split()
    return Rule(
        "" if place == _OF_THE_VERSION else place,
        name,
        *[int(each) if each.lstrip("-").isdigit() else each for each in arguments],
    )
