"""The catalogue finds classes and takes in packages of vendors."""

from __future__ import annotations

import sys

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, UnknownClassError
from cosem_runtime.interface import InterfaceClass

from .packages import Clock, Register, RegisterV0, TamperLog, install


def test_a_class_is_found_by_id_and_version(catalogue: Catalogue) -> None:
    assert catalogue.interface_class(3, 0) is RegisterV0
    assert catalogue.interface_class(3, 2) is Register


def test_the_newest_version_is_the_default(catalogue: Catalogue) -> None:
    assert catalogue.interface_class(3) is Register
    assert catalogue.interface_class(8) is Clock


def test_unknown_version_names_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownClassError, match=r"class 3 \(Register\); .*: 0, 2"):
        catalogue.interface_class(3, 1)


def test_unknown_class_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownClassError, match=r"class 7: .* 1 \(Data\), 3 \(Reg.* 8"):
        catalogue.interface_class(7)


@pytest.mark.parametrize(
    ("class_id", "words"),
    [
        (
            33000,
            "33000: 32768 to 65535 are classes of user groups; register the package",
        ),
        (8192, "8192: 8192 to 32767 are classes of manufacturers; register the packag"),
        (
            8192,
            "acme_meter) or cosem.register_installed(), or use GenericObject, which takes any class",
        ),
        (9, "9: 0 to 8191 are the standard's, of which the nearest are"),
        (-1, "no interface class -1: a class_id is 0 to 65535"),
        pytest.param(
            10**5000, "class int of 16610 bits: a class_id is 0 to", id="huge"
        ),
    ],
)
def test_unknown_class_says_whose_it_is(
    catalogue: Catalogue, class_id: int, words: str
) -> None:
    with pytest.raises(UnknownClassError) as caught:
        catalogue.interface_class(class_id)
    assert words in str(caught.value)


