"""Pushes of meters that send some things otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import cosem
from cosem_runtime.quirks import Quirk, QuirkEffect, Quirks

from .lists import notified, octets
from .test_families import LISTS

# As a meter whose deviations and scalers have the other sign.
EFFECTS = (QuirkEffect("deviation", "reversed"), QuirkEffect("scaler", "reversed"))
REVERSED = Quirks([Quirk("reversed", "Reversed", EFFECTS)])


def test_times_and_scalers_come_as_they_are_meant() -> None:
    text = LISTS[0][1].replace("FF000000", "FFFFC400")
    sent = cosem.read_push(notified(text))
    push = cosem.read_push(notified(text), quirks=REVERSED)
    assert str(sent.time).endswith("+01:00")
    assert str(push.time).endswith("-01:00")
    assert push["0-0:1.0.0"].value == push.time == push[0].time
    assert (sent["1-0:32.7.0"].scaled, push["1-0:32.7.0"].scaled) == (
        Decimal("233.0"),
        Decimal("23300"),
    )
    assert push["1-0:32.7.0"].value == sent["1-0:32.7.0"].value
    assert (push.meter, push.list, push.family) == (sent.meter, sent.list, sent.family)
    assert cosem.read_push(notified(text), quirks=()).items == sent.items


def test_streams_take_quirks() -> None:
    text = LISTS[1][1]
    reader = cosem.push_reader(carriers=("wrapper",), quirks=REVERSED)
    apdu = notified(text)
    head = octets("0001 0001 0066") + len(apdu).to_bytes(2, "big")
    (push,) = reader.feed(head + apdu)
    assert isinstance(push, cosem.push.Push)
    assert "-01:00" in str(push.time)


def test_quirks_of_the_standard_package() -> None:
    """Deviations with the sign of the time zone, as in India and Italy."""
    text = LISTS[1][1]
    sent = cosem.read_push(octets(text))
    push = cosem.read_push(octets(text), quirks=cosem.quirks("deviation_reversed"))
    assert str(sent.time).startswith("2024-11-15 14:45:45 +01:00")
    assert str(push.time).startswith("2024-11-15 14:45:45 -01:00")
    assert push.time == push[0].time
    assert [item.scaled for item in push] == [item.scaled for item in sent]


@pytest.mark.parametrize("quirks", ["deviation_reversed", 5, ["x"]])
def test_names_are_no_quirks(quirks: Any) -> None:
    with pytest.raises(cosem.CosemError, match=r"what cosem\.quirks\(\.\.\.\) gives"):
        cosem.read_push(octets("0202 0906 0100010800FF 1105"), quirks=quirks)
    with pytest.raises(cosem.CosemError, match=r"what cosem\.quirks\(\.\.\.\) gives"):
        cosem.profile_reader([(3, "1.0.1.8.0.255", 2, 0)], quirks=quirks)
