"""C8xx: telegrams."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_POWER: Final = 'object 1.0.1.7.0.255 "Power"\n'
_ENERGY: Final = 'object 1.0.1.8.0.255 "Energy"\n'
_UNITS: Final = 'units unit {\n  27 watt "W" "power"\n  30 watt_hour "Wh" "energy"\n}\n'


def _list(*lines: str, form: str = "structure of 2", name: str = "acme") -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f'telegram {name} "ACME" {form} {{\n{body}}}\n'


_VALUE: Final = "1 1.0.1.7.0.255: double-long-unsigned"

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C801",
        title="place that is missing, repeated or beyond the end",
        explanation=(
            "The places of a list count from 1. Each is described once, in order, up to the number of elements that the list "
            "has; what means nothing is a 'filler'. A list 'of any' number of elements has only values that are 'named'."
        ),
        wrong=_POWER + _list("2 1.0.1.7.0.255: double-long-unsigned"),
        right=_POWER + _list("1 filler", "2 1.0.1.7.0.255: double-long-unsigned"),
    ),
    CodeEntry(
        code="C802",
        title="telegram without a value",
        explanation="A telegram is there to tell which values a list has: one at least.",
        wrong=_list("1 meter", "2 time"),
        right=_list("1 meter", '2 value "Power": double-long-unsigned'),
    ),
    CodeEntry(
        code="C803",
        title="type that a place cannot have",
        explanation=(
            "A value says in which common data type it is sent, or in which ones: ': long | double-long'. A scaler and a unit "
            "stand on numbers. Only places that are for something else than a value have types of their own."
        ),
        wrong=_POWER + _list("1 1.0.1.7.0.255", form="structure of 1"),
        right=_POWER + _list(_VALUE, form="structure of 1"),
    ),
    CodeEntry(
        code="C804",
        title="fixed value that cannot stand at its place",
        explanation=(
            "What always stands at a place is a text, octets or a code where strings are sent, and a number where one type of "
            "integers is. It is as long as the type allows."
        ),
        wrong=_POWER + _list(_VALUE, '2 list: octet-string[6] = "ACME_V1"'),
        right=_POWER + _list(_VALUE, '2 list: octet-string[7] = "ACME_V1"'),
    ),
    CodeEntry(
        code="C805",
        title="place that is about no value, or about a wrong one",
        explanation=(
            "A code, a scaler and a unit say with 'of' at which place of the same list the value stands that has them, and a "
            "time may. Nothing is told of a value twice."
        ),
        wrong=_POWER + _list(_VALUE, "2 scaler"),
        right=_POWER + _list(_VALUE, "2 scaler of 1"),
    ),
    CodeEntry(
        code="C806",
        title="value of which nothing is known",
        explanation=(
            "The code of a value is that of an object of the package, or of one that it needs, unless the line says in quotes "
            "what it is called; without a code it has to. A class behind 'as' is one that the object may have, and has the "
            "attribute."
        ),
        wrong=_POWER + _list("1 1.0.2.7.0.255: long", form="structure of 1"),
        right=_POWER + _list('1 1.0.2.7.0.255 "Export": long', form="structure of 1"),
        echo=True,
    ),
    CodeEntry(
        code="C807",
        title="fact that a place cannot have",
        explanation=(
            "Values, times and identifications are of an object and may have its code; only values have a scaler and a unit. "
            "A value that the list names itself, 'named', is known by its code and stands in no inner list."
        ),
        wrong=_POWER + _list(_VALUE, "2 filler 0.0.96.1.0.255"),
        right=_POWER + _list(_VALUE, "2 filler"),
    ),
    CodeEntry(
        code="C808",
        title="unit that the object does not have",
        explanation=(
            "A value is in the unit that the tables give its code. Another power of ten is a scaler: kWh are watt_hour with "
            "the scaler 3."
        ),
        wrong=_UNITS
        + 'object 1.0.1.8.0.255 "Energy" unit watt_hour\n'
        + _list(
            "1 1.0.1.8.0.255: double-long-unsigned unit watt", form="structure of 1"
        ),
        right=_UNITS
        + 'object 1.0.1.8.0.255 "Energy" unit watt_hour\n'
        + _list(
            "1 1.0.1.8.0.255: double-long-unsigned unit watt_hour",
            form="structure of 1",
        ),
    ),
    CodeEntry(
        code="C809",
        title="telegrams that cannot be told apart",
        explanation=(
            "A list is recognised by how many elements it has, by their types, and by fixed values. Two telegrams of the "
            "package, or of one that it needs, that one list can be leave it open how it is read, unless one of them says with "
            "'overlaps' why that is right."
        ),
        wrong=_POWER
        + _ENERGY
        + _list(_VALUE, form="structure of 1")
        + _list(
            "1 1.0.1.8.0.255: double-long-unsigned",
            form="structure of 1",
            name="acme_energy",
        ),
        right=_POWER
        + _ENERGY
        + _list(_VALUE, form="structure of 1")
        + _list("1 1.0.1.8.0.255: long64", form="structure of 1", name="acme_energy"),
    ),
    CodeEntry(
        code="C810",
        title="telegram whose name is taken",
        explanation="A telegram has a name of its own in the package and in those that it needs.",
        wrong=_POWER
        + _list(_VALUE, form="structure of 1")
        + _list(_VALUE, "2 meter", form="structure of 2"),
        right=_POWER
        + _list(_VALUE, form="structure of 1")
        + _list(_VALUE, "2 meter", form="structure of 2", name="acme_meter"),
    ),
    CodeEntry(
        code="C811",
        title="telegram that no other one looks like",
        explanation="'overlaps' says why one list can be two telegrams. Here there is no other one.",
        wrong=_POWER + _list(_VALUE, form='structure of 1 overlaps "as before"'),
        right=_POWER + _list(_VALUE, form="structure of 1"),
        echo=True,
    ),
)
