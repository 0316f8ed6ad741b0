"""What is missing without being wrong: documentation, and facts that other versions state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ..model import Span, Structure
from ..syntax import tree
from ..words import few, listed
from .context import Context

_FACTS: Final = ("since", "confidence")
_ENOUGH: Final = 12
"""Documented lines from which on a package is one that documents its lines."""
_NAMED: Final = 3
"""How many lines a message names."""


def check_documentation(context: Context) -> None:
    """Every class says what it is for."""
    for one in context.model.classes:
        if not one.doc:
            context.report.warning(
                one.span,
                "C326",
                f"class {one.class_id} '{one.name}' has no documentation",
                "write '/// ...' above it",
            )


def check_facts(context: Context) -> None:
    """What is said of one version of a class is said of all of which something is known."""
    for one in context.model.classes:
        told = [word for word in _FACTS if any(getattr(v, word) for v in one.versions)]
        for version in one.versions:
            entry = context.entry(version)
            stated = (
                {
                    part.word
                    for part in (*entry.node.parts, *entry.owner.node.parts)
                    if isinstance(
                        part, tree.Fact
                    )  # one that means nothing is told there
                }
                if entry is not None
                else set()
            )
            missing = [
                word
                for word in told
                if word not in stated and not getattr(version, word)
            ]
            if missing and not version.undefined:
                words = listed((f"'{word}'" for word in missing), "and")
                context.report.warning(
                    version.span,
                    "C330",
                    f"version {version.version} of {one.name} has no {words}, "
                    "which another version of it has",
                    "say it of the class where it holds for all of them",
                )


def check_lines(context: Context) -> None:
    """In a package that documents its attributes, methods and fields, all are documented.

    One finding for each class, and none in a package that mostly does without.
    """
    own = {scope.tree.path for scope in context.lowered.scopes}
    documented: set[Span] = set()
    bare: defaultdict[str, dict[Span, str]] = defaultdict(dict)
    for where, what, doc, span in _lines(context):
        if span.file not in own:
            continue
        if doc:
            documented.add(span)
        else:
            bare[where].setdefault(span, what)
    count = sum(map(len, bare.values()))
    if len(documented) < max(_ENOUGH, 4 * count):
        return
    for where, lines in bare.items():
        names = list(lines.values())
        context.report.warning(
            min(lines),
            "C331",
            f"{few(names, _NAMED)} of {where} "
            f"{'has' if len(names) == 1 else 'have'} no documentation, "
            "as others of the package have",
            "write '/// ...' above",
        )


def _lines(context: Context) -> Iterator[tuple[str, str, str, Span]]:
    """Class or type, what the line is, its documentation and its place."""
    names = {one.class_id: one.name for one in context.model.classes}
    for one, version in context.versions():
        for attribute in version.attributes[1:]:
            what = f"attribute '{attribute.name}'"
            yield one.name, what, attribute.doc, attribute.span
        for method in version.methods:
            yield one.name, f"method '{method.name}'", method.doc, method.span
    for type_id, named in context.model.types.items():
        if isinstance(named, Structure):
            inside = type_id.class_id is not None
            where = names[type_id.class_id or 0] if inside else f"'{type_id.name}'"
            for field in named.fields:
                label = f"{type_id.name}.{field.name}" if inside else field.name
                yield where, f"field '{label}'", field.doc, field.span
