"""The public list of each country, held against what a code is once the country's package is registered.

A list of `lists/` is what its sources print: code, class, unit, data type and words, "-" where they do not say. The
words are those that a name must have, in any order; a line without words is about the other columns.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cosem_runtime.catalogue import Catalogue
from cosemgen.compile import Compilation
from cosemgen.model import ObisObject

Make = Callable[..., Catalogue]

LISTS = Path(__file__).parent / "lists"
ANY_CHANNEL = 65
LISTED = sorted(path.stem for path in LISTS.glob("*.txt"))


class Line(NamedTuple):
    code: str
    classes: frozenset[int]
    unit: str
    types: frozenset[str]
    words: tuple[str, ...]


def lines(country: str) -> Iterator[Line]:
    """The lines of a list; n in a code stands for the channels 1 to 4, and a code without F has F=255."""
    for text in (LISTS / f"{country}.txt").read_text("utf-8").splitlines():
        if not text or text.startswith("#"):
            continue
        code, classes, unit, types, words = (part.strip() for part in text.split("|"))
        for channel in range(1, 5) if "n" in code else (0,):
            yield Line(
                re.sub("n", str(channel), code) + ("" if "*" in code else ".255"),
                frozenset(map(int, classes.replace("-", "").split())),
                unit,
                frozenset(types.split()) - {"-"},
                tuple(words.lower().split()),
            )


def wrong(line: Line, known: Catalogue) -> str:
    """What differs between a line and what its code is; nothing where they agree."""
    found = known.describe(line.code)
    name = found.name.lower()
    if missing := [word for word in line.words if word not in name]:
        return f"{line.code} {found.name}: no {', '.join(missing)}"
    if not line.classes <= {class_id for class_id, _ in found.classes}:
        return f"{line.code} {found.name}: classes {found.classes}"
    if line.unit not in (*found.units, "-"):
        return f"{line.code} {found.name}: units {found.units}"
    if line.types and not line.types <= set(found.value_types):
        return f"{line.code} {found.name}: types {found.value_types}"
    return ""


@pytest.mark.parametrize("country", LISTED)
def test_every_code_of_the_public_list_is_named_right(
    catalogue: Make, country: str
) -> None:
    known = catalogue(country)
    assert list(filter(None, (wrong(line, known) for line in lines(country)))) == []


@pytest.mark.parametrize("country", LISTED)
def test_the_standard_alone_does_not_say_so(catalogue: Make, country: str) -> None:
    """What the country's package is for: without it some lines fail."""
    assert any(wrong(line, catalogue()) for line in lines(country))


def codes(item: ObisObject) -> int:
    """How many codes an object has; one that is in any channel is listed for channel 0 alone."""
    channels = sum(each.last - each.first + 1 for each in item.match[1])
    return item.size // channels if channels == ANY_CHANNEL else item.size


@pytest.mark.parametrize("country", LISTED)
def test_the_package_names_no_other_code(
    catalogue: Make, compiled: dict[str, Compilation], country: str
) -> None:
    known = catalogue(country)
    package = f"cosem_{country}"
    named = [
        line.code
        for line in lines(country)
        if known.describe(line.code).package == package
    ]
    model = compiled[country].model
    assert model is not None
    assert sum(map(codes, model.objects)) == len(named)


@pytest.mark.parametrize("country", LISTED)
def test_no_code_is_listed_twice(country: str) -> None:
    codes = [line.code for line in lines(country)]
    assert sorted(codes) == sorted(set(codes))


def test_no_country_is_loaded_unless_asked() -> None:
    program = (
        "import sys, cosem; cosem.describe('0-1:94.31.3.255'); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], text=True, capture_output=True, check=True
    )
    assert not [
        m
        for m in done.stdout.split()
        if re.match("cosem_[a-z]+$", m) and m not in ("cosem_runtime",)
    ]


def test_a_tariff_is_what_the_country_says(catalogue: Make) -> None:
    code = "1-0:1.8.1.255"
    assert "low tariff" in catalogue("netherlands").describe(code).name
    assert "normal tariff (day)" in catalogue("belgium").describe(code).name
