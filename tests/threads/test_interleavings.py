"""Whatever a second thread meets half done, both get the answers of one thread alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import pytest

import cosem
from cosem_runtime import datetimes
from cosem_runtime import types as t
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.codec.simple import BOOLEANS
from cosem_runtime.datetimes import DateTime, conversion
from cosem_runtime.enums import OpenIntEnum
from cosem_runtime.profile import ProfileReader
from cosem_runtime.types import DataType

from ..unit.runtime_tables.packages import TamperLog, install, install_standard
from .interleaving import Use, answer, interleavings

cosem.preload()  # what is imported here is not what is tested

TIME = bytes.fromhex("090c07e8060f060d2d1e00ff8880")
COLUMNS = bytes.fromhex(
    "0102020412000809060000010000ff0f02120000020412000309060100010800ff0f02120000"
)
SCALE = bytes.fromhex("02020ffe161e")


class Light(OpenIntEnum):
    RED = 0
    GREEN = 1


def anew(kind: DataType) -> DataType:
    """The same type with nothing planned in it, nor in the types that it is made of."""
    try:
        made_of = kind._made_of()
    except NotImplementedError:  # a constant, which plans nothing
        return kind
    return type(kind)(*map(_anew, made_of))


def _anew(argument: object) -> object:
    if isinstance(argument, DataType):
        return anew(argument)
    if isinstance(argument, tuple):
        return tuple(map(_anew, argument))
    return argument


def check(make: Callable[[], object], use: Use, *, instructions: bool = False) -> None:
    """Every interleaving gives what one thread alone gets."""
    alone = repr(answer(use, make()))
    assert "Error" not in alone
    steps = 0
    for outcome in interleavings(make, use, instructions=instructions):
        steps += 1
        found = {repr(outcome.first), repr(outcome.other), repr(outcome.later)}
        assert found == {alone}, outcome.place
    assert steps


def attribute(class_id: int, number: int) -> DataType:
    return cosem.interface_class(class_id).attribute(number).type


LIMIT = t.StructureType(
    "limit", None, (("value", t.CompactArrayType()), ("time", t.OCTET_DATE_TIME))
)
MOMENT = t.ChoiceType("", (t.OCTET_DATE_TIME, t.DATE_TIME, t.OCTET_STRING))
LIGHTS = t.ArrayType(t.EnumType("light", Light))


@pytest.mark.parametrize(
    ("kind", "octets"),
    [
        pytest.param(attribute(3, 2), "1605", id="choice of values"),
        pytest.param(attribute(3, 2), TIME.hex(), id="choice: octet-string"),
        pytest.param(MOMENT, TIME.hex(), id="choice: rivals"),
        pytest.param(attribute(3, 3), SCALE.hex(), id="shared structure"),
        pytest.param(attribute(7, 3).inner()[0], COLUMNS[2:20].hex(), id="structure"),
        pytest.param(attribute(7, 3), COLUMNS.hex(), id="array of structures"),
        pytest.param(LIMIT, f"02021311020102{TIME.hex()}", id="structure in segments"),
        pytest.param(LIGHTS, "0103160016011607", id="array of enumerators"),
        pytest.param(t.ArrayType(t.ANY), "010211051006ff", id="array of any data"),
    ],
)
def test_types(kind: DataType, octets: str) -> None:
    data = bytes.fromhex(octets)

    def use(fresh: DataType) -> object:
        value, end = fresh.decode(data, 0)
        out = bytearray()
        fresh.encode(value, out)
        return value, end, bytes(out) == data

    check(lambda: anew(kind), use)


def test_shared_values_are_one_object() -> None:
    def use(fresh: DataType) -> object:
        return fresh.decode(SCALE, 0)[0]

    kind = attribute(3, 3)
    for outcome in interleavings(lambda: anew(kind), use, instructions=True):
        assert outcome.first is outcome.other is outcome.later, outcome.place


def test_unlisted_enumerators_are_one_object() -> None:
    def make() -> type[OpenIntEnum]:
        return OpenIntEnum("Colour", {"RED": 0})  # type: ignore[call-overload]

    def use(kind: type[OpenIntEnum]) -> object:
        return kind(77), kind(77).name

    for outcome in interleavings(make, use, instructions=True):
        first, other, later = outcome.first, outcome.other, outcome.later
        assert first == other == later == (77, "UNKNOWN_77"), outcome.place
        assert first[0] is other[0] is later[0], outcome.place  # type: ignore[index]


def test_odd_booleans() -> None:
    def make() -> None:
        BOOLEANS.pop(7, None)

    check(make, lambda _: t.BOOLEAN.decode(b"\x03\x07", 0), instructions=True)


def test_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> DateTime:
        monkeypatch.setattr(conversion, "_ZONES", conversion._Zones())
        monkeypatch.setattr(datetimes, "_moment", datetimes._load)
        return DateTime.from_bytes(TIME[2:])

    check(make, lambda moment: moment.to_datetime(), instructions=True)


def test_elements_of_a_compact_array() -> None:
    octets = bytes.fromhex("1302021109 06 050161 060162")

    check(lambda: cosem.axdr.decode(octets), list, instructions=True)


def test_profiles() -> None:
    columns = cosem.interface_class(7).attribute(3).decode(COLUMNS)
    row = f"0202{TIME.hex()}060000" + "{:04x}"
    data = bytes.fromhex("0106" + "".join(map(row.format, range(6))))

    def use(reader: ProfileReader) -> object:
        return list(reader.read(data))

    check(lambda: cosem.profile_reader(columns), use)


# ---- the catalogue ----


@pytest.fixture
def standard(monkeypatch: pytest.MonkeyPatch) -> str:
    return install_standard(monkeypatch).__name__


@pytest.mark.parametrize(
    "code", ["1.0.1.8.0.255", "1.0.12.7.124.255", "0.0.1.0.0.255", "1.0.94.49.0.255"]
)
def test_codes(standard: str, code: str) -> None:
    check(lambda: Catalogue(standard), lambda it: str(it.describe(code)))


def test_classes(standard: str) -> None:
    def use(it: Catalogue) -> object:
        return it.interface_class(3), it.interface_class(3, 0), str(it.describe((3, 0)))

    check(lambda: Catalogue(standard), use)


QUESTIONS: dict[str, Use] = {
    "newest version": lambda it: it.interface_class(32770).VERSION,
    "every version": lambda it: it.versions(32770),
    "every class": lambda it: sorted(it),
    "an old version": lambda it: it.interface_class(32770, 0).NAME,
    "its name": lambda it: it.name(32770),
    "its package": lambda it: it.package(32770, 0),
    "whether it is there": lambda it: 32770 in it,
    "packages": lambda it: it.packages(),
    "a code": lambda it: it.describe("1.0.1.8.0.255").name,
    "provenance": lambda it: it.provenance(32770, 1).clause,
}


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_whoever_asks_sees_a_package_whole_or_not_at_all(
    standard: str, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    ask = QUESTIONS[question]
    newer = type("TamperLogV1", (TamperLog,), {"VERSION": 1})
    install(
        monkeypatch,
        "acme",
        {32770: {0: TamperLog, 1: newer}},
        NEEDS=("standard",),
        OBJECTS="1.0.1.8.0.255 | Energy of ACME |  | 3",
        VERSIONS="32770 1 |  | 9.1 (Ed. 1)\n",
    )

    def make() -> Catalogue:
        catalogue = Catalogue(standard)
        catalogue.interface_class(3)
        catalogue.describe("1.0.1.8.0.255")
        return catalogue

    def register(catalogue: Catalogue) -> object:
        catalogue.register("acme")
        return answer(ask, catalogue)

    before = answer(ask, make())
    after = register(make())
    seen = []
    for outcome in interleavings(make, register, ask):
        assert outcome.first == outcome.later == after, outcome.place
        seen.append(outcome.other)
    # Never anything else, and once it is there it stays.
    changes = [pair for pair in pairwise(seen) if pair[0] != pair[1]]
    assert seen[0] == before
    assert set(map(repr, seen)) == {repr(before), repr(after)}
    assert len(changes) == (before != after)


def test_what_is_asked_for_during_a_registration(
    standard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round: packages come in while somebody is being answered."""
    install(monkeypatch, "acme", {32770: {0: TamperLog}}, NEEDS=("standard",))

    def use(catalogue: Catalogue) -> object:
        return (
            catalogue.interface_class(3),
            catalogue.versions(3),
            catalogue.name(3),
            sorted(catalogue)[:3],
            str(catalogue.describe("1.0.1.8.0.255")),
        )

    alone = use(Catalogue(standard))
    for outcome in interleavings(
        lambda: Catalogue(standard), use, lambda it: it.register("acme")
    ):
        assert outcome.first == outcome.later == alone, outcome.place
        assert outcome.other == (), outcome.place


