"""The files that the compiler reads: grammar, schema and standard spec.

In a checkout they stand in `grammar/` and `spec/`; in an installed wheel below `cosemgen/_data/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

LOCK_FILE: Final = "released.lock"
"""The file beside a package file that pins its released versions."""

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "_data"
_CHECKOUT: Final = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CHECKOUT / name


def grammar_folder() -> Path:
    """Where the language's grammar and the model's JSON Schema stand."""
    return _folder("grammar")


def grammar() -> str:
    """The Lark grammar of the spec language."""
    return (grammar_folder() / "cosem.lark").read_text(encoding="utf-8")


def spec_folder() -> Path:
    """Where the standard package `cosem` stands."""
    return _folder("spec")
