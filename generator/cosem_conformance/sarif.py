"""SARIF 2.1.0, the form of OASIS in which analysers tell their results: what is the same in all of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

__all__ = ["document", "uri"]

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def document(
    tool: Mapping[str, Any], results: Sequence[Mapping[str, Any]], **others: Any
) -> dict[str, Any]:
    """One run of a tool, as values that `json` writes.

    Messages are given as people read them. Code scanning of GitHub asks for `help` with each rule: it is the rule's full
    description where there is no other.
    """
    driver = tool["driver"]
    rules = [
        {"help": rule["fullDescription"], **rule} if "fullDescription" in rule else rule
        for rule in driver["rules"]
    ]
    told = [
        {**result, "message": {"text": _escaped(result["message"]["text"])}}
        for result in results
    ]
    run = {"tool": {**tool, "driver": {**driver, "rules": rules}}, **others}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{**run, "results": told}]}


def uri(name: str) -> str:
    """Where a file is; what is relative stays so, as code scanning looks below the root of a repository."""
    path = PurePath(name)
    root = "file:///" if path.is_absolute() else ""
    return root + quote(path.as_posix().lstrip("/"), errors="replace")


def _escaped(told: str) -> str:
    """Text without what SARIF takes for a placeholder or a link."""
    told = told.replace("{", "{{").replace("}", "}}")
    return told.replace("[", "\\[").replace("]", "\\]") if "](" in told else told
