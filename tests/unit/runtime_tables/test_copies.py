"""Everything public can be copied and pickled, as other processes and caches need it."""

from __future__ import annotations

import copy
import importlib
import multiprocessing
import pickle
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import cosem
import cosem_runtime
from cosem.types import ScalerUnit, Unit
from cosem_runtime import companion, errors, octets, push, telegram, values
from cosem_runtime import types as t
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.catalogue.clashes import NameClash
from cosem_runtime.catalogue.find import Finder
from cosem_runtime.catalogue.registered import Package, Registered
from cosem_runtime.interface import UNREAD, InterfaceClass
from cosem_runtime.interface.specs import AttributeSpec
from cosem_runtime.obis.description import Describer
from cosem_runtime.tolerant import KINDS

from .packages import install_standard

COLUMNS = bytes.fromhex(
    "0102020412000809060000010000ff0f02120000020412000309060100010800ff0f02120000"
)
BUFFER = bytes.fromhex("01020202090c07e8060f060c000000ff8880060000000102020006000000ff")
PUSH = cosem.interface_class(40)
PROFILE = cosem.interface_class(7)
ENERGY = cosem.interface_class(3)(
    "1.0.1.8.0.255",
    value=cosem.DoubleLongUnsigned(5),
    scaler_unit=ScalerUnit(-3, Unit.WATT_HOUR),
)
READER = cosem.profile_reader(
    PROFILE.attribute(3).decode(COLUMNS),
    scaler_units={cosem.Obis("1.0.1.8.0.255"): ENERGY.scaler_unit},
    capture_period=900,
)
ENTRIES = {"from_entry": 1, "to_entry": 9}
ENTRIES |= {"from_selected_value": 1, "to_selected_value": 0}
COMPACT: Any = cosem.axdr.decode(bytes.fromhex("1311020102"))

NOTIFICATION = telegram.open(
    bytes.fromhex("7ea01741088313a1bb0f400000000002010600000a2cd0407e")
)


LAYOUT = push.PushLayout(
    "one",
    "One number",
    1,
    (
        push.LayoutItem(
            (0,), t.LONG_UNSIGNED, obis=cosem.Obis("1.0.1.8.0.255"), unit=30
        ),
    ),
)
COMPANION = companion.CompanionProfile(
    "acme_1",
    "ACME 1",
    (
        companion.ProfileObject(
            ("1.0.1.8.0.255",),
            "Energy",
            attributes=(
                companion.ProfileMember(
                    3,
                    "scaler_unit",
                    types=(companion.ProfileType("structure", 2),),
                    values=(companion.ProfileWord("watt_hour"),),
                ),
            ),
        ),
    ),
    clients=(companion.ProfileClient("public", 16),),
    variants=(companion.ProfileVariant("gas", "Gas meters"),),
)
PUSHED = cosem.read_push(bytes.fromhex("0201120005"), layouts=LAYOUT)


def refused(octets: bytes) -> telegram.TelegramError:
    with pytest.raises(telegram.TelegramError) as caught:
        telegram.open(octets)
    return caught.value


