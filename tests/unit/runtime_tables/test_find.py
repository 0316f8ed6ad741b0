"""What is found by words: by the hand-made tables of `packages`, and by the standard's."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

import cosem
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.catalogue.find import Found
from cosem_runtime.errors import CosemError

from .packages import TamperLog, install


def found(catalogue: Any, text: str, **options: Any) -> list[str]:
    return [str(each) for each in catalogue.find(text, **options)]


def first(text: str) -> Found:
    return cosem.find(text)[0]


# ---------------------------------------------------------------- the standard's


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("active energy import", "1.0.1.8.0.255"),
        ("Energy, ACTIVE (import)", "1.0.1.8.0.255"),
        ("+A", "1.0.1.8.0.255"),
        ("active energy import rate 2", "1.0.1.8.2.255"),
        ("active power import", "1.0.1.7.0.255"),
        ("reactive energy export L2", "1.0.44.8.0.255"),
        ("voltage L1", "1.0.32.7.0.255"),
        ("voltages l1", "1.0.32.7.0.255"),
        ("power outages", "0.0.96.7.21.255"),
        ("production", "1.0.2.7.0.255"),
        ("consumption total", "1.0.1.8.0.255"),
        ("energy import tariff 1", "1.0.1.8.1.255"),
        ("current L2 harmonic 3", "1.0.51.7.3.255"),
        ("maximum active power import", "1.0.1.6.0.255"),
        ("dc energy import", "2.0.1.8.0.255"),
        ("clock synchronisation window", "1.0.0.9.9.255"),
        ("1.8.0", "1.0.1.8.0.255"),
        ("1-0:1.8.0", "1.0.1.8.0.255"),
        ("1-0:1.8.0*255", "1.0.1.8.0.255"),
        ("0100010800FF", "1.0.1.8.0.255"),
        ("  1.0.1.8.0.255 ", "1.0.1.8.0.255"),
    ],
)
def test_codes_by_words(text: str, code: str) -> None:
    best = first(text)
    assert (best.kind, best.code, best.fits) == ("code", cosem.Obis(code), True)
    assert cosem.describe(code).name == best.name


def test_the_total_is_before_the_rates_and_these_before_the_phases() -> None:
    codes = [each.where for each in cosem.find("active energy import", limit=7)]
    rates = ["1-0:1.8.0*255", "1-0:1.8.1*255", "1-0:1.8.2*255", "1-0:1.8.3*255"]
    assert codes[:4] == rates
    assert codes.index("1-0:21.8.0*255") > 3


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("register", "class", "Register"),
        ("Push Setup", "class", "Push setup"),
        ("PushSetup", "class", "Push setup"),
        ("PushSetupV0", "class", "Push setup"),
        ("push setups", "class", "Push setup"),
        ("profile", "class", "Profile generic"),
        ("7", "class", "Profile generic"),
        ("class 7", "class", "Profile generic"),
        ("register.value", "attribute", "value"),
        ("3.2", "attribute", "value"),
        ("Register.Scaler-Unit", "attribute", "scaler_unit"),
        ("40.push", "method", "push"),
        ("mac-address", "attribute", "MAC_address"),
        ("scal_unit_type", "type", "scal_unit_type"),
        ("Wh", "unit", "Wh"),
        ("kWh", "unit", "Wh"),
        ("watt hour", "unit", "Wh"),
        ("unit 30", "unit", "Wh"),
        ("m³/h", "unit", "m³/h"),
        ("°C", "unit", "°C"),
        ("%", "unit", "%"),
    ],
)
def test_all_else_by_words(text: str, kind: str, name: str) -> None:
    best = first(text)
    assert (best.kind, best.name, best.fits) == (kind, name, True)


def test_what_was_found_leads_to_the_thing() -> None:
    push, method = first("push setup"), first("push setup.push")
    assert push.class_id is not None
    assert push.name == cosem.interface_class(push.class_id, push.version).NAME
    assert method.class_id is not None and method.number is not None
    kind = cosem.interface_class(method.class_id, method.version)
    assert kind.method(method.number).name == method.name
    module, _, name = first("scal_unit_type").where.rpartition(".")
    assert getattr(importlib.import_module(module), name) is cosem.types.ScalerUnit
    assert cosem.Unit(first("kWh").number or 0) is cosem.Unit.WATT_HOUR


def test_every_member_type_and_unit_is_found_where_it_is() -> None:
    """The table of names says what the classes say."""
    for class_id in cosem.CATALOGUE:
        version = cosem.CATALOGUE.versions(class_id)[-1]
        kind = cosem.interface_class(class_id, version)
        for member in (*kind.ATTRIBUTES[1:], *kind.METHODS):
            spelled = f"{class_id}.{member.name}"
            numbers = {(each.version, each.number) for each in cosem.find(spelled)}
            assert (version, member.id) in numbers, spelled
    for unit in cosem.Unit:
        assert unit in {each.number for each in cosem.find(f"unit {int(unit)}")}


def test_in_words() -> None:
    assert found(cosem, "kWh", limit=1) == ["unit 30 (watt_hour), scaler 3: Wh"]
    assert found(cosem, "1.8.0") == [
        f"code 1-0:1.8.0*255: {cosem.describe('1.0.1.8.0.255').name}"
    ]
    assert found(cosem, "register.value") == [
        "attribute 2 of Register (class 3, version 0): value"
    ]
    assert found(cosem, "scal_unit_type", limit=1) == [
        "type cosem.types.values.ScalerUnit: scal_unit_type"
    ]
    assert found(cosem, "push setup/1") == ["class 40, version 1: Push setup"]
    assert repr(first("clock")) == "<Found class 8, version 0: Clock>"


# ---------------------------------------------------------------- patterns


def test_a_pattern_lists_what_is_known_there() -> None:
    rates = cosem.find("1.0.1.8.*.255", limit=100)
    assert [each.code for each in rates] == [
        cosem.Obis(1, 0, 1, 8, rate, 255) for rate in range(64)
    ]
    assert cosem.find("1.8", limit=100) == rates
    assert cosem.find("1-0:1.8.*", limit=100) == rates
    assert cosem.find("1.8.*", limit=3) == rates[:3]
    instantaneous = cosem.find("1-0:*.7.0", limit=500)
    codes = [each.code for each in instantaneous if each.code is not None]
    assert {cosem.Obis("1.0.1.7.0.255"), cosem.Obis("1.0.32.7.0.255")} <= set(codes)
    assert all((c.a, c.b, c.d, c.e, c.f) == (1, 0, 7, 0, 255) for c in codes)


def test_what_no_pattern_holds_is_next_to_what_one_does() -> None:
    near = cosem.find("1.0.1.8.99.255")
    assert near and not any(each.fits for each in near)
    assert all(each.where.startswith("1-0:1.8.") for each in near)


def test_any_code_at_all() -> None:
    assert len(cosem.find("*.*.*.*.*.*", limit=50)) == 50


# ---------------------------------------------------------------- nothing fits


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("regster", "Register"),
        ("puhs setup", "Push setup"),
        ("profile genric", "Profile generic"),
    ],
)
def test_the_nearest_where_nothing_fits(text: str, name: str) -> None:
    near = cosem.find(text)
    assert near[0].name == name
    assert not any(each.fits for each in near)


def test_a_part_of_the_words_is_near() -> None:
    near = cosem.find("register zzzzzz")
    assert near[0].name == "Register" and not near[0].fits


@pytest.mark.parametrize("text", ["", "   ", "zzzzzz", "????", "{", "\0", "\u202e"])
def test_nothing_at_all(text: str) -> None:
    assert cosem.find(text) == ()


HOSTILE = (
    *("{C}, {D}", "{E+1}", "{n}", "{", "}", "%s", "\\", "'", '"', "a\nb", "\ud800"),
    *(
        "\u0301" * 200,
        "ﷺ" * 200,
        "9" * 200,
        "٣",
        "²",
        "1.²",
        "3.٣",
        "-",
        "--",
        "/",
        "./.",
    ),
    *(
        "1.8.999",
        "*",
        "*.*",
        "**",
        "1.8.**255",
        "256.0.1.8.0.255",
        "class",
        "unit",
        "7/",
    ),
    *("7/999", "push setup/9", "register.", ".value", "a." * 100, "unit 99999999"),
    *(
        "1 " * 100,
        "e " * 100,
        "rate " * 40,
        "active energy import " * 9,
        "\t\r\v\x1b[1m",
    ),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_text_is_answered(text: str) -> None:
    for each in cosem.find(text):
        assert isinstance(each, Found)
        assert str(each)


@pytest.mark.parametrize(
    "call",
    [
        lambda: cosem.find("x" * 201),
        lambda: cosem.find("x" * 1_000_000),
        lambda: cosem.find(3),  # type: ignore[arg-type]
        lambda: cosem.find(b"register"),  # type: ignore[arg-type]
        lambda: cosem.find(None),  # type: ignore[arg-type]
        lambda: cosem.find("register", limit=0),
        lambda: cosem.find("register", limit=-1),
        lambda: cosem.find("register", limit=True),
        lambda: cosem.find("register", limit="3"),  # type: ignore[arg-type]
        lambda: cosem.find("register", limit=None),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_looked_for(call: Callable[[], object]) -> None:
    with pytest.raises(CosemError, match=r"^(find takes|a limit is) .{,120}$"):
        call()


def test_any_limit() -> None:
    assert len(cosem.find("register", limit=1)) == 1
    everything = cosem.find("register", limit=10**30)
    assert cosem.find("register", limit=5) == everything[:5]
    rates = cosem.find("1.0.1.8.*.255", limit=10**30)
    assert rates == cosem.find("1.0.1.8.*.255", limit=1000)


def test_codes_without_end() -> None:
    """A code with a * may stand for billions, whatever the limit: as many are made as are given."""
    tracemalloc.start()
    try:
        codes = [each.code for each in cosem.find("*.*.*.*.*.*", limit=10**30)]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(codes) == 10_000
    assert codes == sorted({code for code in codes if code is not None})
    assert most < 100_000_000


def test_a_label_with_the_numbers_of_every_group(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of its codes are entered, and not some of each group with some of each other."""
    every = ".".join(["0-255"] * 6)
    label = "{A+0} {B+0} {C+0} {D+0} {E+0} {F+0}"
    install(
        monkeypatch,
        "acme",
        {},
        OBJECTS=f"{every} | Anything {label} |  | 1",
        IN_USE=f"{every} | Box {label}",
    )
    catalogue.register("acme")
    boxes = catalogue._registered.finder()._having["box"]
    assert len([each for each in boxes if each.package == "acme"]) == 16


