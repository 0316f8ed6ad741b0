"""What is served is what the package or the dump has."""

from __future__ import annotations

import io
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import (
    Access,
    Association,
    Dump,
    DumpedObject,
    Value,
    load,
)
from cosem_conformance.judge import FAILED, Judgement, judge
from cosem_conformance.live.transport import Attribute, Transport
from cosem_conformance.simulator import (
    Session,
    SimulatedMeter,
    View,
    of_dump,
    of_package,
)
from cosem_runtime import CosemError, Obis
from cosem_runtime.catalogue import Catalogue
from tests.compiled import SPEC, model, write_package
from tests.unit.dumps.vectors import GXC

from .client import CURRENT, Client, dumped, live

FOLDER = "COSEM_DUMPS"
FILES = sorted(Path(os.environ.get(FOLDER) or os.devnull).glob("*.json"))
REGISTER = Obis("1.0.1.8.0.255")


def test_a_package_has_an_object_of_each_class(meter: SimulatedMeter) -> None:
    found = {each.class_id: each.version for each in meter.view().objects}
    known = {each: max(cosem.CATALOGUE.versions(each)) for each in cosem.CATALOGUE}
    # Short names are not served, and its rights are the numbers that most clients know.
    del known[12]
    assert found == known | {15: 1}


def failed(
    catalogue: Catalogue, view: View, **given: Any
) -> tuple[list[str], Judgement]:
    """What fails of any check, also of those that ask, write and invoke."""
    dump = dumped(view, "none" if view.password is None else "low")
    dump.associations[0].name = view.name
    dump.associations[0].client = view.client
    judgement = judge(catalogue, dump, wire=live(view), **given)
    findings = judgement.findings
    return [str(each) for each in findings if each.verdict == FAILED], judgement


@pytest.mark.parametrize("client", [16, 1])
def test_a_package_has_no_faults(meter: SimulatedMeter, client: int) -> None:
    found, judgement = failed(cosem.CATALOGUE, meter.view(client))
    assert found == []
    for family in ("OL-01", "OL-05", "TY-01", "CL-01", "XR-01", "DV-02"):
        assert judgement.counts[family]["passed"]


class Summer(tzinfo):
    """Where daylight saving has just begun."""

    BEGIN = datetime(2025, 3, 30, 2)

    def dst(self, moment: datetime | None) -> timedelta:
        assert moment is not None
        return timedelta(hours=moment.replace(tzinfo=None) >= self.BEGIN)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=1) + self.dst(moment)

    def tzname(self, moment: datetime | None) -> str:
        return "here"


def test_it_has_none_in_a_zone_with_daylight_saving_either() -> None:
    moment = datetime(2025, 3, 30, 3, 20, tzinfo=Summer())
    meter = of_package(cosem.CATALOGUE, "cosem", now=lambda: moment)
    found, judgement = failed(cosem.CATALOGUE, meter.view(16))
    assert found == []
    for check in ("CL-06", "CL-08"):
        assert judgement.counts[check]["passed"]


def test_a_view_is_a_transport_and_says_what_the_session_says(
    meter: SimulatedMeter,
) -> None:
    view = meter.view(1)
    assert isinstance(view, Transport)
    for each in view.objects:
        for number in range(-1, 30):
            attribute = Attribute(each.class_id, each.logical_name, number)
            assert Client.of(view).get(attribute) == view.get(attribute)


def found(judgement: Judgement) -> Counter[tuple[object, ...]]:
    return Counter(
        (each.check, each.place.code, each.place.attribute, each.place.path)
        for each in judgement.findings
        if each.verdict == "failed"
    )


def served(dump: Dump) -> Dump:
    """The dump of a meter that is simulated by a dump."""
    meter = of_dump(cosem.CATALOGUE, dump)
    found = [dumped(view).associations[0] for view in meter.views]
    kept = [each for each in dump.associations if each.objects]
    for each, before in zip(found, kept, strict=True):
        each.name, each.authentication = before.name, before.authentication
        each.security = before.security
    return replace(dump, associations=found)


