"""JSON with a row for each attribute (`cosem_conformance.dumps.readers.rows`): collections keep profiles in it too."""

from __future__ import annotations

from cosem_conformance.dumps import DumpError
from cosem_conformance.dumps.content import Content
from cosem_conformance.dumps.readers.common import parse_access
from cosem_conformance.dumps.readers.jsontext import Node, document
from cosem_conformance.dumps.readers.rows import source_of
from cosem_conformance.dumps.registry import Options

from ..claims import (
    ATTRIBUTE,
    METHOD,
    Claim,
    Member,
    Problems,
    Profile,
    plain,
    right,
)
from .collecting import Claims, units_of
from .osgp import VARIANTS, code, value, variants

__all__ = ["profile"]


def profile(content: Content, options: Options, problems: Problems) -> Profile:
    """What the rows say. Raises DumpError for what are none."""
    whole = document(content)
    found = _headed(whole, problems.file)
    claims = Claims(found, problems)
    for kind, name in ((ATTRIBUTE, "rows"), (METHOD, "methods")):
        for row in whole.get(name).each() if whole.has(name) else ():
            try:
                claims.add(_object(row), _member(row, kind, found, problems))
            except DumpError as error:
                problems.wrong(error, row.path)
    return found


def _headed(whole: Node, file: str) -> Profile:
    source = whole.get("source")
    meter = source.get("meter")
    maker = meter.text("vendor")
    words = ("" if maker == "any" else maker, meter.text("model"))
    inherits = source.get("inherits").value
    found = Profile(
        file,
        " ".join(filter(None, (*words, meter.text("firmware")))),
        source_of(source),
        variants=dict(VARIANTS),
    )
    if isinstance(inherits, dict):
        other = source.get("inherits")
        words = (other.text("profile"), other.text("version"))
        found.parent = " ".join(filter(None, words))
    elif isinstance(inherits, str):
        found.parent = inherits
    if whole.has("association"):
        facts = whole.get("association")
        number = facts.number_or_none("client", 0, 0xFFFF)
        found.client(facts.text("name"), number)
    return found


def _object(row: Node) -> Claim:
    tag = row.text("tag") if isinstance(row.get("tag").value, str) else ""
    name = row.text("smets").partition(":")[0]
    return Claim(
        row.path,
        row.number("class_id", 0, 0xFFFF),
        row.number_or_none("version", 0, 0xFF),
        code(row, "logical_name"),
        name or tag.replace("_", " ").capitalize(),
        tag,
        variants=variants(row, "meter_types"),
        units=units_of(
            row.number("class_id", 0, 0xFFFF),
            row.number_or_none("attribute", -0x80, 0x7F) or 0,
            row.octets("raw_hex"),
        ),
        note=row.text("note"),
    )


def _member(row: Node, kind: str, profile: Profile, problems: Problems) -> Member:
    text, fixed = value(row, "value", "value_type")
    name = row.text("name")
    # Some rows tell of a part of an attribute, `thresholds:thresholds[1..3].threshold`.
    is_part = ":" in name
    if text.strip("- ") and is_part:
        problems.left_out(
            row.path, f"the value of a part cannot be asked for: {plain(name, 100)}"
        )
    has_type = kind == ATTRIBUTE and not is_part
    return Member(
        row.path,
        kind,
        row.number(kind, -0x80, 0x7F),
        name=name,
        type=row.text("type") if has_type else "",
        access=_access(row, kind, profile),
        value=text if has_type and text != "-" else "",
        fixed=fixed,
    )


def _access(row: Node, kind: str, profile: Profile) -> dict[str, str]:
    rights = row.get("access_rights")
    if rights.value is None and kind == METHOD:
        rights = row.get("access")
    if not isinstance(rights.value, dict):
        name = next(iter(profile.clients), "")
        found = _right(rights, kind)
        return {name: found} if found else {}
    access = {}
    for client in rights.value:
        name = profile.client(client)
        found = _right(rights.get(client), kind)
        if found:
            access[name] = found
    return access


def _right(found: Node, kind: str) -> str:
    if found.value is None:
        return ""
    access = parse_access(found.as_(str))
    if access is None:
        raise found.wrong("an access right as RW, aR, A or -")
    return right(access, kind)