SAMPLES: tuple[Any, ...] = (
    ENERGY,
    cosem.interface_class(62)("0.0.66.0.1.255", template_id=1),
    ENERGY.scaler_unit,
    Unit.WATT_HOUR,
    Unit(199),
    UNREAD,
    READER,
    READER.read(BUFFER),
    READER.columns[1],
    READER.columns[0].type,
    cosem.arrow.ProfileColumns([(8, "0.0.1.0.0.255", 2, 0)]),
    cosem.arrow.AttributeColumns(PROFILE.attribute("profile_entries")),
    PROFILE.attribute("buffer"),
    PROFILE.attribute("buffer").selectors[0],
    PROFILE.attribute("buffer").by_entry(**ENTRIES),
    PUSH.method(1),
    PROFILE.attribute(3).decode(COLUMNS)[0],
    PROFILE.attribute("capture_period").read(bytes.fromhex("1105")),
    PROFILE.attribute("capture_period").read(bytes.fromhex("1105")).deviations[0],
    KINDS["D101"],
    cosem.CATALOGUE,
    cosem.Limits(depth=5),
    cosem.describe("1.0.1.8.0.255"),
    cosem.describe(3),
    NameClash(cosem.Obis("1.0.1.8.0.255"), (("acme", "energy"), ("other", "work"))),
    cosem.describe(PUSH.attribute(2)),
    cosem.CATALOGUE.provenance(3, 0),
    cosem.CATALOGUE.rules(3, 0)[0],
    *(
        found
        for text in ("1.8.0", "register.value", "kWh")
        for found in cosem.find(text)
    ),
    cosem.objects_from([(3, 0, cosem.Obis("1.0.1.8.0.255"), None)]),
    cosem.GenericObject(9999, 0, "1.0.1.8.0.255"),
    cosem.Obis("1.0.1.8.0.255"),
    cosem.DateTime(2024, 6, 15, None, 12, deviation=-60, status=0x80),
    cosem.Date(2024, None, 1),
    cosem.Time(12),
    cosem.ClockStatus(0x80),
    cosem.BitString("0101"),
    COMPACT,
    COMPACT.description,
    *(kind(5) for kind in values.INTEGERS),
    values.Boolean(7),
    values.Float32(0.5),
    values.Float32Nan(b"\x7f\xc0\x00\x01"),
    values.Float64(0.1),
    values.VisibleString("on"),
    values.Utf8String("ön"),
    values.NumberText("12", values.Unsigned(0x12)),
    values.DONT_CARE,
    octets.Ipv4Address(b"\1\2\3\4"),
    octets.Ipv4Number(5),
    octets.Ipv6Address(bytes(16)),
    octets.MacAddress(bytes(6)),
    octets.ObjectIdentifier(b"\x60\x85"),
    octets.Text(b"on"),
    *(getattr(t, name) for name in vars(t) if name.isupper()),
    t.ArrayType(t.UNSIGNED, 1, 3),
    t.CompactArrayType(t.UNSIGNED),
    t.ChoiceType("", (t.UNSIGNED, t.NULL_DATA)),
    t.StructureType("pair", None, (("a", t.UNSIGNED), ("b", t.TEXT)), ("b",)),
    t.EnumType("unit", Unit),
    ScalerUnit.TYPE,
    cosem.quirks("deviation_reversed", "deviation_ffff"),
    *cosem.quirks("newest_first", "m_bus_identification_bcd"),
    *(e for quirk in cosem.quirks("deviation_reversed") for e in quirk.effects),
    COMPANION,
    COMPANION.objects[0],
    COMPANION.objects[0].attributes[0],
    COMPANION.objects[0].attributes[0].types[0],
    COMPANION.objects[0].attributes[0].values[0],
    *COMPANION.clients,
    *COMPANION.variants,
    cosem.profile_reader(
        PROFILE.attribute(3).decode(COLUMNS),
        quirks=cosem.quirks("deviation_reversed", "newest_first"),
    ),
    NOTIFICATION,
    *NOTIFICATION.layers,
    telegram.MBus(0x53, 1, 2, 3, 1),
    telegram.Wrapper(1, 16, 1),
    telegram.BlockTransfer("general-block-transfer", 2),
    telegram.Ciphering("general-glo-ciphering", bytes(8), 0x30, 5, True),
    *telegram.open(bytes.fromhex("c401c101f9")).results,
    telegram.AttributeReference(3, cosem.Obis("1.0.1.8.0.255"), 2),
    PUSHED,
    PUSHED.items[0],
    LAYOUT,
    LAYOUT.items[0],
    push.PushError("words", 3, "one", "two"),
    refused(b"\x7e"),
    refused(bytes.fromhex("db08" "4b464d6700000001" "15" "3000000001") + bytes(16)),
    errors.CosemError("words"),
    errors.DateTimeError("words"),
    errors.DecodeError("words", 3, "one", "two").within("value"),
    errors.EncodeError("words", "one", "two").within(5),
    errors.JsonError("words"),
    errors.ObisError("words"),
    errors.UnknownClassError("words"),
    errors.UnknownNameError("words"),
    errors.MissingNameError("module", "name", ["names"]),
    errors.UnreadAttributeError("words"),
)
INTERNAL = {
    *("arrow.core", "arrow.kinds", "arrow.vectors"),
    *("catalogue.find.codes", "catalogue.find.words", "codec.layout", "obis.index"),
    *("obis.tables", "obis.words", "profile.cells", "telegram.apdus"),
    *("push.elements", "push.families", "push.matching", "push.plans"),
    *("push.reading", "quirks.effects", "tolerant.walk"),
    *("telegram.ciphering", "telegram.frames", "telegram.joining", "telegram.pieces"),
}
"""Modules whose classes nobody gets into his hands."""
OF_A_CATALOGUE = {Describer, Finder, Package, Registered}
"""What a catalogue holds, and hands to nobody."""
STREAMS = {push.PushReader, telegram.TelegramReader}
"""What is in the middle of something."""


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