@pytest.mark.skipif(not FILES, reason=f"{FOLDER} names no folder with dumps")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.stem)
def test_a_public_meter_is_judged_as_its_dump(path: Path) -> None:
    dump = load(path)
    names = Counter((id(a), o.class_id, o.logical_name) for a, o in dump.objects())
    if names and max(names.values()) > 1:
        pytest.skip(
            "it has two objects of one name and class, which no client tells apart"
        )
    # Rules of classes also compare with what was not read, which has the simplest value here.
    without = ["DV", "OL-01", "OL-02", "CL"]
    before = found(cosem.judge(dump, without=without))
    after = found(cosem.judge(served(dump), without=without))
    assert after == before


def test_a_dump_comes_back() -> None:
    dump = load(io.BytesIO(GXC.encode()))
    again = served(dump)
    kept = [each for each in dump.associations if each.objects]
    pairs = zip(kept, again.associations, strict=True)
    for each, answered in [(o, b) for a, b in pairs for o in a.objects]:
        same = answered.find(each.class_id, each.logical_name)
        assert same is not None
        for value in each.values:
            answer = same.value(value.attribute)
            if value.octets is not None and value.attribute in same.attribute_access:
                assert answer is not None and answer.octets == value.octets


def thing(**facts: object) -> DumpedObject:
    each = DumpedObject(3, 0, REGISTER)
    for name, fact in facts.items():
        setattr(each, name, fact)
    return each


def test_answers_are_those_of_the_dump() -> None:
    values = [
        Value(2, result="temporary-failure"),
        Value(3, failure="no reply"),
    ]
    rights = dict.fromkeys((1, 2, 3), Access(frozenset({"read_access"})))
    dump = Dump(
        associations=[
            Association(objects=[thing(values=values, attribute_access=rights)])
        ]
    )
    view = of_dump(cosem.CATALOGUE, dump).view()
    answers = [view.get(Attribute(3, REGISTER, number)) for number in (1, 2, 3)]
    assert [each.result for each in answers] == [0, 2, 250]
    assert answers[0].octets == bytes.fromhex("0906") + bytes(REGISTER)


def test_parts_make_a_value() -> None:
    row = "020209 0c 07e80b0f050e2d0000ffc400 06 0000000{}"
    parts = [
        Value(2, bytes.fromhex(f"0101 {row.format(2)}"), part=2, parts=2),
        Value(2, bytes.fromhex(f"0101 {row.format(1)}"), part=1, parts=2),
    ]
    each = DumpedObject(7, 1, Obis("1.0.99.1.0.255"), values=parts)
    view = of_dump(
        cosem.CATALOGUE, Dump(associations=[Association(objects=[each])])
    ).view()
    octets = view.get(Attribute(7, each.logical_name, 2)).octets
    assert octets == bytes.fromhex(f"0102 {row.format(1)} {row.format(2)}")


def test_associations_share_values_and_have_rights_of_their_own() -> None:
    read = {2: Access(frozenset({"read_access"}))}
    both = {2: Access(frozenset({"read_access", "write_access"}))}
    value = [Value(2, bytes.fromhex("0600000001"))]
    dump = Dump(
        associations=[
            Association(
                client=16, objects=[thing(values=value, attribute_access=read)]
            ),
            Association(
                client=1,
                authentication="low",
                objects=[thing(values=value, attribute_access=both)],
            ),
        ]
    )
    meter = of_dump(cosem.CATALOGUE, dump, password=b"secret")
    public, management = meter.view(16), meter.view(1)
    assert (public.password, management.password) == (None, b"secret")
    attribute = Attribute(3, REGISTER, 2)
    octets = bytes.fromhex("0600000002")
    assert public.set(attribute, octets).result == 3
    assert management.set(attribute, octets).result == 0
    assert public.get(attribute).octets == octets
    # Each lists itself.
    assert public.get(Attribute(15, CURRENT, 3)).octets != (
        management.get(Attribute(15, CURRENT, 3)).octets
    )


