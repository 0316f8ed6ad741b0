"""Facts: clauses at the end of a line, and facts on a line of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...model.source import Span
from .literals import Name, Number, Value
from .node import NOWHERE, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A fact at the end of a line.  A node has its clauses in the order of `layout.CLAUSE_ORDER`.

    | word | arguments |
    | --- | --- |
    | `=` | one Value |
    | `unit` | Names (one on a member; one or more on an OBIS code or object) |
    | `secret`, `read-only`, `unofficial`, `dimensionless` | none |
    | `@` | one Number |
    | `refers to class` | Numbers |
    | `refers to object`, `... attribute`, `... method`, `... script` | Names |
    | `rule` | the rule's Name, then Word, Number or Name (a string) |
    | `note`, `unconfirmed`, `overlaps`, `clause`, `confidence` | one Name |
    | `integral` | the meaning (Name or None), the unit (Name or None) |
    | `as`, `core` | Numbers |
    | `value`, `source` | Names |
    """

    word: str
    arguments: tuple[Value | None, ...] = ()
    versions: tuple[Number | None, ...] = ()
    """Of `as`: the one version that each class has to have."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Node):
    """A fact on a line of its own.

    | word | arguments |
    | --- | --- |
    | `name`, `confidence`, `decision`, `open`, `undefined`, `withdrawn`, `needs` | one Name |
    | `clause` | the clause's Name, then keys of editions |
    | `since` | key of an edition, or of the first and the last that it may be |
    | `edition` in a package | one Name; or key and label, the detail is `detail` |
    | `cardinality` | Number, then Number or Name `n`, or nothing |
    | `source` in a class or version | key Names; the detail is `detail` |
    | `source` in a package | key Name, then its meaning |
    | `requires` | the rule's Name, then Word, Number or Name (a string) |
    """

    word: str
    arguments: tuple[Value, ...] = ()
    detail: Name | None = None
    unconfirmed: Clause | None = None
    """Of a clause or a first edition that is not certain."""
