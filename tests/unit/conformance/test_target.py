"""The test of the catalogue: which package has it, and which ones it is told of first."""

from __future__ import annotations

from pathlib import PurePosixPath

from cosemgen.model import ClassVersion, InterfaceClass, Model, Package
from cosemgen.target import Options
from cosemgen.targets.conformance import TARGET


def model(name: str, *foundations: Model, class_id: int) -> Model:
    version = ClassVersion(class_id, 1, (), (), ())
    return Model(
        package=Package(name, name, needs=tuple(f.package.name for f in foundations)),
        foundations=foundations,
        data_types=(),
        layouts=(),
        types={},
        classes=(InterfaceClass(class_id, f"{name} class", name, (version,)),),
        groups=(),
        selections=(),
        media=(),
        objects=(),
    )


def catalogue_test(model: Model, package: str) -> str:
    files = TARGET.files(model, Options(package))
    return files[PurePosixPath("conformance/test_catalogue.py")].text


STANDARD = model("cosem", class_id=15)
COUNTRY = model("country", STANDARD, class_id=8192)
MAKER = model("maker", COUNTRY, STANDARD, class_id=32768)


def test_the_standard_knows_itself_under_whatever_name() -> None:
    text = catalogue_test(STANDARD, "elsewhere")
    assert "\nimport elsewhere\n" in text
    assert "cosem.register(" not in text
    assert "catalogue.is_found(elsewhere, row)" in text
    assert "catalogue.object_list_gives_instances(elsewhere, CLASSES)" in text


def test_what_stands_on_others_is_registered_after_them() -> None:
    text = catalogue_test(MAKER, "acme_meter")
    assert "\nimport acme_meter\nimport cosem\nimport country\n" in text
    assert "    cosem.register(country)\n    cosem.register(acme_meter)\n" in text
    assert "catalogue.is_found(cosem, row)" in text
    assert "catalogue.object_list_gives_instances(cosem, CLASSES)" in text


def test_where_nothing_has_an_object_list_none_is_tried() -> None:
    text = catalogue_test(model("alone", class_id=40_000), "alone")
    assert "catalogue.is_found(alone, row)" in text
    assert "object_list" not in text.partition("CLASSES")[2]
