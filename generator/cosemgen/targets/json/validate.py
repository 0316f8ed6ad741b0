"""Hold the model's JSON against the published schema."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from cosemgen import resources
from cosemgen.build.errors import BuildError

from ..json_text import Object

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


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
        errors = _validator().iter_errors(found)
    except ValueError:  # some hundred levels
        return "it is too deep"
    for error in errors:
        wrong = _deepest(error)
        steps = (
            f"[{s}]" if isinstance(s, int) else f".{s}" for s in wrong.instance_path
        )
        return f"at ${''.join(steps)}: {wrong.message[:200]}"
    return ""


def _deepest(error: ValidationError) -> ValidationError:
    """Of what every alternative has against a document, that of the one which fits the furthest."""
    while alternatives := getattr(error.kind, "context", None):
        errors = [each for alternative in alternatives for each in alternative]
        error = max(errors, key=lambda each: len(each.instance_path))
    return error


@cache
def _validator() -> Draft202012Validator:
    """One for all documents, as it looks up the parts of the schema once."""
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text()), mask="this")
