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


def whole(code: str) -> str:
    """A code with F, which is 255 where it is not written."""
    return code if "*" in code else f"{code}*255"


def lines(country: str) -> Iterator[Line]:
    """The lines of a list; n in a code stands for the channels 1 to 4."""
    for text in (LISTS / f"{country}.txt").read_text("utf-8").splitlines():
        if not text or text.startswith("#"):
            continue
        code, classes, unit, types, words = (part.strip() for part in text.split("|"))
        for channel in range(1, 5) if "n" in code else (0,):
            yield Line(
                whole(re.sub("n", str(channel), code)),
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


# Code, label, kind of reading, unit to show: rate 1 is one tariff here and another there.
LABELS = [
    ("netherlands", "1-0:1.8.1", "Energy import, low tariff", "total", "kWh"),
    ("netherlands", "1-3:0.2.8", "P1 version", "", ""),
    ("belgium", "1-0:1.8.1", "Energy import, day tariff", "total", "kWh"),
    ("belgium", "1-0:1.6.0", "Highest demand import, this month", "maximum", "kW"),
    ("belgium", "0-3:24.2.3", "M-Bus device 3: gas, volume", "total", "m³"),
    ("luxembourg", "0-2:96.3.10", "Relay 2", "", ""),
    ("hungary", "1-0:51.4.0", "Current limit, L2", "", "A"),
    ("norway", "1-1:2.8.0", "Energy export, at the full hour", "total", "kWh"),
    ("sweden", "0-0:1.0.0", "Clock, normal time all the year", "", ""),
    ("denmark", "1-1:0.2.129", "List version", "", ""),
    ("austria", "1-1:3.8.1", "Reactive energy import, total", "total", "kvarh"),
    ("germany", "1-0:1.8.0*97", "Energy import, last 7 days", "interval", "kWh"),
    ("germany", "129-129:199.130.3", "Manufacturer", "", ""),
    ("russia", "1-0:12.7.2", "Voltage, L2 to L3", "instantaneous", "V"),
    ("switzerland", "1-4:41.7.0", "Power import, L2", "instantaneous", "kW"),
]


@pytest.mark.parametrize(("country", "code", "label", "reading", "shown"), LABELS)
def test_displays_read_what_the_country_says(
    catalogue: Make, country: str, code: str, label: str, reading: str, shown: str
) -> None:
    found = catalogue(country).describe(whole(code))
    assert (found.label, found.reading, found.shown_unit) == (label, reading, shown)
    assert catalogue().describe(whole(code)).label != label


def test_other_codes_keep_the_labels_of_the_standard(catalogue: Make) -> None:
    code = "1-0:32.7.0.255"
    assert catalogue("belgium").describe(code).label == "Voltage, L1"
    assert catalogue("norway").describe(code).label != "Voltage, L1"
