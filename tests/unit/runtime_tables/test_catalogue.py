"""The catalogue finds classes and takes in packages of vendors."""

from __future__ import annotations

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, UnknownClassError
from cosem_runtime.interface import InterfaceClass

from .packages import Clock, Data, Register, RegisterV0, TamperLog, install


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
    with pytest.raises(UnknownClassError, match=r"class 7; .* 1 \(Data\), 3 \(Reg.* 8"):
        catalogue.interface_class(7)


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
    assert catalogue.interface_class(3) is Register
    catalogue.register(install(monkeypatch, "acme", {3: {9: TamperLog}}))
    assert catalogue.interface_class(3) is TamperLog


def test_two_packages_cannot_have_one_class_version(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes: dict[int, dict[int, type[InterfaceClass]]] = {
        32770: {0: TamperLog},
        1: {0: Data},
    }
    acme = install(monkeypatch, "acme", classes)
    with pytest.raises(CosemError, match=r"acme: class 1 version 0 \(Data\).*standard"):
        catalogue.register(acme)
    assert catalogue.packages() == ("standard",)
    assert 32770 not in catalogue


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
