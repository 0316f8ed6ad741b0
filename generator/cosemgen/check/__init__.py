"""Checks of a lowered package: each reads the model and reports, none changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeAlias

from ..diagnostics.report import Report
from ..lower.package import Lowered
from ..steps import Steps
from . import (
    classes,
    completeness,
    defaults,
    in_use,
    names,
    obis,
    patterns,
    profiles,
    quirks,
    references,
    rules,
    short_names,
    telegrams,
    types,
    values,
)
from .context import Context

Known: TypeAlias = Literal["class ids", "values"]
"""What one check finds for another, which else would tell an echo: whether ids of classes, or values, are wrong."""


class Check(NamedTuple):
    run: Callable[[Context], None]
    gives: tuple[Known, ...] = ()
    needs: tuple[Known, ...] = ()
    """Checks that give it stand above."""
    of_sound: bool = False
    """It makes sense of a package in which no error was found."""
    always: bool = False
    """It reads documentation, or takes steps of its own."""


CHECKS: Final = (
    Check(names.check_reserved),
    Check(names.check_shadows),
    Check(names.check_members, gives=("values",)),
    Check(names.check_imports),
    Check(names.check_files),
    Check(classes.check_class_ids, gives=("class ids",)),
    Check(classes.check_versions),
    Check(classes.check_editions),
    Check(classes.check_contents),
    Check(short_names.check_short_names),
    Check(completeness.check_documentation, always=True),
    Check(completeness.check_facts),
    Check(types.check_choices),
    Check(references.check_units),
    Check(references.check_quantities),
    Check(references.check_refers, needs=("class ids",)),
    Check(rules.check_rules),
    Check(values.check_values, gives=("values",)),
    Check(values.check_layouts),
    Check(values.check_data_types),
    Check(defaults.check_defaults),
    Check(obis.check_groups),
    Check(obis.check_selections),
    Check(obis.check_media),
    Check(obis.check_objects, needs=("class ids",)),
    Check(obis.check_labels),
    Check(patterns.check_overlaps, always=True),
    Check(in_use.check_in_use, always=True),
    Check(quirks.check_quirks, needs=("class ids",)),
    Check(profiles.check_profiles, needs=("class ids",)),
    Check(telegrams.check_telegrams, needs=("class ids",)),
    Check(types.check_cases, needs=("values",)),
    Check(telegrams.check_alike, of_sound=True),
    Check(rules.check_decided, of_sound=True),
    Check(names.check_unused, of_sound=True),
    Check(completeness.check_lines, of_sound=True, always=True),
    Check(names.check_package_name, of_sound=True),
    Check(names.check_python, of_sound=True),
)
"""Every check, in the order in which they run."""


def check_package(
    lowered: Lowered, report: Report, steps: Steps, *, known: bool = False
) -> None:
    """Run every check; where it is known that nothing was to tell when only documentation, comments and places were
    other, those alone that may find something now."""
    context = Context(lowered, report, steps)
    for check in CHECKS:
        if (check.always or not known) and not (check.of_sound and report.has_errors):
            check.run(context)
