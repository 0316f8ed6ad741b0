"""What to do about a list that no registered package names: those of countries come with cosemgen."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Final

from cosemgen.words import listed

from .specification import national_folder

_IDENTIFICATION: Final = re.compile(r'= "([^"]+)"')
"""What always stands in a list, as the line of an element says it."""


def advice(body: bytes, known: Collection[str], *, are_named: bool) -> str:
    """Which packages name the values of a pushed list, or scale them if they are named.

    `known` are the packages that were asked already. The spec files are only looked
    through for the texts that lists are known by: reading all of them takes too long here.
    """
    telegrams = {
        country: text
        for country, text in _telegrams().items()
        if f"cosem_{country}" not in known
    }
    named: dict[str, list[str]] = {}
    for country, text in telegrams.items():
        for name in dict.fromkeys(_IDENTIFICATION.findall(text)):
            if name.encode() in body:
                named.setdefault(name, []).append(country)
    said = "nothing says what these values are"
    if are_named:
        if not named:
            return ""
        said = "nothing says how these values are scaled"
    if not telegrams:
        return said
    for name, countries in named.items():
        said += f"; {name} is among the lists of {listed(countries, 'and')}"
    if not named:
        said += f"; --package NAME adds the lists of a country, of {listed(telegrams, 'and')}"
    first = next(iter(named.values()), [*telegrams])[0]
    place = f"build/{first}"
    return (
        f"{said}: `cosemgen build spec/national/{first} --package cosem_{first} --out {place}`,"
        f" then PYTHONPATH={place} and --package cosem_{first}"
    )


@cache
def _telegrams() -> dict[str, str]:
    """The spec files that have lists in them, put together for each country."""
    found: dict[str, str] = {}
    for file in sorted(national_folder().glob("*/*.cosem")):
        text = file.read_text(encoding="utf-8")
        if re.search(r"^telegram ", text, re.MULTILINE):
            found[file.parent.name] = found.get(file.parent.name, "") + text
    return found
