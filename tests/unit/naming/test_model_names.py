"""Names of a whole model: versions, homes, and clashes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cosemgen.model import (
    ClassVersion,
    InterfaceClass,
    Model,
    NamedType,
    Package,
    Span,
    Structure,
    TypeId,
)
from cosemgen.naming import Names


def structure(
    name: str, version: int | None, line: int = 1, class_id: int | None = 40
) -> Structure:
    target = TypeId("cosem", "push", class_id, version, name)
    return Structure(target, (), span=Span("spec/push.cosem", line, 3))


def model(*types: NamedType, titles: tuple[str, ...] = ("Push setup",)) -> Model:
    classes = tuple(
        InterfaceClass(
            40 + place,
            title,
            "push",
            tuple(
                ClassVersion(40 + place, n, (), (), (), span=Span("a.cosem", n + 1, 1))
                for n in range(3)
            ),
        )
        for place, title in enumerate(titles)
    )
    return Model(
        package=Package("cosem", "COSEM"),
        foundations=(),
        data_types=(),
        layouts=(),
        types={each.id: each for each in types},
        classes=classes,
        groups=(),
        selections=(),
        media=(),
        objects=(),
    )


def test_the_newest_version_has_no_suffix() -> None:
    names = Names(model(), "cosem")
    assert [names.interface_class(40, n) for n in range(3)] == [
        "PushSetupV0",
        "PushSetupV1",
        "PushSetup",
    ]


def test_the_newest_definition_of_a_type_has_no_suffix() -> None:
    old, new = structure("push_object", 0), structure("push_object", 2)
    names = Names(model(old, new), "cosem")
    assert names.type(old.id) == "PushObjectV0"
    assert names.type(new.id) == "PushObject"


def test_a_type_of_the_whole_class_that_a_version_redefines_is_the_older() -> None:
    old, new = structure("push_object", None), structure("push_object", 1)
    names = Names(model(old, new), "cosem")
    assert names.type(old.id) == "PushObjectV0"
    assert names.type(new.id) == "PushObject"


def pinned(found: Model, version: int) -> Model:
    classes = tuple(replace(each, plain_version=version) for each in found.classes)
    return replace(found, classes=classes)


def test_a_new_version_does_not_take_a_pinned_name() -> None:
    names = Names(pinned(model(), 1), "cosem")
    assert [names.interface_class(40, n) for n in range(3)] == [
        "PushSetupV0",
        "PushSetup",
        "PushSetupV2",
    ]


def test_every_version_has_a_name_with_its_version() -> None:
    found = pinned(model(), 1)
    names = Names(found, "cosem")
    assert names.class_aliases(found.classes[0]) == {"PushSetupV1": "PushSetup"}


def test_types_follow_the_version_that_has_the_plain_name() -> None:
    first, later = structure("push_object", 0), structure("push_object", 2)
    only_later, of_all = structure("row", 2), structure("state", None)
    found = pinned(model(first, later, only_later, of_all), 1)
    names = Names(found, "cosem")
    assert names.type(first.id) == "PushObject"
    assert names.type(later.id) == "PushObjectV2"
    assert names.type(only_later.id) == "RowV2"
    assert names.class_aliases(found.classes[0]) == {
        "PushSetupV1": "PushSetup",
        "PushObjectV0": "PushObject",
        "StateV0": "State",
    }


@pytest.mark.parametrize("version", [0, 1, 2])
def test_no_name_with_a_version_depends_on_the_plain_one(version: int) -> None:
    types = [structure("push_object", n) for n in (0, 2)] + [structure("row", 1)]
    found = pinned(model(*types), version)
    names = Names(found, "cosem")
    (push_setup,) = found.classes
    spelled = {names.interface_class(40, n) for n in range(3)}
    spelled |= {names.type(each.id) for each in types}
    assert spelled | names.class_aliases(push_setup).keys() >= {
        *("PushSetupV0", "PushSetupV1", "PushSetupV2"),
        *("PushObjectV0", "PushObjectV2", "RowV1"),
    }


def test_names_with_a_version_may_clash() -> None:
    named_alike = structure("push_object_v0", None, 2)
    clashing = model(structure("push_object", 0), named_alike)
    assert len(Names(clashing, "cosem").clashes) == 1


def test_homes() -> None:
    own, shared = structure("x", 0), structure("y", None, class_id=None)
    names = Names(model(own, shared), "mine")
    assert names.module(own.id) == ("mine", "classes", "push")
    assert names.module(shared.id) == ("mine", "types", "push")


def test_types_of_a_foundation_keep_its_package() -> None:
    shared = structure("y", None, class_id=None)
    vendor = Model(
        package=Package("acme", "ACME", needs=("cosem",)),
        foundations=(model(shared),),
        data_types=(),
        layouts=(),
        types={},
        classes=(),
        groups=(),
        selections=(),
        media=(),
        objects=(),
    )
    names = Names(vendor, "acme_meter")
    assert names.module(shared.id) == ("cosem", "types", "push")
    assert names.type(shared.id) == "Y"


def test_a_sound_model_has_no_clashes() -> None:
    types = structure("push_object", 0), structure("push_object", 1)
    assert Names(model(*types), "cosem").clashes == []


def test_a_clash_names_both_places() -> None:
    types = structure("a-b", 0, line=5), structure("a_b", 0, line=9)
    (clash,) = Names(model(*types), "cosem").clashes
    assert clash.span == Span("spec/push.cosem", 9, 3)
    assert "a-b" in clash.message
    assert "spec/push.cosem:5:3" in clash.message
    assert "AB" in clash.message


def test_a_type_with_the_name_of_its_class_clashes() -> None:
    clashes = Names(model(structure("push_setup", 0, line=7)), "cosem").clashes
    assert [clash.message.split(" and ")[0] for clash in clashes] == [
        'class 40 "Push setup" version 2'
    ]


def test_two_classes_of_one_name_clash() -> None:
    clashes = Names(model(titles=("Push setup", "Push-setup")), "cosem").clashes
    assert len(clashes) == 6  # three versions, in the folder and in the module
    assert str(clashes[0]).startswith("a.cosem:1:1: ")
