"""Reading what meters really send: the value, and every deviation from the standard.

`AttributeSpec.read` and its kin give a `Reading`. Each `Deviation` has the code of a row of
`KINDS`, which says what is taken and how.
"""

from __future__ import annotations

from .deviations import KINDS, SEVERITIES, Deviation, DeviationKind, Reading

__all__ = ["KINDS", "SEVERITIES", "Deviation", "DeviationKind", "Reading"]