def test_unknown_class_names_what_is_registered(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.register(install(monkeypatch, "acme", {32770: {0: TamperLog}}))
    with pytest.raises(UnknownClassError, match=r"registered are 32770 \(ACME tamper"):
        catalogue.interface_class(33000)


@pytest.mark.parametrize("class_id", ["3", None, 3.5, [3]])
def test_a_class_id_that_is_no_number_is_refused(
    catalogue: Catalogue, class_id: object
) -> None:
    with pytest.raises(UnknownClassError, match="a class_id is a number"):
        catalogue.interface_class(class_id)  # type: ignore[arg-type]  # on purpose


def test_facts_about_classes(catalogue: Catalogue) -> None:
    assert list(catalogue) == [1, 3, 8]
    assert 3 in catalogue and 7 not in catalogue
    assert catalogue.versions(3) == (0, 2)
    assert catalogue.versions(7) == ()
    assert catalogue.name(3) == "Register"
    assert catalogue.name(7) == "class 7"
    assert catalogue.provenance(3, 2).clause == "4.3.2 (Ed. 12)"
    assert catalogue.provenance(8, 0).clause == ""
    assert catalogue.provenance(8, 7).clause == ""
    old = catalogue.provenance(3, 0)
    assert (old.name, old.clause) == ("Old register", "5.3.2")
    assert (old.edition, old.confidence) == ("Ed. 9", "low")
    assert old.confidence_reason == "one page"
    assert repr(old).endswith("'low: one page', 'its unit', 'its status')")
    assert old.open_questions == ("its unit", "its status")
    assert catalogue.package(3, 2) == "standard"
    assert catalogue.package(3, 1) == ""


def test_a_vendor_package_joins(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = install(monkeypatch, "acme", {32770: {0: TamperLog}}, NEEDS=("standard",))
    catalogue.register(acme)
    catalogue.register("acme")
    assert catalogue.packages() == ("standard", "acme")
    assert catalogue.interface_class(32770) is TamperLog
    assert catalogue.package(32770, 0) == "acme"


def test_an_unknown_class_can_be_registered_later(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnknownClassError):
        catalogue.interface_class(32770)
    catalogue.register(install(monkeypatch, "acme", {32770: {0: TamperLog}}))
    assert catalogue.interface_class(32770, 0) is TamperLog


def test_a_new_version_becomes_the_newest(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = type("TamperLogV1", (TamperLog,), {"VERSION": 1})
    catalogue.register(install(monkeypatch, "acme", {32770: {0: TamperLog}}))
    assert catalogue.interface_class(32770) is TamperLog
    catalogue.register(install(monkeypatch, "more", {32770: {1: newer}}))
    assert catalogue.interface_class(32770) is newer
    assert catalogue.interface_class(32770, 0) is TamperLog


def test_two_packages_cannot_have_one_class_version(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.register(install(monkeypatch, "acme", {32770: {0: TamperLog}}))
    classes: dict[int, dict[int, type[InterfaceClass]]] = {
        32771: {0: TamperLog},
        32770: {0: TamperLog},
    }
    twin = install(monkeypatch, "twin", classes)
    with pytest.raises(CosemError) as caught:
        catalogue.register(twin)
    assert str(caught.value) == (
        "twin.classes.all has class 32770 version 0 (ACME tamper log), and so has "
        "acme.classes.all, which is registered: only one of them can be"
    )
    assert catalogue.packages() == ("standard", "acme")
    assert 32771 not in catalogue


def test_a_class_has_one_name(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = type("Door", (TamperLog,), {"VERSION": 1, "NAME": "Door"})
    catalogue.register(install(monkeypatch, "acme", {32770: {0: TamperLog}}))
    with pytest.raises(CosemError) as caught:
        catalogue.register(install(monkeypatch, "other", {32770: {1: door}}))
    assert str(caught.value).startswith(
        "other.classes.all has class 32770 as 'Door', and acme.classes.all as 'ACME tamper log'"
    )


def test_packages_come_in_any_order(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "above", {}, NEEDS=("acme", "below"))
    install(monkeypatch, "acme", {}, NEEDS=("below",))
    install(monkeypatch, "below", {}, NEEDS=("standard",))
    catalogue.register("above", "acme", "below")
    assert catalogue.packages() == ("standard", "below", "acme", "above")


def test_packages_in_a_circle_are_refused(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "one", {}, NEEDS=("two",))
    install(monkeypatch, "two", {}, NEEDS=("one",))
    with pytest.raises(CosemError, match="two needs one, which is not registered"):
        catalogue.register("one", "two")
    assert catalogue.packages() == ("standard",)


@pytest.mark.parametrize("version", [0, 99])
def test_classes_of_the_standard_cannot_be_taken_or_extended(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    acme = install(monkeypatch, "acme", {3: {version: Register}})
    with pytest.raises(CosemError, match="acme: class 3 cannot be added"):
        catalogue.register(acme)
    assert catalogue.interface_class(3) is Register


def test_a_needed_package_must_be_there(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = install(monkeypatch, "acme", {}, NEEDS=("other",))
    with pytest.raises(CosemError, match="acme needs other"):
        catalogue.register(acme)


@pytest.mark.parametrize("name", ["no_such_package_anywhere", "json"])
def test_only_generated_packages_can_be_registered(
    catalogue: Catalogue, name: str
) -> None:
    with pytest.raises(CosemError, match=f"{name} is not a generated package"):
        catalogue.register(name)


def test_a_package_can_be_taken_away(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = install(
        monkeypatch,
        "acme",
        {32770: {0: TamperLog}},
        OBJECTS="1.0.1.8.0.255 | ACME energy |  | 32770",
    )
    before = catalogue.describe("1.0.1.8.0.255").name
    catalogue.register(acme)
    assert catalogue.describe("1.0.1.8.0.255").name == "ACME energy"
    assert catalogue.interface_class(32770) is TamperLog
    catalogue.unregister(acme)
    assert catalogue.packages() == ("standard",)
    assert catalogue.describe("1.0.1.8.0.255").name == before
    with pytest.raises(UnknownClassError):
        catalogue.interface_class(32770)
    catalogue.register("acme")
    assert catalogue.interface_class(32770) is TamperLog


def test_what_cannot_be_taken_away(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.register(install(monkeypatch, "acme", {}))
    catalogue.register(install(monkeypatch, "more", {}, NEEDS=("acme",)))
    for name, words in (
        ("other", "other is not registered"),
        ("standard", "standard has the standard's classes"),
        ("acme", "more, which is registered, needs acme"),
    ):
        with pytest.raises(CosemError, match=words):
            catalogue.unregister(name)
    assert catalogue.packages() == ("standard", "acme", "more")
    catalogue.unregister("more")
    catalogue.unregister("acme")


def test_a_class_that_is_not_there_is_told_when_it_is_asked_for(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules of classes are not imported before they are used."""
    acme = install(monkeypatch, "acme", {32770: {0: TamperLog}, 32771: {0: TamperLog}})
    catalogue.register(acme)
    with pytest.raises(CosemError, match="TamperLog of classes.all is not class 32771"):
        catalogue.interface_class(32771)
    monkeypatch.delitem(sys.modules, "acme.classes.all")
    with pytest.raises(CosemError, match="acme is an incomplete package"):
        catalogue.interface_class(32770)
