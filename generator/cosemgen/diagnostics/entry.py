"""One row of the table of diagnostic codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """What a code means; the documentation and the tests walk all of them.

    `wrong` is a smallest spec that is reported with this code (and no other), `right` the same spec put right.
    An example of several files separates them by lines of the form `// file: name.cosem`.
    """

    code: str
    title: str
    """One line, without a full stop: `unknown type`."""
    explanation: str
    """Why it is an error and what to do about it."""
    wrong: str
    right: str
