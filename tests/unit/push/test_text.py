"""Pushes as people and databases get them, and streams of them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import cosem

from ..telegram import framer
from .lists import KAIFA, KAMSTRUP, notified, octets
from .test_families import LISTS
from .test_layouts import KAIFA_LIST

ROWS = octets(LISTS[1][1])
NUMBERED = octets(LISTS[2][1])


def test_the_table() -> None:
    assert cosem.read_push(ROWS).table().splitlines() == [
        "meter 000000000000, time 2024-11-15 14:45:45 +01:00 [doubtful_...",
        "code            name                    value  unit",
        "1-0:1.8.0*255   Energy import, total  4752026  Wh",
        "1-0:32.7.0*255  Voltage, L1             233.4  V",
        "1-0:13.7.0*255  Power factor            0.094",
        "3 items",
    ]
    assert cosem.read_push(NUMBERED).table(limit=2, width=50).splitlines() == [
        "list Kamstrup_V0001, meter 0000000000000000",
        "code            name                     value  unit",
        "1-1:0.0.5*255   Electrici...  0000000000000000",
        "... 2 items ...",
        "1-1:31.7.0*255  Current, L1                 92  not scaled",
        "4 items",
    ]
    with pytest.raises(cosem.CosemError, match="limit"):
        cosem.read_push(ROWS).table(limit=-1)


def test_dictionaries() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    first, *_ = cosem.read_push(ROWS).to_dicts(zone=zone)
    assert first == {
        "obis": "1-0:1.8.0*255",
        "name": "Energy import, total",
        "value": Decimal(4752026),
        "unit": "Wh",
        "time": datetime.datetime(2024, 11, 15, 15, 45, 45, tzinfo=zone),
    }
    clock = cosem.read_push(octets(LISTS[0][1])).to_dicts()[-1]
    assert clock["value"] == clock["time"]
    assert clock["value"].isoformat() == "2025-12-14T16:00:00+00:00"
    assert cosem.read_push(ROWS).to_dicts()[2]["unit"] is None


def test_items_by_index_and_code() -> None:
    push = cosem.read_push(ROWS)
    assert len(push) == len([*push]) == 3
    assert push["1-0:32.7.0"] is push[1] is push[-2]
    assert push[bytes(push[1].obis or b"")] is push[1]
    for wrong in (3, "1-0:52.7.0", "no code"):
        with pytest.raises(cosem.UnknownNameError):
            push[wrong]


def test_values_that_cannot_be_scaled() -> None:
    text = """0104 0203 0906 0100010800FF 17 7FC00000 0202 0F00 161E
        0203 0906 0100020800FF 0301 0202 0F00 161E
        0203 0906 0100030800FF 0A01 41 0202 0F00 161E
        0203 0906 0100040800FF 17 3FC00000 0202 0FFF 161E"""
    push = cosem.read_push(octets(text))
    assert [item.scaled for item in push] == [None, None, None, Decimal("0.15")]
    assert str(push[0]).endswith("nan")
    assert str(push[2]).endswith("  A")


def test_texts_show_nothing_that_a_terminal_acts_on() -> None:
    text = "0202 0906 0000600100FF 0A05 411B5B3100"
    push = cosem.read_push(octets(text))
    assert push[0].value == "A\x1b[1\0"
    assert str(push) == "0-0:96.1.0*255  Serial number  A?[1"
    assert "meter A?[1\n" in push.table()
    push = cosem.read_push(octets("0202 0906 0000600100FF 0903 00FF41"))
    assert (push.meter, push[0].value) == ("00ff41", b"\0\xffA")


def test_what_is_secret_is_not_shown() -> None:
    """Attribute 8 of an association is a password."""
    objects = "0101 0204 12000F 0906 0000280000FF 0F07 120000"
    push = cosem.read_push(octets(f"0202 {objects} 0903 414243"))
    (item,) = push
    assert item.value == b"ABC"
    assert item.is_secret
    for shown in (str(push), repr(item), push.table()):
        assert "ABC" not in shown
        assert "(secret)" in shown


def test_a_stream() -> None:
    frames = b"".join(
        framer.hdlc_message(notified(text)) for text in (KAIFA_LIST, LISTS[1][1])
    )
    reader = cosem.push_reader(layouts=iter((*KAIFA, KAMSTRUP)))
    stream = b"noise" + frames + framer.hdlc_message(notified("0201 0A01 41"))
    found = [each for octet in stream for each in reader.feed(bytes([octet]))]
    found += reader.finish()
    told = [type(each).__name__ for each in found]
    assert told == ["TelegramError", "Push", "Push", "PushError"]
    first, second = found[1:3]
    assert isinstance(first, cosem.push.Push)
    assert (first.list, len(first)) == ("KFM_001", 12)
    assert str(second).count("\n") == 2
    with pytest.raises(cosem.UnknownNameError):
        cosem.push_reader(layouts="nobody's")
    with pytest.raises(cosem.CosemError):
        cosem.push_reader(layouts=5)  # type: ignore[arg-type]


def test_keys_are_those_of_telegrams() -> None:
    ciphered = framer.hdlc_message(framer.ciphered(notified(LISTS[1][1])))
    with pytest.raises(cosem.telegram.CipherError):
        cosem.read_push(ciphered)
    keys = {
        "key": framer.KEY,
        "authentication_key": framer.AUTHENTICATION_KEY,
    }
    push = cosem.read_push(ciphered, **keys)
    assert len(push) == 3
    opened = cosem.telegram.open(ciphered, **keys)
    assert cosem.read_push(opened).items == push.items