WAYS = [copy.copy, copy.deepcopy, pickled]


def public_types() -> list[type]:
    found = set()
    for module in pkgutil.walk_packages(cosem_runtime.__path__, "cosem_runtime."):
        name = module.name.removeprefix("cosem_runtime.")
        if name in INTERNAL:
            continue
        loaded = importlib.import_module(module.name)
        named = [getattr(loaded, each) for each in getattr(loaded, "__all__", ())]
        found |= {each for each in named if isinstance(each, type)}
    public = found - OF_A_CATALOGUE - STREAMS
    return sorted(public, key=lambda each: (each.__module__, each.__name__))


@pytest.mark.parametrize("kind", public_types(), ids=lambda kind: kind.__name__)
def test_there_is_a_sample_of_every_public_type(kind: type) -> None:
    """Or of a type that stands on it: this is what the next test goes over."""
    assert any(isinstance(sample, kind) for sample in SAMPLES)


def shown(value: Any) -> tuple[type, str, str]:
    return type(value), str(value), repr(value)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("value", SAMPLES, ids=lambda value: type(value).__name__)
def test_a_copy_is_the_same(value: Any, way: Callable[[Any], Any]) -> None:
    again = way(value)
    assert shown(again) == shown(value)
    if type(value).__eq__ is not object.__eq__ and value == value:
        assert again == value


@pytest.mark.parametrize("way", WAYS)
def test_facts_of_every_class_are_copied(way: Callable[[Any], Any]) -> None:
    for class_id in cosem.CATALOGUE:
        for version in cosem.CATALOGUE.versions(class_id):
            kind = cosem.interface_class(class_id, version)
            for facts in (*kind.ATTRIBUTES, *kind.METHODS):
                again = way(facts)
                for name in facts.__slots__:
                    before, after = getattr(facts, name), getattr(again, name)
                    assert repr(after) == repr(before)


@pytest.mark.parametrize("way", WAYS)
def test_copies_work_as_the_first_does(way: Callable[[Any], Any]) -> None:
    buffer = PROFILE.attribute("buffer")
    assert way(buffer).by_entry(**ENTRIES) == buffer.by_entry(**ENTRIES)
    rows = READER.read(BUFFER)
    assert way(READER).read(BUFFER) == rows == way(rows)
    assert way(rows).scaled() == rows.scaled()
    assert way(ENERGY).encode_attribute(3) == ENERGY.encode_attribute(3)


@pytest.mark.parametrize("way", WAYS)
def test_what_there_is_one_of_stays_one(way: Callable[[Any], Any]) -> None:
    for one in (cosem.CATALOGUE, UNREAD, values.DONT_CARE, t.ANY, Unit(199)):
        assert way(one) is one
    assert way(cosem.describe)(3).name == "Register"
    assert way(ScalerUnit.TYPE) is ScalerUnit.TYPE


@pytest.mark.parametrize("way", WAYS)
def test_a_catalogue_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, way: Callable[[Any], Any]
) -> None:
    own = Catalogue(install_standard(monkeypatch).__name__)
    again = way(own)
    assert again is not own and again.packages() == own.packages()
    assert again.interface_class(3) is own.interface_class(3)


def test_half_built_objects_answer() -> None:
    """Whoever copies or shows objects may ask one that has nothing yet."""
    spec = AttributeSpec.__new__(AttributeSpec)
    with pytest.raises(AttributeError, match="no attribute 'selectors'"):
        spec.selectors  # noqa: B018  # what is tested
    with pytest.raises(AttributeError):
        spec.by_entry  # noqa: B018  # what is tested
    for kind in (InterfaceClass, type(ENERGY)):
        empty = kind.__new__(kind)
        assert repr(empty) == f"{kind.__name__}('(unnamed)')"
        with pytest.raises(AttributeError, match="logical_name"):
            empty.logical_name  # noqa: B018  # what is tested


def rows_of(task: tuple[Any, bytes]) -> Any:
    reader, octets = task
    return reader.read(octets)


def test_readers_and_rows_go_to_other_processes() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (rows,) = pool.map(rows_of, [(READER, BUFFER)])
        (name,) = pool.map(cosem.describe, ["1.0.1.8.0.255"])
    assert rows == READER.read(BUFFER)
    assert rows.scaled() == READER.read(BUFFER).scaled()
    assert str(name) == str(cosem.describe("1.0.1.8.0.255"))
