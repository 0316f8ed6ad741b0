"""Where the material that is not ours to commit lies: the live target, the captures.

Both are looked for in a folder ``shared`` beside the checkout, or where the environment
says: ``COSEM_GURUX_SERVER`` (a file), ``COSEM_CAPTURES`` (a folder).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).resolve().parents[3] / "shared"

Vector = dict[str, Any]


def server() -> Path | None:
    """The script of the live target, if it is here."""
    chosen = os.environ.get("COSEM_GURUX_SERVER")
    path = Path(chosen) if chosen else _BESIDE / "tools/gurux_server/server.py"
    return path if path.is_file() else None


def captures() -> list[Vector]:
    """Every published capture that holds a whole A-XDR value; empty without them."""
    chosen = os.environ.get("COSEM_CAPTURES")
    folder = Path(chosen) if chosen else _BESIDE / "captures"
    vectors: list[Vector] = []
    for path in sorted(folder.glob("*.json")):
        vectors += json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return [vector for vector in vectors if vector["data_hex"]]
