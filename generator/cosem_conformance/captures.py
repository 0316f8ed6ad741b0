"""Captures of real meters, where the folder that holds them is at hand (`COSEM_CAPTURES`)."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = "COSEM_CAPTURES"
"""Environment variable that names the folder."""


class Vector(NamedTuple):
    """One attribute value as a meter sent it."""

    id: str
    class_id: int
    version: int | None
    attribute: int
    octets: bytes


@cache
def _all() -> tuple[Vector, ...]:
    folder = os.environ.get(FOLDER)
    if not folder:
        return ()
    found = []
    for path in sorted(Path(folder).glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
            usable = row.get("valid", True) and not row.get("partial")
            if usable and row["class_id"] is not None and row["attribute"]:
                octets = bytes.fromhex(row["data_hex"])
                found.append(
                    Vector(
                        row["id"],
                        row["class_id"],
                        row["version"],
                        row["attribute"],
                        octets,
                    )
                )
    return tuple(found)


def vectors(class_id: int, version: int) -> list[Vector]:
    """The captured values of one class version; those that name no version count for all of them."""
    return [
        vector
        for vector in _all()
        if vector.class_id == class_id and vector.version in (None, version)
    ]
