"""Layouts and lists of the tests, made by hand."""

from __future__ import annotations

from typing import Any

from cosem import Obis
from cosem_runtime import types as t
from cosem_runtime.push import LayoutItem, PushLayout

AMPERE, VOLT, WATT, WATT_HOUR = 33, 35, 27, 30
U32 = t.DOUBLE_LONG_UNSIGNED
TEXT = t.ChoiceType("", (t.OCTET_STRING, t.VISIBLE_STRING))
TIME = t.OCTET_DATE_TIME


def item(place: int | tuple[int, ...], code: str = "", **facts: Any) -> LayoutItem:
    """An item, by default an unsigned number of 32 bits."""
    kind = facts.pop("type", U32)
    obis = Obis(code) if code else None
    at = (place,) if isinstance(place, int) else place
    return LayoutItem(at, kind, obis=obis, **facts)


def kaifa(name: str, *codes: tuple[str, int, int], clock: int = 0) -> PushLayout:
    """A list of Kaifa's: three texts, then numbers, and a clock at one place."""
    items = [
        item(0, type=TEXT, role="list", fixed=b"KFM_001"),
        item(1, "0.0.96.1.0.255", type=TEXT, role="meter"),
        item(2, "0.0.96.1.7.255", type=TEXT),
    ]
    place = 3
    for code, scaler, unit in codes:
        if place == clock:
            items.append(item(place, "0.0.1.0.0.255", type=TIME, role="time"))
            place += 1
        items.append(item(place, code, class_id=3, scaler=scaler, unit=unit))
        place += 1
    return PushLayout(name, name.replace("_", " "), place, tuple(items))


_POWER = [(f"1.0.{c}.7.0.255", 0, WATT if c < 3 else 29) for c in (1, 2, 3, 4)]
_GRID = [
    *((f"1.0.{c}.7.0.255", -3, AMPERE) for c in (31, 51, 71)),
    *((f"1.0.{c}.7.0.255", -1, VOLT) for c in (32, 52, 72)),
]
_TOTAL = [(f"1.0.{c}.8.0.255", 0, WATT_HOUR if c < 3 else 32) for c in (1, 2, 3, 4)]
KAIFA_1 = PushLayout(
    "kaifa_1",
    "Kaifa, list 1",
    1,
    (item(0, "1.0.1.7.0.255", class_id=3, scaler=0, unit=WATT),),
)
KAIFA_2 = kaifa("kaifa_2", *_POWER, *_GRID)
KAIFA_3 = kaifa("kaifa_3", *_POWER, *_GRID, *_TOTAL, clock=13)
KAIFA = (KAIFA_1, KAIFA_2, KAIFA_3)

KAMSTRUP = PushLayout(
    "kamstrup",
    "Kamstrup, all lists",
    None,
    (
        item(0, type=TEXT, role="list", fixed=b"Kamstrup_V0001"),
        *(
            item((), f"1.1.{c}.7.0.255", scaler=-2, unit=AMPERE, name=f"Current {c}")
            for c in (31, 51, 71)
        ),
        item((), "1.1.1.8.0.255", scaler=1, unit=WATT_HOUR),
    ),
)


def octets(text: str) -> bytes:
    return bytes.fromhex(text)


def notified(body: str, time: str = "00") -> bytes:
    """A data-notification."""
    return octets("0F 40000000" + time + body)
