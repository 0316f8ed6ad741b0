"""What is different between two packages of specs, and whom it concerns.

`differences` compares parts that `package` makes of models or of their JSON; `RULES` is the table that says of each
difference what it means.
"""

from .comparing import Finding, differences, version_differences
from .parts import package
from .rules import IMPACTS, RULES, Rule

__all__ = [
    "IMPACTS",
    "RULES",
    "Finding",
    "Rule",
    "differences",
    "package",
    "version_differences",
]
