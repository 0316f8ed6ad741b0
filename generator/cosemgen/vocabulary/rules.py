"""Rules: named limits that go beyond types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Parameter = Literal["number", "attribute", "path", "field"]
"""What a rule is given: a number, an attribute of the class, an attribute or `attribute.member`, a field of the
elements."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A named limit that goes beyond types: the spec states it, the conformance tests decide it."""

    name: str
    place: Literal["member", "class"]
    parameters: tuple[Parameter, ...]
    sentence: str
    """Format string over the arguments, for the documentation."""
    check: str = ""
    """Conformance check that decides it, of the generated suite."""
    more: bool = False
    """The last parameter may be repeated."""
    optional: int = 0
    """How many of the last parameters may be left out."""


RULES: Final[Mapping[str, RuleEntry]] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            RuleEntry(
                "octets_multiple_of",
                "member",
                ("number",),
                "the number of octets is a multiple of {0}",
                "TY-06",
            ),
            RuleEntry(
                "bits_multiple_of",
                "member",
                ("number",),
                "the number of bits is a multiple of {0}",
                "TY-07",
            ),
            RuleEntry(
                "unique",
                "member",
                ("field",),
                "no two elements share {0}",
                "CL-14",
                optional=1,
            ),
            RuleEntry(
                "ascending",
                "member",
                ("field",),
                "the elements are in ascending order of {0}",
                "CL-09",
                optional=1,
            ),
            RuleEntry(
                "member_of",
                "member",
                ("attribute", "field"),
                "the value occurs in {0} as {1}",
                "CL-09",
                optional=1,
            ),
            RuleEntry(
                "at_most",
                "class",
                ("path", "path"),
                "{0} is not greater than {1}",
                "CL-03",
            ),
            RuleEntry(
                "before",
                "class",
                ("path", "path"),
                "{0} is earlier than {1}, or one of them is not specified",
                "CL-14",
            ),
            RuleEntry(
                "counts",
                "class",
                ("attribute", "attribute"),
                "{0} is the number of elements of {1}",
                "CL-03",
            ),
            RuleEntry(
                "column_of",
                "class",
                ("attribute", "attribute"),
                "{0} is one of the columns in {1}, or all zero",
                "CL-02",
            ),
            RuleEntry(
                "rows_match",
                "class",
                ("attribute", "attribute"),
                "each row of {0} has the columns that {1} lists, of their types",
                "CL-01",
            ),
            RuleEntry(
                "in_step",
                "class",
                ("path", "path"),
                "{*} have the same number of elements, which belong together in order",
                "CL-10",
                more=True,
            ),
            RuleEntry(
                "same_type",
                "class",
                ("path", "path"),
                "{*} have the same data type",
                "CL-10",
                more=True,
            ),
            RuleEntry(
                "type_of_reference",
                "class",
                ("path", "attribute"),
                "{0} has the data type of the attribute that {1} refers to",
                "CL-10",
            ),
            RuleEntry(
                "names_defined",
                "class",
                ("path", "path"),
                "every {0} occurs as {1}",
                "CL-09",
            ),
            RuleEntry(
                "bits_for_blocks",
                "class",
                ("attribute", "attribute", "attribute"),
                "{0} has one bit per block of {1} octets of what {2} lists",
                "CL-12",
                optional=2,
            ),
        )
    }
)
"""Every rule that a spec may name."""
