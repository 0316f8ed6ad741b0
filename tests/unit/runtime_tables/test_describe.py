"""`describe` puts codes, classes and attributes into words."""

from __future__ import annotations

import sys

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import ObisError, UnknownClassError
from cosem_runtime.interface import InterfaceClass
from cosem_runtime.obis import Obis
from cosem_runtime.obis.description import Describer
from cosem_runtime.obis.tables import ObisTables

from .packages import Clock, Register, TamperLog, install


def test_a_named_object(catalogue: Catalogue) -> None:
    clock = catalogue.describe("0.0.1.0.0.255")
    assert clock.code == Obis("0-0:1.0.0*255")
    assert (clock.name, clock.kind, clock.medium) == (
        "Clock",
        "standard",
        "Abstract objects",
    )
    assert clock.classes == ((8, "Clock"),)
    assert clock.allowed == ((8, 0),)
    assert (clock.clause, clock.confidence, clock.package) == (
        "6.2.5",
        "high",
        "standard",
    )
    assert clock.units == () and clock.value_types == ()


def test_a_number_in_a_name(catalogue: Catalogue) -> None:
    device = catalogue.describe("0.0.96.1.3.255")
    assert device.name == "Device ID 4"
    assert device.value_types == ("double-long-unsigned", "octet-string")
    assert device.core_classes == (1,)
    assert device.allowed == ((1, 0), (3, 0), (3, 2))
    assert catalogue.describe("0.0.96.10.7.255").name == "Status register 7"
    assert catalogue.describe("1.0.0.5.1.3").name == "Demand limit 3 {x}"


def test_a_composed_name_takes_the_integral(catalogue: Catalogue) -> None:
    energy = catalogue.describe("1.2.1.8.0.255")
    assert energy.name == "Active energy import, time integral 1, total"
    assert (energy.units, energy.unit_codes) == (("Wh",), (30,))
    assert energy.groups == {
        "A": "AC electricity",
        "B": "channel 2",
        "C": "Active energy import",
        "D": "time integral 1",
        "E": "total",
        "F": "not used: the current value",
    }
    power = catalogue.describe("1.0.1.7.0.255")
    assert power.name == "Active power import, instantaneous value, total"
    assert power.units == ("W",)


def test_the_billing_period_is_named(catalogue: Catalogue) -> None:
    names = {f: catalogue.describe(f"1.0.1.8.2.{f}").name for f in (0, 12, 105, 255)}
    start = "Active energy import, time integral 1, rate 2"
    assert names == {
        0: f"{start}, billing period 0",
        12: f"{start}, billing period 12",
        105: f"{start}, the 5 most recent billing periods",
        255: start,
    }


def test_units_follow_the_groups(catalogue: Catalogue) -> None:
    assert catalogue.describe("1.0.11.7.3.255").units == ("A",)
    assert catalogue.describe("1.0.11.7.124.255").units == ()
    assert catalogue.describe("1.0.12.32.1.255").units == ("",)
    assert catalogue.describe("1.0.20.8.1.255").units == ("Wh",)
    assert catalogue.describe("1.0.0.5.1.1").units == ("W", "Wh")
    assert catalogue.describe("1.0.12.8.0.255").units == ()


def test_the_first_table_that_has_the_code_counts(catalogue: Catalogue) -> None:
    assert catalogue.describe("1.0.12.7.5.255").groups["E"] == "rate 5"
    assert catalogue.describe("1.0.12.7.100.255").groups["E"] == "harmonic 100"
    assert catalogue.describe("1.0.11.7.5.255").groups["E"] == "harmonic 5"
    assert "E" not in catalogue.describe("1.0.11.8.5.255").groups


def test_a_code_without_words_shows_its_number(catalogue: Catalogue) -> None:
    assert catalogue.describe("1.0.11.8.5.255").name == "Current, time integral 1, 5"


def test_what_a_code_is_depends_on_the_class(catalogue: Catalogue) -> None:
    code = "1.0.1.7.0.255"
    best = catalogue.describe(code)
    assert [number for number, _ in best.classes] == [21, 3, 4]
    assert best.allowed == ((3, 0), (3, 2))
    assert [other.classes[0][0] for other in best.alternatives] == [3]
    assert catalogue.describe(code, 3).classes == ((3, "Register"), (4, "class 4"))
    assert catalogue.describe(code, 3).alternatives == ()
    assert catalogue.describe(code, 77).kind == "unknown"


