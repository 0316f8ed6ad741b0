"""What decides each kind of rule that a spec can state, over the values of an object.

A rule comes with the package that has the class (`cosem_runtime.catalogue.rules`): a new class
version with a rule is judged without more code, and so is a vendor's. Which check tells what an
evaluator finds stands beside it. A test holds the rules of the language against this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import clocks, contexts, elements, images, members, numbers, rows, types
from .places import Evaluator

__all__ = ["EVALUATORS", "Evaluator"]

EVALUATORS: Final[Mapping[str, Evaluator]] = {
    name: evaluator
    for table in (
        numbers.EVALUATORS,
        elements.EVALUATORS,
        rows.EVALUATORS,
        types.EVALUATORS,
        images.EVALUATORS,
        clocks.EVALUATORS,
        contexts.EVALUATORS,
        members.EVALUATORS,
    )
    for name, evaluator in table.items()
}
"""Every evaluator, by the name of its rule."""
