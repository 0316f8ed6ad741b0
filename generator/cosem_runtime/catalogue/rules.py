"""What a class version demands beyond the types of its attributes.

A generated package has a module `_rules` with one text, a row for each version that has any:

    RULES: Final = '''... rows of: class_id version | place kind argument ... ? doubt | ...'''

The place is an attribute, a member in it (`entries.index`), or `-` for the version itself; each `[]`
behind it leads into the elements of an array. Arguments are numbers, names of members of enumerations
and bits, and paths, in which arrays are left out. Names are those of Python. Behind a `?` stands why
no source confirms the rule, if none does. Besides the rules of the
language there are two kinds for what is said in other ways: `refers`, what a value leads to, and
`cardinality`, how many objects there may be.

A package that was generated before there were rules has no such module. One that was generated after
this runtime may have kinds of rules that it does not know: who judges tells them.
"""

from __future__ import annotations

from ..text_rows import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["ARGUMENTS", "Rule", "fault", "rules"]

_OF_THE_VERSION = "-"

ARGUMENTS: Final[dict[str, str]] = {
    "arcs": "pn+",
    "ascending": "p?",
    "at_most": "pp",
    "authenticates_as": "p",
    "before": "pp",
    "bits_for_blocks": "ppp",
    "bits_multiple_of": "c",
    "bits_not_with": "pvpv+",
    "cardinality": "nv",
    "ciphered_as": "p",
    "column_of": "pp",
    "counts": "pp",
    "daylight_saving_between": "pppp",
    "deviation_of_zone": "ppp",
    "first_missing_bit": "pp",
    "in_step": "pp+",
    "in_use_is": "pv",
    "index_by": "ppnn",
    "member_of": "pp?",
    "named_bits": "",
    "names_defined": "pp",
    "negotiated": "p",
    "octets_multiple_of": "c",
    "refers": "pv*",
    "rows_every": "ppp",
    "rows_match": "pp",
    "rows_sorted": "pppp",
    "same_type": "pp+",
    "sort_column": "pppv+",
    "status_of_time": "pp",
    "type_of_reference": "pp",
    "unique": "p?",
    "usually": "nn",
}
"""What the arguments of each kind are, a letter for each: a path, a number, one from 1 on (c), or a
value, which is a name or a number. The last one may be left out (?), repeated (+), or both (*)."""


class Rule:
    """A demand of a class version: `name` is its kind, `place` empty for the version itself.

    `unconfirmed` says why no source confirms it, and is empty where one does.
    """

    __slots__ = ("arguments", "name", "place", "unconfirmed")

    def __init__(
        self, place: str, name: str, *arguments: int | str, unconfirmed: str = ""
    ) -> None:
        self.place: Final = place
        self.name: Final = name
        self.arguments: Final = arguments
        self.unconfirmed: Final = unconfirmed

    @property
    def attribute(self) -> str:
        """The name of the attribute that its place is in; empty for a rule of the version."""
        return self.place.partition(".")[0].rstrip("[]")

    def __repr__(self) -> str:
        return f"Rule{(self.place, self.name, *self.arguments)}"


def fault(rule: Rule) -> str:
    """What a rule has to have and does not; nothing where all is, or nobody knows its kind."""
    if rule.place and not _is_path(rule.place):
        return "names of members as the place"
    if rule.name not in ARGUMENTS:
        return ""
    letters, given = ARGUMENTS[rule.name], rule.arguments
    expected = letters.rstrip("?+*")
    least = len(expected) - letters.endswith(("?", "*"))
    most = len(given) if letters.endswith(("+", "*")) else len(expected)
    if not least <= len(given) <= most:
        return f"{rule.name} with {letters or 'no'} arguments"
    expected += expected[-1:] * (len(given) - len(expected))
    for letter, each in zip(expected, given, strict=False):
        is_number = isinstance(each, int)
        right = {
            "p": not is_number and _is_path(str(each)),
            "n": is_number,
            "c": is_number and int(each) > 0,
            "v": is_number or _is_path(str(each)),
        }
        if not right[letter]:
            return f"{rule.name} with {letters} arguments"
    return ""


def _is_path(text: str) -> bool:
    """Whether it is names of members, with `[]` for the elements of an array."""
    names = [each.rstrip("[]") for each in text.split(".")]
    return all(name.isidentifier() and name[0] != "_" for name in names)


def rules(text: str) -> dict[tuple[int, int], tuple[Rule, ...]]:
    """The rows of a `_rules` module by (class_id, version)."""
    found = {}
    for line in text.splitlines():
        key, *told = fields(line)
        class_id, version = key.split()
        found[int(class_id), int(version)] = tuple([_rule(each) for each in told])
    return found


def _rule(text: str) -> Rule:
    demanded, _, doubt = text.partition(" ? ")
    place, name, *arguments = demanded.split()
    return Rule(
        "" if place == _OF_THE_VERSION else place,
        name,
        *[int(each) if each.lstrip("-").isdigit() else each for each in arguments],
        unconfirmed=doubt,
    )
