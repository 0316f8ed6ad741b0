"""Hold the model's JSON against the published schema.

The document is judged piece by piece, and a piece that was once found good is not
judged again: after one edited class, that class is what remains.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cosemgen import resources
from cosemgen.build.cache import Cache, digest
from cosemgen.build.errors import BuildError

from .parts import Json, Object

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_LISTS = {"types": "named_type", "classes": "interface_class"}
"""Members of the whole document that are judged item by item, each by a definition."""


class _Piece(NamedTuple):
    place: str
    definition: str
    content: Json


def schema_text() -> str:
    """`model.schema.json`, the contract with whoever reads the documents."""
    path = resources.grammar_folder() / "model.schema.json"
    return path.read_text(encoding="utf-8")


def validate(model_document: Object, cache: Cache) -> None:
    """Raises BuildError at the first place of the whole document that does not match."""
    schema = schema_text()
    key = digest(schema)
    good = frozenset((cache.get("valid", key) or "").split())
    pieces = {
        digest(piece.definition, json.dumps(piece.content)): piece
        for piece in _pieces(model_document)
    }
    new = pieces.keys() - good
    if new:
        validators = _Validators(json.loads(schema))
        for name in sorted(new):
            validators.judge(pieces[name])
        cache.put("valid", key, "\n".join(sorted(pieces)))


def _pieces(document: Object) -> Iterator[_Piece]:
    yield _Piece("$", "", {**document, **{name: [] for name in _LISTS}})
    for name, definition in _LISTS.items():
        items = document[name]
        assert isinstance(items, list)
        for index, item in enumerate(items):
            yield _Piece(f"$.{name}[{index}]", definition, item)


class _Validators:
    """One validator per definition of the schema, made when it is needed."""

    def __init__(self, schema: Object) -> None:
        self._schema = schema
        self._made: dict[str, Draft202012Validator] = {}

    def judge(self, piece: _Piece) -> None:
        validator = self._made.get(piece.definition)
        if validator is None:
            validator = self._made[piece.definition] = self._make(piece.definition)
        for error in validator.iter_errors(piece.content):
            raise BuildError(
                "the model's JSON does not match model.schema.json at "
                f"{piece.place}{error.json_path[1:]}: {error.message[:200]}"
            )

    def _make(self, definition: str) -> Draft202012Validator:
        from jsonschema import Draft202012Validator

        if not definition:
            return Draft202012Validator(self._schema)
        part = {
            "$schema": self._schema["$schema"],
            "$ref": f"#/$defs/{definition}",
            "$defs": self._schema["$defs"],
        }
        return Draft202012Validator(part)
