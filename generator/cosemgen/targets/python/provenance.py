"""Where class versions stand and how sure they are, as text; `cosem_runtime.catalogue.provenance` reads it."""

from __future__ import annotations

from collections.abc import Iterator

from ... import model as m
from ..rendering import HEADER, source_of
from .modules import exports
from .prose import docstring
from .rows import TablesView, TableView, block, row


def provenance(model: m.Model) -> TablesView:
    """The module `_provenance`."""
    rows = [_row(version) for cls in model.classes for version in cls.versions]
    return TablesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("How sure the facts of each class version are.", 0),
        tables=(TableView("VERSIONS", "Final", block(rows)),),
        exports=exports(iter(("VERSIONS",))),
    )


def _row(version: m.ClassVersion) -> str:
    return row(
        f"{version.class_id} {version.version}",
        version.name,
        version.clause,
        version.edition,
        _confidence(version),
        *_open(version),
    )


def _confidence(version: m.ClassVersion) -> str:
    reason = version.confidence_reason
    return f"{version.confidence or ''}{f': {reason}' if reason else ''}"


def _open(version: m.ClassVersion) -> Iterator[str]:
    if version.undefined:
        yield f"not defined: {version.undefined}"
    yield from version.open_questions