def test_two_register_at_once(standard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = type("Other", (TamperLog,), {"CLASS_ID": 32771})
    install(monkeypatch, "acme", {32770: {0: TamperLog}}, NEEDS=("standard",))
    install(monkeypatch, "brand", {32771: {0: other}}, NEEDS=("standard",))
    reached = 0

    def brand(catalogue: Catalogue) -> object:
        # Who waits for the one in front of him is waited for here in vain.
        if not catalogue._lock.locked():
            catalogue.register("brand")
        return None

    for outcome in interleavings(
        lambda: Catalogue(standard), lambda it: it.register("acme") or it, brand
    ):
        catalogue = outcome.first
        assert isinstance(catalogue, Catalogue)
        reached += "brand" in catalogue.packages()
        catalogue.register("brand")
        assert set(catalogue.packages()) == {standard, "acme", "brand"}, outcome.place
        assert {32770, 32771} <= set(catalogue), outcome.place
    assert reached


# ---- names of packages ----


def test_the_catalogue_of_a_package_is_one() -> None:
    spec = importlib.util.find_spec("cosem")
    assert spec is not None and spec.loader is not None
    loader = spec.loader

    def make() -> ModuleType:
        fresh = importlib.util.module_from_spec(spec)
        loader.exec_module(fresh)
        return fresh

    def use(package: ModuleType) -> object:
        return package.interface_class.__self__

    for outcome in interleavings(make, use, instructions=True):
        assert isinstance(outcome.first, Catalogue)
        assert outcome.first is outcome.other is outcome.later, outcome.place
