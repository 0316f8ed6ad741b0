"""No report tells what a class calls secret, however wrong it was sent, and of whatever version."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

import cosem
from cosem_conformance.dumps import Access, Association, Dump, DumpedObject, Value
from cosem_conformance.dumps.redaction import secrets_of
from cosem_conformance.judge import (
    Judgement,
    as_html,
    as_json,
    as_junit,
    as_sarif,
    as_text,
)
from cosem_runtime import Obis

KEY = b"S3CR3Tx!S3CR3Tx!"
UNKNOWN = 99
SENT = (
    b"\x09\x10" + KEY,
    b"\x0a\x10" + KEY,
    b"\x09\x10" + KEY + b"\0",
    b"\x09\x0f" + KEY[:-1],
    b"\x09\x81\x10" + KEY,
    b"\x02\x02\x09\x10" + KEY + b"\x11\x05",
    b"\x02\x02\x16\x05\x09\x10" + KEY,
    b"\x01\x01\x02\x03\x12\x00\x01\x09\x10" + KEY + b"\x11\x05",
    b"\x04\x81\x80" + KEY,
    b"\x14" + KEY[:8],
    KEY,
)
"""A key as it ought to be sent, and as meters may."""

SECRETS = [
    (class_id, version, number)
    for class_id in cosem.CATALOGUE
    for version in cosem.CATALOGUE.versions(class_id)
    for number in secrets_of(cosem.CATALOGUE, class_id, version)
]


def holding(class_id: int, version: int | None, number: int, octets: bytes) -> Dump:
    each = DumpedObject(class_id, version, Obis("0.0.43.0.1.255"))
    each.attribute_access[number] = Access.of_attribute(1, 1)
    each.values.append(Value(number, octets))
    return Dump(associations=[Association(authentication="none", objects=[each])])


def told(judgement: Judgement) -> str:
    return "\n".join(
        (
            as_text(judgement, all_findings=True),
            json.dumps(as_json(judgement)),
            as_html(judgement),
            as_junit(judgement),
            json.dumps(as_sarif(judgement)),
        )
    )


def has_key(text: str) -> bool:
    bare = text.replace(" ", "").lower()
    ways = (KEY[:6].hex(), KEY[:6].decode(), str(int.from_bytes(KEY[:8], "big")))
    return any(way.lower() in bare for way in ways)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("class_id", "version", "number"),
    SECRETS,
    ids=["/".join(map(str, each)) for each in SECRETS],
)
def test_a_secret_is_in_no_report(class_id: int, version: int, number: int) -> None:
    for of in (version, UNKNOWN, None):
        dumps = [holding(class_id, of, number, octets) for octets in SENT]
        for each in dumps:
            assert not has_key(told(cosem.judge(each)))
        for old, new in pairwise([*dumps, holding(class_id, of, number, b"\x09\x00")]):
            comparison = cosem.judge.compare(old, new)
            text = comparison.as_text(all_changes=True)
            assert not has_key(text + json.dumps(comparison.as_json()))


def test_what_is_no_secret_would_be_found() -> None:
    judgement = cosem.judge(holding(3, 0, 3, SENT[0]))
    assert has_key(told(judgement))
