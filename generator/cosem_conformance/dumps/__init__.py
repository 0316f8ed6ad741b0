"""Whole meters as dumps: one form for what a meter publishes and what was read of it, and readers of others.

`load` gives a dump in memory, `read_dump` its records one by one; both take whatever form a file is in.
`DumpWriter` writes the form of this package, JSON Lines with one record a line (`grammar/dump.schema.json`):
a header, then each association, its objects and their values, and an end with counts.

    >>> from cosem_conformance.dumps import load, save
    >>> dump = load("device.gxc")
    >>> [str(each.name) for _, each in dump.objects()][0]
    '3 1-0:1.8.0*255'
    >>> end = save(dump, "device.jsonl.gz")

Nothing here needs more than the standard library and `cosem_runtime`, and no generated package.
"""

from __future__ import annotations

from .content import WHOLE_LIMIT, Readable
from .errors import DumpError
from .form import FORM, LINE_LIMIT, VERSION, read_line, write_line
from .model import (
    CONFORMANCE,
    RIGHTS,
    Access,
    Association,
    Dump,
    DumpedObject,
    End,
    Header,
    Meter,
    ObjectName,
    Record,
    Source,
    Value,
    ValueOf,
    records,
)
from .reading import KEPT, joined_dumps, left_out, load, read_dump
from .registry import GROUP, DumpReader, forms
from .writing import DumpWriter, save, write_dump

__all__ = [
    "CONFORMANCE",
    "FORM",
    "GROUP",
    "KEPT",
    "LINE_LIMIT",
    "RIGHTS",
    "VERSION",
    "WHOLE_LIMIT",
    "Access",
    "Association",
    "Dump",
    "DumpError",
    "DumpReader",
    "DumpWriter",
    "DumpedObject",
    "End",
    "Header",
    "Meter",
    "ObjectName",
    "Readable",
    "Record",
    "Source",
    "Value",
    "ValueOf",
    "forms",
    "joined_dumps",
    "left_out",
    "load",
    "read_dump",
    "read_line",
    "records",
    "save",
    "write_dump",
    "write_line",
]
