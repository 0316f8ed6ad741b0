"""Checks of a lowered package: each reads the model and reports, none changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from ..diagnostics.report import Report
from ..lower import Lowered
from .classes import (
    check_class_ids,
    check_contents,
    check_editions,
    check_versions,
)
from .completeness import check_documentation, check_facts, check_lines
from .context import Context
from .defaults import check_defaults
from .names import (
    check_files,
    check_imports,
    check_members,
    check_package_name,
    check_python,
    check_reserved,
    check_shadows,
    check_unused,
)
from .obis import check_groups, check_media, check_objects, check_selections
from .patterns import check_overlaps
from .references import check_quantities, check_refers, check_units
from .rules import check_rules
from .short_names import check_short_names
from .types import check_cases, check_choices
from .values import check_data_types, check_layouts, check_values

Check: TypeAlias = Callable[[Context], None]

CHECKS: Final[tuple[Check, ...]] = (
    check_reserved,
    check_shadows,
    check_members,
    check_imports,
    check_files,
    check_class_ids,
    check_versions,
    check_editions,
    check_contents,
    check_short_names,
    check_documentation,
    check_facts,
    check_choices,
    check_units,
    check_quantities,
    check_refers,
    check_rules,
    check_values,
    check_layouts,
    check_data_types,
    check_defaults,
    check_groups,
    check_selections,
    check_media,
    check_objects,
    check_overlaps,
    check_cases,
)
"""Every check.  Ids of classes come before what names them, values before the cases that do."""

FINAL_CHECKS: Final[tuple[Check, ...]] = (
    check_unused,
    check_lines,
    check_package_name,
    check_python,
)
"""Checks that make sense of a sound package only."""


def check_package(lowered: Lowered, report: Report) -> None:
    """Run every check."""
    context = Context(lowered, report)
    for check in CHECKS:
        check(context)
    if not report.has_errors:
        for check in FINAL_CHECKS:
            check(context)
