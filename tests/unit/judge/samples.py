"""Judgements for the reports: each kind of finding, and texts that would act if they could."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import cosem
from cosem_conformance.dumps import Meter
from cosem_conformance.judge import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    NOTE,
    PASSED,
    WARNING,
    Basis,
    Finding,
    Judgement,
    Octets,
    Place,
)
from cosem_runtime import Obis

from .planted import of_register

ACTING: Final = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><svg/onload='x'>",
    "]]><!--",
    "\x00\x1b[2J\u202e\u2028\ufffe\ud800",
    "[a](https://example.org) {0}",
    "&amp;&#x41;\r\n\t",
)


def place(attribute: int | None = 3, *, code: str = "1.0.1.8.0.255") -> Place:
    """Somewhere in a register."""
    return Place("ACME One", "Public", 3, 0, Obis(code), attribute)


ALL_KINDS: Final = Judgement(
    "ACME One",
    {
        "TY-01": Counter({PASSED: 7, FAILED: 4, INCONCLUSIVE: 1}),
        "OB-01": Counter({PASSED: 2, NOT_APPLICABLE: 2}),
        "CL-03": Counter({NOT_APPLICABLE: 1}),
        "KNOWN": Counter({FAILED: 1}),
    },
    (
        Finding("DUMP", INCONCLUSIVE, "the dump was cut short"),
        Finding("TY-01", FAILED, "a note", NOTE, place(4)),
        Finding(
            "TY-01",
            FAILED,
            "a wrong type",
            ERROR,
            replace(place(), path="scaler"),
            "integer",
            "unsigned 0",
            Basis("4.3.2", "Ed. 9", "high"),
            Octets(bytes.fromhex("02021100161e"), 0, 2, 6),
        ),
        Finding("TY-01", FAILED, "doubtful", WARNING, place(2), basis=Basis(doubt="x")),
        Finding("TY-01", FAILED, "old", ERROR, place(5), known="known.txt:3: in 2.1"),
        Finding("TY-01", INCONCLUSIVE, "nobody knows", place=place(6)),
        Finding("OB-01", NOT_APPLICABLE, "no table", place=place(None)),
        Finding(
            "OB-01",
            NOT_APPLICABLE,
            "no table",
            place=place(None, code="1.0.2.8.0.255"),
        ),
        Finding("CL-03", NOT_APPLICABLE, "the dump does not have it"),
        Finding("KNOWN", FAILED, "TY-02 is expected to fail", ERROR),
    ),
    {"cosem": "1.2", "OBIS tables of cosem": "sha256:12", "checks": "1.3"},
    {3: "Register"},
    "dumps/one.jsonl.gz",
)
CLEAN: Final = cosem.judge(of_register({3: "02 02 0F FD 16 1E"}), only=["TY-01"])


def acting(word: str) -> Judgement:
    """One with the word wherever a dump or a file can bring it."""
    finding = Finding(
        "TY-01",
        FAILED,
        word,
        ERROR,
        Place(word, word, 3, 0, Obis("1.0.1.8.0.255"), 3, None, word),
        word,
        word,
        Basis(word, word, word, word),
    )
    return Judgement(
        word,
        {"TY-01": Counter({FAILED: 2})},
        (finding, replace(finding, known=word)),
        {word: word},
        {3: word},
        word,
    )


def judged(*names: str) -> Judgement:
    """A meter with a fault, called like that."""
    meter = replace(of_register({3: "09 01 00"}), meter=Meter(*names))
    return cosem.judge(meter, only=["TY-01"])
