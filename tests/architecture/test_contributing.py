"""CONTRIBUTING.md says where things are; here it is held to what is so."""

from __future__ import annotations

import re
from pathlib import Path

from .test_directions import FLOORS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_PLACES = {name for floor in FLOORS for name in floor}
_FOLDERS = (ROOT, ROOT / "generator", ROOT / "generator" / "cosemgen")


def test_the_map_is_that_of_the_code() -> None:
    """The highest floor first, so that arrows go down the page."""
    expected = [
        "- " + "; ".join(f"`{name}`: {what}" for name, what in floor.items())
        for floor in reversed(FLOORS)
    ]
    _, _, rest = TEXT.partition("<!-- map -->\n")
    found, _, _ = rest.partition("\n<!-- end of map -->")
    assert found == "\n".join(expected), "put this there:\n" + "\n".join(expected)


def test_every_path_is_there() -> None:
    missing = [each for each in sorted(_paths()) if not _exists(each)]
    assert missing == []


def _paths() -> set[str]:
    """What stands in backticks and looks like a file or a folder of ours."""
    quoted = re.findall(r"`([\w./-]+)`", TEXT)
    return {
        each
        for each in quoted
        if "/" in each
        or (re.search(r"\.(py|md|lark|json|lock)$", each) and each not in _PLACES)
    }


def _exists(path: str) -> bool:
    if "/" in path:
        return any((folder / path).exists() for folder in _FOLDERS)
    return (
        any(
            next((ROOT / top).rglob(path), None)
            for top in ("generator", "grammar", "spec", "tests", "generated")
        )
        or (ROOT / path).exists()
    )
