"""Telegrams as layouts of the runtime."""

from __future__ import annotations

from types import ModuleType

import black
import pytest

from cosem_runtime.errors import DecodeError
from cosem_runtime.obis import Obis
from cosem_runtime.push import PushLayout
from cosemgen.model import Model
from cosemgen.naming import Names
from cosemgen.targets.python.target import render
from cosemgen.targets.python.telegrams import telegrams
from tests.compiled import model_of

from .models import STANDARD

HEAD = """\
package acme "ACME" {
  source manual "The manual"
  source notes "Notes of a user"
}
units unit {
  30 watt_hour "Wh" "energy"
}
"""


def compiled(text: str) -> Model:
    return model_of(HEAD + text)


def module(model: Model) -> str:
    return render(telegrams(model, Names(model, "acme")))


def layouts(text: str) -> tuple[PushLayout, ...]:
    """What the generated module makes of telegrams."""
    source = module(compiled(text))
    assert black.format_str(source, mode=black.Mode()) == source
    found = ModuleType("acme._telegrams")
    exec(compile(source, "_telegrams.py", "exec"), vars(found))
    made: tuple[PushLayout, ...] = found.LAYOUTS
    return made


WHOLE = """
/// What it sends.
///
/// Each minute.
telegram push "Push list" array or structure of 8 source manual, notes note "of old meters" unconfirmed "by analogy" {
  1 list: octet-string[4] = "W\\"1\'"
  2 1.0.1.8.0.255 as 3 attribute 5 "Energy": long | octet-string[2..6] scaler -1 unit watt_hour
  3 time of 2
  4 array of 4 {
    1 code of 2 = 1.0.2.8.0.255
    2 1.0.2.8.0.255 "Export": unsigned (1..7)
    3 scaler of 2
    4 unit of 2: enum = 30
  }
  5 meter 0.0.96.1.0.255 "Meter"
  6 value "Number": integer = -2
  7 scaler-unit of 6
  8 filler
}
""".replace("as 3 attribute 5", "as 32768 attribute 5")
CLASS = """
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
    attribute 3 second: long
    attribute 4 third: long
    attribute 5 fourth: long
  }
}
"""


def test_all_that_a_telegram_says_is_there() -> None:
    (found,) = layouts(CLASS + WHOLE)
    assert (found.name, found.title) == ("push", "Push list")
    assert (found.count, found.tags) == (8, (1, 2))
    assert found.sources == ("The manual", "Notes of a user")
    assert found.description == (
        "What it sends.\n\nEach minute.\n\nof old meters.\n\nNot confirmed: by analogy."
    )
    items = {item.place: item for item in found.items}
    assert [(place, item.role, item.of) for place, item in items.items()] == [
        ((0,), "list", None),
        ((1,), "value", None),
        ((2,), "time", (1,)),
        ((3,), "filler", None),
        ((3, 0), "code", (3, 1)),
        ((3, 1), "value", None),
        ((3, 2), "scaler", (3, 1)),
        ((3, 3), "unit", (3, 1)),
        ((4,), "meter", None),
        ((5,), "value", None),
        ((6,), "scaler_unit", (5,)),
        ((7,), "filler", None),
    ]
    energy = items[1,]
    assert energy.obis == Obis("1.0.1.8.0.255")
    assert (energy.class_id, energy.attribute, energy.name) == (32768, 5, "Energy")
    assert (energy.scaler, energy.unit) == (-1, 30)
    meter = items[4,]
    assert (meter.obis, meter.class_id, meter.attribute) == (
        *(Obis("0.0.96.1.0.255"), None, 2),
    )
    assert items[5,].obis is None
    fixed = {place: item.fixed for place, item in items.items() if item.fixed}
    assert fixed == {
        (0,): b"W\"1'",
        (3, 0): bytes((1, 0, 2, 8, 0, 255)),
        (3, 3): b"\x1e",
        (5,): b"\xfe",
    }


@pytest.mark.parametrize(
    ("place", "taken", "refused"),
    [
        ((0,), ["0904 00000000"], ["0903 000000", "0A04 30303030"]),
        ((1,), ["10 0001", "0902 0000"], ["12 0001"]),
        (
            (2,),
            ["090C 07E8060F060C000000FF8880", "19 07E8060F060C000000FF8880"],
            ["0901 00"],
        ),
        ((3,), ["0101 1101"], ["0201 1101", "1101"]),
        ((3, 0), ["0906 0100020800FF"], ["0905 0100020800"]),
        ((3, 1), ["11 07"], ["12 0001"]),
        ((3, 2), ["0F FF"], ["11 01"]),
        ((3, 3), ["16 1E"], ["11 1E"]),
        ((4,), ["0902 3030", "0A02 3030", "0C02 3030"], ["06 00000001"]),
        ((5,), ["0F FE"], ["10 FFFE"]),
        ((6,), ["0202 0F FF 16 1E"], ["0102 0F FF 0F 1E"]),
        ((7,), ["00", "0102 11 01 11 02", "06 00000001"], []),
    ],
)
def test_types_of_places(
    place: tuple[int, ...], taken: list[str], refused: list[str]
) -> None:
    (found,) = layouts(CLASS + WHOLE)
    (kind,) = (item.type for item in found.items if item.place == place)
    for octets in taken:
        kind.decode(bytes.fromhex(octets), 0)
    for octets in refused:
        with pytest.raises(DecodeError):
            kind.decode(bytes.fromhex(octets), 0)


def test_a_list_that_names_its_values() -> None:
    (found,) = layouts("""
object 1.0.1.8.0.255 "Energy"
telegram named "Named" structure of any {
  1 list: visible-string = "A"
  named 1.0.1.8.0.255: unsigned scaler 0
}
""")
    known_by, value = found.items
    assert (found.count, found.tags) == (None, (2,))
    assert (known_by.place, known_by.fixed) == ((0,), b"A")
    assert (value.place, value.obis, value.scaler) == ((), Obis("1.0.1.8.0.255"), 0)


def test_a_package_without_telegrams_has_the_module_all_the_same() -> None:
    assert layouts("") == ()
    text = module(STANDARD)
    assert "LAYOUTS: tuple[PushLayout, ...] = ()" in text
    # Nothing of the runtime is loaded for it.
    assert text.index("if TYPE_CHECKING:") < text.index("import PushLayout")
