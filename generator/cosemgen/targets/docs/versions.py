"""The versions of an interface class: the newest whole, earlier ones where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from ...model import Cardinality, ClassVersion, InterfaceClass
from ...notation import cardinality_text
from ...records import record
from ...words import plural
from . import labels
from .changes import changes
from .facts import confidence, rule_sentence
from .markup import (
    bullets,
    joined,
    link,
    paragraphs,
    place,
    prose,
    spaced,
    text,
)
from .members import MemberRow, MemberTable, TableView, members
from .site import Site

_UNCHANGED: Final = "No difference is known."
_LEVEL: Final = "{} confidence"


@record(frozen=True, slots=True)
class VersionView:
    """One version of an interface class: all that no newer version of it says."""

    label: str
    title: str
    facts: str
    doc: str
    undefined: str
    """Why nothing is known of it."""
    withdrawn: str
    doubt: str
    """Why its confidence is not higher."""
    changes: str
    changes_title: str
    same: str
    """What stands at a newer version, with links to there."""
    tables: tuple[TableView, ...]


class _Same(NamedTuple):
    """A row that stands at a newer version already."""

    kind: str
    row: MemberRow
    version: int
    there: MemberRow


def version_views(
    site: Site, interface_class: InterfaceClass
) -> tuple[VersionView, ...]:
    """Every version, newest first: what a newer one already says is a link to there."""
    laid = {each.version: members(site, each) for each in interface_class.versions}
    told: dict[tuple[str, int], list[_Same]] = {}
    doc = interface_class.doc
    views = []
    for version in reversed(interface_class.versions):
        origin = _origin(site, interface_class, version)
        parted = [_new(table, version, told) for table in laid[version.version].tables]
        views.append(
            VersionView(
                label=labels.version(version),
                title=f"Version {version.version}",
                facts=_facts(version),
                doc=paragraphs(version.doc) if version.doc != doc else "",
                undefined=prose(version.undefined),
                withdrawn=prose(version.withdrawn),
                doubt=_doubt(version),
                changes=_changes(site, version, origin),
                changes_title=_changes_title(site, version, origin),
                same=_links([each for _, same in parted for each in same]),
                tables=tuple(new.view() for new, _ in parted if new.rows),
            )
        )
        doc = version.doc or doc
    return tuple(views)


def _new(
    table: MemberTable,
    version: ClassVersion,
    told: dict[tuple[str, int], list[_Same]],
) -> tuple[MemberTable, list[_Same]]:
    """The rows that no newer version has, which are told from here on, and the others."""
    new, same = [], []
    for row in table.rows:
        rows = told.setdefault((table.kind, row.number), [])
        newer = next((each for each in rows if each.there.says_as(row)), None)
        if newer is None:
            new.append(row)
            rows.append(_Same(table.kind, row, version.version, row))
        else:
            same.append(newer._replace(row=row))
    return table._replace(rows=tuple(new)), same


def _links(found: list[_Same]) -> str:
    """`As in version 2: attributes 1, 2 and 3, method 1.`, each number a link to there."""
    lines = []
    for version in sorted({each.version for each in found}, reverse=True):
        parts = []
        for kind in ("attribute", "method"):
            numbers = [
                # The place of the number here stays one that links can lead to.
                place(link(str(each.row.number), each.there.label), each.row.label)
                for each in found
                if each.version == version and each.kind == kind
            ]
            if numbers:
                parts.append(f"{plural(kind, len(numbers))} {joined(numbers)}")
        lines.append(f"As in version {version}: {', '.join(parts)}.")
    return "\n\n".join(lines)


# ---------------------------------------------------------------- the version itself


def _origin(
    site: Site, interface_class: InterfaceClass, version: ClassVersion
) -> ClassVersion | None:
    """The version that it is written from, else the one before it."""
    if version.origin is not None:
        found = site.model.interface_class(version.origin.class_id)
        versions = found.versions if found else ()
        return next((v for v in versions if v.version == version.origin.version), None)
    earlier = [v for v in interface_class.versions if v.version < version.version]
    return earlier[-1] if earlier else None


def _changes(site: Site, version: ClassVersion, before: ClassVersion | None) -> str:
    if before is None or before.undefined or version.undefined:
        return ""
    told = bullets(changes(site, before, version))
    return told or (_UNCHANGED if version.origin else "")


def _changes_title(
    site: Site, version: ClassVersion, before: ClassVersion | None
) -> str:
    if before is None:
        return ""
    if before.class_id == version.class_id:
        return f"Changes since version {before.version}"
    return f"Changes to {site.class_link(before.class_id)}, version {before.version}"


def _facts(version: ClassVersion) -> str:
    facts = (
        f"class_id {version.class_id}",
        f"version {version.version}",
        f"called {version.name}" if version.name else "",
        f"cardinality {_cardinality(version.cardinality)}",
        f"clause {version.clause}" if version.clause else "",
        f"first edition {version.edition}" if version.edition else "",
    )
    level = confidence(version.confidence, _LEVEL)
    return " · ".join(filter(None, (*map(text, facts), level)))


def _doubt(version: ClassVersion) -> str:
    reason = version.confidence_reason
    if not reason:
        return ""
    return f"**{_LEVEL.format(version.confidence).capitalize()}.** {prose(reason)}"


def _cardinality(found: Cardinality) -> str:
    """`0..n`, `0..1`, `1`."""
    exact = found.minimum == found.maximum
    return str(found.minimum) if exact else cardinality_text(found)


# ---------------------------------------------------------------- what holds for several


@record(frozen=True, slots=True)
class NotesView:
    """What is said beside the tables of all versions."""

    rules: tuple[str, ...]
    decisions: tuple[str, ...]
    open_questions: tuple[str, ...]
    sources: tuple[str, ...]


def notes(site: Site, interface_class: InterfaceClass) -> NotesView:
    """Rules, doubts, decisions and sources, each once, with the versions it is of."""
    versions = interface_class.versions[::-1]

    def each(of: Callable[[ClassVersion], Iterable[str]]) -> tuple[str, ...]:
        return tuple(_noted(versions, of))

    return NotesView(
        rules=each(lambda v: (rule_sentence(site, rule) for rule in v.rules)),
        open_questions=each(lambda v: map(prose, v.open_questions)),
        decisions=each(lambda v: map(prose, v.decisions)),
        sources=tuple(_sources(site, versions)),
    )


def _noted(
    versions: tuple[ClassVersion, ...], of: Callable[[ClassVersion], Iterable[str]]
) -> Iterator[str]:
    """What each version says; with the versions where not all of them say it."""
    for line, holders in _holders(versions, of).items():
        yield line if len(holders) == len(versions) else f"{_named(holders)}: {line}"


def _holders(
    versions: tuple[ClassVersion, ...], of: Callable[[ClassVersion], Iterable[str]]
) -> dict[str, list[int]]:
    """The versions that say a line, for each line."""
    found: dict[str, list[int]] = {}
    for version in versions:
        for line in dict.fromkeys(of(version)):
            found.setdefault(line, []).append(version.version)
    return found


def _named(versions: list[int]) -> str:
    numbers = [str(version) for version in sorted(versions)]
    return f"{plural('Version', len(numbers))} {joined(numbers)}"


def _sources(site: Site, versions: tuple[ClassVersion, ...]) -> Iterator[str]:
    """One line for each list of sources."""

    def cited(version: ClassVersion) -> Iterator[str]:
        # Keys of the legend, with what each says beyond that.
        if version.sources:
            yield ", ".join(
                spaced(site.source_link(key), f"({prose(detail)})" if detail else "")
                for key, detail in version.sources
            )

    for line, holders in _holders(versions, cited).items():
        all_ = len(holders) == len(versions)
        yield f"Sources{'' if all_ else f' of {_named(holders).lower()}'}: {line}"