def test_it_cannot_be_changed() -> None:
    best = first("register")
    with pytest.raises(AttributeError, match="name of what was found"):
        best.name = "Other"
    with pytest.raises(AttributeError):
        best.other = 1  # type: ignore[attr-defined]
    assert best == first("Register") and hash(best) == hash(first("Register"))
    assert best != first("clock") and best != "Register"


# ---------------------------------------------------------------- packages


def test_a_hand_made_standard(catalogue: Catalogue) -> None:
    assert found(catalogue, "active energy import", limit=2) == [
        "code 1-0:1.8.0*255: Active energy import, time integral 1, total",
        "code 1-0:1.8.1*255: Active energy import, time integral 1, rate 1",
    ]
    assert found(catalogue, "old register")[0] == "class 3, version 2: Register"
    assert found(catalogue, "register.old_reset") == [
        "method 2 of Register (class 3, version 0): old_reset"
    ]
    assert found(catalogue, "register status", limit=2) == [
        "type standard.classes.all.RegisterStatus: register_status",
        "attribute 4 of Register (class 3, version 2): status",
    ]
    assert found(catalogue, "count", limit=1) == ["unit 255: count"]
    # A range that is left to others is no thing to find.
    assert not any(each.fits for each in catalogue.find("left to makers"))


def test_what_is_registered_is_found(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        monkeypatch,
        "acme",
        {32770: {0: TamperLog}},
        MEMBERS="32770 | 2 cover_openings\n",
        TYPES="classes.all 32770 | structure | opening Opening\n",
        ALL_UNITS="200 | hit | hits | violence\n",
        OBJECTS="0.0.128.10.0.255 | ACME tamper log |  | 32770\n",
    )
    before = catalogue.find("tamper log")
    assert not any(each.fits for each in before)
    catalogue.register("acme")
    listed = found(catalogue, "tamper log")
    assert listed[:2] == [
        "class 32770, version 0: ACME tamper log",
        "code 0-0:128.10.0*255: ACME tamper log",
    ]
    assert set(listed[2:]) == {
        "attribute 2 of ACME tamper log (class 32770, version 0): cover_openings",
        "type acme.classes.all.Opening: opening",
    }
    assert found(catalogue, "hits") == ["unit 200 (hit): hits"]
    assert {each.package for each in catalogue.find("tamper")} == {"acme"}
    catalogue.unregister("acme")
    assert catalogue.find("tamper log") == before


def test_no_class_is_imported() -> None:
    program = (
        "import sys, cosem\n"
        "assert not [m for m in sys.modules if m.startswith('cosem_runtime.catalogue')]\n"
        "cosem.find('scaler_unit'), cosem.find('push setup'), cosem.find('voltage')\n"
        "print([m for m in sys.modules if m.startswith(('cosem.classes', 'cosem.types'))])"
    )
    run = [sys.executable, "-c", program]
    assert subprocess.run(run, capture_output=True, text=True).stdout == "[]\n"


def test_threads_get_the_same(catalogue: Catalogue) -> None:
    texts = ("active energy import", "register", "regster", "*.*.1.*.*.*", "count")
    start = threading.Barrier(6)
    answers: list[list[tuple[Found, ...]]] = []

    def ask() -> None:
        start.wait()
        answers.append([catalogue.find(text) for text in texts])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 6
    assert all(each == answers[0] for each in answers)
