"""Profiles of the Open Smart Grid Platform (now GXF): `dlmsprofile-*.json`.

A profile may add to another one, which it names. Objects are known by their tags: one of a tag that the other has takes its place.
"""

from __future__ import annotations

import os
from typing import Final

from cosem_conformance.dumps import DumpError, Source
from cosem_conformance.dumps.content import Content
from cosem_conformance.dumps.readers.common import is_pattern, parse_access
from cosem_conformance.dumps.readers.jsontext import Node, document
from cosem_conformance.dumps.registry import Options
from cosemgen.notation import dotted

from ..claims import (
    ATTRIBUTE,
    Claim,
    Member,
    Problems,
    Profile,
    code_of,
    right,
)
from .collecting import Claims

__all__ = ["FIXED", "VARIANTS", "code", "profile"]

FIXED: Final = "FIXED_IN_PROFILE"
VARIANTS: Final = {"SP": "Single-phase meters", "PP": "Polyphase meters"}
_DYNAMIC: Final = "DYNAMIC"


def profile(content: Content, options: Options, problems: Problems) -> Profile:
    """What a profile says. Raises DumpError for what is none."""
    whole = document(content)
    found = Profile(
        problems.file,
        " ".join(filter(None, (whole.text("profile"), whole.text("version")))),
        Source(form="OSGP profile", file=os.path.basename(problems.file)),
        whole.text("description"),
        variants=dict(VARIANTS),
    )
    claims = Claims(found, problems)
    if whole.has("inherit"):
        other = whole.get("inherit")
        words = (other.text("profile"), other.text("version"))
        found.parent = " ".join(filter(None, words))
    for each in whole.get("objects").each():
        try:
            claim = _claim(each)
            claims.add(claim, None)
            rows = [*each.get("attributes").each()]
        except DumpError as error:
            problems.wrong(error, each.path)
            continue
        for row in rows:
            try:
                claims.add(claim, _member(row, claim))
            except DumpError as error:
                problems.wrong(error, row.path)
    return found


def code(node: Node, name: str) -> str:
    """A logical name, or several. Raises DumpError."""
    value = node.get(name).value
    return code_of(value) if is_pattern(value) else dotted(node.obis(name))


def variants(node: Node, name: str) -> tuple[str, ...]:
    """The kinds of meters that have an object; none where all have it. Raises DumpError."""
    if not node.has(name):
        return ()
    found = [each.as_(str) for each in node.get(name).each()]
    for at, each in enumerate(found):
        if each not in VARIANTS:
            raise Node(each, f"{node.path}.{name}[{at}]").wrong(
                "one of " + ", ".join(VARIANTS)
            )
    return () if set(found) == set(VARIANTS) else tuple(dict.fromkeys(found))


def value(row: Node, name: str, kind: str) -> tuple[str, bool]:
    """The value of an attribute, and whether it is fixed. What changes while a meter runs has none."""
    found = row.get(name).value
    if found is None or row.text(kind) == _DYNAMIC:
        return "", False
    text = found if isinstance(found, str) else str(found)
    return text, row.text(kind) == FIXED


def _claim(found: Node) -> Claim:
    return Claim(
        found.path,
        found.number("class-id", 0, 0xFFFF),
        found.number_or_none("version", 0, 0xFF),
        code(found, "obis"),
        found.text("description"),
        found.text("tag"),
        variants=variants(found, "meterTypes"),
        note=found.text("note"),
    )


def _member(row: Node, claim: Claim) -> Member:
    access = parse_access(row.text("access"))
    if access is None:
        raise row.get("access").wrong("R, W or RW")
    text, fixed = value(row, "value", "valuetype")
    note = row.text("note")
    return Member(
        row.path,
        ATTRIBUTE,
        row.number("id", -0x80, 0x7F),
        name=row.text("description"),
        type=row.text("datatype"),
        access={"": right(access, ATTRIBUTE)},
        value=text,
        fixed=fixed,
        note="" if note == claim.note else note,
    )
