"""Hold the model's JSON against the published schema."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from cosemgen import resources
from cosemgen.build.errors import BuildError

from ...json_text import Object

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import Draft202012Validator


def schema_text() -> str:
    """`model.schema.json`, the contract with whoever reads the documents."""
    path = resources.grammar_folder() / "model.schema.json"
    return path.read_text(encoding="utf-8")


def validate(found: Object) -> None:
    """Raises BuildError at the first place of a document that does not match.

    Only a mistake of this package can bring that about.
    """
    if wrong := mismatch(found):
        raise BuildError(f"the model's JSON does not match model.schema.json {wrong}")


def mismatch(found: object) -> str:
    """Where a document first does not match, and how; nothing where it does."""
    try:
        if _quick().is_valid(found):
            return ""
    except ValueError:  # some hundred levels
        return "it is too deep"
    for error in _validator().iter_errors(found):
        return f"at {error.json_path}: {error.message[:200]}"
    return ""


@cache
def _quick() -> jsonschema_rs.Draft202012Validator:
    """Compiled, and some hundred times as fast: what it takes is not looked at again."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(json.loads(schema_text()))


@cache
def _validator() -> Draft202012Validator:
    """One for all documents, as it looks up the parts of the schema once."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text()))
