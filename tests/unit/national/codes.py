"""The codes of each country that has no list in `lists/`, line by line, for whoever reviews a change.

`python -m tests.unit.national.codes` writes them anew; look at what differs, and commit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cosemgen.model import Model, ObisObject
from tests.compiled import COUNTRIES, NATIONAL, model

from .test_lists import LISTED

CODES: Final = Path(__file__).parent / "codes"
COMMAND: Final = f"python -m {__spec__.name}"


def expected() -> Mapping[str, str]:
    """Texts of the files by their names."""
    return {
        f"{name}.txt": "".join(f"{line}\n" for line in _lines(model(NATIONAL / name)))
        for name in COUNTRIES
        if name not in LISTED
    }


def found() -> Mapping[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(CODES.iterdir())}


def _lines(country: Model) -> Iterator[str]:
    yield f"# Codes, classes and names, written by `{COMMAND}`."
    for item in country.objects:
        classes = " ".join(map(str, item.classes)) or "-"
        yield f"{_codes(item)} | {classes} | {item.name}"


def _codes(item: ObisObject) -> str:
    """`0.1..4.96.1.0.255`: what each group may be."""
    return ".".join(
        "/".join(
            f"{first}" if first == last else f"{first}..{last}" for first, last in group
        )
        for group in item.match
    )


def main() -> None:
    CODES.mkdir(exist_ok=True)
    texts = expected()
    for path in CODES.iterdir():
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (CODES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
