"""Checks over a live association: each finds its faults, passes what is clean, and does only what is allowed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pytest

import cosem
from cosem_conformance.dumps import Association, Dump
from cosem_conformance.judge import (
    ACTION,
    CHECKS,
    DUMP,
    ERROR,
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    PASSED,
    WARNING,
    WRITE,
    Call,
    Finding,
    Judgement,
    KnownFailuresError,
    NotAllowedError,
    Wire,
    as_text,
    read_excluded,
)
from cosem_conformance.live.transport import (
    Answer,
    Attribute,
    Negotiated,
    NotSupportedError,
    Transport,
    TransportError,
)
from cosem_runtime import Obis, UnknownNameError

from .fake_meter import CLOCK, CURRENT, ENERGY, IP, LIST, PROFILE, SERVICES, FakeMeter

LIVE: Final = [name for name, check in CHECKS.items() if check.mode != DUMP]


class Asked(NamedTuple):
    """A fault of a meter, the check that finds it, and how its findings are told."""

    check: str
    fault: str
    severity: str = ERROR
    attribute: int | None = None
    method: int | None = None
    path: str = ""


ASKED: Final = (
    Asked("OL-08", "ignores selectors", ERROR, 2, path="class_list"),
    Asked("OL-08", "knows no selectors", ERROR, 2, path="all"),
    Asked("AT-04", "serves any attribute", ERROR, 3),
    Asked("AT-04", "breaks beyond", WARNING, 3),
    Asked("AT-05", "serves any class"),
    Asked("AT-05", "serves any object"),
    Asked("AT-05", "breaks where nothing is", WARNING),
    Asked("AT-06", "no attribute 0", ERROR, 0),
    Asked("AT-06", "attribute 0 is no structure", ERROR, 0),
    Asked("AT-06", "attribute 0 is short", ERROR, 0),
    Asked("AT-06", "attribute 0 is turned round", ERROR, 1),
    Asked("AT-07", "lists turned round", ERROR, 2),
    Asked("AT-07", "lists cut short", ERROR),
    Asked("AT-07", "no lists", ERROR, 2),
    Asked("AT-08", "blocks lose octets", ERROR, 2),
    Asked("SV-01", "ignores selectors", ERROR, 2),
    Asked("DV-03", "another name", ERROR, 2, path="[0]"),
    Asked("DV-03", "no device", WARNING, 2, path="[0]"),
    Asked("CL-04", "range without its end", ERROR, 2, path="the range of all rows"),
    Asked("CL-04", "knows no selectors", ERROR, 2, path="the range of all rows"),
    Asked("CL-04", "ignores selectors", ERROR, 2, path="a range before all rows"),
    Asked("CL-05", "entries counted from 0", ERROR, 2, path="one column of one entry"),
    Asked("AR-05", "writes anything", ERROR, 1),
    Asked("WR-01", "refuses writes", ERROR, 3),
    Asked("WR-01", "writes something else", ERROR, 3),
    Asked("WR-03", "takes any value", ERROR, 3),
    Asked("WR-03", "drops what is wrong", ERROR, 3),
    Asked("WR-03", "wrong values break", WARNING, 3),
    Asked("WR-04", "takes any value", ERROR, 7),
    Asked("WR-04", "drops what is wrong", WARNING, 7),
    Asked("ME-01", "does anything", ERROR, method=1),
    Asked("ME-02", "takes any parameter", ERROR, method=6),
    Asked("ME-03", "returns another type", ERROR, method=3),
    Asked("ME-03", "returns nothing", WARNING, method=3),
)


def judged(
    meter: FakeMeter, *only: str, dump: Dump | None = None, **allowed: Any
) -> Judgement:
    """What checks make of a meter, with all that its transport can."""
    given = {"allow_write": True, "allow_actions": True, "in_laboratory": True}
    wire = meter.wire(**given | allowed)
    return cosem.judge(
        dump or FakeMeter(services=meter.services).dump(), only=only, wire=wire
    )


def failed(judgement: Judgement) -> list[Finding]:
    return [each for each in judgement.findings if each.verdict == FAILED]


def test_every_check_has_its_faults() -> None:
    assert {each.check for each in ASKED} == set(LIVE)


@pytest.mark.parametrize("check", LIVE)
def test_a_clean_meter_passes(check: str) -> None:
    judgement = judged(FakeMeter(), check)
    assert failed(judgement) == []
    assert judgement.counts[check][PASSED]


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.check}-{each.fault}")
def test_the_fault_is_found(asked: Asked) -> None:
    judgement = judged(FakeMeter(frozenset({asked.fault})), asked.check)
    found = failed(judgement)
    assert found
    first = found[0]
    assert (first.check, first.severity) == (asked.check, asked.severity)
    assert first.place.attribute == asked.attribute
    assert first.place.method == asked.method
    assert first.place.path == asked.path
    assert first.place.code is not None or asked.fault == "lists cut short"
    assert judgement.passed is (asked.severity != ERROR)


def test_a_clean_meter_has_no_failures_at_all() -> None:
    """Of any check, and nothing that it holds is another afterwards."""
    meter = FakeMeter()
    before = meter.dump()
    judgement = judged(meter, dump=before)
    assert [str(each) for each in judgement.failures] == []
    assert meter.dump() == before
    assert not meter.is_open
    assert judgement.versions["live association"] == "reads, writes, invokes methods"


# ---------------------------------------------------------------- what is allowed


def asked(meter: FakeMeter, word: str) -> list[str]:
    """What was asked for by a service."""
    return [each for each in meter.log if each.split()[0] == word]


def test_a_live_run_only_reads_unless_it_is_told_to_do_more() -> None:
    meter = FakeMeter()
    judgement = cosem.judge(meter.dump(), wire=meter.wire())
    assert asked(meter, "get")
    assert not asked(meter, "set") and not asked(meter, "action")
    for name, check in CHECKS.items():
        if check.mode in (WRITE, ACTION):
            assert judgement.counts[name] == {NOT_APPLICABLE: 1}
            [told] = judgement.of(name)
            assert told.reason.startswith("it needs leave to ")
    assert judgement.versions["live association"] == "reads"


def test_leave_to_write_is_none_to_invoke_and_the_other_way_round() -> None:
    meter = FakeMeter()
    cosem.judge(meter.dump(), wire=meter.wire(allow_write=True))
    assert asked(meter, "set") and not asked(meter, "action")
    meter = FakeMeter()
    cosem.judge(meter.dump(), wire=meter.wire(allow_actions=True))
    assert asked(meter, "action") and not asked(meter, "set")


def test_a_dump_alone_asks_nothing() -> None:
    dump = FakeMeter().dump()
    assert not set(cosem.judge(dump).counts) & set(LIVE)
    judgement = cosem.judge(dump, only=["AT-04", "WR"])
    assert judgement.counts == {"AT-04": {NOT_APPLICABLE: 1}}
    assert "a live association" in judgement.findings[0].reason


def test_what_is_not_allowed_is_refused_where_it_would_be_sent() -> None:
    """Whatever a check may ask for."""
    meter = FakeMeter()
    wire = meter.wire()
    seen: list[Any] = []

    class Keeps(Wire):
        def takes(self, item: Any) -> bool:
            seen.append(item)
            return super().takes(item)

    cosem.judge(meter.dump(), only=["AT-04"], wire=Keeps(meter, wait=0))
    with pytest.raises(NotAllowedError):
        wire.try_writing(seen[0], 2, b"\x11\x00", b"\x11\x00")
    with pytest.raises(NotAllowedError):
        wire.invoke(seen[0], 1, None)
    assert not asked(meter, "set") and not asked(meter, "action")


def test_excluded_places_are_left_alone() -> None:
    lines = f"""
    WR 8 * 9            -- others count by it
    WR-03 * {LIST}      -- holidays are in use
    ME-01 8 {CLOCK} 3
    AT 42
    """
    meter = FakeMeter()
    judgement = judged(meter, excluded=read_excluded(lines))
    written = asked(meter, "set")
    assert f"set 8 {CLOCK} 9" not in written
    assert f"set 8 {CLOCK} 7" in written
    assert f"set 11 {LIST} 2" in written  # by WR-01 alone
    assert f"action 8 {CLOCK} 3" not in meter.log
    assert f"get 42 {IP} 11" not in meter.log
    told = {
        (each.check, each.place.attribute, each.place.method, each.reason)
        for each in judgement.findings
        if each.verdict == NOT_APPLICABLE
    }
    assert ("WR-01", 9, None, "others count by it") in told
    assert ("WR-03", 2, None, "holidays are in use") in told
    assert ("ME-01", None, 3, "the user excluded it") in told


@pytest.mark.parametrize("line", ["TY-01 8", "XX 8", "WR x", "WR-02 8"])
def test_lines_that_exclude_nothing_are_refused(line: str) -> None:
    with pytest.raises(KnownFailuresError, match="^skip:1: "):
        read_excluded(line, "skip")


def test_in_the_field_what_does_harm_is_left_alone() -> None:
    meter = FakeMeter()
    judgement = judged(meter, "ME-01", in_laboratory=False)
    assert f"action 3 {ENERGY} 1" not in meter.log
    assert asked(meter, "action")
    told = [each for each in judgement.findings if each.place.code == ENERGY]
    assert [each.reason for each in told] == ["what was counted is lost"]


def test_methods_that_the_user_names_are_invoked() -> None:
    meter = FakeMeter()
    call = Call(11, LIST, 2, bytes.fromhex("120001"))
    judgement = judged(meter, "ME-03", calls=[call])
    assert f"action 11 {LIST} 2" in meter.log
    assert judgement.counts["ME-03"] == {PASSED: 2}
    judgement = judged(FakeMeter(), "ME-03", calls=[call._replace(parameter=None)])
    assert judgement.counts["ME-03"] == {PASSED: 1, INCONCLUSIVE: 1}


def test_some_objects_of_each_class_are_enough_where_it_is_said() -> None:
    meter = FakeMeter()
    judgement = judged(meter, "AT-04", each=1)
    assert judgement.counts["AT-04"][PASSED] == len(
        {e.class_id for e in meter.objects.values()}
    )


# ---------------------------------------------------------------- what is put back


def test_what_was_changed_is_put_back() -> None:
    meter = FakeMeter(frozenset({"takes any value"}))
    before = meter.dump()
    judgement = judged(meter, "WR-03", "WR-04")
    assert failed(judgement)
    assert all("it was put back" in each.reason for each in failed(judgement))
    assert meter.dump() == before


def test_what_cannot_be_put_back_is_told_with_what_it_was() -> None:
    meter = FakeMeter(frozenset({"takes any value", "is written once alone"}))
    judgement = judged(meter, "WR-03")
    [told] = [
        each for each in judgement.failures if "could not be put back" in each.reason
    ]
    assert (told.check, told.place.attribute) == ("WR-03", 3)
    assert told.expected == "10 00 3c"
    assert judgement.counts["WR-03"][FAILED] == len(failed(judgement))


def test_a_break_in_between_puts_back_what_was_there() -> None:
    meter = FakeMeter(frozenset({"takes any value", "breaks when written"}))
    before = meter.dump()
    judged(meter, "WR-03")
    assert meter.dump() == before


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
def test_the_user_may_break_off_at_any_time(raised: type[BaseException]) -> None:
    class Broken(FakeMeter):
        def set(self, attribute: Attribute, octets: bytes) -> Answer:
            answer = super().set(attribute, octets)
            if len(asked(self, "set")) == 1:
                raise raised
            return answer

    meter = Broken(frozenset({"takes any value"}))
    before = meter.dump()
    with pytest.raises(raised):
        judged(meter, "WR-03")
    assert meter.dump() == before
    assert not meter.is_open


# ---------------------------------------------------------------- what nobody can tell


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("AT-07", "client cannot ask for lists"),
        ("AT-08", "client cannot connect otherwise"),
        ("DV-03", "client cannot connect otherwise"),
        ("AT-08", "no small APDUs"),
    ],
)
def test_what_a_client_cannot_decides_nothing(check: str, fault: str) -> None:
    judgement = judged(FakeMeter(frozenset({fault})), check)
    assert judgement.counts[check] == {INCONCLUSIVE: 1}
    assert judgement.passed


@pytest.mark.parametrize("check", ["WR-01", "WR-03", "AR-05"])
def test_what_a_client_cannot_write_decides_nothing(check: str) -> None:
    class Short(FakeMeter):
        def set(self, attribute: Attribute, octets: bytes) -> Answer:
            raise NotSupportedError("it writes in one APDU")

    judgement = judged(Short(), check)
    assert not failed(judgement)
    assert judgement.counts[check][INCONCLUSIVE]
    assert "it writes in one APDU" in str(judgement.of(check))


def test_a_meter_that_is_gone_decides_nothing() -> None:
    judgement = judged(FakeMeter(frozenset({"gone"})))
    for name in LIVE:
        assert judgement.counts[name].keys() <= {INCONCLUSIVE, NOT_APPLICABLE}
        assert judgement.counts[name][INCONCLUSIVE]
    assert "does not associate" in judgement.of("AT-04")[0].reason


def test_a_refused_association_is_asked_for_once() -> None:
    class Refusing(FakeMeter):
        attempts = 0

        def open(self) -> None:
            self.attempts += 1
            raise TransportError("the password may be wrong", final=True)

    meter = Refusing()
    judgement = judged(meter, "AT-04")
    assert "the password may be wrong" in judgement.of("AT-04")[0].reason
    assert meter.attempts == 1


def test_a_reading_that_breaks_is_told_and_the_next_goes_on() -> None:
    class Breaks(FakeMeter):
        def get(self, attribute: Attribute) -> Answer:
            if attribute.logical_name == CLOCK:
                self.is_open = False
                raise TransportError("nothing came")
            return super().get(attribute)

    meter = Breaks()
    judgement = judged(meter, "AT-04")
    [told] = failed(judgement)
    assert (told.severity, told.place.code) == (WARNING, CLOCK)
    assert "nothing came" in told.reason
    assert judgement.counts["AT-04"][PASSED] == len(meter.objects) - 1


def test_values_that_run_decide_nothing() -> None:
    judgement = judged(FakeMeter(frozenset({"counts"})), "AT-06", "AT-07")
    assert not failed(judgement)
    assert judgement.counts["AT-07"][INCONCLUSIVE]


def test_what_was_not_negotiated() -> None:
    fewer = tuple(each for each in SERVICES if each != "attribute0_supported_with_get")
    assert not failed(judged(FakeMeter(services=fewer), "AT-06"))
    anyway = FakeMeter(frozenset({"attribute 0 anyway"}), services=fewer)
    [found] = failed(judged(anyway, "AT-06"))
    assert found.place.attribute == 0
    fewer = tuple(each for each in SERVICES if each != "selective_access")
    judgement = judged(FakeMeter(services=fewer), "SV-01", "OL-08", "CL-04", "CL-05")
    assert {each.check for each in failed(judgement)} == {"SV-01"}
    fewer = tuple(each for each in SERVICES if each != "multiple_references")
    judgement = judged(FakeMeter(services=fewer), "AT-07")
    assert judgement.counts["AT-07"] == {NOT_APPLICABLE: 1}


def test_what_was_negotiated_is_asked_of_the_association_that_is_live() -> None:
    """The dump may be of another one, with another client."""
    fewer = tuple(each for each in SERVICES if each != "attribute0_supported_with_get")
    older = FakeMeter(services=fewer).dump()
    assert not failed(judged(FakeMeter(), "AT-06", dump=older))


def test_what_was_negotiated_is_told_by_clients_that_can() -> None:
    class Tells(FakeMeter):
        def negotiated(self) -> Negotiated:
            assert self.is_open
            return Negotiated(0x00001C, 1200)  # get and set, selective access

    meter = Tells()
    judgement = judged(meter, "AT-06", "AT-07")
    assert {each.place.attribute for each in failed(judgement)} == {0}
    assert judgement.counts["AT-07"] == {NOT_APPLICABLE: 1}
    assert f"get 15 {CURRENT} 5" not in meter.log


def test_one_entry_may_come_without_an_array() -> None:
    judgement = judged(FakeMeter(frozenset({"one entry alone"})), "OL-08")
    assert not failed(judgement)


def test_buffers_of_few_rows_decide_nothing() -> None:
    meter = FakeMeter()
    meter.objects[PROFILE].values[2] = b"\x01\x00"
    judgement = judged(meter, "CL-04", "CL-05")
    assert judgement.counts["CL-04"] == judgement.counts["CL-05"] == {INCONCLUSIVE: 1}


@pytest.mark.parametrize("seed", range(12))
def test_no_answer_at_all_breaks_a_judgement(seed: int) -> None:
    """Octets of any kind, results that nobody knows, and silence."""
    chance = random.Random(seed)
    clean = [
        data for each in FakeMeter().objects.values() for data in each.values.values()
    ]

    def answer() -> Answer:
        match chance.randrange(6):
            case 0:
                raise TransportError("nothing came", broken=chance.random() < 0.5)
            case 1:
                return Answer(chance.randrange(256), None)
            case 2:
                return Answer(0, chance.randbytes(chance.randrange(40)))
            case 3:
                data = bytearray(chance.choice(clean))
                data[chance.randrange(len(data))] = chance.randrange(256)
                return Answer(0, bytes(data))
            case _:
                return Answer(0, chance.choice(clean))

    class Liar(FakeMeter):
        def get(self, attribute: Attribute) -> Answer:
            return answer()

        def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
            return [answer() for _ in range(chance.randrange(len(attributes) + 2))]

        def set(self, attribute: Attribute, octets: bytes) -> Answer:
            return answer()

        def action(
            self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
        ) -> Answer:
            return answer()

        def connect(self, **_: int | None) -> Transport:
            return self

    meter = Liar()
    judgement = judged(meter, *LIVE)
    assert set(judgement.counts) == set(LIVE)
    assert as_text(judgement, all_findings=True)
    assert not meter.is_open


# ---------------------------------------------------------------- which association


def test_the_association_that_is_live_is_named() -> None:
    meter = FakeMeter()
    [one] = meter.dump().associations
    one.name = "Reader"
    dump = Dump(associations=[Association("Public", objects=list(one.objects)), one])
    judgement = judged(meter, "AT-04", dump=dump, association="Reader")
    assert {each.place.association for each in judgement.findings} <= {"Reader"}
    assert judgement.counts["AT-04"][PASSED] == len(one.objects)
    for name in ("", "Other"):
        with pytest.raises(UnknownNameError, match="by its name: Public, Reader"):
            judged(meter, "AT-04", dump=dump, association=name)


def test_the_association_that_is_live_is_that_of_the_client() -> None:
    meter = FakeMeter()
    [one] = meter.dump().associations
    one.client = 7
    dump = Dump(associations=[Association(client=8, objects=list(one.objects)), one])
    judgement = judged(meter, "AT-04", dump=dump, client=7)
    assert {each.place.association for each in judgement.findings} <= {"2"}
    assert judgement.counts["AT-04"][PASSED] == len(one.objects)
    for client in (None, 9):
        with pytest.raises(UnknownNameError, match="say which by its name: 1, 2"):
            judged(meter, "AT-04", dump=dump, client=client)