def test_notes_and_doubts_of_the_groups_are_told(catalogue: Catalogue) -> None:
    assert catalogue.describe("1.0.11.7.1.255", 3).notes == ("as a note",)
    assert catalogue.describe("1.0.12.7.1.255", 3).unconfirmed == "in one source only"
    germany = catalogue.describe("1.0.94.49.0.255")
    assert (germany.name, germany.kind) == ("For Germany", "country")
    assert (germany.notes, germany.unconfirmed) == (("a note",), "a doubt")
    assert germany.confidence == "low"
    assert germany.classes == () and germany.allowed == ()


def test_ranges_left_to_others(catalogue: Catalogue) -> None:
    assert catalogue.describe("1.130.1.8.0.255").name == "Left to makers"
    # Two ranges of one size: the first of the spec.
    assert catalogue.describe("1.0.1.200.200.255").name == "Left to makers (D)"
    assert catalogue.describe("1.0.1.8.200.255").kind == "manufacturer"


def test_codes_that_nobody_knows(catalogue: Catalogue) -> None:
    unknown = catalogue.describe("1.0.13.8.0.255")
    assert (unknown.kind, unknown.name, unknown.package) == ("unknown", "", "")
    assert unknown.groups["C"] == "reserved"
    assert "reserved or unknown code" in str(unknown)
    nowhere = catalogue.describe("7.0.13.8.0.200")
    assert nowhere.medium == ""
    assert nowhere.groups == {
        "B": "no channel specified",
        "F": "manufacturer specific",
    }


def test_a_medium_may_share_the_groups_of_another(catalogue: Catalogue) -> None:
    assert catalogue.describe("5.0.1.8.0.255").groups["C"] == "Active energy import"
    assert catalogue.describe("5.0.1.8.0.255").medium == "Old electricity"


