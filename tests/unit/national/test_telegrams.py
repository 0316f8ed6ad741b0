"""Lists that meters push, read by what their country's package says of them.

A file of `telegrams/` has telegrams of meters, with what their sources say that they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, DecodeError
from cosem_runtime.push import LayoutItem, PushItem, PushLayout
from cosemgen.compile import Compilation

Make = Callable[..., Catalogue]
Layouts = Callable[[str], tuple[PushLayout, ...]]

FOLDER = Path(__file__).parent / "telegrams"
COUNTRIES = sorted(path.stem for path in FOLDER.glob("*.txt"))


class Block(NamedTuple):
    country: str
    source: str
    layout: str
    """Its name, or "-" with the family of a list that names its values itself."""
    octets: bytes
    rows: list[tuple[str, str, str]]


def blocks(country: str) -> Iterator[Block]:
    parts = (FOLDER / f"{country}.txt").read_text("utf-8").strip().split("\n\n")
    for part in parts[1:]:
        source, layout, *lines = part.split("\n")
        rows = [line.split(" | ") for line in lines if " | " in line]
        octets = "".join(line for line in lines if " | " not in line)
        yield Block(
            country,
            source.removeprefix("# "),
            layout,
            bytes.fromhex(octets),
            [(code, value, unit) for code, value, unit in rows],
        )


BLOCKS = [block for country in COUNTRIES for block in blocks(country)]


def value(item: PushItem) -> str:
    if item.scaled is not None:
        return format(item.scaled, "f")
    found = item.value
    if isinstance(found, bytes) and type(found).__name__ in ("bytes", "OctetString"):
        text = found.decode("latin-1")
        return text if text.isascii() and text.isprintable() else found.hex(" ")
    name = getattr(found, "name", None)
    return name.lower() if isinstance(name, str) else str(found)


def row(item: PushItem) -> tuple[str, str, str]:
    unit = "-" if item.unit is None else item.unit.symbol
    return str(item.obis).removesuffix("*255"), value(item), unit


@pytest.mark.parametrize(
    "block", BLOCKS, ids=lambda block: f"{block.country}-{block.layout}"
)
def test_telegrams_say_what_their_sources_say(catalogue: Make, block: Block) -> None:
    push = catalogue(block.country).read_push(block.octets)
    layout = f"- {push.family}" if push.layout is None else push.layout.name
    assert layout == block.layout, block.source
    assert [row(item) for item in push] == block.rows
    assert all(item.name for item in push)
    assert push.deviations == ()


def test_numbers_of_meters_are_zeros() -> None:
    """Long runs of figures are in no telegram; these say what a list or a meter's type is."""
    known = re.compile(rb"16820005|16820006|68\d{5}BN\d+")
    for block in BLOCKS:
        left = known.sub(b"", block.octets)
        assert not re.search(rb"(?=\d*[1-9])\d{7,}", left), block.source


# ---------------------------------------------------------------- layouts alone


@pytest.fixture
def layouts(built: Path) -> Callable[[str], tuple[PushLayout, ...]]:
    """Those of a country's package."""

    def make(country: str) -> tuple[PushLayout, ...]:
        found: tuple[PushLayout, ...] = import_module(
            f"cosem_{country}._telegrams"
        ).LAYOUTS
        return found

    return make


def octets_for(item: LayoutItem) -> bytes:
    """Octets that a place may have: its fixed value, or the first that its type takes."""
    tag = min(item.type.tags)
    if item.fixed is not None:
        return bytes((tag, len(item.fixed))) + item.fixed
    for size in range(17):
        for head in (bytes((tag, size)), bytes((tag,))):
            octets = head + b"\xff" * size
            try:
                if item.type.decode(octets, 0)[1] == len(octets):
                    return octets
            except DecodeError:
                continue
    raise AssertionError(f"nothing fits {item!r}")


def made(layout: PushLayout) -> bytes:
    """The octets of a list of this layout, lists in it written out."""
    items = {item.place: item for item in layout.items}

    def listed(place: tuple[int, ...], tag: int, count: int) -> bytes:
        return bytes((tag, count)) + b"".join(
            octets((*place, index)) for index in range(count)
        )

    def octets(place: tuple[int, ...]) -> bytes:
        size = len(place)
        inner = {each for each in items if each[:size] == place and each != place}
        if inner:
            tag = min(items[place].type.tags) if place in items else 1
            return listed(place, tag, 1 + max(each[size] for each in inner))
        return octets_for(items[place])

    assert layout.count is not None
    return listed((), layout.tags[0], layout.count)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_list_is_known_by_what_its_layout_says(
    catalogue: Make, layouts: Layouts, country: str
) -> None:
    """By that layout and no other of the country, whatever its values are."""
    known = catalogue(country)
    for layout in layouts(country):
        if layout.count is None or any(
            item.role == "scaler_unit" for item in layout.items
        ):
            continue
        push = known.read_push(made(layout))
        assert push.layout is not None
        assert push.layout.name == layout.name


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_list_cut_short_is_of_no_layout(catalogue: Make, country: str) -> None:
    known = catalogue(country)
    for block in blocks(country):
        tag, count = block.octets[:2]
        with pytest.raises(CosemError):
            known.read_push(bytes((tag, count + 1)) + block.octets[2:])


@pytest.mark.parametrize("country", COUNTRIES)
def test_telegrams_name_their_sources(
    compiled: dict[str, Compilation], country: str
) -> None:
    model = compiled[country].model
    assert model is not None
    for telegram in model.telegrams:
        assert telegram.sources, telegram.name
        assert telegram.confidence, telegram.name
        assert not telegram.unconfirmed or telegram.confidence == "low", telegram.name


def test_units_and_scalers_stand_together(layouts: Layouts) -> None:
    """A unit without a scaler would be read as scaler 0, which nobody then has said."""
    lacking: list[Any] = [
        (layout.name, item)
        for country in COUNTRIES
        for layout in layouts(country)
        for item in layout.items
        if (item.scaler is None) is not (item.unit is None)
    ]
    assert lacking == []
