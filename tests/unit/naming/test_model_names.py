"""Names of a whole model: versions, homes, and clashes."""

from __future__ import annotations

import pytest

from cosemgen.build.errors import BuildError
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
from cosemgen.naming import Names, NamingError


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
    assert Names(model(*types), "cosem").clashes() == []


def test_a_clash_names_both_places() -> None:
    types = structure("a-b", 0, line=5), structure("a_b", 0, line=9)
    (clash,) = Names(model(*types), "cosem").clashes()
    assert clash.span == Span("spec/push.cosem", 9, 3)
    assert "a-b" in clash.message
    assert "spec/push.cosem:5:3" in clash.message
    assert "AB" in clash.message


def test_a_type_with_the_name_of_its_class_clashes() -> None:
    clashes = Names(model(structure("push_setup", 0, line=7)), "cosem").clashes()
    assert [clash.message.split(" and ")[0] for clash in clashes] == [
        'class 40 "Push setup" version 2'
    ]


def test_two_classes_of_one_name_clash() -> None:
    clashes = Names(model(titles=("Push setup", "Push-setup")), "cosem").clashes()
    assert len(clashes) == 6  # three versions, in the folder and in the module
    error = NamingError(clashes)
    assert isinstance(error, BuildError)
    assert str(error).count("\n") == 5
    with pytest.raises(NamingError, match=r"a\.cosem:1:1"):
        raise error