def test_a_vendor_knows_its_own_codes_best(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "1.0.1.8.5.255"
    assert catalogue.describe(code).package == "standard"
    acme = install(
        monkeypatch,
        "acme",
        {32770: {0: TamperLog}},
        UNITS={30: "Wh", 41: "T"},
        GROUPS="1D processing | 200 | signed value",
        OBJECTS=(
            "1.0-64.1.8.5.255 | ACME signed {C} |  | 32770\n"
            "1.0.1.200.0.255 | {C}, {D} |  | 32770 |  | 41\n"
            "0-255.0-255.0-255.0-255.0-255.0-255 | Anything | manufacturer"
        ),
    )
    catalogue.register(acme)
    signed = catalogue.describe(code)
    assert (signed.name, signed.package) == ("ACME signed Active energy import", "acme")
    assert signed.allowed == ((32770, 0), (3, 0), (3, 2))
    assert [other.package for other in signed.alternatives] == ["standard"]
    own = catalogue.describe("1.0.1.200.0.255")
    assert (own.name, own.units) == ("Active power import, signed value", ("T",))
    assert catalogue.describe("0.0.1.0.0.255").name == "Clock"
    assert catalogue.describe("9.0.1.0.0.255").name == "Anything"


def test_a_vendor_without_words_leaves_those_of_the_standard(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        monkeypatch,
        "base",
        {},
        MEDIA={1: "AC electricity"},
        GROUPS=(
            "D | 128-254 |  | manufacturer\n"
            "D country | 0-255 | number {n} of the countries"
        ),
        SELECTIONS="1D country | C=94",
    )
    alone = Catalogue("base")
    code = "1.0.94.200.0.255"
    assert alone.describe(code).groups["D"] == "number 200 of the countries"
    # The table that the standard selects comes before its table for the rest, whoever
    # else is registered.
    alone.register(install(monkeypatch, "acme", {}, GROUPS="B | 0 | none"))
    assert alone.describe(code).groups == {
        "A": "AC electricity",
        "B": "none",
        "D": "number 200 of the countries",
    }
    assert alone.describe("1.0.95.200.0.255").groups["D"] == "manufacturer specific"


def test_every_form_of_a_code_is_taken(catalogue: Catalogue) -> None:
    expected = catalogue.describe(Obis(0, 0, 1, 0, 0, 255))
    for code in ("0-0:1.0.0", "0000010000FF", b"\0\0\1\0\0\xff", " 0-0:1.0 "):
        assert catalogue.describe(code) is expected
    assert catalogue.describe((0, 0, 1, 0, 0, 255)) is expected
    assert catalogue.describe([0, 0, 1, 0, 0, 255]) is expected
    assert catalogue.describe(bytearray(b"\0\0\1\0\0\xff")) is expected
    assert catalogue.describe(memoryview(b"\0\0\1\0\0\xff")) is expected
    with pytest.raises(ObisError, match="may be"):
        catalogue.describe("1.0.1.8")
    with pytest.raises(ObisError, match="found 1, 0, 1, 8, 0, 256"):
        catalogue.describe((1, 0, 1, 8, 0, 256))


def test_more_codes_than_are_remembered(catalogue: Catalogue) -> None:
    for e in range(20):
        for f in range(255):
            catalogue.describe(Obis(1, 0, 1, 8, e, f))
    assert catalogue.describe("1.0.1.8.1.3").name.endswith("rate 1, billing period 3")


def test_the_text_of_a_code(catalogue: Catalogue) -> None:
    assert str(catalogue.describe("1.0.1.7.0.255")).splitlines() == [
        "1-0:1.7.0*255  Active power import, instantaneous value, total",
        "  medium    AC electricity",
        "  B = 0     no channel specified",
        "  C = 1     Active power import",
        "  D = 7     instantaneous value",
        "  E = 0     total",
        "  F = 255   not used: the current value",
        "  classes   class 21 (21), Register (3), class 4 (4)",
        "  unit      W",
    ]
    assert str(catalogue.describe("1.0.1.8.0.255")).splitlines()[1:3] == [
        "  label     Energy import, total",
        "  reads     total, in kWh",
    ]


def test_the_text_says_each_other_name_once(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "0.0.96.1.0.255 | Name |  | 8",
        "0.0.96.1.0.255 | Name |  | 3",
        "0.0-1.96.1.0.255 | Other |  | 8",
        "0.0-2.96.1.0.255 | Other |  | 21",
    )
    base = install(monkeypatch, "twice", {}, OBJECTS="\n".join(rows))
    found = Catalogue(base.__name__).describe("0.0.96.1.0.255")
    assert [other.name for other in found.alternatives] == ["Name", "Other", "Other"]
    assert found.other_names == {"Other": ((8, "class 8"), (21, "class 21"))}
    assert [line for line in str(found).splitlines() if "  or" in line] == [
        "  or, as class 8 (8), class 21 (21): Other"
    ]


def test_a_row_for_one_f_says_what_that_is(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "1.0.96.50.1.1 | Manufacturer |  | 1",
        "1.0.96.50.2.1 | Values, {F} |  | 1",
        "1.0.96.50.3.0-99 | Counter |  | 1",
    )
    catalogue.register(install(monkeypatch, "acme", {}, OBJECTS="\n".join(rows)))
    assert "F" not in catalogue.describe("1.0.96.50.1.1").groups
    # Numbers of things, and what is left to others.
    assert "F" not in catalogue.describe("1.0.0.5.1.3").groups
    assert "F" not in catalogue.describe("1.0.94.49.1.3").groups
    assert "F" in catalogue.describe("1.0.94.49.1.255").groups
    assert catalogue.describe("1.0.96.50.2.1").groups["F"] == "billing period 1"
    assert catalogue.describe("1.0.96.50.3.1").groups["F"] == "billing period 1"


def test_a_word_is_no_code(catalogue: Catalogue) -> None:
    with pytest.raises(ObisError, match="find looks for words"):
        catalogue.describe("register")
    with pytest.raises(ObisError, match='FF"$'):
        catalogue.describe("1.8.x")


def test_a_description_goes_on_over_lines(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Keeps a value,\n    and its unit.\n\n    Class 3 version 2."
    monkeypatch.setattr(Register, "__doc__", text)
    assert catalogue.describe(3).description == "Keeps a value, and its unit."


def test_a_class_that_is_not_certain(catalogue: Catalogue) -> None:
    old = catalogue.describe((3, 0))
    assert (old.name, old.called) == ("Register", "Old register")
    assert (old.edition, old.confidence) == ("Ed. 9", "low")
    assert old.confidence_reason == "one page"
    assert old.open_questions == ("its unit", "its status")
    assert str(old).splitlines()[1:7] == [
        "  called Old register",
        "  clause 5.3.2",
        "  first edition Ed. 9",
        "  confidence low: one page",
        "  open: its unit",
        "  open: its status",
    ]


@pytest.mark.parametrize("thing", [3, (3, 2), Register, Register("1.0.1.8.0.255")])
def test_a_class(catalogue: Catalogue, thing: object) -> None:
    register = catalogue.describe(thing)  # type: ignore[call-overload]  # one of all
    assert (register.class_id, register.version, register.name) == (3, 2, "Register")
    assert (register.clause, register.package) == ("4.3.2 (Ed. 12)", "standard")
    assert register.versions == (0, 2)
    assert [str(member) for member in register.attributes] == [
        "  1 logical_name: octet-string[6] [static]",
        "  2 value: CHOICE of simple types [dynamic]",
        "  3 scaler_unit: scal_unit_type [static] - Its scale.",
        "  4 status: CHOICE of simple types [unit s, default 0, secret]",
    ]
    assert [str(member) for member in register.methods] == [
        "  1 reset: integer [mandatory]"
    ]
    assert "(class_id 3, version 2; known versions: 0, 2)" in str(register)


def test_a_class_of_one_version(catalogue: Catalogue) -> None:
    text = str(catalogue.describe(1))
    assert text.startswith(
        "Data (class_id 1, version 0)\n  A value that stands alone.\n"
    )
    assert "methods" not in text


def test_a_member(catalogue: Catalogue) -> None:
    time = catalogue.describe(Clock.attribute(2))
    assert (time.kind, time.id, time.name, time.facts) == ("attribute", 2, "time", ())
    reset = catalogue.describe(Register.method("reset"))
    assert (reset.kind, reset.type) == ("method", "integer")


@pytest.mark.parametrize(
    "thing", [3.5, None, True, (3,), (3, "x"), int, [1], InterfaceClass]
)
def test_other_things_are_refused(catalogue: Catalogue, thing: object) -> None:
    with pytest.raises(UnknownClassError, match="describe takes"):
        catalogue.describe(thing)  # type: ignore[call-overload]  # on purpose
    with pytest.raises(UnknownClassError, match="no interface class 99"):
        catalogue.describe(99)


@pytest.mark.parametrize("code", ["1.0.1.8.0.255", "0.0.96.1.0.255", "1.0.13.7.0.255"])
def test_what_all_are_given_nobody_changes(catalogue: Catalogue, code: str) -> None:
    described = catalogue.describe(code)
    before = str(described), described.groups
    for name in filter(str.islower, dir(described)):
        with pytest.raises(AttributeError):
            setattr(described, name, None)
        with pytest.raises(AttributeError):
            delattr(described, name)
    described.groups.clear()
    again = catalogue.describe(code)
    assert (str(again), again.groups) == before


def test_what_displays_call_a_code(catalogue: Catalogue) -> None:
    def shown(code: str) -> tuple[str, str, str]:
        found = catalogue.describe(code)
        return found.label, found.reading, found.shown_unit

    assert shown("1.1.1.8.0.255") == ("Energy import, total", "total", "kWh")
    assert shown("1.0.1.8.3.255") == ("Energy import, rate 3 (13)", "total", "kWh")
    assert shown("1.0.12.7.0.255") == ("Voltage now", "instantaneous", "")
    assert shown("0.0.96.1.0.255") == ("Serial number", "", "")
    assert shown("1.0.1.8.0.1") == shown("1.2.1.8.0.255") == ("", "", "")
    assert shown("0.0.96.1.1.255") == shown("9.9.9.9.9.9") == ("", "", "")


def test_a_label_is_told_where_there_is_one(catalogue: Catalogue) -> None:
    told = str(catalogue.describe("1.0.1.8.0.255")).splitlines()
    assert told[1] == "  label     Energy import, total"
    assert "label" not in str(catalogue.describe("1.2.1.8.0.255"))


def test_a_label_is_of_the_code_whatever_its_class(catalogue: Catalogue) -> None:
    found = catalogue.describe("1.0.12.7.0.255")
    assert [each.label for each in found.alternatives] == ["Voltage now"]
    assert catalogue.describe("1.0.12.7.0.255", 21).label == "Voltage now"


def test_the_label_of_a_layer_goes_first(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        monkeypatch,
        "national",
        {32770: {0: TamperLog}},
        IN_USE="1.0.1.8.0-63.255 | Meterstand {E+0}",
    )
    catalogue.register("national")
    found = catalogue.describe("1.0.1.8.0.255")
    assert (found.label, found.reading) == ("Meterstand 0", "")
    assert catalogue.describe("1.1.1.8.0.255").label == "Energy import, total"


def test_a_package_of_before_has_no_labels(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "older", {32770: {0: TamperLog}})
    monkeypatch.delattr(sys.modules["older._obis"], "IN_USE")
    catalogue.register("older")
    assert catalogue.describe("1.0.1.8.0.255").label == "Energy import, total"


def test_labels_are_read_beforehand(catalogue: Catalogue) -> None:
    describer = Describer(
        catalogue._registered, [ObisTables("standard", sys.modules["standard._obis"])]
    )
    describer.prepare()
    found = describer.code(Obis("1.0.1.8.2.255"), None)
    assert found.label == "Energy import, rate 2 (12)"