def test_a_clock_of_a_dump_keeps_its_deviation() -> None:
    """Wherever it is served."""
    time = "090C 07E8060F060C000000 FF88 80"
    clock = DumpedObject(8, 0, Obis("0.0.1.0.0.255"))
    clock.values.append(Value(2, bytes.fromhex(time)))
    noon = datetime(2024, 6, 15, 10, tzinfo=UTC)
    dump = Dump(associations=[Association(objects=[clock])])
    view = of_dump(cosem.CATALOGUE, dump, now=lambda: noon).view()
    shown = view.get(Attribute(8, clock.logical_name, 2)).octets
    assert shown == bytes.fromhex(time)


def test_an_association_says_what_was_agreed_on_and_not_what_a_dump_has() -> None:
    """Its context, services, sizes, mechanism and status."""
    own = DumpedObject(15, 1, CURRENT)
    replayed = {
        4: "0907 60857405080103",
        5: "0206 0418FFFFFF 120080 120080 1106 0F00 0900",
        6: "0907 60857405080205",
        8: "1600",
    }
    own.values += [Value(n, bytes.fromhex(octets)) for n, octets in replayed.items()]
    dump = Dump(associations=[Association(authentication="HighGMAC", objects=[own])])
    view = of_dump(cosem.CATALOGUE, dump).view()
    client = Client(Session(view.meter, view.client, 1).answer, "12345678", pdu=0x200)
    client.open()
    told = {n: client.get(Attribute(15, CURRENT, n)).octets for n in replayed}
    assert told == {
        4: bytes.fromhex("0907 60857405080101"),
        5: bytes.fromhex("0206 0418003E9D 12FFFF 120200 1106 0F00 0900"),
        6: bytes.fromhex("0907 60857405080201"),
        8: bytes.fromhex("1602"),
    }
    # Where nobody associates it is as the dump has it.
    assert view.get(Attribute(15, CURRENT, 8)).octets == bytes.fromhex("1600")


def test_clients_of_any_address_are_served() -> None:
    objects = [DumpedObject(3, 0, Obis("1.0.1.8.0.255"))]
    far = [Association(client=0xFFFE, objects=objects) for _ in range(2)]
    meter = of_dump(cosem.CATALOGUE, Dump(associations=far))
    assert [view.client for view in meter.views] == [0xFFFE, 0xFFFF]
    for view in meter.views:
        answer = view.get(Attribute(15, CURRENT, 3))
        assert answer.octets == bytes.fromhex("0202 0F00 120001")
    far += far[:1]
    with pytest.raises(CosemError, match="more associations than clients"):
        of_dump(cosem.CATALOGUE, Dump(associations=far))


def test_what_has_no_objects_is_refused() -> None:
    with pytest.raises(CosemError, match="no objects"):
        of_dump(cosem.CATALOGUE, Dump(associations=[Association()]))


@pytest.mark.slow
def test_a_vendors_classes_are_served_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "acme_simulated"
    write_package(model(SPEC.parent / "tests/vendor/acme"), name, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    catalogue = Catalogue("cosem")
    catalogue.register(name)
    meter = of_package(catalogue, name)
    own = {
        (class_id, max(catalogue.versions(class_id)))
        for class_id in catalogue
        if catalogue.package(class_id, max(catalogue.versions(class_id))) == name
    }
    assert own
    assert own <= {(each.class_id, each.version) for each in meter.view().objects}
    assert failed(catalogue, meter.view())[0] == []
    # One that was not asked for is not there.
    standard = of_package(catalogue, "cosem")
    assert not own & {(each.class_id, each.version) for each in standard.view().objects}
